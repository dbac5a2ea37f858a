"""Fits what a dialogue counts for, on `dev`: `python -m evals.fit_dialogue [--write]`.

First the signs of a sentence (`rag.bearing`), by conditional logit: which sentence of all that are
weighed has the gold. Then the grounds (`rag.by_dialogue`): whether that sentence is right and what
the turn found alone is not. Complete questions behind dialogues about something else, and
questions no document answers behind one about their nearest clause, show what must stay as it is.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evals.answerers import TiaoliAnswerer
from evals.gold import Atlas
from evals.metrics import RIGHT, points_said
from evals.questions import CASES, Case, read_cases
from evals.run import score
from evals.types import Place
from index.encoder import load_encoder
from index.home import EXPANSION_FIELD, written_questions, written_statements
from index.library import Library
from index.types import Scope
from ingest.founding import founding_documents
from rag.assistant import Assistant
from rag.bearing import DIALOGUE_FILE, Bearing, Weighed
from rag.by_dialogue import best_of, cited_in, may_lean, turn_of
from rag.dialogue import Dialogue
from rag.followup import Followup
from rag.grounds import LEAST, Grounds, grounds
from rag.inquiry import Clock, Inquiry
from rag.question import understand
from rag.retrieve import retrieve
from rag.sentences import Sentences, Span
from rag.types import Answer
from rag.weighing import weighed

Numbers = NDArray[np.float64]
COMPLETE = 0.2
"""Weight of a complete question beside a turn of a dialogue when sentences are ranked."""
TURN, SILENT = 3.0, 0.5
"""Weight of a turn, and of a question no document answers, when the grounds are fitted."""
PENALTY, SHARE = 2.0, 1e-2
"""Of the squared weights of standardised signs; for the grounds as a share of all weights."""
STEPS, ENOUGH = 40, 1e-2
"""Steps of the fit at most, and the gain in log-likelihood below which it ends."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case behind a dialogue: what was answered without it, and the sentences weighed.

    `right` says that the answer is, `leans` that the dialogue may answer, `good` which sentences
    have the gold.
    """

    case: Case
    answer: Answer
    right: bool
    leans: bool
    followup: Followup
    found: tuple[Weighed, ...]
    good: NDArray[np.bool_]

    @property
    def turn(self) -> bool:
        """Whether the case is a turn of its dialogue, not a question set behind another."""
        return self.case.type == "followup"

    @property
    def weight(self) -> float:
        """How much the case counts for the grounds."""
        return TURN if self.turn else 1.0 if self.case.gold else SILENT


def cases_of(library: Library) -> Iterator[Case]:
    """Give the turns, then complete questions behind other dialogues, then those on silence."""
    dev = [c for c in read_cases(CASES, library.documents) if c.split == "dev"]
    turns = [c for c in dev if c.type == "followup"]
    dice = random.Random(1)  # noqa: S311
    yield from turns
    for case in (c for c in dev if not c.history):
        yield replace(case, history=dice.choice(turns).history)
        if not case.gold and (near := _nearest_dialogue(case, library)):
            yield replace(case, history=near)


def _nearest_dialogue(case: Case, library: Library) -> tuple[tuple[str, str], ...]:
    """Ask about the clause nearest to a question, and quote it."""
    hits = retrieve(understand(case.question, library.documents), library, Scope())
    if not hits:
        return ()
    clause = hits[0].clause
    name = library.documents[clause.document_id].facts.short_title
    said = next((s for s in Sentences().of(clause).spans if not s.topic), None)
    asked = f"{name}关于{clause.title}怎么规定？"
    return ("user", asked), ("assistant", f"{said.text if said else clause.text}[1]")


def rows_of(library: Library, every: int = 1) -> list[Row]:
    """Ask every case without the dialogue's evidence, and weigh the sentences it would give.

    Of the complete questions only each `every`-th is asked.
    """
    answerer = TiaoliAnswerer(Assistant(library, by_dialogue=False))
    atlas, sentences = Atlas(library), Sentences()
    rows: list[Row] = []
    for number, case in enumerate(cases_of(library)):
        if number % every and case.type != "followup":
            continue
        spoken, followup = Dialogue(case.history, library).spoken(case.question)
        answer = answerer.assistant.ask(case.question, history=case.history)
        asked = understand(case.question, library.documents)
        turn = turn_of(followup, Inquiry(library, sentences, asked, Scope(), Clock()))
        if spoken.turns:
            found = weighed(turn, spoken, cited_in(answer))
            places = atlas.evidence(case).places
            good = np.array([_has(w.span, places) for w in found], bool)
            right = score(case, "", answerer.reply(case), atlas).right
            leans = may_lean(answer, followup, spoken)
            rows.append(Row(case, answer, right, leans, followup, tuple(found), good))
    return rows


def _has(span: Span, places: Sequence[Place]) -> bool:
    """Whether a sentence has some of the gold."""
    clause = span.clause
    return any(
        p.document_id == clause.document_id
        and clause.start + span.start < p.end
        and p.start < clause.start + span.end
        for p in places
    )


def fit_bearing(rows: Sequence[Row]) -> Bearing:
    """Fit the weights of the signs by Newton's method; a step that goes too far is halved."""
    rows = [row for row in rows if row.good.any()]
    signs = [np.array([w.bearing for w in row.found], float) for row in rows]
    spread = np.maximum(np.sqrt(np.mean([one.var(0) for one in signs], 0)), 1e-4)
    counts = [1.0 if row.turn else COMPLETE for row in rows]
    asked = [(x / spread, r.good, n) for x, r, n in zip(signs, rows, counts, strict=True)]
    weights = np.zeros(len(spread))
    likely = _likely(asked, weights)
    for _ in range(STEPS):
        step, gain = _step(asked, weights), -1.0
        while gain <= 0 and np.abs(step).max() > 1e-6:
            gain = _likely(asked, weights + step) - likely
            step = step if gain > 0 else step / 2
        weights, likely = (weights + step, likely + gain) if gain > 0 else (weights, likely)
        if gain < ENOUGH:
            break
    return Bearing(*(weights / spread).tolist())


