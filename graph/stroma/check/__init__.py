"""Is a file of data right? Each problem with file, line, what is wrong and what to do.

Read first: `check_files` and `raise_on_errors`. The rules in Python (`rules`) run on a person's own files at each build; SHACL (`shacl`, over `ontology/shapes.ttl`) runs in `stroma check` and in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stroma.check.problem import Problem, Rule, Severity, Spot
from stroma.data import data_files
from stroma.errors import DataError
from stroma.vocabulary import PREFIXES, to_curie

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from stroma.check.held import Held
    from stroma.check.statements import Statements

__all__ = [
    "Problem",
    "Severity",
    "check_files",
    "doubled_sources",
    "raise_on_errors",
    "rules",
    "told_replaced",
]

# Of two records that run into one, each value is one too many.
_TWICE = frozenset({"described-twice", "duplicate-id"})


def check_files(
    paths: Sequence[Path] = (),
    *,
    packaged: bool = True,
    shacl: bool = False,
    report: Callable[[int, int], None] | None = None,
    held: Held | None = None,
) -> list[Problem]:
    """Everything that is wrong in some files; without any, in the packaged base.

    Args:
        packaged: the packaged base stands beside the files, so that they can name its terms and studies.
        shacl: run ontology/shapes.ttl too; takes seconds, of thousands of findings minutes.
        report: told how many of how many records the shapes have seen.
        held: a store; the files may name what it holds, and a study that it has under another name is a doubt.

    Returns:
        Problems by file, then line.

    Raises:
        InputError: a file cannot be opened or its name has no known ending.
    """
    from stroma.data import packaged_files

    beside = packaged_files() if packaged or not paths else data_files("stroma.ttl")
    own = list(dict.fromkeys(paths)) or beside
    statements, problems = _read(beside, own)
    spots: list[Spot] = [spot for rule in rules() for spot in rule(statements)]
    if shacl:
        from stroma.check.shacl import shape_spots

        # The rules in Python say more of the same thing.
        said = {(spot.subject, spot.property) for spot in spots} | {
            (spot.subject, None) for spot in spots
        }
        found = shape_spots(statements, report) if report else shape_spots(statements)
        twice = {spot.subject for spot in spots if spot.rule in _TWICE}
        spots += [
            s for s in found if (s.subject, s.property) not in said and s.subject not in twice
        ]
    if held is not None:
        spots = [*_not_held(spots, held), *held.namesakes(statements)]
    problems += _placed(spots, statements)
    if not paths:
        from stroma.check.sheets import sheet_problems

        problems += sheet_problems(statements)
    return sorted(set(problems), key=lambda p: (str(p.path), p.line or 0, p.subject, p.wrong))


def doubled_sources(paths: Sequence[Path], held: Held) -> list[Problem]:
    """The studies and references of some files that another one of the files or of a store has the identifier of; no other rule runs."""
    from stroma.check.relations import duplicate_sources

    statements, _ = _read(data_files("stroma.ttl"), list(dict.fromkeys(paths)))
    spots = [
        *duplicate_sources(statements.records, statements.is_checked),
        *held.namesakes(statements),
    ]
    return sorted(_placed(spots, statements), key=lambda p: (str(p.path), p.line or 0, p.wrong))


def _not_held(spots: Sequence[Spot], held: Held) -> Iterator[Spot]:
    """What is wrong without the names of what a store describes."""
    from stroma.check.links import LINK_RULES

    unknown = {spot.value for spot in spots if spot.rule in LINK_RULES and spot.value}
    described = held.described(unknown)
    return (s for s in spots if s.rule not in LINK_RULES or s.value not in described)


def rules() -> tuple[Rule, ...]:
    """Every rule in Python, from statements to what is wrong with them."""
    from stroma.check.belonging import belonging_rules
    from stroma.check.counts import count_rules
    from stroma.check.decisions import decision_rules
    from stroma.check.designs import design_rules
    from stroma.check.fields import field_rules
    from stroma.check.hints import hint_rules
    from stroma.check.intervals import interval_rules
    from stroma.check.labels import label_rules
    from stroma.check.laboratory import laboratory_rules
    from stroma.check.notices import notice_rules
    from stroma.check.people import people_rules
    from stroma.check.plausible import plausibility_rules
    from stroma.check.ranges import range_rules
    from stroma.check.relations import relation_rules
    from stroma.check.terms import term_rules
    from stroma.check.values import value_rules
    from stroma.check.vocabulary import vocabulary_rules

    return (
        field_rules,
        vocabulary_rules,
        relation_rules,
        hint_rules,
        plausibility_rules,
        people_rules,
        laboratory_rules,
        count_rules,
        value_rules,
        interval_rules,
        design_rules,
        belonging_rules,
        decision_rules,
        notice_rules,
        label_rules,
        range_rules,
        term_rules,
    )


def raise_on_errors(
    own_files: Sequence[Path], packaged: bool = True, *, links: bool = True
) -> list[Problem]:
    """Check a person's own files with the rules that need no SHACL; what is doubtful only is given back.

    Args:
        links: with False, what the files name may be described elsewhere.

    Raises:
        DataError: with file and line of the first error, and how many there are.
    """
    problems = check_files(own_files, packaged=packaged)
    errors = [p for p in problems if p.severity == "error"]
    if not links:
        from stroma.check.links import LINK_RULES

        errors = [p for p in errors if p.rule not in LINK_RULES]
    if not errors:
        return problems
    # Whatever else is wrong with an export of the whole graph follows from this.
    errors.sort(key=lambda problem: problem.rule != "computed-graph")
    first, rest = errors[0], len(errors) - 1
    more = (
        f" (and {rest} more; `stroma check {' '.join(map(str, own_files))}` lists all)"
        if rest
        else ""
    )
    subject = f"{first.subject}: " if first.subject else ""
    repair = f"; {first.repair}" if first.repair else ""
    raise DataError(f"{subject}{first.wrong}{repair}{more}", path=first.path, line=first.line)


def told_replaced(problems: Iterable[Problem]) -> list[str]:
    """Of what is doubtful: which packaged records give way to a person's own, and which stand twice from now on."""
    return [
        f"{problem.path}: {problem.wrong}" if problem.rule == "replaces-packaged" else str(problem)
        for problem in problems
        if problem.rule in ("replaces-packaged", "duplicate-id")
    ]


