"""What many tests share: the packaged evidence, opened once, and where the fact sheets and articles are."""

from __future__ import annotations

import gc
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from stroma import build, data
from stroma.audit import open_auditor
from stroma.sources import files
from stroma.store import EvidenceStore, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from serving import Served
    from stroma.audit.pipeline import Auditor

# Fact sheets and articles are no part of the repository: `shared` beside it, or wherever STROMA_SHARED says.
SHARED = Path(os.environ.get("STROMA_SHARED") or Path(__file__).resolve().parents[2] / "shared")
FACTS = SHARED / "facts"
ARTICLES = SHARED / "articles"
if os.environ.get("STROMA_SHARED") and not (FACTS.is_dir() and ARTICLES.is_dir()):
    raise pytest.UsageError(f"STROMA_SHARED is {SHARED}, which has no folders facts and articles")
_WHERE = f"not in {SHARED}; set STROMA_SHARED to the folder that has them"
needs_sheets = pytest.mark.skipif(not FACTS.is_dir(), reason=f"the fact sheets are {_WHERE}")
needs_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"the articles are {_WHERE}")

# A test that made up its inputs must not fail because the machine had other work.
# Forty of each: the suite has some thirty such tests, and twenty minutes for everything.
settings.register_profile(
    "stroma", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("stroma")

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module", autouse=True)
def _lasting_objects() -> None:
    """Keep the collector off what earlier modules opened: a worker holds millions of objects, and SHACL makes many more."""
    gc.set_threshold(100_000, 20, 20)
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _packaged_base_is_built_once() -> Iterator[None]:
    """Commands and graphs of the packaged base share what was read and built."""
    from built_once import BuiltOnce, ReadOnce

    once, read_once = BuiltOnce(build.build_dataset), ReadOnce(files.read_hashed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "build_dataset", once)
        patch.setattr(build, "read_hashed", read_once)
        patch.setattr(files, "read_hashed", read_once)
        yield
    assert once.is_as_built(), "a test changed quads or records that others read"


@pytest.fixture(scope="session")
def packaged() -> EvidenceStore:
    """The packaged evidence base; read it, never change it."""
    return open_store()


_PACKAGED_FILES = data.packaged_files


def counted_files() -> list[Path]:
    """The packaged files whose evidence tests count by hand: those of data/counted_files.txt, whatever was entered since."""
    listed = (Path(__file__).parent / "data" / "counted_files.txt").read_text(encoding="utf-8")
    names = {line for line in listed.splitlines() if not line.startswith("#")}
    folder = data.ontology_dir()
    return [p for p in _PACKAGED_FILES() if p.relative_to(folder).as_posix() in names]


@contextmanager
def counted_evidence() -> Iterator[None]:
    """What is opened within it holds the evidence that tests count by hand, and nothing that was entered since."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "packaged_files", counted_files)
        yield


@pytest.fixture(scope="session")
def counted() -> EvidenceStore:
    """The evidence that tests count by hand; read it, never change it."""
    with counted_evidence():
        return open_store()


@pytest.fixture(scope="session")
def few() -> EvidenceStore:
    """A part of the packaged base that is a base of its own, for what sends or checks all of it; read it, never change it."""
    from few import few_files

    return EvidenceStore(build.build_dataset(few_files(), packaged=False))


@pytest.fixture(scope="session")
def auditor() -> Auditor:
    """An auditor of the packaged evidence; an audit changes nothing of it."""
    return open_auditor()


@pytest.fixture(scope="session")
def packaged_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged evidence base as a store on disk; read it, never change it."""
    from stroma.disk.building import build_store

    directory = tmp_path_factory.mktemp("packaged") / "store"
    build_store([], directory)
    return directory


@pytest.fixture(scope="session")
def site() -> Iterator[Served]:
    """`stroma serve` over the packaged evidence."""
    from serving import served

    with served("--cors", "--timeout-s", "300") as running:
        yield running


# How long a step in the browser may take on a machine that has other work, in milliseconds; the default is 30 seconds.
_PATIENCE = 180_000


class _Patient:
    """A browser whose pages wait long for what they wait for; `idle` are those that viewer_pages.py hands on."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self.idle: list[Any] = []

    def new_context(self, **options: Any) -> Any:
        return self._patient(self._browser.new_context(**options))

    def new_page(self, **options: Any) -> Any:
        return self._patient(self._browser.new_page(**options))

    def _patient(self, made: Any) -> Any:
        made.set_default_timeout(_PATIENCE)
        return made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if path is None:
        reason = "no Chromium here; on Debian or Ubuntu: sudo apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield _Patient(browser)
        browser.close()


class _Pages(dict[str, Path]):
    """Pages of the packaged evidence by the name they are opened on, each written when it is first wanted."""

    def __init__(self, store: EvidenceStore, folder: Path) -> None:
        super().__init__()
        self._store, self._folder = store, folder

    def __missing__(self, name: str) -> Path:
        from stroma.viewer import opening_of, write_page

        term = opening_of(self._store, name).term
        self[name] = write_page(self._store, term, self._folder / f"{len(self)}.html")
        return self[name]


@pytest.fixture(scope="session")
def _pages(packaged: EvidenceStore, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return _Pages(packaged, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def show(chromium: Any, _pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """Opens the page on a name: `show("ALS", "#topic=harm", width=390)`; no script of it may have failed."""
    from viewer_pages import opener

    yield from opener(chromium, _pages)
