"""What is a claim about when its sentence does not say? The product and disease of the clause, the study block, the text.

Read first: `Subjects`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stroma.audit.claims.others import (
    BARE,
    TREATMENT,
    is_of_another,
    is_of_another_drug,
    names_another,
    products_of_others,
)
from stroma.audit.language.entities import Entity, is_cell
from stroma.audit.language.groups import PEOPLE
from stroma.audit.language.lexicon import read_table
from stroma.audit.language.numbers import to_number
from stroma.audit.language.terms import ADVERSE_EVENT, STEM_CELL_PRODUCT
from stroma.vocabulary import Iri, to_iri

if TYPE_CHECKING:
    from stroma.audit.language.clauses import Clause
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.mentions import Mention
    from stroma.store import EvidenceStore

_OF_PEOPLE = re.compile(
    rf"(?i)\W*(?:In|Among|Of) (?:the )?(\d[\d,]*) (?:[\w-]+ ){{0,2}}?{PEOPLE}\b"
)
_DESCRIBES = re.compile(
    r"(?i)(?:\s*,\s*(?:which (?:is|are|was|consists? of) |that is |made (?:of|from|by|with) |(?=(?:an?|the|one|its|their)\b))"
    r"|\s*\(|\s+[–—-]\s+)(?!(?:and|or|but|while|than|with|like|unlike)\b)[^,;:.()]{0,70}"
)
"""What stands between the name of a product and the cells that it is described as."""
_PROGRAMME = re.compile(r"(?i)expanded access|compassionate use|hospital exemption")
_MORE_PEOPLE = 1.05
"""Times the people of a study, above which a group told after it is of another study."""
_BESIDE = 2
"""Tokens from a kind of cells to the name of a product that stands beside it."""
_WIDEST = (STEM_CELL_PRODUCT, to_iri("term:msc-product"))
_ANY_DISEASE = to_iri("MONDO:0000001")
_BODY_PARTS = tuple(
    (re.compile(rf"(?i)\b(?:{row['words']})\b"), tuple(row["diseases"].split("|")), row["meant"])
    for row in read_table("body_parts.tsv")
)
"""Words for a body part, slugs of the diseases that may be meant, and of the one that is meant where the text is on another."""
_STUDIES = frozenset({"study", "trial", "report", "experiment"})
_MANY = frozenset("many several some most two three both all few various numerous other".split())
PRONOUNS = BARE | TREATMENT
_IS = frozenset({"is", "was", "has", "got", "won"})
_COMMON = PRONOUNS | frozenset("that none nothing neither everything one".split())


class Subjects:
    """Finds the subject and condition of a claim."""

    def __init__(
        self,
        reading: Reading,
        mentions: Sequence[Mention],
        store: EvidenceStore,
        linked: Mapping[int, Iri | None] | None = None,
    ) -> None:
        self.reading = reading
        self.mentions = mentions
        self.store = store
        self.linked = linked or {}
        self.topic = reading.topic
        self._blocks = [mention.block_start for mention in mentions]
        self._named_at = [mention.start for mention in mentions]
        self._family = (
            store.narrower(STEM_CELL_PRODUCT)
            | store.narrower(to_iri("CL:0000034"))
            | store.narrower(to_iri("term:regenerative-product"))
            | {to_iri("term:stromal-vascular-fraction")}
        )
        self._is_product: dict[Iri, bool] = {}
        self._tested_in: dict[Iri, frozenset[Iri]] = {}
        self._harms = store.narrower(ADVERSE_EVENT)
        self._by_slug = {t.slug: t.iri for t in store.records.terms.values() if t.kind == "Disease"}
        self._generic = {term for pair in reading.lexicon.composed.values() for term in pair}
        first = next((e for e in reading.entities if self.is_product(e)), None)
        self._first_product = self.product(first.term) if first is not None else None
        self._first_product_at = first.start if first is not None else len(reading.text)

    def is_product(self, entity: Entity) -> bool:
        """Whether an entity is a stem or stromal cell or a product of such."""
        known = self._is_product.get(entity.term)
        if known is None:
            term = self.reading.lexicon.terms[entity.term]
            kin = entity.term in self._family or bool(set(term.broader) & self._family)
            known = self._is_product[entity.term] = is_cell(entity) and kin
        return known

    def is_of_maker(self, entity: Entity) -> bool:
        """Whether an entity is a product that one maker gave in a study, no kind of cells."""
        return self.is_product(entity) and bool(self._tested(self.product(entity.term)))

    def product(self, term: Iri) -> Iri:
        """The product that a cell type is given as."""
        return self.reading.lexicon.product_of.get(term, term)

    def mention_at(self, sentence: ReadSentence, token: int | None = None) -> int | None:
        """Index of the mention whose block holds a place."""
        position = self.reading.tokens[token].start if token is not None else sentence.span.start
        index = bisect_right(self._blocks, position) - 1  # blocks are in order and never overlap
        return index if index >= 0 and position < self.mentions[index].block_end else None

    def names_study(self, sentence: ReadSentence) -> bool:
        """Whether a study is named in a sentence itself."""
        return any(m.sentences[0] == sentence.index for m in self.mentions)

    def length(self, mention: int) -> int:
        """How many sentences of a block are about its study; the first that belongs elsewhere ends it."""
        inside = [self.reading.sentences[i] for i in self.mentions[mention].sentences]
        return next(
            (n for n, s in enumerate(inside) if not self.is_of_study(mention, s)), len(inside)
        )

    def is_of_study(self, mention: int, sentence: ReadSentence) -> bool:
        """Whether a sentence of a block can be about its study: it names no disease and no product that belong elsewhere."""
        m = self.mentions[mention]
        study = self.store.records.studies.get(self.linked.get(mention) or "")
        if study is None or sentence.index == m.sentences[0]:
            return True
        if products_of_others(self.reading, sentence, self.is_product):
            return False
        programme = _PROGRAMME.search(self.reading.words(sentence))
        if programme and programme[0].casefold() not in study.label.casefold():
            return False
        opening = _OF_PEOPLE.match(self.reading.words(sentence))
        if opening and study.n and (to_number(opening[1]) or 0) > study.n * _MORE_PEOPLE:
            return False  # "In 241 children ...", after a trial of 55
        related = self.reading.lexicon.are_related
        who = (
            f"{study.population or ''} {study.label}".casefold()
        )  # "type 2 diabetes", of failing kidneys
        diseases = [
            e.term
            for e in self.reading.diseases(sentence)
            if self.reading.text[e.start : e.end].casefold() not in who
        ]
        products = [self.product(e.term) for e in sentence.entities if self.is_product(e)]
        # The wrong kind of cells is a mistake about the study; another maker's product is another matter.
        made = [] if any(self._is_of_kind(p) for p in products) else products
        if self._is_in_paragraph_of(mention, sentence) or sentence.has(
            "past"
        ):  # "own marrow cells", of marrow MSCs
            made = [p for p in made if not any(self._is_tissue_of(p, o) for o in study.product)]
        pairs = ((diseases, study.disease), (made, study.product))
        return not any(
            named and own and not any(related(n, o) for n in named for o in own)
            for named, own in pairs
        )

    def _is_in_paragraph_of(self, mention: int, sentence: ReadSentence) -> bool:
        opening = self.reading.sentences[self.mentions[mention].sentences[0]]
        return opening.span.paragraph == sentence.span.paragraph

    def _is_tissue_of(self, named: Iri, product: Iri) -> bool:
        """Whether a product that tells the tissue alone may mean another one from that tissue."""
        terms = self.store.records.terms
        wide, own = terms.get(named), terms.get(product)
        if wide is None or own is None or wide.cell_type or wide.donor:
            return False
        return wide.source_tissue is not None and wide.source_tissue == own.source_tissue

    def of_study(self, sentence: ReadSentence) -> tuple[Iri, ...]:
        """The products of the linked study whose block a sentence stands in, where it gave more than one."""
        mention = self.mention_at(sentence)
        study = self.linked.get(mention) if mention is not None else None
        products = self.store.records.studies[study].product if study is not None else ()
        return tuple(products) if len(products) > 1 else ()

    def cell(self, clause: Clause, token: int) -> Iri | None:
        """The stem or stromal cell that a claim at a token is about, as named."""
        before = [e for e in clause.entities if self.is_product(e) and e.first < token]
        before = before or [
            e for e in clause.sentence.entities if self.is_product(e) and e.first < token
        ]
        if before:
            return self._without_descriptions(clause.sentence, before)[-1].term
        after = [e for e in clause.sentence.entities if self.is_product(e)]
        if after:
            return self._in_apposition(after).term
        return None

    def _without_descriptions(
        self, sentence: ReadSentence, products: Sequence[Entity]
    ) -> list[Entity]:
        """ "Alofisel, an injection of donor stem cells, ...": without the kinds of cells that only describe a product of one maker."""
        named = [e for e in sentence.entities if self.is_of_maker(e)]
        return [
            e
            for e in products
            if self.is_of_maker(e)
            or not any(_DESCRIBES.fullmatch(self.reading.text[n.end : e.start]) for n in named)
        ]

    def _in_apposition(self, products: Sequence[Entity]) -> Entity:
        """ "The stem cell medicine lenzumestrocel": the name that follows its kind, else the first."""
        first, *rest = products
        near = rest[0] if rest and rest[0].first - first.last <= _BESIDE else first
        kinds = self.store.broader(self.product(near.term))
        return near if self.product(first.term) in kinds else first

    def named(self, clause: Clause, token: int) -> Iri | None:
        """The product that the sentence itself names, taken at its word."""
        cell = self.cell(clause, token)
        return None if cell is None else self.product(cell)

    def clinical(self, clause: Clause, token: int) -> Iri | None:
        """The product of a claim about patients; None when the clause is about something else."""
        if is_of_another_drug(self.reading, clause, token, self.is_product):
            return None
        if self._is_of_rival(clause):
            return None
        if (named := self.cell(clause, token)) is not None:
            mention = self.mention_at(clause.sentence, token)
            return self._narrowed(self.product(named), mention, clause.sentence)
        if is_of_another(self.reading, clause.sentence, clause, studies=self._named_at):
            return None
        mention = self.mention_at(clause.sentence, token)
        carried = (
            self._previous(clause.sentence)
            if mention is None
            else self._block_product(mention, clause.sentence)
        )
        return carried if carried is None or self._goes_with(carried, clause.sentence) else None

    def _is_of_rival(self, clause: Clause) -> bool:
        """ "A helped X; physiotherapy helped Y": a later clause on something else, with a disease of its own."""
        joined = clause.first > clause.sentence.first
        own = any(self.is_product(e) for e in clause.entities)
        if not joined or own or not any(e.kind == "Disease" for e in clause.entities):
            return False
        joins = (c.last + 1 for c in clause.of("contrasts") if c.first == clause.first)
        said = replace(clause, first=next(joins, clause.first))  # without its "while"
        return is_of_another(self.reading, clause.sentence, said, studies=self._named_at)

    def _narrowed(self, product: Iri, mention: int | None, sentence: ReadSentence) -> Iri:
        """A general word in a study block ("stem cell therapy") means the product of that block."""
        if mention is None:
            return product
        block = self._block_product(mention, sentence)
        return (
            block
            if block is not None
            and block != product
            and product in self.store.broader(block)
            and self._goes_with(block, sentence)
            and not (product in _WIDEST and self._is_general(mention, sentence))
            else product
        )

    def _is_general(self, mention: int, sentence: ReadSentence) -> bool:
        """ "Stem cells cure MS", said after a study: of cells and a disease as such, with nothing told as past."""
        named = any(e.kind == "Disease" for e in sentence.entities)
        later = sentence.index != self.mentions[mention].sentences[0]
        told = any(
            t.raw.endswith("ed") for t in self.reading.tokens[sentence.first : sentence.last + 1]
        )
        return named and later and not told and not sentence.has("past")

    def _goes_with(self, carried: Iri, sentence: ReadSentence) -> bool:
        """Whether a product that the sentence does not name can be meant beside the disease that it names."""
        named = [e.term for e in sentence.entities if e.kind == "Disease"]
        return not named or any(self.fits(carried, disease) for disease in named)

    def fits(self, product: Iri, disease: Iri) -> bool:
        """Whether a product may be meant in a disease: one of a kind only where a study gave it, a kind of cells anywhere."""
        tested = self._tested(product)
        return not tested or any(
            disease in self.store.broader(d) or d in self._wider(disease) for d in tested
        )

    def _tested(self, product: Iri) -> frozenset[Iri]:
        """The diseases in which a product of one maker was studied; empty for kinds of cells."""
        if product not in self._tested_in:
            of_kind = self._is_of_kind(product)
            studies = self.store.records.studies.values()
            self._tested_in[product] = frozenset(
                d for s in studies for d in s.disease if product in s.product and not of_kind
            )
        return self._tested_in[product]

    def _wider(self, disease: Iri) -> frozenset[Iri]:
        if disease in self.store.records.terms:
            return self.store.broader(disease) - {_ANY_DISEASE}
        return frozenset({disease, *self.reading.lexicon.terms[disease].broader}) - {_ANY_DISEASE}

    def _block_product(self, mention: int, sentence: ReadSentence | None = None) -> Iri | None:
        """The product of a study block; for a sentence of a block without a link, no maker's product that is named later."""
        m = self.mentions[mention]
        inside = [
            self.product(e.term)
            for e in self.reading.named(m.block_start, m.block_end)
            if self.is_product(e)
            and not (sentence and self._is_later(e, sentence) and not self.linked.get(mention))
        ]
        study = self.linked.get(mention)
        products = self.store.records.studies[study].product if study is not None else ()
        if products:  # what is named after the opening, and is none of the study's, is of another
            related = self.reading.lexicon.are_related
            opening = self.reading.sentences[m.sentences[0]].span.end
            named_first = self.reading.named(m.block_start, opening)
            opened = {self.product(e.term) for e in named_first if self.is_product(e)}
            inside = [
                p for p in inside
                if p in opened or (not opened and self._is_of_kind(p)) or any(related(p, o) for o in products)
            ]  # fmt: skip
        if inside:
            named = max(inside, key=lambda p: (len(self.store.broader(p)), -inside.index(p)))
            return products[0] if len(products) == 1 and named == STEM_CELL_PRODUCT else named
        if products:
            return products[0]
        return self._only_product(mention)

    def _is_later(self, e: Entity, sentence: ReadSentence) -> bool:
        return e.start >= sentence.span.end and not self._is_of_kind(self.product(e.term))

    def _is_of_kind(self, product: Iri) -> bool:
        """Whether a product is a kind of cells rather than the product of one maker."""
        return product in self._generic or len(self.store.narrower(product)) > 1

    def _only_product(self, mention: int) -> Iri | None:
        """The product of the text, where it has spoken of one kind alone, for a study that names none itself."""
        first = self._first_product
        stated = self.mentions[mention].features
        told = stated.years and any(self.linked.get(i) for i in range(mention))
        later = self._first_product_at >= self.mentions[mention].block_start
        if first is None or stated.unknown_names or told or later:
            return None
        before = self.reading.named(0, self.mentions[mention].block_start)
        others = {self.product(e.term) for e in before if self.is_product(e)}
        related = all(
            first in self.store.broader(p) or p in self.store.broader(first) for p in others
        )
        return first if related else None

    def _previous(self, sentence: ReadSentence) -> Iri | None:
        """The product of the sentences before, within the paragraph; a text on one product carries on."""
        words = {t.form for t in self.reading.tokens[sentence.first : sentence.first + 7]}
        if self._names_unknown(sentence):
            return None
        general = bool(_STUDIES & words and _MANY & words)
        before = [] if general else list(self._before(sentence))
        for earlier in before:
            products = [e for e in earlier.entities if self.is_product(e)]
            if products:
                meant = self._meant(self._without_descriptions(earlier, products) or products)
                return self.product(meant.term)
            other = is_of_another(self.reading, earlier, studies=self._named_at)
            if other and not words & TREATMENT:
                return None  # "Physiotherapy is safe. It has no side effects."
        pronoun = words & BARE and not words & TREATMENT
        if (
            pronoun
            and before
            and not self._linked(before)
            and names_another(self.reading, before[0])
        ):
            return None  # "Rehabilitation comes next. It is safe."
        every = {t.form for t in self.reading.tokens[sentence.first : sentence.last + 1]}
        carried = (
            words & PRONOUNS
            or {"our", "protocol"} <= words
            or (sentence.has("approve") and BARE & every)
            or general
            or any(c.kind == "observers" and c.first < sentence.first + 4 for c in sentence.cues)
        )
        return self._one_product(sentence) if carried else None

    def _meant(self, products: Sequence[Entity]) -> Entity:
        """The last product of a sentence; "NurOwn is made of a patient's own marrow cells" is on NurOwn."""
        last = products[-1]
        wider = self.store.broader(self.product(products[0].term))
        is_described = self.is_of_maker(products[0]) and not self.is_of_maker(last)
        return products[0] if is_described and self.product(last.term) in wider else last

    def _before(self, sentence: ReadSentence) -> Iterator[ReadSentence]:
        """The sentences of the paragraph before this one, the nearest first, four at most."""
        for earlier in reversed(
            self.reading.sentences[max(0, sentence.index - 4) : sentence.index]
        ):
            if earlier.span.paragraph != sentence.span.paragraph:
                return
            yield earlier

    def _linked(self, sentences: Sequence[ReadSentence]) -> bool:
        """Whether any of these sentences speaks of a treatment named before."""
        tokens = self.reading.tokens
        return any(t.form in PRONOUNS for s in sentences for t in tokens[s.first : s.last + 1])

    def _one_product(self, sentence: ReadSentence) -> Iri | None:
        """The first product of the text, where those named up to a sentence are of one kind."""
        first = self._first_product
        before = self.reading.named(0, sentence.span.start)
        named = {self.product(e.term) for e in before if self.is_product(e)}
        if first is None or not named:
            return None
        broader = self.store.broader
        return first if all(first in broader(p) or p in broader(first) for p in named) else None

    def _names_unknown(self, sentence: ReadSentence) -> bool:
        """ "Temcell is approved": a product that no lexicon holds is none that was named before."""
        opening = self.reading.tokens[sentence.first : sentence.first + 2]
        if len(opening) < 2 or not sentence.has("approve") or opening[1].form not in _IS:
            return False
        starts = {*(c.first for c in sentence.cues), *(e.first for e in sentence.entities)}
        known = sentence.first in starts
        return opening[0].raw[:1].isupper() and not known and opening[0].form not in _COMMON

    def listed(self, sentence: ReadSentence, before: int) -> list[tuple[int, Iri, Iri]]:
        """Studies that a sentence names one after another before a token: the token of each, its product and disease."""
        start = self.reading.tokens[before].start
        here = [
            i
            for i, m in enumerate(self.mentions)
            if m.sentences[0] == sentence.index and m.start < start
        ]
        found = []
        for i in here:
            product, disease = self._block_product(i), self._block_disease(i)
            at = next(t for t in range(sentence.first, sentence.last + 1) if self.reading.tokens[t].end > self.mentions[i].start)  # fmt: skip
            if product is not None and disease is not None:
                found.append((at, product, disease))
        return found if len(here) == len(found) > 1 else []

    def disease(self, clause: Clause, token: int | None = None) -> Iri | None:
        """The disease of the clause, its sentence, its study block (of `token`, else of the clause's start), or the text."""
        for entities in (clause.entities, clause.sentence.entities):
            named = [e.term for e in entities if e.kind == "Disease"]
            if named:
                return named[-1]
        words = {
            t.form for t in self.reading.tokens[clause.sentence.first : clause.sentence.last + 1]
        }
        if words & {"condition", "disease", "disorder"} and words & {
            "many",
            "various",
            "several",
            "range",
            "variety",
            "numerous",
        }:
            return to_iri("MONDO:0000001")
        mention = self.mention_at(clause.sentence, clause.first if token is None else token)
        carried = (
            self._spoken_of(clause.sentence) if mention is None else self._block_disease(mention)
        )
        if mention is None or self.linked.get(mention) is None:
            carried = self._of_body_part(clause.sentence, carried)
        return self._of_named_product(clause.sentence, carried)

    def _of_body_part(self, sentence: ReadSentence, carried: Iri | None) -> Iri | None:
        """ "Relieve knee pain": osteoarthritis of the knee, unless the text is on another disease of that part; never one of another part."""
        words = self.reading.words(sentence)
        named = [row for row in _BODY_PARTS if row[0].search(words)]
        fits = {
            self._by_slug[slug] for _, slugs, _ in named for slug in slugs if slug in self._by_slug
        }
        kin = carried is not None and any(
            self.reading.lexicon.are_related(carried, d) for d in fits
        )
        if not named or kin or any(e.term in self._harms for e in sentence.entities):
            return carried  # "a clot in the lung" befell somebody
        return self._by_slug.get(named[0][2])

    def _spoken_of(self, sentence: ReadSentence) -> Iri | None:
        """The disease of the text; another one, no kind of it, where the nearest sentence of the paragraph that names any names that alone."""
        topic = self.topic_at(sentence)
        for earlier in self._before(sentence):
            if not (named := self.reading.diseases(earlier)):
                continue
            near = {e.term for e in named}
            one = near.pop() if len(near) == 1 and not any(map(self._is_event, named)) else None
            kin = one and topic and self.reading.lexicon.are_related(one, topic)
            return topic if one is None or kin else one
        return topic

    def _is_event(self, e: Entity) -> bool:
        """ "(a stroke, and fluid in the belly)": what befell somebody."""
        return bool(e.first) and self.reading.tokens[e.first - 1].form in ("a", "an", "one")

    def topic_at(self, sentence: ReadSentence) -> Iri | None:
        """The disease that the text is about, where it was named up to a sentence: a later one is not carried back."""
        told = (e for e in self.reading.named(0, sentence.span.end) if e.term == self.topic)
        return self.topic if any(told) else None

    def _of_named_product(self, sentence: ReadSentence, carried: Iri | None) -> Iri | None:
        """The carried disease, unless the sentence names a product that was studied in others only: then its own."""
        products = [self.product(e.term) for e in sentence.entities if self.is_product(e)]
        if not products or (carried and any(self.fits(p, carried) for p in products)):
            return carried
        own = self._tested(products[-1])
        widest = [d for d in own if all(d in self.store.broader(o) for o in own)]
        return widest[0] if widest else carried and _ANY_DISEASE

    def _block_disease(self, mention: int) -> Iri | None:
        """The disease of a study block: of its first sentence, of the linked study, else the widest that it names."""
        m = self.mentions[mention]
        inside = [e for e in self.reading.named(m.block_start, m.block_end) if e.kind == "Disease"]
        opening = self.reading.sentences[m.sentences[0]].span.end
        opened = [e.term for e in inside if e.start < opening]
        study = self.linked.get(mention)
        diseases = self.store.records.studies[study].disease if study is not None else ()
        if (
            opened and diseases
        ):  # "people with type 2 diabetes and kidney disease": the one that the study is on
            related = self.reading.lexicon.are_related
            return next((t for t in opened if any(related(t, d) for d in diseases)), diseases[0])
        if opened:
            return opened[0]
        if diseases:
            return diseases[0]
        if inside and (self.topic is None or self.topic not in self.store.broader(inside[0].term)):
            return inside[0].term
        # "For type 1 the news is better. An Iranian team ...": the disease that the paragraph has named
        return self._spoken_of(self.reading.sentences[m.sentences[0]]) or self.topic

    def condition(self, clause: Clause, o: Entity) -> Iri | None:
        """The disease in which an outcome was asked."""
        near = [
            e
            for e in clause.sentence.entities
            if e.kind == "Disease" and not (e.first <= o.first <= e.last)
        ]
        if near:
            return min(near, key=lambda e: abs(e.first - o.first)).term
        return self._disease_in(o) or self.disease(clause)

    def _disease_in(self, o: Entity) -> Iri | None:
        """The disease within the name of an outcome: "motor function in Parkinson disease"."""
        tokens, lexicon = self.reading.tokens[o.first : o.last + 1], self.reading.lexicon
        for at in (i for i in range(1, len(tokens)) if tokens[i - 1].form in ("in", "of")):
            for end, found in lexicon.surfaces.at(tokens, at):
                for _, term in found:
                    if end == len(tokens) and term and lexicon.terms[term].kind == "Disease":
                        return term
        return None

    def acts(self, clause: Clause, token: int) -> bool:
        """Whether the product, or a word for it, stands before the word that carries the claim."""
        before = [e for e in clause.entities if self.is_product(e) and e.first < token]
        words = self.reading.tokens[clause.first : token]
        observers = any(c.kind == "observers" and c.first < token for c in clause.cues)
        pronoun = any(t.form in PRONOUNS for t in words)
        if before and observers and "with" in {t.form for t in words}:
            return False  # "patients treated with cells had ..."
        return bool(before) or (pronoun and not observers)
