"""Write a made-up evidence graph of any size, in the vocabulary of Stroma, for benchmarks and tests.

Terms of all kinds in trees, studies with their findings (one named graph each), articles with their claims; degrees are
skewed, as in the literature: few terms are in many statements. Same size and seed, same bytes. Nothing in it is true.

    python scripts/generate.py 1e6 build/bench/1m.nq
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from stroma.vocabulary import PREFIXES, RDF_TYPE, ST

TERM: Final = PREFIXES["term"]
_RDF: Final = PREFIXES["rdf"]
_XSD: Final = PREFIXES["xsd"]
_LABEL: Final = PREFIXES["rdfs"] + "label"
_ALT: Final = PREFIXES["skos"] + "altLabel"
_BROADER: Final = PREFIXES["skos"] + "broader"
_OA: Final = PREFIXES["oa"]
_WORDS: Final = (
    "mesenchymal stromal adipose umbilical marrow secretome exosome regulatory lesion remission relapse spasticity "
    "intrathecal intravenous cytokine inflammatory apoptosis migration homing fibrosis ischaemia cartilage dermal "
    "hepatic renal cardiac neural vascular muscular ocular pulmonary gastric synovial dental placental amniotic"
).split()
# Kind, share of all terms, and what it is called in labels.
_KINDS: Final = (
    ("CellProduct", 0.12, "product"),
    ("CellType", 0.12, "cell"),
    ("Tissue", 0.08, "tissue"),
    ("Disease", 0.22, "disease"),
    ("Outcome", 0.16, "outcome"),
    ("Mechanism", 0.16, "process"),
    ("Molecule", 0.12, "factor"),
    ("Route", 0.02, "route"),
)
# Subject kind, predicate, object kind, needs a condition, how often.
_SHAPES: Final = (
    ("CellProduct", "ameliorates", "Disease", False, 14),
    ("CellProduct", "improves", "Outcome", True, 20),
    ("CellProduct", "prevents", "Outcome", True, 8),
    ("CellProduct", "causesAdverseEvent", "Outcome", True, 8),
    ("CellProduct", "safeIn", "Disease", False, 6),
    ("CellProduct", "increases", "Molecule", True, 6),
    ("CellProduct", "inhibits", "Mechanism", True, 6),
    ("CellType", "secretes", "Molecule", False, 8),
    ("CellType", "promotes", "Mechanism", False, 6),
    ("CellType", "differentiatesInto", "CellType", False, 4),
    ("Molecule", "mediates", "Mechanism", False, 6),
    ("Mechanism", "contributesTo", "Disease", False, 4),
    ("CellType", "foundIn", "Tissue", False, 4),
)
# Design and how often; a controlled trial is rare.
_DESIGNS: Final = (
    ("randomised-controlled", 15),
    ("non-randomised-controlled", 8),
    ("open-label-single-arm", 25),
    ("case-series", 12),
    ("meta-analysis", 4),
    ("animal", 22),
    ("in-vitro", 14),
)
_DIRECTIONS: Final = (("supports", 70), ("inconclusive", 20), ("disputes", 10))
_COMPARATORS: Final = ("placebo", "sham", "standard-care", "baseline", "no-comparator")
_STRENGTHS: Final = ("correlational", "conditional", "direct")
# Of findings and claims, how many take up a statement that was made before: with this share one statement is made 4
# times on average. Mined literature repeats itself more (SemMedDB: some 6 mentions for each distinct triple).
_REPEATED: Final = 0.75
# Quads of one study with its findings, and of one article with its claims, on average.
_FINDINGS_A_STUDY: Final = 8
_CLAIMS_AN_ARTICLE: Final = 20
_STUDIES_AN_ARTICLE: Final = 5


def generate(n_quads: int, out: TextIO, seed: int = 7) -> int:
    """Write about so many quads as N-Quads; returns how many."""
    n = 0
    for line in _lines(n_quads, random.Random(seed)):
        out.write(line)
        n += 1
    return n


def _lines(n_quads: int, r: random.Random) -> Iterator[str]:
    terms = _Terms(max(60, n_quads // 65), r)
    yield from terms.lines()
    written = terms.n_quads
    study = article = 0
    while written < n_quads:
        for number in range(study, study + _STUDIES_AN_ARTICLE):
            for line in _study(number, terms, r):
                yield line
                written += 1
        study += _STUDIES_AN_ARTICLE
        for line in _article(article, terms, study, r):
            yield line
            written += 1
        article += 1


class _Terms:
    def __init__(self, n: int, r: random.Random) -> None:
        self.counts = {kind: max(6, int(n * share)) for kind, share, _ in _KINDS}
        self.words = {kind: word for kind, _, word in _KINDS}
        self.r = r
        self.n_quads = 0
        self.stated: list[list[tuple[str, str]]] = []

    def lines(self) -> Iterator[str]:
        for kind, count in self.counts.items():
            graph = f"{PREFIXES['graph']}terms/{self.words[kind]}"
            for i in range(count):
                one, two = self.r.choice(_WORDS), self.r.choice(_WORDS)
                iri = self.iri(kind, i)
                slug = iri[len(TERM) :]
                label = f"{one} {two} {self.words[kind]} {i}"
                quads = [
                    (RDF_TYPE, f"<{ST}{kind}>"),
                    (ST + "slug", f'"{slug}"'),
                    (_LABEL, f'"{label}"@en'),
                ]
                if kind == "Outcome":
                    better = "higher" if i % 2 else "lower"
                    quads.append((ST + "betterDirection", f"<{ST}{better}>"))
                if i % 3 == 0:
                    quads.append((_ALT, f'"{two} {one} {self.words[kind]}-{i}"@en'))
                if i:
                    quads.append((_BROADER, f"<{self.iri(kind, (i - 1) // 5)}>"))
                for p, o in quads:
                    self.n_quads += 1
                    yield f"<{iri}> <{p}> {o} <{graph}> .\n"

    def iri(self, kind: str, i: int) -> str:
        return f"{TERM}{self.words[kind]}-{i}"

    def pick(self, kind: str) -> str:
        return self.iri(kind, int(self.counts[kind] * self.r.random() ** 3))

    def statement(self) -> list[tuple[str, str]]:
        if self.stated and self.r.random() < _REPEATED:
            return self.r.choice(self.stated)
        s, p, o, conditioned, _ = self.r.choices(_SHAPES, [shape[4] for shape in _SHAPES])[0]
        about = [
            (_RDF + "subject", f"<{self.pick(s)}>"),
            (_RDF + "predicate", f"<{ST}{p}>"),
            (_RDF + "object", f"<{self.pick(o)}>"),
        ]
        if conditioned:
            about.append((ST + "inCondition", f"<{self.pick('Disease')}>"))
        self.stated.append(about)
        return about


def _study(number: int, terms: _Terms, r: random.Random) -> Iterator[str]:
    slug = f"made-up-{number}"
    iri = PREFIXES["study"] + slug
    graph = f"{PREFIXES['graph']}study/{slug}"
    design = _weighted(_DESIGNS, r)
    is_human = design not in ("animal", "in-vitro")
    size = int(5 + 400 * r.random() ** 4)
    quads = [
        (RDF_TYPE, f"<{ST}Study>"),
        (ST + "slug", f'"{slug}"'),
        (_LABEL, f'"Made-up study {number} of {r.choice(_WORDS)} {r.choice(_WORDS)}"@en'),
        (ST + "year", f'"{r.randint(1998, 2026)}"^^<{_XSD}integer>'),
        (ST + "design", f"<{ST}{design}>"),
        (ST + "firstAuthor", f'"Author {number % 977}"'),
        (ST + "doi", f'"10.1000/{slug}"'),
        (ST + "product", f"<{terms.pick('CellProduct')}>"),
        (ST + "disease", f"<{terms.pick('Disease')}>"),
        (ST + "route", f"<{terms.pick('Route')}>"),
        (ST + "species", '"human"' if is_human else '"mouse"'),
        (ST + "publishedAs", f"<{ST}journal-article>"),
        (ST + "readAs", f"<{ST}{r.choice(('full-text', 'abstract', 'abstract', 'secondary'))}>"),
        (ST + "curator", '"Stroma generator"'),
        (ST + "curatedOn", f'"2026-11-25"^^<{_XSD}date>'),
    ]
    if is_human:
        quads.append((ST + "nEnrolled", f'"{size}"^^<{_XSD}integer>'))
    if design == "meta-analysis":
        quads.append(
            (ST + "pools", f"<{ST}{r.choice(('randomised-trials', 'uncontrolled-data'))}>")
        )
        for _ in range(3 if number > 3 else 0):
            quads.append((ST + "poolsStudy", f"<{PREFIXES['study']}made-up-{r.randrange(number)}>"))
    elif is_human and number and r.random() < 0.05:
        other = f"<{PREFIXES['study']}made-up-{r.randrange(number)}>"
        quads.append((ST + "sharesParticipantsWith", other))
    if design == "randomised-controlled":
        quads.append((ST + "primaryEndpointKind", f"<{ST}{r.choice(('efficacy', 'safety'))}>"))
        quads.append((ST + "primaryEndpointMet", f"<{ST}{r.choice(('met', 'not-met'))}>"))
        quads.append((ST + "primaryEndpoint", f'"change in {r.choice(_WORDS)} score at 12 months"'))
    yield from _quads(iri, quads, graph)
    for i in range(max(1, int(r.expovariate(1 / _FINDINGS_A_STUDY)))):
        yield from _finding(f"{slug}-f{i}", iri, design, is_human, terms, graph, r)


def _finding(
    slug: str, study: str, design: str, is_human: bool, terms: _Terms, graph: str, r: random.Random
) -> Iterator[str]:
    quads = [
        (RDF_TYPE, f"<{ST}Finding>"),
        (ST + "slug", f'"{slug}"'),
        (_LABEL, f'"Made-up result on {r.choice(_WORDS)} {r.choice(_WORDS)}"@en'),
        (ST + "foundBy", f"<{study}>"),
        *terms.statement(),
        (ST + "direction", f"<{ST}{_weighted(_DIRECTIONS, r)}>"),
        (ST + "outcomeMeasure", f'"{r.choice(_WORDS)} score"'),
        (ST + "value", f'"{r.gauss(0.3, 0.4):.2f} points"'),
        (ST + "comparator", f"<{ST}{r.choice(_COMPARATORS)}>"),
        (ST + "timePointMonths", f'"{r.choice((3, 6, 12, 24))}"^^<{_XSD}decimal>'),
        (ST + "species", '"human"' if is_human else '"mouse"'),
    ]
    if is_human:
        quads.append((ST + "nAnalysed", f'"{int(5 + 200 * r.random() ** 3)}"^^<{_XSD}integer>'))
        quads.append((ST + "pValue", f'"{r.random():.3f}"'))
        if design == "randomised-controlled" and r.random() < 0.3:
            part = r.choice(("subgroup", "within-arm-change"))
            quads.append((ST + "analysis", f"<{ST}{part}>"))
        if r.random() < 0.2:
            quads.append((ST + "outcomeRole", f"<{ST}secondary-outcome-role>"))
    yield from _quads(PREFIXES["finding"] + slug, quads, graph)


def _article(number: int, terms: _Terms, n_studies: int, r: random.Random) -> Iterator[str]:
    slug = f"made-up-article-{number}"
    iri = PREFIXES["article"] + slug
    graph = f"{PREFIXES['graph']}article/{slug}"
    head = [
        (RDF_TYPE, f"<{ST}Article>"),
        (ST + "slug", f'"{slug}"'),
        (_LABEL, f'"Made-up article {number}"@en'),
        (ST + "publisher", f'"Publisher {number % 211}"'),
        (ST + "curatedOn", f'"2026-11-25"^^<{_XSD}date>'),
    ]
    yield from _quads(iri, head, graph)
    for i in range(max(1, int(r.expovariate(1 / _CLAIMS_AN_ARTICLE)))):
        claim = f"{PREFIXES['claim']}{slug}-{i}"
        place = f"{claim}/position"
        quads = [
            (RDF_TYPE, f"<{ST}Claim>"),
            (ST + "slug", f'"{slug}-{i}"'),
            (_LABEL, f'"The article says something about {r.choice(_WORDS)}"@en'),
            (ST + "inArticle", f"<{iri}>"),
            *terms.statement(),
            (ST + "polarity", f"<{ST}{'affirms' if r.random() < 0.9 else 'denies'}>"),
            (ST + "wordingStrength", f"<{ST}{r.choice(_STRENGTHS)}>"),
            (ST + "cites", f"<{PREFIXES['study']}made-up-{r.randrange(n_studies)}>"),
            (_OA + "hasSelector", f"<{place}>"),
        ]
        yield from _quads(claim, quads, graph)
        position = [
            (RDF_TYPE, f"<{_OA}TextPositionSelector>"),
            (_OA + "start", f'"{100 * i}"^^<{_XSD}integer>'),
            (_OA + "end", f'"{100 * i + 90}"^^<{_XSD}integer>'),
        ]
        yield from _quads(place, position, graph)


def _quads(s: str, pairs: list[tuple[str, str]], graph: str) -> Iterator[str]:
    for p, o in pairs:
        yield f"<{s}> <{p}> {o} <{graph}> .\n"


def _weighted(choices: tuple[tuple[str, int], ...], r: random.Random) -> str:
    return r.choices([name for name, _ in choices], [weight for _, weight in choices])[0]


def main() -> None:
    """Command line of this script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n_quads", type=float)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    args.output.parent.mkdir(parents=True, exist_ok=True)
    with args.output.open("w", encoding="utf-8", newline="\n") as out:
        n = generate(int(args.n_quads), out, args.seed)
    print(f"{n:,} quads in {args.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
