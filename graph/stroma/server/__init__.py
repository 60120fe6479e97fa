"""The graph on the web: a SPARQL 1.1 endpoint, the named questions, cards, the page and the audit, for reading only.

Read first: `create_app`, which is what an ASGI server runs; `stroma serve` does so with uvicorn. No request is answered in this
process: each has a child with a deadline (`stroma.queries.child`), so that a query cannot stop the others or end the server.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stroma.server.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("stroma.server.app"), name)
