"""`stroma import`: two sheets become one Turtle file a study."""

from __future__ import annotations

from pathlib import Path

import click

from stroma.cli._settings import note

__all__ = ["import_"]


@click.command("import")
@click.argument("studies", type=click.Path(path_type=Path), metavar="STUDIES.tsv")
@click.argument("findings", type=click.Path(path_type=Path), metavar="FINDINGS.tsv")
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder for the files; made when it is not there.",
)
@click.option("--curator", metavar="NAME", help="Who entered the studies that name nobody.")
@click.option(
    "--date",
    "curated_on",
    metavar="YYYY-MM-DD",
    help="When, for the studies that give no day.",
)
@click.option("--force", is_flag=True, help="Write over files of the same name.")
def import_(
    studies: Path,
    findings: Path,
    out: Path,
    curator: str | None,
    curated_on: str | None,
    force: bool,
) -> None:
    """Turn two sheets of studies and findings into one Turtle file a study.

    The columns are the fields of docs/records.md; many values are separated by "; ". Every bad cell is named by row
    and column, and then nothing is written.

    \b
    Example:
      stroma import studies.tsv findings.tsv -o my-studies --curator "MS Society" --date 2026-11-25
    """
    from stroma.identifiers import checked_day
    from stroma.sources.sheets import read_sheets
    from stroma.sources.writing import write_files

    day = checked_day(curated_on) if curated_on else None
    sheets = read_sheets(studies, findings, curator=curator, curated_on=day)
    written = write_files(out, sheets.documents(), force=force)
    for path in written:
        click.echo(path)
    n_findings = sum(map(len, sheets.findings.values()))
    note(f"{len(written)} studies with {n_findings} findings; next: stroma check {out}/*.ttl")
