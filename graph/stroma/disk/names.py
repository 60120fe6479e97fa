"""How is a term found by name among tens of thousands, misspelt too?

Read first: `Names`. SQLite's full-text index over trigrams gives the candidates, `difflib` ranks the few that remain:
one wrong letter spoils at most three trigrams of a name, so the rest still finds it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma.errors import DataError
from stroma.naming import fold
from stroma.vocabulary import KINDS

if TYPE_CHECKING:
    from stroma.vocabulary import Iri

# Rows of the rarest trigrams that are looked at for one misspelt name.
_CANDIDATES: Final = 3000
_BATCH: Final = 500
_FEW: Final = 2000


# Connections of the process that this one was forked from, kept to its end.
_OF_PARENT: Final[list[sqlite3.Connection]] = []


class _Opened:
    """A connection that is closed with the last who holds it.

    Not in a forked process: that has no other threads, drops what was theirs, and closing would wait for ever where one of
    them was at work at that moment. SQLite wants no connection to be used across a fork anyway.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.pid = os.getpid()

    def __del__(self) -> None:
        if os.getpid() == self.pid:
            self.db.close()
        else:
            _OF_PARENT.append(self.db)


class Names:
    """The tables of `names.sqlite`; each thread has a connection of its own, closed when the thread ends.

    Raises:
        DataError: the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._of_thread = threading.local()
        _ = self._db

    @property
    def _db(self) -> sqlite3.Connection:
        opened: _Opened | None = getattr(self._of_thread, "opened", None)
        if opened is None or opened.pid != os.getpid():
            address = f"{self._path.as_uri()}?mode=ro&immutable=1"
            try:
                # Asked by its own thread only; the last who holds it may be another, and closes it.
                opened = _Opened(sqlite3.connect(address, uri=True, check_same_thread=False))
            except sqlite3.Error as error:
                raise self._unreadable(error) from error
            self._of_thread.opened = opened
        return opened.db

    def _unreadable(self, error: sqlite3.Error) -> DataError:
        return DataError(
            f"the index cannot be read ({error}); build the store again", path=self._path
        )

    def _one(self, sql: str, *values: object) -> Any:
        row = next(self.rows(sql, values), None)
        return row[0] if row is not None else None

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement.

        Raises:
            DataError: the file is damaged.
        """
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def many(self, sql: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement with `IN (…)`, for any number of values."""
        wanted = list(values)
        for at in range(0, len(wanted), _BATCH):
            batch = wanted[at : at + _BATCH]
            yield from self.rows(sql.replace("(…)", f"({', '.join('?' * len(batch))})"), batch)

    def node(self, iri: Iri) -> int | None:
        """The node of a term."""
        found: int | None = self._one("SELECT id FROM node WHERE iri = ?", iri)
        return found

    @cached_property
    def _iris(self) -> dict[int, Iri]:
        return {}

    def iri(self, node: int) -> Iri:
        """The term of a node."""
        found = self._iris.get(node)
        if found is None:
            found = self._iris[node] = str(self._one("SELECT iri FROM node WHERE id = ?", node))
        return found

    def proposition_iri(self, number: int) -> Iri:
        """The proposition of a number."""
        return str(self._one("SELECT iri FROM proposition WHERE id = ?", number))

    @cached_property
    def kinds(self) -> Mapping[Iri, str]:
        """Term -> kind, for all terms."""
        return dict(self.rows("SELECT iri, kind FROM node"))

    def kind(self, iri: Iri) -> str:
        """The kind of a term; empty for anything else."""
        return self._one("SELECT kind FROM node WHERE iri = ?", iri) or ""

    def label(self, iri: Iri) -> str | None:
        """The label of a term, source, predicate or proposition."""
        for table in ("node", "source", "predicate", "proposition"):
            found = self._one(f"SELECT label FROM {table} WHERE iri = ?", iri)
            if found is not None:
                return str(found)
        return None

    def named(self, text: str) -> list[tuple[Iri, str]]:
        """Terms with exactly this name, and their kinds, labels first."""
        sql = (
            "SELECT node.iri, node.kind FROM name JOIN node ON node.id = name.node WHERE folded = ? "
            "ORDER BY rank, node.id"
        )
        return list(self.rows(sql, (fold(text),)))

    def source(self, text: str) -> Iri | None:
        """The study or reference with exactly this slug, IRI, doi, pmid or registry number."""
        sql = (
            "SELECT source.iri FROM identifier JOIN source ON source.id = identifier.source "
            "WHERE folded = ? ORDER BY source.kind DESC, source.id LIMIT 1"
        )
        found: Iri | None = self._one(sql, text.casefold())
        return found

    def alike(self, text: str, kinds: Collection[str] | None) -> set[Iri]:
        """Terms of some kinds whose names share most rare trigrams with a text."""
        sql = "SELECT iri, kind FROM name JOIN node ON node.id = name.node WHERE name.rowid IN (…)"
        rows = self.many(sql, self._alike(text))
        return {iri for iri, kind in rows if kinds is None or kind in kinds}

    def names_alike(self, text: str, kinds: Collection[str] | None) -> dict[str, str]:
        """Folded name -> label, for the terms of `alike`; of terms that share a name, the one best called so."""
        sql = (
            "SELECT folded, rank, kind, iri, label FROM name JOIN node ON node.id = name.node "
            "WHERE name.rowid IN (…)"
        )
        rows = self.many(sql, self._alike(text))
        ranked = sorted(
            (rank, KINDS.index(kind), iri, name, label) for name, rank, kind, iri, label in rows
        )
        best: dict[str, str] = {}
        for _, kind, _, name, label in ranked:
            if kinds is None or KINDS[kind] in kinds:
                best.setdefault(name, label)
        return best

    def _alike(self, text: str) -> list[int]:
        """Rows of the names that share rare trigrams with a text, most shared first."""
        wanted = fold(text)
        grams = {wanted[at : at + 3] for at in range(len(wanted) - 2)}
        if not grams:
            return []
        counts = self._frequencies(grams)
        shared: Counter[int] = Counter()
        seen = 0
        for gram in sorted(counts, key=lambda g: (counts[g], g)):
            if shared and seen + counts[gram] > _CANDIDATES:
                break
            seen += counts[gram]
            quoted = '"' + gram.replace('"', '""') + '"'
            sql = "SELECT rowid FROM similar WHERE similar MATCH ?"
            shared.update(row for (row,) in self.rows(sql, (quoted,)))
        return [row for row, _ in shared.most_common(200)]

    def _frequencies(self, grams: Collection[str]) -> dict[str, int]:
        """How many names hold each trigram."""
        sql = "SELECT gram, n FROM trigram WHERE gram IN (…)"
        return dict(self.many(sql, sorted(grams)))

    def near_sources(self, text: str) -> list[str]:
        """Slugs for a suggestion: all where there are few, else those that begin like a text."""
        slugs = [slug for (slug,) in self.rows("SELECT slug FROM source LIMIT ?", (_FEW + 1,))]
        if len(slugs) <= _FEW:
            return slugs
        head = fold(text)[:4]
        sql = (
            "SELECT DISTINCT source.slug FROM identifier JOIN source ON source.id = identifier.source "
            "WHERE folded >= ? AND folded < ? LIMIT 2000"
        )
        return [slug for (slug,) in self.rows(sql, (head, head + "\U0010ffff"))]
