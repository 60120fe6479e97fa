"""What do people see who come with a browser? Questions, cards, answers and errors as plain pages without a script.

Read first: `page`. The `write_…` functions write into the pipe of a child; `stroma.server.app` says which address asks for which.
"""

from __future__ import annotations

import json
import re
import shlex
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import urlencode

from stroma import __version__
from stroma.errors import DataError, InputError, UnknownTermError, WrongKindError
from stroma.queries.articles import check_article
from stroma.queries.asking import restate, told_first, understand
from stroma.queries.child import QueryReport, answer_query, what_was_missed_in_time
from stroma.queries.elsewhere import or_instead, why_no_rows
from stroma.queries.empty import why_empty
from stroma.queries.engine import run_checked
from stroma.queries.guard import inspect_query
from stroma.queries.questions import load_questions
from stroma.queries.table import cell_text
from stroma.rendering import NO_ADVICE
from stroma.study_search import find_instead, said_of_unused, said_of_words, studies_named
from stroma.vocabulary import PREFIXES, ST, local_id, to_curie

if TYPE_CHECKING:
    import jinja2

    from stroma.cards import Card
    from stroma.queries.engine import QueryResult, Row
    from stroma.queries.questions import Question
    from stroma.server.protocol import SparqlRequest
    from stroma.store import EvidenceStore
    from stroma.study_search import FoundStudies
    from stroma.vocabulary import Iri

# Rows of a page; the other formats have all.
MAX_ROWS: Final = 1000
# Columns of questions that name a study by its slug.
_NAMES_SOURCE: Final = frozenset(("study", "source", "review", "paper", "other"))
# Columns that name several.
_NAMES_SOURCES: Final = frozenset(("studies", "sources", "shares_people_with", "pools"))
_ONE_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WITH_CARD: Final = tuple(
    PREFIXES[name] for name in ("study", "reference", "proposition", "article", "finding", "claim")
)
_SLUG: Final = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\d\d[a-z]?\b")
# Studies that are listed where it is not clear what is asked.
_STUDIES: Final = 10
# Their columns.
_OF_STUDIES: Final = (
    "study", "year", "design", "people", "what it is", "primary endpoint", "on benefit: for", "no effect shown", "against", "holds",
)  # fmt: skip
# What may be a slug; many a compound word looks like one.
_WORD: Final = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b")
# Facts of a card that name studies by their slugs.
_NAMING: Final = frozenset(
    ("wider", "found for it", "found both", "showed no effect", "found against it", "pools", "same people as")
)  # fmt: skip
_WITH_HANDOUT: Final = ("Disease", "CellProduct")
_STYLE_NONCE: Final = re.compile(r"style-src 'nonce-([0-9a-f]+)'")
# A link past what stands at the top of every page stays the first thing that the keyboard meets.
_TOP: Final = re.compile(r'<body[^>]*>\s*(?:<a class="skip"[^>]*>[^<]*</a>)?')
_EXAMPLE: Final = """SELECT ?statement ?stance ?level ?people {
  ?p rdf:predicate st:ameliorates ;
    rdfs:label ?statement ;
    st:stanceInWords ?stance ;
    st:bestLevel/rdfs:label ?level ;
    st:participants ?people .
}
ORDER BY DESC(?people)
"""

_LAST_ENTERED = f"SELECT (MAX(?day) AS ?last) {{ ?record <{ST}curatedOn> ?day }}"


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    loader = jinja2.PackageLoader("stroma.server", "pages")
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )  # fmt: skip
    made.globals |= {"no_advice": NO_ADVICE, "address": address, "version": __version__}
    return made


def page(template: str, root: str, **values: Any) -> bytes:
    """A page of this site.

    Args:
        root: the path under which the site stands; empty for none.
    """
    return _templates().get_template(template).render(root=root, **values).encode()


def address(path: str, **parameters: str | None) -> str:
    """An address below the root of this site.

    Example:
        >>> address("/show", name="multiple sclerosis", all=None)
        '/show?name=multiple+sclerosis'
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table, and where it leads."""

    text: str
    href: str | None = None
    listed: tuple[tuple[str, str], ...] = ()
    """Of several studies: the slug and the address of each."""


def home(counts: Mapping[str, int], root: str) -> bytes:
    """The first page: what there is, and the ways in."""
    return page("home.html", root, counts=counts, questions=by_group(), title="Stroma")


