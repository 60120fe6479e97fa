"""How is the page made and written? One store and one term in, one HTML file out.

Read first: `page_html` and `write_page`.
"""

from __future__ import annotations

import hashlib
import html
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma.errors import InputError, OutputExistsError
from stroma.viewer import words
from stroma.viewer.payload import Payload, payload
from stroma.vocabulary import KINDS, PREFIXES, Iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stroma.store import EvidenceStore

# Multiple sclerosis: the disease with the most evidence in the packaged data.
DEFAULT_TERM: Final[Iri] = "http://purl.obolibrary.org/obo/MONDO_0005301"
# A page of ours says so within its first kilobyte; only such a file is overwritten unasked.
MARKER: Final = '<meta name="generator" content="Stroma viewer">'
_NONCE_PLACE: Final = "NONCE-OF-THIS-PAGE"


def page_html(
    store: EvidenceStore,
    term: Iri | None = None,
    *,
    title: str | None = None,
    whole_graph: bool = False,
    positions: Mapping[Iri, tuple[float, float]] | None = None,
) -> str:
    """The page as one HTML document that needs no network.

    Args:
        term: IRI of the term in the middle; without one, multiple sclerosis, or the best connected term.
        title: text of the title bar; by default the label of the term.
        whole_graph: also compute a place for each node, and open on the whole graph.
        positions: places to use instead of computed ones.

    Returns:
        The same text for the same store and arguments.
    """
    from stroma.viewer.network import Viewer

    data = payload(store)
    focus = _focus(data, store, term)
    if whole_graph:
        _place(data, store, positions)
    label = data.nodes[focus]["label"] if focus is not None else "no data"
    context: dict[str, Any] = {
        "title": title or f"{label}: what is the evidence?",
        "meta": _meta(data, focus, whole_graph),
        "data": data,
        "nonce": _NONCE_PLACE,
        "marker": MARKER,
    }
    from stroma.viewer import assets

    context |= {
        "style": assets.style_text(),
        "vis": assets.vis_packed(),
        "script": assets.script_text(),
    }
    text = Viewer(data.nodes, data.edges, **context).page()
    # Scripts stand in the head, data in the body: a place holder inside the data never becomes the nonce.
    head, body_tag, body = text.partition("<body")
    return head.replace(_NONCE_PLACE, _nonce(text)) + body_tag + body


def write_page(
    store: EvidenceStore,
    term: Iri | None,
    out_path: Path | str,
    *,
    title: str | None = None,
    whole_graph: bool = False,
    force: bool = False,
) -> Path:
    """Write the page to a file, whole or not at all.

    Raises:
        InputError, OutputExistsError: as `check_place`.
    """
    path = Path(out_path)
    check_place(path, force=force)
    text = page_html(store, term, title=title, whole_graph=whole_graph)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def notebook_html(store: EvidenceStore, term: Iri | None = None, *, height_px: int = 720) -> str:
    """The page inside a sandboxed frame, for a cell of a notebook."""
    page = html.escape(page_html(store, term), quote=True)
    return (
        f'<iframe title="Stroma evidence page" srcdoc="{page}" width="100%" height="{int(height_px)}" '
        'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
        'style="border:1px solid #8888"></iframe>'
    )


def check_place(path: Path, *, force: bool = False) -> None:
    """Whether a page may be written here; asked before any work is done.

    Raises:
        InputError: if the folder is missing, or the path is a folder.
        OutputExistsError: if a file is there that this program did not write, and `force` is off.
    """
    if path.is_dir():
        raise InputError(
            f"{path} is a folder; name a file in it, {path / 'stroma.html'} for example"
        )
    if not path.parent.is_dir():
        raise InputError(
            f"the folder {path.parent} does not exist; make it first or choose another place for the page"
        )
    if not path.exists() or force:
        return
    with path.open("rb") as file:
        if MARKER.encode() not in file.read(2000):
            raise OutputExistsError(path)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _nonce(text: str) -> str:
    """A number that only this page's own scripts carry; it follows from the content, so the bytes stay the same.

    A file has no server that could draw a fresh one. What hostile data would need, to know the nonce beforehand, is to
    contain the hash of a text that contains themselves.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _focus(data: Payload, store: EvidenceStore, term: Iri | None) -> int | None:
    numbers = {iri: no for no, iri in enumerate(sorted(_all_iris(store)))}
    if term is not None and term in numbers:
        return numbers[term]
    if term is not None:
        raise InputError(
            f"the term {term} is not in this graph; `stroma show` finds terms by label"
        )
    if DEFAULT_TERM in numbers:
        return numbers[DEFAULT_TERM]
    best = max(data.nodes, key=lambda node: (len(node.get("e", ())), -node["id"]), default=None)
    return None if best is None else int(best["id"])


def _all_iris(store: EvidenceStore) -> set[Iri]:
    from stroma.viewer.payload import node_iris

    return node_iris(store)


def _place(
    data: Payload, store: EvidenceStore, positions: Mapping[Iri, tuple[float, float]] | None
) -> None:
    from stroma.viewer.layout import place_nodes

    if positions is None:
        placed = place_nodes(len(data.nodes), [(e["from"], e["to"]) for e in data.edges])
    else:
        iris = sorted(_all_iris(store))
        placed = [positions.get(iri, (0.0, 0.0)) for iri in iris]
    for node, (x, y) in zip(data.nodes, placed, strict=True):
        node["x"], node["y"] = round(x, 1), round(y, 1)


def _meta(data: Payload, focus: int | None, whole_graph: bool) -> dict[str, Any]:
    return {
        "focus": focus,
        "whole": whole_graph,
        "kinds": [[kind, *words.KIND_NAMES[kind]] for kind in KINDS],
        "topics": words.TOPICS,
        "stances": [[stance.value, label, text] for stance, label, text in words.STANCES],
        "levels": [[short, text] for _, short, text in words.LEVELS],
        "directions": [label for _, label in words.DIRECTIONS],
        "groups": [label for _, label in words.GROUPS],
        "thin": [label for _, label in words.THIN],
        "predicates": data.predicates,
        "conflicts": data.conflicts,
        "base": PREFIXES["proposition"],
    }
