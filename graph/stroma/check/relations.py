"""Rules on how records hang together: sources, terms, predicates, conditions, duplicates.

Read first: `relation_rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.check.fields import values_of
from stroma.check.links import link_rules
from stroma.check.problem import Spot, any_of, did_you_mean
from stroma.check.statements import VOCABULARY_FILE, Statements
from stroma.literals import PLACEHOLDER
from stroma.model import PublishedAs
from stroma.schema import slots_of
from stroma.vocabulary import KINDS, PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from pathlib import Path

    from stroma.model import Predicate

_NCT: Final = re.compile(r"(?i)NCT\d{8}")
_RDF: Final = PREFIXES["rdf"]
_SUBJECT, _PREDICATE, _OBJECT = _RDF + "subject", _RDF + "predicate", _RDF + "object"
_BROADER: Final = PREFIXES["skos"] + "broader"
_LABEL: Final = PREFIXES["rdfs"] + "label"
HARM: Final = ST + "causesAdverseEvent"
NOBODY_HAD_IT: Final = (
    "st:supports says that the harm was seen, and st:nEvents that nobody had it",
    "write st:direction st:inconclusive for a harm that was looked for and not seen",
)
SURROGATE: Final = ST + "surrogate"
_RECORD_CLASSES: Final = ("Study", "Reference", "Finding", "Article", "Claim")
_COMPUTED_GRAPHS: Final = (PREFIXES["graph"] + "derived", PREFIXES["graph"] + "provenance")
_COMPUTED: Final = frozenset({"Proposition", "Conflict"})
_BASE: Final = "https://w3id.org/stroma/"
_CLASS_OF_PROPERTY: Final = {
    ST + "foundBy": "Finding",
    ST + "inArticle": "Claim",
    ST + "design": "Study",
    ST + "textSha256": "Article",
}
_CLASS_OF_NAMESPACE: Final = {PREFIXES[name.lower()]: name for name in _RECORD_CLASSES}
OF_ONE_PAPER: Final = ("slug", "doi", "pmid")
"""Identifiers that only one study or reference can have; a registry number is also that of further papers on its people."""
_WITHOUT_NUMBER: Final = frozenset(
    ST + kind.value
    for kind in PublishedAs
    if kind not in (PublishedAs.JOURNAL_ARTICLE, PublishedAs.PREPRINT)
)


def relation_rules(statements: Statements) -> Iterator[Spot]:
    """Everything that is wrong between records, as far as the files on trial state it."""
    yield from _computed_graphs(statements)
    without = [*_unknown_classes(statements), *_without_class(statements)]
    yield from without
    yield from _beside_the_vocabulary(statements)
    yield from _nothing_read(statements)
    yield from link_rules(statements, {spot.subject for spot in without})
    yield from _contents(statements)
    yield from _surrogates(statements)
    yield from _bare_triples(statements)
    yield from _studies_without_id(statements)
    yield from _one_sided_sharing(statements)
    yield from _pools_itself(statements)
    yield from _numbers(statements)
    yield from _duplicate_terms(statements)
    yield from duplicate_sources(statements)
    yield from _cycles(statements)


def _computed_graphs(statements: Statements) -> Iterator[Spot]:
    for iri, values in sorted(statements.values.items()):
        for property_, all_said in values.items():
            for said in all_said:
                if said.path in statements.checked and said.graph in _COMPUTED_GRAPHS:
                    yield Spot(
                        iri,
                        f"is stated in {to_curie(said.graph)}, which the build writes",
                        "name no graph, or one of your own; of an export, take one made with `stroma export --stated`",
                        "computed-graph",
                        property_,
                        said.text,
                        said.path,
                    )


def _unknown_classes(statements: Statements) -> Iterator[Spot]:
    for iri, types in sorted(statements.types.items()):
        for said in types:
            if said.path not in statements.checked or not said.text.startswith(ST):
                continue
            if said.path.name == VOCABULARY_FILE:
                continue
            name = said.text.removeprefix(ST)
            if name in _COMPUTED:
                yield Spot(
                    iri, f"is a st:{name}, which the build computes", "remove it; state a finding or a claim instead",
                    "computed", RDF_TYPE, said.text, said.path,
                )  # fmt: skip
            elif said.text not in statements.declared or name == "Term":
                names = [f"st:{c}" for c in (*_RECORD_CLASSES, *KINDS)]
                yield Spot(
                    iri, f"st:{name} is no class of the vocabulary",
                    did_you_mean(f"st:{name}", names, otherwise=f"write one of {', '.join(names)}"),
                    "unknown-class", RDF_TYPE, said.text, said.path,
                )  # fmt: skip


def _without_class(statements: Statements) -> Iterator[Spot]:
    """A record that forgets its class, or has one of another vocabulary, would vanish without a word."""
    for iri, values in sorted(statements.values.items()):
        types = statements.types.get(iri, ())
        if iri in statements.class_of or any(said.text.startswith(_BASE) for said in types):
            continue
        name = _CLASS_OF_NAMESPACE.get(iri[: iri.rfind("/") + 1]) or next(
            (name for p, name in _CLASS_OF_PROPERTY.items() if p in values), None
        )
        if name is None:
            continue
        ours = (s for said in values.values() for s in said if s.path in statements.checked)
        if (said := next(ours, None)) is not None:
            yield Spot(
                iri, "has no class of this vocabulary, so nothing of it would be read", f"add `a st:{name} ;`", "no-class",
                None, None, said.path,
            )  # fmt: skip


def _beside_the_vocabulary(statements: Statements) -> Iterator[Spot]:
    """Classes and properties under our address that are not in the vocabulary's namespace: a prefix that is slightly wrong."""
    known = tuple(PREFIXES.values())
    said_once: set[tuple[Iri, Iri]] = set()
    for iri, types in sorted(statements.types.items()):
        named = [(RDF_TYPE, said.text, said) for said in types]
        named += [(p, p, s) for p, said in statements.values.get(iri, {}).items() for s in said]
        for property_, name, said in named:
            namespace = name[: name.rfind("/") + 1]
            if (
                not name.startswith(_BASE)
                or name.startswith(known)
                or said.path not in statements.checked
            ):
                continue
            if (iri, namespace) not in said_once:
                said_once.add((iri, namespace))
                yield Spot(
                    iri, f"uses <{name}>, which no vocabulary here has", f"is the prefix st: <{ST}>?", "wrong-prefix",
                    property_, said.text if property_ == RDF_TYPE else None, said.path,
                )  # fmt: skip


