"""How is a named question written in Python? Its parameters are keyword arguments.

Read first: `given_to` and `words_of_python`; `INSTEAD` has the names that other libraries would have used.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from inspect import CO_VARARGS, CO_VARKEYWORDS, Signature, signature
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from stroma.errors import (
    DataError,
    ParameterError,
    QueryRefusedError,
    QuerySyntaxError,
    StromaError,
    UnknownOptionError,
)

if TYPE_CHECKING:
    from stroma.queries import Question

__all__ = [
    "INSTEAD",
    "OF_ANSWER",
    "as_call",
    "given_to",
    "in_python",
    "outside_quotes",
    "parameters_of",
    "telling_keywords",
    "words_of_python",
]


P = ParamSpec("P")
T = TypeVar("T")


def parameters_of(question: Question) -> str:
    """The parameters of a question as the arguments of a call."""
    names = {p: _keyword(p.variable) for p in question.parameters}
    return ", ".join(
        name if p.default is None else f"{name}={p.default!r}" for p, name in names.items()
    )


def _keyword(name: str) -> str:
    """A parameter as Python lets one write it: `class` is a word of its own, so `class_`."""
    name = name.replace("-", "_")
    return name + "_" if iskeyword(name) else name


def given_to(question: Question, values: Mapping[str, Any]) -> dict[str, str]:
    """The values of parameters as the texts that a question takes.

    Raises:
        ParameterError: a value is neither text nor number, or a number where a name belongs.
    """
    kinds = {p.variable: p for p in question.parameters}
    given = {}
    for spelled, value in values.items():
        name = spelled.removesuffix("_")
        parameter = kinds.get(name.replace("-", "_"))
        is_named = parameter is not None and parameter.kind in ("term", "source")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not isinstance(value, str) and (is_named or not is_number):
            allowed = parameter.allowed if parameter is not None else "text or a number"
            raise ParameterError(
                f"{name}= takes {allowed}, not {value!r}; leave it out for its default"
            )
        given[name] = str(value)
    return given


@contextmanager
def words_of_python() -> Iterator[None]:
    """Errors that speak of options of the command line speak of keyword arguments."""
    try:
        yield
    except (DataError, QueryRefusedError, QuerySyntaxError):
        raise  # these show lines of a file or a query as they are
    except StromaError as error:
        error.args = (in_python(str(error)),)
        raise


# Text of a person, as `repr` writes it, and commands between backticks.
_QUOTED: Final = re.compile(
    r"""((?<!\w)'(?:[^'\\\n]|\\.)*'|(?<!\w)"(?:[^"\\\n]|\\.)*")|(`[^`\n]*`)"""
)


def outside_quotes(
    said: str, words: Callable[[str], str], command: Callable[[str], str] | None = None
) -> str:
    """A sentence with its words rewritten, and what is quoted as it is.

    Args:
        command: rewrites what stands between backticks, those included; else it is words too.
    """
    done, end = [], 0
    for quoted in _QUOTED.finditer(said):
        done.append(words(said[end : quoted.start()]))
        done.append(quoted[1] or (command or words)(quoted[2]))
        end = quoted.end()
    return "".join([*done, words(said[end:])])


def in_python(said: str) -> str:
    """A sentence about options of the command line, about keyword arguments instead.

    Example:
        >>> in_python("--disease any asks about every disease")
        "disease='any' asks about every disease"
        >>> in_python("x.html exists; choose another name or overwrite it with --force")
        'x.html exists; choose another name or overwrite it with force=True'
        >>> in_python("--class takes one of all")
        'class_= takes one of all'
        >>> in_python("/srv/a--force/x--disease.txt: no such file")
        '/srv/a--force/x--disease.txt: no such file'
    """
    return outside_quotes(said, _options, _command)


def _command(said: str) -> str:
    """The call for a command; one that has none is for the shell."""
    if said == "`stroma ask`":
        return "g.questions()"
    call = re.sub(r"`(?:stroma )?ask ([a-z-]+)`", r"g.ask('\1')", said)
    call = re.sub(r"`stroma (query|show) ('[^`]*'|[\w:-]+)`", _as_method, call)
    return call if call != said or said.startswith("`stroma ") else _options(said)


def _as_method(command: re.Match[str]) -> str:
    argument = command[2] if command[2].startswith("'") else repr(command[2])
    return f"g.{command[1]}({argument})"


# An option begins where a word does; within a path two hyphens are the person's own, as in /srv/a--force/x.
_OPTION: Final = re.compile(r"(?<![^\s(\[`])--([a-z][a-z-]*)(?![\w/\\-]|\.\w)(?: (any|NAME)\b)?")
_FLAGS: Final = ("force", "claims", "taxonomy")


