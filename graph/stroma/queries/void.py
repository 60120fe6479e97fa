"""Which part of a query can meet nothing here, although the query has an answer?

A condition that is negated, optional or one of several never empties an answer, so a slip in it goes unseen: `FILTER NOT EXISTS
{ ?f st:group st:animal }` keeps every finding, since the group is called `st:animal-group`. Read first: `find_void`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from stroma.queries._tokens import Token
from stroma.queries._walking import closing, enclosing
from stroma.queries.mixed import mixed_up
from stroma.queries.patterns import Pattern, with_values
from stroma.queries.unknown import unknown_names, unknown_things
from stroma.queries.unmatched import empty_class, narrower_hint
from stroma.queries.wrong_values import wrong_value
from stroma.vocabulary import RDF_TYPE, ST, to_curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import Literal, NamedNode

    from stroma.queries._facts import Facts
    from stroma.queries.patterns import Reading

__all__ = ["find_void"]

_MAY_BE_LEFT_OUT: Final = ("OPTIONAL", "MINUS", "EXISTS")
_CONSTANTS: Final = frozenset(("iri", "pname", "string", "number", "boolean"))
# So many values of a property are listed.
_FEW: Final = 12


def find_void(
    facts: Facts,
    reading: Reading,
    tokens: Sequence[Token],
    bindings: Mapping[str, NamedNode | Literal] | None = None,
    *,
    slips_only: bool = False,
) -> Iterator[str]:
    """What is named in a query that no triple has, one hint a slip; required patterns of a query with rows give none.

    Looked up are names of the vocabulary, properties, and the values of a property in patterns, VALUES and comparisons. A value that
    is right and stands nowhere yet (`st:retracted true` where nothing was retracted) is no slip.

    Args:
        bindings: the values that its variables were bound to.
        slips_only: without texts and terms that are good values of a property and that nothing has.

    Example:
        >>> from stroma.queries._facts import Facts
        >>> from stroma.queries._names import NamesIn
        >>> from stroma.queries._tokens import tokenize
        >>> from stroma.queries.patterns import read_patterns
        >>> from stroma.store import open_store
        >>> tokens = tokenize("SELECT ?s { ?s a st:Study FILTER NOT EXISTS { ?s st:species 'Human' } }")
        >>> list(find_void(Facts(NamesIn(open_store().dataset)), read_patterns(tokens), tokens))
        ['case matters: st:species here is "human", not \\'Human\\'']
    """
    patterns = [with_values(pattern, bindings or {}) for pattern in reading.patterns]
    asked = _Asked(facts, reading, patterns, tokens, slips_only=slips_only)
    seen: set[str] = set()
    for hint in (*asked.names(), *asked.properties(), *asked.values(), *asked.classes()):
        if hint not in seen:
            seen.add(hint)
            yield hint


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pattern stands."""

    group: int | None
    """Of the innermost OPTIONAL, MINUS or EXISTS around it, the place of its bracket."""
    is_one_of_several: bool
    """Whether a UNION is around it."""


