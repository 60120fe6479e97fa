"""The command line as a person meets it: help, start-up time, exit codes, one line for each error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from io import StringIO
from pathlib import Path

import click
import pytest

from stroma import build
from stroma.cli import COMMANDS, main, stroma
from stroma.cli._status import StatusLine
from stroma.errors import InputError
from stroma.queries import FORMATS
from stroma.store import EvidenceStore

ROOT = Path(__file__).parent.parent
GRAPH = str(ROOT / "graph")
HEAVY = ("rdflib", "networkx", "pyvis", "pandas", "jinja2", "IPython", "pyshacl", "igraph")
# Joins everything with everything: would run for days.
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"


def run(
    *args: str, stdin: bytes | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "stroma", *args],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": GRAPH, **(env or {})},
        timeout=60,
        check=False,
    )


def said(*args: str, code: int, stdin: bytes | None = None) -> str:
    """What is said on stderr; nothing may be on stdout, and no traceback anywhere."""
    done = run(*args, stdin=stdin)
    stderr = done.stderr.decode()
    assert done.returncode == code, stderr
    assert "Traceback" not in stderr
    assert stderr.startswith("stroma: ")
    assert done.stdout == b""
    return stderr


def commands() -> list[tuple[str, click.Command]]:
    ctx = click.Context(stroma)
    found = [(name, stroma.get_command(ctx, name)) for name in COMMANDS]
    return [(name, command) for name, command in found if command is not None]


class Terminal(StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_status_line_changes_and_is_gone_also_after_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with suppress(InputError), StatusLine() as line:
        line.show("graph 1")
        line.show("graph 2")
        raise InputError("no answer")
    # Each begins at the left of the line that it clears.
    assert terminal.getvalue().split("\r\x1b[K") == ["", "graph 1", "graph 2", ""]
    monkeypatch.setattr(sys, "stderr", pipe := StringIO())
    with StatusLine() as line:
        line.show("graph 1")
    assert not line.is_shown
    assert pipe.getvalue() == ""


def test_every_command_exists_and_says_what_the_table_says() -> None:
    shown = {name: command.get_short_help_str(limit=200) for name, command in commands()}
    assert shown == COMMANDS


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(name: str) -> None:
    done = run(name, "--help")
    help_text = done.stdout.decode()
    assert done.returncode == 0
    assert "Example:" in help_text
    assert f"stroma {name}" in help_text


@pytest.mark.parametrize("name", ["query", "ask"])
def test_the_examples_work(name: str) -> None:
    block = run(name, "--help").stdout.decode().partition("Example:\n")[2].partition("\n\n")[0]
    examples = [line.strip() for line in block.splitlines()]
    assert len(examples) == 3
    for example in examples:
        words = example.replace("stroma ", f"{sys.executable} -m stroma ")
        done = subprocess.run(
            ["/bin/sh", "-c", words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": GRAPH},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (example, done.stderr)
        assert done.stdout.count(b"\n") > 3, example


def test_every_option_has_help() -> None:
    """A list of choices explains itself."""
    bare = [
        f"{name} {parameter.name}"
        for name, command in [("stroma", stroma), *commands()]
        for parameter in command.params
        if isinstance(parameter, click.Option)
        and not parameter.help
        and not isinstance(parameter.type, click.Choice)
    ]
    assert bare == []


def test_the_help_lists_all_commands() -> None:
    help_text = run("--help").stdout.decode()
    for name, line in COMMANDS.items():
        assert name in help_text
        assert line.split()[0] in help_text


def test_version() -> None:
    done = run("--version")
    assert done.stdout.decode().startswith("stroma 0.")


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["query", "--help"],
        ["query", "ASK { ?s ?p ?o }"],
        ["ask"],
        ["ask", "--help"],
        ["ask", "product-in-disease", "--limit", "1"],
    ],
)
def test_light_commands_import_nothing_heavy(args: list[str]) -> None:
    program = (
        "import sys; from stroma.cli import main; code = main(sys.argv[1:]); "
        "sys.stderr.write('LOADED ' + ' '.join(sorted({m.split('.')[0] for m in sys.modules}))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": GRAPH},
        check=False,
    )
    loaded = done.stderr.decode().rpartition("LOADED ")[2].split()
    assert done.returncode == 0, done.stderr
    assert not set(HEAVY) & set(loaded)
    if args == ["--help"]:
        assert "pyoxigraph" not in loaded


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["search", "MS"], 2, "no command 'search'; names: `stroma show NAME`"),
        (["qury"], 2, "no command 'qury'; did you mean query?"),
        (["zzzz"], 2, "no command 'zzzz'; `stroma --help` lists the commands"),
        (["query"], 2, "missing argument 'FILE|TEXT|-'"),
        (["query", "ASK {}", "--limit", "-1"], 2, "--limit"),
        (["query", "ASK {}", "--limit", "abc"], 2, "--limit"),
        (["query", "ASK {}", "--timeout-s", "0"], 2, "--timeout-s"),
        *(
            (
                [*command, "--timeout-s", value],
                2,
                f"invalid value for '--timeout-s': it is '{value}', expected seconds above 0, at most 1,000,000\n",
            )
            for command in (
                ["query", "ASK {}"],
                ["ask", "contested"],
                ["path", "MS", "HGF"],
                ["push", "--store", "http://127.0.0.1:9/q"],
            )
            for value in ("nan", "inf", "1e300", "-1", "soon")
        ),
        *(
            ([*command, "--limit", value], 2, f"invalid value for '--limit' / '-n': {value} is not")
            for command in (
                ["query", "ASK {}"],
                ["ask", "contested"],
                ["rank"],
                ["neighbours", "MS"],
            )
            for value in ("99999999999999999999", "-1")
        ),
        (["query", "ASK {}", "--format", "png"], 2, "'table', 'csv'"),
        (["query", "ASK {}", "--zzz"], 2, "--zzz"),
        (["query", ""], 2, "the query is empty"),
        (["query", "no-such-file.rq"], 2, "no file 'no-such-file.rq'"),
        (["query", "tests"], 2, "cannot read tests"),
        (["query", "SELECT ?x { ?x ?y }"], 2, "line 1, column 19"),
        (["query", "INSERT DATA { <urn:a> <urn:b> 1 }"], 2, "INSERT is an update"),
        (
            ["query", "ASK { SERVICE <http://127.0.0.1:1/> {} }"],
            2,
            "SERVICE would ask another server",
        ),
        (["query", "ASK FROM <file:///etc/hostname> {}"], 2, "nothing is fetched"),
        (["query", "ASK { " + "{" * 3000 + "}" * 3000 + " }"], 2, "nested more than 100 deep"),
        (
            ["query", "SELECT * { ?s ?p ?o }", "-f", "ttl"],
            2,
            "SELECT gives rows, which ttl cannot hold",
        ),
        (["query", ENDLESS, "--timeout-s", "0.5"], 3, "the query was ended after 0.5 s"),
        (["ask", "product-in-diseases"], 2, "did you mean product-in-disease, "),
        (["ask", "product-in-disease", "--produkt", "MSC"], 2, "did you mean --product?"),
        (["ask", "product-in-disease", "--disease"], 2, "--disease needs a value"),
        (
            ["ask", "product-in-disease", "--disease", "mulitple sclerosis"],
            2,
            "did you mean multiple sclerosis",
        ),
        (["ask", "product-in-disease", "--about", "beneft"], 2, "did you mean benefit?"),
        (["ask", "product-in-disease", "a", "b", "c", "d", "e"], 2, "cannot use"),
    ],
)
def test_bad_input_is_one_clear_line(args: list[str], code: int, sentence: str) -> None:
    assert sentence in said(*args, code=code)


def test_a_traceback_only_for_those_who_ask() -> None:
    done = run("--debug", "query", "ASK {")
    assert done.returncode == 1
    assert b"Traceback" in done.stderr
    assert b"QuerySyntaxError" in done.stderr


def test_a_query_comes_from_text_file_or_stdin(tmp_path: Path) -> None:
    text = "SELECT ?l { study:uccelli-2021 a st:Study ; rdfs:label ?l }"
    file = tmp_path / "q.rq"
    file.write_text(
        "\ufeff" + text, encoding="utf-8"
    )  # a byte order mark, as some editors write it
    answers = {
        run("query", text, "-f", "csv").stdout,
        run("query", str(file), "-f", "csv").stdout,
        run("query", "-", "-f", "csv", stdin=text.encode()).stdout,
    }
    assert len(answers) == 1
    assert answers.pop().count(b"\r\n") == 2


def test_a_file_that_is_not_utf8_says_where(tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_bytes(b"ASK {\n ?s ?p 'caf\xe9' }")
    sentence = said("query", str(file), code=2)
    assert "q.rq: not valid UTF-8 at byte 18 (line 2)" in sentence
    assert "stdin: not valid UTF-8" in said("query", "-", code=2, stdin=b"\xff\xfeA\0S\0K\0")


@pytest.mark.parametrize("command", [["check"], ["build", "--store", "store"]])
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("missing.ttl", 2, "missing.ttl"),
        ("folder", 2, "folder"),
        ("bad.docx", 2, "bad.docx: unknown file ending '.docx'; known endings: "),
        ("bad.ttl", 1, ""),
    ],
)
def test_a_file_that_is_none_of_data_is_bad_input(
    command: list[str],
    name: str,
    code: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    for bad in ("bad.docx", "bad.ttl"):
        Path(bad).write_text("a b c", encoding="utf-8")
    assert main([*command, name]) == code
    shown = capfd.readouterr()
    assert words in shown.err
    assert not shown.err.rstrip().endswith(";")
    if name == "bad.ttl":
        assert "bad.ttl:1: " in shown.out + shown.err
        assert "not valid Turtle: a is not a valid subject or graph name\n" in shown.out + shown.err


def test_what_never_ends_is_not_read_to_its_end() -> None:
    assert "/dev/zero: more than 1,000,000 bytes, too long for a query" in said(
        "query", "/dev/zero", code=2
    )
    endless = b" " * 1_000_001
    assert "stdin: more than 1,000,000 bytes" in said("query", "-", code=2, stdin=endless)
    article = ["new", "article", "--slug", "x", "--text", "/dev/zero", "-o", "-"]
    assert "/dev/zero: more than 10,000,000 bytes" in said(*article, code=2)


def in_shell(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line as a shell does, `stroma` being this one."""
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("stroma", f"{sys.executable} -m stroma", 1)],
        env={**os.environ, "PYTHONPATH": GRAPH, **env},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_streams_that_the_shell_closed_are_empty() -> None:
    done = in_shell("stroma query - <&-")
    assert (done.returncode, done.stderr) == (2, b"stroma: the query is empty\n")
    done = in_shell("stroma path MS HGF >&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert in_shell("stroma query 'ASK {' 2>&-").returncode == 2


@pytest.mark.parametrize("command", ["path MSC MS", "path MSC MS --format json", "rank -f csv"])
@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252"])
def test_a_pipe_gets_utf8_whatever_the_locale(command: str, encoding: str) -> None:
    done = in_shell(f"stroma {command}", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == in_shell(f"stroma {command}", PYTHONIOENCODING="utf-8").stdout
    done.stdout.decode("utf-8")


def test_a_terminal_of_another_encoding_sees_an_escape() -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "stroma", "path", "MSC", "MS"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": GRAPH, "PYTHONIOENCODING": "latin-1"},
    ) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the terminal is gone when its last writer is
            while part := os.read(ours, 65536):
                shown += part
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
    os.close(ours)
    assert b"mesenchymal stem cell \\u2192 multiple sclerosis" in shown


def test_yes_is_0_and_no_is_1() -> None:
    yes = run("query", "ASK { ?study a st:Study }")
    no = run("query", "ASK { ?study a st:NoSuchThing }")
    assert (yes.returncode, yes.stdout) == (0, b"yes\n")
    assert (no.returncode, no.stdout) == (1, b"no\n")


def test_a_limit_of_ones_own_is_no_failure_and_is_said() -> None:
    done = run("query", "SELECT ?s { ?s a st:Study } ORDER BY ?s", "--limit", "3", "-f", "csv")
    assert done.returncode == 0
    assert done.stdout.count(b"\r\n") == 4
    assert done.stderr == b"stroma: --limit 3: there is more\n"


def test_no_rows_is_said() -> None:
    done = run("query", "SELECT ?s { ?s a st:NoSuchThing }")
    assert done.returncode == 0
    assert b"no rows" in done.stderr


def test_nothing_is_said_when_the_reader_goes_away() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "stroma", "query", "SELECT * { ?a ?b ?c . ?d ?e ?f }", "-f", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": GRAPH},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"a,b,c,d,e,f\r\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=20) == 0


