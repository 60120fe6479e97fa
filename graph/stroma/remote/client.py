"""How is a SPARQL server asked, and what happens when it is down, slow, or answers something else?

Read first: `Endpoint`. Credentials come from the environment and go nowhere but to the server: `STROMA_SPARQL_USER` and
`STROMA_SPARQL_PASSWORD` (Digest or Basic, as the server asks; unasked only Basic over https), or `STROMA_SPARQL_TOKEN`
(Bearer).
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any, Final, cast
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from stroma.deadlines import checked_timeout
from stroma.errors import InputError, StromaError, shorten
from stroma.remote.login import Login
from stroma.vocabulary import PREFIXES

_RESULTS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.5"
_RETRIED: Final = (429, 502, 503, 504)
# Of these, the answers of a server that did not take the request up.
_NOT_TAKEN: Final = (429, 503)
# Seconds before each new try; a server's own Retry-After comes first, up to the last of these.
_PAUSES: Final = (0.3, 1.0, 3.0)
_ROW_CAPS: Final = ("X-SPARQL-MaxRows", "X-SQL-MaxRows")
_PAGE: Final = 5000
# A longer answer waits in a temporary file.
_IN_MEMORY: Final = 32 * 1024 * 1024


class RemoteError(StromaError):
    """A SPARQL server did not answer as it should; one line says who, what and what to do."""

    exit_code = 3

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{_without_password(url)}: {reason}")
        self.url = url
        self.reason = reason


class RemoteRefusedError(RemoteError, InputError):
    """The server refuses the request as it is; asking again would not help."""

    exit_code = 2


class Solutions:
    """The rows of a SELECT, with the names of its variables; an answer that broke off raises `RemoteError`."""

    def __init__(self, variables: Sequence[ox.Variable], rows: Iterator[ox.QuerySolution]) -> None:
        self.variables = variables
        self._rows = rows

    def __iter__(self) -> Iterator[ox.QuerySolution]:
        return self._rows


@dataclass
class Endpoint:
    """A SPARQL 1.1 server.

    Args:
        url: where queries go.
        update_url: where updates go; `STROMA_UPDATE_URL`, else guessed from `url`.
        timeout_s: the longest silence that is waited for; `STROMA_SPARQL_TIMEOUT_S`, else 30.
        tries: requests at most, for queries and other work that may be repeated.
    """

    url: str
    update_url: str = ""
    timeout_s: float = field(default_factory=lambda: _timeout_s())
    tries: int = 3
    _opener: urllib.request.OpenerDirector = field(init=False, repr=False)
    _login: Login | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        _check_address(self.url)
        self.timeout_s = checked_timeout(self.timeout_s)
        if not self.update_url:
            guessed = re.sub(r"/query/?$", "/update", self.url)
            self.update_url = os.environ.get("STROMA_UPDATE_URL") or guessed
            _check_address(self.update_url)
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if user := os.environ.get("STROMA_SPARQL_USER"):
            password = os.environ.get("STROMA_SPARQL_PASSWORD", "")
            self._login = Login(user, password, (self.url, self.update_url))
            # Virtuoso keeps Digest for its path -auth, and takes a Basic header there for no login at all.
            secure = self.url.startswith("https:") and self.update_url.startswith("https:")
            self._login.sends_basic = secure and not urlsplit(self.update_url).path.endswith(
                "-auth"
            )
            handlers.append(self._login)
        self._opener = urllib.request.build_opener(*handlers)

    def _headers(self, accept: str) -> dict[str, str]:
        headers = {"Accept": accept, "User-Agent": "stroma"}
        if token := os.environ.get("STROMA_SPARQL_TOKEN"):
            headers["Authorization"] = f"Bearer {token}"
        elif self._login is not None and self._login.sends_basic:
            headers["Authorization"] = self._login.basic
        return headers

    def select(self, query: str, *, union: bool = True) -> Solutions:
        """The rows of a SELECT, parsed one after another.

        Args:
            union: ask the union of all graphs; False where the query says with FROM which it means.

        Raises:
            RemoteError: no answer, or not one that can be used.
        """
        found = self._results(query, union=union)
        if not isinstance(found, ox.QuerySolutions):
            raise RemoteError(self.url, "answered yes or no to a SELECT")
        return Solutions(found.variables, self._whole_rows(found))

    def _whole_rows(self, found: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
        try:
            yield from found
        except _BROKEN as error:
            # The traceback would keep it, and the engine minds being cleared away by another thread.
            del found
            raise self._broken(error) from error

    def rows(self, query: str) -> Iterator[ox.QuerySolution]:
        """The rows of a SELECT that names its columns; an answer that broke off or has not these columns raises."""
        found = self.select(query)
        asked = re.search(r"\bSELECT (?:DISTINCT )?((?:\?\w+ )+)", query)
        names = {variable.value for variable in found.variables}
        if asked and not {name[1:] for name in asked[1].split()} <= names:
            raise RemoteError(self.url, "answered with other columns than it was asked for")
        yield from found

    def count(self, query: str) -> int:
        """The number that a SELECT gives as `?n`."""
        for row in self.rows(query):
            with suppress(AttributeError, KeyError, ValueError):
                return int(float(_value(row, "n")))
        raise RemoteError(self.url, "answered with no number to a COUNT")

    def paged(self, query: str, key: str, page: int = _PAGE) -> Iterator[ox.QuerySolution]:
        """The rows of a SELECT in pages, for answers that a server would cut.

        A page goes on behind the last key of the one before: servers refuse large offsets (Virtuoso above 10,000 rows).

        Args:
            query: ends with the bracket of its WHERE.
            key: a variable that is an IRI in every row, with fewer rows for one value than a page has.
        """
        last: str | None = None
        body = query.rstrip().removesuffix("}")
        while True:
            beyond = f"FILTER(STR(?{key}) > {ox.Literal(last)}) " if last is not None else ""
            rows = list(self.rows(f"{body} {beyond}}} ORDER BY STR(?{key}) LIMIT {page}"))
            if len(rows) < page:
                yield from rows
                return
            cut = _value(rows[-1], key)
            rows = [row for row in rows if _value(row, key) != cut]
            if not rows:
                raise RemoteError(self.url, f"has more than {page:,} rows for {cut}")
            yield from rows
            last = _value(rows[-1], key)

    def ask(self, query: str, *, union: bool = True) -> bool:
        """The answer to an ASK; `union` as in `select`."""
        found = self._results(query, union=union)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        # Virtuoso answers "no" with rows of which there are none, "yes" with a 1.
        try:
            return any(int(str(row[0].value)) for row in found)
        except _BROKEN as error:
            raise self._broken(error) from error

    def construct(self, query: str, *, union: bool = True) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; `union` as in `select`."""
        answer = self._post(self.url, _form(query, union=union), _TRIPLES)
        kind = _kind(answer)
        known = {
            "application/n-triples": ox.RdfFormat.N_TRIPLES,
            "text/turtle": ox.RdfFormat.TURTLE,
        }
        known["text/plain"] = ox.RdfFormat.N_TRIPLES
        if kind not in known:
            answer.close()
            raise self._other_kind(kind)
        body = self._whole_body(answer)
        try:
            quads = list(ox.parse(input=cast("IO[bytes]", body), format=known[kind]))
        except _BROKEN as error:
            raise self._broken(error) from error
        return [quad.triple for quad in quads]

    def update(self, text: str) -> str:
        """Run an update; it is not repeated unless the server said that it did not take it.

        Returns:
            The media type of the answer: some servers say with a page that an update is done, a log-in shows one, too.
        """
        answer = self._post(self.update_url, {"update": text}, "*/*", may_repeat=False)
        with answer:
            answer.read()
        return _kind(answer)

    def _results(self, query: str, *, union: bool) -> Any:
        answer = self._post(self.url, _form(query, union=union), _RESULTS)
        if _kind(answer) not in (_RESULTS, "application/json"):
            answer.close()
            raise self._other_kind(_kind(answer))
        body = self._whole_body(answer)
        try:
            return ox.parse_query_results(
                input=cast("IO[bytes]", body), format=ox.QueryResultsFormat.JSON
            )
        except _BROKEN as error:
            raise self._broken(error) from error

    def _whole_body(self, answer: http.client.HTTPResponse) -> _Body:
        """The body, in memory or in a temporary file: nothing is given out before the last of it has arrived."""
        self._refuse_a_part(answer)
        body = _Body()
        try:
            with answer:
                shutil.copyfileobj(answer, body.file, 1024 * 1024)
                if answer.length:
                    raise EOFError(f"{answer.length:,} bytes are missing")
        except _BROKEN as error:
            raise self._broken(error) from error
        body.file.seek(0)
        return body

    def _refuse_a_part(self, answer: http.client.HTTPResponse) -> None:
        cap = next(
            (int(v) for name in _ROW_CAPS if (v := answer.headers.get(name, "")).isdigit()), None
        )
        if answer.headers.get("X-SQL-State"):
            # Virtuoso's way of saying that its time limit ended the query and these are some of the rows.
            answer.close()
            raise RemoteError(
                self.url,
                "the server ended the query early and sent a part; ask for less, or raise its time limit",
            )
        if cap is not None:
            answer.close()
            raise RemoteError(
                self.url,
                f"the server cut the answer after {cap:,} rows; add a LIMIT, or raise its limit",
            )

    def _post(
        self, url: str, form: dict[str, str], accept: str, *, may_repeat: bool = True
    ) -> http.client.HTTPResponse:
        body = urlencode(form).encode()
        for attempt in range(1, self.tries + 1):
            request = urllib.request.Request(url, body, self._headers(accept))
            try:
                answer: http.client.HTTPResponse = self._opener.open(
                    request, timeout=self.timeout_s
                )
                return answer
            except urllib.error.HTTPError as error:
                # A gateway that gave up may have handed the request on; one that is too busy has not.
                is_sure = may_repeat or error.code in _NOT_TAKEN
                if error.code not in _RETRIED or attempt == self.tries or not is_sure:
                    raise self._refused(url, error) from error
                pause = _pause(attempt, error.headers.get("Retry-After"))
                error.close()
            except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
                never_sent = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
                if attempt == self.tries or not (may_repeat or never_sent):
                    raise self._unreachable(url, error) from error
                pause = _pause(attempt, None)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _refused(self, url: str, error: urllib.error.HTTPError) -> RemoteError:
        with error:
            said = _first_line(error.read(2000).decode(errors="replace"))
        if error.code == 401:
            named = "STROMA_SPARQL_USER and STROMA_SPARQL_PASSWORD, or STROMA_SPARQL_TOKEN"
            given = self._login is not None or "STROMA_SPARQL_TOKEN" in os.environ
            hint = f"are {named} right?" if given else f"set {named}"
            return RemoteRefusedError(url, f"refused with 401; {hint}")
        if error.code == 403:
            return RemoteRefusedError(url, f"refused with 403{': ' + said if said else ''}")
        if 300 <= error.code < 400:
            return RemoteRefusedError(
                url, f"redirects to {error.headers.get('Location')}; use that address"
            )
        if error.code in (404, 405):
            return RemoteRefusedError(
                url,
                f"answered {error.code}; is this the address of its SPARQL endpoint?{_own(url)}",
            )
        kind = RemoteRefusedError if error.code == 400 else RemoteError
        return kind(url, f"answered {error.code}{': ' + said if said else ''}")

    def _unreachable(self, url: str, error: Exception) -> RemoteError:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError | socket.timeout):
            return RemoteError(url, f"no answer within {self.timeout_s:g} s")
        if isinstance(reason, http.client.RemoteDisconnected | ConnectionResetError):
            return RemoteError(url, "ended the connection without an answer")
        text = getattr(reason, "strerror", None) or str(reason)
        return RemoteError(url, f"cannot be reached ({text}); is the server running?")

    def _broken(self, error: Exception) -> RemoteError:
        if isinstance(error, TimeoutError):
            return RemoteError(
                self.url, f"fell silent for {self.timeout_s:g} s in the middle of its answer"
            )
        said = _first_line(str(error))
        if isinstance(error, SyntaxError | ValueError):
            return RemoteError(self.url, f"its answer is cut off or no SPARQL result ({said})")
        return RemoteError(self.url, f"its answer broke off in the middle ({said})")

    def _other_kind(self, kind: str) -> RemoteError:
        return RemoteError(
            self.url,
            f"answered {kind or 'something'}, no SPARQL results; is this the address of its endpoint?{_own(self.url)}",
        )