def _options(said: str) -> str:
    return _OPTION.sub(_option, said.replace("--store takes", "stroma.open_graph takes"))


def _option(option: re.Match[str]) -> str:
    name, value = option[1], option[2]
    written = "True" if name in _FLAGS else {"any": "'any'"}.get(value, value or "")
    return f"{_keyword(name)}={written}"


def as_call(command: str) -> str:
    """The call that does what a command `stroma ask …` does.

    Example:
        >>> as_call("stroma ask product-in-disease --product 'adipose MSC' --disease MS")
        "g.ask('product-in-disease', product='adipose MSC', disease='MS')"
    """
    _, _, name, *options = shlex.split(command)
    values = zip(options[::2], options[1::2], strict=True)
    given = "".join(f", {_keyword(key[2:])}={value!r}" for key, value in values)
    return f"g.ask({name!r}{given})"


# What other libraries call a thing that a graph has -> what it is called here.
INSTEAD: Final = {
    **dict.fromkeys(("sparql", "select"), "g.query('SELECT …')"),
    **dict.fromkeys(("get", "fetch", "load", "card", "resource"), "g.show('uccelli-2021') for one thing, or g.term('MS') for the CURIE of a name"),
    **dict.fromkeys(("trials", "clinical_trials", "records", "get_studies"), "g.studies('MS'), or of randomised ones g.studies('MS', designs='randomised')"),
    **{name: f"g.terms(kinds={kind!r})" for name, kind in (("diseases", "Disease"), ("conditions", "Disease"), ("products", "CellProduct"), ("cells", "CellType"), ("cell_types", "CellType"), ("tissues", "Tissue"), ("mechanisms", "Mechanism"), ("molecules", "Molecule"), ("outcomes", "Outcome"), ("routes", "Route"))},
    **dict.fromkeys(("entities", "items", "keys", "values"), "g.terms(), g.studies(), g.findings() or g.propositions()"),
    **dict.fromkeys(("harms", "adverse_events", "safety"), "g.propositions('Alofisel', predicates='causesAdverseEvent')"),
    **dict.fromkeys(("effects", "results", "evidence"), "g.findings('NurOwn', 'ALS'), or what they amount to: g.propositions('NurOwn', 'ALS')"),
    **dict.fromkeys(("serialize", "save", "write"), "g.export('stroma.trig')"),
    **dict.fromkeys(("to_rdf", "rdf", "rdflib"), "g.to_rdflib()"),
    **dict.fromkeys(("nx", "networkx", "graph"), "g.to_networkx()"),
    **dict.fromkeys(("study", "get_study"), "g.show('uccelli-2021') for its card, or g.studies('uccelli-2021') for its row"),
    **dict.fromkeys(("finding", "proposition", "claim", "reference", "conflict", "article"), "g.show(…) for one, or the plural, such as g.findings(…), for rows"),
    "articles": "g.claims() for what they claim, a row each with its article",
    **dict.fromkeys(("nodes", "vertices"), "g.terms(), or g.to_networkx().nodes"),
    **dict.fromkeys(("edges", "relations", "triples"), "g.propositions(), or g.to_networkx().edges"),
    **dict.fromkeys(("to_dataframe", "to_pandas", "df"), "g.findings().to_dataframe(); g.studies(), g.propositions() and g.terms() have it too"),
    "to_csv": "g.export('folder', format='csv'), or g.findings().to_csv('findings.csv')",
    **dict.fromkeys(("paths", "shortest_path", "shortest_paths", "all_paths"), "g.path('HGF', 'remyelination', k=1)"),
    **dict.fromkeys(("neighbors", "neighborhood", "neighbourhood"), "g.neighbours('MS')"),
    **dict.fromkeys(("subgraph", "ego_graph"), "g.to_networkx(around='MS', radius=1)"),
    **dict.fromkeys(("degree", "centrality", "pagerank"), "g.rank(by='pagerank'), or g.to_networkx() for NetworkX"),
    **dict.fromkeys(("find", "lookup"), "g.search('adipose MSC')"),
    **dict.fromkeys(("plot", "draw", "visualize"), "g.view('MS')"),
    **dict.fromkeys(("stats", "describe", "info", "summary"), "g.counts()"),
}  # fmt: skip
# What a table of other libraries has -> what an answer has.
OF_ANSWER: Final = {
    **dict.fromkeys(("df", "dataframe", "to_df", "to_pandas"), "answer.to_dataframe()"),
    **dict.fromkeys(("to_polars", "polars"), "polars.from_pandas(answer.to_dataframe())"),
    **dict.fromkeys(("to_dicts", "to_dict", "to_records", "records", "dicts"), "[dict(row) for row in answer]"),
    **dict.fromkeys(("to_json", "json"), "json.dumps([dict(row) for row in answer])"),
    **dict.fromkeys(("to_list", "tolist", "rows", "fetchall", "bindings", "all"), "list(answer)"),
    **dict.fromkeys(("head", "limit"), "answer[:5]"),
    "tail": "answer[-5:]",
    **dict.fromkeys(("first", "one", "fetchone"), "answer[0]"),
    **dict.fromkeys(("filter", "where", "select", "loc"), "[row for row in answer if row.stance == 'supported'], with a column of your own"),
    **dict.fromkeys(("sort", "sort_values", "order_by"), "sorted(answer, key=lambda row: row[0])"),
    **dict.fromkeys(("groupby", "group_by", "merge", "join", "value_counts", "describe", "iterrows"), "answer.to_dataframe(), which has it"),
    **dict.fromkeys(("shape", "size"), "len(answer), len(answer.columns)"),
    **dict.fromkeys(("vars", "variables", "keys"), "answer.columns"),
    **dict.fromkeys(("empty", "is_empty"), "not answer"),
}  # fmt: skip
# A word that another table chooses by -> the call that does.
_ELSEWHERE: Final = {
    **{("findings", name): "g.propositions(stances={!r}), since what several findings amount to is told of propositions" for name in ("stance", "stances")},
    **{("studies", name): "g.propositions(stances={!r}), since a study has no stance" for name in ("stance", "stances")},
    **{("propositions", name): "g.findings(directions={!r}), since a proposition sums up several" for name in ("direction", "directions")},
    **{("open_graph", name): "stroma.open_graph({!r}): a folder or an address comes first" for name in ("store", "path", "url", "dir", "directory", "endpoint")},
    **{("open_graph", name): "stroma.open_graph(files={!r})" for name in ("file", "data", "graph")},
    **{("propositions", name): "g.findings({}=…), or g.to_networkx({}=…, reweigh=True)".replace("{}", name) for name in ("years", "designs")},
}  # fmt: skip