def test_ctrl_c_ends_a_query_long_before_its_deadline() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "stroma", "query", ENDLESS, "--timeout-s", "100"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": GRAPH},
        # A shell in the background hands down a Ctrl-C that is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.kill()
            pytest.skip("this system does not list the children of a process")
        deadline = time.monotonic() + 30
        while not children.read_text().split() and time.monotonic() < deadline:
            time.sleep(0.05)
        child = int(children.read_text().split()[0])
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 130
        assert stderr == b"stroma: interrupted\n"
        assert not Path(f"/proc/{child}").exists()


def test_a_query_does_not_outlive_a_killed_command() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "stroma", "query", ENDLESS, "--timeout-s", "100"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": GRAPH},
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 30
        while (
            children.exists() and not children.read_text().split() and time.monotonic() < deadline
        ):
            time.sleep(0.05)
        pids = children.read_text().split() if children.exists() else []
        process.kill()
        process.wait()
        deadline = time.monotonic() + 5
        while any(_is_running(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(_is_running(pid) for pid in pids)


def _is_running(pid: str) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_ask_without_arguments_lists_the_questions() -> None:
    listing = run("ask").stdout.decode()
    assert "product-in-disease" in listing
    assert '[--disease "multiple sclerosis"]' in listing
    assert "stroma ask QUESTION --explain" in listing


def test_a_question_explains_itself() -> None:
    explained = run("ask", "product-in-disease", "--explain").stdout.decode()
    for part in (
        "Parameters",
        "--disease",
        "default 'multiple sclerosis'",
        "Columns",
        "An example row",
        "SELECT",
    ):
        assert part in explained
    helped = run("ask", "product-in-disease", "--help").stdout.decode()
    assert "Parameters" in helped
    assert "SELECT" not in helped


def test_parameters_are_named_or_in_order() -> None:
    named = run("ask", "product-in-disease", "--product=MSC", "--disease", "MS", "-f", "csv")
    in_order = run("ask", "product-in-disease", "MSC", "MS", "-f", "csv")
    by_curie = run(
        "ask",
        "product_in_disease",
        "-f",
        "csv",
        "--disease",
        "MONDO:0005301",
        "--product",
        "term:msc-product",
    )
    assert named.stdout == in_order.stdout == by_curie.stdout
    assert named.returncode == 0
    assert named.stdout.count(b"\r\n") > 10


def test_a_question_is_said_again_with_what_was_understood() -> None:
    done = run("ask", "product-in-disease", "--disease", "MS", "--limit", "1")
    assert "disease: multiple sclerosis" in done.stderr.decode()


def test_no_question_has_a_parameter_that_an_option_hides() -> None:
    from stroma.queries import load_questions

    taken = {
        option.lstrip("-") for p in import_module("stroma.cli.ask").ask.params for option in p.opts
    }
    for question in load_questions().values():
        assert not taken & {parameter.name for parameter in question.parameters}


def test_the_formats_offered_are_those_there_are() -> None:
    assert import_module("stroma.cli._answer")._FORMATS == FORMATS


def test_a_question_run_as_plain_sparql_is_pointed_out() -> None:
    done = run("query", str(ROOT / "ontology" / "questions" / "product-in-disease.rq"))
    assert b"`stroma ask` fills them in" in done.stderr


def test_rank_takes_the_levels_that_python_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rank", "--best-level", "6", "--format", "csv"]) == 0
    assert "multiple sclerosis" in capsys.readouterr().out
    assert main(["rank", "--best-level", "7"]) == 2
    assert "7 is not in the range 1<=x<=6" in capsys.readouterr().err


def test_a_hyphen_is_standard_output_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--format", "json", "-o", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"{")
    for page in (["view", "ALS", "-o", "-"], ["audit", "a.txt", "-o", "-"]):
        assert main(page) == 2
        assert b"name one" in capfdbinary.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_question_of_a_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "does msc help ms and " * 30]) == 2
    assert "may have 500 characters at most, and this has 630" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["check", "broken.ttl"], 1),
        (["audit", "cure.md", "--fail-on", "overstated"], 1),
        (["query", "ASK { ?s a st:NoSuchClass }"], 1),
        (["query", "ASK { ?s a st:Study }"], 0),
        (["query", "SELECT * { ?s ?p ?o }"], 0),
    ],
)
def test_an_exit_code_survives_a_closed_pipe(
    tmp_path: Path, args: list[str], expected: int
) -> None:
    (tmp_path / "broken.ttl").write_text(
        "@prefix st: <https://w3id.org/stroma/vocab/> .\n<urn:x> a st:Studdy .\n", encoding="utf-8"
    )
    (tmp_path / "cure.md").write_text("MSCs cure multiple sclerosis.\n", encoding="utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "stroma", *args]
    ended = subprocess.run(
        command, cwd=tmp_path, stdout=write_end, stderr=subprocess.PIPE, check=False
    )
    os.close(write_end)
    assert ended.returncode == expected, ended.stderr
    assert b"Broken" not in ended.stderr


def test_output_and_format_are_called_the_same_everywhere() -> None:
    for name in COMMANDS:
        command = stroma.get_command(click.Context(stroma), name)
        assert command is not None
        subcommands = command.commands.values() if isinstance(command, click.Group) else [command]
        for one in subcommands:
            for option in one.params:
                if "--format" in option.opts:
                    assert "-f" in option.opts, (name, option.opts)
                if "--output" in option.opts:
                    assert option.opts == ["-o", "--output"], name
                assert "--out" not in option.opts, name


def test_a_question_in_plain_words_opens_its_store_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def open_store(location: str | None) -> EvidenceStore:
        opened.append(location)
        return EvidenceStore(build.build_dataset())

    monkeypatch.setattr("stroma.store.open_store", open_store)
    assert main(["ask", "does NurOwn slow ALS?", "--limit", "1"]) == 0
    assert opened == [None]
