"""Which named question does a person mean who asks in plain words?

Read first: `understand`. A question is answered when the phrases of one question (`# asked:` in its file) and the names of
terms and studies in the text choose it alone. Words of talk choose nothing; what else was left over is named beside the
answer, and where nothing was named that an answer can hold on to (a disease, a study, a harm), there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError, UnknownTermError
from stroma.model import Comparator
from stroma.naming import fold
from stroma.queries.mentioned import (
    ASKED_IN_OR_OF,
    KINDS_ASKED,
    LONGEST_NAME,
    SOURCE,
    Name,
    as_outcomes,
    names_in,
    remembering_names,
    word_stem,
)
from stroma.queries.noticed import noticed
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT, named_in, plain_words
from stroma.queries.spelling import corrected
from stroma.queries.trial_results import (
    silent_sentence,
    silent_trials,
    trial_sentence,
    trials_on,
)

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from stroma.queries.parameters import Parameter
    from stroma.queries.questions import Question
    from stroma.store import EvidenceStore

MAX_QUESTION: Final = 500
"""Characters of a question: each costs some milliseconds, and a pasted page asks nothing."""

__all__ = [
    "MAX_QUESTION",
    "Asked",
    "Understood",
    "command_of",
    "restate",
    "told_first",
    "understand",
    "unused_words",
]

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
# What is asked by names alone.
_ASKS_ALL: Final = {
    "safety-by-route": {"route", "harm"},
    "product-in-disease": {"product", "disease"},
    "outcome-across-products": {"outcome", "disease"},
}
_N_NEAREST: Final = 3
_NOT_IN_YEAR: Final = frozenset("before since after until till to between and by than from".split())
_ABOUT: Final = "stroma ask about-term "
# The label of the widest disease.
_ANY_DISEASE: Final = "disease"
# What helps is asked of a disease; without one its answer is none.
_OF_ONE_DISEASE: Final = "product-in-disease"
_OF_ONE_PRODUCT: Final = "never-measured"
_NO_DISEASE: Final = "no disease is named, and what was found in one says nothing of another: name one, of those that are covered"
_TRANSPLANTED: Final = ("transplant", "transplants", "transplantation", "transplantations")
_OF_TWO: Final = "side-by-side"
_OF_TWO_NAMES: Final = 2
# What joins two products that are named, and asks which is the better.
_OF_ONE_OR_OTHER: Final = ("or", "and", "versus", "vs", "safe", "safer", "best", "which is better")
# Where one question ends and another begins.
_JOINED_QUESTIONS: Final = re.compile(r"[?;]|\b(?:and|but)\b|,", re.IGNORECASE)
# "Retracted or corrected": of two things that are named one word asks for both.
_JOINED_BARELY: Final = re.compile(r"\bor\b", re.IGNORECASE)
_LEAST_PARTS: Final = 2
# Words of a text that is no question by itself but a story with one in it.
_STORY: Final = 30
_LEFT_OF_A_STORY: Final = 4
_MOST_PARTS: Final = 4
_HEADS: Final = frozenset(("msc", "mscs", "cells"))
_OF_OUTCOME: Final = "outcome-across-products"
_OF_HARM: Final = "harm-reports"
# "Can the cells turn into cancer" asks of a harm.
_COMES_OF_IT: Final = ("turn into", "become", "grow into", "lead to", "give you", "get")
_OF_COMPARATOR: Final = "compared-with"
# Behind these stands what something is compared with, after words that name nothing of it.
_SETS_AGAINST: Final = frozenset("than vs versus against beat beats over or to with".split())
_COMPARED: Final = ("to", "with")
_LONGEST_COMPARATOR: Final = 3
_OTHER_TREATMENTS: Final = (Comparator.ACTIVE, Comparator.STANDARD_CARE)
_OF_STUDY: Final = "findings-of-study"
_CARD_OF_STUDY: Final = "study-record"
_OF_COUNTRY: Final = "studies-of-disease"
_DONE_IN: Final = ("in", "from")
_OF_ROUTE: Final = "safety-by-route"
_OF_DOSES: Final = "doses-given"
# What cells are put in by names no harm.
_ONLY_GIVES: Final = frozenset(("injected", "inject", "injection", "delivered", "delivery"))
_OF_MECHANISM: Final = "mechanisms-by-evidence"
# Where these have no row, something wider may; that nothing was approved or retracted is an answer, and so is a harm that nobody reports.
_WIDENED: Final = (_OF_OUTCOME, _OF_ONE_DISEASE, _OF_MECHANISM, _OF_COMPARATOR)
# What an answer can hold on to where words are left over.
_HELD_BY: Final = frozenset(
    ("disease", "harm", "outcome", "study", "route", "on", "subject", "country", "since")
)
# What says which trials are asked for by their endpoint, and what asks for all of them.
_MET: Final = frozenset("met meet reached hit succeeded".split())
_MISSED: Final = frozenset("missed miss failed fail".split())
_ASKS_WHETHER: Final = frozenset("or whether did does do if either each every".split())
_LATER: Final = frozenset(("newer", "later", "more", "younger"))
# "Dose it help" is a slip that is a word; a dose that helps best is none.
_MEANS_DOES: Final = re.compile(
    r"^\W*dose (?!do\b|of\b|for\b|per\b).*\b(?:help|work|cure|slow|stop|improve|cause|reduce|prevent|heal|make|have|affect)\b",
    re.IGNORECASE,
)
# "Did it work or not" denies nothing.
_OR_NOT: Final = re.compile(r"\bor (?:not|no)\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """A named question with what it is asked of."""

    question: Question
    given: Mapping[str, str]
    """Parameter to the words that stand for it."""

    @property
    def command(self) -> str:
        """The command that asks it."""
        return command_of(self.question, self.given)


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
    is_advice: bool = False
    """Whether it asks what somebody should do, or of a therapy that is not covered."""
    instead: Sequence[Asked] = ()
    """What to ask where the question has no row: the next that fit, and what was found at all of the same product and disease."""
    each: Sequence[Asked] = ()
    """Where the text names several of what a question is about one of: the question of each."""
    in_danger: bool = False
    """Whether somebody seems to be in danger now: the one note says where help is, and nothing else is to be told."""

    @property
    def is_declined(self) -> bool:
        """Whether it asks for what is not told here: advice, a price, whether a trial recruits, a therapy that is not covered."""
        return self.is_advice or any(map(plain_words().declines, self.unused))


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
    leaves_names: bool = False
    """Whether names in the text are left over."""
    leaves_disease: bool = False
    """Whether one of them is that of a disease, and it is asked of none."""
    one_of_two: bool = False
    """Whether a word that is left over is one of two things that are set side by side."""
    of: str | None = None
    """The kind of the first name that it is asked of."""

    @property
    def command(self) -> str:
        return command_of(self.question, self.given)


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
    plain = plain_words()
    # However much somebody writes who is in danger.
    if danger := next((one for one in plain.danger if one.is_of(text)), None):
        return Understood(None, {}, (), (), (danger.words,), is_advice=True, in_danger=True)
    if len(text) > MAX_QUESTION:
        raise InputError(
            f"a question may have {MAX_QUESTION} characters at most, and this has {len(text):,}; to lay a text beside its studies: stroma audit"
        )
    if therapy := next((one for one in plain.not_covered if one.is_of(text)), None):
        covered = ["stroma ask diseases-covered"]
        return Understood(None, {}, covered, (), (therapy.words,), is_advice=True)
    # A text has many runs of words that may be names.
    with store.at_once(), remembering_names():
        return _understand(text, questions, store, chosen)


def _understand(
    text: str,
    questions: Mapping[str, Question],
    store: EvidenceStore,
    chosen: Collection[str],
) -> Understood:
    plain = plain_words()
    text = _OR_NOT.sub(" ", text)
    asked = _with_heads(_words(text), store)
    if _MEANS_DOES.search(text):
        asked[0] = "does"
    found = _understood(asked, questions, store, chosen)
    if plain.advice.is_of(text):
        return Understood(None, {}, found.nearest, (), (plain.advice.words,), is_advice=True)
    if plain.perhaps_not_covered.is_of(text):
        found = replace(found, notes=(*found.notes, plain.perhaps_not_covered.words))
    if found.question is not None and not found.unused:
        return found
    # Words of another question that chose nothing: "when was it approved, and which trial shows that it works".
    if _asks_more(asked, found.unused, questions, store) and (
        several := _of_parts(text, questions, store)
    ):
        return several
    if (offered := _looked_for(asked, questions, store)) is not None:
        # An outcome that has another name here only narrows what was asked.
        if found.question is not None and "--outcome" in offered.nearest[0]:
            return replace(found, notes=(*found.notes, *offered.notes))
        return offered
    if (
        found.question is None
        and not found.each
        and (several := _of_parts(text, questions, store)) is not None
    ):
        return several
    read = {
        word: meant
        for word in found.unused
        if (meant := _meant(word, questions, store) or _initials_of(word, text, store))
    }
    if not read:
        return _with_unused(_of_a_story(asked, found, questions, store))
    words = [one for word in asked for one in read.get(word, word).split()]
    found = _understood(words, questions, store, chosen)
    told = (f"{word!r} is read as {meant!r}" for word, meant in read.items())
    found = _of_a_story(words, replace(found, notes=(*told, *found.notes)), questions, store)
    return _with_unused(found)


def _of_a_story(
    words: Sequence[str],
    found: Understood,
    questions: Mapping[str, Question],
    store: EvidenceStore,
) -> Understood:
    """Who tells a long story and names one product and one disease in it asks what is known of the two."""
    # A question that little of the story asks was read into it: "he can't hold a cup" denies nothing of cells.
    is_open = found.question is None or len(found.unused) >= _LEFT_OF_A_STORY
    if (
        not is_open
        or found.each
        or found.is_declined
        or len(words) < _STORY
        or _OF_ONE_DISEASE not in questions
    ):
        return found
    names = [name for name in names_in(words, (), store) if name.written != ANY_PRODUCT]
    named = {name.kind: name for name in names if name.kind in ("CellProduct", "Disease")}
    iris = {name.iri for name in names if name.kind in ("CellProduct", "Disease", SOURCE)}
    if len(named) < _OF_TWO_NAMES or len(iris) > _OF_TWO_NAMES:
        return found
    given = {"product": named["CellProduct"].written, "disease": named["Disease"].written}
    return replace(found, question=questions[_OF_ONE_DISEASE], given=given)


def _of_parts(
    text: str, questions: Mapping[str, Question], store: EvidenceStore
) -> Understood | None:
    """The questions that stand side by side in a text, each with the product and the disease that the text names: "is it safe and
    does it work in Crohn's"; None where a part asks nothing by itself.
    """
    found_names = _narrowest(list(names_in(_words(text), (), store)), store)
    joined = _JOINED_QUESTIONS if found_names else _JOINED_BARELY
    parts = [part for part in joined.split(text) if part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    if any(name.kind == SOURCE for name in found_names):
        return None
    named = [
        name
        for name in found_names
        if name.kind in ("CellProduct", "Disease") and name.written != ANY_PRODUCT
    ]
    if len({name.kind for name in named}) < len({name.iri for name in named}):
        return None
    each = []
    left: list[str] = []
    for part in parts:
        words = _words(part)
        names = list(names_in(words, (), store))
        own = {name.iri for name in names}
        # "In Crohn's, is it safe and does it work" asks nothing by its first part.
        of_names = {
            i
            for name in names
            if name.kind in ("CellProduct", "Disease")
            for i in range(name.start, name.end)
        }
        rest = [fold(word) for i, word in enumerate(words) if i not in of_names]
        if plain_words().empty.issuperset(rest):
            continue
        for name in named:
            if name.iri not in own:
                words += ["in", *name.written.split()]
        found = _understood(words, questions, store)
        if found.question is None or (found.unused and not named):
            return None
        left += found.unused
        each.append(Asked(found.question, found.given))
    if len(each) < _LEAST_PARTS or len({one.question.name for one in each}) < len(each):
        return None
    commands = [one.command for one in each]
    told = f"{len(each)} questions are asked, each is answered"
    notes = (told, f"{_listed(left)} chose nothing of these answers") if left else (told,)
    return Understood(None, {}, commands, (), notes, each=each)


def _asks_more(
    words: Sequence[str],
    unused: Sequence[str],
    questions: Mapping[str, Question],
    store: EvidenceStore,
) -> bool:
    """Whether words that chose nothing of an answer ask something by themselves: by a phrase, or by the name of an outcome."""
    if not unused:
        return False
    for name in names_in(words, (), store):
        if name.kind == "Outcome" and set(words[name.start : name.end]) <= set(unused):
            return True
    asking = {word_stem(one) for q in questions.values() for one in q.asked if " " not in one}
    return any(word_stem(word) in asking for word in unused)


def _with_unused(found: Understood) -> Understood:
    """An answer says which words of the text it was not chosen by."""
    if found.question is None or not found.unused:
        return found
    return replace(
        found, notes=(*found.notes, f"{_listed(found.unused)} chose nothing of this answer")
    )


def _looked_for(
    words: Sequence[str], questions: Mapping[str, Question], store: EvidenceStore
) -> Understood | None:
    """What may be asked by words of which some are no name of a term, though people look for terms under them; the longest first."""
    plain = plain_words()
    named = list(names_in(words, (), store))
    for n in range(min(LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - n + 1):
            said = " ".join(words[at : at + n])
            if {
                words[at].casefold(),
                words[at + n - 1].casefold(),
            } & plain.empty or said.casefold() in plain.called:
                continue
            if any(
                name.start <= at and at + n <= name.end and name.end - name.start > n
                for name in named
            ):
                continue
            terms = list(store.looked_for(said, KINDS_ASKED))
            if not terms or _is_name(said, store):
                continue
            # What it is made from names a product that was tried in the disease; its cells are no further word.
            tried = _tried_in(terms, named, store)
            is_product = len(tried) == 1
            labels = [store.label(iri) for iri in tried or terms]
            after = at + n
            after += bool(tried) and after < len(words) and fold(words[after]) in _HEADS
            read = []
            for label in labels:
                meant = [*words[:at], *label.split(), *words[after:]]
                found = _understood(meant, questions, store)
                # Another name of the text may be of this kind too.
                more = _looked_for(meant, questions, store) if found.question is None else None
                read.append(more or found)
            if is_product and read[0].question is not None and not read[0].unused:
                told = f"{said!r} is read as {labels[0]!r}"
                return replace(read[0], notes=(told, *read[0].notes))
            is_more = len(read) == 1 and read[0].notes and read[0].question is None
            commands = [c for one in read for c in one.nearest[: _N_NEAREST if is_more else 1]]
            # "Memory in Alzheimer's": what has the disease already is read as the outcome.
            commands = [one for one in commands if not one.startswith(_ABOUT)] or commands
            told = f"{said!r} is no product, disease or outcome here; who looks for it may mean {' or '.join(labels)}"
            notes = (told, *(read[0].notes if is_more else ()))
            return Understood(None, {}, list(dict.fromkeys(commands)), read[0].unused, notes)
    return None


def _tried_in(terms: Sequence[str], named: Sequence[Name], store: EvidenceStore) -> list[str]:
    """Of some terms the products of which something was asked in the disease that a text names; none without a disease."""
    disease = next((name.iri for name in named if name.kind == "Disease"), None)
    if disease is None or any(store.kind(iri) != "CellProduct" for iri in terms):
        return []
    within = store.narrower(disease)
    asked = {
        wider
        for p in store.propositions.values()
        if p.condition in within or p.object in within
        for wider in store.broader(p.subject)
    }
    return [iri for iri in terms if iri in asked]


def _is_name(text: str, store: EvidenceStore) -> bool:
    try:
        store.resolve_term(text, ASKED_IN_OR_OF)
    except UnknownTermError:
        return False
    return True


def _words(text: str) -> list[str]:
    """The words of a text; "doesn't" is two."""
    text = re.sub(r"\bcan(?:no|['’])t\b", "can not", text, flags=re.IGNORECASE)
    text = re.sub(r"n['’]t\b", " not", text, flags=re.IGNORECASE)
    return re.findall(r"(?<!\w)[\w+./-][\w'’+./-]*(?<=\w)|\w", text)


def _with_heads(words: Sequence[str], store: EvidenceStore) -> list[str]:
    """The words with "MSC" after each of two tissues that share it: "adipose vs bone marrow MSC" names two products."""
    # What joins two kinds of cells whose common word stands after the second.
    sharing = plain_words().of_two | {"and"}
    found = list(words)
    for at in range(len(words) - 1, 0, -1):
        if fold(words[at]) not in sharing:
            continue
        head = next((w for w in words[at + 2 : at + 5] if fold(w) in _HEADS), None)
        if head is None:
            continue
        for n in (2, 1):
            before = words[max(0, at - n) : at]
            alone, together = " ".join(before), " ".join((*before, head))
            if len(before) == n and _is_product(together, store) and not _is_product(alone, store):
                found.insert(at, head)
                break
    return found


def _is_product(text: str, store: EvidenceStore) -> bool:
    try:
        store.resolve_term(text, ["CellProduct"])
    except UnknownTermError:
        return False
    return True


def _meant(word: str, questions: Mapping[str, Question], store: EvidenceStore) -> str | None:
    """The word that a person meant who wrote one that is known nowhere."""
    asked = {fold(one) for q in questions.values() for phrase in q.asked for one in phrase.split()}
    plain = plain_words()
    meant = corrected(fold(word), {*asked, *plain.not_held, *store.words_like(word)})
    # A slip in a word that names nothing changes no answer, so that it is forgiven in a shorter one.
    return meant or corrected(fold(word), plain.talk | plain.widest, least_for_wrong=len("disease"))


def _initials_of(word: str, text: str, store: EvidenceStore) -> str | None:
    """The one disease whose label begins with these letters, word by word; two letters are enough where children are spoken of."""
    plain = plain_words()
    is_of_age = any(fold(one) in plain.ages_and_sexes for one in _words(text))
    if not word.isupper() or not word.isalpha() or len(word) < (2 if is_of_age else 3):
        return None
    found = [
        term.label
        for term in store.records.terms.values()
        if term.kind == "Disease" and _initials(term.label) == word.casefold()
    ]
    return found[0] if len(found) == 1 else None


def _initials(label: str) -> str:
    words = re.findall(r"\w+", label.casefold())
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _understood(
    words: Sequence[str],
    questions: Mapping[str, Question],
    store: EvidenceStore,
    chosen: Collection[str] = (),
) -> Understood:
    phrases = {phrase for q in questions.values() for phrase in q.asked}
    stems = {one for phrase in phrases for one in _stems(phrase)}
    named, no_diseases = as_outcomes(list(names_in(words, stems, store)), words, store)
    of_people = [name for name in named if _is_had_by_people(name, words, phrases)]
    names = _narrowest([name for name in named if name not in of_people], store)
    # "Stem cells" beside the name of a product say nothing more.
    names.sort(key=lambda name: name.written == ANY_PRODUCT)
    of_effect = questions["product-in-disease"].asked if "product-in-disease" in questions else ()
    fits = [_fit(question, words, names, of_effect, store) for question in questions.values()]
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
    is_sure = is_sure and (best.question.name != _OF_TWO or "other" in best.given)
    is_sure = is_sure and (best.question.name != _OF_COMPARATOR or "against" in best.given)
    told = [fit for fit in fits if fit.is_told and fit.score > 0]
    if any(fit.given for fit in told):
        told = [fit for fit in told if fit.given or not fit.leaves_names]
    by_name = [fit for fit in fits if fit.given and fit.question.name in _GENERAL]
    by_name.sort(key=lambda fit: (-len(fit.given), _GENERAL.index(fit.question.name)))
    near = (told or by_name)[:_N_NEAREST]
    notes = (
        *map(_not_held_as_disease, of_people),
        *map(_not_held_as_harm, no_diseases),
        *best.notes,
    )
    several = next(
        (
            fit
            for fit in near
            if fit.others
            and (not fit.unused or names_source)
            and not fit.command.startswith(_ABOUT)
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
    if not is_sure and narrow is not None and (offered := _diseases_holding(best.unused, store)):
        of_each = [
            command_of(best.question, {**best.given, narrow.name: label}) for label in offered
        ]
        nearest = [*of_each, *nearest][:_N_NEAREST]
    elif (
        nearest
        and not is_sure
        and best.unused
        and not any("disease" in fit.given and fit.given["disease"] != ANY for fit in near)
    ):
        nearest.insert(0, "stroma ask diseases-covered")
    return Understood(
        best.question if is_sure else None,
        best.given,
        nearest,
        best.unused,
        notes,
        instead=list(_instead(best, near, names, questions))
        if best.question.name in _WIDENED
        else (),
    )


def _narrowest(names: Sequence[Name], store: EvidenceStore) -> list[Name]:
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
    if not 0 < len(found) <= _N_NEAREST:
        return []
    studied = Counter(d for study in store.records.studies.values() for d in study.disease)
    found = [term for term in found if studied[term.iri]]
    return [t.label for t in sorted(found, key=lambda term: (-studied[term.iri], term.label))]


def _instead(
    best: _Fit, near: Sequence[_Fit], names: Sequence[Name], questions: Mapping[str, Question]
) -> Iterator[Asked]:
    """What to ask where the best question has no row: of an outcome as a harm where it is one, of the same things less narrowly,
    at last of the product in every disease.
    """
    outcome = best.given.get("outcome")
    if outcome and _OF_HARM in questions and any(n.is_harm and n.written == outcome for n in names):
        kept = {k: v for k, v in best.given.items() if k in ("product", "disease")}
        yield Asked(questions[_OF_HARM], {"harm": outcome, **kept})
    # What one product was not compared with another may have been.
    if best.question.name == _OF_COMPARATOR:
        yield Asked(best.question, {k: v for k, v in best.given.items() if k != "product"})
    if best.question.name == _OF_MECHANISM:
        # What is done to a thing, where nothing is held that it does; no other question tells of it.
        if "subject" in best.given and "on" not in best.given:
            moved = {("on" if k == "subject" else k): v for k, v in best.given.items()}
            yield Asked(best.question, moved)
            yield Asked(best.question, {k: v for k, v in moved.items() if k != "product"})
        yield Asked(best.question, {k: v for k, v in best.given.items() if k != "product"})
        return
    yield from (Asked(fit.question, fit.given) for fit in near if fit is not best)
    if (whole := questions.get(_OF_ONE_DISEASE)) is None:
        return
    kept = {name: text for name, text in best.given.items() if name in ("product", "disease")}
    if kept.get("disease", ANY) != ANY:
        yield Asked(whole, kept)
    if kept.get("product", ANY_PRODUCT) != ANY_PRODUCT:
        yield Asked(whole, {**kept, "disease": ANY})


def _is_held(fit: _Fit) -> bool:
    """Whether an answer stands though words were left over: what it is about is named, and no disease can be among these words."""
    if all(map(_is_number, fit.unused)):
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


def _wants_a_study(fit: _Fit) -> bool:
    return any(p.kind == "source" and p.name not in fit.given for p in fit.question.parameters)


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _by_names_alone(
    fits: Sequence[_Fit], names: Sequence[Name], words: Sequence[str]
) -> list[_Fit]:
    """What is asked of a disease, a study, a harm or a route by more words than its name, none of which says what.

    A name alone asks for its card.
    """
    kinds = {name.kind for name in names}
    is_harm = any(name.is_harm for name in names)
    kinds_named = {name.kind for name in names if name.written != ANY_PRODUCT}
    asked = (
        _OF_STUDY if SOURCE in kinds
        else _OF_ONE_DISEASE if "Disease" in kinds
        else _OF_HARM if is_harm
        else _OF_OUTCOME if "Outcome" in kinds
        else _OF_ROUTE if "Route" in kinds
        else _OF_MECHANISM if kinds & {"Mechanism", "Molecule", "CellType"}
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
            or all(map(_is_number, fit.unused))
        )
        else fit
        for fit in fits
    ]


def _one_at_a_time(fit: _Fit, notes: tuple[str, ...]) -> Understood:
    """What is said where two diseases are named, or two products: a question is about one."""
    kind = fit.others[0][0]
    named = [fit.given[kind], *(text for parameter, text in fit.others if parameter == kind)]
    each = [Asked(fit.question, {**fit.given, kind: text}) for text in named]
    told = f"a question is about one {kind} at a time, and {' and '.join(map(repr, named))} are {len(named)}: ask of each"
    commands = [one.command for one in each]
    return Understood(None, {}, commands, (), (*notes, told), each=each)


def _of_a_disease(fit: _Fit) -> list[str]:
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
    asked_in = (_stems(phrase) for phrase in phrases if phrase.endswith(" in"))
    return any(stems[-len(phrase) :] == phrase for phrase in asked_in)


def _not_held_as_disease(name: Name) -> str:
    return (
        f"{name.written!r} is held as an outcome and not as a disease of those who were treated, so that no study is chosen by it; "
        f"where it was seen after a treatment: stroma ask harm-reports --harm {_quote(name.written)}"
    )


def _not_held_as_harm(name: Name) -> str:
    return (
        f"{name.written!r} is asked for as what the cells may have caused, and no harm here goes by that name; "
        f"who had it before: stroma ask product-in-disease --disease {_quote(name.written)}"
    )


def _fit(
    question: Question,
    words: Sequence[str],
    names: Sequence[Name],
    of_effect: Sequence[str],
    store: EvidenceStore,
) -> _Fit:
    """How well a question fits: a point for each word of its phrases, half a point for each name that it can use.

    Args:
        of_effect: phrases that ask for an effect, of an outcome in a disease too.
    """
    plain = plain_words()
    stems = [word_stem(word) for word in words]
    # "My son's": whose it is.
    folded = [fold(word) for word in words]
    taken, in_names, others = _taken(question, names)
    given = {name: one.written for name, one in sorted(taken.items(), key=lambda t: t[1].start)}
    empty, weak = plain.choosing_nothing, plain.weak
    used = {i for i, word in enumerate(folded) if word in empty or stems[i] in weak} | in_names
    # That cells are transplanted says nothing more of them.
    used |= {i for i in range(1, len(words)) if folded[i] in _TRANSPLANTED and i - 1 in in_names}
    where_and_when, at = _where_and_when(question, folded, in_names)
    given |= where_and_when
    used |= at
    asks_all = question.name in _ASKS_ALL and _ASKS_ALL[question.name] <= set(given)
    # A harm that is named is asked for, but where its disease could be one of which it is an outcome.
    asks_all |= (
        question.name == _OF_HARM
        and "harm" in taken
        and taken["harm"].is_harm
        and "disease" not in given
    )
    # Of a country only the studies that were done there can be asked.
    asks_all |= question.name == _OF_COUNTRY and "country" in given and bool(taken)
    # "How many studies in Japan", "anything since 2023": where no name is given the place and the time are what is asked of.
    is_of_place = (
        question.name == _OF_COUNTRY and not names and bool({"country", "since"} & set(given))
    )
    asks_all |= is_of_place
    if question.name == _OF_COMPARATOR:
        against = _comparator(folded, in_names, store)
        if against is None and names:
            return _Fit(question, -len(words), False, given, tuple(words), (), ())
        if against is not None:
            given["against"], at = against
            used |= at
    is_of_two = question.name == _OF_TWO
    named = {given[name] for name in ("product", "other") if name in given} - {ANY_PRODUCT}
    if is_of_two and names and len(named) < _OF_TWO_NAMES:
        return _Fit(question, -len(words), False, given, tuple(words), (), ())
    is_of_outcome = question.name == _OF_OUTCOME and "outcome" in given
    is_of_harm = question.name == _OF_HARM and "harm" in taken and taken["harm"].is_harm
    phrases = {
        *question.asked,
        *(of_effect if asks_all or is_of_outcome or (is_of_two and names) else ()),
        *(_OF_ONE_OR_OTHER if is_of_two and names else ()),
        *(_COMES_OF_IT if is_of_harm else ()),
    }
    is_safety = any(name.is_harm for name in names)
    if (
        question.name == _OF_ROUTE
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
    notes = _notes([words[i] for i in unread])
    # Who names a product asks of all that it was tried in; who says "stem cells" names none.
    if given.get("product", ANY_PRODUCT) != ANY_PRODUCT:
        given |= {p.name: ANY for p in question.parameters if p.narrows and p.name not in given}
    joints = {i for i, word in enumerate(folded) if word in plain.of_two}
    left = {i for i in range(len(words)) if i not in used | told and not _is_number(words[i])}
    one_of_two = any(left & {at - 1, at + 1, at + 2} for at in joints)
    of = next((one.kind for one in taken.values()), None)
    return _Fit(
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


def _where_and_when(
    question: Question, words: Sequence[str], in_names: Collection[int]
) -> tuple[dict[str, str], set[int]]:
    """The region of a decision, the country of a study and its year, where a question takes them, and the places of their words."""
    given: dict[str, str] = {}
    places: set[int] = set()
    plain = plain_words()
    for parameter in question.parameters:
        if not parameter.choices:
            continue
        said = [one for one in named_in(words, plain.regions) if one[1] in parameter.choices]
        # Of two regions none is left out.
        if len({region for _, region in said}) == 1:
            given[parameter.name] = said[0][1]
        places.update(*(place for place, _ in said))
    takes = {parameter.name for parameter in question.parameters}
    if "result" in takes and (came_out := _result(words)) is not None:
        given["result"], at = came_out
        places.update(at)
    if "since" in takes and (since := _since(words)) is not None:
        given["since"], at = since
        places.update(at)
    if "country" in takes and (said := list(named_in(words, plain.countries))):
        place, country = said[0]
        # "Placebo trials in Iran" are those; of a list that names Korea as one of several they are not.
        if question.name == _OF_COUNTRY or words[max(0, place.start - 1)] in _DONE_IN:
            given["country"] = country
            places.update(place)
    years = [
        i
        for i, word in enumerate(words)
        if _YEAR.fullmatch(word)
        and i not in in_names
        and (i == 0 or words[i - 1] not in _NOT_IN_YEAR)
    ]
    if "published" in takes and len(years) == 1:
        given["published"] = words[years[0]]
        places.update(years)
    return given, places


def _result(words: Sequence[str]) -> tuple[str, set[int]] | None:
    """Which trials are asked for by what their endpoint came to, and the places of the words that say so: "trials that missed"; who
    asks whether it was met asks for all.
    """
    if not _ASKS_WHETHER.isdisjoint(words):
        return None
    met = {i for i, word in enumerate(words) if word in _MET}
    missed = {i for i, word in enumerate(words) if word in _MISSED}
    denied = {i for i in met if not {"not", "never"}.isdisjoint(words[max(0, i - 2) : i])}
    if bool(met - denied) == bool(missed | denied):
        return None
    return ("not-met", missed | denied) if missed | denied else ("met", met)


def _since(words: Sequence[str]) -> tuple[str, set[int]] | None:
    """The first year of "newer than 2020", "since 2021" or "after 2020", and the places of these words."""
    for at, word in enumerate(words):
        if not _YEAR.fullmatch(word) or at == 0:
            continue
        before = words[max(0, at - 2) : at]
        if before[-1] in ("after", "than") and (before[-1] == "after" or before[0] in _LATER):
            return str(int(word) + 1), set(range(at - (2 if before[-1] == "than" else 1), at + 1))
        if before[-1] == "since" or (before[-1] in ("from",) and words[at + 1 : at + 2] == ["on"]):
            return word, {at - 1, at}
    return None


def _comparator(
    words: Sequence[str], in_names: Collection[int], store: EvidenceStore
) -> tuple[str, set[int]] | None:
    """What something is compared with, by a word of the records, and the places of its words: "cortisone" after "better than a"."""
    plain = plain_words()
    for at, word in enumerate(words):
        if word not in _SETS_AGAINST or (
            word in _COMPARED and (at == 0 or not words[at - 1].startswith("compar"))
        ):
            continue
        start = at + 1
        while start < len(words) and words[start] in plain.empty:
            start += 1
        for n in range(min(_LONGEST_COMPARATOR, len(words) - start), 0, -1):
            places = set(range(start, start + n))
            said = " ".join(words[start : start + n])
            if not places.isdisjoint(in_names) and said not in plain.comparators:
                continue
            if (meant := plain.comparators.get(said)) is not None:
                return meant, places
            if said not in plain.talk and any(f" {said} " in one for one in _compared(store)):
                return said, places
    return None


def _compared(store: EvidenceStore) -> set[str]:
    """What products were compared with, other than placebo and sham, as reported; each between two spaces."""
    if not store.may_be_held:
        return set()
    return {
        f" {finding.comparator_as_reported.casefold()} "
        for finding in store.findings.values()
        if finding.comparator_as_reported and finding.comparator in _OTHER_TREATMENTS
    }


def _notes(words: Sequence[str]) -> tuple[str, ...]:
    """What is said of words that choose nothing from an answer, though a person may think so."""
    plain = plain_words()
    denials = [word for word in words if word.casefold() in plain.denials]
    people = [word for word in words if word.casefold() in plain.ages_and_sexes]
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


def _takes(parameter: Parameter, name: Name) -> bool:
    kind = name.kind
    # "Walk distance" is an outcome and no harm.
    if parameter.name == "harm" and not name.is_harm:
        return False
    if kind == SOURCE or parameter.kind != "term":
        return kind == SOURCE and parameter.kind == "source"
    return not parameter.term_kinds or kind in parameter.term_kinds


def _places(phrase: str, stems: Sequence[str]) -> Iterator[int]:
    """The places of the words of a phrase in the text, when all are there."""
    wanted = _stems(phrase)
    if all(word in stems for word in wanted):
        yield from (stems.index(word) for word in wanted)


def _stems(phrase: str) -> list[str]:
    return [word_stem(word) for word in phrase.split()]


def command_of(question: Question, given: Mapping[str, str], more: Sequence[str] = ()) -> str:
    """The command that asks a question with these values, and with options as they were given beside them."""
    options = (f" --{name} {_quote(text)}" for name, text in given.items())
    return (
        f"stroma ask {question.name}{''.join(options)}{''.join(f' {_quote(one)}' for one in more)}"
    )


def _quote(text: str) -> str:
    return text if re.fullmatch(r"[\w.:/+-]+", text) else f'"{text}"'


def unused_words(found: Understood) -> str:
    """What is said of the words that nothing could be made of, as the part of a sentence; empty for none."""
    if not found.unused:
        return ""
    not_held = plain_words().not_held
    told = [held.words for word in found.unused if (held := not_held.get(word.casefold()))]
    rest = [word for word in found.unused if word.casefold() not in not_held]
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


def told_first(
    question: Question, bindings: Mapping[str, NamedNode | Literal], store: EvidenceStore
) -> str:
    """What is to be read before the rows on a product in a disease: what its randomised trials came to, as the page of the
    disease begins; empty where the question is another, or of every disease.
    """
    if question.name != _OF_ONE_DISEASE or not store.may_be_held:
        return ""
    disease, product = bindings.get("disease"), bindings.get("product")
    if disease is None or store.label(disease.value) == _ANY_DISEASE:
        return ""
    # A table of harms or mechanisms begins with no result on benefit.
    if (about := bindings.get("about")) is not None and about.value not in ("all", "benefit"):
        return ""
    is_any = product is None or store.label(product.value) == ANY_PRODUCT
    chosen = None if is_any or product is None else product.value
    said = trial_sentence(trials_on(store, disease.value, chosen))
    silent = silent_trials(store, disease.value, chosen)
    sentences = filter(None, (said, silent_sentence(silent, is_further=bool(said))))
    return " ".join(f"{one[:1].upper()}{one[1:]}." for one in sentences)
