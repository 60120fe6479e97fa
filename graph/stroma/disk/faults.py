"""What do the records of a store say of each other that cannot be? The rules of `stroma check` for millions of records.

Read first: `Fault` and `faults_between`. They look at records, not at statements, so that they need no memory of their own;
`stroma.check.relations` has the same rules for files of curation size and says more. A test compares what both find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma import model as m
from stroma.check.notices import NO_NOTICE, NOTICED, no_notice
from stroma.check.relations import (
    HARM,
    NOBODY_HAD_IT,
    OF_ONE_PAPER,
    SURROGATE,
    in_people_of_a_model,
    no_surrogate,
    same_paper,
)
from stroma.schema import RECORDS, TERM_SLOTS, Slot
from stroma.vocabulary import KINDS, PREFIXES, ST, Iri, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.records import Records

_OA: Final = PREFIXES["oa"]
_RDF: Final = PREFIXES["rdf"]
_BROADER: Final = PREFIXES["skos"] + "broader"


@dataclass(frozen=True)
class Fault:
    """Something wrong with a record, in the words of `stroma check`."""

    subject: Iri
    wrong: str
    repair: str
    rule: str
    property: Iri | None = None


@dataclass(frozen=True)
class Passages:
    """Where claims stand: the selectors that claims name, and what selectors say."""

    named: Mapping[Iri, Iri]
    """Selector -> the claim that names it."""
    spans: Mapping[Iri, tuple[int, int]]
    """Selector -> first character, and one past the last."""


def faults_between(
    records: Records, passages: Passages, known: Mapping[Iri, str] | None = None
) -> Iterator[Fault]:
    """What the records say of each other that cannot be: links to nothing, predicates outside their domain, ...

    Args:
        known: further terms and sources by IRI, with their class.
    """
    classes: dict[Iri, str] = {iri: term.kind for iri, term in records.terms.items()}
    for name in ("studies", "references", "articles"):
        table = getattr(records, name)
        classes.update((iri, type(record).__name__) for iri, record in table.items())
    classes.update(known or {})
    for name, (_, slots) in {"Term": (m.Term, TERM_SLOTS), **RECORDS}.items():
        links = [
            slot
            for slot in slots
            if slot.kind == "record" or (slot.kind == "term" and not slot.name.endswith("_match"))
        ]
        for iri, record in _table(records, name).items():
            for slot in links:
                value = getattr(record, slot.name)
                for target in value if isinstance(value, tuple) else (value,) if value else ():
                    yield from _link(iri, slot, target, classes)
    for findings in (records.findings, records.claims):
        for iri, record in findings.items():
            if record.predicate is not None:
                yield from _content(iri, record, records, classes)
            elif record.subject is not None or record.object is not None:
                given = "subject" if record.subject is not None else "object"
                yield Fault(
                    iri, "has a subject or object but no rdf:predicate", "add it, or leave all three out",
                    "missing-predicate", _RDF + given,
                )  # fmt: skip
    yield from _passages(records, passages)
    yield from _surrogates(records)
    yield from _people_with_models(records)
    yield from _without_identifier(records)
    yield from _without_notice(records)
    yield from _same_papers(records)
    yield from _same_names(records)
    yield from _circles(records)


def _table(records: Records, name: str) -> Mapping[Iri, m.Term | m.Study | m.Finding | m.Claim]:
    tables = {
        "Term": records.terms,
        "Study": records.studies,
        "Reference": records.references,
        "Finding": records.findings,
        "Article": records.articles,
        "Claim": records.claims,
    }
    return tables[name]  # type: ignore[return-value]


def _passages(records: Records, passages: Passages) -> Iterator[Fault]:
    for selector, claim in sorted(passages.named.items()):
        span = passages.spans.get(selector)
        if span is None:
            yield Fault(
                claim, "oa:start is missing", "add oa:start and oa:end", "missing-start", _OA + "start"
            )  # fmt: skip
            continue
        start, end = span
        article = records.claims[claim].article if claim in records.claims else None
        source = records.articles.get(article or "")
        length = source.text_length if source is not None else None
        if start >= end:
            wrong = f"its passage ends at {end}, before it starts at {start}"
            yield Fault(claim, wrong, "oa:end is one past the last character", "position")
        elif length is not None and end > length:
            wrong = f"its passage ends at {end}, but the text has {length} characters"
            yield Fault(claim, wrong, "count the offsets again", "position")


def _same_names(records: Records) -> Iterator[Fault]:
    """Terms that share a slug, or with others of their kind a label."""
    seen: dict[tuple[str, str], Iri] = {}
    for iri, term in records.terms.items():
        for kind, name, property_ in (("", term.slug, ST + "slug"), (term.kind, term.label.casefold(), PREFIXES["rdfs"] + "label")):  # fmt: skip
            other = seen.setdefault((kind, name), iri) if name else iri
            if other != iri:
                wrong = f'has the {"label" if kind else "slug"} "{name}", as {to_curie(other)} has'
                repair = f"use {to_curie(other)}, or say how this term differs"
                yield Fault(iri, wrong, repair, "duplicate-term", property_)


def _circles(records: Records) -> Iterator[Fault]:
    """Terms that are wider than themselves; others of another kind. Each term is walked once."""
    terms = records.terms
    done: set[Iri] = set()
    for first in terms:
        path: dict[Iri, Iterator[Iri]] = {}
        if first not in done:
            path[first] = iter(terms[first].broader)
        while path:
            here = next(reversed(path))
            above = next((b for b in path[here] if b in terms), None)
            if above is None:
                del path[here]
                done.add(here)
            elif above in path:
                wrong = "is wider than itself through skos:broader"
                yield Fault(above, wrong, "break the circle", "broader-cycle", _BROADER)
            elif above not in done:
                path[above] = iter(terms[above].broader)
    for iri, term in terms.items():
        for above in term.broader:
            if above in terms and terms[above].kind != term.kind:
                wrong = f"skos:broader names {to_curie(above)}, a {terms[above].kind}"
                yield Fault(iri, wrong, f"write a {term.kind}", "wrong-kind", _BROADER)


def _link(iri: Iri, slot: Slot, target: Iri, classes: Mapping[Iri, str]) -> Iterator[Fault]:
    found = classes.get(target)
    wanted = slot.kinds or KINDS
    if slot.name == "measured_by":
        wanted = (*wanted, "CellType", "Mechanism")
    if found is None:
        what = " or ".join(kind.lower() for kind in slot.kinds) if slot.kinds else "term"
        rule = "unknown-term" if slot.kind == "term" else f"unknown-{slot.name.replace('_', '-')}"
        wrong = f"{slot.property} names {to_curie(target)}, which is no {what} of these files or the packaged base"
        yield Fault(iri, wrong, "add it, or name another", rule, to_iri(slot.property))
    elif found not in wanted:
        wrong = f"{slot.property} names {to_curie(target)}, a {found}"
        yield Fault(
            iri, wrong, f"write a {' or '.join(wanted)}", "wrong-kind", to_iri(slot.property)
        )


def _content(
    iri: Iri, record: m.Finding | m.Claim, records: Records, classes: Mapping[Iri, str]
) -> Iterator[Fault]:
    """Predicate, its domain and range, its condition, and the better direction of an outcome."""
    rdf = PREFIXES["rdf"]
    predicate = records.predicates.get(record.predicate or "")
    if predicate is None:
        wrong = f"rdf:predicate is {to_curie(record.predicate or '')}, which is no predicate"
        yield Fault(
            iri, wrong, "write one of ontology/stroma.ttl", "unknown-predicate", rdf + "predicate"
        )
        return
    if (
        isinstance(record, m.Finding)
        and record.predicate == HARM
        and record.direction is m.Direction.SUPPORTS
        and record.n_events == 0
    ):
        yield Fault(iri, *NOBODY_HAD_IT, "harm-of-nobody", ST + "direction")
    name = predicate.name
    for part, kinds, rule in (
        ("subject", predicate.subject_kinds, "domain"),
        ("object", predicate.object_kinds, "range"),
    ):
        value = getattr(record, part)
        found = classes.get(value or "")
        if found in KINDS and found not in kinds:
            wrong = f"the {part} of st:{name} is {to_curie(value)}, a {found}"
            repair = f"write a {' or '.join(kinds)}, or choose another predicate"
            yield Fault(iri, wrong, repair, rule, rdf + part)
    by_product = (
        predicate.condition == "if-product" and classes.get(record.subject or "") == "CellProduct"
    )
    if record.condition is None and (predicate.condition == "yes" or by_product):
        wrong = f"st:inCondition is missing, which st:{name} needs"
        repair = "add the disease it was asked in (or the model of one)"
        yield Fault(iri, wrong, repair, "missing-condition", rdf + "predicate")
    elif record.condition is not None and predicate.condition == "no":
        wrong = f"st:inCondition stands beside st:{name}, which takes none"
        repair = "remove it; put the people who were studied into st:population"
        yield Fault(iri, wrong, repair, "needless-condition", ST + "inCondition")
    outcome = records.terms.get(record.object or "")
    directed = (
        name in ("improves", "prevents") and outcome is not None and outcome.kind == "Outcome"
    )
    if directed and outcome is not None and outcome.better is None:
        wrong = (
            f"the outcome {to_curie(outcome.iri)} does not say which direction benefits the patient"
        )
        repair = "add st:betterDirection st:higher or st:lower to the term"
        yield Fault(iri, wrong, repair, "missing-better-direction", rdf + "object")


def _surrogates(records: Records) -> Iterator[Fault]:
    for iri, term in records.terms.items():
        if term.surrogate and term.kind != "Outcome":
            wrong, repair = no_surrogate(term.kind)
            yield Fault(iri, wrong, repair, "surrogate-of-no-outcome", SURROGATE)


def _people_with_models(records: Records) -> Iterator[Fault]:
    """Studies in people whose diseases are laboratory models, all of them."""
    models = {iri for iri, term in records.terms.items() if term.model_of is not None}
    for iri, study in records.studies.items():
        are_people = not study.species or "human" in {text.casefold() for text in study.species}
        in_people = study.design is not None and study.design.is_in_people and are_people
        if in_people and study.disease and models.issuperset(study.disease):
            wrong, repair = in_people_of_a_model(study.disease[0])
            yield Fault(iri, wrong, repair, "people-with-a-model", ST + "disease")


def _without_identifier(records: Records) -> Iterator[Fault]:
    for iri, study in records.studies.items():
        if study.doi or study.pmid or study.nct or study.other_registration:
            continue
        is_paper = study.published_as in (
            None,
            m.PublishedAs.JOURNAL_ARTICLE,
            m.PublishedAs.PREPRINT,
        )
        if is_paper and not study.seen_at and not study.read_note:
            repair = "add st:doi, st:pmid, st:nct or st:otherRegistration; if the source gives none, say in st:readNote where you looked"
            yield Fault(iri, "has no identifier", repair, "no-identifier")


def _without_notice(records: Records) -> Iterator[Fault]:
    """Sources that were retracted or are under an expression of concern, where no notice says so."""
    sources: dict[Iri, m.Study | m.Reference] = {**records.studies, **records.references}
    for iri, source in sources.items():
        dates = (source.retracted_on, source.concern_raised_on)
        for (property_, said), date in zip(NOTICED.items(), dates, strict=True):
            if date is not None and not source.notice:
                yield Fault(iri, no_notice(said), NO_NOTICE, "no-notice", property_)


def _same_papers(records: Records) -> Iterator[Fault]:
    """Studies and references that share what only one paper has."""
    for name in OF_ONE_PAPER:
        seen: dict[str, Iri] = {}
        for table in (records.studies, records.references):
            for iri, record in table.items():
                value = getattr(record, name)
                if not value:
                    continue
                other = seen.setdefault(value.casefold(), iri)
                if other != iri:
                    wrong = f"st:{name} {value} is also that of {to_curie(other)}"
                    yield Fault(iri, wrong, same_paper(other), "duplicate-id", ST + name)
