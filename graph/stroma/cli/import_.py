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
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder for the files; made when it is not there.",
)
@click.option(
    "--with",
    "beside",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="RDF file with new terms or other studies that the cells name; may be given often.",
)
@click.option(
    "--curator",
    metavar="NAME",
    envvar="STROMA_CURATOR",
    help="Who entered the studies that name nobody. Default: $STROMA_CURATOR.",
)
@click.option(
    "--date",
    "curated_on",
    metavar="YYYY-MM-DD",
    help="When, for the studies that give no day. Default: today.",
)
@click.option("--force", is_flag=True, help="Write over files of the same name.")
def import_(
    studies: Path,
    findings: Path,
    out: Path,
    beside: tuple[Path, ...],
    curator: str | None,
    curated_on: str | None,
    force: bool,
) -> None:
    """Turn two sheets of studies and findings into one Turtle file a study.

    `stroma new sheets` writes two empty ones, with every column explained; many values are separated by "; ". Every bad
    cell is named by row and column, and then nothing is written.

    \b
    Example:
      stroma import studies.tsv findings.tsv -o my-studies --curator "MS Society" --date 2026-11-25
    """
    from datetime import date

    from stroma.check.imported import read_sheets
    from stroma.errors import InputError
    from stroma.identifiers import checked_day
    from stroma.writing import write_folder

    day = checked_day(curated_on) if curated_on else date.today().isoformat()
    sheets = read_sheets(studies, findings, curator=curator, curated_on=day, beside=beside)
    if not sheets.studies:
        raise InputError(f"{studies} has no row below its column names; write one row a study")
    written = write_folder(out, sheets.documents(), force=force, parents=True)
    for path in written:
        click.echo(path)
    for line in sheets.warnings:
        note(line)
    n_findings = sum(map(len, sheets.findings.values()))
    studies_told = "1 study" if len(written) == 1 else f"{len(written)} studies"
    findings_told = "1 finding" if n_findings == 1 else f"{n_findings} findings"
    note(
        f"{studies_told} with {findings_told}; next: stroma check {' '.join(map(str, (out, *beside)))}"
    )
