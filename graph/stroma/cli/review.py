"""`stroma review`: a curator goes through the candidates of an article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stroma.cli._settings import Settings, note, store_option
from stroma.errors import did_you_mean, nearest

if TYPE_CHECKING:
    from stroma.audit.curation.decisions import Decision
    from stroma.audit.judging.results import Audit, Judged
    from stroma.audit.pipeline import Auditor

__all__ = ["review"]

_FIELDS = {
    "subject": "term", "predicate": "predicate, such as improves", "object": "term", "condition": "term",
    "polarity": "polarity, affirms or denies",
}  # fmt: skip
"""Fields of a candidate that may be edited, and what is asked for."""
_KEYS = "a accept, r reject, e edit, l link a study, n next, q quit"


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    help="File of decisions; default FILE.decisions.jsonl, beside the article.",
)
@click.option("--who", default="", metavar="NAME", help="Who decides; written with each decision.")
@click.option(
    "--when",
    default="",
    metavar="DATE",
    help="Date to write with each decision; nothing without it.",
)
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    help="Write the accepted claims as Turtle and ask nothing.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Ask again about candidates already decided."
)
@click.option("--force", is_flag=True, help="Write over a file that is not an audit.")
@store_option
@click.pass_obj
def review(
    settings: Settings, file: str, decisions: Path | None, who: str, when: str, export: Path | None, everything: bool, force: bool
) -> int:  # fmt: skip
    """Accept, reject, edit or link the candidates of an article, one by one.

    Decisions are added to a file of lines and found again when the article or the rules change. Accepted claims enter
    the graph only by --export and `stroma build`.

    \b
    Example:
      stroma review article.txt --who 'Jane Doe'
      stroma review article.txt --export article.ttl
    """
    from stroma.audit import open_auditor
    from stroma.audit.curation.decisions import (
        accepted_ids,
        append_decision,
        apply_decisions,
        load_decisions,
        match_decisions,
        of_other_texts,
        other_text_line,
    )
    from stroma.audit.readers.formats import read_document
    from stroma.audit.report import MARKS
    from stroma.audit.report.rdf import Label, audit_to_turtle
    from stroma.writing import check_target, write_whole

    document = read_document(file)
    path = decisions or _decisions_path(file)
    decided = load_decisions(path) if path.exists() else []
    auditor = open_auditor(settings.open_store())
    result = auditor.audit(document)
    if (other := other_text_line(result, decided)) is not None:
        note(other)
    label = Label(auditor.lexicon.terms, auditor.store.records.terms)
    if export is not None:
        check_target(export, force=force, ours=MARKS)
        accepted = accepted_ids(result, decided)
        write_whole({export: audit_to_turtle(apply_decisions(result, decided), label, accepted)})
        note(f"wrote {len(accepted)} accepted claims to {export}")
        return 0
    matched = {} if everything else match_decisions(result, decided)
    before = of_other_texts(result, decided)
    queue = [j for j in _by_urgency(result) if j.id not in matched]
    for number, judged in enumerate(queue, 1):
        _show(auditor, result, judged, f"{number} of {len(queue)}", before.get(judged.id))
        decision = _ask(auditor, result, judged, who, when)
        if decision == "quit":
            break
        if decision is not None and not isinstance(decision, str):
            append_decision(path, decision)
    note(f"decisions in {path}")
    return 0


def _decisions_path(file: str) -> Path:
    """Beside the article; in the current folder for standard input."""
    if file == "-":
        return Path("standard-input.decisions.jsonl")
    return Path(f"{file}.decisions.jsonl")


def _by_urgency(audit: Audit) -> list[Judged]:
    """Contradicted first, then overstated with a study, the rest in order of the text."""
    from stroma.audit.report.cards import VERDICTS

    ranks = list(VERDICTS)
    return sorted(
        audit.claims, key=lambda j: (ranks.index(j.verdict), j.study is None, j.candidate.start)
    )


def _show(
    auditor: Auditor, audit: Audit, judged: Judged, where: str, before: Decision | None
) -> None:
    from stroma.audit.report.cards import (
        VERDICTS,
        Titles,
        claim_words,
        perhaps_words,
        understood_words,
    )
    from stroma.queries.table import printable

    c = judged.candidate
    label = auditor.store.label
    terms = auditor.lexicon.terms
    titles = Titles.read()
    lines = [
        f"[{where}] {' '.join(audit.document.text[c.start : c.end].split())}",
        f"  read as: {claim_words(c, auditor.store, terms)}",
        *(f"  not in the sentence: {understood_words(audit, u, auditor.store)}" for u in judged.understood),
        f"  {VERDICTS[judged.verdict][1]}, worded {c.wording.strength.value}, rule {c.rule}"
        + (f", leans on {label(judged.study)}" if judged.study else ""),
        *(
            f"  {titles.title(g)} ({g.code}): " + "; ".join(filter(None, (titles.reason(g), perhaps_words(audit, g, c.sentence))))
            for g in judged.gaps
        ),
    ]  # fmt: skip
    if before is not None:
        by = f" by {before.who}" if before.who else ""
        lines.append(f"  from another text: {before.action}{by}")
    click.echo()
    for line in lines:
        click.echo(printable(line))


def _ask(
    auditor: Auditor, audit: Audit, judged: Judged, who: str, when: str
) -> Decision | str | None:
    from stroma.audit.curation.decisions import decision_of

    while True:
        key = click.prompt(f"  {_KEYS}", default="n", show_default=False).strip().casefold()[:1]
        if key == "q":
            return "quit"
        if key == "n":
            return None
        try:
            if key == "a":
                return decision_of(audit, judged, "accept", who=who, when=when)
            if key == "r":
                return decision_of(
                    audit, judged, "reject", reason=click.prompt("  reason"), who=who, when=when
                )
            if key == "e":
                edited = _edited(auditor)
                if edited is None:
                    continue
                return decision_of(audit, judged, "edit", edited=edited, who=who, when=when)
            if key == "l":
                if not (name := _answer("study")):
                    continue
                study = auditor.store.resolve_source(name)
                return decision_of(audit, judged, "link", study=study, who=who, when=when)
        except LookupError as error:
            click.echo(f"  {error}")
            continue
        click.echo("  one of: " + _KEYS)


def _answer(what: str) -> str:
    """What a person types; empty to go back."""
    typed: str = click.prompt(f"  {what} (Enter: back)", default="", show_default=False)
    return typed.strip()


def _edited(auditor: Auditor) -> dict[str, str] | None:
    """One field of a candidate and what it shall be; None to go back.

    Raises:
        LookupError: there is no such field, or nothing of that name for it.
    """
    name = _answer(f"field: {', '.join(_FIELDS)}").casefold()
    if not name:
        return None
    fields = [field for field in _FIELDS if field.startswith(name)]
    if len(fields) != 1:
        raise LookupError(f"{name!r} is no field; one of {', '.join(_FIELDS)}")
    [field] = fields
    value = _answer(_FIELDS[field])
    return {field: _value(auditor, field, value)} if value else None


def _value(auditor: Auditor, field: str, text: str) -> str:
    from stroma.model import Polarity
    from stroma.predicates import predicates

    if field not in ("predicate", "polarity"):
        return auditor.store.resolve_term(text)
    known = {name: of.iri for name, of in predicates().items()}
    if field == "polarity":
        known = {polarity.value: polarity.value for polarity in Polarity}
    name = text.removeprefix("st:")
    if name not in known:
        near = did_you_mean(nearest(name, known, n=2), "; ")
        raise LookupError(f"{text!r} is no {field}{near or '; one of ' + ', '.join(known)}")
    return known[name]
