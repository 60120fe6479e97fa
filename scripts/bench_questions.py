"""Measure what each named question costs from a cold start: `stroma ask QUESTION`, user and system CPU seconds.

python scripts/bench_questions.py [--runs N] [QUESTION]...

Prints one line a question, the dearest first; exit code 1 when one costs more than it may.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from typing import Final

from stroma.queries import load_questions

ALLOWED_CPU_S: Final = 0.8


def cpu_s(question: str) -> float:
    """User plus system seconds of one cold `stroma ask`, its child processes included."""
    command = [sys.executable, "-m", "stroma", "ask", question]
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
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help="default: all")
    options = parser.parse_args()
    names = options.questions or list(load_questions())
    cpu_s(names[0])  # fills the file cache
    cost = {name: statistics.median(cpu_s(name) for _ in range(options.runs)) for name in names}
    for name in sorted(cost, key=lambda name: -cost[name]):
        print(f"{cost[name]:5.2f} s  {name}")
    dearest = max(cost.values())
    print(
        f"median {statistics.median(cost.values()):.2f} s, most {dearest:.2f} s, allowed {ALLOWED_CPU_S} s"
    )
    return 1 if dearest > ALLOWED_CPU_S else 0


if __name__ == "__main__":
    raise SystemExit(main())
