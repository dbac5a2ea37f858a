"""An answer as a record of JSON: clauses are named by id and place, never copied.

`ui.keeping.answers_read` gives it back.
"""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from rag.types import Answer, Cell, Sentence, Table
from ui.types import Library

Record = dict[str, Any]


def edition(library: Library) -> str:
    """Name what a library holds, so that it can be said when it holds something else."""
    held = "".join(f"{name} {one.sha256}\n" for name, one in sorted(library.documents.items()))
    return sha256(held.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def written(answer: Answer, library: Library) -> Record:
    """Write an answer that was made from this library; clauses by their ids."""
    said = list(answer.sentences)
    return {
        "edition": edition(library),
        "question": answer.question,
        "understood_as": answer.understood_as,
        "status": answer.status.value,
        "sentences": [sentence_record(one) for one in said],
        "reason": answer.reason,
        "message": answer.message,
        "notes": [asdict(note) for note in answer.notes],
        "nearest": [clause.id for clause in answer.nearest],
        "hits": [[hit.clause.id, hit.score, hit.rank, hit.why] for hit in answer.hits],
        "mode": answer.mode.value,
        "timings": answer.timings,
        "chance": answer.chance,
        "table": _table_record(answer.table, said) if answer.table else None,
        "understanding": asdict(answer.understanding) if answer.understanding else None,
    }


def sentence_record(sentence: Sentence) -> Record:
    """Write one sentence; a citation is mark, clause id, start and end, and the words quoted."""
    return {
        "text": sentence.text,
        "citations": [[c.mark, c.clause.id, c.start, c.end, c.quote] for c in sentence.citations],
        "verification": sentence.verification.value,
        "group": sentence.group,
        "item": sentence.item,
        "missing": sentence.missing,
    }


def _table_record(table: Table, said: list[Sentence]) -> Record:
    """A sentence of the table that is one of the answer's is named by its place there."""

    def cell(one: Cell) -> Record:
        told = [said.index(s) if s in said else sentence_record(s) for s in one.sentences]
        return {"document": one.document_id, "sentences": told, "verbs": one.verbs}

    rows = [{"topic": row.topic, "cells": [cell(one) for one in row.cells]} for row in table.rows]
    return {"documents": table.documents, "rows": rows, "in_time": table.in_time}
