"""The page as text: what it holds, that the same graph gives the same bytes, and what happens to bad input."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stroma import sentences, viewer
from stroma.cli import main
from stroma.errors import InputError, OutputExistsError
from stroma.viewer import DEFAULT_TERM, assets, notebook_html, page_html, words, write_page
from stroma.viewer.layout import place_nodes
from stroma.viewer.page import MARKER
from viewer_pages import bare_store, empty_store, hostile_store, hub_store, lonely_store

if TYPE_CHECKING:
    from stroma.store import EvidenceStore

PAGE = Path(viewer.__file__).parent / "page"


@pytest.fixture(scope="module")
def page(packaged: EvidenceStore) -> str:
    return page_html(packaged, DEFAULT_TERM)


def lines(page: str, name: str) -> list[Any]:
    """The records of one block."""
    found = re.search(
        rf'<script type="application/x-ndjson" id="data-{name}">(.*?)</script>', page, re.S
    )
    assert found is not None
    return [json.loads(line) for line in found[1].splitlines()]


def test_each_proposition_is_one_edge_and_each_term_one_node(
    page: str, packaged: EvidenceStore
) -> None:
    assert len(lines(page, "edges")) == len(packaged.propositions)
    assert {node["curie"] for node in lines(page, "nodes")} >= {"MONDO:0005301", "term:disability"}


def test_parallel_propositions_are_kept(page: str) -> None:
    nodes = {str(n["curie"]): n["id"] for n in lines(page, "nodes")}
    pair = (nodes["term:autologous-bm-msc-product"], nodes["term:disability"])
    assert sum((edge[1], edge[2]) == pair for edge in lines(page, "edges")) > 1


def test_same_graph_same_bytes(page: str, packaged: EvidenceStore) -> None:
    assert page_html(packaged, DEFAULT_TERM) == page


def test_same_bytes_in_another_process(page: str) -> None:
    code = (
        "import hashlib, stroma.store as s, stroma.viewer as v;"
        "print(hashlib.sha256(v.page_html(s.open_store(), v.DEFAULT_TERM).encode()).hexdigest())"
    )
    import hashlib

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_page_names_no_address_but_those_of_links(page: str) -> None:
    head = page.split('id="data-meta"')[0]
    assert re.findall(r'(?:src|href)="(?!#)([^"]+)"', head) == [
        "https://www.cebm.ox.ac.uk/resources/levels-of-evidence/ocebm-levels-of-evidence"
    ]


class Scripts(HTMLParser):
    """Collects the start tags of script elements, as a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs))


def test_hostile_texts_add_no_element_and_no_nonce() -> None:
    page = page_html(hostile_store(), title="</title><script>window.ran = 1</script>")
    parser = Scripts()
    parser.feed(page)
    assert len(parser.scripts) == 9
    nonces = [s["nonce"] for s in parser.scripts if "nonce" in s]
    assert len(nonces) == 1
    assert page.count(str(nonces[0])) == 4  # twice in the policy, the style, the script


def test_nonce_follows_from_the_content(page: str, packaged: EvidenceStore) -> None:
    def nonce(text: str) -> str:
        found = re.search(r"script-src 'nonce-([0-9a-f]{32})'", text)
        assert found is not None
        return found[1]

    assert nonce(page) != nonce(page_html(packaged, DEFAULT_TERM, title="another"))


@pytest.mark.parametrize("make", [empty_store, lonely_store, bare_store])
def test_a_graph_of_almost_nothing_still_gives_a_page(make: object) -> None:
    assert MARKER in page_html(make())  # type: ignore[operator]


def test_every_layout_keeps_every_node() -> None:
    edges = [(i, i * 7 % 40) for i in range(40)]
    placed = place_nodes(45, edges)
    assert len(placed) == 45
    assert len(set(placed)) == 45
    assert place_nodes(45, edges) == placed


def test_layout_without_igraph_keeps_every_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    for n in (2, 40, 400):
        placed = place_nodes(n, [(i, i * 7 % n) for i in range(n)])
        assert len(set(placed)) == n


def test_layout_leaves_the_callers_random_numbers_alone() -> None:
    import random

    random.seed(1)
    expected = random.random()
    random.seed(1)
    place_nodes(30, [(i, (i + 1) % 30) for i in range(30)])
    assert random.random() == expected


def test_whole_graph_page_holds_places(packaged: EvidenceStore) -> None:
    nodes = lines(page_html(packaged, whole_graph=True), "nodes")
    assert len(nodes) > 100
    assert all("x" in node for node in nodes)


def test_unknown_term_iri_is_one_sentence(packaged: EvidenceStore) -> None:
    with pytest.raises(InputError, match="not in this graph"):
        page_html(packaged, "https://example.org/nothing")


def test_page_replaces_a_page_but_no_other_file(packaged: EvidenceStore, tmp_path: Path) -> None:
    out = write_page(packaged, None, tmp_path / "page.html")
    write_page(packaged, None, out)
    other = tmp_path / "thesis.html"
    other.write_text("<p>years of work</p>")
    with pytest.raises(OutputExistsError, match="--force"):
        write_page(packaged, None, other)
    assert other.read_text() == "<p>years of work</p>"
    write_page(packaged, None, other, force=True)
    assert MARKER in other.read_text(encoding="utf-8")


