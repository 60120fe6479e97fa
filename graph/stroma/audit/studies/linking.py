"""Which study of the graph does a passage speak of? Points with reasons; propose, ambiguous or none.

Read first: `Linker` and `Link`. A point is the natural logarithm of how rare the shared feature is among the studies of
the graph; a statement that the study contradicts takes points off. A proposal needs a score, a lead and no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from stroma.audit.studies.scoring import Reason, Scorer

if TYPE_CHECKING:
    from stroma.audit.language.reading import Reading
    from stroma.audit.studies.features import Features
    from stroma.audit.studies.mentions import Mention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

Decision = Literal["proposed", "ambiguous", "none"]
_SPECIFIC: Final = ("year", "n", "journal", "country", "follow_up")
_THREE: Final = 3
OF_ONE_MAKER: Final = 3.0
"""Points of a product that few studies gave."""
_LEAD: Final = 3.0
"""Points before the next study of one that its size tells."""
LEAST_FIGURES: Final = 2
"""Figures of its results that tell a study; one alone any text may share with any study."""
_MANY_FIGURES: Final = 4
_BESIDE: Final = frozenset(("year", "n", "journal", "country", "disease", "product", "outcomes"))
"""One of which stands beside two figures of the study that is meant."""
_SLIPS: Final = frozenset(
    ("year", "n", "country", "journal", "follow_up", "phase", "route", "donor")
)
"""What a text may tell wrongly of a study whose results it tells."""
_SWAPPED: Final = frozenset(("disease", "source", "donor", "route"))
"""What a text may tell wrongly of a study that it names."""
_GIVEN: Final = frozenset(("CellProduct", "CellType"))


@dataclass(frozen=True)
class Link:
    """The best study for a passage."""

    study: Iri | None
    decision: Decision
    score: float
    margin: float
    reasons: tuple[Reason, ...]
    runner_up: Iri | None = None

    @property
    def figures(self) -> frozenset[str]:
        """The figures of the study's results that the passage tells."""
        told = (r.says.split(", ") for r in self.reasons if r.feature == "figures")
        return frozenset().union(*told)

    @property
    def is_of_its_own(self) -> bool:
        """Whether its disease, or its cells and outcomes, and three of year, size, journal, country and follow-up are told, and nothing against it."""
        good = {r.feature for r in self.reasons if r.points > 0}
        about = "disease" in good or {"product", "outcomes"} <= good
        return not self.conflicts and about and len(good & set(_SPECIFIC)) >= _THREE

    @property
    def tells_size_and_more(self) -> bool:
        """Whether its size and two more of year, figures of results, disease, cells, journal, country and follow-up are told, with nothing against it."""
        good = {r.feature for r in self.reasons if r.points > 0}
        more = good & {"year", "figures", "disease", "product", "journal", "country", "follow_up"}
        return not self.conflicts and "n" in good and len(more) > 1 and self.margin >= _LEAD

    def without_asides(self, told: Features, n: int | None) -> Link:
        """The link, of a text whose every sentence was read for it: against its study speak a larger size, and the place of its team.

        Other years, places and numbers of people may be those of something else in the text.

        Args:
            told: what the text says of the study.
            n: the size of the study.
        """
        larger = [size for size in dict.fromkeys(told.stated_sizes) if n is not None and size > n]
        says = {"n": ", ".join(map(str, larger))}
        if len(told.teams) == 1 and told.teams == told.countries:
            says["country"] = told.teams[0]
        kept = (r for r in self.reasons if r.points > 0 or says.get(r.feature))
        return replace(
            self,
            reasons=tuple(r if r.points > 0 else replace(r, says=says[r.feature]) for r in kept),
        )

    @property
    def conflicts(self) -> tuple[Reason, ...]:
        """What the passage says otherwise than the study."""
        return tuple(r for r in self.reasons if r.points < 0)


