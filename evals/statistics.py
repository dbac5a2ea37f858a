"""Means with intervals, and whether one run is better than another.

Bootstrap: the percentile interval of the mean over resampled cases. McNemar: exact two-sided
binomial test over the cases that only one of two runs got right. Paired bootstrap: the share of
resamples in which the difference has the other sign, doubled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` cases and its 95 % interval; all None when nothing was measured."""

    n: int
    mean: float | None
    low: float | None
    high: float | None


def estimate(values: Sequence[float | None], seed: int = 0) -> Estimate:
    """Estimate the mean of the values that were measured: `estimate([1, 0, None]).n` is 2."""
    measured = np.array([v for v in values if v is not None], dtype=float)
    if not len(measured):
        return Estimate(0, None, None, None)
    means = _resampled_means(measured, seed)
    tail = (1 - LEVEL) / 2 * 100
    low, high = np.percentile(means, [tail, 100 - tail])
    return Estimate(len(measured), float(measured.mean()), float(low), float(high))


def _resampled_means(values: np.ndarray, seed: int) -> np.ndarray:
    draws = np.random.default_rng(seed).integers(0, len(values), (RESAMPLES, len(values)))
    means: np.ndarray = values[draws].mean(axis=1)
    return means


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Give the p-value that two runs over the same cases are equally often right."""
    pairs = list(zip(first, second, strict=True))
    only_first = sum(a and not b for a, b in pairs)
    only_second = sum(b and not a for a, b in pairs)
    differ = only_first + only_second
    if not differ:
        return 1.0
    fewer = min(only_first, only_second)
    tail = sum(math.comb(differ, k) for k in range(fewer + 1)) / (1 << differ)
    return min(1.0, 2 * tail)


def paired_bootstrap(
    first: Sequence[float | None], second: Sequence[float | None], seed: int = 0
) -> float | None:
    """Give the p-value that two runs have the same mean over the cases both measured."""
    pairs = zip(first, second, strict=True)
    both = [b - a for a, b in pairs if a is not None and b is not None]
    if not both:
        return None
    means = _resampled_means(np.array(both, dtype=float), seed)
    below = float((means <= 0).mean())
    above = float((means >= 0).mean())
    return float(min(1.0, 2 * min(below, above)))


def percentile(values: Sequence[float], share: float) -> float | None:
    """Give the value below which a share of the values lie (nearest rank); None of none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
