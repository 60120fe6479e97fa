"""Which IRIs does Stroma use, and how are they written for people?

Read first: `PREFIXES` (prefix -> namespace) and `to_curie` / `to_iri`.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from stroma.errors import InputError

Iri: TypeAlias = str
Curie: TypeAlias = str

BASE: Final = "https://w3id.org/stroma/"
OBO: Final = "http://purl.obolibrary.org/obo/"

WHOLE_NUMBERS: Final = frozenset(
    "integer int long short byte nonNegativeInteger positiveInteger unsignedInt unsignedLong".split()
)
"""Datatypes of XML Schema, without prefix, whose values are whole numbers."""

# Ours first, then the domain's, then W3C: the order of every header we write.
PREFIXES: Final[dict[str, str]] = {
    "st": BASE + "vocab/",
    "term": BASE + "term/",
    "study": BASE + "study/",
    "reference": BASE + "reference/",
    "finding": BASE + "finding/",
    "article": BASE + "article/",
    "claim": BASE + "claim/",
    "proposition": BASE + "proposition/",
    "conflict": BASE + "conflict/",
    "graph": BASE + "graph/",
    "CL": OBO + "CL_",
    "UBERON": OBO + "UBERON_",
    "MONDO": OBO + "MONDO_",
    "GO": OBO + "GO_",
    "HP": OBO + "HP_",
    "PR": OBO + "PR_",
    "CHEBI": OBO + "CHEBI_",
    "MAXO": OBO + "MAXO_",
    "OBI": OBO + "OBI_",
    "ECO": OBO + "ECO_",
    "RO": OBO + "RO_",
    "SEPIO": OBO + "SEPIO_",
    "NCIT": OBO + "NCIT_",
    "IAO": OBO + "IAO_",
    "PATO": OBO + "PATO_",
    "NBO": OBO + "NBO_",
    "MP": OBO + "MP_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "UniProtKB": "http://purl.uniprot.org/uniprot/",
    "obo": OBO,
    "biolink": "https://w3id.org/biolink/vocab/",
    "sio": "http://semanticscience.org/resource/",
    "schema": "https://schema.org/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "sh": "http://www.w3.org/ns/shacl#",
}

ST: Final = PREFIXES["st"]
DERIVED_GRAPH: Final = PREFIXES["graph"] + "derived"
"""What the build computes; in no file."""
PROVENANCE_GRAPH: Final = PREFIXES["graph"] + "provenance"
"""Where each graph comes from."""
VOCABULARY_GRAPH: Final = PREFIXES["graph"] + "vocabulary"
"""Our own classes and properties."""
RDF_TYPE: Final = PREFIXES["rdf"] + "type"

# The kinds of Term (docs/model.md), in the order people read them.
KINDS: Final = (
    "CellProduct",
    "CellType",
    "Tissue",
    "Disease",
    "Outcome",
    "Mechanism",
    "Molecule",
    "Route",
)

# Longest namespace first, so that `obo:CL_0000134` becomes `CL:0000134`.
_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_LOCAL = re.compile(r"^[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?$")


def _up_to_slash(iri: Iri) -> str:
    """An IRI without what follows its last `/` or `#`."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


# A local name holds neither `/` nor `#`: only these prefixes can fit what stands before it. A build asks for each name.
_BY_START: Final[dict[str, list[tuple[str, Iri]]]] = {}
for _item in _BY_LENGTH:
    _BY_START.setdefault(_up_to_slash(_item[1]), []).append(_item)


def to_curie(iri: Iri) -> Curie:
    """Shorten an IRI to a CURIE, or return it unchanged when no prefix fits.

    Example:
        >>> to_curie("http://purl.obolibrary.org/obo/CL_0000134")
        'CL:0000134'
    """
    for prefix, namespace in _BY_START.get(_up_to_slash(iri), ()):
        if iri.startswith(namespace):
            local = iri[len(namespace) :]
            if _LOCAL.match(local):
                return f"{prefix}:{local}"
    return iri


def to_iri(curie: Curie) -> Iri:
    """Expand a CURIE to its IRI; an IRI comes back unchanged.

    Raises:
        InputError: if the prefix is not one of `PREFIXES`.

    Example:
        >>> to_iri("term:msc-product")
        'https://w3id.org/stroma/term/msc-product'
    """
    if curie.startswith(("http://", "https://", "urn:")):
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        known = ", ".join(sorted(PREFIXES))
        raise InputError(f"unknown prefix in {curie!r}; known prefixes: {known}")
    return PREFIXES[prefix] + local


def st(local_id: str) -> Iri:
    """The IRI of a class, property or individual of our own vocabulary.

    Example:
        >>> st("supports")
        'https://w3id.org/stroma/vocab/supports'
    """
    return ST + local_id


def local_id(iri: Iri) -> str:
    """The last part of an IRI, after the final `/` or `#`.

    Example:
        >>> local_id("https://w3id.org/stroma/vocab/supports")
        'supports'
    """
    return iri[len(_up_to_slash(iri)) :]
