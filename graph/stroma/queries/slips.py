"""Which slips of the pen make a query answer nothing, although it is good SPARQL?

Read first: `find_slips`. Each hint says what was written, what stands here instead, and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from stroma.errors import StromaError, UnknownTermError, kind_words
from stroma.queries._walking import closing, enclosing
from stroma.queries.graphs import find_split
from stroma.queries.patterns import Pattern
from stroma.queries.unmatched import find_unmatched, narrower_hint
from stroma.vocabulary import PREFIXES, RDF_TYPE, ST, Iri, local_id, to_curie

if TYPE_CHECKING:
    from stroma.queries._facts import Facts
    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Reading

__all__ = ["find_slips", "mixed_up", "unknown_names", "unknown_things", "wrong_value"]

# What people expect to find in our vocabulary, and where it stands.
_ELSEWHERE: Final = {
    "outcome": "an outcome is the rdf:object of a finding, and the st:primaryOutcome of a study",
    "about": "what a finding, claim or proposition is about stands in rdf:subject, rdf:predicate, rdf:object and st:inCondition",
    "result": "the result of a finding is its st:direction, and its st:value as reported",
    "date": "the year of a study is its st:year",
    "author": "the author of a study is its st:firstAuthor",
    "title": "the title of a study is its rdfs:label",
    "name": "names are rdfs:label, skos:altLabel and st:brandName",
    "preflabel": "the name of a thing is its rdfs:label; synonyms are skos:altLabel",
    "synonym": "synonyms are skos:altLabel",
    "evidence": "a proposition has its evidence in st:supportedBy, st:disputedBy and st:inconclusiveBy",
    "study": "a finding has its study in st:foundBy, a proposition its studies in st:studiedIn",
    "trial": "trials are a st:Study, told apart by their st:design",
    "samplesize": "people are st:nEnrolled and st:nTreated of a study, st:participants of a proposition",
    "people": "people are st:nEnrolled and st:nTreated of a study, st:participants of a proposition",
}
# A word for a value whose nearest name is the contrary.
_MEANT: Final = {"unsupported": "not-supported"}
# How to get from one class to another, where people mix their properties.
_WAYS: Final = {
    ("Finding", "Study"): "?finding st:foundBy ?study",
    ("Finding", "Reference"): "?finding st:foundBy ?reference",
    ("Finding", "Proposition"): "?finding st:onProposition ?proposition",
    ("Finding", "Predicate"): "?finding rdf:predicate ?predicate",
    ("Proposition", "Predicate"): "?proposition rdf:predicate ?predicate",
    ("Claim", "Predicate"): "?claim rdf:predicate ?predicate",
    ("Claim", "Proposition"): "?claim st:onProposition ?proposition",
    ("Claim", "Article"): "?claim st:inArticle ?article",
    ("Proposition", "Study"): "?proposition st:studiedIn ?study",
    ("Conflict", "Proposition"): "?conflict st:onProposition ?proposition",
    ("Conflict", "Finding"): "?conflict st:between ?finding",
}
_LABEL: Final = PREFIXES["rdfs"] + "label"
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_OURS: Final = (
    "term",
    "study",
    "reference",
    "finding",
    "article",
    "claim",
    "proposition",
    "conflict",
)


def find_slips(facts: Facts, reading: Reading, tokens: tuple[Token, ...]) -> Iterator[str]:
    """What a query names or compares that cannot be found here, one hint a slip."""
    seen: set[str] = set()
    for hint in (
        *_unknown_names(facts, reading, tokens),
        *unknown_things(facts, reading, tokens),
        *_unknown_graphs(facts, reading),
        *_unused_properties(facts, reading),
        *find_split(facts, reading, tokens),
        *find_unmatched(facts, reading, tokens),
        *(
            hint
            for pattern in (*reading.patterns, *_compared(reading, tokens))
            for hint in wrong_value(facts, pattern, reading)
        ),
        *_wrong_roles(facts, reading),
        *_mixed_classes(facts, reading),
        *_of_findings(reading),
        *_without_value(facts, reading),
        *_other_case(facts, reading, tokens),
        *_alias_in_having(tokens),
    ):
        if hint not in seen:
            seen.add(hint)
            yield hint


def _unknown_names(facts: Facts, reading: Reading, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Names with our prefix that the vocabulary does not have."""
    if not facts.vocabulary:
        return
    names = {iri for token in tokens if (iri := reading.iri(token)).startswith(ST) and iri != ST}
    yield from unknown_names(facts, reading, sorted(names - set(facts.vocabulary)))


