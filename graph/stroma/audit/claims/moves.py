"""Which word moves an outcome, and does it move to the patient's good? Nearest effect word, its negation, a later null.

Read first: `Mover.move`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stroma.audit.language.cues import EFFECTS, Cue
from stroma.audit.language.negation import negation_of
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading

_GAIN: Final = frozenset({"gain", "improvement", "benefit", "effect", "difference", "advantage"})
_LOSS: Final = frozenset({"decline", "loss", "deterioration", "worsening", "fall", "drop"})
_KEPT: Final = frozenset({"keep", "kept", "keeping", "hold", "held", "saved"})
_KEPT_FROM: Final = _KEPT | frozenset(
    "protect protected spare spared save prevent prevented".split()
)
SAFETY: Final = frozenset(
    {"safe", "safely", "safety", "tolerability", "tolerated", "harm", "side", "adverse", "risk"}
)
_BRINGING: Final = frozenset("into brought bring induced induce".split())
_CURED: Final = 2
"""Tokens from "cured" to the outcome that it governs."""
_LASTING: Final = ("persist", "kept", "continu", "went on", "still")
_LOSING: Final = ("lose", "losing", "lost")
_NOBODY: Final = frozenset(("no", "none", "nobody", "no one", "not one", "not a single"))
_TIED: Final = frozenset("associated linked correlated along together ended came tied".split())
"""Words before a "with" that ties a result to the cells."""
_ONWARD: Final = frozenset({"to", "for", "with", "improvement", "on"})
_RETURNING: Final = ("came back", "come", "recur", "return")
_WALKING_SPEED: Final = to_iri("term:walking-speed")


@dataclass(frozen=True)
class Move:
    """The word that moves an outcome, and which way: +1 benefit, -1 worse, 0 no difference."""

    cue: Cue
    sign: int
    negation: Cue | None

    @property
    def worsens(self) -> bool:
        """Whether the outcome is said to have got worse, not just to have stayed or come back."""
        stayed = self.cue.phrase.startswith((*_LASTING, *_RETURNING))
        return self.sign < 0 and self.negation is None and not stayed

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The negation, if there is one, and the word that moves."""
        return (self.cue,) if self.negation is None else (self.negation, self.cue)


def cures_outcome(cue: Cue, o: Entity) -> bool:
    """ "Cured low blood sugar attacks": an outcome that is said to be gone, no disease."""
    return o.kind == "Outcome" and 0 < o.first - cue.last <= _CURED


def _of_a_trial(reading: Reading, cue: Cue) -> bool:
    """ "Stopped the trial because of infections": no effect of the cells."""
    after = {t.form for t in reading.tokens[cue.last + 1 : cue.last + 4]}
    return cue.kind == "stop" and bool(after & {"trial", "study", "enrollment", "recruitment"})


def _tells_who(reading: Reading, clause: Clause, cue: Cue, o: Entity) -> bool:
    """ "Heart failure with reduced ejection fraction", "COPD and reduced lung function": whom it is about, no effect."""
    token = reading.tokens[cue.first]
    if cue.first != cue.last or cue.last + 1 != o.first or not token.raw.endswith("ed"):
        return False
    before = [t.form for t in reading.tokens[max(clause.first, cue.first - 2) : cue.first]]
    if before[-1:] == ["with"]:
        return not _TIED & set(before)
    after_disease = any(e.kind == "Disease" and e.last == cue.first - 2 for e in clause.entities)
    return before[-1:] == ["and"] and after_disease


