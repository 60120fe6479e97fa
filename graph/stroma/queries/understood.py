"""What was a text understood as? The question with what it is asked of, and how well others fit.

Read first: `Understood`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stroma.queries.plain_words import plain_words

if TYPE_CHECKING:
    from stroma.queries.questions import Question

__all__ = ["Asked", "Fit", "Understood", "command_of", "listed", "quote", "unused_words"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A named question with what it is asked of."""

    question: Question
    given: Mapping[str, str]
    """Parameter to the words that stand for it."""

    @property
    def command(self) -> str:
        """The command that asks it."""
        return command_of(self.question, self.given)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text was understood as: the question for certain, else the nearest ones."""

    question: Question | None
    given: Mapping[str, str]
    """Parameter to the words of the text that stand for it."""
    nearest: Sequence[str]
    """Commands of the nearest questions, best first; the first is that of `question`, where there is one."""
    unused: Sequence[str]
    """Words that nothing could be made of."""
    notes: Sequence[str] = ()
    """What the answer does not choose by, and how a word was read that is known nowhere."""
    is_advice: bool = False
    """Whether it asks what somebody should do, or of a therapy that is not covered."""
    instead: Sequence[Asked] = ()
    """What to ask where the question has no row: the next that fit, and what was found at all of the same product and disease."""
    each: Sequence[Asked] = ()
    """Where the text names several of what a question is about one of: the question of each."""
    columns: Sequence[str] = ()
    """Columns of the answer that are asked for, in the order in which the words ask for them."""
    asks_number: str = ""
    """The words that ask how many, how often or what share."""
    in_danger: bool = False
    """Whether somebody seems to be in danger now: the one note says where help is, and nothing else is to be told."""

    @property
    def is_declined(self) -> bool:
        """Whether it asks for what is not told here: advice, a price, whether a trial recruits, a therapy that is not covered."""
        return self.is_advice or any(map(plain_words().declines, self.unused))


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a question fits the words of a text."""

    question: Question
    score: float
    is_told: bool
    """Whether a phrase of the question was used, rather than names alone."""
    given: dict[str, str]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    """Parameter and name of what it could not be asked of beside the one that it is asked of."""
    leaves_names: bool = False
    """Whether names in the text are left over."""
    leaves_disease: bool = False
    """Whether one of them is that of a disease, and it is asked of none."""
    one_of_two: bool = False
    """Whether a word that is left over is one of two things that are set side by side."""
    of: str | None = None
    """The kind of the first name that it is asked of."""
    left: tuple[int, ...] = ()
    """The places of the words that are unused."""

    @property
    def command(self) -> str:
        return command_of(self.question, self.given)


def command_of(question: Question, given: Mapping[str, str], more: Sequence[str] = ()) -> str:
    """The command that asks a question with these values, and with options as they were given beside them."""
    options = (f" --{name} {quote(text)}" for name, text in given.items())
    return (
        f"stroma ask {question.name}{''.join(options)}{''.join(f' {quote(one)}' for one in more)}"
    )


def quote(text: str) -> str:
    return text if re.fullmatch(r"[\w.:/+-]+", text) else f'"{text}"'


def unused_words(found: Understood) -> str:
    """What is said of the words that nothing could be made of, as the part of a sentence; empty for none."""
    if not found.unused:
        return ""
    not_held = plain_words().not_held
    told = [held.words for word in found.unused if (held := not_held.get(word.casefold()))]
    # What stands in the nearest questions is of use there.
    used = {one for command in found.nearest for one in re.findall(r"\w[\w-]*", command.casefold())}
    rest = [w for w in found.unused if w.casefold() not in not_held and w.casefold() not in used]
    if rest:
        told.insert(0, f"no use was found for {', '.join(map(repr, rest))}")
    return "; " + "; ".join(dict.fromkeys(told))


def listed(words: Sequence[str]) -> str:
    return ", ".join(map(repr, dict.fromkeys(words)))