_Asked = tuple[Numbers, NDArray[np.bool_], float]
"""The standardised signs of the sentences, shape (n, signs), which are good, and the weight."""


def _likely(asked: Sequence[_Asked], weights: Numbers) -> float:
    """The penalised log-likelihood that a good sentence is chosen."""
    total = -PENALTY / 2 * float(weights @ weights)
    for x, good, count in asked:
        odds = x @ weights
        total += count * float(_sum(odds[good]) - _sum(odds))
    return total


def _step(asked: Sequence[_Asked], weights: Numbers) -> Numbers:
    """One step of Newton's method; shape (signs,)."""
    slope, bend = -PENALTY * weights, PENALTY * np.eye(len(weights))
    for x, good, count in asked:
        odds = x @ weights
        guess = np.exp(odds - _sum(odds))
        mean = guess @ x
        slope += count * (np.exp(odds[good] - _sum(odds[good])) @ x[good] - mean)
        bend += count * ((x * guess[:, None]).T @ x - np.outer(mean, mean))
    return np.asarray(np.linalg.solve(bend, slope), float)


def _sum(odds: Numbers) -> float:
    """The logarithm of the sum of the exponentials."""
    most = float(odds.max())
    return most + float(np.log(np.exp(odds - most).sum()))


def is_right(row: Row, chosen: Sequence[Weighed]) -> bool:
    """Whether the sentences chosen would be the answer."""
    said = points_said("".join(w.span.text for w in chosen), row.case.points)
    if not row.case.gold:
        return False
    return said >= RIGHT if said is not None else bool(row.good[row.found.index(chosen[0])])


def fit_grounds(rows: Sequence[Row], weights: Bearing) -> Grounds:
    """Fit the log-odds that the dialogue's sentence is right where the answer is not."""
    signs, right, counts = [], [], []
    for row in rows:
        chosen = best_of(row.found, weights)
        if not row.leans or not chosen:
            continue
        own = is_right(row, chosen)
        if row.answer.sentences and own == row.right:
            continue
        signs.append(grounds(row.answer, row.followup, row.found, chosen, weights))
        right.append(own)
        counts.append(row.weight)
    return Grounds(*_logit(np.array(signs, float), np.array(right, float), np.array(counts)))


def _logit(x: Numbers, right: Numbers, counts: Numbers) -> list[float]:
    spread = np.maximum(x.std(0), 1e-6)
    spread[-1] = 1.0
    x, weights = x / spread, np.zeros(x.shape[1])
    penalty = SHARE * counts.sum() * np.diag([1.0] * (x.shape[1] - 1) + [1e-6])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (counts * (right - guess)) - penalty @ weights
        bend = (x * (counts * guess * (1 - guess))[:, None]).T @ x + penalty
        weights = weights + np.linalg.solve(bend, slope)
    found: list[float] = (weights / spread).tolist()
    return found


def main(arguments: list[str] | None = None) -> int:
    """Fit, and with `--write` replace the committed weights; the limit stays."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_dialogue", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"replace {DIALOGUE_FILE.name}")
    options = parser.parse_args(arguments)
    documents = founding_documents()
    written = written_questions(c.id for parsed in documents for c in parsed.clauses)
    fields, stated = {EXPANSION_FIELD: written}, written_statements(documents)
    rows = rows_of(Library.build(documents, load_encoder(), fields=fields, statements=stated))
    bearing = fit_bearing(rows)
    parts = (("bearing", bearing), ("grounds", fit_grounds(rows, bearing)))
    lines = [f"# Fitted by `python -m evals.fit_dialogue` on {len(rows)} turns of `dev`."]
    for part, fitted in parts:
        values = zip(fitted._fields, fitted, strict=True)
        lines += ["", f"[{part}]", *(f"{name} = {value:.3f}" for name, value in values)]
    text = "\n".join([*lines, "", "[limit]", f"least = {LEAST}"]) + "\n"
    sys.stdout.write(text)
    if options.write:
        DIALOGUE_FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
