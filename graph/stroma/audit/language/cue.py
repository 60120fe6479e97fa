"""A phrase that carries a claim, a negation, a hedge or an aim, and where it stands. Read first: `Cue`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that does something; `first` and `last` are its tokens in the document."""

    kind: str
    phrase: str
    first: int
    last: int
    start: int
    end: int

    @property
    def rule(self) -> str:
        """How a candidate names the cue that made it."""
        return f"{self.kind}:{self.phrase}"
