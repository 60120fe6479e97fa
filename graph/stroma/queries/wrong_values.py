"""Which values of a query are of another kind than the property has? Read first: `wrong_value`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from stroma.errors import StromaError, kind_words, with_article
from stroma.queries.patterns import Pattern
from stroma.vocabulary import PREFIXES, RDF_TYPE, ST, Iri, to_curie

if TYPE_CHECKING:
    from stroma.queries._facts import Facts
    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Reading

__all__ = ["characters", "compared", "wrong_value"]

_LABEL: Final = PREFIXES["rdfs"] + "label"
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def compared(reading: Reading, tokens: tuple[Token, ...]) -> Iterator[Pattern]:
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
    text = characters(token)
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
    name, text, suffix = to_curie(property_), characters(token), pattern.suffix
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
        yield f"{to_curie(iri)} ({label}) is {with_article(kind_words(kind))}, and {name} takes {' or '.join(with_article(kind_words(one)) for one in kinds)}"
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


def characters(token: Token) -> str:
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
