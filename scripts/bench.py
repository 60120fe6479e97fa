"""Measure Stroma beside other engines on made-up evidence graphs, and write docs/benchmarks.md.

Every figure comes from a process of its own, so that memory and imports of one do not help another. CPU is user plus system
time, of child processes too.

    python scripts/bench.py --sizes 1e5 1e6 --work build/bench
    python scripts/bench.py --sizes 1e5 1e6 5e6 --virtuoso http://localhost:8890/sparql --kglab-python kg/bin/python

kglab needs an environment of its own (`pip install kglab pyoxigraph`): it asks for other versions than Stroma does.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, Final

from generate import generate
from stroma import __version__
from stroma.vocabulary import PREFIXES

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "benchmarks.md"
# The queries of rdflib take minutes each above this; its load is measured at every size (1.7 kB a quad, 27 s for a million).
SLOW_LIMIT: Final = 1_500_000
# From here on the higher aim of the largest size holds.
_LARGE: Final = 4_000_000
TIMEOUT_S: Final = 1200

# The eight shapes. Where "stroma" is given, it is how the same question is asked of what the build wrote down.
QUERIES: Final[dict[str, dict[str, str]]] = {
    "1 claims about a term": {
        "sparql": """SELECT ?claim ?subject ?predicate ?article ?polarity ?strength {
  ?claim rdf:object term:disease-2 ; a st:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ;
    st:inArticle ?article ; st:polarity ?polarity ; st:wordingStrength ?strength }"""
    },
    "2 finding, study, design": {
        "sparql": """SELECT ?finding ?study ?direction {
  ?finding rdf:subject term:product-2 ; a st:Finding ; st:direction ?direction ; st:foundBy ?study .
  ?study st:design st:randomised-controlled }"""
    },
    "3 evidence per product and disease": {
        "sparql": """SELECT ?product ?disease (COUNT(?finding) AS ?n) {
  ?finding a st:Finding ; rdf:subject ?product ; rdf:predicate st:ameliorates ; rdf:object ?disease ;
    st:direction st:supports }
GROUP BY ?product ?disease ORDER BY DESC(?n) ?product ?disease LIMIT 50""",
        "stroma": "summaries",
    },
    "4 closure and two patterns": {
        "sparql": """SELECT (COUNT(DISTINCT ?finding) AS ?n) {
  ?finding rdf:object ?disease ; st:direction st:disputes . ?disease skos:broader* term:disease-30 }""",
    },
    "5 two hops": {
        "sparql": """SELECT ?a ?b { ?p a st:Proposition ; rdf:subject term:cell-3 ; rdf:object ?a .
  ?q rdf:subject ?a ; a st:Proposition ; rdf:object ?b }"""
    },
    "6 label contains": {
        "sparql": 'SELECT ?t ?l { ?t rdfs:label ?l ; a st:Disease . FILTER(CONTAINS(?l, "renal cardiac")) }'
    },
    "7 many OPTIONALs": {
        "sparql": """SELECT ?finding ?n ?p ?role ?months ?species {
  ?finding rdf:subject term:product-1 ; a st:Finding . OPTIONAL { ?finding st:nAnalysed ?n }
  OPTIONAL { ?finding st:pValue ?p } OPTIONAL { ?finding st:outcomeRole ?role }
  OPTIONAL { ?finding st:timePointMonths ?months } OPTIONAL { ?finding st:species ?species } }"""
    },
    "8 top 20 diseases by studies": {
        "sparql": """SELECT ?disease (COUNT(DISTINCT ?study) AS ?n) {
  ?finding a st:Finding ; rdf:object ?disease ; st:foundBy ?study . ?disease a st:Disease }
