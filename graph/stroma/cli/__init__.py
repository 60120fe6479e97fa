"""The command line `stroma`. Read first: `COMMANDS`, then `main`.

A command's module is imported only when the command is run or its own help is shown, so that `stroma --help` stays
quick however heavy a command is. To add one: a module in this folder with a click command of the same name, and a
line in `COMMANDS`.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from stroma.cli._settings import Settings, close_stdout, note
from stroma.errors import StromaError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "main", "stroma"]

# Name -> what `stroma --help` says about it: the first line of the command's own help, which a test compares.
# A name that is a Python keyword lives in a module with an underscore behind it.
COMMANDS: Final[dict[str, str]] = {
    "view": "Write the interactive page on a term, and open it.",
    "ask": "Answer a named question; without arguments, list them.",
    "show": "Show what is known about a term, study, proposition or article.",
    "find": "Find the studies whose records hold most of some words.",
    "path": "Show how two terms are connected, each step with its evidence.",
    "neighbours": "List the terms around a term, nearest and best supported first.",
    "rank": "Rank terms by how much evidence names them.",
    "query": "Run a SPARQL query over the evidence graph.",
    "import": "Turn two sheets of studies and findings into one Turtle file a study.",
    "new": "Write a skeleton for a new study, reference, article or term, or empty sheets for many studies.",
    "audit": "Compare an article with the evidence: claims, studies, and what is left out.",
    "review": "Accept, reject, edit or link the candidates of an article, one by one.",
    "serve": "Serve the graph on the web: a SPARQL endpoint, the questions, cards, the page and the audit.",
    "build": "Build a store on disk from the packaged evidence and your own files.",
    "push": "Load a build into a SPARQL server, graph by graph.",
    "info": "Show what a store holds, from which files, and whether it is whole.",
    "check": "Check data files: file, line, what is wrong, what to do.",
    "export": "Write the graph as RDF, GraphML, GEXF, JSON, CSV or KGX.",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and help, and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; the name in the module is the name of the command."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if cmd_name == "import" else cmd_name
        command = getattr(import_module(f"stroma.cli.{name}"), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else "`stroma --help` lists the commands"
            if args[0] in ("search", "grep"):
                hint = 'names: `stroma show NAME`; studies by words: `stroma find WORDS`; questions: `stroma ask "…"`'
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from stroma import __version__

        click.echo(f"stroma {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 the answer is no or the data are wrong, 2 bad input, 3 cut short or no usable answer of a "
    "server, 130 interrupted.",
)
@click.option(
    "--store",
    metavar="DIR|URL",
    help="Use this store instead of the packaged evidence.  [env: STROMA_STORE]",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version.",
)
@click.pass_context
def stroma(ctx: click.Context, store: str | None, debug: bool) -> None:
    """What is the evidence for that? Studies of mesenchymal stromal cell (MSC) therapy as a graph.

    Reports what studies reported; gives no medical advice.

    \b
    Example:
      stroma ask
      stroma query 'SELECT ?label { ?t a st:Disease ; rdfs:label ?label } ORDER BY ?label'
    """
    ctx.obj = Settings(
        store=store if store is not None else os.environ.get("STROMA_STORE") or None, debug=debug
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the one place where errors become a line on stderr."""
    args = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    code = None
    try:
        if "_STROMA_COMPLETE" in os.environ:
            stroma.main(args, prog_name="stroma")
        with stroma.make_context("stroma", list(args)) as ctx:
            code = stroma.invoke(ctx)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, click.Abort):
        note("interrupted")
        return 130
    except BrokenPipeError:
        # Nobody reads any more, as with `| head`; the rest goes nowhere, the flush at exit included.
        close_stdout()
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            click.echo(error.format_message())
            return 0
        where = error.ctx.command_path if error.ctx is not None else "stroma"
        note(f"{_sentence(error.format_message())}\n  see: {where} --help")
        return 2
    except click.ClickException as error:
        note(_sentence(error.format_message()))
        return 2
    except StromaError as error:
        if "--debug" in args:
            raise
        note(str(error))
        return error.exit_code
    except OSError as error:
        if "--debug" in args:
            raise
        reason = (error.strerror or str(error)).lower()
        note(f"{_place(error)}: {reason}")
        return 2
    except Exception as error:  # the last resort: a fault of ours is one line too
        if "--debug" in args:
            raise
        note(
            f"this is a fault of stroma, not yours: {type(error).__name__}: {error}\n  please report what "
            "`stroma --debug …` prints"
        )
        return 1


def _prepare_streams() -> None:
    """Make stdin and stdout fit for use, however the shell left them."""
    if sys.stdin is None:  # closed by the shell (`<&-`): nothing comes from there
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 (lives as long as we do)
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.lower() not in (
        "utf-8",
        "utf8",
    ):
        # Files and pipes get UTF-8 from every command; a terminal keeps its own encoding and sees an escape for the rest.
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def _place(error: OSError) -> str:
    """What could not be read or written; a long name is cut."""
    name = str(error.filename) if error.filename is not None else "cannot write the output"
    return name if len(name) <= 80 else f"{name[:79]}…"


def _sentence(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
