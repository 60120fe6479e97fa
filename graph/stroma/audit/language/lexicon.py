"""Which words name which term? The terms of the graph, the data files of ontology/audit, and how cell names compose.

Read first: `Lexicon` and `load_lexicon`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stroma.audit.language.tokens import Trie, fold
from stroma.data import ontology_dir
from stroma.errors import DataError
from stroma.model import Better, Term
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.records import Records


def rules_dir() -> Path:
    """The folder of the audit's lexicons and rules."""
    return ontology_dir() / "audit"


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file of ontology/audit; lines that begin with `#` are comments."""
    with (rules_dir() / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )


def read_toml(name: str) -> dict[str, Any]:
    """A TOML file of ontology/audit."""
    with (rules_dir() / name).open("rb") as stream:
        return tomllib.load(stream)


@dataclass(frozen=True)
class Piece:
    """A word that composes a cell name: `donor`, `source`, `cell`, `link`, `filler`, `therapy`, `from`, `between`."""

    role: str
    value: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Surface forms -> terms, and the parts of composed cell names."""

    terms: Mapping[Iri, Term]
    by_slug: Mapping[str, Iri]
    surfaces: Trie[Iri | None]
    """None blocks: the words are part of another name."""
    pieces: Trie[Piece]
    composed: Mapping[tuple[str, str], tuple[Iri, Iri]]
    """(source slug, donor) -> term of the bare cell, term of the product."""
    product_of: Mapping[Iri, Iri]
    """CellType -> the product made of it."""
    other_treatments: frozenset[str]
    """Folded first words of treatments that are no cells."""
    burdens: frozenset[str]
    """Folded last words of names that say a burden: "motor symptom" of motor function."""
    given_in: Mapping[Iri, frozenset[Iri]]
    """Product -> the diseases in which a study of the graph gave it."""

    def is_good_higher(self, term: Iri, name: str) -> bool:
        """Whether more of an outcome, by the name that the text gives it, is to the patient's good."""
        better = self.terms[term].better
        words = name.split()
        burden = bool(words) and fold(words[-1]) in self.burdens
        return better is Better.HIGHER and not burden

    def lineage(self, iri: Iri) -> frozenset[Iri]:
        """A term and all wider ones; a model of a disease stands for the disease."""
        found: set[Iri] = set()
        open_terms = [iri]
        while open_terms:
            term = self.terms.get(open_terms.pop())
            if term is None or term.iri in found:
                continue
            found.add(term.iri)
            open_terms += [*term.broader, *([term.model_of] if term.model_of else [])]
        return frozenset(found)

    def are_related(self, left: Iri, right: Iri) -> bool:
        """Whether one term is the other, or wider; where one is the prophylaxis of a disease, that or any kind of it."""
        if left in self.lineage(right) or right in self.lineage(left):
            return True
        return self._prevents(left, right) or self._prevents(right, left)

    def _prevents(self, prophylaxis: Iri, disease: Iri) -> bool:
        term = self.terms[prophylaxis]
        is_one = term.label.startswith("prophylaxis of ")
        return is_one and any(wider in self.lineage(disease) for wider in term.broader)


def load_lexicon(records: Records) -> Lexicon:
    """Everything that names a term, from the graph and from ontology/audit."""
    terms = dict(records.terms)
    by_slug = {term.slug: iri for iri, term in terms.items()}
    _add_terms_beyond(terms, by_slug)
    words = read_toml("words.toml")
    blocked = {surface.casefold() for surface in words["blocked"]["surfaces"]}
    surfaces: Trie[Iri | None] = Trie()
    for row in read_table(
        "lexicon.tsv"
    ):  # first: a form of ours wins over a synonym of an ontology
        for surface in row["surfaces"].split("|"):
            surfaces.add(surface, _named(by_slug, row["slug"], "lexicon.tsv"))
    pieces, compound = _pieces(words["compose"])
    for iri in sorted(terms, key=lambda i: (terms[i].kind == "CellProduct", i)):
        term = terms[iri]
        for surface in (term.label, *term.synonyms, *term.brand_names):
            if surface.casefold() not in blocked and surface not in compound and "," not in surface:
                surfaces.add(surface, iri)
    journals = {study.journal for study in records.studies.values() if study.journal}
    for name in (*words["blocked"]["names"], *sorted(j for j in journals if " " in j)):
        surfaces.add(name, None)
    composed, product_of = _composed(by_slug, terms)
    other = frozenset(fold(word) for word in words["other_treatments"])
    burdens = frozenset(fold(word) for word in words["burdens"])
    given: dict[Iri, set[Iri]] = {}
    for study in records.studies.values():
        for product in study.product:
            given.setdefault(product, set()).update(study.disease)
    given_in = {product: frozenset(diseases) for product, diseases in given.items()}
    return Lexicon(terms, by_slug, surfaces, pieces, composed, product_of, other, burdens, given_in)


def _named(by_slug: Mapping[str, Iri], slug: str, sheet: str) -> Iri:
    """The term that a sheet names.

    Raises:
        DataError: if no term has that slug.
    """
    if slug not in by_slug:
        raise DataError(
            f'names the term "{slug}", which this graph does not have; write the slug that it has now (`stroma check` names each such row)',
            path=rules_dir() / sheet,
        )
    return by_slug[slug]


def _add_terms_beyond(terms: dict[Iri, Term], by_slug: dict[str, Iri]) -> None:
    rows = [row for row in read_table("terms.tsv") if row["slug"] not in by_slug]
    for row in rows:
        by_slug[row["slug"]] = to_iri(row["curie"])
    for row in rows:
        iri = to_iri(row["curie"])
        if iri in terms:
            continue
        broader = (by_slug[row["broader"]],) if row["broader"] in by_slug else ()
        names = tuple(name for name in row["surfaces"].split("|") if name)
        terms[iri] = Term(
            iri,
            row["kind"],
            row["label"],
            row["slug"],
            synonyms=names,
            broader=broader,
            better=Better(row["better"]) if row["better"] else None,
        )


def _pieces(compose: Mapping[str, Any]) -> tuple[Trie[Piece], set[str]]:
    pieces: Trie[Piece] = Trie()
    for role in ("mesenchymal", "stem", "bare"):
        for surface in compose[role]:
            pieces.add(surface, Piece("cell", role))
    for role in ("donor", "source"):
        for value, names in compose[role].items():
            for surface in names:
                pieces.add(surface, Piece(role, value))
    for role in ("link", "filler", "therapy", "from", "between"):
        for surface in compose[role]:
            pieces.add(surface, Piece(role))
    for surface, (source, _) in compose["abbreviations"].items():
        pieces.add(surface, Piece("short", source))
    return pieces, {*compose["abbreviations"], *compose["mesenchymal"]}


def _composed(
    by_slug: Mapping[str, Iri], terms: Mapping[Iri, Term]
) -> tuple[dict[tuple[str, str], tuple[Iri, Iri]], dict[Iri, Iri]]:
    composed: dict[tuple[str, str], tuple[Iri, Iri]] = {}
    sheet = "composition.tsv"
    product_of = {_named(by_slug, "stem-cell", sheet): _named(by_slug, "stem-cell-product", sheet)}
    for row in read_table("composition.tsv"):
        cell, product = (_named(by_slug, row[name], sheet) for name in ("cell", "product"))
        composed[row["source"], row["donor"]] = (cell, product)
        if terms[cell].kind == "CellType" and terms[product].kind == "CellProduct":
            product_of.setdefault(cell, product)
    return composed, product_of
