"""Which part of the evidence is meant? The filters that graphs, neighbours and ranks share, read and checked once.

Read first: `Selection`, the part of the evidence that a graph holds; then `names_of` and `level_of`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypedDict, Unpack

from stroma.counts import checked_count
from stroma.errors import InputError, UnknownOptionError
from stroma.links import MAX_HOPS
from stroma.model import Asked, Design, Level, Stance
from stroma.predicates import predicates
from stroma.sentences import NOT_NARROWER_SUPPORT, NOT_TIED_WORDS, THIN_SUPPORT, words_of_stance
from stroma.vocabulary import KINDS, ST

if TYPE_CHECKING:
    from stroma.links import LinkGraph, Node

__all__ = [
    "Filters",
    "GraphOptions",
    "Names",
    "Selection",
    "Years",
    "level_of",
    "names_of",
    "nodes_near",
    "several",
    "years_of",
]

Names: TypeAlias = str | Collection[str]
"""One name, or several."""
Years: TypeAlias = int | range | tuple[int, int]
"""One year, a range, or the first and the last year."""

_RANDOMISED: Final = ("randomised", "randomized")


def several(names: Names | None) -> tuple[str, ...] | None:
    """The names as a tuple; one text is one name, not its letters.

    Example:
        >>> several("ameliorates"), several(["improves", "prevents"])
        (('ameliorates',), ('improves', 'prevents'))
    """
    if names is None:
        return None
    if isinstance(names, str):
        return (names,)
    if not isinstance(names, Iterable):
        raise InputError(f"give one name or several, not {names!r}")
    return tuple(names)


def names_of(what: str, names: Names | None, known: Collection[str]) -> tuple[str, ...] | None:
    """The names as a tuple, each of them known, whatever answer they come from.

    A name may be the bare word, in any case, with spaces or hyphens, a CURIE, an IRI, or of a predicate its label.

    Raises:
        InputError: naming the one that is not, what is near, and those that are.

    Example:
        >>> names_of("kind", "disease", ["CellProduct", "Disease"])
        ('Disease',)
        >>> names_of("stance", ["not supported", "st:contested"], ["not-supported", "contested"])
        ('not-supported', 'contested')
        >>> names_of("predicate", "is safe in", ["improves", "safeIn"])
        ('safeIn',)
        >>> names_of("design", "randomised", [])  # of parallel groups, and crossover
        ('randomised-controlled', 'crossover-randomised')
    """
    given = several(names)
    if given is None:
        return None
    by_key = {_key(one): one for one in known}
    found: dict[str, None] = {}
    for name in given:
        if what == "design" and isinstance(name, str) and _key(name) in _RANDOMISED:
            found |= dict.fromkeys(design.value for design in Design if design.is_randomised)
        else:
            found[_name_of(what, name, by_key, known)] = None
    return tuple(found)


def _name_of(what: str, name: Any, by_key: Mapping[str, str], known: Collection[str]) -> str:
    if isinstance(name, str):
        key = _key(name)
        if what == "group":
            key = key.removesuffix("group")
        if (found := by_key.get(key)) is not None:
            return found
        if what == "predicate" and (found := by_key.get(_by_label().get(key, ""))) is not None:
            return found
        if what == "stance" and (found := _stance_called(name)) is not None:
            raise InputError(
                f"{name!r} says more than a stance; write {found!r}, and read stance_in_words and asks of the rows"
            )
    near = get_close_matches(_key(str(name)), by_key, n=1)
    hint = f", did you mean {by_key[near[0]]}?" if near else ""
    raise InputError(f"unknown {what} {name!r}{hint}; one of {', '.join(known)}")


def _key(name: str) -> str:
    """What is alike in all ways to write a word of the vocabulary.

    Example:
        >>> _key("<https://w3id.org/stroma/vocab/not-supported>"), _key("Not supported"), _key("st:not-supported")
        ('notsupported', 'notsupported', 'notsupported')
    """
    bare = name.strip().removeprefix("<").removesuffix(">").removeprefix(ST).removeprefix("st:")
    return re.sub(r"[\s_-]+", "", bare).casefold()


def _by_label() -> Mapping[str, str]:
    """The label of a predicate -> its name, both as keys."""
    return {_key(predicate.label): _key(name) for name, predicate in predicates().items()}


def _stance_called(words: str) -> str | None:
    """The stance that a card calls so in some statements only, such as a harm that was seen."""
    for stance in Stance:
        if words.casefold() in {words_of_stance(asked, stance) for asked in Asked}:
            return stance.value
    if words in (THIN_SUPPORT, NOT_NARROWER_SUPPORT):
        return Stance.SUPPORTED.value
    return Stance.NOT_SUPPORTED.value if words in NOT_TIED_WORDS.values() else None


def level_of(level: Level | str | int | None) -> Level | None:
    """The level that a `Level`, its name or its number stands for.

    Raises:
        InputError: it is none.

    Example:
        >>> level_of(2) is level_of("level-2") is level_of("2") is Level.TWO
        True
    """
    if level is None:
        return None
    by_name = {form: one for one in Level for form in (one.value, str(one.rank))}
    found = None if isinstance(level, bool) else by_name.get(str(level))
    if found is None:
        raise InputError(
            f"unknown level {level!r}; write 1 to 6, or one of {', '.join(one.value for one in Level)}"
        )
    return found


class Filters(TypedDict, total=False):
    """Which propositions a graph holds, as `stroma.projection.to_networkx` describes it; those left out are as there."""

    kinds: Names | None
    predicates: Names | None
    stances: Names | None
    best_level: Level | str | int | None
    designs: Names | None
    years: Years | None
    unmeasured: bool
    reweigh: bool


class GraphOptions(Filters, total=False):
    """The options of a NetworkX graph, likewise."""

    around: str | None
    radius: int
    max_nodes: int | None
    studies: bool
    taxonomy: bool
    conditions: bool
    isolates: bool | None
    keys: Literal["curie", "int"]
    plain: bool


_FILTERS: Final = ("kinds", "predicates", "stances", "best_level", "designs", "years")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a graph holds, and how; None where nothing was chosen."""

    around: str | None
    radius: int
    max_nodes: int | None
    kinds: tuple[str, ...] | None
    predicates: tuple[str, ...] | None
    stances: tuple[str, ...] | None
    best_level: int | None
    """Rank of the level, 1 to 6."""
    designs: tuple[str, ...] | None
    years: tuple[int, int] | None
    studies: bool
    taxonomy: bool
    conditions: bool
    """Whether edges lead to the diseases in which statements were asked."""
    unmeasured: bool
    isolates: bool
    """Whether terms without an edge stay."""
    is_numbered: bool
    """Whether nodes are integers."""
    is_plain: bool
    is_reweighed: bool
    """Whether stances and counts are those of the designs and years that were chosen alone."""
    is_filtered: bool
    """Whether kinds, predicates, stances, a level, designs or years were chosen."""

    @classmethod
    def of(cls, known_predicates: Collection[str], **options: Unpack[GraphOptions]) -> Selection:
        """The selection that the options of `stroma.projection.to_networkx` describe.

        Raises:
            InputError: an option is none of the vocabulary, or out of range.
            UnknownOptionError: there is no such option.
        """
        for name in options.keys() - GraphOptions.__annotations__.keys():
            raise UnknownOptionError(f"a graph has no option {name!r}")
        around, max_nodes = options.get("around"), options.get("max_nodes")
        level, radius = level_of(options.get("best_level")), options.get("radius", 1)
        keys = options.get("keys", "curie")
        checked_count(radius, "radius", most=MAX_HOPS)
        if keys not in ("curie", "int"):
            raise InputError(f"unknown keys {keys!r}; one of curie, int")
        if not isinstance(around, str | None):
            raise InputError(f"around= is a name such as 'MS', not {around!r}")
        if around is None and radius != 1:
            raise InputError("radius= needs around=, the term in the middle")
        if max_nodes is not None:
            checked_count(max_nodes, "max_nodes")
            if around is None:
                raise InputError("max_nodes= needs around=, the term in the middle")
        is_filtered = any(options.get(name) is not None for name in _FILTERS)
        isolates = options.get("isolates")
        return cls(
            around=around,
            radius=radius,
            max_nodes=max_nodes,
            kinds=names_of("kind", options.get("kinds"), KINDS),
            predicates=names_of("predicate", options.get("predicates"), sorted(known_predicates)),
            stances=names_of("stance", options.get("stances"), [stance.value for stance in Stance]),
            best_level=level.rank if level is not None else None,
            designs=names_of("design", options.get("designs"), [design.value for design in Design]),
            years=years_of(options.get("years")),
            studies=options.get("studies", True) and around is None,
            taxonomy=options.get("taxonomy", False),
            conditions=options.get("conditions", False),
            unmeasured=options.get("unmeasured", False),
            isolates=isolates if isolates is not None else not is_filtered,
            is_numbered=keys == "int",
            is_plain=options.get("plain", False),
            is_reweighed=options.get("reweigh", False)
            and any(options.get(name) is not None for name in ("designs", "years")),
            is_filtered=is_filtered,
        )

    def has_source(self, design: str, year: int | None) -> bool:
        """Whether a study or reference is of the designs and years that were chosen."""
        if self.designs is not None and design not in self.designs:
            return False
        return self.years is None or (year is not None and self.years[0] <= year <= self.years[1])

    @property
    def numbers(self) -> str:
        """Of which studies the stances and counts are: `all studies`, or `chosen studies`."""
        return "chosen studies" if self.is_reweighed else "all studies"

    @property
    def in_words(self) -> str:
        """What was chosen of the evidence, as a graph says it of itself: `stances: supported; years: 2015 to 2020`, or `all`."""
        years, level = self.years, self.best_level
        around = None if self.around is None else f"{self.around}, radius {self.radius}"
        chosen = {
            "around": around,
            "max_nodes": None if self.max_nodes is None else str(self.max_nodes),
            **{
                name: ", ".join(names) or "none"
                for name in ("kinds", "predicates", "stances", "designs")
                if (names := getattr(self, name)) is not None
            },
            "best_level": None if level is None else str(level),
            "years": None if years is None else f"{years[0]} to {years[1]}",
            "unmeasured": "yes" if self.unmeasured else None,
            "reweigh": "yes" if self.is_reweighed else None,
        }
        return "; ".join(f"{name}: {said}" for name, said in chosen.items() if said) or "all"

    def at_any_time(self) -> Selection:
        """The same without a choice of years."""
        return replace(self, years=None)


