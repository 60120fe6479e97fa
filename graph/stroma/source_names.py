"""By which names do people call a study or reference? Its identifiers, author and year, and what its trial is called.

Read first: `named_sources`. A name that two sources have is that of neither, but a trial of which two papers report goes to the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from stroma.identifiers import bare_identifier
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    from stroma.model import Reference, Study

__all__ = ["author_and_year", "named_sources", "source_id", "suggest_sources", "trial_name"]

# "Petrou 2020", "Petrou et al. (2020)", "Petrou P, 2020".
_AUTHOR_AND_YEAR: Final = re.compile(
    r"(?P<author>[^\W\d][\w'’-]+)(?:\s+[A-Z]{1,3})?(?:,?\s+et\s+al\.?)?,?\s+\(?(?P<year>(?:19|20)\d\d)\)?"
)
_SLUG: Final = re.compile(r"(?P<author>[^\W\d][\w-]*[^\W\d])-(?P<year>(?:19|20)\d\d)")
# "TREASURE: MultiStem vs placebo in acute stroke", "HB-adMSC vs placebo in RRMS (HBMS01)": a name has two capitals.
_TRIAL: Final = re.compile(
    r"(?:^(?=[^:]*[A-Z][^:]*[A-Z])(?P<first>[\w-]+(?: [A-Z][\w-]*){0,2}): |\((?P<last>[A-Z]+\d*)\)$)"
)


def source_id(text: str) -> str:
    """A text as the identifier of a source is kept, from any of its usual spellings.

    Example:
        >>> source_id("https://doi.org/10.1000/xyz123"), source_id("Petrou et al. (2020)")
        ('10.1000/xyz123', 'Petrou 2020')
    """
    written = bare_identifier(text).strip("<> \r\n").removeprefix("https://doi.org/")
    if (told := _AUTHOR_AND_YEAR.fullmatch(written)) is not None:
        # "Panés" is kept as Panes.
        plain = normalize("NFKD", told["author"])
        return f"{''.join(c for c in plain if not combining(c))} {told['year']}"
    return written


def author_and_year(text: str) -> tuple[str, str] | None:
    """The two parts of a name like "Petrou 2020"; None for another.

    Example:
        >>> author_and_year("Petrou et al. (2020)"), author_and_year("TREASURE")
        (('Petrou', '2020'), None)
    """
    told = _AUTHOR_AND_YEAR.fullmatch(text)
    return (told["author"], told["year"]) if told is not None else None


def suggest_sources(text: str, slugs: Iterable[str]) -> list[str]:
    """The slugs that look most like a text, best first, whatever its capitals; three at most.

    Example:
        >>> suggest_sources("UCCELLI 2020", ["petrou-2020", "uccelli-2021"])
        ['uccelli-2021']
    """
    # Only when something is wrong: it costs the start of a command a millisecond.
    from difflib import get_close_matches

    return get_close_matches(source_id(text).casefold(), list(slugs), n=3)


def trial_name(label: str) -> str | None:
    """What a trial is called, as the label of its study tells it.

    Example:
        >>> trial_name("CLEAR MIND: laromestrocel vs placebo in mild Alzheimer disease, phase 2a")
        'CLEAR MIND'
        >>> trial_name("Cochrane living review: stem cell injections for knee osteoarthritis") is None
        True
    """
    told = _TRIAL.search(label)
    return (told["first"] or told["last"]) if told is not None else None


def named_sources(sources: Mapping[Iri, Study | Reference]) -> dict[str, Iri]:
    """Casefolded name -> source: identifiers (slug, CURIE, IRI, doi, pmid, registry number) before names that people use."""
    found: dict[str, Iri] = {}
    for iri, source in sources.items():
        registered = tuple(getattr(source, "nct", ()))
        for one in (iri, to_curie(iri), source.slug, source.doi, source.pmid, *registered):
            if one:
                found.setdefault(one.casefold(), iri)
    for iri, source in sources.items():
        if (slug := _SLUG.fullmatch(source.slug)) is not None:
            found.setdefault(f"{slug['author']} {slug['year']}".casefold(), iri)
    called: dict[str, list[Iri]] = {}
    for iri, source in sources.items():
        for name in {one.casefold() for one in _people_say(source)}:
            called.setdefault(name, []).append(iri)
    for name, iris in called.items():
        trial = [iri for iri in iris if name in _trial_names(sources[iri])]
        if trial:
            found.setdefault(name, min(trial, key=lambda iri: (sources[iri].year or 0, iri)))
        elif len(iris) == 1:
            found.setdefault(name, iris[0])
    return found


def _people_say(source: Study | Reference) -> list[str]:
    """First author and year, and the name of the trial, its hyphens left out too."""
    said = []
    author, year = getattr(source, "first_author", None), source.year
    if author and year:
        said.append(f"{author.split()[0]} {year}")
    return [*said, *_trial_names(source)]


def _trial_names(source: Study | Reference) -> set[str]:
    """Casefolded: "dream-hf", "dream hf"."""
    name = (trial_name(source.label) or "").casefold()
    return {name, name.replace("-", " ")} if name else set()
