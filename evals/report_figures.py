"""The numbers of the report, all from the outcomes: shares, means, gaps and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.questions import Case
from evals.report_words import SPLITS, TYPES, Words, named
from evals.results import Results
from evals.run import Outcome
from evals.statistics import LEVEL, RESAMPLES, Estimate, estimate, percentile
from evals.summary import values
from evals.types import Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are looked at together: those of a type, a document or a split."""

    kind: str
    key: str
    words: Words
    cases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 95th percentile of `n` times in milliseconds, each with its 95 % interval."""

    n: int
    median: float
    median_low: float
    median_high: float
    p95: float
    p95_low: float
    p95_high: float


def measured(outcomes: Sequence[Outcome], name: str, seed: int = 0) -> Estimate:
    """Estimate a figure (a measure, or a share of a verdict) over the outcomes that have it."""
    return estimate(values(outcomes, name), seed)


def verdicts(outcomes: Iterable[Outcome]) -> Counter[Verdict]:
    """Count the outcomes by verdict."""
    return Counter(one.verdict for one in outcomes)


def groups(results: Results, kind: str) -> list[Group]:
    """Divide the cases by `type`, `document` or `split`, leaving out what is empty.

    A case belongs to every document it has gold in; one without gold to none.
    """
    members: dict[str, set[str]] = {}
    for case in results.cases:
        for key in _keys(case, kind):
            members.setdefault(key, set()).add(case.id)
    titles = {d: Words(title, title) for d, title in results.documents.items()}
    keys = {"type": TYPES, "split": SPLITS, "document": titles}[kind]
    order = [*(k for k in keys if k in members), *sorted(set(members) - set(keys))]
    return [Group(kind, key, named(keys, key), frozenset(members[key])) for key in order]


def _keys(case: Case, kind: str) -> set[str]:
    if kind == "document":
        return {gold.document_id for gold in case.gold}
    return {case.type if kind == "type" else case.split}


def within(outcomes: Iterable[Outcome], group: Group) -> list[Outcome]:
    """Give the outcomes of the cases of a group."""
    return [one for one in outcomes if one.case.id in group.cases]


def paired(first: Sequence[Outcome], second: Sequence[Outcome], name: str, seed: int) -> Estimate:
    """Estimate the mean difference (first minus second) over the cases both measured."""
    pairs = zip(values(first, name), values(second, name), strict=True)
    return estimate([None if a is None or b is None else a - b for a, b in pairs], seed)


def gap(first: Sequence[float | None], second: Sequence[float | None], seed: int = 0) -> Estimate:
    """Estimate the difference of two means (first minus second) over different cases.

    `n` is the number of cases in both together; all None when one of them is empty.
    """
    a, b = _array(first), _array(second)
    if not len(a) or not len(b):
        return Estimate(0, None, None, None)
    draw = np.random.default_rng(seed)
    means = [v[draw.integers(0, len(v), (RESAMPLES, len(v)))].mean(axis=1) for v in (a, b)]
    low, high = _interval(means[0] - means[1])
    return Estimate(len(a) + len(b), float(a.mean() - b.mean()), low, high)


def spread(times: Sequence[float], seed: int = 0) -> Spread | None:
    """Give median and 95th percentile (nearest rank) with bootstrap intervals; None of none."""
    median, p95 = percentile(times, 0.5), percentile(times, 0.95)
    if median is None or p95 is None:
        return None
    taken = np.array(times, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(taken), (RESAMPLES, len(taken)))
    found = np.percentile(taken[draws], [50, 95], axis=1, method="inverted_cdf")
    return Spread(len(times), median, *_interval(found[0]), p95, *_interval(found[1]))


def stages(outcomes: Iterable[Outcome]) -> dict[str, list[float]]:
    """Collect the milliseconds of each stage in the order first met; of several, also `all`."""
    found: dict[str, list[float]] = {}
    total: list[float] = []
    for one in outcomes:
        for name, spent in one.reply.stages:
            found.setdefault(name, []).append(spent)
        if one.reply.stages:
            total.append(sum(spent for _, spent in one.reply.stages))
    return {**found, "all": total} if len(found) > 1 else found


def best(means: Sequence[float | None], better: int | None) -> set[int]:
    """Give the positions of the best means: highest, lowest, or nearest to 1 as a ratio.

    None are best where nothing is to be marked, or where all are alike.
    """
    if better is None:
        return set()
    keys: dict[int, float] = {}
    for at, value in enumerate(means):
        if value is not None:
            keys[at] = _badness(value, better)
    least = min(keys.values(), default=0.0)
    winners = {at for at, key in keys.items() if key <= least + 1e-9}
    return set() if len(winners) == len(keys) > 1 else winners


def _badness(value: float, better: int) -> float:
    if better:
        return -better * value
    return abs(float(np.log(max(value, 1e-9))))


def _array(scores: Sequence[float | None]) -> np.ndarray:
    return np.array([v for v in scores if v is not None], dtype=float)


def _interval(draws: np.ndarray) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2 * 100
    low, high = np.percentile(draws, [tail, 100 - tail])
    return float(low), float(high)
