"""Is what was given for a number of things one? Whole numbers with a least value.

Read first: `checked_count`.
"""

from __future__ import annotations

import sys

from stroma.errors import InputError

__all__ = ["checked_count"]


def checked_count(value: int, name: str = "limit", *, least: int = 1) -> int:
    """A whole number of at least `least`, small enough for the machine to count to.

    Args:
        name: what the value is called, for the message.

    Raises:
        InputError: it is none.

    Example:
        >>> checked_count(3)
        3
        >>> checked_count(0)
        Traceback (most recent call last):
        stroma.errors.InputError: limit must be a whole number, 1 or more, not 0
    """
    # True is an int to Python.
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InputError(f"{name} must be a whole number, {least} or more, not {value!r}")
    if value > sys.maxsize:
        raise InputError(f"{name} must be {sys.maxsize:,} at most, not {value:,}")
    return value
