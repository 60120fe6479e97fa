"""`stroma audit`: an article beside the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stroma.cli._settings import Settings, note, store_option

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["audit"]


@click.command()
@click.argument("file", required=False, metavar="FILE")
@click.option(
    "-o",
    "--report",
    "report",
    type=click.Path(path_type=Path),
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
    help="Exit 1 when this gap code or verdict occurs; may be given again.",
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
    """Lay an article beside the evidence: claims, studies, and what is left out.

    FILE is text, Markdown, HTML, PDF, PubMed XML or nbib, or JATS XML; - is stdin. Prints a summary; verdicts compare
    wording with what studies reported, they give no advice.

    \b
    Example:
      stroma audit article.txt
      stroma audit article.html --report audit.html --json audit.json
      stroma audit article.txt --fail-on OMIT_PRIMARY --fail-on contradicted
    """
    from stroma.audit import open_auditor
    from stroma.audit.curation.decisions import (
        apply_decisions,
        load_decisions,
        other_text_line,
        rule_lines,
    )
    from stroma.audit.readers.formats import read_document
    from stroma.audit.report.output import check_output, write_output
    from stroma.audit.report.rdf import Label, audit_to_turtle
    from stroma.audit.report.serialize import audit_to_json, hits, known_codes
    from stroma.audit.report.summary import summary_lines
    from stroma.queries.table import printable

    decided = load_decisions(decisions) if decisions is not None else []
    if rules:
        for line in rule_lines(decided):
            click.echo(line)
        return 0
    if file is None:
        raise click.UsageError("missing FILE; - is stdin")
    unknown = [code for code in fail_on if code not in known_codes()]
    if unknown:
        raise click.UsageError(
            f"no gap code or verdict {unknown[0]!r}; there are {', '.join(known_codes())}"
        )
    for path in (report, json_path, ttl_path):
        if path is not None and str(path) != "-":
            check_output(Path(path), force=force)
    document = read_document(file)
    store = settings.open_store()
    auditor = open_auditor(store)
    result = auditor.audit(document)
    if candidates is not None:
        from stroma.audit.curation.extractors import add_candidates

        result, dropped = add_candidates(auditor, result, candidates)
        for reason in dropped:
            note(printable(f"candidate dropped: {reason}"))
    if decided:
        if (other := other_text_line(result, decided)) is not None:
            note(other)
        result = apply_decisions(result, decided)
    outputs: list[tuple[str | None, Callable[[], str]]] = [
        (json_path, lambda: audit_to_json(result)),
        (
            ttl_path,
            lambda: audit_to_turtle(
                result, Label(auditor.lexicon.terms, auditor.store.records.terms)
            ),
        ),
    ]
    for path, make in outputs:
        if path == "-":
            click.echo(make(), nl=False)
        elif path is not None:
            write_output(Path(path), make())
            note(f"wrote {path}")
    if report is not None:
        from stroma.audit.report.page import report_html

        write_output(report, report_html(result, store, dict(auditor.lexicon.terms)))
        note(f"wrote {report}")
    if "-" not in (json_path, ttl_path):
        for line in summary_lines(result, store):
            click.echo(line)
    found = hits(result, fail_on)
    if found:
        note(f"found {', '.join(found)}")
    return 1 if found else 0
