"""Which words does a question in plain English hold that choose no answer, and what is not held here?

Read first: `plain_words`, which reads `ontology/questions/words.toml` and the countries of `ontology/audit/countries.tsv`.
The page of `stroma view` has the same words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from stroma.data import ontology_dir

__all__ = [
    "ANY_PRODUCT",
    "NotHeld",
    "PlainWords",
    "Told",
    "all_of",
    "named_in",
    "plain_words",
    "read_words",
]

ANY_PRODUCT: Final = "regenerative medicine product"
"""The label of the widest product: who says "stem cells" means any cell therapy."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a text in which all these patterns stand."""

    patterns: tuple[re.Pattern[str], ...]
    words: str

    def is_of(self, text: str) -> bool:
        return all(pattern.search(text) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class NotHeld:
    """What no record tells."""

    words: str
    """What is said, with what can be asked instead."""
    is_answered_beside: bool
    """Whether it is spoken of in questions on other things, which are answered all the same."""


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Words in lower case; `ontology/questions/words.toml` says what each list is for."""

    empty: frozenset[str]
    """With the words of grammar."""
    denials: frozenset[str]
    joining: frozenset[str]
    """With the denials."""
    ages_and_sexes: frozenset[str]
    talk: frozenset[str]
    """With the empty ones."""
    choosing_nothing: frozenset[str]
    """All of these that are left out of a question."""
    weak: frozenset[str]
    widest: frozenset[str]
    no_names: frozenset[str]
    of_two: frozenset[str]
    called: Mapping[str, str]
    """What a thing is called to the name by which it is known here."""
    comparators: Mapping[str, str]
    """What a product is compared with, as it is called, to the word of the records."""
    written: Mapping[str, str]
    """What is said to the word that the texts of the records have."""
    deciding: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, str]]]]
    """The first word of what decides on rows to the phrases that begin with it, the longest first, each with the parameter and value."""
    regions: Mapping[str, str]
    """What is said to the region of a decision."""
    countries: Mapping[str, str]
    """What is said to the country of a study."""
    not_held: Mapping[str, NotHeld]
    not_covered: Sequence[Told]
    perhaps_not_covered: Told
    advice: Told
    danger: Sequence[Told]
    persons_told: frozenset[str]
    """Who is spoken of: a lady, a friend."""
    passed_over: Mapping[str, re.Pattern[str]]
    """What a question asks for beside its names, by what it is of: a time, a measure."""
    asking_for: Mapping[str, re.Pattern[str]]
    """What asks for a number, for a comparison, or for who paid."""
    had_by: re.Pattern[str]
    """Before a name, where it says what people had who were treated."""

    def in_danger(self, text: str) -> str:
        """What is told to who seems to be in danger now; empty where nobody does."""
        return next((one.words for one in self.danger if one.is_of(text)), "")

    def declines(self, word: str) -> bool:
        """Whether a question that has no other use for a word asks for what no record tells."""
        held = self.not_held.get(word.casefold())
        return held is not None and not held.is_answered_beside


@cache
def read_words() -> dict[str, Any]:
    """`ontology/questions/words.toml`, with the names of the countries among the regions; lists of words are one line each.

    Example:
        >>> read_words()["denials"], read_words()["regions"]["Japan"]
        ('no not never without nor neither none non', ['pmda', 'japan', 'japanese'])
    """
    import tomllib

    with (ontology_dir() / "questions" / "words.toml").open("rb") as stream:
        read = tomllib.load(stream)
    words = {
        key: " ".join(one.split()) if isinstance(one, str) else one for key, one in read.items()
    }
    countries = _countries()
    words["regions"] = {
        region: [*filter(None, names.split("|")), *countries.get(region, ())]
        for region, names in read["regions"].items()
    }
    return words


@cache
def plain_words() -> PlainWords:
    """The words of questions in plain English.

    Example:
        >>> plain_words().regions["japanese"], plain_words().countries["holland"]
        ('Japan', 'Netherlands')
        >>> plain_words().declines("prices"), plain_words().declines("clinics")
        (True, False)
    """
    words = read_words()
    lists = {name: frozenset(text.split()) for name, text in words.items() if type(text) is str}
    empty = lists["fillers"] | lists["empty"]
    ages = lists["ages_and_sexes"]
    whom = "|".join(sorted(lists["persons"] | ages))
    return PlainWords(
        empty=empty,
        denials=lists["denials"],
        joining=lists["joining"] | lists["denials"],
        ages_and_sexes=ages,
        talk=empty | lists["talk"],
        choosing_nothing=empty | lists["talk"] | lists["denials"] | ages,
        weak=lists["weak"],
        widest=lists["widest"],
        no_names=lists["no_names"],
        of_two=lists["of_two"],
        called=_by_name(_split(words["called"])),
        comparators=_by_name({n: [n, *all_] for n, all_ in _split(words["comparators"]).items()}),
        written=_by_name(_split(words["written"])),
        deciding=_deciding(words["deciding"]),
        regions=_by_name(words["regions"]),
        countries=_by_name(_countries()),
        not_held={
            word: NotHeld(
                "; ".join(filter(None, (one["told"], one.get("instead")))),
                one.get("answered_beside", False),
            )
            for one in words["not_held"]
            for word in one["words"].split()
        },
        not_covered=[_told(one) for one in words["not_covered"]],
        perhaps_not_covered=_told(words["perhaps_not_covered"]),
        advice=_told(words["advice"]),
        danger=[_told(one) for one in words["danger"]],
        persons_told=lists["persons"] | lists["persons_told"],
        passed_over=_patterns(words["passed_over"]),
        asking_for=_patterns(words["asking_for"]),
        had_by=re.compile(
            rf"\b(?:in|for|to)\s+(?:\w+\s+)?(?:{whom})\s+"
            r"(?:with|at|having|suffering\s+from|who\s+(?:have|has|had))\s+(?:an?\s+|the\s+)?$"
            r"|\b(?:beat|survived|got\s+over|recovered\s+from|(?:was|been|were)\s+cured\s+of|in\s+remission\s+from)"
            r"\s+(?:my\s+|his\s+|her\s+)?(?:\w+\s+)?$",
            re.IGNORECASE,
        ),
    )


def _deciding(
    said: Mapping[str, Mapping[str, str]],
) -> dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]]:
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
    for parameter, values in said.items():
        for value, phrases in values.items():
            for phrase in phrases.split("|"):
                words = tuple(phrase.split())
                found.setdefault(words[0], []).append((words, (parameter, value)))
    for of_word in found.values():
        of_word.sort(key=lambda one: (-len(one[0]), one))
    return found


def named_in(words: Sequence[str], names: Mapping[str, str]) -> Iterator[tuple[range, str]]:
    """The places of names in a text and what they stand for, the longest name at each place.

    Example:
        >>> [(list(at), place) for at, place in named_in("in south korea or japan".split(), plain_words().countries)]
        [([1, 2], 'South Korea'), ([4], 'Japan')]
    """
    longest = max((name.count(" ") + 1 for name in names), default=0)
    at = 0
    while at < len(words):
        for n in range(min(longest, len(words) - at), 0, -1):
            if (meant := names.get(" ".join(words[at : at + n]))) is not None:
                yield range(at, at + n), meant
                at += n - 1
                break
        at += 1


def _countries() -> dict[str, list[str]]:
    """Country to its names in questions, in lower case and without a full stop at the end."""
    with (ontology_dir() / "audit" / "countries.tsv").open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    return {
        country: [
            one.casefold().rstrip(".") for one in (*names.split("|"), *also.split("|")) if one
        ]
        for country, names, _, also in rows[1:]
    }


def all_of(one: Mapping[str, Any]) -> list[str]:
    """The patterns that all stand in a text of which something is told; a list among them is of patterns of which one does."""
    if "any_of" in one:
        return ["|".join(one["any_of"])]
    return [each if isinstance(each, str) else "|".join(each) for each in one["all_of"]]


def _told(one: Mapping[str, Any]) -> Told:
    return Told(tuple(re.compile(p, re.IGNORECASE) for p in all_of(one)), one["told"])


def _patterns(said: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {of: re.compile(pattern, re.IGNORECASE) for of, pattern in said.items()}


def _split(names: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: all_.split("|") for name, all_ in names.items()}


def _by_name(names: Mapping[str, Collection[str]]) -> dict[str, str]:
    return {said: name for name, all_ in names.items() for said in all_}
