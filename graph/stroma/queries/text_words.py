"""The words of a text, and what a word means that is known nowhere.

Read first: `words_in` and `meant_word`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from stroma.errors import UnknownTermError
from stroma.naming import fold
from stroma.queries.mentioned import ASKED_IN_OR_OF
from stroma.queries.plain_words import plain_words
from stroma.queries.spelling import corrected

if TYPE_CHECKING:
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["HEADS", "initials_of", "is_name", "meant_word", "with_heads", "words_in"]

HEADS: Final = frozenset(("msc", "mscs", "cells"))


def is_name(text: str, store: EvidenceStore) -> bool:
    try:
        store.resolve_term(text, ASKED_IN_OR_OF)
    except UnknownTermError:
        return False
    return True


def words_in(text: str) -> list[str]:
    """The words of a text; "doesn't" is two."""
    text = re.sub(r"\bcan(?:no|['’])t\b", "can not", text, flags=re.IGNORECASE)
    text = re.sub(r"n['’]t\b", " not", text, flags=re.IGNORECASE)
    return re.findall(r"(?<!\w)[\w+./-][\w'’+./-]*(?<=\w)|\w", text)


def with_heads(words: Sequence[str], store: EvidenceStore) -> list[str]:
    """The words with "MSC" after each of two tissues that share it: "adipose vs bone marrow MSC" names two products."""
    # What joins two kinds of cells whose common word stands after the second.
    sharing = plain_words().of_two | {"and"}
    found = list(words)
    for at in range(len(words) - 1, 0, -1):
        if fold(words[at]) not in sharing:
            continue
        head = next((w for w in words[at + 2 : at + 5] if fold(w) in HEADS), None)
        if head is None:
            continue
        for n in (2, 1):
            before = words[max(0, at - n) : at]
            alone, together = " ".join(before), " ".join((*before, head))
            if len(before) == n and _is_product(together, store) and not _is_product(alone, store):
                found.insert(at, head)
                break
    return found


def _is_product(text: str, store: EvidenceStore) -> bool:
    try:
        store.resolve_term(text, ["CellProduct"])
    except UnknownTermError:
        return False
    return True


def meant_word(word: str, questions: Mapping[str, Question], store: EvidenceStore) -> str | None:
    """The word that a person meant who wrote one that is known nowhere."""
    asked = {fold(one) for q in questions.values() for phrase in q.asked for one in phrase.split()}
    plain = plain_words()
    # A word that the answers themselves use is no slip: "supported" is not "supposed".
    if _is_of_answers(word, questions):
        return None
    meant = corrected(fold(word), {*asked, *plain.not_held, *store.words_like(word)})
    # A slip in a word that names nothing changes no answer, so that it is forgiven in a shorter one.
    return meant or corrected(fold(word), plain.talk | plain.widest, least_for_wrong=len("disease"))


def _is_of_answers(word: str, questions: Mapping[str, Question]) -> bool:
    """Whether a word stands in what questions and their columns are said to tell."""
    wanted = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    return any(
        wanted.search(said)
        for q in questions.values()
        for said in (q.question, q.caution or "", *(column.meaning for column in q.columns))
    )


def initials_of(word: str, text: str, store: EvidenceStore) -> str | None:
    """The one disease whose label begins with these letters, word by word; two letters are enough where children are spoken of."""
    plain = plain_words()
    is_of_age = any(fold(one) in plain.ages_and_sexes for one in words_in(text))
    if not word.isupper() or not word.isalpha() or len(word) < (2 if is_of_age else 3):
        return None
    found = [
        term.label
        for term in store.records.terms.values()
        if term.kind == "Disease" and _initials(term.label) == word.casefold()
    ]
    return found[0] if len(found) == 1 else None


def _initials(label: str) -> str:
    words = re.findall(r"\w+", label.casefold())
    return "".join(word[0] for word in words) if len(words) > 1 else ""
