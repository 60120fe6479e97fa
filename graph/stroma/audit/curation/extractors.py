"""How do other extractors join in? JSON lines; what they return is checked and queued as candidates, never trusted.

Read first: `add_candidates`. A line quotes the exact words of its span and names terms that exist; else it is dropped and the
reason said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stroma.audit.claims.candidates import Candidate
from stroma.audit.judging.judge import Judge
from stroma.audit.language.wording import Wording
from stroma.errors import InputError
from stroma.model import Polarity, WordingStrength
from stroma.vocabulary import Iri, local_id, to_iri

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged
    from stroma.audit.pipeline import Auditor

_NEEDED = (
    "start",
    "end",
    "quote",
    "subject",
    "predicate",
    "object",
    "polarity",
    "strength",
    "method",
    "model",
    "input_sha256",
)


def add_candidates(auditor: Auditor, audit: Audit, path: Path) -> tuple[Audit, list[str]]:
    """The audit with the candidates of a JSON-lines file added, and why others were dropped."""
    rows: list[Mapping[str, Any]] = []
    dropped: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except RecursionError:
            dropped.append(f"line {number}: nested too deeply to be a candidate")
            continue
        except ValueError:
            dropped.append(f"line {number}: not JSON")
            continue
        rows.append(row if isinstance(row, dict) else {})
    added, more = check_candidates(auditor, audit, rows)
    return replace(audit, claims=[*audit.claims, *added]), dropped + more


def check_candidates(
    auditor: Auditor, audit: Audit, rows: Iterable[Mapping[str, Any]]
) -> tuple[list[Judged], list[str]]:
    """Judged candidates from what an extractor returned, and the reasons of those that were dropped."""
    kept: list[Judged] = []
    dropped: list[str] = []
    judge = Judge(auditor.store, auditor.matcher)
    known = {j.id for j in audit.claims}
    for number, row in enumerate(rows, 1):
        try:
            candidate = _candidate(auditor, audit, row)
        except (InputError, ValueError, TypeError) as problem:
            dropped.append(f"candidate {number}: {problem}")
            continue
        judged = judge.judge(
            candidate, audit.document.sha256, None, in_block=False, says_laboratory=False
        )
        if judged.id in known:
            dropped.append(f"candidate {number}: the rules found it too")
            continue
        kept.append(judged)
    return kept, dropped


def _candidate(auditor: Auditor, audit: Audit, row: Mapping[str, Any]) -> Candidate:
    missing = [key for key in _NEEDED if key not in row]
    if missing:
        raise InputError(f"misses {', '.join(missing)}")
    if row["input_sha256"] != audit.document.sha256:
        raise InputError("made from another text (input_sha256 differs)")
    start, end = int(row["start"]), int(row["end"])
    if (
        not 0 <= start < end <= len(audit.document.text)
        or audit.document.text[start:end] != row["quote"]
    ):
        raise InputError("its quote is not what stands at its span")
    predicate = to_iri(str(row["predicate"]))
    if auditor.store.records.predicates and predicate not in auditor.store.records.predicates:
        raise InputError(f"unknown predicate {local_id(predicate)!r}")
    sentence = next(
        (s for s in audit.reading.sentences if s.span.start <= start < s.span.end), None
    )
    if sentence is None:
        raise InputError("its span is in no sentence")
    condition = _known(auditor, row["condition"]) if row.get("condition") else None
    return Candidate(
        sentence.span.start, sentence.span.end, _known(auditor, row["subject"]), predicate, _known(auditor, row["object"]), condition,
        Polarity(row["polarity"]), Wording(WordingStrength(row["strength"]), False, ()), (), f"adapter:{row['model']}",
        sentence.index, sentence.first, method=str(row["method"]),
    )  # fmt: skip


def _known(auditor: Auditor, curie: object) -> Iri:
    iri = to_iri(str(curie))
    if iri not in auditor.lexicon.terms:
        raise InputError(f"unknown term {curie}")
    return iri
