"""The table of a benchmark: medians and ranges of both sides, their ratio, and the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEAD = ("measure", "unit", "tiaoli", "limit", "langchain + our vectors", "langchain + transformer")
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: a figure of every run for tiaoli and the two LangChain sides.

    `limit` is the most that the median of tiaoli may be, None where nothing is promised. Lower is
    better in every row. A side that was not measured has no figures.
    """

    measure: str
    unit: str
    tiaoli: tuple[float, ...]
    limit: float | None = None
    same_vectors: tuple[float, ...] = ()
    transformer: tuple[float, ...] = ()

    @property
    def missed(self) -> str:
        """Why the limit is missed, or empty: `cold ask: 0.91 s, and the limit is 0.80 s`."""
        if self.limit is None or not self.tiaoli:
            return ""
        found = median(self.tiaoli)
        if found <= self.limit:
            return ""
        return (
            f"{self.measure}: {figure(found)} {self.unit},"
            f" and the limit is {figure(self.limit)} {self.unit}"
        )


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that `share` (0 to 1) of the values do not exceed, straight between two.

    `percentile([1, 2, 3, 4], 0.5) == 2.5`. Raises ValueError when there are no values.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no percentile {share} of {len(values)} values: give some, and 0 to 1")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def figure(value: float) -> str:
    """Write a number with three digits that count: `0.0123`, `0.80`, `12.3`, `1,234`."""
    if value == 0:
        return "0"
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def spread(values: Sequence[float]) -> str:
    """Write the median and the range of the runs: `0.52 (0.50–0.61)`; one run has no range."""
    if not values:
        return NOTHING
    if len(values) == 1:
        return figure(values[0])
    return f"{figure(median(values))} ({figure(min(values))}–{figure(max(values))})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Write their median as a multiple of ours: `12.3×` is theirs slower, `0.40×` ours."""
    if not ours or not theirs or median(ours) == 0:
        return ""
    return f"{figure(median(theirs) / median(ours))}×"


def _cells(row: Row) -> tuple[str, ...]:
    limit = NOTHING if row.limit is None else f"≤ {figure(row.limit)}"
    if row.missed:
        limit += " MISSED"
    sides = [
        f"{spread(side)} {ratio(row.tiaoli, side)}".strip()
        for side in (row.same_vectors, row.transformer)
    ]
    return row.measure, row.unit, spread(row.tiaoli), limit, *sides


def table(rows: Sequence[Row]) -> str:
    """Lay the rows out as an aligned Markdown table; × is the ratio to tiaoli."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    drawn = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def missed(rows: Sequence[Row]) -> list[str]:
    """List the limits that are missed, in words; empty when all are held."""
    return [row.missed for row in rows if row.missed]
