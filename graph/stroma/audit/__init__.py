"""Lays an article beside the evidence: what it claims, which study it leans on, what it leaves out.

Read first: `open_auditor`, then the packages in the order in which a text goes through them; each builds only on those before it.

- `readers`: a file becomes a text, with offsets into the original
- `language`: tokens, sentences, named terms, cues, negation, hedges
- `studies`: where the text speaks of a study, and which study of the graph that is
- `claims`: what each sentence asserts, before anything is judged
- `judging`: claims beside findings, what is left out, what was not judged
- `pipeline`: one way through these, `Auditor`
- `report`: the audit as a summary, a page, JSON, RDF
- `curation`: decisions of people, candidates of other extractors
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor
    from stroma.store import EvidenceStore

__all__ = ["open_auditor"]


def open_auditor(store: EvidenceStore | None = None) -> Auditor:
    """An auditor over a store, the packaged evidence without one.

    Example:
        >>> from stroma.audit import open_auditor
        >>> from stroma.audit.readers.documents import text_document
        >>> audit = open_auditor().audit(text_document("MSCs are not a cure for multiple sclerosis."))
        >>> [(claim.candidate.name, claim.candidate.polarity.value) for claim in audit.claims]
        [('cures', 'denies')]
    """
    from stroma.audit.pipeline import Auditor
    from stroma.store import open_store

    return Auditor(open_store() if store is None else store)