def unknown_names(facts: Facts, reading: Reading, iris: Sequence[Iri]) -> Iterator[str]:
    """What was meant by names with our prefix that the vocabulary does not have."""
    for iri in iris:
        name = iri.removeprefix(ST)
        # A class is told from values and properties by its capital.
        known = [
            local_id(one)
            for one in facts.vocabulary
            if one != ST and local_id(one)[0].isupper() == name[:1].isupper()
        ]
        wanted = _class_at(facts, iri, reading) or _values_at(facts, iri, reading)
        yield f"st:{name} is not in the vocabulary{wanted or _instead(facts, name, known)}"


def _class_at(facts: Facts, iri: Iri, reading: Reading) -> str:
    """The class that was meant where `a` is followed by its name in small letters."""
    classes = {one.casefold(): one for one in facts.members(PREFIXES["owl"] + "Class")}
    meant = classes.get(iri.casefold())
    is_class = any(
        pattern.object is not None and reading.iri(pattern.object) == iri
        for pattern in reading.patterns
        if pattern.steps[-1:] == (RDF_TYPE,)
    )
    return f", did you mean {to_curie(meant)}?" if meant is not None and is_class else ""


def _unused_properties(facts: Facts, reading: Reading) -> Iterator[str]:
    """Properties of other vocabularies that nothing here has."""
    steps = dict.fromkeys(step for pattern in reading.patterns for step in pattern.steps)
    for property_ in steps:
        if property_.startswith(ST) or facts.value_of(property_) is not None:
            continue
        name = local_id(property_)
        ours = f", did you mean st:{name}?" if ST + name in facts.vocabulary else ""
        elsewhere = f"; {_ELSEWHERE[name.casefold()]}" if name.casefold() in _ELSEWHERE else ""
        yield f"nothing here has {to_curie(property_)}{ours or elsewhere or narrower_hint(property_)}"


def _values_at(facts: Facts, iri: Iri, reading: Reading) -> str:
    """What stands where an unknown value was written."""
    for pattern in reading.patterns:
        token = pattern.object
        if token is None or reading.iri(token) != iri or not pattern.steps:
            continue
        classes = {c for c in facts.value_classes(pattern.steps[-1]) if c.startswith(ST)}
        values = sorted(to_curie(one) for class_ in classes for one in facts.members(class_))
        meant = "st:" + _MEANT.get(local_id(iri).casefold(), "")
        near = [meant] if meant in values else get_close_matches(to_curie(iri), values, n=1, cutoff=0.75)  # fmt: skip
        if near:
            return f", did you mean {near[0]}?"
        if 0 < len(values) <= 12 and pattern.steps[-1] != RDF_TYPE:
            return f"; {to_curie(pattern.steps[-1])} takes {', '.join(values)}"
    return ""


def _instead(facts: Facts, name: str, known: list[str]) -> str:
    if (other := facts.properties_by_name.get(name.casefold())) is not None:
        return f", write {to_curie(other)}"
    if name.casefold() in _ELSEWHERE:
        return f"; {_ELSEWHERE[name.casefold()]}"
    by_case = {one.casefold(): one for one in sorted(known)}
    near = get_close_matches(name.casefold(), sorted(by_case), n=1, cutoff=0.72)
    return f", did you mean st:{by_case[near[0]]}?" if near else ""


def unknown_things(facts: Facts, reading: Reading, tokens: Sequence[Token]) -> Iterator[str]:
    """Terms, studies and the like that nothing is stated about."""
    # Only names with a prefix: an IRI in full may be anything, a namespace in PREFIX included.
    iris = {reading.iri(token): token.text for token in tokens if token.kind == "pname"}
    for iri, written in sorted(iris.items()):
        is_term = iri.startswith((PREFIXES["obo"], *(PREFIXES[name] for name in _OURS)))
        if not is_term or not iri.rpartition("/")[2] or iri.endswith("_") or facts.has(iri):
            continue
        try:
            # A slip that has one other meaning is answered with it, any other with what is near.
            found = _resolve(facts, iri)
        except UnknownTermError as error:
            prefix = "study:" if written.startswith("study:") else ""
            near = f", did you mean {prefix}{error.near[0]}?" if error.near else ""
            yield f"{written} names nothing here{near}"
        except StromaError:
            yield f"{written} names nothing here"
        else:
            label = facts.store.label(found)
            yield f"{written} names nothing here, did you mean {to_curie(found)} ({label})?"


