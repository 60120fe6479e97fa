"""Stores for the tests of the page: the smallest graph, a hostile one, a hub, and nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from stroma import model as m
from stroma.build import Built
from stroma.evidence import weigh
from stroma.records import Records
from stroma.store import EvidenceStore
from stroma.vocabulary import PREFIXES, ST

TERM = PREFIXES["term"]
DISEASE = TERM + "made-up-disease"
PRODUCT = TERM + "made-up-product"
OUTCOME = TERM + "made-up-outcome"


def opener(chromium: Any, pages: Mapping[str, Path]) -> Iterator[Callable[..., Any]]:
    """What opens a page by name, address and width; hands all back at the end, and then no script may have failed."""
    opened: list[Any] = []
    errors: list[str] = []

    def note(error: Any) -> None:
        errors.append(str(error))

    def make(name: str, address: str = "", width: int = 1280, height: int = 800) -> Any:
        page = take_page(chromium, width, height)
        page.on("pageerror", note)
        opened.append(page)
        page.goto(pages[name].as_uri() + address)
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        return page

    yield make
    for page in opened:
        page.remove_listener("pageerror", note)
        give_back(chromium, page)
    assert errors == []


def take_page(chromium: Any, width: int, height: int) -> Any:
    """An empty page that a test has given back, or a new one; a new one starts a process, which takes longer than most tests."""
    page = chromium.idle.pop() if chromium.idle else chromium.new_page()
    page.set_viewport_size({"width": width, "height": height})
    return page


def give_back(chromium: Any, page: Any) -> None:
    """Keep a page for another test, without what it kept and what was changed of the browser; listeners are for the test to remove."""
    if page.is_closed():
        return
    if not page.url.startswith("file:"):  # what it keeps is out of reach
        page.context.close()
        return
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    page.mouse.move(0, 0)
    page.goto("about:blank")
    chromium.idle.append(page)


def store_of(records: Records) -> EvidenceStore:
    """Weigh records that never were files."""
    return EvidenceStore(Built(Store(), records, weigh(records)))


def empty_store() -> EvidenceStore:
    """No term, no study, nothing."""
    return store_of(Records())


def lonely_store() -> EvidenceStore:
    """One term about which nothing is stated."""
    return store_of(Records(terms={DISEASE: m.Term(DISEASE, "Disease", "made-up disease")}))


def _study(slug: str, **more: object) -> m.Study:
    study = m.Study(
        PREFIXES["study"] + slug, slug, f"trial {slug}", design=m.Design.RANDOMISED_CONTROLLED
    )
    return replace(study, species=("human",), n_enrolled=40, year=2020, **more)  # type: ignore[arg-type]


def _finding(slug: str, study: m.Study, **more: object) -> m.Finding:
    finding = m.Finding(
        iri=PREFIXES["finding"] + slug,
        slug=slug,
        label=f"finding {slug}",
        source=study.iri,
        subject=PRODUCT,
        predicate=ST + "improves",
        object=OUTCOME,
        condition=DISEASE,
        direction=m.Direction.SUPPORTS,
        comparator=m.Comparator.PLACEBO,
        species=("human",),
    )
    return replace(finding, **more)  # type: ignore[arg-type]


def _terms() -> dict[str, m.Term]:
    return {
        DISEASE: m.Term(DISEASE, "Disease", "made-up disease"),
        PRODUCT: m.Term(PRODUCT, "CellProduct", "made-up product"),
        OUTCOME: m.Term(OUTCOME, "Outcome", "made-up outcome"),
    }


def hub_store(n: int) -> EvidenceStore:
    """One disease with `n` products, each with one finding; nobody looks at all of them."""
    study = _study("hub")
    records = Records(terms=_terms(), studies={study.iri: study})
    for i in range(n):
        iri = f"{TERM}product-{i}"
        records.terms[iri] = m.Term(iri, "CellProduct", f"product number {i}")
        finding = _finding(f"hub-{i}", study, subject=iri)
        records.findings[finding.iri] = finding
    return store_of(records)


def crowd_store(n: int) -> EvidenceStore:
    """`n` products, each with an outcome of its own, half of them without effect."""
    study = _study("crowd")
    records = Records(terms=_terms(), studies={study.iri: study})
    for i in range(n):
        product, outcome = f"{TERM}crowd-product-{i}", f"{TERM}crowd-outcome-{i}"
        records.terms[product] = m.Term(product, "CellProduct", f"product number {i}")
        records.terms[outcome] = m.Term(outcome, "Outcome", f"outcome number {i}")
        direction = m.Direction.INCONCLUSIVE if i % 2 else m.Direction.SUPPORTS
        finding = _finding(
            f"crowd-{i}", study, subject=product, object=outcome, direction=direction
        )
        records.findings[finding.iri] = finding
    return store_of(records)


def part_store() -> EvidenceStore:
    """A part of a larger graph, as a store on disk gives it."""
    store = hub_store(3)
    store.cut = "3 of 9,000 propositions about made-up disease"
    return store


def narrow_store() -> EvidenceStore:
    """A review supports a product at large; a trial of one narrower product finds no effect."""
    terms = _terms()
    narrow = PRODUCT + "-narrow"
    terms[narrow] = m.Term(narrow, "CellProduct", "narrow product", broader=(PRODUCT,))
    review = replace(
        _study("review"),
        design=m.Design.META_ANALYSIS,
        pools=m.Pools.RANDOMISED_TRIALS,
        n_enrolled=256,
    )
    trial = _study("trial", primary_comparator=m.Comparator.PLACEBO)
    aim = {"predicate": ST + "ameliorates", "object": DISEASE, "condition": None}
    findings = (
        _finding("review", review, **aim),
        _finding("trial", trial, subject=narrow, direction=m.Direction.INCONCLUSIVE, **aim),
    )
    return store_of(
        Records(
            terms=terms,
            studies={s.iri: s for s in (review, trial)},
            findings={f.iri: f for f in findings},
        )
    )


def bare_store() -> EvidenceStore:
    """Data without labels and kinds: a finding on terms that no file describes."""
    study = _study("bare")
    finding = _finding("bare", study)
    return store_of(Records(studies={study.iri: study}, findings={finding.iri: finding}))


# What hostile texts try: leave the data block, run from an attribute, hide in an address, turn the reading direction.
PAYLOADS = (
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 2'>",
    "javascript:window.ran=3",
    '" onmouseover="window.ran = 4" autofocus onfocus="window.ran = 5',
    "<!--<script>window.ran = 6//",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eesrever\u202c \u2067rtl\u2069 🧬👩‍🔬 \u2028\u2029",
    '=HYPERLINK("http://127.0.0.1:9/x","click")',
    'NONCE-OF-THIS-PAGE <body <script nonce="NONCE-OF-THIS-PAGE">window.ran = 8</script>',
    "long " * 2000,
)


def hostile_store() -> EvidenceStore:
    """Every field that holds a text holds all payloads."""
    text = " ".join(PAYLOADS)
    address = "javascript:window.ran=9//" + PAYLOADS[0]
    terms = {
        iri: replace(
            term,
            label=f"{term.label} {text}",
            synonyms=PAYLOADS,
            definition=text,
            note=text,
            brand_names=PAYLOADS,
            exact_match=(address,),
            close_match=(f"https://example.org/{PAYLOADS[0]}",),
        )
        for iri, term in _terms().items()
    }
    study = _study(
        "hostile",
        first_author=text,
        journal=text,
        doi=PAYLOADS[0],
        pmid=PAYLOADS[1],
        nct=PAYLOADS,
        phase=text,
        blinding=text,
        population=text,
        product_as_reported=text,
        route_as_reported=text,
        dose=text,
        country=text,
        primary_endpoint=text,
        read_note=text,
        seen_at=address,
    )
    study = replace(study, label=text)
    reference = m.Reference(
        PREFIXES["reference"] + "hostile", "hostile-ref", text, reference_kind=text, seen_at=address
    )
    findings = [
        _finding(
            f"hostile-{i}", study, direction=direction, label=text, **_texts(text), seen_at=address
        )
        for i, direction in enumerate(m.Direction)
    ]
    article = m.Article(
        PREFIXES["article"] + "hostile",
        "hostile",
        text,
        publisher=text,
        url=address,
        declared_interest=text,
        text_length=50,
    )
    claim = m.Claim(
        PREFIXES["claim"] + "hostile",
        "hostile",
        text,
        article.iri,
        0,
        10,
        m.Polarity.AFFIRMS,
        subject=PRODUCT,
        predicate=ST + "improves",
        object=OUTCOME,
        condition=DISEASE,
        hedge=text,
        curated_verdict=text,
        study_says=text,
        note=text,
    )
    predicate = m.Predicate(ST + "improves", "improves", text, text, (), (), True, "yes")
    return store_of(
        Records(
            terms=terms,
            predicates={predicate.iri: predicate},
            studies={study.iri: study},
            references={reference.iri: reference},
            findings={f.iri: f for f in findings},
            articles={article.iri: article},
            claims={claim.iri: claim},
        )
    )


def _texts(text: str) -> dict[str, object]:
    names = (
        "outcome_measure",
        "value",
        "comparator_as_reported",
        "p_value",
        "time_point_as_reported",
        "population",
        "note",
    )
    return dict.fromkeys(names, text)
