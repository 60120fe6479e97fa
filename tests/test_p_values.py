"""A p-value is read in one way by all that read one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from stroma.check import check_files
from stroma.p_values import AT_MOST, p_at_most, read
from test_check import STUDY

# As articles write them; the number that each is or is below, if any.
WRITTEN = [
    ("0.01", "0.01"),
    (".01", "0.01"),
    ("p = .03", "0.03"),
    ("P<.001", "0.001"),
    ("p<0.0000001", "0.0000001"),
    ("≤ 0.05", "0.05"),
    ("<= 0.05", "0.05"),
    (" 0.010 ", "0.010"),
    ("1.0", "1.0"),
    ("1", "1"),
    ("0.000", "0.000"),
    (">0.05", None),
    ("≥.2", None),
    ("1.6", None),
    ("-0.6", None),
    ("0,03", None),
    ("0.02; 0.001", None),
    ("not significant", None),
    ("0.0075 nominal", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "at_most"), WRITTEN)
def test_a_p_value_is_the_same_number_in_python_and_in_a_query(
    text: str, at_most: str | None
) -> None:
    assert p_at_most(text) == at_most
    query = f"""SELECT ?n {{ BIND (REPLACE({ox.Literal(text)}, {ox.Literal(AT_MOST)}, "$1") AS ?read)
      BIND (<http://www.w3.org/2001/XMLSchema#decimal>(IF(REGEX({ox.Literal(text)}, {ox.Literal(AT_MOST)}), ?read, "")) AS ?n) }}"""
    (row,) = ox.Store().query(query)  # type: ignore[misc]
    number = None if row["n"] is None else Decimal(row["n"].value)
    assert number == (None if at_most is None else Decimal(at_most))


def test_the_sign_is_read_too() -> None:
    assert read("p >= .2") == ("≥", Decimal("0.2"))
    assert read("P = 0.64") == read("0.64") == ("=", Decimal("0.64"))
    assert read("1.6") == ("=", Decimal("1.6"))
    assert read(None) is None


@pytest.mark.parametrize("p", ["0.01", ".01", "p = .01", "P < .05", "<= 0.05"])
def test_a_check_reads_every_form_of_a_small_p_value(tmp_path: Path, p: str) -> None:
    path = tmp_path / "study.ttl"
    path.write_text(STUDY.replace("st:nEvents 4 ;", f'st:nEvents 4 ; st:pValue "{p}" ;'), "utf-8")
    assert [problem.rule for problem in check_files([path])] == ["p-and-direction"]


@pytest.mark.parametrize(
    ("p", "rule"),
    [
        *((p, "wrong-p_value") for p in ("1.6", "-.6", "p = -0.6", "-0,6")),
        *((p, "p-value") for p in ("0", "p=.0", ",03", "60%", "***")),
    ],
)
def test_a_check_refuses_what_no_p_value_can_be_and_doubts_what_is_none(
    tmp_path: Path, p: str, rule: str
) -> None:
    path = tmp_path / "study.ttl"
    text = STUDY.replace(
        "st:inconclusive ;", f'st:inconclusive ; skos:note "As told."@en ; st:pValue "{p}" ;'
    )
    path.write_text(text, "utf-8")
    assert [problem.rule for problem in check_files([path])] == [rule]