def _nothing_read(statements: Statements) -> Iterator[Spot]:
    """A file on trial of which no statement is about a record or term: its prefixes name something else."""
    first: dict[Path, Iri] = {}
    read: set[Path] = set()
    for iri in sorted({*statements.types, *statements.values}):
        said = [*statements.types.get(iri, ())]
        said += [s for values in statements.values.get(iri, {}).values() for s in values]
        # What stands in a graph of the build is refused for that.
        read |= {s.path for s in said if s.graph in _COMPUTED_GRAPHS}
        for path in {s.path for s in said} & statements.checked:
            first.setdefault(path, iri)
            if iri in statements.class_of or path.name == VOCABULARY_FILE:
                read.add(path)
    for path in sorted(first.keys() - read):
        yield Spot(
            first[path], "is the first thing this file states, and nothing in the file is a study, finding, article, claim or term",
            f"compare its prefixes with those of `stroma new study`; st: is <{ST}>", "nothing-read", None, None, path,
        )  # fmt: skip


def _contents(statements: Statements) -> Iterator[Spot]:
    """Predicate, its domain and range, its condition, and the better direction of an outcome."""
    for iri in statements.of_class("Finding", "Claim"):
        if statements.is_checked(iri):
            yield from _content(statements, iri)


def _content(statements: Statements, iri: Iri) -> Iterator[Spot]:
    s, p, o = (
        next(iter(statements.texts(iri, prop)), None) for prop in (_SUBJECT, _PREDICATE, _OBJECT)
    )
    if p is None:
        if statements.class_of[iri] == "Claim" and (s or o):
            yield Spot(
                iri, "has a subject or object but no rdf:predicate", "add it, or leave all three out",
                "missing-predicate", _SUBJECT if s else _OBJECT,
            )  # fmt: skip
        return
    if PLACEHOLDER in p:
        return
    predicate = statements.predicates.predicates.get(p)
    if predicate is None:
        yield _unknown_predicate(statements, iri, p)
        return
    yield from _domain_and_range(statements, iri, predicate, s, o)
    yield from _condition(statements, iri, predicate, s)
    yield from _better_direction(statements, iri, predicate, o)


