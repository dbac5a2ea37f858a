"""The runs made so far, and how a figure went from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.gate import reached
from evals.results import NAME, Results, ResultsError, load
from evals.statistics import Estimate

TREND = ("dev.right", "held.right", "dev.wrong", "held.wrong")
"""Figures whose trend is shown."""
WIDTH = 40
"""Characters of a bar from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A run with what it reached in the figures of the trend."""

    name: str
    made: str
    code: str
    cases: str
    reached: tuple[tuple[str, Estimate], ...]


@dataclass(frozen=True, slots=True)
class History:
    """Every run that can be read, oldest first, and one line for each that cannot."""

    entries: tuple[Entry, ...]
    unreadable: tuple[str, ...]


def read_history(folder: Path, figures: Sequence[str] = TREND) -> History:
    """Read the runs of a folder, such as `TIAOLI_HOME/evals`."""
    entries, unreadable = [], []
    for place in sorted(path.parent for path in folder.glob(f"*/{NAME}")):
        try:
            entries.append(_entry(place.name, load(place), figures))
        except ResultsError as error:
            unreadable.append(str(error))
    return History(tuple(sorted(entries, key=lambda e: (e.made, e.name))), tuple(unreadable))


def _entry(name: str, results: Results, figures: Sequence[str]) -> Entry:
    outcomes, seed = results.of(results.subject), results.setting.seed
    return Entry(
        name,
        results.made,
        results.setting.code,
        results.setting.cases,
        tuple((figure, reached(outcomes, figure, seed)) for figure in figures),
    )


def history_lines(history: History) -> list[str]:
    """Give the trend of each figure as lines for a terminal: a bar a run, `|` marks the interval.

    A run over other cases than the one before it is marked `*`: the two cannot be compared.
    """
    lines: list[str] = []
    figures = [name for name, _ in history.entries[0].reached] if history.entries else []
    for place, figure in enumerate(figures):
        lines.append(figure)
        before = ""
        for entry in history.entries:
            other = "*" if before and entry.cases != before else " "
            before = entry.cases
            lines.append(f" {other}{entry.name}  {_bar(entry.reached[place][1])}")
    lines += [f"unreadable: {line}" for line in history.unreadable]
    return lines or ["no run yet; make one by `tiaoli eval`"]


def _bar(reached: Estimate) -> str:
    if reached.mean is None or reached.low is None or reached.high is None:
        return "not measured"
    cells = ["█" if cell < round(reached.mean * WIDTH) else "·" for cell in range(WIDTH)]
    for end in (reached.low, reached.high):
        cells[min(WIDTH - 1, max(0, round(end * WIDTH) - 1))] = "|"
    return f"{''.join(cells)} {reached.mean:.3f} (n {reached.n})"
