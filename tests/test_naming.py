"""A name means the same in memory, on disk and on a server, and a misspelt one gets the same suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers import oxigraph_server
from stroma.cards import card
from stroma.cli import main
from stroma.errors import UnknownTermError, WrongKindError
from stroma.naming import SourceNameError, TwoTermsError
from stroma.remote.client import Endpoint, RemoteError
from stroma.remote.names import pieces
from stroma.remote.push import push
from stroma.store import EvidenceStore, open_store
from stroma.vocabulary import to_curie

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (
    "death in heart failure", "walking in heart failure",
    "mesenchymal stem cell", "mesenchymal stem cells", "knee osteoarthritis", "knee osteoarthritiss", "arthritis",
    "Crohn", "Crohn's fistula", "Parkinsons", "adipose MSCs", "bone marrow msc", "new lesions", "mulitple sclerosis",
    "progressive MS", "remestemcel", "tumour", "heart failure", "MONDO:0005301", "E2 prostaglandin", "IL10", "  MS ",
)  # fmt: skip
SOURCES = (
    "uccelli-2021", "uccelli-2020", "study:uccelli-2021", "27761060", "NCT01377870", "nct01377870",
    "10.1016/S1474-4422(20)30428-8", "no-such-study",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(packaged: EvidenceStore) -> Iterator[str]:
    """A server that holds the packaged base."""
    with oxigraph_server() as url:
        push(packaged.dataset, Endpoint(url))
        yield url


@pytest.fixture(scope="module")
def directory(packaged_store: Path) -> str:
    """A store on disk that holds the packaged base."""
    return str(packaged_store)


@pytest.fixture(params=["directory", "server"])
def location(request: pytest.FixtureRequest) -> str:
    """Where the packaged base is, other than in memory."""
    found: str = request.getfixturevalue(request.param)
    return found


def meant(store: EvidenceStore, name: str, kinds: list[str] | None = None) -> str:
    """The term that a name means, or what is said instead."""
    try:
        return to_curie(store.resolve_term(name, kinds))
    except UnknownTermError as error:
        return str(error)


def test_a_name_means_the_same_everywhere(location: str, packaged: EvidenceStore) -> None:
    store = open_store(location)
    for name in NAMES:
        for kinds in (None, ["Disease"], ["CellProduct"]):
            assert meant(store, name, kinds) == meant(packaged, name, kinds), (name, kinds)


def test_a_source_is_found_the_same_everywhere(location: str, packaged: EvidenceStore) -> None:
    store = open_store(location)
    for text in SOURCES:
        said = []
        for one in (store, packaged):
            try:
                said.append(one.resolve_source(text))
            except UnknownTermError as error:
                said.append(str(error))
        assert said[0] == said[1]


@pytest.mark.parametrize("name", ["uccelli-2021", "27761060", "NCT01377870", "study:uccelli-2021"])
def test_a_study_in_the_place_of_a_term_is_told(packaged: EvidenceStore, name: str) -> None:
    with pytest.raises(SourceNameError, match="is a study, and a term is wanted here"):
        packaged.resolve_term(name)


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("knee osteoarthritis", "MONDO:0005416"),
        ("KNEE OSTEOARTHRITIS", "MONDO:0005416"),
        ("Crohn's fistula", "term:crohn-perianal-fistula"),
        ("adipose MSCs", "term:adipose-msc-product"),
        ("progressive MS", "MONDO:0005284"),
        ("remestemcel", "term:remestemcel-l"),
    ],
)
def test_words_of_a_name_are_found_among_too_many_terms_to_read(
    location: str, monkeypatch: pytest.MonkeyPatch, name: str, curie: str
) -> None:
    monkeypatch.setattr("stroma.disk.store.MANY_TERMS", 0)
    monkeypatch.setattr("stroma.remote.store.MANY_TERMS", 0)
    assert meant(open_store(location), name) == curie


def test_a_misspelt_name_among_too_many_terms_to_read_gets_suggestions(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stroma.disk.store.MANY_TERMS", 0)
    monkeypatch.setattr("stroma.remote.store.MANY_TERMS", 0)
    store = open_store(location)
    assert store.near("mulitple sclerosis")[0] == "multiple sclerosis"
    assert "knee osteoarthritis" in store.near("knee osteoarthritsi", ["Disease"])
    with pytest.raises(WrongKindError, match="'FAT' is a tissue, not a cell product") as caught:
        store.resolve_term("FAT", ["CellProduct"])
    assert "adipose MSC product" in caught.value.near


@pytest.mark.parametrize(
    "command",
    [
        ["show", "knee osteoarthritis"],
        ["neighbours", "knee osteoarthritis"],
        ["path", "adipose MSCs", "knee osteoarthritis"],
        ["ask", "product-in-disease", "--product", "adipose MSCs", "--disease", "Crohn's fistula"],
        ["show", "tumour"],
        ["show", "uccelli-2020"],
        ["neighbours", "uccelli-2021"],
        ["path", "mesenchymal stem cells", "mulitple sclerosis"],
        ["query", "SELECT ?d { term:darvadstrocel st:ameliorates ?d }"],
        ["query", "SELECT * { ?study st:year 1890 ; st:design ?design ; st:arm ?arm }"],
        ["query", "ASK { ?s rdf:subject MONDO:0005301 }"],
    ],
)
def test_commands_understand_names_the_same_everywhere(
    location: str, capfd: pytest.CaptureFixture[str], command: list[str]
) -> None:
    said = []
    for where in ([], ["--store", location]):
        code = main([*where, *command])
        shown = capfd.readouterr()
        # What the trials came to is told where the records are at hand: no server is asked for all of them.
        told = [line for line in shown.err.splitlines() if not line.startswith("stroma: Of ")]
        said.append((code, shown.out, told))
    assert said[0] == said[1]


def test_a_server_without_a_graph_says_so_when_asked_for_a_name() -> None:
    with oxigraph_server() as url, pytest.raises(RemoteError, match="holds no evidence graph"):
        open_store(url).resolve_term("multiple sclerosis")


@given(st.from_regex(r"[a-z]{7,14}", fullmatch=True), st.data())
def test_one_wrong_letter_leaves_a_piece_of_a_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    misspelt = word[:at] + "#" + word[at + 1 :]
    assert any(piece in misspelt for piece in pieces(word))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lupis", "systemic lupus erythematosus"),
        ("mutliple sclerosis", "multiple sclerosis"),
        ("nothere", None),
    ],
)
def test_a_word_that_only_sounds_alike_is_no_misspelling(
    packaged: EvidenceStore, text: str, meant: str | None
) -> None:
    assert packaged.near(text)[:1] == ([meant] if meant else [])


@pytest.mark.parametrize("part", ["death", "quality of life", "walking"])
def test_an_outcome_in_a_disease_is_no_composite_that_holds_its_words(
    part: str, location: str
) -> None:
    store = open_store(location)
    text = f"{part} in heart failure"
    with pytest.raises(TwoTermsError, match='--disease "heart failure"'):
        store.resolve_term(text)
    with pytest.raises(TwoTermsError):
        card(store, text)
    # A name that says "in" itself is one term, and so are words that say no outcome.
    assert store.label(store.resolve_term("heart failure in Chagas cardiomyopathy")).endswith(
        "opathy"
    )
    assert store.label(store.resolve_term("osteoarthritis in the knee")) == "knee osteoarthritis"


def test_a_card_says_that_a_part_of_a_name_was_asked_for(location: str) -> None:
    store = open_store(location)
    told = dict(card(store, "remestemcel").facts)
    assert (
        told["asked for"] == "'remestemcel' is understood as remestemcel-L (part of a longer name)"
    )
    assert "asked for" not in dict(card(store, "NurOwn").facts)
    assert "asked for" not in dict(card(store, "MONDO:0005301").facts)
