"""Fits which sentences stand in the cells of a comparison: `python -m evals.fit_cells --data DIR`.

On the `dev` comparisons whose cells are known. Right are the sentences that a cell's quote touches;
a cell without a quote has none. Each author's comparisons are also tried with what was fitted on
the others' alone, which is what the table shows.

Whether the topic is spoken of at all is fitted on the same comparisons and on what no document
answers: a third of the questions of STARD's train split in `DIR`, and `evals.strange`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.fit_advice import asked_of_statutes, for_the_chance
from evals.gold import Atlas
from evals.metrics import points_said
from evals.questions import CASES, Case, json_lines, json_object, read_cases
from evals.shipped import shipped_library
from evals.strange import strange_questions
from index.library import Library
from rag.comparing.cell_chances import (
    CELLS_FILE,
    LEAST,
    NEAR,
    Beside,
    Fitted,
    beside,
    chances,
    log_odds,
)
from rag.comparing.cell_signs import Asked, Signs, signs_of
from rag.comparing.cells import chosen
from rag.comparing.told import LEAST as LEAST_TOLD
from rag.comparing.told import Told, is_told, told
from rag.understanding.question import Question, understand
from rag.words.sentences import Sentences, Sheet, slogans

PENALTY = 10.0
"""Of the squared odds of standardised signs, beside a loss of 1 for a cell."""
PENALTY_TOLD = 3.0
"""The same for `Told`, beside a loss of 1 for a question."""
NEWTON = 50
LEAST_SHARED = 6
"""Characters of a quote that make a sentence one of its cell."""

ADVICE = 200
"""Questions of STARD that are taken."""
Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """A comparison of `dev`: the documents in the order of its cells, signs, which are right."""

    question: Question
    case: Case | None
    author: str
    sheets: list[Sheet]
    signs: list[list[Signs]]
    right: list[list[bool]]


def comparisons(library: Library, sentences: Sentences) -> list[Compared]:
    """Read every comparison of `dev` with known cells that stands by itself."""
    terms = slogans(library.clauses.values())
    parsed, atlas = {one.document.id: one for one in library.parsed()}, Atlas(library)
    by = {
        str(json_object(line, where)["id"]): path.stem
        for path in sorted((CASES / "dev").glob("*.jsonl"))
        for where, line in json_lines(path)
    }
    found = []
    for case in read_cases(CASES / "dev", library.documents):
        if case.history or not case.cells:
            continue
        question = understand(case.question, library.documents, terms)
        own = [sentences.sheet(parsed[c.document_id], library.encoder) for c in case.cells]
        signs = signs_of(Asked.of(question.words, library, question.quoted), own)
        right = [_right(one, atlas, c.quote) for one, c in zip(own, case.cells, strict=True)]
        found.append(Compared(question, case, by[case.id], own, signs, right))
    return found


def unspoken(library: Library, sentences: Sentences, advice: Sequence[str]) -> list[Compared]:
    """Ask every document what none answers."""
    own = [sentences.sheet(parsed, library.encoder) for parsed in library.parsed()]
    found = []
    for text in (*advice, *strange_questions()):
        question = understand(text, library.documents)
        signs = signs_of(Asked.of(question.words, library, question.quoted), own)
        found.append(Compared(question, None, "", own, signs, []))
    return found


def _right(sheet: Sheet, atlas: Atlas, quote: str | None) -> list[bool]:
    """Say of each sentence whether it stands in the quote, or a good part of the quote in it."""
    place = atlas.find(sheet.parsed.document.id, quote) if quote else None
    if place is None:
        return [False] * len(sheet.spans)
    least = min(LEAST_SHARED, (place.end - place.start) / 2)
    found = []
    for span in sheet.spans:
        at = span.clause.start
        found.append(min(at + span.end, place.end) - max(at + span.start, place.start) >= least)
    return found


def fit(found: Sequence[Compared], library: Library) -> Fitted:
    """Fit the odds of both looks, the second on what the first gives.

    The right sentences of a cell weigh 1 together.
    """
    rows = [np.array(own, float) for one in found for own in one.signs]
    right = [own for one in found for own in one.right]
    x, y = np.concatenate(rows), np.concatenate([np.array(own, float) for own in right])
    share = np.concatenate([np.where(own, 1 / max(1, sum(own)), 1.0) for own in right])
    first = Signs(*_newton(x, y, share, PENALTY).tolist())
    near = [
        np.array(own, float)
        for one in found
        for own in beside([log_odds(s, first) for s in one.signs], one.sheets, library)
    ]
    both = _newton(np.hstack([np.concatenate(near), x]), y, share, PENALTY).tolist()
    own = len(Beside._fields)
    return Fitted(first, Beside(*both[:own]), Signs(*both[own:]))


def _newton(x: Rows, y: Rows, share: Rows, penalty: float) -> Rows:
    """Fit log-odds by Newton's method; a row of `x` weighs its `share`, the last sign is free."""
    spread = np.where(x.std(0) > 0, x.std(0), 1.0)
    x, odds = x / spread, np.zeros(x.shape[1])
    held = penalty * np.eye(len(odds))
    held[-1, -1] = 1e-9
    for _ in range(NEWTON):
        guess = 1 / (1 + np.exp(-x @ odds))
        slope = x.T @ (share * (y - guess)) - held @ odds
        bend = (x * (share * guess * (1 - guess))[:, None]).T @ x + held
        odds = odds + np.linalg.solve(bend, slope)
    result: Rows = odds / spread
    return result


