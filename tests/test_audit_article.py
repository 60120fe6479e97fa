"""The first real article, against its curated claims. The text is no part of this repository."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from conftest import ARTICLES, FACTS, needs_articles
from seeds import in_order_of_sets
from stroma.audit.judging.results import Audit, Verdict
from stroma.audit.readers.formats import read_document
from stroma.audit.report.serialize import audit_to_json

if TYPE_CHECKING:
    from stroma.audit.pipeline import Auditor

ARTICLE = ARTICLES / "msc-for-ms.txt"
CURATED = FACTS / "article_claims.tsv"

pytestmark = needs_articles

# Curated verdict -> verdicts of the same group.
GROUPS = {
    "background-true": {"background", "supported"},
    "background-inaccurate": {"background", "overstated", "contradicted"},
    "supported": {"supported", "background"},
    "overstated": {"overstated", "contradicted", "no-evidence-here"},
    "unsupported-here": {"no-evidence-here", "overstated"},
    "omits-contrary-result": {"leaves-out-contrary-results"},
}
WORSE = {"overstated", "contradicted", "leaves-out-contrary-results"}


@pytest.fixture(scope="module")
def audit(auditor: Auditor) -> Audit:
    return auditor.audit(read_document(ARTICLE))


def rows() -> list[dict[str, str]]:
    with CURATED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def verdicts_at(audit: Audit, start: int, end: int) -> set[str]:
    return {
        j.verdict.value for j in audit.claims if j.candidate.start < end and start < j.candidate.end
    }


def test_every_curated_sentence_stands_once_with_exact_offsets(audit: Audit) -> None:
    spans = [(s.span.start, s.span.end) for s in audit.reading.sentences]
    assert len(spans) == len(set(spans)) == 23  # 22 sentences and one heading
    assert {(int(r["char_start"]), int(r["char_end"])) for r in rows()} <= set(spans)


def test_both_studies_are_found(audit: Audit) -> None:
    found = [x.proposed for x in audit.mentions]
    assert [f.rsplit("/", 1)[-1] for f in found if f] == ["stepien-2016", "yang-2016"]


def test_two_thirds_of_the_curated_rows_get_the_right_verdict_group(audit: Audit) -> None:
    hits = [
        r["claim_number"]
        for r in rows()
        if verdicts_at(audit, int(r["char_start"]), int(r["char_end"])) & GROUPS[r["verdict"]]
    ]
    assert len(hits) >= 24, hits


def test_no_supported_row_is_shown_as_overstated_alone(audit: Audit) -> None:
    for row in rows():
        if row["verdict"] == "supported":
            found = verdicts_at(audit, int(row["char_start"]), int(row["char_end"]))
            assert not found or found - WORSE, row["claim_number"]


def test_what_the_article_leaves_out_of_its_first_study_is_said(audit: Audit) -> None:
    found = [o for o in audit.omissions if o.study and o.study.endswith("stepien-2016")]
    by_code = {o.code: [p.reason for p in found if p.code == o.code] for o in found}
    assert any("group as a whole" in reason for reason in by_code["OMIT_PRIMARY"])
    assert any("4 of 16" in reason for reason in by_code["OMIT_HARM"])
    assert any("aggressive" in reason for reason in by_code["POPULATION_WIDER"])


def test_that_one_subtype_benefited_most_is_in_no_finding(audit: Audit) -> None:
    (claim,) = [j for j in audit.claims if j.candidate.name == "moreEffectiveIn"]
    assert claim.verdict is Verdict.NO_EVIDENCE


_AUDITED = """
import sys
from pathlib import Path
from stroma.audit import open_auditor
from stroma.audit.readers.formats import read_document
from stroma.audit.report.serialize import audit_to_json
from stroma.audit.report.summary import summary_lines

auditor = open_auditor()
audit = auditor.audit(read_document(Path(sys.argv[1])))
print(audit_to_json(audit), *summary_lines(audit, auditor.store), sep="\\n")
"""


def test_the_same_input_gives_the_same_bytes_in_any_order_of_sets(audit: Audit) -> None:
    first, second = (in_order_of_sets(seed, _AUDITED, str(ARTICLE)) for seed in (1, 2))
    assert audit_to_json(audit) in first
    assert first == second
