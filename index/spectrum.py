"""The main axes of a sparse matrix: a truncated SVD with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = tuple[NDArray[np.int64], NDArray[np.float32]]
"""One sparse row: the places that are not zero, rising, and their values."""

BLOCK = 4_096
"""Columns made dense at a time: 64 MB at 2,000 rows of float64."""


def principal_axes(rows: Sequence[Rows], width: int, most: int) -> NDArray[np.float32]:
    """Find the right singular vectors of the largest singular values, shape (width, d).

    `d` is `most`, or less where the rows span less; at least 1. The rows' Gram matrix, (n, n), is
    decomposed. The largest number of each axis is positive, so the same rows give the same axes.
    """
    gram = np.zeros((len(rows), len(rows)))
    for first in range(0, width, BLOCK):
        block = _dense(rows, first, min(first + BLOCK, width))
        gram += block @ block.T
    powers, sides = np.linalg.eigh(gram)
    order = np.argsort(-powers, kind="stable")[:most]
    order = order[powers[order] > 1e-9 * max(float(powers.max()), 1e-30)]
    if not len(order):
        return np.zeros((width, 1), np.float32)
    scaled = sides[:, order] / np.sqrt(powers[order])
    axes = np.empty((width, len(order)), np.float32)
    for first in range(0, width, BLOCK):
        last = min(first + BLOCK, width)
        axes[first:last] = _dense(rows, first, last).T @ scaled
    peaks = axes[np.argmax(np.abs(axes), axis=0), np.arange(len(order))]
    return np.ascontiguousarray(axes * np.where(peaks < 0, -1, 1).astype(np.float32))


def _dense(rows: Sequence[Rows], first: int, last: int) -> NDArray[np.float64]:
    """Columns `first` to `last` (not included) as a dense matrix, shape (n, last - first)."""
    block = np.zeros((len(rows), last - first))
    for row, (places, values) in enumerate(rows):
        low, high = np.searchsorted(places, (first, last))
        block[row, places[low:high] - first] = values[low:high]
    return block
