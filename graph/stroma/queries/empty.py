"""Why might a query have no answer? The three slips that look like missing evidence.

Read first: `why_empty`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from stroma.errors import StromaError
from stroma.vocabulary import PREFIXES, ST, to_curie

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

_STRINGS_AND_COMMENTS: Final = re.compile(
    r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*'
)
_OURS: Final = re.compile(r"(?<![\w:-])st:([A-Za-z][\w-]*)")
_TERM: Final = re.compile(r"(?<![\w:-])term:([A-Za-z0-9][\w-]*)")
_PLAIN_LABEL: Final = re.compile(r'(?:rdfs:label|skos:altLabel)\s+"([^"\n]+)"(?![@^])')


def why_empty(store: EvidenceStore, text: str) -> str:
    """One or more lines: what in the query names nothing here, else that no rows is not a refutation."""
    hints = list(_slips(store, text))
    if hints:
        return "no rows; " + "; ".join(hints)
    return (
        "no rows: nothing in this graph answers that, which is not the same as refuted. Bare triples stand only where "
        "the evidence is solid; st:Proposition with st:stance shows the rest"
    )


def _slips(store: EvidenceStore, text: str) -> Iterator[str]:
    code = _STRINGS_AND_COMMENTS.sub(" ", text)
    known = _vocabulary(store)
    for name in sorted(set(_OURS.findall(code)) - known) if known else ():
        near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
        yield f"st:{name} is not in the vocabulary{f', did you mean st:{near[0]}?' if near else ''}"
    for slug in sorted(set(_TERM.findall(code))):
        if PREFIXES["term"] + slug in store.records.terms:
            continue
        try:
            iri = store.resolve_term(slug.replace("-", " "))
        except StromaError:
            yield f"term:{slug} names nothing here"
        else:
            yield f"term:{slug} names nothing here, did you mean {to_curie(iri)} ({store.label(iri)})?"
    for label in sorted(set(_PLAIN_LABEL.findall(text))):
        yield f'labels carry a language: write "{label}"@en'


def _vocabulary(store: EvidenceStore) -> set[str]:
    """Local names that the vocabulary describes."""
    from pyoxigraph import NamedNode

    graph = NamedNode(PREFIXES["graph"] + "vocabulary")
    quads = store.dataset.quads_for_pattern(None, None, None, graph)
    return {
        quad.subject.value.removeprefix(ST)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ST)
    }
