"""What is known about one thing, on one card: a term, a study, a proposition or an article.

Read first: `card`, which picks the kind, and `Card.text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from stroma.errors import UnknownTermError
from stroma.model import Design, Direction, Finding, Proposition, Stance, Study, Term
from stroma.sentences import evidence_sentence, mark
from stroma.vocabulary import PREFIXES, Iri, local_id, to_curie, to_iri

if TYPE_CHECKING:
    from stroma.model import Reference
    from stroma.store import EvidenceStore

LEGEND: Final = (
    "[+] supported  (+) supported but thin  [±] contested  [–] not supported  [?] uncontrolled only  "
    "[a] animals or dishes only  [ ] never measured here"
)
NO_ADVICE: Final = "Reports what studies reported; no medical advice."
# Relations of one topic that a card shows before it says how many more there are.
_SHOWN: Final = 12
_TOPICS: Final = (
    (
        "Does it help?",
        (
            "ameliorates",
            "improves",
            "prevents",
            "moreEffectiveIn",
            "cures",
            "treats",
            "approvedFor",
        ),
    ),
    ("Is it safe?", ("safeIn", "causesAdverseEvent")),
    ("How might it work, and what is it?", ()),
    ("Studied for", ("studiedFor",)),
)
_CONTROLLED: Final = (
    Design.RANDOMISED_CONTROLLED,
    Design.CROSSOVER_RANDOMISED,
    Design.NON_RANDOMISED_CONTROLLED,
)
_DIRECTION_WORDS: Final = {
    Direction.SUPPORTS: "for",
    Direction.INCONCLUSIVE: "no effect shown",
    Direction.DISPUTES: "against",
}
_DIRECTION_MARKS: Final = {
    Direction.SUPPORTS: "[+]",
    Direction.INCONCLUSIVE: "[o]",
    Direction.DISPUTES: "[–]",
}


@dataclass(frozen=True)
class Section:
    """A heading and its entries; the lines of an entry belong together."""

    title: str
    entries: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True)
class Card:
    """A title, facts as label and value, and sections."""

    iri: Iri
    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default=())

    def __str__(self) -> str:
        return self.text()

    def text(self, width: int = 0) -> str:
        """The card as plain text, wrapped to a width in columns; 0 leaves long lines as they are."""
        lines = [f"{self.title}  ({self.kind})", to_curie(self.iri)]
        margin = max((len(name) for name, _ in self.facts), default=0)
        for name, value in self.facts:
            lines += _wrap(f"  {name:<{margin}}  {value}", width, margin + 4)
        for section in self.sections:
            lines += ["", section.title]
            for entry in section.entries:
                lines += _wrap(f"  {entry[0]}", width, 6)
                for line in entry[1:]:
                    lines += _wrap(f"      {line}", width, 6)
            if section.left_out:
                lines.append(f"  ... and {section.left_out} more; --all shows them")
        if self.kind not in ("study", "reference"):
            lines += ["", *_wrap(LEGEND, width, 0)]
        return "\n".join([*lines, "", NO_ADVICE])


def _wrap(line: str, width: int, hang: int) -> list[str]:
    if not width or len(line) <= width:
        return [line]
    return wrap(
        line,
        max(width, hang + 20),
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def card(store: EvidenceStore, text: str, *, everything: bool = False) -> Card:
    """The card of a term, study, reference, finding, proposition or article.

    Args:
        text: label, synonym, slug, doi, pmid, registry number, CURIE or IRI.
        everything: show every relation; by default a topic stops after twelve.

    Raises:
        UnknownTermError: naming the nearest names.
    """
    store = store.around(text)
    found = _card(store, find(store, text), everything=everything)
    if store.cut is None:
        return found
    return replace(found, facts=(*found.facts, ("cut short", store.cut)))


def _card(store: EvidenceStore, iri: Iri, *, everything: bool) -> Card:
    records = store.records
    if (term := records.terms.get(iri)) is not None:
        return _term_card(store, term, everything=everything)
    if (study := records.studies.get(iri) or records.references.get(iri)) is not None:
        return _source_card(store, study)
    if (proposition := store.propositions.get(iri)) is not None:
        return _proposition_card(store, proposition)
    return _article_card(store, iri)


def find(store: EvidenceStore, text: str) -> Iri:
    """The IRI of anything that has a card.

    Raises:
        UnknownTermError: naming the nearest names.
    """
    if ":" in text:
        try:
            iri = to_iri(text.strip("<>"))
        except ValueError:
            iri = ""
        if (finding := store.findings.get(iri)) is not None:
            return finding.source
        if (claim := store.records.claims.get(iri)) is not None:
            return claim.article
        if iri in store.propositions or iri in store.records.articles:
            return iri
    if PREFIXES["article"] + text in store.records.articles:
        return PREFIXES["article"] + text
    try:
        return store.resolve_term(text)
    except UnknownTermError as no_term:
        try:
            return store.resolve_source(text)
        except UnknownTermError as no_source:
            raise UnknownTermError(text, [*no_term.near, *no_source.near]) from None


def _names(store: EvidenceStore, iris: Iterable[Iri]) -> str:
    return ", ".join(store.label(iri) for iri in iris)


def _facts(pairs: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in pairs if value not in (None, "", ()))


def _term_card(store: EvidenceStore, term: Term, *, everything: bool) -> Card:
    narrower = sorted(store.narrower(term.iri) - {term.iri}, key=store.label)
    facts = _facts(
        (
            ("definition", term.definition),
            ("also called", ", ".join(term.synonyms)),
            ("brand names", ", ".join(term.brand_names)),
            ("cell type", store.label(term.cell_type) if term.cell_type else None),
            ("made from", store.label(term.source_tissue) if term.source_tissue else None),
            ("donor", term.donor.value if term.donor else None),
            ("better when", term.better.value if term.better else None),
            ("model of", store.label(term.model_of) if term.model_of else None),
            ("kind of", _names(store, term.broader)),
            ("includes", _names(store, narrower)),
            (
                "models of it",
                _names(
                    store, (t.iri for t in store.records.terms.values() if t.model_of == term.iri)
                ),
            ),
            ("close to", ", ".join(to_curie(iri) for iri in term.close_match)),
            ("note", term.note),
            ("evidence", _headline(store, term)),
        )
    )
    on_topic = _by_topic(store, list(_relations(store, term)))
    sections = []
    for title, relations in on_topic:
        shown = relations if everything else relations[:_SHOWN]
        entries = tuple((f"{mark(p)} {p.label}", evidence_sentence(p)) for p in shown)
        if entries:
            sections.append(Section(title, entries, len(relations) - len(shown)))
    return Card(term.iri, term.label, _kind_words(term.kind), facts, tuple(sections))


def _kind_words(kind: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()


def _relations(store: EvidenceStore, term: Term) -> Iterator[Proposition]:
    """Propositions about the term or a narrower one, as subject, object or condition; best evidence first."""
    wanted = store.narrower(term.iri)
    found = [p for p in store.propositions.values() if wanted & {p.subject, p.object, p.condition}]
    order = list(Stance)
    found.sort(
        key=lambda p: (
            term.iri not in (p.subject, p.object, p.condition),
            p.best_level.rank if p.best_level else 9,
            local_id(p.predicate) != "ameliorates",
            order.index(p.stance),
            p.label,
        )
    )
    return iter(found)


def _by_topic(
    store: EvidenceStore, found: list[Proposition]
) -> Iterator[tuple[str, list[Proposition]]]:
    named = {name for _, names in _TOPICS for name in names}
    for title, names in _TOPICS:
        yield (
            title,
            [
                p
                for p in found
                if local_id(p.predicate) in names
                or (not names and local_id(p.predicate) not in named)
            ],
        )


def _headline(store: EvidenceStore, term: Term) -> str | None:
    """How many studies, how many controlled, and what the clinical propositions amount to."""
    found = [p for p in _relations(store, term) if p.is_clinical]
    if not found:
        return None
    studies = {s for p in found for s in p.sources if s in store.records.studies}
    human = {
        store.findings[f].source
        for p in found
        for f in p.findings
        if store.groups[f].value == "human-group"
    }
    controlled = {
        source
        for source in human
        if (study := store.records.studies.get(source)) is not None and study.design in _CONTROLLED
    }
    stances = {stance: sum(p.stance is stance for p in found) for stance in Stance}
    words = ", ".join(f"{n} {stance.value.replace('-', ' ')}" for stance, n in stances.items() if n)
    return (
        f"{len(human)} human studies ({len(controlled)} controlled), {len(studies - human)} animal or in-vitro; "
        f"{len(found)} clinical statements: {words}"
    )


def _source_card(store: EvidenceStore, source: Study | Reference) -> Card:
    study = source if isinstance(source, Study) else None
    rows: list[tuple[str, object]] = []
    if study is not None:
        registered = ", ".join((*study.nct, *study.other_registration))
        met = (
            study.primary_endpoint_met.value.replace("-", " ")
            if study.primary_endpoint_met
            else None
        )
        size = " / ".join(
            f"{n} {word}"
            for n, word in ((study.n_enrolled, "enrolled"), (study.n_treated, "treated"))
            if n is not None
        )
        rows += [
            ("design", study.design.value.replace("-", " ") if study.design else None),
            ("phase", study.phase),
            ("blinding", study.blinding),
            ("people", size),
            ("population", study.population),
            ("product", _names(store, study.product)),
            ("as reported", study.product_as_reported),
            ("disease", _names(store, study.disease)),
            ("donor", ", ".join(d.value for d in study.donor)),
            ("route", study.route_as_reported or _names(store, study.route)),
            ("dose", study.dose),
            (
                "follow-up",
                f"{study.follow_up_months} months" if study.follow_up_months is not None else None,
            ),
            ("country", study.country),
            ("primary endpoint", study.primary_endpoint),
            ("endpoint met", met),
            ("same people as", ", ".join(local_id(s) for s in study.shares_participants_with)),
            ("pools", ", ".join(local_id(s) for s in study.pools_study)),
            ("registered", registered),
        ]
    else:
        rows.append(("kind", getattr(source, "reference_kind", None)))
    author = study.first_author if study else None
    rows += [
        ("published", ", ".join(str(x) for x in (author, source.journal, source.year) if x)),
        (
            "made public as",
            study.published_as.value.replace("-", " ") if study and study.published_as else None,
        ),
        ("doi", f"https://doi.org/{source.doi}" if source.doi else None),
        ("pmid", f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/" if source.pmid else None),
        ("read as", source.read_as.value.replace("-", " ") if source.read_as else None),
        ("reading note", source.read_note),
        ("entered", " on ".join(x for x in (source.curator, source.curated_on) if x)),
        ("seen at", source.seen_at),
    ]
    own = sorted(
        (f for f in store.findings.values() if f.source == source.iri),
        key=lambda f: (f.derived, f.iri),
    )
    sections = [
        Section("What it found", tuple(_finding_entry(store, f) for f in own if not f.derived)),
        Section(
            "What follows from its record",
            tuple(_finding_entry(store, f) for f in own if f.derived),
        ),
        Section(
            "Where it disagrees with others",
            tuple(
                (c.sentence,)
                for c in store.conflicts
                if source.iri in _sources_of(store, c.first, c.second)
            ),
        ),
        Section(
            "What articles claim about it",
            tuple(
                (
                    c.label,
                    f"{local_id(c.article)}, characters {c.start} to {c.end}; {c.study_says or ''}".rstrip(
                        "; "
                    ),
                )
                for c in sorted(store.records.claims.values(), key=lambda c: (c.start, c.iri))
                if source.iri in c.cites
            ),
        ),
    ]
    kind = "study" if study else "reference"
    return Card(
        source.iri, source.label, kind, _facts(rows), tuple(s for s in sections if s.entries)
    )


def _sources_of(store: EvidenceStore, *findings: Iri) -> set[Iri]:
    return {store.findings[iri].source for iri in findings}


def _finding_entry(store: EvidenceStore, finding: Finding) -> tuple[str, ...]:
    statement = f"{store.label(finding.subject)} {store.label(finding.predicate)} {store.label(finding.object)}"
    if finding.condition is not None:
        statement += f", in {store.label(finding.condition)}"
    comparator = finding.comparator_as_reported or (
        finding.comparator.value if finding.comparator else None
    )
    details = [
        _DIRECTION_WORDS[finding.direction],
        store.levels[finding.iri].value.replace("-", " "),
        finding.outcome_measure,
        finding.value,
        f"against {comparator.replace('-', ' ')}"
        if comparator and comparator not in ("none", "no-comparator")
        else None,
        f"p {finding.p_value}" if finding.p_value else None,
        f"at {finding.time_point_months} months" if finding.time_point_months is not None else None,
    ]
    lines = [
        f"{_DIRECTION_MARKS[finding.direction]} {statement}",
        "; ".join(d for d in details if d),
    ]
    return (*lines, finding.label) if not finding.derived else tuple(lines)


def _proposition_card(store: EvidenceStore, proposition: Proposition) -> Card:
    sections = []
    for direction in (Direction.SUPPORTS, Direction.INCONCLUSIVE, Direction.DISPUTES):
        found = [
            store.findings[iri]
            for iri in proposition.findings
            if store.findings[iri].direction is direction
        ]
        found.sort(key=lambda f: (store.levels[f.iri].rank, f.iri))
        entries = tuple((local_id(f.source), *_finding_entry(store, f)[1:]) for f in found) or (
            ("nothing",),
        )
        title = {"for": "For it", "no effect shown": "No effect shown", "against": "Against it"}
        sections.append(Section(title[_DIRECTION_WORDS[direction]], entries))
    conflicts = tuple((c.sentence,) for c in store.conflicts if c.proposition == proposition.iri)
    claims = tuple(
        (store.records.claims[iri].label, f"{local_id(store.records.claims[iri].article)}, characters "
         f"{store.records.claims[iri].start} to {store.records.claims[iri].end}")
        for iri in proposition.claims
    )  # fmt: skip
    sections += [
        Section(t, e)
        for t, e in (("Where they disagree", conflicts), ("Who claims it", claims))
        if e
    ]
    facts = _facts((("evidence", evidence_sentence(proposition)),))
    return Card(proposition.iri, proposition.label, "proposition", facts, tuple(sections))


def _article_card(store: EvidenceStore, iri: Iri) -> Card:
    article = store.records.articles[iri]
    entries = []
    for claim in sorted(
        (c for c in store.records.claims.values() if c.article == iri),
        key=lambda c: (c.start, c.iri),
    ):
        on = next((p for p in store.propositions.values() if claim.iri in p.claims), None)
        evidence = f"{mark(on)} {evidence_sentence(on)}" if on else "about nothing this graph knows"
        strength = f", worded as {claim.wording_strength.value}" if claim.wording_strength else ""
        entries.append(
            (claim.label, f"characters {claim.start} to {claim.end}{strength}", evidence)
        )
    facts = _facts(
        (
            ("publisher", article.publisher),
            ("address", article.url),
            ("interest", article.declared_interest),
            (
                "text",
                f"{article.text_length} characters, sha256 {article.text_sha256}"
                if article.text_sha256
                else None,
            ),
        )
    )
    return Card(
        iri,
        article.label,
        "article",
        facts,
        (Section("What it claims, and the evidence", tuple(entries)),),
    )
