"""An audit as JSON (schema: ontology/audit/audit.schema.json): sorted, no clock, the same bytes for the same input.

Read first: `audit_to_dict` and `audit_to_json`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from stroma.audit.judging.results import Audit, Judged, Omission, Verdict
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    from stroma.audit.claims.understood import Understood
    from stroma.audit.studies.linking import LinkedMention

SCHEMA_ID = "https://w3id.org/stroma/schema/audit-1.json"

QUESTION: Final = "question"
"""What `--fail-on` calls anything that may be told in words that were not read."""


def audit_to_dict(audit: Audit) -> dict[str, Any]:
    """The parts of an audit as plain values; spans count characters of the original from 0, ends excluded."""
    worst: dict[int, Verdict] = {}
    for judged in sorted(audit.claims, key=lambda j: list(Verdict).index(j.verdict)):
        worst.setdefault(judged.candidate.sentence, judged.verdict)
    unjudged = {u.sentence: u.reason for u in audit.unjudged}
    return {
        "schema": SCHEMA_ID,
        "article": {
            "name": audit.document.name,
            "format": audit.document.format,
            "sha256": audit.document.sha256,
            "length": audit.document.original_length,
            "title": audit.document.title,
        },
        "rules": {"version": audit.rules_version},
        "sentences": [
            {
                **_span(audit, s.span.start, s.span.end),
                "heading": s.span.is_heading,
                "verdict": worst.get(s.index, Verdict.NOT_A_CLAIM).value,
                "not_judged": unjudged.get(s.index),
            }
            for s in audit.reading.sentences
        ],
        "entities": [
            {
                "kind": e.kind,
                **_span(audit, e.start, e.end),
                "text": e.text,
                "term": to_curie(e.term),
            }
            for e in audit.reading.entities
        ],
        "study_mentions": [_mention(audit, x) for x in audit.mentions],
        "claims": [_claim(audit, j) for j in audit.claims],
        "omissions": [_omission(audit, o) for o in audit.omissions],
        "signs": {"found": audit.signs.found, "needed": audit.signs.needed},
    }


def audit_to_json(audit: Audit) -> str:
    """The audit as indented JSON with a final newline."""
    return json.dumps(audit_to_dict(audit), ensure_ascii=False, indent=1) + "\n"


def _span(audit: Audit, start: int, end: int) -> dict[str, int]:
    first, last = audit.document.original(start, end)
    return {"start": first, "end": last}


def _curie(iri: Iri | None) -> str | None:
    return None if iri is None else to_curie(iri)


def _mention(audit: Audit, x: LinkedMention) -> dict[str, Any]:
    return {
        **_span(audit, x.mention.start, x.mention.end),
        "study": _curie(x.link.study),
        "decision": x.link.decision,
        "score": x.link.score,
        "margin": x.link.margin,
        "runner_up": _curie(x.link.runner_up),
        "reasons": [
            {
                "feature": r.feature,
                "says": r.says,
                "points": r.points,
                **({"expected": r.expected} if r.expected else {}),
            }
            for r in x.link.reasons
        ],
        "block": _span(audit, x.mention.block_start, x.mention.block_end),
        "rule": x.mention.rule,
    }


def _claim(audit: Audit, j: Judged) -> dict[str, Any]:
    c = j.candidate
    return {
        "id": j.id,
        **_span(audit, c.start, c.end),
        "subject": to_curie(c.subject),
        "predicate": to_curie(c.predicate),
        "object": to_curie(c.object),
        "condition": _curie(c.condition),
        "polarity": c.polarity.value,
        "strength": c.wording.strength.value,
        "boosted": c.wording.boosted,
        "hedge_cues": [audit.document.text[h.start : h.end] for h in c.wording.hedges],
        "verdict": j.verdict.value,
        "if_read_rightly": j.if_read_rightly.value if j.if_read_rightly is not None else None,
        "gap_codes": list(dict.fromkeys(g.code for g in j.gaps)),
        "gaps": [
            {
                "code": g.code,
                "reason": g.reason,
                "finding": _curie(g.finding),
                "perhaps_told": g.perhaps,
                "lone": g.is_lone,
            }
            for g in j.gaps
        ],
        "figures": list(c.figures) if c.figures is not None else None,
        "figures_not_compared": list(j.uncompared),
        "parts_not_read": [_span(audit, start, end) for start, end in j.unread],
        "understood": [_understood(audit, u) for u in j.understood],
        "study": _curie(j.study),
        "supporting": [to_curie(f) for f in j.supporting],
        "opposing": [to_curie(f) for f in j.opposing],
        "beside": [to_curie(f) for f in j.beside],
        "not_read_in_full": j.abstract_only,
        "rule": c.rule,
        "cues": [{"rule": q.rule, **_span(audit, q.start, q.end)} for q in c.cues],
        "method": c.method,
    }


def _understood(audit: Audit, u: Understood) -> dict[str, Any]:
    """A part that the sentence does not say; `sentence` counts from 0, with the span of the words that it was taken from."""
    span = _span(audit, u.start, u.end) if u.sentence is not None else {"start": None, "end": None}
    return {"part": u.part, "term": to_curie(u.term), "sentence": u.sentence, **span}


def _omission(audit: Audit, o: Omission) -> dict[str, Any]:
    return {
        "code": o.code, "study": _curie(o.study), **_span(audit, o.start, o.end), "reason": o.reason, "finding": _curie(o.finding),
        "perhaps_told": o.perhaps, "lone": o.is_lone or (o.is_remark and o.perhaps is None),
    }  # fmt: skip


def known_codes() -> list[str]:
    """What `--fail-on` may name: gap codes, then verdicts."""
    from stroma.audit.language.lexicon import read_table

    return [
        *(row["code"] for row in read_table("gaps.tsv")),
        *(v.value for v in Verdict if v is not Verdict.NOT_A_CLAIM),
        QUESTION,
    ]


def hits(audit: Audit, wanted: tuple[str, ...]) -> list[str]:
    """Which of the wanted codes and verdicts occur; a code of questions alone does not, `question` is any of them."""
    present = {g.code for j in audit.claims for g in j.gaps if not g.is_question}
    remarks = {o.code for o in audit.omissions if o.is_remark and o.perhaps is None}
    present |= remarks | {o.code for o in audit.omissions if not o.is_question}
    present |= {j.verdict.value for j in audit.claims}
    asks = any(g.is_question for j in audit.claims for g in j.gaps)
    if asks or any(o.is_question for o in audit.omissions):
        present.add(QUESTION)
    return [code for code in wanted if code in present]