class _Asked:
    """What a query asks, and what is held of it, looked up in one go."""

    def __init__(
        self,
        facts: Facts,
        reading: Reading,
        patterns: list[Pattern],
        tokens: Sequence[Token],
        *,
        slips_only: bool,
    ) -> None:
        self.slips_only = slips_only
        self.facts, self.reading, self.patterns, self.tokens = facts, reading, patterns, tokens
        self.our_names = sorted(
            {iri for t in tokens if (iri := reading.iri(t)).startswith(ST) and iri != ST}
        )
        self.steps = list(dict.fromkeys(step for p in patterns for step in p.steps))
        self.compared = [
            [one for one in patterns_of if one.steps] for patterns_of in self._compared()
        ]
        alone = [[p] for p in patterns if p.steps and p.object and p.object.kind in _CONSTANTS]
        self.with_value = [several for several in (*alone, *self.compared) if several]
        wanted = (
            *(f"<{iri}> ?p ?o" for iri in self.our_names),
            *(f"?s <{step}> ?o" for step in self.steps),
            *(self._as_pattern(p) for several in self.with_value for p in several),
        )
        self.held = facts.some([one for one in dict.fromkeys(wanted) if one])

    def _as_pattern(self, pattern: Pattern) -> str:
        """A pattern of any subject with the last property and the value; empty where no triple is looked for."""
        token = pattern.object
        if token is None or pattern.suffix.startswith("^^"):
            return ""
        if token.kind in ("iri", "pname"):
            iri = self.reading.iri(token)
            return f"?s <{pattern.steps[-1]}> <{iri}>" if iri else ""
        # Where numbers are compared, those of two types may be equal.
        if token.kind == "number" and pattern.is_compared:
            return ""
        text = token.text.lower() if token.kind == "boolean" else token.text
        return f"?s <{pattern.steps[-1]}> {text}{pattern.suffix}"

    def names(self) -> Iterator[str]:
        """Names of ours that neither the vocabulary has nor anything else."""
        unknown = [iri for iri in self.our_names if f"<{iri}> ?p ?o" not in self.held]
        unknown = [iri for iri in unknown if not self.facts.has(iri)]
        if unknown:
            compared = [pattern for several in self.compared for pattern in several]
            around = replace(self.reading, patterns=[*self.patterns, *compared])
            yield from unknown_names(self.facts, around, unknown)

    def properties(self) -> Iterator[str]:
        """Properties of other vocabularies that nothing has."""
        for step in self.steps:
            if not step.startswith(ST) and f"?s <{step}> ?o" not in self.held:
                yield f"nothing here has {to_curie(step)}{narrower_hint(step)}"

    def values(self) -> Iterator[str]:
        """Values that a property never has; of a variable that two patterns give a value, one of these may."""
        for several in self.with_value:
            found: list[str] = []
            for pattern in several:
                written = self._as_pattern(pattern)
                if not self._is_used(pattern) or written in self.held:
                    found = []
                    break
                found = found or list(self._without_value(pattern))
            yield from found

    def _is_used(self, pattern: Pattern) -> bool:
        return f"?s <{pattern.steps[-1]}> ?o" in self.held

    def _without_value(self, pattern: Pattern) -> Iterator[str]:
        token, property_ = pattern.object, pattern.steps[-1]
        if token is None:
            return
        iri = self.reading.iri(token)
        if property_ == RDF_TYPE:
            yield from empty_class(self.facts, iri, pattern.subject)
            return
        hints = list(wrong_value(self.facts, pattern, self.reading))
        yield from hints
        if hints or self.slips_only or iri.startswith(ST):
            return
        name = to_curie(property_)
        if iri and self.facts.has(iri):
            yield f"nothing here has {name} {to_curie(iri)} ({self.facts.store.label(iri)})"
        elif iri:
            is_named = token.kind == "pname"
            near = list(unknown_things(self.facts, self.reading, (token,))) if is_named else []
            yield from near or [f"{token.text} names nothing here"]
        elif token.kind == "string":
            held = self.facts.few_values(property_, _FEW)
            listed = f"; there is {', '.join(held)}" if held else ""
            yield f"no {name} here is {token.text}{pattern.suffix}{listed}"

    def _compared(self) -> Iterator[list[Pattern]]:
        """What a variable is compared with, listed for or given, as the patterns they would be where the variable stands."""
        of: dict[str, list[Pattern]] = {}
        for pattern in self.reading.patterns:
            if pattern.object is not None and pattern.object.kind == "var":
                of.setdefault(pattern.object.text[1:], []).append(pattern)
        for name, token, suffix in _values_of_variables(self.tokens):
            yield [
                Pattern(p.subject, p.steps, token, suffix, is_compared=True)
                for p in of.get(name, ())
            ]
        for name, token in _texts_in_order(self.tokens):
            # Letters have an order too.
            yield [
                Pattern(p.subject, p.steps, token, is_compared=True)
                for p in of.get(name, ())
                if p.steps and not self.facts.holds_text(p.steps[-1])
            ]

    def classes(self) -> Iterator[str]:
        """Properties in OPTIONAL, MINUS or EXISTS that what they are asked of never has."""
        pairs: list[tuple[Pattern, list[Pattern]]] = []
        places = [self._place(pattern) for pattern in self.patterns]
        for pattern, place in zip(self.patterns, places, strict=True):
            if place.group is None or not pattern.subject.startswith("?") or not pattern.steps:
                continue
            # To leave out what is of a class does no harm where nothing is.
            if pattern.steps[0] == RDF_TYPE:
                continue
            around = [
                one
                for one, other in zip(self.patterns, places, strict=True)
                if one.subject == pattern.subject
                and self._is_required(one, other)
                and (other.group is None or self._is_within(place.group, other.group))
                and other.group != place.group
            ]
            if around and (self._is_used(pattern) or pattern.steps[0].startswith(ST)):
                pairs.append((pattern, around))
        if not pairs:
            return
        samples = {p.subject + self._sampled(p): self.held.get(self._sampled(p)) for p, _ in pairs}
        checks = {
            (n, of): f"<{sample.value}> {self._stands(one)}"
            for n, (pattern, around) in enumerate(pairs)
            for of, one in enumerate(around)
            if (sample := samples[pattern.subject + self._sampled(pattern)]) is not None
            and hasattr(sample, "value")
        }
        held = self.facts.some(list(dict.fromkeys(checks.values())))
        for n, (pattern, around) in enumerate(pairs):
            missing = (one for of, one in enumerate(around) if checks.get((n, of)) not in held)
            told = (hint for one in missing for hint in mixed_up(self.facts, self.reading, one, pattern))  # fmt: skip
            yield from islice(told, 1)

    def _is_required(self, pattern: Pattern, place: _Place) -> bool:
        if not pattern.steps or place.is_one_of_several:
            return False
        is_class = pattern.steps[0] == RDF_TYPE
        return not is_class or (
            pattern.object is not None and bool(self.reading.iri(pattern.object))
        )

    def _sampled(self, pattern: Pattern) -> str:
        return f"?s <{pattern.steps[0]}> ?o"

    def _stands(self, pattern: Pattern) -> str:
        iri = self.reading.iri(pattern.object) if pattern.object is not None else ""
        return f"a <{iri}>" if pattern.steps[0] == RDF_TYPE else f"<{pattern.steps[0]}> ?o"

    def _place(self, pattern: Pattern) -> _Place:
        at = next(i for i, t in enumerate(self.tokens) if pattern.object and t.start >= pattern.object.start)  # fmt: skip
        group, is_one_of_several = None, False
        while (at := enclosing(self.tokens, at)) >= 0:
            if self.tokens[at].text != "{":
                continue
            before = self.tokens[at - 1].word if at else ""
            after = closing(self.tokens, at) + 1
            if before == "UNION" or (
                after < len(self.tokens) and self.tokens[after].word == "UNION"
            ):
                is_one_of_several = True
            if before in _MAY_BE_LEFT_OUT and group is None:
                group = at
        return _Place(group, is_one_of_several)

    def _is_within(self, group: int, other: int) -> bool:
        """Whether a group stands inside another."""
        return other < group < closing(self.tokens, other)


