"""The command `tiaoli eval`: run, diff, gate, export, history, check, robustness.

Exit codes: 0 done, 1 the gate failed, 2 the input is wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import TiaoliError
from ui.commands.robustness import add_robustness
from ui.settings import home_from, judge_from

if TYPE_CHECKING:
    from evals.conduct import Plan
    from evals.questions import Case
    from evals.results import Results
    from index.home import Home
    from index.library import Library

_COLUMNS = """CSV and XLSX (first sheet): a row of column names, then one case a row.
  id, type, question, answer   needed; answer is a model answer
  doc, quote                   the evidence: a document's id and words that stand in it
  clause                       or the id of a clause (see `tiaoli clauses`)
  points, must_not             words that an answer must have, and must not have
  history, cells               lines `user: ...` or `assistant: ...`; `doc | quote | point | ...`
Several entries of a cell are divided by | or line breaks; one doc stands for all quotes.
JSONL: {"id", "type", "question", "gold": [{"doc", "quote"} or {"clause"}], "points": [],
  "answer", "must_not"?: [], "history"?: [..], "cells"?: [{"doc", "quote" or null, "points"}]}
Cases without evidence are those that must not be answered: unanswerable, injection.
"""

RUNS = "evals"
"""The folder of the runs in the home folder."""
SPLITS, EXPORTS = ("dev", "held"), ("ragas", "beir", "csv")


class EvalError(TiaoliError):
    """The evaluation is asked for something that cannot be."""


def add_eval(evaluate: argparse.ArgumentParser) -> None:
    """Give the parser of `tiaoli eval` its commands and options."""
    _run_options(evaluate)
    evaluate.set_defaults(run=_run)
    commands = evaluate.add_subparsers(metavar="command")
    run = commands.add_parser("run", help="ask the known questions (as plain `tiaoli eval`)")
    _run_options(run)
    run.set_defaults(run=_run)
    compare = commands.add_parser("diff", help="compare two runs, regressions first")
    compare.add_argument("before", type=Path, metavar="A")
    compare.add_argument("after", type=Path, metavar="B")
    compare.set_defaults(run=_diff)
    gate = commands.add_parser("gate", help="check bounds; the exit code is the verdict")
    gate.add_argument("place", type=Path, nargs="?", metavar="RUN", help="a run; else one is made")
    gate.add_argument("--min", action="append", default=[], metavar="NAME=VALUE")
    gate.add_argument("--max", action="append", default=[], metavar="NAME=VALUE")
    gate.add_argument("--file", type=Path, metavar="gate.toml", help="bounds; else the committed")
    gate.add_argument("--write", action="store_true", help="write bounds for what is reached now")
    gate.add_argument("--jobs", type=_whole, default=0, metavar="N")
    gate.set_defaults(run=_gate)
    export = commands.add_parser("export", help="write a run for other tools")
    export.add_argument("place", type=Path, metavar="RUN")
    export.add_argument("--format", choices=EXPORTS, required=True)
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    export.set_defaults(run=_export)
    commands.add_parser("history", help="the figures run by run").set_defaults(run=_history)
    add_robustness(commands)
    check = commands.add_parser(
        "check",
        help="check a set of your own (jsonl, csv, xlsx)",
        epilog=_COLUMNS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=_check)


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--split", action="append", default=[], choices=SPLITS)
    parser.add_argument("--type", action="append", default=[], metavar="T", help="only this type")
    parser.add_argument("--doc", action="append", default=[], metavar="ID", help="only its cases")
    parser.add_argument("--set", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder of the run")
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--ablations", action="store_true", help="also with signals switched off")
    parser.add_argument("--jobs", type=_whole, default=0, metavar="N", help="0: as many as pay")
    parser.add_argument("--seed", type=_whole, default=0, metavar="N", help="of the intervals")
    parser.add_argument("--judge", action="store_true", help="ask a language model, too")


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


_whole.__name__ = "whole number"


def _run(options: argparse.Namespace) -> int:
    from evals.conduct import Plan
    from ui.commands.progress import progress
    from ui.commands.scores import score_lines

    judge = judge_from() if options.judge else None
    home = home_from()
    library = home.open(_tell)
    cases = _cases(options, library)
    asked = tuple(
        (name, tuple(str(Path(value).name) for value in given))
        for name in ("split", "type", "doc", "set")
        if (given := getattr(options, name))
    )
    others = (not options.no_baselines, options.ablations)
    plan = Plan(cases, *others, options.seed, options.jobs, asked)
    results, judging = _conducted(plan, library, home), list[str]()
    if judge:
        from evals.judge import judged

        with progress("judging") as step:
            results, judging = judged(results, judge, step)
    folder = _saved(results, options.out or home.folder / RUNS / results.name)
    _say([*score_lines(results), *judging, "", str(folder)])
    return 0


def _cases(options: argparse.Namespace, library: Library) -> tuple[Case, ...]:
    """Give the cases asked for: the committed ones unless only own sets are named."""
    from evals.conduct import chosen
    from evals.questions import CASES, TYPES, read_cases
    from evals.sets import read_sets

    for type_ in options.type:
        if type_ not in TYPES:
            raise EvalError(f"no type {type_!r}; one of {', '.join(sorted(TYPES))}")
    for document_id in options.doc:
        if document_id not in library.documents:
            known = ", ".join(library.documents)
            raise EvalError(f"no document {document_id!r}; there are: {known}")
    own = read_sets(options.set, library)
    committed: tuple[Case, ...] = ()
    if options.split or not options.set:
        committed = chosen(read_cases(CASES, library.documents), splits=options.split)
    if twice := {case.id for case in own} & {case.id for case in committed}:
        raise EvalError(f"the id {min(twice)!r} is in a set and in the known questions; change it")
    found = chosen((*committed, *own), types=options.type, documents=options.doc)
    if not found:
        raise EvalError("no case is of this split, type and document; ask for fewer of them")
    return found


def _conducted(plan: Plan, library: Library, home: Home) -> Results:
    from evals.conduct import conduct
    from ui.commands.progress import progress

    with progress("asking") as step:
        return conduct(plan, library, home, step)


def _saved(results: Results, folder: Path) -> Path:
    from evals.report import write_report
    from evals.results import PAGE, save

    save(results, folder)
    write_report(folder / PAGE, results)
    return folder


def _diff(options: argparse.Namespace) -> int:
    from evals.diff import diff, diff_lines
    from evals.results import load

    _say(diff_lines(diff(load(options.before), load(options.after))))
    return 0


def _gate(options: argparse.Namespace) -> int:
    from evals.gate import GATE, proposed, read_bound, read_gate, rule, write_gate

    if options.write and (options.min or options.max):
        raise EvalError("--write proposes bounds itself; leave out --min and --max")
    bounds = [read_bound(text, kind) for kind in ("min", "max") for text in getattr(options, kind)]
    if not options.write and (options.file or not bounds):
        bounds += read_gate(options.file or GATE)
    results = _results(options)
    if options.write:
        write_gate(options.file or GATE, proposed(results))
        _say([proposed(results), str(options.file or GATE)])
        return 0
    ruling = rule(results, bounds)
    _say(ruling.lines)
    return ruling.code


def _results(options: argparse.Namespace) -> Results:
    """Load the run that a gate is asked about, or run the known questions without baselines."""
    from evals.conduct import Plan
    from evals.questions import CASES, read_cases
    from evals.results import load

    if options.place:
        return load(options.place)
    home = home_from()
    library = home.open(_tell)
    cases = read_cases(CASES, library.documents)
    results = _conducted(Plan(cases, baselines=False, jobs=options.jobs), library, home)
    _tell(str(_saved(results, home.folder / RUNS / results.name)))
    return results


def _export(options: argparse.Namespace) -> int:
    from evals.export import export
    from evals.results import load

    _say([str(path) for path in export(load(options.place), options.format, options.out)])
    return 0


def _history(options: argparse.Namespace) -> int:  # noqa: ARG001
    from evals.history import history_lines, read_history
    from evals.trend import write_trend

    history = read_history(folder := home_from().folder / RUNS)
    _say(history_lines(history))
    if history.entries:
        _say(["", str(write_trend(folder / "history.html", history))])
    return 0


def _check(options: argparse.Namespace) -> int:
    from evals.sets import check_set

    found = check_set(options.file, home_from().open(_tell))
    for fault in found.faults:
        _tell(fault)
    _say([f"{options.file.name}: {len(found.cases)} good cases, {len(found.faults)} faults"])
    return 2 if found.faults else 0


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _tell(line: str) -> object:
    return sys.stderr.write(line + "\n")
