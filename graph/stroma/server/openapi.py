"""How does a program learn what this server answers? An OpenAPI 3.1 document, made from the routes. Read first: `document`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from stroma import __version__
from stroma.data import ontology_dir
from stroma.queries.questions import load_questions
from stroma.rendering import NO_ADVICE
from stroma.server.answering import REMARK
from stroma.server.operations import Asked, Described, Operation, asking

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

_ERRORS: Final[Mapping[int, str]] = {
    400: "What was asked cannot be answered as it stands; the sentence says what to write instead",
    403: "An update: this endpoint is for reading only",
    404: "Nothing goes by this name; the sentence gives the nearest names",
    406: "There is no answer of the type that `Accept` asks for",
    408: "The body of the request did not come in time",
    413: "The request is too long",
    415: "The body of the request is of another type than those described",
    421: "The server was asked by a name that is not its own (`Host`)",
    500: "The data of the server cannot be read; its log says why",
    503: "The answer takes too long or too much memory; or all places are in use, and `Retry-After` says for how many seconds",
}
_HEADERS: Final[Mapping[str, str]] = {
    REMARK: "How the question was understood, why the answer may be empty, or what it missed; percent-encoded UTF-8",
    "ETag": "Names this answer to this request; sent back as `If-None-Match`, it saves sending the answer again",
}
# Every address answers so.
_ALWAYS: Final = (421,)
_ERROR_KEY: Final = "Error{}"
_ABOUT: Final = (
    "Studies of cell therapies as a graph: what each measured, in whom, and what it found, null and negative results included. For "
    f"reading only. {NO_ADVICE} An empty answer means that there is nothing in this graph, never that something is refuted. An answer "
    "that cannot be finished is broken off, never cut short in silence. HEAD is answered wherever GET is."
)


def document(routes: Iterable[BaseRoute], root: str) -> dict[str, Any]:
    """The description of a site.

    Args:
        routes: those of the application, each `Described`.
        root: the path under which the site stands; empty for none.
    """
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        for method, operation in cast("Described", route).operations.items():
            for path, each in _expanded(cast("Described", route).path, operation):
                paths.setdefault(path, {})[method.lower()] = _operation(method, each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Stroma", "version": __version__, "description": _ABOUT},
        # Relative to where this document was found: whatever name and scheme a proxy has.
        "servers": [{"url": root or "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "responses": _responses(),
        },
    }


def _responses() -> dict[str, Any]:
    known = "The client has this answer already: its `If-None-Match` names it"
    return {
        "NotModified": {"description": known, "headers": {"ETag": _header("ETag")}},
        **{_ERROR_KEY.format(status): _error(status, words) for status, words in _ERRORS.items()},
    }


def _expanded(path: str, operation: Operation) -> Iterator[tuple[str, Operation]]:
    if "{name}" not in path:
        yield path, operation
        return
    for question in load_questions().values():
        yield path.replace("{name}", question.name), asking(question)


def _operation(method: str, operation: Operation) -> dict[str, Any]:
    is_kept = method == "GET" and operation.is_kept
    answer: dict[str, Any] = {"description": operation.summary, "content": _content(operation)}
    headers = {REMARK: operation.has_remark, "ETag": is_kept}
    answer["headers"] = {name: _header(name) for name, is_sent in headers.items() if is_sent}
    made: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {"200": answer}
        | ({"304": {"$ref": "#/components/responses/NotModified"}} if is_kept else {})
        | {
            str(status): {"$ref": f"#/components/responses/{_ERROR_KEY.format(status)}"}
            for status in sorted((*_ALWAYS, *operation.errors))
        },
    }
    if parameters := [_parameter(one) for one in operation.parameters] + _format(operation):
        made["parameters"] = parameters
    if operation.body:
        content = {kind: {"schema": schema} for kind, schema in operation.body.items()}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _content(operation: Operation) -> dict[str, Any]:
    return {
        sent: {"schema": operation.schemas.get(fmt or "", {"type": "string"})}
        for sent, fmt in operation.media_types.items()
    }


def _header(name: str) -> dict[str, Any]:
    return {"description": _HEADERS[name], "schema": {"type": "string"}}


def _parameter(asked: Asked) -> dict[str, Any]:
    made: dict[str, Any] = {"name": asked.name, "in": "query", "description": asked.meaning}
    made |= {"required": asked.is_required, "schema": asked.schema}
    return made | ({} if asked.example is None else {"example": asked.example})


def _format(operation: Operation) -> list[dict[str, Any]]:
    if len(operation.formats) == 1:
        return []
    meaning = "the format of the answer; without it, as `Accept` has it"
    return [_parameter(Asked("format", meaning, {"enum": list(operation.formats)}))]


def _error(status: int, meaning: str) -> dict[str, Any]:
    content: dict[str, Any] = {"text/plain": {"schema": {"type": "string"}}}
    if status not in _ALWAYS:
        content["application/json"] = {"schema": {"$ref": "#/components/schemas/Error"}}
        content["text/html"] = {"schema": {"type": "string"}}
    made: dict[str, Any] = {"description": meaning, "content": content}
    if status == 503:
        made["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return made


def _schemas() -> dict[str, Any]:
    text = {"type": "string"}
    named = {"type": "object", "required": ["name", "meaning"]}
    head = {"type": "object", "properties": {"vars": {"type": "array", "items": text}}}
    value = {
        "type": "object",
        "required": ["type", "value"],
        "description": "An RDF term of the SPARQL 1.1 Query Results JSON Format; a cell without a value is left out",
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": text,
            "datatype": text,
            "xml:lang": text,
        },
    }
    row = {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Value"}}
    bindings = {"type": "object", "properties": {"bindings": {"type": "array", "items": row}}}
    taken = {"name": text, "meaning": text, "takes": text, "default": {"type": ["string", "null"]}}
    return {
        "Error": {
            "type": "object",
            "required": ["status", "error"],
            "properties": {"status": {"type": "integer"}, "error": text},
        },
        "Head": head,
        "Value": value,
        "Results": {
            "type": "object",
            "required": ["head"],
            "properties": {
                "head": {"$ref": "#/components/schemas/Head"},
                "results": bindings,
                "boolean": {"type": "boolean", "description": "the answer to ASK"},
            },
        },
        "Question": {
            "type": "object",
            "required": ["name", "question", "group", "parameters", "columns"],
            "properties": {
                **dict.fromkeys(("name", "question", "group"), text),
                "parameters": {"type": "array", "items": {**named, "properties": taken}},
                "columns": {
                    "type": "array",
                    "items": {**named, "properties": {"name": text, "meaning": text}},
                },
            },
        },
        **_packaged("Card", "card.schema.json"),
        **_packaged("Audit", "audit/audit.schema.json"),
    }


def _packaged(name: str, file: str) -> dict[str, Any]:
    """A packaged JSON Schema and its definitions as components."""
    text = (ontology_dir() / file).read_text(encoding="utf-8")
    schema = json.loads(text.replace('"#/$defs/', f'"#/components/schemas/{name}'))
    definitions = schema.pop("$defs", {})
    # Generators of clients name a class by a title; the key of the component is meant for that.
    schema.setdefault("description", schema.pop("title"))
    del schema["$schema"], schema["$id"]
    return {name: schema} | {f"{name}{key}": each for key, each in definitions.items()}
