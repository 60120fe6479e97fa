"""Warnings: what stands there is allowed, but two statements do not fit together, or a word looks misspelt.

Read first: `plausibility_rules`. `hints` asks how a record will be weighed; this module asks whether it can be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.check.problem import Spot, did_you_mean, warning
from stroma.model import Analysis, Comparator, Design, PublishedAs, ReadAs
from stroma.p_values import Reported, read
from stroma.predicates import benefits
from stroma.vocabulary import PREFIXES, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from stroma.check.statements import Statements

SPECIES: Final = (
    *("human", "mouse", "rat", "rabbit", "guinea pig", "hamster", "gerbil", "ferret", "dog", "cat", "pig", "sheep", "goat"),
    *("cow", "horse", "donkey", "camel", "llama", "monkey", "marmoset", "baboon", "chimpanzee", "chicken", "zebrafish"),
)  # fmt: skip
"""Species of cell therapy research by their common English names; another one is allowed, with a warning."""
_IN_HUMANS: Final = frozenset(ST + design for design in Design if design.is_in_people)
_CONTROLLED: Final = frozenset(ST + design for design in Design if design.is_controlled)
_NOBODY: Final = frozenset(comparator.value for comparator in Comparator if comparator.is_none)
_MAIN: Final = ST + Analysis.MAIN_COMPARISON
_SIGNIFICANT: Final = Decimal("0.05")
# A visit some weeks after the planned end still belongs to the follow-up.
_LATE: Final = Decimal("1.1")
_COUNTED: Final = re.compile(r"(\d+) of (\d+)\b")
_EVENTS_TOLD: Final = re.compile(
    r"(?i)(?<![\d.])(?!0+(?:\.0+)?(?![\d.]))\d+(?:\.\d+)? ?(?:%|of \d|(?:v|vs|versus|against)\b\.? ?\d)"
    r"|\b(?:OR|RR|HR|IRR|(?:odds|risk|rate|hazard) ratio|relative risk) (?=\d)"
)
"""A share above nought, n of N, a number beside that of the other arm, or a ratio, which nobody works out of no events."""
_NOUGHT: Final = re.compile(r"(?i)\s*(?:0+(?:\.0+)? ?%?|none)\s*")
"""Says of a harm that nobody had it, or that nobody was shown to have it from the product: one cannot tell which."""
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^]]*\]|\b9\d ?% ?(?:CI|confidence)\b[^;]*")
_HARM: Final = ST + "causesAdverseEvent"
_RDF: Final = PREFIXES["rdf"]
_CONTENT: Final = (
    *(_RDF + name for name in ("subject", "predicate", "object")),
    *(ST + name for name in ("inCondition", "polarity", "measuredBy", "route")),
)

_COMPARISON: Final = (
    ST + "foundBy", *_CONTENT[:4],
    *(ST + name for name in ("measuredBy", "outcomeMeasure", "timePointMonths", "timePointAsReported")),
    *(ST + name for name in ("comparator", "population", "analysis")),
)  # fmt: skip
"""What tells one comparison of a study from another."""
_RESULT: Final = (
    *(ST + name for name in ("value", "nEvents", "nAtRisk", "nEventsControl", "nAtRiskControl")),
    *(ST + name for name in ("pValue", "nAnalysed", "region", "decidedOn")),
)


def plausibility_rules(statements: Statements) -> Iterator[Spot]:
    """Warnings on the records on trial."""
    for iri in statements.of_class("Study", "Reference"):
        if statements.is_checked(iri):
            yield from _unsigned(statements, iri)
            yield from _year(statements, iri)
    for iri in statements.of_class("Study"):
        if statements.is_checked(iri):
            yield from _species(statements, iri)
            yield from _design_and_species(statements, iri)
            yield from _nobody(statements, iri)
            yield from _untold(statements, iri)
    for iri in statements.of_class("Finding"):
        if statements.is_checked(iri):
            yield from _species(statements, iri)
            yield from _species_of_the_study(statements, iri)
            yield from _events(statements, iri)
            yield from _events_untold(statements, iri)
            yield from _time_point(statements, iri)
            yield from _p_and_direction(statements, iri)
            yield from _p_of_a_harm(statements, iri)
            yield from _another_product(statements, iri)
    yield from _without_direction(statements)
    yield from _same_findings(statements)
    yield from _same_claims(statements)


def _unsigned(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Without what was read, by whom and when, nobody can weigh the entry, and `check --stale` does not find it."""
    asked = {
        "readAs": "what could be read",
        "curator": "who entered it",
        "curatedOn": "the day it was entered",
    }
    if statements.class_of[iri] == "Reference":
        del asked["readAs"]
    lacking = [name for name in asked if not statements.said(iri, ST + name)]
    if lacking:
        add = ", ".join(f"st:{name} ({asked[name]})" for name in lacking)
        yield warning(
            iri, f"does not say {' and '.join(asked[name] for name in lacking)}", f"add {add}", "unsigned", "slug"
        )  # fmt: skip


