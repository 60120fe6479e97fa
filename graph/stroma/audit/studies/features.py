"""What does a passage say about the study it speaks of? Year, authors, size, route, registry numbers and the like.

Read first: `Features` and `FeatureReader`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from stroma.audit.language.groups import PEOPLE, PRETENDED
from stroma.audit.language.lexicon import read_table, read_toml
from stroma.audit.language.numbers import (
    DURATION,
    NUMBER,
    OF_N,
    PEOPLE_COUNT,
    figures,
    months,
    to_number,
)
from stroma.audit.language.tokens import fold
from stroma.audit.language.trial_names import find_trial_names, trial_name, trials_by_name

if TYPE_CHECKING:
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.records import Records
    from stroma.vocabulary import Iri

_YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b(?!\s+(?:patients|people|participants|mg|cells))")
_DOI = re.compile(r"(?i)\b(10\.\d{4,9}/[^\s\"'<>]+)")
_DOI_LABEL = re.compile(r"(?i)\bdoi(?:\.org/|[:\s]+)(?:https?://(?:dx\.)?doi\.org/)?([^\s,;]+)")
_NCT = re.compile(r"\bNCT[\s:-]?([0-9A-Za-z]+)")
_PMID = re.compile(
    r"(?i)\b(?:PMID|PubMed(?:\s+ID)?)\s*[:#]?\s*(?=[0-9OIl]*\d)([0-9A-Za-z]+)|pubmed(?:\.ncbi\.nlm\.nih\.gov|/pubmed)/(\w+)"
)
_EUDRACT = re.compile(r"\b(\d{4}-\d{6}-\d{2})\b")
# Every repeat below has an end, so that a long word or a chain of hyphens costs no more than its length.
_NAME = r"[A-ZÀ-Ž][\w'’-]{0,30}[a-zà-ž][\w-]{0,30}"
_ET_AL = re.compile(
    rf"\b({_NAME})['’]s\s{{1,3}}(?:[\w-]{{1,30}}\s{{1,3}}){{1,2}}(?:team|group)\b"
    rf"|\b((?:{_NAME}\s)?{_NAME})(?:['’]s)?,?\s{{1,3}}(?:et\s{{1,3}}al\b|and\s{{1,3}}(?:(?:his|her|their)\s{{1,3}})?(?:colleagues|co-?workers|others|associates|team|group)|(?:team|group)\b)"
)
_LED = re.compile(
    rf"\b(?:led|headed|conducted|run)\s{{1,3}}by\s{{1,3}}(?:Dr\.?\s{{1,3}}|Prof(?:essor|\.)?\s{{1,3}})?((?:{_NAME}\s{{1,3}}){{0,2}}{_NAME})|\b(?:Dr\.?|Prof(?:essor|\.)?)\s{{1,3}}((?:{_NAME}\s{{1,3}})?{_NAME})"
)
_SAID_BEFORE = re.compile(r"(?i)\b(?:said|says|told|adds|added|explain\w*|warn\w*|according to|believe\w*|think\w*)\W{1,3}(?:\w+\W){0,3}$")  # fmt: skip
_SAID_AFTER = re.compile(r"(?i),?\s(?:\w+\s){0,2}?(?:said|says|told|adds|added|explain\w*|warn\w*|believe\w*|think\w*)\b")  # fmt: skip
_PAREN_YEAR = re.compile(
    rf"\b({_NAME})\s{{1,3}}\((?:19|20)\d\d\)|\(({_NAME})(?:\s{{1,3}}[A-Z]{{1,2}})?(?:\s{{1,3}}et\s{{1,3}}al\.?)?,?\s{{1,3}}(?:[A-Z][A-Za-z&. ]{{1,40}},?\s{{1,3}})?(?:19|20)\d\d"
)
_ACRONYM = re.compile(
    r"\b(?:[Tt]he\s{1,3})?([A-Z][A-Z0-9]{0,20}(?:-[A-Z0-9]{1,12}){1,4}|[A-Z][A-Z0-9]{3,20})(?:\s{1,3}[IVX2-9]{1,4})?\s{1,3}(?:trial|study)\b"
)
# "DREAM-HF": a name of a trial, though no "trial" stands beside it.
CAPITALS = re.compile(r"(?<![\w-])[A-Z]{4,12}-[A-Z]{2,3}(?:[ -](?:II|III|2|3))?(?![\w-])")
# "There are medicines which have been tested against placebo": not the study spoken of.
_OF_DRUGS: Final = re.compile(
    rf"(?i)\b(?:medicines?|drugs?|tablets|pills)\b[^.]{{0,60}}\b{PRETENDED}\b"
)
# "Was there a placebo group? There was not."
_ASKS: Final = re.compile(r"\?[\"')\]’”]*\s*$")
_CITED: Final = re.compile(r"et\s+al\b|\(|\b(?:19|20)\d\d")
_PHASE = re.compile(r"(?i)\bphase[\s-]*(iii|ii|iv|i|[1-4])(?:\s*[ab])?\b")
_POOLED = re.compile(
    r"(?i)meta-?analys|systematic review|\breview\b|\bpooled\b(?!\s+(?:[\w-]+\s+){0,2}(?:cells?|marrow|donors?|MSCs?|product))|\bpooling\b"
)
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


_PLACEBO: Final = re.compile(rf"\b{PRETENDED}\b")
_NO_PLACEBO: Final = re.compile(
    rf"\b(?:no|without|lacked|lacking|neither|nor|not) (?:an? |the |any |compared (?:with|to) )?(?:\w+ )?{PRETENDED}\b"
)


METHODS: Final = ("methods", "controlled", "comparators")
"""Kinds of cues of a sentence on how a study was done."""


@dataclass
class Features:
    """What a passage states; empty where it is silent."""

    dois: list[str] = field(default_factory=list)
    pmids: list[str] = field(default_factory=list)
    registrations: list[str] = field(default_factory=list)
    malformed: list[tuple[str, int, int]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Slugs of studies whose trial name stands in the passage."""
    unknown_names: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    relative_years: list[int] = field(default_factory=list)
    """Those of a work told by the years between it and one before: "six years earlier the same bulletin"."""
    journals: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    """Countries of "a Japanese team", where each sentence is read for them."""
    sizes: list[int] = field(default_factory=list)
    """Numbers of people said to have taken part."""
    stated_sizes: list[int] = field(default_factory=list)
    """Those of the first sentence and of sentences on how a study was done."""
    counts: list[tuple[int, int]] = field(default_factory=list)
    """`a of b` people."""
    months: list[Decimal] = field(default_factory=list)
    figures: frozenset[str] = frozenset()
    """Results told: percentages, decimals, counts."""
    phases: list[str] = field(default_factory=list)
    terms: list[Iri] = field(default_factory=list)
    opening_terms: list[Iri] = field(default_factory=list)
    """Those of the words that bring the study in; the block may go on to others."""
    donors: list[str] = field(default_factory=list)
    is_laboratory: bool = False
    is_animal: bool = False
    is_human: bool = False
    is_controlled: bool = False
    is_placebo: bool = False
    is_pooled: bool = False
    """The opening speaks of a meta-analysis or review."""

    @property
    def is_bare(self) -> bool:
        """ "A landmark study": nothing is said that could tell which one."""
        told = (
            *(self.dois, self.pmids, self.registrations, self.malformed, self.names),
            *(self.unknown_names, self.authors, self.years, self.journals, self.countries),
            *(self.sizes, self.counts, self.months),
        )
        return not any(told)