def _resolve(facts: Facts, iri: Iri) -> Iri:
    name = local_id(iri)
    if iri.startswith((PREFIXES["study"], PREFIXES["reference"])):
        return facts.store.resolve_source(name)
    return facts.store.resolve_term(name.replace("-", " "))


def _unknown_graphs(facts: Facts, reading: Reading) -> Iterator[str]:
    for iri in dict.fromkeys(reading.graphs):
        if facts.exists(f"GRAPH <{iri}> {{ ?s ?p ?o }}"):
            continue
        names = [row[0].value for row in facts.rows("SELECT ?g { GRAPH ?g {} } LIMIT 20000")]
        # What all their names begin with says nothing.
        short = {name.removeprefix(PREFIXES["graph"]): name for name in names}
        near = get_close_matches(iri.removeprefix(PREFIXES["graph"]), short, n=1, cutoff=0.8)
        listed = "SELECT ?g { GRAPH ?g {} } lists the graphs"
        hint = f"did you mean <{short[near[0]]}>?" if near else listed
        yield f"there is no graph <{iri}> here; {hint}"


def _compared(reading: Reading, tokens: tuple[Token, ...]) -> Iterator[Pattern]:
    """Comparisons of a variable with a value, as the patterns they would be with `=`."""
    for i, token in enumerate(tokens[:-2]):
        at = i + 1
        while at < len(tokens) - 1 and tokens[at].text in ("=", "<", ">"):
            at += 1
        if token.kind != "var" or at == i + 1 or tokens[at].kind == "op":
            continue
        after = tokens[at + 1 : at + 3]
        suffix = after[0].text if after and after[0].text.startswith(("@", "^^")) else ""
        for pattern in reading.patterns:
            if pattern.object is not None and pattern.object.text == token.text:
                yield Pattern(pattern.subject, pattern.steps, tokens[at], suffix, is_compared=True)


def wrong_value(facts: Facts, pattern: Pattern, reading: Reading) -> Iterator[str]:
    """A value that the property never has: text for an IRI, a number in quotes, another class."""
    token = pattern.object
    if not pattern.steps or token is None or token.kind in ("var", "blank"):
        return
    property_ = pattern.steps[-1]
    if property_ == RDF_TYPE:
        return
    some = facts.value_of(property_)
    if some is None:
        return
    name = to_curie(property_)
    if iri := reading.iri(token):
        if isinstance(some, Literal):
            yield f"{name} takes {_kind_of_literal(some)}, such as {_written(some)}, and no IRI"
        else:
            yield from _wrong_class(facts, property_, iri)
        return
    text = _text(token)
    if isinstance(some, NamedNode):
        meant = _meant(facts, property_, text) if token.kind == "string" else None
        values = "" if meant else _listed(facts, property_)
        yield f"{name} takes an IRI: write {meant or values or 'one, such as ' + to_curie(some.value)}, not {token.text}"
    elif isinstance(some, Literal):
        yield from _wrong_literal(facts, property_, some, token, pattern)


def _listed(facts: Facts, property_: Iri) -> str:
    """The values that a property takes, where they are few."""
    classes = {c for c in facts.value_classes(property_) if c.startswith(ST)}
    values = sorted(to_curie(one) for class_ in classes for one in facts.members(class_))
    return f"{', '.join(values[:-1])} or {values[-1]}" if 1 < len(values) <= 12 else ""


