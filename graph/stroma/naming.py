"""Which term does a person mean who does not use its exact name?

Read first: `by_words`, which compares names word by word, and `UnknownNameError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from stroma.errors import InputError, UnknownTermError, shorten

if TYPE_CHECKING:
    from stroma.vocabulary import Iri

__all__ = [
    "AmbiguousNameError",
    "Fit",
    "LookedForError",
    "NamesOfTerms",
    "SourceNameError",
    "TwoTermsError",
    "UnknownNameError",
    "by_words",
    "checked_name",
    "fold",
    "is_certain",
    "longer_name_words",
    "outcome_in_disease",
    "similar",
    "term_or_source",
    "unknown_name",
    "words_of",
]

Fit: TypeAlias = Literal["same", "words", "beginnings"]

# Words that tell no name from another.
_SMALL: Final = frozenset(("a", "an", "and", "by", "for", "in", "of", "or", "the", "to", "with"))
# Words that a name may lose: "Parkinson" is "Parkinson disease", "darvadstrocel product" is "darvadstrocel".
_GENERIC: Final = frozenset(("disease", "disorder", "syndrome", "product", "therapy"))
# Between the words of an outcome and those of a disease: no name holds both parts for certain that has it not.
_ASKED_IN: Final = re.compile(r"\s+in\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
_DESCRIBES: Final = re.compile(r"\b(?:that|who|which)\b", re.IGNORECASE)
# A shorter piece of a word begins too many names.
_LEAST_CUT: Final = 6
_LEAST_PREFIX: Final = 4
_LEAST_PART: Final = 3
# Candidates that are listed.
_MOST: Final = 12


class UnknownNameError(UnknownTermError):
    """No term goes by this name; the sentence names what is near, one a line, or how to see what is covered."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        super().__init__(text, near)
        if near:
            said = f"; did you mean {near[0]}?{_lines(near[1:], ' Or one of these:')}"
        else:
            said = (
                ": not a name known here, which does not say that nothing was studied; try its other names, "
                "written out; `ask diseases-covered` lists what is studied here"
            )
        self.args = (f"unknown term {shorten(text)!r}{said}",)


class AmbiguousNameError(UnknownTermError):
    """Terms hold the words of this name, none for certain; the sentence lists them, one a line.

    Args:
        candidates: label and kind of each.
    """

    def __init__(self, text: str, candidates: Sequence[tuple[str, str]]) -> None:
        super().__init__(text, [label for label, _ in candidates])
        listed = [f"{label} ({kind})" for label, kind in candidates[:_MOST]]
        if len(candidates) > _MOST:
            listed.append(f"… and {len(candidates) - _MOST} more")
        self.args = (f"{shorten(text)!r} is no name here{_choice(listed)}",)


class LookedForError(UnknownTermError):
    """The text is no name of a term, but people look for some under it; the sentence lists them, one a line.

    Args:
        candidates: label and kind of each.
    """

    def __init__(self, text: str, candidates: Sequence[tuple[str, str]]) -> None:
        super().__init__(text, [label for label, _ in candidates])
        listed = [f"{label} ({kind})" for label, kind in candidates[:_MOST]]
        self.args = (
            f"{shorten(text)!r} is no name here; who looks for it may mean{_lines(listed, ':')}",
        )


class TwoTermsError(UnknownTermError):
    """The text names an outcome and the disease that it is asked in, which are two terms.

    Args:
        outcomes: label of each outcome that the first part may mean.
    """

    def __init__(self, text: str, outcomes: Sequence[str], disease: str) -> None:
        super().__init__(text, [*outcomes, disease])
        asked = (
            f'stroma ask outcome-across-products --outcome "{one}" --disease "{disease}"'
            for one in outcomes[:_MOST]
        )
        self.args = (
            f"{shorten(text)!r} is no term but two, an outcome and a disease; what was found of the one in the other:"
            f"{_lines(list(asked), '')}",
        )


class SourceNameError(UnknownTermError):
    """The name is that of a study or reference where a term is wanted."""

    def __init__(self, text: str, source: Iri) -> None:
        super().__init__(text)
        kind, slug = source.split("/")[-2:]
        self.args = (
            f"{shorten(text)!r} is a {kind}, and a term is wanted here: a product, disease, outcome or the like; "
            f"`stroma show {slug}` shows the {kind}",
        )