def _unknown_predicate(statements: Statements, iri: Iri, p: Iri) -> Spot:
    names = [f"st:{known.name}" for known in statements.predicates.predicates.values()]
    repair = did_you_mean(
        f"st:{local_id(p)}", names, otherwise=f"write one of {', '.join(sorted(names))}"
    )
    wrong = f"rdf:predicate is {to_curie(p)}, which is no predicate"
    return Spot(iri, wrong, repair, "unknown-predicate", _PREDICATE)


def _domain_and_range(
    statements: Statements, iri: Iri, predicate: Predicate, s: Iri | None, o: Iri | None
) -> Iterator[Spot]:
    for property_, value, kinds, role in (
        (_SUBJECT, s, predicate.subject_kinds, "subject"),
        (_OBJECT, o, predicate.object_kinds, "object"),
    ):
        kind = statements.class_of.get(value or "")
        if value is not None and kind is not None and kind in KINDS and kind not in kinds:
            yield Spot(
                iri, f"the {role} of st:{predicate.name} is {to_curie(value)}, {any_of([kind])}",
                f"write {any_of(kinds)}, or choose another predicate",
                "domain" if role == "subject" else "range", property_, value,
            )  # fmt: skip


def _condition(
    statements: Statements, iri: Iri, predicate: Predicate, s: Iri | None
) -> Iterator[Spot]:
    condition = statements.said(iri, ST + "inCondition")
    by_product = (
        predicate.condition == "if-product" and statements.class_of.get(s or "") == "CellProduct"
    )
    if not condition and (predicate.condition == "yes" or by_product):
        yield Spot(
            iri, f"st:inCondition is missing, which st:{predicate.name} needs",
            "add the disease it was asked in (or the model of one)", "missing-condition", _PREDICATE,
        )  # fmt: skip
    elif condition and predicate.condition == "no":
        yield Spot(
            iri, f"st:inCondition stands beside st:{predicate.name}, which takes none",
            "remove it; put the people who were studied into st:population", "needless-condition", ST + "inCondition",
        )  # fmt: skip


def _better_direction(
    statements: Statements, iri: Iri, predicate: Predicate, o: Iri | None
) -> Iterator[Spot]:
    """An outcome that improves must say which way is better for the patient."""
    if o is None or predicate.name not in ("improves", "prevents"):
        return
    is_outcome = statements.class_of.get(o) == "Outcome"
    if is_outcome and not statements.said(o, ST + "betterDirection"):
        yield Spot(
            iri, f"the outcome {to_curie(o)} does not say which direction benefits the patient",
            "add st:betterDirection st:higher or st:lower to the term", "missing-better-direction", _OBJECT, o,
        )  # fmt: skip


def no_surrogate(kind: str) -> tuple[str, str]:
    """What is wrong with a surrogate that is no outcome, and the repair."""
    wrong = f"st:surrogate says that {any_of([kind])} is a surrogate, which only an outcome is"
    return wrong, "remove it, or write it on the outcome that stands for the patient's state"


def in_people_of_a_model(disease: Iri) -> tuple[str, str]:
    """What is wrong with a study in people of what only a laboratory has, and the repair."""
    wrong = f"has a design of studies in people, and its disease {to_curie(disease)} is a laboratory model"
    return (
        wrong,
        'write st:design st:animal and st:species, such as "mouse", or the disease of the people',
    )


def _surrogates(statements: Statements) -> Iterator[Spot]:
    for iri in statements.of_class(*KINDS):
        kind = statements.class_of[iri]
        if kind == "Outcome" or not statements.is_checked(iri):
            continue
        if "true" in statements.texts(iri, SURROGATE):
            yield Spot(iri, *no_surrogate(kind), "surrogate-of-no-outcome", SURROGATE)