_TEAM: Final = r"(?:team|group|researchers|doctors|scientists|surgeons|physicians|investigators)"
_PLANNED: Final = re.compile(
    r"(?i)\b(?:hop(?:ed|ing) for|aim(?:ed|ing) (?:for|at)|plan(?:ned|ning)(?: for| to (?:recruit|enrol|enroll|include|treat))?|intended|(?:hoped|wanted|meant|set out|was to|were to) (?:to )?(?:have|recruit|enrol|enroll|include|find|treat)?"
    r"|a (?:target|goal) of|short of|instead of|rather than)\W+(?:the |some |about )?$"
)
"""Before a number of people that were never there: "had hoped for 440 people and settled for 321"."""
_LIKE_OTHERS: Final = re.compile(rf"(?i)\b(?:like|with) (\d+|[a-z]+(?:-[a-z]+)?) other {PEOPLE}\b")


class FeatureReader:
    """Reads features; knows the authors, journals and trial names of the graph."""

    def __init__(self, records: Records) -> None:
        self.settings = read_toml("mentions.toml")
        self._not_authors = {*self.settings["not_authors"], *_words_of_products(records)}
        self.surnames = {
            fold_name(s.first_author): s.first_author
            for s in records.studies.values()
            if s.first_author
        }
        common = {fold(name) for name in self.settings["common"]}
        told = {short for short in self.surnames if short not in common and len(short) > 3}
        self._free = _free_surnames([f for s, f in self.surnames.items() if s in told])
        self._beside = _surnames_beside([f for s, f in self.surnames.items() if s not in told])
        self._names_of_journals = _journals_of(records)
        of_journals = {word for name in self._names_of_journals for word in name.split()}
        self._not_authors |= {w for w in of_journals if fold_name(w) not in self.surnames}
        self._journals = _journal_names(self._names_of_journals)
        self._known = _by_identifier(records)
        self._trials = trials_by_name()
        self._trial = trial_name()
        self._countries = country_names()
        places = _longest_first(self._countries)
        self._country = re.compile(rf"(?<!\w)({places})(?!\w)")
        self._team = re.compile(
            rf"(?<!\w)({places}) {_TEAM}\b|\b{_TEAM} (?:in|from) ({places})(?!\w)"
        )
        self._done_in = re.compile(
            rf"(?i:\b(?:it|all this|the (?:\w+ )?(?:study|trial|work|experiment)) was (?:done|carried out|conducted|run|performed|set up) (?:[\w-]+ ){{0,3}}?in )(?:the )?({places})(?!\w)"
        )
        of_places = {word for name in self._countries for word in name.split()}
        self._not_authors |= {w for w in of_places if fold_name(w) not in self.surnames}

    def find_authors(self, text: str) -> list[tuple[str, int, int]]:
        """Surnames of people who are said to have done a study, with spans."""
        found: dict[int, tuple[str, int, int]] = {}
        plain = _plain(text)  # "Stępień" is the Stepien of the records
        for pattern in (_ET_AL, _LED, _PAREN_YEAR, self._free, self._beside):
            if pattern is None:
                continue
            for match in pattern.finditer(plain if pattern in (self._free, self._beside) else text):
                name = next(group for group in match.groups() if group)
                group = next(i for i, g in enumerate(match.groups(), 1) if g)
                words = [w for w in name.split() if w not in self._not_authors]
                if (
                    words
                    and words[-1] == name.split()[-1]
                    and not any(w in self._not_authors for w in name.split()[-1:])
                ):
                    surname = words[-1].removesuffix("'s").removesuffix("’s")
                    if surname in self._not_authors or self._is_speaker(text, match, surname):
                        continue
                    start = match.start(group) + name.rindex(words[-1])
                    found.setdefault(start, (fold_name(surname), start, match.end()))
        return [found[start] for start in sorted(found)]

    def find_team(self, text: str) -> re.Match[str] | None:
        """ "A Danish group", "doctors in Spain": who did a study, where no name is told."""
        return self._team.search(text)

    def _is_speaker(self, text: str, match: re.Match[str], surname: str) -> bool:
        """ "Said Dr Meyer": somebody who is quoted, and no author that the graph knows."""
        if match.re is not _LED or fold_name(surname) in self.surnames:
            return False
        around = (_SAID_BEFORE.search(text, 0, match.start()), _SAID_AFTER.match(text, match.end()))
        return match[0][:1] in "DP" and any(around)

    def _begins_a_name(self, name: str) -> bool:
        """ "ADMIRE" for ADMIRE-CD: too short to name one trial, and no other trial's name."""
        return any(full.startswith((f"{name}-", f"{name} ")) for full in self._trials)

    def find_trials(self, text: str) -> list[tuple[str, int, int]]:
        """Trial names that the graph knows: slug of the study, and span."""
        return [(self._trials[m[1]], m.start(), m.end()) for m in find_trial_names(text)]

    def _in_short(self, text: str, match: re.Match[str]) -> str:
        """A journal with the short words that follow its name, where they are another's: "Lancet Respir Med"."""
        more = re.match(r"(?: [A-Z][a-z]{2,8}\b)+", text[match.end() :])
        said = match[1] + more[0] if more is not None else match[1]
        return (
            said if any(is_in_short(said, name) for name in self._names_of_journals) else match[1]
        )

    def studies_of(self, found: Features) -> frozenset[Iri]:
        """The studies of the graph that identifiers belong to."""
        told = (*found.dois, *found.pmids, *found.registrations)
        return frozenset().union(*(self._known.get(i.casefold(), ()) for i in told))

    def find_identifiers(self, text: str, at: int = 0) -> Features:
        """Registry numbers, PubMed numbers and DOIs, with those that cannot be right."""
        found = Features()
        for m in _DOI.finditer(text):
            found.dois.append(
                m[1].rstrip(".,;:)]")
                + (")" if m[1].rstrip(".,;:").count("(") > m[1].rstrip(".,;:)]").count(")") else "")
            )
        for m in _DOI_LABEL.finditer(text):
            if not _DOI.search(m[0]) and any(c.isdigit() for c in m[1]):
                found.malformed.append((f"doi {m[1].rstrip('.)')}", at + m.start(), at + m.end()))
        for m in _NCT.finditer(text):
            if len(m[1]) == 8 and m[1].isdigit():
                found.registrations.append("NCT" + m[1])
            elif any(c.isdigit() for c in m[1]):
                found.malformed.append(("NCT" + m[1], at + m.start(), at + m.end()))
        for m in _PMID.finditer(text):
            number = m[1] or m[2]
            if number.isdigit() and 1 <= len(number) <= 8 and not number.startswith("0"):
                found.pmids.append(number)
            elif any(c.isdigit() for c in number):
                found.malformed.append((f"PMID {number}", at + m.start(), at + m.end()))
        found.registrations += _EUDRACT.findall(text)
        return found

    def read(
        self, reading: Reading, sentences: Sequence[ReadSentence], start: int, end: int
    ) -> Features:
        """The features of a passage; year, size and author are taken from its opening sentence."""
        text = reading.text[start:end]
        opening = reading.text[start : min(end, sentences[0].span.end)] if sentences else text
        found = self.find_identifiers(text, start)
        found.authors = [name for name, *_ in self.find_authors(opening)]
        found.names = [slug for slug, *_ in self.find_trials(text)]
        found.unknown_names = [
            m[1]
            for m in _ACRONYM.finditer(opening)
            if not self._trial.search(m[0])
            and not self._begins_a_name(m[1])
            and not _is_term(reading, start + m.start(1))
        ]
        found.unknown_names += [
            m[0]
            for m in CAPITALS.finditer(opening)
            if not self._trial.search(m[0]) and not _is_term(reading, start + m.start())
        ]
        without_ids = _EUDRACT.sub(" ", _DOI.sub(" ", opening))
        found.years = [int(y) for y in _YEAR.findall(without_ids)]
        for sentence in sentences[1:3]:
            same = sentence.span.paragraph == sentences[0].span.paragraph
            if not found.years and same and not sentence.has("approve"):  # "approved in 2018"
                found.years = [
                    int(y) for y in _YEAR.findall(_DOI.sub(" ", reading.words(sentence)))
                ]
        found.relative_years = _relative_years(reading.text, start, opening)
        if self._journals:
            found.journals = [
                self._in_short(text, m)
                for m in self._journals.finditer(text)
                if _is_journal(text, m)
            ]
            if not found.journals and _SAME_JOURNAL.search(text):
                before = self._journals.finditer(reading.text, 0, start)
                found.journals = [m[1] for m in before if _is_journal(reading.text, m)][-1:]
        places = self._journals.sub(" ", opening) if self._journals else opening
        if self._free is not None:
            places = self._free.sub(" ", places)  # Lublin is an author, and a city
        found.countries = list(
            dict.fromkeys(self._countries[m[1]] for m in self._country.finditer(places))
        )
        self._read_numbers(found, reading, sentences, start, end)
        inside = reading.named(start, end)
        # "The EMA has approved remestemcel-L": another product, of no study here.
        decided = [(x.span.start, x.span.end) for x in sentences[1:] if x.has("approve")]
        found.terms = [
            e.term
            for e in inside
            if e.kind != "CellProduct" or not any(a <= e.start < b for a, b in decided)
        ]
        found.opening_terms = [e.term for e in reading.named(start, start + len(opening))]
        found.donors = [e.donor for e in inside if e.donor]
        cues = {c.kind for s in sentences for c in s.cues if start <= c.start < end}
        found.is_laboratory, found.is_animal, found.is_human = (
            "laboratory" in cues,
            "animals" in cues,
            "humans" in cues,
        )
        found.figures = figures(_DOI.sub(" ", text))
        plain = (
            reading.text[max(start, s.span.start) : min(end, s.span.end)]
            for s in sentences
            if not _OF_DRUGS.search(words := reading.words(s)) and not _ASKS.search(words)
        )
        lowered = (" ".join(plain) if sentences else text).casefold()
        found.is_pooled = bool(_POOLED.search(opening))
        found.is_placebo = _PLACEBO.search(_NO_PLACEBO.sub(" ", lowered)) is not None
        found.is_controlled = found.is_placebo or any(
            w in lowered for w in ("randomis", "randomiz", "control group", "controlled trial")
        )
        return found

    def read_whole(self, reading: Reading, sentences: Sequence[ReadSentence]) -> Features:
        """The features of sentences each of which may tell what the first of a block tells: size, year, place."""
        found = self.read(reading, sentences, sentences[0].span.start, sentences[-1].span.end)
        found.stated_sizes = list(found.sizes)
        for sentence in sentences[1:]:
            more = self.read(reading, [sentence], sentence.span.start, sentence.span.end)
            if sentence.has("approve"):  # "in December 2024 the product was approved"
                more.years = []
            for name in ("authors", "unknown_names", "years", "relative_years", "countries", "sizes", "phases"):  # fmt: skip
                told = getattr(found, name)
                told += [one for one in getattr(more, name) if one not in told]
            found.is_pooled |= more.is_pooled
            found.stated_sizes += more.sizes if sentence.has(*METHODS) else []
        passage = reading.text[sentences[0].span.start : sentences[-1].span.end]
        found.teams = self._teams(passage)
        cited = self._cited(reading, sentences)
        found.authors = [name for name in found.authors if name in cited]
        # Capitals in a title or a sign are no trial: "THE WARM-UP".
        called = {m[1] for m in _ACRONYM.finditer(reading.text)}
        found.unknown_names = [name for name in found.unknown_names if name in called]
        return found

    def _cited(self, reading: Reading, sentences: Sequence[ReadSentence]) -> set[str]:
        """Authors that the graph knows, or that are cited; who signs or is quoted is none: "the Lindenpark team"."""
        return {
            name
            for words in map(reading.words, sentences)
            for name, start, end in self.find_authors(words)
            if name in self.surnames or _CITED.search(words[start:end])
        }

    def read_article(self, reading: Reading) -> Features:
        """The features of a whole article."""
        found = self.read_whole(reading, [s for s in reading.sentences if not s.span.is_heading])
        headings = (reading.words(s) for s in reading.sentences if s.span.is_heading)
        named = (slug for words in headings for slug, *_ in self.find_trials(words))
        found.names += [slug for slug in dict.fromkeys(named) if slug not in found.names]
        found.teams = self._teams(reading.text)
        return found

    def _teams(self, text: str) -> list[str]:
        """The countries of those who did a study: "a Japanese team", "it was done in Japan"."""
        places = [m[1] or m[2] for m in self._team.finditer(text)] + self._done_in.findall(text)
        return list(dict.fromkeys(self._countries[place] for place in places))

    def _read_numbers(
        self,
        found: Features,
        reading: Reading,
        sentences: Sequence[ReadSentence],
        start: int,
        end: int,
    ) -> None:
        for index, sentence in enumerate(sentences):
            words = reading.text[max(start, sentence.span.start) : min(end, sentence.span.end)]
            pairs = [(to_number(m[1]), to_number(m[2])) for m in OF_N.finditer(words)]
            found.counts += [(a, b) for a, b in pairs if a is not None and b is not None and a <= b]
            if index == 0 or sentence.has("methods"):
                parts = OF_N.sub(" ", words)
                numbers = (
                    to_number(next(g for g in m.groups() if g))
                    for m in PEOPLE_COUNT.finditer(parts)
                    if not _PLANNED.search(parts[: m.start()])
                )
                found.sizes += [n for n in numbers if n and not 1980 <= n <= 2049]
                # "Like 59 other people, she ...": with herself 60
                found.sizes += [
                    n + 1 for m in _LIKE_OTHERS.finditer(parts) if (n := to_number(m[1]))
                ]
            if index == 0 and found.relative_years:
                words = _YEARS_APART.sub(" ", words)  # "four years younger" is no follow-up
            found.months += [months(match) for match in DURATION.finditer(words)]
            found.phases += (
                [_ROMAN.get(m[1].casefold(), m[1]) for m in _PHASE.finditer(words)]
                if index == 0
                else []
            )


