"""Telling a request for legal advice from a question about the documents.

`没有借条怎么要回借款` is answered by the law, not by a reform document that speaks of private
loans. A line through the space of the encoder separates the two kinds: on one side the questions
written for what the clauses state, on the other what people ask of statutes.
`python -m evals.fit_advice` wrote `advice.json`; docs/encoder.md has its figures and data.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.library import Library

ADVICE_FILE = Path(__file__).parent / "advice.json"


@lru_cache(maxsize=1)
def _line() -> tuple[str, NDArray[np.float32], float]:
    """Give the encoder the line was fitted for, its normal, shape (d,), and its offset."""
    found = json.loads(ADVICE_FILE.read_text(encoding="utf-8"))
    return found["encoder"], np.array(found["weights"], np.float32), float(found["offset"])


def about_documents(question: str, library: Library) -> float:
    """Give the log-odds that a question is one about the documents; negative: legal advice.

    0 with another encoder than the shipped one, for which no line was fitted.
    """
    fingerprint, weights, offset = _line()
    if fingerprint != library.encoder.fingerprint:
        return 0.0
    return float(library.encoder.encode_queries([question])[0] @ weights) + offset
