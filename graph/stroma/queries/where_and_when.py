"""Where and when, with what result, and compared with what: what a question in plain words is narrowed by that is no name of a term.

Read first: `where_and_when`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from stroma.model import Comparator
from stroma.queries.plain_words import named_in, plain_words

if TYPE_CHECKING:
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["OF_STUDIES", "comparator_in", "where_and_when"]

_NOT_IN_YEAR: Final = frozenset("before since after until till to between and by than from".split())
# Behind these stands what something is compared with, after words that name nothing of it.
_SETS_AGAINST: Final = frozenset("than vs versus against beat beats over or to with".split())
_COMPARED: Final = ("to", "with")
_LONGEST_COMPARATOR: Final = 3
_OTHER_TREATMENTS: Final = (Comparator.ACTIVE, Comparator.STANDARD_CARE)
OF_STUDIES: Final = "studies-of-disease"
_OF_HARM: Final = "harm-reports"
_DONE_IN: Final = ("in", "from")
# What says which trials are asked for by their endpoint, and what asks for all of them.
_MET: Final = frozenset("met meet reached hit succeeded".split())
_MISSED: Final = frozenset("missed miss failed fail".split())
_ASKS_WHETHER: Final = frozenset("or whether did does do if either each every".split())
_PEOPLE: Final = frozenset("people persons patients participants subjects".split())
# What bounds a number of people: the parameter, and what is added to the number.
_BOUNDS: Final = {
    "more than": ("least", 1), "over": ("least", 1), "above": ("least", 1), "at least": ("least", 0),
    "fewer than": ("most", -1), "less than": ("most", -1), "under": ("most", -1), "below": ("most", -1), "at most": ("most", 0),
}  # fmt: skip
_LATER: Final = frozenset(("newer", "later", "more", "younger"))
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def where_and_when(
    question: Question, words: Sequence[str], in_names: Collection[int], *, is_list: bool = False
) -> tuple[dict[str, str], set[int]]:
    """The region of a decision, the country of a study and its year, where a question takes them, and the places of their words.

    Args:
        is_list: whether a list of studies is asked for, which can be chosen by a result as other questions are.
    """
    given: dict[str, str] = {}
    places: set[int] = set()
    plain = plain_words()
    for parameter in question.parameters:
        if not parameter.choices:
            continue
        said = [one for one in named_in(words, plain.regions) if one[1] in parameter.choices]
        # Of two regions none is left out.
        if len({region for _, region in said}) == 1:
            given[parameter.name] = said[0][1]
        places.update(*(place for place, _ in said))
    takes = {parameter.name for parameter in question.parameters}
    is_of_result = "result" in takes and (is_list or question.name != OF_STUDIES)
    if is_of_result and (came_out := _result(words)) is not None:
        given["result"], at = came_out
        places.update(at)
    if "since" in takes and (since := _since(words)) is not None:
        given["since"], at = since
        places.update(at)
    said_countries = [
        one for one in named_in(words, plain.countries) if not _is_of_a_person(words, one[0].stop)
    ]
    # Of two countries none is left out.
    if "country" in takes and len({country for _, country in said_countries}) == 1:
        place, country = said_countries[0]
        # "Placebo trials in Iran" are those; of a list that names Korea as one of several they are not.
        if question.name in (OF_STUDIES, _OF_HARM) or words[max(0, place.start - 1)] in _DONE_IN:
            given["country"] = country
            places.update(place)
    if "least" in takes:
        sizes, at_sizes = _sizes(words)
        given |= sizes
        places.update(at_sizes)
    years = [
        i
        for i, word in enumerate(words)
        if _YEAR.fullmatch(word)
        and i not in in_names
        and (i == 0 or words[i - 1] not in _NOT_IN_YEAR)
    ]
    if "published" in takes and len(years) == 1:
        given["published"] = words[years[0]]
        places.update(years)
    return given, places


def _sizes(words: Sequence[str]) -> tuple[dict[str, str], set[int]]:
    """The least and the most people of "more than 200 people" and "under 50 patients", and the places of these words."""
    given: dict[str, str] = {}
    places: set[int] = set()
    for at, word in enumerate(words):
        if not word.isdecimal() or words[at + 1 : at + 2] == [] or words[at + 1] not in _PEOPLE:
            continue
        said = " ".join(words[max(0, at - 2) : at])
        for phrase, (name, more) in _BOUNDS.items():
            if said.endswith(phrase):
                given[name] = str(int(word) + more)
                places |= set(range(at - phrase.count(" ") - 1, at + 2))
                break
    return given, places


def _is_of_a_person(words: Sequence[str], at: int) -> bool:
    """Whether a person stands behind the name of a country: "an American lady" was treated anywhere."""
    plain = plain_words()
    word = words[at].removesuffix("'s").removesuffix("’s") if at < len(words) else ""
    return word in plain.persons_told or word in plain.ages_and_sexes


def _result(words: Sequence[str]) -> tuple[str, set[int]] | None:
    """Which trials are asked for by what their endpoint came to, and the places of the words that say so: "trials that missed"; who
    asks whether it was met asks for all.
    """
    if not _ASKS_WHETHER.isdisjoint(words):
        return None
    met = {i for i, word in enumerate(words) if word in _MET}
    missed = {i for i, word in enumerate(words) if word in _MISSED}
    denied = {i for i in met if not {"not", "never"}.isdisjoint(words[max(0, i - 2) : i])}
    if bool(met - denied) == bool(missed | denied):
        return None
    return ("not-met", missed | denied) if missed | denied else ("met", met)


def _since(words: Sequence[str]) -> tuple[str, set[int]] | None:
    """The first year of "newer than 2020", "since 2021" or "after 2020", and the places of these words."""
    for at, word in enumerate(words):
        if not _YEAR.fullmatch(word) or at == 0:
            continue
        before = words[max(0, at - 4) : at]
        # "A newer trial than 2016".
        later = next((i for i in range(at - len(before), at) if words[i] in _LATER), None)
        if before[-1] == "after" or (before[-1] == "than" and later is not None):
            places = {at - 1, at} if later is None or before[-1] == "after" else {later, at - 1, at}
            return str(int(word) + 1), places
        if before[-1] == "since" or (before[-1] in ("from",) and words[at + 1 : at + 2] == ["on"]):
            return word, {at - 1, at}
    return None


def comparator_in(
    words: Sequence[str], in_names: Collection[int], store: EvidenceStore
) -> tuple[str, set[int]] | None:
    """What something is compared with, by a word of the records, and the places of its words: "cortisone" after "better than a"."""
    plain = plain_words()
    for at, word in enumerate(words):
        if word not in _SETS_AGAINST or (
            word in _COMPARED and (at == 0 or not words[at - 1].startswith("compar"))
        ):
            continue
        start = at + 1
        while start < len(words) and words[start] in plain.empty:
            start += 1
        for n in range(min(_LONGEST_COMPARATOR, len(words) - start), 0, -1):
            places = set(range(start, start + n))
            said = " ".join(words[start : start + n])
            if not places.isdisjoint(in_names) and said not in plain.comparators:
                continue
            if (meant := plain.comparators.get(said)) is not None:
                return meant, places
            if said not in plain.talk and any(f" {said} " in one for one in _compared(store)):
                return said, places
    return None


def _compared(store: EvidenceStore) -> set[str]:
    """What products were compared with, other than placebo and sham, as reported; each between two spaces."""
    if not store.may_be_held:
        return set()
    return {
        f" {finding.comparator_as_reported.casefold()} "
        for finding in store.findings.values()
        if finding.comparator_as_reported and finding.comparator in _OTHER_TREATMENTS
    }
