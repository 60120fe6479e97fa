"""A named question found nothing: what does it find when it asks of every product, or of an outcome as a harm?

Read first: `why_no_rows`. A trial of another product is easily missed by who names one, and its null result with it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from stroma.counts import counted
from stroma.errors import ParameterError, UnknownTermError
from stroma.queries.asking import Asked
from stroma.queries.empty import NO_ROWS
from stroma.queries.engine import run_query
from stroma.queries.kin import asked_of_kin
from stroma.queries.parameters import ANY
from stroma.queries.questions import load_questions
from stroma.queries.streaming import run_in_child
from stroma.queries.wider import wider_studies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Literal, NamedNode

    from stroma.queries.asking import Understood
    from stroma.queries.engine import QueryResult
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["first_with_rows", "or_instead", "said_of_blanks", "why_no_rows"]

_MANY = 1_000
# What asks whether an outcome gets better, and what asks whether it is a harm.
_OF_REGULATION = "regulation"
_OF_TRIALS, _OF_STUDIES, _MOST_NAMED = "trials", "studies-of-disease", 8
_OF_BENEFIT, _OF_HARM = "outcome-across-products", "harm-reports"

# Columns whose blanks are told to who asks for them, in words.
_COLUMN_WORDS: Final = {
    "people": "number of people", "dose": "dose", "route": "route", "months_followed": "length of follow-up", "where": "country",
    "value": "figure", "endpoint": "primary endpoint", "blinding": "masking", "population": "word on who took part",
}  # fmt: skip


def why_no_rows(store: EvidenceStore, question: Question, given: Mapping[str, str]) -> str:
    """What is said under an empty answer: that it refutes nothing, and how many rows there are for all products.

    Args:
        given: what the question was asked with, by parameter.
    """
    said = (question.empty or NO_ROWS) + _as_harm(store, question, given)
    said += _of_other_designs(store, question, given)
    said += _of_wider(store, question, given) + _in_every_disease(store, question, given)
    named = next((p for p in question.parameters if p.term_kinds == ("CellProduct",)), None)
    if named is None or not named.takes_any or given.get(named.name, ANY).casefold() == ANY:
        return said
    bindings = question.bind({**given, named.name: ANY}, store.resolve_term, store.resolve_source)
    n = _n_rows(store, question, bindings)
    if n == 0:
        return f"{said}; nor is there anything on another product"
    rows = f"{n} row" if n == 1 else f"{n:,}{' or more' if n == _MANY else ''} rows"
    return (
        f"{said}; there {'is' if n == 1 else 'are'} {rows} on other products: --{named.name} {ANY}"
    )


def or_instead(
    found: Understood, store: EvidenceStore, timeout_s: float | None = None
) -> tuple[Understood, str]:
    """A question in plain words, or where it has no row the next that has one; and what is then said of that.

    Args:
        timeout_s: seconds for each question that is tried, in a process of its own; None: in this one, without an end.

    Raises:
        QueryTimeoutError: past `timeout_s`.

    Example:
        >>> import stroma
        >>> from stroma.queries import load_questions
        >>> from stroma.queries.asking import understand
        >>> store = stroma.open_graph().store
        >>> found = understand("devic's disease, mesenchymal stem cells, relapse rate", load_questions(), store)
        >>> found.question.name, or_instead(found, store)[0].question.name
        ('outcome-across-products', 'product-in-disease')
    """
    if found.question is None:
        return found, ""
    found, of_kin = asked_of_kin(found, store)
    assert found.question is not None
    asked = Asked(found.question, found.given)
    other = first_with_rows(store, (asked, *found.instead), timeout_s)
    if other is None or other is asked:
        blanks = said_of_blanks(store, asked, found.columns, timeout_s) if other else ""
        number = said_of_number(store, asked, found.asks_number, timeout_s) if other else ""
        return found, "; ".join(filter(None, (of_kin, blanks, number)))
    told = f"nothing is held on exactly that, which refutes nothing; asked instead: {other.command}"
    told = "; ".join(filter(None, (of_kin, told)))
    return replace(found, question=other.question, given=other.given, columns=()), told


def said_of_blanks(
    store: EvidenceStore, asked: Asked, columns: Sequence[str], timeout_s: float | None = None
) -> str:
    """Of which studies in an answer nothing is entered in a column that was asked for; empty where all is.

    Example:
        >>> import stroma
        >>> from stroma.queries import find_question, load_questions
        >>> from stroma.queries.understood import Asked
        >>> question = find_question("studies-of-disease", load_questions())
        >>> said_of_blanks(stroma.open_graph().store, Asked(question, {"disease": "kidney transplantation"}), ["where"])
        'no country is entered of tan-2012'
    """
    wanted = [column for column in columns if column in _COLUMN_WORDS]
    if not wanted:
        return ""
    result = _answer(store, asked, timeout_s)
    at = {name: place for place, name in enumerate(result.variables)}
    rows = list(result.rows())
    if "study" not in at:
        return ""
    said = []
    for column in wanted:
        told = {_text(row[at["study"]]) for row in rows if _text(row[at[column]])}
        blank = dict.fromkeys(s for row in rows if (s := _text(row[at["study"]])) and s not in told)
        if blank:
            names = ", ".join(list(blank)[:_MOST_NAMED])
            more = f" and {len(blank) - _MOST_NAMED} more" if len(blank) > _MOST_NAMED else ""
            said.append(f"no {_COLUMN_WORDS[column]} is entered of {names}{more}")
    return "; ".join(said)


def said_of_number(
    store: EvidenceStore, asked: Asked, words: str, timeout_s: float | None = None
) -> str:
    """How many rows and studies an answer has, where words ask for a number, and that it is no rate and no total.

    Example:
        >>> import stroma
        >>> from stroma.queries import find_question, load_questions
        >>> from stroma.queries.understood import Asked
        >>> question = find_question("negative-trials", load_questions())
        >>> said_of_number(stroma.open_graph().store, Asked(question, {"disease": "kidney transplantation"}), "how many")[:22]
        "'how many': the answer"
    """
    if not words:
        return ""
    result = _answer(store, asked, timeout_s)
    at = next((i for i, name in enumerate(result.variables) if name in ("study", "source")), None)
    rows = list(result.rows())
    n = "a thousand rows or more" if len(rows) == _MANY else counted(len(rows), "row")
    if at is not None:
        sources = {_text(row[at]) for row in rows} - {""}
        n += f" of {counted(len(sources), 'study', 'studies')}"
    return f"{words!r}: the answer lists {n}; no share, rate or total is computed of them"


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def first_with_rows(
    store: EvidenceStore, asked: Iterable[Asked], timeout_s: float | None = None
) -> Asked | None:
    """The first of some questions that has an answer; None where none has.

    Raises:
        QueryTimeoutError: one takes longer than `timeout_s`.

    Example:
        >>> import stroma
        >>> from stroma.queries import find_question, load_questions
        >>> from stroma.queries.asking import Asked
        >>> questions = load_questions()
        >>> narrow = Asked(find_question("deaths", questions), {"product": "NurOwn", "disease": "autism"})
        >>> wide = Asked(find_question("product-in-disease", questions), {"product": "NurOwn", "disease": "any"})
        >>> first_with_rows(stroma.open_graph().store, [narrow, wide]).command
        'stroma ask product-in-disease --product NurOwn --disease any'
    """
    for one in asked:
        try:
            bindings = one.question.bind(one.given, store.resolve_term, store.resolve_source)
        except (ParameterError, UnknownTermError):
            continue
        if _n_rows(store, one.question, bindings, most=1, timeout_s=timeout_s):
            return one
    return None


def _n_rows(
    store: EvidenceStore,
    question: Question,
    bindings: Mapping[str, NamedNode | Literal],
    most: int = _MANY,
    timeout_s: float | None = None,
) -> int:
    return sum(1 for _ in _run(store, question, bindings, most, timeout_s).rows())


def _answer(store: EvidenceStore, asked: Asked, timeout_s: float | None) -> QueryResult:
    bindings = asked.question.bind(asked.given, store.resolve_term, store.resolve_source)
    return _run(store, asked.question, bindings, _MANY, timeout_s)


def _run(
    store: EvidenceStore,
    question: Question,
    bindings: Mapping[str, NamedNode | Literal],
    most: int,
    timeout_s: float | None,
) -> QueryResult:
    # A time limit needs a process that can be ended; a named question needs no remark.
    run = (
        run_query
        if timeout_s is None
        else partial(run_in_child, timeout_s=timeout_s, remarks=False)
    )
    return run(store.dataset, question.sparql, bindings=bindings or None, limit=most)


def _in_every_disease(store: EvidenceStore, question: Question, given: Mapping[str, str]) -> str:
    """Of a question about one disease that nobody named: how many rows there are in all, as the part of a sentence."""
    narrow = next((p for p in question.parameters if p.narrows and p.name not in given), None)
    if narrow is None:
        return ""
    every = question.bind({**given, narrow.name: ANY}, store.resolve_term, store.resolve_source)
    n = _n_rows(store, question, every)
    if n == 0:
        return ""
    rows = f"is {n} row" if n == 1 else f"are {n:,}{' or more' if n == _MANY else ''} rows"
    return f"; there {rows} in other diseases: --{narrow.name} {ANY}"


def _of_other_designs(store: EvidenceStore, question: Question, given: Mapping[str, str]) -> str:
    """Of a disease without such a trial: which studies of people there are, as the part of a sentence."""
    is_list = question.group == _OF_TRIALS or question.name == _OF_STUDIES
    if not is_list or not store.may_be_held or "disease" not in given:
        return ""
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    disease = bindings.get("disease")
    if disease is None:
        return ""
    within = store.narrower(disease.value)
    studies = sorted(
        (one.slug, str(one.design).replace("-", " "))
        for one in store.records.studies.values()
        if one.design is not None and not within.isdisjoint(one.disease)
    )
    if not 0 < len(studies) <= _MOST_NAMED:
        return ""
    listed = ", ".join(f"{slug} ({design})" for slug, design in studies)
    return f"; studies of it that are held: {listed}"


def _of_wider(store: EvidenceStore, question: Question, given: Mapping[str, str]) -> str:
    """Which studies asked of a wider disease, as the part of a sentence; decisions are no studies."""
    if question.group == _OF_REGULATION:
        return ""
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    disease, product = bindings.get("disease"), bindings.get("product")
    if disease is None:
        return ""
    said = wider_studies(store, disease.value, product.value if product is not None else None)
    return f"; {said}" if said else ""


def _as_harm(store: EvidenceStore, question: Question, given: Mapping[str, str]) -> str:
    """Where an outcome was not asked as a benefit: how often it was asked as a harm, as the part of a sentence."""
    if question.name != _OF_BENEFIT or "outcome" not in given:
        return ""
    of_harm = load_questions()[_OF_HARM]
    harm = {"harm": given["outcome"]}
    harm |= {name: given[name] for name in ("product", "disease") if name in given}
    for parameter in question.parameters:
        if parameter.name == "disease" and parameter.default is not None:
            harm.setdefault("disease", parameter.default)
    n = _n_rows(store, of_harm, of_harm.bind(harm, store.resolve_term, store.resolve_source))
    if n == 0:
        return ""
    options = " ".join(f'--{name} "{text}"' for name, text in harm.items())
    return f"; as a harm it has {n:,} row{'s' * (n != 1)}: stroma ask {of_harm.name} {options}"