def years_of(years: Any) -> tuple[int, int] | None:
    """The first and the last year that one year, a range or a pair stands for.

    Raises:
        InputError: it is none of these.

    Example:
        >>> years_of(2014), years_of(range(2014, 2017))
        ((2014, 2014), (2014, 2016))
    """
    if years is None:
        return None
    if type(years) is int:
        return years, years
    if isinstance(years, range) and years and years.step == 1:
        return years[0], years[-1]
    if isinstance(years, list):
        raise InputError(
            f"a list of years may mean two things: years={tuple(years)!r} is from the first to the last; "
            "for single years ask for each, such as years=2014"
        )
    if not isinstance(years, tuple) or [type(year) for year in years] != [int, int]:
        raise InputError(
            f"years are one such as 2014, or first and last such as (2014, 2016), not {years!r}"
        )
    first, last = years
    if first > last:
        raise InputError(f"the first year comes after the last in years={years!r}")
    return first, last


def nodes_near(
    graph: LinkGraph, start: Node, chosen: Selection, is_wanted: Callable[[Node], bool]
) -> tuple[list[Node], int]:
    """The nodes of a neighbourhood, the one in the middle first, and how many were left out."""
    near, n_left_out = [start], 0
    for reached in graph.reach(start, chosen.radius, taxonomy=False, claims=chosen.unmeasured):
        if not is_wanted(reached.node):
            continue
        if chosen.max_nodes is not None and len(near) >= chosen.max_nodes:
            n_left_out += 1
        else:
            near.append(reached.node)
    return near, n_left_out
