"""`stroma serve`: the graph on the web, for reading."""

from __future__ import annotations

from importlib.util import find_spec

import click

from stroma.cli._numbers import seconds
from stroma.cli._settings import Settings, note, store_option
from stroma.errors import InputError, install_hint

__all__ = ["serve"]


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Listen at this address of the machine."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Listen at this port; 0 takes a free one.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name by which others reach the server; * for any. Needed with another --host.",
)
@click.option(
    "--root-path",
    metavar="PATH",
    default="",
    help="Path under which a proxy shows the site, such as /stroma; or its whole address, where that is https.",
)
@click.option(
    "--cors", is_flag=True, help="Let pages of other sites ask, query editors for example."
)
@click.option(
    "--queries",
    type=click.IntRange(1, 100),
    default=4,
    show_default=True,
    help="Work on so many answers at a time.",
)
@click.option(
    "--memory-gb",
    type=click.FloatRange(0.1, 1000),
    metavar="GB",
    default=2.0,
    show_default=True,
    help="End an answer that takes more memory on top of the data.",
)
@click.option(
    "--timeout-s",
    type=seconds,
    metavar="S",
    default=10.0,
    show_default=True,
    help="End an answer after so many seconds.",
)
@click.option("--metrics", is_flag=True, help="Count requests for Prometheus, at /metrics.")
@click.option("--quiet", is_flag=True, help="Print no line for each request.")
@store_option
@click.pass_obj
def serve(
    settings: Settings,
    host: str,
    port: int,
    names: tuple[str, ...],
    root_path: str,
    cors: bool,
    queries: int,
    memory_gb: float,
    timeout_s: float,
    metrics: bool,
    quiet: bool,
) -> None:
    """Serve the graph on the web: a SPARQL endpoint, the questions, cards, the page and the audit.

    For reading only, on this machine unless told otherwise. /sparql speaks the SPARQL 1.1 Protocol; /ask/QUESTION, /show and /audit
    answer people and programs. Each answer is made by a process of its own that is ended after --timeout-s. A store that is built
    anew is served from the next request on. Needs the extra `serve`.

    \b
    Example:
      stroma serve
      stroma serve --store mine --port 8080 --cors
      curl 'http://127.0.0.1:8000/ask/approvals?disease=ALS&format=csv'
    """
    if find_spec("uvicorn") is None or find_spec("starlette") is None:
        raise InputError(f"`stroma serve` needs starlette and uvicorn; {install_hint('serve')}")
    from stroma.server import create_app
    from stroma.server.app import LOOPBACK
    from stroma.server.middleware import split_root
    from stroma.server.running import listen
    from stroma.server.running import serve as run

    if host not in LOOPBACK and not names:
        raise InputError(
            f"--host {host} can be reached by others: say by which names, --allow-host evidence.example.org, or --allow-host '*'"
        )
    hosts = (*LOOPBACK, *names)
    app = create_app(
        settings.store,
        timeout_s=timeout_s,
        queries=queries,
        memory_gb=memory_gb,
        hosts=hosts,
        cors=cors,
        root_path=root_path,
        metrics=metrics,
    )
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        what = settings.store or "the packaged evidence"
        place = f"http://{shown}:{listening.getsockname()[1]}{split_root(root_path)[1]}"
        note(f"serving {what} at {place}/ (SPARQL: {place}/sparql); Ctrl-C ends it")
        tell = (lambda _: None) if quiet else note
        run(app, listening, tell, grace_s=max(10.0, timeout_s + 1))
