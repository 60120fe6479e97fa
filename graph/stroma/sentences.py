"""How is the evidence of a proposition said in words? One wording for cards, paths and reports.

Read first: `evidence_sentence`. Counts of people, animals and dishes stand apart; a zero is said, not left out.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from stroma.counts import counted
from stroma.model import (
    Asked,
    Direction,
    EndpointMet,
    Level,
    PublishedAs,
    ReadAs,
    Stance,
    Tally,
    Thin,
)
from stroma.predicates import asks_of
from stroma.vocabulary import PREFIXES, local_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from stroma.model import Proposition, Study, Term
    from stroma.vocabulary import Iri


_STANCE_WORDS_OF: Final = {
    Asked.EFFECT: {},
    Asked.SAFETY: {},
    Asked.HARM: {
        Stance.SUPPORTED: "seen",
        Stance.NOT_SUPPORTED: "looked for; not shown to come from it",
        Stance.PRECLINICAL_ONLY: "seen in animals or dishes only",
    },
    Asked.TRIAL: {
        Stance.SUPPORTED: "studied",
        Stance.UNCONTROLLED_ONLY: "studied without a control group",
        Stance.PRECLINICAL_ONLY: "studied in animals or dishes only",
    },
    Asked.DECISION: {
        Stance.SUPPORTED: "approved",
        Stance.CONTESTED: "approved by one decision, not or no longer by another",
        Stance.NOT_SUPPORTED: "not approved",
    },
}
DIRECTION_WORDS: Final = {
    Asked.EFFECT: {
        Direction.SUPPORTS: "for",
        Direction.INCONCLUSIVE: "no effect shown",
        Direction.DISPUTES: "against",
    },
    Asked.SAFETY: {
        Direction.SUPPORTS: "no safety concern told",
        Direction.INCONCLUSIVE: "safety unclear",
        Direction.DISPUTES: "a safety concern told",
    },
    Asked.HARM: {
        Direction.SUPPORTS: "report it as a harm",
        Direction.INCONCLUSIVE: "did not report it as a harm",
        Direction.DISPUTES: "against it",
    },
    Asked.TRIAL: {
        Direction.SUPPORTS: "studied it",
        Direction.INCONCLUSIVE: "unclear",
        Direction.DISPUTES: "did not",
    },
    Asked.DECISION: {
        Direction.SUPPORTS: "approved",
        Direction.INCONCLUSIVE: "undecided",
        Direction.DISPUTES: "not approved",
    },
}
_GAIN: Final = re.compile(r" improves (?=no |freedom |[^,]*(?:improvement|remission))")
# Of a harm that is not supported: what was counted (`Proposition.events_counted`). Somebody died, or nobody did.
NOT_TIED_WORDS: Final = {
    False: "looked for; not seen",
    True: "seen, not shown to come from it",
}
# Of a finding, and of a statement without any other.
RETRACTED_MARK: Final = "[x]"
# A mark for each stance that is told apart without colour, in any terminal font.
MARKS: Final = {
    Stance.SUPPORTED: "[+]",
    Stance.CONTESTED: "[±]",
    Stance.NOT_SUPPORTED: "[–]",
    Stance.UNCONTROLLED_ONLY: "[?]",
    Stance.PRECLINICAL_ONLY: "[a]",
    Stance.NO_EVIDENCE: "[ ]",
}
_MARKS_OF: Final = {
    Asked.EFFECT: {},
    Asked.SAFETY: {},
    Asked.HARM: {Stance.SUPPORTED: "[!]", Stance.NOT_SUPPORTED: "[0]"},
    Asked.TRIAL: {
        Stance.SUPPORTED: "[t]",
        Stance.UNCONTROLLED_ONLY: "[t]",
        Stance.PRECLINICAL_ONLY: "[t]",
    },
    Asked.DECISION: {Stance.SUPPORTED: "[r]"},
}
# Each mark with its meaning, in the order of a legend.
LEGEND: Final = (
    ("[+]", "supported"),
    ("(+)", "supported but thin, or not in narrower trials"),
    ("[±]", "contested"),
    ("[–]", "not supported"),
    ("[?]", "uncontrolled only"),
    ("[a]", "animals or dishes only"),
    ("[ ]", "not measured itself"),
    (RETRACTED_MARK, "measured by retracted studies only"),
    ("[!]", "harm seen"),
    ("(!)", "harm seen, but thin"),
    ("[~]", "harm seen, but not shown to come from it"),
    ("[0]", "harm looked for; not seen, or without a count"),
    ("[t]", "studied, which says nothing about benefit"),
    ("[r]", "approved by a regulator"),
)
STANCE_WORDS: Final = {
    Stance.SUPPORTED: "supported",
    Stance.CONTESTED: "contested",
    Stance.NOT_SUPPORTED: "not supported",
    Stance.UNCONTROLLED_ONLY: "uncontrolled only",
    Stance.PRECLINICAL_ONLY: "preclinical only",
    Stance.NO_EVIDENCE: "no evidence here",
}
THIN_SUPPORT: Final = "supported but thin"
NOT_NARROWER: Final = "not in narrower trials"
NOT_NARROWER_SUPPORT: Final = f"supported, but {NOT_NARROWER}"
WEAKER_DISAGREES: Final = "weaker evidence disagrees"
NARROWER_DISAGREES: Final = "trials of narrower products or conditions disagree"
NO_DOI: Final = "not entered"
"""What stands for the DOI of a study that has none here, nor a PMID: that somebody has to look for it."""
NOTHING_ON_PLACEBO: Final = "which says nothing against placebo"
_AGAINST_ACTIVE: Final = {
    Stance.SUPPORTED: "better than",
    Stance.CONTESTED: "compared only with",
    Stance.NOT_SUPPORTED: "no better than",
}
ANOTHER_TREATMENT: Final = "another treatment"
"""What was given for comparison where the source does not name it."""
# Of two results of the same kind and level the worse one is told first.
WORST_FIRST: Final = (
    Stance.NOT_SUPPORTED,
    Stance.CONTESTED,
    Stance.UNCONTROLLED_ONLY,
    Stance.PRECLINICAL_ONLY,
    Stance.SUPPORTED,
    Stance.NO_EVIDENCE,
)
LEVEL_WORDS: Final = {
    Level.ONE: "level 1, systematic review of randomised trials",
    Level.TWO: "level 2, randomised",
    Level.THREE: "level 3, controlled, not randomised",
    Level.FOUR: "level 4, without a control group, or a part of a trial only",
    Level.FIVE: "level 5, animals or dishes",
    Level.REFERENCE: "stated by references",
}
THIN_WORDS: Final = {
    Thin.UNDER_CONCERN: "under an expression of concern all that it rests on",
    Thin.SINGLE_STUDY: "one study at its level",
    Thin.FEW_PARTICIPANTS: "fewer than 30 people",
    Thin.SECONDARY_OUTCOME: "a secondary outcome",
    Thin.SURROGATE_OUTCOME: "measured by a surrogate",
    Thin.CONGRESS_ONLY: "congress report only",
    Thin.SPONSOR_ONLY: "reported by the sponsor only",
    Thin.SECOND_HAND_ONLY: "known second-hand only",
    Thin.UNKNOWN_COMPARATOR: "compared with something that was not seen",
    Thin.ABSTRACT_ONLY: "read in the abstract only",
    Thin.UNTRACED_STUDY: "one of its studies at most can be looked up",
}


def told_by(study: Study) -> tuple[Thin, ...]:
    """How a study is known, where that is not first-hand from a journal: whatever it found rests on that, in either direction.

    Example:
        >>> from stroma.store import open_store
        >>> studies = {s.slug: s for s in open_store().records.studies.values()}
        >>> [THIN_WORDS[how] for how in told_by(studies["petrou-2020"])]
        ['reported by the sponsor only', 'known second-hand only']
    """
    is_congress = study.published_as is PublishedAs.CONGRESS_REPORT
    told = (
        (Thin.CONGRESS_ONLY, is_congress),
        (Thin.SPONSOR_ONLY, study.sponsor_reported),
        (Thin.SECOND_HAND_ONLY, not is_congress and study.read_as is ReadAs.SECONDARY),
    )
    return tuple(how for how, applies in told if applies)


def endpoint_told_by(study: Study, terms: Mapping[Iri, Term]) -> tuple[Thin, ...]:
    """What stands beside a primary efficacy endpoint that was met or not: that it is a surrogate, and how the study is known."""
    if study.primary_endpoint_met not in (EndpointMet.MET, EndpointMet.NOT_MET):
        return ()
    outcome = terms.get(study.primary_outcome or "")
    is_surrogate = outcome is not None and outcome.surrogate
    return ((Thin.SURROGATE_OUTCOME,) if is_surrogate else ()) + told_by(study)


def pools_more_words(n_pooled: int | str, products: str) -> str:
    """What a review does that pools more studies than are entered, and of what.

    Example:
        >>> pools_more_words(25, "stem cell product")
        'pools 25 studies of stem cell product, more than are entered here'
    """
    return f"pools {n_pooled} studies of {products}, more than are entered here"


def mark(proposition: Proposition) -> str:
    """The mark of a proposition's stance; round brackets where support is not firm: thin, or not in narrower trials."""
    asked = asked_by(proposition.predicate)
    if is_retracted(proposition):
        return RETRACTED_MARK
    if is_seen_but_not_tied(proposition):
        return "[~]"
    shown = _MARKS_OF[asked].get(proposition.stance, MARKS[proposition.stance])
    if asked in (Asked.TRIAL, Asked.DECISION):
        return shown
    is_firm = not is_thin(proposition) and not proposition.narrower_disagrees
    return shown if is_firm or proposition.stance is not Stance.SUPPORTED else f"({shown[1:-1]})"


