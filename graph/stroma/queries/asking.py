"""Which named question does a person mean who asks in plain words?

Read first: `understand`. A question is answered when the phrases of one question (`# asked:` in its file) and the names of
terms and studies in the text choose it alone. Words of talk choose nothing; what else was left over is named beside the
answer, and where nothing was named that an answer can hold on to (a disease, a study, a harm), there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.errors import InputError
from stroma.naming import fold
from stroma.queries.choosing import (
    ABOUT,
    N_NEAREST,
    OF_FIGURES,
    OF_ONE_DISEASE,
    chosen_question,
    narrowest,
)
from stroma.queries.deciding import decided
from stroma.queries.fitting import OF_TWO_NAMES
from stroma.queries.mentioned import (
    KINDS_ASKED,
    LONGEST_NAME,
    SOURCE,
    Name,
    names_in,
    remembering_names,
    word_stem,
)
from stroma.queries.passed_over import with_passed_over
from stroma.queries.plain_words import ANY_PRODUCT, plain_words
from stroma.queries.restating import restate, told_first
from stroma.queries.text_words import HEADS, initials_of, is_name, meant_word, with_heads, words_in
from stroma.queries.understood import Asked, Understood, command_of, listed, unused_words
from stroma.queries.where_and_when import OF_STUDIES

if TYPE_CHECKING:
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

# Where one question ends and another begins.
_JOINED_QUESTIONS: Final = re.compile(r"[?;]|\b(?:and|but)\b|,", re.IGNORECASE)
# "Retracted or corrected": of two things that are named one word asks for both.
_JOINED_BARELY: Final = re.compile(r"\bor\b", re.IGNORECASE)
_LEAST_PARTS: Final = 2
# Words of a text that is no question by itself but a story with one in it.
_STORY: Final = 30
_LEFT_OF_A_STORY: Final = 4
_MOST_PARTS: Final = 4
# "Dose it help" is a slip that is a word; a dose that helps best is none.
_MEANS_DOES: Final = re.compile(
    r"^\W*dose (?!do\b|of\b|for\b|per\b).*\b(?:help|work|cure|slow|stop|improve|cause|reduce|prevent|heal|make|have|affect)\b",
    re.IGNORECASE,
)
# "Did it work or not" denies nothing.
_OR_NOT: Final = re.compile(r"\bor (?:not|no)\b", re.IGNORECASE)


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
    if danger := plain.in_danger(text):
        return Understood(None, {}, (), (), (danger,), is_advice=True, in_danger=True)
    if len(text) > MAX_QUESTION:
        raise InputError(
            f"a question may have {MAX_QUESTION} characters at most, and this has {len(text):,}; to lay a text beside its studies: stroma audit"
        )
    if therapy := next((one for one in plain.not_covered if one.is_of(text)), None):
        covered = ["stroma ask diseases-covered"]
        return Understood(None, {}, covered, (), (therapy.words,), is_advice=True)
    # A text has many runs of words that may be names.
    with store.at_once(), remembering_names():
        found = _understand(text, questions, store, chosen)
        return with_passed_over(text, found, store)


def _understood(
    words: Sequence[str],
    questions: Mapping[str, Question],
    store: EvidenceStore,
    chosen: Collection[str] = (),
) -> Understood:
    """The named question that words fit best, asked of the rows that they decide on."""
    found, names = chosen_question(words, questions, store, chosen)
    return decided(words, found, names, questions, store)


def _understand(
    text: str,
    questions: Mapping[str, Question],
    store: EvidenceStore,
    chosen: Collection[str],
) -> Understood:
    plain = plain_words()
    text = _OR_NOT.sub(" ", text)
    asked = with_heads(words_in(text), store)
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
        return _of_a_story(asked, offered, questions, store)
    if (
        found.question is None
        and not found.each
        and (several := _of_parts(text, questions, store)) is not None
    ):
        return several
    read = {
        word: meant
        for word in found.unused
        if (meant := meant_word(word, questions, store) or initials_of(word, text, store))
    }
    if not read:
        return _of_a_story(asked, found, questions, store)
    words = [one for word in asked for one in read.get(word, word).split()]
    found = _understood(words, questions, store, chosen)
    # "Humans" and "human" are one word.
    told = (
        f"{word!r} is read as {meant!r}"
        for word, meant in read.items()
        if word_stem(word) != word_stem(meant)
    )
    return _of_a_story(words, replace(found, notes=(*told, *found.notes)), questions, store)


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
        or OF_ONE_DISEASE not in questions
    ):
        return found
    names = [name for name in names_in(words, (), store) if name.written != ANY_PRODUCT]
    named = {name.kind: name for name in names if name.kind in ("CellProduct", "Disease")}
    iris = {name.iri for name in names if name.kind in ("CellProduct", "Disease", SOURCE)}
    # Who names no product asks of all that were tried in the disease.
    if found.question is None and set(named) == {"Disease"} and len(iris) == 1:
        return replace(
            found,
            question=questions[OF_ONE_DISEASE],
            given={"disease": named["Disease"].written},
        )
    if len(named) < OF_TWO_NAMES or len(iris) > OF_TWO_NAMES:
        return found
    given = {"product": named["CellProduct"].written, "disease": named["Disease"].written}
    return replace(found, question=questions[OF_ONE_DISEASE], given=given)


def _of_parts(
    text: str, questions: Mapping[str, Question], store: EvidenceStore
) -> Understood | None:
    """The questions that stand side by side in a text, each with the product and the disease that the text names: "is it safe and
    does it work in Crohn's"; None where a part asks nothing by itself.
    """
    found_names = narrowest(list(names_in(words_in(text), (), store)), store)
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
        words = words_in(part)
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
    notes = (told, f"{listed(left)} chose nothing of these answers") if left else (told,)
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
            if not terms or is_name(said, store):
                continue
            # What it is made from names a product that was tried in the disease; its cells are no further word.
            tried = _tried_in(terms, named, store)
            is_product = len(tried) == 1
            labels = [store.label(iri) for iri in tried or terms]
            after = at + n
            after += bool(tried) and after < len(words) and fold(words[after]) in HEADS
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
            # A list of studies that the words choose is told with what was read; each row names its disease.
            if (
                len(read) == 1
                and read[0].question is not None
                and read[0].question.name in (OF_FIGURES, OF_STUDIES)
            ):
                told = (
                    f"{said!r} is no product, disease or outcome here; it is read as {labels[0]!r}"
                )
                return replace(read[0], notes=(told, *read[0].notes))
            is_more = len(read) == 1 and read[0].notes and read[0].question is None
            commands = [c for one in read for c in one.nearest[: N_NEAREST if is_more else 1]]
            # "Memory in Alzheimer's": what has the disease already is read as the outcome.
            commands = [one for one in commands if not one.startswith(ABOUT)] or commands
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
