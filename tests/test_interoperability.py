"""docs/interoperability.md against the vocabulary and the exporter."""

from __future__ import annotations

import re
from pathlib import Path

from stroma.graph import open_graph
from stroma.predicates import predicates

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "interoperability.md").read_text("utf-8")
ALIGNED = """\
SELECT ?ours ?how ?theirs {
  ?ours ?how ?theirs
  FILTER (STRSTARTS(STR(?ours), STR(st:)) && ISIRI(?theirs) && !STRSTARTS(STR(?theirs), STR(st:)))
  FILTER (?how IN (skos:exactMatch, skos:closeMatch, skos:relatedMatch, rdfs:subClassOf, rdfs:subPropertyOf))
  FILTER (!STRSTARTS(STR(?theirs), STR(rdf:)))
}"""


def test_the_tables_of_the_page_are_the_alignments_of_the_vocabulary() -> None:
    shown = re.findall(r"^\| `(st:\S+)` \| (\w+) \| `(\S+)` \|$", PAGE, re.M)
    aligned = [
        (ours, how.partition(":")[2], theirs) for ours, how, theirs in open_graph().query(ALIGNED)
    ]
    assert len(shown) > 40
    assert sorted(shown) == sorted(aligned)


def test_the_page_names_each_predicate_that_kgx_keeps() -> None:
    shown = dict(re.findall(r"^\| `st:(\w+)` \| `(biolink:\w+)` \| (?:the|same)", PAGE, re.M))
    assert shown == {name: p.biolink for name, p in predicates().items() if p.biolink}
