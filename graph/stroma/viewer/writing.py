"""How does the page get into a file? Whole or not at all, and never over a file that is not ours.

Read first: `write_page`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stroma.viewer.page import MARKER, page_html
from stroma.writing import check_target, write_whole

if TYPE_CHECKING:
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


def write_page(
    store: EvidenceStore,
    term: Iri | None,
    out_path: Path | str,
    *,
    selected: Iri | None = None,
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
    text = page_html(store, term, selected=selected, title=title, whole_graph=whole_graph)
    write_whole({path: text.encode()})
    return path


def check_place(path: Path, *, force: bool = False) -> None:
    """Whether a page may be written here; asked before any work is done.

    Raises:
        InputError: if the folder is missing or closed to writing, or the path is a folder or no possible name.
        OutputExistsError: if a file is there that this program did not write, and `force` is off.
    """
    check_target(path, force=force, ours=(MARKER.encode(),))