@dataclass(frozen=True)
class LinkedMention:
    """A mention with the study it was linked to."""

    mention: Mention
    link: Link

    @property
    def proposed(self) -> Iri | None:
        """The study, where the link is good enough to judge by."""
        return self.link.study if self.link.decision == "proposed" else None


class Linker(Scorer):
    """Decides which study a passage speaks of."""

    def link(self, features: Features) -> Link:
        """The study that a passage most likely speaks of."""
        scored = sorted(
            ((self.reasons(features, study), iri) for iri, study in self.studies.items()),
            key=lambda pair: (-sum(r.points for r in pair[0]), pair[1]),
        )
        if not scored:
            return Link(None, "none", 0.0, 0.0, ())
        (reasons, iri), (after, runner_up) = scored[0], scored[1] if len(scored) > 1 else ((), None)
        score = sum(r.points for r in reasons)
        others = (pair for pair in scored[1:] if not self._share_people(iri, pair[1]))
        apart = next(others, ((), None)) if self._share_people(iri, runner_up) else (after, None)
        margin = score - sum(r.points for r in apart[0])
        stated = bool(features.years or features.sizes or features.countries or features.authors)
        decision = self._decide(reasons, score, margin, stated)
        if decision != "proposed" and (named := self._by_name_alone(features, scored)) is not None:
            return named
        if decision == "none":
            return Link(None, decision, round(score, 2), round(margin, 2), reasons, iri)
        return Link(iri, decision, round(score, 2), round(margin, 2), reasons, runner_up)

    def _by_name_alone(
        self, features: Features, scored: Sequence[tuple[tuple[Reason, ...], Iri]]
    ) -> Link | None:
        """The one study whose name is told, though beside it stand another disease or other cells: those are the text's mistake."""
        names = set(features.names)
        told = (pair for pair in scored if {self.studies[pair[1]].slug} == names)
        reasons, iri = next(told, ((), None))
        bad = {r.feature for r in reasons if r.points < 0}
        given = {self.lexicon.terms[t].kind for t in features.opening_terms} & _GIVEN
        if iri is None or not bad <= _SWAPPED or not (given or names.isdisjoint(self.settings["also_words"])):  # fmt: skip
            return None
        return Link(iri, "proposed", round(sum(r.points for r in reasons), 2), 0.0, reasons)

    def _share_people(self, one: Iri, two: Iri | None) -> bool:
        """Whether two papers are on the same people: then they count as one, and the better of them is meant."""
        if two is None:
            return False
        return two in self.studies[one].shares_participants_with or one in self.studies[two].shares_participants_with  # fmt: skip

    def _decide(
        self, reasons: Sequence[Reason], score: float, margin: float, stated: bool
    ) -> Decision:
        """Whether the best study is good enough: by its name, or by what it shares without any name."""
        fit = _Fit(reasons, score, margin, self.settings)
        if fit.bad & {"author", "disease"} and not (fit.is_sure or fit.has_many_figures):
            return "none"
        if fit.is_named and score >= self.settings["propose_named"]:
            return "proposed" if fit.stands_out and not fit.is_doubtful else "ambiguous"
        laboratory = fit.is_of_laboratory and not stated
        marks = fit.has_many_marks or fit.has_three_own_marks or fit.has_size_and_place
        marks = marks or fit.has_size_and_year or fit.has_author_and_disease
        marks = (
            marks or fit.has_many_figures or fit.has_size_and_product or fit.has_size_beside_a_slip
        )
        marks = marks or fit.has_own_figures or fit.has_size_and_result or fit.has_author_and_size
        if marks or fit.has_one_slip or laboratory:
            return "proposed"
        near = score >= self.settings["propose"] - 1 and len(fit.bad) <= 1
        return "ambiguous" if near else "none"


