"""`stroma audit`: an article compared with the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stroma.cli._files import FilePath
from stroma.cli._settings import Settings, note, store_option, unless_nobody_reads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stroma.audit.curation.decisions import Decision
    from stroma.audit.judging.results import Audit
    from stroma.audit.pipeline import Auditor

__all__ = ["audit"]


@click.command()
@click.argument("file", required=False, metavar="FILE")
@click.option(
    "-o",
    "--report",
    "report",
    type=FilePath(),
    help="Write the report as one HTML file.",
)
@click.option("--json", "json_path", metavar="PATH", help="Write the audit as JSON; - is stdout.")
@click.option(
    "--ttl",
    "ttl_path",
    metavar="PATH",
    help="Write the article and its claims as Turtle; - is stdout.",
)
@click.option(
    "--fail-on",
    multiple=True,
    metavar="CODE",
    help="Exit 1 if this code or verdict of those above occurs; may be given again.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Decisions of `stroma review` to apply.",
)
@click.option(
    "--candidates",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Candidates of another extractor, as JSON lines.",
)
@click.option(
    "--rules",
    is_flag=True,
    help="List the rules, with their precision where --decisions are given.",
)
@click.option("--force", is_flag=True, help="Write over files that are not audits.")
@store_option
@click.pass_obj
def audit(
    settings: Settings, file: str | None, report: Path | None, json_path: str | None, ttl_path: str | None,
    fail_on: tuple[str, ...], decisions: Path | None, candidates: Path | None, rules: bool, force: bool,
) -> int:  # fmt: skip
    """Compare an article with the evidence: claims, studies, and what is left out.

    FILE is text, Markdown, HTML, PDF, PubMed XML or nbib, or JATS XML; - is stdin. Prints a summary. Verdicts compare
    wording with what studies reported; they give no advice and can be wrong: check them against the study.

    \b
    Verdicts, worst first:
      contradicted                 studies found otherwise
      overstated                   worded more strongly than the evidence
      leaves-out-contrary-results  other results are not mentioned
      to-check                     the text may say so itself, or shows too
                                   few signs to be accused
      no-evidence-here             nothing in this graph bears on it
      supported                    fits what studies reported
      background                   biology, anatomy, regulation

    \b
    Codes of what differs or is left out (docs/audit.md explains each):
      STRENGTH_UP BASIS_SHIFT POLARITY UNDERSTATED POPULATION_WIDER
      OMIT_PRIMARY OMIT_CONTRARY OMIT_HARM OMIT_N_DESIGN RETRACTED
      SOURCE_MISMATCH NUMBER_MISMATCH DESIGN_MISMATCH CITATION_CONFLICT
      BAD_IDENTIFIER NO_STUDY_CITED ADVICE MISSING_DISCLOSURE
      question: any of these that the text may state in words that were
      not read

    \b
    Example:
      stroma audit article.txt
      stroma audit article.html --report audit.html --json audit.json
      stroma audit article.txt --fail-on OMIT_PRIMARY --fail-on contradicted
    """
    decided = _decisions(decisions)
    if rules:
        return _list_rules(decided)
    if file is None:
        raise click.UsageError("missing FILE; - is stdin")
    _check(fail_on, [report, json_path, ttl_path], force=force)

    from stroma.audit import open_auditor
    from stroma.audit.readers.formats import read_document

    document = read_document(file)
    store = settings.open_store()
    auditor = open_auditor(store)
    result = auditor.audit(document)
    if candidates is not None:
        result = _with_candidates(auditor, result, candidates)
    result = _decided(result, decided)
    _write(auditor, result, json_path=json_path, ttl_path=ttl_path)
    if report is not None:
        _write_report(auditor, result, report)
    if "-" not in (json_path, ttl_path):
        from stroma.audit.report.summary import summary_lines

        with unless_nobody_reads():
            for line in summary_lines(result, store):
                click.echo(line)
    return _found(result, fail_on)


def _decisions(path: Path | None) -> list[Decision]:
    from stroma.audit.curation.decisions import load_decisions

    return load_decisions(path) if path is not None else []


def _list_rules(decided: Sequence[Decision]) -> int:
    from stroma.audit.curation.decisions import rule_lines

    for line in rule_lines(decided):
        click.echo(line)
    return 0


def _check(fail_on: Sequence[str], paths: Sequence[Path | str | None], *, force: bool) -> None:
    """Refuse unknown codes, and files to write over that are no audits, before any work is done."""
    from stroma.audit.report import MARKS
    from stroma.audit.report.serialize import known_codes
    from stroma.writing import check_target

    unknown = [code for code in fail_on if code not in known_codes()]
    if unknown:
        raise click.UsageError(
            f"no gap code or verdict {unknown[0]!r}; there are {', '.join(known_codes())}"
        )
    for path in paths:
        if path is not None and str(path) != "-":
            check_target(Path(path), force=force, ours=MARKS)


def _with_candidates(auditor: Auditor, result: Audit, path: Path) -> Audit:
    """The audit with the candidates of another extractor; says which were dropped."""
    from stroma.audit.curation.extractors import add_candidates
    from stroma.queries.table import printable

    result, dropped = add_candidates(auditor, result, path)
    for reason in dropped:
        note(printable(f"candidate dropped: {reason}"))
    return result


def _decided(result: Audit, decided: Sequence[Decision]) -> Audit:
    """The audit with a person's decisions; says where they were made on another text."""
    from stroma.audit.curation.decisions import apply_decisions, other_text_line

    if not decided:
        return result
    if (other := other_text_line(result, decided)) is not None:
        note(other)
    return apply_decisions(result, decided)


def _write(auditor: Auditor, result: Audit, *, json_path: str | None, ttl_path: str | None) -> None:
    """Write the audit as JSON and Turtle, where asked; - is stdout."""
    from stroma.audit.report.rdf import Label, audit_to_turtle
    from stroma.audit.report.serialize import audit_to_json
    from stroma.writing import write_whole

    def turtle() -> str:
        label = Label(auditor.lexicon.terms, auditor.store.records.terms)
        return audit_to_turtle(result, label)

    outputs: tuple[tuple[str | None, Callable[[], str]], ...] = (
        (json_path, lambda: audit_to_json(result)),
        (ttl_path, turtle),
    )
    for path, make in outputs:
        if path == "-":
            with unless_nobody_reads():
                click.echo(make(), nl=False)
        elif path is not None:
            write_whole({Path(path): make()})
            note(f"wrote {path}")


def _write_report(auditor: Auditor, result: Audit, path: Path) -> None:
    from stroma.audit.report.page import report_html
    from stroma.writing import write_whole

    write_whole({path: report_html(result, auditor.store, dict(auditor.lexicon.terms))})
    note(f"wrote {path}")


def _found(result: Audit, fail_on: tuple[str, ...]) -> int:
    """1 where a code or verdict that was asked about occurs, else 0; says which."""
    from stroma.audit.report.serialize import hits

    found = hits(result, fail_on)
    if found:
        note(f"found {', '.join(found)}")
    return 1 if found else 0