def _meant(facts: Facts, property_: Iri, text: str) -> str | None:
    """The CURIE that a text stands for where a property takes one, misspelt or cut short too."""
    if (exact := facts.named(text)) is not None:
        return exact
    classes = {c for c in facts.value_classes(property_) if c.startswith(ST)}
    values = sorted(to_curie(one) for class_ in classes for one in facts.members(class_))
    slug = "st:" + "-".join(text.casefold().split())
    begun = [value for value in values if value.startswith(slug + "-")]
    if near := begun or get_close_matches(slug, values, n=1, cutoff=0.65):
        return near[0]
    labels = facts.store.near(text, facts.kinds_taken(property_) or None)
    found = facts.named(labels[0]) if labels else None
    return f"{found} ({labels[0]})" if found is not None else None


def _wrong_literal(
    facts: Facts, property_: Iri, some: Literal, token: Token, pattern: Pattern
) -> Iterator[str]:
    name, text, suffix = to_curie(property_), _text(token), pattern.suffix
    is_text = some.datatype.value.endswith(("#string", "#langString"))
    if token.kind == "number":
        is_whole = some.datatype.value.endswith("#integer")
        if is_text and pattern.is_compared:
            yield (
                f"{name} holds text as reported: < and > compare its letters, not numbers; the number in a p-value is st:pAtMost "
                "(p_at_most in g.findings())"
            )
        elif is_text:
            yield f'{name} holds text: write "{text}" in quotes'
        elif pattern.is_compared:
            return
        elif some.datatype.value.endswith(("#integer", "#decimal")) and is_whole != text.isdigit():
            kind = "whole numbers" if is_whole else "numbers with decimals"
            yield f"{name} holds {kind}, and {text} is another type: write {name} ?number FILTER (?number = {text})"
        return
    if suffix.startswith("^^"):
        return
    if token.kind == "boolean":
        if some.datatype.value.endswith("#boolean"):  # a yes or no that nothing has is not stated
            instead = (
                f"FILTER NOT EXISTS {{ … {name} true }}" if text == "false" else f"{name} false"
            )
            yield f"{name} is never {text} here: write {instead}"
        return
    if not is_text:
        if _NUMBER.fullmatch(text) or text in ("true", "false"):
            yield f"{name} holds {_kind_of_literal(some)}: write {text} without quotes"
        else:
            yield f"{name} holds {_kind_of_literal(some)}, such as {_written(some)}"
    elif property_ == _LABEL and (meant := _synonym(facts, text)) is not None:
        yield meant
    elif some.language and not suffix:
        yield f'{name} carries a language: write "{text}"@{some.language}'
    elif not some.language and suffix:
        yield f'{name} carries no language: write "{text}" without {suffix}'
    elif (other := facts.same_but_case(property_, text)) is not None:
        yield f'case matters: {name} here is "{other}"{suffix}, not {token.text}'


def _synonym(facts: Facts, text: str) -> str | None:
    """What to write for a text that is no label, but another name of a term."""
    try:
        iri = facts.store.resolve_term(text)
    except StromaError:
        return None
    label = facts.store.label(iri)
    if label.casefold() == text.casefold():
        return None
    return f'"{text}" is no rdfs:label but another name of {to_curie(iri)}: write {to_curie(iri)}, or "{label}"@en'


def _wrong_class(facts: Facts, property_: Iri, iri: Iri) -> Iterator[str]:
    name = to_curie(property_)
    kind, kinds = facts.store.kind(iri), facts.kinds_taken(property_)
    if kind and kinds and kind not in kinds:
        label = facts.store.label(iri)
        yield f"{to_curie(iri)} ({label}) is {_a(kind)}, and {name} takes {' or '.join(map(_a, kinds))}"
    own = [c for c in facts.stated(iri, RDF_TYPE) if c.startswith(ST)]
    if not own or iri not in facts.vocabulary:
        return
    taken = {c for c in facts.value_classes(property_) if c.startswith(ST)}
    if not taken or taken & set(own):
        return
    values = [to_curie(one) for class_ in sorted(taken) for one in facts.members(class_)]
    listed = f": {', '.join(values)}" if 0 < len(values) <= 12 else ""
    words = " or ".join(facts.label(class_) for class_ in sorted(taken))
    yield f"{to_curie(iri)} is a {facts.label(own[0])}, and {name} takes a {words}{listed}"


