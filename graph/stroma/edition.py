"""Of which version of the software, and of which evidence, is a graph or a file, so that it can be cited and made again?

Read first: `edition_of`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stroma import __version__
from stroma.forking import in_engine
from stroma.vocabulary import PREFIXES, PROVENANCE_GRAPH, ST

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

__all__ = ["Edition", "edition_of"]

_HASHES: Final = (
    f"SELECT ?graph ?hash {{ GRAPH <{PROVENANCE_GRAPH}> {{ ?graph <{ST}inputSha256> ?hash }} }}"
)


@dataclass(frozen=True)
class Edition:
    """A version of Stroma and the evidence that it read."""

    version: str
    evidence_sha256: str
    """Of the names of all graphs of sources and the hashes of what each was read from; "" where the store does not say."""

    @property
    def attributes(self) -> dict[str, str]:
        """By name, as graphs and tables have them; without a hash that is not known."""
        known = {"evidence_sha256": self.evidence_sha256} if self.evidence_sha256 else {}
        return {"stroma_version": self.version, **known}

    @property
    def in_words(self) -> str:
        """For a comment at the top of a file."""
        return ", ".join(
            filter(None, (f"Stroma {self.version}", self.evidence_sha256 and f"evidence sha256 {self.evidence_sha256}"))
        )  # fmt: skip


def edition_of(store: EvidenceStore) -> Edition:
    """The edition of what a store holds: the same in memory, on disk and on a server, where the same files were read.

    The hash follows from `st:inputSha256` in `graph:provenance`, which a build writes of each graph of a source: any change of one of
    these, and any that is added or left out, makes it another. What the build computes follows from these and the version.

    Example:
        >>> from stroma.store import open_store
        >>> len(edition_of(open_store()).evidence_sha256)
        64
    """
    with in_engine(store.dataset):
        answer: Any = store.dataset.query(
            _HASHES, prefixes=dict(PREFIXES), use_default_graph_as_union=True
        )
        lines = sorted(f"{row['graph'].value} {row['hash'].value}\n" for row in answer)
    digest = hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""
    return Edition(__version__, digest)