def is_thin(proposition: Proposition) -> bool:
    """Whether a supported proposition rests on little by its evidence, not only by our reading; a decision needs none."""
    is_decision = asked_by(proposition.predicate) is Asked.DECISION
    return proposition.is_thin_by_evidence and not is_decision


@cache
def asked_by(predicate: Iri) -> Asked:
    """What a relation asks.

    Example:
        >>> from stroma.vocabulary import ST
        >>> asked_by(ST + "causesAdverseEvent")
        <Asked.HARM: 'harm'>
    """
    return asks_of(local_id(predicate)) or Asked.EFFECT


def asks_word(predicate: Iri, *, clinical: bool) -> str:
    """What a relation asks, in one word: `effect` only of what a product does to people, else `background`.

    Example:
        >>> names = ("improves", "safeIn", "causesAdverseEvent", "studiedFor", "approvedFor")
        >>> [asks_word(name, clinical=True) for name in names]
        ['effect', 'safety', 'harm', 'trial', 'decision']
        >>> asks_word("foundIn", clinical=False), asks_word("approvedFor", clinical=False)
        ('background', 'decision')
    """
    asked = asked_by(predicate)
    return "background" if asked is Asked.EFFECT and not clinical else asked.value


ASKS_WORDS: Final = (*(asked.value for asked in Asked), "background")
"""The words of `asks_word`."""


