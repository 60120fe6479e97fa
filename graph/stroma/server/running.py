"""How is the site put on a port, and what is said of it? Read first: `serve`."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError
from stroma.server.answering import FAULT, BrokenOffError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds that answers in work have when the server is told to end.
_GRACE_S: Final = 10


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


def serve(app: ASGIApp, listening: socket.socket, tell: Callable[[str], None]) -> None:
    """Answer until Ctrl-C or SIGTERM; then finish what is in work, for some seconds.

    Args:
        tell: gets a line for each request.
    """
    import uvicorn

    log = logging.getLogger("uvicorn.error")
    log.addFilter(_is_no_broken_answer)
    config = uvicorn.Config(
        Told(app, tell), log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
        timeout_graceful_shutdown=_GRACE_S,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        log.removeFilter(_is_no_broken_answer)


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
                end = end or (f"; {scope[FAULT]}" if FAULT in scope else "")
                self._tell(
                    f"{scope['method']} {path} {status}, {n_bytes:,} bytes in {seconds:.2f} s{end}"
                )
