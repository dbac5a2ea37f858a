"""Fits the weights of the signals on `dev`: `python -m evals.fit --models DIR [--write]`.

Every question is asked of the library as shipped and, for each document, of one in which it is new:
without the questions written for it, and with an encoder that never saw them (`DIR/<document id>`,
made by `python -m index.training --without <document id>`). A conditional logit finds the weights
under which the right clause is likeliest among all. What it would reach on questions it was not
fitted on is shown by five-fold cross-validation, questions on the same clause in the same fold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.gold import Atlas
from evals.questions import CASES, Case, read_cases
from index.encoder import load_encoder
from index.home import EXPANSION_FIELD, written_questions, written_statements
from index.library import Library
from index.static import StaticEncoder
from index.types import Scope
from ingest.founding import founding_documents
from rag.dialogue.turns import standalone
from rag.finding.retrieve import NAMES, WEIGHTS_FILE, scope_of, signals
from rag.understanding.question import understand
from rag.words.sentences import slogans

FOLDS = 5
PENALTY = 1e-3
"""Of the squared weights, so that a signal that hardly occurs gets no wild weight."""
SETTINGS = ("shipped", "new document", "beside a new one")


@dataclass(frozen=True, slots=True)
class Asked:
    """A case in one library: its candidates' signals, shape (n, signals), and which are right."""

    case: Case
    setting: str
    clauses: tuple[str, ...]
    signals: NDArray[np.float64]
    gold: frozenset[str]


def libraries(models: Path) -> Iterator[tuple[str, Library]]:
    """Give the library as shipped, under "", and for each document the one in which it is new."""
    documents = founding_documents()
    written = written_questions(c.id for parsed in documents for c in parsed.clauses)
    fields = {EXPANSION_FIELD: written}
    stated = written_statements(documents)
    yield "", Library.build(documents, load_encoder(), fields=fields, statements=stated)
    for parsed in documents:
        new = parsed.document.id
        kept = {id_: text for id_, text in written.items() if not id_.startswith(f"{new}/")}
        encoder = StaticEncoder(models / new)
        pieces = [one for one in stated if not one.clause_id.startswith(f"{new}/")]
        fields = {EXPANSION_FIELD: kept}
        yield new, Library.build(documents, encoder, fields=fields, statements=pieces)


def ask(cases: Sequence[Case], library: Library, new: str) -> Iterator[Asked]:
    """Give the signals of every answerable case that names no place; `new` is a new document."""
    atlas = Atlas(library)
    terms = slogans(library.clauses.values())
    for case in cases:
        gold = frozenset(atlas.evidence(case).clauses)
        text = standalone(case.question, case.history, library)
        question = understand(text, library.documents, terms)
        if not gold or question.pointers:
            continue
        found = signals(question, library, scope_of(question, Scope()), pool=len(library.clauses))
        inside = any(clause_id.startswith(f"{new}/") for clause_id in gold)
        setting = SETTINGS[0] if not new else SETTINGS[1] if inside else SETTINGS[2]
        rows = np.array(list(found.values()), float).reshape(-1, len(NAMES))
        yield Asked(case, setting, tuple(found), rows, gold)


def fit(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Find the weights that make the right clauses likeliest, shape (signals,), none negative."""
    import torch

    solvable = [one for one in asked if one.gold.intersection(one.clauses)]
    most = max(len(one.clauses) for one in solvable)
    rows = np.zeros((len(solvable), most, len(NAMES)))
    there = np.zeros((len(solvable), most), bool)
    right = np.zeros((len(solvable), most), bool)
    for number, one in enumerate(solvable):
        rows[number, : len(one.clauses)] = one.signals
        there[number, : len(one.clauses)] = True
        right[number, : len(one.clauses)] = [clause in one.gold for clause in one.clauses]
    x, absent, wrong = torch.from_numpy(rows), torch.from_numpy(~there), torch.from_numpy(~right)
    weights = torch.ones(len(NAMES), dtype=torch.double, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        chances = (x @ weights).masked_fill(absent, -1e9).log_softmax(1)
        found = torch.logsumexp(chances.masked_fill(wrong, -1e9), 1)
        value = PENALTY * (weights**2).sum() - found.mean()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    solver.step(loss)  # type: ignore[no-untyped-call]
    found: NDArray[np.float64] = np.maximum(weights.detach().numpy(), 0)
    return found


def ranked(one: Asked, weights: NDArray[np.float64], without: Collection[str] = ()) -> list[str]:
    """Order the candidates by their weighted signals; `without` switches signals off."""
    on = np.array([name not in without for name in NAMES])
    scores = one.signals @ (weights * on)
    quoted = one.signals[:, NAMES.index("quoted")]
    return [one.clauses[i] for i in np.lexsort((np.array(one.clauses), -scores, -quoted))]


def cross_validated(asked: Sequence[Asked]) -> dict[int, NDArray[np.float64]]:
    """Give the weights fitted without each fold, by fold."""
    return {fold: fit([one for one in asked if _fold(one) != fold]) for fold in range(FOLDS)}


def _fold(one: Asked) -> int:
    """Put the questions on one clause into the same fold."""
    return sum(min(one.gold).encode()) % FOLDS


def measures(asked: Sequence[Asked], by_fold: Mapping[int, NDArray[np.float64]]) -> list[str]:
    """Write hit@1 and recall@5 by setting and type, under the weights not fitted on the case."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in asked:
        best = ranked(one, by_fold[_fold(one)])[:5]
        row = (
            float(best[0] in one.gold) if best else 0.0,
            len(one.gold & set(best)) / len(one.gold),
        )
        for type_ in ("all", one.case.type):
            found.setdefault((one.setting, type_), []).append(row)
    lines = ["| setting | type | n | hit@1 | recall@5 |", "|---|---|---|---|---|"]
    for (setting, type_), rows in sorted(
        found.items(), key=lambda p: (SETTINGS.index(p[0][0]), p[0][1])
    ):
        hit, recall = np.mean(rows, axis=0)
        lines.append(f"| {setting} | {type_} | {len(rows)} | {hit:.3f} | {recall:.3f} |")
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and, with `--write`, replace the committed weights."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit", description=__doc__)
    parser.add_argument("--models", type=Path, required=True, help="encoders by the id left out")
    parser.add_argument("--write", action="store_true", help=f"replace {WEIGHTS_FILE.name}")
    options = parser.parse_args(arguments)
    asked: list[Asked] = []
    for new, library in libraries(options.models):
        cases = [c for c in read_cases(CASES, library.documents) if c.split == "dev"]
        asked += ask(cases, library, new)
    sys.stdout.write("\n".join(measures(asked, cross_validated(asked))) + "\n\n")
    weights = fit(asked)
    exact = NAMES.index("quoted")
    weights[exact] = np.ceil(weights.sum() - weights[exact]) + 1  # what is quoted goes first
    lines = [f"{name} = {weight:.2f}" for name, weight in zip(NAMES, weights, strict=True)]
    sys.stdout.write("\n".join(lines) + "\n")
    if options.write:
        head = f"# Fitted by `python -m evals.fit` on {len(asked)} questions of `dev`.\n"
        WEIGHTS_FILE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
