"""What did a curator decide about candidates? An append-only JSONL, replayed when the rules change.

Read first: `Decision`, `append_decision`, `apply_decisions`. A decision is found again by the candidate's id; when that has
changed, by its content and the words around its place. One made on another text is shown and asked again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from stroma.audit.language.cues import load_cues
from stroma.audit.language.lexicon import read_table
from stroma.errors import DataError
from stroma.model import Polarity

if TYPE_CHECKING:
    from stroma.audit.judging.results import Audit, Judged

Action = Literal["accept", "reject", "edit", "link"]
_CONTEXT: Final = 24
_HINT_AFTER, _HINT_BELOW = 20, 0.6


@dataclass(frozen=True)
class Decision:
    """One decision; `before` and `after` are the words around the place, folded, so that it can be found again."""

    candidate: str
    action: Action
    rule: str
    article_sha256: str
    start: int
    end: int
    subject: str
    predicate: str
    object: str
    polarity: str
    before: str = ""
    after: str = ""
    reason: str = ""
    study: str | None = None
    edited: dict[str, str] | None = None
    who: str = ""
    when: str = ""
    rules_version: str = ""


def decision_of(audit: Audit, judged: Judged, action: Action, **more: object) -> Decision:
    """A decision on one candidate of an audit."""
    c = judged.candidate
    start, end = audit.document.original(c.start, c.end)
    text = audit.document.text
    return Decision(
        judged.id, action, c.rule, audit.document.sha256, start, end, c.subject, c.predicate, c.object, c.polarity.value,
        before=_folded(text[max(0, c.start - _CONTEXT) : c.start]), after=_folded(text[c.start : c.start + _CONTEXT]),
        rules_version=audit.rules_version, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def append_decision(path: Path, decision: Decision) -> None:
    """Add a line to the file of decisions; nothing in it is ever changed."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(decision), ensure_ascii=False, sort_keys=True) + "\n")


def load_decisions(path: Path) -> list[Decision]:
    """Every decision of a file, oldest first.

    Raises:
        DataError: if a line is no decision.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(Decision(**json.loads(line)))
        except RecursionError:
            raise DataError(
                "not a decision (nested too deeply)", path=path.name, line=number
            ) from None
        except (ValueError, TypeError) as problem:
            raise DataError(f"not a decision ({problem})", path=path.name, line=number) from problem
    return found


def match_decisions(audit: Audit, decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Candidate id -> the latest decision on it in this very text; after a change of the rules by content and context."""
    return _matched(audit, [d for d in decisions if d.article_sha256 == audit.document.sha256])


def of_other_texts(audit: Audit, decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Candidate id -> a decision on the same words in another text: to be shown and asked again, never applied."""
    return _matched(audit, [d for d in decisions if d.article_sha256 != audit.document.sha256])


def _matched(audit: Audit, decisions: Iterable[Decision]) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    ids = {j.id: j for j in audit.claims}
    for decision in decisions:
        if decision.candidate in ids:
            found[decision.candidate] = decision
            continue
        again = [j for j in audit.claims if _same_content(j, decision)]
        close = [j for j in again if _same_context(audit, j, decision)]
        if len(close) == 1:
            found[close[0].id] = decision
    return found


def _same_content(j: Judged, d: Decision) -> bool:
    c = j.candidate
    return (c.subject, c.predicate, c.object, c.polarity.value) == (
        d.subject,
        d.predicate,
        d.object,
        d.polarity,
    )


def _same_context(audit: Audit, j: Judged, d: Decision) -> bool:
    text, start = audit.document.text, j.candidate.start
    after = _folded(text[start : start + _CONTEXT])
    before = _folded(text[max(0, start - _CONTEXT) : start])
    return after == d.after or (bool(d.before) and before == d.before and after[:8] == d.after[:8])


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def apply_decisions(audit: Audit, decisions: Sequence[Decision]) -> Audit:
    """The audit without the candidates that were rejected, and with edits made; what a person read as the rules did is no misreading."""
    matched = match_decisions(audit, decisions)
    kept, rejected = [], 0
    for judged in audit.claims:
        decision = matched.get(judged.id)
        if decision is not None and decision.action == "reject":
            rejected += 1
            continue
        kept.append(_edited(_confirmed(judged), decision) if decision is not None else judged)
    return replace(audit, claims=kept, rejected=rejected)


def _confirmed(judged: Judged) -> Judged:
    """A claim that was to check lest it be misread, with the verdict that it has when read rightly."""
    if judged.if_read_rightly is None:
        return judged
    gaps = tuple(replace(g, is_lone=False) for g in judged.gaps)
    return replace(judged, verdict=judged.if_read_rightly, gaps=gaps, if_read_rightly=None)


def _edited(judged: Judged, decision: Decision) -> Judged:
    if decision.study is not None:
        judged = replace(judged, study=decision.study)
    if decision.edited:
        known = {
            k: v
            for k, v in decision.edited.items()
            if k in ("subject", "predicate", "object", "condition")
        }
        changed = replace(judged.candidate, **known)  # type: ignore[arg-type]
        if (polarity := decision.edited.get("polarity")) in list(Polarity):
            changed = replace(changed, polarity=Polarity(polarity))
        judged = replace(judged, candidate=changed)
    return judged


def accepted_ids(audit: Audit, decisions: Sequence[Decision]) -> set[str]:
    """Candidates that a curator accepted, as found or as edited."""
    return {
        i
        for i, d in match_decisions(audit, decisions).items()
        if d.action in ("accept", "edit", "link")
    }


def rule_precision(decisions: Iterable[Decision]) -> dict[str, tuple[int, int]]:
    """Rule -> accepted, decided; the latest decision on a candidate counts."""
    latest = {d.candidate: d for d in decisions}
    accepted, decided = Counter[str](), Counter[str]()
    for decision in latest.values():
        decided[decision.rule] += 1
        accepted[decision.rule] += decision.action != "reject"
    return {rule: (accepted[rule], decided[rule]) for rule in sorted(decided)}


def rule_lines(decisions: Sequence[Decision]) -> Iterator[str]:
    """The rules with their versions, and the precision that decisions give them."""
    from stroma.audit.language.lexicon import read_toml

    yield f"rules {read_toml('rules.toml')['version']}, wording {load_cues().version}"
    classes = Counter(
        row["class"] for row in read_table("cues.tsv") for _ in row["phrases"].split("|")
    )
    for name, n in sorted(classes.items()):
        yield f"  cue class {name}: {n} phrases"
    if not decisions:
        yield "no decisions given; --decisions FILE shows the precision of each rule"
    for rule, (accepted, decided) in rule_precision(decisions).items():
        hint = (
            "  (hint only: too often rejected)"
            if decided >= _HINT_AFTER and accepted / decided < _HINT_BELOW
            else ""
        )
        yield f"  {rule}: {accepted} of {decided} accepted ({accepted / decided:.0%}){hint}"


def other_text_line(audit: Audit, decisions: Sequence[Decision]) -> str | None:
    """A line that says how many decisions were made on another text; None without any."""
    n = sum(d.article_sha256 != audit.document.sha256 for d in decisions)
    if not n:
        return None
    are = "1 decision is" if n == 1 else f"{n} decisions are"
    return f"{are} from another text and not applied; stroma review asks again"