def fit_told(
    found: Sequence[Compared], others: Sequence[Compared], library: Library, fitted: Fitted
) -> Told:
    """Fit whether a topic is spoken of, both sides weighing the same."""
    rows = np.array([shown(one, library, fitted) for one in (*found, *others)], float)
    right = np.array([1.0] * len(found) + [0.0] * len(others))
    share = np.where(right > 0, 0.5 / len(found), 0.5 / len(others)) * len(right)
    return Told(*_newton(rows, right, share, PENALTY_TOLD).tolist())


def shown(one: Compared, library: Library, fitted: Fitted) -> Told:
    """Give the signs of whether the topic of a comparison is spoken of."""
    return told(one.question, one.signs, chances(one.signs, one.sheets, library, fitted), library)


def scored(one: Compared, library: Library, fitted: Fitted) -> list[bool]:
    """Say which cells of a comparison are right."""
    found = []
    likely = chances(one.signs, one.sheets, library, fitted)
    cells = one.case.cells if one.case else ()
    for sheet, signs, own, cell in zip(one.sheets, one.signs, likely, cells, strict=True):
        text = "\n".join(sheet.spans[row].text for row in chosen(sheet, signs, own))
        if cell.quote is None:
            found.append(not text)
        else:
            found.append(points_said(text, cell.points or (cell.quote,)) == 1.0)
    return found


def table(found: Sequence[Compared], others: Sequence[Compared], library: Library) -> Iterator[str]:
    """Write for each author how a fit on the others' comparisons does on theirs.

    `told` is the share of these that are answered, `strange` that of the other half of what no
    document answers.
    """
    yield "| author | comparisons | cells right | all cells right | told | strange |"
    yield "|---|---|---|---|---|---|"
    for author in sorted({one.author for one in found}):
        rest = [one for one in found if one.author != author]
        fitted = fit(rest, library)
        odds = fit_told(rest, others[::2], library, fitted)
        own = [one for one in found if one.author == author]
        right = [scored(one, library, fitted) for one in own]
        shares = (
            np.mean([np.mean(one) for one in right]),
            np.mean([all(one) for one in right]),
            np.mean([is_told(shown(one, library, fitted), odds) for one in own]),
            np.mean([is_told(shown(one, library, fitted), odds) for one in others[1::2]]),
        )
        yield f"| {author} | {len(own)} | {' | '.join(f'{share:.3f}' for share in shares)} |"


def written_as(fitted: Fitted, odds: Told) -> list[str]:
    """Give the lines of the file; the limits stay."""
    lines = [f"least = {LEAST}", f"near = {NEAR}"]
    tables: dict[str, Signs | Beside | Told] = {**fitted._asdict(), "told": odds}
    for name, signs in tables.items():
        pairs = signs._asdict().items()
        lines += ["", f"[{name}]", *(f"{sign} = {value:.3f}" for sign, value in pairs)]
    return [*lines, f"least = {LEAST_TOLD}"]


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and, with `--write`, replace the committed odds; the limits stay."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_cells", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data")
    parser.add_argument("--write", action="store_true", help=f"replace {CELLS_FILE.name}")
    options = parser.parse_args(arguments)
    library = shipped_library()
    sentences = Sentences()
    found = comparisons(library, sentences)
    advice = for_the_chance(asked_of_statutes(options.data, "train"))[:ADVICE]
    others = unspoken(library, sentences, advice)
    sys.stdout.write("\n".join(table(found, others, library)) + "\n\n")
    fitted = fit(found, library)
    lines = written_as(fitted, fit_told(found, others, library, fitted))
    sys.stdout.write("\n".join(lines) + "\n")
    if options.write:
        head = f"# Fitted by `python -m evals.fit_cells` on {len(found)} comparisons of `dev`.\n"
        CELLS_FILE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
