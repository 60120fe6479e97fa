"""Measure what each named question costs from a cold start: `stroma ask QUESTION`, user and system CPU seconds.

python scripts/bench_questions.py [--runs N] [--store DIR] [QUESTION]...

Prints one line a question, the dearest first; exit code 1 when one costs more than it may. With a store built from
scripts/generate.py each question is asked about the root of each tree of terms, the dearest there is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stroma.queries import load_questions
from stroma.queries.parameters import ANY

if TYPE_CHECKING:
    from stroma.queries.questions import Question

ALLOWED_CPU_S: Final = 0.8
# On a generated store: what `stroma ask` allows a query by default.
ALLOWED_ON_STORE_CPU_S: Final = 30.0
_ROOTS: Final = {
    "CellProduct": "product-0",
    "CellType": "cell-0",
    "Disease": "disease-0",
    "Outcome": "outcome-0",
    "Mechanism": "process-0",
    "Molecule": "factor-0",
    "Route": "route-0",
}
_SOURCES: Final = {"article": "made-up-article-0", "claim": "0", "study": "made-up-0"}


def about_roots(question: Question) -> list[str]:
    """Options that ask a question about the generated terms."""
    options = []
    for parameter in question.parameters:
        kinds = parameter.term_kinds or (("Disease",) if parameter.kind == "term" else ())
        value = next((_ROOTS[kind] for kind in kinds if kind in _ROOTS), None)
        value = value or _SOURCES.get(parameter.name)
        if value is not None and parameter.default != ANY:
            options += [f"--{parameter.name}", value]
    return options


def cpu_s(question: str, options: Sequence[str] = ()) -> float:
    """User plus system seconds of one cold `stroma ask`, its child processes included."""
    command = [sys.executable, "-m", "stroma", "ask", question, *options, "--format", "csv"]
    # wait4 is the only way to the cost of one child; it also counts what that child waited for.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3, help="runs a question; the median counts")
    parser.add_argument("--store", help="ask a store built from scripts/generate.py")
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help="default: all")
    options = parser.parse_args()
    questions = load_questions()
    names = options.questions or list(questions)
    asked: dict[str, list[str]] = {name: [] for name in names}
    if options.store:
        more = ["--store", options.store, "--timeout-s", "120"]
        asked = {name: [*about_roots(questions[name]), *more] for name in names}
    cpu_s(names[0], asked[names[0]])  # fills the file cache
    cost = {
        name: statistics.median(cpu_s(name, asked[name]) for _ in range(options.runs))
        for name in names
    }
    for name in sorted(cost, key=lambda name: -cost[name]):
        print(f"{cost[name]:5.2f} s  {name}")
    dearest = max(cost.values())
    allowed = ALLOWED_ON_STORE_CPU_S if options.store else ALLOWED_CPU_S
    print(
        f"median {statistics.median(cost.values()):.2f} s, most {dearest:.2f} s, allowed {allowed:g} s"
    )
    return 1 if dearest > allowed else 0


if __name__ == "__main__":
    raise SystemExit(main())
