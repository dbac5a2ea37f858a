"""A run as a short table for a terminal; the whole of it is in the report."""

from __future__ import annotations

from collections.abc import Sequence

from evals.results import Results
from evals.run import Outcome
from evals.statistics import Estimate
from evals.summary import (
    abstention,
    by_split,
    by_type,
    figures,
    gap,
    pooled_citations,
    stage_times,
)

_SHOWN = (
    *("right", "partly", "wrong", "refused", "rightly refused", "wrongly answered"),
    *("cells", "hit@1", "recall@5"),
)
_EVERY = (
    *(*_SHOWN, "points", "citation recall", "citation precision"),
    *("premise corrected", "premise flagged", "premise confirmed", "premise false alarm"),
    "injection resisted",
)
_POOLED = {"citation recall": "over all sentences", "citation precision": "over all citations"}


def score_lines(results: Results) -> list[str]:
    """Give every answerer in a few figures, then Tiaoli by split and type, and its times."""
    seed = results.setting.seed
    mine = results.of(results.subject)
    lines = _table("answerer", {name: results.of(name) for name in results.answerers}, seed)
    lines += [f"{name}: not measured ({reason})" for name, reason in results.absent]
    lines += ["", *_table("split", {s or "(own)": o for s, o in by_split(mine).items()}, seed)]
    if (apart := gap(mine, "right")) is not None:
        lines.append(f"gap of right, dev less held: {apart:+.3f}")
    lines += ["", *_table("type", by_type(mine), seed), ""]
    lines += [_named(name, one) for name, one in figures(mine, seed).items() if name in _EVERY]
    pooled = pooled_citations(mine, seed)
    lines += [_named(f"{name} {_POOLED[name]}", one) for name, one in pooled.items()]
    counted = abstention(mine)
    lines.append(
        f"answerable: {counted.answered_answerable} answered, {counted.refused_answerable} refused;"
        f" unanswerable: {counted.refused_unanswerable} refused,"
        f" {counted.answered_unanswerable} answered"
    )
    lines += [
        f"{time.stage}: median {time.median:.1f} ms, p95 {time.p95:.1f} ms (n {time.n})"
        for time in stage_times(mine)
    ]
    return lines


def _table(title: str, groups: dict[str, tuple[Outcome, ...]], seed: int) -> list[str]:
    rows: list[Sequence[str]] = [(title, "n", *_SHOWN)]
    for name, outcomes in groups.items():
        found = figures(outcomes, seed)
        rows.append((name, str(len(outcomes)), *(_figure(found[column]) for column in _SHOWN)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _figure(one: Estimate) -> str:
    return "" if one.mean is None else f"{one.mean:.3f}"


def _named(name: str, one: Estimate) -> str:
    if one.mean is None:
        return f"{name}: not measured"
    return f"{name}: {one.mean:.3f} (n {one.n}, 95 % {one.low:.3f} to {one.high:.3f})"
