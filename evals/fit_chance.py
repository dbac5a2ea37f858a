"""Fits the chance that an everyday find is right, on `dev`: `python -m evals.fit_chance [--write]`.

Only questions count that the documents' own words do not answer. A find is right if the best clause
is a gold one; what no document answers is never right. Five-fold cross-validation shows what each
limit on the chance would answer and refuse.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.fit_advice import asked_of_statutes, for_the_chance
from evals.gold import Atlas
from evals.questions import CASES, Case, read_cases
from evals.shipped import shipped_library
from index.library import Library
from rag.assistant import Assistant
from rag.dialogue.turns import standalone
from rag.finding.expanded import CHANCE_FILE, LEAST, NAMES, Signs, signs, sound
from rag.understanding.question import understand
from rag.words.sentences import slogans

FOLDS = 5
PENALTY = 1e-2
"""Of the squared odds of standardised signs."""
LIMITS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Find:
    """The signs of one question's best clause, and whether it is right."""

    case: Case
    signs: Signs
    right: bool


def finds(library: Library, advice: Sequence[str] = ()) -> list[Find]:
    """Ask every dev question; keep those that the documents' own words do not answer.

    `advice` are further questions that no document answers, asked of statutes.
    """
    assistant, atlas = Assistant(library), Atlas(library)
    terms = slogans(library.clauses.values())
    found: list[Find] = []
    for case in (c for c in read_cases(CASES, library.documents) if c.split == "dev"):
        answer = assistant.ask(case.question, history=case.history)
        text = standalone(case.question, case.history, library)
        question = understand(text, library.documents, terms)
        unstated = not case.gold and (question.details or question.spelled_out)
        if not unstated and answer.chance and (hits := sound(question, answer.hits, library)):
            right = hits[0].clause.id in atlas.evidence(case).clauses
            found.append(Find(case, signs(question, library, hits), right))
    for number, text in enumerate(advice):
        answer = assistant.ask(text)
        question = understand(text, library.documents, terms)
        if (
            not question.details
            and answer.chance
            and (hits := sound(question, answer.hits, library))
        ):
            case = Case(f"advice{number}", "unanswerable", text, (), (), "refuse")
            found.append(Find(case, signs(question, library, hits), False))
    return found


def fit(found: Sequence[Find]) -> NDArray[np.float64]:
    """Fit the log-odds of the signs by Newton's method, shape (signs,)."""
    rows = np.array([one.signs for one in found], float)
    right = np.array([one.right for one in found], float)
    spread = np.where(rows.std(0) > 0, rows.std(0), 1.0)
    x, weights = rows / spread, np.zeros(rows.shape[1])
    penalty = PENALTY * len(found) * np.diag([name != "always" for name in NAMES])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (right - guess) - penalty @ weights
        bend = (x * (guess * (1 - guess))[:, None]).T @ x + penalty
        weights = weights + np.linalg.solve(bend + 1e-9 * np.eye(len(bend)), slope)
    result: NDArray[np.float64] = weights / spread
    return result


def cross_validated(found: Sequence[Find], seed: int = 0) -> NDArray[np.float64]:
    """Give each find the chance that a fit without its fold gives it, shape (n,)."""
    folds = np.random.default_rng(seed).integers(FOLDS, size=len(found))
    chances = np.zeros(len(found))
    for fold in range(FOLDS):
        odds = fit([one for one, own in zip(found, folds, strict=True) if own != fold])
        for number in np.flatnonzero(folds == fold).tolist():
            chances[number] = 1 / (1 + np.exp(-np.array(found[number].signs) @ odds))
    return chances


def table(found: Sequence[Find], chances: NDArray[np.float64]) -> list[str]:
    """Write what each limit answers and refuses."""
    right = np.array([one.right for one in found])
    unanswerable = np.array([not one.case.gold for one in found])
    lines = [
        "| limit | right answered | right refused | wrong answered | unanswerable answered |",
        "|---|---|---|---|---|",
    ]
    for limit in LIMITS:
        yes = chances >= limit
        counts = (
            int((yes & right).sum()),
            int((~yes & right).sum()),
            int((yes & ~right & ~unanswerable).sum()),
            f"{int((yes & unanswerable).sum())} of {int(unanswerable.sum())}",
        )
        lines.append(f"| {limit} | {' | '.join(map(str, counts))} |")
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and, with `--write`, replace the committed odds; the limit stays."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_chance", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data")
    parser.add_argument("--write", action="store_true", help=f"replace {CHANCE_FILE.name}")
    options = parser.parse_args(arguments)
    library = shipped_library()
    found = finds(library, for_the_chance(asked_of_statutes(options.data, "train")))
    sys.stdout.write("\n".join(table(found, cross_validated(found))) + "\n\n")
    odds = fit(found)
    lines = [f"{name} = {value:.3f}" for name, value in zip(NAMES, odds, strict=True)]
    lines.append(f"least = {LEAST}")
    sys.stdout.write("\n".join(lines) + "\n")
    if options.write:
        head = f"# Fitted by `python -m evals.fit_chance` on {len(found)} questions of `dev`.\n"
        CHANCE_FILE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
