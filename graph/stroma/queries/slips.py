"""Which slips of the pen make a query answer nothing, although it is good SPARQL?

Read first: `find_slips`. Each hint says what was written, what stands here instead, and what to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from stroma.queries._walking import closing, enclosing
from stroma.queries.graphs import find_split
from stroma.queries.mixed import mixed_classes, of_findings, wrong_roles
from stroma.queries.unknown import names_unknown, unknown_graphs, unknown_things, unused_properties
from stroma.queries.unmatched import find_unmatched
from stroma.queries.wrong_values import characters, compared, wrong_value
from stroma.vocabulary import ST, to_curie

if TYPE_CHECKING:
    from stroma.queries._facts import Facts
    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Reading

__all__ = ["find_slips"]


def find_slips(facts: Facts, reading: Reading, tokens: tuple[Token, ...]) -> Iterator[str]:
    """What a query names or compares that cannot be found here, one hint a slip."""
    seen: set[str] = set()
    for hint in (
        *names_unknown(facts, reading, tokens),
        *unknown_things(facts, reading, tokens),
        *unknown_graphs(facts, reading),
        *unused_properties(facts, reading),
        *find_split(facts, reading, tokens),
        *find_unmatched(facts, reading, tokens),
        *(
            hint
            for pattern in (*reading.patterns, *compared(reading, tokens))
            for hint in wrong_value(facts, pattern, reading)
        ),
        *wrong_roles(facts, reading),
        *mixed_classes(facts, reading),
        *of_findings(reading),
        *_without_value(facts, reading),
        *_other_case(facts, reading, tokens),
        *_alias_in_having(tokens),
    ):
        if hint not in seen:
            seen.add(hint)
            yield hint


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
            small = Literal(characters(inside[2]).lower())
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
