"""Cases and outcomes as JSON, and back; what has the wrong kind raises TypeError or ValueError."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from evals.gold import Evidence
from evals.questions import Case, Gold
from evals.run import Outcome
from evals.types import GoldCell, Place, Reply, Said, Verdict

FORMAT = 1
"""Number of the layout of a saved run; another number is refused."""

_HALF = re.compile("[\ud800-\udfff]")


def to_json(value: object) -> str:
    """Write a value as JSON on one line; half a character (a lone surrogate) is escaped."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def case_record(case: Case) -> dict[str, Any]:
    """Give a case as a line of a set, with the split it is in."""
    return {
        "id": case.id,
        "type": case.type,
        "split": case.split,
        "question": case.question,
        "gold": [{"doc": gold.document_id, "quote": gold.quote} for gold in case.gold],
        "points": list(case.points),
        "answer": case.answer,
        "history": [{"role": role, "content": content} for role, content in case.history],
        "must_not": list(case.must_not),
        "cells": [
            {"doc": cell.document_id, "quote": cell.quote, "points": list(cell.points)}
            for cell in case.cells
        ],
    }


def read_case(record: Mapping[str, Any]) -> Case:
    """Read a case back."""
    return Case(
        id=text(record["id"]),
        type=text(record["type"]),
        question=text(record["question"]),
        gold=tuple(Gold(text(row["doc"]), text(row["quote"])) for row in record["gold"]),
        points=tuple(map(text, record["points"])),
        answer=text(record["answer"]),
        history=tuple((text(row["role"]), text(row["content"])) for row in record["history"]),
        must_not=tuple(map(text, record["must_not"])),
        split=text(record["split"]),
        cells=tuple(map(_cell, record.get("cells", []))),
    )


def _cell(row: Mapping[str, Any]) -> GoldCell:
    quote = None if row["quote"] is None else text(row["quote"])
    return GoldCell(text(row["doc"]), quote, tuple(map(text, row["points"])))


def outcome_record(outcome: Outcome, *, timed: bool) -> dict[str, Any]:
    """Give an outcome, with its case by id; without its times if asked so."""
    reply = outcome.reply
    return {
        "case": outcome.case.id,
        "answerer": outcome.answerer,
        "verdict": outcome.verdict.value,
        "scores": dict(outcome.scores),
        "refused": reply.refused,
        "reason": reply.reason,
        "text": reply.text,
        "sentences": [{"text": s.text, "cites": _rows(s.cites)} for s in reply.sentences],
        "retrieved": list(reply.retrieved),
        "marks": list(reply.marks),
        "sources": list(reply.sources),
        "notes": list(reply.notes),
        "evidence": {
            "places": _rows(outcome.evidence.places),
            "clauses": list(outcome.evidence.clauses),
        },
        "stages": [list(stage) for stage in reply.stages] if timed else [],
    }


def read_outcome(record: Mapping[str, Any], cases: Mapping[str, Case]) -> Outcome:
    """Read an outcome back."""
    refused, reason, evidence = record["refused"], record["reason"], record["evidence"]
    if not isinstance(refused, bool):
        raise TypeError(f"refused is {refused!r}")
    reply = Reply(
        refused=refused,
        reason=None if reason is None else text(reason),
        text=text(record["text"]),
        sentences=tuple(Said(text(s["text"]), _places(s["cites"])) for s in record["sentences"]),
        retrieved=tuple(map(text, record["retrieved"])),
        marks=tuple(map(int, record["marks"])),
        sources=tuple(map(int, record["sources"])),
        notes=tuple(map(text, record["notes"])),
        stages=tuple((text(name), number(spent)) for name, spent in record["stages"]),
    )
    return Outcome(
        case=cases[record["case"]],
        answerer=text(record["answerer"]),
        reply=reply,
        evidence=Evidence(_places(evidence["places"]), tuple(map(text, evidence["clauses"]))),
        scores={text(n): None if v is None else number(v) for n, v in record["scores"].items()},
        verdict=Verdict(record["verdict"]),
    )


def text(value: object) -> str:
    """Give the value if it is text."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def number(value: object) -> float:
    """Give the value if it is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _rows(places: tuple[Place, ...]) -> list[list[object]]:
    return [[place.document_id, place.start, place.end] for place in places]


def _places(rows: list[list[Any]]) -> tuple[Place, ...]:
    return tuple(Place(text(document_id), int(start), int(end)) for document_id, start, end in rows)
