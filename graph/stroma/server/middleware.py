"""What holds for every request: headers of the answer, and the names by which the server may be asked. Read first: `Headers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers as HeadersOf
from starlette.datastructures import MutableHeaders

from stroma.server.answering import plain_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY: Final = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class Headers:
    """Headers that every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers.add_vary_header("Accept")
                headers.setdefault("Content-Security-Policy", _POLICY)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Names:
    """Refuses a request by another name than the server's: a page of somebody else that lets its name point here (DNS rebinding)."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = {"*" if host == "*" else _name_of(host) for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _name_of(HeadersOf(scope=scope).get("host", ""))
        # A probe of an older kind names no host.
        is_probe = not host and scope["path"] in ("/healthz", "/readyz")
        if not is_probe and self._hosts.isdisjoint({host, "*"}):
            sentence = (
                f"this server does not go by the name {host[:80]!r}; --allow-host NAME adds one"
            )
            await plain_error(421, sentence)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _name_of(host: str) -> str:
    """The name in a `Host` header: without port, brackets, the dot of the root, or capitals.

    Example:
        >>> _name_of("Evidence.Example.org.:443"), _name_of("::1"), _name_of("[::1]:80")
        ('evidence.example.org', '::1', '::1')
    """
    if host.count(":") > 1 and not host.startswith("["):
        return host.casefold()
    try:
        return (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return ""