def _read(beside: Sequence[Path], own: Sequence[Path]) -> tuple[Statements, list[Problem]]:
    from stroma.check.replaced import NO_EDITION, no_edition
    from stroma.check.statements import statements_of
    from stroma.errors import InputError, StromaError
    from stroma.sources.files import profile_of, read_file

    problems: list[Problem] = []
    parts: list[tuple[Path, list[Quad]]] = []
    for path in [*(p for p in beside if p not in own), *own]:
        try:
            quads = read_file(path)
        except InputError:  # no file of data at all, as one that is missing
            raise
        except StromaError as error:
            problems.append(_unreadable(path, error))
            continue
        if path in own and profile_of(quads, path).is_ontology:
            wrong = (
                "is an ontology: held as it is, nothing in it is checked, a term or evidence here"
            )
            repair = "to use one of its terms, make it one with `stroma new term`"
            problems.append(Problem(path, 1, "", wrong, repair, "warning", "ontology"))
            continue
        parts.append((path, quads))
        if path in own and not quads:
            repair = "write a record, or leave the file out"
            problems.append(Problem(path, 1, "", "states nothing", repair, "error", "empty"))
    statements, lost = statements_of(parts, own)
    for path, graph, other in lost:
        name = graph.removeprefix(PREFIXES["graph"])
        wrong = f"its graph, {name}, is also that of {other.name}, which a build would lose"
        repair = "give the file another name, its study or article another slug, or merge the files"
        problems.append(Problem(path, 1, "", wrong, repair, rule="same-graph"))
    for one in statements.replaced:
        name = one.graph.removeprefix(PREFIXES["graph"])
        if one.lost_identifiers:
            wrong = no_edition(f"the packaged {name}", one.lost_identifiers)
            problems.append(Problem(one.path, 1, "", wrong, NO_EDITION, rule="replaces-another"))
            continue
        wrong = f"takes the place of the packaged {name} ({one.other.name})" + (
            f": {one.changes}" if one.changes else ", and has further findings"
        )
        repair = "give it a slug of its own, unless it is meant as a newer edition of that record"
        problems.append(Problem(one.path, 1, "", wrong, repair, "warning", "replaces-packaged"))
        if one.is_unsigned:
            wrong = f"changes what {name} weighs, and its st:curatedOn and notes are those of the edition before"
            repair = "write who corrected it and when (st:curator, st:curatedOn), and in st:readNote, of a finding skos:note, what was read where"
            problems.append(Problem(one.path, 1, "", wrong, repair, "warning", "unsigned-change"))
    return statements, problems


def _unreadable(path: Path, error: Exception) -> Problem:
    reason = getattr(error, "reason", None) or str(error).removeprefix(f"{path}: ")
    return Problem(path, getattr(error, "line", None), "", reason, "", "error", "unreadable")


def _placed(spots: Iterable[Spot], statements: Statements) -> list[Problem]:
    from stroma.check.places import Places

    places: dict[Path, Places] = {}
    problems = []
    for spot in spots:
        path = spot.path or _path_of(spot, statements)
        if path is None:
            continue
        if path not in places:
            places[path] = Places.of_file(path)
        subject = spot.subject
        if spot.property and spot.property.startswith(PREFIXES["oa"]):
            subject = next(iter(statements.texts(subject, PREFIXES["oa"] + "hasSelector")), subject)
        line = places[path].line(subject, spot.property, spot.value)
        problems.append(
            Problem(
                path,
                line,
                to_curie(spot.subject),
                spot.wrong,
                spot.repair,
                spot.severity,
                spot.rule,
                to_curie(spot.property or ""),
            )
        )
    return problems


def _path_of(spot: Spot, statements: Statements) -> Path | None:
    if spot.property is not None:
        for said in statements.said(spot.subject, spot.property):
            if said.path in statements.checked and (spot.value is None or said.text == spot.value):
                return said.path
    return statements.path_of(spot.subject)