_YEARS_APART: Final = re.compile(
    rf"(?i)\b{NUMBER}\s+years?\s+(?:(earlier|older|before)|(?:later|younger|newer|afterwards|on)\b)"
)
_SAME_JOURNAL: Final = re.compile(
    r"(?i)\b(?:the|that|this) (?:very )?same (?:\w+ )?(?:journal|bulletin|periodical|magazine)\b"
)
_OF_A_WORK: Final = re.compile(
    r"(?i)\b(?:the (?:same|other|second|first|older|newer|younger)|another|a (?:second|different|new|newer|later)|bulletin|journal|paper|report|study|trial|team|group|published|appeared|described)\b"
)


def _relative_years(text: str, start: int, opening: str) -> list[int]:
    """The years of a work that is told by how much older or younger it is than the one before: "the other, four years younger"."""
    before = _YEAR.findall(text[:start])
    if not before or not _OF_A_WORK.search(opening):
        return []
    last = int(before[-1])
    found = ((to_number(m[1]), m[2] is not None) for m in _YEARS_APART.finditer(opening))
    return [last - n if earlier else last + n for n, earlier in found if n]


def _words_of_products(records: Records) -> set[str]:
    """The words of the names of products: "the MultiStem group" is no author's."""
    products = (t for t in records.terms.values() if t.kind == "CellProduct")
    called = (name for t in products for name in (t.label, *t.synonyms, *t.brand_names))
    return {word for name in called for word in name.split()}