def telling_keywords(method: Callable[P, T]) -> Callable[P, T]:
    """A method of the graph whose TypeError for an unknown keyword says what to write instead."""
    code = method.__code__
    n = code.co_argcount + code.co_kwonlyargcount
    known = frozenset(code.co_varnames[:n]) - {"self"}
    takes_any = bool(code.co_flags & CO_VARKEYWORDS)
    takes_names = bool(code.co_flags & CO_VARARGS)
    signature_ = signature(method)

    @wraps(method)
    def told(*args: P.args, **options: P.kwargs) -> T:
        if takes_any or options.keys() <= known:
            try:
                signature_.bind(*args, **options)
            except TypeError as error:
                raise UnknownOptionError(
                    _wrong_number(method.__name__, signature_, str(error))
                ) from None
            return method(*args, **options)
        name = next(name for name in options if name not in known)
        raise UnknownOptionError(
            _unknown_keyword(method.__name__, name, options[name], known, takes_names)
        )

    return told


def _wrong_number(method: str, of: Signature, said: str) -> str:
    """What to write where there are too many arguments, or one too few."""
    own = [p for p in of.parameters.values() if p.name != "self"]
    first = [p for p in own if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = ", ".join(p.name for p in first if p.default is p.empty)
    options = ", ".join(f"{p.name}=" for p in own if p.kind is p.KEYWORD_ONLY)
    if "missing" in said and needed:
        takes = f"needs {needed}"
    elif first:
        takes = f"takes no more than {', '.join(p.name for p in first)} without a keyword"
    else:
        takes = "takes keywords only" if options else "takes nothing"
    middle = "; the term in the middle is around=" if "around=" in options else ""
    return f"{_called(method)} {takes}{f'; options are {options}' if options else ''}{middle}"


def _called(method: str) -> str:
    return f"{'stroma' if method == 'open_graph' else 'g'}.{method}()"


def _unknown_keyword(
    method: str, name: str, value: object, known: Collection[str], takes_names: bool
) -> str:
    from difflib import get_close_matches

    said = f"{_called(method)} has no keyword {name!r}"
    near = [one for one in sorted(known) if name in one.split("_") or one.startswith(name)]
    near = near or get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    if near:
        return f"{said}; did you mean {near[0]}=?"
    if (other := _ELSEWHERE.get((method, name))) is not None:
        return f"{said}; write {other.format(value)}"
    if takes_names and isinstance(value, str):
        return f"{said}; names come first: g.{method}({value!r})"
    listed = ", ".join(f"{one}=" for one in sorted(known))
    return f"{said}; it takes {listed}" if listed else said
