"""The evidence graph for Python: open it, ask it, draw it.

Read first: `open_graph` and `EvidenceGraph`; `stroma.open_graph()` is the same. docs/python.md shows all of it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from inspect import isfunction
from os import PathLike, fspath
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, overload

from stroma.answer import Answer, Row, TermRow
from stroma.binding import Bound, bound_term
from stroma.connected import ConnectedTerms
from stroma.counts import checked_count
from stroma.errors import (
    InputError,
    ReplacedWarning,
    StromaError,
    UnknownAttributeError,
    UnknownOptionError,
    UnknownTermError,
    did_you_mean,
    nearest,
)
from stroma.forking import in_engine
from stroma.keywords import (
    INSTEAD,
    as_call,
    given_to,
    in_python,
    parameters_of,
    telling_keywords,
    words_of_python,
)
from stroma.libraries import LibraryGraphs
from stroma.locations import Directory, parse_location
from stroma.naming import checked_name, fold
from stroma.notebook import NotebookPage, table_html
from stroma.selection import Names, names_of
from stroma.shown import AuditedArticle, ShownCard
from stroma.store import EvidenceStore, open_store
from stroma.tables import TIMEOUT_S, RecordTables
from stroma.vocabulary import KINDS, PREFIXES, Curie, Iri, to_curie

if TYPE_CHECKING:
    from stroma.cards import Card
    from stroma.queries import Question
    from stroma.study_search import FoundStudies

_NAMES: Final = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "altLabel",
    *(PREFIXES["st"] + name for name in ("slug", "brandName")),
)
_ARTICLE_FILE: Final = re.compile(
    r"^file:/|\.(txt|text|md|markdown|x?html?|n?xml|pdf|nbib|rtf|odt|docx?)$", re.I
)
# Letters from which a line of words that is no file is a text however it ends; a name of a file has at most 255.
_MAX_NAME: Final = 256
_OF_QUERY: Final = ("limit", "timeout_s", "bindings")
"""Options of `query`; any other keyword is a variable."""
_RDF_FILES: Final = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".xml", ".jsonld", ".gz")


class EvidenceGraph(RecordTables, ConnectedTerms, LibraryGraphs):
    """Studies, findings and claims as one graph, with the ways in that people use.

    Example:
        >>> import stroma
        >>> g = stroma.open_graph()
        >>> g.term("Multiple sclerosis")
        'MONDO:0005301'
    """

    def __init__(self, store: EvidenceStore) -> None:
        self.store = store
        self._opened: tuple[str | None, tuple[str, ...]] | None = None
        self._tables = {}
        self._read = set()

    if not TYPE_CHECKING:  # it would tell a type checker that every name is there

        def __getattr__(self, name: str) -> Any:
            if name in INSTEAD:
                raise UnknownAttributeError(f"a graph has no {name!r}; write {INSTEAD[name]}")
            calls = [one for one in dir(type(self)) if not one.startswith("_")]
            near = did_you_mean([f"g.{one}" for one in nearest(name, calls, cutoff=0.75)])
            instead = near or f"it has {', '.join(calls)}"
            raise UnknownAttributeError(
                f"'EvidenceGraph' object has no attribute {name!r}; {instead}"
            )

        def __getitem__(self, name: object) -> Any:
            # Without it a loop over a graph, or `in`, would be told of no more than that there is none.
            named = name if isinstance(name, str) else "uccelli-2021"
            raise UnknownOptionError(
                f"a graph has no index; write g.show({named!r}) for one thing, g.studies() or g.terms() for all"
            )

    @property
    def replaced(self) -> tuple[str, ...]:
        """What your own files took the place of, and what they state a second time; as `stroma build` reports it."""
        return tuple(self.store.replaced)

    def close(self) -> None:
        """Let go of the files of a store on disk; a graph in memory or on a server holds none. Twice is as good as once."""
        self._tables.clear()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        # A pickle holds where the graph came from, and opens it there again.
        if self._opened is None:
            raise StromaError(
                "a graph made from a store in memory cannot be pickled; open it with stroma.open_graph(…)"
            )
        return _reopened, self._opened

    def term(self, name: str, kinds: Names | None = None) -> Curie:
        """The CURIE of the term with this label, synonym, slug, CURIE or IRI.

        Raises:
            UnknownTermError: naming the nearest labels.
        """
        with words_of_python():
            return to_curie(
                self.store.resolve_term(checked_name(name), names_of("kind", kinds, KINDS))
            )

    def search(self, text: str, *, kinds: Names | None = None, limit: int = 10) -> Answer:
        """The terms that a name may mean, the exact ones first.

        Args:
            kinds: only terms of these kinds.
            limit: terms at most.

        Returns:
            Rows with `term` (CURIE), `label`, `kind` and `match` (`exact` or `similar`); none where nothing looks like it.
            `curie` and `iri` of a row are those of its term, as in what `rank` and `neighbours` give.

        Example:
            >>> import stroma
            >>> g = stroma.open_graph()
            >>> [row.label for row in g.search("adipose msc")][:1]
            ['adipose MSC product']
        """
        checked_count(limit)
        checked_name(text)
        wanted = names_of("kind", kinds, KINDS)
        matches: dict[str, str] = {}
        for kind in wanted or KINDS:
            if (iri := self._find(checked_name(text), (kind,))) is not None:
                matches[iri] = "exact" if self._is_named(iri, text) else "similar"
        # One more than asked for tells whether there are more.
        for iri in self.store.looked_for(text, wanted):
            matches.setdefault(iri, "similar")
        for label in self.store.near(text, wanted, n=limit + 1):
            if (iri := self._find(label, wanted)) is not None:
                matches.setdefault(iri, "similar")
        columns = ("term", "label", "kind", "match")
        found = list(matches.items())[:limit]
        rows = [
            (to_curie(iri), self.store.label(iri), self.store.kind(iri), match)
            for iri, match in found
        ]
        return Answer(
            columns,
            [TermRow(columns, row) for row in rows],
            was_cut=len(matches) > limit,
            why_empty=self._why_unknown(text, wanted) if not rows else "",
        )

    def find_studies(self, text: str, *, limit: int = 10) -> FoundStudies:
        """The studies and references whose records hold most of the words of a text, and what each found on every side.

        Of a store on disk or a server with more than a thousand, those about the terms and studies that the text names are looked through.

        Args:
            limit: studies at most.

        Raises:
            InputError: the text is empty; or it names nothing, and the store holds more than a thousand records outside memory.

        Example:
            >>> import stroma
            >>> g = stroma.open_graph()
            >>> found = g.find_studies("cells at LVAD implantation")
            >>> [(one.slug, one.supports, one.inconclusive, one.disputes) for one in found]
            [('yau-2019', 0, 2, 0), ('ascheim-2014', 0, 2, 0)]
        """
        from stroma.study_search import find_studies

        with words_of_python():
            return find_studies(self.store, text, limit=limit)

    def _is_named(self, iri: Iri, text: str) -> bool:
        """Whether a term is called this, and does not only hold it in its name."""
        query = f"SELECT ?name {{ <{iri}> {'|'.join(f'<{name}>' for name in _NAMES)} ?name }}"
        with in_engine(self.store.dataset):
            found: Any = self.store.dataset.query(query, use_default_graph_as_union=True)
            names = {fold(row["name"].value) for row in found}
        return fold(text) in names or text.strip("<> ") in (iri, to_curie(iri))

    def _why_unknown(self, name: str, kinds: Sequence[str] | None) -> str:
        try:
            self.store.resolve_term(name, kinds)
        except UnknownTermError as error:
            return in_python(str(error))
        return ""

    def _find(self, name: str, kinds: Sequence[str] | None) -> str | None:
        try:
            return self.store.resolve_term(name, kinds)
        except UnknownTermError:
            return None

    def query(
        self,
        sparql: str,
        /,
        *,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
        bindings: Mapping[str, Bound] | None = None,
        **values: Bound,
    ) -> Answer:
        """Run SPARQL on the union of all graphs; the usual prefixes need no declaration.

        Args:
            limit: rows at most.
            timeout_s: end the query after so many seconds; None: never.
            bindings: values by the name of their variable, also where it is that of an option: `{"limit": 5}`.
            values: variables to bind. A text, number or date that stands in the data where the variable stands in the query is
                bound as it stands there, and so is a word of the vocabulary (`contested`); else a text that names a term or a source, a CURIE and an IRI are bound as that
                IRI, any other value as it is. So are terms of pyoxigraph and rdflib, such as `Literal("darvadstrocel", language="en")`.

        Returns:
            The whole answer: rows whose values are CURIEs (IRIs where no prefix fits), texts, numbers, or None.
            `bool()` of an ASK says yes or no. Where there is no answer, `why_empty` of it says what to ask instead; `note`
            says what an answer missed, such as narrower terms, which part of the query meets nothing, and what the directions are about that it reads.
            `stroma.queries.run_query` gives RDF terms, row by row.

        Raises:
            QueryRefusedError, QuerySyntaxError, QueryTimeoutError, InputError.

        Example:
            >>> import stroma
            >>> g = stroma.open_graph()
            >>> rows = g.query("SELECT ?d { ?p a st:Proposition ; rdf:subject ?product ; rdf:predicate st:ameliorates ;"
            ...                " rdf:object ?d ; st:stance ?stance }", product="darvadstrocel", stance="st:contested")
            >>> [row.d for row in rows]
            ['term:crohn-perianal-fistula']
        """
        from stroma.queries import why_empty
        from stroma.queries.streaming import run_in_child

        if not isinstance(sparql, str):
            raise InputError(f"a query is a text such as 'SELECT …', not {sparql!r}")
        if re.fullmatch(r"[^{}\n]*\.(rq|sparql)", sparql):
            raise InputError(
                f"{sparql!r} is a file and no query; write g.query(Path({sparql!r}).read_text())"
            )
        if not isinstance(bindings, Mapping | None):
            raise InputError(f"bindings= is a mapping such as {{'limit': 5}}, not {bindings!r}")
        if twice := sorted(values.keys() & (bindings or {}).keys()):
            raise InputError(f"{twice[0]} is given twice, in bindings= and by name")
        given = {**(bindings or {}), **values}
        with words_of_python():
            properties = _objects(sparql, values) if given else {}
            bound = {
                name: bound_term(self.store, name, value, properties.get(name, ()))
                for name, value in given.items()
            }
            result = run_in_child(
                self.store.dataset,
                sparql,
                bindings=bound or None,
                limit=limit,
                timeout_s=timeout_s,
            )
            return Answer.read(
                result, why_empty=lambda: in_python(why_empty(self.store, sparql, bound or None))
            )

    def questions(self) -> Answer:
        """The named questions: `name`, `question` in words, `group`, and `parameters` as `ask` takes them.

        A parameter without `=` must be given; `any` stands for all.

        Example:
            >>> import stroma
            >>> rows = stroma.open_graph().questions()
            >>> [row.parameters for row in rows if row.name == "reviews"]
            ["product='stem cell product', disease='disease'"]
        """
        from stroma.queries import load_questions

        columns = ("name", "question", "group", "parameters")
        return Answer(
            columns,
            [
                Row(columns, (q.name, q.question, q.group, parameters_of(q)))
                for q in load_questions().values()
            ],
        )

    def ask(
        self,
        question: str = "",
        /,
        *,
        limit: int | None = None,
        timeout_s: float | None = TIMEOUT_S,
        **parameters: str | float,
    ) -> Answer:
        """Answer a named question; `questions()` lists them.

        Args:
            question: its name, or a question in plain words where it is clear which one that is.
            limit: rows at most.
            timeout_s: end the query after so many seconds; None: never.
            parameters: as the question takes them; a term by label, synonym, slug or CURIE. A name that is a word of
                Python gets an underscore: `class_="background"`.

        Returns:
            Rows as `query` gives them, numbers as numbers. A column without a value is None, and missing in `dict(row)`.
            `asked` of it says how the question was understood, defaults included.

        Raises:
            UnknownQuestionError: naming the nearest.
            InputError: it is not clear which question the words ask; names the nearest.
            ParameterError: a parameter is unknown, missing or of the wrong kind.
            QueryTimeoutError: past `timeout_s`.

        Example:
            >>> import stroma
            >>> g = stroma.open_graph()
            >>> [row.people for row in g.ask("placebo-controlled-trials") if row.study == "uccelli-2021"]
            [144]
        """
        from stroma.queries import find_question, load_questions
        from stroma.queries.articles import check_article
        from stroma.queries.asking import restate
        from stroma.queries.elsewhere import why_no_rows
        from stroma.queries.streaming import run_in_child

        if not isinstance(question, str) or not question:
            raise InputError(
                "which question? g.questions() lists them; ask one as g.ask('contested')"
            )
        with words_of_python():
            if " " in question:
                asked, meant, notes = self._understood(question, set(parameters), timeout_s)
            else:
                asked, meant, notes = find_question(question, load_questions()), {}, ()
            given = meant | given_to(asked, parameters)
            bindings = asked.bind(given, self.store.resolve_term, self.store.resolve_source)
            check_article(asked, bindings, self.store)
            result = run_in_child(
                self.store.dataset,
                asked.sparql,
                bindings=bindings or None,
                limit=limit,
                timeout_s=timeout_s,
                remarks=False,
            )
            return Answer.read(
                result,
                empty_is_missing=True,
                why_empty=lambda: in_python(why_no_rows(self.store, asked, given)),
                asked=in_python("; ".join((restate(asked, given, bindings, self.store), *notes))),
            )

    def _understood(
        self, words: str, chosen: Collection[str], timeout_s: float | None
    ) -> tuple[Question, dict[str, str], Sequence[str]]:
        """The question that words ask, the parameters that they give, and what its answer does not choose by.

        Raises:
            InputError: it may be several questions, or none; names the nearest.
        """
        from stroma.queries import load_questions
        from stroma.queries.asking import understand, unused_words
        from stroma.queries.elsewhere import or_instead
        from stroma.study_search import said_of_words

        found = understand(words, load_questions(), self.store, chosen=chosen)
        if found.question is not None:
            found, told = (found, "") if chosen else or_instead(found, self.store, timeout_s)
            assert found.question is not None
            return found.question, dict(found.given), (*found.notes, *filter(None, (told,)))
        if found.in_danger:
            raise InputError(found.notes[0])
        unused = "".join((*(f"; {in_python(told)}" for told in found.notes), unused_words(found)))
        near = "".join(f"\n  {as_call(command)}" for command in found.nearest)
        listed = f"; the nearest are{near}" if near else "; g.questions() lists them"
        by_words = "" if found.is_declined else in_python(said_of_words(self.store, words))
        raise InputError(f"it is not clear which question {words!r} is{unused}{by_words}{listed}")

    def show(self, name: str, *, everything: bool = False) -> Card:
        """The card of a term, study, proposition or article; `print()` of it reads well.

        Args:
            everything: with every relation, not the first twelve of a topic.

        Raises:
            UnknownTermError: naming the nearest names.
        """
        from stroma.cards import card

        with words_of_python():
            return ShownCard(**vars(card(self.store, checked_name(name), everything=everything)))

    @overload
    def view(
        self,
        term: str = ...,
        out: None = None,
        *,
        title: str | None = ...,
        whole_graph: bool = ...,
        height_px: int = ...,
    ) -> NotebookPage: ...
    @overload
    def view(
        self,
        term: str = ...,
        out: str | Path = ...,
        *,
        title: str | None = ...,
        whole_graph: bool = ...,
        force: bool = ...,
    ) -> Path: ...
    def view(
        self,
        term: str = "multiple sclerosis",
        out: str | Path | None = None,
        *,
        title: str | None = None,
        whole_graph: bool = False,
        force: bool = False,
        height_px: int | None = None,
    ) -> Path | NotebookPage:
        """The interactive page, focused on a term: written to a file, or shown in a notebook cell.

        Args:
            term: label, synonym, slug or CURIE; a study, reference, proposition or article opens its disease's page.
            out: the file to write; without it, an object that a notebook shows.
            title: of the page; by default the label of the term.
            whole_graph: open on the whole graph.
            force: write over a file that Stroma did not write; only with `out`.
            height_px: height of the notebook's cell, in pixels; 720 by default.

        Raises:
            UnknownTermError: naming the nearest labels.
            InputError: `force` came without `out`, or `height_px` with it.
            OutputExistsError: another program's file is there, and `force` is off.
        """
        from stroma.viewer import notebook_html, opening_of, part_around, write_page

        if out is None and force:
            raise InputError("force= is for a file; name it: g.view(..., out='stroma.html')")
        if out is not None and height_px is not None:
            raise InputError("height_px= is for a notebook; leave it out where out= names a file")
        if height_px is not None:
            checked_count(height_px, "height_px")
        path = None if out is None else Path(_file("out=", out))
        with words_of_python():
            opening = opening_of(self.store, checked_name(term))
            part = self.store if whole_graph else part_around(self.store, opening)
        on, selected = opening.term, opening.selected
        if path is None:
            height = 720 if height_px is None else height_px
            return NotebookPage(
                notebook_html(
                    part,
                    on,
                    selected=selected,
                    title=title,
                    whole_graph=whole_graph,
                    height_px=height,
                )
            )
        with words_of_python():
            return write_page(
                part,
                on,
                path,
                selected=selected,
                title=title,
                whole_graph=whole_graph,
                force=force,
            )

    def export(
        self,
        path: str | PathLike[str],
        *,
        format: str | None = None,  # noqa: A002 (as the option of `stroma export` is called)
        graph: str | None = None,
        stated: bool = False,
        force: bool = False,
    ) -> list[Path]:
        """Write the evidence as `stroma export` does; all files or none. Returns the files.

        Args:
            path: the file, or the folder for `csv`, `kgx` and `sheets`.
            format: a name of `stroma.export.FORMATS`; by default the ending of the path, such as `.graphml`.
            graph: for RDF, only this graph, such as `study/uccelli-2021`; `ttl` needs it.
            stated: for `trig`, `nq` and `jsonld`, what sources state, without what each build adds: `stroma build` takes it.
            force: write over what is there.

        Raises:
            InputError: unknown format or graph, or a folder that is missing.
            OutputExistsError: something is there, and `force` is off.
        """
        from stroma.export import FORMATS, write_export

        out = Path(_file("the path", path))
        chosen = out.suffix.removeprefix(".") if format is None else format
        if chosen not in FORMATS:
            said = f"not {chosen!r}" if chosen else f"and {out.name!r} has no ending that names one"
            raise InputError(f"format= is one of {', '.join(FORMATS)}, {said}")
        if not isinstance(graph, str | None):
            raise InputError(f"graph= is a name such as 'study/uccelli-2021', not {graph!r}")
        with words_of_python():
            return write_export(self.store, chosen, out, graph=graph, stated=stated, force=force)

    def audit(self, article: str | PathLike[str]) -> AuditedArticle:
        """Compare an article with the evidence: what it claims, with verdicts, and what it leaves out.

        Args:
            article: the path of a file as `stroma audit` takes it, or the text itself: several words that are no file and do
                not end as one does (`my article.txt`). A `Path` is a file.

        Raises:
            InputError: the file is missing, empty, too large or of no format that can be read, or the text is empty.

        Example:
            >>> import stroma
            >>> found = stroma.open_graph().audit("MSCs are not a cure for multiple sclerosis.")
            >>> [(claim.candidate.name, claim.verdict.value) for claim in found.claims]
            [('cures', 'background')]
        """
        from stroma.audit import open_auditor
        from stroma.audit.readers.formats import document_from_bytes, read_document

        if isinstance(article, str) and not article.strip():
            raise InputError(
                "an article is the path of a file or the text itself, not an empty text"
            )
        with words_of_python():
            if isinstance(article, str) and _is_text(article):
                # Half a character has no UTF-8.
                whole = re.sub("[\ud800-\udfff]", "\ufffd", article)
                document = document_from_bytes(whole.encode(), "text")
            else:
                document = read_document(_file("an article", article))
            audit = open_auditor(self.store).audit(document)
            return AuditedArticle(audit, self.store, self._opened)

    def counts(self) -> Mapping[str, int]:
        """How many terms, studies, findings, propositions and claims the graph holds.

        Example:
            >>> import stroma
            >>> stroma.open_graph().counts()["articles"]
            1
        """
        with words_of_python():
            return self.store.counts()

    def __repr__(self) -> str:
        return f"<EvidenceGraph: {', '.join(f'{n} {name}' for name, n in self.counts().items())}>"

    def _repr_html_(self) -> str:
        return table_html("Stroma evidence graph", ("what", "how many"), [*self.counts().items()])


# Python itself would name a class that nobody wrote.
for _class in (RecordTables, ConnectedTerms, LibraryGraphs, EvidenceGraph):
    for _name, _method in list(vars(_class).items()):
        if isfunction(_method) and not _name.startswith("_"):
            setattr(_class, _name, telling_keywords(_method))


@telling_keywords
def open_graph(
    location: str | PathLike[str] | None = None,
    *,
    files: str | PathLike[str] | Sequence[str | PathLike[str]] = (),
) -> EvidenceGraph:
    """Open the evidence graph.

    Args:
        location: a store directory or SPARQL endpoint; default the packaged evidence base.
        files: your own RDF files, one or several, checked and read on top of the packaged evidence. A record of yours with
            the slug of a packaged one takes its place: a `stroma.ReplacedWarning` says what is lost, and so does `replaced` of the graph.

    Raises:
        InputError: if the location cannot be opened.
        DataError: if one of your files breaks a rule; says where.
    """
    graph = _open(location, files)
    for told in graph.replaced:
        warnings.warn(told, ReplacedWarning, stacklevel=3)
    return graph


def _open(
    location: str | PathLike[str] | None, files: str | PathLike[str] | Sequence[str | PathLike[str]]
) -> EvidenceGraph:
    given = (
        [files]
        if isinstance(files, str | bytes | PathLike) or not isinstance(files, Iterable)
        else files
    )
    own_files = [Path(_file("one of files=", file)) for file in given]
    where = _file("a location", location) if location is not None else None
    place = parse_location(where)
    if isinstance(place, Directory) and (place.path.suffix in _RDF_FILES or place.path.is_file()):
        raise InputError(f"{where} is a file and no store; write open_graph(files={where!r})")
    with words_of_python():
        graph = EvidenceGraph(open_store(where, own_files=own_files))
    # Whoever reads a pickle may work in another folder.
    graph._opened = (
        str(place.path.absolute()) if isinstance(place, Directory) else where,
        tuple(str(file.absolute()) for file in own_files),
    )
    return graph


def _reopened(location: str | None, files: Sequence[str]) -> EvidenceGraph:
    """The graph of a pickle."""
    return _open(location, files)


def _objects(sparql: str, named: Collection[str]) -> Mapping[str, Collection[Iri]]:
    """Variable of a query to the properties whose object it is.

    Args:
        named: the variables that are given by keyword.

    Raises:
        UnknownOptionError: one is no variable, and looks like an option that is misspelt.
    """
    from stroma.queries.guard import inspect_query
    from stroma.queries.patterns import properties_by_object

    query = inspect_query(sparql)
    for name in named:
        if name not in query.variables and (near := nearest(name, _OF_QUERY, cutoff=0.7)):
            raise UnknownOptionError(
                f"g.query() has no keyword {name!r}, nor the query a variable ?{name}{did_you_mean([f'{near[0]}='], '; ')}"
            )
    return properties_by_object(query.tokens)


def _is_text(given: str) -> bool:
    """Whether this is an article and not the path of one: words that are no file and do not end as an article's file does."""
    line = given.strip()
    if not re.search(r"\s", line) or exists(given):  # noqa: PTH110 - that of Path raises where it is too long
        return False
    is_name = "\n" not in line and len(line) < _MAX_NAME
    return not (is_name and _ARTICLE_FILE.search(line))


def _file(what: str, given: object) -> str:
    """The path or address that was given.

    Raises:
        InputError: it is none.
    """
    path = fspath(given) if isinstance(given, PathLike) else given
    if not isinstance(path, str):
        raise InputError(f"{what} is a path such as 'evidence', not {given!r}")
    if path[:5].lower() == "file:":
        raise InputError(f"{what} is a path such as '/srv/evidence', not an address: {path}")
    return path
