"""Does an article that leans on a retracted study say so, or that a notice expresses concern about it?

Read first: `omitted_notice`. A retraction that is not told is left out; of an expression of concern it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stroma.audit.judging.results import Omission
    from stroma.audit.judging.study_blocks import StudyBlocks

_PAPER: Final = r"(?:papers?|articles?|stud(?:y|ies)|reports?|publications?|trials?|results?)"
_BY: Final = r"(?:the |its )?(?:\w+ )?(?:journals?|authors?|editors?|publishers?)"
_RETRACTED: Final = re.compile(
    rf"(?i)\bretract(?:s|ed|ion|ions|ing)?\b"
    rf"|\b{_PAPER}\b[^.]{{0,40}}\b(?:withdrawn|pulled|taken back)\b|\bwithdrawn by {_BY}\b|\b{_BY} (?:withdrew|pulled|took back)\b"
)
"""Words that say that a paper was taken back; a product withdrawn from the market is no paper."""
_CONCERN: Final = re.compile(
    r"(?i)\bexpressions? of concern\b|\b(?:editorial|journal's|editors'?) (?:note of )?concerns?\b"
    r"|\bconcerns? (?:was|were|has been|have been) (?:raised|expressed)\b|\b(?:raised|expressed) (?:\w+ ){0,2}concerns?\b"
)


def omitted_notice(b: StudyBlocks) -> Iterator[Omission]:
    """The retraction of a study that the text does not tell, or, as a question, the concern that was expressed about it."""
    study = b.study
    if study.retracted_on is not None:
        reason = f"the study was retracted on {study.retracted_on}, which the article does not say"
        tells = _RETRACTED
    elif study.concern_raised_on is not None:
        reason = f"a notice of {study.concern_raised_on} expresses concern about the study"
        tells = _CONCERN
    else:
        return
    if tells.search(b.reading.text if b.is_alone else b.paragraphs):
        return
    elsewhere = (s.index for s in b.reading.sentences if tells.search(b.reading.words(s)))
    perhaps = next(elsewhere, None)
    if perhaps is None and not study.is_retracted:
        perhaps = b.sentences[0].index
    yield replace(b.omission("RETRACTED", reason), perhaps=perhaps)
