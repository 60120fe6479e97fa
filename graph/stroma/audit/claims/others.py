"""Does a sentence that names no cell product speak of something else: "Aspirin is safe", "A feeding tube prolongs life"?

Read first: `is_of_another` and `is_of_another_drug`. Only words before the first verb count. What is known there (the treatment, people, a study, what was
measured) leaves the sentence to the product before it; anything else takes it away, because a product is never carried by nearness alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from stroma.audit.language.cues import EFFECTS
from stroma.audit.language.numbers import to_number

if TYPE_CHECKING:
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.entities import Entity
    from stroma.audit.language.reading import Reading, ReadSentence

BARE: Final = frozenset("it they this these them".split())
"""Pronouns that stand for what the sentence before was about."""
TREATMENT: Final = frozenset(
    "cell therapy treatment injection infusion transplant procedure product approach".split()
)
"""Words for a treatment that was named before."""
_ABOUT: Final = (
    BARE
    | TREATMENT
    | frozenset(
        # the treatment and its handling
        "drug medicine dose protocol method technique intervention transplantation graft implant candidate therapeutic use using "
        # a study, its people and what it tells
        "study trial experiment report paper publication analysis review result finding data evidence outcome endpoint goal target "
        "test score scale scan image mri measure measurement examination assessment follow sample laboratory research "
        "patient people person participant volunteer man woman child adult subject group arm family recipient sufferer user "
        "everyone everybody nobody anyone someone none all most many some few several half third quarter both each other one "
        "those he she we i you who what there here neither nothing everything same another responder individual "
        "fda ema "
        "author researcher scientist investigator doctor physician expert critic team company maker sponsor clinic centre center "
        # what is counted or told
        "year month week day time rate number share proportion risk chance frequency figure value difference effect benefit change "
        "improvement gain response decline rise fall success failure progress course safety tolerability side event complication "
        "problem concern disease condition illness symptom attack hope claim question".split()
    )
)
_OF_THE_BODY: Final = frozenset(
    "breathing speech swallowing sleep balance memory strength muscle joint bone skin nerve limb leg arm hand vision sight eye hearing "
    "appetite energy weight mobility gait movement motion life quality stiffness swelling tremor mood bladder bowel cartilage cough "
    "voice thinking concentration stamina spasm cramp ache numbness tissue organ kidney liver lung heart brain spine".split()
)
"""What treatments change, also where no term is held for it; as the word that a sentence is about, not beside it ("breathing support")."""
_VERBS: Final = frozenset(
    "is are was were be been has have had do does did can cannot may might will would could should must "
    "seem seems seemed appear appears appeared stayed remained remain remains "
    "become becomes became get gets got grew went came kept turned fell rose".split()
)
_SAYING: Final = frozenset(
    "reported report saw see showed show found find observed noted recorded measured said say says wrote write tells told "
    "described announced concluded learned heard read".split()
)
_PREPOSITIONS: Final = frozenset(
    "of in on at with without after before from for to by among between during over under".split()
)
_MINOR: Final = frozenset(
    "the a an its their our his her my your this that no not any itself themselve".split()
)
_VERB_CUES: Final = (*EFFECTS, "safe", "unsafe", "cause", "occur", "effective", "cure", "treat")
_SUBJECT_CUES: Final = frozenset(
    "negation pseudo observers humans animals laboratory responders comparators attributions contrasts hedges".split()
)
"""Cues that say whom or what a sentence on a study is about."""
_DRUGS: Final = frozenset(
    "interferon-beta-1b fingolimod dimethyl-fumarate mitoxantrone cyclophosphamide methylprednisolone natalizumab".split()
)
_VESICLES: Final = frozenset({"exosome", "extracellular-vesicle"})
_AND: Final = re.compile(r"^\s*(?:,|and\b|or\b|plus\b|with\b|&)")
_LEAD: Final = 9
"""Tokens of a clause that leads in, at most."""
_LONGEST: Final = 5
"""Words before the first verb, above which nothing is concluded."""


def is_of_another(
    reading: Reading,
    sentence: ReadSentence,
    clause: Clause | None = None,
    *,
    studies: Collection[int] = (),
) -> bool:
    """Whether a sentence opens with the name of something that is no treatment by cells, and nobody and nothing measured.

    Args:
        studies: offsets at which the text names a study: what such words open is of that study.
        clause: of the sentence, with a subject of its own if it has one.
    """
    first = clause.first if clause is not None else sentence.first
    lead = _after_lead(reading, sentence) if first == sentence.first else first
    has_lead = lead != first and bool(_opening(reading, sentence, lead))
    if has_lead and not _opens_with_another(reading, sentence, lead, studies):
        return False
    if clause is not None and first > sentence.first and not _opening(reading, sentence, first):
        first = sentence.first  # "... and prolongs life"
    return _opens_with_another(reading, sentence, first, studies)


def _opens_with_another(
    reading: Reading, sentence: ReadSentence, first: int, studies: Collection[int]
) -> bool:
    """Whether the words from a token up to the first verb name something else."""
    opening = _opening(reading, sentence, first)
    words = [t for t in opening if reading.tokens[t].form not in _MINOR]
    if not words or len(words) > _LONGEST:
        return False
    forms = {reading.tokens[t].form for t in words}
    numbered = any(to_number(reading.tokens[t].raw) is not None for t in words)
    if numbered or forms & (_ABOUT | _SAYING) or _is_noun_next(reading, opening):
        return False
    cues = [c for c in sentence.cues if c.kind in _SUBJECT_CUES]
    start, end = reading.tokens[opening[0]].start, reading.tokens[opening[-1]].end
    if any(start <= at < end for at in studies):
        return False
    if any(c.first <= t <= c.last for c in cues for t in opening):
        return False
    head = _head(reading, words)
    if reading.tokens[head].form in _OF_THE_BODY:
        return False
    return not any(e.first <= head <= e.last for e in sentence.entities)


def _after_lead(reading: Reading, sentence: ReadSentence) -> int:
    """The first token after a clause that leads in with a colon: "The answer was reassuring: nobody fell ill"."""
    for t in range(sentence.first + 1, min(sentence.first + _LEAD, sentence.last)):
        gap = reading.text[reading.tokens[t].end : reading.tokens[t + 1].start]
        if gap.startswith(":"):
            lead = reading.tokens[sentence.first : t + 1]
            return t + 1 if any(w.raw.casefold() in _VERBS for w in lead) else sentence.first
    return sentence.first


def products_of_others(
    reading: Reading, sentence: ReadSentence, is_cell: Callable[[Entity], bool]
) -> bool:
    """ "Other marrow cells, from Leiden": whether a sentence opens with other cells than those before."""
    first = sentence.first
    other = reading.tokens[first].form in ("other", "another", "different")
    return other and any(is_cell(e) and e.first <= first + 2 for e in sentence.entities)


def names_another(reading: Reading, sentence: ReadSentence) -> bool:
    """Whether the first words of a sentence name none of the treatment, of people, of a study or of what was measured."""
    first = range(sentence.first, sentence.last + 1)
    words = [t for t in first if reading.tokens[t].form not in _MINOR][:2]
    known = any(reading.tokens[t].form in _ABOUT for t in words)
    spans = [(e.first, e.last) for e in sentence.entities]
    spans += [(c.first, c.last) for c in sentence.cues if c.kind in _SUBJECT_CUES]
    return not known and not any(a <= t <= b for a, b in spans for t in words)


def _opening(reading: Reading, sentence: ReadSentence, first: int) -> list[int]:
    """The tokens from a place up to the first verb of the sentence; none where no verb follows."""
    cues = {c.first for c in sentence.cues if c.kind in _VERB_CUES}
    found: list[int] = []
    for t in range(first, sentence.last + 1):
        token = reading.tokens[t]
        if t in cues or token.raw.casefold() in _VERBS:
            return found
        before = [x for x in found if reading.tokens[x].form not in _MINOR]
        if before and token.raw.endswith("ed") and reading.tokens[before[-1]].form in _OF_THE_BODY:
            return found  # "the hearts pumped"
        found.append(t)
    return []


def _is_noun_next(reading: Reading, opening: list[int]) -> bool:
    """ "The apparent gain vanished": a word of an effect as the noun that an article opens."""
    article = reading.tokens[opening[0]].form in _MINOR
    return article and reading.tokens[opening[-1] + 1].form in _ABOUT


def _head(reading: Reading, words: list[int]) -> int:
    """The word that a group of words is about: the last before its first preposition."""
    for n, t in enumerate(words):
        if n and reading.tokens[t].form in _PREPOSITIONS:
            return words[n - 1]
    return words[-1]


def is_of_another_drug(
    reading: Reading, clause: Clause, token: int, is_cell: Callable[[Entity], bool]
) -> bool:
    """Whether another treatment stands nearer before a claim than any cell, vesicles of the cells included.

    Args:
        token: of the claim.
        is_cell: whether an entity is a cell or a product of cells.
    """
    if _is_of_vesicles(reading, clause, token, is_cell):
        return True
    entities = [e for e in clause.sentence.entities if e.first < token]
    drugs = [e for e in entities if reading.lexicon.terms[e.term].slug in _DRUGS]
    cells = [e for e in entities if is_cell(e)]
    if drugs and (not cells or cells[-1].first < drugs[-1].first):
        before = reading.tokens[max(clause.first, drugs[-1].first - 4) : drugs[-1].first]
        return "than" not in {t.form for t in before}
    opening = reading.tokens[clause.first : clause.first + 4]
    # "Good evidence that exercise eases": the word before what moves the outcome
    effects = (c for c in clause.sentence.cues if c.kind in EFFECTS and clause.first < c.first)
    movers = (reading.tokens[c.first - 1] for c in effects)
    forms = {t.form for t in (*opening, *movers)}
    return not cells and bool(forms & reading.lexicon.other_treatments)


def _is_of_vesicles(
    reading: Reading, clause: Clause, token: int, is_cell: Callable[[Entity], bool]
) -> bool:
    """ "Exosomes from these cells are safe": given instead of the cells; not "exosomes and stem cells"."""
    terms, before = reading.lexicon.terms, [e for e in clause.entities if e.first < token]
    first = next((e for e in before if terms[e.term].slug in _VESICLES), None)
    if first is None:
        return False
    cells = [e for e in before if is_cell(e)]
    gaps = (reading.text[min(e.end, first.end) : max(e.start, first.start)] for e in cells)
    beside = any(_AND.search(gap) for gap in gaps)
    return not beside and not any(e.first < first.first - 1 for e in cells)
