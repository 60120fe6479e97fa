"""The packages of `stroma.audit` build on one another in one direction, imports for types and inside functions included."""

from __future__ import annotations

import ast
from pathlib import Path

import stroma.audit

ROOT = Path(stroma.audit.__file__).parent
# Each may import itself and what stands before it; `report` and `curation` stand side by side.
ORDER = ("readers", "language", "studies", "claims", "judging", "pipeline", "report", "curation")
APART = {("curation", "report"), ("report", "pipeline")}


def imported(path: Path) -> set[str]:
    """The parts of `stroma.audit` that a module imports from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "stroma.audit":
            names = [f"stroma.audit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: import by the full name"
            names = [node.module or ""]
        found |= {name.split(".")[2] for name in names if name.startswith("stroma.audit.")}
    return found


def test_every_import_points_to_an_earlier_package() -> None:
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        part = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if part == "__init__":
            continue  # the shop window reaches in
        earlier = ORDER[: ORDER.index(part) + 1]
        wrong += [
            f"{path.relative_to(ROOT)} imports {other}"
            for other in sorted(imported(path))
            if other not in earlier or (part, other) in APART
        ]
    assert wrong == []


def test_the_docstring_names_every_package_in_that_order() -> None:
    said = stroma.audit.__doc__ or ""
    places = [said.index(f"`{part}`") for part in ORDER]
    assert places == sorted(places)
    folders = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()}
    assert folders == set(ORDER) - {"pipeline"}
