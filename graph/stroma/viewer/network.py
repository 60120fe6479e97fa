"""How does pyvis render our page instead of its own?

Read first: `Viewer`. The stock template of pyvis asks a CDN for Bootstrap and runs scripts hidden in headings, ids and
options; ours escapes everything and keeps the data out of the code. Importing this module loads pyvis (half a second):
only `stroma.viewer.page` does so, and only when a page is made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, BytecodeCache, Environment, TemplateNotFound
from markupsafe import Markup
from pyvis.network import Network

from stroma.viewer.assets import asset_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2.bccache import Bucket

# What may not stand in a script element, whatever its type, plus the two line ends that JavaScript once tripped over.
_ESCAPES = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029\x85"}


def _escaped(text: str) -> str:
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


class Viewer(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that is drawn by our template.

    `nodes` and `edges` are filled directly: pyvis's own `add_edge` looks through all edges each time. An edge is a line of
    JSON already; pyvis only hands it to the template.
    """

    def __init__(self, nodes: list[dict[str, Any]], edges: list[str], **context: Any) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.nodes = nodes
        self.edges = edges
        self.path = "template.html"
        self.templateEnv = Environment(
            loader=_PageFiles(),
            bytecode_cache=_COMPILED,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templateEnv.filters["json_lines"] = json_lines
        self.templateEnv.filters["json_block"] = json_block
        self.templateEnv.globals.update(context)

    def page(self) -> str:
        """The whole HTML document."""
        return str(self.generate_html())


class _PageFiles(BaseLoader):
    """Template files through `importlib.resources`, so that they are found in a zipped package too."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool]]:
        try:
            return asset_text(template), None, lambda: True
        except OSError as error:
            raise TemplateNotFound(template) from error


class _Compiled(BytecodeCache):
    """The template is compiled once in a process; each page has an environment of its own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := self._code.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def json_block(value: object) -> Markup:
    """One value as JSON that can stand in a script element."""
    return Markup(_escaped(_dump(value)))


def json_lines(rows: Iterable[dict[str, Any] | str]) -> Markup:
    """One line of JSON for each row; a row that is text is such a line already, and all rows are of one sort."""
    rows = list(rows)
    if not rows:
        return Markup("")
    first = rows[0]
    if isinstance(first, str):
        return Markup(_escaped("\n".join(rows)))  # type: ignore[arg-type]
    # One call for all rows is twice as fast as one call each. Inside a JSON string every quotation mark has a backslash
    # before it, so this seam stands between two rows and nowhere else.
    seam = f'{{"{next(iter(first))}":'
    text = _dump(rows)[1:-1].replace("}," + seam, "}\n" + seam)
    return Markup(_escaped(text))


_dump = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
