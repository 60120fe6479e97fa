"""An audit in a few lines for a terminal: counts by verdict, the sentences with the studies that back them
or speak against them, what was not judged, what is left out.

Read first: `summary_lines`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from stroma.audit.claims.headlines import asserts
from stroma.audit.judging.results import Audit, Judged, Verdict
from stroma.audit.judging.unjudged import NOT_READ, NOTHING_ON, TESTIMONIAL
from stroma.audit.readers.webpage import tells_article
from stroma.audit.report.cards import (
    VERDICTS,
    Titles,
    basis_words,
    claim_words,
    harms_held,
    if_rightly,
    lone_safety_words,
    lone_words,
    near_words,
    no_study,
    perhaps_words,
    sources,
    uncompared_words,
    understood_words,
    unread_words,
)
from stroma.audit.report.page import by_urgency, merged, not_read
from stroma.errors import install_hint
from stroma.queries.table import printable
from stroma.vocabulary import local_id

if TYPE_CHECKING:
    from stroma.audit.judging.results import Gap, Omission
    from stroma.audit.studies.linking import LinkedMention
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

_STUDIES: Final = 6
_HARMS: Final = 3
_WIDTH: Final = 200


def summary_lines(audit: Audit, store: EvidenceStore) -> Iterator[str]:
    """The lines of the summary; nothing of the article reaches the terminal but printable characters."""
    for line in _lines(audit, store):
        yield "\n".join(printable(part) for part in line.split("\n"))


def _lines(audit: Audit, store: EvidenceStore) -> Iterator[str]:
    titles = Titles.read()
    yield from _counts(audit)
    yield from _claims(audit, store, titles)
    yield from _not_read(audit)
    yield from _nothing_on(audit)
    yield from _not_judged(audit)
    shown: set[Iri] = set()
    for x in audit.mentions:
        yield from _mention(audit, x, store, titles, is_first=x.proposed not in shown)
        if x.proposed is not None:
            shown.add(x.proposed)
    yield from _whole_article(audit, titles)


def _counts(audit: Audit) -> Iterator[str]:
    """How much was read, and how many claims have which verdict."""
    counted = [
        _count(len(audit.reading.sentences), "sentence"),
        _count(len(audit.claims), "claim"),
        _count(len(audit.mentions), "mention of a study", "mentions of studies"),
    ]
    foreign = not_read(audit)
    if n := len(audit.unjudged) - sum(len(numbers) for _, numbers in foreign):
        counted.append(f"{_count(n, 'sentence')} not judged")
    if foreign:
        languages = ", ".join(dict.fromkeys(language for language, _ in foreign))
        n = sum(len(numbers) for _, numbers in foreign)
        counted.append(f"{_count(n, 'sentence')} not read ({languages})")
    if unread := _unread_headings(audit):
        counted.append(f"{_count(unread, 'heading')} not read")
    yield f"{' '.join(audit.document.name.split())}: {', '.join(counted)}"
    if audit.document.format == "html" and not tells_article():
        yield f"  the whole page was read except menus, asides, its header and footer; the extra `html` finds the article in it ({install_hint('html')})"
    if of_studies := [o for o in audit.omissions if o.study is not None]:
        asked = sum(o.is_question for o in of_studies)
        told = [_count(len(of_studies) - asked, "thing") + " left out or stated otherwise"] * (
            asked < len(of_studies)
        )
        told += [_count(asked, "question") + " whether something is told"] * bool(asked)
        yield f"  of its studies: {', '.join(told)}"
    counts = Counter(j.verdict for j in audit.claims)
    if counts:
        yield "  " + ", ".join(
            f"{VERDICTS[v][0]} {counts[v]} {VERDICTS[v][1]}" for v in VERDICTS if counts[v]
        )
    else:
        yield "  no claim about an effect found"
    if words := lone_words(audit):
        yield f"  {words}"


def _not_read(audit: Audit) -> Iterator[str]:
    """The runs of sentences in another language, each by its first words."""
    runs = not_read(audit)
    if runs:
        yield "\nNot read: only English is; these sentences may claim anything"
    for language, numbers in runs:
        first, last = (audit.reading.sentences[n].span for n in (numbers[0], numbers[-1]))
        told = f"sentence {numbers[0] + 1}"
        if len(numbers) > 1:
            told = f"sentences {numbers[0] + 1} to {numbers[-1] + 1}"
        yield f"  {told}, in {language}: “{_line(audit, first.start, last.end)}”"


def _nothing_on(audit: Audit) -> Iterator[str]:
    """Diseases on which the graph has nothing, with the sentences about them."""
    away: dict[str, list[str]] = {}
    for u in audit.unjudged:
        if u.reason.startswith(NOTHING_ON):
            away.setdefault(u.reason.removeprefix(NOTHING_ON), []).append(str(u.sentence + 1))
    if away:
        yield ""
    for disease, numbers in away.items():
        yield f"This graph has nothing on {disease}: sentence{'s' * (len(numbers) > 1)} {', '.join(numbers)}"


def _not_judged(audit: Audit) -> Iterator[str]:
    """The sentences that were not judged, testimonials apart."""
    told = [u for u in audit.unjudged if u.reason == TESTIMONIAL]
    rest = [u for u in audit.unjudged if u not in told and not u.reason.startswith(NOT_READ)]
    for heading, listed in (
        ("Not judged: these sentences may be right or wrong", rest),
        ("Testimonials: not judged, what single patients say is no evidence", told),
    ):
        if listed:
            yield f"\n{heading}"
        for u in listed:
            span = audit.reading.sentences[u.sentence].span
            reason = "" if u in told else f", {u.reason}"
            yield f"  sentence {u.sentence + 1}{reason}: “{_line(audit, span.start, span.end)}”"


def _mention(
    audit: Audit, x: LinkedMention, store: EvidenceStore, titles: Titles, *, is_first: bool
) -> Iterator[str]:
    """Which study a passage means; what is left out of it, and what is not found in it."""
    words = _line(audit, x.mention.start, x.mention.end)
    if x.proposed is None:
        yield f"\n“{words}”: {no_study(x, store)}"
        return
    slug = store.records.studies[x.proposed].slug
    if not is_first:  # what is left out of a study is said once
        yield f"\n“{words}” is {slug}, as above"
        return
    yield f"\n“{words}” is {slug}: {store.label(x.proposed)}"
    own = [o for o in audit.omissions if o.study == x.proposed]
    for o in sorted(own, key=lambda o: o.is_question):
        yield f"  {_coded(audit, titles, o)}"
    unanswered = [j for j in audit.claims if j.study == x.proposed and j.verdict is Verdict.NO_EVIDENCE]  # fmt: skip
    near = {(j.candidate.start, j.candidate.end): j.near for j in sorted(unanswered, key=lambda j: j.near is not None)}  # fmt: skip
    for start, end in dict.fromkeys((j.candidate.start, j.candidate.end) for j in unanswered):
        words = near_words(near[start, end], store) or "not found in this study"
        yield f"  {words}: “{_line(audit, start, end)}”"


def _whole_article(audit: Audit, titles: Titles) -> Iterator[str]:
    """What the article leaves out of no single study."""
    whole = [o for o in audit.omissions if o.study is None]
    if whole:
        yield "\nThe article as a whole"
        for o in whole:
            yield f"  {_coded(audit, titles, o)}"


def _claims(audit: Audit, store: EvidenceStore, titles: Titles) -> Iterator[str]:
    """The sentences with claims about treatment, worst first, each with the studies that back it or speak against it."""
    ordered = by_urgency(audit.claims)
    shown = [j for j in ordered if j.verdict is not Verdict.BACKGROUND]
    for group in merged(shown):
        j = group[0]
        icon, words, _ = VERDICTS[j.verdict]
        yield f"\n{icon} {words}{if_rightly(j)}: “{_line(audit, j.candidate.start, j.candidate.end)}”"
        for read in group:
            yield f"  read as: {_says(read, store, audit)}"
        if j.understood:
            taken = "; ".join(understood_words(audit, u, store) for u in j.understood)
            yield f"  not in the sentence: {taken}"
        for number, gap in enumerate(j.gaps):
            if number and gap.code == "NO_STUDY_CITED":
                continue  # said for the article as a whole
            yield f"  {_coded(audit, titles, gap, j.candidate.sentence)}"
        notes = (lone_safety_words(j, store), unread_words(j, audit.document.text), uncompared_words(j))  # fmt: skip
        for words in filter(None, notes):
            yield f"  {words}"
        if harms := harms_held(j, store):
            more = f"; and {len(harms) - _HARMS} more" if len(harms) > _HARMS else ""
            yield f"  harms held in this disease: {'; '.join(harms[:_HARMS])}{more}"
        for_, against = sources(j.supporting, store), sources(j.opposing, store)
        both = for_.keys() & against.keys()
        yield f"  backs the sentence: {_studies(for_, both, j.supporting, store)}"
        yield f"  speaks against the sentence: {_studies(against, both, j.opposing, store)}"
        apart = sources(j.beside, store)
        if rest := [s for s in apart if s not in for_ and s not in against]:
            yield f"  counted apart, other products, outcomes, diseases or animals: {_names(rest)}"
    if len(shown) < len(ordered):
        n = _count(len(ordered) - len(shown), "statement")
        yield f"\n{n} of background (biology, anatomy, regulation) not spelt out; --report FILE shows all"


def _coded(audit: Audit, titles: Titles, gap: Gap | Omission, own: int | None = None) -> str:
    """A gap in words, with the code for --fail-on behind its title, and where it may be told."""
    perhaps = perhaps_words(audit, gap, own)
    told = f" – {perhaps}" if perhaps else ""
    return f"{titles.title(gap)} ({gap.code}): {titles.reason(gap)}{told}"


def _says(j: Judged, store: EvidenceStore, audit: Audit) -> str:
    return claim_words(j.candidate, store, audit.reading.lexicon.terms)


def _studies(
    studies: Iterable[Iri], both: Collection[Iri], findings: Iterable[Iri], store: EvidenceStore
) -> str:
    """Studies with the number of people behind their findings here, and whether there was a control group."""
    records = [store.findings[f] for f in findings if f in store.findings]
    names = {}
    for iri in studies:
        notes = [basis_words(iri, records, store), "on both sides" if iri in both else ""]
        names[iri] = "; ".join(note for note in notes if note)
    return _names(names, names)


def _names(studies: Iterable[Iri], notes: Mapping[Iri, str] = MappingProxyType({})) -> str:
    """The first studies by their short names, each with its note, and how many more there are."""
    noted = [local_id(iri) + (f" ({notes[iri]})" if notes.get(iri) else "") for iri in studies]
    more = len(noted) - _STUDIES
    return ", ".join(noted[:_STUDIES]) + (f" and {more} more" if more > 0 else "") or "none"


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _line(audit: Audit, start: int, end: int) -> str:
    words = " ".join(audit.document.text[start:end].split())
    return words if len(words) <= _WIDTH else f"{words[: _WIDTH - 1]}…"


def _unread_headings(audit: Audit) -> int:
    """How many headings were taken for titles: nothing in them was audited, and they are not listed as not judged."""
    listed = {u.sentence for u in audit.unjudged}
    headings = (s for s in audit.reading.sentences if s.span.is_heading and s.index not in listed)
    return sum(not asserts(audit.reading, s) for s in headings)