def is_seen_but_not_tied(proposition: Proposition) -> bool:
    """Whether a harm happened to somebody after the product, and nobody showed that it came from it."""
    is_denied = is_harm(proposition) and proposition.stance is Stance.NOT_SUPPORTED
    return is_denied and proposition.events_counted is True


def is_retracted(proposition: Proposition) -> bool:
    """Whether all that was found on it is of retracted sources, so that nothing is left to judge it by."""
    return proposition.stance is Stance.NO_EVIDENCE and bool(proposition.retracted_sources)


def _sources_are(iris: Sequence[Iri]) -> tuple[str, str]:
    """What one and what several of these are called: studies, or, with a reference among them, sources."""
    is_study = all(iri.startswith(PREFIXES["study"]) for iri in iris)
    return ("study", "studies") if is_study else ("source", "sources")


def notice_words(proposition: Proposition) -> tuple[str, ...]:
    """Which of its sources were retracted and count nowhere, and which count under an expression of concern; empty for most."""
    retracted, concerns = proposition.retracted_sources, proposition.concerns
    named = [", ".join(map(local_id, iris)) for iris in (retracted, concerns)]
    n, what = len(retracted), _sources_are(retracted)
    told = (
        f"{n} {what[n > 1]} retracted, not counted: {named[0]}" if retracted else "",
        f"under an expression of concern: {named[1]}" if concerns else "",
    )
    return tuple(filter(None, told))


def is_harm(proposition: Proposition) -> bool:
    """Whether the proposition is about an adverse event."""
    return asked_by(proposition.predicate) is Asked.HARM


def stance_words(proposition: Proposition) -> str:
    """The stance in words; a harm that was seen, a mere trial and an approval are not called supported.

    A supported statement that is thin by its evidence, or that trials of narrower products or conditions do not all
    uphold, says so at once.
    """
    if is_retracted(proposition):
        n, what = len(proposition.retracted_sources), _sources_are(proposition.retracted_sources)
        all_ = f"its only {what[0]} was" if n == 1 else f"its {n} {what[1]} were"
        return f"no evidence left: {all_} retracted"
    asked = asked_by(proposition.predicate)
    is_counted = proposition.events_counted is not None
    if asked is Asked.HARM and proposition.stance is Stance.NOT_SUPPORTED and is_counted:
        return NOT_TIED_WORDS[bool(proposition.events_counted)]
    if asked in (Asked.HARM, Asked.TRIAL, Asked.DECISION):
        return words_of_stance(asked, proposition.stance)
    if proposition.stance is Stance.SUPPORTED and is_thin(proposition):
        return THIN_SUPPORT
    if proposition.stance is Stance.SUPPORTED and proposition.narrower_disagrees:
        return NOT_NARROWER_SUPPORT
    return STANCE_WORDS[proposition.stance]