def _bare_triples(statements: Statements) -> Iterator[Spot]:
    for iri, values in sorted(statements.values.items()):
        for property_ in values.keys() & statements.predicate_iris:
            for said in values[property_]:
                if said.path in statements.checked:
                    yield Spot(
                        iri, f"states {to_curie(property_)} {to_curie(said.text)} as a bare triple",
                        "write a st:Finding with its source and direction; the build states what the evidence supports",
                        "bare-triple", property_, said.text, said.path,
                    )  # fmt: skip


def _studies_without_id(statements: Statements) -> Iterator[Spot]:
    for iri in statements.of_class("Study"):
        if not statements.is_checked(iri) or any(
            statements.said(iri, ST + name) for name in ("doi", "pmid", "nct", "otherRegistration")
        ):
            continue
        form = next(iter(statements.texts(iri, ST + "publishedAs")), "")
        excused = form in _WITHOUT_NUMBER or any(
            statements.said(iri, ST + name) for name in ("seenAt", "readNote")
        )
        yield Spot(
            iri, "has no identifier",
            "add st:doi, st:pmid, st:nct or st:otherRegistration" + ("" if excused else
            "; if the source gives none, say in st:readNote where you looked or in st:publishedAs that it is no paper"),
            "no-identifier", severity="warning" if excused else "error",
        )  # fmt: skip


def _one_sided_sharing(statements: Statements) -> Iterator[Spot]:
    property_ = ST + "sharesParticipantsWith"
    for iri in statements.of_class("Study"):
        for said in statements.said(iri, property_):
            if said.text == iri and statements.is_checked(iri):
                yield Spot(
                    iri,
                    "shares participants with itself",
                    "remove it",
                    "shares-with-itself",
                    property_,
                    iri,
                )
            # Only where the other file is on trial too: nobody can add a line to a packaged file.
            elif statements.is_checked(said.text) and iri not in statements.texts(
                said.text, property_
            ):
                yield Spot(
                    said.text, f"does not say that it shares participants with {to_curie(iri)}, which says so",
                    f"add st:sharesParticipantsWith {to_curie(iri)}", "one-sided-sharing", severity="warning",
                )  # fmt: skip


def _pools_itself(statements: Statements) -> Iterator[Spot]:
    property_ = ST + "poolsStudy"
    for iri in statements.of_class("Study"):
        if statements.is_checked(iri) and iri in statements.texts(iri, property_):
            wrong = "pools itself, so that its own results would be left out as those of a member"
            yield Spot(iri, wrong, "name the studies that it pools", "pools-itself", property_, iri)


def _numbers(statements: Statements) -> Iterator[Spot]:
    def number(iri: Iri, name: str) -> int | None:
        text = next(iter(statements.texts(iri, ST + name)), "")
        return int(text) if text.isdecimal() else None

    for iri in statements.class_of:
        if not statements.is_checked(iri):
            continue
        for less, more in (
            ("nEvents", "nAtRisk"),
            ("nEventsControl", "nAtRiskControl"),
            ("nTreated", "nEnrolled"),
        ):
            low, high = number(iri, less), number(iri, more)
            if low is not None and high is not None and low > high:
                yield Spot(
                    iri, f"st:{less} {low} is more than st:{more} {high}", "look at the source again; one of them is wrong",
                    "counts", ST + less,
                )  # fmt: skip
        is_harm = HARM in statements.texts(iri, _PREDICATE)
        is_seen = ST + "supports" in statements.texts(iri, ST + "direction")
        if is_harm and is_seen and number(iri, "nEvents") == 0:
            yield Spot(iri, *NOBODY_HAD_IT, "harm-of-nobody", ST + "direction")
        if statements.class_of[iri] == "Claim":
            yield from _position(statements, iri)


def _position(statements: Statements, iri: Iri) -> Iterator[Spot]:
    start, end = (
        next((int(s.text) for s in values_of(statements, iri, slot) if s.text.isdecimal()), None)
        for slot in slots_of("Claim")
        if slot.name in ("start", "end")
    )
    article = next(iter(statements.texts(iri, ST + "inArticle")), "")
    length = next(
        (int(t) for t in statements.texts(article, ST + "textLength") if t.isdecimal()), None
    )
    if start is not None and end is not None and start >= end:
        yield Spot(
            iri,
            f"its passage ends at {end}, before it starts at {start}",
            "oa:end is one past the last character",
            "position",
        )
    elif end is not None and length is not None and end > length:
        yield Spot(
            iri,
            f"its passage ends at {end}, but the text has {length} characters",
            "count the offsets again",
            "position",
        )


