"""Which runs of words say "no effect" though no list holds them? Composed from a negation and what it governs.

Read first: `Denials.find`. A negation and a noun of effect ("unable to show any real gain"), a noun before "on" or "against" ("no
hold on"), a comparative ("no likelier than"), a noun of proof ("no convincing sign that", "little sign that"); an opener and a verb
of report ("few experts believe that"); a level ("as strong as before", "was much the same", "as many in one group as in the other").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from stroma.audit.language.cue import Cue
from stroma.audit.language.groups import PEOPLE
from stroma.audit.language.patterns import find_patterns

if TYPE_CHECKING:
    from stroma.audit.language.tokens import Token

_LIKENED: Final = frozenset("product treatment therapy approach study trial method cell way drug case report question".split())  # fmt: skip
_GROUPED: Final = frozenset("group arm both cell treated dose limb product study trial patient people".split())  # fmt: skip
_COUNTED: Final = frozenset("many much few often".split())
_SUPERLATIVE: Final = frozenset("you ever can could possible get".split())
""" "As clean as you will ever see": likens to nothing."""
_FAR: Final = 12
"""Tokens from "as many" to the "as" that says as whom."""


_SEEN_ON: Final = frozenset("scan mri imaging x-ray ultrasound average day".split())
"""What a finding is seen on: "no abscess on the scan" denies no effect."""


NO_DENIAL: Final = re.compile(
    r"(?i)\bnothing short of\b|\bnever before\b|\b(?:no|nor any|without) (?:other|further|new|known)\b|\bno (?:\w+ )?(?:treatments?|therap\w+|drugs?|medicines?|option)\b|\bthe same (?:\w+ ){0,2}(?!as\b|in\b|result|outcome|score|rate|number|share)(?:day|type|kind|cells?|way|time|year|product|treatment|patients?|hospital|university|team|country|dose|drug)\w*"
    r"|\bfew (?:\w+ )?(?:treatments?|therap\w+|drugs?)\b|\bwithout (?:the |any |these |their )?(?:cells?|treatment|surgery|surgical|control|comparison|side|hope|delay|drugs?|medication|pain|intellectual|\w+ disabilit\w+)\b|\b(?:is|are|was|were) not alone\b"
    rf"|\b(?:no|little) (?:surprise|wonder|doubt)\b|\bnot only\b|\b(?:those|{PEOPLE}|the ones|others) who (?:(?:did|were|was|had|have|got) not|(?:did|were|was|had|have)n't)\b"
    r"|\b(?:twice|half|times) as (?:many|much|often)\b|\b(?:if|or|why) not\b"
)
"""Words that deny nothing of a result: "nothing short of spectacular", "patients went home the same day"."""


class Denials:
    """Finds composed denials; the words are those of `[denial]` in wording.toml."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._effects = frozenset(words["effects"])
        self._proofs = frozenset(words["proofs"])
        self._stops = frozenset(words["stops"])
        self._turns = frozenset(words["turns"])
        self._adverse = frozenset(words["adverse"])
        self._no_comparative = frozenset(words["no_comparative"])
        self._openers = frozenset(words["openers"])
        self._reports = frozenset(words["reports"])
        self._comparatives = frozenset(words["comparatives"])
        self._shares = frozenset(words["shares"])
        self._scant = frozenset(words["scant"])
        self._onto = frozenset(words["onto"])
        self._no_adjective = frozenset(words["no_adjective"])
        self._factors = frozenset(words["factors"])
        self._standards = frozenset(words["standards"])
        self._being = frozenset(words["being"])
        self._roughly = frozenset(words["roughly"])
        self._reach = int(words["reach"])

    def find(
        self, text: str, tokens: Sequence[Token], cues: Sequence[Cue], first: int, last: int
    ) -> Iterator[Cue]:
        """Cues made of a negation and the word it governs; `first` and `last` are the tokens of the sentence."""
        pseudo = [(c.first, c.last) for c in cues if c.kind == "pseudo"]
        for cue in cues:  # "helped no more than placebo"; "no more than three" is a number
            near = {t.form for t in tokens[cue.last + 1 : min(cue.last + 4, last + 1)]}
            if cue.phrase == "no more than" and self._standards & near:
                yield Cue("null", "no more than, composed", cue.first, cue.last, cue.start, cue.end)
        moving = {c.first for c in cues if c.kind in ("worse", "decrease", "stop", "increase")}
        for negation in cues:
            if negation.kind != "negation" or any(a <= negation.first <= b for a, b in pseudo):
                continue
            made = self._governed(text, tokens, negation, moving, last)
            if made is not None:
                kind, end = made
                phrase = "no evidence" if kind == "negation" else "no effect, composed"
                yield Cue(kind, phrase, negation.first, end, negation.start, tokens[end].end)
        yield from find_patterns(text, tokens, first, last)
        for i in range(first, last):
            level = self._level(text, tokens, i, first, last)
            if level is not None:
                yield Cue("null", "level, composed", i, level, tokens[i].start, tokens[level].end)
            if self._as_many(text, tokens, i, first, last):
                yield Cue("null", "as many, composed", i, i + 1, tokens[i].start, tokens[i + 1].end)
            if tokens[i].form in self._shares and tokens[i + 1].form == "as":
                yield Cue(
                    "decrease", "half as, composed", i, i + 1, tokens[i].start, tokens[i + 1].end
                )
            proof = self._scant_proof(text, tokens, i, last)
            if proof is not None:
                yield Cue("negation", "no evidence", i, proof, tokens[i].start, tokens[proof].end)
            if tokens[i].form in self._openers and not any(a <= i <= b for a, b in pseudo):
                that = self._reported(text, tokens, i, last)
                if that is not None:
                    yield Cue("negation", "no evidence", i, that, tokens[i].start, tokens[that].end)

    def is_share(self, tokens: Sequence[Token], cue: Cue) -> bool:
        """ "As frequent as" after "a third", "little better" after "a": no likeness."""
        if cue.kind != "null" or cue.first == 0:
            return False
        after = tokens[cue.last + 1].form if cue.last + 1 < len(tokens) else ""
        if cue.phrase in ("similar", "comparable") and after in _LIKENED:
            return True  # "a similar product"
        if cue.phrase == "alike":  # "lupus, arthritis and MS alike": of diseases, not of groups
            around = {t.form for t in tokens[max(0, cue.first - 6) : cue.last + 8]}
            return not around & (self._standards | _GROUPED)
        if cue.phrase == "just as much":
            # "children benefit just as much": as others who are treated
            near = {t.form for t in tokens[cue.last + 1 : cue.last + 8]}
            return not ("as" in near and near & self._standards)
        before = tokens[cue.first - 1].form
        share = cue.phrase.startswith("as ") and before in self._factors
        return share or (cue.phrase.startswith("little ") and before == "a")

    def _scant_proof(self, text: str, tokens: Sequence[Token], i: int, last: int) -> int | None:
        """ "Little sign that", "few convincing data": the token of the proof; "a little sign" is none."""
        if tokens[i].form not in self._scant or (i and tokens[i - 1].form == "a"):
            return None
        near = range(i + 1, min(i + 3, last) + 1)
        at = next((j for j in near if tokens[j].form in self._proofs), None)
        if at is None or any(c in ".;:!?(),\n" for c in text[tokens[i].end : tokens[at].start]):
            return None
        return at

    def _level(
        self, text: str, tokens: Sequence[Token], i: int, first: int, last: int
    ) -> int | None:
        """ "As strong as before the cells", "was much the same": the token where the likeness ends."""
        form = tokens[i].form
        if form in self._being:
            at = i + 1
            while at < last and tokens[at].form in self._roughly and at < i + 4:
                at += 1
            if at < last and tokens[at].form == "the" and tokens[at + 1].form == "same":
                noun = at + 1 == last or text[tokens[at + 1].end : tokens[at + 1].end + 1] in ".,;"
                following = tokens[min(at + 2, last)].form
                if noun or following in ("in", "with", "on", "as", "after", "for", "at", "whether"):
                    return at + 1
            return None
        if form != "as" or (i > first and tokens[i - 1].form in self._factors):
            return None
        for j in range(i + 2, min(i + 5, last) + 1):
            if tokens[j].form == "as":
                like = tokens[i + 1].form not in self._no_adjective or j > i + 2
                near = {t.form for t in tokens[j + 1 : min(j + 5, last + 1)]}
                gap = text[tokens[i].end : tokens[j].start]
                level = near & self._standards and not near & _SUPERLATIVE
                return j if like and level and "," not in gap else None
        return None

    def _as_many(self, text: str, tokens: Sequence[Token], i: int, first: int, last: int) -> bool:
        """ "About as many closed in one group as in the other": a likeness that ends beyond what was counted."""
        if tokens[i].form != "as" or tokens[i + 1].form not in _COUNTED:
            return False
        if i > first and tokens[i - 1].form in self._factors:
            return False
        for j in range(i + 3, min(i + _FAR, last) + 1):
            if any(c in ".;:!?()\n" for c in text[tokens[j - 1].end : tokens[j].start]):
                return False
            if tokens[j].form == "as":
                near = {t.form for t in tokens[j + 1 : min(j + 5, last + 1)]}
                return bool(near & (self._standards | {"other"}))
        return False

    def _reported(self, text: str, tokens: Sequence[Token], opener: int, last: int) -> int | None:
        """ "Nothing suggests that", "few experts believe that": the token of the "that"."""
        shown = False
        for i in range(opener + 1, min(opener + 6, last) + 1):
            gap = text[tokens[i - 1].end : tokens[i].start]
            if any(c in ".;:!?(),\n" for c in gap):
                return None
            if tokens[i].form == "that":
                return i if shown else None
            shown = tokens[i].form in self._reports
        return None

    def _governed(
        self, text: str, tokens: Sequence[Token], negation: Cue, moving: set[int], last: int
    ) -> tuple[str, int] | None:
        """The kind of cue that a negation makes with a word after it, and the token where that ends."""
        for i in range(negation.last + 1, min(negation.last + self._reach, last) + 1):
            form = tokens[i].form
            gap = text[tokens[i - 1].end : tokens[i].start]
            if any(c in ".;:!?(),\n" for c in gap):
                return None
            if form in self._effects:
                return "null", i
            if form in self._proofs and negation.phrase in (
                "no",
                "nor",
                "without",
                "lack of",
                "absence of",
            ):
                return "negation", i
            if self._is_comparative(tokens, negation, i, last):
                return "null", i
            if form in self._onto and i == negation.last + 2 and negation.phrase == "no":
                seen = {t.form for t in tokens[i + 1 : i + 3]} & _SEEN_ON
                return None if seen else ("null", i)  # "no hold on", "no defence against"
            if form in self._stops or form in self._turns or form in self._adverse or i in moving:
                return None
        return None

    def _is_comparative(self, tokens: Sequence[Token], negation: Cue, i: int, last: int) -> bool:
        """ "No faster ... than", "not any likelier than": directly after the negation, with a "than" near."""
        before = tokens[i - 1].form
        if not (i == negation.last + 1 and negation.phrase == "no") and before != "any":
            return False
        form = tokens[i].form
        like = form in self._comparatives or (
            form.endswith("er") and len(form) > 4 and form not in self._no_comparative
        )
        if not like:
            return False
        plain = form not in self._comparatives or form == "better"
        at = negation.first
        if plain and at and negation.phrase == "no" and tokens[at - 1].form in self._being:
            return True  # "walking was no easier for them"
        following = [t.form for t in tokens[i + 1 : min(i + 9, last + 1)]]
        return "than" in following[1 if form in ("more", "fewer", "less") else 0 :]
