"""How well does `stroma audit` read passages with gold? Precision and recall with counts, part by part.

    python scripts/evaluate_audit.py tests/data/audit
    python scripts/evaluate_audit.py tests/data/audit --wrong --only 11

DIR holds `*.txt` with `*.gold.json` beside each (docs/audit-evaluation.md). A claim is found when its sentence and the family of its
predicate agree; the full triple needs subject, object and polarity too. A link counts as proposed when its decision is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stroma.audit import open_auditor
from stroma.audit.claims.candidates import family_of
from stroma.audit.readers.documents import text_document
from stroma.audit.report.serialize import audit_to_dict
from stroma.vocabulary import to_iri

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor


@dataclass
class Tally:
    """Hits, misses and extras of one part."""

    hit: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is in the gold; 1.0 when nothing was found."""
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1.0 when there is none."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0


@dataclass
class Scores:
    """All parts of an evaluation; `wrong` lists every disagreement."""

    entities: Tally = field(default_factory=Tally)
    claims: Tally = field(default_factory=Tally)
    triples: Tally = field(default_factory=Tally)
    links: Tally = field(default_factory=Tally)
    findings: Tally = field(default_factory=Tally)
    strength: Counter[bool] = field(default_factory=Counter)
    negated_as_affirmed: int = 0
    negated_found: int = 0
    negated: int = 0
    absent_linked: int = 0
    absent: int = 0
    wrong: list[str] = field(default_factory=list)


def score_passage(auditor: Auditor, path: Path, scores: Scores) -> None:
    """Add one passage to the scores."""
    text = path.read_text(encoding="utf-8")
    gold = json.loads(path.with_suffix("").with_suffix(".gold.json").read_text(encoding="utf-8"))
    found = audit_to_dict(auditor.audit(text_document(text, path.name)))
    name = path.stem
    _score_entities(name, gold["entities"], found["entities"], scores)
    _score_claims(name, text, gold["claims"], found["claims"], auditor, scores)
    _score_links(name, text, gold["study_mentions"], found["study_mentions"], scores)
    wanted = {(f["code"], f["study"]) for f in gold["audit_findings"]}
    got = {(o["code"], o["study"]) for o in found["omissions"]}
    got |= {(code, c["study"]) for c in found["claims"] for code in c["gap_codes"]}
    scores.findings.hit += len(wanted & got)
    scores.findings.missed += len(wanted - got)
    scores.findings.extra += len(got - wanted)
    scores.wrong += [f"{name}: finding missed {f}" for f in sorted(wanted - got, key=str)]
    scores.wrong += [f"{name}: finding extra {f}" for f in sorted(got - wanted, key=str)]


def _key(entity: dict[str, Any]) -> tuple[int, int, str]:
    return entity["start"], entity["end"], entity["term"]


def _score_entities(name: str, gold: list[Any], found: list[Any], scores: Scores) -> None:
    wanted, got = {_key(e): e for e in gold}, {_key(e): e for e in found}
    scores.entities.hit += len(wanted.keys() & got.keys())
    scores.entities.missed += len(wanted.keys() - got.keys())
    scores.entities.extra += len(got.keys() - wanted.keys())
    scores.wrong += [
        f"{name}: entity missed {wanted[k]['text']!r} {k[2]}"
        for k in sorted(wanted.keys() - got.keys())
    ]
    scores.wrong += [
        f"{name}: entity extra {got[k]['text']!r} {k[2]}"
        for k in sorted(got.keys() - wanted.keys())
    ]


