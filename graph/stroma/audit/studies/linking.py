"""Which study of the graph does a passage speak of? Points with reasons; propose, ambiguous or none.

Read first: `Linker` and `Link`. A point is the natural logarithm of how rare the shared feature is among the studies of
the graph; a statement that the study contradicts takes points off. A proposal needs a score, a lead and no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from stroma.audit.studies.scoring import Reason, Scorer

if TYPE_CHECKING:
    from stroma.audit.language.reading import Reading
    from stroma.audit.studies.features import Features
    from stroma.audit.studies.mentions import Mention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

Decision = Literal["proposed", "ambiguous", "none"]
_SPECIFIC: Final = ("year", "n", "journal", "country", "follow_up")


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
        margin = score - sum(r.points for r in after)
        stated = bool(features.years or features.sizes or features.countries or features.authors)
        decision = self._decide(reasons, score, margin, stated)
        if decision == "none":
            return Link(None, decision, round(score, 2), round(margin, 2), reasons, iri)
        return Link(iri, decision, round(score, 2), round(margin, 2), reasons, runner_up)

    def _decide(
        self, reasons: Iterable[Reason], score: float, margin: float, stated: bool
    ) -> Decision:
        good = {r.feature for r in reasons if r.points > 0}
        bad = {r.feature for r in reasons if r.points < 0}
        s = self.settings
        named = (
            "identifier" in good or "trial_name" in good
            or ("author" in good and ("year" in good or len(good - {"author", "group"}) >= 2))
        )  # fmt: skip
        if "author" in bad and not ({"identifier", "trial_name"} & good):
            return "none"
        if "disease" in bad and not ({"identifier", "trial_name"} & good):
            return "none"
        if named and score >= s["propose_named"]:
            sure = bool({"identifier", "trial_name"} & good)
            doubtful = len(bad) > (3 if sure else 2) or (
                len(bad) == 2 and not sure and score < s["propose"] + 2
            )
            return "proposed" if margin >= s["margin"] and not doubtful else "ambiguous"
        specific = good & set(_SPECIFIC)
        if (
            not bad
            and score >= s["propose"]
            and margin >= s["margin"]
            and len(good) >= s["minimum_features"]
        ):
            cells = sum(r.points for r in reasons if r.feature == "product") >= s["product_points"]
            cells = cells or {"year", "country", "outcomes"} <= good
            if len(specific) >= s["specific_features"] and {"year", "n"} & specific and cells:
                return "proposed"
        if not bad and {"year", "n", "journal"} <= good and margin >= 2 * s["margin"]:
            return "proposed"  # three of its own marks and nothing against
        own = good & {"year", "n", "journal", "country", "trial_name"}
        if (
            len(bad) == 1
            and bad <= {"year", "n", "route", "source"}
            and "journal" in good
            and len(own) >= 2
            and {"product", "disease"} <= good
            and score >= s["propose"]
            and margin >= 2 * s["margin"]
        ):
            return "proposed"  # one statement is wrong, the rest fits this study alone
        laboratory = {"group", "product", "outcomes"} <= good and not bad
        if laboratory and score >= s["propose"] and margin >= s["margin"] and not stated:
            return "proposed"
        return "ambiguous" if score >= s["propose"] - 1 and len(bad) <= 1 else "none"


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