@dataclass(frozen=True)
class _Fit:
    """What speaks for and against the best study, its score, and how far the next one is behind."""

    reasons: Sequence[Reason]
    score: float
    margin: float
    settings: dict[str, Any]

    @cached_property
    def good(self) -> set[str]:
        """The features that it shares with the passage."""
        return {r.feature for r in self.reasons if r.points > 0}

    @cached_property
    def bad(self) -> set[str]:
        """The features that it contradicts."""
        return {r.feature for r in self.reasons if r.points < 0}

    @property
    def is_sure(self) -> bool:
        """Whether it goes by an identifier or the name of the trial."""
        return bool({"identifier", "trial_name"} & self.good)

    @property
    def is_named(self) -> bool:
        """Whether it is sure, or goes by its author with the year or two other features."""
        more = len(self.good - {"author", "group"})
        return self.is_sure or ("author" in self.good and ("year" in self.good or more >= 2))

    @property
    def is_doubtful(self) -> bool:
        """Whether too much speaks against a study that is named."""
        if len(self.bad) > (3 if self.is_sure else 2):
            return True
        weak = self.score < self.settings["propose"] + 2
        return len(self.bad) == 2 and not self.is_sure and weak

    @property
    def is_high(self) -> bool:
        return bool(self.score >= self.settings["propose"])

    @property
    def stands_out(self) -> bool:
        return bool(self.margin >= self.settings["margin"])

    @property
    def stands_far_out(self) -> bool:
        return bool(self.margin >= 2 * self.settings["margin"])

    @property
    def has_many_marks(self) -> bool:
        """Nothing against it, and enough of its own: year or size, and its cells."""
        enough = len(self.good) >= self.settings["minimum_features"]
        if self.bad or not (self.is_high and self.stands_out and enough):
            return False
        specific = self.good & set(_SPECIFIC)
        points = sum(r.points for r in self.reasons if r.feature == "product")
        cells = points >= self.settings["product_points"]
        cells = cells or {"year", "country", "outcomes"} <= self.good
        enough = len(specific) >= self.settings["specific_features"]
        return bool(enough and {"year", "n"} & specific and cells)

    @property
    def has_three_own_marks(self) -> bool:
        """Year, size and journal, and nothing against it."""
        return not self.bad and {"year", "n", "journal"} <= self.good and self.stands_far_out

    @property
    def has_size_and_place(self) -> bool:
        """The very size, the country and the disease of one study, far from the next, and nothing against it."""
        far = self.is_high and self.stands_far_out
        return not self.bad and {"n", "country", "disease"} <= self.good and far

    @property
    def has_size_and_year(self) -> bool:
        """The very size, the year, and two of disease, cells and outcomes of one study, far from the next; its journal may be told wrongly."""
        about = self.good & {"disease", "product", "outcomes"}
        told = {"n", "year"} <= self.good and len(about) > 1 and self.bad <= {"journal"}
        return told and self.is_high and self.stands_far_out

    @property
    def has_many_figures(self) -> bool:
        """Four results of one study, and two of its size, year and journal: then a disease, or a place and a design, that are told otherwise are mistakes of the text."""
        shared = next((r for r in self.reasons if r.feature == "figures"), None)
        many = shared is not None and len(shared.says.split(", ")) >= _MANY_FIGURES
        own = self.good & {"n", "year", "journal"}
        slips = self.bad <= {"disease"} or self.bad <= {"country", "comparator", "source"}
        return many and len(own) > 1 and slips and self.stands_far_out

    @property
    def has_size_and_product(self) -> bool:
        """The very size, the product of a maker and the disease of one study, far from the next, and nothing against it."""
        points = sum(r.points for r in self.reasons if r.feature == "product")
        told = {"n", "product", "disease"} <= self.good and points >= OF_ONE_MAKER
        return told and not self.bad and self.is_high and self.stands_far_out

    @property
    def has_size_beside_a_slip(self) -> bool:
        """The very size, the disease, and a result or citation and two other marks of one study, far from the next; a place or journal may be wrong."""
        about = self.good & {"product", "outcomes", "route", "follow_up", "journal", "year"}
        cited = self.good & {"figures", "journal", "year"}
        told = {"n", "disease"} <= self.good and bool(cited) and len(about) > 1
        return told and self.bad <= {"country"} and self.is_high and self.stands_far_out

    @property
    def has_author_and_disease(self) -> bool:
        """An author of the graph, the disease, and people or animals as in the study, far from the next, and nothing against it."""
        told = {"author", "disease", "group"} <= self.good and not self.bad
        return told and self.is_high and self.stands_far_out

    @property
    def has_author_and_size(self) -> bool:
        """An author of the graph and the very size, far from the next, and nothing against it."""
        return not self.bad and {"author", "n"} <= self.good and self.stands_far_out

    @property
    def has_own_figures(self) -> bool:
        """Results of this study, and what else is told fits it but for one statement at most."""
        shared = next((r for r in self.reasons if r.feature == "figures"), None)
        if shared is None or len(shared.says.split(", ")) < LEAST_FIGURES:
            return False
        least = self.settings["propose"]
        is_enough = (
            shared.points > least + self.settings["margin"]  # three figures
            or (shared.points >= least and bool(self.good & _BESIDE))
            or len(self.good & set(_SPECIFIC)) > 1
        )
        return is_enough and len(self.bad) <= 1 and self.bad <= _SLIPS and self.stands_out

    @property
    def has_size_and_result(self) -> bool:
        """The very size, a figure of a result, and the disease, cells or outcomes, and nothing against it."""
        told = {"n", "figures"} <= self.good and bool(
            self.good & {"disease", "product", "outcomes"}
        )
        return told and not self.bad and self.is_high and self.stands_out

    @property
    def has_one_slip(self) -> bool:
        """One statement is wrong, the rest fits this study alone."""
        own = self.good & {"year", "n", "journal", "country", "trial_name"}
        return (
            len(self.bad) == 1
            and self.bad <= {"year", "n", "route", "source"}
            and {"journal", "product", "disease"} <= self.good
            and len(own) >= 2
            and self.is_high
            and self.stands_far_out
        )

    @property
    def is_of_laboratory(self) -> bool:
        """Animals or cultures, with the same cells and outcomes."""
        shared = {"group", "product", "outcomes"} <= self.good and not self.bad
        return shared and self.is_high and self.stands_out


