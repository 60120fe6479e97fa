"""How are numbers and IRIs concatenated? As their texts; the engine alone gives no value where one of them is no text.

Read first: `concatenate_texts`.
"""

from __future__ import annotations

from stroma.queries._tokens import tokenize

__all__ = ["concatenate_texts"]


def concatenate_texts(text: str) -> str:
    """The query with what each GROUP_CONCAT takes as a text; a text stays as it is, with its language.

    Example:
        >>> concatenate_texts('SELECT (GROUP_CONCAT(DISTINCT ?y; SEPARATOR=",") AS ?ys) { ?s st:year ?y }')
        'SELECT (GROUP_CONCAT(DISTINCT COALESCE(CONCAT(?y), STR(?y)); SEPARATOR=",") AS ?ys) { ?s st:year ?y }'
    """
    tokens = tokenize(text)
    for at in reversed(range(len(tokens) - 1)):
        if tokens[at].word != "GROUP_CONCAT":
            continue
        first = at + 2 + any(token.word == "DISTINCT" for token in tokens[at + 2 : at + 3])
        # One variable alone: two copies of a longer expression would be evaluated twice, and may hold what must not be.
        match tokens[first : first + 2]:
            case [name, end] if name.kind == "var" and end.text in (";", ")"):
                whole = f"COALESCE(CONCAT({name.text}), STR({name.text}))"
                text = text[: name.start] + whole + text[name.end :]
    return text