def _year(statements: Statements, iri: Iri) -> Iterator[Spot]:
    year, day = statements.text(iri, "year"), statements.text(iri, "curatedOn")
    if year.isdecimal() and day[:4].isdecimal() and int(year) > int(day[:4]):
        yield warning(
            iri, f"st:year {year} is after {day}, the day it was entered", "look at the source again", "later-year", "year"
        )  # fmt: skip


def _species(statements: Statements, iri: Iri) -> Iterator[Spot]:
    for text in statements.texts(iri, ST + "species"):
        if text in SPECIES:
            continue
        if (name := text.casefold()) in SPECIES:
            wrong = f'st:species is "{text}", which a query for "{name}" does not find'
            yield warning(iri, wrong, f'write "{name}"', "species-spelling", "species", text)
            continue
        parts = [part.strip() for part in re.split(r"[,;/+&]|\band\b", text.casefold())]
        near = did_you_mean(text.casefold(), SPECIES, otherwise="")
        if len(parts) > 1 and set(parts) <= {*SPECIES}:
            each = ", ".join(f'"{part}"' for part in parts)
            near = f"write each by itself: st:species {each}; in a sheet several are separated by '; ': {'; '.join(parts)}"
        repair = near or "if it is meant, leave it; people are written human"
        yield warning(
            iri, f'st:species is "{text}", which counts as an animal', repair, "unknown-species", "species", text
        )  # fmt: skip


def _design_and_species(statements: Statements, iri: Iri) -> Iterator[Spot]:
    species = {text.casefold() for text in statements.texts(iri, ST + "species")}
    for design in statements.texts(iri, ST + "design"):
        if design == ST + "animal" and species == {"human"}:
            wrong = "is an animal study, but its only species is human"
        elif design in _IN_HUMANS and species and species <= {*SPECIES} - {"human"}:
            wrong = f"is {to_curie(design)}, a design of studies in people, but its species is {', '.join(sorted(species))}"
        else:
            continue
        repair = (
            "write st:design st:animal for a study in animals, or st:species for those it was about"
        )
        yield warning(iri, wrong, repair, "design-and-species", "design")


