"""The command `tiaoli eval robustness`: what mistyped questions cost."""

from __future__ import annotations

import argparse
import json
import sys

from ui.settings import home_from

SPLITS = ("dev", "held")


def add_robustness(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Give `tiaoli eval` its command `robustness`."""
    parser = commands.add_parser("robustness", help="ask mistyped questions beside the plain ones")
    parser.add_argument("--split", action="append", default=[], choices=SPLITS)
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of what is mistyped")
    parser.add_argument("--json", action="store_true", help="figures and questions that moved")
    parser.set_defaults(run=_robustness)


def _robustness(options: argparse.Namespace) -> int:
    """Print one table, or JSON; the exit code is always 0."""
    from evals.conduct import chosen
    from evals.homophones import words_of
    from evals.parallel import TIAOLI, bench
    from evals.perturb import perturbations
    from evals.questions import CASES, read_cases
    from evals.robustness import examine, robustness_lines, robustness_records
    from ui.commands.progress import progress

    library = home_from().open(lambda line: sys.stderr.write(line + "\n"))
    cases = chosen(read_cases(CASES, library.documents), splits=options.split)
    changes = perturbations(words_of(clause.text for clause in library.clauses.values()))
    here = bench(library)
    with progress("asking") as step:
        rows = examine(cases, changes, here.answerer(TIAOLI), here.atlas, (options.seed,), step)
    if options.json:
        records = {"seed": options.seed, "cases": len(cases), "rows": robustness_records(rows)}
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(robustness_lines(rows)) + "\n")
    return 0
