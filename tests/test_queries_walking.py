"""The way through the tokens of a query: brackets, also where they do not pair, and prefixes."""

from __future__ import annotations

import pytest

from stroma.queries._tokens import tokenize
from stroma.queries._walking import closing, declared_prefixes, enclosing

QUERY = 'SELECT (COUNT(?s) AS ?n) { ?s st:site [ rdfs:label "}" ] FILTER(?n IN (1, (2))) }'


def test_a_bracket_of_each_kind_is_closed_by_its_own() -> None:
    tokens = tokenize(QUERY)
    pairs = {"(": ")", "[": "]", "{": "}"}
    for at, token in enumerate(tokens):
        if token.text in pairs:
            end = closing(tokens, at)
            assert tokens[end].text == pairs[token.text]
            assert enclosing(tokens, end) == at
            assert all(at < enclosing(tokens, inner) or enclosing(tokens, inner) == at for inner in range(at + 1, end))  # fmt: skip
    assert closing(tokens, tokens.index(next(t for t in tokens if t.text == "{"))) == len(tokens) - 1  # fmt: skip
    assert enclosing(tokens, 0) == -1


@pytest.mark.parametrize(
    ("text", "at", "closed", "around"), [("ASK { ?s ?p ?o", 1, 4, 1), ("ASK ((", 1, 2, 2), ("ASK ?s } ?o", 4, 3, -1)]
)  # fmt: skip
def test_where_brackets_do_not_pair_the_walk_ends_with_the_tokens(
    text: str, at: int, closed: int, around: int
) -> None:
    tokens = tokenize(text)
    assert closing(tokens, at) == closed
    assert enclosing(tokens, len(tokens)) == around


def test_a_word_is_read_in_capitals_and_nothing_else_is_one() -> None:
    words = [token.word for token in tokenize('select ?select { ?s st:select "select" }')]
    assert words == ["SELECT", "", "", "", "", "", ""]


def test_prefixes_are_those_of_the_head() -> None:
    text = "BASE <http://x/> prefix : <http://a/> PREFIX ex: <http://b/> ASK { ?s PREFIX st:year }"
    assert declared_prefixes(tokenize(text)) == {"": "http://a/", "ex": "http://b/"}
