"""Which names of terms and studies stand in a text in plain words?

Read first: `names_in`. The longest name at each place, tried kind after kind; a study by author and year or by what its
trial is called.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stroma.errors import UnknownTermError
from stroma.naming import AmbiguousNameError, fold, words_of
from stroma.queries.plain_words import ANY_PRODUCT, plain_words
from stroma.source_names import trial_name
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

__all__ = [
    "ANY_HARM",
    "ASKED_IN_OR_OF",
    "KINDS_ASKED",
    "LONGEST_NAME",
    "SOURCE",
    "Name",
    "as_outcomes",
    "names_in",
    "remembering_names",
    "word_stem",
]

SOURCE: Final = "Source"
"""The kind of a name that is that of a study or reference."""
# Names are at most so many words long; one that begins or ends with a word that only joins has so many.
LONGEST_NAME: Final = 7
_WHOLE_NAME: Final = 3
# The kinds of term that questions are asked about, in the order in which a name is tried.
KINDS_ASKED: Final = (
    "CellProduct",
    "Disease",
    "Route",
    "Outcome",
    "CellType",
    "Mechanism",
    "Molecule",
    "Tissue",
)
_LONGEST_TRIAL: Final = 3
_SHORTEST_NUMBER: Final = 8
_STUDIES: Final = ("trial", "study", "paper", "results", "data")
# What a therapy may lead to or be given for, and the words that name one.
_CAME_OF_IT: Final = ("Outcome", "Disease", "Mechanism")
_TOLD_THERAPY: Final = re.compile(
    r"\b(?:stem|cells?|therap(?:y|ies)|treatments?|transplants?|transplantations?|injections?|infusions?)\b",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"\s(?:after|at|by|from|in|of|or|to|with)\s")
_WITH: Final = re.compile(r"\swith\s")
ANY_HARM: Final = "adverse event"
"""The label of the widest harm."""
_SAFETY: Final = "safety outcome"
# What a therapy brings about, and what it keeps from coming; stems.
_CAUSING: Final = frozenset(("caus", "trigger", "provok"))
_PREVENTING: Final = frozenset(("prevent", "avoid", "reduc", "lower", "fewer", "cut", "lessen"))
# Behind these stands another thing than before them.
_BEFORE_ANOTHER: Final = frozenset(("in", "for", "with", "after", "from", "to", "by", "during"))
# Terms of the Human Phenotype Ontology are abnormalities, "visual loss" too.
_ABNORMALITY: Final = "HP_"
# Of what most questions ask; a tissue's name is none of them.
ASKED_IN_OR_OF: Final = ("CellProduct", "Disease", "Outcome")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: the places of its words, its kind, and how it is written so that it is found."""

    start: int
    end: int
    kind: str
    written: str
    iri: str = ""
    is_harm: bool = False


# Kind and text to what they name, or to why they name nothing, while one text is read.
_READ: Final[ContextVar[dict[tuple[str, str], str | UnknownTermError] | None]] = ContextVar(
    "names read", default=None
)