def write_ready(store: EvidenceStore, out: BinaryIO) -> QueryReport:
    """That the data can be read, and how much there is.

    Raises:
        DataError: they cannot.
    """
    if not store.dataset.query("ASK { GRAPH ?g { ?s ?p ?o } }"):
        raise DataError("the store holds nothing")
    store.resolve_term("multiple sclerosis")
    counts = ", ".join(f"{n} {name}" for name, n in store.counts().items())
    out.write(f"ready: {counts}\n".encode())
    return QueryReport("text")


def by_group() -> dict[str, list[Question]]:
    """The questions of each group."""
    groups: dict[str, list[Question]] = {}
    for question in load_questions().values():
        groups.setdefault(question.group, []).append(question)
    return groups


def questions_json() -> bytes:
    """The questions, what they take and what they give."""
    listed = [
        {
            "name": q.name, "question": q.question, "group": q.group,
            "parameters": [{"name": p.name, "meaning": p.meaning, "takes": p.allowed, "default": p.default} for p in q.parameters],
            "columns": [asdict(column) for column in q.columns],
        }
        for q in load_questions().values()
    ]  # fmt: skip
    return json.dumps(listed, ensure_ascii=False, indent=1).encode() + b"\n"


def write_found(store: EvidenceStore, out: BinaryIO, *, text: str, root: str) -> QueryReport:
    """The answer to a text: a question in plain words, or the name of anything that has a card; else what is like it."""
    from stroma.cards import card

    questions = load_questions()
    found = understand(text, questions, store)
    found, told = or_instead(found, store)
    if found.question is not None:
        stands = said_of_unused(store, found.unused) if found.unused else ""
        notes = [*found.notes, *filter(None, (told, stands))]
        return write_question(
            store, out, question=found.question, given=found.given, root=root, asked=text, notes=notes
        )  # fmt: skip
    try:
        return _write_card(store, card(store, text), text, out, root=root)
    except UnknownTermError as error:
        nearest = [(command, _address_of(command)) for command in found.nearest]
        names = [] if found.in_danger else list(dict.fromkeys((*error.near, *store.near(text))))
        is_sought = bool(found.unused) and not found.is_declined
        named = [one.given["study"] for one in found.each if "study" in one.given]
        by_words: dict[str, Any] = (
            _study_rows(studies_named(store, named)) if named
            else _by_words(store, text) if is_sought
            else {"studies": []}
        )  # fmt: skip
        out.write(
            page(
                "unclear.html",
                root,
                title="Not found",
                text=text,
                nearest=nearest,
                names=names,
                unused=found.unused,
                notes=found.notes,
                in_danger=found.in_danger,
                are_named=bool(named),
                study_columns=_OF_STUDIES,
                **by_words,
                records_as_of=_last_entered(store),
            )
        )
        return QueryReport("page", found_nothing=not by_words["studies"])


def _by_words(store: EvidenceStore, text: str) -> dict[str, Any]:
    """The studies whose records hold most of the words of a text, with what each found on every side, and what is said of the words."""
    try:
        found = find_instead(store, text, limit=_STUDIES)
    except InputError:
        return {"studies": [], "remarks": []}
    return _study_rows(found)


def _study_rows(found: FoundStudies) -> dict[str, Any]:
    rows = [
        [
            Cell(f"{one.slug} ({one.notice})" if one.notice else one.slug, address("/show", name=one.slug)),
            *(Cell(str(value or "")) for value in (one.year, one.design, one.people, one.label, one.primary_endpoint)),
            *(Cell(str(value)) for value in (one.supports, one.inconclusive, one.disputes, ", ".join(one.holds))),
        ]
        for one in found
    ]  # fmt: skip
    return {"studies": rows, "remarks": found.remarks()}


def _address_of(command: str) -> str:
    """The address that asks what a command asks."""
    _, _, name, *options = shlex.split(command)
    values = dict(zip((o.removeprefix("--") for o in options[::2]), options[1::2], strict=True))
    return address(f"/ask/{name}", **values)


def write_question(
    store: EvidenceStore,
    out: BinaryIO,
    *,
    question: Question,
    given: Mapping[str, str],
    root: str,
    asked: str | None = None,
    notes: Sequence[str] = (),
) -> QueryReport:
    """A named question with its answer as a page.

    Args:
        notes: what the answer does not choose by.

    Raises:
        ParameterError, UnknownTermError: a parameter cannot be used.
    """
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    check_article(question, bindings, store)
    result = run_checked(store.dataset, inspect_query(question.sparql), bindings=bindings)
    rows = list(islice(result.rows(), MAX_ROWS + 1))
    cells = _cells(store, rows[:MAX_ROWS], result.variables)
    same = _same_in_all(cells)
    columns = question.columns
    kept = [n for n in _harms_first([c.name for c in columns]) if n not in same]
    out.write(
        _question_page(
            root, question, given, asked=asked, restated="; ".join((_restated(question, given, bindings, store), *notes)),
            names=[columns[n].name for n in kept], meanings=[columns[n].meaning for n in kept],
            same=[(columns[n].name, cells[0][n].text) for n in sorted(same)],
            rows=[[row[n] for n in kept] for row in cells], is_cut=len(rows) > MAX_ROWS,
            empty="" if rows else _why_no_rows(store, question, given, asked or ""),
            records_as_of=_last_entered(store),
        )
    )  # fmt: skip
    return QueryReport("page")


