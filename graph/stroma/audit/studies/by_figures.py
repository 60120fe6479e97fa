"""Which studies does a text tell by their figures? "48.8 per cent against 46.3" is the result of one study, whoever it names.

Read first: `figure_mentions`. A study that no words bring in is found where two or more figures of its results are told,
and with it the part of the text that is on it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from stroma.audit.language.numbers import figures, whole_numbers
from stroma.audit.studies.features import METHODS
from stroma.audit.studies.linking import LEAST_FIGURES, OF_ONE_MAKER, Link, LinkedMention
from stroma.audit.studies.mentions import Mention, going_on

if TYPE_CHECKING:
    from stroma.audit.language.reading import Reading, ReadSentence
    from stroma.audit.studies.features import FeatureReader, Features
    from stroma.audit.studies.linking import Linker
    from stroma.vocabulary import Iri


@dataclass(frozen=True)
class ToldStudy:
    """A study, and the sentences that tell figures of its results."""

    study: Iri
    sentences: tuple[int, ...]


def told_studies(reading: Reading, linker: Linker) -> list[ToldStudy]:
    """The studies of the graph of which a text tells enough figures, in the order of the text."""
    where: dict[str, list[int]] = {}
    for sentence in reading.sentences:
        if not sentence.span.is_heading:
            for figure in figures(reading.words(sentence)):
                where.setdefault(figure, []).append(sentence.index)
    shared = linker.by_figures(where.keys())
    ranked = sorted(shared.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    found: list[ToldStudy] = []
    taken: set[str] = set()
    for study, points in ranked:
        # Papers on the same people share figures: they are of the one that has most of them.
        own = points.keys() - taken
        if len(own) >= LEAST_FIGURES and sum(points[f] for f in own) >= linker.settings["propose"]:
            taken |= own
            found.append(ToldStudy(study, tuple(sorted({i for f in own for i in where[f]}))))
    return sorted(found, key=lambda told: told.sentences)


def sized_studies(
    reading: Reading, features: FeatureReader, linker: Linker, known: Collection[Iri]
) -> list[ToldStudy]:
    """The studies that a paragraph tells by its very size and more, in a text on other studies: "one hundred and thirty-three patients".

    Args:
        known: studies that the text tells otherwise.
    """
    sizes = {linker.studies[iri].n for iri in known if iri in linker.studies}
    other = {s.n for s in linker.studies.values()} - sizes
    found: dict[Iri, tuple[int, ...]] = {}
    for _, group in groupby(reading.sentences, key=lambda s: s.span.paragraph):
        inside = [s for s in group if not s.span.is_heading]
        if not any(other & whole_numbers(reading.words(s)) for s in inside):
            continue  # before the studies are scored, which takes longest
        told = features.read_whole(reading, inside)
        link = _link(reading, linker, told, inside[0].span.start)
        is_work = bool(told.relative_years) or any(s.has(*METHODS) for s in inside)
        if not (is_work or link.is_of_its_own):
            continue
        study = linker.studies.get(link.study) if link.study is not None else None
        if study is None or study.iri in known or study.n in sizes or not link.tells_size_and_more:
            continue
        own = tuple(s.index for s in inside if study.n in whole_numbers(reading.words(s)))
        if own:
            found.setdefault(study.iri, own)
    return [ToldStudy(iri, own) for iri, own in found.items()]


def carried(reading: Reading, told: Features, start: int) -> Features:
    """What a passage tells, with the products or diseases named before it where it names none itself."""
    own = {reading.lexicon.terms[t].kind for t in told.terms}
    kinds = {kind for kind in ("CellProduct", "Disease") if kind not in own}
    before = dict.fromkeys(e.term for e in reading.named(0, start) if e.kind in kinds)
    return replace(told, terms=[*told.terms, *before])


def _link(reading: Reading, linker: Linker, told: Features, start: int) -> Link:
    """The link of a passage; one that tells a size and names no product may be of one maker's product that is named before it."""
    link = linker.link(told)
    if link.tells_size_and_more or link.decision == "proposed" or not told.sizes or told.names:
        return link
    again = linker.link(carried(reading, told, start))
    products = (r.points for r in again.reasons if r.feature == "product")
    return again if again.tells_size_and_more and max(products, default=0) >= OF_ONE_MAKER else link


