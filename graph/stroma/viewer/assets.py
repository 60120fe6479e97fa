"""Where do the template, the script, the style and vis-network of the page come from?

Read first: `asset_text` and `VIS_JS`. Everything is read through `importlib.resources`, never by a path of a machine.
"""

from __future__ import annotations

import base64
import re
import zlib
from functools import cache
from importlib.resources import files
from typing import Final

# pyvis 0.3.2 ships vis-network 9.1.2; its stylesheet (220 KB of fonts and buttons we do not use) stays out.
VIS_JS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"

# In the order of use: each file may use the names of those before it.
SCRIPTS: Final = (
    # what is held, and what is looked at
    "dom.js",
    "data.js",
    "notices.js",
    "propositions.js",
    "state.js",
    "scope.js",
    "marks.js",
    "counts.js",
    # the answer in words
    "wider.js",
    "trial_names.js",
    "goals.js",
    "trials.js",
    "benefits.js",
    "harms.js",
    "harm_items.js",
    "safety.js",
    "decisions.js",
    "scoreboards.js",
    "lead.js",
    "records.js",
    "notes.js",
    "headline.js",
    # what stands behind a mark
    "bars.js",
    "panel_parts.js",
    "panel_term.js",
    "beside.js",
    "panel_proposition.js",
    "panel_study.js",
    "panel.js",
    # the views
    "map_cells.js",
    "map.js",
    "graph_look.js",
    "graph_keys.js",
    "graph.js",
    "place.js",
    "paint_rows.js",
    "paint.js",
    "table.js",
    "filters.js",
    "path.js",
    "path_words.js",
    "article.js",
    # the search
    "search.js",
    "combobox.js",
    "studies.js",
    "question_words.js",
    "declining.js",
    "reading.js",
    "middle.js",
    "asked_about.js",
    "asking.js",
    "answers.js",
    # what is taken along
    "export.js",
    "drawing.js",
    "picture.js",
    "paper.js",
    "take_studies.js",
    "take_harms.js",
    "take_sources.js",
    "take.js",
    # the wiring
    "help.js",
    "controls.js",
    "app.js",
)

_COMMENT_LINE = re.compile(r"^\s*(//.*|/\*.*\*/)?\s*$")


@cache
def asset_text(name: str) -> str:
    """The text of one file of the page, `style.css` for example."""
    return files("stroma.viewer").joinpath("page", *name.split("/")).read_text(encoding="utf-8")


@cache
def script_text() -> str:
    """All of our script as one function that starts when the data are there, without comments and indentation."""
    body = "\n".join(_squeeze(asset_text(f"js/{name}")) for name in SCRIPTS)
    return _squeeze(asset_text("js/start.js")).replace("PLACE_OF_THE_SCRIPT;", body)


@cache
def style_text() -> str:
    """Our style sheet, without comment lines and indentation."""
    return _squeeze(asset_text("style.css"))


@cache
def vis_packed() -> str:
    """vis-network as pyvis ships it, compressed (deflate, base64): 170 KB in the page instead of 470.

    The browser unpacks it when a graph is drawn. Its pointer to a source map goes: that would be a request.
    """
    text = files("pyvis").joinpath(*VIS_JS.split("/")).read_text(encoding="utf-8")
    code = re.sub(r"//# sourceMappingURL=.*", "", text).strip()
    return base64.b64encode(zlib.compress(code.encode("utf-8"), 9)).decode("ascii")


def _squeeze(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if not _COMMENT_LINE.match(line))
