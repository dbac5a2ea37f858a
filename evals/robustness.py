"""How answers stand up to mistyped questions: every case asked plain and changed, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evals.answerers import Answerer
from evals.gold import Atlas
from evals.perturb import Change
from evals.questions import Case
from evals.run import Outcome, Step, run
from evals.statistics import Estimate, estimate

COMPARED = ("hit@1", "recall@5", "points")
"""Measures that are shown before and after; the loss is that of `LOSS_OF`."""
LOSS_OF = "recall@5"


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of change costs.

    `pairs` are the outcomes of a question as it was and as it was changed; a question on which the
    change has no effect is not among them.
    """

    name: str
    pairs: tuple[tuple[Outcome, Outcome], ...]

    def mean(self, measure: str, after: bool) -> float | None:
        """Give the mean of a measure before or after the change; None where none was measured."""
        return estimate([pair[after].scores[measure] for pair in self.pairs]).mean

    def loss(self, measure: str = LOSS_OF) -> Estimate:
        """Give what a measure falls by, with its interval; above 0 is worse than before."""
        scores = [(old.scores[measure], new.scores[measure]) for old, new in self.pairs]
        return estimate([None if a is None or b is None else a - b for a, b in scores])

    @property
    def same_first(self) -> float | None:
        """The share of questions whose first clause stays the same; higher is better."""
        return estimate([_first(old) == _first(new) for old, new in self.pairs]).mean


def _first(outcome: Outcome) -> tuple[str, ...]:
    return outcome.reply.retrieved[:1]


def examine(
    cases: Sequence[Case],
    changes: dict[str, Change],
    answerer: Answerer,
    atlas: Atlas,
    seeds: Sequence[int] = (0,),
    step: Step = lambda *_: None,
) -> list[Row]:
    """Ask the cases plain, then with each change for each seed; `step` is told (done, all)."""
    asked = {name: _changed(cases, change, seeds) for name, change in changes.items()}
    total = len(cases) + sum(map(len, asked.values()))
    done = 0

    def tell(_done: int, _all: int) -> None:
        nonlocal done
        done += 1
        step(done, total)

    plain = run(cases, [answerer], atlas, tell)
    return [
        Row(
            name,
            tuple(
                zip(
                    [plain[place] for place, _ in pairs],
                    run([case for _, case in pairs], [answerer], atlas, tell),
                    strict=True,
                )
            ),
        )
        for name, pairs in asked.items()
    ]


def _changed(cases: Sequence[Case], change: Change, seeds: Sequence[int]) -> list[tuple[int, Case]]:
    """Give the cases that a change has an effect on, as changed, each with its place."""
    return [
        (place, replace(case, question=question))
        for seed in seeds
        for place, case in enumerate(cases)
        if (question := change(case.question, seed)) != case.question
    ]


def robustness_lines(rows: Sequence[Row]) -> list[str]:
    """Give the rows as a table for a terminal."""
    head = ["changed by", "n", *(f"{m} was/is" for m in COMPARED), "same first"]
    table = [[*head, f"loss of {LOSS_OF} (95 %)"]]
    for row in rows:
        both = [f"{_figure(row.mean(m, False))}/{_figure(row.mean(m, True))}" for m in COMPARED]
        lost = row.loss()
        interval = (
            "" if lost.mean is None else f"{lost.mean:+.3f} ({lost.low:+.3f}, {lost.high:+.3f})"
        )
        table.append([row.name, str(len(row.pairs)), *both, _figure(row.same_first), interval])
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def robustness_records(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Give the rows as JSON objects, with every question whose first clause changed."""
    return [
        {
            "change": row.name,
            "n": len(row.pairs),
            **{m: {"was": row.mean(m, False), "is": row.mean(m, True)} for m in COMPARED},
            "same_first": row.same_first,
            "loss": {m: _interval(row.loss(m)) for m in COMPARED},
            "moved": [
                {"id": old.case.id, "question": new.case.question}
                for old, new in row.pairs
                if _first(old) != _first(new)
            ],
        }
        for row in rows
    ]


def _interval(one: Estimate) -> dict[str, float | None]:
    return {"mean": one.mean, "low": one.low, "high": one.high}
