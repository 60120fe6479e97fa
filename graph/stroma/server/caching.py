"""Must an answer be sent again? Not when a client has it already and nothing changed (RFC 9110, section 13.1.2). Read first: `Validated`."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What is asked for to learn how things are now, and functions of SPARQL that give something else each time.
_PROBES: Final = ("/healthz", "/readyz", "/metrics")
_FRESH: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)
# A cache asks before it uses what it has, since a store may be built anew at any time; the style sheet can wait.
_POLICY: Final = {"/style.css": "max-age=3600"}


class Validated:
    """The same request to the same data has the same answer, so the two of them name it, before any work is done."""

    def __init__(self, app: ASGIApp, identity: Callable[[], str]) -> None:
        self._app, self._identity = app, identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope["root_path"])
        asked = unquote_plus(scope["query_string"].decode("latin-1"))
        policy = _POLICY.get(path, "no-cache")
        tag = "" if path in _PROBES or _FRESH.search(asked) else self._tag(scope)
        known = Headers(scope=scope).get("if-none-match", "")
        # Compared weakly: caches between may have left the `W/` out.
        if tag and tag.removeprefix("W/") in re.findall(r'"[^"]*"', known):
            await Response(None, 304, {"ETag": tag, "Cache-Control": policy})(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_lasting = tag and message["status"] == 200
                headers["Cache-Control"] = policy if is_lasting else "no-store"
                if is_lasting:
                    headers["ETag"] = tag
            await send(message)

        await self._app(scope, receive, marked)

    def _tag(self, scope: Scope) -> str:
        """Weak: the same answer may be compressed or not."""
        headers = Headers(scope=scope)
        parts = (
            self._identity(), scope["scheme"], headers.get("host", ""), scope["root_path"], scope["path"],
            scope["query_string"].decode("latin-1"), *headers.getlist("accept"),
        )  # fmt: skip
        named = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
        return f'W/"{named.hexdigest()[:32]}"'