def _choice(near: Sequence[str]) -> str:
    if len(near) == 1:
        return f"; did you mean {near[0]}?"
    return _lines(near, "; did you mean one of these?")


def _lines(names: Sequence[str], head: str) -> str:
    return head + "".join(f"\n  {one}" for one in names) if names else ""


def fold(text: str) -> str:
    """A name as it is compared: case, width of white space and kinds of hyphen make no difference."""
    text = text.casefold().replace("‐", "-").replace("’", "'")
    # "Lou Gehrig's disease" and "Lou Gehrig disease" are one name.
    return " ".join(re.sub(r"'s\b", "", text).split())


@lru_cache(maxsize=100_000)
def words_of(name: str) -> frozenset[str]:
    """The words of a name, without order, plural, and the spellings in which British and American English differ.

    Example:
        >>> sorted(words_of("Osteoarthritis, knee")), words_of("Tumors") == words_of("tumour")
        (['knee', 'osteoarthritis'], True)
    """
    found = re.findall(r"[^\W_]+", fold(name))
    return frozenset(_stem(word) for word in found if word not in _SMALL)


def _stem(word: str) -> str:
    word = word.replace("aemi", "emi").replace("aedi", "edi").replace("mour", "mor")
    word = word.replace("haem", "hem").replace("oede", "ede").replace("isation", "ization")
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us"))
    return word[:-1] if is_plural else word


def by_words(
    text: str,
    names: Mapping[Iri, Iterable[str]],
    wider: Callable[[Iri], Collection[Iri]],
) -> tuple[Sequence[Iri], Fit]:
    """The terms whose names hold every word of a text, in any order.

    Args:
        names: of each term that may be meant, best first.
        wider: the term itself and every wider term.

    Returns:
        The terms of the best of these fits that has any, in the order of `names`: the same words, "disease" and the like apart;
        the words of several names of a term, one of them whole; all words in one name; all words in a name of a term and the names of its wider terms; the beginnings of the words of one name.
        Where one of them is wider than all the others it stands alone. And which fit it is; the same words are as good as the
        name itself. "Death in heart failure" is no part of "death or admission for heart failure": where the text says "in",
        so must a longer name.

    Example:
        >>> names = {"knee": ["osteoarthritis, knee"], "oa": ["osteoarthritis"]}
        >>> by_words("knee osteoarthritis", names, lambda iri: [iri])
        (['knee'], 'same')
        >>> by_words("knee", names, lambda iri: [iri])
        (['knee'], 'words')
    """
    wanted = words_of(text)
    core = wanted - _GENERIC
    if not core:
        return [], "same"
    names = names if isinstance(names, NamesOfTerms) else NamesOfTerms.of(names)
    holding = names.holding_all(wanted)
    same = [iri for iri in names.holding_all(core) if core in names.cores(iri)]
    # "MSA multiple system atrophy": one name after the other.
    same = same or [iri for iri in holding if any(one < core for one in names.cores(iri))]
    if same:
        return same, "same"
    # A name that describes ("angina that drugs and surgery do not relieve") is no longer form of some words of it.
    is_asked_in = _ASKED_IN.search(text) is not None

    def own(iri: Iri) -> Iterator[frozenset[str]]:
        for name, words in zip(names[iri], names.words[iri], strict=True):
            if not _DESCRIBES.search(name) and (not is_asked_in or _ASKED_IN.search(name)):
                yield words

    def in_family(iri: Iri) -> bool:
        above = [names.together[one] for one in wider(iri) if one != iri and one in names]
        return any(
            wanted & name and wanted - name <= frozenset().union(*above) for name in own(iri)
        )

    def begins(iri: Iri) -> bool:
        return any(all(_begins(word, name) for word in wanted) for name in own(iri))

    fits: tuple[tuple[Fit, Callable[[], list[Iri]]], ...] = (
        ("words", lambda: [iri for iri in holding if any(wanted <= name for name in own(iri))]),
        ("words", lambda: [iri for iri in names.holding_any(wanted) if in_family(iri)]),
        ("beginnings", lambda: [iri for iri in names.beginning_with_all(wanted) if begins(iri)]),
    )
    for fit, find in fits:
        if found := find():
            return _widest(found, wider), fit
    return [], "beginnings"


