"""What is said beside an answer, and how long may that take? Read first: `what_was_missed_in_time`.

What the remarks say stands in `stroma.queries.missed`, which is imported only for a query that may need one.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

from stroma.errors import StromaError
from stroma.queries._gates import MAY_BE_MIXED, MAY_BE_VOID, may_miss
from stroma.queries.child import QueryReport, run_forked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyoxigraph as ox

    from stroma.queries.guard import CheckedQuery

__all__ = ["what_was_missed_in_time"]

_DOI: Final = re.compile(r"10\.\d{4,9}/")
# Seconds for finding out what there is to remark on an answer: on a million quads it would take a core for seconds, each time.
_PATIENCE_S: Final = 0.5


def what_was_missed_in_time(
    store: ox.Store | Callable[[], ox.Store],
    query: CheckedQuery,
    bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    *,
    took_s: float,
    timeout_s: float | None,
    is_cut: bool = False,
    found_nothing: bool = False,
) -> str:
    """What an answer missed (`stroma.queries.missed`), as far as that is found out in time.

    A query that was slow, or whose answer was cut, is not run again; what can be told without that is told of it too.

    Args:
        took_s: seconds that the answer took.
        timeout_s: seconds that it was given; this takes a fourth of them at most, and never more than half a second.
        is_cut: whether a limit left something out.
        found_nothing: whether the answer is none; why it may be empty is said elsewhere (`stroma.queries.empty`).
    """
    patience_s = min(_PATIENCE_S, timeout_s / 4 if timeout_s is not None else _PATIENCE_S)
    is_slow = took_s > patience_s
    runs_again = not (is_slow or is_cut) and may_miss(query.text, is_bound=bool(bindings))
    tells_void = not found_nothing and MAY_BE_VOID.search(query.text) is not None
    tells_mixed = not found_nothing and MAY_BE_MIXED.search(query.text) is not None
    has_doi = _DOI.search(query.text) is not None
    if not (runs_again or tells_void or tells_mixed or has_doi):
        return ""

    def look(pipe: BinaryIO) -> QueryReport:
        from stroma.queries.dois import dois_held_otherwise
        from stroma.queries.missed import mixed_asks, other_answers, void_parts

        opened = store() if callable(store) else store

        def tell(what: int, remarks: Iterator[str]) -> None:
            said = "; ".join(remarks)
            pipe.write(f"{what}\t{' '.join(said.split())}\n".encode())
            pipe.flush()

        if has_doi:
            tell(3, iter([dois_held_otherwise(opened, query)]))
        if tells_void:
            tell(0, void_parts(opened, query, bindings))
        # First what is known without counting, which may take too long.
        if tells_mixed:
            tell(1, mixed_asks(opened, query, bindings, is_slow=True))
        if runs_again:
            tell(2, other_answers(opened, query, bindings))
        if tells_mixed and not is_slow:
            tell(1, mixed_asks(opened, query, bindings))
        return QueryReport(query.form.value)

    found = io.BytesIO()
    # The answer is there; what may be said beside it is not worth an error.
    with suppress(StromaError):
        run_forked(look, found, patience_s)
    lines = (line.split("\t", 1) for line in found.getvalue().decode().split("\n")[:-1])
    said = {int(what): remark for what, remark in lines}
    return "; ".join(said[what] for what in sorted(said) if said[what])