def _wrong_roles(facts: Facts, reading: Reading) -> Iterator[str]:
    """A term of a kind that the predicate never has as its subject or object."""
    contents: dict[str, dict[str, Iri]] = {}
    for pattern in reading.patterns:
        iri = reading.iri(pattern.object) if pattern.object is not None else ""
        if len(pattern.steps) != 1 or not pattern.steps[0].startswith((PREFIXES["rdf"], ST)):
            continue
        if facts.needs_condition(pattern.steps[0]) is not None and "://" in pattern.subject:
            bare = {"subject": pattern.subject, "predicate": pattern.steps[0]}
            contents[f"bare {len(contents)}"] = bare
        elif iri and pattern.steps[0].startswith(PREFIXES["rdf"]):
            contents.setdefault(pattern.subject, {})[local_id(pattern.steps[0])] = iri
    for content in contents.values():
        predicate = content.get("predicate", "")
        for role, property_ in (("subject", "domainIncludes"), ("object", "rangeIncludes")):
            kind = facts.store.kind(content.get(role, ""))
            stated = facts.stated(predicate, PREFIXES["schema"] + property_)
            kinds = [local_id(one) for one in stated]
            if kind and kinds and kind not in kinds:
                named = f"{to_curie(content[role])} ({facts.store.label(content[role])})"
                wanted = " or ".join(map(_a, kinds))
                where = "; the disease stands in st:inCondition" if kind == "Disease" else ""
                yield f"{named} is {_a(kind)}, and the {role} of {to_curie(predicate)} is {wanted}{where}"


def _mixed_classes(facts: Facts, reading: Reading) -> Iterator[str]:
    """One thing that is asked for properties that no one thing has."""
    by_subject: dict[str, dict[tuple[Iri, Iri | None], None]] = {}
    for pattern in reading.patterns:
        if not pattern.steps:
            continue
        first = pattern.steps[0]
        value = reading.iri(pattern.object) if first == RDF_TYPE and pattern.object else None
        if first == RDF_TYPE and not value:
            continue
        by_subject.setdefault(pattern.subject, {})[first, value] = None
    for subject, asked in by_subject.items():
        known: list[tuple[str, set[Iri]]] = []
        if "://" in subject and (classes := facts.classes_of(subject)):
            known.append((to_curie(subject), classes))
        if len(asked) + len(known) < 2:
            continue
        for property_, value in asked:
            classes = facts.classes_with(property_) if value is None else {value}
            name = to_curie(property_) if value is None else f"a {to_curie(value)}"
            before = next((one for one in known if not facts.related(one[1]) & classes), None)
            if classes and before is not None:
                yield _mixed(facts, *before, name, classes)
                break
            known += [(name, classes)] if classes else []


def mixed_up(facts: Facts, reading: Reading, one: Pattern, other: Pattern) -> Iterator[str]:
    """That no one thing has the classes or properties of two patterns, where the vocabulary and the data say so."""
    asked: list[tuple[str, set[Iri]]] = []
    for pattern in (one, other):
        first = pattern.steps[0]
        value = reading.iri(pattern.object) if first == RDF_TYPE and pattern.object else ""
        classes = {value} if value else facts.classes_with(first)
        asked.append((f"a {to_curie(value)}" if value else to_curie(first), classes))
    (name, ones), (other_name, others) = asked
    if ones and others and not facts.related(ones) & others:
        yield _mixed(facts, name, ones, other_name, others)


def _of_findings(reading: Reading) -> Iterator[str]:
    """A property of findings whose name a study would have too."""
    if any(ST + "retracted" in pattern.steps for pattern in reading.patterns):
        yield "st:retracted is of a finding; a study that was retracted has st:retractedOn"


def _mixed(facts: Facts, one: str, ones: set[Iri], other: str, others: set[Iri]) -> str:
    ways = [
        way
        for (a, b), way in _WAYS.items()
        if (ST + a in ones and ST + b in others) or (ST + b in ones and ST + a in others)
    ]
    here, there = (" or ".join(_main(facts, classes)) for classes in (ones, others))
    said = f"no one thing has both {one} ({here}) and {other} ({there})"
    return said + (f"; the way between them is {ways[0]}" if ways else "")


