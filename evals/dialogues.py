"""The turns of `dev` with all that may answer them: what a dialogue counts for is fitted on these.

Complete questions behind dialogues about something else, and questions no document answers behind
one about their nearest clause, show what must stay as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evals.answerers import TiaoliAnswerer
from evals.gold import Atlas
from evals.questions import CASES, Case, read_cases
from evals.run import score
from evals.types import Place
from index.library import Library
from index.types import Scope
from rag.assistant import Assistant
from rag.by_dialogue import cited_in, may_lean, turn_of
from rag.dialogue.followup import Followup
from rag.dialogue.turns import Dialogue
from rag.finding.inquiry import Clock, Inquiry
from rag.finding.retrieve import retrieve
from rag.recalling.bearing import Weighed
from rag.recalling.weighing import weighed
from rag.types import Answer
from rag.understanding.question import understand
from rag.words.sentences import Sentences, Span

TURN, COMPLETE, SILENT, NEAREST = 3.0, 1.0, 2.0, 0.3
"""Weight, when the grounds are fitted, of an author's own turn, of a complete question behind
another dialogue, of one that no document answers, and of that one behind its nearest clause."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case behind a dialogue: what was answered without it, and the sentences weighed.

    `right` says that the answer is, `leans` that the dialogue may answer, `good` which sentences
    have the gold, `weight` how much the case counts for the grounds.
    """

    case: Case
    answer: Answer
    right: bool
    leans: bool
    followup: Followup
    found: tuple[Weighed, ...]
    good: NDArray[np.bool_]
    weight: float

    @property
    def turn(self) -> bool:
        """Whether the case is a turn of its dialogue, not a question set behind another."""
        return self.case.type == "followup"


def cases_of(library: Library) -> Iterator[tuple[Case, float]]:
    """Give the turns, then complete questions behind other dialogues, each with its weight."""
    dev = [c for c in read_cases(CASES, library.documents) if c.split == "dev"]
    turns = [c for c in dev if c.type == "followup"]
    dice = random.Random(1)  # noqa: S311
    yield from ((c, TURN) for c in dev if c.history and c.type in ("followup", "unanswerable"))
    for case in (c for c in dev if not c.history):
        behind = replace(case, history=dice.choice(turns).history)
        yield behind, COMPLETE if case.gold else SILENT
        if not case.gold and (near := _nearest_dialogue(case, library)):
            yield replace(case, history=near), NEAREST


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


def rows_of(library: Library) -> list[Row]:
    """Ask every case without the dialogue's evidence, and weigh the sentences it would give."""
    answerer = TiaoliAnswerer(Assistant(library, by_dialogue=False))
    atlas, sentences = Atlas(library), Sentences()
    rows: list[Row] = []
    for case, weight in cases_of(library):
        spoken, followup = Dialogue(case.history, library).spoken(case.question)
        answer = answerer.assistant.ask(case.question, history=case.history)
        asked = understand(case.question, library.documents)
        turn = turn_of(followup, Inquiry(library, sentences, asked, Scope(), Clock()))
        if spoken.turns:
            found = weighed(turn, spoken, cited_in(answer))
            places = atlas.evidence(case).places
            good = np.array([_has(w.span, places) for w in found], bool)
            right = score(case, "", answerer.replied(answer), atlas).right
            leans = may_lean(answer, followup, spoken)
            row = Row(case, answer, right, leans, followup, tuple(found), good, weight)
            rows.append(row)
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
