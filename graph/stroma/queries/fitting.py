"""How well does a named question fit the words of a text?

Read first: `fit_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stroma.naming import fold
from stroma.queries.mentioned import SOURCE, Name, word_stem
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT, plain_words
from stroma.queries.understood import Fit, listed
from stroma.queries.where_and_when import OF_STUDIES, comparator_in, where_and_when

if TYPE_CHECKING:
    from stroma.queries.parameters import Parameter
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = [
    "OF_COMPARATOR",
    "OF_HARM",
    "OF_OUTCOME",
    "OF_ROUTE",
    "OF_TWO",
    "OF_TWO_NAMES",
    "fit_of",
    "folded_words",
    "is_number",
    "notes_of",
    "stems_of",
    "told_by",
]

# What is asked by names alone.
_HOW_MANY: Final = tuple(map(word_stem, ("how", "many")))
_NEAR_HOW_MANY: Final = 5
_OF_ARTICLES: Final = "articles"
_ASKS_ALL: Final = {
    "safety-by-route": {"route", "harm"},
    "product-in-disease": {"product", "disease"},
    "outcome-across-products": {"outcome", "disease"},
}
_OF_ONE_PRODUCT: Final = "never-measured"
_TRANSPLANTED: Final = ("transplant", "transplants", "transplantation", "transplantations")
OF_TWO: Final = "side-by-side"
OF_TWO_NAMES: Final = 2
# What joins two products that are named, and asks which is the better.
_OF_ONE_OR_OTHER: Final = (
    "or",
    "and",
    "versus",
    "vs",
    "safe",
    "safer",
    "best",
    "which is better",
    "superior",
)
OF_OUTCOME: Final = "outcome-across-products"
OF_HARM: Final = "harm-reports"
# "Can the cells turn into cancer" asks of a harm.
_COMES_OF_IT: Final = ("turn into", "become", "grow into", "lead to", "give you", "get")
_OF_RECORD: Final = "study-record"
_WHO_PAID: Final = ("who paid", "paid", "paid for", "who pays", "financed", "funder", "funders")
OF_COMPARATOR: Final = "compared-with"
OF_ROUTE: Final = "safety-by-route"
_OF_DOSES: Final = "doses-given"
# What cells are put in by names no harm.
_ONLY_GIVES: Final = frozenset(("injected", "inject", "injection", "delivered", "delivery"))


def fit_of(
    question: Question,
    words: Sequence[str],
    names: Sequence[Name],
    of_effect: Sequence[str],
    store: EvidenceStore,
    *,
    is_list: bool = False,
) -> Fit:
    """How well a question fits: a point for each word of its phrases, half a point for each name that it can use.

    Args:
        of_effect: phrases that ask for an effect, of an outcome in a disease too.
        is_list: whether a list of studies is asked for.
    """
    plain = plain_words()
    stems = [word_stem(word) for word in words]
    # "My son's": whose it is.
    folded = folded_words(words)
    taken, in_names, others = _taken(question, names)
    given = {name: one.written for name, one in sorted(taken.items(), key=lambda t: t[1].start)}
    empty, weak = plain.choosing_nothing, plain.weak
    used = {i for i, word in enumerate(folded) if word in empty or stems[i] in weak} | in_names
    # That cells are transplanted says nothing more of them.
    used |= {i for i in range(1, len(words)) if folded[i] in _TRANSPLANTED and i - 1 in in_names}
    # "What the article on MSC for MS overstates": what it is on is no disease to be asked of.
    is_of_article = question.group == _OF_ARTICLES and not {"article", "articles"}.isdisjoint(
        folded
    )
    if is_of_article:
        used |= {i for name in names for i in range(name.start, name.end)}
        names = []
    narrowing, at = where_and_when(question, folded, in_names, is_list=is_list)
    given |= narrowing
    used |= at
    asks_all = question.name in _ASKS_ALL and _ASKS_ALL[question.name] <= set(given)
    # A harm that is named is asked for, but where its disease could be one of which it is an outcome.
    asks_all |= (
        question.name == OF_HARM
        and "harm" in taken
        and taken["harm"].is_harm
        and "disease" not in given
    )
    # Of a country only the studies that were done there can be asked.
    asks_all |= question.name == OF_STUDIES and "country" in given and bool(taken)
    # "How many studies in Japan", "anything since 2023": where no name is given the place and the time are what is asked of.
    is_of_place = (
        question.name == OF_STUDIES
        and not names
        and bool({"country", "since", "least", "most"} & set(given))
    )
    asks_all |= is_of_place
    if question.name == OF_COMPARATOR:
        against = comparator_in(folded, in_names, store)
        if against is None and names:
            return Fit(question, -len(words), False, given, tuple(words), (), ())
        if against is not None:
            given["against"], at = against
            used |= at
    is_of_two = question.name == OF_TWO
    named = {given[name] for name in ("product", "other") if name in given} - {ANY_PRODUCT}
    if is_of_two and names and len(named) < OF_TWO_NAMES:
        return Fit(question, -len(words), False, given, tuple(words), (), ())
    is_of_outcome = question.name == OF_OUTCOME and "outcome" in given
    is_of_harm = question.name == OF_HARM and "harm" in taken and taken["harm"].is_harm
    phrases = {
        *question.asked,
        *(of_effect if asks_all or is_of_outcome or (is_of_two and names) else ()),
        *(_OF_ONE_OR_OTHER if is_of_two and names else ()),
        *(_COMES_OF_IT if is_of_harm else ()),
        *(_WHO_PAID if question.name == _OF_RECORD else ()),
    }
    is_safety = any(name.is_harm for name in names)
    if (
        question.name == OF_ROUTE
        and {"product", "disease"} <= set(given)
        and not {"route", "harm"} & set(given)
    ):
        phrases -= _ONLY_GIVES
    if any(p.narrows and p.name not in given for p in question.parameters):
        # "Safe in" asks about a disease that is named: "safe in children" is no question about multiple sclerosis.
        phrases = {phrase for phrase in phrases if not phrase.endswith((" in", " for"))}
    told = {i for phrase in phrases for i in _places(phrase, stems)}
    if question.name == _OF_DOSES:
        # "Intrathecal or intravenous": what was given by which route stands there.
        routes = [name for name in names if name.kind == "Route"]
        of_routes = {i for name in routes for i in range(name.start, name.end)}
        used |= of_routes
        in_names |= of_routes
        told |= of_routes if len({name.iri for name in routes}) > 1 and not is_safety else set()
    score = sum(0.5 if stems[i] in weak else 1.0 for i in told) + 0.5 * len(given)
    unused = tuple(word for i, word in enumerate(words) if i not in used | told)
    # What was never measured is asked of one product, where one is named, else of a disease.
    score -= 0.1 * (question.name == _OF_ONE_PRODUCT and "product" not in taken)
    # A product and a disease alone ask what is known about them, an outcome and a disease what was found of the one in the other.
    score += 0.1 * asks_all + 2 * (is_of_place and not unused)
    # Of a place where cells were given only reports of harm can be chosen.
    score += question.name == OF_HARM and "harm" in taken and "country" in given
    # A second disease is not asked of; one that was not asked for narrows the answer.
    score -= 0.5 * len(others)
    # Of a study that is named no other question tells; without one a study's is no question.
    is_of_source = any(parameter.kind == "source" for parameter in question.parameters)
    names_source = any(name.kind == SOURCE for name in names)
    score -= 6 * (names_source and not is_of_source) + 2 * (is_of_source and not names_source)
    # Who names something asks of it; "blind" in "double blind" names nothing.
    untaken = [n for n in names if not in_names | told >= set(range(n.start, n.end))]
    score -= 0.5 * len([n for n in untaken if n.written != ANY_PRODUCT]) + 0.5 * (
        bool(untaken) and not taken
    )
    # Of whom a question is asked is no word to leave out.
    leaves_disease = "disease" not in given and any(n.kind == "Disease" for n in untaken)
    score -= 2 * leaves_disease
    score -= 0.1 * sum(p.narrows and p.name not in given for p in question.parameters)
    unread = [i for i in range(len(words)) if i not in told | in_names]
    notes = notes_of([words[i] for i in unread])
    # Who names a product asks of all that it was tried in; who says "stem cells" names none.
    if given.get("product", ANY_PRODUCT) != ANY_PRODUCT:
        given |= {p.name: ANY for p in question.parameters if p.narrows and p.name not in given}
    joints = {i for i, word in enumerate(folded) if word in plain.of_two}
    left = {i for i in range(len(words)) if i not in used | told and not is_number(words[i])}
    one_of_two = any(left & {at - 1, at + 1, at + 2} for at in joints)
    of = next((one.kind for one in taken.values()), None)
    return Fit(
        question,
        score,
        bool(told) or asks_all,
        given,
        unused,
        notes,
        tuple(others),
        leaves_names=bool(untaken),
        leaves_disease=leaves_disease,
        one_of_two=one_of_two,
        of=of,
        left=tuple(i for i in range(len(words)) if i not in used | told),
    )


def _taken(
    question: Question, names: Sequence[Name]
) -> tuple[dict[str, Name], set[int], list[tuple[str, str]]]:
    """Which names a question can use: by parameter, the places of their words, and those for which a parameter is taken already."""
    taken: dict[str, Name] = {}
    places: set[int] = set()
    others: list[tuple[str, str]] = []
    for name in names:
        fitting = [p.name for p in question.parameters if _takes(p, name)]
        if (free := next((one for one in fitting if one not in taken), None)) is not None:
            taken[free] = name
        elif not fitting or taken[fitting[0]].kind != name.kind:
            continue
        elif name.iri != taken[fitting[0]].iri and name.written != ANY_PRODUCT:
            others.append((fitting[0], name.written))
        places.update(range(name.start, name.end))
    return taken, places, others


def notes_of(words: Sequence[str]) -> tuple[str, ...]:
    """What is said of words that choose nothing from an answer, though a person may think so."""
    plain = plain_words()
    denials = [word for word in words if word.casefold() in plain.denials]
    people = [word for word in words if word.casefold() in plain.ages_and_sexes]
    notes = []
    if people:
        notes.append(
            f"people are not chosen by age or sex: nothing below is selected for {listed(people)}; "
            "`stroma ask people-in-studies` says whom each study took"
        )
    if denials:
        notes.append(
            f"{listed(denials)} chooses nothing: what was found and what was not is listed alike"
        )
    return tuple(notes)


def _takes(parameter: Parameter, name: Name) -> bool:
    kind = name.kind
    # A way that is named narrows a list of studies only where a list is asked for.
    if parameter.name == "by-route":
        return False
    # "Walk distance" is an outcome and no harm.
    if parameter.name == "harm" and not name.is_harm:
        return False
    if kind == SOURCE or parameter.kind != "term":
        return kind == SOURCE and parameter.kind == "source"
    return not parameter.term_kinds or kind in parameter.term_kinds


def folded_words(words: Sequence[str]) -> list[str]:
    """The words in small letters; the US stay a country, and "us" is a word of talk."""
    return ["usa" if word == "US" else fold(word) for word in words]


def told_by(question: Question, words: Sequence[str]) -> set[int]:
    """The places of the words that the phrases of a question use."""
    stems = [word_stem(word) for word in words]
    return {i for phrase in question.asked for i in _places(phrase, stems)}


def _places(phrase: str, stems: Sequence[str]) -> Iterator[int]:
    """The places of the words of a phrase in the text, when all are there."""
    wanted = stems_of(phrase)
    if tuple(wanted[:2]) == _HOW_MANY:
        # "How many people could use cells" asks for no number of cells.
        at = next((i for i, two in enumerate(pairwise(stems)) if two == _HOW_MANY), len(stems))
        near = stems[at : at + _NEAR_HOW_MANY]
        if all(word in near for word in wanted):
            yield from (at + near.index(word) for word in wanted)
        return
    if all(word in stems for word in wanted):
        yield from (stems.index(word) for word in wanted)


def stems_of(phrase: str) -> list[str]:
    return [word_stem(word) for word in phrase.split()]


def is_number(word: str) -> bool:
    return word[0].isdigit()