GROUP BY ?disease ORDER BY DESC(?n) ?disease LIMIT 20""",
        "stroma": "rank",
    },
}
ONE_ROW: Final = "SELECT ?l { term:disease-3 rdfs:label ?l }"


# ---- tasks: each runs in a process of its own and returns a dict


def cpu() -> float:
    """User and system time of this process and its ended children."""
    own, children = (
        resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb() -> float:
    """Largest resident size of this process, or of one of its children."""
    own, children = (
        resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return max(own.ru_maxrss, children.ru_maxrss) / 1024


def timed(work: Callable[[], Any], runs: int = 3) -> dict[str, Any]:
    """Median CPU and wall time of some runs, and what the last one returned, when it is a number."""
    cpus, walls, got = [], [], None
    for _ in range(runs):
        gc.collect()
        begin_cpu, begin = cpu(), time.perf_counter()
        got = work()
        cpus.append(cpu() - begin_cpu)
        walls.append(time.perf_counter() - begin)
    found = {"cpu": statistics.median(cpus), "wall": statistics.median(walls)}
    return {**found, "n": got} if isinstance(got, int | float) else found


def store_dir(work: Path, size: int) -> Path:
    return work / f"store-{size}"


def input_file(work: Path, size: int) -> Path:
    return work / f"{size}.nq"


def trig_file(work: Path, size: int) -> Path:
    return work / f"{size}.trig"


def dump_file(work: Path, size: int) -> Path:
    return work / f"{size}-all.nq"


def triples_file(path: Path) -> Path:
    """The same without graph names, for engines that know none."""
    return path.with_suffix(".nt")


def task_build(work: Path, size: int) -> dict[str, Any]:
    shutil.rmtree(store_dir(work, size), ignore_errors=True)
    return _build(input_file(work, size), store_dir(work, size))


def task_build_trig(work: Path, size: int) -> dict[str, Any]:
    try:
        return _build(trig_file(work, size), work / "store-of-trig")
    finally:
        shutil.rmtree(work / "store-of-trig")


def _build(path: Path, directory: Path) -> dict[str, Any]:
    from stroma.disk.building import build_store

    begin = time.perf_counter()
    done = build_store([path], directory, packaged=False)
    seconds = time.perf_counter() - begin
    disk = sum(n for n, _ in done.manifest.files.values()) / 1e6
    return {"cpu": cpu(), "wall": seconds, "peak": peak_mb(), "n": done.manifest.counts["quads"],
            "disk": disk, "counts": dict(done.manifest.counts)}  # fmt: skip


def _raw_load(path: Path, directory: Path | None) -> dict[str, Any]:
    import pyoxigraph as ox

    if directory is not None:
        shutil.rmtree(directory, ignore_errors=True)
    begin_cpu, begin = cpu(), time.perf_counter()
    store = ox.Store(str(directory)) if directory is not None else ox.Store()
    store.bulk_load(path=str(path))
    if directory is not None:
        store.flush()
    found = {"cpu": cpu() - begin_cpu, "wall": time.perf_counter() - begin, "peak": peak_mb()}
    del store
    if directory is not None:
        shutil.rmtree(directory, ignore_errors=True)
    return found


def task_load_raw_disk(work: Path, size: int) -> dict[str, Any]:
    return _raw_load(input_file(work, size), work / "raw")


def task_load_raw_disk_trig(work: Path, size: int) -> dict[str, Any]:
    return _raw_load(trig_file(work, size), work / "raw")


def task_load_raw_disk_all(work: Path, size: int) -> dict[str, Any]:
    return _raw_load(dump_file(work, size), work / "raw")


def task_load_raw_memory(work: Path, size: int) -> dict[str, Any]:
    return _raw_load(input_file(work, size), None)


def task_load_rdflib(work: Path, size: int) -> dict[str, Any]:
    return _rdflib_load(input_file(work, size), "nquads")


def task_load_rdflib_trig(work: Path, size: int) -> dict[str, Any]:
    return _rdflib_load(trig_file(work, size), "trig")


def _rdflib_load(path: Path, rdf_format: str) -> dict[str, Any]:
    import rdflib

    dataset = rdflib.Dataset()
    found = timed(lambda: dataset.parse(str(path), format=rdf_format), runs=1)
    return {**found, "peak": peak_mb()}


def task_load_oxrdflib(work: Path, size: int) -> dict[str, Any]:
    import rdflib

    dataset = rdflib.Dataset(store="Oxigraph")
    found = timed(lambda: dataset.parse(str(input_file(work, size)), format="ox-nq"), runs=1)
    return {**found, "peak": peak_mb()}


def task_load_kglab(work: Path, size: int) -> dict[str, Any]:
    import kglab  # type: ignore[import-not-found]

    graph = kglab.KnowledgeGraph()
    path = str(triples_file(input_file(work, size)))
    found = timed(lambda: graph.load_rdf(path, format="nt"), runs=1)
    return {**found, "peak": peak_mb()}


def task_dump(work: Path, size: int) -> dict[str, Any]:
    """All quads of the store as text, and the triples of it and of the input, for engines that load them."""
    import pyoxigraph as ox

    from stroma.store import open_store

    open_store(store_dir(work, size)).dataset.dump(str(dump_file(work, size)), ox.RdfFormat.N_QUADS)
    if size <= SLOW_LIMIT:
        for path in (input_file(work, size), dump_file(work, size)):
            quads = ox.parse(path=str(path))
            triples = (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
            ox.serialize(triples, str(triples_file(path)), ox.RdfFormat.N_TRIPLES)
    return {"cpu": cpu(), "wall": 0.0}


def task_queries_stroma(work: Path, size: int) -> dict[str, Any]:
    from stroma.queries import run_query
    from stroma.store import open_store

    dataset = open_store(store_dir(work, size)).dataset
    list(run_query(dataset, ONE_ROW).rows())
    return {
        name: timed(partial(_n_rows, run_query, dataset, of["sparql"]), runs=15)
        for name, of in QUERIES.items()
    }


def _n_rows(run_query: Any, dataset: Any, text: str) -> int:
    return len(list(run_query(dataset, text).rows()))


def task_queries_raw(work: Path, size: int) -> dict[str, Any]:
    from stroma.store import open_store

    dataset = open_store(store_dir(work, size)).dataset

    def ask(text: str) -> int:
        found: Any = dataset.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        return len([tuple(row) for row in found])

    ask(ONE_ROW)
    return {name: timed(partial(ask, of["sparql"]), runs=15) for name, of in QUERIES.items()}


def task_queries_index(work: Path, size: int) -> dict[str, Any]:
    """The aggregate and the top 20 as Stroma asks them: of what the build wrote down."""
    from stroma.explore import rank
    from stroma.queries import run_query
    from stroma.store import open_store

    store = open_store(store_dir(work, size))
    summaries = """SELECT ?product ?disease ?n { ?p rdf:predicate st:ameliorates ; a st:Proposition ;
      rdf:subject ?product ; rdf:object ?disease ; st:humanSupporting ?n } ORDER BY DESC(?n) LIMIT 50"""
    columns = store.columns  # type: ignore[attr-defined]
    return {
        "3 evidence per product and disease": timed(lambda: _top_pairs(store, columns)),
        "3 in SPARQL over summaries": timed(
            lambda: len(list(run_query(store.dataset, summaries).rows()))
        ),
        "8 top 20 diseases by studies": timed(
            lambda: len(rank(store, "studies", kinds=["Disease"]).found)
        ),
    }


def _top_pairs(store: Any, columns: Any) -> int:
    """Products and diseases with the most studies that found for it, from the columns of the index."""
    names = [name for (name,) in store.names.rows("SELECT name FROM predicate ORDER BY id")]
    wanted = names.index("ameliorates")
    tallies, predicates = columns["tallies"].tolist(), columns["predicate"].tolist()
    numbers = [n for n, p in enumerate(predicates) if p == wanted]
    numbers.sort(key=lambda n: -sum(tallies[12 * n : 12 * n + 12 : 3]))
    subjects, objects = columns["subject"], columns["object"]
    top = [(store.names.iri(subjects[n]), store.names.iri(objects[n])) for n in numbers[:50]]
    return len(top)


def task_queries_rdflib(work: Path, size: int) -> dict[str, Any]:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(str(dump_file(work, size)), format="nquads")
    return _ask_rdflib(dataset)


def task_queries_kglab(work: Path, size: int) -> dict[str, Any]:
    import kglab

    graph = kglab.KnowledgeGraph()
    graph.load_rdf(str(triples_file(dump_file(work, size))), format="nt")
    return _ask_rdflib(graph)


def task_queries_oxrdflib(work: Path, size: int) -> dict[str, Any]:
    import rdflib

    dataset = rdflib.Dataset(store="Oxigraph", default_union=True)
    dataset.parse(str(dump_file(work, size)), format="ox-nq")
    return _ask_rdflib(dataset)


def _ask_rdflib(dataset: Any) -> dict[str, Any]:
    import signal

    def too_long(*_: object) -> None:
        raise TimeoutError

    def ask(text: str) -> int:
        return len(list(dataset.query(text)))

    signal.signal(signal.SIGALRM, too_long)
    head = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
    found: dict[str, Any] = {}
    for name, of in QUERIES.items():
        signal.alarm(60)
        try:
            found[name] = timed(partial(ask, head + of["sparql"]), runs=1)
        except TimeoutError:
            found[name] = {"cpu": 60.0, "wall": 60.0, "cut": True}
        finally:
            signal.alarm(0)
    return found


def task_queries_virtuoso(work: Path, size: int) -> dict[str, Any]:
    from stroma.remote.client import Endpoint, with_prefixes

    endpoint = Endpoint(os.environ["BENCH_VIRTUOSO"], timeout_s=120)

    def ask(text: str) -> int:
        return len([tuple(row) for row in endpoint.rows(with_prefixes(text))])

    return {name: timed(partial(ask, of["sparql"])) for name, of in QUERIES.items()}


EDGES: Final = """SELECT * { ?p a st:Proposition ; rdfs:label ?label ; rdf:subject ?s ; rdf:predicate ?q ; rdf:object ?o ;
  st:stance ?stance ; st:evidenceClass ?class ; st:isThinByEvidence ?thin ; st:weakerEvidenceDisagrees ?weaker ;
  st:humanSupporting ?supports ; st:humanDisputing ?disputes ; st:humanInconclusive ?inconclusive ;
  st:animalSupporting ?as ; st:animalDisputing ?ad ; st:animalInconclusive ?ai ; st:inVitroSupporting ?is ;
  st:inVitroDisputing ?id ; st:inVitroInconclusive ?ii ; st:referenceSupporting ?rs ; st:referenceDisputing ?rd ;
  st:referenceInconclusive ?ri . OPTIONAL { ?p st:rank ?level } OPTIONAL { ?p st:participants ?participants }
  OPTIONAL { ?p st:inCondition ?condition } }"""


def task_networkx_select(work: Path, size: int) -> dict[str, Any]:
    import networkx as nx

    from stroma.store import open_store

    dataset = open_store(store_dir(work, size)).dataset

    def convert() -> int:
        found: Any = dataset.query(EDGES, prefixes=PREFIXES, use_default_graph_as_union=True)
        names = [v.value for v in found.variables]
        graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
        for row in found:
            data = {
                name: cell.value for name, cell in zip(names, row, strict=True) if cell is not None
            }
            graph.add_edge(data["s"], data["o"], key=data["q"] + data.get("condition", ""), **data)
        return graph.number_of_edges()

    return timed(convert, runs=1)


def task_networkx_stroma(work: Path, size: int) -> dict[str, Any]:
    import tracemalloc

    from stroma.projection import to_networkx
    from stroma.store import open_store

    store: Any = open_store(store_dir(work, size))
    store.names.kinds  # noqa: B018 - read once, belongs to the store and not to the graph
    convert = partial(to_networkx, store, studies=False, unmeasured=True, isolates=True)
    found = timed(lambda: convert().number_of_edges(), runs=1)
    # Traced, not as resident size: that depends on what the process gave back before.
    tracemalloc.start()
    nodes = convert(predicates=[])
    gc.collect()
    of_nodes = tracemalloc.get_traced_memory()[0]
    graph = convert()
    gc.collect()
    whole = tracemalloc.get_traced_memory()[0] - of_nodes
    n = graph.number_of_edges()
    assert len(nodes) == len(graph)
    return {**found, "per_edge": whole / n, "per_edge_alone": (whole - of_nodes) / n}


def task_igraph_stroma(work: Path, size: int) -> dict[str, Any]:
    from stroma.scale import to_igraph
    from stroma.store import open_store

    store: Any = open_store(store_dir(work, size))
    return timed(lambda: int(to_igraph(store, unmeasured=True).ecount()), runs=1)


def task_scipy_stroma(work: Path, size: int) -> dict[str, Any]:
    from stroma.scale import to_scipy
    from stroma.store import open_store

    store: Any = open_store(store_dir(work, size))
    return timed(lambda: int(to_scipy(store)[0].nnz), runs=1)


def _pairs() -> Iterator[tuple[str, str]]:
    for i in (3, 11, 40, 77, 120):
        yield f"term:cell-{i}", f"term:disease-{2 * i + 1}"


def task_explore(work: Path, size: int) -> dict[str, Any]:
    """In one process that has the store open already."""
    from stroma.explore import paths
    from stroma.store import open_store
    from stroma.vocabulary import to_iri

    store: Any = open_store(store_dir(work, size))
    graph = store.link_graph()
    pairs = [(graph.node(to_iri(a)), graph.node(to_iri(b))) for a, b in _pairs()]
    starts = [a for a, _ in pairs]

    def reach(hops: int) -> int:
        return sum(1 for a in starts for _ in graph.reach(a, hops, taxonomy=False, claims=False))

    near = "mesenchymal stromal diseas 77"
    found = {
        "1 hop": timed(lambda: reach(1)),
        "2 hops": timed(lambda: reach(2)),
        "3 best paths": timed(
            lambda: sum(len(paths(store, a, b).paths) for a, b in _pairs()), runs=1
        ),
    }
    for one in found.values():
        one["cpu"] /= len(pairs)
        one["wall"] /= len(pairs)
    found["label with a typo"] = timed(lambda: len(store.near(near)), runs=5)
    return found


def task_explore_others(work: Path, size: int) -> dict[str, Any]:
    """1 and 2 hops in SPARQL on the same store; paths in networkx on a graph made before."""
    import networkx as nx

    from stroma.projection import to_networkx
    from stroma.store import open_store

    store: Any = open_store(store_dir(work, size))

    def ask(a: str, hops: int) -> int:
        step = "{{ ?{1} a st:Proposition ; rdf:subject {0} ; rdf:object ?{2} }} UNION {{ ?{1} a st:Proposition ; rdf:object {0} ; rdf:subject ?{2} }}"
        pattern = step.format(a, "p", "b")
        pattern += step.format("?b", "q", "c") if hops == 2 else ""
        text = f"SELECT DISTINCT ?{'c' if hops == 2 else 'b'} {{ {pattern} }}"
        found: Any = store.dataset.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        return len(list(found))

    graph = to_networkx(store, studies=False)
    plain: Any = nx.Graph(graph.to_undirected(as_view=True))
    pairs = [p for p in _pairs() if p[0] in plain and p[1] in plain and nx.has_path(plain, *p)]
    found = {
        "1 hop": timed(lambda: sum(ask(a, 1) for a, _ in _pairs()), runs=1),
        "2 hops": timed(lambda: sum(ask(a, 2) for a, _ in _pairs()), runs=1),
        "3 best paths": timed(
            lambda: sum(len(list(islice(nx.shortest_simple_paths(plain, *p), 3))) for p in pairs),
            runs=1,
        ),
    }
    for one in found.values():
        one["cpu"] /= len(pairs)
        one["wall"] /= len(pairs)
    return found


def task_cold(work: Path, size: int) -> dict[str, Any]:
    """Fresh processes, from start to end."""
    program = Path(sys.executable).parent / "stroma"
    store = ["--store", str(store_dir(work, size))]

    def run(command: list[Any]) -> int:
        return subprocess.run(command, check=True, capture_output=True).returncode

    commands = {
        "stroma --help": ["--help"],
        "ask, packaged base": ["ask", "product-in-disease"],
        "query, one row": [*store, "query", ONE_ROW],
        "2 hops": [*store, "neighbours", "term:disease-30", "--hops", "2", "--limit", "10"],
        "shortest path": [*store, "path", "term:cell-40", "term:disease-81", "-k", "1"],
        "3 best paths": [*store, "path", "term:cell-40", "term:disease-81"],
    }
    return {
        name: timed(
            partial(run, [program, *args]),
            runs=5,
        )
        for name, args in commands.items()
    }


TASKS: Final = {
    name.removeprefix("task_"): f for name, f in globals().items() if name.startswith("task_")
}


# ---- running and writing


def run_task(
    name: str, work: Path, size: int, env: dict[str, str], python: str = sys.executable
) -> dict[str, Any] | None:
    """Run one task in a process of its own; None when it cannot run here."""
    command = [python, __file__, "--task", name, "--work", str(work), "--sizes", str(size)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            env=os.environ | env,
        )
    except subprocess.TimeoutExpired:
        print(f"  {name}: longer than {TIMEOUT_S} s", file=sys.stderr)
        return None
    if done.returncode:
        print(f"  {name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {name}: {json.dumps(found)[:200]}", file=sys.stderr)
    return found


def write_inputs(size: int, work: Path) -> None:
    """The made-up graph as N-Quads, and the same as TriG with prefixes, as people write it."""
    import pyoxigraph as ox

    path, trig = input_file(work, size), trig_file(work, size)
    if not path.exists():
        with path.open("w", encoding="utf-8") as out:
            generate(size, out)
    if not trig.exists():
        quads = ox.parse(path=str(path))
        ox.serialize(quads, str(trig), ox.RdfFormat.TRIG, prefixes=PREFIXES)


def measure(
    size: int, work: Path, virtuoso: str | None, kglab: str | None, only: list[str] | None
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Every task at one size, or some, with what it found."""
    write_inputs(size, work)
    names = [
        "build",
        "build_trig",
        "load_raw_disk_trig",
        "load_raw_disk",
        "load_raw_memory",
        "load_oxrdflib",
        "dump",
        "load_raw_disk_all",
    ]
    names += ["queries_raw", "queries_stroma", "queries_index"]
    names += ["networkx_select", "networkx_stroma", "igraph_stroma", "scipy_stroma"]
    names += ["explore", "cold", "load_rdflib", "load_rdflib_trig"]
    if size <= SLOW_LIMIT:
        names.append("explore_others")  # two hops in SPARQL take minutes above
        names += ["queries_rdflib", "queries_oxrdflib"]
        names += ["load_kglab", "queries_kglab"] if kglab else []
    if virtuoso is not None:
        names.append("queries_virtuoso")
    names = [name for name in names if only is None or name in only]
    print(f"{size:,} quads", file=sys.stderr)
    env = {"BENCH_VIRTUOSO": virtuoso or "", "PYTHONPATH": f"{ROOT / 'graph'}:{ROOT / 'scripts'}"}
    env["PYTHONDONTWRITEBYTECODE"] = ""  # as for a user: modules are compiled once
    for name in names:
        python = kglab if kglab and name.endswith("kglab") else sys.executable
        yield name, run_task(name, work, size, env, python)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _ms(found: dict[str, Any] | None, key: str = "cpu") -> str:
    if not found:
        return "-"
    if found.get("cut"):
        return "> 60,000"
    ms = 1000 * found[key]
    return f"{ms:,.1f}" if ms < 100 else f"{ms:,.0f}"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _table(*rows: tuple[object, ...]) -> Iterator[str]:
    head, *rest = rows
    yield _row(*head)
    yield "|" + "---|" * len(head)
    yield from (_row(*row) for row in rest)
    yield ""


