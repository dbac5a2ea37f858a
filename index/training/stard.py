"""The encoder on statutes: STARD's dev questions over 60,727 articles, beside and with BM25.

Questions whose articles never occur among the training questions' are counted apart: the public
split flatters trained models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from index.training.sources import article_text, read_lines
from index.types import Encoder

COUNTS = (5, 10, 100)
SHARES = (0.0, 0.3, 0.5, 1.0)
"""Share of the cosine in the score; the rest is BM25 divided by its best."""
POOL = 1_000


@dataclass(frozen=True, slots=True)
class Recall:
    """Recall at `COUNTS` and MRR at 10, a row of four for each question; higher is better."""

    share: float
    rows: NDArray[np.float64]
    unseen: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Statutes:
    """The articles by id, and the dev questions with their articles."""

    articles: Mapping[str, str]
    questions: Mapping[str, str]
    gold: Mapping[str, frozenset[str]]
    unseen: frozenset[str]


def read_statutes(data: Path) -> Statutes:
    """Read STARD from the data folder."""
    folder = data / "statute-retrieval"
    articles = {row["_id"]: article_text(row) for row in read_lines(folder / "corpus.jsonl.xz")}
    texts = {row["_id"]: row["text"] for row in read_lines(folder / "stard_queries.jsonl")}
    gold: dict[str, set[str]] = {}
    trained: set[str] = set()
    for line in (folder / "stard_qrels.tsv").read_text().splitlines():
        question, article, split = line.split("\t")
        if split == "dev":
            gold.setdefault(question, set()).add(article)
        else:
            trained.add(article)
    return Statutes(
        articles,
        {question: texts[question] for question in gold},
        {question: frozenset(found) for question, found in gold.items()},
        frozenset(question for question, found in gold.items() if not found & trained),
    )


def recalls(statutes: Statutes, encoder: Encoder, lexical: LexicalIndex) -> list[Recall]:
    """Score the dev questions for each of `SHARES`."""
    keys = list(statutes.articles)
    places = {key: place for place, key in enumerate(keys)}
    vectors = encoder.encode_clauses(list(statutes.articles.values()))
    asked = encoder.encode_queries(list(statutes.questions.values()))
    rows: dict[float, list[list[float]]] = {share: [] for share in SHARES}
    for number, (question, text) in enumerate(statutes.questions.items()):
        cosine = np.maximum(vectors @ asked[number], 0)
        words = np.zeros(len(keys), np.float32)
        for key, score in lexical.search(text, POOL):
            words[places[key]] = score
        for share in SHARES:
            mixed = share * cosine / (cosine.max() or 1) + (1 - share) * words / (words.max() or 1)
            best = np.argsort(-mixed, kind="stable")[: COUNTS[-1]]
            ranked = [keys[place] for place in best]
            rows[share].append(_measures(ranked, statutes.gold[question]))
    unseen = np.array([question in statutes.unseen for question in statutes.questions])
    return [Recall(share, np.array(rows[share]), unseen) for share in SHARES]


def _measures(ranked: list[str], gold: frozenset[str]) -> list[float]:
    found = [len(gold.intersection(ranked[:count])) / len(gold) for count in COUNTS]
    rank = next((n for n, key in enumerate(ranked[:10], start=1) if key in gold), 0)
    return [*found, 1 / rank if rank else 0.0]


def table(found: list[Recall], seed: int = 0) -> str:
    """Write the measures as a Markdown table, with 95 % intervals (bootstrap over questions)."""
    chance = np.random.default_rng(seed)
    head = " | ".join((*(f"R@{count}" for count in COUNTS), "MRR@10"))
    lines = [f"| questions | share of vectors | {head} |", "|---|---|" + "---|" * (len(COUNTS) + 1)]
    for name in ("all", "unseen"):
        for one in found:
            rows = one.rows if name == "all" else one.rows[one.unseen]
            drawn = rows[chance.integers(len(rows), size=(2_000, len(rows)))].mean(1)
            low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
            cells = (
                f"{mean:.3f} ({a:.3f}–{b:.3f})"
                for mean, a, b in zip(rows.mean(0), low, high, strict=True)
            )
            lines.append(f"| {name} ({len(rows)}) | {one.share:.1f} | {' | '.join(cells)} |")
    return "\n".join(lines)
