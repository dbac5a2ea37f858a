"""The trend of the figures as one self-contained page with a drawn line for each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from evals.history import Entry, History
from evals.results import ResultsError
from evals.statistics import Estimate
from index.durable import replace_file

_WIDE, _HIGH, _EDGE = 720, 160, 24
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Tiaoli: run history</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; }}
svg {{ width: 100%; height: auto; }}
.frame {{ fill: none; stroke: currentColor; opacity: .3; }}
.line {{ fill: none; stroke: currentColor; stroke-width: 2; }}
.range {{ stroke: currentColor; opacity: .5; }}
</style>
<h1>Run history</h1>
<p>{count} runs, oldest first. Bars are 95 % intervals; a ring: other cases than the run before.</p>
{figures}
</html>
"""


def write_trend(path: Path, history: History) -> Path:
    """Write the page; raises ResultsError when that is not possible."""
    names = [name for name, _ in history.entries[0].reached] if history.entries else []
    figures = "\n".join(
        f"<h2>{escape(name)}</h2>\n{_drawn(name, place, history.entries)}"
        for place, name in enumerate(names)
    )
    page = _PAGE.format(count=len(history.entries), figures=figures)
    try:
        replace_file(path, page.encode())
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written ({error.strerror or error})") from error
    return path


def _drawn(name: str, place: int, entries: Sequence[Entry]) -> str:
    points: list[tuple[float, float]] = []
    marks: list[str] = []
    step = (_WIDE - 2 * _EDGE) / max(1, len(entries) - 1)
    before = ""
    for number, entry in enumerate(entries):
        reached = entry.reached[place][1]
        other, before = bool(before) and entry.cases != before, entry.cases
        if reached.mean is None:
            continue
        x, y = _EDGE + number * step, _y(reached.mean)
        points.append((x, y))
        marks.append(_mark(x, y, reached, entry, hollow=other))
    if not marks:
        return "<p>not measured</p>"
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    label = f"{escape(name)} from run to run"
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{label}">'
        f'<rect class="frame" x="{_EDGE}" y="{_y(1)}" width="{_WIDE - 2 * _EDGE}"'
        f' height="{_y(0) - _y(1)}"/><polyline class="line" points="{line}"/>'
        + "".join(marks)
        + "</svg>"
    )


def _mark(x: float, y: float, reached: Estimate, entry: Entry, *, hollow: bool) -> str:
    fill = 'fill="none" stroke="currentColor"' if hollow else 'fill="currentColor"'
    said = f"{entry.made}: {reached.mean:.3f} (n {reached.n}) {entry.name}"
    low, high = reached.low or 0.0, reached.high or 0.0
    return (
        f'<line class="range" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(low):.1f}" y2="{_y(high):.1f}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {fill}><title>{escape(said)}</title></circle>'
    )


def _y(share: float) -> float:
    return _EDGE + (1 - share) * (_HIGH - 2 * _EDGE)
