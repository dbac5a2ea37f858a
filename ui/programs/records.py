"""Answers and clauses as JSON: the fixed interface that other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ingest.types import Clause
from rag.types import Answer, Cell, Status, Table
from rag.understood import Understanding

Record = dict[str, object]
NOT_COMPARED = "not_compared"
"""The reason of a comparison for which the documents give no table."""
NOTHING_TO_COMPARE = "没有可以对比的内容：请写明要对比的事项，例如“法官惩戒”。"
_HALF = re.compile("[\ud800-\udfff]")


def answer_record(answer: Answer, question_id: str | int | None = None) -> Record:
    """One answer as `tiaoli ask --json` prints it and `--batch` writes it."""
    return {
        "id": question_id,
        "question": answer.question,
        "understood_as": answer.understood_as,
        "status": answer.status.value,
        "reason": answer.reason,
        "answer": answer.text,
        "citations": [
            {
                "mark": citation.mark,
                "clause_id": citation.clause.id,
                "document_id": citation.clause.document_id,
                "label": citation.clause.label,
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.citations
        ],
        "sentences": [
            {
                "text": sentence.text,
                "marks": [citation.mark for citation in sentence.citations],
                "verification": sentence.verification.value,
                "missing": list(sentence.missing),
            }
            for sentence in answer.sentences
        ],
        "table": _table(answer.table) if answer.table else None,
        "notes": [{"kind": note.kind, "text": note.text} for note in answer.notes],
        "nearest": [clause.id for clause in answer.nearest],
        "understanding": _understanding(answer.understanding) if answer.understanding else None,
        "mode": answer.mode.value,
        "elapsed_ms": round(answer.elapsed_ms, 3),
    }


def _understanding(one: Understanding) -> Record:
    """What the question was taken to ask; no documents mean all of them."""
    return {
        "kind": one.kind,
        "documents": list(one.documents),
        "limited": one.limited,
        "topics": list(one.topics),
        "place": one.place,
        "years": list(one.years),
        "regions": list(one.regions),
        "particulars": [chinese for chinese, _ in one.particulars],
    }


def _table(table: Table) -> Record:
    """A comparison by topic; a cell without sentences is one whose document says nothing of it."""
    return {
        "documents": list(table.documents),
        "in_time": table.in_time,
        "rows": [
            {"topic": row.topic, "cells": [_cell(cell) for cell in row.cells]} for row in table.rows
        ],
    }


def _cell(cell: Cell) -> Record:
    return {
        "document_id": cell.document_id,
        "silent": not cell.sentences,
        "sentences": [
            {"text": said.text, "marks": [c.mark for c in said.citations]}
            for said in cell.sentences
        ],
        "verbs": list(cell.verbs),
    }


def comparison_record(answer: Answer) -> Record:
    """A comparison with its quotations in the cells; one that found no table has no rows."""
    table = answer.table
    return {
        "question": answer.question,
        "understood_as": answer.understood_as,
        "status": (answer.status if table else Status.ABSTAINED).value,
        "reason": None if table else answer.reason or NOT_COMPARED,
        "answer": answer.text if table or answer.reason else NOTHING_TO_COMPARE,
        "documents": list(table.documents) if table else [],
        "in_time": table.in_time if table else False,
        "rows": [
            {"topic": row.topic, "cells": [_quoted_cell(cell) for cell in row.cells]}
            for row in (table.rows if table else ())
        ],
        "notes": [{"kind": note.kind, "text": note.text} for note in answer.notes],
        "nearest": [clause.id for clause in answer.nearest],
        "elapsed_ms": round(answer.elapsed_ms, 3),
    }


def _quoted_cell(cell: Cell) -> Record:
    """What one document says of a topic: `text` is its quotations, or 未规定."""
    return {
        "document_id": cell.document_id,
        "silent": not cell.sentences,
        "text": "".join(said.text for said in cell.sentences) or "未规定",
        "quotes": [
            {
                "quote": citation.quote,
                "clause_id": citation.clause.id,
                "label": citation.clause.label,
                "start": citation.start,
                "end": citation.end,
            }
            for said in cell.sentences
            for citation in said.citations
        ],
        "verbs": list(cell.verbs),
    }


def error_record(question_id: str | int | None, reason: str) -> Record:
    """One line of a batch that could not be asked."""
    return {"id": question_id, "status": "error", "reason": reason}


def clause_record(clause: Clause) -> Record:
    """One clause as `tiaoli clauses --json` prints it."""
    return {
        "clause_id": clause.id,
        "document_id": clause.document_id,
        "number": clause.number,
        "label": clause.label,
        "path": list(clause.path),
        "title": clause.title,
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
        "lines": list(clause.lines),
    }


def to_line(record: Mapping[str, object]) -> str:
    """Write a record as one line of JSON; half a character (a lone surrogate) is escaped."""
    line = json.dumps(record, ensure_ascii=False)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", line)
