"""What does an article leave out or get wrong about the studies it names, and as a whole?

Read first: `find_omissions`. A code for each (ontology/audit/gaps.tsv), its reason in words, and the finding it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stroma.audit.judging.disclosures import impossible_identifiers, of_article
from stroma.audit.judging.figures import changed_figures
from stroma.audit.judging.omitted_design import (
    all_treated,
    more_gained,
    omitted_design,
    told_blinded,
    wrong_counts,
)
from stroma.audit.judging.omitted_harms import omitted_harms
from stroma.audit.judging.omitted_notice import omitted_notice
from stroma.audit.judging.omitted_results import omitted_later, omitted_result
from stroma.audit.judging.study_blocks import StudyBlocks, blocks_of_studies
from stroma.audit.judging.told_figures import figures_unanswered
from stroma.audit.judging.told_groups import swapped_groups
from stroma.audit.language.lexicon import read_table
from stroma.model import Design, Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.matching import Matcher
    from stroma.audit.judging.results import Judged, Omission
    from stroma.audit.language.reading import Reading
    from stroma.audit.studies.features import FeatureReader
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_CITATION: Final = ("year", "journal", "country", "identifier", "author", "phase")
_LONG: Final = re.compile(r"[^\W\d_]{4,}")
_STEM: Final = 5
""" "Diabetic kidney disease", told as "type 2 diabetes and kidney disease"."""
_OF_EVERY: Final = frozenset(w[:_STEM] for w in ("disease", "syndrome", "disorder", "injury"))
_CELLS: Final = ("source", "donor", "route")
_CODES: Final = {
    **dict.fromkeys(_CITATION, "CITATION_CONFLICT"),
    **dict.fromkeys(("source", "donor", "route"), "SOURCE_MISMATCH"),
    **dict.fromkeys(("n", "follow_up"), "NUMBER_MISMATCH"),
    "comparator": "OMIT_N_DESIGN",
    "disease": "POPULATION_WIDER",
}
"""Codes of what a text states otherwise than the study that it names."""


def find_omissions(
    store: EvidenceStore, matcher: Matcher, reading: Reading, mentions: Sequence[LinkedMention], claims: Sequence[Judged], features: FeatureReader,
) -> list[Omission]:  # fmt: skip
    """Everything missing or wrong, of the studies first, then of the article as a whole."""
    found: list[Omission] = []
    for blocks in blocks_of_studies(store, matcher, reading, mentions, claims):
        for make in _RULES:
            found += make(blocks)
    found += impossible_identifiers(reading, mentions, features)
    found += of_article(reading, mentions, claims)
    unique: dict[tuple[str, str, Iri | None], Omission] = {}
    for omission in found:
        unique.setdefault((omission.code, omission.reason, omission.study), omission)
    return sorted(unique.values(), key=lambda o: (o.study is None, o.start, o.code, o.reason))


def _conflicts(b: StudyBlocks) -> Iterator[Omission]:
    """What the text states otherwise than the study, each once."""
    said: set[tuple[str, str]] = set()
    counts = {n for f in b.findings for n in (f.n_events, f.n_events_control) if n}
    for x in b.mentions:
        for r in x.link.conflicts:
            code = _CODES.get(r.feature)
            own = f"{b.study.label} {b.study.population or ''}".casefold()
            denied = b.reading.sentences[x.mention.sentences[0]].has("negation")
            if r.feature == "disease" and (denied or _names_disease(b) or r.says.casefold() in own):
                continue
            if r.feature in _CELLS and _is_on_another_model(b, x):
                continue
            if r.feature == "n" and r.says.isdigit() and int(r.says) in counts:
                continue  # "twelve people had died against six"
            if code is not None and (r.feature, r.says) not in said:
                what = f"{r.feature.replace('_', ' ')} {r.says}"
                reason = f"the text says {what}; {b.study.label}: {r.expected}"
                yield b.omission_at(x, code, reason)
            said.add((r.feature, r.says))


def _is_on_another_model(b: StudyBlocks, x: LinkedMention) -> bool:
    """ "Cord cells helped rats for a while. In mice fed cuprizone marrow cells did more": another experiment, whose cells are others."""
    laboratory = b.study.design is not None and b.study.design.is_laboratory
    later = (b.reading.sentences[i] for i in x.mention.sentences[1:])
    return laboratory and any(s.has("animals") for s in later)


def _names_disease(b: StudyBlocks) -> bool:
    """Whether the text names a disease of the study anywhere, if in words apart: another one beside it may be its cause."""
    if any(e.term in b.study.disease for e in b.reading.entities):
        return True
    labels = (b.store.label(d) for d in b.study.disease)
    parts = ({w[:_STEM] for w in _LONG.findall(label.casefold())} - _OF_EVERY for label in labels)
    return any(p and all(stem in b.text for stem in p) for p in parts)


def _basis(b: StudyBlocks) -> Iterator[Omission]:
    """Animals or cells in culture, where the text does not say so."""
    design = b.study.design
    if design is None or not design.is_laboratory or "animals" in b.cues:
        return
    of_patients = any(j.candidate.as_people for j in b.said(Polarity.AFFIRMS, "benefit"))
    if not of_patients and any(s.has("animals") for s in b.around):
        return  # a paragraph on animal models names the animals once
    if "laboratory" in b.cues and not (design is Design.ANIMAL and of_patients):
        return  # "patients improved ... forty euros pay for a morning in the laboratory"
    culture = "in cells in culture; no patient was treated"
    where = "in animals" if design is Design.ANIMAL else culture
    yield b.omission("BASIS_SHIFT", f"not said: this was done {where}")


def _restriction(b: StudyBlocks) -> Iterator[Omission]:
    """To whom the study was restricted, where the text does not say so."""
    for row in read_table("restrictions.tsv"):
        said = any(w.casefold() in b.text for w in row["words"].split("|"))
        if row["study"] == b.study.slug and not said:
            yield b.omission("POPULATION_WIDER", f"not said: {row['restriction']}")


_RULES: Final = (
    omitted_notice, _conflicts, omitted_result, omitted_later, omitted_harms, omitted_design, _basis, _restriction, told_blinded, wrong_counts, more_gained, all_treated, swapped_groups, changed_figures, figures_unanswered,
)  # fmt: skip
