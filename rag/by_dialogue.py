"""Answers from what a dialogue has spoken of, where a turn by itself finds nothing sure.

The turn stays as it is. The sentence that most speaks for is found among the clauses the dialogue
cited, their neighbours and those of the same matter (`rag.recalling.bearing`); whether it answers
rather than what the turn found alone is a chance, fitted on `dev` by
`python -m evals.fit_dialogue`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from index.types import Hit
from ingest.types import Clause
from rag.dialogue.about import names_of, title_of
from rag.dialogue.followup import Followup, Kind
from rag.dialogue.spoken_of import Spoken
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name
from rag.finding.retrieve import retrieve, scope_of
from rag.recalling.bearing import WEIGHTS, Weighed, Weights
from rag.recalling.grounds import chance, enough, grounds, is_completed, quotes
from rag.recalling.weighing import weighed
from rag.types import Answer, Status
from rag.understanding.question import Intent, understand

BESIDE = 0.35
"""Share of the best sentence's odds from which on another is quoted with it; on `dev` .3 to .5 give
the same, and without another of other clauses .012 fewer turns are right."""
MOST = 2
"""Sentences that are quoted."""
_PLACED = frozenset({Kind.STEP, Kind.PLACE, Kind.ORDINAL, Kind.COMPARE})
_AT_PLACE = frozenset({Intent.CLAUSE, Intent.PART, Intent.PARTS, Intent.COUNT})
"""What is looked up where a question points to."""
_FAILED = frozenset({"not_covered", "not_stated", "unclear"})
"""Reasons of a refusal that another place may lift."""


def answer_by_dialogue(
    answer: Answer, followup: Followup, spoken: Spoken, inquiry: Inquiry
) -> Inquiry | None:
    """Give an inquiry that quotes what the dialogue speaks for, if that is surer than an answer.

    `answer` is what the turn found, `inquiry` how.
    """
    if not may_lean(answer, followup, spoken) or inquiry.question.intent in _AT_PLACE:
        return None
    other = turn_of(followup, inquiry)
    found = weighed(other, spoken, cited_in(answer))
    chosen = best_of(found)
    if not may_answer(answer, chosen):
        return None
    if chance(grounds(answer, followup, found, chosen)) < enough(answer, followup):
        return None
    clause = chosen[0].span.clause
    several = len({one.span.clause.document_id for one in chosen}) > 1
    for one in _in_order(chosen):
        document = inquiry.library.documents[one.span.clause.document_id]
        other.composer.quote(one.span, group=display_name(document) if several else "")
    other.hits = _first(clause, other.hits)
    asked = f"{_places(chosen, other, followup)}{other.question.standalone}"
    if is_completed(answer) and clause in cited_in(answer):
        asked = answer.understood_as
    other.question = replace(other.question, standalone=asked)
    return other if len(other.composer) else None


def may_lean(answer: Answer, followup: Followup, spoken: Spoken) -> bool:
    """Whether a turn may be about what was spoken of.

    Not what points to a place or compares, nor thanks, nor what says that it is another question.
    """
    new = followup.kind is Kind.NEW
    if not spoken.turns or followup.kind in _PLACED or (new and not followup.own):
        return False
    return answer.status is Status.ANSWERED or answer.reason in _FAILED


def may_answer(answer: Answer, chosen: Sequence[Weighed]) -> bool:
    """Whether the best sentence is of the kind asked for, and not quoted already."""
    return bool(chosen and chosen[0].bearing.able) and not quotes(answer, chosen[0].span)


def cited_in(answer: Answer) -> tuple[Clause, ...]:
    """The clauses an answer cites."""
    return tuple(dict.fromkeys(citation.clause for citation in answer.citations))


def turn_of(followup: Followup, inquiry: Inquiry) -> Inquiry:
    """Ask the turn as it is, and find the clauses nearest to it."""
    library, terms = inquiry.library, frozenset(inquiry.question.quoted)
    question = understand(followup.stripped or followup.asked, library.documents, terms)
    other = inquiry.asking(question, scope_of(question, inquiry.given))
    same = question.standalone == inquiry.question.standalone
    other.hits = (same and inquiry.hits) or retrieve(question, library, other.scope)
    return other


def best_of(found: Sequence[Weighed], weights: Weights = WEIGHTS) -> list[Weighed]:
    """Give the best sentence, then those that are nearly as likely."""
    bearing = weights.of(found)
    scores = {one: one.score(bearing) for one in found}
    ranked = sorted(found, key=lambda one: -scores[one])
    least = scores[ranked[0]] + math.log(BESIDE) if ranked else 0.0
    others = (one for one in ranked[1:] if scores[one] >= least and not one.span.topic)
    return [*ranked[:1], *others][:MOST]


def _in_order(chosen: Sequence[Weighed]) -> list[Weighed]:
    """Put the sentences of one clause in its order; clauses stay in theirs, the likeliest first."""
    clauses = list(dict.fromkeys(one.span.clause for one in chosen))
    return sorted(chosen, key=lambda one: (clauses.index(one.span.clause), one.span.start))


def _first(clause: Clause, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Put the clause that answers before what the search for the turn alone found."""
    own = next((hit for hit in hits if hit.clause is clause), None)
    score = math.nextafter(hits[0].score, math.inf) if hits else 1.0
    others = (hit for hit in hits if hit is not own)
    first = replace(own, score=score) if own else Hit(clause, score, 1)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate((first, *others), start=1))


def _places(chosen: Sequence[Weighed], inquiry: Inquiry, followup: Followup) -> str:
    """Name the clauses before what is asked of them: `最高法2021年工作报告关于……：`."""
    clauses = dict.fromkeys(one.span.clause for one in chosen)
    places = [_place(clause, inquiry, followup) for clause in clauses]
    return "; ".join(places) + ": " if followup.english else "、".join(places) + "："


def _place(clause: Clause, inquiry: Inquiry, followup: Followup) -> str:
    name = names_of((clause.document_id,), inquiry.library, english=followup.english)
    title = title_of(clause)
    if followup.english:
        return f"{name}, {title}" if title else name
    return f"{name}关于{title}" if title else clause.label