def words_of_stance(asked: Asked, stance: Stance) -> str:
    """What a stance is called, by what its relation asks.

    Example:
        >>> [words_of_stance(asked, Stance.SUPPORTED) for asked in Asked]
        ['supported', 'supported', 'seen', 'studied', 'approved']
    """
    return _STANCE_WORDS_OF[asked].get(stance, STANCE_WORDS[stance])


def tally_words(tally: Tally, asked: Asked = Asked.EFFECT) -> str:
    """Counts of one group by direction.

    Example:
        >>> tally_words(Tally(supports=3, inconclusive=1))
        '3 for, 1 no effect shown, 0 against'
        >>> tally_words(Tally(supports=3, inconclusive=1), Asked.HARM)
        '3 report it as a harm, 1 did not'
        >>> tally_words(Tally(supports=3), Asked.TRIAL)
        '3 studied it'
        >>> tally_words(Tally(supports=2, inconclusive=1), Asked.SAFETY)
        '2 told no safety concern, 1 left it unclear, 0 told one'
    """
    if asked is Asked.SAFETY:
        return (
            f"{tally.supports} told no safety concern, {tally.inconclusive} left it unclear, "
            f"{tally.disputes} told one"
        )
    if asked is Asked.HARM:
        untied = tally.inconclusive + tally.disputes
        return f"{tally.supports} report it as a harm, {untied} did not"
    if asked is Asked.TRIAL and tally.total == tally.supports:
        return f"{tally.supports} studied it"
    return f"{tally.supports} for, {tally.inconclusive} no effect shown, {tally.disputes} against"


def counts_in_words(propositions: Collection[Proposition]) -> str:
    """Statements by stance, the most frequent first, of equals the worse; harms and mere trials apart."""
    told: dict[Asked, Counter[tuple[int, str]]] = {asked: Counter() for asked in Asked}
    for p in propositions:
        told[asked_by(p.predicate)][WORST_FIRST.index(p.stance), stance_words(p)] += 1
    parts = (
        before
        # What is said of a harm holds commas and semicolons itself.
        + (" · " if asked is Asked.HARM else ", ").join(
            f"{n} {words}"
            for (_, words), n in sorted(told[asked].items(), key=lambda c: (-c[1], c[0]))
        )
        for asked, before in (
            (Asked.EFFECT, ""),
            (Asked.SAFETY, "called safe: "),
            (Asked.HARM, "harms: "),
            (Asked.TRIAL, "trials: "),
            (Asked.DECISION, "decisions: "),
        )
        if told[asked]
    )
    return "; ".join(parts)


def proposition_words(proposition: Proposition) -> str:
    """The label of a proposition as a sentence: an outcome that is itself a gain is brought about, not improved.

    The page says the same (viewer/page/js/propositions.js).

    Example:
        >>> from stroma.store import open_store
        >>> found = open_store().propositions.values()
        >>> sorted({proposition_words(p) for p in found if "remission" in p.label})
        ['umbilical-cord MSC product leads to renal remission, in lupus nephritis']
    """
    return _GAIN.sub(" leads to ", proposition.label)


def evidence_sentence(proposition: Proposition, *, label: Callable[[Iri], str] = local_id) -> str:
    """Stance, level, counts by group, people, thin reasons and the sources of a proposition.

    Args:
        label: names the surrogate outcomes.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> one = next(p for p in store.propositions.values() if p.label.startswith("darvadstrocel ameliorates"))
        >>> evidence_sentence(one)
        'contested; level 2, randomised; in people 1 for, 1 no effect shown, 0 against (780 people); admire-cd-ii, panes-2016'
    """
    asked = asked_by(proposition.predicate)
    parts = [stance_words(proposition)]
    if (
        asked is Asked.DECISION and proposition.sources
    ):  # neither a level nor a count of references makes a decision truer
        known = (
            ()
            if Thin.SECOND_HAND_ONLY not in proposition.thin
            else (THIN_WORDS[Thin.SECOND_HAND_ONLY],)
        )
        notices = notice_words(proposition)
        return "; ".join((*parts, *known, *notices, _named(proposition)))
    if proposition.best_level is not None:
        parts.append(LEVEL_WORDS[proposition.best_level] + _people_at_level(proposition))
    names = ("in people", "in animals", "in vitro", "references")
    for name, tally in zip(names, proposition.tallies, strict=True):
        if tally.total:
            people = (
                _one_on_both_sides(proposition) + _people(proposition)
                if name == "in people"
                else ""
            )
            parts.append(f"{name} {tally_words(tally, asked)}{people}")
    if proposition.stance is Stance.NO_EVIDENCE and proposition.claims:
        parts.append(
            f"claimed in {len(proposition.claims)} place{'s' if len(proposition.claims) != 1 else ''}"
        )
    if against := active_words(proposition):
        parts.append(against)
    if proposition.weaker_disagrees:
        parts.append(WEAKER_DISAGREES)
    if proposition.narrower_disagrees:
        parts.append(NARROWER_DISAGREES)
    if proposition.is_told_thinly:
        surrogates = ", ".join(map(label, proposition.surrogates))
        parts.append("thin: " + ", ".join(_thin_words(r, surrogates) for r in proposition.thin))
    elif proposition.thin:
        parts.append(THIN_WORDS[Thin.ABSTRACT_ONLY])
    parts += notice_words(proposition)
    if proposition.sources:
        parts.append(_named(proposition))
    return "; ".join(parts)