def figure_mentions(
    reading: Reading,
    features: FeatureReader,
    linker: Linker,
    found: Sequence[LinkedMention],
    told: Sequence[ToldStudy],
) -> list[LinkedMention]:
    """The mentions of a text, with those of studies that it tells by their figures or size only.

    Args:
        found: what words bring in. A mention that is linked to no study gives way to the one that its sentences tell, and a block
            ends where another study is told.
        told: the studies that figures or sizes tell, and where.
    """
    held = [x for x in found if x.proposed is not None]
    named, taken = {x.proposed for x in held}, {i for x in held for i in x.mention.sentences}
    by_name = [x for x in held if x.mention.features.names]
    made: list[LinkedMention] = []
    for one in told:
        # A study that is named, and told again after another one.
        own = [i for i in one.sentences if one.study not in named or i not in taken]
        others = {i for t in told if t is not one for i in t.sentences}
        others |= {x.mention.sentences[0] for x in by_name if x.proposed != one.study} - set(own)
        n = linker.studies[one.study].n
        inside = _around(reading, features, own, others, n) if own else []
        if not inside:
            continue
        mention = _mention(reading, features, inside)
        link = _link(reading, linker, mention.features, mention.block_start)
        is_own = link.decision == "proposed" or link.tells_size_and_more or one.study in named
        if link.study == one.study and is_own:
            link = replace(link.without_asides(mention.features, n), decision="proposed")
            made.append(LinkedMention(mention, link))
    return _merged(reading, features, found, made) if made else list(found)


def _around(
    reading: Reading,
    features: FeatureReader,
    own: Sequence[int],
    others: Collection[int],
    n: int | None,
) -> list[ReadSentence]:
    """The sentences on a study: from its size, or the paragraph of its first figures, to where another or something else begins."""
    sentences = reading.sentences
    first = next((i for i in own if i not in others), None)
    if first is None:
        return []
    last = first
    for i in own:
        if any(first < other < i for other in others):
            break
        last = i
    while first and first - 1 not in others and _is_joined(sentences[first - 1], sentences[first]):
        first -= 1
    at = first
    while n is not None and at and at - 1 not in others and not sentences[at - 1].span.is_heading:
        at -= 1
        if n in whole_numbers(reading.words(sentences[at])):
            first = at
    after = going_on(reading, features, sentences[last])
    end = next((i for i, s in enumerate(after) if s.index in others), len(after))
    return [*sentences[first:last], *after[:end]]


def _is_joined(before: ReadSentence, sentence: ReadSentence) -> bool:
    return before.span.paragraph == sentence.span.paragraph and not before.span.is_heading


def _mention(reading: Reading, features: FeatureReader, inside: Sequence[ReadSentence]) -> Mention:
    plain = [s for s in inside if not s.span.is_heading]
    first, last = plain[0].span, plain[-1].span
    numbers = tuple(s.index for s in inside)
    told = features.read_whole(reading, plain)
    return Mention(first.start, first.end, first.start, last.end, numbers, told, "mention:figures")


def _merged(
    reading: Reading,
    features: FeatureReader,
    found: Sequence[LinkedMention],
    made: Sequence[LinkedMention],
) -> list[LinkedMention]:
    """Mentions in the order of the text, none within another."""
    of_made = {i for x in made for i in x.mention.sentences}
    kept: list[LinkedMention] = []
    for x in found:
        left = [i for i in x.mention.sentences if i not in of_made]
        if x.proposed is None and (not left or left[0] != x.mention.sentences[0]):
            continue
        cut = next((n for n, i in enumerate(x.mention.sentences) if i in of_made), None)
        if cut is None:
            kept.append(x)
        elif cut:
            inside = [reading.sentences[i] for i in x.mention.sentences[:cut]]
            end = inside[-1].span.end
            read = features.read(reading, inside, x.mention.block_start, end)
            numbers = tuple(s.index for s in inside)
            mention = replace(x.mention, block_end=end, sentences=numbers, features=read)
            kept.append(replace(x, mention=mention))
        elif x.proposed is not None:
            kept.append(x)
    return sorted([*kept, *made], key=lambda x: x.mention.start)
