"""Records with any value that the table of fields allows come back from Turtle and from sheets as they went in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from stroma.check.imported import read_sheets
from stroma.model import Article, Claim, Finding, Reference, Study, Term
from stroma.records import Records, read_records
from stroma.schema import (
    ARTICLE_SLOTS,
    CLAIM_SLOTS,
    FINDING_SLOTS,
    REFERENCE_SLOTS,
    STUDY_SLOTS,
    TERM_SLOTS,
    Slot,
)
from stroma.sources.files import name_graph, parse_text, read_file
from stroma.sources.sheets import packaged_records, write_sheets
from stroma.sources.table import spoilt
from stroma.sources.turtle import turtle_document
from stroma.vocabulary import PREFIXES, Iri
from stroma.vocabulary import st as st_iri
from stroma.writing import write_folder

if TYPE_CHECKING:
    import pytest

# What a reader refuses: control characters, and marks that turn the direction of a line.
_REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]")
HOSTILE = (
    'a "quoted" \\ word', "two\nlines", "tab\there", "a; b", "\\; \\n", "# no comment", "'''", '"""', "<iri> .", "é 日本 🧪",
    "=1+1", "@prefix st: <x> .", "st:supports", "a\r\nb", "100 %; p < 0.05", "x\u2028y", "trailing \\", "\ufeff",
)  # fmt: skip


def labels() -> st.SearchStrategy[str]:
    """Texts of one line: a label of several is refused."""
    return texts().filter(lambda text: not re.search(r"[\n\r\v\f\x85\u2028\u2029]", text))


def texts() -> st.SearchStrategy[str]:
    """Texts as a cell can hold them: not empty, no white space at the ends."""
    any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
    fits = st.one_of(st.sampled_from(HOSTILE), any_text).map(str.strip)
    return fits.filter(
        lambda text: (
            bool(text)
            and not _REFUSED.search(text)
            and "FILL-IN" not in text
            and not spoilt("population", text)  # a day, an error of a formula
        )
    )


def some_days() -> st.SearchStrategy[str]:
    """A year, a month or a day."""
    return st.builds(lambda day, n: str(day)[:n], st.dates(), st.sampled_from((4, 7, 10)))


def values(slot: Slot, records: Records) -> st.SearchStrategy[Any]:
    """One value of a field."""
    if slot.name == "year":
        return st.integers(1900, 2100)
    if slot.choices is not None:
        return st.sampled_from(list(slot.choices))
    if slot.kind == "term":
        return st.sampled_from(_terms(records, slot.kinds))
    by_name: dict[str, st.SearchStrategy[Any]] = {
        "doi": st.from_regex(r"10\.[0-9]{4}/[a-z(;<>]{0,5}[a-z>]", fullmatch=True),
        "pmid": st.integers(1, 10**8).map(str),
        "nct": st.from_regex(r"NCT09[0-9]{6}", fullmatch=True),
        "curated_on": st.dates().map(str),
        "retracted_on": some_days(),
        "concern_raised_on": some_days(),
        "notice": st.just("https://pubmed.ncbi.nlm.nih.gov/2/"),
        "seen_at": st.just("https://pubmed.ncbi.nlm.nih.gov/1/"),
    }
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(0, 9),
        "decimal": st.decimals(0, 400, places=1).map(abs),
        "boolean": st.booleans(),
    }
    if slot.name == "label":
        return labels()
    return by_name.get(slot.name, by_kind.get(slot.kind, texts()))


def _terms(records: Records, kinds: Sequence[str]) -> list[Iri]:
    return sorted(iri for iri, term in records.terms.items() if not kinds or term.kind in kinds)


def _fields(
    slots: Sequence[Slot], records: Records, fixed: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Any]:
    required = {
        s.name: fixed.get(s.name, values(s, records))
        for s in slots
        if s.required or s.name in fixed
    }
    optional = {
        s.name: st.lists(values(s, records), max_size=3).map(
            lambda v: tuple(sorted(set(v), key=str))
        )
        if s.many
        else values(s, records)
        for s in slots
        if s.name not in required and s.kind != "record"
    }
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def studies(draw: st.DrawFn, records: Records, slug: str = "doe-2026") -> Study:
    """A study with any fields; its numbers do not contradict each other."""
    fixed = {
        "slug": st.just(slug),
        "label": labels(),
        "n_enrolled": st.just(9),
        "read_note": texts(),
    }
    said = draw(_fields(STUDY_SLOTS, records, fixed))
    noticed = said.get("retracted_on") or said.get("concern_raised_on")
    said["notice"] = ("https://pubmed.ncbi.nlm.nih.gov/2/",) if noticed else ()
    return Study(iri=PREFIXES["study"] + slug, **said)


