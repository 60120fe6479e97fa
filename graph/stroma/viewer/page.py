"""How is the page made and written? One store and one term in, one HTML file out.

Read first: `page_html`, and `write_page`, which puts it into a file.
"""

from __future__ import annotations

import hashlib
import html
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stroma import __version__
from stroma import model as m
from stroma.errors import InputError
from stroma.garbage import no_collector
from stroma.sentences import (
    NARROWER_DISAGREES,
    NO_DOI,
    NOT_NARROWER,
    NOT_NARROWER_SUPPORT,
    NOT_TIED_WORDS,
    THIN_SUPPORT,
    WEAKER_DISAGREES,
    pools_more_words,
    words_of_stance,
)
from stroma.viewer import words
from stroma.viewer.layout import can_place_fast, place_nodes
from stroma.viewer.payload import Payload, asking_words, payload
from stroma.vocabulary import KINDS, PREFIXES, Iri, local_id
from stroma.writing import check_target, write_whole

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

# Multiple sclerosis: the disease with the most evidence in the packaged data.
DEFAULT_TERM: Final[Iri] = "http://purl.obolibrary.org/obo/MONDO_0005301"
# A page of ours says so within its first kilobyte; only such a file is overwritten unasked.
MARKER: Final = '<meta name="generator" content="Stroma viewer">'
# A graph of this size is placed in a tenth of a second, so that "Whole graph" is a picture and no spiral.
_PLACED_UP_TO: Final = 600
_NONCE_PLACE: Final = "NONCE-OF-THIS-PAGE"


def page_html(
    store: EvidenceStore,
    term: Iri | None = None,
    *,
    selected: Iri | None = None,
    title: str | None = None,
    whole_graph: bool = False,
    handout: bool = False,
) -> str:
    """The page as one HTML document that needs no network.

    Args:
        term: IRI of the term in the middle; without one, multiple sclerosis, or the best connected term.
        selected: IRI of a study, reference, proposition or article whose details stand open.
        title: text of the title bar; by default the label of the term.
        whole_graph: open on the whole graph, with a computed place for each node however many there are.
        handout: open on the one page to take along.

    Returns:
        The same text for the same store and arguments, as long as igraph is installed in both cases or in neither: with it
        the page of a small graph holds a computed place for each node, without it the browser draws a spiral.
    """
    with no_collector():
        return _page(
            store,
            term,
            selected,
            title,
            whole_graph=whole_graph,
            handout=handout,
        )


def write_page(
    store: EvidenceStore,
    term: Iri | None,
    out_path: Path | str,
    *,
    selected: Iri | None = None,
    title: str | None = None,
    whole_graph: bool = False,
    force: bool = False,
) -> Path:
    """Write the page to a file, whole or not at all.

    Raises:
        InputError, OutputExistsError: as `check_place`.
    """
    path = Path(out_path)
    check_place(path, force=force)
    page = page_html(store, term, selected=selected, title=title, whole_graph=whole_graph)
    write_whole({path: page})
    return path


def check_place(path: Path, *, force: bool = False) -> None:
    """Whether a page may be written here, over a page of ours too; asked before any work is done.

    Raises:
        InputError, OutputExistsError: as `stroma.writing.check_target`.
    """
    check_target(path, force=force, ours=(MARKER.encode(),))


def _page(
    store: EvidenceStore,
    term: Iri | None,
    selected: Iri | None,
    title: str | None,
    *,
    whole_graph: bool,
    handout: bool,
) -> str:
    from stroma.viewer import assets
    from stroma.viewer.network import Viewer

    data = payload(store)
    focus = _focus(data, term)
    if whole_graph or (len(data.nodes) <= _PLACED_UP_TO and can_place_fast()):
        _place(data, store)
    label = data.nodes[focus]["label"] if focus is not None else "no data"
    context: dict[str, Any] = {
        "title": title or f"{label}: what is the evidence?",
        "meta": _meta(data, focus, whole_graph)
        | {"cut": store.cut, "data": data_date(store), "version": __version__, "take": int(handout)}
        | _selection(store, selected),
        "data": data,
        "nonce": _NONCE_PLACE,
        "marker": MARKER,
    }
    context |= {
        "style": assets.style_text(),
        "vis": assets.vis_packed(),
        "script": assets.script_text(),
    }
    text = Viewer(data.nodes, data.edges, **context).page()
    # Scripts stand in the head, data in the body: a place holder inside the data never becomes the nonce.
    head, body_tag, body = text.partition("<body")
    return head.replace(_NONCE_PLACE, _nonce(text)) + body_tag + body


