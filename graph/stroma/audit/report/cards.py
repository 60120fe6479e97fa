"""The parts of an audit in words: claims, findings, studies and mentions, for the report and the summary.

Read first: `Cards` and `claim_words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stroma import model as m
from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.people import is_compared, people_words
from stroma.audit.judging.results import Audit, Judged, Verdict
from stroma.audit.language.lexicon import read_table
from stroma.vocabulary import local_id, to_iri

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.claims.understood import Understood
    from stroma.audit.judging.results import Gap, Omission
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

# Icon, words, and what a reader should take from it; worst first.
VERDICTS: Final = {
    Verdict.CONTRADICTED: (
        "✕",
        "contradicted",
        "the study it leans on, or the studies of this question, found otherwise",
    ),
    Verdict.OVERSTATED: ("▲", "overstated", "the wording is stronger than the evidence"),
    Verdict.LEAVES_OUT: (
        "◐",
        "leaves out contrary results",
        "true of some results, others are not mentioned",
    ),
    Verdict.TO_CHECK: (
        "◔",
        "to check",
        "the evidence points another way, at least in part; the text may say so itself, where it was not fully read, or shows too few such signs to hold them against it",
    ),
    Verdict.NO_EVIDENCE: (
        "○",
        "no evidence here",
        "nothing in this graph bears on it; that is not a refutation",
    ),
    Verdict.SUPPORTED: ("✓", "supported", "fits what studies reported"),
    Verdict.BACKGROUND: (
        "·",
        "background",
        "biology, anatomy, regulation; no claim about a treatment effect",
    ),
}

_WIDTH: Final = 120
"""Characters of a sentence that is quoted."""
_NAMING: Final = frozenset(("identifier", "trial_name", "author"))
_TELLING: Final = frozenset(("year", "n", "journal", "country", "follow_up", "figures", "product"))
"""Two of which beside the disease, or a name, make a study that was not recognised worth naming."""
_TIE: Final = 2.0
"""Points by which the second study is behind, where both are named."""
_ANY_DISEASE: Final = to_iri("MONDO:0000001")
_WORDS: Final = {
    "no-relation": "no relation",
    "correlational": "as an observation",
    "conditional": "hedged",
    "direct": "outright",
}

_NAMES: Final = {
    "ameliorates": "makes better:", "improves": "improves", "prevents": "prevents", "moreEffectiveIn": "works better in", "safeIn": "is safe in",
    "causesAdverseEvent": "causes", "cures": "cures", "treats": "is an established treatment for", "approvedFor": "is approved for",
    "studiedFor": "is studied for", "differentiatesInto": "turns into", "foundIn": "is found in", "derivesFrom": "comes from",
    "contributesTo": "contributes to", "impairedIn": "is impaired in", "classifiedAs": "is classified as",
}  # fmt: skip

_NOT: Final = {
    "ameliorates": "does not make better:", "improves": "does not improve", "prevents": "does not prevent", "safeIn": "is not safe in",
    "causesAdverseEvent": "does not cause", "cures": "does not cure", "treats": "is no established treatment for", "approvedFor": "is not approved for",
    "moreEffectiveIn": "does not work better in", "differentiatesInto": "does not turn into", "promotes": "does not promote", "inhibits": "does not inhibit",
    "increases": "does not increase", "reduces": "does not reduce",
}  # fmt: skip
_LESS: Final = "reduces"
_NOT_LESS: Final = "does not reduce"
_DENIALS: Final = frozenset((*_NOT.values(), _NOT_LESS))
_EVENTS: Final = {"death": "deaths", "relapse": "relapses", "infection": "infections"}
"""Outcomes that are counted, in the plural."""

_FEATURES: Final = {
    "n": "number of people",
    "follow_up": "follow-up",
    "trial_name": "trial name",
    "group": "people, animals or culture",
    "product": "cells",
    "source": "cells",
}


_RIVALS: Final = {"steroid": "steroids", "hyaluron": "hyaluronic acid", "platelet": "platelets"}
"""Other treatments, where the word of the records is a part of their name."""


def claim_words(c: Candidate, store: EvidenceStore, terms: Mapping[Iri, m.Term]) -> str:
    """What a candidate was read to say, in words that its author may be shown: "does not reduce deaths", never "denied: improves death"."""

    def label(iri: Iri) -> str:
        return terms[iri].label if iri in terms else store.label(iri)

    condition = c.condition if c.condition not in store.broader(c.object) else None
    if c.figures is not None:
        measured = label(c.object) + (f", in {label(condition)}" if condition else "")
        return f"reports {c.figures[0]} % against {c.figures[1]} %, {label(c.subject)} and comparison: {measured}"
    lower = c.object in terms and terms[c.object].better is m.Better.LOWER
    verb = _verb(c, is_burden=lower)
    words = f"{label(c.subject)} {verb} {_counted(_named(label, c.object), verb)}"
    words += f", in {_named(label, condition)}" if condition else ""
    if c.region is not None:
        words += f" ({c.region if c.region != 'elsewhere' else 'in another country'})"
    words += ", more often than the comparison does" if c.is_compared else ""
    words += f", better than {_RIVALS.get(c.rival, c.rival)}" if c.rival else ""
    return f"denied: {words}" if is_denied(c) and verb not in _DENIALS else words


def is_denied(c: Candidate) -> bool:
    """Whether a claim is worded as a denial; "makes worse" is none."""
    return c.polarity is m.Polarity.DENIES and not c.is_worsening


def _verb(c: Candidate, *, is_burden: bool) -> str:
    """What the cells are said to do, or not to do, with an outcome of which less is better where it is a burden."""
    if c.is_worsening:
        return "brings more of:" if c.name == "prevents" else "makes worse:"
    if is_burden and c.name in ("improves", "prevents"):
        return _NOT_LESS if is_denied(c) else _LESS
    if is_denied(c):
        return _NOT.get(c.name) or _NAMES.get(c.name, c.name)
    return "is safe without exception in" if c.is_absolute else _NAMES.get(c.name, c.name)


def _counted(label: str, verb: str) -> str:
    """The outcome, in the plural where it is counted and said to become less: "reduces deaths"."""
    return _EVENTS.get(label, label) if verb in (_LESS, _NOT_LESS) else label


def _named(label: Callable[[Iri], str], iri: Iri) -> str:
    return "any disease" if iri == _ANY_DISEASE else label(iri)


def sources(findings: Iterable[Iri], store: EvidenceStore) -> dict[Iri, None]:
    """The studies and references of findings, each once, in order."""
    return dict.fromkeys(store.findings[f].source for f in findings if f in store.findings)


def basis_words(source: Iri, findings: Iterable[m.Finding], store: EvidenceStore) -> str:
    """What findings of a study rest on: the people they were measured in, and whether there was a control group.

    Args:
        findings: those shown, of any source; the others are passed over.

    Returns:
        Words; empty for a source that is no study, or states neither.
    """
    study = store.records.studies.get(source)
    if study is None:
        return ""
    own = [f for f in findings if f.source == source]
    people = people_words(own, study)
    if study.design is None or study.design.is_laboratory:
        return ""
    control = ""
    if study.design.is_controlled:
        compared = not own or is_compared(own)
        control = "control group" if compared else "not compared with the control group"
    elif study.design.is_uncontrolled:
        control = "no control group"
    return ", ".join(part for part in (people, control) if part)


def harms_held(j: Judged, store: EvidenceStore) -> list[str]:
    """The harms beside a promise on which nothing is held, in words with their study: a name alone would hide who was blinded."""
    c = j.candidate
    promises = family_of(c.predicate) in ("benefit", "cure", "safety")
    promises = promises and c.name != "causesAdverseEvent" and c.polarity is m.Polarity.AFFIRMS
    if j.verdict is not Verdict.NO_EVIDENCE or not promises:
        return []
    return [
        f"{f.label.rstrip('.')}{f' ({f.value})' if f.value else ''}, {store.label(f.source)}"
        for f in (store.findings[iri] for iri in j.beside)
        if local_id(f.predicate) == "causesAdverseEvent" and f.direction is m.Direction.SUPPORTS
        and store.groups.get(f.iri) is m.Group.HUMAN
    ]  # fmt: skip


def uncompared_words(j: Judged) -> str:
    """Which figures of a sentence were compared with nothing: "figures not found in the study: 60 %"; nothing where each was."""
    if not j.uncompared:
        return ""
    told = ", ".join(f.replace("%", " %").replace("/", " of ") for f in j.uncompared)
    where = "not found in what is held of the study" if j.study is not None else "not compared with any study"  # fmt: skip
    return f"figures {where}: {told}"


def unread_words(j: Judged, text: str) -> str:
    """Of which part of its sentence a tick is not: what else the sentence asserts, and was not read; nothing where all was."""
    parts = "”, “".join(" ".join(text[start:end].split()) for start, end in j.unread)
    return f"of one part of the sentence only; not read: “{parts}”" if parts else ""


def lone_safety_words(j: Judged, store: EvidenceStore) -> str:
    """Which study alone calls a treatment safe, where that is too little for a tick; nothing elsewhere."""
    if j.near is None or j.study is not None:
        return ""
    f = store.findings[j.near]
    return f"too little is entered: one study alone calls it so, without counts ({store.label(f.source)}: {f.label.rstrip('.')})"


def near_words(near: Iri | None, store: EvidenceStore) -> str:
    """What a study has on an outcome or with a figure of a sentence that was not compared with it; nothing where it has none."""
    if near is None:
        return ""
    f = store.findings[near]
    return f"not compared with what this study has ({f.label.rstrip('.')}{f'; {f.value}' if f.value else ''})"


def understood_words(audit: Audit, u: Understood, store: EvidenceStore) -> str:
    """From where a part of a claim was taken that its sentence does not say."""
    terms = audit.reading.lexicon.terms
    label = terms[u.term].label if u.term in terms else store.label(u.term)
    if u.sentence is None:
        return f"the {u.part} ({label}), taken from the study or product"
    words = " ".join(audit.document.text[u.start : u.end].split())
    return f"the {u.part} ({label}), understood from sentence {u.sentence + 1}, “{words}”"


@dataclass(frozen=True)
class Cards:
    """Turns records into words for the template."""

    audit: Audit
    store: EvidenceStore
    terms: dict[Iri, m.Term]
    titles: Titles
    """Codes of gaps in words."""

    def gap(self, gap: Gap | Omission, own: int | None = None) -> dict[str, Any]:
        """A gap or an omission in words; `own` is the sentence of the claim."""
        reason = opened(self.titles.reason(gap))
        return {"code": gap.code, "title": self.titles.title(gap), "reason": reason, "perhaps": perhaps_words(self.audit, gap, own),
            "at": None if gap.perhaps is None else gap.perhaps + 1, "asked": gap.is_question}  # fmt: skip

    def label(self, iri: Iri | None) -> str:
        if iri is None:
            return ""
        term = self.terms.get(iri)
        return term.label if term is not None else self.store.label(iri)

    def claim(self, j: Judged) -> dict[str, Any]:
        c = j.candidate
        icon, words, _ = VERDICTS[j.verdict]
        for_, against = sources(j.supporting, self.store), sources(j.opposing, self.store)
        return {
            "id": j.id, "verdict": j.verdict.value, "icon": icon, "words": words + if_rightly(j),
            "says": claim_words(c, self.store, self.terms), "sentence": self.sentence(j),
            "strength": _WORDS[c.wording.strength.value] + (", with a boost" if c.wording.boosted else ""),
            "hedges": [self.audit.document.text[h.start : h.end] for h in c.wording.hedges],
            "rejected": c.rejected_by is not None,
            "gaps": [self.gap(g, c.sentence) for g in j.gaps],
            "understood": [understood_words(self.audit, u, self.store) for u in j.understood],
            "uncompared": uncompared_words(j), "lone": lone_safety_words(j, self.store), "unread": unread_words(j, self.audit.document.text), "contrary": self.contrary(j), "harms": harms_held(j, self.store), "both": [self.store.label(s) for s in for_ if s in against],
            "study": self.study(j.study) if j.study else None,
            "for": self.findings(j.supporting), "against": self.findings(j.opposing), "beside": self.findings(j.beside),
            "abstract_only": j.abstract_only, "rule": c.rule, "cues": [self.audit.document.text[q.start : q.end] for q in c.cues],
        }  # fmt: skip

    def contrary(self, j: Judged) -> list[tuple[str, str]]:
        """The sources that speak against a claim by name and size, those in people first: a count would hide a trial."""
        found = [self.store.findings[iri] for iri in j.opposing]
        in_people = {
            f.source for f in found if self.store.groups.get(f.iri, m.Group.HUMAN) is m.Group.HUMAN
        }
        named = sorted(sources(j.opposing, self.store), key=lambda s: s not in in_people)
        return [(self.store.label(s), basis_words(s, found, self.store)) for s in named]

    def sentence(self, j: Judged) -> str:
        return " ".join(self.audit.document.text[j.candidate.start : j.candidate.end].split())

    def findings(self, iris: Iterable[Iri]) -> list[dict[str, Any]]:
        """Findings in words, people before animals and cultures; one that is filed twice is told once."""
        shown = [self.finding(iri) for iri in iris]
        shown.sort(key=lambda f: f["group"] in ("animal", "in vitro"))
        told = {(f["label"], f["source"], f["details"]): f for f in reversed(shown)}
        return [f for f in shown if told[f["label"], f["source"], f["details"]] is f]

    def finding(self, iri: Iri) -> dict[str, Any]:
        f = self.store.findings[iri]
        level = self.store.levels.get(iri)
        parts = [
            f.value or "",
            f"p {f.p_value}" if f.p_value else "",
            f"against {f.comparator.value.replace('-', ' ')}"
            if f.comparator and "no" not in f.comparator.value
            else "",
        ]
        return {
            "label": f.label, "source": self.store.label(f.source), "basis": basis_words(f.source, [f], self.store),
            "level": level.value.replace("level-", "level ") if level else "", "details": "; ".join(p for p in parts if p),
            "group": self.store.groups[iri].value.replace("-group", "").replace("-", " ") if iri in self.store.groups else "",
        }  # fmt: skip

    def study(self, iri: Iri) -> dict[str, Any]:
        s = self.store.records.studies[iri]
        met = (
            {
                m.EndpointMet.MET: "met",
                m.EndpointMet.NOT_MET: "NOT met",
                m.EndpointMet.UNCLEAR: "unclear",
            }.get(s.primary_endpoint_met)
            if s.primary_endpoint_met
            else None
        )
        rows = [
            ("Design", s.design.value.replace("-", " ") if s.design else None), ("People", str(s.n) if s.n else None),
            ("Who", s.population), ("Cells", s.product_as_reported or ", ".join(map(self.label, s.product))),
            ("Route", s.route_as_reported or ", ".join(map(self.label, s.route))), ("Follow-up", f"{s.follow_up_months} months" if s.follow_up_months else None),
            ("Primary endpoint", f"{s.primary_endpoint or 'not stated'}" + (f" – {met}" if met else "")),
            ("Read as", s.read_as.value.replace("-", " ") if s.read_as else None),
        ]  # fmt: skip
        where = ", ".join(str(x) for x in (s.first_author, s.journal, s.year) if x)
        return {
            "label": s.label,
            "slug": s.slug,
            "where": where,
            "rows": [(k, v) for k, v in rows if v],
            "links": _links(s),
        }

    def mention(self, x: LinkedMention) -> dict[str, Any]:
        reasons = [
            {
                "feature": _FEATURES.get(r.feature, r.feature.replace("_", " ")),
                "says": r.says,
                "points": f"{r.points:+.1f}",
                "expected": r.expected,
            }
            for r in x.link.reasons
        ]
        return {
            "text": self.audit.document.text[x.mention.start : x.mention.end], "decision": x.link.decision, "score": x.link.score, "margin": x.link.margin,
            "study": self.study(x.link.study) if x.link.study else None, "reasons": reasons, "no_study": no_study(x, self.store),
        }  # fmt: skip


@dataclass(frozen=True)
class Titles:
    """What a gap or an omission is called: a fault, or a question where a sentence may tell what was not found told."""

    titles: Mapping[str, str]
    questions: Mapping[str, str]

    @classmethod
    def read(cls) -> Titles:
        """Those of ontology/audit/gaps.tsv."""
        rows = list(read_table("gaps.tsv"))
        return cls({r["code"]: r["title"] for r in rows}, {r["code"]: r["question"] for r in rows})

    def title(self, gap: Gap | Omission) -> str:
        named = self.questions if gap.is_question else self.titles
        return named.get(gap.code) or self.titles.get(gap.code, gap.code)

    def reason(self, gap: Gap | Omission) -> str:
        """Its reason; of a question the fact alone, which accuses nobody."""
        if not gap.is_question:
            return gap.reason
        plain = gap.reason
        for accusing in ("not said: ", "left out: ", "the figures are held so; not said that the difference was not shown: "):  # fmt: skip
            plain = plain.removeprefix(accusing)
        return plain.removesuffix(", and the text does not say so")


def perhaps_words(audit: Audit, gap: Gap | Omission, own: int | None = None) -> str:
    """ "perhaps in sentence 3, “...”", for a question; else nothing.

    Args:
        own: the sentence of the claim, which is not quoted again.
    """
    if gap.perhaps is None:
        return ""
    if gap.perhaps == own:
        return "perhaps in this sentence itself"
    span = audit.reading.sentences[gap.perhaps].span
    words = " ".join(audit.document.text[span.start : span.end].split())
    short = words if len(words) <= _WIDTH else f"{words[: _WIDTH - 1]}…"
    return f"perhaps in sentence {gap.perhaps + 1}, “{short}”"


def if_rightly(j: Judged) -> str:
    """What a claim that is to check only for want of other signs is when read rightly: " (contradicted, if read rightly)"."""
    return f" ({VERDICTS[j.if_read_rightly][1]}, if read rightly)" if j.if_read_rightly else ""


def lone_words(audit: Audit) -> str:
    """Why signs against the text are asked and not held against it; nothing where none is."""
    signs, n = audit.signs, len(audit.reading.sentences)
    asked = any(j.if_read_rightly for j in audit.claims) or any(o.is_lone for o in audit.omissions)
    if not asked:
        return ""
    found = "1 sign" if signs.found == 1 else f"{signs.found} signs"
    sentences = "1 sentence" if n == 1 else f"{n} sentences"
    return (
        f"asked, not held against the text: {found} in {sentences}, no more than the rules misread in an honest text of this length "
        f"(from {signs.needed} on they are held against it)"
    )


def no_study(x: LinkedMention, store: EvidenceStore) -> str:
    """Why a mention was linked to no study, and which ones it may be: a study that is held may be told in words that do not tell it."""
    near = [store.records.studies[iri] for iri in _candidates(x)]
    if x.link.study is not None:
        named = " or ".join(f"{s.slug} ({s.label})" for s in near)
        return f"may be {named}; not sure enough to judge by"
    if x.mention.features.is_bare:
        return "is not told from other studies: no name, year, author, size or place"
    nearest = f"; the nearest held is {near[0].slug} ({near[0].label})" if near else ""
    return f"not recognised as a study of this graph{nearest}"


def _candidates(x: LinkedMention) -> list[Iri]:
    """The studies that a mention may be of, the likeliest first; none where it shares too little with any, or names another."""
    link = x.link
    if link.study is None:
        good = {r.feature for r in link.reasons if r.points > 0}
        told = good & _NAMING or ("disease" in good and len(good & _TELLING) > 1)
        fits = len(link.conflicts) <= 1 and not _NAMING & {r.feature for r in link.conflicts}
        return [link.runner_up] if told and fits and link.runner_up is not None else []
    second = link.runner_up if link.margin < _TIE else None
    return [iri for iri in (link.study, second) if iri is not None]


def opened(reason: str) -> str:
    """A reason as a sentence of its own."""
    reason = reason.removeprefix("not said: ")
    return reason[:1].upper() + reason[1:]


def _links(study: m.Study) -> list[tuple[str, str]]:
    links = []
    if study.doi and re.fullmatch(r"10\.\d{4,9}/[\w.()/:;-]+", study.doi):
        links.append((f"doi {study.doi}", f"https://doi.org/{study.doi}"))
    if study.pmid and study.pmid.isdigit():
        links.append((f"PubMed {study.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/"))
    links += [
        (n, f"https://clinicaltrials.gov/study/{n}")
        for n in study.nct
        if re.fullmatch(r"NCT\d{8}", n)
    ]
    return links
