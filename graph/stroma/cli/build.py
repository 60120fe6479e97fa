"""`stroma build`: a store on disk from the packaged evidence and your own files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stroma.cli._settings import Settings, note, store_option
from stroma.cli._status import StatusLine
from stroma.errors import InputError
from stroma.locations import Directory
from stroma.vocabulary import PREFIXES

if TYPE_CHECKING:
    from stroma.disk.building import BuildReport

__all__ = ["build"]

# Graphs that are named one by one.
_MOST_TOLD: Final = 5


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|FOLDER]...")
@click.option(
    "--add",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add FILE to the store as it is; replaces the graphs that FILE states.",
)
@click.option("--no-packaged", is_flag=True, help="Leave the packaged evidence out.")
@click.option("--rebuild", is_flag=True, help="Build even when nothing changed.")
@click.option(
    "--no-check", is_flag=True, help="Do not check the files; for data checked elsewhere."
)
@store_option
@click.pass_obj
def build(
    settings: Settings,
    files: tuple[Path, ...],
    add: tuple[Path, ...],
    no_packaged: bool,
    rebuild: bool,
    no_check: bool,
) -> int:
    """Build a store on disk from the packaged evidence and your own files.

    Reads Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, each also as .gz; of a FOLDER, all such files. The store that was there stays
    usable until the new one is complete; a build that fails or is killed changes nothing.

    \b
    Example:
      stroma build --store evidence
      stroma build my-study.ttl more.nq.gz --store evidence
      stroma build --add my-study.ttl --store evidence
    """
    from stroma.cli._files import named_files
    from stroma.disk.building import build_store

    place = settings.location
    if place is None:
        raise InputError("say where with --store DIR")
    if not isinstance(place, Directory):
        raise InputError(
            "a build needs a folder; `stroma push --store URL` loads one into a server"
        )
    files, add = (named_files(given, packed=True) for given in (files, add))
    started = time.monotonic()
    with StatusLine() as line:
        done = build_store(
            files,
            place.path,
            add=add,
            packaged=not no_packaged,
            check=not no_check,
            rebuild=rebuild,
            report=_Steps(line),
        )
    _summarise(done, time.monotonic() - started)
    for name in done.ontologies:
        note(
            f"{name}: an ontology, held as it is for queries; nothing in it is a term or evidence here"
        )
    for name in done.dropped:
        note(f"{name} was in the old store and is in the new one no more; name it again to keep it")
    _say_what_it_replaced(done)
    if done.stances:
        note(done.stances)
    if files and not no_packaged and not done.was_unchanged:
        _say_what_it_changed(settings)
    if add and not no_check:
        _say_what_it_doubles(settings, list(add))
    if not done.was_unchanged and not no_packaged and not no_check:
        _say_what_was_replaced(list(files))
    return 0


def _say_what_it_replaced(done: BuildReport) -> None:
    """What an addition took the place of; each finding that is lost or turned round by it is one too many to find out later."""
    from stroma.disk.replaced import MANY_GRAPHS

    losing = [one for one in done.replaced if one.changes]
    whole = [_name(one.graph) for one in done.replaced if not one.changes]
    for one in losing[:_MOST_TOLD]:
        joint = "\n  " if "\n" in one.changes else "; "
        note(
            f"replaced {_name(one.graph)}, which the store held: {one.changes}{joint}what is to stay as it was must stand so in the file: add it again"
        )
    if len(losing) > _MOST_TOLD:
        rest = ", ".join(_name(one.graph) for one in losing[_MOST_TOLD:][:_MOST_TOLD])
        note(
            f"replaced {len(losing) - _MOST_TOLD:,} more graphs and lost or changed records of each: {rest}, …"
        )
    if whole:
        shown = ", ".join(whole[:_MOST_TOLD]) + ", …" * (len(whole) > _MOST_TOLD)
        note(
            f"replaced {shown}, which the store held; its records, their levels and their stances are as they were"
        )
    if len(done.replaced) == MANY_GRAPHS:
        note(
            f"only the first {MANY_GRAPHS:,} graphs that were stated anew were compared with the store"
        )


def _say_what_it_changed(settings: Settings) -> None:
    """Which stances of the packaged evidence a person's own files turned: the reason to add a study."""
    from stroma.disk.replaced import stances_beside_packaged

    if told := stances_beside_packaged(settings.open_store().dataset):
        note(f"beside the packaged evidence alone: {told}")


def _say_what_it_doubles(settings: Settings, added: list[Path]) -> None:
    """A study that the store holds under another slug too is counted twice from now on."""
    from stroma.check import doubled_sources
    from stroma.check.held import Held
    from stroma.disk.loading import is_curated

    small = [path for path in added if is_curated(path)]
    if small:
        for problem in doubled_sources(small, Held(settings.open_store().dataset)):
            note(str(problem))


def _name(graph: str) -> str:
    return graph.removeprefix(PREFIXES["graph"])


def _say_what_was_replaced(own: list[Path]) -> None:
    """A packaged study gives way to a person's own of the same slug; nobody should find that out later."""
    from stroma.check import check_files, told_replaced
    from stroma.disk.loading import is_curated

    small = [path for path in own if path.suffix == ".ttl" and is_curated(path)]
    for told in told_replaced(check_files(small)) if small else ():
        note(told)


def _summarise(done: BuildReport, seconds: float) -> None:
    counts = done.manifest.counts
    if done.was_unchanged:
        note(f"{done.directory}: nothing changed since the last build; --rebuild builds anyway")
        return
    size = sum(n for n, _ in done.manifest.files.values()) / 1e6
    note(
        f"{done.directory}: {counts['quads']:,} quads ({counts['stated']:,} stated), {counts['studies']:,} studies, "
        f"{counts['findings']:,} findings, {counts['propositions']:,} propositions, {counts['claims']:,} claims; "
        f"{size:,.0f} MB, {seconds:,.1f} s, {counts['quads'] / max(seconds, 0.001):,.0f} quads/s"
    )


class _Steps:
    """Tells which step of a build it is and how far, ten times a second at most."""

    def __init__(self, line: StatusLine) -> None:
        self._line = line
        self._what = ""
        self._began = self._last = time.monotonic()

    def __call__(self, what: str, done: int, total: int, n_quads: int = 0) -> None:
        if not self._line.is_shown:
            return
        now = time.monotonic()
        if what != self._what:
            self._what, self._began = what, now
        elif now - self._last < 0.1:
            return
        self._last = now
        if what == "reading" and total:
            speed = n_quads / max(now - self._began, 0.001)
            filled = int(24 * done / total)
            bar = f"{'█' * filled}{'░' * (24 - filled)}"
            text = f"{what} {bar} {done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {n_quads:,} quads, {speed:,.0f} a second"
        else:
            amount = f" {done:,}" if done else ""
            of = f" of {total:,}" if total and done else ""
            text = f"{what}{amount}{of} ..."
        self._line.show(text)
