"""How is the site put on a port, and what is said of it? Read first: `serve`."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError
from stroma.server.answering import FAULT, BrokenOffError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds in which a connection must send a request, to the end of its headers.
_SLOW_REQUEST_S: Final = 15.0
# Connections at a time; each more is closed at once, before the system has no file descriptors left.
_CONNECTIONS: Final = 1000


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        port: 0 takes one that is free.

    Raises:
        InputError: the place is taken, not allowed, or none of this machine.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, port))
            opened.listen(128)
        except OSError:
            opened.close()
            raise
    except OSError as error:
        raise InputError(
            f"cannot listen at {host}, port {port}: {(error.strerror or str(error)).lower()}; choose another --port"
        ) from error
    return opened


def serve(
    app: ASGIApp, listening: socket.socket, tell: Callable[[str], None], *, grace_s: float = 10.0
) -> None:
    """Answer until Ctrl-C or SIGTERM; then finish what is in work, for some seconds.

    Args:
        tell: gets a line for each request.
        grace_s: seconds that answers in work have at the end.
    """
    import uvicorn

    from stroma.server.connections import connection_class

    log = logging.getLogger("uvicorn.error")
    log.addFilter(_is_no_broken_answer)
    config = uvicorn.Config(
        Told(app, tell), log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
        proxy_headers=False,  # uvicorn would believe what a request says of its scheme and client
        timeout_graceful_shutdown=ceil(grace_s),
        http=connection_class(_SLOW_REQUEST_S, _most_connections()),
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        log.removeFilter(_is_no_broken_answer)


def _most_connections() -> int:
    """As many as there are file descriptors for, with room for the pipes of children."""
    try:
        import resource  # not on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 4 * _CONNECTIONS if hard == resource.RLIM_INFINITY else min(4 * _CONNECTIONS, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    except (ImportError, OSError, ValueError):
        return _CONNECTIONS
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else min(_CONNECTIONS, soft // 2)


def _is_no_broken_answer(record: logging.LogRecord) -> bool:
    """An answer that was broken off has been told in a line; uvicorn would print a traceback."""
    return record.exc_info is None or not isinstance(record.exc_info[1], BrokenOffError)


class Told:
    """The application, with a line for each request."""

    def __init__(self, app: ASGIApp, tell: Callable[[str], None]) -> None:
        self._app, self._tell = app, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status, n_bytes = time.monotonic(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, n_bytes
            status = message.get("status", status)
            n_bytes += len(message.get("body", b""))
            await send(message)

        end = ""
        try:
            await self._app(scope, receive, counted)
        except BrokenOffError as error:
            end = f"; broken off: {error}"
            raise
        finally:
            if scope["type"] == "http":
                path = scope["path"][:80].encode("unicode_escape").decode("ascii")
                seconds = time.monotonic() - began
                at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
                end = end or (f"; {scope[FAULT]}" if FAULT in scope else "")
                self._tell(
                    f"{at} {scope['method']} {path} {status}, {n_bytes:,} bytes in {seconds:.2f} s{end}"
                )