class NamesOfTerms(dict["Iri", tuple[str, ...]]):
    """Term -> its names, best first, with their words: a text is compared with the few terms that hold one of its own."""

    @classmethod
    def of(cls, names: Mapping[Iri, Iterable[str]]) -> NamesOfTerms:
        """The names of each term."""
        return cls((iri, tuple(some)) for iri, some in names.items())

    @cached_property
    def words(self) -> dict[Iri, list[frozenset[str]]]:
        """Term -> the words of each of its names."""
        return {iri: [words_of(name) for name in some] for iri, some in self.items()}

    @cached_property
    def together(self) -> dict[Iri, frozenset[str]]:
        """Term -> the words of all of its names."""
        return {iri: frozenset().union(*some) for iri, some in self.words.items()}

    def cores(self, iri: Iri) -> list[frozenset[str]]:
        """The words of each name of a term, without "disease" and the like where others are left."""
        return [some - _GENERIC or some for some in self.words[iri]]

    def holding_all(self, words: Collection[str]) -> list[Iri]:
        """The terms in whose names all these words are, in the order of the terms."""
        return self._in_order(set.intersection(*(self._terms_of(word) for word in words)))

    def holding_any(self, words: Collection[str]) -> list[Iri]:
        """The terms in whose names one of these words is, in the order of the terms."""
        return self._in_order(set.union(*(self._terms_of(word) for word in words)))

    def beginning_with_all(self, words: Collection[str]) -> list[Iri]:
        """The terms in whose names, for each of these words, a word is or begins with it; in the order of the terms."""
        return self._in_order(set.intersection(*map(self._beginning_with, words)))

    def _beginning_with(self, word: str) -> set[Iri]:
        found: set[Iri] = set()
        for other, terms in self._holding.items():
            if _begins(word, (other,)):
                found |= terms
        return found

    @cached_property
    def _holding(self) -> dict[str, set[Iri]]:
        holding: dict[str, set[Iri]] = {}
        for iri, words in self.together.items():
            for word in words:
                holding.setdefault(word, set()).add(iri)
        return holding

    def _terms_of(self, word: str) -> set[Iri]:
        return self._holding.get(word, set())

    def _in_order(self, terms: Collection[Iri]) -> list[Iri]:
        return [iri for iri in self if iri in terms] if terms else []


def longer_name_words(text: str, label: str, others: Sequence[str]) -> str:
    """What is said of a text that was taken for a part of the name of a term.

    Args:
        others: labels of other terms that hold the same words.

    Example:
        >>> longer_name_words("remestemcel", "remestemcel-L", [])
        "'remestemcel' is understood as remestemcel-L (part of a longer name)"
    """
    shown = [*others[:_MOST], *([f"{len(others) - _MOST} more"] if len(others) > _MOST else [])]
    more = f"; its words are also in: {', '.join(shown)}" if others else ""
    return f"{shorten(text)!r} is understood as {label} (part of a longer name){more}"


def is_certain(text: str, fit: Fit, kind: str, names: Iterable[str]) -> bool:
    """Whether the one term that fits a text is what it means.

    A product's name may be cut short ("remestemcel"), but not to a word from its middle: "heart" is not "cells primed toward heart
    cells", nor "not" what was not cultured. "Cord blood" is more than the one product made of it that is here, and "arthritis" may
    mean another arthritis.

    Args:
        names: of the term.
    """
    is_one_word = len(text.split()) == 1
    if fit == "same":
        return True
    if kind == "CellProduct":
        return is_one_word and any(_is_cut_short(fold(text), fold(name)) for name in names)
    return kind != "CellType" and fit == "words" and not is_one_word


def _is_cut_short(text: str, name: str) -> bool:
    """Whether a text is the head of a name: whole words of it, or too much of one for another word ("STEMI" is no Stemirac)."""
    is_whole = not name[len(text) : len(text) + 1].isalpha()
    return name.startswith(text) and (is_whole or len(text) >= _LEAST_CUT)