@contextmanager
def remembering_names() -> Iterator[None]:
    """Look up each run of words once, however often a text is read: one that names nothing costs most."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def _resolve(text: str, kind: str, store: EvidenceStore) -> str:
    read = _READ.get()
    if read is None:
        return store.resolve_term(text, [kind], suggest=False)
    found = read.get((kind, text))
    if found is None:
        try:
            found = store.resolve_term(text, [kind], suggest=False)
        except UnknownTermError as error:
            found = error
        read[kind, text] = found
    if isinstance(found, str):
        return found
    raise found.with_traceback(None)


def names_in(words: Sequence[str], told: Collection[str], store: EvidenceStore) -> Iterator[Name]:
    """The names of terms and sources in a text, the longest first at each place."""
    plain = plain_words()
    at = 0
    while at < len(words):
        for n in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            some = words[at : at + n]
            if (source := _source(words, at, at + n, store)) is not None:
                yield source
                at += n - 1
                break
            ends = {fold(some[0]), fold(some[-1])}
            called = plain.called.get(" ".join(some).casefold())
            # What people call a thing may begin with any word: "use less insulin".
            if (called is None or called == ANY_PRODUCT or n == 1) and (
                ends & plain.empty
                or fold(some[0]) in ("product", "products")
                or (n == 1 and (ends & plain.widest or ends & plain.no_names))
                or (n < _WHOLE_NAME and (ends & plain.joining or ends & plain.ages_and_sexes))
            ):
                continue
            # "Placenta cells or bone marrow cells" are two.
            if not plain.of_two.isdisjoint(map(fold, some[1:-1])):
                continue
            if n > 1 and _runs_over(words, at, at + n, store):
                continue
            is_told = any(word_stem(word) in told for word in some)
            said = called or " ".join(some)
            name = _name(said, at, at + n, is_told, store)
            if name is not None:
                yield name
                at += n - 1
                break
        at += 1


def _name(text: str, start: int, end: int, is_told: bool, store: EvidenceStore) -> Name | None:
    for kind in KINDS_ASKED:
        try:
            iri = _resolve(text, kind, store)
        except AmbiguousNameError as error:
            # A harm is often called by one of its words ("tumours"); a disease so called would be a guess, and so would "hips" be of
            # "hip replacement needed".
            is_therapy = _TOLD_THERAPY.search(text) is not None
            if (
                len(error.near) == 1
                and kind == "Outcome"
                and not is_told | is_therapy
                and len(text) > 3
            ):
                iri = store.resolve_term(error.near[0], [kind])
                if _is_harm(iri, store) and _heads(text, error.near[0]):
                    return Name(start, end, kind, error.near[0], iri, is_harm=True)
        except UnknownTermError:
            continue
        else:
            # The therapy that is asked about is no part of what came of it: "side effects of stem cells" are no "relapse after
            # a stem-cell transplantation", though a wider name of that is a side effect.
            if (
                kind in _CAME_OF_IT
                and _TOLD_THERAPY.search(text)
                and store.longer_name(text, iri, [kind])
            ):
                continue
            # "ALS survival" is survival in a disease, whatever longer name holds both words.
            if (
                kind == "Outcome"
                and store.longer_name(text, iri, [kind])
                and _begins_with_disease(text, store)
            ):
                continue
            # "Covid with lung scarring" is not what "covid with lung failure" is.
            if _WITH.search(text) and store.longer_name(text, iri, [kind]):
                continue
            return Name(start, end, kind, text, iri, kind == "Outcome" and _is_harm(iri, store))
    return None


def _begins_with_disease(text: str, store: EvidenceStore) -> bool:
    words = text.split()
    return any(_is_whole_name(" ".join(words[:n]), store) for n in range(len(words) - 1, 0, -1))


def _runs_over(words: Sequence[str], start: int, end: int, store: EvidenceStore) -> bool:
    """Whether the name of a disease begins within these words and goes on behind them: in "heart attacks in heart failure" the
    second "heart" belongs to the disease.
    """
    for at in range(start + 1, end):
        if fold(words[at - 1]) not in _BEFORE_ANOTHER:
            continue
        for to in range(end + 1, min(at + LONGEST_NAME, len(words)) + 1):
            if _is_whole_name(" ".join(words[at:to]), store):
                return True
    return False


def _is_whole_name(text: str, store: EvidenceStore) -> bool:
    try:
        iri = _resolve(text, "Disease", store)
    except UnknownTermError:
        return False
    return not store.longer_name(text, iri, ["Disease"])


def as_outcomes(
    names: Sequence[Name], words: Sequence[str], store: EvidenceStore
) -> tuple[list[Name], list[Name]]:
    """The names, those of diseases that were to be prevented or were caused read as outcomes; and diseases that are none.

    "Heart attacks" in "prevent heart attacks in heart failure" is what was counted and not who was treated; so is what is caused,
    which is no disease to be asked of even where no outcome has its name.
    """
    read: list[Name] = []
    none: list[Name] = []
    moved: set[int] = set()
    diseases = [name for name in names if name.kind == "Disease"]
    for name in names:
        if name.kind != "Disease" or (verb := _led_by(words, name.start, moved)) is None:
            read.append(name)
            continue
        is_caused = verb in _CAUSING
        others = [one for one in diseases if one.iri != name.iri and one.start > name.end]
        label = _outcome_called(name.written, store)
        if label is None and is_caused:
            none.append(name)
        elif label is None or not (is_caused or others):
            read.append(name)
            continue
        moved.update(range(name.start, name.end))
        if label is None:
            continue
        iri = store.resolve_term(label, ["Outcome"])
        is_harm = is_caused or _is_harm(iri, store)
        last = read[-1] if read else None
        if last is not None and last.iri == iri and last.end + 1 == name.start:
            # "Heart attacks or strokes" were counted together.
            read[-1] = replace(last, end=name.end)
        else:
            read.append(Name(name.start, name.end, "Outcome", label, iri, is_harm))
    return read, none


def _led_by(words: Sequence[str], at: int, moved: Collection[int]) -> str | None:
    """The stem of the verb that the words before a name lead back to, where it says that something came or was kept from coming."""
    plain = plain_words()
    while at > 0:
        at -= 1
        word, stem = fold(words[at]), word_stem(words[at])
        if stem in _CAUSING or stem in _PREVENTING:
            return stem
        is_passed = word in plain.talk or word in plain.of_two or word in ("and", "risk", "rate")
        if word in _BEFORE_ANOTHER or not (is_passed or at in moved):
            return None
    return None


def _outcome_called(text: str, store: EvidenceStore) -> str | None:
    """The label of the outcome that a name of a disease stands for, alone or as one of several that were counted together."""
    try:
        label = store.label(store.resolve_term(text, ["Outcome"]))
        near: Sequence[str] = (label,)
    except UnknownTermError as error:
        near = error.near
    wanted = [word_stem(word) for word in text.split()]
    found = [
        label
        for label in near
        if any([word_stem(word) for word in part.split()] == wanted for part in label.split(" or "))
    ]
    return found[0] if len(found) == 1 else None


def _source(words: Sequence[str], start: int, end: int, store: EvidenceStore) -> Name | None:
    """A study by its identifier, by author and year, or by what its trial is called, written as it is or before "trial"."""
    text = " ".join(words[start:end])
    has_number = any(character.isdigit() for character in text)
    if not has_number and text.isalpha() and text.islower() and _follows(words, end) is None:
        return None
    iri = store.find_source(text) if has_number or end - start <= _LONGEST_TRIAL else None
    if iri is None and has_number and end - start == 1 and store.may_be_held:
        iri = _registered(text, store)
        if iri is not None:
            return Name(start, end, SOURCE, store.records.studies[iri].slug, iri)
    if iri is None:
        return None
    called = trial_name(store.label(iri))
    spelled = {called, called.replace("-", " ")} if called is not None else set()
    is_trial = text.casefold() in {one.casefold() for one in spelled}
    # "START" is a trial, and "Start" opens a sentence.
    if is_trial and not has_number and text not in spelled and _follows(words, end) is None:
        return None
    return Name(start, end, SOURCE, text, iri)


def _registered(text: str, store: EvidenceStore) -> str | None:
    """The one study that stands under a number in another registry than ClinicalTrials.gov, such as ACTRN12600000000000."""
    if len(text) < _SHORTEST_NUMBER:
        return None
    wanted = text.casefold()
    found = [
        study.iri
        for study in store.records.studies.values()
        if any(wanted in one.casefold().split() for one in study.other_registration)
    ]
    return found[0] if len(found) == 1 else None


def _follows(words: Sequence[str], end: int) -> str | None:
    """The word after a name, where it says that the name is that of a study."""
    after = words[end].casefold() if end < len(words) else ""
    return after if after in _STUDIES else None


def _heads(word: str, label: str) -> bool:
    """Whether a word that a label holds is what it is about: "clot" in "blood clot in the lung", "neck" not in "neck pain"."""
    head = _JOINED.split(label)[0].split()[-1]
    return not words_of(word) <= words_of(label) - words_of(head)


def _is_harm(iri: str, store: EvidenceStore) -> bool:
    """Whether an outcome is asked as a harm: an adverse event of some kind, an abnormality, or safety as a whole."""
    return (
        local_id(iri).startswith(_ABNORMALITY)
        or store.label(iri) == _SAFETY
        or any(store.label(wide) == ANY_HARM for wide in store.broader(iri))
    )


def word_stem(word: str) -> str:
    """A word without its ending, so that "slows", "slowed" and "slowing" are one."""
    word = fold(word)
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word.removesuffix(ending)
            break
    # "slow" is "slowed", but "rat" is not "rate".
    return word.removesuffix("e") if len(word) > 4 else word
