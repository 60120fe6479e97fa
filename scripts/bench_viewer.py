"""Measure the page against plain pyvis, in one run on one machine, and compare with the bars we promise.

Usage: python scripts/bench_viewer.py [--quick]

Figures are CPU seconds, because wall time says little on a busy machine: all browser processes for `ready`, the main
thread of the page for starts and redraws. `--quick` leaves out the slow pages of plain pyvis (500 and 1000 nodes).
Needs Chromium and, on Linux, /proc. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from stroma import model as m
from stroma.build import Built
from stroma.evidence import weigh
from stroma.records import Records
from stroma.store import EvidenceStore, open_store
from stroma.viewer import page_html
from stroma.vocabulary import PREFIXES, ST

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# Nothing may be fetched: what plain pyvis asks of a CDN fails at once.
FLAGS.append("--host-resolver-rules=MAP * ~NOTFOUND")
KINDS = ("CellProduct", "Outcome", "Outcome", "Disease", "Mechanism", "Molecule", "CellType")
# Notes when the first thing is drawn, how often, and how far a page of plain pyvis is.
WATCH = """
(() => {
  const w = window.watch = { drawn: 0 };
  let now = false;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...a) {
    if (this.canvas.isConnected && !now) { now = true; w.drawn++; requestAnimationFrame(() => { now = false; }); }
    return clear.apply(this, a);
  };
  w.plain = () => { const bar = document.getElementById("loadingBar"); return w.drawn > 0 && document.readyState === "complete" && (!bar || getComputedStyle(bar).display === "none"); };
  w.ours = () => w.drawn > 0 && document.documentElement.dataset.ready === "yes";
})();
"""


def made_up_store(n_terms: int) -> EvidenceStore:
    """A graph with hubs, about 2.4 propositions a term; the same for the same size."""
    rng = random.Random(n_terms)
    records = Records()
    terms = [f"{PREFIXES['term']}t{i}" for i in range(n_terms)]
    for i, iri in enumerate(terms):
        kind = KINDS[i % len(KINDS)]
        records.terms[iri] = m.Term(iri, kind, f"{kind.lower()} number {i}")
    for i in range(max(1, n_terms // 3)):
        iri = f"{PREFIXES['study']}s{i}"
        design = rng.choice(
            (m.Design.RANDOMISED_CONTROLLED, m.Design.OPEN_LABEL_SINGLE_ARM, m.Design.ANIMAL)
        )
        records.studies[iri] = m.Study(
            iri,
            f"s{i}",
            f"study {i}",
            year=2000 + i % 26,
            design=design,
            n_enrolled=10 + i % 300,
            species=("human",),
        )
    studies = list(records.studies)
    seen: set[tuple[int, int]] = set()
    while len(seen) < int(n_terms * 2.4):
        a, b = int(n_terms * rng.random() ** 2.2), rng.randrange(n_terms)
        if a == b or (a, b) in seen:
            continue
        seen.add((a, b))
        slug = f"f{len(seen)}"
        iri = PREFIXES["finding"] + slug
        records.findings[iri] = m.Finding(
            iri,
            slug,
            f"finding {slug}",
            rng.choice(studies),
            terms[a],
            ST + rng.choice(("improves", "prevents", "promotes")),
            terms[b],
            rng.choice(list(m.Direction)),
            comparator=m.Comparator.PLACEBO,
        )
    return EvidenceStore(Built(Store(), records, weigh(records)))


def plain_html(store: EvidenceStore) -> str:
    """The same graph as pyvis draws it by itself: `from_nx`, `generate_html`."""
    import networkx as nx
    from pyvis.network import Network

    graph: nx.Graph[str] = nx.Graph()
    for iri, term in store.records.terms.items():
        graph.add_node(iri, label=term.label, group=term.kind, title=term.label)
    for p in store.propositions.values():
        graph.add_edge(p.subject, p.object, title=p.label)
    net = Network(cdn_resources="in_line")
    net.from_nx(graph)
    return str(net.generate_html())


def cpu_s(work: Any, store: EvidenceStore) -> tuple[float, str]:
    """CPU seconds of one call, and what it made."""
    start = time.process_time()
    text = work(store)
    return time.process_time() - start, text


@dataclass
class Start:
    """What opening one page cost."""

    cpu: float | None
    main: float | None


class Browser:
    """Chromium, watched through /proc and its own counters."""

    def __init__(self, playwright: Any) -> None:
        path = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        if path is None:
            sys.exit("no Chromium here; on Debian or Ubuntu: sudo apt-get install chromium")
        self.browser = playwright.chromium.launch(executable_path=path, args=FLAGS)

    def cpu(self) -> float:
        """CPU seconds used so far by this program's Chromium processes."""
        tick = os.sysconf("SC_CLK_TCK")
        parent: dict[int, int] = {}
        used: dict[int, float] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            name = stat[stat.index("(") + 1 : stat.rindex(")")]
            fields = stat[stat.rindex(")") + 2 :].split()
            parent[int(entry.name)] = int(fields[1])
            if "chrom" in name:
                used[int(entry.name)] = (int(fields[11]) + int(fields[12])) / tick

        def is_mine(pid: int) -> bool:
            while pid > 1:
                pid = parent.get(pid, 0)
                if pid == os.getpid():
                    return True
            return False

        return sum(seconds for pid, seconds in used.items() if is_mine(pid))

    def open(
        self, path: Path, ready: str, *, cap_s: float = 60, address: str = ""
    ) -> tuple[Start, Any, Any]:
        """Open a page and wait until it is ready, or until it has used `cap_s` of CPU."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.add_init_script(WATCH)
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = self.cpu()
        page.goto(path.as_uri() + address, wait_until="commit")
        is_ready = False
        while not is_ready and self.cpu() - before < cap_s:
            time.sleep(0.02)
            is_ready = self._ask(page, f"watch.{ready}()", cap_s - (self.cpu() - before))
        cpu = self.cpu() - before
        main = self._main(session) if is_ready else None
        return Start(cpu if is_ready else None, main), page, session

    def _ask(self, page: Any, script: str, patience_s: float) -> bool:
        # A page whose main thread is busy does not answer; what counts meanwhile is its CPU.
        from playwright.sync_api import Error

        page.set_default_timeout(max(1.0, patience_s) * 1000)
        try:
            return bool(page.evaluate(script))
        except Error:
            return False

    def _main(self, session: Any) -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(x["value"] for x in metrics if x["name"] == "TaskDuration"))

    def drag(self, page: Any, session: Any) -> float:
        """Main-thread milliseconds of one redraw while the whole picture is dragged."""
        box = page.locator("#canvas").bounding_box()
        x, y = box["x"] + 8, box["y"] + 8
        drawn, main = page.evaluate("watch.drawn"), self._main(session)
        page.mouse.move(x, y)
        page.mouse.down()
        end = time.monotonic() + 3
        step = 0
        while time.monotonic() < end:
            step += 1
            page.mouse.move(x + step % 40, y + step % 30)
        redraws = page.evaluate("watch.drawn") - drawn
        cost = self._main(session) - main
        page.mouse.up()
        return 1000 * cost / max(1, int(redraws))


class Report:
    """Lines of the result, and whether each bar was reached."""

    def __init__(self) -> None:
        self.missed = 0

    def line(self, what: str, figure: str, bar: str, ok: bool | None) -> None:
        """Print one figure; `None` means that there is nothing to compare with."""
        self.missed += ok is False
        print(
            f"{'  ' if ok is None else 'ok' if ok else 'NO'}  {what:<58} {figure:<34} {bar}",
            flush=True,
        )


def bench_python(report: Report) -> None:
    """The cost of writing the page, and its size without data."""
    from stroma.viewer.network import Viewer

    page_html(made_up_store(30))
    store = made_up_store(5000)
    ours = min(cpu_s(page_html, store)[0] for _ in range(3))
    plain, _ = cpu_s(plain_html, store)
    report.line(
        "Python, 5,000 nodes: ours against from_nx + generate_html",
        f"{ours:.2f} s / {plain:.2f} s = 1/{plain / ours:.0f}",
        "<= 1/30",
        ours <= plain / 30,
    )
    from pyvis.network import Network

    floor = len(Network(cdn_resources="in_line").generate_html().encode())
    size = len(page_html(EvidenceStore(Built(Store(), Records(), weigh(Records())))).encode())
    report.line(
        "page without data, against pyvis in-line",
        f"{size / 1e3:.0f} kB / {floor / 1e3:.0f} kB = {size / floor:.2f}",
        "<= 0.75",
        size <= 0.75 * floor,
    )
    base = open_store()
    report.line(
        "same input, same bytes",
        "yes" if page_html(base) == page_html(base) else "no",
        "yes",
        page_html(base) == page_html(base),
    )
    assert issubclass(Viewer, Network)


def bench_starts(report: Report, browser: Browser, folder: Path, *, quick: bool) -> None:
    """CPU until the page is ready, ours against plain pyvis."""
    for n, bar in ((100, 4), (500, 25), (1000, 30)):
        store = made_up_store(n)
        ours, plain = folder / f"ours-{n}.html", folder / f"plain-{n}.html"
        ours.write_text(page_html(store), encoding="utf-8")
        plain.write_text(plain_html(store), encoding="utf-8")
        cost = statistics.median(_cpu(browser, ours) for _ in range(3))
        if quick and n > 100:
            report.line(f"CPU to ready, N={n}", f"{cost:.2f} s, plain not run", "", None)
            continue
        # A small plain page varies from run to run; a large one takes minutes and is opened once.
        runs = [_cpu(browser, plain, "plain") for _ in range(3 if n == 100 else 1)]
        spent = statistics.median(runs)
        note = "" if spent < 60 else " (plain stopped)"
        report.line(
            f"CPU to ready, N={n}{note}",
            f"{cost:.2f} s / {spent:.1f} s = 1/{spent / cost:.0f}",
            f"<= 1/{bar}",
            cost <= spent / bar,
        )


def _cpu(browser: Browser, path: Path, ready: str = "ours") -> float:
    start, page, _ = browser.open(path, ready)
    page.context.close()
    return start.cpu or 60.0


def bench_large(report: Report, browser: Browser, folder: Path) -> None:
    """Whether the start depends on the size of the graph, and whether 5,000 nodes can be dragged."""
    mains = {}
    for n in (1000, 10_000):
        path = folder / f"ours-{n}.html"
        path.write_text(page_html(made_up_store(n)), encoding="utf-8")
        runs = []
        for _ in range(5):
            start, page, _session = browser.open(path, "ours")
            page.context.close()
            runs.append(start.main or 60.0)
        mains[n] = statistics.median(runs)
    ratio = mains[10_000] / mains[1000]
    report.line(
        "main thread to ready, 10,000 nodes against 1,000",
        f"{mains[10_000] * 1000:.0f} ms / {mains[1000] * 1000:.0f} ms = {ratio:.2f}",
        "<= 1.5",
        ratio <= 1.5,
    )
    path = folder / "whole-5000.html"
    path.write_text(page_html(made_up_store(5000), whole_graph=True), encoding="utf-8")
    start, page, session = browser.open(path, "ours")
    shown = page.evaluate("stroma.graph.place.size")
    cost = statistics.median(browser.drag(page, session) for _ in range(3))
    page.context.close()
    report.line(
        f"redraw while dragging, {shown} nodes shown, main thread",
        f"{cost:.0f} ms (start {1000 * (start.main or 0):.0f} ms)",
        "<= 50 ms",
        cost <= 50,
    )


def bench_labels(report: Report, browser: Browser, folder: Path) -> None:
    """How many labels the first view of the packaged base shows, and how many of them touch."""
    path = folder / "packaged.html"
    path.write_text(page_html(open_store()), encoding="utf-8")
    _, page, _ = browser.open(path, "ours")
    page.wait_for_timeout(200)
    boxes = page.evaluate("stroma.boxes().map((b) => [b.x, b.y, b.x + b.w, b.y + b.h])")
    page.context.close()
    touching = sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
    )
    report.line(
        "labels on the first view, overlapping",
        f"{len(boxes)}, {touching}",
        ">= 30, 0",
        len(boxes) >= 30 and not touching,
    )


def main() -> int:
    """Run every part and say which bar was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="leave out the slow pages of plain pyvis"
    )
    quick = parser.parse_args().quick
    report = Report()
    bench_python(report)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = Browser(playwright)
        bench_labels(report, browser, Path(name))
        bench_large(report, browser, Path(name))
        bench_starts(report, browser, Path(name), quick=quick)
        browser.browser.close()
    print(f"{report.missed} missed")
    return 1 if report.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
