"""What exploring finds: ways between two terms, and the terms around one, each step with its evidence.

Read first: `Paths`, whose ways are made of `Hop`s, and `Neighbours`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, overload

from stroma import rendering
from stroma.counts import counted
from stroma.notebook import Listed, Tabled, data_frame, pre_html, table_html
from stroma.vocabulary import Curie, Iri, local_id, to_curie

if TYPE_CHECKING:
    import pandas

    from stroma.model import Level, Proposition, Stance

__all__ = ["Hop", "Neighbour", "Neighbours", "Path", "Paths"]


@dataclass(frozen=True)
class Hop:
    """One step: every statement that links two terms, the one that is told in full first, or a definition."""

    start: Iri
    end: Iri
    propositions: tuple[Proposition, ...]
    """Empty for a definition."""
    sentence: str
    studies: tuple[str, ...] = ()
    """Slugs behind the first statement."""
    stated: tuple[Iri, str, Iri] | None = None
    """Of a definition: narrower or defined term, `broader`, `cellType` or `modelOf`, wider or defining term."""

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        stance = f", {self.stance.value}" if self.stance is not None else ""
        return f"<Hop: {self.subject} {self.predicate} {self.object}{stance}>"

    def _triple(self) -> tuple[Iri, str, Iri]:
        if self.propositions:
            first = self.propositions[0]
            return first.subject, local_id(first.predicate), first.object
        return self.stated or (self.start, "", self.end)

    @property
    def subject(self) -> Curie:
        """CURIE of the subject of the first statement, or of what is defined."""
        return to_curie(self._triple()[0])

    @property
    def predicate(self) -> str:
        """Local name of the predicate, such as `improves`; of a definition `broader`, `cellType` or `modelOf`."""
        return self._triple()[1]

    @property
    def object(self) -> Curie:
        """CURIE of the object of the first statement, or of what defines."""
        return to_curie(self._triple()[2])

    @property
    def condition(self) -> Curie | None:
        """CURIE of the condition of the first statement, where it has one."""
        condition = self.propositions[0].condition if self.propositions else None
        return to_curie(condition) if condition else None

    @property
    def stance(self) -> Stance | None:
        """The stance of the first statement; None for a definition."""
        return self.propositions[0].stance if self.propositions else None

    @property
    def level(self) -> Level | None:
        """The best level of the first statement; None for a definition."""
        return self.propositions[0].best_level if self.propositions else None


@dataclass(frozen=True)
class Path:
    """One way from term to term."""

    hops: tuple[Hop, ...]
    n_unsupported: int
    """Steps whose statement is contested, not supported, or only claimed."""
    has_detour: bool
    """It goes by a wider term, a mere trial, or two statements that only share an end."""

    def __len__(self) -> int:
        return len(self.hops)

    def __iter__(self) -> Iterator[Hop]:
        return iter(self.hops)

    @overload
    def __getitem__(self, place: int) -> Hop: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Hop, ...]: ...
    def __getitem__(self, place: int | slice) -> Hop | tuple[Hop, ...]:
        return self.hops[place]

    def __str__(self) -> str:
        return "\n".join(hop.sentence for hop in self.hops)

    def __repr__(self) -> str:
        steps = ", ".join(" ".join((hop.subject, hop.predicate, hop.object)) for hop in self.hops)
        return f"<Path: {steps}>"


@dataclass(frozen=True)
class Paths(Tabled):
    """What was asked directly about two terms, and the best ways between them: `for way in found: for hop in way: ...`."""

    start: Iri
    end: Iri
    start_label: str
    end_label: str
    direct: tuple[Proposition, ...]
    """Statements about both terms, or narrower ones, whatever came out, claims without any study included."""
    direct_sentences: tuple[str, ...]
    direct_events: tuple[tuple[str, ...], ...]
    """Of each direct statement on a harm what its studies counted, as on a card; else empty."""
    paths: tuple[Path, ...]
    max_hops: int
    cut: str | None = None
    """Why the search ended early; None when it did not."""
    has_more: bool = False
    n_left_out: int = 0
    """Ways that were found and that a slice leaves out."""

    def __len__(self) -> int:
        return len(self.paths)

    def __bool__(self) -> bool:
        return bool(self.paths or self.direct)

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    @overload
    def __getitem__(self, place: int) -> Path: ...
    @overload
    def __getitem__(self, place: slice) -> Paths: ...
    def __getitem__(self, place: int | slice) -> Path | Paths:
        if isinstance(place, slice):
            chosen = self.paths[place]
            return replace(self, paths=chosen, n_left_out=self.n_left_out + len(self) - len(chosen))
        return self.paths[place]

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return (
            f"<Paths: {self.start_label} → {self.end_label}, {len(self)} ways, {len(self.direct)} direct statements; "
            "print() tells them>"
        )

    def text(self, *, shown: int = 12) -> str:
        """The answer in sentences.

        Args:
            shown: direct statements written out before the rest is counted.
        """
        lines = list(rendering.paths_text(self, shown))
        if self.n_left_out:  # a part of what was found is neither all of it nor the best
            lines = [line for line in lines if not line.startswith(("No way of", "These are the"))]
            ways = "way is" if self.n_left_out == 1 else "ways are"
            lines.insert(-1, f"{self.n_left_out} more {ways} left out of this part of the answer.")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values for JSON."""
        return rendering.paths_dict(self)

    def to_dataframe(self) -> pandas.DataFrame:
        """The ways as a pandas DataFrame, a hop a row.

        Raises:
            InputError: pandas is not installed.
        """
        columns, *rows = self.rows()
        return data_frame(columns, ((int(r[0]), int(r[1]), *_or_none(r[2:])) for r in rows))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row a hop, the first row names the columns."""
        return rendering.paths_rows(self)

    def _repr_html_(self) -> str:
        return pre_html(self.text())


@dataclass(frozen=True)
class Neighbour:
    """A term near another one, and the statement that says most about the two."""

    iri: Iri
    label: str
    kind: str
    distance: int
    came_from: str
    """Label of the term one step nearer."""
    proposition: Proposition | None
    """None for a definition."""
    sentence: str

    def __repr__(self) -> str:
        return f"<Neighbour: {self.label} ({self.kind}), {self.curie}, distance {self.distance}>"

    @property
    def curie(self) -> Curie:
        """The term as CURIE."""
        return to_curie(self.iri)


def _or_none(cells: Iterable[str]) -> list[str | None]:
    """The cells of a table, None for an empty one."""
    return [cell or None for cell in cells]


@dataclass(frozen=True)
class Neighbours(Listed[Neighbour]):
    """The terms within some steps of one, nearest first."""

    term: Iri
    label: str
    hops: int
    found: tuple[Neighbour, ...]
    n_within: int
    """Terms within reach, those not listed included."""
    n_retracted: int = 0
    """Further terms that statements link to it which retracted studies alone measured."""

    @property
    def retracted(self) -> str | None:
        """Says that retracted studies alone link further terms to it."""
        n = self.n_retracted
        terms = f"{n:,} more term{'s are' if n != 1 else ' is'}"
        return (
            f"{terms} linked to it by retracted studies only, which count nowhere; --claims, or claims=True in Python, shows them"
            if n
            else None
        )

    @property
    def cut(self) -> str | None:
        """Says that not all are listed."""
        left = self.n_within - len(self.found)
        return f"{left:,} more are within reach; a higher limit shows them" if left else None

    def __repr__(self) -> str:
        return f"<Neighbours: {len(self):,} of {self.n_within:,} terms within {self.hops} of {self.label}; print() tells them>"

    def text(self) -> str:
        """The answer as text, a term a line."""
        return rendering.neighbours_text(self)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values for JSON."""
        return rendering.neighbours_dict(self)

    def to_dataframe(self) -> pandas.DataFrame:
        """The terms as a pandas DataFrame, a term a row.

        Raises:
            InputError: pandas is not installed.
        """
        columns, *rows = self.rows()
        return data_frame(columns, ((*r[:3], int(r[3]), *_or_none(r[4:])) for r in rows))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row a term, the first row names the columns."""
        return rendering.neighbours_rows(self)

    def _repr_html_(self) -> str:
        columns, *rows = self.rows()
        return table_html(
            f"{self.label}: {counted(self.n_within, 'term')} within reach", columns, rows
        )
