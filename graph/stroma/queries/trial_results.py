"""What did the randomised trials on a disease come to? The sentence that stands over the page of the disease, in one line.

Read first: `trials_on` and `trial_sentence`. The page counts in the browser (`trials` in `viewer/page/js/counts.js`), because a
reader may put any term in the middle; a test compares both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stroma.counts import counted
from stroma.model import Comparator, Design, EndpointKind, EndpointMet
from stroma.predicates import benefits
from stroma.sentences import THIN_WORDS, endpoint_told_by
from stroma.summaries import participant_clusters

if TYPE_CHECKING:
    from stroma.model import Finding, Study
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = ["Trial", "silent_sentence", "silent_trials", "trial_sentence", "trials_on"]

# What a trial was compared with, the strongest control first.
_CONTROLS: Final = (
    ("placebo or sham", (Comparator.PLACEBO, Comparator.SHAM)),
    ("an active treatment", (Comparator.ACTIVE,)),
    ("standard care or no treatment", (Comparator.STANDARD_CARE, Comparator.UNTREATED)),
)
_NOT_RECORDED: Final = "a control that is not recorded here"
_RANDOMISED: Final = (Design.RANDOMISED_CONTROLLED, Design.CROSSOVER_RANDOMISED)
_DECIDED: Final = (EndpointMet.MET, EndpointMet.NOT_MET)
_INITIALS: Final = re.compile(r" [A-Z][A-Z-]{0,3}\.?$")
_MOST_NAMED: Final = 6
_NO_YEAR: Final = 9999


@dataclass(frozen=True, slots=True)
class Trial:
    """A randomised trial with a result on benefit; papers on the same people are one."""

    study: Study
    """The paper that tells of the primary efficacy endpoint, where one does."""
    control: str
    """What it was compared with, in words."""
    is_met: bool | None
    """Whether its primary efficacy endpoint was met; None where it had another, or it is not clear."""
    known: tuple[str, ...] = ()
    """How that is known, where it is not first-hand from a journal, and that the endpoint is a surrogate."""

    @property
    def has_other_goal(self) -> bool:
        """Whether the primary endpoint asked something else than efficacy."""
        return self.study.primary_endpoint_kind not in (None, EndpointKind.EFFICACY)


def trials_on(store: EvidenceStore, disease: Iri, product: Iri | None = None) -> list[Trial]:
    """The randomised trials with a finding on benefit in a disease, its forms included; the largest first.

    Args:
        product: only those of this product or a narrower one.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> [t.study.slug for t in trials_on(store, store.resolve_term("ALS"))]
        ['cudkowicz-2022', 'alsummit-2024', 'oh-2018', 'berry-2019']
    """
    found: dict[Iri, list[Finding]] = {}
    clusters = participant_clusters(store.records.studies)
    for finding in _findings(store, disease, product):
        study = store.records.studies.get(finding.source)
        if study is not None and study.design in _RANDOMISED and not study.is_retracted:
            found.setdefault(clusters[study.iri], []).append(finding)
    trials = [_trial(store, findings) for findings in found.values()]
    return sorted(trials, key=lambda t: (-(t.study.n or 0), t.study.year or _NO_YEAR, t.study.slug))


def trial_sentence(trials: Sequence[Trial]) -> str:
    """What the trials came to, in words; empty for none.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> trials = trials_on(store, store.resolve_term("ALS"), store.resolve_term("NurOwn"))
        >>> trial_sentence(trials).split(". ")[0]
        'of 2 randomised controlled trials entered here that looked for benefit, the largest, Cudkowicz 2022 (196 people, against placebo or sham; known second-hand), did not meet its primary efficacy endpoint'
    """
    if not trials:
        return ""
    first = trials[0]
    lead = (
        "the one randomised controlled trial entered here that looked for benefit,"
        if len(trials) == 1
        else f"of {len(trials)} randomised controlled trials entered here that looked for benefit, the largest,"
    )
    size = f"{counted(first.study.n, 'person', 'people')}, " if first.study.n else ""
    known = f"; {_and(first.known)}" if first.known else ""
    said = f"{lead} {_name(first.study)} ({size}against {first.control}{known}), {_goal(first)}"
    if len(trials) == 1:
        return said
    kinds = dict.fromkeys(trial.control for trial in trials)
    parts = (_of_control(kind, [t for t in trials if t.control == kind]) for kind in kinds)
    return f"{said}. Of all, {'; '.join(parts)}"


def silent_trials(store: EvidenceStore, disease: Iri, product: Iri | None = None) -> list[Study]:
    """The randomised trials in a disease of which no result on benefit is entered, nor of another paper on the same people.

    Args:
        product: only those of this product or a narrower one.

    Example:
        >>> from stroma.store import open_store
        >>> store = open_store()
        >>> [s.slug for s in silent_trials(store, store.resolve_term("MS"))]
        ['jamali-ucmsc-ms', 'nct01377870']
    """
    studies = store.records.studies
    clusters = participant_clusters(studies)
    told = {
        clusters[f.source]
        for f in store.findings.values()
        if f.predicate in benefits() and f.source in studies and not studies[f.source].is_retracted
    }
    diseases = store.narrower(disease)
    products = store.narrower(product) if product is not None else None
    found = [
        s
        for s in studies.values()
        if s.design in _RANDOMISED
        and not s.is_retracted
        and clusters[s.iri] not in told
        and not diseases.isdisjoint(s.disease)
        and (products is None or not products.isdisjoint(s.product))
    ]
    return sorted(found, key=lambda s: (-(s.n or 0), s.year or _NO_YEAR, s.slug))


def silent_sentence(silent: Sequence[Study], *, is_further: bool) -> str:
    """That nothing is entered of some trials, in words; empty for none.

    Args:
        is_further: whether other trials have been told of.
    """
    if not silent:
        return ""
    kind = f"{'further ' if is_further else ''}randomised trial"
    names = ", ".join(map(_name, silent[:_MOST_NAMED]))
    more = f" and {len(silent) - _MOST_NAMED} more" if len(silent) > _MOST_NAMED else ""
    return f"no result on benefit is entered here of {counted(len(silent), kind)} ({names}{more})"


def _findings(store: EvidenceStore, disease: Iri, product: Iri | None) -> Iterator[Finding]:
    diseases = store.narrower(disease)
    products = store.narrower(product) if product is not None else None
    for p in store.propositions.values():
        if p.predicate not in benefits() or not diseases & {p.object, p.condition}:
            continue
        if products is None or p.subject in products:
            yield from (store.findings[iri] for iri in p.findings)


def _trial(store: EvidenceStore, findings: Sequence[Finding]) -> Trial:
    papers = [store.records.studies[iri] for iri in dict.fromkeys(f.source for f in findings)]
    decided = [
        s
        for s in papers
        if s.primary_endpoint_kind is EndpointKind.EFFICACY and s.primary_endpoint_met in _DECIDED
    ]
    study = decided[-1] if decided else papers[0]
    main = [s.primary_comparator for s in papers if s.primary_comparator is not None]
    told = {f.comparator for f in findings}
    control = next(
        (
            name
            for given in (set(main[-1:]), told)
            for name, kinds in _CONTROLS
            if given.intersection(kinds)
        ),
        _NOT_RECORDED,
    )
    is_met = study.primary_endpoint_met is EndpointMet.MET if decided else None
    how = endpoint_told_by(study, store.records.terms)
    known = tuple(THIN_WORDS[one].removesuffix(" only") for one in how)
    return Trial(study, control, is_met, known)


def _goal(trial: Trial) -> str:
    if trial.is_met is not None:
        return f"{'met' if trial.is_met else 'did not meet'} its primary efficacy endpoint"
    if trial.has_other_goal:
        return "had another main goal"
    return "had a main goal whose result is unclear or not recorded here"


def _of_control(kind: str, trials: Sequence[Trial]) -> str:
    groups = (
        ("met the primary efficacy endpoint", [t for t in trials if t.is_met]),
        ("did not", [t for t in trials if t.is_met is False]),
        ("had another main goal", [t for t in trials if t.is_met is None and t.has_other_goal]),
        (
            "had a main goal whose result is unclear or not recorded here",
            [t for t in trials if t.is_met is None and not t.has_other_goal],
        ),
    )
    told = [
        f"{len(of)} {words}{_named(of)}"
        for n, (words, of) in enumerate(groups)
        # That none met it is as much of an answer, but not where the goal of most is not known.
        if of or (n < 2 and len([t for t in trials if t.is_met is not None]) * 2 > len(trials))
    ]
    last = f" and {told[-1]}" if len(told) > 1 else told[-1]
    return f"against {kind} ({counted(len(trials), 'trial')}): {', '.join(told[:-1])}{last}"


def _named(trials: Sequence[Trial]) -> str:
    if not trials:
        return ""
    n = sum(t.study.n or 0 for t in trials)
    size = f"{counted(n, 'person', 'people')}: " if n else ""
    known = any(t.known for t in trials[:_MOST_NAMED])
    names = ("; " if known else ", ").join(
        ", ".join(filter(None, (_name(t.study), _and(t.known)))) for t in trials[:_MOST_NAMED]
    )
    more = f" and {len(trials) - _MOST_NAMED} more" if len(trials) > _MOST_NAMED else ""
    return f" ({size}{names}{more})"


def _and(words: Sequence[str]) -> str:
    return " and ".join(words)


def _name(study: Study) -> str:
    """By first author and year, as the page prints it; else by its slug."""
    if study.first_author is None:
        return study.slug
    name = _INITIALS.sub("", study.first_author)
    return f"{name} {study.year}" if study.year else f"{name}, year not seen"