def _main(facts: Facts, classes: set[Iri]) -> list[str]:
    """The labels of the narrowest of some classes: Study, where Study and Source apply."""
    wider = {
        parent
        for class_ in classes
        for parent in facts.stated(class_, PREFIXES["rdfs"] + "subClassOf")
    }
    kept = sorted(facts.label(class_) for class_ in classes - wider)
    return kept if len(kept) < 5 else ["term"]


def _a(kind: str) -> str:
    words = kind_words(kind)
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _without_value(facts: Facts, reading: Reading) -> Iterator[str]:
    """Variables that FILTER compares and nothing binds."""
    for name in reading.filtered:
        if name in reading.bound:
            continue
        near = get_close_matches(name, list(reading.bound), n=1, cutoff=0.7)
        if near:
            hint = f", did you mean {near[0]}?"
        elif ST + name[1:] in facts.vocabulary:
            hint = f"; add a pattern such as ?study st:{name[1:]} {name}"
        else:
            hint = ""
        yield f"{name} stands in FILTER, but no pattern gives it a value{hint}"


def _other_case(facts: Facts, reading: Reading, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Texts that are searched for with other capitals than those that stand here."""
    for at, token in enumerate(tokens):
        if token.word not in ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX"):
            continue
        inside = tokens[at + 2 : closing(tokens, at + 1)] if at + 1 < len(tokens) else ()
        if [one.word or one.text for one in (*inside[:2], *inside[3:4])] == ["STR", "(", ")"]:
            inside = (inside[2], *inside[4:])
        # REGEX(?l, "…", "i") looks away from capitals already.
        if [one.kind for one in inside] != ["var", "op", "string"]:
            continue
        name, text = inside[0].text, inside[2].text
        if token.word == "REGEX":
            there, write = f'REGEX(STR(?v), {text}, "i")', f'REGEX({name}, {text}, "i")'
        else:
            small = Literal(_text(inside[2]).lower())
            there = f"{token.word}(LCASE(STR(?v)), {small})"
            write = f"{token.word}(LCASE({name}), {small})"
        for pattern in reading.patterns:
            if pattern.object is None or pattern.object.text != name or not pattern.steps:
                continue
            if facts.exists(f"?s <{pattern.steps[-1]}> ?v FILTER({there})"):
                held = to_curie(pattern.steps[-1])
                yield f"case matters in {token.word}: {held} has {text} with other capitals; write {write}"


def _alias_in_having(tokens: tuple[Token, ...]) -> Iterator[str]:
    """A condition on the name that SELECT gives a count: the engine does not know it there."""
    named = {
        tokens[at + 1].text: tokens[enclosing(tokens, at) + 1 : at]
        for at, token in enumerate(tokens[:-1])
        if token.word == "AS" and tokens[at + 1].kind == "var"
    }
    for at, token in enumerate(tokens[:-1]):
        if token.word != "HAVING" or tokens[at + 1].text != "(":
            continue
        condition = tokens[at + 1 : closing(tokens, at + 1) + 1]
        used = [token.text for token in condition if named.get(token.text)]
        if used:
            written = _joined(condition, {name: _joined(named[name]) for name in used})
            yield f"HAVING does not know {used[0]}, the name that SELECT gives: write HAVING {written}"


def _joined(tokens: tuple[Token, ...], instead: Mapping[str, str] | None = None) -> str:
    """Tokens as they were written, some of them replaced."""
    said, end = "", tokens[0].start if tokens else 0
    for token in tokens:
        said += " " * (token.start > end) + (instead or {}).get(token.text, token.text)
        end = token.end
    return said


def _text(token: Token) -> str:
    """The characters inside a literal."""
    if token.kind != "string":
        return token.text
    quotes = 3 if token.text[:3] in ('"""', "'''") else 1
    return token.text[quotes:-quotes]


def _kind_of_literal(some: Any) -> str:
    kinds = {
        "integer": "a whole number",
        "decimal": "a number",
        "boolean": "true or false",
        "date": "a day",
    }
    return kinds.get(some.datatype.value.rpartition("#")[2], "text")


def _written(some: Any) -> str:
    """A value as one writes it in a query, where it is short."""
    if some.datatype.value.endswith(("#integer", "#decimal", "#boolean")):
        return str(some.value)
    return f'"{some.value}"' if len(some.value) < 40 else "text in quotes"
