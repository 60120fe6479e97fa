"""Does a server hold one whole push, and is it the same one before a question and after it?

Read first: `WatchedEndpoint`. A push says in `graph:pushed` that it has begun before it changes anything, and how many
pushes there were when it is done: who reads in between, or over a change, is told so and gets no mixture.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

import pyoxigraph as ox

from stroma.remote.client import Endpoint, RemoteError
from stroma.vocabulary import DERIVED_GRAPH, KINDS, PREFIXES, ST

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "HASH",
    "PUSHED",
    "STATE",
    "WatchedEndpoint",
    "finished",
    "number_of",
    "unfinished",
    "watched",
]

PUSHED: Final = PREFIXES["graph"] + "pushed"
HASH: Final = ST + "pushedSha256"
STATE: Final = ST + "pushState"
_UNFINISHED: Final = "unfinished "
_CLASSES: Final = (*KINDS, "Study", "Reference", "Finding", "Proposition", "Article")
_ANY_EVIDENCE: Final = (
    f"ASK {{ VALUES ?class {{ {' '.join(f'<{ST}{name}>' for name in _CLASSES)} }} ?s a ?class }}"
)

_P = ParamSpec("_P")
_R = TypeVar("_R")


def unfinished(number: int) -> str:
    """The state of a server while the push of this number runs, and after it was cut off."""
    return f"{_UNFINISHED}{number}"


def finished(number: int) -> str:
    """The state of a server that holds the push of this number."""
    return str(number)


def number_of(states: Collection[str]) -> int:
    """The highest number of a push among some states; 0 where there was none."""
    numbers = (state.removeprefix(_UNFINISHED) for state in states)
    return max((int(number) for number in numbers if number.isdigit()), default=0)


@dataclass
class WatchedEndpoint(Endpoint):
    """A server whose answers come from one finished push, that which was there at the first question.

    A server that nobody pushed to is asked as it is: its evidence got there in another way.
    """

    _first: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _depth: Any = field(init=False, repr=False, default_factory=threading.local)
    _plain: Endpoint = field(init=False, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._plain = Endpoint(self.url, self.update_url, self.timeout_s, self.tries)
        self._plain._opener, self._plain._login = self._opener, self._login

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Look only at the end of some questions whether all were answered from the same push.

        Raises:
            RemoteError: no whole push was there, or another one than at first.
        """
        depth = getattr(self._depth, "n", 0)
        if STATE not in self._first:
            # The first of several threads that ask says what all of them have to see.
            self._first.setdefault(STATE, self._state_of_evidence())
        self._depth.n = depth + 1
        try:
            yield
        except RemoteError:
            raise
        except Exception:
            # What was not found may have been taken away just then.
            if not depth:
                self.compare()
            raise
        finally:
            self._depth.n = depth
        if not depth:
            self.compare()

    def construct(self, query: str, *, union: bool = True) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; `union` as in `select`."""
        with self.at_once():
            return super().construct(query, union=union)

    def _results(self, query: str, *, union: bool) -> Any:
        with self.at_once():
            return super()._results(query, union=union)

    def compare(self) -> None:
        """See that the push is still there that was at first.

        Raises:
            RemoteError: it is not.
        """
        if self._state() != self._first[STATE]:
            raise RemoteError(
                self.url,
                "the evidence there was replaced by `stroma push` since it was first asked, so that answers would mix "
                "two builds; run the command again (in Python, open the graph again)",
            )

    def _state_of_evidence(self) -> str:
        """The state of a server that holds evidence.

        Raises:
            RemoteError: it holds none, which would read as "nobody found anything".
        """
        state = self._state()
        if not state and not self._plain.ask(_ANY_EVIDENCE):
            raise self.holds_none()
        return state

    def holds_none(self) -> RemoteError:
        """The error of a server without evidence."""
        return RemoteError(
            self.url,
            "holds no evidence graph of Stroma's; `stroma push --store URL` puts one there",
        )

    def _state(self) -> str:
        """The number of the push that is there, else the mark of the derived graph; empty where nothing was pushed."""
        derived = ox.NamedNode(DERIVED_GRAPH)
        query = (
            f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ <{PUSHED}> {derived} }} "
            f"GRAPH <{PUSHED}> {{ ?s ?p ?o }} }}"
        )
        said = {(str(row["p"].value), str(row["o"].value)) for row in self._plain.rows(query)}
        states = [value for name, value in said if name == STATE]
        marks = [value for name, value in said if name == HASH]
        if any(state.startswith(_UNFINISHED) for state in states):
            raise self._is_unfinished()
        if states or marks:
            return min(states or marks)
        # Marks of graphs, but none of what follows from them.
        if self._plain.ask(f"ASK {{ GRAPH <{PUSHED}> {{ ?s <{HASH}> ?o }} }}"):
            raise self._is_unfinished()
        return ""

    def _is_unfinished(self) -> RemoteError:
        return RemoteError(
            self.url,
            "a push to it is not finished, so that it holds a part of the evidence; wait until it is, or run "
            "`stroma push` again",
        )


class _HasEndpoint(Protocol):
    @property
    def endpoint(self) -> WatchedEndpoint: ...


_S = TypeVar("_S", bound=_HasEndpoint)


def watched(method: Callable[Concatenate[_S, _P], _R]) -> Callable[Concatenate[_S, _P], _R]:
    """A method whose questions to `self.endpoint` are all answered from one push."""

    @wraps(method)
    def in_one_push(self: _S, /, *args: _P.args, **values: _P.kwargs) -> _R:
        with self.endpoint.at_once():
            return method(self, *args, **values)

    return in_one_push
