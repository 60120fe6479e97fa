"""What has a server done since it began, for Prometheus (text format 0.0.4)? Read first: `Metrics`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.routing import Match

from stroma.server.answering import ENDED

if TYPE_CHECKING:
    from starlette.routing import Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds; from a 304 to the slowest answer of a patient server.
_UP_TO: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass
class Metrics:
    """Counts of this process."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=lambda: [0.0] * (len(_UP_TO) + 2))
    """How many took no longer than each bound, then all of them, then their sum in seconds."""

    def text(self) -> str:
        """The counts, as Prometheus reads them."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "# HELP stroma_requests_total Requests by route and status; 0 is a client that left.\n# TYPE stroma_requests_total counter"
        for (route, status), n in sorted(self.requests.items()):
            yield f'stroma_requests_total{{route="{route}",status="{status}"}} {n}'
        yield "# HELP stroma_answers_ended_total Answers that were not finished, and why.\n# TYPE stroma_answers_ended_total counter"
        for reason in ("deadline", "failed", "busy", "slow_client"):
            yield f'stroma_answers_ended_total{{reason="{reason}"}} {self.ended[reason]}'
        yield "# HELP stroma_request_seconds Seconds of a request, to the end of its answer.\n# TYPE stroma_request_seconds histogram"
        *counts, total = self.seconds
        for bound, count in zip((*_UP_TO, "+Inf"), counts, strict=True):
            yield f'stroma_request_seconds_bucket{{le="{bound}"}} {count:.0f}'
        yield f"stroma_request_seconds_sum {total:.6f}"
        yield f"stroma_request_seconds_count {counts[-1]:.0f}"


class Counted:
    """The application, with its requests counted by the path of their route."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: Sequence[Route]) -> None:
        self._app, self._metrics, self._routes = app, metrics, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.monotonic(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            took = time.monotonic() - began
            found = (r.path for r in self._routes if r.matches(scope)[0] is not Match.NONE)
            self._metrics.requests[next(found, "other"), status] += 1
            self._metrics.ended.update([scope[ENDED]] if ENDED in scope else [])
            for n, bound in enumerate((*_UP_TO, float("inf"))):
                self._metrics.seconds[n] += took <= bound
            self._metrics.seconds[-1] += took
