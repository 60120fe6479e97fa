"""Is what the cells are said to repair told of patients, though its sentence names none? "Stem cells repair the myelin sheath".

Read first: `promised_to_patients`. In an article about patients with a disease that is no biology of the background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.candidates import family_of
from stroma.model import Polarity, WordingStrength

if TYPE_CHECKING:
    from stroma.audit.claims.candidates import Candidate
    from stroma.audit.language.reading import Reading

_PATIENTS: Final = 2
"""Sentences on people from which an article is about patients."""
_REPAIRING: Final = ("repair", "regenerat", "rebuild", "regrow", "restor", "renew", "heal")


def promised_to_patients(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """Candidates, those on a repair by the cells as on people where the article is about patients and its paragraph on no laboratory."""
    on_people = sum(s.has("humans") and not s.has("animals") for s in reading.sentences)
    if reading.topic is None or on_people < _PATIENTS:
        return list(candidates)
    away = {s.span.paragraph for s in reading.sentences if s.has("animals", "laboratory")}
    return [
        replace(c, as_people=True)
        if _is_promise(c) and reading.sentences[c.sentence].span.paragraph not in away
        else c
        for c in candidates
    ]


def _is_promise(c: Candidate) -> bool:
    """Whether a repair is told outright, as what the cells do."""
    outright = c.wording.strength is WordingStrength.DIRECT and c.polarity is Polarity.AFFIRMS
    repairs = bool(c.cues) and (c.cues[-1].kind == "repair" or c.cues[-1].phrase.startswith(_REPAIRING))  # fmt: skip
    return outright and repairs and family_of(c.predicate) == "process" and not c.of_animals