def _why_no_rows(
    store: EvidenceStore, question: Question, given: Mapping[str, str], asked: str
) -> str:
    """What is said where an answer has no rows; of a question in plain words also which studies hold them."""
    said = why_no_rows(store, question, given)
    said = said.replace(": --product any", ": ask again with product any")
    return said + (said_of_words(store, asked) if asked else "")


def _last_entered(store: EvidenceStore) -> str:
    """The day on which the last record of a store was entered; empty where none says so."""
    found = run_checked(store.dataset, inspect_query(_LAST_ENTERED))
    return cell_text(next(found.rows())[0])


def _harms_first(names: Sequence[str]) -> list[int]:
    """The order of columns in which harms stand before benefits, where there are both: a screen cuts off what is last."""
    first = next((n for n, name in enumerate(names) if name.startswith("benefit")), len(names))
    harms = [n for n in range(first, len(names)) if "harm" in names[n]]
    rest = [n for n in range(first, len(names)) if n not in harms]
    return [*range(first), *harms, *rest]


def question_again(root: str, question: Question, given: Mapping[str, str], wrong: str) -> bytes:
    """The form of a question as it was filled in, with what is wrong with it."""
    return _question_page(
        root, question, given, asked=None, restated="", names=[], meanings=[], same=[], rows=[], is_cut=False, empty=wrong
    )  # fmt: skip


def _question_page(root: str, question: Question, given: Mapping[str, str], **values: Any) -> bytes:
    body = [line for line in question.sparql.splitlines() if not line.startswith("#")]
    return page(
        "question.html", root, title=question.question, question=question, given=given, most=MAX_ROWS,
        sparql="\n".join(body).strip(), formats=("csv", "tsv", "json", "xml"),
        here=lambda fmt: address(f"/ask/{question.name}", **given, format=fmt), **values,
    )  # fmt: skip


def write_answer(
    store: EvidenceStore, out: BinaryIO, *, question: Question, given: Mapping[str, str], fmt: str
) -> QueryReport:
    """The answer to a named question in a format for machines; the remark says how it was understood."""
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    check_article(question, bindings, store)
    checked = inspect_query(question.sparql)
    report = answer_query(store.dataset, checked, out, fmt=fmt, bindings=bindings)
    said = f"{question.question} {_restated(question, given, bindings, store)}".strip()
    if report.found_nothing:
        said = f"{said}; {why_no_rows(store, question, given)}"
    return QueryReport("SELECT", remark=said)


def _restated(
    question: Question, given: Mapping[str, str], bindings: Mapping[str, Any], store: EvidenceStore
) -> str:
    """The values that the question was asked with; defaults too."""
    said = restate(question, given, bindings, store).removeprefix(question.question).strip()
    return " ".join(filter(None, (said.replace("--", ""), told_first(question, bindings, store))))


def write_sparql(
    store: EvidenceStore, out: BinaryIO, *, asked: SparqlRequest, root: str, timeout_s: float
) -> QueryReport:
    """The answer to a query; the remark says why there may be none, or what it missed."""
    began = time.monotonic()
    if asked.fmt == "html":
        return _write_results(store, asked, out, root, began, timeout_s)
    report = answer_query(store.dataset, asked.query, out, fmt=asked.fmt, dataset=asked.dataset)
    why = _why_empty(store, asked) if report.found_nothing else ""
    return QueryReport(report.form, remark=_with_missed(why, store, asked, began, timeout_s))


def _with_missed(
    why: str, store: EvidenceStore, asked: SparqlRequest, began: float, timeout_s: float
) -> str:
    """Why a query found nothing, and what it missed."""
    if asked.dataset is not None:
        return why
    took_s = time.monotonic() - began
    missed = what_was_missed_in_time(
        store.dataset, asked.query, took_s=took_s, timeout_s=timeout_s, found_nothing=bool(why)
    )
    return "\n".join(filter(None, (why, missed)))


