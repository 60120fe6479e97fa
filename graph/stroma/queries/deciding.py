"""Which studies stand in an answer, in which order, and what is told of each: the words of a question that decide it.

Read first: `decided`. "The biggest randomised trial", "placebo-controlled", "in the UK", "by how much" choose the rows, their
order or their columns of a list of studies; where the question that was understood cannot be chosen so, one that can is asked
with the same names, and words that no question can use are said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stroma.naming import fold
from stroma.queries.choosing import N_NEAREST, OF_FIGURES
from stroma.queries.fitting import OF_OUTCOME, fit_of, folded_words, is_number, notes_of, told_by
from stroma.queries.mentioned import SOURCE, Name, word_stem
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT, named_in, plain_words
from stroma.queries.understood import Asked, Fit, Understood, command_of
from stroma.queries.where_and_when import OF_STUDIES

if TYPE_CHECKING:
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["Deciding", "decided", "deciding_in"]


_OF_HARM: Final = "harm-reports"
_OF_ONE_DISEASE: Final = "product-in-disease"
_OF_PLACEBO: Final = "placebo-controlled-trials"
# These list studies, and another list of studies answers as well.
_LISTS: Final = frozenset(
    (
        OF_STUDIES, OF_FIGURES, _OF_PLACEBO, "people-in-studies", "phase-3-trials", "primary-endpoints", "negative-trials",
        "small-studies", "doses-given", "open-label-against-controlled", "long-term-safety",
    )
)  # fmt: skip
# These sum studies up.
_SUMS: Final = frozenset(
    (_OF_ONE_DISEASE, OF_OUTCOME, "benefit-over-time", "about-term", "diseases-covered")
)
# How the rows of a question stand already.
_STANDS_BY: Final = {
    "long-term-safety": "longest",
    "small-studies": "smallest",
    "phase-3-trials": "largest",
    "benefit-over-time": "longest",
}
_OF_ROWS: Final = frozenset(
    ("study", "studies", "trial", "trials", "rct", "rcts", "paper", "papers", "cohort", "cohorts")
)
_TRIALS: Final = frozenset(("trial", "trials", "rct", "rcts"))
_COLUMNS: Final = "columns"
_FIGURES: Final = "figures"
# What is asked for, and the columns that tell it.
_TOLD_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ("endpoint", "endpoint_result", "value"),
    _FIGURES: ("value", "p", "compared_with"),
}
# A gap in what is said, of so many words at most: "how long were they followed".
_GAP: Final = ".."
_WIDEST_GAP: Final = 5
# What is narrowed by where and when, as every list can be.
_HELD_BY: Final = (
    "disease",
    "product",
    "outcome",
    "harm",
    "by-route",
    "country",
    "since",
    "published",
    "least",
    "most",
)
_NARROWING: Final = ("country", "since", "published", "result", "least", "most")
# Nothing is chosen by these where no list is asked for.
_ONLY_OF_LISTS: Final = frozenset(("order", "whom", "donors", "denied"))
# The column that tells what a word would choose by.
_COLUMN_OF: Final = {
    "designs": "design", "control": "compared_with", "masking": "blinding", "phases": "phase", "whom": "population",
}  # fmt: skip
# What many records do not say, so that a study is not chosen by it that may belong here.
_NOT_SAID: Final = {
    "country": "the country", "whom": "who took part", "masking": "the masking", "phases": "the phase", "since": "the year",
    "least": "the number of people", "most": "the number of people",
}  # fmt: skip
# By what an order goes stands in front; the number of people does so anyhow.
_BY: Final = {"longest": ("months_followed",), "shortest": ("months_followed",)}
_WHOSE: Final = frozenset(("my", "our", "your", "his", "her"))
_OF_SOMEBODY: Final = frozenset(("where", "children", "adults", "women", "men"))
# A list of studies is not chosen by it, nor is a question asked whose studies are those that are not wanted.
_DENIED: Final = "denied"
_DENIED_BY: Final = frozenset(("not", "without", "excluding", "except"))
_OF_THOSE: Final = frozenset(("those", "them", "these", "which"))


@dataclass(frozen=True, slots=True)
class Deciding:
    """Words of a text that decide which rows an answer has, their order, or what they tell."""

    places: frozenset[int]
    parameter: str
    value: str


def deciding_in(words: Sequence[str], in_names: Collection[int] = ()) -> list[Deciding]:
    """The words that decide, the longest at each place.

    Example:
        >>> [(one.parameter, one.value) for one in deciding_in("the largest double-blind trials".split())]
        [('order', 'largest'), ('masking', 'double-blind')]
    """
    said = plain_words().deciding
    found: list[Deciding] = []
    taken = set(in_names)
    for at, word in enumerate(words):
        if at in taken:
            continue
        is_theirs = at > 0 and words[at - 1] in _WHOSE
        for phrase, (parameter, value) in said.get(word, ()):
            # "In my country", "our kids": that of those who ask.
            if is_theirs and value in _OF_SOMEBODY:
                continue
            places = _places(phrase, words, at, taken)
            if places:
                found.append(Deciding(frozenset(places), parameter, value))
                taken.update(places)
                break
    return found


def _is_denied(one: Deciding, words: Sequence[str]) -> bool:
    """Whether what a word chooses by is what is not wanted: "not in adults". "Is there no randomised trial" asks for one."""
    first = min(one.places)
    return one.parameter in _COLUMN_OF and not _DENIED_BY.isdisjoint(
        words[max(0, first - 2) : first]
    )


def _orders_rows(
    one: Deciding, said: Sequence[Deciding], words: Sequence[str], names: Sequence[Name]
) -> bool:
    """Whether a word of order is of studies: "the largest dose" and "the biggest improvement" are of none."""
    if one.parameter != "order":
        return True
    idle = plain_words().choosing_nothing
    passed = {i for other in said if other.parameter != _COLUMNS for i in other.places}
    passed |= {
        i for n in names if n.kind in ("CellProduct", "Disease") for i in range(n.start, n.end)
    }
    for at in range(max(one.places) + 1, len(words)):
        if words[at] in _OF_ROWS:
            return True
        if at not in passed and words[at] not in idle and not words[at].isdigit():
            return False
    return True


def _as_columns(said: Sequence[Deciding], words: Sequence[str]) -> list[Deciding]:
    """What two words contradict each other in is shown and not chosen by, and so is what is asked of those that were listed: "which
    are from Iran, and did any of those have controls".
    """
    at = next(
        (i for i in range(1, len(words)) if words[i] in _OF_THOSE and words[i - 1] == "of"),
        len(words),
    )
    values: dict[str, set[str]] = {}
    for one in said:
        values.setdefault(one.parameter, set()).add(one.value)
    clashing = {p for p, of in values.items() if len(of) > 1}
    if "open-label" in values.get("masking", ()) and "control" in values:
        clashing |= {"masking", "control"}
    return [
        Deciding(one.places, _COLUMNS, _COLUMN_OF[one.parameter])
        if one.parameter in _COLUMN_OF and (one.parameter in clashing or min(one.places) > at)
        else one
        for one in said
    ]


def _places(
    phrase: Sequence[str], words: Sequence[str], at: int, taken: Collection[int]
) -> list[int]:
    """Where the words of a phrase stand that begins at a place; empty where it does not."""
    places: list[int] = []
    is_loose = False
    for one in phrase:
        if one == _GAP:
            is_loose = True
            continue
        to = at + (_WIDEST_GAP if is_loose else 1)
        place = next((i for i in range(at, min(to, len(words))) if words[i] == one), None)
        if place is None or place in taken:
            return []
        places.append(place)
        at, is_loose = place + 1, False
    return places


def decided(
    words: Sequence[str],
    found: Understood,
    names: Sequence[Name],
    questions: Mapping[str, Question],
    store: EvidenceStore,
) -> Understood:
    """What was understood, asked of the rows that the words decide on; where no question can use one of these it is unused."""
    if any(name.kind == SOURCE for name in names) or OF_STUDIES not in questions:
        return found
    folded = folded_words(words)
    in_names = {i for name in names for i in range(name.start, name.end)}
    said = _as_columns(deciding_in(folded, in_names), folded)
    said = [
        replace(one, parameter=_DENIED)
        if _is_denied(one, folded)
        else one
        if _orders_rows(one, said, folded, names)
        else replace(one, parameter="")
        for one in said
    ]
    base = found.question or (found.each[0].question if found.each else None)
    given = found.given if found.question else {}
    told = told_by(base, words) if base is not None else set()
    wanted = [one for one in said if not _is_satisfied(one, said, base, given, told)]
    is_list = not _OF_ROWS.isdisjoint(folded) or (base is not None and base.name in _LISTS)
    target = _target(wanted, base, names, questions, is_list=is_list)
    fit = fit_of(target, words, names, (), store, is_list=True)
    narrowing = {
        name: value
        for name, value in fit.given.items()
        if name in _NARROWING and (base is None or given.get(name) != value)
    }
    used = {i for one in said if one not in wanted for i in one.places}
    found = _without(found, [words[i] for i in sorted(used)])
    # The other questions have few columns.
    if found.question is not None and found.question.name in (OF_STUDIES, OF_FIGURES):
        found = replace(found, columns=_shown(said, found.question))
    left = _with_more_unused(found, wanted, words)
    # Of a decision the place is chosen or shown.
    is_of_place = base is not None and base.group == "regulation"
    if not is_of_place and not {"country", "where"} & set(given):
        left = _with_place_unused(left, words, folded, in_names)
    if base is not None and base.name not in _LISTS | _SUMS:
        return left
    wanted_here = [
        one for one in wanted if one.parameter and (is_list or one.parameter not in _ONLY_OF_LISTS)
    ]
    is_asked = bool(wanted_here) or (bool(narrowing) and is_list and bool(found.unused))
    # "How many jabs did people with autism get".
    is_of_columns = bool({"disease", "product"} & set(fit.given)) and any(
        one.parameter not in _ONLY_OF_LISTS for one in wanted_here
    )
    is_of_figures = _asks_figures(wanted_here) or target.name == OF_FIGURES or is_of_columns
    if not is_asked or (base is None and not is_list and not is_of_figures):
        return left
    return _asked_of(target, fit, said, folded, words, names, found, questions)


def _without(found: Understood, words: Collection[str]) -> Understood:
    return replace(found, unused=tuple(word for word in found.unused if word not in words))


def _with_place_unused(
    found: Understood, words: Sequence[str], folded: Sequence[str], in_names: Collection[int]
) -> Understood:
    """ "In the US" narrows nothing where no place is asked for, though "us" is a word of talk."""
    places = [i for at, _ in named_in(folded, plain_words().countries) for i in at]
    empty = plain_words().empty
    more = [words[i] for i in places if i not in in_names and folded[i] not in empty]
    return replace(found, unused=tuple(dict.fromkeys((*found.unused, *more))))


def _shown(said: Sequence[Deciding], question: Question) -> tuple[str, ...]:
    """The columns of a question that are asked for."""
    columns = {column.name for column in question.columns}
    asked = (
        c
        for one in said
        if one.parameter == _COLUMNS
        for c in _TOLD_IN.get(one.value, (one.value,))
    )
    return tuple(dict.fromkeys(c for c in asked if c in columns))


def _is_satisfied(
    one: Deciding,
    said: Sequence[Deciding],
    base: Question | None,
    given: Mapping[str, str],
    told: Collection[int],
) -> bool:
    """Whether a question that was understood is one of what a word decides on."""
    if base is None or not one.parameter:
        return False
    # "Trials without placebo" is a question of its own.
    if one.parameter == _DENIED:
        return base.name not in _LISTS and one.places <= set(told)
    if one.parameter == _COLUMNS:
        names = {column.name for column in base.columns}
        return _TOLD_IN.get(one.value, (one.value,))[0] in names or (
            one.value == "where" and "region" in names
        )
    if one.parameter == "order":
        return _STANDS_BY.get(base.name) == one.value
    if given.get(one.parameter) == one.value:
        return True
    # Chance may decide who gets placebo and who gets another treatment.
    if base.name == _OF_PLACEBO and one.parameter == "designs":
        return one.value == "controlled" or any(
            other.parameter in ("control", "masking") for other in said
        )
    return bool(one.places) and one.places <= set(told)


def _asks_figures(said: Sequence[Deciding]) -> bool:
    return any(one.parameter == _COLUMNS and one.value == _FIGURES for one in said)


def _target(
    wanted: Sequence[Deciding],
    base: Question | None,
    names: Sequence[Name],
    questions: Mapping[str, Question],
    *,
    is_list: bool,
) -> Question:
    """The list that can be chosen by what is wanted: of studies, or of their results where figures or an outcome are asked for."""
    if base is None and any(name.is_harm for name in names) and _OF_HARM in questions:
        return questions[_OF_HARM]
    figures = questions.get(OF_FIGURES)
    is_of_outcome = any(name.kind == "Outcome" and not name.is_harm for name in names)
    is_held = any(
        name.kind in ("Disease", "CellProduct") and name.written != ANY_PRODUCT for name in names
    )
    if figures is None or not (is_of_outcome or is_held):
        return questions[OF_STUDIES]
    taken = {parameter.name for parameter in figures.parameters} | {_COLUMNS}
    can_all = all(one.parameter in taken for one in wanted if one.parameter not in ("", _DENIED))
    is_sum = base is None or base.name in _SUMS
    if is_of_outcome and (can_all or is_sum or _asks_figures(wanted)):
        return figures
    # "NurOwn phase 3, what happened" asks for results, "phase 3 trials of NurOwn" for trials.
    is_of_phase = is_sum and not is_list and all(one.parameter == "phases" for one in wanted)
    return figures if can_all and (_asks_figures(wanted) or is_of_phase) else questions[OF_STUDIES]


def _asked_of(
    target: Question,
    fit: Fit,
    said: Sequence[Deciding],
    folded: Sequence[str],
    words: Sequence[str],
    names: Sequence[Name],
    found: Understood,
    questions: Mapping[str, Question],
) -> Understood:
    takes = {parameter.name: parameter for parameter in target.parameters}
    given = dict(fit.given)
    used: set[int] = set()
    for one in said:
        if one.parameter == _COLUMNS:
            used |= one.places if _shown([one], target) else set()
        elif (
            one.parameter in takes
            and (not takes[one.parameter].choices or one.value in takes[one.parameter].choices)
            and given.setdefault(one.parameter, one.value) == one.value
        ):
            used |= one.places
    routes = [name for name in names if name.kind == "Route"]
    if "by-route" in takes and len({name.iri for name in routes}) == 1:
        given["by-route"] = routes[0].written
        used |= {i for name in routes for i in range(name.start, name.end)}
    if given.get("order") in ("largest", "smallest") and "designs" in takes:
        # A review is no trial, however many people it pools.
        given.setdefault("designs", "no-reviews" if _TRIALS.isdisjoint(folded) else "trials")
    given |= {p.name: ANY for p in target.parameters if p.narrows and p.name not in given}
    idle = plain_words().widest
    left = [
        i
        for i in fit.left
        if i not in used and folded[i] not in idle and not _only_asks(words[i], questions)
    ]
    left = sorted({*left, *(i for one in said for i in one.places - used)})
    unused = tuple(words[i] for i in left)
    people = [words[i] for i in range(len(words)) if i not in used and i not in _in(names)]
    notes = (*(n for n in found.notes if n not in fit.notes), *notes_of(people))
    notes = tuple(
        dict.fromkeys(
            n for n in notes if not n.startswith("people are not chosen") or n in notes_of(people)
        )
    )
    left_out = [_NOT_SAID[name] for name in given if name in _NOT_SAID]
    if left_out:
        notes = (*notes, f"studies of which {_or(left_out)} is not entered are left out")
    order = [parameter.name for parameter in target.parameters]
    given = dict(
        sorted(given.items(), key=lambda one: (one[0] not in fit.given, order.index(one[0])))
    )
    chosen = replace(
        found,
        question=target,
        given=given,
        nearest=list(dict.fromkeys((command_of(target, given), *found.nearest)))[:N_NEAREST],
        unused=unused,
        notes=notes,
        columns=tuple(dict.fromkeys((*_BY.get(given.get("order", ""), ()), *_shown(said, target)))),
        instead=tuple(_instead(target, given, questions)),
        each=(),
    )
    if chosen.is_declined:
        return found
    if fit.others:
        kind = fit.others[0][0]
        several = [given[kind], *(text for parameter, text in fit.others if parameter == kind)]
        each = [Asked(target, {**given, kind: text}) for text in several]
        return replace(
            chosen, question=None, given={}, each=each, nearest=[e.command for e in each]
        )
    held = {k for k in _HELD_BY if given.get(k, ANY) not in (ANY, ANY_PRODUCT)}
    if not held and not all(map(is_number, unused)):
        return replace(found, unused=tuple(dict.fromkeys((*found.unused, *unused))))
    return chosen


def _or(words: Sequence[str]) -> str:
    return " or ".join(words)


def _in(names: Sequence[Name]) -> set[int]:
    return {i for name in names for i in range(name.start, name.end)}


def _only_asks(word: str, questions: Mapping[str, Question]) -> bool:
    """Whether a word only asks what came out, as a list of studies tells anyhow: "improve", "work"."""
    asked = questions[_OF_ONE_DISEASE].asked if _OF_ONE_DISEASE in questions else ()
    stems = {word_stem(phrase) for phrase in (*asked, *_OF_ROWS) if " " not in phrase}
    return word_stem(word) in stems


def _instead(
    target: Question, given: Mapping[str, str], questions: Mapping[str, Question]
) -> Iterator[Asked]:
    """What to ask where nothing was found in figures on an outcome: on all of them, then without what narrows."""
    if target.name != OF_FIGURES:
        return
    terms = ("product", "disease", "outcome")
    yield Asked(target, {k: v for k, v in given.items() if k in terms})
    yield Asked(target, {k: v for k, v in given.items() if k != "outcome"})
    kept = {k: v for k, v in given.items() if k in ("product", "disease")}
    if _OF_ONE_DISEASE in questions and kept.get("disease", ANY) != ANY:
        yield Asked(questions[_OF_ONE_DISEASE], kept)


def _with_more_unused(
    found: Understood, wanted: Sequence[Deciding], words: Sequence[str]
) -> Understood:
    """No answer is wider than what was asked without a word."""
    if found.question is None:
        return found
    noted = plain_words().ages_and_sexes
    places = sorted({i for one in wanted for i in one.places})
    more = [words[i] for i in places if fold(words[i]) not in noted]
    more = [w for w in more if fold(w) not in plain_words().empty]
    return replace(found, unused=tuple(dict.fromkeys((*found.unused, *more))))
