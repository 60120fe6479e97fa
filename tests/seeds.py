"""Code in a process of its own: Python orders the sets of texts by a seed, which is fixed for a process."""

from __future__ import annotations

import os
import subprocess
import sys


def in_order_of_sets(seed: int, code: str, *args: str) -> str:
    """What code prints in a process with this seed of hashes."""
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
