"""An audit in a few lines for a terminal: counts by verdict, then what is left out, study by study.

Read first: `summary_lines`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stroma.audit.report import VERDICTS
from stroma.audit.results import Audit, Verdict

if TYPE_CHECKING:
    from stroma.store import EvidenceStore


def summary_lines(audit: Audit, store: EvidenceStore) -> Iterator[str]:
    """The lines of the summary."""
    n = len(audit.reading.sentences)
    yield f"{audit.document.name}: {n} sentences, {len(audit.claims)} claims, {len(audit.mentions)} mentions of studies"
    counts = Counter(j.verdict for j in audit.claims)
    yield "  " + ", ".join(
        f"{VERDICTS[v][0]} {counts[v]} {VERDICTS[v][1]}" for v in VERDICTS if counts[v]
    )
    for x in audit.mentions:
        words = " ".join(audit.document.text[x.mention.start : x.mention.end].split())
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
                sentence = " ".join(audit.document.text[start:end].split())
                yield f"  not found in this study: “{sentence}”"
        elif x.link.study is not None:
            yield f"\n“{words}” may be {store.records.studies[x.link.study].slug}; not sure enough to judge by"
        else:
            yield f"\n“{words}” fits no study of this graph"
    whole = [o for o in audit.omissions if o.study is None]
    if whole:
        yield "\nThe article as a whole"
        for o in whole:
            yield f"  {o.code}: {o.reason}"