def _species_of_the_study(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A finding in a species that its study does not name counts in that species, whatever the study is."""
    species = {text.casefold() for text in statements.texts(iri, ST + "species")}
    for source in statements.texts(iri, ST + "foundBy"):
        studied = {text.casefold() for text in statements.texts(source, ST + "species")}
        if species and studied and not species & studied:
            wrong = f"is about {', '.join(sorted(species))}, but its study is about {', '.join(sorted(studied))}"
            repair = "write the species of the study, or add this one to it"
            yield warning(iri, wrong, repair, "another-species", "species")


def _nobody(statements: Statements, iri: Iri) -> Iterator[Spot]:
    told = any(statements.said(iri, ST + name) for name in ("nEnrolled", "nTreated"))
    for design in statements.texts(iri, ST + "design"):
        if design in _IN_HUMANS and design != ST + "cross-sectional-survey" and not told:
            # Where the source did not say it, the note on what was read is where that belongs.
            if statements.said(iri, ST + "readNote"):
                continue
            wrong = "says neither st:nEnrolled nor st:nTreated, so its people count nowhere"
            repair = "add one; if the source does not say, write that into st:readNote"
            yield warning(iri, wrong, repair, "no-people", "design")


def _untold(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """What every study has and this one does not say; where the source does not, its note on what was read is where that belongs."""
    designs = {*statements.texts(iri, ST + "design")}
    is_noted = statements.said(iri, ST + "readNote")
    enrolled = statements.said(iri, ST + "nEnrolled")
    treated = statements.said(iri, ST + "nTreated")
    if _CONTROLLED & designs and treated and not enrolled and not is_noted:
        wrong = "is a controlled trial that says st:nTreated and not st:nEnrolled, so its controls count nowhere"
        repair = "add st:nEnrolled, all groups together; if the source does not say, write that into st:readNote"
        yield warning(iri, wrong, repair, "no-controls-counted", "nTreated")
    is_registered = ST + PublishedAs.REGISTRY_ENTRY in statements.texts(iri, ST + "publishedAs")
    if not statements.said(iri, ST + "year") and not is_noted and not is_registered:
        repair = "add st:year; if the source does not say, write that into st:readNote"
        yield warning(iri, "does not say when it was published", repair, "no-year", "design")
    species = {text.casefold() for text in statements.texts(iri, ST + "species")}
    if ST + Design.ANIMAL in designs and enrolled and "human" not in species:
        wrong = (
            "is an animal study with st:nEnrolled, which is a number of people and is shown as one"
        )
        repair = "remove it; how many animals there were stands in st:population or in the values"
        yield warning(iri, wrong, repair, "animals-enrolled", "nEnrolled")
    is_full = ST + ReadAs.FULL_TEXT in statements.texts(iri, ST + "readAs")
    if is_full and not is_noted and not statements.said(iri, ST + "seenAt"):
        wrong = "was read in full text, and neither st:seenAt nor st:readNote says where"
        repair = "add the address, or write st:readAs for what was read"
        yield warning(iri, wrong, repair, "read-nowhere", "readAs")


def _events(statements: Statements, iri: Iri) -> Iterator[Spot]:
    events, at_risk = (statements.text(iri, name) for name in ("nEvents", "nAtRisk"))
    value = statements.text(iri, "value")
    if events and not at_risk and not value:
        yield warning(
            iri, f"st:nEvents {events} stands without st:nAtRisk, so nobody can tell how often it was",
            "add st:nAtRisk, or say in st:value what the source gives instead", "events-without-people", "nEvents",
        )  # fmt: skip
    if at_risk and not events:
        yield warning(
            iri, f"st:nAtRisk {at_risk} stands without st:nEvents", "add it; none is 0", "people-without-events", "nAtRisk"
        )  # fmt: skip
    if statements.said(iri, ST + "nEventsControl"):
        comparators = {local_id(text) for text in statements.texts(iri, ST + "comparator")}
        if not comparators or comparators & _NOBODY:
            yield warning(
                iri, "counts events of controls, but does not say with whom the result was compared", "add st:comparator",
                "controls-without-comparator", "nEventsControl",
            )  # fmt: skip
    counted = _COUNTED.match(value)
    if counted is None or statements.said(iri, ST + "countUnit"):
        return
    for name, number, told in (("nEvents", events, counted[1]), ("nAtRisk", at_risk, counted[2])):
        if number.isdecimal() and int(number) != int(told):
            yield warning(
                iri, f'st:{name} is {number}, but st:value begins with "{counted[0]}"', "look at the source again",
                "value-and-count", name,
            )  # fmt: skip


def _events_untold(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A harm that people had, by its own value, and that is told nowhere: it would be read as one that nobody was seen to have."""
    told = any(statements.said(iri, ST + name) for name in ("nEvents", "eventsSeen"))
    if told or _HARM not in statements.texts(iri, _RDF + "predicate"):
        return
    for value in statements.texts(iri, ST + "value"):
        if found := _EVENTS_TOLD.search(_IN_BRACKETS.sub("", value)):
            yield warning(
                iri, f'st:value tells of people with the harm ("{found[0].strip()}"), and neither st:nEvents nor st:eventsSeen does',
                "add st:nEvents, or st:eventsSeen true where the source does not say how many", "events-untold", "value", value,
            )  # fmt: skip
        elif _NOUGHT.fullmatch(_IN_BRACKETS.sub("", value)):
            yield warning(
                iri, f'st:value "{value}" of a harm is no count of people, and reads as "not counted"',
                'add st:nEvents 0 where nobody had it, else say what there was none of ("none tied to the cells")', "nought-uncounted", "value", value,
            )  # fmt: skip


def _time_point(statements: Statements, iri: Iri) -> Iterator[Spot]:
    at = statements.decimal(iri, "timePointMonths")
    for source in statements.texts(iri, ST + "foundBy"):
        end = statements.decimal(source, "followUpMonths")
        if at is not None and end is not None and at > end * _LATE:
            yield warning(
                iri, f"st:timePointMonths {at} is after the {end} months of follow-up of its study",
                "look at the source again; for a later follow-up of the same people make a study of its own", "late-time-point",
                "timePointMonths",
            )  # fmt: skip


def _p_and_direction(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """Of a benefit: a p-value below 0.05 beside `no effect seen`, or above it beside an effect."""
    direction = local_id(statements.text(iri, "direction"))
    if not benefits() & set(statements.texts(iri, _RDF + "predicate")):
        return
    for text in statements.texts(iri, ST + "pValue"):
        p = read(text)
        if p is None or not p.is_possible:
            continue
        is_small = _is_small(p)
        is_large = (
            p.number > _SIGNIFICANT
            if p.sign == "="
            else p.number >= _SIGNIFICANT and p.sign in ">≥"
        )
        said_so = statements.said(iri, PREFIXES["skos"] + "note")
        if said_so or not (
            is_small if direction == "inconclusive" else is_large and direction != ""
        ):
            continue
        wrong = f"st:direction is st:{direction} beside st:pValue {text!r}"
        should = (
            "a difference is st:supports or st:disputes"
            if direction == "inconclusive"
            else "no difference seen is st:inconclusive"
        )
        repair = f"{should}; where the source decides otherwise (several tests, another limit), say so in skos:note"
        yield warning(iri, wrong, repair, "p-and-direction", "pValue")


def _is_small(p: Reported) -> bool:
    """Whether a p-value, as it is given, is below 0.05."""
    return p.number < _SIGNIFICANT if p.sign == "=" else p.number <= _SIGNIFICANT and p.sign in "<≤"


def _p_of_a_harm(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A harm that more of the treated had, with a p-value below 0.05, and that is called not shown."""
    harm = ST + "causesAdverseEvent" in statements.texts(iri, _RDF + "predicate")
    if not harm or statements.text(iri, "direction") != ST + "inconclusive":
        return
    names = ("nEvents", "nAtRisk", "nEventsControl", "nAtRiskControl")
    a, of_a, b, of_b = (statements.decimal(iri, name) for name in names)
    more = bool(a is not None and of_a and b is not None and of_b and a * of_b > b * of_a)
    text = statements.text(iri, "pValue")
    p = read(text)
    if (
        not more
        or p is None
        or not p.is_possible
        or statements.said(iri, PREFIXES["skos"] + "note")
    ):
        return
    if _is_small(p):
        wrong = f"st:direction is st:inconclusive beside st:pValue {text!r}, and more of the treated had it ({a} of {of_a} v {b} of {of_b})"
        repair = "a harm that was shown is st:supports; where the source decides otherwise, say so in skos:note"
        yield warning(iri, wrong, repair, "p-and-direction", "pValue")


def _another_product(statements: Statements, iri: Iri) -> Iterator[Spot]:
    """A finding on a product that its study did not give, nor one that is wider or narrower."""
    subject = next(iter(statements.texts(iri, _RDF + "subject")), "")
    if statements.class_of.get(subject) != "CellProduct":
        return
    for source in statements.texts(iri, ST + "foundBy"):
        given = statements.texts(source, ST + "product")
        near = {subject, *statements.wider(subject)}
        if given and not any(g in near or subject in statements.wider(g) for g in given):
            shown = ", ".join(map(to_curie, given))
            wrong = f"is about {to_curie(subject)}, but {to_curie(source)} gave {shown}"
            repair = "write the product of the study, or add this one to its st:product"
            yield Spot(
                iri, wrong, repair, "another-product", _RDF + "subject", subject, severity="warning"
            )


def _without_direction(statements: Statements) -> Iterator[Spot]:
    """An outcome that nothing says to be better, higher or lower; where a finding needs it, that is an error of the finding."""
    without = [
        iri
        for iri in statements.of_class("Outcome")
        if statements.is_checked(iri) and not statements.said(iri, ST + "betterDirection")
    ]
    needed = _improved(statements) if without else set()
    for iri in without:
        if iri not in needed:
            yield warning(
                iri, "does not say which direction benefits the patient, so no finding can improve or prevent it",
                "add st:betterDirection st:higher or st:lower", "no-better-direction", "slug",
            )  # fmt: skip


def _improved(statements: Statements) -> set[Iri]:
    return {
        text
        for iri in statements.of_class("Finding")
        if {local_id(p) for p in statements.texts(iri, _RDF + "predicate")}
        & {"improves", "prevents"}
        for text in statements.texts(iri, _RDF + "object")
    }


def _same_findings(statements: Statements) -> Iterator[Spot]:
    """A block that was copied and named anew, or one comparison of a trial that was entered twice."""
    by_comparison: dict[tuple[object, ...], list[Iri]] = defaultdict(list)
    for iri in statements.of_class("Finding"):
        if statements.said(iri, ST + "foundBy"):
            by_comparison[_values(statements, iri, _COMPARISON)].append(iri)
    for iris in by_comparison.values():
        for iri in filter(statements.is_checked, iris if len(iris) > 1 else ()):
            others = [o for o in iris if o < iri or not statements.is_checked(o)]
            same = [o for o in others if _result(statements, o) == _result(statements, iri)]
            if same:
                yield _same_finding(statements, iri, same[0])
            elif others and _is_main_comparison(statements, iri):
                yield Spot(
                    iri,
                    f"is on the same comparison as {to_curie(others[0])}: one study, outcome, time and comparator",
                    "keep the result of the main analysis; another one says what differs in st:analysis, st:population, "
                    "st:outcomeMeasure or st:timePointMonths",
                    "same-comparison", severity="warning",
                )  # fmt: skip


def _values(statements: Statements, iri: Iri, properties: Iterable[Iri]) -> tuple[object, ...]:
    return tuple(
        tuple(sorted(_plain(text) for text in statements.texts(iri, name))) for name in properties
    )


def _plain(text: str) -> str:
    """A text without what makes no difference: case, space, and zeros behind a decimal point."""
    shown = " ".join(text.casefold().split())
    return re.sub(r"(\.\d*?)0+$", r"\1", shown).rstrip(".")


def _result(statements: Statements, iri: Iri) -> tuple[object, ...]:
    return _values(statements, iri, _RESULT)


def _same_finding(statements: Statements, iri: Iri, other: Iri) -> Spot:
    here, there = (statements.text(one, "direction") for one in (iri, other))
    wrong = f"repeats {to_curie(other)}: the same study, content, time and values"
    if here != there:
        wrong += f", but {to_curie(here)} where that one says {to_curie(there)}"
    repair = "remove one of them; a further result differs in what was measured, when, in whom or in its values"
    return Spot(iri, wrong, repair, "same-finding", severity="warning")


def _is_main_comparison(statements: Statements, iri: Iri) -> bool:
    comparators = {local_id(text) for text in statements.texts(iri, ST + "comparator")}
    analyses = statements.texts(iri, ST + "analysis")
    return bool(comparators) and not comparators & _NOBODY and analyses in ([], [_MAIN])


def _same_claims(statements: Statements) -> Iterator[Spot]:
    """Two claims that say the same of the same passage are one, and would be counted twice."""
    oa = PREFIXES["oa"]
    by_content: dict[tuple[object, ...], list[Iri]] = defaultdict(list)
    for iri in statements.of_class("Claim"):
        places = (iri, *statements.texts(iri, oa + "hasSelector"))
        passage = tuple(
            tuple(text for place in places for text in statements.texts(place, oa + name))
            for name in ("start", "end")
        )
        content = tuple(tuple(sorted(statements.texts(iri, name))) for name in _CONTENT)
        article = tuple(statements.texts(iri, ST + "inArticle"))
        by_content[article, passage, content].append(iri)
    for iris in by_content.values():
        first, *others = sorted(set(iris))
        for iri in others:
            if statements.is_checked(iri):
                yield Spot(
                    iri, f"says of its passage what {to_curie(first)} says", "remove one of them", "same-claim",
                    severity="warning",
                )  # fmt: skip
