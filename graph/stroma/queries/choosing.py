"""Which of all named questions fits the words of a text for certain, and which are the nearest?

Read first: `chosen_question`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.queries.fitting import (
    OF_COMPARATOR,
    OF_HARM,
    OF_OUTCOME,
    OF_ROUTE,
    OF_TWO,
    fit_of,
    is_number,
    stems_of,
    told_by,
)
from stroma.queries.mentioned import SOURCE, Name, as_outcomes, names_in, word_stem
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT, plain_words
from stroma.queries.understood import Asked, Fit, Understood, command_of, listed, quote

if TYPE_CHECKING:
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

__all__ = ["ABOUT", "N_NEAREST", "OF_FIGURES", "OF_ONE_DISEASE", "chosen_question", "narrowest"]

# What to ask about a name when nothing says what.
_GENERAL: Final = (
    "study-record",
    "findings-of-study",
    "about-term",
    "product-in-disease",
    "harms-beside-benefit",
    "harm-reports",
    "studies-of-disease",
)
# It is chosen by what decides on rows alone.
OF_FIGURES: Final = "results-in-figures"
N_NEAREST: Final = 3
ABOUT: Final = "stroma ask about-term "
# What helps is asked of a disease; without one its answer is none.
OF_ONE_DISEASE: Final = "product-in-disease"
_NO_DISEASE: Final = "no disease is named, and what was found in one says nothing of another: name one, of those that are covered"
_OF_STUDY: Final = "findings-of-study"
_CARD_OF_STUDY: Final = "study-record"
_OF_ARTICLES, _LEAST_OF_ARTICLE = "articles", 2
OF_MECHANISM: Final = "mechanisms-by-evidence"
# Where these have no row, something wider may; that nothing was approved or retracted is an answer, and so is a harm that nobody reports.
# Studies that do not disagree may be told one beside the other.
_OF_CONFLICTS: Final = "conflicts"
_WIDENED: Final = (_OF_CONFLICTS, OF_OUTCOME, OF_ONE_DISEASE, OF_MECHANISM, OF_COMPARATOR)
# What an answer can hold on to where words are left over.
_HELD_BY: Final = frozenset(
    ("disease", "harm", "outcome", "study", "route", "on", "subject", "country", "since")
)


def chosen_question(
    words: Sequence[str],
    questions: Mapping[str, Question],
    store: EvidenceStore,
    chosen: Collection[str] = (),
) -> tuple[Understood, list[Name]]:
    """The question that fits best, and the names in the words."""
    phrases = {phrase for q in questions.values() for phrase in q.asked}
    stems = {one for phrase in phrases for one in stems_of(phrase)}
    named, no_diseases = as_outcomes(list(names_in(words, stems, store)), words, store)
    of_people = [name for name in named if _is_had_by_people(name, words, phrases)]
    names = narrowest([name for name in named if name not in of_people], store)
    # "Stem cells" beside the name of a product say nothing more.
    names.sort(key=lambda name: name.written == ANY_PRODUCT)
    of_effect = questions["product-in-disease"].asked if "product-in-disease" in questions else ()
    fits = [
        fit_of(question, words, names, of_effect, store)
        for question in questions.values()
        if question.name != OF_FIGURES or told_by(question, words)
    ]
    names_source = any(name.kind == SOURCE for name in names)
    if not any(
        fit.is_told
        and not fit.leaves_disease
        and not _wants_a_study(fit)
        and ("study" in fit.given or not names_source)
        for fit in fits
    ):
        fits = _by_names_alone(fits, names, words)
    fits.sort(key=lambda fit: (-fit.score, len(fit.unused), fit.question.name))
    best, second = fits[:2]
    # Of two that fit alike the one that leaves no word over is meant.
    is_first = best.score > second.score or (
        best.score == second.score and not best.unused and len(second.unused) > 0
    )
    is_sure = best.is_told and is_first and not best.others
    is_sure = is_sure and _is_held(best) and not _wants_a_study(best)
    is_sure = is_sure and (best.question.name != OF_TWO or "other" in best.given)
    is_sure = is_sure and (best.question.name != OF_COMPARATOR or "against" in best.given)
    told = [fit for fit in fits if fit.is_told and fit.score > 0]
    if any(fit.given for fit in told):
        told = [fit for fit in told if fit.given or not fit.leaves_names]
    by_name = [fit for fit in fits if fit.given and fit.question.name in _GENERAL]
    by_name.sort(key=lambda fit: (-len(fit.given), _GENERAL.index(fit.question.name)))
    near = (told or by_name)[:N_NEAREST]
    notes = (
        *map(_not_held_as_disease, of_people),
        *map(_not_held_as_harm, no_diseases),
        *best.notes,
    )
    several = next(
        (
            fit
            for fit in near
            if fit.others and (not fit.unused or names_source) and not fit.command.startswith(ABOUT)
        ),
        None,
    )
    if several is not None and (several is near[0] or near[0].others):
        return _one_at_a_time(several, notes), names
    if not is_sure and (of_outcomes := _of_outcomes(near, best)) is not None:
        return _one_at_a_time(of_outcomes, notes), names
    narrow = next(
        (p for p in best.question.parameters if p.narrows and p.name not in {*best.given, *chosen}),
        None,
    )
    if is_sure and narrow is not None and best.question.name == OF_ONE_DISEASE:
        # What is true in one disease is not true in another, and multiple sclerosis is a default for those who know it.
        return Understood(None, {}, _of_a_disease(best), (), (*notes, _NO_DISEASE)), names
    if narrow is not None:
        for fit in near:
            fit.given.update(
                {
                    p.name: ANY
                    for p in fit.question.parameters
                    if p.narrows and p.name not in fit.given
                }
            )
    nearest = [fit.command for fit in near]
    if not is_sure and narrow is not None and (offered := _diseases_holding(best.unused, store)):
        of_each = [
            command_of(best.question, {**best.given, narrow.name: label}) for label in offered
        ]
        nearest = [*of_each, *nearest][:N_NEAREST]
    elif (
        nearest
        and not is_sure
        and best.unused
        and not any("disease" in fit.given and fit.given["disease"] != ANY for fit in near)
    ):
        nearest.insert(0, "stroma ask diseases-covered")
    found = Understood(
        best.question if is_sure else None,
        best.given,
        nearest,
        best.unused,
        notes,
        instead=list(_instead(best, near, names, questions))
        if best.question.name in _WIDENED
        else (),
    )
    return found, names


def narrowest(names: Sequence[Name], store: EvidenceStore) -> list[Name]:
    """The names without those of a disease that includes another one named: "the eyes" beside retinitis pigmentosa."""
    diseases = [name.iri for name in names if name.kind == "Disease"]
    wide = {
        iri
        for iri in diseases
        if any(other != iri and other in store.narrower(iri) for other in diseases)
    }
    return [name for name in names if name.iri not in wide]


def _diseases_holding(words: Sequence[str], store: EvidenceStore) -> list[str]:
    """The labels of the diseases whose names end with or begin with a word that is left over, the most studied first; none where
    they are many.
    """
    stems = {word_stem(word) for word in words} - {
        word_stem(w) for w in plain_words().widest | plain_words().no_names
    }
    found = [
        term
        for term in store.records.terms.values()
        if term.kind == "Disease" and stems & {word_stem(w) for w in re.findall(r"\w+", term.label)}
    ]
    if not 0 < len(found) <= N_NEAREST:
        return []
    studied = Counter(d for study in store.records.studies.values() for d in study.disease)
    found = [term for term in found if studied[term.iri]]
    return [t.label for t in sorted(found, key=lambda term: (-studied[term.iri], term.label))]


def _instead(
    best: Fit, near: Sequence[Fit], names: Sequence[Name], questions: Mapping[str, Question]
) -> Iterator[Asked]:
    """What to ask where the best question has no row: of an outcome as a harm where it is one, of the same things less narrowly,
    at last of the product in every disease.
    """
    outcome = best.given.get("outcome")
    if outcome and OF_HARM in questions and any(n.is_harm and n.written == outcome for n in names):
        kept = {k: v for k, v in best.given.items() if k in ("product", "disease")}
        yield Asked(questions[OF_HARM], {"harm": outcome, **kept})
    # What one product was not compared with another may have been.
    if best.question.name == OF_COMPARATOR:
        yield Asked(best.question, {k: v for k, v in best.given.items() if k != "product"})
    if best.question.name == _OF_CONFLICTS:
        if "about" in best.given and OF_FIGURES in questions:
            kept = {k: v for k, v in best.given.items() if k in ("product", "disease")}
            yield Asked(questions[OF_FIGURES], {"outcome": best.given["about"], **kept})
        if "about" in best.given and OF_MECHANISM in questions:
            yield Asked(questions[OF_MECHANISM], {"on": best.given["about"]})
        return
    if best.question.name == OF_MECHANISM:
        # What is done to a thing, where nothing is held that it does; no other question tells of it.
        if "subject" in best.given and "on" not in best.given:
            moved = {("on" if k == "subject" else k): v for k, v in best.given.items()}
            yield Asked(best.question, moved)
            yield Asked(best.question, {k: v for k, v in moved.items() if k != "product"})
        yield Asked(best.question, {k: v for k, v in best.given.items() if k != "product"})
        return
    yield from (Asked(fit.question, fit.given) for fit in near if fit is not best)
    if (whole := questions.get(OF_ONE_DISEASE)) is None:
        return
    kept = {name: text for name, text in best.given.items() if name in ("product", "disease")}
    if kept.get("disease", ANY) != ANY:
        yield Asked(whole, kept)
    if kept.get("product", ANY_PRODUCT) != ANY_PRODUCT:
        yield Asked(whole, {**kept, "disease": ANY})


def _is_held(fit: Fit) -> bool:
    """Whether an answer stands though words were left over: what it is about is named, and no disease can be among these words."""
    if all(map(is_number, fit.unused)):
        return True
    # An article is held, whatever it is called.
    if fit.question.group == _OF_ARTICLES and fit.score >= _LEAST_OF_ARTICLE:
        return True
    # Who asks what it costs asks of nothing that is held; clinics are spoken of in questions on other things.
    if any(map(plain_words().declines, fit.unused)):
        return False
    if fit.one_of_two:
        return False
    named = {name for name, text in fit.given.items() if text not in (ANY, ANY_PRODUCT)}
    if named & _HELD_BY or ("term" in named and fit.of not in (None, "CellProduct")):
        return True
    return "product" in named and not any(p.narrows for p in fit.question.parameters)


def _wants_a_study(fit: Fit) -> bool:
    return any(p.kind == "source" and p.name not in fit.given for p in fit.question.parameters)


def _by_names_alone(fits: Sequence[Fit], names: Sequence[Name], words: Sequence[str]) -> list[Fit]:
    """What is asked of a disease, a study, a harm or a route by more words than its name, none of which says what.

    A name alone asks for its card.
    """
    kinds = {name.kind for name in names}
    is_harm = any(name.is_harm for name in names)
    kinds_named = {name.kind for name in names if name.written != ANY_PRODUCT}
    asked = (
        _OF_STUDY if SOURCE in kinds
        else OF_ONE_DISEASE if "Disease" in kinds
        else OF_HARM if is_harm
        else OF_OUTCOME if "Outcome" in kinds
        else OF_ROUTE if "Route" in kinds
        else OF_MECHANISM if kinds & {"Mechanism", "Molecule", "CellType"}
        else None
    )  # fmt: skip
    if len(words) == sum(name.end - name.start for name in names):
        asked = _CARD_OF_STUDY if kinds == {SOURCE} else None
    return [
        replace(fit, is_told=True, score=fit.score + 1)
        if fit.question.name == asked
        and not fit.others
        and (
            asked in (_OF_STUDY, _CARD_OF_STUDY)
            or {"CellProduct", "Disease"} <= kinds_named
            or all(map(is_number, fit.unused))
        )
        else fit
        for fit in fits
    ]


def _of_outcomes(near: Sequence[Fit], best: Fit) -> Fit | None:
    """What was found on several outcomes of a disease that are named side by side, where words are left over that nothing is made of."""
    if any(map(plain_words().declines, best.unused)):
        return None
    return next(
        (
            fit
            for fit in near
            if fit.question.name == OF_OUTCOME
            and "disease" in fit.given
            and not fit.leaves_disease
            and not fit.one_of_two
            and {parameter for parameter, _ in fit.others} == {"outcome"}
        ),
        None,
    )


def _one_at_a_time(fit: Fit, notes: tuple[str, ...]) -> Understood:
    """What is said where two diseases are named, or two products: a question is about one."""
    kind = fit.others[0][0]
    named = [fit.given[kind], *(text for parameter, text in fit.others if parameter == kind)]
    each = [Asked(fit.question, {**fit.given, kind: text}) for text in named]
    told = f"a question is about one {kind} at a time, and {' and '.join(map(repr, named))} are {len(named)}: ask of each"
    commands = [one.command for one in each]
    left = (f"{listed(fit.unused)} chose nothing of these answers",) if fit.unused else ()
    return Understood(None, {}, commands, fit.unused, (*notes, told, *left), each=each)


def _of_a_disease(fit: Fit) -> list[str]:
    every = {p.name: ANY for p in fit.question.parameters if p.narrows}
    return ["stroma ask diseases-covered", replace(fit, given={**fit.given, **every}).command]


def _is_had_by_people(name: Name, words: Sequence[str], phrases: Collection[str]) -> bool:
    """Whether an outcome is told of those who were treated: "safe in people with cancer" asks of no cancer that the cells made."""
    if name.kind != "Outcome":
        return False
    before = words[: name.start]
    if plain_words().had_by.search(" ".join((*before, ""))):
        return True
    stems = [word_stem(word) for word in before]
    asked_in = (stems_of(phrase) for phrase in phrases if phrase.endswith(" in"))
    return any(stems[-len(phrase) :] == phrase for phrase in asked_in)


def _not_held_as_disease(name: Name) -> str:
    if not name.is_harm:
        return f"{name.written!r} is read as what tells who took part, and no people are chosen by it; the column analysis says which results are on a part of them"
    return (
        f"{name.written!r} is held as an outcome and not as a disease of those who were treated, so that no study is chosen by it; "
        f"where it was seen after a treatment: stroma ask harm-reports --harm {quote(name.written)}"
    )


def _not_held_as_harm(name: Name) -> str:
    return (
        f"{name.written!r} is asked for as what the cells may have caused, and no harm here goes by that name; "
        f"who had it before: stroma ask product-in-disease --disease {quote(name.written)}"
    )
