"""What has every page of this site: templates, addresses, the links at its top. Read first: `page`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from stroma import __version__
from stroma.rendering import NO_ADVICE

if TYPE_CHECKING:
    import jinja2

__all__ = ["MAX_ROWS", "Cell", "address", "page", "with_bar"]

# Rows of a page; the other formats have all.
MAX_ROWS: Final = 1000
_STYLE_NONCE: Final = re.compile(r"style-src 'nonce-([0-9a-f]+)'")
# A link past what stands at the top of every page stays the first thing that the keyboard meets.
_TOP: Final = re.compile(r'<body[^>]*>\s*(?:<a class="skip"[^>]*>[^<]*</a>)?')


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    loader = jinja2.PackageLoader("stroma.server", "pages")
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )  # fmt: skip
    made.globals |= {"no_advice": NO_ADVICE, "address": address, "version": __version__}
    return made


def page(template: str, root: str, **values: Any) -> bytes:
    """A page of this site.

    Args:
        root: the path under which the site stands; empty for none.
    """
    return _templates().get_template(template).render(root=root, **values).encode()


def address(path: str, **parameters: str | None) -> str:
    """An address below the root of this site.

    Example:
        >>> address("/show", name="multiple sclerosis", all=None)
        '/show?name=multiple+sclerosis'
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table, and where it leads."""

    text: str
    href: str | None = None
    listed: tuple[tuple[str, str], ...] = ()
    """Of several studies: the slug and the address of each."""


def with_bar(text: str, root: str) -> bytes:
    """A page that is a file elsewhere, with the links of this site at its top, under the policy that the page has.

    Raises:
        ValueError: it has no body.
    """
    top = _TOP.search(text)
    if top is None:
        raise ValueError("a page without a body")
    nonce = _STYLE_NONCE.search(text, 0, top.start())
    bar = page("bar.html", root, nonce=nonce[1] if nonce else None).decode()
    head, end, opening = text[: top.end()].rpartition("</head>")
    # Without an icon a browser asks for one; the policy of an audit lets it neither ask nor have one.
    icon = '<link rel="icon" href="data:,">' if nonce else ""
    return f"{head}{icon}{end}{opening}\n{bar}{text[top.end() :]}".encode()