def _why_empty(store: EvidenceStore, asked: SparqlRequest) -> str:
    """Why a query found nothing; where the request names graphs, that it was asked of these alone comes first."""
    why = why_empty(store, asked.query.text)
    if asked.dataset is None:
        return why
    graphs = ", ".join(f"<{iri}>" for iri in (*asked.dataset.default, *asked.dataset.named)[:3])
    return f"only the graphs that the request names were asked ({graphs}); leave default-graph-uri and named-graph-uri out to ask all. {why}"


def _write_results(
    store: EvidenceStore,
    asked: SparqlRequest,
    out: BinaryIO,
    root: str,
    began: float,
    timeout_s: float,
) -> QueryReport:
    result = run_checked(store.dataset, asked.query, dataset=asked.dataset)
    if result.form.gives_triples:
        names: Sequence[str] = ("subject", "predicate", "object")
        some = list(islice(result.triples(), MAX_ROWS + 1))
        rows: list[Row] = [(t.subject, t.predicate, t.object) for t in some]
    else:
        names, rows = result.variables, list(islice(result.rows(), MAX_ROWS + 1))
    formats = (
        ("ttl", "nt", "jsonld", "xml")
        if result.form.gives_triples
        else ("csv", "tsv", "json", "xml")
    )
    out.write(
        page(
            "sparql.html", root, title="SPARQL", text=asked.query.text, names=names, boolean=result.boolean,
            rows=_cells(store, rows[:MAX_ROWS], names), is_cut=len(rows) > MAX_ROWS, most=MAX_ROWS, is_answer=True,
            empty=_with_missed(_why(store, asked, result, rows), store, asked, began, timeout_s), formats=formats,
            here=lambda fmt: address("/sparql", query=asked.query.text, format=fmt),
            records_as_of=_last_entered(store),
        )
    )  # fmt: skip
    return QueryReport("page")


def _why(
    store: EvidenceStore, asked: SparqlRequest, result: QueryResult, rows: Sequence[Row]
) -> str:
    """Why there may be no answer; empty where there is one."""
    is_no = result.boolean is False or (result.boolean is None and not rows) or result.found_nothing
    return _why_empty(store, asked) if is_no else ""


def editor(root: str, text: str = _EXAMPLE, wrong: str = "") -> bytes:
    """The page on which a query is written, with what is wrong with it."""
    return page(
        "sparql.html", root, title="SPARQL", text=text, names=(), boolean=None, rows=(), is_cut=False, most=MAX_ROWS,
        is_answer=bool(wrong), empty=wrong, formats=(), here=None,
    )  # fmt: skip


def _cells(store: EvidenceStore, rows: Sequence[Row], names: Sequence[str]) -> list[list[Cell]]:
    return [
        [_cell(store, term, name) for term, name in zip(row, names, strict=True)] for row in rows
    ]


