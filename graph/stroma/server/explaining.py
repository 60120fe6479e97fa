"""What does a client read when it cannot be answered? One sentence, as text, as JSON, or on a page. Read first: `explained`."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response

from stroma.errors import StromaError, UnknownQuestionError
from stroma.queries.questions import find_question, load_questions
from stroma.server import layout, media, pages, sparql_pages
from stroma.server.answering import FAULT, log_fault, plain_error, sentence_of, status_of
from stroma.server.protocol import HttpError

if TYPE_CHECKING:
    from starlette.requests import Request

# The first is sent where a client does not mind.
_FORMATS: Final = {
    "text": ("text/plain",),
    "json": ("application/json", "application/sparql-results+json"),
    "html": (media.HTML,),
}


def explained(
    request: Request, status: int, sentence: str, headers: dict[str, str] | None = None
) -> Response:
    """An error as a page for a browser, as one line or JSON for others."""
    if status >= 500:
        request.scope[FAULT] = sentence
    fmt = media.choose(request.headers.get("accept", ""), _FORMATS)
    if fmt == "html":
        body = _page(request, status, sentence)
        return Response(body, status, headers, media.content_type("html", media.TEXTS))
    if fmt == "json":
        told = json.dumps({"status": status, "error": sentence}, ensure_ascii=False)
        return Response(f"{told}\n", status, headers, "application/json")
    return plain_error(status, sentence, headers)


def _page(request: Request, status: int, sentence: str) -> bytes:
    """The sentence; of a query or a question beside what was filled in, so that it can be mended."""
    root = request.scope["root_path"]
    path = request.url.path.removeprefix(root)
    given = dict(request.query_params)
    if path == "/sparql" and given.get("query"):
        return sparql_pages.editor(root, given["query"], sentence)
    if path.startswith("/ask/"):
        with suppress(UnknownQuestionError):
            question = find_question(path.removeprefix("/ask/"), load_questions())
            return pages.question_again(root, question, given, sentence)
    name = given.get("name") if path in ("/show", "/view") else None
    return layout.page(
        "error.html",
        root,
        title="Not found" if status == 404 else f"Error {status}",
        sentence=sentence,
        name=name,
    )


async def _on_http_error(request: Request, error: HttpError) -> Response:
    return explained(request, error.status, error.sentence, dict(error.headers or {}))


async def _on_error(request: Request, error: StromaError) -> Response:
    response = explained(request, status_of(error), sentence_of(error))
    log_fault(request.scope, error)
    return response


async def _on_no_page(request: Request, error: HTTPException) -> Response:
    path = request.url.path[:80]
    sentence = {
        404: f"there is nothing at {path}; {request.scope['root_path']}/ shows what there is",
        405: f"{path} is not asked with {request.method}",
    }
    return explained(
        request,
        error.status_code,
        sentence.get(error.status_code, str(error.detail)),
        dict(error.headers or {}),
    )


async def _on_nobody(_: Request, __: ClientDisconnect) -> Response:
    return PlainTextResponse("")


HANDLERS: Final[Any] = {
    HttpError: _on_http_error,
    StromaError: _on_error,
    HTTPException: _on_no_page,
    ClientDisconnect: _on_nobody,
}
"""For Starlette: what answers which error."""