def test_a_missing_folder_is_named_and_nothing_is_written(
    packaged: EvidenceStore, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="does not exist"):
        write_page(packaged, None, tmp_path / "no" / "page.html")
    with pytest.raises(InputError, match="is a folder"):
        write_page(packaged, None, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_page(
    packaged: EvidenceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write_page(packaged, None, tmp_path / "page.html")
    before = out.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match=r"cannot write .*: No space left"):
        write_page(packaged, None, out)
    assert out.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_notebook_frame_is_sandboxed_and_holds_the_page(packaged: EvidenceStore) -> None:
    frame = notebook_html(packaged, DEFAULT_TERM)
    assert frame.startswith("<iframe ")
    assert "allow-same-origin" not in frame
    assert frame.count("<") == 2


def test_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "page.html"
    assert main(["view", "umbilical-cord MSC product", "-o", str(out), "--no-open"]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert "umbilical-cord MSC product: what is the evidence?" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "missing/page.html"], "does not exist"),
        (["-o", "."], "is a folder"),
        (["-o", "n" * 300 + ".html"], "too long"),
        (["-o", "n" * 300 + "/page.html"], "too long"),
    ],
)
def test_bad_input_is_one_line(
    args: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["view", "--no-open", *args]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert not list(tmp_path.iterdir())


def test_an_unknown_term_names_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["view", "--no-open", "multiple sclerosiss"]) == 2
    said = capsys.readouterr().err
    assert "did you mean" in said
    assert "multiple sclerosis\n" in said
    assert not list(tmp_path.iterdir())


def test_page_of_a_route_from_a_store_on_disk_holds_what_used_it(
    packaged: EvidenceStore, packaged_store: Path, tmp_path: Path
) -> None:
    store, out = str(packaged_store), tmp_path / "page.html"
    assert main(["view", "intrathecal", "--store", store, "-o", str(out), "--no-open"]) == 0
    route = packaged.resolve_term("intrathecal")
    used = set()
    for p in packaged.propositions.values():
        for finding in (packaged.findings[f] for f in p.findings):
            study = packaged.records.studies.get(finding.source)
            if route in (finding.route or (study.route if study else ())):
                used.add(p.iri.rsplit("/", 1)[-1])
    assert {edge[0] for edge in lines(out.read_text(encoding="utf-8"), "edges")} >= used
    assert len(used) > 100


def test_a_folder_closed_to_writing_is_said_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Whoever runs the tests may be allowed everything: the answer of the system is made up.
    monkeypatch.setattr("os.access", lambda *_: False)
    assert main(["view", "--no-open", "-o", str(tmp_path / "page.html")]) == 2
    assert "closed to writing" in capsys.readouterr().err


def test_a_name_as_long_as_the_disk_allows_is_written(
    packaged: EvidenceStore, tmp_path: Path
) -> None:
    assert write_page(packaged, None, tmp_path / ("n" * 250 + ".html")).is_file()


def test_words_of_the_page_are_those_of_the_sentences(packaged: EvidenceStore) -> None:
    assert {stance: label for stance, label, _ in words.STANCES} == sentences.STANCE_WORDS
    assert dict(words.THIN) == sentences.THIN_WORDS
    for level, said in sentences.LEVEL_WORDS.items():
        assert words.level_words(level)[1].split(":")[0] in said
    all_said = [sentences.evidence_sentence(p) for p in packaged.propositions.values()]
    assert any(sentences.NARROWER_DISAGREES in said for said in all_said)
    assert any(sentences.WEAKER_DISAGREES in said for said in all_said)


def test_importing_the_viewer_loads_no_pyvis() -> None:
    code = "import sys, stroma.viewer; print({'pyvis', 'IPython', 'networkx', 'jinja2'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "set()"


def test_a_hub_of_thousands_is_written(tmp_path: Path) -> None:
    out = write_page(hub_store(5000), None, tmp_path / "hub.html")
    assert out.stat().st_size < 8_000_000


def test_a_whole_graph_is_placed_without_igraph_and_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain installation has neither."""
    monkeypatch.setitem(sys.modules, "igraph", None)
    monkeypatch.setitem(sys.modules, "numpy", None)
    placed = place_nodes(4, [(0, 1), (1, 2), (2, 3)])
    assert len(set(placed)) == 4


def test_script_and_style_are_readable_and_every_script_is_in_the_page() -> None:
    scripts = {path.name for path in (PAGE / "js").iterdir()}
    assert scripts == {*assets.SCRIPTS, "start.js"}
    for path in (*PAGE.glob("js/*.js"), *PAGE.glob("*.css")):
        text = path.read_text(encoding="utf-8").splitlines()
        assert path.suffix == ".css" or path.name == "start.js" or text[0].startswith("// ")
        assert path.suffix == ".css" or len(text) <= 280, f"{path.name} holds more than one subject"
        long = [f"{path.name}:{no}" for no, line in enumerate(text, 1) if len(line) > 120]
        assert long == [], (
            "npx prettier --print-width 110 --write FILE; break what it leaves by hand"
        )


def test_no_two_scripts_give_the_same_name() -> None:
    """All stand in one function: of two functions of one name the later would hide the other."""
    code = "\n".join(assets.asset_text(f"js/{name}") for name in assets.SCRIPTS)
    names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", code, re.M)
    assert sorted(names) == sorted(set(names))
