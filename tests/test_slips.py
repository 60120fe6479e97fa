"""The common slips of the pen in Turtle: the line to repair, what is wrong with it, what to write."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from stroma.build import build_dataset
from stroma.errors import DataError
from stroma.sources.slips import find_slip
from test_check import STUDY, check_text, line_of

if TYPE_CHECKING:
    from pathlib import Path

# (what stands there, what is typed instead, words of the message)
SLIPS = [
    ('"Made-up trial"@en ;', '"Made-up trial"@en', 'no ";" at its end'),
    ("st:year 2026 ;", "st:year 2026  # as printed; not online", 'no ";" at its end'),
    ("a st:Study ;", "a st:Study", 'no ";" at its end'),
    ('-25"^^xsd:date .', '-25"^^xsd:date', 'no "." at its end'),
    ('-25"^^xsd:date .', '-25"^^xsd:date ;', 'ends with ";", but a new record follows; write "."'),
    ("st:year 2026 ;", "st:year 2026 .", 'ends with ".", but its record goes on; write ";"'),
    ("st:year 2026 ;", "st:year 2026 ,", 'ends with ",", but a property follows; write ";"'),
    ("st:nAtRisk 16 .", "st:nAtRisk 16", 'the last record of the file has no "."'),
    ("st:nAtRisk 16 .", "st:nAtRisk 16 ;", "write one in place of its ;"),
    ("vocab/> .", "vocab/>", 'no "." at its end'),
    ("@prefix st:", "prefix st:", "add the @"),
    ("term:disability", "trem:disability", "did you mean term:?"),
    ("st:year", "ts:year", "did you mean st:?"),
    ("st:year", "qqqqq:year", "declare it at the top with @prefix"),
    ('"Made-up trial"@en', '"Made-up trial@en', "not closed on its line"),
    ('"Made-up trial"@en', "'Made-up trial@en", "not closed on its line"),
    ('"10.1000/xyz123"', "“10.1000/xyz123”", '“ is no quote of Turtle; write a plain "'),
    ('"Made-up trial"@en', '"Made-up trial”@en', '” is no quote of Turtle; write a plain "'),
    ('"Made-up trial"@en', '"Made-up "good" trial"@en', 'write \\" for a quote inside a text'),
    ('"Made-up trial"@en', '"Made-up \\d trial"@en', "a text holds a backslash"),
    ("st:nEnrolled 48", "st:nEnrolled 48 people", "people does not belong to the value before it"),
    ("st:nEnrolled 48", "st:nEnrolled 48–50", "– stands outside of quotes"),
    ("st:nEnrolled 48", "st:nEnrolled <48", 'put a value such as "<0.001" in quotes'),
    ("st:year 2026 ;", "st:year ;", 'a property has no value before ";"'),
    ("term:disability", "disability", "disability has no prefix and no quotes"),
    ("term:disability", "<https://x y>", "write %20"),
    ("study:doe-2026 a", "study:doe 2026 a", "a name holds no space"),
    ('"2026-11-25"^^xsd:date', "2026-11-25", '"2026-11-25"^^xsd:date'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "words"), SLIPS)
def test_a_slip_is_named_on_the_line_to_repair(
    tmp_path: Path, right: str, wrong: str, words: str
) -> None:
    assert right in STUDY
    text = STUDY.replace(right, wrong, 1)
    [problem] = check_text(tmp_path, text)
    assert problem.rule == "unreadable"
    assert words in problem.wrong
    assert problem.line == line_of(STUDY, right)


def test_a_comma_in_a_number_is_named(tmp_path: Path) -> None:
    """Turtle reads 12,5 as two values."""
    for wrong in ("12,5", '"12,5"^^xsd:decimal'):
        [problem] = check_text(tmp_path, STUDY.replace('"12"^^xsd:decimal', wrong))
        assert "12.5" in problem.repair
        assert problem.line == line_of(STUDY, '"12"^^xsd:decimal')


def test_a_slip_is_named_by_a_build_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(STUDY.replace("st:year 2026 ;", "st:year 2026"), encoding="utf-8")
    with pytest.raises(DataError, match=r'mine\.ttl:17: not valid Turtle: the line has no ";"'):
        build_dataset([path])


def test_what_is_no_common_slip_keeps_the_words_of_the_parser(tmp_path: Path) -> None:
    [problem] = check_text(tmp_path, "a b c")
    assert problem.wrong == "not valid Turtle: a is not a valid subject or graph name"
    assert find_slip([], 7, 3, "A dot is expected at the end of statements") is None


def test_a_packed_file_keeps_the_place_where_the_parser_stopped(tmp_path: Path) -> None:
    from stroma.disk.building import build_store

    path = tmp_path / "mine.ttl.gz"
    path.write_bytes(gzip.compress(STUDY.replace("st:year 2026 ;", "st:year 2026").encode()))
    with pytest.raises(DataError, match=r"mine\.ttl\.gz:18:.*A dot is expected"):
        build_store([path], tmp_path / "store")
