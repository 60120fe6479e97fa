"""The audit as one HTML file for an editor: offline, printable, no script; every string is escaped by the template.

Read first: `report_html`. The page shows what studies reported and how the text says it; no advice, no word on motives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from stroma import model as m
from stroma.audit.claims.candidates import family_of
from stroma.audit.judging.results import Audit, Judged, Omission, Verdict
from stroma.audit.judging.unjudged import NOT_READ
from stroma.audit.report.cards import VERDICTS, Cards, Titles, lone_words, opened

if TYPE_CHECKING:
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri


def report_html(audit: Audit, store: EvidenceStore, terms: dict[Iri, m.Term]) -> str:
    """The page."""
    from jinja2 import Environment

    view = Cards(audit, store, terms, Titles.read())
    page = files("stroma.audit.report")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((page / "page.html.j2").read_text(encoding="utf-8"))
    claims = {j.id: view.claim(j) for j in audit.claims}
    counts = Counter(j.verdict for j in audit.claims)
    return template.render(
        audit=audit,
        css=(page / "page.css").read_text(encoding="utf-8"),
        title=audit.document.title or audit.document.name,
        verdicts=[
            {"value": v.value, "icon": i, "words": w, "means": t, "n": counts.get(v, 0)}
            for v, (i, w, t) in VERDICTS.items()
        ],
        n_claims=len(audit.claims),
        lone=opened(lone_words(audit)),
        n_left_out=sum(o.study is not None and not o.is_question for o in audit.omissions),
        n_questions=sum(o.is_question for o in audit.omissions),
        unjudged=[
            {"number": u.sentence + 1, "reason": u.reason, "text": _words(audit, u.sentence)}
            for u in audit.unjudged
            if not u.reason.startswith(NOT_READ)
        ],
        foreign=[
            {
                "language": language,
                "first": numbers[0] + 1,
                "last": numbers[-1] + 1,
                "text": " ".join(_words(audit, n) for n in numbers),
            }
            for language, numbers in not_read(audit)
        ],
        n_foreign=sum(len(numbers) for _, numbers in not_read(audit)),
        studies=_studies(view, audit),
        article_omissions=[view.gap(o) for o in audit.omissions if o.study is None],
        worst=[
            claims[group[0].id]
            for group in merged(by_urgency(audit.claims))
            if group[0].verdict in _TO_LOOK_AT
        ],
        rows=_rows(audit, claims),
        unlinked=[view.mention(x) for x in audit.mentions if x.proposed is None],
    )


_TO_LOOK_AT: Final = (
    Verdict.CONTRADICTED, Verdict.OVERSTATED, Verdict.LEAVES_OUT, Verdict.TO_CHECK,
)  # fmt: skip


def by_urgency(claims: Iterable[Judged]) -> list[Judged]:
    """Claims in the order in which an editor should look at them."""
    return sorted(claims, key=_urgency)


def merged(claims: Iterable[Judged]) -> list[list[Judged]]:
    """Claims of one sentence that come to the same verdict by the same evidence, together; in order of the first."""
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for j in claims:
        answered = j.supporting or j.opposing
        key = (j.candidate.sentence, j.verdict, j.candidate.polarity, j.supporting, j.opposing)
        groups.setdefault(key if answered else (j.id, len(groups)), []).append(j)
    return list(groups.values())


def not_read(audit: Audit) -> list[tuple[str, list[int]]]:
    """Runs of sentences in another language: its name, and their positions."""
    runs: list[tuple[str, list[int]]] = []
    for u in audit.unjudged:
        if not u.reason.startswith(NOT_READ):
            continue
        language = u.reason.removeprefix(NOT_READ)
        if runs and runs[-1][0] == language and runs[-1][1][-1] == u.sentence - 1:
            runs[-1][1].append(u.sentence)
        else:
            runs.append((language, [u.sentence]))
    return runs


def _urgency(j: Judged) -> tuple[bool, int, bool, int]:
    """Claims about treatment first, worst first, then those that lean on a study, then as they come."""
    family = family_of(j.candidate.predicate)
    clinical = family in ("benefit", "safety", "cure", "use")
    return not clinical, list(VERDICTS).index(j.verdict), j.study is None, j.candidate.start


def _studies(view: Cards, audit: Audit) -> list[dict[str, Any]]:
    """Each linked study once, with what the article leaves out or gets wrong, the most important first."""
    order = (
        "RETRACTED",
        "OMIT_PRIMARY",
        "OMIT_HARM",
        "POLARITY",
        "BASIS_SHIFT",
        "SOURCE_MISMATCH",
        "NUMBER_MISMATCH",
        "DESIGN_MISMATCH",
        "CITATION_CONFLICT",
        "BAD_IDENTIFIER",
        "POPULATION_WIDER",
        "OMIT_N_DESIGN",
    )
    by_study: dict[Iri, list[LinkedMention]] = {}
    for x in audit.mentions:
        if x.proposed is not None:
            by_study.setdefault(x.proposed, []).append(x)
    shown = []
    for iri, mentions in by_study.items():
        omissions: Sequence[Omission] = [o for o in audit.omissions if o.study == iri]
        ranked = sorted(
            omissions, key=lambda o: order.index(o.code) if o.code in order else len(order)
        )
        own = [
            j
            for j in audit.claims
            if j.study == iri
            and j.candidate.polarity is m.Polarity.AFFIRMS
            and j.verdict is Verdict.NO_EVIDENCE
        ]
        shown.append(
            {
                "card": view.study(iri), "mentions": [view.mention(x) for x in mentions],
                "omissions": [view.gap(o) for o in ranked if not o.is_question],
                "questions": [view.gap(o) for o in ranked if o.is_question],
                "not_found": list(dict.fromkeys(view.sentence(j) for j in own)),
            }
        )  # fmt: skip
    return shown


def _rows(audit: Audit, claims: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The text as rows: a sentence with claims and its cards, or a run of sentences without any."""
    ranks = list(VERDICTS)
    by_sentence: dict[int, list[Judged]] = {}
    for j in audit.claims:
        by_sentence.setdefault(j.candidate.sentence, []).append(j)
    rows: list[dict[str, Any]] = []
    reasons = {u.sentence: u.reason for u in audit.unjudged}
    previous = -1
    for s in audit.reading.sentences:
        opens = s.span.paragraph != previous
        previous = s.span.paragraph
        text = _words(audit, s.index)
        own = sorted(by_sentence.get(s.index, []), key=lambda j: ranks.index(j.verdict))
        unjudged = reasons.get(s.index)
        if not own and unjudged is None:
            if rows and not opens and rows[-1]["plain"] and not rows[-1]["heading"]:
                rows[-1]["parts"].append((s.index + 1, text))
            else:
                rows.append(
                    {
                        "text": text,
                        "parts": [(s.index + 1, text)],
                        "heading": s.span.is_heading,
                        "plain": True,
                        "claims": [],
                        "opens": opens,
                    }
                )
            continue
        verdict = own[0].verdict if own else None
        icon, words, _ = VERDICTS[verdict] if verdict is not None else ("?", "not judged", "")
        rows.append(
            {
                "text": text,
                "heading": False,
                "opens": opens,
                "plain": False,
                "number": s.index + 1,
                "verdict": verdict.value if verdict is not None else "not-judged",
                "unjudged": unjudged,
                "reason": f"Not judged: {unjudged}"
                if unjudged and not unjudged.startswith(NOT_READ)
                else opened(unjudged or ""),
                "icon": icon,
                "words": words,
                "claims": [_card(group, claims) for group in merged(own)],
            }
        )
    return rows


def _card(group: Sequence[Judged], claims: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The card of claims that were merged: of the first, with what the others were read as."""
    first = claims[group[0].id]
    return first | {"also": [claims[j.id] for j in group[1:]]}


def _words(audit: Audit, sentence: int) -> str:
    span = audit.reading.sentences[sentence].span
    return " ".join(audit.document.text[span.start : span.end].split())
