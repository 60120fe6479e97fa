"""Which address answers what? Read first: `create_app`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response

from stroma.errors import UnknownQuestionError
from stroma.queries.asking import MAX_QUESTION
from stroma.queries.child import QueryReport
from stroma.queries.plain_words import plain_words
from stroma.queries.questions import find_question, load_questions
from stroma.server import card_pages, layout, media, openapi, operations, pages, sparql_pages
from stroma.server.answering import REMARK, Answering, Slots
from stroma.server.caching import Validated
from stroma.server.description import description
from stroma.server.explaining import HANDLERS, explained
from stroma.server.metrics import Counted, Metrics
from stroma.server.middleware import Headers, Names, OneLength, Root, split_root
from stroma.server.opened import Opened, opened
from stroma.server.operations import Described
from stroma.server.protocol import (
    FORM,
    HttpError,
    parameters_of,
    read_body,
    read_pairs,
    read_request,
    wanted_format,
)
from stroma.store import EvidenceStore

if TYPE_CHECKING:
    from starlette.requests import Request

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1", "[::1]")
# The pages have no script; those that have one, the page of a term and the audit, carry a policy of their own inside.
_OWN_POLICY: Final = {"Content-Security-Policy": "frame-ancestors 'none'"}

Work = Callable[[EvidenceStore, BinaryIO], QueryReport]


def create_app(
    location: str | Path | None = None,
    *,
    timeout_s: float = 10.0,
    queries: int = 4,
    memory_gb: float = 2.0,
    hosts: Sequence[str] = LOOPBACK,
    cors: bool = False,
    root_path: str = "",
    metrics: bool = False,
) -> Starlette:
    """The site of a store, as an ASGI application.

    Args:
        location: a store directory; None serves the packaged evidence. A build that takes the place of a store is served
            from the next request on.
        timeout_s: seconds for each answer.
        queries: answers that are worked on at a time; others wait for some seconds, then they are told to try again.
        memory_gb: GB that each answer may take on top of the data.
        hosts: names by which the server may be asked; `*` for any.
        cors: whether pages of other sites may ask.
        root_path: path under which a proxy shows the site, such as `/stroma`; or its whole address.
        metrics: whether /metrics tells Prometheus what the server has done.

    Raises:
        InputError: there is no such store, or it is the address of another server; or the root path is none.
        DataError: the store is damaged.
    """
    origin, root = split_root(root_path)
    memory_bytes = int(memory_gb * 1024**3)
    slots = Slots(queries, timeout_s=timeout_s, memory_bytes=memory_bytes)
    # Whoever watches the server must not wait for those who ask it.
    probes = Slots(1, timeout_s=timeout_s, memory_bytes=memory_bytes)
    source = opened(location)
    site = _Site(source, slots, probes, origin)
    routes = site.routes()
    middleware = [
        Middleware(Headers),
        Middleware(OneLength),
        Middleware(Names, hosts=hosts),
        Middleware(Root, root=root),
        Middleware(GZipMiddleware, minimum_size=2000, compresslevel=5),
    ]
    if cors:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
                expose_headers=[REMARK, "Retry-After", "ETag"],
            )
        )
    middleware.append(Middleware(Validated, identity=source.identity))
    if metrics:
        counts = Metrics()
        routes.append(Described("/metrics", _metrics(counts), get=operations.METRICS))
        middleware.insert(0, Middleware(Counted, metrics=counts, routes=routes))
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=HANDLERS)
    # A redirect would name the scheme and name by which the proxy asks, not those by which it is asked.
    app.router.redirect_slashes = False
    return app


@dataclass(frozen=True)
class _Site:
    """The handlers, and their addresses."""

    open: Opened
    slots: Slots
    probes: Slots
    origin: str
    """Scheme and name under which the site is known; empty where a request says so."""

    def routes(self) -> list[Described]:
        """Each address, and what answers it."""
        return [
            Described("/", self.home, get=operations.HOME),
            Described("/find", self.find, get=operations.FIND),
            Described("/ask", self.questions, get=operations.QUESTIONS),
            Described("/ask/{name}", self.ask, get=operations.ASK),
            Described("/show", self.show, get=operations.SHOW),
            Described("/view", self.view, get=operations.VIEW),
            Described("/handout", self.handout, get=operations.HANDOUT),
            Described("/audit", self.audit, get=operations.AUDIT_FORM, post=operations.AUDIT),
            Described("/sparql", self.sparql, get=operations.SPARQL, post=operations.SPARQL_POST),
            Described("/openapi.json", self.openapi, get=operations.OPENAPI),
            Described("/healthz", self.health, get=operations.HEALTH),
            Described("/readyz", self.ready, get=operations.READY),
            Described("/robots.txt", self.robots, get=operations.ROBOTS),
            Described("/style.css", self.style, get=operations.STYLE),
        ]

    def _answer(
        self,
        request: Request,
        work: Work,
        content_type: str,
        *,
        has_script: bool = False,
        slots: Slots | None = None,
        if_nothing: int = 200,
    ) -> Response:
        return Answering(
            slots or self.slots,
            partial(work, self.open()),
            content_type,
            headers=_OWN_POLICY if has_script else None,
            explain=partial(explained, request),
            if_nothing=if_nothing,
        )

    def _page(
        self, request: Request, work: Work, *, has_script: bool = False, if_nothing: int = 200
    ) -> Response:
        content_type = media.content_type("html", media.TEXTS)
        return self._answer(
            request, work, content_type, has_script=has_script, if_nothing=if_nothing
        )

    async def home(self, request: Request) -> Response:
        return _html(pages.home(self.open().counts(), _root(request)))

    async def find(self, request: Request) -> Response:
        text = parameters_of(request, operations.FIND).get("q", "")
        if not text:
            raise HttpError(
                400,
                "nothing was asked; write a question, or the name of a product, disease or study",
            )
        # Who seems to be in danger is told where help is, however much they write.
        if len(text) > MAX_QUESTION and not plain_words().in_danger(text):
            raise HttpError(400, f"a question may have {MAX_QUESTION} characters at most")
        work = partial(pages.write_found, text=text, root=_root(request))
        return self._page(request, work, if_nothing=404)

    async def questions(self, request: Request) -> Response:
        fmt = wanted_format(request, read_pairs(request.url.query), media.RECORDS)
        if fmt == "html":
            return _html(
                layout.page(
                    "questions.html", _root(request), title="Questions", questions=pages.by_group()
                )
            )
        return Response(pages.questions_json(), media_type="application/json")

    async def ask(self, request: Request) -> Response:
        try:
            question = find_question(request.path_params["name"], load_questions())
        except UnknownQuestionError as error:
            near = f"; did you mean {', '.join(error.near)}?" if error.near else ""
            raise HttpError(
                404,
                f"there is no question {error.name[:80]!r}{near}; {_root(request)}/ask lists them",
            ) from None
        fmt = wanted_format(request, read_pairs(request.url.query), media.ROWS)
        # A form sends its empty fields too.
        taken = parameters_of(request, operations.asking(question), checks_values=False)
        given = {name: value for name, value in taken.items() if value}
        if fmt == "html":
            work = partial(
                pages.write_question, question=question, given=given, root=_root(request)
            )
            return self._page(request, work)
        work = partial(pages.write_answer, question=question, given=given, fmt=fmt)
        return self._answer(request, work, media.content_type(fmt, media.ROWS))

    async def show(self, request: Request) -> Response:
        given = parameters_of(request, operations.SHOW)
        if not given.get("name"):
            raise HttpError(
                400, "nothing is named; write /show?name=…, a term, study, proposition or article"
            )
        fmt = wanted_format(request, read_pairs(request.url.query), media.TEXTS)
        everything = given.get("all") == "yes"
        work = partial(
            card_pages.write_card,
            name=given["name"],
            fmt=fmt,
            everything=everything,
            root=_root(request),
        )
        return self._answer(request, work, media.content_type(fmt, media.TEXTS))

    async def view(self, request: Request) -> Response:
        given = parameters_of(request, operations.VIEW)
        name = given.get("name") or None
        return self._page(
            request, partial(card_pages.write_view, name=name, root=_root(request)), has_script=True
        )

    async def handout(self, request: Request) -> Response:
        name = parameters_of(request, operations.HANDOUT).get("name") or None
        work = partial(card_pages.write_view, name=name, root=_root(request), handout=True)
        return self._page(request, work, has_script=True)

    async def audit(self, request: Request) -> Response:
        if request.method != "POST":
            return _html(
                layout.page(
                    "audit.html", _root(request), title="Audit", most=operations.MAX_ARTICLE
                )
            )
        text, pairs = await _article(request)
        fmt = wanted_format(request, [*read_pairs(request.url.query), *pairs], media.RECORDS)
        if len(text) > operations.MAX_ARTICLE:
            raise HttpError(
                413, f"an article may have {operations.MAX_ARTICLE:,} characters at most"
            )
        work = partial(card_pages.write_audit, text=text, fmt=fmt, root=_root(request))
        content_type = media.content_type(fmt, media.RECORDS)
        return self._answer(request, work, content_type, has_script=fmt == "html")

    async def sparql(self, request: Request) -> Response:
        asked = await read_request(request)
        if asked is not None:
            content_type = media.content_type(asked.fmt, media.offered(asked.query.form))
            work = partial(
                sparql_pages.write_sparql,
                asked=asked,
                root=_root(request),
                timeout_s=self.slots.timeout_s,
            )
            return self._answer(request, work, content_type)
        fmt = wanted_format(request, read_pairs(request.url.query), media.TRIPLES)
        if fmt == "html":
            return _html(sparql_pages.editor(_root(request)))
        origin = self.origin or str(request.base_url.replace(path=""))
        content = description(f"{origin}{_root(request)}/sparql", fmt)
        return Response(content, media_type=media.content_type(fmt, media.TRIPLES))

    async def openapi(self, request: Request) -> Response:
        return JSONResponse(openapi.document(request.app.routes, _root(request)))

    async def health(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(self, request: Request) -> Response:
        return self._answer(
            request, pages.write_ready, "text/plain; charset=utf-8", slots=self.probes
        )

    async def robots(self, request: Request) -> Response:
        # Each of these is work for a process; what they answer stands behind other links.
        paths = ("/sparql", "/find", "/view", "/handout", "/audit")
        rules = "".join(f"Disallow: {_root(request)}{path}\n" for path in paths)
        return PlainTextResponse(f"User-agent: *\n{rules}")

    async def style(self, _: Request) -> Response:
        text = files("stroma.server").joinpath("pages", "style.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css")


def _metrics(counts: Metrics) -> Callable[[Request], Awaitable[Response]]:
    async def tell(_: Request) -> Response:
        return PlainTextResponse(counts.text(), media_type="text/plain; version=0.0.4")

    return tell


def _root(request: Request) -> str:
    """The path under which the site stands; empty for none."""
    return str(request.scope["root_path"])


def _html(body: bytes) -> Response:
    return Response(body, media_type=media.content_type("html", media.TEXTS))


async def _article(request: Request) -> tuple[str, list[tuple[str, str]]]:
    """The text that is to be audited, and the other fields of its form.

    Raises:
        HttpError: it comes in a way that is not known here.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (FORM, "text/plain"):
        raise HttpError(
            415,
            f"POST the text as text/plain, or as the field `text` of a form ({FORM}), not as {kind or 'no type'}",
        )
    body = await read_body(request, 4 * operations.MAX_ARTICLE)
    if kind == "text/plain":
        return body, []
    pairs = read_pairs(body)
    texts = [value for name, value in pairs if name == "text"]
    if len(texts) != 1:
        raise HttpError(400, "the form has no field `text` that holds the article")
    return texts[0], pairs