@st.composite
def findings(draw: st.DrawFn, records: Records, study: Study, number: int) -> Finding:
    """A finding on a study: a product that improves an outcome in a disease."""
    slug = f"{study.slug}-f{number}"
    outcomes = [iri for iri in _terms(records, ("Outcome",)) if records.terms[iri].better]
    fixed = {
        "slug": st.just(slug),
        "source": st.just(study.iri),
        "subject": st.sampled_from(_terms(records, ("CellProduct",))),
        "predicate": st.just(st_iri("improves")),
        "object": st.sampled_from(outcomes),
        "condition": st.sampled_from(_terms(records, ("Disease",))),
        "n_at_risk": st.just(9),
        "n_at_risk_control": st.just(9),
    }
    return Finding(iri=PREFIXES["finding"] + slug, **draw(_fields(FINDING_SLOTS, records, fixed)))


@cache
def known() -> Records:
    """The terms and predicates that made-up records may name."""
    return packaged_records()


@st.composite
def drawn_studies(draw: st.DrawFn) -> list[Study | Finding]:
    """One study and its findings."""
    study = draw(studies(known()))
    return [
        study,
        *(draw(findings(known(), study, number)) for number in range(draw(st.integers(0, 2)))),
    ]


def _read_back(records: Sequence[Any]) -> Records:
    path = Path("doe-2026.ttl")
    text = turtle_document(["made up"], records)
    return read_records(name_graph(parse_text(text.encode(), RdfFormat.TURTLE, path), path))


_SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@_SLOW
@given(drawn_studies())
def test_any_study_survives_turtle(drawn: list[Study | Finding]) -> None:
    records = _read_back(drawn)
    back: list[Study | Finding] = [*records.studies.values(), *records.findings.values()]
    assert sorted((replace(record, graph=None) for record in back), key=_iri) == sorted(
        drawn, key=_iri
    )


def _iri(record: Study | Finding) -> Iri:
    return record.iri


@_SLOW
@given(st.data())
def test_any_reference_article_claim_and_term_survives_turtle(data: st.DataObject) -> None:
    def draw(slots: Sequence[Slot], **fixed: st.SearchStrategy[Any]) -> Any:
        return data.draw(_fields(slots, known(), fixed))

    slug = st.just("x")
    reference = Reference(iri=PREFIXES["reference"] + "x", **draw(REFERENCE_SLOTS, slug=slug))
    article = Article(iri=PREFIXES["article"] + "x", **draw(ARTICLE_SLOTS, slug=slug))
    place = {"start": st.integers(0, 5), "end": st.integers(6, 9), "article": st.just(article.iri)}
    claim = Claim(
        iri=PREFIXES["claim"] + "x-1",
        **draw(CLAIM_SLOTS, slug=slug, predicate=st.just(st_iri("cures")), **place),
    )
    term = Term(iri=PREFIXES["term"] + "x", kind="Outcome", **draw(TERM_SLOTS, slug=slug))
    records = _read_back([reference, article, claim, term])
    assert replace(records.references[reference.iri], graph=None) == reference
    assert replace(records.articles[article.iri], graph=None) == article
    assert replace(records.claims[claim.iri], graph=None) == claim
    assert records.terms[term.iri] == term


@settings(_SLOW, max_examples=20)
@given(drawn_studies())
def test_any_study_survives_tsv_turtle_tsv(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[Study | Finding]
) -> None:
    records = Records(terms=known().terms, predicates=known().predicates)
    records.studies.update({r.iri: r for r in drawn if isinstance(r, Study)})
    records.findings.update({r.iri: r for r in drawn if isinstance(r, Finding)})
    folder = tmp_path_factory.mktemp("sheets")
    paths = [folder / "studies.tsv", folder / "findings.tsv"]
    texts = write_sheets(records)
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    sheets = read_sheets(*paths, known=known())
    assert [*sheets.studies, *(f for on in sheets.findings.values() for f in on)] == drawn
    written = write_folder(folder / "ttl", sheets.documents())
    back = read_records(quad for path in written for quad in read_file(path))
    back.terms, back.predicates = known().terms, known().predicates
    assert write_sheets(back) == texts
