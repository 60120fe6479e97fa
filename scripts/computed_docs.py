"""The part of docs/records.md on what the build computes: properties, counting rules, queries that use them.

Read first: `computed_lines`. The meanings are those of `ontology/stroma.ttl`; on which records a property stands and what
it holds is read from the packaged evidence.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

import stroma
from stroma.cards.counts import DEFINITION
from stroma.queries._facts import Facts
from stroma.schema import SLOTS
from stroma.vocabulary import PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

# In this order; a property of several stands with the first.
CLASSES: Final = {
    "Proposition": "The content that findings and claims share, with the summary of its evidence. In addition it has "
    "`rdf:subject`, `rdf:predicate`, `rdf:object`, an `rdfs:label`, and `st:inCondition` if it applies to a disease.",
    "Finding": "What the build adds to each finding; findings with `st:derived true` are wholly its own.",
    "Conflict": "Two findings on one proposition that point different ways. Its `rdfs:comment` says it in a sentence.",
    "Term": "What the build adds to each term.",
    "Predicate": "What the vocabulary states about a predicate; not computed, listed for completeness.",
    "Design": "What the vocabulary states about a design; not computed.",
}
QUERIES: Final = {
    "Proposition": """\
SELECT ?statement ?stance ?for ?no_effect ?against ?people {
  ?proposition a st:Proposition ; rdf:predicate st:ameliorates ; rdf:object MONDO:0005301 ;
    rdfs:label ?statement ; st:stanceInWords ?stance ;
    st:humanSupporting ?for ; st:humanInconclusive ?no_effect ; st:humanDisputing ?against
  OPTIONAL { ?proposition st:participants ?people }
} ORDER BY ?statement""",
    "Finding": """\
SELECT ?study ?direction ?value {
  ?finding st:level st:level-2 ; st:group st:human-group ; st:direction/rdfs:label ?direction ;
    st:foundBy/st:slug ?study ; st:onProposition/rdf:object MONDO:0005301
  OPTIONAL { ?finding st:value ?value }
} ORDER BY ?study""",
    "Conflict": """\
SELECT ?statement ?one ?other ?factor {
  ?conflict a st:Conflict ; st:onProposition/rdfs:label ?statement ; st:differsIn/rdfs:label ?factor ;
    st:between ?a, ?b
  FILTER (STR(?a) < STR(?b))
  ?a st:foundBy/st:slug ?one . ?b st:foundBy/st:slug ?other
} ORDER BY ?statement ?one ?other ?factor""",
    "Term": """\
SELECT DISTINCT ?study ?disease {
  ?term st:within MONDO:0005301 ; rdfs:label ?disease .
  ?record st:disease ?term ; st:slug ?study
} ORDER BY ?study""",
}


_INTRO: Final = """\
## What the build adds: Proposition, Conflict, and more of Finding and Term

No file states these properties. The build computes them anew each time and puts them into the graph `graph:derived`,
where a query sees them like any other."""
_CARD: Final = textwrap.fill(
    f"**The line *evidence* of a card** (`stroma show`): {DEFINITION}.", 120
)
_COUNTING: Final = f"""\
## How things are counted

**Never add these up yourself:**

- **`st:nEvents` and `st:nAtRisk` must not be summed or divided blindly.** They count people, unless `st:countUnit`
  says otherwise (injections, treatments, batches). One person can be in several findings of a study (other harms,
  other time points) and in several records (`st:sharesParticipantsWith`, reviews). A finding without them was reported
  without a count, so a mean of those with a count is no rate.
- **`st:nEnrolled` and `st:nTreated` must not be summed over studies either.** Papers on the same people, and reviews
  next to their members, would count people twice; and a query returns a study once for each of its findings. The sum
  to use is `st:participants` of a proposition.
- People, animals, dishes and references are never added up.

**Studies** of a proposition (`st:humanSupporting` and the like, `st:independentStudies`) are independent studies:

- Papers on the same people (`st:sharesParticipantsWith`) are one. If only one of two papers says so, `graph:derived`
  states the other side.
- A review gives way to its own members (`st:poolsStudy`). Reviews that name no member are one together.
- A trial counts on the side of its best level. If its results at that level differ, it counts on each of their sides.

**People** of a proposition (`st:participants`) are those of the independent human studies whose size is known:

- The size of a study is the most people analysed in a finding here, else those enrolled, else those treated. Of papers
  on the same people the largest counts.
- If `st:participants` is absent, no size is known. It does not mean that there were no people.
- `st:studiesOfUnknownSize` says how many of these studies are left out of the sum, and `st:peopleInWords` says both
  ("25 people and 2 studies of unknown size (one of 480 in all arms)"). `st:participantsAtBestLevel` says how many of
  the people were in a study at the level that decides.

