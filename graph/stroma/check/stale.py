"""Which sources should somebody read again? Those known only from an abstract, a registry or second hand.

Read first: `stale_sources`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stroma.model import ReadAs
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from stroma.model import Reference, Study
    from stroma.records import Records

NOT_SAID: Final = "not said"


@dataclass(frozen=True)
class Stale:
    """One source whose full text nobody has read, as far as its record says."""

    source: str
    """CURIE."""
    read_as: str
    """abstract, registry, secondary, or `not said`."""
    n_findings: int
    curator: str
    curated_on: str
    find_at: str
    """doi, PubMed number, registry number or address: where to read it."""
    label: str


def stale_sources(paths: Sequence[Path] = ()) -> list[Stale]:
    """Studies and references without a full-text reading, second-hand ones first; of the packaged base without files."""
    from stroma.data import packaged_files
    from stroma.records import read_records
    from stroma.sources.files import read_file

    records = read_records(quad for path in (paths or packaged_files()) for quad in read_file(path))
    return list(_stale(records))


def _stale(records: Records) -> Sequence[Stale]:
    findings: dict[str, list[ReadAs | None]] = {}
    for finding in records.findings.values():
        findings.setdefault(finding.source, []).append(finding.read_as)
    sources: Mapping[str, Study | Reference] = {**records.studies, **records.references}
    found = []
    for iri, source in sources.items():
        readings = findings.get(iri, [])
        if source.read_as is ReadAs.FULL_TEXT or ReadAs.FULL_TEXT in readings:
            continue
        found.append(
            Stale(
                source=to_curie(iri),
                read_as=source.read_as.value if source.read_as else NOT_SAID,
                n_findings=len(readings),
                curator=source.curator or "",
                curated_on=source.curated_on or "",
                find_at=_find_at(source),
                label=source.label,
            )
        )
    order = (ReadAs.SECONDARY, ReadAs.REGISTRY, NOT_SAID, ReadAs.ABSTRACT)
    return sorted(found, key=lambda stale: (order.index(stale.read_as), stale.source))


def _find_at(source: Study | Reference) -> str:
    if source.doi:
        return f"https://doi.org/{source.doi}"
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    registered = (*getattr(source, "nct", ()), *getattr(source, "other_registration", ()))
    return ", ".join(registered) or source.seen_at or ""
