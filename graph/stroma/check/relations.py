"""Rules on how records hang together: sources, terms, predicates, conditions, counts, duplicates.

Read first: `faults_between`, of a curator's few records and of the millions of a build alike, and `relation_rules`, which
asks it of files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from pyoxigraph import NamedNode

from stroma import model as m
from stroma.check.fields import value_fault
from stroma.check.links import LINK_RULES, is_link, link_rule, repair_of_link
from stroma.check.notices import NO_NOTICE, NOTICED, no_notice
from stroma.check.problem import Spot, any_of, did_you_mean
from stroma.check.vocabulary import without_class
from stroma.errors import kind_words
from stroma.literals import PLACEHOLDER
from stroma.schema import SLOTS, Slot, kinds_of
from stroma.vocabulary import KINDS, PREFIXES, ST, Iri, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.check.statements import Statements
    from stroma.records import Records

T = TypeVar("T")

_NCT: Final = re.compile(r"(?i)NCT\d{8}")
_RDF: Final = PREFIXES["rdf"]
_SUBJECT, _PREDICATE, _OBJECT = _RDF + "subject", _RDF + "predicate", _RDF + "object"
_BROADER: Final = PREFIXES["skos"] + "broader"
_LABEL: Final = PREFIXES["rdfs"] + "label"
_SHARES, _POOLS = ST + "sharesParticipantsWith", ST + "poolsStudy"
HARM: Final = ST + "causesAdverseEvent"
NOBODY_HAD_IT: Final = (
    "st:supports says that the harm was seen, and st:nEvents that nobody had it",
    "write st:direction st:inconclusive for a harm that was looked for and not seen",
)
OF_ONE_PAPER: Final = ("slug", "doi", "pmid")
"""Identifiers that only one study or reference can have; a registry number is also that of further papers on its people."""
_REGISTERED: Final = ("nct", "other_registration")
_PAPERS: Final = (None, m.PublishedAs.JOURNAL_ARTICLE, m.PublishedAs.PREPRINT)
# How many of these there are cannot be more than how many of those.
_COUNTS: Final = {
    "Finding": (("n_events", "n_at_risk"), ("n_events_control", "n_at_risk_control")),
    "Study": (("n_treated", "n_enrolled"),),
}
_PROPERTIES: Final = {
    of: {slot.name: slot.property for slot in SLOTS[of]} for of in ("Finding", "Study")
}

Passages: TypeAlias = Mapping[Iri, tuple[int | None, int | None]]
"""Claim -> its first character, and one past its last."""
Repair: TypeAlias = Callable[[Iri, Slot, Iri], str]
"""From a record, its field and what the field names in vain, to what to do."""


def relation_rules(statements: Statements) -> Iterator[Spot]:
    """Everything that is wrong between records, as far as the files on trial state it."""
    without = {spot.subject for spot in without_class(statements)}
    records = statements.records
    passages = {iri: (claim.start, claim.end) for iri, claim in records.claims.items()}
    repair = partial(repair_of_link, statements)
    for spot in faults_between(records, passages, is_checked=statements.is_checked, repair=repair):
        # What names something that is told of where it stands, or nothing yet, needs no second word.
        is_told = spot.value in without or not _is_named(statements, spot)
        if spot.rule != "placeholder" and not (spot.rule in LINK_RULES and is_told):
            yield spot


def _is_named(statements: Statements, spot: Spot) -> bool:
    said = statements.said(spot.subject, spot.property or "")
    return any(isinstance(one.value, NamedNode) and one.text == spot.value for one in said)


def faults_between(
    records: Records,
    passages: Passages,
    *,
    is_checked: Callable[[Iri], bool] | None = None,
    repair: Repair | None = None,
) -> Iterator[Spot]:
    """What the records say of each other that cannot be: links to nothing, predicates outside their domain, ...

    Args:
        passages: where the claims stand.
        is_checked: which of the records are on trial; default: all.
        repair: what to do about a link to nothing.
    """
    trial = _Trial(records, is_checked, repair or (lambda *_: "add it, or name another"))
    yield from trial.links()
    yield from trial.contents()
    yield from trial.counts()
    yield from trial.positions(passages)
    yield from trial.terms()
    yield from trial.sources()
    yield from trial.studies()
    yield from duplicate_sources(records, is_checked)
    yield from trial.same_names()
    yield from trial.circles()


class _Trial:
    """Records, those of them that are on trial, and the class of each."""

    def __init__(
        self, records: Records, is_checked: Callable[[Iri], bool] | None, repair: Repair
    ) -> None:
        self.records = records
        self.repair = repair
        self.is_checked = is_checked or (lambda _: True)
        self._are_all_checked = is_checked is None
        self.classes: dict[Iri, str] = {iri: term.kind for iri, term in records.terms.items()}
        for name, table in self._tables().items():
            if name in ("Study", "Reference", "Article"):
                self.classes.update(dict.fromkeys(table, name))

    def _tables(self) -> dict[str, Mapping[Iri, Any]]:
        r = self.records
        tables = (r.terms, r.studies, r.references, r.findings, r.articles, r.claims)
        return dict(zip(SLOTS, tables, strict=True))

    def _checked(self, table: Mapping[Iri, T]) -> Iterator[tuple[Iri, T]]:
        if self._are_all_checked:
            return iter(table.items())
        return ((iri, record) for iri, record in table.items() if self.is_checked(iri))

    def links(self) -> Iterator[Spot]:
        """Names of records and terms that nothing describes, or of another kind."""
        for name, table in self._tables().items():
            links = [slot for slot in SLOTS[name] if is_link(slot)]
            for iri, record in self._checked(table):
                for slot in links:
                    value = getattr(record, slot.name)
                    for target in value if isinstance(value, tuple) else (value,) if value else ():
                        found = self.classes.get(target)
                        if found is None or found not in (slot.kinds or KINDS):
                            yield self._link(iri, slot, target, found)

    def _link(self, iri: Iri, slot: Slot, target: Iri, found: str | None) -> Spot:
        property_, wanted = to_iri(slot.property), kinds_of(slot)
        names = f"{slot.property} names {to_curie(target)}"
        if found is not None:
            wrong, repair = f"{names}, {any_of([found])}", f"write {any_of(wanted)}"
            return Spot(iri, wrong, repair, "wrong-kind", property_, target)
        if PLACEHOLDER in target and (spot := value_fault(iri, slot, NamedNode(target))):
            return spot
        what = " or ".join(map(kind_words, wanted)) if slot.kinds else "term"
        wrong = f"{names}, which is no {what} of these files or the packaged base"
        repair = self.repair(iri, slot, target)
        return Spot(iri, wrong, repair, link_rule(slot), property_, target)

    def contents(self) -> Iterator[Spot]:
        """Predicate, its domain and range, its condition, and the better direction of an outcome."""
        for iri, finding in self._checked(self.records.findings):
            yield from self._content(iri, finding)
            is_seen = finding.direction is m.Direction.SUPPORTS and finding.n_events == 0
            if is_seen and finding.predicate == HARM:
                yield Spot(iri, *NOBODY_HAD_IT, "harm-of-nobody", ST + "direction")
        for iri, claim in self._checked(self.records.claims):
            yield from self._content(iri, claim)
            if claim.predicate is None and (claim.subject or claim.object):
                wrong = "has a subject or object but no rdf:predicate"
                repair = "add it, or leave all three out"
                given = _SUBJECT if claim.subject else _OBJECT
                yield Spot(iri, wrong, repair, "missing-predicate", given)

    def _content(self, iri: Iri, record: m.Finding | m.Claim) -> Iterator[Spot]:
        if record.predicate is None or PLACEHOLDER in record.predicate:
            return
        predicate = self.records.predicates.get(record.predicate)
        if predicate is None:
            yield self._unknown_predicate(iri, record.predicate)
            return
        name = predicate.name
        for role, value, kinds, rule in (
            ("subject", record.subject, predicate.subject_kinds, "domain"),
            ("object", record.object, predicate.object_kinds, "range"),
        ):
            kind = self.classes.get(value or "")
            if value is not None and kind in KINDS and kind not in kinds:
                wrong = f"the {role} of st:{name} is {to_curie(value)}, {any_of([kind])}"
                repair = f"write {any_of(kinds)}, or choose another predicate"
                yield Spot(iri, wrong, repair, rule, _RDF + role, value)
        by_product = (
            predicate.condition == "if-product"
            and self.classes.get(record.subject or "") == "CellProduct"
        )
        if record.condition is None and (predicate.condition == "yes" or by_product):
            wrong = f"st:inCondition is missing, which st:{name} needs"
            repair = "add the disease it was asked in (or the model of one)"
            yield Spot(iri, wrong, repair, "missing-condition", _PREDICATE)
        elif record.condition is not None and predicate.condition == "no":
            wrong = f"st:inCondition stands beside st:{name}, which takes none"
            repair = "remove it; put the people who were studied into st:population"
            yield Spot(iri, wrong, repair, "needless-condition", ST + "inCondition")
        outcome = self.records.terms.get(record.object or "")
        is_directed = name in ("improves", "prevents") and outcome is not None
        if is_directed and outcome.kind == "Outcome" and outcome.better is None:  # type: ignore[union-attr]
            wrong = f"the outcome {to_curie(outcome.iri)} does not say which direction benefits the patient"  # type: ignore[union-attr]
            repair = "add st:betterDirection st:higher or st:lower to the term"
            yield Spot(iri, wrong, repair, "missing-better-direction", _OBJECT, record.object)

    def _unknown_predicate(self, iri: Iri, predicate: Iri) -> Spot:
        names = sorted(f"st:{known.name}" for known in self.records.predicates.values())
        name, otherwise = f"st:{local_id(predicate)}", f"write one of {', '.join(names)}"
        wrong = f"rdf:predicate is {to_curie(predicate)}, which is no predicate"
        repair = did_you_mean(name, names, otherwise=otherwise)
        return Spot(iri, wrong, repair, "unknown-predicate", _PREDICATE)

    def counts(self) -> Iterator[Spot]:
        """More people with an event than people who could have had it, and the like."""
        for name, pairs in _COUNTS.items():
            for iri, record in self._checked(self._tables()[name]):
                for less, more in pairs:
                    low, high = getattr(record, less), getattr(record, more)
                    if low is not None and high is not None and low > high:
                        few, many = _PROPERTIES[name][less], _PROPERTIES[name][more]
                        wrong = f"{few} {low} is more than {many} {high}"
                        repair = "look at the source again; one of them is wrong"
                        yield Spot(iri, wrong, repair, "counts", to_iri(few))

    def positions(self, passages: Passages) -> Iterator[Spot]:
        """Passages that end before they start, or past the end of their text."""
        for iri, (start, end) in self._checked(passages):
            claim = self.records.claims.get(iri)
            article = self.records.articles.get(claim.article or "") if claim else None
            length = article.text_length if article is not None else None
            if start is not None and end is not None and start >= end:
                wrong = f"its passage ends at {end}, before it starts at {start}"
                yield Spot(iri, wrong, "oa:end is one past the last character", "position")
            elif end is not None and length is not None and end > length:
                wrong = f"its passage ends at {end}, but the text has {length} characters"
                yield Spot(iri, wrong, "count the offsets again", "position")

    def terms(self) -> Iterator[Spot]:
        """Surrogates that are no outcomes."""
        for iri, term in self._checked(self.records.terms):
            if term.surrogate and term.kind != "Outcome":
                wrong = f"st:surrogate says that {any_of([term.kind])} is a surrogate, which only an outcome is"
                repair = "remove it, or write it on the outcome that stands for the patient's state"
                yield Spot(iri, wrong, repair, "surrogate-of-no-outcome", ST + "surrogate")

    def sources(self) -> Iterator[Spot]:
        """Sources that were retracted or are under an expression of concern, where no notice says so."""
        source: m.Study | m.Reference
        for name in ("Study", "Reference"):
            for iri, source in self._checked(self._tables()[name]):
                dates = (source.retracted_on, source.concern_raised_on)
                for (property_, said), date in zip(NOTICED.items(), dates, strict=True):
                    if date is not None and not source.notice:
                        yield Spot(iri, no_notice(said), NO_NOTICE, "no-notice", property_)

    def studies(self) -> Iterator[Spot]:
        """Studies in people of what only a laboratory has, without an identifier, or that name themselves."""
        models = {iri for iri, term in self.records.terms.items() if term.model_of is not None}
        for iri, study in self._checked(self.records.studies):
            is_laboratory = bool(study.disease) and models.issuperset(study.disease)
            if is_laboratory and _is_in_people(study):
                disease = study.disease[0]
                wrong = f"has a design of studies in people, and its disease {to_curie(disease)} is a laboratory model"
                repair = 'write st:design st:animal and st:species, such as "mouse", or the disease of the people'
                yield Spot(iri, wrong, repair, "people-with-a-model", ST + "disease", disease)
            if not (study.doi or study.pmid or study.nct or study.other_registration):
                yield _without_identifier(iri, study)
            if iri in study.shares_participants_with:
                wrong = "shares participants with itself"
                yield Spot(iri, wrong, "remove it", "shares-with-itself", _SHARES, iri)
            if iri in study.pools_study:
                wrong = (
                    "pools itself, so that its own results would be left out as those of a member"
                )
                yield Spot(
                    iri, wrong, "name the studies that it pools", "pools-itself", _POOLS, iri
                )
        for iri, study in self.records.studies.items():
            for other in study.shares_participants_with:
                yield from self._one_sided(iri, other)

    def _one_sided(self, iri: Iri, other: Iri) -> Iterator[Spot]:
        # Only where the other file is on trial too: nobody can add a line to a packaged file.
        there = self.records.studies.get(other)
        if there and self.is_checked(other) and iri not in there.shares_participants_with:
            wrong = f"does not say that it shares participants with {to_curie(iri)}, which says so"
            repair = f"add st:sharesParticipantsWith {to_curie(iri)}"
            yield Spot(other, wrong, repair, "one-sided-sharing", severity="warning")

    def same_names(self) -> Iterator[Spot]:
        """Terms that share a slug, or with others of their kind a label."""
        seen: dict[tuple[str, str], Iri] = {}
        for iri, term in self.records.terms.items():
            for kind, name in (("", term.slug), (term.kind, (term.label or "").casefold())):
                first = seen.setdefault((kind, name), iri) if name else iri
                late, early = (iri, first) if self.is_checked(iri) else (first, iri)
                if first != iri and self.is_checked(late):
                    what, property_ = ("label", _LABEL) if kind else ("slug", ST + "slug")
                    wrong = f'has the {what} "{name}", as {to_curie(early)} has'
                    repair = f"use {to_curie(early)}, or say in the {what} how this term differs"
                    yield Spot(late, wrong, repair, "duplicate-term", property_)

    def circles(self) -> Iterator[Spot]:
        """Terms that are wider than themselves, each term walked once; others of another kind."""
        terms = self.records.terms
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
                    on_the_way = [*path]
                    for iri in on_the_way[on_the_way.index(above) :]:
                        if self.is_checked(iri):
                            wrong = "is wider than itself through skos:broader"
                            yield Spot(iri, wrong, "break the circle", "broader-cycle", _BROADER)
                elif above not in done:
                    path[above] = iter(terms[above].broader)
        for iri, term in self._checked(terms):
            for above in term.broader:
                if above in terms and terms[above].kind != term.kind:
                    wrong = f"skos:broader names {to_curie(above)}, {any_of([terms[above].kind])}"
                    repair = f"write {any_of([term.kind])}"
                    yield Spot(iri, wrong, repair, "wrong-kind", _BROADER, above)


def _is_in_people(study: m.Study) -> bool:
    are_people = not study.species or "human" in {text.casefold() for text in study.species}
    return are_people and isinstance(study.design, m.Design) and study.design.is_in_people


def _without_identifier(iri: Iri, study: m.Study) -> Spot:
    is_excused = study.published_as not in _PAPERS or study.seen_at or study.read_note
    repair = "add st:doi, st:pmid, st:nct or st:otherRegistration"
    if is_excused:
        return Spot(iri, "has no identifier", repair, "no-identifier", severity="warning")
    repair += "; if the source gives none, say in st:readNote where you looked or in st:publishedAs that it is no paper"
    return Spot(iri, "has no identifier", repair, "no-identifier")


def duplicate_sources(
    records: Records, is_checked: Callable[[Iri], bool] | None = None
) -> Iterator[Spot]:
    """Studies and references that have one identifier, though they do not say that they are of the same people."""
    seen: dict[tuple[str, str], Iri] = {}
    for iri, source in chain(records.references.items(), records.studies.items()):
        for name in (*OF_ONE_PAPER, *_REGISTERED):
            value = getattr(source, name, None)
            for text in value if isinstance(value, tuple) else (value,) if value else ():
                # An NCT number is the same registration, whichever property holds it.
                key = "nct" if name in _REGISTERED and _NCT.fullmatch(text.strip()) else name
                first = seen.setdefault((key, text.strip().casefold()), iri)
                if first == iri or (name in _REGISTERED and _is_linked(records, iri, first)):
                    continue
                late, early = (iri, first) if not is_checked or is_checked(iri) else (first, iri)
                if not is_checked or is_checked(late):
                    yield _duplicate(late, early, key, text)


def _is_linked(records: Records, one: Iri, other: Iri) -> bool:
    """Whether two studies say that they are of the same people, or the one that it pools the other."""
    a, b = records.studies.get(one), records.studies.get(other)
    return (a is not None and other in (*a.shares_participants_with, *a.pools_study)) or (
        b is not None and one in b.shares_participants_with
    )


def _duplicate(late: Iri, early: Iri, name: str, text: str) -> Spot:
    is_paper = name in OF_ONE_PAPER
    property_ = {"other_registration": "otherRegistration"}.get(name, name)
    repair = f"if the people are the same, add st:sharesParticipantsWith {to_curie(early)}"
    if is_paper:
        repair = f"use one record for one study, so that nobody is counted twice: change a copy of {to_curie(early)}, or correct the number"
    return Spot(
        late, f"st:{property_} {text.strip().casefold()} is also that of {to_curie(early)}", repair, "duplicate-id",
        ST + property_, severity="error" if is_paper else "warning",
    )  # fmt: skip
