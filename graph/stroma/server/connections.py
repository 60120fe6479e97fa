"""How long may a connection take to ask, and how many may there be? Read first: `connection_class`.

uvicorn ends connections that are idle after an answer, and none that never finish their first request.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def connection_class(request_s: float, most: int) -> type[H11Protocol]:
    """The connections of a server.

    Args:
        request_s: seconds in which a request must be there, to the end of its headers.
        most: connections at a time; each more is closed at once.
    """

    class Connection(H11Protocol):
        """A connection that is closed when its request does not come."""

        _patience: TimerHandle | None = None

        def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > most:
                transport.abort()
                return
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget()
            super().connection_lost(exc)

        def _wait(self) -> None:
            """Wait for a request that has begun to come, or that should."""
            if self.conn.their_state is not h11.IDLE:
                self._forget()
            elif self._patience is None:
                self._patience = self.loop.call_later(request_s, self._end)

        def _forget(self) -> None:
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None

        def _end(self) -> None:
            self._patience = None
            if self.conn.their_state is h11.IDLE:
                self.transport.close()

    return Connection
