"""Is what was given a number of things, and how is it told?

Read first: `checked_count` and `counted`.
"""

from __future__ import annotations

import sys

from stroma.errors import InputError

__all__ = ["checked_count", "counted"]


def counted(n: int, one: str, many: str = "") -> str:
    """A number and what there is so many of, in the singular where it is one.

    Args:
        many: the plural, where it is not the singular with an s.

    Example:
        >>> counted(1, "row"), counted(1200, "row"), counted(0, "study", "studies")
        ('1 row', '1,200 rows', '0 studies')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def checked_count(
    value: int, name: str = "limit", *, least: int = 1, most: int | None = None
) -> int:
    """A whole number of at least `least` and at most `most`, small enough for the machine to count to.

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
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if most is not None and not (is_whole and least <= value <= most):
        raise InputError(f"{name} must be {least} to {most:,}, not {value!r}")
    if not is_whole or value < least:
        raise InputError(f"{name} must be a whole number, {least} or more, not {value!r}")
    if value > sys.maxsize:
        raise InputError(f"{name} must be {sys.maxsize:,} at most, not {value:,}")
    return value
