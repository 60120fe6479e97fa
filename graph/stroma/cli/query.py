"""`stroma query`: SPARQL from text, a file or stdin."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import click

from stroma.cli._answer import answer_options, stream_answer
from stroma.cli._settings import Settings, note, store_option
from stroma.errors import InputError

__all__ = ["query"]

# Bytes that are read of a query; the guard has a limit of its own below that, with a sentence of its own.
_MOST: Final = 1_000_000


@click.command()
@click.argument("source", metavar="FILE|TEXT|-")
@answer_options
@store_option
@click.pass_obj
def query(
    settings: Settings, source: str, fmt: str | None, limit: int | None, timeout_s: float
) -> int:
    """Run a SPARQL query over the evidence graph.

    The query is a file, the text itself, or - for stdin. It sees the union of all graphs; GRAPH ?g { … } tells the
    sources apart. The usual prefixes (st, term, study, CL, MONDO, rdfs, skos, …) need no declaration.

    \b
    Example:
      stroma query 'SELECT ?label { ?study a st:Study ; rdfs:label ?label } ORDER BY ?label' --limit 5
      stroma query ontology/questions/shared-participants.rq --format csv
      echo 'DESCRIBE study:uccelli-2021' | stroma query - --format ttl
    """
    text = read_query(source)
    # Refused before the data are loaded, so that a slip costs no waiting.
    from stroma.queries import check_query

    check_query(text)
    if re.search(r"^# param:", text, re.MULTILINE):
        note("this is a named question and its parameters are not set; `stroma ask` fills them in")

    def if_empty() -> str:
        from stroma.queries.empty import why_empty

        return why_empty(settings.open_store(), text)

    return stream_answer(
        settings.quads(),
        text,
        fmt=fmt,
        limit=limit,
        timeout_s=timeout_s,
        if_empty=if_empty,
    )


def read_query(source: str) -> str:
    """The text of a query from `-` (stdin), a file, or the argument itself.

    Raises:
        InputError: no such file, a folder, endless, or not UTF-8.
    """
    if source == "-":
        return _decode(sys.stdin.buffer.read(_MOST + 1), "stdin")
    if any(character in source for character in "{}\n") or not source.strip():
        return source
    path = Path(source)
    try:
        with path.open("rb") as file:
            return _decode(file.read(_MOST + 1), source)
    except FileNotFoundError as error:
        if " " in source:
            return source
        raise InputError(
            f"no file {source!r}, and it is not SPARQL either; `-` reads stdin"
        ) from error
    except OSError as error:
        raise InputError(f"cannot read {source}: {error.strerror}") from error


def _decode(data: bytes, name: str) -> str:
    if len(data) > _MOST:
        raise InputError(f"{name}: more than {_MOST:,} bytes, too long for a query")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}: not valid UTF-8 at byte {error.start + 1} (line {line}); save it as UTF-8"
        ) from error
