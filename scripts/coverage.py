"""Which row of the fact sheets is carried by which record? Writes docs/coverage.md.

    python scripts/coverage.py FACTS_DIR [OUT]

Exit code 1 when a bar is missed: 95 % of all rows, every null, disputing and harm row, no dropped row in use.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fact_sheets import Facts, Row
from stroma.build import Built, build_dataset
from stroma.vocabulary import PREFIXES, to_curie

ARTICLE: Final = "msc-for-ms"
BAR: Final = 0.95
_ROW_ID: Final = re.compile(r"\b([a-z0-9]+(?:-[a-z0-9]+)*-)f(\d+)\b(?: and f(\d+)\b)?")
_AGAINST: Final = ("null", "contradicts", "refutes", "disputes", "inconclusive", "denies")
_HARM: Final = (
    "causes",
    "causes-transient",
    "may-cause",
    "adverse-events-seen-after",
    "has-manufacturing-risk",
)
# Rows that became part of another record instead of a record of their own: row -> (record, where in it).
_PART_OF: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("mechanisms", "m01"): ("http://purl.obolibrary.org/obo/CL_0000134", "skos:definition"),
    ("article_claims", "22"): (PREFIXES["article"] + ARTICLE, "st:declaredInterest"),
}
# Statements that are the article's own: they stand as its claims, with the verdict of a curator, not as findings.
_CLAIM_OF: Final[Mapping[str, str]] = {"m41": "12", "m42": "11b"}
SHEETS: Final = ("studies", "findings", "mechanisms", "article_claims")
# Notes of the sheets to their writer -> what a reader must know.
_REASONS: Final[Mapping[str, str]] = {
    "study description (duration): check against the study record": "describes the study (its duration), not a result",
    "study description (main goals): check against primary_endpoint of the study record": "describes the study (its main goals), not a "
    "result",
    "study description (aim): check against the study record": "describes the study (its aim), not a result",
    "article metadata (author)": "names the author of the article, not a result",
    "about every treatment of MS (no cure known): no kind of subject here is that wide; the MSC part is 19a": "is about every treatment of "
    "MS (no cure known), and no kind of subject here is that wide; what the article says of MSC is claim 19a",
}
_OPENING: Final = """\
# Coverage of the fact sheets

