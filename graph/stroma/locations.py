"""What is a location: the packaged evidence, a store directory, or the address of a server?

Read first: `parse_location`, by which every command, the server and `open_graph` go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from stroma.errors import InputError

__all__ = ["Address", "Directory", "Location", "parse_location"]

# One letter and a colon is a drive of Windows.
_SCHEME: Final = re.compile(r"(?:file:|[A-Za-z][A-Za-z0-9+.-]+:/)", re.IGNORECASE)
_SERVER: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directory:
    """A store directory, which may not be there yet."""

    path: Path


@dataclass(frozen=True, slots=True)
class Address:
    """The http(s) address of a SPARQL 1.1 endpoint."""

    url: str


Location: TypeAlias = Directory | Address | None
"""None is the packaged evidence."""


def parse_location(location: str | Path | None) -> Location:
    """What a location is, by its spelling; nothing is opened.

    Raises:
        InputError: it is empty, or an address that is none of a server.

    Example:
        >>> parse_location("http://localhost:7878/query"), parse_location(None)
        (Address(url='http://localhost:7878/query'), None)
        >>> parse_location("ftp://example.org/evidence")
        Traceback (most recent call last):
        stroma.errors.InputError: ftp://example.org/evidence is no address of a server (http:// or https://); a store...
    """
    if location is None:
        return None
    text = str(location)
    if not text:
        raise InputError(
            "the location is empty; the packaged evidence is meant where none is given"
        )
    # The name of a scheme has no case (RFC 3986, section 3.1).
    if isinstance(location, str) and _SERVER.match(text):
        return Address(text)
    if _SCHEME.match(text):
        raise InputError(
            f"{text} is no address of a server (http:// or https://); a store on this machine is given by its path"
        )
    return Directory(Path(location))