def _own(url: str) -> str:
    """Where `stroma serve` has its endpoint, for an address that is not that."""
    at = _without_password(url).rstrip("/")
    if at.endswith(("/sparql", "/query")):
        return ""
    parts = urlsplit(at)
    origin = f"{parts.scheme}://{parts.netloc}/sparql"
    # A site may stand under a path behind a proxy; a wrong name in the address is more likely.
    return f" Of `stroma serve` it is {origin}" + (
        f", or {at}/sparql where it is served under a path" if parts.path else ""
    )


_BROKEN: Final = (SyntaxError, ValueError, OSError, http.client.HTTPException, EOFError)


def _form(query: str, *, union: bool) -> dict[str, str]:
    # Oxigraph's way to ask for the union of all graphs, which other servers do by default or set-up; it ignores FROM then.
    return {"query": query, "union-default-graph": ""} if union else {"query": query}


def _value(row: ox.QuerySolution, key: str) -> str:
    return str(cast("Any", row[key]).value)


def _timeout_s() -> float:
    text = os.environ.get("STROMA_SPARQL_TIMEOUT_S", "30")
    return checked_timeout(text, "STROMA_SPARQL_TIMEOUT_S")


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets or a port that are none
        fits = False
    if not fits or not url.isascii() or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise InputError(f"{_without_password(url)}: not the http(s) address of a SPARQL endpoint")
    if "@" in parts.netloc:
        raise InputError(
            f"{_without_password(url)}: a password in the address would be seen by others; set STROMA_SPARQL_USER and "
            "STROMA_SPARQL_PASSWORD"
        )