def _by_identifier(records: Records) -> dict[str, set[Iri]]:
    """The studies by DOI, PubMed number and registry number, in lower case."""
    known: dict[str, set[Iri]] = {}
    for s in records.studies.values():
        for told in (s.doi, s.pmid, *s.nct, *s.other_registration):
            if told:
                known.setdefault(told.casefold(), set()).add(s.iri)
    return known


def country_names() -> dict[str, str]:
    """What an article may call a country, its people or one of its towns -> the country."""
    return {
        name: row["country"]
        for row in read_table("countries.tsv")
        for name in f"{row['names']}|{row['in_articles']}".split("|")
        if name
    }


def _longest_first(names: Iterable[str]) -> str:
    """A pattern of names; of two that begin alike the longer one is tried first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _free_surnames(authors: Sequence[str]) -> re.Pattern[str] | None:
    """Surnames that are no common words: they tell an author wherever they stand."""
    names = _longest_first(_plain(_surname(full)) for full in authors)
    return re.compile(rf"\b({names})\b") if names else None


def _surnames_beside(authors: Sequence[str]) -> re.Pattern[str] | None:
    """Common or short surnames: they tell an author beside a year, a group, initials or "by" only."""
    plain = [_plain(_surname(full)) for full in authors]
    if not plain:
        return None
    after_by = "|".join(sorted(map(re.escape, plain)))
    return re.compile(
        rf"\b({_longest_first(plain)})"
        r"(?=,?\s+\(?(?:19|20)\d\d|['’]s\s+(?:team|group|trial|study)|\s+[A-Z]{1,2}\b,)"
        rf"|(?<=by )({after_by})\b"
    )


def _journals_of(records: Records) -> list[str]:
    """The journals of all studies and references."""
    of_studies = (s.journal for s in records.studies.values())
    of_references = (r.journal for r in records.references.values())
    return sorted({_journal(name) for name in (*of_studies, *of_references) if name})


def is_in_short(said: str, journal: str) -> bool:
    """Whether each word of a name begins the word of a journal in its place.

    Example:
        >>> is_in_short("Lancet Respir Med", "Lancet Respiratory Medicine"), is_in_short("Lancet", "Lancet Neurology")
        (True, False)
    """
    short, words = said.casefold().split(), journal.casefold().split()
    return 1 < len(short) == len(words) and all(map(str.startswith, words, short))


def _journal_names(journals: Sequence[str]) -> re.Pattern[str] | None:
    """Journals in a text; "&" may be "and"."""
    names = _longest_first(journals).replace("\\&", "(?:&|and)")
    return re.compile(rf"\b(?:The\s+)?({names})\b") if names else None


def _journal(name: str) -> str:
    """A journal, or a congress without its year ("ECTRIMS 2025 (congress)")."""
    return re.sub(r"\s+(?:19|20)\d\d$", "", name.split(" (")[0])


def fold_name(name: str) -> str:
    """A surname without accents, case and initials.

    Example:
        >>> fold_name("Stępień A"), fold_name("Mohyeddin Bonab M"), fold_name("Di Nicola M")
        ('stepien', 'bonab', 'nicola')
    """
    surname = _surname(name)
    plain = surname.replace("ł", "l").replace("Ł", "L").replace("ø", "o")
    return re.sub(r"s$", "s", _unaccent(plain.casefold()))


_STROKES: Final = str.maketrans("łŁøØ", "lLoO")


def _surname(name: str) -> str:
    words = [w for w in name.split() if not (w.isupper() and len(w) <= 3)]
    return words[-1] if words else name


def _plain(text: str) -> str:
    """A text without accents, one character for one, so that offsets stay."""
    return "".join(_unaccent(c)[:1] or c for c in text.translate(_STROKES))


def _unaccent(text: str) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _is_term(reading: Reading, position: int) -> bool:
    return any(e.start <= position < e.end for e in reading.named(position - 80, position + 1))


def _is_journal(text: str, match: re.Match[str]) -> bool:
    if " " in match[1] or match[1].isupper():
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    return bool(re.search(r"(?:\bin|\bjournal|,|\(|\b(?:called|named))\s*(?:the\s+)?$", before))
