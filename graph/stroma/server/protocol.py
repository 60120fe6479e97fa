"""How does a request of the SPARQL 1.1 Protocol become a query, and which formats may answer it?

Read first: `read_request`. The protocol: https://www.w3.org/TR/sparql11-protocol/, section 2.1. Updates are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread

from stroma.errors import InputError, QueryRefusedError
from stroma.queries.engine import Dataset
from stroma.queries.guard import MAX_BYTES, CheckedQuery, inspect_query
from stroma.server.media import choose, offered
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from starlette.requests import Request

    from stroma.server.operations import Operation

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
# Parameters that name the format; the others are what clients of other servers send, SPARQLWrapper all three of them at once.
_FORMAT: Final = ("format", "output")
_FORMAT_OF_QUERY: Final = (*_FORMAT, "results")
_GRAPHS: Final = ("default-graph-uri", "named-graph-uri")
# What Oxigraph is asked for, and as we ask any server: all graphs together, which is how a query sees them here anyway.
_UNION: Final = "union-default-graph"
_ALSO_CALLED: Final = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "nquads": "nq",
    "n-quads": "nq",
    "json-ld": "jsonld",
    "rdfxml": "xml",
    "rdf": "xml",
    "rdf+xml": "xml",
    "text/html": "html",
    "txt": "text",
}
# Seconds in which the body of a request must be there.
_SLOW_BODY_S: Final = 15.0
# A query of the most bytes, each written as %XX, with the names of some graphs.
MAX_BODY: Final = 4 * MAX_BYTES


class HttpError(Exception):
    """A request that is answered with a status and a sentence."""

    def __init__(
        self, status: int, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query, the graphs it is to see, and the format that its answer is to have."""

    query: CheckedQuery
    dataset: Dataset | None
    fmt: str


async def read_request(request: Request) -> SparqlRequest | None:
    """The query of a request; None where a GET asks for nothing.

    Raises:
        HttpError: not as the protocol has it, too long, or an update.
        InputError: the guard refuses the query.
    """
    parameters = read_pairs(request.url.query)
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (FORM, QUERY, _UPDATE):
            raise HttpError(
                415, f"POST takes {FORM} or {QUERY}, not {media or 'a body of no type'}"
            )
        body = await read_body(request, MAX_BODY)
        if media == _UPDATE:
            raise HttpError(403, "this endpoint is for reading only")
        parameters += read_pairs(body) if media == FORM else [("query", body)]
    named = {name for name, _ in parameters}
    if "update" in named:
        raise HttpError(403, "this endpoint is for reading only")
    _check_names(request.url.path, [name for name, _ in parameters])
    texts = _all(parameters, "query")
    if not texts and request.method != "POST":
        return None
    if len(texts) != 1:
        raise HttpError(400, f"one query is asked for, {len(texts)} were given (parameter `query`)")
    return await _checked(request, texts[0], parameters)


def _check_names(path: str, named: Sequence[str]) -> None:
    """Refuse parameters that nothing is made of: who sends `limit=5` would get another answer than was asked for.

    Raises:
        HttpError: naming the first.
    """
    for name in named:
        if name not in ("query", _UNION, *_GRAPHS, *_FORMAT_OF_QUERY):
            told = "; LIMIT stands in the query itself" if name.lower() == "limit" else ""
            takes = ", ".join(("query", *_GRAPHS))
            raise HttpError(400, f"{path} takes {takes} and format, not {name[:40]!r}{told}")
        if name in _FORMAT_OF_QUERY and named.count(name) > 1:
            raise HttpError(400, f"{name} is given twice")


async def _checked(
    request: Request, text: str, parameters: Sequence[tuple[str, str]]
) -> SparqlRequest:
    if len(text.encode()) > MAX_BYTES:
        raise HttpError(413, f"a query may have {MAX_BYTES:,} bytes at most")
    # Some ms for a long query, in which others would wait.
    query = await anyio.to_thread.run_sync(inspect_query, text)
    fmt = wanted_format(request, parameters, offered(query.form))
    default, named = (_all(parameters, name) for name in _GRAPHS)
    for iri in (*default, *named):
        if not iri.startswith(PREFIXES["graph"]):
            reason = f"<{iri[:80]}> is no graph of this dataset ({PREFIXES['graph']}…); nothing is fetched"
            raise QueryRefusedError(reason)
    dataset = Dataset(tuple(default), tuple(named)) if default or named else None
    return SparqlRequest(query, dataset, fmt)


def wanted_format(
    request: Request,
    parameters: Sequence[tuple[str, str]],
    formats: Mapping[str, tuple[str, ...]],
) -> str:
    """The format that a request asks for, by the parameter `format` or by its `Accept` header.

    Raises:
        HttpError: there is no such format.
    """
    named = [value for name, value in parameters if name in _FORMAT_OF_QUERY]
    if named:
        fmt = named[-1].lower()
        fmt = _ALSO_CALLED.get(fmt, fmt)
        found = fmt if fmt in formats else choose(fmt, formats) if "/" in fmt else None
        if found is None:
            raise InputError(
                f"there is no format {named[-1][:40]!r}; there are {', '.join(formats)}"
            )
        return found
    found = choose(request.headers.get("accept", ""), formats)
    if found is None:
        medias = ", ".join(media for medias in formats.values() for media in medias[:1])
        raise HttpError(406, f"there is no answer of such a type; there are {medias}")
    return found


def parameters_of(
    request: Request, operation: Operation, *, checks_values: bool = True
) -> dict[str, str]:
    """The parameters of an address by name, without spaces at their ends; those of the format apart.

    Args:
        checks_values: False where values are looked at later, as those of a question are, beside its form.

    Raises:
        HttpError: one is not known here, given twice, or has a value that it cannot have.
    """
    given: dict[str, str] = {}
    has_formats = len(operation.formats) > 1
    known = operation.known
    for name, value in read_pairs(request.url.query):
        if name in _FORMAT and has_formats:
            continue
        if name not in known:
            *others, last = [*known, *(["format"] if has_formats else [])]
            takes = " and ".join(filter(None, (", ".join(others), last)))
            raise HttpError(400, f"{request.url.path} takes {takes}, not {name[:40]!r}")
        if name in given:
            raise HttpError(400, f"{name} is given twice")
        given[name] = value.strip()
    for one in operation.parameters if checks_values else ():
        value, choices = given.get(one.name, ""), one.schema.get("enum", ())
        if value and choices and value not in choices:
            raise HttpError(400, f"{one.name} is {' or '.join(choices)}, not {value[:40]!r}")
    return given


def read_pairs(text: str) -> list[tuple[str, str]]:
    """The parameters of an address or a form, in order.

    Raises:
        HttpError: they are not UTF-8.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise HttpError(400, f"the parameters cannot be read: {error}") from error


async def read_body(request: Request, at_most: int) -> str:
    """The body as text.

    Raises:
        HttpError: more than so many bytes, of which no more are read; or not UTF-8.
    """
    pieces, n = [], 0
    with anyio.move_on_after(_SLOW_BODY_S) as patience:
        async for piece in request.stream():
            n += len(piece)
            if n > at_most:
                sentence = f"a request may have {at_most:,} bytes at most"
                raise HttpError(413, sentence, {"Connection": "close"})
            pieces.append(piece)
    if patience.cancelled_caught:
        sentence = f"the body of the request did not come within {_SLOW_BODY_S:g} s"
        raise HttpError(408, sentence, {"Connection": "close"})
    try:
        return b"".join(pieces).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HttpError(400, f"the body is not UTF-8 at byte {error.start + 1}") from error


def _all(parameters: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in parameters if key == name]