**Retracted sources** (`st:retractedOn`) count nowhere. A proposition names what was found there with
`st:retractedFinding` and `st:retractedSource`, and the finding has `st:retracted true`. A query that goes by findings
leaves it out with `FILTER NOT EXISTS {{ ?finding st:retracted true }}`. A source under an expression of concern
counts; `st:underConcern` names it.

{_CARD}"""
_DOMAIN: Final = PREFIXES["schema"] + "domainIncludes"
_VALUES: Final = PREFIXES["schema"] + "rangeIncludes"
_DATATYPE: Final = PREFIXES["rdfs"] + "range"
_KINDS: Final = {"integer": "whole number", "decimal": "number", "boolean": "true or false"}


def computed_properties(facts: Facts) -> list[Iri]:
    """Properties of the vocabulary that are no field of a record."""
    fields = {slot.property for slots in SLOTS.values() for slot in slots}
    kinds = {PREFIXES["owl"] + name for name in ("ObjectProperty", "DatatypeProperty")}
    return [
        iri
        for iri in sorted(facts.vocabulary)
        if kinds & set(facts.stated(iri, RDF_TYPE)) and to_curie(iri) not in fields
    ]


def computed_lines() -> Iterator[str]:
    """The lines of the part."""
    facts = Facts(stroma.open_graph().store)
    by_class: dict[str, list[Iri]] = {name: [] for name in CLASSES}
    for iri in computed_properties(facts):
        by_class[_class_of(facts, iri)].append(iri)
    yield from ("", _INTRO)
    for name, properties in by_class.items():
        yield from (
            "",
            f"### {name}",
            "",
            textwrap.fill(CLASSES[name], 119, break_on_hyphens=False),
            "",
        )
        yield "| property | holds | meaning | example |"
        yield "| --- | --- | --- | --- |"
        for iri in properties:
            meaning = facts.stated(iri, PREFIXES["skos"] + "definition")[0]
            cells = (f"`{to_curie(iri)}`", _holds(facts, iri), meaning, _example(facts, name, iri))
            yield f"| {' | '.join(cells)} |"
        if name in QUERIES:
            yield from ("", "```sparql", QUERIES[name], "```")
    yield from ("", _COUNTING)


def _class_of(facts: Facts, property_: Iri) -> str:
    classes = {
        local_id(row[0].value)
        for row in facts.rows(f"SELECT DISTINCT ?c {{ ?s <{property_}> ?v . ?s a ?c }}")
    }
    if classes & {"Disease", "CellProduct"}:
        return "Term"
    # What no packaged record has, the vocabulary describes.
    classes |= set(map(local_id, facts.stated(property_, _DOMAIN)))
    return next(name for name in CLASSES if name in classes)


def _holds(facts: Facts, property_: Iri) -> str:
    sample = facts.value_of(property_)
    if sample is None:
        datatypes = [iri.rpartition("#")[2] for iri in facts.stated(property_, _DATATYPE)]
        named = sorted(facts.label(iri) for iri in facts.stated(property_, _VALUES))
        return " or ".join([*(_KINDS[name] for name in datatypes), *named])
    if hasattr(sample, "datatype"):
        return _KINDS.get(sample.datatype.value.rpartition("#")[2], "text")
    if local_id(property_) == "within":
        return "term"
    if local_id(property_) == "evidenceType":
        return "ECO class"
    classes = {iri for iri in facts.value_classes(property_) if iri.startswith(ST)}
    names = sorted(facts.label(iri) for iri in classes)
    values = sorted(to_curie(one) for iri in classes for one in facts.members(iri))
    listed = f": {', '.join(f'`{value}`' for value in values)}" if 0 < len(values) <= 12 else ""
    return " or ".join(names) + listed


def _example(facts: Facts, name: str, property_: Iri) -> str:
    sample = facts.value_of(property_)
    curie = to_curie(property_)
    value = "?" + local_id(property_)
    if sample is None:
        value = "true" if facts.stated(property_, _DATATYPE) else value
    elif hasattr(sample, "datatype") and sample.datatype.value.endswith("#boolean"):
        value = "true"
    elif not hasattr(sample, "datatype") and sample.value.startswith(ST):
        query = f"SELECT (MIN(STR(?v)) AS ?least) {{ ?s <{property_}> ?v }}"
        value = to_curie(next(facts.rows(query))[0].value)
    elif local_id(property_) == "within":
        value = "MONDO:0005301"
    return f"`?{name.lower()} {curie} {value}`"
