"""Runs of the evaluation made by hand, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from evals.gold import Evidence
from evals.questions import Case, Gold
from evals.results import Passage, Results, Setting
from evals.run import MEASURES, Outcome
from evals.types import Place, Reply, Said, Verdict

QUOTE = "深化执行体制改革"


def make_case(id_: str, type_: str = "fact", split: str = "dev", *, gold: bool = True) -> Case:
    """A case with one piece of evidence, or none."""
    return Case(
        id=id_,
        type=type_,
        question=f"问题{id_}？",
        gold=(Gold("gd", QUOTE),) if gold else (),
        points=(QUOTE,) if gold else (),
        answer=f"答案{id_}。",
        split=split,
    )


def make_outcome(
    case: Case,
    verdict: Verdict = Verdict.RIGHT,
    answerer: str = "tiaoli",
    *,
    scores: dict[str, float | None] | None = None,
    text: str | None = None,
    retrieved: tuple[str, ...] = ("gd/2", "gd/1"),
    stages: tuple[tuple[str, float], ...] = (("retrieve", 1.0), ("answer", 3.0)),
) -> Outcome:
    """An outcome with this verdict; scores that are not given were not measured."""
    refused = verdict in (Verdict.REFUSED, Verdict.RIGHTLY_REFUSED)
    place = Place("gd", 10, 18)
    reply = Reply(
        refused=refused,
        reason="no_evidence" if refused else None,
        text=f"{QUOTE}。[1]" if text is None else text,
        sentences=() if refused else (Said(QUOTE, (place,)),),
        retrieved=retrieved,
        marks=(1,),
        sources=(1,),
        stages=stages,
    )
    return Outcome(
        case=case,
        answerer=answerer,
        reply=reply,
        evidence=Evidence((place,), ("gd/2",)) if case.gold else Evidence((), ()),
        scores={**dict.fromkeys(MEASURES), **(scores or {})},
        verdict=verdict,
    )


def make_results(
    outcomes: Sequence[Outcome], made: str = "2026-01-31T09:30:00Z", **setting: object
) -> Results:
    """A run of these outcomes over a library of two clauses."""
    given = {"cases": "c" * 64, "library": "d" * 64, "code": "e" * 64, "encoder": "embedded"}
    return Results(
        made=made,
        setting=Setting(**{**given, "seed": 7, "jobs": 1, **setting}),
        answerers=tuple(dict.fromkeys(one.answerer for one in outcomes)),
        outcomes=tuple(outcomes),
        documents={"gd": "2021年全省法院司法改革工作要点"},
        clauses={
            "gd/1": Passage("gd/1", "gd", "第1项", "1.完善服务保障机制。"),
            "gd/2": Passage("gd/2", "gd", "第2项", f"2.{QUOTE}。切实解决执行难。"),
        },
    )