def _score_claims(
    name: str, text: str, gold: list[Any], found: list[Any], auditor: Auditor, scores: Scores
) -> None:
    product = auditor.lexicon.product_of

    def same_thing(left: str, right: str) -> bool:
        a, b = to_iri(left), to_iri(right)
        return product.get(a, a) == product.get(b, b)

    open_found = list(found)
    for claim in gold:
        family = family_of(to_iri(claim["predicate"]))
        near = [
            f
            for f in open_found
            if _overlap(f, claim) and family_of(to_iri(f["predicate"])) == family
        ]
        near.sort(
            key=lambda f: (
                not same_thing(f["object"], claim["object"]),
                f["predicate"] != claim["predicate"],
                f["polarity"] != claim["polarity"],
            )
        )
        denied = claim["polarity"] == "denies"
        scores.negated += denied
        words = text[claim["start"] : claim["start"] + 50].replace("\n", " ")
        if not near:
            scores.claims.missed += 1
            scores.triples.missed += 1
            scores.wrong.append(
                f"{name}: claim missed {claim['predicate']} {claim['object']} {claim['polarity']} in {words!r}"
            )
            continue
        best = near[0]
        open_found.remove(best)
        scores.claims.hit += 1
        # "no serious events" read as "safe" says the same thing
        safe = claim["predicate"] == "st:causesAdverseEvent" and best["predicate"] == "st:safeIn"
        as_denied = (best["polarity"] == "denies") != safe
        scores.negated_found += denied and as_denied
        if denied and not as_denied:
            scores.negated_as_affirmed += 1
            scores.wrong.append(
                f"{name}: denied claim read as affirmed {claim['object']} in {words!r}"
            )
        full = (
            same_thing(best["subject"], claim["subject"])
            and same_thing(best["object"], claim["object"])
            and best["polarity"] == claim["polarity"]
            and best["predicate"] == claim["predicate"]
        )
        scores.triples.hit += full
        scores.triples.missed += not full
        scores.strength[best["strength"] == claim["strength"]] += 1
        if not full:
            scores.wrong.append(
                f"{name}: triple {best['subject']} {best['predicate']} {best['object']} {best['polarity']} for {claim['subject']} {claim['predicate']} {claim['object']} {claim['polarity']}"
            )
    scores.claims.extra += len(open_found)
    scores.triples.extra += len(open_found)
    scores.wrong += [
        f"{name}: claim extra {f['subject']} {f['predicate']} {f['object']} {f['polarity']} in {text[f['start'] : f['start'] + 50]!r}"
        for f in open_found
    ]


def _score_links(name: str, text: str, gold: list[Any], found: list[Any], scores: Scores) -> None:
    for mention in gold:
        near = [f for f in found if _overlap(f, mention) or _overlap(f["block"], mention)]
        near.sort(key=lambda f: abs(f["start"] - mention["start"]))
        proposed = near[0]["study"] if near and near[0]["decision"] == "proposed" else None
        scores.absent += mention["study"] is None
        if mention["study"] is None:
            if proposed is not None:
                scores.absent_linked += 1
                scores.links.extra += 1
                scores.wrong.append(f"{name}: absent study linked to {proposed}")
        elif proposed == mention["study"]:
            scores.links.hit += 1
        else:
            scores.links.missed += 1
            scores.links.extra += proposed is not None
            scores.wrong.append(f"{name}: link {proposed} for {mention['study']}")
    for f in found:
        if f["decision"] == "proposed" and not any(
            _overlap(f, m) or _overlap(f["block"], m) for m in gold
        ):
            scores.links.extra += 1
            scores.wrong.append(
                f"{name}: link without gold {f['study']} at {text[f['start'] : f['end']]!r}"
            )


def _overlap(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return bool(left["start"] < right["end"] and right["start"] < left["end"])


def main() -> int:
    """Print the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score stroma audit on passages with gold.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list every disagreement")
    parser.add_argument("--only", nargs="*", default=[], help="passages whose name begins so")
    options = parser.parse_args()
    auditor, scores = open_auditor(), Scores()
    paths = [
        p
        for p in sorted(options.folder.glob("*.txt"))
        if not options.only or p.name.startswith(tuple(options.only))
    ]
    if not paths:
        print(f"no passages in {options.folder}", file=sys.stderr)
        return 2
    for path in paths:
        score_passage(auditor, path, scores)
    print(f"{len(paths)} passages")
    for label, tally in (
        ("entities", scores.entities),
        ("claims", scores.claims),
        ("full triples", scores.triples),
        ("links proposed", scores.links),
        ("audit findings", scores.findings),
    ):
        print(
            f"{label:15} P {tally.precision:.2f} R {tally.recall:.2f}  ({tally.hit} hit, {tally.missed} missed, {tally.extra} extra)"
        )
    print(
        f"negated claims  {scores.negated} in gold, {scores.negated_found} found as denied, {scores.negated_as_affirmed} read as affirmed"
    )
    print(f"absent studies  {scores.absent} mentions, {scores.absent_linked} linked")
    print(
        f"strength        {scores.strength[True]} of {sum(scores.strength.values())} right on claims found"
    )
    if options.wrong:
        print("\n".join(scores.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