def _values_of_variables(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, str]]:
    """Each value that a variable, without its mark, is compared with by = or !=, looked up in with IN or given with VALUES, and its suffix."""
    for at, token in enumerate(tokens):
        word = token.word
        if token.text in ("=", "!=") and 0 < at < len(tokens) - 1:
            if tokens[at - 1].text in ("<", ">") or tokens[at + 1].text == "=":
                continue
            for one, other in ((at - 1, at + 1), (at + 1, at - 1)):
                if tokens[one].kind == "var" and (value := _value(tokens, other)) is not None:
                    yield tokens[one].text[1:], *value
        elif word == "IN" and at + 1 < len(tokens) and tokens[at + 1].text == "(":
            variable = tokens[at - 2 if tokens[at - 1].word == "NOT" else at - 1]
            if variable.kind == "var":
                for place in range(at + 2, closing(tokens, at + 1)):
                    if (value := _value(tokens, place)) is not None:
                        yield variable.text[1:], *value
        elif word == "VALUES":
            yield from _given(tokens, at + 1)


def _texts_in_order(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Each text that a variable, without its mark, is compared with by <, <=, > or >=."""
    for at in range(1, len(tokens) - 1):
        if tokens[at].text not in ("<", ">"):
            continue
        other = at + 1 + (tokens[at + 1].text == "=")
        if tokens[at - 1].kind != "var" or other >= len(tokens) or tokens[other].kind != "string":
            continue
        if (value := _value(tokens, other)) is None or not value[1]:
            yield tokens[at - 1].text[1:], tokens[other]


def _given(tokens: Sequence[Token], at: int) -> Iterator[tuple[str, Token, str]]:
    """The values of a VALUES block, each with its variable."""
    names: list[str] = []
    while at < len(tokens) and tokens[at].text != "{":
        if tokens[at].kind == "var":
            names.append(tokens[at].text[1:])
        at += 1
    n = 0
    for place in range(at + 1, closing(tokens, at)) if at < len(tokens) else ():
        token = tokens[place]
        if token.text in ("(", ")"):
            n = 0
        elif (value := _value(tokens, place)) is not None or token.word == "UNDEF":
            if value is not None and names:
                yield names[n % len(names)], *value
            n += 1


def _value(tokens: Sequence[Token], at: int) -> tuple[Token, str] | None:
    """The value at a place, and the language or datatype behind it; None where there is none, or the start of something longer."""
    token = tokens[at]
    if token.word in ("TRUE", "FALSE"):
        return Token("boolean", token.text.lower(), token.start), ""
    if token.kind not in _CONSTANTS or tokens[at - 1].text in ("^^", "-", "+"):
        return None
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if token.kind in ("iri", "pname") and after == "(":
        return None
    suffix = ""
    if token.kind == "string" and after.startswith("@"):
        suffix = after
    elif token.kind == "string" and after == "^^" and at + 2 < len(tokens):
        suffix = after + tokens[at + 2].text
    return token, suffix
