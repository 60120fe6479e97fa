"""Where are the files of ontology/? In the wheel they travel as `stroma/ontology`, in a checkout they stand beside `graph/`.

Read first: `ontology_dir`, the one function that finds them, and `packaged_files`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from stroma.errors import DataError

_PACKAGED: Final = (
    "stroma.ttl",
    "terms/*.ttl",
    "studies/*.ttl",
    "references/*.ttl",
    "articles/*.ttl",
)


@cache
def ontology_dir() -> Path:
    """The folder with stroma.ttl, terms/, studies/, articles/ and questions/.

    Raises:
        DataError: if this installation carries no data.
    """
    package = Path(str(files("stroma")))
    for folder in (package / "ontology", package.parent.parent / "ontology"):
        if (folder / "stroma.ttl").is_file():
            return folder
    if not package.is_dir():
        raise DataError("Stroma does not run from within a zip; install the wheel", path=package)
    raise DataError(
        "the packaged data are missing; install Stroma again", path=package / "ontology"
    )


def data_files(pattern: str) -> list[Path]:
    """Packaged files that match a glob pattern below `ontology_dir()`, sorted by name.

    Example:
        >>> [path.name for path in data_files("stroma.ttl")]
        ['stroma.ttl']
    """
    return sorted(ontology_dir().glob(pattern))


def packaged_files() -> list[Path]:
    """The files of the packaged evidence base."""
    return [path for pattern in _PACKAGED for path in data_files(pattern)]
