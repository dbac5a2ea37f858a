"""Training: the texts of a pair are brought together, all others of the batch set apart.

A word's vector is a linear map of what is given for it plus a part of its own, times a weight that
is small for frequent words; a text's vector is the mean of its words'. So a word that no pair has
still moves with its neighbours: what `欠债` learns, `欠款` learns too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

Words = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; docs/encoder.md has the tries from which these figures were taken.

    `shares` says how often each source gives the batch. `dropped` is the share of words left out of
    a text, anew each time: the strongest guard against learning the questions by heart.
    """

    dimension: int = 128
    steps: int = 400
    batch: int = 1024
    rate: float = 5e-3
    map_rate: float = 2e-3
    scale: float = 20.0
    dropped: float = 0.3
    longest: int = 200
    rare: float = 3e-4
    seed: int = 0
    shares: Mapping[str, float] | None = None


SHARES = {
    "laws": 0.35,
    "reports": 0.05,
    "lay questions": 0.2,
    "written questions": 0.25,
    "stated questions": 0.25,
    "terms": 0.1,
}


class Texts:
    """Texts as word numbers, one after the other, from which batches are drawn."""

    def __init__(self, texts: Sequence[Words], longest: int) -> None:
        self._texts = [text[:longest] for text in texts]

    def draw(
        self, places: Words, dropped: float, chance: np.random.Generator
    ) -> tuple[Words, Words]:
        """Give the words of some texts end to end, and where each begins; some words are left out.

        A text of up to three words stays whole.
        """
        kept = []
        for place in places:
            text = self._texts[place]
            if len(text) > 3:
                text = text[chance.random(len(text)) >= dropped]
            kept.append(text if len(text) else self._texts[place][:1])
        starts = np.cumsum([0, *(len(text) for text in kept[:-1])])
        return np.concatenate(kept), starts


class Model:
    """The table of word vectors under training: `(given @ map + own) * weight`."""

    def __init__(self, given: NDArray[np.float32], weight: NDArray[np.float32], plan: Plan) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        source = torch.Generator().manual_seed(plan.seed)
        size, width, d = len(given), given.shape[1], plan.dimension
        self._given = torch.from_numpy(given).to(self.device)
        self._weight = torch.from_numpy(weight).to(self.device)[:, None]
        first = torch.randn(width, d, generator=source) / math.sqrt(d)
        self.map = torch.nn.Parameter(first.to(self.device))
        own = torch.randn(size, d, generator=source) * 0.05 / math.sqrt(d)
        self.own = torch.nn.Embedding(size, d, _weight=own.to(self.device), sparse=True)

    def rows(self, words: Words) -> torch.Tensor:
        """Give the vectors of some words, shape (n, d)."""
        at = torch.from_numpy(words).to(self.device)
        rows: torch.Tensor = (self._given[at] @ self.map + self.own(at)) * self._weight[at]
        return rows

    def table(self) -> NDArray[np.float32]:
        """Give all word vectors, shape (v, d); the unknown word, number 0, has none."""
        with torch.no_grad():
            pieces = np.array_split(np.arange(len(self._weight)), 20)
            rows = torch.cat([self.rows(piece) for piece in pieces])
        table: NDArray[np.float32] = rows.cpu().numpy()
        table[0] = 0
        return table


def rarity_weights(texts: Sequence[Words], size: int, rare: float) -> NDArray[np.float32]:
    """Weigh words by `rare / (rare + share of all words)`, shape (size,): near 1 for rare ones.

    The smooth inverse frequency of Arora, Liang and Ma (2017).
    """
    counts = np.bincount(np.concatenate([*texts, np.arange(size)]), minlength=size)
    weights: NDArray[np.float32] = (rare / (rare + counts / counts.sum())).astype(np.float32)
    return weights


def train(
    model: Model,
    texts: Texts,
    pairs: Mapping[str, NDArray[np.int64]],
    plan: Plan,
    tell: Callable[[str], object],
) -> None:
    """Train in place. `pairs` holds rows (left text, right text, group or -1) by source."""
    chance = np.random.default_rng(plan.seed)
    shares = plan.shares or SHARES
    names = [name for name in pairs if shares.get(name) and len(pairs[name])]
    odds = np.array([shares[name] for name in names])
    rows_rate = torch.optim.SparseAdam(model.own.parameters(), lr=plan.rate)
    map_rate = torch.optim.Adam([model.map], lr=plan.map_rate)
    for step in range(plan.steps):
        warm = min(1.0, (step + 1) / 50) * max(0.02, 1 - step / plan.steps)
        rows_rate.param_groups[0]["lr"] = plan.rate * warm
        map_rate.param_groups[0]["lr"] = plan.map_rate * warm
        source = pairs[names[chance.choice(len(names), p=odds / odds.sum())]]
        drawn = source[chance.choice(len(source), min(plan.batch, len(source)), replace=False)]
        loss = _loss(model, texts, drawn, plan, chance)
        rows_rate.zero_grad()
        map_rate.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        rows_rate.step()  # type: ignore[no-untyped-call]
        map_rate.step()
        if (step + 1) % max(1, plan.steps // 8) == 0:
            tell(f"step {step + 1} of {plan.steps}: loss {float(loss):.2f}")


def _loss(
    model: Model, texts: Texts, drawn: Words, plan: Plan, chance: np.random.Generator
) -> torch.Tensor:
    """Cross-entropy of finding each text's partner among all of the batch, both ways.

    Texts of the same group, and equal texts, are not set apart.
    """
    left, left_starts = texts.draw(drawn[:, 0], plan.dropped, chance)
    right, right_starts = texts.draw(drawn[:, 1], plan.dropped, chance)
    words = np.unique(np.concatenate([left, right]))
    rows = model.rows(words)

    def vectors(found: Words, starts: Words) -> torch.Tensor:
        places = torch.from_numpy(np.searchsorted(words, found)).to(model.device)
        offsets = torch.from_numpy(starts).to(model.device)
        return functional.normalize(functional.embedding_bag(places, rows, offsets, mode="mean"))

    likeness = vectors(left, left_starts) @ vectors(right, right_starts).T * plan.scale
    group, partner = drawn[:, 2], drawn[:, 1]
    same = (group[:, None] == group) & (group[:, None] >= 0) | (partner[:, None] == partner)
    np.fill_diagonal(same, val=False)
    likeness = likeness.masked_fill(torch.from_numpy(same).to(model.device), -1e4)
    aim = torch.arange(len(drawn), device=model.device)
    forth = functional.cross_entropy(likeness, aim)
    return (forth + functional.cross_entropy(likeness.T, aim)) / 2
