"""Fits the line of `index.advice`: `python -m evals.fit_advice --data DIR [--write]`.

`DIR` is the folder of the public data. On one side stand the questions written for what the clauses
state, on the other two thirds of the questions of STARD's train split; what it does to questions it
has not seen is shown on STARD's dev split and on the answerable questions of `dev`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.questions import CASES, read_cases
from index.advice import ADVICE_FILE
from index.encoder import load_encoder
from index.home import written_statements
from index.types import Encoder
from ingest.founding import founding_documents

PENALTY = 1e-4
"""Of the squared weights."""
LIMITS = (-4, -3, -2, -1, 0)


def asked_of_statutes(data: Path, split: str) -> list[str]:
    """Give the questions of a split of STARD, in their order."""
    lines = (data / "statute-retrieval/stard_queries.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in lines.splitlines() if line.strip()]
    return [row["text"] for row in rows if row["split"] == split]


def for_the_line(questions: Sequence[str]) -> list[str]:
    """Give the two thirds of questions that the line is fitted on; the rest fits the chance."""
    return [text for number, text in enumerate(questions) if number % 3]


def for_the_chance(questions: Sequence[str]) -> list[str]:
    """Give the third that `evals.fit_chance` takes as questions no document answers."""
    return [text for number, text in enumerate(questions) if not number % 3]


def fit(own: Sequence[str], others: Sequence[str], encoder: Encoder) -> NDArray[np.float64]:
    """Fit a logistic regression, both sides weighing the same; shape (d + 1,), the offset last."""
    import torch

    rows = encoder.encode_queries([*own, *others]).astype(float)
    x = torch.from_numpy(np.c_[rows, np.ones(len(rows))])
    y = torch.tensor([1.0] * len(own) + [0.0] * len(others), dtype=torch.double)
    share = torch.where(y == 1, 0.5 / len(own), 0.5 / len(others))
    weights = torch.zeros(x.shape[1], dtype=torch.double, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            x @ weights, y, reduction="none"
        )
        value = (share * each).sum() + PENALTY * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    solver.step(loss)  # type: ignore[no-untyped-call]
    found: NDArray[np.float64] = weights.detach().numpy()
    return found


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and, with `--write`, replace the committed line."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_advice", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data")
    parser.add_argument("--write", action="store_true", help=f"replace {ADVICE_FILE.name}")
    options = parser.parse_args(arguments)
    documents, encoder = founding_documents(), load_encoder()
    own = [text for one in written_statements(documents) for text in one.questions]
    others = for_the_line(asked_of_statutes(options.data, "train"))
    weights = fit(own, others, encoder)
    cases = read_cases(CASES, {p.document.id: p.document for p in documents})
    dev = [c.question for c in cases if c.split == "dev" and c.gold and not c.history]
    for limit in LIMITS:
        below = [
            float(np.mean(encoder.encode_queries(texts) @ weights[:-1] + weights[-1] < limit))
            for texts in (asked_of_statutes(options.data, "dev"), dev)
        ]
        sys.stdout.write(f"below {limit}: STARD dev {below[0]:.3f}, dev {below[1]:.3f}\n")
    if options.write:
        line = {
            "encoder": encoder.fingerprint,
            "offset": round(float(weights[-1]), 4),
            "weights": [round(float(weight), 4) for weight in weights[:-1]],
        }
        ADVICE_FILE.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