def data_date(store: EvidenceStore) -> str | None:
    """The day on which the last record was entered, as the records have it; None where none says so."""
    records = store.records
    days = [s.curated_on for s in records.studies.values()]
    days += [s.curated_on for s in records.references.values()]
    return max(filter(None, days), default=None)


def notebook_html(
    store: EvidenceStore,
    term: Iri | None = None,
    *,
    selected: Iri | None = None,
    title: str | None = None,
    whole_graph: bool = False,
    height_px: int = 720,
) -> str:
    """The page inside a sandboxed frame, for a cell of a notebook; options as `page_html` has them."""
    text = page_html(store, term, selected=selected, title=title, whole_graph=whole_graph)
    page = html.escape(text, quote=True)
    return (
        f'<iframe title="Stroma evidence page" srcdoc="{page}" width="100%" height="{int(height_px)}" '
        'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
        'style="border:1px solid #8888"></iframe>'
    )


def _nonce(text: str) -> str:
    """A number that only this page's own scripts carry; it follows from the content, so the bytes stay the same.

    A file has no server that could draw a fresh one. What hostile data would need, to know the nonce beforehand, is to
    contain the hash of a text that contains themselves.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _focus(data: Payload, term: Iri | None) -> int | None:
    def number(iri: Iri) -> int | None:
        at = bisect_left(data.iris, iri)
        return at if at < len(data.iris) and data.iris[at] == iri else None

    if term is not None:
        if (no := number(term)) is not None:
            return no
        raise InputError(f"the term {term} is not in this graph; its search finds terms by label")
    if (no := number(DEFAULT_TERM)) is not None:
        return no
    best = max(data.nodes, key=lambda node: (len(node.get("e", ())), -node["id"]), default=None)
    return None if best is None else int(best["id"])


def _selection(store: EvidenceStore, selected: Iri | None) -> dict[str, Any]:
    """What the page opens beside the term, as an address of the page names it."""
    if selected is None:
        return {}
    slug = local_id(selected)
    if selected in store.records.articles:
        return {"article": slug}
    return {"sel": ["edge" if selected in store.propositions else "source", slug]}


def _place(data: Payload, store: EvidenceStore) -> None:
    number = {iri: no for no, iri in enumerate(data.iris)}
    propositions = [store.propositions[iri] for iri in sorted(store.propositions)]
    ends = [(number[p.subject], number[p.object]) for p in propositions]
    placed = place_nodes(len(data.nodes), ends)
    for node, (x, y) in zip(data.nodes, placed, strict=True):
        node["x"], node["y"] = round(x, 1), round(y, 1)


def _meta(data: Payload, focus: int | None, whole_graph: bool) -> dict[str, Any]:
    return {
        "focus": focus,
        "whole": whole_graph,
        "kinds": [[kind, *words.KIND_NAMES[kind]] for kind in KINDS],
        "topics": words.TOPICS,
        "stances": [[stance.value, label, text] for stance, label, text in words.STANCES],
        **{
            asked.value: [words_of_stance(asked, stance) for stance, *_ in words.STANCES]
            for asked in (m.Asked.HARM, m.Asked.TRIAL, m.Asked.DECISION)
        },
        "levels": [words.level_words(level) for level in m.Level],
        "comparators": [words.plain(c) for c in words.COMPARATORS],
        "untied": list(NOT_TIED_WORDS.values()),
        "directions": words.direction_words(),
        "groups": [label for _, label in words.GROUPS],
        "thin": [label for _, label in words.THIN],
        "bySurrogate": [reason for reason, _ in words.THIN].index(m.Thin.SURROGATE_OUTCOME),
        "reading": [reason for reason, _ in words.THIN].index(m.Thin.ABSTRACT_ONLY),
        "said": {
            "thin": THIN_SUPPORT,
            "weaker": WEAKER_DISAGREES,
            "narrower": NARROWER_DISAGREES,
            "wide": NOT_NARROWER,
            "notNarrower": NOT_NARROWER_SUPPORT,
            "poolsMore": pools_more_words("{n}", "{products}"),
            "noDoi": f"doi {NO_DOI}",
        },
        "asking": asking_words(),
        "predicates": data.predicates,
        "conflicts": data.conflicts,
        "regulators": data.regulators,
        "entered": data.entered,
        "base": PREFIXES["proposition"],
        "sizes": {
            name: len(getattr(data, name))
            for name in ("nodes", "edges", "sources", "findings", "claims", "articles")
        },
        "prefixes": PREFIXES,
    }
