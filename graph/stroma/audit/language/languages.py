"""Is a text English? Counts the small words of eight languages; says which it is rather than mis-reading it.

A word in capitals counts for none: "ALS" is a disease and no German "als".

Read first: `check_language` on a whole text, `foreign_sentences` on the parts of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from stroma.audit.language.lexicon import read_table
from stroma.audit.language.sentences import split_sentences
from stroma.errors import InputError

if TYPE_CHECKING:
    from stroma.audit.language.sentences import Sentence

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
_FEWEST = 12
_LEAD = 1.3
"""How many times as many small words of a language as English ones make a text one in it."""
_SHARE = 0.08
"""Share of the words of a text in a language that are its small ones, at least."""
_PART_WORDS: Final = 6
_PART_SMALL: Final = 3
"""Words of a part, and different small words in it, that tell its language: two stand in any list of names."""
_PART: Final = 5
"""A text is read that is English in at least one in so many of its words."""
_CAPITAL: Final = frozenset("AEOÉ")
"""Small words of one letter that open sentences; "I" is English, and no word of it here."""
_NOT_LATIN: Final = "another script"
_ENGLISH: Final = "English"


def check_language(text: str, name: str) -> None:
    """Refuse a text in another language.

    Raises:
        InputError: naming the language, where the small words tell it.
    """
    words = _WORD.findall(text[: _SAMPLE * 8])[:_SAMPLE]
    if len(words) < _FEWEST:
        return
    if _is_foreign_script(words):
        raise InputError(f"{name}: not in Latin script; stroma audit reads English only")
    counts = {language: len(found) for language, found in _small(words).items()}
    best = _most(counts)
    foreign = best != _ENGLISH and _leads(counts, best) and counts[best] >= len(words) * _SHARE
    if foreign and not _is_english_in_part(text[: _SAMPLE * 8], len(words)):
        raise InputError(
            f"{name}: the article seems to be in {best}; stroma audit reads English only"
        )


def language_of(text: str) -> str | None:
    """The language of a few sentences, or None where too few small words tell it.

    Example:
        >>> language_of("Die Patienten hatten keine Nebenwirkungen, und die Zellen sind in Europa zugelassen.")
        'German'
        >>> language_of("Keine Nebenwirkungen")
    """
    words = _WORD.findall(text)
    if len(words) < _PART_WORDS:
        return None
    if _is_foreign_script(words):
        return _NOT_LATIN
    small = _small(words)
    counts = {language: len(found) for language, found in small.items()}
    best = _most(counts)
    told = len(set(small[best])) >= _PART_SMALL and counts[best] >= len(words) * _SHARE
    return best if told and (best == _ENGLISH or _leads(counts, best)) else None


def foreign_sentences(text: str, sentences: Sequence[Sentence]) -> dict[int, str]:
    """Position of each sentence that is not in English -> its language, told by its own words or else by its paragraph."""
    found: dict[int, str] = {}
    numbered = list(enumerate(sentences))
    for _, group in groupby(numbered, key=lambda pair: pair[1].paragraph):
        own = list(group)
        whole = language_of(text[own[0][1].start : own[-1][1].end])
        for index, s in own:
            words = text[s.start : s.end]
            language = language_of(words) or (None if _leans_to_english(words) else whole)
            if language is not None and language != _ENGLISH:
                found[index] = language
    return found


def _is_english_in_part(text: str, n_words: int) -> bool:
    """Whether enough of a text is English to be read; the rest is then listed as not read."""
    sentences = split_sentences(text)
    foreign = foreign_sentences(text, sentences)
    english = 0
    for index, s in enumerate(sentences):
        words = text[s.start : s.end]
        told = index not in foreign and _leans_to_english(words)
        english += len(_WORD.findall(words)) if told else 0
    return english * _PART >= n_words


def may_be_foreign(text: str) -> bool:
    """Whether a few words are in another script, or hold small words of another language and none of English."""
    words = _WORD.findall(text)
    counts = {language: len(found) for language, found in _small(words).items()}
    return bool(words) and (
        _is_foreign_script(words) or (not counts[_ENGLISH] and any(counts.values()))
    )


def _leans_to_english(text: str) -> bool:
    """Whether a few words hold small ones of English, and of no language more: not enough to tell it, enough to doubt another."""
    counts = {language: len(found) for language, found in _small(_WORD.findall(text)).items()}
    return counts[_ENGLISH] > 0 and _most(counts) == _ENGLISH


def _is_foreign_script(words: Sequence[str]) -> bool:
    return sum(1 for w in words if ord(w[0]) > 0x24F) > len(words) / 3


def _small(words: Sequence[str]) -> dict[str, list[str]]:
    """The small words of each language among some words."""
    lower = [w.casefold() for w in words if w in _CAPITAL or not w.isupper()]
    return {language: [w for w in lower if w in own] for language, own in _languages().items()}


@lru_cache(maxsize=1)
def _languages() -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split()) for row in read_table("languages.tsv")}


def _most(counts: dict[str, int]) -> str:
    return max(counts, key=lambda language: (counts[language], language == _ENGLISH))


def _leads(counts: dict[str, int], best: str) -> bool:
    return counts[best] > _LEAD * counts[_ENGLISH]
