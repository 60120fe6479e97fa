"""The parts of `stroma` build on one another in one direction, imports inside functions included; those for types only do not count."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import stroma

ROOT = Path(stroma.__file__).parent
# A part may import its own layer and every layer above it.
LAYERS = (
    # model and vocabulary: the words of the field, and how they are read and written
    "errors model vocabulary data schema hierarchy identifiers literals keys locations naming keywords counts p_values reported deadlines forking garbage writing notebook".split(),
    # sources, check, build: files to records, weighed
    "records predicates stances sentences summaries conflicts derived_findings evidence derivation surroundings slices".split(),
    "sources check skeleton build".split(),
    # store: in memory, on disk, on a server
    "links source_names store outside disk remote".split(),
    # queries
    "queries binding rdflib_store".split(),
    # projection
    "selection centrality edges edition graph_columns projection scale".split(),
    # explore
    "paths connections rendering steps explore record_words study_search answer cards export tables connected libraries".split(),
    # viewer, audit
    "viewer audit shown".split(),
    # the graph that a person opens, and the commands
    "graph".split(),
    "cli server __main__".split(),
)
# Imports against that order, each inside a function unless it says otherwise, and why it stays.
AGAINST = {
    ("store", "centrality"): "`EvidenceStore.centrality` is the method of a thing made above it",
    ("disk", "centrality"): "`DiskStore.centrality`, likewise",
    ("remote", "queries"): "the guard looks through a query for a server (at module level)",
}
# Imports that close a circle within a layer, each inside a function unless it says otherwise, and why it stays.
CIRCLES = {
    ("store", "disk"): "`open_store` opens a directory as the kind of store that it is",
    ("store", "remote"): "`open_store`, likewise, for the address of a server",
}


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(tree: ast.Module) -> Iterator[str]:
    """The parts of `stroma` that a module imports when it runs."""
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "import by the full name"
            whole = node.module == "stroma"
            names = [f"stroma.{a.name}" for a in node.names] if whole else [node.module or ""]
        if node not in for_types:
            yield from (name.split(".")[1] for name in names if name.startswith("stroma."))


@pytest.fixture(scope="module")
def imports() -> set[tuple[str, str]]:
    """(part, part that it imports), of all parts but the shop window."""
    parts = {part_of(path) for path in ROOT.rglob("*.py")} - {"__init__"}
    found = {
        (part_of(path), other)
        for path in ROOT.rglob("*.py")
        if path != ROOT / "__init__.py"
        for other in imported(ast.parse(path.read_text(encoding="utf-8")))
    }
    return {(one, other) for one, other in found if other in parts and one != other}


def test_every_part_has_its_layer() -> None:
    placed = [part for layer in LAYERS for part in layer]
    assert sorted(placed) == sorted({part_of(path) for path in ROOT.rglob("*.py")} - {"__init__"})


def test_every_import_points_to_the_same_layer_or_one_before(imports: set[tuple[str, str]]) -> None:
    layer = {part: n for n, parts in enumerate(LAYERS) for part in parts}
    against = {(one, other) for one, other in imports if layer[other] > layer[one]}
    assert against == set(AGAINST)


def test_no_import_closes_a_circle(imports: set[tuple[str, str]]) -> None:
    assert set(CIRCLES) <= imports
    in_order = imports - set(AGAINST) - set(CIRCLES)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one, other in in_order:
        sorter.add(one, other)
    try:
        sorter.prepare()
    except CycleError as error:
        pytest.fail(f"these import one another: {' <- '.join(error.args[1])}")
