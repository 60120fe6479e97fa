"""Why might a query have no answer, or answer no? A slip, or a bare triple that may not stand.

Read first: `why_empty`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stroma.queries._facts import Facts
from stroma.queries.guard import QueryForm, inspect_query
from stroma.queries.patterns import read_patterns, with_values
from stroma.queries.slips import find_slips
from stroma.queries.unmatched import untaken_steps
from stroma.queries.void import find_void
from stroma.vocabulary import Iri, to_curie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from stroma.queries._tokens import Token
    from stroma.queries.patterns import Pattern, Reading
    from stroma.store import EvidenceStore

__all__ = ["NO_ROWS", "why_empty"]

NO_ROWS: Final = "no rows: nothing in this graph answers that, which is not the same as refuted"
"""Of a question that needs no other query."""

_NO_REFUTATION: Final = (
    "nothing in this graph answers that, which is not the same as refuted; "
    "what studies found, for and against, stands in st:Proposition with its st:stance"
)


def why_empty(
    store: EvidenceStore, text: str, bindings: Mapping[str, NamedNode | Literal] | None = None
) -> str:
    """Why a SELECT may have had no rows, a COUNT 0, or an ASK the answer no: what to write instead, else that it is no refutation.

    Args:
        text: the query, one that ran.
        bindings: the values that its variables were bound to.

    Returns:
        One line, or several where a query is given to use instead.

    Example:
        >>> from stroma.store import open_store
        >>> print(why_empty(open_store(), "ASK { ?s st:ameliorates MONDO:0005301 }").split("; ")[1])
        st:ameliorates stands as a bare triple only where it is supported and not thin by its evidence
    """
    query = inspect_query(text)
    select = "nothing to count" if query.counts else "no rows"
    answer = {QueryForm.ASK: "no", QueryForm.SELECT: select}.get(query.form, "no triples")
    facts = Facts(store)
    if untaken_steps(query.tokens, lambda iri: facts.exists(f"?s <{iri}> ?o"), marks="*?"):
        answer = "no step to take"
    reading = read_patterns(query.tokens)
    if bindings:
        reading.patterns = [with_values(pattern, bindings) for pattern in reading.patterns]
    hints = list(find_slips(facts, reading, query.tokens))
    void = find_void(facts, reading, query.tokens, slips_only=True)
    hints += [hint for hint in void if hint not in hints]
    slips = "; ".join(hints)
    # Each ends with a query on a line of its own, which must stay whole when it is copied.
    notes = [*([slips] if slips else []), *_bare_triples(facts, reading)]
    if not notes:
        return f"{answer}: {_NO_REFUTATION}"
    return f"{answer}; " + "\n".join(notes)


def _bare_triples(facts: Facts, reading: Reading) -> Iterator[str]:
    """Patterns that ask for a relation as a bare triple, and the query that finds its evidence."""
    told: set[tuple[str, ...]] = set()
    for pattern in reading.patterns:
        if len(pattern.steps) != 1 or pattern.object is None:
            continue
        predicate = pattern.steps[0]
        needs = facts.needs_condition(predicate)
        subject, object_ = _written(pattern.subject), _object(reading, pattern.object)
        key = (predicate, subject, object_)
        if needs is None or not object_ or subject.startswith("[") or key in told:
            continue
        told.add(key)
        yield (
            f"{to_curie(predicate)} {_when_bare(needs)}; {_evidence(facts, predicate, pattern, reading)}. Ask instead:\n"
            f"  SELECT ?statement ?stance ?people {{ ?proposition rdf:subject {subject} ; rdf:predicate "
            f"{to_curie(predicate)} ; rdf:object {object_} ; rdfs:label ?statement ; st:stanceInWords ?stance "
            "OPTIONAL { ?proposition st:participants ?people } }"
        )


def _when_bare(needs: str) -> str:
    if needs == "yes":
        return "never stands as a bare triple, because it is asked in a disease"
    where = "" if needs == "no" else ", in no single disease,"
    return f"stands as a bare triple only where it is supported{where} and not thin by its evidence"


def _evidence(facts: Facts, predicate: Iri, pattern: Pattern, reading: Reading) -> str:
    """How many propositions there are on a pattern, by their stance in words: thin support and harms are called so."""
    subject = f"<{pattern.subject}>" if "://" in pattern.subject else "?s"
    iri = reading.iri(pattern.object) if pattern.object is not None else ""
    query = (
        f"SELECT ?stance (COUNT(?p) AS ?n) {{ ?p a st:Proposition ; rdf:predicate <{predicate}> ; "
        f"rdf:subject {subject} ; rdf:object {f'<{iri}>' if iri else '?o'} ; st:stanceInWords ?stance }} "
        "GROUP BY ?stance ORDER BY DESC(?n) ?stance"
    )
    counts = [(stance.value, int(n.value)) for stance, n in facts.rows(query) if stance is not None]
    if not counts:
        return (
            "no study here measured it and no article claims it, which is not the same as refuted"
        )
    total = sum(n for _, n in counts)
    # Some words hold a comma or a semicolon themselves.
    listed = " | ".join(f"{n} {stance}" for stance, n in counts)
    return f"{total} such statement{'s' * (total != 1)} here: {listed}"


def _written(subject: str) -> str:
    """A subject as it is written in a query."""
    if "://" not in subject:
        return subject
    curie = to_curie(subject)
    return curie if curie != subject else f"<{subject}>"


def _object(reading: Reading, token: Token) -> str:
    if token.kind == "var":
        return token.text
    iri = reading.iri(token)
    return _written(iri) if iri else ""
