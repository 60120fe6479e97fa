"""Which named question does a person mean who asks in plain words?

Read first: `understand`. Nothing is guessed: a question is answered only when every word of the text was used, by the
phrases of one question (`# asked:` in its file), by the names of terms, or because it carries no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError, UnknownTermError
from stroma.naming import AmbiguousNameError, fold
from stroma.queries.noticed import noticed
from stroma.queries.parameters import ANY
from stroma.queries.spelling import corrected

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from stroma.queries.parameters import Parameter
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

MAX_QUESTION: Final = 300
"""Characters of a question: each costs some milliseconds, and a pasted page asks nothing."""

__all__ = ["MAX_QUESTION", "Understood", "restate", "understand", "unused_words"]

_EMPTY: Final = frozenset(
    """
    a about after all am anything something both compare compared compares comparing comparison between difference differ an and any anyone are as at be been being by can case could data did do does done evidence ever find finding
    for found from get gets getting give given got had happen happens happened has have having how i if in into is it its kind known know
    list long-run made make many may me much my of off on one or our over patient patients people person please reported
    seen should show shown so some such take taken tell than that the their them then there these they thing things this
    those to under use used using versus vs was we were what when where which who why will with would you your really actually
    therapy treatment treatments therapies injection injections shot shots infusion infusions
    i'm i've father mother dad mum mom husband wife brother sister relative friend doctor neurologist try trying right today yet
    """.split()
)
# What is denied is the same question: its answer lists what was found and what was not alike. As on the page.
_DENIALS: Final = frozenset("no not never without neither nor none".split())
# Words that only join: no part of a name is asked for by one of them.
_JOINING: Final = _DENIALS | frozenset(
    """
    before during since against but just only also other more less very because despite while whether sold seen found shown told
    reported happen happened occur occurred
    """.split()
)
# Whom it is asked for: no study is chosen by that.
_PEOPLE: Final = frozenset(
    """
    child children kid kids son daughter baby babies infant infants toddler toddlers newborn newborns teenager teenagers adolescent
    adolescents pediatric paediatric adult adults elderly old older young younger age aged woman women man men boy boys girl girls
    pregnant
    """.split()
)
# Before a name, where it says what people had who were treated.
_HAD_BY: Final = re.compile(
    r"\b(?:in|for|to)\s+(?:\w+\s+)?(?:people|patients?|persons?|someone|anyone|those|individuals?|"
    rf"{'|'.join(sorted(_PEOPLE))})\s+(?:with|having|suffering\s+from|who\s+(?:have|had))\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
# Who says so in plain words means any cell therapy; as a product's name it would leave out cord blood and uncultured marrow.
_ANY_PRODUCT: Final = "regenerative medicine product"
# What a person calls a thing that is known here by another name; plain words in a question, no synonyms of the term.
_CALLED: Final = {
    **dict.fromkeys(("stem cell", "stem cells", "cell", "cells"), _ANY_PRODUCT),
    **dict.fromkeys(
        ("stem cell transplants", "stem cell transplantation", "stem cell transplantations"),
        "stem cell transplant",
    ),
    **dict.fromkeys(("die", "dies", "died", "dead", "fatal", "fatalities", "killed"), "death"),
    **dict.fromkeys(("knee", "knees", "knee arthritis"), "knee osteoarthritis"),
    # Lesser loss of sight is what was seen too.
    **dict.fromkeys(("blind", "blindness"), "visual loss"),
}
# Words of many questions, which alone choose none.
_WEAK: Final = frozenset(("trial", "study", "studi"))
# Names are at most so many words long; one that begins or ends with a word that only joins has so many.
_LONGEST_NAME: Final = 7
_WHOLE_NAME: Final = 3
# The kinds of term that questions are asked about, in the order in which a name is tried.
_KINDS: Final = (
    "CellProduct",
    "Disease",
    "Route",
    "Outcome",
    "CellType",
    "Mechanism",
    "Molecule",
    "Tissue",
)
# What a therapy may lead to or be given for, and the words that name one.
_CAME_OF_IT: Final = ("Outcome", "Disease", "Mechanism")
_TOLD_THERAPY: Final = re.compile(
    r"\b(?:stem|cells?|therap(?:y|ies)|treatments?|transplants?|transplantations?|injections?|infusions?)\b",
    re.IGNORECASE,
)
# Of what most questions ask; a tissue's name is none of them.
_ASKED_IN_OR_OF: Final = ("CellProduct", "Disease", "Outcome")
# What to ask about a name when nothing says what.
_GENERAL: Final = (
    "about-term",
    "product-in-disease",
    "harms-beside-benefit",
    "harm-reports",
    "studies-of-disease",
)
# What is asked by names alone.
_ASKS_ALL: Final = {
    "product-in-disease": {"product", "disease"},
    "outcome-across-products": {"outcome", "disease"},
}
_SOURCE: Final = "Source"
# Whose decision is asked for, and where it holds.
_REGIONS: Final = {
    **dict.fromkeys(("fda", "usa", "u.s", "america"), "United States"),
    **dict.fromkeys(("ema", "eu", "europe"), "European Union"),
    "japan": "Japan", "canada": "Canada", "korea": "South Korea",
}  # fmt: skip
# What no record here can tell, and what can.
_NOT_HELD: Final = {
    **dict.fromkeys(("cost", "costs", "price", "prices", "expensive", "cheap", "pay", "insurance"), "prices are not held here"),
    **dict.fromkeys(("clinic", "clinics", "hospital", "hospitals"), "clinics are not held here; `stroma ask harm-reports` has what regulators report of them"),
    **dict.fromkeys(
        ("recruit", "recruits", "recruiting", "recruitment", "enrol", "enroll", "enrolling", "join", "participate"),
        "whether a trial recruits is not held here, registries know; `stroma ask trials-without-results` has the trials without a result",
    ),
}  # fmt: skip
_TRANSPLANT: Final = re.compile(r"(?<!mesenchymal )\bstem[- ]cells? transplant", re.IGNORECASE)
_NO_TRANSPLANT: Final = "transplantation of blood-forming stem cells (HSCT, often just called a stem cell transplant) is not covered here"
_NOT_HELD_PHRASES: Final = {
    "exosomes?": "exosomes are not covered here: cell products are",
    "(?:extracellular|micro-?) ?vesicles?": "extracellular vesicles are not covered here: cell products are",
    "a?hsct": _NO_TRANSPLANT,
    "ha?ematopoietic stem[- ]cells? transplant(?:ation)?s?": _NO_TRANSPLANT,
    "long[- ]covid": "long COVID is not covered here; it is another condition than COVID-19, which is",
}  # fmt: skip
_N_NEAREST: Final = 3
_ABOUT: Final = "stroma ask about-term "
# What helps is asked of a disease; without one its answer is none.
_OF_ONE_DISEASE: Final = "product-in-disease"
_OF_ONE_PRODUCT: Final = "never-measured"
_NO_DISEASE: Final = "no disease is named, and what was found in one says nothing of another: name one, of those that are covered"
_TRANSPLANTED: Final = ("transplant", "transplants", "transplantation", "transplantations")
_OF_TWO: Final = "side-by-side"
_OF_TWO_NAMES: Final = 2
# What joins two products that are named, and asks which is the better.
_OF_ONE_OR_OTHER: Final = ("or", "and", "versus", "vs", "safe", "safer", "best", "which is better")
_OF_OUTCOME: Final = "outcome-across-products"
_OF_HARM, _ANY_HARM = "harm-reports", "adverse event"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text was understood as: the question for certain, else the nearest ones."""

    question: Question | None
    given: Mapping[str, str]
    """Parameter to the words of the text that stand for it."""
    nearest: Sequence[str]
    """Commands of the nearest questions, best first; the first is that of `question`, where there is one."""
    unused: Sequence[str]
    """Words that nothing could be made of."""
    notes: Sequence[str] = ()
    """What the answer does not choose by, and how a word was read that is known nowhere."""