def page(results: dict[int, dict[str, Any]]) -> str:
    """docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        "Made-up evidence graphs (`scripts/generate.py`, fixed seed) in the vocabulary of Stroma; every figure from a process",
        "of its own. CPU is user plus system time. Repeat with `python scripts/bench.py`; compare ratios inside one table",
        "rather than numbers of two machines.",
        "",
        f"Stroma {__version__}, {time.strftime('%Y-%m-%d')}. Machine: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}; Python {platform.python_version()}; "
        + ", ".join(f"{p} {v}" for p in ("pyoxigraph", "rdflib", "oxrdflib", "networkx", "igraph", "scipy", "kglab") if (v := _version(p)))
        + ".",
        "",
        f"![Growth from {min(results):,} to {max(results):,} quads](benchmarks.svg)",
        "",
    ]  # fmt: skip
    for size, found in results.items():
        lines += [f"## {size:,} quads", ""]
        lines += _load_lines(found)
        lines += _query_lines(found)
        lines += _graph_lines(found)
        lines += _explore_lines(found)
    lines += _bar_lines(results)
    return "\n".join(lines).rstrip() + "\n"


def _load_lines(found: dict[str, Any]) -> Iterator[str]:
    build = found.get("build")
    if build:
        c = build["counts"]
        yield (
            f"{c['stated']:,} stated and {c['derived']:,} derived quads: {c['studies']:,} studies, {c['findings']:,} findings, "
            f"{c['claims']:,} claims, {c['propositions']:,} propositions, {c['conflicts']:,} conflicts; {build['disk']:,.0f} MB on disk."
        )
        yield ""
    names = {
        "build": "Stroma: check, weigh, derive, index, load, verify",
        "build_trig": "Stroma: the same from TriG",
        "load_raw_disk": "pyoxigraph on disk, the input only",
        "load_raw_disk_trig": "pyoxigraph on disk, the input only, from TriG",
        "load_raw_disk_all": "pyoxigraph on disk, the same quads as the store",
        "load_raw_memory": "pyoxigraph in memory, the input only",
        "load_rdflib": "rdflib in memory, the input only",
        "load_rdflib_trig": "rdflib in memory, the input only, from TriG",
        "load_oxrdflib": "oxrdflib in memory, the input only",
        "load_kglab": "kglab in memory, the input only, without graph names",
    }
    rows: list[tuple[object, ...]] = [("load", "CPU s", "wall s", "peak MB")]
    for name, words in names.items():
        if one := found.get(name):
            rows.append((words, f"{one['cpu']:.1f}", f"{one['wall']:.1f}", f"{one['peak']:,.0f}"))
    yield from _table(*rows)


def _query_lines(found: dict[str, Any]) -> Iterator[str]:
    engines = {
        "Stroma, query as written": "queries_stroma",
        "Stroma, from what the build computed": "queries_index",
        "raw pyoxigraph, as written": "queries_raw",
        "rdflib": "queries_rdflib",
        "oxrdflib": "queries_oxrdflib",
        "kglab": "queries_kglab",
        "Virtuoso (wall)": "queries_virtuoso",
    }
    there = {name: found[task] for name, task in engines.items() if found.get(task)}
    yield "CPU ms, rows turned into Python objects; the server's own time is not in CPU, so Virtuoso is wall time."
    yield ""
    rows: list[tuple[object, ...]] = [("query", *there, "rows")]
    for query in QUERIES:
        cells = [
            _ms(of.get(query), "wall" if "wall" in name else "cpu") for name, of in there.items()
        ]
        n = found["queries_raw"][query].get("n") if found.get("queries_raw") else "-"
        rows.append((query, *cells, n))
    yield from _table(*rows)


def _graph_lines(found: dict[str, Any]) -> Iterator[str]:
    rows: list[tuple[object, ...]] = [
        ("whole graph", "CPU s", "edges", "bytes an edge, nodes included", "without nodes")
    ]
    for name, words in (
        ("networkx_stroma", "MultiDiGraph from the index"),
        ("networkx_select", "MultiDiGraph from one SELECT"),
        ("igraph_stroma", "igraph from the index"),
        ("scipy_stroma", "SciPy from the index (one entry a pair)"),
    ):
        if one := found.get(name):
            sizes = [f"{one[k]:,.0f}" if k in one else "-" for k in ("per_edge", "per_edge_alone")]
            rows.append((words, f"{one['cpu']:.2f}", f"{one['n']:,}", *sizes))
    yield from _table(*rows)


def _explore_lines(found: dict[str, Any]) -> Iterator[str]:
    explore, others, cold = (found.get(n) or {} for n in ("explore", "explore_others", "cold"))
    yield "Exploring, ms a question: CPU in a process that has the store open; wall of a fresh process from start to end."
    yield ""
    rows: list[tuple[object, ...]] = [
        ("question", "Stroma", "SPARQL (hops), networkx (paths; graph made before)", "fresh process, wall", "fresh process, CPU")
    ]  # fmt: skip
    for name in dict.fromkeys([*explore, *cold]):
        rows.append(
            (name, _ms(explore.get(name)), _ms(others.get(name)), _ms(cold.get(name), "wall"), _ms(cold.get(name)))
        )  # fmt: skip
    yield from _table(*rows)


@dataclass(frozen=True)
class Aim:
    """A figure that was aimed at, and what was reached."""

    what: str
    bound: float
    reached: float
    shown: str
    """What was reached, with its unit."""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.reached >= self.bound if self.at_least else self.reached <= self.bound

    @property
    def row(self) -> tuple[str, str, str, str]:
        """What, the bound in words, what was reached, and whether that meets it."""
        bound = f"{'at least' if self.at_least else 'at most'} {self.bound:,g}"
        return self.what, bound, self.shown, "yes" if self.is_met else "**no**"


def _times(what: str, bound: float, ratio: float, *, at_least: bool = False, sign: str = "") -> Aim:
    return Aim(
        what, bound, ratio, f"{sign}{ratio:,.{0 if ratio >= 10 else 2}f} x", at_least=at_least
    )


def aims(results: dict[int, dict[str, Any]]) -> Iterator[tuple[int, Aim]]:
    """What was aimed at and what was reached of what was measured, size by size; below a million quads nothing was aimed at."""
    for size, r in results.items():
        if size >= 900_000:
            for of in (_load_aims, _query_aims, partial(_graph_aims, size=size)):
                yield from ((size, aim) for aim in of(r))


def _load_aims(r: dict[str, Any]) -> Iterator[Aim]:
    for name, of, words in (
        ("load_raw_disk", "build", "raw load of the input"),
        ("load_raw_disk_trig", "build_trig", "raw load of the input, from TriG"),
        ("load_raw_disk_all", "build", "raw load of the same quads"),
    ):
        if r.get(name) and r.get(of):
            yield _times(f"build against {words}", 2, r[of]["cpu"] / r[name]["cpu"])
    for name, of, words in (
        ("load_rdflib", "build", ""),
        ("load_rdflib_trig", "build_trig", ", from TriG"),
    ):
        if r.get(name) and r.get(of):
            what = f"rdflib's bare load of the input against build{words}"
            yield _times(what, 2, r[name]["cpu"] / r[of]["cpu"], at_least=True)
    if build := r.get("build"):
        yield Aim("peak MB of the build", 2_500, build["peak"], f"{build['peak']:,.0f}")


def _query_aims(r: dict[str, Any]) -> Iterator[Aim]:
    raw, own, index, slow = (
        r.get(f"queries_{name}") or {} for name in ("raw", "stroma", "index", "rdflib")
    )
    for query in QUERIES if own else ():
        if raw:
            yield _times(f"query {query} against raw", 1.15, own[query]["cpu"] / raw[query]["cpu"])
        if told := slow.get(query):
            sign = "> " if told.get("cut") else ""
            ratio = told["cpu"] / own[query]["cpu"]
            yield _times(f"rdflib against query {query}", 5, ratio, at_least=True, sign=sign)
    for query in ("3 evidence per product and disease", "4 closure and two patterns", "8 top 20 diseases by studies"):  # fmt: skip
        if raw and (best := index.get(query) or own.get(query)):
            ratio = raw[query]["cpu"] / best["cpu"]
            yield _times(f"raw as written against Stroma, {query}", 10, ratio, at_least=True)


def _graph_aims(r: dict[str, Any], *, size: int) -> Iterator[Aim]:
    graph, cold = r.get("networkx_stroma"), r.get("cold")
    if graph and r.get("networkx_select"):
        ratio = r["networkx_select"]["cpu"] / graph["cpu"]
        least = 12 if size >= _LARGE else 8
        yield _times("one SELECT into networkx against the index", least, ratio, at_least=True)
    if graph:
        for key, words in (("per_edge", "nodes included"), ("per_edge_alone", "without nodes")):
            yield Aim(f"bytes an edge, {words}", 1_700, graph[key], f"{graph[key]:,.0f}")
    if cold:
        for name, bound in (("2 hops", 0.35), ("shortest path", 0.25)):
            wall = cold[name]["wall"]
            yield Aim(
                f"fresh process, {name}, wall s (the aim is for 5 M)", bound, wall, f"{wall:.2f}"
            )
        row = cold["query, one row"]["cpu"]
        yield Aim("fresh process, query of one row, CPU s", 0.1, row, f"{row:.3f}")
    if explore := r.get("explore"):
        typo = 1000 * explore["label with a typo"]["cpu"]
        yield Aim("label with one typo, ms", 20, typo, f"{typo:.1f}")


def _bar_lines(results: dict[int, dict[str, Any]]) -> Iterator[str]:
    yield "## Aims and what was reached"
    yield ""
    yield "The aims that were missed stand first."
    yield ""
    rows = sorted(aims(results), key=lambda of: of[1].is_met)
    head = ("what", "aim", "reached", "met", "quads")
    yield from _table(head, *((*aim.row, f"{size:,}") for size, aim in rows))
    yield "Why some aims are missed:"
    yield ""
    yield "- **Build.** The derived graph of these inputs holds more quads than the input: every proposition with twelve counts,"
    yield "  every conflict with its factors, closures. Loading it takes more than half of the build. Putting all quads in order"
    yield "  at the end halves the time of a query and takes some 3 of 20 CPU s of loading at 1 M."
    yield "- **Query 3.** Pyoxigraph orders rows that tie by their IRIs, which it looks up at each comparison: a third of the time."
    yield "- **Beside oxrdflib.** It holds the same quads in memory, and answers several queries faster than a store on disk,"
    yield "  Stroma's or pyoxigraph's own."
    yield ""


def _cold_wall(name: str, found: dict[str, Any]) -> float:
    wall: float = found["cold"][name]["wall"]
    return wall


def draw(results: dict[int, dict[str, Any]], path: Path) -> None:
    """The growth of the main figures as SVG."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "stroma"
    import matplotlib.pyplot as plt

    sizes = sorted(results)
    panels: dict[str, dict[str, Callable[[dict[str, Any]], float]]] = {
        "load, CPU s": {
            "Stroma build": lambda r: r["build"]["cpu"],
            "pyoxigraph, same quads": lambda r: r["load_raw_disk_all"]["cpu"],
            "rdflib, input only": lambda r: r["load_rdflib"]["cpu"],
        },
        "whole graph to NetworkX, CPU s": {
            "Stroma index": lambda r: r["networkx_stroma"]["cpu"],
            "one SELECT": lambda r: r["networkx_select"]["cpu"],
        },
        "fresh process, wall s": {
            name: partial(_cold_wall, name)
            for name in ("query, one row", "2 hops", "shortest path", "3 best paths")
        },
    }
    figure, axes = plt.subplots(1, len(panels), figsize=(13, 4))
    for axis, (title, lines) in zip(axes, panels.items(), strict=True):
        for (label, get), style in zip(lines.items(), ("o-", "s--", "^:", "d-."), strict=False):
            points = []
            for size in sizes:
                try:
                    points.append((size, get(results[size])))
                except (KeyError, TypeError):
                    continue
            if points:
                axis.plot(*zip(*points, strict=True), style, label=label)
        axis.set(xscale="log", yscale="log", title=title, xlabel="quads in the input")
        axis.legend(fontsize=8)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Command line of this script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=float, nargs="+", default=[1e5, 1e6])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument(
        "--virtuoso",
        help="address of a Virtuoso that holds the store of the largest size up to 1 M",
    )
    parser.add_argument("--kglab-python", help="interpreter of an environment that has kglab")
    parser.add_argument(
        "--only", nargs="+", choices=sorted(TASKS), help="measure these again, keep the rest"
    )
    parser.add_argument("--task", choices=sorted(TASKS), help=argparse.SUPPRESS)
    parser.add_argument(
        "--page-only", action="store_true", help="write the page from the last results"
    )
    args = parser.parse_args()
    sizes = [int(size) for size in args.sizes]
    if args.task:
        print(json.dumps(TASKS[args.task](args.work, sizes[0])))
        return
    args.work.mkdir(parents=True, exist_ok=True)
    kept = args.work / "results.json"
    results = {int(k): v for k, v in json.loads(kept.read_text()).items()} if kept.exists() else {}
    if not args.page_only:
        for size in sizes:
            virtuoso = (
                args.virtuoso
                if size == max((s for s in sizes if s <= SLOW_LIMIT), default=None)
                else None
            )
            found = results.setdefault(size, {})
            if not args.only:
                found.clear()
            # Written after each: an hour of measuring is not lost to what stops it.
            for name, measured in measure(size, args.work, virtuoso, args.kglab_python, args.only):
                found[name] = measured
                kept.write_text(json.dumps(results, indent=1))
    ordered = dict(sorted(results.items()))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(ordered), encoding="utf-8")
    draw(ordered, PAGE.with_suffix(".svg"))
    print(PAGE)


if __name__ == "__main__":
    main()