def term_or_source(
    text: str, resolve_term: Callable[[str], Iri], resolve_source: Callable[[str], Iri]
) -> Iri:
    """The term that a text names, else the study or reference.

    Raises:
        UnknownTermError: it is neither, or no certain term; names what is near.
    """
    try:
        return resolve_term(text)
    except UnknownTermError as no_term:
        try:
            return resolve_source(text)
        except UnknownTermError as no_source:
            if isinstance(no_term, (AmbiguousNameError, LookedForError, TwoTermsError)):
                raise no_term from None
            raise UnknownNameError(text, [*no_term.near, *no_source.near]) from None


def unknown_name(
    text: str, near: Sequence[str], resolve_source: Callable[[str], Iri]
) -> UnknownTermError:
    """What to say of a name that no term has: that it is a study's, or what is near."""
    # Sources go by slugs and numbers; other names need not be looked up.
    if re.fullmatch(r"\S*\d\S*", text.strip()):
        try:
            return SourceNameError(text, resolve_source(text))
        except UnknownTermError:
            pass
    return UnknownNameError(text, near)


def outcome_in_disease(
    text: str,
    names: Callable[[str], Mapping[Iri, Iterable[str]]],
    wider: Callable[[Iri], Collection[Iri]],
) -> tuple[Sequence[Iri], Iri, bool] | None:
    """What "OUTCOME in DISEASE" names: the outcomes that may be meant, the disease, and whether both are named in full.

    Args:
        names: the names of each term of a kind.

    Returns:
        None for any other text.

    Example:
        >>> named = {"Outcome": {"death": ["death"]}, "Disease": {"hf": ["heart failure"]}}
        >>> outcome_in_disease("death in heart failure", lambda kind: named[kind], lambda iri: [iri])
        (['death'], 'hf', True)
    """
    for split in _ASKED_IN.finditer(text):
        outcomes, outcome_fit = by_words(text[: split.start()], names("Outcome"), wider)
        diseases, fit = by_words(text[split.end() :], names("Disease"), wider)
        if outcomes and diseases and (fit == "same" or len(diseases) == 1):
            return outcomes, diseases[0], outcome_fit == fit == "same"
    return None


def _begins(word: str, name: Collection[str]) -> bool:
    return word in name or (
        len(word) >= _LEAST_PREFIX and any(other.startswith(word) for other in name)
    )


def _widest(found: Sequence[Iri], wider: Callable[[Iri], Collection[Iri]]) -> Sequence[Iri]:
    """The one term that all the others are narrower than, else all."""
    top = [iri for iri in found if all(iri in wider(other) for other in found)]
    return top or found


def similar(text: str, names: Collection[str], n: int) -> list[str]:
    """Names that look like a text, or hold it from the beginning of a word on; best first.

    Each word must look like a word of the name: "lung disease" is not like "graft versus host disease".
    """
    from difflib import get_close_matches

    wanted = fold(text)
    near = get_close_matches(wanted, names, n=4 * n, cutoff=0.6)
    hits = [name for name in near if _is_like(wanted, name)]
    if len(wanted) >= _LEAST_PART:
        part = re.compile(rf"(?<!\w){re.escape(wanted)}")
        hits += [name for name in sorted(names, key=len) if name not in hits and part.search(name)]
    return hits


def _is_like(wanted: str, name: str) -> bool:
    from difflib import SequenceMatcher, get_close_matches

    if SequenceMatcher(None, wanted, name).ratio() >= 0.85:
        return True
    words = words_of(name)
    # A slip at the beginning of a word is rare: "lupis" is lupus, and "nothere" is not "other".
    return all(
        get_close_matches(word, [one for one in words if one[0] == word[0]], n=1, cutoff=0.7)
        or get_close_matches(word, words, n=1, cutoff=0.85)
        for word in words_of(wanted)
    )


def checked_name(name: str) -> str:
    """The name, where it is a text.

    Raises:
        InputError: it is none.
    """
    if not isinstance(name, str):
        raise InputError(
            f"a name is a text such as 'MS', 'uccelli-2021' or 'MONDO:0005301', not {name!r}"
        )
    return name
