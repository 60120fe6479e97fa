"""What does an article leave out or get wrong about the studies it names, and as a whole?

Read first: `find_omissions`. A code for each (ontology/audit/gaps.tsv), its reason in words, and the finding it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma import model as m
from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.disclosures import impossible_identifiers, of_article
from stroma.audit.judging.equal_harms import is_left_out_fairly
from stroma.audit.judging.results import Gap, Judged, Omission, Verdict
from stroma.audit.language.lexicon import read_table
from stroma.audit.language.numbers import to_number
from stroma.model import Design, Direction, EndpointKind, EndpointMet, Polarity, WordingStrength
from stroma.vocabulary import Iri, local_id, to_iri

if TYPE_CHECKING:
    from stroma.audit.judging.matching import Matcher
    from stroma.audit.language.reading import Reading
    from stroma.audit.studies.features import FeatureReader
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore

_CITATION = ("year", "journal", "country", "identifier")
_SOURCE = ("source", "donor", "route")
_DEATH, _SURVIVAL = to_iri("term:death"), to_iri("term:survival")
_LESIONS = to_iri("term:mri-lesion-activity")
_ONE = re.compile(
    r"\bone (?:patient|person|man|woman|case)\b|\ba (?:teenager|man|woman|patient)\b|case report"
)
_NUMBER = re.compile(r"(?<![\d.])(?:\d+(?![\d.]*\s?%)(?!\.\d)|[A-Za-z]+(?:-[a-z]+)?)\b")
_WORSENED = re.compile(r"(?i)\b(?:declin|worse|deteriorat|progress|slip|lost ground)\w*")


class Omissions:
    """Finds what is missing or wrong in one article."""

    def __init__(
        self,
        store: EvidenceStore,
        matcher: Matcher,
        reading: Reading,
        mentions: Sequence[LinkedMention],
        claims: Sequence[Judged],
    ) -> None:
        self.store = store
        self.matcher = matcher
        self.reading = reading
        self.mentions = mentions
        self.claims = claims
        self.lesions = store.narrower(_LESIONS)
        self._by_sentence: dict[int, list[Judged]] = {}
        for judged in claims:
            self._by_sentence.setdefault(judged.candidate.sentence, []).append(judged)

    def of_studies(self) -> Iterator[Omission]:
        """For every study that a good link names: what its blocks leave out, and what they state otherwise."""
        by_study: dict[Iri, list[LinkedMention]] = {}
        for linked in self.mentions:
            if linked.proposed is not None:
                by_study.setdefault(linked.proposed, []).append(linked)
        for iri, linked_mentions in by_study.items():
            study = self.store.records.studies[iri]
            for make in (
                self._conflicts,
                self._primary,
                self._harms,
                self._design,
                self._basis,
                self._restriction,
                self._numbers,
            ):
                yield from make(study, linked_mentions)

    def _text(self, mentions: Sequence[LinkedMention]) -> str:
        return " ".join(
            self.reading.text[x.mention.block_start : x.mention.block_end] for x in mentions
        ).casefold()

    def _claims(self, mentions: Sequence[LinkedMention]) -> list[Judged]:
        return [
            j
            for x in mentions
            for s in x.mention.sentences
            for j in self._by_sentence.get(s, ())
            if x.mention.block_start
            <= self.reading.tokens[j.candidate.at].start
            < x.mention.block_end
        ]

    def _at(
        self,
        code: str,
        reason: str,
        mentions: Sequence[LinkedMention],
        study: m.Study,
        finding: Iri | None = None,
    ) -> Omission:
        first = mentions[0].mention
        return Omission(code, reason, first.start, first.end, study.iri, finding)

    def _conflicts(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        said: set[tuple[str, str]] = set()
        for linked in mentions:
            for reason in linked.link.conflicts:
                if (reason.feature, reason.says) in said:
                    continue
                said.add((reason.feature, reason.says))
                code = {
                    **dict.fromkeys(_CITATION, "CITATION_CONFLICT"), **dict.fromkeys(_SOURCE, "SOURCE_MISMATCH"),
                    "n": "NUMBER_MISMATCH", "follow_up": "NUMBER_MISMATCH", "comparator": "OMIT_N_DESIGN", "author": "CITATION_CONFLICT",
                    "phase": "CITATION_CONFLICT", "disease": "POPULATION_WIDER",
                }.get(reason.feature)  # fmt: skip
                if code is not None:
                    what = reason.feature.replace("_", " ")
                    yield self._at(
                        code,
                        f"the text says {what} {reason.says}; {study.label}: {reason.expected}",
                        [linked],
                        study,
                    )

    def _primary(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        """A missed primary endpoint, or a null result for the whole group, that the text does not tell."""
        claims = self._claims(mentions)
        denied = [
            j
            for j in claims
            if j.candidate.polarity is Polarity.DENIES
            and family_of(j.candidate.predicate) == "benefit"
        ]
        missed = (
            study.primary_endpoint_kind is EndpointKind.EFFICACY
            and study.primary_endpoint_met is EndpointMet.NOT_MET
        )
        nulls = [
            f for f in self._findings(study)
            if f.direction is Direction.INCONCLUSIVE and local_id(f.predicate) == "ameliorates"
        ]  # fmt: skip
        if missed:
            tells = any(self._is_primary(study, j) for j in denied)
            if not tells:
                finding = next((f.iri for f in nulls), None) or next(
                    (f.iri for f in self._findings(study) if f.direction is not Direction.SUPPORTS),
                    None,
                )
                what = f" ({study.primary_endpoint})" if study.primary_endpoint else ""
                yield self._at(
                    "OMIT_PRIMARY",
                    f"the primary endpoint{what} was not met, and the text does not say so",
                    mentions,
                    study,
                    finding,
                )
            return
        affirmed = [
            j
            for j in claims
            if j.candidate.polarity is Polarity.AFFIRMS
            and family_of(j.candidate.predicate) in ("benefit", "process")
        ]
        if nulls and affirmed and not denied:
            yield self._at(
                "OMIT_PRIMARY", f"not said: {nulls[0].label}", mentions, study, nulls[0].iri
            )

    def _is_primary(self, study: m.Study, judged: Judged) -> bool:
        c = judged.candidate
        if c.name == "ameliorates" or study.primary_outcome is None or c.is_subgroup:
            return not c.is_subgroup
        return self.matcher.relation(c.object, study.primary_outcome) is not None or (
            study.primary_outcome in {f.object for f in self._findings(study)}
            and any(
                self.matcher.relation(c.object, f.object) is not None
                for f in self._findings(study)
                if f.direction is not Direction.SUPPORTS
            )
        )

    def _findings(self, study: m.Study) -> list[m.Finding]:
        return self.matcher.of_study(study.iri)

    def _harms(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        """Harms and new lesions that the study reports and its blocks do not mention."""
        named = {
            e.term
            for x in mentions
            for e in self.reading.named(x.mention.block_start, x.mention.block_end)
            if e.kind == "Outcome"
        }
        told = {
            j.candidate.object
            for j in self._claims(mentions)
            if j.candidate.name == "causesAdverseEvent" and j.candidate.polarity is Polarity.AFFIRMS
        }
        failed = {
            j.candidate.object
            for j in self._claims(mentions)
            if j.candidate.polarity is Polarity.DENIES
            and family_of(j.candidate.predicate) == "benefit"
        }
        told_of = named - {
            j.candidate.object
            for j in self._claims(mentions)
            if j.candidate.name == "causesAdverseEvent" and j.candidate.polarity is Polarity.DENIES
        }
        partly = {f.label for f in self._findings(study) if f.object in told}
        reported: set[str] = set()
        lesions, harms = self.lesions, self.store.narrower(to_iri("term:adverse-event"))
        for finding in self._findings(study):
            name = local_id(finding.predicate)
            harm = name == "causesAdverseEvent" and (
                finding.direction is Direction.SUPPORTS
                or (finding.has_events and not is_left_out_fairly(finding, self.store))
            )
            worse = name == "prevents" and finding.direction is Direction.DISPUTES
            if not (harm or worse) or finding.label in reported:
                continue
            if finding.object in told or (worse and finding.object in named):
                continue
            if finding.object == _DEATH and _SURVIVAL in named:
                continue
            if worse and any(self.matcher.relation(o, finding.object) is not None for o in failed):
                continue
            if self._is_counted(finding, mentions):
                continue
            kin = lesions if worse else harms
            if any(
                t in kin and self.matcher.relation(t, finding.object) in (0, 1) for t in told_of
            ):
                continue
            reported.add(finding.label)
            value = f" ({finding.value})" if finding.value else ""
            rest = f"{self.store.label(finding.object)}, of: " if finding.label in partly else ""
            reason = f"not said: {rest}{finding.label}{value}"
            yield self._at("OMIT_HARM", reason, mentions, study, finding.iri)

    def _is_counted(self, finding: m.Finding, mentions: Sequence[LinkedMention]) -> bool:
        """ "Three of five had declined": the count of a finding, in a sentence that names its outcome or a worsening and no other."""
        for i in dict.fromkeys(i for x in mentions for i in x.mention.sentences):
            sentence = self.reading.sentences[i]
            words = self.reading.words(sentence)
            own = _counts(finding.value or "")
            if len(own & _counts(words)) < max(2, len(own) - 1):
                continue
            outcomes = [e.term for e in sentence.entities if e.kind == "Outcome"]
            if any(self.matcher.relation(o, finding.object) is not None for o in outcomes):
                return True
            if not outcomes and _WORSENED.search(words) and finding.object not in self.lesions:
                return True
        return False

    def _tells_size(self, study: m.Study, mentions: Sequence[LinkedMention]) -> bool:
        """Whether the blocks say how many took part, or their paragraphs give the very number."""
        features = [x.mention.features for x in mentions]
        if any(f.sizes or f.counts for f in features) or _ONE.search(self._text(mentions)):
            return True
        sentences = self.reading.sentences
        around = {sentences[i].span.paragraph for x in mentions for i in x.mention.sentences}
        near = (s for s in sentences if s.span.paragraph in around)
        told = _counts(" ".join(map(self.reading.words, near)))
        return bool(told & {study.n_enrolled, study.n_treated})

    def _design(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        """Size, and the lack of a comparison group."""
        text = self._text(mentions)
        missing = []
        if study.n is not None and not self._tells_size(study, mentions):
            missing.append(f"that {study.n} took part")
        claims = [
            j
            for j in self._claims(mentions)
            if j.candidate.polarity is Polarity.AFFIRMS
            and family_of(j.candidate.predicate) in ("benefit", "safety")
        ]
        cues = self._cues(mentions)
        is_uncontrolled = study.design is not None and study.design.is_uncontrolled
        if is_uncontrolled and study.n != 1 and claims and "design" not in cues:
            missing.append("that there was no comparison group")
        if study.published_as in (
            m.PublishedAs.CONGRESS_REPORT,
            m.PublishedAs.PREPRINT,
        ) and not any(
            w in text
            for w in (
                "congress",
                "conference",
                "abstract",
                "poster",
                "preprint",
                "ectrims",
                "meeting",
                "the company said",
                "its maker said",
                "press release",
                "announced",
                "topline",
                "top-line",
            )
        ):
            missing.append(f"that it is a {study.published_as.value.replace('-', ' ')}")
        if missing:
            yield self._at("OMIT_N_DESIGN", "not said: " + "; ".join(missing), mentions, study)

    def _cues(self, mentions: Sequence[LinkedMention]) -> set[str]:
        return {
            c.kind
            for x in mentions
            for i in x.mention.sentences
            for c in self.reading.sentences[i].cues
            if x.mention.block_start <= c.start < x.mention.block_end
        }

    def _basis(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        """Animals or cells in culture, where the text does not say so."""
        if study.design is None or not study.design.is_laboratory:
            return
        said = self._cues(mentions) & {"laboratory", "animals"}
        if not said:
            where = (
                "in animals"
                if study.design is Design.ANIMAL
                else "in cells in culture; no patient was treated"
            )
            yield self._at("BASIS_SHIFT", f"not said: this was done {where}", mentions, study)

    def _restriction(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        text = self._text(mentions)
        for row in read_table("restrictions.tsv"):
            if row["study"] == study.slug and not any(
                w.casefold() in text for w in row["words"].split("|")
            ):
                yield self._at(
                    "POPULATION_WIDER", f"not said: {row['restriction']}", mentions, study
                )

    def _numbers(self, study: m.Study, mentions: Sequence[LinkedMention]) -> Iterator[Omission]:
        """`a of b` that differs from a count of the study with the same b."""
        own = {
            (f.n_events, f.n_at_risk): f
            for f in self._findings(study)
            if f.n_events is not None and f.n_at_risk is not None
        }
        known = {n for n in (study.n_enrolled, study.n_treated) if n} | {b for _, b in own if b}
        for linked in mentions:
            for a, b in linked.mention.features.counts:
                if b not in known and known and min(abs(b - k) for k in known) <= 2:
                    yield self._at(
                        "NUMBER_MISMATCH",
                        f"the text counts {a} of {b}; {study.label} has {', '.join(map(str, sorted(known)))}",
                        [linked],
                        study,
                    )


def _counts(words: str) -> set[int]:
    """The whole numbers of some words, in figures or words; no shares."""
    return {n for w in _NUMBER.findall(words) if (n := to_number(w)) is not None}


# "Three trials found a benefit and two did not": told in the sentence itself.
_MIXED = re.compile(
    r"(?i)\b(?:and|but|while|whereas) (?:\w+ ){0,4}?(?:(?:did not|didn't|failed|were negative)(?=\s*[.,;)]|$)"
    r"|(?:found|saw|showed) (?:none\b|no (?:\w+ )?(?:effect|benefit|difference|advantage|gain)))"
)


def told_elsewhere(
    claims: Sequence[Judged],
    store: EvidenceStore,
    reading: Reading,
    mentions: Sequence[LinkedMention],
) -> list[Judged]:
    """Claims without the contrary results that the article tells itself: in the block of the study that found them, or at once."""
    told: dict[Iri, set[Iri]] = {}
    may_be = {i: x.link.study for x in mentions for i in x.mention.sentences}
    for j in claims:
        c = j.candidate
        study = j.study or may_be.get(c.sentence)
        if study and c.polarity is Polarity.DENIES and family_of(c.predicate) == "benefit":
            told.setdefault(study, set()).add(c.object)

    def is_told(judged: Judged, gap: Gap) -> bool:
        c = judged.candidate
        hedged = c.wording.strength is WordingStrength.CONDITIONAL
        if (
            gap.code == "OMIT_CONTRARY"
            and hedged
            and reading.sentences[c.sentence].has("says-limits")
        ):
            return True  # "might slow it, but this has not been shown in people"
        if gap.code == "OMIT_CONTRARY" and _MIXED.search(
            reading.words(reading.sentences[c.sentence])
        ):
            return True
        finding = store.findings.get(gap.finding) if gap.finding is not None else None
        if finding is None or finding.source not in told:
            return False
        if gap.code in ("OMIT_CONTRARY", "OMIT_PRIMARY"):
            return True
        return gap.code == "OMIT_HARM" and finding.object in told[finding.source]

    fair: list[Judged] = []
    for j in claims:
        kept = tuple(g for g in j.gaps if not is_told(j, g))
        verdict = j.verdict
        if len(kept) < len(j.gaps) and verdict is Verdict.LEAVES_OUT:
            verdict = Verdict.SUPPORTED if j.supporting else Verdict.NO_EVIDENCE
        fair.append(j if len(kept) == len(j.gaps) else replace(j, gaps=kept, verdict=verdict))
    return fair


def find_omissions(
    store: EvidenceStore, matcher: Matcher, reading: Reading, mentions: Sequence[LinkedMention], claims: Sequence[Judged], features: FeatureReader,
) -> list[Omission]:  # fmt: skip
    """Everything missing or wrong, of the studies first, then of the article as a whole."""
    found = list(Omissions(store, matcher, reading, mentions, claims).of_studies())
    found += impossible_identifiers(reading, mentions, features)
    found += of_article(reading, mentions, claims)
    unique: dict[tuple[str, str, Iri | None], Omission] = {}
    for omission in found:
        unique.setdefault((omission.code, omission.reason, omission.study), omission)
    return sorted(unique.values(), key=lambda o: (o.study is None, o.start, o.code, o.reason))