class Mover:
    """Finds what moves an outcome; `reach` and `negation_reach` count tokens."""

    def __init__(self, reach: int, negation_reach: int, events: frozenset[Iri]) -> None:
        self.reach = reach
        self.negation_reach = negation_reach
        self._events = events

    def move(self, reading: Reading, clause: Clause, o: Entity) -> Move | None:
        for cue in clause.of("better", "worse"):
            if (cue.first, cue.last) == (
                o.first,
                o.last,
            ):  # "less tired", "pain-free", "lived longer"
                way = 1 if cue.kind == "better" else -1
                if (level := self._level(reading, clause, cue, o)) is not None:
                    return Move(level, 0, None)
                return Move(cue, way, negation_of(clause, cue.first, 7, text=reading))
        if (kept := self._kept_from_event(reading, clause, o)) is not None:
            return kept
        before = reading.tokens[o.first - 1] if o.first > clause.first else None
        if before is not None and before.form == "same":  # "less GVHD, same survival"
            same = Cue("null", before.form, o.first - 1, o.first - 1, before.start, before.end)
            return Move(same, 0, None)
        inside = [(e.first, e.last) for e in clause.entities]
        cues = [
            c for c in clause.of(*EFFECTS)
            if not any(first <= c.first and c.last <= last for first, last in inside) and not (o.first <= c.last and c.first <= o.last)
        ]  # fmt: skip
        cues += self._brought(reading, clause, o)
        cues += [replace(c, kind="stop") for c in clause.of("cure") if cures_outcome(c, o)]
        # "fewer", "more", "higher" before the outcome or after it; the nearest wins, a word before it a little sooner.
        ranked = sorted(cues, key=lambda c: (self._distance(reading, c, o), c.first))
        unmoved = self._unmoved(clause, o)
        if unmoved is not None:
            return Move(unmoved, 0, None)
        null = self._null_after(reading, clause, ranked[0], o) if ranked else None
        if null is not None:
            return Move(null, 0, None)
        for cue in ranked:
            if self._distance(reading, cue, o) > self.reach * (2 if cue.kind == "null" else 1):
                return None
            if self._beyond_another(reading, clause, cue, o) or _of_a_trial(reading, cue):
                continue
            if _tells_who(reading, clause, cue, o):
                return None
            if cue.kind == "worse" and any(
                c.kind in ("better", "stop", "decrease") and 0 < cue.first - c.last <= 4
                for c in cues
            ):
                continue  # "restore lost vision": the restoring counts
            sign = self._sign(reading, cue, o)
            if sign is None:
                continue
            blockers = [c.first for c in cues if c.kind != "null" and c.last + 1 < cue.first]
            sign = self._turned(reading, clause, cue, o, sign)
            negation = (
                None
                if cue.kind == "null"
                else negation_of(clause, cue.first, self.negation_reach, blockers, text=reading)
            )
            if negation is not None and negation.phrase in _NOBODY and cue.phrase.startswith(_LOSING):  # fmt: skip
                return None  # "no patient lost the ability to walk" tells no gain
            if cue.kind == "worse" and negation is None:
                negation = self._kept_from(reading, clause, cue)
            if negation is None and cue.kind != "null" and cue.last < o.first:
                negation = self._neither(clause, cue, o)
            if negation is None and cue.kind != "null" and o.first < cue.first:
                negation = negation_of(clause, o.first, 2, text=reading)
            return Move(cue, sign, negation)
        return None

    def _brought(self, reading: Reading, clause: Clause, o: Entity) -> list[Cue]:
        """ "Put lupus into remission", "brought remission to most": a state that is good to reach."""
        before = o.first - 1
        if before < clause.first or not o.text.casefold().endswith("remission"):
            return []
        token = reading.tokens[before]
        if token.form not in _BRINGING:
            return []
        return [Cue("better", f"{token.form} remission", before, before, token.start, token.end)]

    def _level(self, reading: Reading, clause: Clause, cue: Cue, o: Entity) -> Cue | None:
        """ "About as many fistulas closed", "fistulas closed as often as": a likeness before or after an outcome that is its own word."""
        before = (n for n in clause.of("null") if 0 < o.first - n.last <= 2)
        return next(before, None) or self._null_after(reading, clause, cue, o)

    def _kept_from_event(self, reading: Reading, clause: Clause, o: Entity) -> Move | None:
        """ "Kept people from relapses more often than sham did": the event was kept away; not "spared no patient from relapse"."""
        tokens = reading.tokens
        near = range(max(clause.first, o.first - 2), o.first)
        at = next((i for i in near if tokens[i].form == "from"), None)
        if o.term not in self._events or at is None:
            return None
        kept = next((i for i in range(clause.first, at) if tokens[i].form in _KEPT_FROM), None)
        if kept is None:
            return None
        cue = Cue("stop", "kept from", kept, kept, tokens[kept].start, tokens[kept].end)
        between = (n for n in clause.of("negation") if kept < n.first < at)
        return Move(cue, 1, next(between, None) or negation_of(clause, kept, 7, text=reading))

    def _neither(self, clause: Clause, cue: Cue, o: Entity) -> Cue | None:
        """ "Improved neither walking nor vision": the negation after the verb."""
        return next(
            (
                c
                for c in clause.of("negation")
                if c.phrase == "neither"
                and cue.last < c.first < o.first
                and c.first - cue.last <= 2
            ),
            None,
        )

    def _kept_from(self, reading: Reading, clause: Clause, cue: Cue) -> Cue | None:
        """ "Kept disability from getting worse": the keeping turns the worsening."""
        tokens = reading.tokens
        near = range(max(clause.first, cue.first - 2), cue.first)
        at = next((i for i in near if tokens[i].form == "from"), None)
        if at is None or not _KEPT & {t.form for t in tokens[clause.first : at]}:
            return None
        return Cue("negation", "kept from", at, at, tokens[at].start, tokens[at].end)

    def _unmoved(self, clause: Clause, o: Entity) -> Cue | None:
        """ "Neither disability nor relapses changed", "did not affect walking": a change that is denied."""
        for cue in clause.of("change"):
            near = abs(cue.first - o.first) <= 8
            turned = negation_of(clause, cue.first, 10 if o.first < cue.first else 4, text=None)
            if near and turned is not None:
                return cue
        return None

    def _null_after(self, reading: Reading, clause: Clause, cue: Cue, o: Entity) -> Cue | None:
        """ "Fewer relapses, a difference that was not significant": the later null decides, unless it is about another outcome."""
        if cue.kind == "null":
            return None
        for null in clause.of("null"):
            between = [
                e
                for e in clause.entities
                if e.kind == "Outcome" and e is not o and max(cue.last, o.last) < e.first
            ]
            about = [e for e in between if abs(e.first - null.first) <= 6]
            if (
                null.first > max(cue.last, o.last)
                and not about
                and not self._of_other(reading, clause, null, o)
            ):
                return null
            before = reading.tokens[cue.first - 1].form
            governed = before == "to" or (
                before in ("at", "in", "for") and cue.phrase.endswith("ing")
            )
            if null.last < cue.first and governed:
                return null  # "no better than placebo at reducing", "no likelier to regain"
        return None

    def _of_other(self, reading: Reading, clause: Clause, null: Cue, o: Entity) -> bool:
        """Whether a null names its own matter: "slowed decline, with no change in relapses", "... in safety"."""
        opens = null.last + (
            reading.tokens[null.last].form not in ("in", "on")
        )  # "no difference in"
        after = reading.tokens[opens : min(null.last + 6, clause.last + 1)]
        if not after or after[0].form not in ("in", "on"):
            return False
        named = any(
            e.kind == "Outcome" and e.term != o.term and 0 < e.first - null.last <= 5
            for e in clause.entities
        )
        return named or bool(SAFETY & {t.form for t in after})

    def _beyond_another(self, reading: Reading, clause: Clause, cue: Cue, o: Entity) -> bool:
        """Whether another outcome stands between, and this one is not listed with it ("symptoms lost from the progression")."""
        between = [
            e
            for e in clause.entities
            if e.kind == "Outcome" and cue.last < e.first and e.last < o.first
        ]
        if not between:
            return False
        gap = reading.text[between[-1].end : o.start]
        return not any(w in gap for w in (",", " and", " or", " nor", "&", "/", "(", " as well"))

    def _turned(self, reading: Reading, clause: Clause, cue: Cue, o: Entity, sign: int) -> int:
        """ "Rose less", "the decline in walking was slower": the word beside it turns the sense."""
        tokens = reading.tokens
        after = tokens[cue.last + 1].form if cue.last + 1 < len(tokens) else ""
        behind = [t.form for t in tokens[cue.last + 1 : cue.last + 4]]
        by_less = behind[:1] == ["by"] and bool({"fewer", "less", "smaller"} & set(behind))
        if cue.kind in ("increase", "decrease", "worse") and (after == "less" or by_less):
            return -sign  # "rose less", "fell by fewer points than"
        if cue.phrase.startswith(("vanish", "disappear")):
            gained = {t.form for t in tokens[max(clause.first, o.first - 4) : o.first]} & _GAIN
            return 0 if gained else sign  # "the gain in EDSS vanished"
        losing = {t.form for t in tokens[max(clause.first, o.first - 4) : o.first]} & _LOSS
        slowed = cue.kind in ("stop", "decrease") and cue.first > o.last
        return 1 if losing and slowed else sign

    def _distance(self, reading: Reading, cue: Cue, o: Entity) -> float:
        if cue.last < o.first:
            gap = reading.text[cue.end : o.start]
            return (o.first - cue.last) + (4 if "," in gap else 0)
        gap = reading.text[o.end : cue.start]
        return 1.2 * (cue.first - o.last) + (4 if "," in gap else 0)

    def _sign(self, reading: Reading, cue: Cue, o: Entity) -> int | None:
        better = reading.lexicon.terms[o.term].better
        higher = reading.lexicon.is_good_higher(o.term, o.text)
        if cue.kind == "null":
            return 0
        if cue.kind == "better":
            return 1
        if (
            cue.phrase == "continued"
        ):  # "relapses continued despite the cells"; not "continued to improve"
            at = cue.last + 1
            onward = at < len(reading.tokens) and reading.tokens[at].form in _ONWARD
            return -1 if o.term in self._events and not onward else None
        if cue.kind == "worse" and cue.phrase.startswith(_LASTING):
            return None if higher else -1
        if cue.kind == "worse" and cue.phrase.startswith(_RETURNING):
            return 1 if higher else -1
        if cue.kind == "worse":
            return None if cue.phrase.startswith(_LOSING) and o.term in self._events else -1
        if cue.kind == "stop":
            return 1
        if better is not None and better.value == "neither":
            return None
        rises = cue.kind == "increase"
        if o.term == _WALKING_SPEED and "time" in o.text.casefold():
            higher = False
        return 1 if rises == higher else -1
