"""What does a question ask for that its answer was not chosen by: words left over, a time, a measure, a comparison?

Read first: `with_passed_over`. No content word is dropped without a word, and none that did choose is called unused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.errors import UnknownTermError
from stroma.naming import fold
from stroma.queries.mentioned import names_in, word_stem
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT, plain_words
from stroma.queries.set_beside import gave_both_products, gave_both_routes
from stroma.queries.spelling import corrected
from stroma.queries.text_words import words_in
from stroma.queries.understood import Asked, Understood, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stroma.store import EvidenceStore

__all__ = ["with_passed_over"]

_OF_RECORD, _OF_TWO, _OF_DOSES = "study-record", "side-by-side", "doses-given"
# Columns that tell what is asked for, by what it is of: a row may be read by them.
_TOLD_BY: Final = {
    "time": frozenset(("month",)),
    "significance": frozenset(("p",)),
    "way": frozenset(("route", "route_given", "dose")),
}
_OF_MECHANISMS: Final = "evidence"
_WAYS: Final = ("route", "by-route")
# Words of the other arm, which a column shows.
_OF_THE_OTHER_ARM: Final = frozenset("placebo sham arm arms control controls".split())
_COMPARED_WITH: Final = "compared_with"
_UNPAID: Final = (
    "who paid for a study is not entered; 'sponsor reported' tells only whether its sponsor alone "
    "reports the result"
)
_OF_SEVERAL: Final = " chose nothing of these answers"
_NO_COMPARISON: Final = "rows of different studies do not compare one with the other"


def with_passed_over(text: str, found: Understood, store: EvidenceStore) -> Understood:
    """What was understood, with the words that chose nothing of the answer named, and what it cannot tell of a comparison.

    Example:
        >>> import stroma
        >>> from stroma.queries import load_questions
        >>> from stroma.queries.asking import understand
        >>> store = stroma.open_graph().store
        >>> understand("he had a stroke 3 years ago, do cells help", load_questions(), store).notes
        ("'3 years ago' chose nothing of this answer",)
    """
    asked = _asked(found)
    if not asked or found.in_danger or found.is_advice:
        return found
    # What was left over of several questions stands in a note.
    of_several = [one for one in found.notes if one.endswith(_OF_SEVERAL)]
    words = [*found.unused, *(word for note in of_several for word in _quoted(note))]
    number = _number(text, found)
    unused, read = _not_chosen(text, words, asked, store)
    beside = tuple(_beside(text, asked, store))
    notes = (*read, *(one for one in found.notes if one not in of_several))
    passed = _passed(text, asked)
    left = _in_order(text, unused, passed, (*notes, *beside, *([f"'{number}'"] if number else [])))
    of = " chose nothing of this answer" if found.question is not None else _OF_SEVERAL
    more = (f"{listed(left)}{of}",) if left else ()
    return replace(
        found,
        unused=tuple(one for one in found.unused if one in unused),
        notes=(*notes, *more, *beside),
        asks_number=number,
    )


def _asked(found: Understood) -> Sequence[Asked]:
    if found.question is not None:
        return (Asked(found.question, found.given),)
    return found.each


def _columns(asked: Sequence[Asked]) -> set[str]:
    return {column.name for one in asked for column in one.question.columns}


def _number(text: str, found: Understood) -> str:
    """The words that ask for a number of what is listed; a record of one study has its own."""
    if found.question is None or any(p.kind == "source" for p in found.question.parameters):
        return ""
    asking = plain_words().asking_for["number"].search(text)
    return asking.group().casefold() if asking else ""


def _not_chosen(
    text: str, words: Sequence[str], asked: Sequence[Asked], store: EvidenceStore
) -> tuple[list[str], list[str]]:
    """The words left over that chose nothing, and how those were read that are slips in a name that was understood."""
    named = {word for one in asked for word in _words_of_terms(one, store)}
    stems = {word_stem(word) for word in named}
    columns = _columns(asked)
    shown = set(_OF_THE_OTHER_ARM) if _COMPARED_WITH in columns else set()
    if columns & _TOLD_BY["time"]:
        times = plain_words().passed_over["time"].finditer(text)
        shown |= {fold(word) for one in times for word in words_in(one.group())}
    left, read = [], []
    for word in words:
        if word_stem(word) in stems or fold(word) in shown:
            continue
        if meant := corrected(fold(word), named):
            read.append(f"{word!r} is read as {meant!r}")
            continue
        left.append(word)
    return left, read


def _words_of_terms(asked: Asked, store: EvidenceStore) -> Iterator[str]:
    """The words of the labels of what a question is asked of."""
    for parameter in asked.question.parameters:
        text = asked.given.get(parameter.name, ANY)
        if parameter.kind != "term" or text in (ANY, ANY_PRODUCT):
            continue
        try:
            iri = store.resolve_term(text, parameter.term_kinds or None)
        except UnknownTermError:
            continue
        yield from (fold(word) for word in re.findall(r"[^\W_]+", store.label(iri)))


def _passed(text: str, asked: Sequence[Asked]) -> Iterator[tuple[int, int]]:
    """Where a text asks for what no question uses and no column tells."""
    columns = _columns(asked)
    given = {name: value for one in asked for name, value in one.given.items()}
    names = [span for value in given.values() for span in _places(value, text)]
    takes = {parameter.name for one in asked for parameter in one.question.parameters}
    for of, pattern in plain_words().passed_over.items():
        if columns & _TOLD_BY.get(of, frozenset()):
            continue
        if of == "way" and any(way in given for way in _WAYS):
            continue
        # Elsewhere all that is listed was seen in people, or says that it was not.
        if of == "species" and (_OF_MECHANISMS not in takes or _OF_MECHANISMS in given):
            continue
        for one in pattern.finditer(text):
            if not any(one.start() < end and start < one.end() for start, end in names):
                yield one.span()


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE):
        yield one.span()


def _quoted(note: str) -> list[str]:
    return re.findall(r"'([^']+)'", note)


def _in_order(
    text: str, unused: Sequence[str], passed: Iterator[tuple[int, int]], notes: Sequence[str]
) -> list[str]:
    """What is to be named, in the order of the text, without what a note names already."""
    spans = {span: text[span[0] : span[1]] for span in passed}
    told = [one for note in notes if " is read as " not in note for one in _quoted(note)]
    told_words = {fold(word) for one in told for word in words_in(one)}
    for word in unused:
        if fold(word) in told_words:
            continue
        at = next(_places(word, text), (len(text), len(text)))
        if not any(start <= at[0] and at[1] <= end for start, end in spans):
            spans[(at[0], at[1] + len(spans) * (at[0] == len(text)))] = word
    return [
        spans[span]
        for span in sorted(spans)
        if not any(fold(one) == fold(spans[span]) for one in told)
    ]


def _beside(text: str, asked: Sequence[Asked], store: EvidenceStore) -> Iterator[str]:
    """What is said of a comparison of two products, two routes or doses, and of who paid for a study."""
    asking = plain_words().asking_for
    names = {one.question.name for one in asked}
    if _OF_RECORD in names and asking["payer"].search(text):
        yield _UNPAID
    said = list(dict.fromkeys(one.group() for one in asking["comparison"].finditer(text)))
    if not said:
        return
    routes = {
        name.iri: store.label(name.iri)
        for name in names_in(words_in(text), (), store)
        if name.kind == "Route"
    }
    if _OF_TWO in names:
        yield from gave_both_products(asked[0], store)
    elif len(routes) > 1:
        both = gave_both_routes(routes, asked[0].given, store)
        yield f"{listed(said)}: {_NO_COMPARISON}; {both}"
    elif _OF_DOSES in names:
        yield f"{listed(said)}: {_NO_COMPARISON}, and no dose response is computed"
