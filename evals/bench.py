"""How fast and how large: tiaoli beside plain LangChain over the same five documents.

`python -m evals.bench` measures both sides in turn, each step in a process of its own, and prints
one table. Exit code 1 when a limit of ours is missed. docs/bench.md explains the rows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from evals.bench_machine import load, machine
from evals.bench_measures import PARTS, SIDES, TIAOLI, Bench, Plan, measure
from evals.bench_table import Row, missed, table
from ingest.errors import TiaoliError

ROUNDS = {"cold": 7, "build": 3, "warm": 3, "chat": 3}
QUICK = {"cold": 3, "build": 1, "warm": 1, "chat": 1}
"""How often each part is measured."""


def _plan(options: argparse.Namespace) -> Plan:
    parts = tuple(part for part in PARTS if not options.part or part in options.part)
    return Plan(parts, (TIAOLI,) if options.alone else SIDES, QUICK if options.quick else ROUNDS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    parser.add_argument("--alone", action="store_true", help="without the LangChain sides")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure here as well")
    parser.add_argument("--no-gate", action="store_true", help="exit with 0 even over a limit")
    return parser


def _write(path: Path, about: str, loads: tuple[str, str], rows: Sequence[Row]) -> None:
    record = {"machine": about, "load": loads, "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; give 0, 1 when a limit is missed, 2 when it could not be measured."""
    options = _parser().parse_args(arguments)
    before = load()
    try:
        with tempfile.TemporaryDirectory(prefix="tiaoli-bench-") as folder:
            rows = measure(Bench(Path(folder), _plan(options)), _tell)
    except TiaoliError as error:
        _tell(f"bench: {error}")
        return 2
    about, loads = machine(), (before, load())
    sys.stdout.write(f"{about}\nload {loads[0]} before, {loads[1]} after\n\n{table(rows)}\n")
    if options.json:
        _write(options.json, about, loads, rows)
    for reason in missed(rows):
        sys.stdout.write(f"over the limit: {reason}\n")
    return 1 if missed(rows) and not options.no_gate else 0


if __name__ == "__main__":
    sys.exit(main())