def _one_on_both_sides(proposition: Proposition) -> str:
    """How many studies the counts stand for, where one is counted on both sides: one trial is never told as two."""
    p, n = proposition, proposition.independent_studies
    if p.animal.total or p.in_vitro.total or p.reference.total or n >= p.human.total:
        return ""
    return ", of one study" if n == 1 else f", of {n} studies in all"


def people_in_words(
    known: int | None, unknown: Sequence[tuple[int | None, bool]] = ()
) -> str | None:
    """How many people the counts of studies stand for; None without any study.

    Args:
        known: people in the studies whose size is known.
        unknown: of each study of which only a part is told, how large that is not stated: all its people, if known, and
            whether these were in several arms; the largest first.

    Example:
        >>> people_in_words(25, [(480, True), (None, True)])
        '25 people and 2 studies of unknown size (one of 480 in all arms)'
        >>> people_in_words(None, [(60, False)])
        '1 study of unknown size (of 60 in all)'
        >>> people_in_words(1)
        '1 person'
    """
    parts = [counted(known, "person", "people")] if known else []
    if unknown:
        sizes = [f"{n:,} in all{' arms' if has_arms else ''}" for n, has_arms in unknown if n]
        each = "" if len(unknown) == 1 else "one " if len(sizes) == 1 else ""
        of = f" ({each}of {' and of '.join(sizes)})" if sizes else ""
        parts.append(f"{counted(len(unknown), 'study', 'studies')} of unknown size{of}")
    return " and ".join(parts) or None


def active_words(proposition: Proposition) -> str:
    """What a result means that compared with other treatments alone; empty where it did not.

    Example:
        >>> from stroma.store import open_store
        >>> found = open_store().propositions.values()
        >>> sorted({active_words(p) for p in found if "improves pain, in knee" in p.label and p.active_comparators})
        ['no better than corticosteroid injection, which says nothing against placebo']
    """
    if not proposition.active_comparators or proposition.stance not in _AGAINST_ACTIVE:
        return ""
    names = " or ".join(proposition.active_comparators)
    return f"{_AGAINST_ACTIVE[proposition.stance]} {names}, {NOTHING_ON_PLACEBO}"


def _people(proposition: Proposition) -> str:
    """How many people the counts of studies stand for, in brackets unless it holds some."""
    # A graph that was derived before there was such a phrase has the numbers alone.
    unknown = [(None, False)] * proposition.unknown_sizes
    words = proposition.people_in_words or people_in_words(proposition.participants, unknown)
    if not words:
        return ""
    if proposition.unknown_sizes:
        return f", in {words}"
    return f" ({words}{' in all' if _people_at_level(proposition) else ''})"


def _people_at_level(proposition: Proposition) -> str:
    """How many of the people were in the studies that decide, in brackets; empty where that is all of them, or nobody knows."""
    n, level = proposition.participants, proposition.best_level
    at_level = proposition.participants_at_best_level
    if not n or n == at_level or level in (Level.FIVE, Level.REFERENCE):
        return ""
    return f" ({counted(at_level, 'person', 'people')})" if at_level else " (size unknown)"


def _thin_words(reason: Thin, surrogates: str) -> str:
    named = f": {surrogates}" if reason is Thin.SURROGATE_OUTCOME and surrogates else ""
    return THIN_WORDS[reason] + named


def _named(proposition: Proposition) -> str:
    """The first six sources of a proposition by slug; the rest is counted."""
    slugs = [local_id(source) for source in proposition.sources]
    more = f" and {len(slugs) - 6} more" if len(slugs) > 6 else ""
    return ", ".join(slugs[:6]) + more