def _duplicate_terms(statements: Statements) -> Iterator[Spot]:
    by_name: dict[tuple[str, str, str], list[Iri]] = defaultdict(list)
    for iri in statements.of_class(*KINDS):
        for slug in statements.texts(iri, ST + "slug"):
            by_name["slug", "", slug].append(iri)
        for label in statements.texts(iri, _LABEL):
            by_name["label", statements.class_of[iri], label.casefold()].append(iri)
    for (what, _, name), iris in sorted(by_name.items()):
        others = sorted(set(iris))
        for iri in (
            others[1:]
            if all(map(statements.is_checked, others))
            else filter(statements.is_checked, others)
        ):
            other = next(o for o in others if o != iri) if len(others) > 1 else None
            if other is not None:
                property_ = _LABEL if what == "label" else ST + "slug"
                yield Spot(
                    iri, f'has the {what} "{name}", as {to_curie(other)} has',
                    f"use {to_curie(other)}, or say in the {what} how this term differs", "duplicate-term", property_,
                )  # fmt: skip


def duplicate_sources(statements: Statements) -> Iterator[Spot]:
    """Studies and references that have one identifier, though they do not say that they are of the same people."""
    shares, pools = ST + "sharesParticipantsWith", ST + "poolsStudy"
    by_id: dict[tuple[str, str], list[Iri]] = defaultdict(list)
    for iri in statements.of_class("Study", "Reference"):
        for name in ("slug", "doi", "pmid", "nct", "otherRegistration"):
            for text in statements.texts(iri, ST + name):
                # An NCT number is the same registration, whichever property holds it.
                key = "nct" if _NCT.fullmatch(text.strip()) else name
                by_id[key, text.strip().casefold()].append(iri)
    for (name, text), iris in sorted(by_id.items()):
        first, *others = sorted(set(iris))
        for iri in others:
            linked = {*statements.texts(iri, shares), *statements.texts(iri, pools)}
            if name in ("nct", "otherRegistration") and (
                first in linked or iri in statements.texts(first, shares)
            ):
                continue
            late, early = (iri, first) if statements.is_checked(iri) else (first, iri)
            if statements.is_checked(late):
                yield Spot(
                    late, f"st:{name} {text} is also that of {to_curie(early)}",
                    same_paper(early) if name in OF_ONE_PAPER
                    else f"if the people are the same, add st:sharesParticipantsWith {to_curie(early)}",
                    "duplicate-id", ST + name, severity="error" if name in OF_ONE_PAPER else "warning",
                )  # fmt: skip


def same_paper(other: Iri) -> str:
    """What to do with a second record of one paper, whose people would be counted twice."""
    return f"use one record for one study, so that nobody is counted twice: change a copy of {to_curie(other)}, or correct the number"


def _cycles(statements: Statements) -> Iterator[Spot]:
    for iri in statements.of_class(*KINDS):
        kind = statements.class_of[iri]
        for said in statements.said(iri, _BROADER):
            other = statements.class_of.get(said.text)
            if statements.is_checked(iri) and other is not None and other != kind:
                yield Spot(
                    iri, f"skos:broader names {to_curie(said.text)}, {any_of([other])}", f"write {any_of([kind])}",
                    "wrong-kind", _BROADER, said.text, said.path,
                )  # fmt: skip
        if statements.is_checked(iri) and iri in wider(statements, iri):
            yield Spot(
                iri,
                "is wider than itself through skos:broader",
                "break the circle",
                "broader-cycle",
                _BROADER,
            )


def wider(statements: Statements, iri: Iri) -> set[Iri]:
    """All terms above a term, as far as the files state it."""
    seen: set[Iri] = set()
    queue = list(statements.texts(iri, _BROADER))
    while queue:
        parent = queue.pop()
        if parent not in seen:
            seen.add(parent)
            queue += statements.texts(parent, _BROADER)
    return seen
