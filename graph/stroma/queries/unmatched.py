"""Which names of a query are good, and yet meet nothing here? A class without members, a prefix that means another
namespace, a step of a path that no triple takes.

Read first: `find_unmatched`; `untaken_steps` also tells when a path gave back only where it began.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from stroma.queries.patterns import read_patterns
from stroma.vocabulary import PREFIXES, RDF_TYPE, Iri, to_curie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stroma.queries._facts import Facts
    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Reading

__all__ = ["empty_class", "find_unmatched", "narrower_hint", "untaken_steps"]

_CLASS: Final = PREFIXES["owl"] + "Class"
_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"
_NARROWER: Final = (PREFIXES["skos"] + "narrower", PREFIXES["skos"] + "narrowerTransitive")


def find_unmatched(facts: Facts, reading: Reading, tokens: Sequence[Token]) -> Iterator[str]:
    """What a query names that nothing here goes by, one hint a name."""
    yield from _other_prefixes(reading, tokens)
    yield from _empty_classes(facts, reading)
    for iri in untaken_steps(tokens, lambda i: facts.exists(f"?s <{i}> ?o")):
        yield f"nothing here has {to_curie(iri)}{narrower_hint(iri)}"


def narrower_hint(property_: Iri) -> str:
    """How to go from wide to narrow, where a property was meant to do so."""
    return (
        "; narrower terms are ^skos:broader, one step, or all of them ?narrower st:within ?wide"
        if property_ in _NARROWER
        else ""
    )


def untaken_steps(
    tokens: Sequence[Token], is_stated: Callable[[Iri], Any], *, marks: str = "*+?^"
) -> list[Iri]:
    """Properties that a path repeats, may leave out or turns round, as the marks say, and that no triple has."""
    steps = [
        step
        for one, two in pairwise(tokens)
        for mark, step in (((one, two),) if one.text == "^" else ((two, one),))
        if mark.kind == "op" and mark.text in marks and step.kind in ("iri", "pname")
    ]
    if not steps:
        return []
    reading = read_patterns(tokens)
    iris = dict.fromkeys(filter(None, map(reading.iri, steps)))
    return [iri for iri in iris if not is_stated(iri)]


def _other_prefixes(reading: Reading, tokens: Sequence[Token]) -> Iterator[str]:
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "pname"}
    for prefix, namespace in reading.prefixes.items():
        ours = PREFIXES.get(prefix, namespace)
        if namespace != ours and prefix in used:
            yield (
                f"PREFIX {prefix}: says <{namespace}>, and here {prefix}: is <{ours}>; leave that line out"
            )


def _empty_classes(facts: Facts, reading: Reading) -> Iterator[str]:
    for pattern in reading.patterns:
        iri = reading.iri(pattern.object) if pattern.object is not None else ""
        if pattern.steps == (RDF_TYPE,):
            yield from empty_class(facts, iri, pattern.subject)


def empty_class(facts: Facts, iri: Iri, subject: str) -> Iterator[str]:
    """What to write instead of a class of ours that nothing is of; nothing of any other."""
    if _CLASS not in facts.stated(iri, RDF_TYPE) or facts.exists(f"?s a <{iri}>"):
        return
    name, subject = to_curie(iri), to_curie(subject)
    has_narrower = any(iri in facts.stated(one, _SUBCLASS) for one in facts.members(_CLASS))
    instead = f": write {subject} a/rdfs:subClassOf {name}" if has_narrower else ""
    narrower = "; things are of its narrower classes" if has_narrower else ""
    yield f"nothing here is a {name} itself{narrower}{instead}"
