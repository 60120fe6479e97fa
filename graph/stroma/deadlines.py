"""How long may something take? Seconds that a clock can count.

Read first: `checked_timeout`.
"""

from __future__ import annotations

import math
from typing import Final

from stroma.errors import InputError

# Eleven days; the system calls that wait refuse some thousand years, and nobody waits so long.
MAX_TIMEOUT_S: Final = 1_000_000.0


def checked_timeout(value: float | str, name: str = "the timeout") -> float:
    """Seconds above 0, at most `MAX_TIMEOUT_S`.

    Args:
        name: what the value is called, for the message.

    Raises:
        InputError: it is none.

    Example:
        >>> checked_timeout("2.5")
        2.5
        >>> checked_timeout("nan")
        Traceback (most recent call last):
        stroma.errors.InputError: the timeout is 'nan', expected seconds above 0, at most 1,000,000
    """
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = math.nan
    if not 0 < seconds <= MAX_TIMEOUT_S:
        raise InputError(
            f"{name} is {value!r}, expected seconds above 0, at most {MAX_TIMEOUT_S:,.0f}"
        )
    return seconds