def same_study(mentions: Sequence[LinkedMention], reading: Reading) -> list[LinkedMention]:
    """Mentions, where one that may be a study is that study if a later one of its paragraph names it."""
    paragraphs = [reading.sentences[x.mention.sentences[0]].span.paragraph for x in mentions]
    found = []
    for n, x in enumerate(mentions):
        later = zip(mentions[n + 1 :], paragraphs[n + 1 :], strict=True)
        named = {y.proposed for y, paragraph in later if paragraph == paragraphs[n]}
        if x.link.decision == "ambiguous" and x.link.study in named:
            x = replace(x, link=replace(x.link, decision="proposed"))
        found.append(x)
    return found


_THE_YEAR: Final = re.compile(r"(?i)\bthe\s+(?=(?:19|20)\d\d\b)")


def same_year(
    mentions: Sequence[LinkedMention], reading: Reading, store: EvidenceStore
) -> list[LinkedMention]:
    """Mentions, where "the 2024 trial" means the one study of that year that was named before it."""
    found: list[LinkedMention] = []
    for x in mentions:
        opening = reading.text[max(0, x.mention.start - 4) : x.mention.end]
        years = x.mention.features.years
        if x.proposed is None and years and _THE_YEAR.search(opening):
            before = {y.proposed: y for y in found if y.proposed is not None}
            meant = [s for s in before if store.records.studies[s].year in years]
            if len(meant) == 1:
                named = before[meant[0]].mention
                reason = Reason("year", reading.text[named.start : named.end], 0.0)
                link = replace(x.link, study=meant[0], decision="proposed", reasons=(reason,))
                x = replace(x, link=link)
        found.append(x)
    return found
