"""`stroma info`: what a store holds, and whether its files are whole."""

from __future__ import annotations

import json
from typing import Any

import click

from stroma.cli._settings import Settings, note, store_option, unless_nobody_reads
from stroma.locations import Address, Directory

__all__ = ["info"]


@click.command()
@click.option(
    "--verify", is_flag=True, help="Read every file to its end and compare it with the build."
)
@click.option("--format", "-f", "fmt", type=click.Choice(("text", "json")), default="text")
@store_option
@click.pass_obj
def info(settings: Settings, verify: bool, fmt: str) -> int:
    """Show what a store holds, from which files, and whether it is whole.

    \b
    Example:
      stroma info
      stroma info --store evidence --verify
    """
    facts = _facts(settings)
    with unless_nobody_reads():
        _show(facts, fmt)
    place = settings.location
    if not verify:
        return _look(place) if isinstance(place, Directory) else 0
    if not isinstance(place, Directory):
        note("--verify looks at the files of a store directory; there are none here")
        return 2
    from stroma.disk.building import verify_store

    faults = list(verify_store(place.path))
    for fault in faults:
        note(fault)
    damaged = "the store is damaged; build it again from its files with --rebuild"
    note(damaged if faults else "every file is as it was built")
    return 1 if faults else 0


def _look(place: Directory) -> int:
    """Whether every file is there and as long as it was; `--verify` reads them."""
    from stroma.disk.layout import read_manifest
    from stroma.disk.plan import is_whole

    if is_whole(place.path, read_manifest(place.path)):
        return 0
    note(
        "the store is damaged: files are missing or changed, and --verify names them; build it again from its files with --rebuild"
    )
    return 1


def _show(facts: dict[str, Any], fmt: str) -> None:
    if fmt == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        width = max(map(len, facts))
        for name, value in facts.items():
            if name == "inputs":
                for one in value:
                    click.echo(
                        f"{'input':<{width}}  {one['name']}  {one['bytes']:,} bytes  sha256 {one['sha256'][:16]}…"
                    )
            else:
                click.echo(f"{name:<{width}}  {f'{value:,}' if isinstance(value, int) else value}")


def _facts(settings: Settings) -> dict[str, Any]:
    place = settings.location
    if place is None:
        from stroma.graph import EvidenceGraph

        store = settings.open_store()
        counts = EvidenceGraph(store).counts()
        return {"store": "packaged evidence, in memory", "quads": len(store.dataset), **counts}
    if isinstance(place, Address):
        from stroma.remote.store import RemoteStore

        return RemoteStore(place.url).facts()
    from stroma.disk.layout import read_manifest

    manifest = read_manifest(place.path)
    return {
        "store": str(place.path.absolute()),
        "built by": f"stroma {manifest.software}, pyoxigraph {manifest.pyoxigraph}",
        "packaged": "included" if manifest.packaged_sha256 else "left out",
        "checked": "yes" if manifest.checked else "no, in part or whole built with --no-check",
        **{name: n for name, n in manifest.counts.items() if name != "bytes"},
        "size in bytes": sum(size for size, _ in manifest.files.values()),
        "inputs": [
            {"name": i.name, "bytes": i.n_bytes, "sha256": i.sha256} for i in manifest.inputs
        ],
    }
