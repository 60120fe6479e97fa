"""`stroma new`: the skeleton of a file of data, every field explained."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from stroma.cli._settings import note

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["new"]

# Bytes of an article's text; as `stroma audit` reads at most.
_MOST: Final = 10_000_000


@click.group()
def new() -> None:
    """Write a skeleton for a new study, reference, article or term, or empty sheets for many studies.

    \b
    Example:
      stroma new study --slug doe-2026 --doi 10.1000/xyz123 --curator "MS Society"
      stroma new term --kind Outcome --slug grip-strength --label "grip strength"
    """


def _common(command: Callable[..., Any], *, needs_slug: bool = True) -> Callable[..., Any]:
    for option in (
        click.option(
            "-o",
            "--output",
            "out",
            type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
            metavar="FILE",
            help="Default: the slug with .ttl behind it; - is stdout.",
        ),
        click.option("--date", "curated_on", metavar="YYYY-MM-DD", help="Default: today."),
        click.option(
            "--curator",
            metavar="NAME",
            envvar="STROMA_CURATOR",
            help="Person or organisation that enters the record. Default: $STROMA_CURATOR.",
        ),
        click.option("--label", metavar="TEXT", help="One line in your own words."),
        click.option(
            "--slug",
            required=needs_slug,
            help="Short name, lower case with hyphens, that ends the IRI: of a source its first author or trial and the year "
            "(doe-2026), of a term its label (grip-strength).",
        ),
    ):
        command = option(command)
    return command


def _identifiers(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--pmid", metavar="NUMBER", help="PubMed number or its address.")(
        command
    )
    return click.option("--doi", metavar="DOI", help="With or without https://doi.org/.")(command)


@new.command()
@_common
@click.option(
    "--nct", multiple=True, metavar="NCT", help="ClinicalTrials.gov number; may be given often."
)
@_identifiers
def study(
    slug: str,
    out: Path | None,
    doi: str | None,
    pmid: str | None,
    nct: tuple[str, ...],
    **common: str,
) -> None:
    """Write the skeleton of a study with one finding.

    \b
    Example:
      stroma new study --slug doe-2026 --doi 10.1000/xyz123 --pmid 12345678 --curator "MS Society"
    """
    from stroma.identifiers import clean_identifier
    from stroma.skeleton import study_skeleton

    filled = {**_filled(common), **_cleaned(doi, pmid)}
    filled["nct"] = tuple(clean_identifier("nct", one) for one in nct)
    _write(study_skeleton(_records(), slug, filled), out or Path(f"{slug}.ttl"))


@new.command()
@_common
@click.option(
    "--kind",
    "reference_kind",
    metavar="TEXT",
    help="textbook, consensus statement, narrative review, regulator's page, ...",
)
@_identifiers
def reference(
    slug: str,
    out: Path | None,
    doi: str | None,
    pmid: str | None,
    reference_kind: str | None,
    **common: str,
) -> None:
    """Write the skeleton of a source that is no study.

    \b
    Example:
      stroma new reference --slug doe-textbook-2026 --doi 10.1000/xyz124 --kind textbook
    """
    from stroma.skeleton import reference_skeleton

    filled = {**_filled(common), **_cleaned(doi, pmid), "reference_kind": reference_kind}
    _write(reference_skeleton(_records(), slug, filled), out or Path(f"{slug}.ttl"))


@new.command()
@_common
@click.option("--url", metavar="URL", help="Address of the article.")
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option(
    "--text",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Its plain text: only length and sha256 are taken from it.",
)
def article(
    slug: str,
    out: Path | None,
    url: str | None,
    publisher: str | None,
    text: Path | None,
    **common: str,
) -> None:
    """Write the skeleton of an article with one claim.

    \b
    Example:
      stroma new article --slug clinic-page --publisher "A clinic" --url https://example.org/msc
    """
    from stroma.skeleton import article_skeleton

    filled = {**_filled(common), "url": url, "publisher": publisher, **_text_facts(text)}
    _write(article_skeleton(_records(), slug, filled), out or Path(f"{slug}.ttl"))


@new.command()
@partial(_common, needs_slug=False)
@click.option("--kind", metavar="KIND", help="CellProduct, Disease, Outcome, ...")
@click.option(
    "--iri",
    metavar="CURIE",
    help="What an ontology calls it (MONDO:0010030); of one that an audit knows, names, kind and slug are filled in.",
)
def term(
    slug: str | None, out: Path | None, kind: str | None, iri: str | None, **common: str
) -> None:
    """Write the skeleton of a term.

    \b
    Example:
      stroma new term --kind Outcome --slug grip-strength --label "grip strength"
      stroma new term --iri MONDO:0010030
    """
    from stroma.skeleton import in_an_ontology, names_of_term, term_skeleton
    from stroma.vocabulary import to_curie, to_iri

    records, filled = _records(), _filled(common)
    named = to_iri(iri) if iri is not None else None
    if named is not None and (known := names_of_term(records, named)) is not None:
        kind, slug = kind or known.kind, slug or known.slug
        filled = {**known.filled, **{name: value for name, value in filled.items() if value}}
    for option, value in (("kind", kind), ("slug", slug)):
        if not value:
            raise click.UsageError(f"Missing option '--{option}'.")
    assert kind is not None
    assert slug is not None
    text = term_skeleton(records, kind, slug, filled, iri=named)
    names = [slug, filled.get("label") or slug]
    if named is None and (other := in_an_ontology(kind, names)) is not None:
        curie = to_curie(other)
        note(f"an ontology has a term of that name, {curie}: stroma new term --iri {curie}")
    _write(text, out or Path(f"{slug}.ttl"))


@new.command()
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Folder for the files; made when it is not there. Default: this folder.",
)
def sheets(out: Path) -> None:
    """Write two empty sheets for `stroma import`, and one that explains their columns.

    \b
    Example:
      stroma new sheets -o my-sheets
    """
    from stroma.sources.sheets import empty_sheets
    from stroma.writing import write_folder

    for path in write_folder(out, empty_sheets(), parents=True):
        click.echo(path)
    note(
        f"one row a study, one row a finding; then: stroma import {out / 'studies.tsv'} {out / 'findings.tsv'} -o DIR"
    )


def _records() -> Any:
    from stroma.sources.sheets import packaged_records

    return packaged_records()


def _filled(common: dict[str, str]) -> dict[str, Any]:
    from datetime import date

    from stroma.identifiers import checked_day

    day = common.get("curated_on")
    curated_on = checked_day(day) if day else date.today().isoformat()
    return {**common, "curated_on": curated_on}


def _cleaned(doi: str | None, pmid: str | None) -> dict[str, str | None]:
    from stroma.identifiers import clean_identifier

    given = {"doi": doi, "pmid": pmid}
    return {name: clean_identifier(name, text) if text else None for name, text in given.items()}


def _text_facts(path: Path | None) -> dict[str, Any]:
    from hashlib import sha256

    from stroma.errors import DataError, InputError

    if path is None:
        return {}
    with path.open("rb") as file:
        content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise InputError(f"{path}: more than {_MOST:,} bytes; give the text of one article")
    try:
        length = len(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DataError("is not UTF-8; save the text as UTF-8", path=path) from error
    return {"text_sha256": sha256(content).hexdigest(), "text_length": length}


def _write(text: str, out: Path) -> None:
    from stroma.errors import InputError
    from stroma.writing import check_target, write_whole

    if str(out) == "-":
        click.echo(text, nl=False)
        return
    if out.exists():
        raise InputError(f"{out} exists and is left as it is; choose another name with -o")
    check_target(out)
    write_whole({out: text})
    click.echo(out)
    note(f"fill in each FILL-IN, then: stroma check {out}")
