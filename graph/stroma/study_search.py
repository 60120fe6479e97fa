"""Which studies speak of what somebody asks? Those whose records hold most of the words.

Read first: `find_studies` and the `FoundStudies` that it gives. A search, not an answer: it says which words a record holds
and which none does, and beside each study what it found on every side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from stroma.counts import checked_count, counted
from stroma.errors import InputError
from stroma.model import Design, Direction, EndpointMet, Study
from stroma.naming import checked_name, fold
from stroma.notebook import Listed, data_frame, table_html
from stroma.outside import OutsideStore
from stroma.predicates import benefits
from stroma.queries.figures_found import nearest_finding, result_of
from stroma.queries.mentioned import names_in
from stroma.queries.parameters import ANY
from stroma.queries.plain_words import ANY_PRODUCT, plain_words
from stroma.queries.spelling import corrected
from stroma.record_words import record_words, words_of_text

if TYPE_CHECKING:
    import pandas

    from stroma.model import Finding, Reference
    from stroma.record_words import RecordWords
    from stroma.store import EvidenceStore
    from stroma.vocabulary import Iri

__all__ = [
    "FoundStudies",
    "FoundStudy",
    "find_studies",
    "holding",
    "said_of_unused",
    "said_of_words",
    "studies_named",
]

# Measured on 301 questions whose studies are known (docs/queries.md): a lower share finds a few more, and lists more that were not meant.
_LEAST_SHARE: Final = 0.4
_LEAST_OF_BEST: Final = 0.6
_LEAST_BESIDE_UNKNOWN: Final = 0.5
# Of how many steps the fit to the words is: within one, the stronger design stands first.
_STEPS: Final = 5
# Words that ask for an effect: a record that holds "works" answers no better than one that does not.
_ASKING_FOR_EFFECT: Final = frozenset(
    """
    trial trials study studies phase work works worked working help helps helped helping cure cures cured curing heal heals healed healing
    treat treats effect effects effective effectiveness efficacy benefit benefits beneficial safe safer safely safety risk risks risky better
    best worse good improve improves improved improving improvement prove proves proved proven evidence clinic clinics
    """.split()
)
_SOUGHT: Final = {"transplant", "transplanted"}
_MOST_WORDS: Final = 60
# Records of a store on disk or a server that are read whole for a search.
_MOST_READ: Final = 1_000
_FEW: Final = 4
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
# By parameter, which is what a study has too, the kind of its term.
_ABOUT: Final = {"disease": "Disease", "product": "CellProduct"}
# The widest disease says nothing of what was studied.
_ANY_DISEASE: Final = "disease"


@dataclass(frozen=True, slots=True)
class FoundStudy:
    """A study or reference, what it found, and which of the words its record holds."""

    iri: Iri
    slug: str
    label: str
    year: int | None
    design: str
    people: int | None
    given: str
    """The products, by label; several with `; ` between them."""
    studied_in: str
    """The diseases."""
    primary_endpoint: str
    """Its kind and whether it was met, as `efficacy: not met`; empty where none is recorded."""
    supports: int
    """Findings on benefit for it; of a retracted study none counts."""
    inconclusive: int
    """Findings on benefit without effect."""
    disputes: int
    """Findings on benefit against it."""
    notice: str
    """Retracted or under an expression of concern, with the date; else empty."""
    holds: tuple[str, ...]
    """The words that its record holds."""
    share: float
    """How much of what was sought its record holds, words weighed by how rare they are; 0 to 1."""
    result: str = ""
    """The figures of its primary endpoint as reported, with the p-value; empty where no finding has them."""
    found: str = ""
    """The finding that holds most of the words, with its figures; empty where none holds one."""
    is_retracted: bool = False


@dataclass(frozen=True)
class FoundStudies(Listed[FoundStudy]):
    """What a search came to; best first."""

    sought: tuple[str, ...]
    """The words that were sought; words of talk are not."""
    found: tuple[FoundStudy, ...]
    in_no_record: tuple[str, ...]
    """Words that no record holds."""
    n_more: int = 0
    """Studies beyond the limit."""
    looked_through: str = ""
    """Where not all records were looked through: which."""

    def __repr__(self) -> str:
        return f"<FoundStudies: {len(self)} by {', '.join(self.sought) or 'no word'}; print() tells them>"

    def _repr_html_(self) -> str:
        columns, *rows = self.rows()
        return table_html("; ".join(self.remarks()), columns, rows)

    def remarks(self) -> list[str]:
        """What is to be known beside the rows."""
        said = []
        if not self.sought:
            said.append("no word of this names anything that a record could hold")
        if self.in_no_record:
            said.append(f"no record holds {_listed(self.in_no_record)}")
        if self.sought and not self.found:
            said.append("no record holds enough of these words, which is not the same as refuted")
        if self.n_more:
            said.append(f"{self.n_more:,} more; a higher limit shows them")
        if self.looked_through:
            said.append(self.looked_through)
        return said

    def text(self) -> str:
        """The studies as text, what each found on every side below its name."""
        lines = [line for one in self.found for line in (*_lines(one), "")]
        lines += (f"{said[:1].upper()}{said[1:]}." for said in self.remarks())
        if self.found:
            lines.append(f"`stroma show {self.found[0].slug}` tells what a study found.")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The search as plain values for JSON."""
        columns, *_ = self.rows()
        return {
            "sought": list(self.sought),
            "in_no_record": list(self.in_no_record),
            "more": self.n_more,
            "looked_through": self.looked_through or None,
            "studies": [dict(zip(columns, values, strict=True)) for values in self._values()],
        }

    def to_dataframe(self) -> pandas.DataFrame:
        """The studies as a pandas DataFrame, one a row.

        Raises:
            InputError: pandas is not installed.
        """
        return data_frame(next(self.rows()), self._values())

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row a study, the first row names the columns; the sides are named as in `studies-of-disease`."""
        yield (
            "study", "year", "design", "people", "given", "studied_in", "primary_endpoint", "for", "no_effect", "against", "notice", "holds",
        )  # fmt: skip
        for values in self._values():
            yield tuple("" if value is None else str(value) for value in values)

    def _values(self) -> Iterator[tuple[str | int | None, ...]]:
        for one in self.found:
            yield (
                one.slug, one.year, one.design, one.people, one.given, one.studied_in, one.primary_endpoint, one.supports,
                one.inconclusive, one.disputes, one.notice, "; ".join(one.holds),
            )  # fmt: skip


def find_studies(store: EvidenceStore, text: str, *, limit: int = 10) -> FoundStudies:
    """The studies and references whose records hold most of the words of a text.

    Of a store on disk or a server with more than a thousand, those about the terms and studies that the text names are looked through.

    Args:
        limit: studies at most.

    Raises:
        InputError: the text is empty, or the limit no count.

    Example:
        >>> import stroma
        >>> store = stroma.open_graph().store
        >>> [one.slug for one in find_studies(store, "precursor cells at LVAD implant", limit=2)]
        ['yau-2019', 'ascheim-2014']
        >>> find_studies(store, "stem cells for psoriasis").in_no_record
        ('psoriasis',)
    """
    _check(text, limit)
    with store.at_once():
        return _found(store, text, limit)


def find_instead(store: EvidenceStore, text: str, *, limit: int) -> FoundStudies:
    """The studies that are told where it is not clear what a text asks: only those that hold two of its words or more, and
    half of what the words weigh where one of them, which may be the disease, stands in no record.

    Raises:
        InputError: as `find_studies`.

    Example:
        >>> import stroma
        >>> store = stroma.open_graph().store
        >>> [one.slug for one in find_instead(store, "MPC at LVAD implant", limit=2)]
        ['yau-2019', 'ascheim-2014']
        >>> len(find_instead(store, "does it help hair loss", limit=2))
        0
    """
    _check(text, limit)
    with store.at_once():
        return _found(store, text, limit, is_instead=True)


def studies_named(store: EvidenceStore, names: Sequence[str]) -> FoundStudies:
    """The studies and references that go by some names, in their order, each with what it found.

    Raises:
        UnknownTermError: one is known by no such name.

    Example:
        >>> import stroma
        >>> store = stroma.open_graph().store
        >>> [(one.slug, one.primary_endpoint) for one in studies_named(store, ["DREAM-HF", "SCIENCE"])]
        [('dream-hf', 'efficacy: not met'), ('science-2023', 'efficacy: not met')]
    """
    with store.at_once():
        iris = list(dict.fromkeys(map(store.resolve_source, names)))
        findings = _by_source(store, iris)
        told = (_told(store, iri, findings[iri], (), 1.0) for iri in iris)
        return FoundStudies(tuple(names), tuple(told), ())


def _check(text: str, limit: int) -> None:
    checked_count(limit)
    if not checked_name(text).strip():
        raise InputError(
            "which words? Write some that a study is known by: 'cells at LVAD implantation'"
        )


def _found(
    store: EvidenceStore, text: str, limit: int, *, is_instead: bool = False
) -> FoundStudies:
    searched, looked_through = _searched(store, text)
    words = record_words(searched)
    sought = _sought(text, words)
    holding = {word: words.holding(word) for word in sought}
    weights = {word: words.weight(len(holding[word])) for word, counts in sought.items() if counts}
    total = sum(weights.values()) or 1.0
    shares = {
        iri: sum(weights.get(word, 0.0) for word in sought if iri in holding[word]) / total
        for iri in frozenset().union(*holding.values())
    }
    scores = words.scores(sought)
    enough = [iri for iri, share in shares.items() if share >= _LEAST_SHARE]
    best = max((scores[iri] for iri in enough), default=0.0)
    near = [iri for iri in enough if scores[iri] >= _LEAST_OF_BEST * best]
    if is_instead:
        least = _LEAST_SHARE if all(holding.values()) else _LEAST_BESIDE_UNKNOWN
        several = {iri for iri in near if sum(iri in held for held in holding.values()) > 1}
        near = [iri for iri in near if iri in several and shares[iri] >= least]
    near.sort(key=lambda iri: (-round(_STEPS * scores[iri] / best), *_strength(searched, iri), iri))
    findings = _by_source(searched, near[:limit])
    written = _as_written(text, sought)
    return FoundStudies(
        tuple(written.values()),
        tuple(
            _told(
                searched,
                iri,
                findings[iri],
                tuple(as_is for w, as_is in written.items() if iri in holding[w]),
                shares[iri],
            )
            for iri in near[:limit]
        ),
        tuple(as_is for word, as_is in written.items() if not holding[word]),
        n_more=max(0, len(near) - limit),
        looked_through=looked_through,
    )


def said_of_unused(
    store: EvidenceStore, words: Sequence[str], given: Mapping[str, str] | None = None
) -> str:
    """Where words stand that chose nothing of an answer, as a sentence; empty where they stand nowhere or in many records.

    Args:
        given: what the answer is asked of, by parameter; no study of another disease or product is named.

    Example:
        >>> import stroma
        >>> said_of_unused(stroma.open_graph().store, ["contaminated", "cases"])
        "'contaminated' stands in the records of hartnett-2021, perkins-2018"
    """
    stands = {
        word: holding(store, word, most=_FEW, given=given or _NOTHING)
        for word in words
        if word.casefold() not in _not_sought()
    }
    return "; ".join(
        f"{word!r} stands in the record{'s' * (len(slugs) > 1)} of {', '.join(slugs)}"
        for word, slugs in stands.items()
        if slugs
    )


def said_of_words(store: EvidenceStore, text: str) -> str:
    """Which studies hold most of the words of a question whose answer is empty, as the part of a sentence; empty where none does."""
    try:
        found = find_instead(store, text, limit=_FEW)
    except InputError:
        return ""
    if not found:
        return ""
    slugs = ", ".join(one.slug for one in found)
    told = "".join(f"; {one.slug}: {one.found}" for one in found if one.found)
    return (
        f"; most of its words stand in the records of {slugs} (`stroma show {found[0].slug}`){told}"
    )


def holding(
    store: EvidenceStore, word: str, *, most: int, given: Mapping[str, str] = _NOTHING
) -> list[str]:
    """The slugs of the studies and references whose records hold a word, in order; none where more than `most` do.

    Args:
        given: a disease and a product; only studies of these are named.

    Example:
        >>> import stroma
        >>> holding(stroma.open_graph().store, "LVAD", most=5)
        ['ascheim-2014', 'yau-2019']
    """
    # A server is not read whole for a remark.
    if not (store.may_be_held and _is_read_whole(store)):
        return []
    words = record_words(store)
    held = [words.holding(one) for one in words_of_text(word)]
    found = frozenset.intersection(*held) if held else frozenset()
    # A word of many records says little, even where few of them are on what is asked.
    if len(found) > most:
        return []
    return sorted(_source(store, iri).slug for iri in found if _is_on(store, iri, given))


def _is_on(store: EvidenceStore, iri: Iri, given: Mapping[str, str]) -> bool:
    """Whether a source is a study of the disease and the product that are given; of what is not given, any is."""
    study = store.records.studies.get(iri)
    for name, kind in _ABOUT.items():
        if given.get(name, ANY) in (ANY, ANY_PRODUCT):
            continue
        within = store.narrower(store.resolve_term(given[name], [kind]))
        if study is None or within.isdisjoint(getattr(study, name)):
            return False
    return True


def _is_read_whole(store: EvidenceStore) -> bool:
    """Whether every record is looked through: in memory, and of a store on disk or a server with so few that they are read for it."""
    if not isinstance(store, OutsideStore):
        return True
    counted = store.counts()
    return counted["studies"] + counted["references"] <= _MOST_READ


def _searched(store: EvidenceStore, text: str) -> tuple[EvidenceStore, str]:
    """The part of a store that is looked through, and what is to be said of that."""
    if _is_read_whole(store):
        return store, ""
    written = [one.written for one in names_in(text.split(), (), store)]
    names = list(dict.fromkeys(name for name in written if name != ANY_PRODUCT))
    if not names:
        raise InputError(
            f"no term or study is named in {text!r}; in a store of more than {_MOST_READ:,} records only those about named ones are looked through"
        )
    part = store.around(*names)
    about = f"only records about {_listed(names)} were looked through"
    return part, f"{about}, of these {part.cut}" if part.cut else about


def _sought(text: str, words: RecordWords) -> dict[str, bool]:
    """The words that a text asks for, and of each whether a record must hold a share of it.

    A word that no record holds is read as the one that it may be a slip of.
    """
    known = plain_words()
    plain = f" {' '.join(words_of_text(text))} "
    for said, name in (*known.called.items(), *known.written.items()):
        if name != ANY_PRODUCT and f" {said} " in plain:
            plain = plain.replace(f" {said} ", f" {' '.join(words_of_text(name))} ")
    not_sought = _not_sought()
    sought: dict[str, bool] = {}
    for word in plain.split()[:_MOST_WORDS]:
        # A bare number may be a count, an age or a day; a year is none of them.
        if word in not_sought or (word.isdigit() and len(word) != len("2020")):
            continue
        meant = None if words.holding(word) else corrected(fold(word), words.words)
        sought.setdefault(meant or word, word not in known.ages_and_sexes)
    return sought


@cache
def _not_sought() -> frozenset[str]:
    """Words of talk, and those that ask for an effect."""
    known = plain_words()
    return (known.talk | known.denials | _ASKING_FOR_EFFECT) - _SOUGHT


def _strength(store: EvidenceStore, iri: Iri) -> tuple[int, int]:
    """Place among records that fit alike: by design, as `Design` has them, then most people first."""
    study = store.records.studies.get(iri)
    if study is None or study.design is None:
        return len(Design), 0
    return list(Design).index(study.design), -(study.n or 0)


def _as_written(text: str, words: Iterable[str]) -> dict[str, str]:
    """Word -> as the text has it, "LVAD"."""
    in_text = {word.casefold(): word for word in re.findall(r"[^\W_]+", text)}
    return {word: in_text.get(word, word) for word in words}


def _by_source(store: EvidenceStore, iris: Sequence[Iri]) -> dict[Iri, list[Finding]]:
    found: dict[Iri, list[Finding]] = {iri: [] for iri in iris}
    for finding in store.findings.values():
        if finding.source in found:
            found[finding.source].append(finding)
    return found


def _told(
    store: EvidenceStore, iri: Iri, findings: list[Finding], holds: tuple[str, ...], share: float
) -> FoundStudy:
    source = _source(store, iri)
    study = source if isinstance(source, Study) else None
    counting = () if source.is_retracted else findings
    sides = [one.direction for one in counting if one.predicate in benefits()]
    products = study.product if study is not None else ()
    diseases = study.disease if study is not None else ()
    # Case reports name both in their findings only.
    products = products or tuple(
        sorted({f.subject for f in findings if store.kind(f.subject) == "CellProduct"})
    )
    diseases = diseases or tuple(sorted({f.condition for f in findings if f.condition is not None}))
    return FoundStudy(
        iri,
        source.slug,
        source.label,
        source.year,
        _design(source),
        study.n if study is not None else None,
        "; ".join(map(store.label, products)),
        "; ".join(label for label in map(store.label, diseases) if label != _ANY_DISEASE),
        _endpoint(study),
        sides.count(Direction.SUPPORTS),
        sides.count(Direction.INCONCLUSIVE),
        sides.count(Direction.DISPUTES),
        f"retracted {source.retracted_on}" if source.is_retracted
        else f"expression of concern {source.concern_raised_on}" if source.is_under_concern
        else "",
        holds,
        min(share, 1.0),
        result_of(study, findings),
        nearest_finding(findings, holds),
        source.is_retracted,
    )  # fmt: skip


def _source(store: EvidenceStore, iri: Iri) -> Study | Reference:
    records = store.records
    return records.studies[iri] if iri in records.studies else records.references[iri]


def _design(source: Study | Reference) -> str:
    kind = source.design if isinstance(source, Study) else source.reference_kind
    return str(kind).replace("-", " ") if kind else "design not stated"


def _endpoint(study: Study | None) -> str:
    if study is None or study.primary_endpoint_met in (None, EndpointMet.NOT_APPLICABLE):
        return ""
    met = str(study.primary_endpoint_met).replace("-", " ")
    return f"{study.primary_endpoint_kind.value}: {met}" if study.primary_endpoint_kind else met


def _lines(one: FoundStudy) -> Iterator[str]:
    size = counted(one.people, "person", "people") if one.people else ""
    yield f"{one.slug}  {', '.join(filter(None, (str(one.year or 'no year'), one.design, size, one.notice)))}"
    yield f"    {one.label}"
    of = " in ".join(filter(None, (one.given, one.studied_in)))
    result = f" ({one.result})" if one.result else ""
    endpoint = f"primary endpoint, {one.primary_endpoint}{result}" if one.primary_endpoint else ""
    yield f"    {'; '.join(filter(None, (of, endpoint, _sides(one))))}"
    if one.found:
        yield f"    {one.found}"
    if one.holds:
        yield f"    its record holds {', '.join(one.holds)}"


def _sides(one: FoundStudy) -> str:
    if one.is_retracted:
        return "what it found counts nowhere"
    if not one.supports + one.inconclusive + one.disputes:
        return "no finding on benefit"
    return (
        f"on benefit {one.supports} for, {one.inconclusive} no effect shown, {one.disputes} against"
    )


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(map(repr, words))
