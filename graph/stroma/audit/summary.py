"""An audit in a few lines for a terminal: counts by verdict, the sentences with the studies for and against, what is left out.

Read first: `summary_lines`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from stroma.audit.cards import VERDICTS, claim_words
from stroma.audit.headlines import unread_headings
from stroma.audit.report import by_urgency
from stroma.audit.results import Audit, Judged, Verdict

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_CLAIMS: Final = 12
"""Claims spelt out; the report holds all."""
_STUDIES: Final = 6
_WIDTH: Final = 200


def summary_lines(audit: Audit, store: EvidenceStore) -> Iterator[str]:
    """The lines of the summary."""
    counted = [
        _count(len(audit.reading.sentences), "sentence"),
        _count(len(audit.claims), "claim"),
        _count(len(audit.mentions), "mention of a study", "mentions of studies"),
    ]
    if unread := unread_headings(audit):
        counted.append(f"{_count(unread, 'heading')} not read")
    yield f"{audit.document.name}: {', '.join(counted)}"
    counts = Counter(j.verdict for j in audit.claims)
    if counts:
        yield "  " + ", ".join(
            f"{VERDICTS[v][0]} {counts[v]} {VERDICTS[v][1]}" for v in VERDICTS if counts[v]
        )
    else:
        yield "  no claim about an effect found"
    yield from _claims(audit, store)
    for x in audit.mentions:
        words = _line(audit, x.mention.start, x.mention.end)
        if x.proposed is not None:
            yield f"\n“{words}” is {store.records.studies[x.proposed].slug}: {store.label(x.proposed)}"
            for o in audit.omissions:
                if o.study == x.proposed:
                    yield f"  {o.code}: {o.reason}"
            spans = [
                (j.candidate.start, j.candidate.end)
                for j in audit.claims
                if j.study == x.proposed and j.verdict is Verdict.NO_EVIDENCE
            ]
            for start, end in dict.fromkeys(spans):
                yield f"  not found in this study: “{_line(audit, start, end)}”"
        elif x.link.study is not None:
            yield f"\n“{words}” may be {store.records.studies[x.link.study].slug}; not sure enough to judge by"
        else:
            yield f"\n“{words}” fits no study of this graph"
    whole = [o for o in audit.omissions if o.study is None]
    if whole:
        yield "\nThe article as a whole"
        for o in whole:
            yield f"  {o.code}: {o.reason}"


def _claims(audit: Audit, store: EvidenceStore) -> Iterator[str]:
    """The sentences with claims about treatment, worst first, each with its studies for and against."""
    shown = [j for j in by_urgency(audit.claims) if j.verdict is not Verdict.BACKGROUND]
    for j in shown[:_CLAIMS]:
        icon, words, _ = VERDICTS[j.verdict]
        yield f"\n{icon} {words}: “{_line(audit, j.candidate.start, j.candidate.end)}”"
        yield f"  read as: {_says(j, store, audit)}"
        for gap in j.gaps[:1]:
            yield f"  {gap.code}: {gap.reason}"
        yield f"  for: {_studies(j.supporting, store)}"
        yield f"  against or without effect: {_studies(j.opposing, store)}"
        named = {store.findings[f].source for f in (*j.supporting, *j.opposing)}
        apart = [f for f in j.beside if store.findings[f].source not in named]
        if apart:
            yield f"  counted apart, other products, outcomes, diseases or animals: {_studies(apart, store)}"
    if len(shown) > _CLAIMS:
        yield f"\n… and {_count(len(shown) - _CLAIMS, 'claim')} more; --report or --json writes all"


def _says(j: Judged, store: EvidenceStore, audit: Audit) -> str:
    return claim_words(j.candidate, store, audit.reading.lexicon.terms)


def _studies(findings: Iterable[Iri], store: EvidenceStore) -> str:
    """The sources of findings by their short names, each once."""
    sources = dict.fromkeys(store.findings[f].source for f in findings if f in store.findings)
    names = [iri.rsplit("/", 1)[-1] for iri in sources]
    if not names:
        return "none"
    more = len(names) - _STUDIES
    return ", ".join(names[:_STUDIES]) + (f" and {more} more" if more > 0 else "")


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _line(audit: Audit, start: int, end: int) -> str:
    words = " ".join(audit.document.text[start:end].split())
    return words if len(words) <= _WIDTH else f"{words[: _WIDTH - 1]}…"
