"""How are groups of people called? The comparison group of a study, what it is given, and people at large.

Read first: `CONTROLS`, then `PEOPLE`: parts of regular expressions, made of the names in `[groups]` of ontology/audit/wording.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stroma.audit.language.lexicon import read_toml

_NAMES: Final = read_toml("wording.toml")["groups"]


def _any_of(names: Iterable[str]) -> str:
    """One of some names, the longest first; a space may be a hyphen, and a name that ends in "s?" stands in the singular or plural."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    initials = "".join(sorted({name[0] for name in longest_first}))
    any_name = "|".join(longest_first).replace(" ", "[ -]")
    return f"(?=[{initials}])(?:{any_name})"  # the initials first, which is faster


def _in_any_number(names: Iterable[str]) -> list[str]:
    return [f"{name.removesuffix('s')}s?" for name in names]


PRETENDED: Final = _any_of(_in_any_number(_NAMES["pretended"]))
"""A treatment that only looks like one: "placebo", "mock"."""
CONTROLS: Final = _any_of(_in_any_number([*_NAMES["pretended"], *_NAMES["compared"]]))
"""The comparison group, by its name or by what it gets: "controls", "saline", "usual care"."""
CONTROLS_AS_NOUN: Final = rf"(?!control\b(?![ -](?:group|arm)s?\b)){CONTROLS}"
"""The same without a bare "control", which may be a verb."""
PEOPLE: Final = _any_of(
    [*_in_any_number([*_NAMES["people"], *_NAMES["youths"]]), *_NAMES["nationals"]]
)
"""People, by any name: "patients", "volunteers", "Danes"."""
