"""The graph that `to_networkx` gives, as the files of other programs. Read first: `network_writer`."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from stroma.export.edges import told_of
from stroma.vocabulary import Iri, to_curie, to_iri

if TYPE_CHECKING:
    import networkx as nx

    from stroma.store import EvidenceStore

__all__ = ["gexf", "graphml", "network_writer", "node_link"]

# What leads from the node of a study to its paper, and what it found first.
_OF_STUDY: Final = ("doi", "pmid", "nct", "n_enrolled", "n_treated", "primary_endpoint_met")


def network_writer(
    writer: Callable[[nx.MultiDiGraph[str], io.BytesIO], None],
) -> Callable[[EvidenceStore, Iri | None], dict[str, bytes]]:
    def write(store: EvidenceStore, _: Iri | None) -> dict[str, bytes]:
        from stroma.projection import flat, to_networkx

        graph = flat(to_networkx(store, taxonomy=True))
        for iri, study in store.records.studies.items():
            known = {name: getattr(study, name) for name in _OF_STUDY}
            known |= {
                "nct": "; ".join(study.nct),
                "primary_endpoint_met": str(study.primary_endpoint_met or ""),
            }
            node = graph.nodes[to_curie(iri)]
            node.update((name, value) for name, value in known.items() if value not in (None, ""))
        for _, _, edge in graph.edges(data=True):
            if (proposition := edge.get("proposition")) is not None:
                told = told_of(store, store.propositions[to_iri(proposition)])
                edge.update(
                    (name, value) for name, value in told.items() if value not in (None, "")
                )
        buffer = io.BytesIO()
        writer(graph, buffer)
        return {"": buffer.getvalue()}

    return write


def graphml(graph: nx.MultiDiGraph[str], out: io.BytesIO) -> None:
    import networkx as nx

    nx.write_graphml(graph, out, named_key_ids=True)


def gexf(graph: nx.MultiDiGraph[str], out: io.BytesIO) -> None:
    from xml.sax.saxutils import escape

    import networkx as nx

    buffer = io.BytesIO()
    nx.write_gexf(graph, buffer)
    # networkx stamps the day, and the same graph must give the same bytes; and it leaves out what a graph says of itself.
    told = "; ".join(f"{name} {value}" for name, value in graph.graph.items() if name != "name")
    meta = (
        f"<meta><creator>Stroma {graph.graph['stroma_version']}</creator>"
        f"<description>{escape(graph.graph['name'])}: {escape(told)}</description></meta>"
    )
    text, n = re.subn(r"<meta\b.*?</meta>", lambda _: meta, buffer.getvalue().decode(), count=1, flags=re.DOTALL)  # fmt: skip
    assert n == 1
    out.write(text.encode())


def node_link(graph: nx.MultiDiGraph[str], out: io.BytesIO) -> None:
    import networkx as nx

    text = json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1)
    out.write(text.encode())