For maintainers: proof that no researched row was dropped without a word. The first 98 studies of the packaged evidence
were entered from fact sheets that are not in this repository. As a reader you need only [Left out](#left-out).

How to read a line: row `stepien-2016-f2` of the sheet of findings is carried by the record `finding:stepien-2016-f2`,
which `stroma show stepien-2016` shows. The rows of `article_claims` are the claims of the one packaged article, by
number. What was entered later, by whomever, has no row here.

This page is written by `scripts/coverage.py`; a test that needs the sheets fails if it is out of date."""


@dataclass(frozen=True)
class Line:
    """What became of one row of a sheet."""

    sheet: str
    row: str
    carried_by: tuple[str, ...]
    """CURIEs of the records that carry it, or that say the same."""
    how: str
    """carried, derived from the study's fields, part of a record, restated, claimed by the article, left out."""
    reason: str = ""
    is_null: bool = False
    is_harm: bool = False

    @property
    def is_covered(self) -> bool:
        return self.how != "left out"


def lines(facts: Facts, built: Built) -> list[Line]:
    """One line a row of the four sheets, in the order of the sheets."""
    records = built.records
    by_row: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in records.findings.values():
        sheet = "findings" if finding.row in facts.findings else "mechanisms"
        by_row[sheet, finding.row or ""].append(to_curie(finding.iri))
    for claim in records.claims.values():
        by_row["article_claims", claim.row or ""].append(to_curie(claim.iri))
    for iri in records.studies:
        by_row["studies", iri.removeprefix(PREFIXES["study"])].append(to_curie(iri))
    on_row: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for p in facts.propositions:
        on_row[p["sheet"], p["row_id"]].append(p)
    rows = {
        "studies": facts.studies,
        "findings": facts.findings,
        "mechanisms": facts.mechanisms,
        "article_claims": facts.claims,
    }
    return [
        _line(sheet, row_id, raw, on_row[sheet, row_id], by_row, built)
        for sheet in SHEETS
        for row_id, raw in rows[sheet].items()
    ]


def _line(
    sheet: str,
    row_id: str,
    raw: Row,
    propositions: list[Row],
    by_row: Mapping[tuple[str, str], list[str]],
    built: Built,
) -> Line:
    directions = (
        {raw.get("direction"), raw.get("stance"), *(p["direction"] for p in propositions)}
        if sheet != "article_claims"
        else set()
    )
    is_null = bool(directions & set(_AGAINST))
    is_harm = (sheet == "findings" and raw.get("relation") in _HARM) or any(
        p["predicate"] == "causesAdverseEvent" for p in propositions
    )

    def line(carried_by: Iterable[str], how: str, reason: str = "") -> Line:
        return Line(sheet, row_id, tuple(sorted(carried_by)), how, reason, is_null, is_harm)

    carried = list(by_row.get((sheet, row_id), ()))
    derived = [iri for p in propositions for iri in _derived(p, built)]
    if carried or derived:
        return line(
            {*carried, *derived}, "carried" if carried else "derived from the study's fields"
        )
    reason = next(
        (p["dropped_reason"] for p in propositions if p["dropped_reason"]),
        "no row of propositions.tsv",
    )
    reason = _REASONS.get(reason, reason)
    if (sheet, row_id) in _PART_OF:
        record, where = _PART_OF[sheet, row_id]
        return line([to_curie(record)], f"part of a record ({where})", reason)
    if sheet == "mechanisms" and row_id in _CLAIM_OF:
        return line(by_row["article_claims", _CLAIM_OF[row_id]], "claimed by the article", reason)
    if reason.startswith(("restates", "sums up")):
        restating = [
            iri for row in _named_rows(reason) for iri in by_row.get(("findings", row), ())
        ]
        if restating:
            return line(restating, "restated", reason)
    return line([], "left out", reason)


def _derived(p: Row, built: Built) -> Iterator[str]:
    """The findings that the build derives from the primary endpoint, where the row is one."""
    if p["derived_from_primary_endpoint"] == "yes":
        for iri in built.weighed.findings:
            if re.fullmatch(re.escape(PREFIXES["finding"] + p["source"]) + r"-primary(-\d+)?", iri):
                yield to_curie(iri)


def _named_rows(reason: str) -> Iterator[str]:
    for match in _ROW_ID.finditer(reason):
        yield f"{match[1]}f{match[2]}"
        if match[3]:
            yield f"{match[1]}f{match[3]}"


def dropped_in_use(facts: Facts, built: Built) -> list[str]:
    """Rows with a dropped_reason that a finding or claim rests on all the same."""
    kept = {
        (p["sheet"], p["row_id"])
        for p in facts.propositions
        if p["predicate"] and not p["dropped_reason"]
    }
    dropped = {(p["sheet"], p["row_id"]) for p in facts.propositions if p["dropped_reason"]} - kept
    ids = {row for sheet, row in dropped if sheet != "article_claims"}
    claims = {row for sheet, row in dropped if sheet == "article_claims"}
    used = {f.row for f in built.records.findings.values() if f.row in ids}
    used |= {c.row for c in built.records.claims.values() if c.row in claims}
    return sorted(row for row in used if row)


def missed_bars(found: list[Line]) -> list[str]:
    """The bars that are missed, in words."""
    missed = []
    covered = sum(line.is_covered for line in found)
    if covered < BAR * len(found):
        missed.append(f"{covered} of {len(found)} rows are covered, fewer than {BAR:.0%}")
    for line in found:
        if (line.is_null or line.is_harm) and not line.is_covered:
            what = "harm" if line.is_harm else "null or disputing"
            missed.append(f"{what} row {line.row} of {line.sheet}.tsv is left out: {line.reason}")
    return missed


def page(found: list[Line]) -> str:
    """The text of docs/coverage.md."""
    out = [
        *_OPENING.splitlines(),
        "",
        "| sheet | rows | carried | restated, or part of another record | left out | covered |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(_total(sheet, [line for line in found if line.sheet == sheet]) for sheet in SHEETS),
        _total("all", found),
        "",
        "| kind of row | rows | covered |",
        "| --- | ---: | ---: |",
        _share("null or disputing", [line for line in found if line.is_null]),
        _share("harm", [line for line in found if line.is_harm]),
        "",
        "## Left out",
        "",
        "| sheet | row | why |",
        "| --- | --- | --- |",
        *(
            f"| {line.sheet} | {line.row} | {_cell(line.reason)} |"
            for line in found
            if not line.is_covered
        ),
    ]
    for sheet in SHEETS:
        out += ["", f"## {sheet}.tsv", "", "| row | carried by |", "| --- | --- |"]
        out += [_row(line) for line in found if line.sheet == sheet]
    return "\n".join(out) + "\n"


def _total(name: str, found: list[Line]) -> str:
    n = len(found)
    carried = sum(line.how.startswith(("carried", "derived")) for line in found)
    left = sum(not line.is_covered for line in found)
    return f"| {name} | {n} | {carried} | {n - carried - left} | {left} | {(n - left) / n:.1%} |"


def _share(name: str, found: list[Line]) -> str:
    return f"| {name} | {len(found)} | {sum(line.is_covered for line in found)} |"


def _row(line: Line) -> str:
    records = ", ".join(f"`{iri}`" for iri in line.carried_by)
    if line.how == "carried":
        return f"| {line.row} | {records} |"
    if line.how == "restated":
        return f"| {line.row} | restated by {records} ({_cell(line.reason)}) |"
    if line.how == "left out":
        return f"| {line.row} | left out: {_cell(line.reason)} |"
    return f"| {line.row} | {records} ({line.how}) |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(argv: list[str]) -> int:
    facts, built = Facts(Path(argv[1])), build_dataset()
    found = lines(facts, built)
    out = (
        Path(argv[2])
        if len(argv) > 2
        else Path(__file__).resolve().parent.parent / "docs" / "coverage.md"
    )
    out.write_text(page(found), encoding="utf-8")
    problems = missed_bars(found) + [
        f"dropped row {row} is in use" for row in dropped_in_use(facts, built)
    ]
    print(
        "\n".join(
            [
                f"{sum(line.is_covered for line in found)} of {len(found)} rows covered; {out}",
                *problems,
            ]
        )
    )
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