class _Body:
    """An answer that arrived whole; it lives for as long as the parser reads from it."""

    def __init__(self) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed below

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size)

    def __del__(self) -> None:
        self.file.close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Credentials and queries go where the person said, nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _pause(attempt: int, retry_after: str | None) -> float:
    if retry_after and retry_after.strip().isdigit():
        return min(float(retry_after), _PAUSES[-1])
    return _PAUSES[min(attempt, len(_PAUSES)) - 1]


def _kind(answer: http.client.HTTPResponse) -> str:
    return answer.headers.get("Content-Type", "").split(";")[0].strip().lower()


def _first_line(text: str) -> str:
    # A page loses its tags; in a plain sentence, IRIs and comparisons stay.
    plain = re.sub(r"<[^>]*>", " ", text) if text.lstrip().startswith("<") else text
    return shorten(" ".join(plain.split()), 160)


def _without_password(url: str) -> str:
    return re.sub(r"//[^@/]*@", "//", url)


# A part of what stands before SELECT: white space, a comment, BASE, or a prefix.
_PROLOGUE: Final = re.compile(
    r"(?i)\s+|#.*|base\s*<[^>]*>|prefix\s*(?P<prefix>[^\s:]*)\s*:\s*<[^>]*>"
)


def with_prefixes(query: str) -> str:
    """A query with the declarations of the prefixes that it uses and does not declare.

    A declaration more than the query needs does no harm, so names are not told from what looks like one.

    Example:
        >>> print(with_prefixes("ASK { ?s st:product/rdfs:label ?name }"))
        PREFIX st: <https://w3id.org/stroma/vocab/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        ASK { ?s st:product/rdfs:label ?name }
    """
    declared, at = set(), 0
    while (part := _PROLOGUE.match(query, at)) is not None:
        declared.add(part["prefix"])
        at = part.end()
    used = [p for p in PREFIXES if p not in declared and re.search(rf"(?<!\w){p}:", query)]
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in used) + query


def values(variable: str, iris: Sequence[str]) -> str:
    """A VALUES line; the engine's own serialiser writes the IRIs."""
    return f"VALUES ?{variable} {{ {' '.join(str(ox.NamedNode(iri)) for iri in iris)} }}"
