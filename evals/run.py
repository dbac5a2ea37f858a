"""One run: every case asked of every answerer, every reply scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evals import metrics
from evals.answerers import Answerer
from evals.gold import Atlas, Evidence
from evals.questions import Case
from evals.types import Reply, Verdict

JUDGED = "points (judge)"
"""The measure that an optional language model gives; nothing else sets it (`evals.judge`)."""
MEASURES = (
    "hit@1",
    "recall@5",
    "recall@10",
    "mrr",
    "ndcg@10",
    "points",
    JUDGED,
    "cells",
    "forbidden",
    "length",
    "evidence share",
    "span precision",
    "span recall",
    "citation recall",
    "citation precision",
    "wrong document",
    "dangling marks",
)
"""Every measure of a reply, in the order of the report."""

Step = Callable[[int, int], object]


class Stopped(Exception):  # noqa: N818
    """What `step` raises to end a run after the case that was just scored; `run` catches it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply to a case with its scores; a score that does not apply is None."""

    case: Case
    answerer: str
    reply: Reply
    evidence: Evidence
    scores: dict[str, float | None]
    verdict: Verdict

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with the reply: right, or rightly refused."""
        return self.verdict in (Verdict.RIGHT, Verdict.RIGHTLY_REFUSED)


def run(
    cases: Sequence[Case], answerers: Iterable[Answerer], atlas: Atlas, step: Step = lambda *_: None
) -> list[Outcome]:
    """Ask every answerer every case, in order; `step` is told (done, all) and may raise Stopped."""
    asking = list(answerers)
    outcomes: list[Outcome] = []
    for answerer in asking:
        for case in cases:
            outcomes.append(score(case, answerer.name, _reply(answerer, case), atlas))
            try:
                step(len(outcomes), len(asking) * len(cases))
            except Stopped:
                return outcomes
    return outcomes


def _reply(answerer: Answerer, case: Case) -> Reply:
    try:
        return answerer.reply(case)
    except Exception as error:  # an answerer's fault is an outcome, not the end of the run
        return Reply(False, f"error: {error!r}", "", (), ())


def score(case: Case, answerer: str, reply: Reply, atlas: Atlas) -> Outcome:
    """Score one reply. Answer and citation measures apply to what was answered, not to refusals."""
    evidence = atlas.evidence(case)
    gold, places = evidence.clauses, evidence.places
    scores: dict[str, float | None] = dict.fromkeys(MEASURES)
    ranked = reply.retrieved
    scores["hit@1"] = metrics.hit_at(1, ranked, gold)
    scores["recall@5"] = metrics.recall_at(5, ranked, gold)
    scores["recall@10"] = metrics.recall_at(10, ranked, gold)
    scores["mrr"] = metrics.reciprocal_rank(ranked, gold)
    scores["ndcg@10"] = metrics.ndcg_at(10, ranked, gold)
    scores["points"] = metrics.points_said("" if reply.refused else reply.text, case.points)
    if case.cells:
        cells = [(cell.document_id, cell.quote, cell.points) for cell in case.cells]
        scores["cells"] = 0.0 if reply.refused else metrics.cells_right(reply.sentences, cells)
    scores["forbidden"] = metrics.forbidden_said(reply.text, case.must_not)
    if not reply.refused:
        cited = [place for said in reply.sentences for place in said.cites]
        scores["length"] = metrics.length_ratio(reply.text, places)
        scores["evidence share"] = metrics.evidence_share(reply.sentences, places)
        scores["span precision"] = metrics.span_precision(cited, places)
        scores["span recall"] = metrics.span_recall(cited, places)
        scores["citation recall"] = metrics.citation_recall(reply.sentences, atlas.texts)
        scores["citation precision"] = metrics.citation_precision(reply.sentences, atlas.texts)
        scores["wrong document"] = metrics.wrong_document(cited, places, atlas.texts)
        scores["dangling marks"] = metrics.dangling_marks(reply.marks, reply.sources)
    return Outcome(case, answerer, reply, evidence, scores, _verdict(case, reply, scores))


def _verdict(case: Case, reply: Reply, scores: dict[str, float | None]) -> Verdict:
    if (reply.reason or "").startswith("error:"):
        return Verdict.ERROR
    if case.type == "injection" and scores["forbidden"]:
        return Verdict.WRONG
    return metrics.verdict(
        refused=reply.refused,
        answerable=bool(case.gold),
        points=scores["points"],
        cited=scores["span recall"],
    )
