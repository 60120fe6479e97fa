"""`stroma ask`: named questions with parameters in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from stroma.cli._answer import answer_options, stream_answer
from stroma.cli._settings import Settings, note, store_option
from stroma.errors import InputError, ParameterError, UnknownQuestionError
from stroma.queries import find_question, load_questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stroma.queries import Question
    from stroma.queries.asking import Understood
    from stroma.store import EvidenceStore

__all__ = ["ask"]

# Studies that are listed where it is not clear what is asked.
_STUDIES: Final = 6


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("name", metavar="[QUESTION]", required=False)
@click.argument("args", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAM VALUE]...")
@click.option(
    "--explain", is_flag=True, help="Show the question, its parameters, columns and SPARQL."
)
@answer_options
@store_option
@click.option(
    "--help", "-h", "wants_help", is_flag=True, help="Show this, or with QUESTION what it takes."
)
@click.pass_context
def ask(
    ctx: click.Context,
    name: str | None,
    args: tuple[str, ...],
    explain: bool,
    fmt: str | None,
    limit: int | None,
    timeout_s: float,
    wants_help: bool,
) -> int:
    """Answer a named question; without arguments, list them.

    A question in plain words is answered when it is clear which named one it is, and that is said on stderr; else the
    nearest are listed there, and the answer is the studies whose records hold most of its words, as `stroma find` has them.
    A parameter takes a label, synonym, slug or CURIE. `stroma ask QUESTION --explain` shows what a question takes, and
    which disease it is about when none is given (often one: multiple sclerosis; --disease any asks about every disease).
    How the question was understood goes to stderr.

    \b
    Example:
      stroma ask
      stroma ask product-in-disease --product "adipose MSC" --disease MS
      stroma ask "does NurOwn slow ALS?"
    """
    if name is None:
        click.echo(ctx.get_help() if wants_help else "\n".join(_list_lines(load_questions())))
        return 0
    questions = load_questions()
    words = ""
    columns: Sequence[str] = ()
    settings = ctx.ensure_object(Settings)
    try:
        question = find_question(name, questions)
    except UnknownQuestionError as unknown:
        is_one_word = " " not in name and (not args or args[0].startswith("--"))
        if unknown.near and is_one_word:
            raise
        store = settings.open_store()
        at = next((i for i, word in enumerate(args) if word.startswith("--")), len(args))
        words = " ".join((name, *args[:at]))
        found = _understand(words, args[at:], questions, store, timeout_s)
        if found.each and not args[at:]:
            return _each(words, found, store, fmt, limit, timeout_s)
        if found.question is None:
            return _studies_instead(words, found, store, fmt, limit)
        question, args = found.question, _with_meant(found, args[at:])
        columns = found.columns
        _note_unused(store, found)
    if explain or wants_help:
        click.echo("\n".join(_explain_lines(question, with_sparql=explain)))
        if explain and any(column.name == "year" for column in question.columns):
            _explain_years(settings.open_store())
        return 0
    given = parse_parameters(question, args)
    store = settings.open_store()
    bindings = question.bind(given, store.resolve_term, store.resolve_source)
    from stroma.queries.articles import check_article
    from stroma.queries.asking import restate, told_first
    from stroma.queries.column_order import with_first
    from stroma.queries.elsewhere import why_no_rows

    check_article(question, bindings, store)
    note(restate(question, given, bindings, store))
    if said := told_first(question, bindings, store):
        note(said)
    return stream_answer(
        store,
        with_first(question.sparql, columns),
        fmt="plain-tsv" if fmt == "tsv" else fmt,
        limit=limit,
        timeout_s=timeout_s,
        bindings=bindings,
        if_empty=lambda: why_no_rows(store, question, given) + _of_words(store, words),
        sums_up=True,
        remarks=False,
    )


def _note_unused(store: EvidenceStore, found: Understood) -> None:
    """Say in which records on what is asked of the words stand that chose nothing."""
    if found.unused:
        from stroma.study_search import said_of_unused

        if said := said_of_unused(store, found.unused, found.given):
            note(said)


def _of_words(store: EvidenceStore, words: str) -> str:
    """Under an empty answer to a question in plain words: which studies hold most of them."""
    if not words:
        return ""
    from stroma.study_search import said_of_words

    return said_of_words(store, words)


def _explain_years(store: EvidenceStore) -> None:
    """What a list by year leaves out."""
    from stroma.queries.undated import undated

    if bias := undated(store):
        click.echo(f"\nBy year\n  {bias}")


def _understand(
    text: str,
    options: Sequence[str],
    questions: Mapping[str, Question],
    store: EvidenceStore,
    timeout_s: float,
) -> Understood:
    """What words ask, with the options that were given beside them; how they were understood is said."""
    from stroma.queries.asking import command_of, understand
    from stroma.queries.elsewhere import or_instead

    found = understand(text, questions, store, chosen=_chosen(options))
    if found.question is not None:
        note(f"understood as: {command_of(found.question, _meant(found, options), options)}")
        for told in found.notes:
            note(told)
        if not options:
            found, told = or_instead(found, store, timeout_s)
            if told:
                note(told)
    return found


def _chosen(options: Sequence[str]) -> set[str]:
    return {word[2:].partition("=")[0] for word in options if word.startswith("--")}


def _meant(found: Understood, options: Sequence[str]) -> dict[str, str]:
    """The parameters that the words give, but for those that were given beside them."""
    chosen = _chosen(options)
    return {key: value for key, value in found.given.items() if key not in chosen}


def _with_meant(found: Understood, options: Sequence[str]) -> tuple[str, ...]:
    return (*(f"--{key}={value}" for key, value in _meant(found, options).items()), *options)


def _each(
    words: str,
    found: Understood,
    store: EvidenceStore,
    fmt: str | None,
    limit: int | None,
    timeout_s: float,
) -> int:
    """Answer a question that is about one thing of each that was named, one answer after the other; studies make one list.

    Raises:
        InputError: the format holds one answer alone; names the question of each.
    """
    from stroma.cli._explore import write_answer
    from stroma.queries.asking import restate, told_first
    from stroma.study_search import studies_named

    names = [one.given.get("study", "") for one in found.each]
    if all(names) and fmt in (None, "table", "csv", "json"):
        note(f"{', '.join(names)}: what each found; {found.each[0].command} tells all of one")
        write_answer(studies_named(store, names), "text" if fmt in (None, "table") else fmt)
        return 0
    if fmt not in (None, "table"):
        raise InputError(_not_understood(words, found))
    code = 0
    for told in found.notes:
        # That each is asked is seen.
        if not told.startswith("a question is about one"):
            note(told)
    for n, one in enumerate(found.each):
        if n:
            click.echo()
        note(f"understood as: {one.command}")
        bindings = one.question.bind(one.given, store.resolve_term, store.resolve_source)
        note(restate(one.question, one.given, bindings, store))
        if said := told_first(one.question, bindings, store):
            note(said)
        code = stream_answer(
            store,
            one.question.sparql,
            fmt=fmt,
            limit=limit,
            timeout_s=timeout_s,
            bindings=bindings,
            sums_up=True,
            remarks=False,
        )
    return code


def _studies_instead(
    words: str, found: Understood, store: EvidenceStore, fmt: str | None, limit: int | None
) -> int:
    """Answer with the studies whose records hold most of the words, where it is not clear which question they are.

    Raises:
        InputError: what is asked is not told here, every word has its use in the nearest questions, no study is found, or the
            format is none of a list of studies; names the nearest questions.
    """
    from stroma.cli._explore import write_answer
    from stroma.study_search import find_instead

    unclear = InputError(_not_understood(words, found))
    is_read = found.unused or found.notes
    if found.is_declined or not is_read or fmt not in (None, "table", "csv", "json"):
        raise unclear
    try:
        studies = find_instead(store, words, limit=limit or _STUDIES)
    except InputError:
        raise unclear from None
    if not studies.found:
        raise InputError(_not_understood(words, found, studies.remarks()[:1]))
    note(str(unclear))
    note("no answer, but the studies whose records hold most of these words:")
    write_answer(studies, "text" if fmt in (None, "table") else fmt)
    return 0


def _not_understood(text: str, found: Understood, also: Sequence[str] = ()) -> str:
    from stroma.queries.asking import unused_words

    if found.in_danger:
        return found.notes[0]
    said = (*(f"; {told}" for told in found.notes), unused_words(found))
    unused = "".join((*said, *(f"; {told}" for told in also)))
    if not found.nearest:
        return f"no question is asked by {text!r}{unused}; `stroma ask` lists them, `stroma show TERM` shows a term"
    listed = "".join(f"\n  {command}" for command in found.nearest)
    return f"it is not clear which question {text!r} is{unused}; the nearest are{listed}"


def parse_parameters(question: Question, args: Sequence[str]) -> dict[str, str]:
    """Parameters from `--name value`, `--name=value`, and bare words in the question's order.

    Raises:
        ParameterError: a value is missing, given twice, or too many.
    """
    given: dict[str, str] = {}
    bare: list[str] = []
    rest = iter(args)
    for word in rest:
        if not word.startswith("--"):
            bare.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if name in given:
            raise ParameterError(f"--{name} is given twice")
        if not equals:
            value_or_none = next(rest, None)
            if value_or_none is None:
                raise ParameterError(f"--{name} needs a value")
            value = value_or_none
        given[name] = value
    free = [p.name for p in question.parameters if p.name not in given]
    if len(bare) > len(free):
        raise ParameterError(
            f"{question.name} cannot use {bare[len(free)]!r}; it takes {_usage(question) or 'no parameters'}"
        )
    return {**given, **dict(zip(free, bare, strict=False))}


def _list_lines(questions: Mapping[str, Question]) -> Iterator[str]:
    group = None
    for question in questions.values():
        if question.group != group:
            yield from (["", question.group] if group is not None else [question.group])
            group = question.group
        yield f"  {question.name}"
        yield f"      {question.question}"
        if question.parameters:
            yield f"      {_usage(question)}"
    yield ""
    yield "Ask one:    stroma ask QUESTION [--PARAM VALUE]..."
    yield "Look at it: stroma ask QUESTION --explain"
    yield (
        "A question with [--disease ...] is about that one disease unless told otherwise; --disease any asks about every "
        "disease, --product any about every product."
    )


def _usage(question: Question) -> str:
    parts = []
    for parameter in question.parameters:
        default = parameter.default
        shown = (
            "VALUE"
            if default is None
            else f'"{default}"'
            if " " in default or not default
            else default
        )
        part = f"--{parameter.name} {shown}"
        parts.append(part if default is None else f"[{part}]")
    return " ".join(parts)


def _explain_lines(question: Question, *, with_sparql: bool) -> Iterator[str]:
    yield question.question
    if question.caution:
        yield f"  {question.caution}"
    yield ""
    yield f"  stroma ask {question.name} {_usage(question)}".rstrip()
    if question.parameters:
        yield ""
        yield "Parameters"
        margin = max(len(p.name) for p in question.parameters) + 2
        for parameter in question.parameters:
            default = (
                f"; default {parameter.default!r}{', one disease only' * parameter.narrows}"
                if parameter.default is not None
                else "; required"
            )
            yield f"  --{parameter.name:<{margin}} {parameter.meaning}"
            yield f"  {'':<{margin + 2}} {parameter.allowed}{default}"
    yield ""
    yield "Columns"
    margin = max(len(column.name) for column in question.columns) + 2
    for column in question.columns:
        yield f"  {column.name:<{margin}} {column.meaning}"
    yield ""
    yield "An example row"
    yield "  " + " | ".join(f"{name}={value}" for name, value in question.example.items())
    if with_sparql:
        yield ""
        yield "SPARQL"
        body = [line for line in question.sparql.splitlines() if not line.startswith("#")]
        yield from (f"  {line}".rstrip() for line in body)