def _same_in_all(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """Columns that hold the same in every one of several rows: said once, they leave room for the others."""
    if len(rows) < 2:
        return set()
    width = len(rows[0])
    same = {n for n in range(width) if all(row[n] == rows[0][n] for row in rows)}
    return same if len(same) < width else set()


def _cell(store: EvidenceStore, term: Any, name: str) -> Cell:
    import pyoxigraph as ox

    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        curie = to_curie(term.value)
        if term.value.startswith(_WITH_CARD) or store.kind(term.value):
            return Cell(curie, address("/show", name=curie))
        return Cell(curie, address("/sparql", query=f"DESCRIBE <{term.value}>"))
    if isinstance(term, ox.Literal):
        if name in _NAMES_SOURCE and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", term.value):
            return Cell(term.value, address("/show", name=term.value))
        slugs = term.value.split(", ")
        if name in _NAMES_SOURCES and all(map(_ONE_SLUG.fullmatch, slugs)):
            listed = tuple((slug, address("/show", name=slug)) for slug in slugs)
            return Cell(term.value, listed=listed)
        return Cell(term.value)
    return Cell(str(term))


def write_card(
    store: EvidenceStore, out: BinaryIO, *, name: str, fmt: str, everything: bool, root: str
) -> QueryReport:
    """A card as a page, text or JSON.

    Raises:
        UnknownTermError: nothing goes by this name.
    """
    from stroma.cards import card

    found = card(store, name, everything=everything)
    if fmt == "html":
        return _write_card(store, found, name, out, root=root, everything=everything)
    text = (
        found.text() if fmt == "text" else json.dumps(found.to_dict(), ensure_ascii=False, indent=1)
    )
    out.write(f"{text}\n".encode())
    return QueryReport("card")


def _write_card(
    store: EvidenceStore,
    card: Card,
    name: str,
    out: BinaryIO,
    *,
    root: str,
    everything: bool = False,
) -> QueryReport:
    known = _sources(store, card)

    def linked(text: str) -> list[Cell]:
        """The text in pieces, with a link where it names a source."""
        pieces, at = [], 0
        for match in _WORD.finditer(text):
            if known(match[0]):
                pieces += [
                    Cell(text[at : match.start()]),
                    Cell(match[0], address("/show", name=match[0])),
                ]
                at = match.end()
        return [*pieces, Cell(text[at:])]

    out.write(
        page(
            "card.html", root, title=card.title, card=card, curie=to_curie(card.iri), name=name, linked=linked,
            everything=everything, has_page=bool(store.kind(card.iri)), data_date=_data_date(card),
            has_handout=has_handout(store, card.iri),
        )
    )  # fmt: skip
    return QueryReport("card")


def has_handout(store: EvidenceStore, iri: Iri) -> bool:
    """Whether there is one page to take along on a thing: it tells of a disease or product, and of nothing else."""
    return store.kind(iri) in _WITH_HANDOUT


def _data_date(card: Card) -> str:
    """The day on which the last record behind a card was entered; empty where none says so."""
    records = (*card.sources.values(), card.record)
    return max((day for one in records if (day := getattr(one, "curated_on", None))), default="")


def _sources(store: EvidenceStore, card: Card) -> Any:
    """Whether a word is the slug of a study or reference; one without a year at its end only where it is of those of the card."""
    of_card = {local_id(iri) for iri in card.sources}
    of_card |= {
        slug for name, text in card.facts if name in _NAMING for slug in _WORD.findall(text)
    }

    @cache
    def is_source(slug: str) -> bool:
        if slug not in of_card and not _SLUG.fullmatch(slug):
            return False
        try:
            store.resolve_source(slug)
        except UnknownTermError:
            return False
        return True

    return is_source


def with_bar(text: str, root: str) -> bytes:
    """A page that is a file elsewhere, with the links of this site at its top, under the policy that the page has.

    Raises:
        ValueError: it has no body.
    """
    top = _TOP.search(text)
    if top is None:
        raise ValueError("a page without a body")
    nonce = _STYLE_NONCE.search(text, 0, top.start())
    bar = page("bar.html", root, nonce=nonce[1] if nonce else None).decode()
    head, end, opening = text[: top.end()].rpartition("</head>")
    # Without an icon a browser asks for one; the policy of an audit lets it neither ask nor have one.
    icon = '<link rel="icon" href="data:,">' if nonce else ""
    return f"{head}{icon}{end}{opening}\n{bar}{text[top.end() :]}".encode()


def write_view(
    store: EvidenceStore, out: BinaryIO, *, name: str | None, root: str, handout: bool = False
) -> QueryReport:
    """The interactive page on a term; as a handout it opens on the one page to take along.

    Raises:
        UnknownTermError: nothing goes by this name.
        WrongKindError: there is no handout on what does.
    """
    from stroma.viewer import opening_of, part_around
    from stroma.viewer.page import DEFAULT_TERM, page_html

    opening = opening_of(store, name or to_curie(DEFAULT_TERM))
    if handout and (opening.selected is not None or not has_handout(store, opening.term)):
        named = opening.selected or opening.term
        kind = store.kind(named) or to_curie(named).partition(":")[0]
        about = [store.label(opening.term)] if has_handout(store, opening.term) else []
        raise WrongKindError(name or "", kind, _WITH_HANDOUT, about)
    text = page_html(
        part_around(store, opening), opening.term, selected=opening.selected, handout=handout
    )
    out.write(with_bar(text, root))
    return QueryReport("page")


def write_audit(
    store: EvidenceStore, out: BinaryIO, *, text: str, fmt: str, root: str
) -> QueryReport:
    """An article laid beside the evidence, as a page or JSON.

    Raises:
        InputError: the text is empty or no article.
    """
    from stroma.audit import open_auditor
    from stroma.audit.readers.formats import document_from_bytes
    from stroma.audit.report.page import report_html
    from stroma.audit.report.serialize import audit_to_json

    auditor = open_auditor(store)
    result = auditor.audit(document_from_bytes(text.encode(), "the pasted text"))
    if fmt == "html":
        out.write(with_bar(report_html(result, store, dict(auditor.lexicon.terms)), root))
    else:
        out.write(audit_to_json(result).encode())
    return QueryReport("audit")
