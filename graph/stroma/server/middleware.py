"""What holds for every request: headers of the answer, the names by which the server may be asked, and the path under which it stands.

Read first: `Headers`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers as HeadersOf
from starlette.datastructures import MutableHeaders

from stroma.errors import InputError
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


class OneLength:
    """Refuses a message that says in two ways where it ends, and reads nothing behind it (RFC 9112, section 6.3).

    A proxy that believes the other way would take the rest of it for the request of another client. h11 refuses two unlike lengths.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = HeadersOf(scope=scope)
        is_old = scope.get("http_version") == "1.0"
        if "transfer-encoding" in headers and ("content-length" in headers or is_old):
            sentence = "the request says in two ways where it ends; send Content-Length or Transfer-Encoding, not both"
            if is_old:
                sentence = "HTTP/1.0 knows no Transfer-Encoding; send Content-Length"
            await plain_error(400, sentence, {"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, receive, send)


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


class Root:
    """The path under which a proxy shows the site, whether or not the proxy takes it off; a slash at the end of a path means nothing."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = self._root or scope.get("root_path", "")
        path = scope["path"]
        if path != root and not path.startswith(f"{root}/"):
            path = root + path
        # The same scope, not a copy: what the handlers note there is read by the log.
        scope.update(
            root_path=root, path=path.rstrip("/") if path.rstrip("/") != root else f"{root}/"
        )
        await self._app(scope, receive, send)


def split_root(text: str) -> tuple[str, str]:
    """The origin, empty where only a path is given, and the path without a slash at its end.

    Raises:
        InputError: it is neither a path nor an address.

    Example:
        >>> split_root("/stroma/"), split_root("https://example.org/stroma"), split_root("/")
        (('', '/stroma'), ('https://example.org', '/stroma'), ('', ''))
    """
    found = re.fullmatch(r"(https?://[\w.:\[\]-]+)?((?:/[\w.~-]+)*)/?", text, re.ASCII)
    if found is None:
        raise InputError(
            f"{text!r} is no root path; write a path such as /stroma, or an address such as https://example.org/stroma"
        )
    return found[1] or "", found[2]


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