@dataclass(frozen=True, slots=True)
class _Fit:
    question: Question
    score: float
    is_told: bool
    """Whether a phrase of the question was used, rather than names alone."""
    given: dict[str, str]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    """Parameter and name of what it could not be asked of beside the one that it is asked of."""

    @property
    def command(self) -> str:
        options = (f" --{name} {_quote(text)}" for name, text in self.given.items())
        return f"stroma ask {self.question.name}{''.join(options)}"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the text: the places of its words, its kind, and how it is written so that it is found."""

    start: int
    end: int
    kind: str
    written: str
    iri: str = ""
    is_harm: bool = False


def understand(
    text: str,
    questions: Mapping[str, Question],
    store: EvidenceStore,
    *,
    chosen: Collection[str] = (),
) -> Understood:
    """The named question that a text asks, with the terms that it names.

    Args:
        chosen: parameters that are given beside the text.

    Raises:
        InputError: it is longer than `MAX_QUESTION`.

    Example:
        >>> import stroma
        >>> from stroma.queries import load_questions
        >>> store = stroma.open_graph().store
        >>> understand("Does NurOwn slow ALS?", load_questions(), store).nearest[0]
        'stroma ask product-in-disease --product NurOwn --disease ALS'
        >>> understand("what does it cost", load_questions(), store).unused
        ('cost',)
    """
    if len(text) > MAX_QUESTION:
        raise InputError(
            f"a question may have {MAX_QUESTION} characters at most, and this has {len(text):,}; to lay a text beside its studies: stroma audit"
        )
    for phrase, not_held in _NOT_HELD_PHRASES.items():
        if re.search(rf"\b{phrase}\b", text, re.IGNORECASE):
            return Understood(None, {}, ["stroma ask diseases-covered"], (), (not_held,))
    found = _understood(_words(text), questions, store, chosen)
    if _TRANSPLANT.search(text):
        found = replace(found, notes=(*found.notes, _NO_TRANSPLANT))
    if found.question is not None:
        return found
    if (offered := _looked_for(_words(text), questions, store)) is not None:
        return offered
    read = {word: meant for word in found.unused if (meant := _meant(word, questions, store))}
    if not read:
        return found
    words = [read.get(word, word) for word in _words(text)]
    found = _understood(words, questions, store, chosen)
    told = (f"{word!r} is read as {meant!r}" for word, meant in read.items())
    return replace(found, notes=(*told, *found.notes))


def _looked_for(
    words: Sequence[str], questions: Mapping[str, Question], store: EvidenceStore
) -> Understood | None:
    """What may be asked by words of which some are no name of a term, though people look for terms under them; the longest first."""
    named = list(_names(words, (), store))
    for n in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - n + 1):
            said = " ".join(words[at : at + n])
            if {
                words[at].casefold(),
                words[at + n - 1].casefold(),
            } & _EMPTY or said.casefold() in _CALLED:
                continue
            if any(
                name.start <= at and at + n <= name.end and name.end - name.start > n
                for name in named
            ):
                continue
            labels = [store.label(iri) for iri in store.looked_for(said, _KINDS)]
            if not labels or _is_name(said, store):
                continue
            read = []
            for label in labels:
                meant = [*words[:at], *label.split(), *words[at + n :]]
                found = _understood(meant, questions, store)
                # Another name of the text may be of this kind too.
                more = _looked_for(meant, questions, store) if found.question is None else None
                read.append(more or found)
            is_more = len(read) == 1 and read[0].notes and read[0].question is None
            commands = [c for one in read for c in one.nearest[: _N_NEAREST if is_more else 1]]
            # "Memory in Alzheimer's": what has the disease already is read as the outcome.
            commands = [one for one in commands if not one.startswith(_ABOUT)] or commands
            told = f"{said!r} is no product, disease or outcome here; who looks for it may mean {' or '.join(labels)}"
            notes = (told, *(read[0].notes if is_more else ()))
            return Understood(None, {}, list(dict.fromkeys(commands)), read[0].unused, notes)
    return None


def _is_name(text: str, store: EvidenceStore) -> bool:
    try:
        store.resolve_term(text, _ASKED_IN_OR_OF)
    except UnknownTermError:
        return False
    return True


def _words(text: str) -> list[str]:
    """The words of a text; "doesn't" is two."""
    text = re.sub(r"\bcan(?:no|['’])t\b", "can not", text, flags=re.IGNORECASE)
    text = re.sub(r"n['’]t\b", " not", text, flags=re.IGNORECASE)
    return re.findall(r"[\w'’+./-]*\w", text)


def _meant(word: str, questions: Mapping[str, Question], store: EvidenceStore) -> str | None:
    """The word that a person meant who wrote one that is known nowhere."""
    asked = {fold(one) for q in questions.values() for phrase in q.asked for one in phrase.split()}
    return corrected(fold(word), {*asked, *_NOT_HELD, *store.words_like(word)})


def _understood(
    words: Sequence[str],
    questions: Mapping[str, Question],
    store: EvidenceStore,
    chosen: Collection[str] = (),
) -> Understood:
    phrases = {phrase for q in questions.values() for phrase in q.asked}
    stems = {stem for phrase in phrases for stem in _stems(phrase)}
    named = list(_names(words, stems, store))
    of_people = [name for name in named if _is_had_by_people(name, words, phrases)]
    names = [name for name in named if name not in of_people]
    # "Stem cells" beside the name of a product say nothing more.
    names.sort(key=lambda name: name.written == _ANY_PRODUCT)
    of_effect = questions["product-in-disease"].asked if "product-in-disease" in questions else ()
    fits = [_fit(question, words, names, of_effect) for question in questions.values()]
    fits.sort(key=lambda fit: (-fit.score, len(fit.unused), fit.question.name))
    best, second = fits[:2]
    is_sure = best.is_told and best.score > second.score and not (best.unused or best.others)
    is_sure = is_sure and (best.question.name != _OF_TWO or "other" in best.given)
    told = [fit for fit in fits if fit.is_told and fit.score > 0]
    by_name = [fit for fit in fits if fit.given and fit.question.name in _GENERAL]
    by_name.sort(key=lambda fit: (-len(fit.given), _GENERAL.index(fit.question.name)))
    near = (told or by_name)[:_N_NEAREST]
    notes = (*map(_not_held_as_disease, of_people), *best.notes)
    several = next(
        (
            fit
            for fit in near
            if fit.others and not fit.unused and not fit.command.startswith(_ABOUT)
        ),
        None,
    )
    if several is not None and (several is near[0] or near[0].others):
        return _one_at_a_time(several, notes)
    narrow = next(
        (p for p in best.question.parameters if p.narrows and p.name not in {*best.given, *chosen}),
        None,
    )
    if is_sure and narrow is not None and best.question.name == _OF_ONE_DISEASE:
        # What is true in one disease is not true in another, and multiple sclerosis is a default for those who know it.
        return Understood(None, {}, _of_a_disease(best), (), (*notes, _NO_DISEASE))
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
    if (
        nearest
        and best.unused
        and not any("disease" in fit.given and fit.given["disease"] != ANY for fit in near)
    ):
        nearest.insert(0, "stroma ask diseases-covered")
    return Understood(best.question if is_sure else None, best.given, nearest, best.unused, notes)


def _one_at_a_time(fit: _Fit, notes: tuple[str, ...]) -> Understood:
    """What is said where two diseases are named, or two products: a question is about one."""
    kind = fit.others[0][0]
    named = [fit.given[kind], *(text for parameter, text in fit.others if parameter == kind)]
    commands = [replace(fit, given={**fit.given, kind: text}).command for text in named]
    told = f"a question is about one {kind} at a time, and {' and '.join(map(repr, named))} are {len(named)}: ask of each"
    return Understood(None, {}, commands, (), (*notes, told))


def _of_a_disease(fit: _Fit) -> list[str]:
    every = {p.name: ANY for p in fit.question.parameters if p.narrows}
    return ["stroma ask diseases-covered", replace(fit, given={**fit.given, **every}).command]


def _is_had_by_people(name: _Name, words: Sequence[str], phrases: Collection[str]) -> bool:
    """Whether an outcome is told of those who were treated: "safe in people with cancer" asks of no cancer that the cells made."""
    if name.kind != "Outcome":
        return False
    before = words[: name.start]
    if _HAD_BY.search(" ".join((*before, ""))):
        return True
    stems = [_stem(word) for word in before]
    asked_in = (_stems(phrase) for phrase in phrases if phrase.endswith(" in"))
    return any(stems[-len(phrase) :] == phrase for phrase in asked_in)


def _not_held_as_disease(name: _Name) -> str:
    return (
        f"{name.written!r} is held as an outcome and not as a disease of those who were treated, so that no study is chosen by it; "
        f"where it was seen after a treatment: stroma ask harm-reports --harm {_quote(name.written)}"
    )


def _names(words: Sequence[str], told: Collection[str], store: EvidenceStore) -> Iterator[_Name]:
    """The names of terms and sources in a text, the longest first at each place."""
    at = 0
    while at < len(words):
        for n in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            some = words[at : at + n]
            ends = {fold(some[0]), fold(some[-1])}
            if (
                ends & _EMPTY
                or fold(some[0]) in ("product", "products")
                or (n < _WHOLE_NAME and ends & (_JOINING | _PEOPLE))
            ):
                continue
            is_told = any(_stem(word) in told for word in some)
            said = _CALLED.get(" ".join(some).casefold(), " ".join(some))
            name = _name(said, at, at + n, is_told, store)
            if name is not None:
                yield name
                at += n - 1
                break
        at += 1


def _name(text: str, start: int, end: int, is_told: bool, store: EvidenceStore) -> _Name | None:
    for kind in _KINDS:
        try:
            iri = store.resolve_term(text, [kind])
        except AmbiguousNameError as error:
            # A harm is often called by one of its words ("tumours"); a disease so called would be a guess, and so would "hips" be of
            # "hip replacement needed".
            is_therapy = _TOLD_THERAPY.search(text) is not None
            if (
                len(error.near) == 1
                and kind == "Outcome"
                and not is_told | is_therapy
                and len(text) > 3
            ):
                iri = store.resolve_term(error.near[0], [kind])
                if _is_harm(iri, store):
                    return _Name(start, end, kind, error.near[0], iri, is_harm=True)
        except UnknownTermError:
            continue
        else:
            # The therapy that is asked about is no part of what came of it: "side effects of stem cells" are no "relapse after
            # a stem-cell transplantation", though a wider name of that is a side effect.
            if (
                kind in _CAME_OF_IT
                and _TOLD_THERAPY.search(text)
                and store.longer_name(text, iri, [kind])
            ):
                continue
            return _Name(start, end, kind, text, iri, kind == "Outcome" and _is_harm(iri, store))
    if any(character.isdigit() for character in text):
        try:
            store.resolve_source(text)
        except UnknownTermError:
            return None
        return _Name(start, end, _SOURCE, text)
    return None


def _is_harm(iri: str, store: EvidenceStore) -> bool:
    """Whether an outcome is asked as a harm: an adverse event of some kind."""
    return any(store.label(wide) == _ANY_HARM for wide in store.broader(iri))


def _fit(
    question: Question, words: Sequence[str], names: Sequence[_Name], of_effect: Sequence[str]
) -> _Fit:
    """How well a question fits: a point for each word of its phrases, half a point for each name that it can use.

    Args:
        of_effect: phrases that ask for an effect, of an outcome in a disease too.
    """
    stems = [_stem(word) for word in words]
    given: dict[str, str] = {}
    # "My son's": whose it is.
    folded = [fold(word) for word in words]
    empty = _EMPTY | _DENIALS | _PEOPLE
    used = {i for i, word in enumerate(folded) if word in empty or stems[i] in _WEAK}
    in_names: set[int] = set()
    taken: dict[str, _Name] = {}
    others: list[tuple[str, str]] = []
    for name in names:
        parameter = next(
            (p for p in question.parameters if p.name not in given and _takes(p, name.kind)), None
        )
        if parameter is not None:
            given[parameter.name] = name.written
            taken[parameter.name] = name
            in_names.update(range(name.start, name.end))
            continue
        full = next(
            (p for p in question.parameters if _takes(p, name.kind) and p.name in taken), None
        )
        if full is not None and taken[full.name].kind == name.kind:
            in_names.update(range(name.start, name.end))
            if name.iri != taken[full.name].iri and name.written != _ANY_PRODUCT:
                others.append((full.name, name.written))
    used |= in_names
    # That cells are transplanted says nothing more of them.
    used |= {i for i in range(1, len(words)) if folded[i] in _TRANSPLANTED and i - 1 in in_names}
    given = {name: given[name] for name in sorted(given, key=lambda one: taken[one].start)}
    for parameter in question.parameters:
        said = [
            i for i, word in enumerate(words) if _REGIONS.get(word.casefold()) in parameter.choices
        ]
        if said:
            given[parameter.name] = _REGIONS[words[said[0]].casefold()]
            used.update(said)
    asks_all = question.name in _ASKS_ALL and _ASKS_ALL[question.name] <= set(given)
    # A harm that is named is asked for, but where its disease could be one of which it is an outcome.
    asks_all |= (
        question.name == _OF_HARM
        and "harm" in taken
        and taken["harm"].is_harm
        and "disease" not in given
    )
    is_of_two = question.name == _OF_TWO
    named = {given[name] for name in ("product", "other") if name in given} - {_ANY_PRODUCT}
    if is_of_two and names and len(named) < _OF_TWO_NAMES:
        return _Fit(question, -len(words), False, given, tuple(words), (), ())
    is_of_outcome = question.name == _OF_OUTCOME and "outcome" in given
    phrases = {
        *question.asked,
        *(of_effect if asks_all or is_of_outcome or (is_of_two and names) else ()),
        *(_OF_ONE_OR_OTHER if is_of_two and names else ()),
    }
    if any(p.narrows and p.name not in given for p in question.parameters):
        # "Safe in" asks about a disease that is named: "safe in children" is no question about multiple sclerosis.
        phrases = {phrase for phrase in phrases if not phrase.endswith((" in", " for"))}
    told = {i for phrase in phrases for i in _places(phrase, stems)}
    score = sum(0.5 if stems[i] in _WEAK else 1.0 for i in told) + 0.5 * len(given)
    unused = tuple(word for i, word in enumerate(words) if i not in used | told)
    # What was never measured is asked of one product, where one is named, else of a disease.
    score -= 0.1 * (question.name == _OF_ONE_PRODUCT and "product" not in taken)
    # A product and a disease alone ask what is known about them, an outcome and a disease what was found of the one in the other.
    score += 0.1 * asks_all
    # Words left over could change the answer; a disease that was not asked for narrows it.
    score -= 0.5 * (len(unused) + len(others))
    score -= 0.1 * sum(p.narrows and p.name not in given for p in question.parameters)
    unread = [i for i in range(len(words)) if i not in told | in_names]
    notes = _notes([words[i] for i in unread])
    # Who names a product asks of all that it was tried in; who says "stem cells" names none.
    if given.get("product", _ANY_PRODUCT) != _ANY_PRODUCT:
        given |= {p.name: ANY for p in question.parameters if p.narrows and p.name not in given}
    return _Fit(question, score, bool(told) or asks_all, given, unused, notes, tuple(others))


def _notes(words: Sequence[str]) -> tuple[str, ...]:
    """What is said of words that choose nothing from an answer, though a person may think so."""
    denials = [word for word in words if word.casefold() in _DENIALS]
    people = [word for word in words if word.casefold() in _PEOPLE]
    notes = []
    if people:
        notes.append(
            f"people are not chosen by age or sex: nothing below is selected for {_listed(people)}; "
            "`stroma ask people-in-studies` says whom each study took"
        )
    if denials:
        notes.append(
            f"{_listed(denials)} chooses nothing: what was found and what was not is listed alike"
        )
    return tuple(notes)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(map(repr, dict.fromkeys(words)))


def _takes(parameter: Parameter, kind: str) -> bool:
    if kind == _SOURCE or parameter.kind != "term":
        return kind == _SOURCE and parameter.kind == "source"
    return not parameter.term_kinds or kind in parameter.term_kinds


def _places(phrase: str, stems: Sequence[str]) -> Iterator[int]:
    """The places of the words of a phrase in the text, when all are there."""
    wanted = _stems(phrase)
    if all(word in stems for word in wanted):
        yield from (stems.index(word) for word in wanted)


def _stems(phrase: str) -> list[str]:
    return [_stem(word) for word in phrase.split()]


def _stem(word: str) -> str:
    """A word without its ending, so that "slows", "slowed" and "slowing" are one."""
    word = fold(word)
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word.removesuffix(ending)
            break
    # "slow" is "slowed", but "rat" is not "rate".
    return word.removesuffix("e") if len(word) > 4 else word


def _quote(text: str) -> str:
    return text if re.fullmatch(r"[\w.:/+-]+", text) else f'"{text}"'


def unused_words(found: Understood) -> str:
    """What is said of the words that nothing could be made of, as the part of a sentence; empty for none."""
    if not found.unused:
        return ""
    told = [_NOT_HELD[word.casefold()] for word in found.unused if word.casefold() in _NOT_HELD]
    rest = [word for word in found.unused if word.casefold() not in _NOT_HELD]
    if rest:
        told.insert(0, f"no use was found for {', '.join(map(repr, rest))}")
    return "; " + "; ".join(dict.fromkeys(told))


def restate(
    question: Question,
    given: Mapping[str, str],
    bindings: Mapping[str, NamedNode | Literal],
    store: EvidenceStore,
) -> str:
    """The question with the values it was asked with, defaults too, so that a misread word or a narrow answer is seen.

    What was retracted is named, because no answer counts it.
    """
    values = []
    hints = []
    longer: list[str] = []
    words = {name.replace("_", "-"): text for name, text in given.items()}
    for parameter in question.parameters:
        term = bindings.get(parameter.variable)
        if term is not None:
            shown = store.label(term.value) if parameter.kind in ("term", "source") else term.value
            is_default = parameter.name not in words
            if words.get(parameter.name, "").casefold() == ANY:
                shown = ANY
            elif parameter.kind == "term" and not is_default:
                text = words[parameter.name]
                if said := store.longer_name(text, term.value, parameter.term_kinds or None):
                    longer.append(f"; {said}")
            values.append(f"{parameter.name}: {shown}{' (default)' if is_default else ''}")
            if is_default and parameter.narrows:
                hints.append(f"; --{parameter.name} any asks about every disease")
    told = f" [{', '.join(values)}]" if values else ""
    if question.caution:
        told += f" ({question.caution})"
    return (
        question.question + told + "".join((*hints, *longer)) + noticed(question, bindings, store)
    )
