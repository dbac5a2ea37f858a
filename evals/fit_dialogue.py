"""Fits what a dialogue counts for, on `dev`: `python -m evals.fit_dialogue [--write]`.

First the signs of a sentence (`rag.recalling.bearing`), by conditional logit: which sentence of all
that are weighed has the gold, once for turns that mean a document and once for those that mean
none. Then the grounds (`rag.by_dialogue`): whether that sentence is right and what the turn found
alone is not. `--without n` leaves an author's turns out of the fit and says how many of them are
right then.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.dialogues import Row, rows_of
from evals.metrics import RIGHT, points_said
from evals.shipped import shipped_library
from rag.by_dialogue import best_of, may_answer
from rag.recalling.bearing import DIALOGUE_FILE, Bearing, Weighed, Weights
from rag.recalling.grounds import LEAST, LEAST_FOR_NEW, Grounds, chance, enough, grounds

Numbers = NDArray[np.float64]
_Asked = tuple[Numbers, NDArray[np.bool_], float]
"""The standardised signs of the sentences, shape (n, signs), which are good, and the weight."""
COMPLETE = 0.2
"""Weight of a complete question beside a turn of a dialogue when sentences are ranked."""
OTHERS = 0.1
"""Weight of turns that mean a document where the others are fitted, and the other way round."""
PENALTY, SHARE = 2.0, 1e-2
"""Of the squared weights of standardised signs; for the grounds as a share of all weights."""
STEPS, ENOUGH = 40, 1e-2
"""Steps of the fit at most, and the gain in log-likelihood below which it ends."""


def fit_weights(rows: Sequence[Row]) -> Weights:
    """Fit how much the signs count, where a document is meant and where none is."""
    rows = [row for row in rows if row.good.any()]
    signs = [np.array([w.bearing for w in row.found], float) for row in rows]
    spread = np.maximum(np.sqrt(np.mean([one.var(0) for one in signs], 0)), 1e-4)
    at = Bearing._fields.index("document")
    fitted = []
    for meant in (True, False):
        asked = [
            (x / spread, row.good, _count(row) * (1.0 if x[:, at].any() == meant else OTHERS))
            for x, row in zip(signs, rows, strict=True)
        ]
        fitted.append(Bearing(*(_fit(asked, len(spread)) / spread).tolist()))
    return Weights(*fitted)


def _count(row: Row) -> float:
    return 1.0 if row.turn else COMPLETE


def _fit(asked: Sequence[_Asked], size: int) -> Numbers:
    """Fit by Newton's method; a step that goes too far is halved. Shape (signs,)."""
    weights = np.zeros(size)
    likely = _likely(asked, weights)
    for _ in range(STEPS):
        step, gain = _step(asked, weights), -1.0
        while gain <= 0 and np.abs(step).max() > 1e-6:
            gain = _likely(asked, weights + step) - likely
            step = step if gain > 0 else step / 2
        weights, likely = (weights + step, likely + gain) if gain > 0 else (weights, likely)
        if gain < ENOUGH:
            break
    return weights


def _likely(asked: Sequence[_Asked], weights: Numbers) -> float:
    """The penalised log-likelihood that a good sentence is chosen."""
    total = -PENALTY / 2 * float(weights @ weights)
    for x, good, count in asked:
        odds = x @ weights
        total += count * float(_sum(odds[good]) - _sum(odds))
    return total


def _step(asked: Sequence[_Asked], weights: Numbers) -> Numbers:
    """One step of Newton's method; shape (signs,)."""
    slope, bend = -PENALTY * weights, PENALTY * np.eye(len(weights))
    for x, good, count in asked:
        odds = x @ weights
        guess = np.exp(odds - _sum(odds))
        mean = guess @ x
        slope += count * (np.exp(odds[good] - _sum(odds[good])) @ x[good] - mean)
        bend += count * ((x * guess[:, None]).T @ x - np.outer(mean, mean))
    return np.asarray(np.linalg.solve(bend, slope), float)


