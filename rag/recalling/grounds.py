"""How likely it is that what the dialogue speaks for answers, and what was found without it not.

Fitted on `dev`: `python -m evals.fit_dialogue` wrote `dialogue.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from typing import NamedTuple

from rag.dialogue.followup import Followup, Kind
from rag.recalling.bearing import DIALOGUE_FILE, WEIGHTS, Weighed, Weights
from rag.types import Answer, Status
from rag.words.sentences import Span

FARTHEST = 8.0
"""Log-odds beyond which a difference of scores tells nothing more."""
LONG = 40
"""Characters from which on a turn is as long as can be."""


class Grounds(NamedTuple):
    """What tells whether the dialogue answers, or what each adds to the log-odds that it does.

    Of its best sentence: `score`; `sure`: share of the odds that the sentences quoted have,
    `margin`: how far it lies before the second; `bound`: it stands near what was spoken of; and
    its bearing.

    Of the answer found without it: `answered`: there is one, `worded`: the documents' words show
    that it answers, else `chance`: how surely it does; `gap`: how far its sentences lie behind (0
    to 2); `completed`: by the rules for follow-ups; `unstated`: it was refused because a
    particular is not stated.

    Of the turn: `long`: length, 0 to 1; `new`, `more`, `unmarked`: how it leans; `sourced`: the
    sentence stands in a document that it means. `always` is 1.
    """

    score: float = 0.0
    sure: float = 0.0
    margin: float = 0.0
    bound: float = 0.0
    fits: float = 0.0
    own: float = 0.0
    stated: float = 0.0
    meaning: float = 0.0
    onward_stated: float = 0.0
    said: float = 0.0
    last: float = 0.0
    alike: float = 0.0
    hit: float = 0.0
    answered: float = 0.0
    worded: float = 0.0
    chance: float = 0.0
    gap: float = 0.0
    completed: float = 0.0
    unstated: float = 0.0
    long: float = 0.0
    new: float = 0.0
    more: float = 0.0
    unmarked: float = 0.0
    sourced: float = 0.0
    always: float = 1.0


_OF_SENTENCE = (
    "fits",
    "own",
    "stated",
    "meaning",
    "onward_stated",
    "said",
    "last",
    "alike",
    "hit",
)
_FITTED: dict[str, dict[str, float]] = tomllib.loads(DIALOGUE_FILE.read_text(encoding="utf-8"))
ODDS = Grounds(**_FITTED["grounds"])
LEAST = _FITTED["limit"]["least"]
"""Chance from which on the dialogue's sentence is the answer."""
LEAST_FOR_NEW = _FITTED["limit"]["new"]
"""The same where the turn is complete and was answered."""


def grounds(
    answer: Answer,
    followup: Followup,
    found: Sequence[Weighed],
    chosen: Sequence[Weighed],
    weights: Weights = WEIGHTS,
) -> Grounds:
    """Read off an answer, the sentences weighed and the best of them what tells which is right."""
    best, answered = chosen[0], answer.status is Status.ANSWERED
    bearing = weights.of(found)
    scores = [one.score(bearing) for one in found]
    top, second = (*sorted(scores, reverse=True), -math.inf)[:2]
    odds = sum(math.exp(score - top) for score in scores)
    own = [n for n, one in enumerate(found) if quotes(answer, one.span)]
    behind = top - max((scores[n] for n in own), default=top)
    return Grounds(
        **{sign: getattr(best.bearing, sign) for sign in _OF_SENTENCE},
        score=top / 10,
        sure=sum(math.exp(one.score(bearing) - top) for one in chosen) / odds,
        margin=min(top - second, FARTHEST),
        bound=best.bearing.bound,
        answered=answered,
        worded=answered and answer.chance is None,
        chance=answered * (1.0 if answer.chance is None else answer.chance),
        gap=answered * min(behind, FARTHEST) / 4,
        completed=answered and is_completed(answer),
        unstated=answer.reason == "not_stated",
        long=min(len(followup.asked), LONG) / LONG,
        new=followup.kind is Kind.NEW,
        more=followup.kind is Kind.MORE,
        unmarked=followup.kind is Kind.UNMARKED,
        sourced=best.bearing.document,
    )


def is_completed(answer: Answer) -> bool:
    """Whether the rules made the turn a question of its own."""
    return answer.understood_as != answer.question.strip()


def enough(answer: Answer, followup: Followup) -> float:
    """Give the chance from which on the dialogue answers instead."""
    complete = followup.kind is Kind.NEW and answer.status is Status.ANSWERED
    return LEAST_FOR_NEW if complete else LEAST


def quotes(answer: Answer, span: Span) -> bool:
    """Whether an answer quotes a sentence, or part of it."""
    at = span.clause.start
    return any(
        c.clause is span.clause and c.start < at + span.end and at + span.start < c.end
        for c in answer.citations
    )


def chance(found: Grounds, odds: Grounds = ODDS) -> float:
    """Estimate how likely it is that the dialogue's sentence is right and the answer is not."""
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip(found, odds, strict=True))))
