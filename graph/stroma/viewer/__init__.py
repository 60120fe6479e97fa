"""How does one look at the evidence? One HTML file, opened from disk, without any network.

Read first: `page_html` (a store in, a page out) and `write_page`. Importing this package is cheap: pyvis and IPython are
loaded only when a page is made.
"""

from __future__ import annotations

from stroma.viewer.opening import Opening, opening_of, part_around
from stroma.viewer.page import (
    DEFAULT_TERM,
    check_place,
    notebook_html,
    page_html,
    write_page,
)

__all__ = [
    "DEFAULT_TERM",
    "Opening",
    "check_place",
    "notebook_html",
    "opening_of",
    "page_html",
    "part_around",
    "write_page",
]