def _sum(odds: Numbers) -> float:
    """The logarithm of the sum of the exponentials."""
    most = float(odds.max())
    return most + float(np.log(np.exp(odds - most).sum()))


def is_right(row: Row, chosen: Sequence[Weighed]) -> bool:
    """Whether the sentences chosen would be the answer."""
    said = points_said("".join(w.span.text for w in chosen), row.case.points)
    if not row.case.gold:
        return False
    return said >= RIGHT if said is not None else bool(row.good[row.found.index(chosen[0])])


def fit_grounds(rows: Sequence[Row], weights: Weights) -> Grounds:
    """Fit the log-odds that the dialogue's sentence is right where the answer is not."""
    signs, right, counts = [], [], []
    for row in rows:
        chosen = best_of(row.found, weights)
        if not row.leans or not may_answer(row.answer, chosen):
            continue
        own = is_right(row, chosen)
        if row.answer.sentences and own == row.right:
            continue
        signs.append(grounds(row.answer, row.followup, row.found, chosen, weights))
        right.append(own)
        counts.append(row.weight)
    return Grounds(*_logit(np.array(signs, float), np.array(right, float), np.array(counts)))


def _logit(x: Numbers, right: Numbers, counts: Numbers) -> list[float]:
    spread = np.maximum(x.std(0), 1e-6)
    spread[-1] = 1.0
    x, weights = x / spread, np.zeros(x.shape[1])
    penalty = SHARE * counts.sum() * np.diag([1.0] * (x.shape[1] - 1) + [1e-6])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (counts * (right - guess)) - penalty @ weights
        bend = (x * (counts * guess * (1 - guess))[:, None]).T @ x + penalty
        weights = weights + np.linalg.solve(bend, slope)
    found: list[float] = (weights / spread).tolist()
    return found


def held_out(rows: Sequence[Row], author: str) -> str:
    """Fit without an author's turns; say how many of them are right, and of the complete cases."""
    own = [row for row in rows if row.turn and row.case.id.startswith(author)]
    others = [row for row in rows if row not in own]
    weights = fit_weights(others)
    odds = fit_grounds(others, weights)
    complete = [row for row in rows if not row.turn]
    told = (("turns", own), ("complete", [r for r in complete if r.case.gold]))
    silent = [r for r in complete if not r.case.gold]
    parts = [
        f"{name} {sum(_is_right(r, weights, odds) for r in some)} of {len(some)} right"
        f" ({sum(r.right for r in some)} without the dialogue)"
        for name, some in (*told, ("silent", silent))
    ]
    return f"without {author}: {', '.join(parts)}\n"


def _is_right(row: Row, weights: Weights, odds: Grounds) -> bool:
    """Whether the case is right with these weights."""
    chosen = best_of(row.found, weights)
    if not row.leans or not may_answer(row.answer, chosen):
        return row.right
    found = grounds(row.answer, row.followup, row.found, chosen, weights)
    surer = chance(found, odds) >= enough(row.answer, row.followup)
    return is_right(row, chosen) if surer else row.right


def main(arguments: list[str] | None = None) -> int:
    """Fit, and with `--write` replace the committed weights; the limit stays."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_dialogue", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"replace {DIALOGUE_FILE.name}")
    parser.add_argument("--without", nargs="*", default=[], metavar="AUTHOR")
    options = parser.parse_args(arguments)
    rows = rows_of(shipped_library())
    sys.stdout.writelines(held_out(rows, author) for author in options.without)
    weights = fit_weights(rows)
    parts = (*weights._asdict().items(), ("grounds", fit_grounds(rows, weights)))
    lines = [f"# Fitted by `python -m evals.fit_dialogue` on {len(rows)} turns of `dev`."]
    for part, fitted in parts:
        values = zip(fitted._fields, fitted, strict=True)
        lines += ["", f"[{part}]", *(f"{name} = {value:.3f}" for name, value in values)]
    text = "\n".join([*lines, "", "[limit]", f"least = {LEAST}", f"new = {LEAST_FOR_NEW}"]) + "\n"
    sys.stdout.write(text)
    if options.write:
        DIALOGUE_FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
