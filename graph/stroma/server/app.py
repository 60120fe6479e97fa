"""Which address answers what? Read first: `create_app`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from stroma.errors import ParameterError, StromaError, UnknownQuestionError
from stroma.queries.child import QueryReport
from stroma.queries.questions import find_question, load_questions
from stroma.server import media, pages
from stroma.server.answering import (
    FAULT,
    REMARK,
    Answering,
    Slots,
    plain_error,
    sentence_of,
    status_of,
)
from stroma.server.description import description
from stroma.server.middleware import Headers, Names
from stroma.server.opened import opened
from stroma.server.protocol import (
    FORM,
    HttpError,
    read_body,
    read_pairs,
    read_request,
    wanted_format,
)
from stroma.store import EvidenceStore

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1", "[::1]")
# The pages have no script; those that have one, the page of a term and the audit, carry a policy of their own inside.
_OWN_POLICY: Final = {"Content-Security-Policy": "frame-ancestors 'none'"}

Work = Callable[[EvidenceStore, BinaryIO], QueryReport]


def create_app(
    location: str | Path | None = None,
    *,
    timeout_s: float = 10.0,
    queries: int = 4,
    hosts: Sequence[str] = LOOPBACK,
    cors: bool = False,
) -> Starlette:
    """The site of a store, as an ASGI application.

    Args:
        location: a store directory; None serves the packaged evidence. A build that takes the place of a store is served
            from the next request on.
        timeout_s: seconds for each answer.
        queries: answers that are worked on at a time; others wait for some seconds, then they are told to try again.
        hosts: names by which the server may be asked; `*` for any.
        cors: whether pages of other sites may ask.

    Raises:
        InputError: there is no such store, or it is the address of another server.
        DataError: the store is damaged.
    """
    site = _Site(opened(location), Slots(queries, timeout_s=timeout_s))
    routes = [
        Route("/", site.home),
        Route("/find", site.find),
        Route("/ask", site.questions),
        Route("/ask/{name}", site.ask),
        Route("/show", site.show),
        Route("/view", site.view),
        Route("/audit", site.audit, methods=["GET", "POST"]),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/healthz", site.health),
        Route("/style.css", site.style),
    ]
    middleware = [Middleware(Headers), Middleware(Names, hosts=hosts)]
    if cors:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST"],
                expose_headers=[REMARK],
            )
        )
    handlers = {
        HttpError: _on_http_error, StromaError: _on_error, HTTPException: _on_no_page, ClientDisconnect: _on_nobody,
    }  # fmt: skip
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Site:
    """The handlers."""

    open: Callable[[], EvidenceStore]
    slots: Slots

    def _answer(
        self, request: Request, work: Work, content_type: str, *, has_script: bool = False
    ) -> Response:
        return Answering(
            self.slots,
            partial(work, self.open()),
            content_type,
            headers=_OWN_POLICY if has_script else None,
            explain=partial(_explain, request),
        )

    def _page(self, request: Request, work: Work, *, has_script: bool = False) -> Response:
        content_type = media.content_type("html", media.TEXTS)
        return self._answer(request, work, content_type, has_script=has_script)

    async def home(self, request: Request) -> Response:
        return self._page(request, pages.write_home)

    async def find(self, request: Request) -> Response:
        text = request.query_params.get("q", "").strip()
        if not text:
            raise ParameterError(
                "nothing was asked; write a question, or the name of a product, disease or study"
            )
        return self._page(request, partial(pages.write_found, text=text))

    async def questions(self, request: Request) -> Response:
        fmt = wanted_format(request, read_pairs(request.url.query), media.RECORDS)
        if fmt == "html":
            body = pages.page("questions.html", title="Questions", questions=pages.by_group())
            return Response(body, media_type=media.content_type("html", media.TEXTS))
        return Response(pages.questions_json(), media_type="application/json")

    async def ask(self, request: Request) -> Response:
        try:
            question = find_question(request.path_params["name"], load_questions())
        except UnknownQuestionError as error:
            near = f"; did you mean {', '.join(error.near)}?" if error.near else ""
            raise HttpError(
                404, f"there is no question {error.name[:80]!r}{near}; /ask lists them"
            ) from None
        pairs = read_pairs(request.url.query)
        fmt = wanted_format(request, pairs, media.ROWS)
        names = [name for name, _ in pairs if name != "format"]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ParameterError(f"{twice} is given twice")
        # A form sends its empty fields too.
        given = {name: value for name, value in pairs if name != "format" and value.strip()}
        if fmt == "html":
            work = partial(pages.write_question, question=question, given=given)
            return self._page(request, work)
        work = partial(pages.write_answer, question=question, given=given, fmt=fmt)
        return self._answer(request, work, media.content_type(fmt, media.ROWS))

    async def show(self, request: Request) -> Response:
        name = request.query_params.get("name", "").strip()
        if not name:
            raise ParameterError(
                "nothing is named; write /show?name=…, a term, study, proposition or article"
            )
        fmt = wanted_format(request, read_pairs(request.url.query), media.TEXTS)
        everything = request.query_params.get("all") == "yes"
        work = partial(pages.write_card, name=name, fmt=fmt, everything=everything)
        return self._answer(request, work, media.content_type(fmt, media.TEXTS))

    async def view(self, request: Request) -> Response:
        name = request.query_params.get("term", "").strip() or None
        return self._page(request, partial(pages.write_view, name=name), has_script=True)

    async def audit(self, request: Request) -> Response:
        if request.method != "POST":
            body = pages.page("audit.html", title="Audit", most=pages.MAX_ARTICLE)
            return Response(body, media_type=media.content_type("html", media.TEXTS))
        fmt = wanted_format(request, read_pairs(request.url.query), media.RECORDS)
        text = await read_body(request, 4 * pages.MAX_ARTICLE)
        if request.headers.get("content-type", "").startswith(FORM):
            text = dict(read_pairs(text)).get("text", "")
        if len(text) > pages.MAX_ARTICLE:
            raise HttpError(413, f"an article may have {pages.MAX_ARTICLE:,} characters at most")
        work = partial(pages.write_audit, text=text, fmt=fmt)
        content_type = media.content_type(fmt, media.RECORDS)
        return self._answer(request, work, content_type, has_script=fmt == "html")

    async def sparql(self, request: Request) -> Response:
        asked = await read_request(request)
        if asked is not None:
            content_type = media.content_type(asked.fmt, media.offered(asked.query.form))
            return self._answer(request, partial(pages.write_sparql, asked=asked), content_type)
        fmt = wanted_format(request, read_pairs(request.url.query), media.TRIPLES)
        if fmt == "html":
            return Response(pages.editor(), media_type=media.content_type("html", media.TEXTS))
        content = description(str(request.url.replace(query="")), fmt)
        return Response(content, media_type=media.content_type(fmt, media.TRIPLES))

    async def health(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def style(self, _: Request) -> Response:
        text = files("stroma.server").joinpath("pages", "style.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _explain(
    request: Request, status: int, sentence: str, headers: dict[str, str] | None = None
) -> Response:
    """An error as a page for a browser, as one line for others."""
    if status >= 500:
        request.scope[FAULT] = sentence
    accept = request.headers.get("accept", "")
    if media.choose(accept, {"text": ("text/plain",), "html": (media.HTML,)}) == "html":
        body = pages.page("error.html", title=f"Error {status}", sentence=sentence)
        return Response(body, status, headers, media.content_type("html", media.TEXTS))
    return plain_error(status, sentence, headers)


async def _on_http_error(request: Request, error: HttpError) -> Response:
    return _explain(request, error.status, error.sentence, dict(error.headers or {}))


async def _on_error(request: Request, error: StromaError) -> Response:
    return _explain(request, status_of(error), sentence_of(error))


async def _on_no_page(request: Request, error: HTTPException) -> Response:
    path = request.url.path[:80]
    sentence = {
        404: f"there is nothing at {path}; / shows what there is",
        405: f"{path} is not asked with {request.method}",
    }
    return _explain(
        request,
        error.status_code,
        sentence.get(error.status_code, str(error.detail)),
        dict(error.headers or {}),
    )


async def _on_nobody(_: Request, __: ClientDisconnect) -> Response:
    return PlainTextResponse("")
