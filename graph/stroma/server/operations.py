"""What does each address take and give? Said once: the handlers read it, and so does /openapi.json.

Read first: `Operation` and `Described`, the route that cannot be made without one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from starlette.routing import Route

from stroma.queries.asking import MAX_QUESTION
from stroma.queries.parameters import ANY
from stroma.server import media
from stroma.server.protocol import FORM, QUERY

if TYPE_CHECKING:
    from collections.abc import Callable

    from stroma.queries.questions import Parameter, Question

# Characters of an article, and of a question in plain words: every span of its words may be a name.
MAX_ARTICLE: Final = 50_000

_TEXT: Final[Mapping[str, Any]] = {"type": "string"}


@dataclass(frozen=True)
class Asked:
    """A parameter of an address, and the JSON Schema of its values."""

    name: str
    meaning: str
    schema: Mapping[str, Any] = field(default_factory=lambda: _TEXT)
    is_required: bool = False
    example: str | None = None


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    name: str
    """Identifies it among all: what a generated client calls its function."""
    summary: str
    formats: Mapping[str, tuple[str, ...]]
    """Format -> its media types, the first of which is sent; several are chosen from by `format` or by `Accept`."""
    parameters: tuple[Asked, ...] = ()
    body: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Media type -> JSON Schema of what is sent."""
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Format -> JSON Schema of what is answered; text without one."""
    errors: tuple[int, ...] = ()
    """Statuses of what goes wrong, apart from those of every address."""
    also: tuple[str, ...] = ()
    """Media types that go by a format of the same name as another's."""
    has_remark: bool = False
    is_kept: bool = True
    """Whether the answer to a GET stays the same as long as the data do."""

    @property
    def media_types(self) -> dict[str, str | None]:
        """Each media type that may be sent, and its format; that of `also` has none."""
        sent: dict[str, str | None] = {medias[0]: fmt for fmt, medias in self.formats.items()}
        return sent | dict.fromkeys(self.also)

    @property
    def known(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return tuple(one.name for one in self.parameters)


class Described(Route):
    """A route with what it takes and gives, by method."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **operations: Operation) -> None:
        self.operations = {method.upper(): each for method, each in operations.items()}
        super().__init__(path, endpoint, methods=list(self.operations))


def one_format(fmt: str, media_type: str) -> Mapping[str, tuple[str, ...]]:
    """The formats of an address that has no choice."""
    return {fmt: (media_type,)}


def _component(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_PAGE: Final = one_format("html", media.HTML)
_PLAIN: Final = one_format("text", "text/plain")
_WORK: Final = (500, 503)
_NAME: Final = "a label, synonym, slug or CURIE"

HOME: Final = Operation("home", "What there is, and the ways in", _PAGE)
FIND: Final = Operation(
    "find", "A question in plain words, or a name; the page says how it was understood", _PAGE,
    (Asked("q", "the question or the name", {"type": "string", "minLength": 1, "maxLength": MAX_QUESTION}, True, "Does NurOwn slow ALS?"),),
    errors=(400, 404, *_WORK),
)  # fmt: skip
QUESTIONS: Final = Operation(
    "questions", "The named questions, what they take and what they give", media.RECORDS,
    schemas={"json": {"type": "array", "items": _component("Question")}}, errors=(400, 406),
)  # fmt: skip
ASK: Final = Operation("ask", "A named question", media.ROWS)
"""Stands for one operation for each question: `asking`."""
SHOW: Final = Operation(
    "show", "The card of a term, study, reference, proposition or article: what is known, from which findings", media.TEXTS,
    (
        Asked("name", f"{_NAME} of a term; the slug, DOI, PMID or registry number of a study or article; or the CURIE of a proposition", _TEXT, True, "oh-2018"),
        Asked("all", "`yes` shows every relation, not only the first of each kind", {"enum": ["yes", "no"], "default": "no"}),
    ),
    schemas={"json": _component("Card")}, errors=(400, 404, 406, *_WORK),
)  # fmt: skip
VIEW: Final = Operation(
    "view", "The interactive page on a term, study or article", _PAGE,
    (Asked("name", f"{_NAME}, study or article; without one, multiple sclerosis", _TEXT, False, "ALS"),),
    errors=(400, 404, *_WORK),
)  # fmt: skip
HANDOUT: Final = Operation(
    "handout", "One page to take along on a disease or product, in plain words, to read or to print", _PAGE,
    (Asked("name", f"{_NAME} of a disease or product; without one, multiple sclerosis", _TEXT, False, "ALS"),),
    errors=(400, 404, *_WORK),
)  # fmt: skip
AUDIT_FORM: Final = Operation("auditForm", "The form into which an article is pasted", _PAGE)
AUDIT: Final = Operation(
    "audit", "An article laid beside the evidence: what it claims, and what it leaves out; the text is not kept", media.RECORDS,
    body={
        FORM: {
            "type": "object", "required": ["text"],
            "properties": {"text": {"type": "string", "maxLength": MAX_ARTICLE}, "format": {"enum": list(media.RECORDS)}},
        },
        "text/plain": {"type": "string", "maxLength": MAX_ARTICLE},
    },
    schemas={"json": _component("Audit")}, errors=(400, 406, 408, 413, 415, *_WORK),
)  # fmt: skip
_IRIS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}
_GRAPHS: Final = (
    Asked("default-graph-uri", "a graph of this dataset that the query is to see; the union of those given", _IRIS),
    Asked("named-graph-uri", "a graph of this dataset that GRAPH is to see", _IRIS),
)  # fmt: skip
_RDF_XML: Final = media.TRIPLES["xml"][:1]
_ANY_RESULT: Final = {fmt: media.ROWS.get(fmt) or media.TRIPLES[fmt] for fmt in (*media.ROWS, *media.TRIPLES)}  # fmt: skip
SPARQL: Final = Operation(
    "sparql",
    "A query of the SPARQL 1.1 Protocol; SELECT and ASK answer in json, xml, csv or tsv, CONSTRUCT and DESCRIBE in ttl, nt, jsonld, xml, trig or nq. "
    "Without a query: the service description, as triples",
    _ANY_RESULT,
    (Asked("query", "the query; prefixes such as st: and MONDO: need no declaration", _TEXT, False, "ASK { ?study a st:Study }"), *_GRAPHS),
    schemas={"json": _component("Results")}, errors=(400, 403, 406, 413, *_WORK), also=_RDF_XML, has_remark=True,
)  # fmt: skip
SPARQL_POST: Final = Operation(
    "sparqlPost", "The same query as the body of the request, or as a field of a form", _ANY_RESULT, _GRAPHS,
    body={
        FORM: {
            "type": "object", "required": ["query"],
            "properties": {"query": _TEXT, **{one.name: one.schema for one in _GRAPHS}, "format": _TEXT},
        },
        QUERY: _TEXT,
    },
    schemas={"json": _component("Results")}, errors=(400, 403, 406, 408, 413, 415, *_WORK), also=_RDF_XML, has_remark=True,
)  # fmt: skip
HEALTH: Final = Operation("healthz", "That the server runs", _PLAIN, is_kept=False)
READY: Final = Operation(
    "readyz",
    "That its data can be read, and how much there is",
    _PLAIN,
    errors=_WORK,
    is_kept=False,
)
METRICS: Final = Operation(
    "metrics", "What the server has done since it began, for Prometheus", _PLAIN, is_kept=False
)
ROBOTS: Final = Operation("robots", "What crawlers may read", _PLAIN)
STYLE: Final = Operation("style", "The style sheet of the pages", one_format("css", "text/css"))
OPENAPI: Final = Operation(
    "openapi", "This description, as OpenAPI 3.1", one_format("json", "application/json"),
    schemas={"json": {"type": "object"}},
)  # fmt: skip


def asking(question: Question) -> Operation:
    """The operation that asks a question."""
    columns = {
        column.name: _component("Value") | {"description": column.meaning}
        for column in question.columns
    }
    row = {"type": "object", "properties": columns}
    results = {
        "type": "object", "required": ["head", "results"],
        "properties": {
            "head": _component("Head"),
            "results": {"type": "object", "required": ["bindings"], "properties": {"bindings": {"type": "array", "items": row}}},
        },
    }  # fmt: skip
    return Operation(
        f"ask-{question.name}", question.question, media.ROWS,
        tuple(Asked(p.name, f"{p.meaning} ({p.allowed})", _values(p), p.default is None) for p in question.parameters),
        schemas={"json": results}, errors=(400, 404, 406, *_WORK), has_remark=True,
    )  # fmt: skip


def _values(parameter: Parameter) -> Mapping[str, Any]:
    """The JSON Schema of the values of a parameter."""
    schema: dict[str, Any] = {"type": "string"}
    if parameter.kind in ("integer", "number"):
        schema = {"type": parameter.kind}
    if parameter.choices:
        schema = {"enum": list(parameter.choices)}
    if parameter.takes_any and schema != _TEXT and ANY not in parameter.choices:
        schema = {"anyOf": [schema, {"const": ANY}]}
    if parameter.default is not None:
        is_number = schema.get("type") in ("integer", "number")
        schema["default"] = json.loads(parameter.default) if is_number else parameter.default
    return schema
