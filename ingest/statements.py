"""What each clause states, piece by piece, with the questions people ask about it.

A statement is one measure, duty, rule or figure of a clause: its words as printed, and questions in
everyday words and English that they answer. They stand beside the corpus as data, written from the
clauses alone, are searched, and never shown as an answer. Example: `老赖名单挂错了人去哪儿喊冤`
is asked of the words `暢通信用懲戒救濟渠道`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import FactsError
from ingest.founding import CORPUS
from ingest.types import Clause

STATEMENTS = CORPUS / "statements.jsonl"
_FIELDS = frozenset({"clause_id", "quote", "zh", "en"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of a clause, `clause.text[start:end]`, and the questions it answers."""

    clause_id: str
    start: int
    end: int
    questions: tuple[str, ...]


def read_statements(path: Path, clauses: Mapping[str, Clause]) -> tuple[Statement, ...]:
    """Read statements in the order of the file; a quote may leave out white space.

    Raises FactsError, naming file and line, for what is not JSON, fields that are missing or
    unknown, an unknown clause, a quote that the clause does not have, and a line without questions.
    """
    found: list[Statement] = []
    bare = {id_: _Unspaced(clause.text) for id_, clause in clauses.items()}
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}, line {place}"
        row = _row(line, where)
        clause = clauses.get(row["clause_id"])
        if clause is None:
            raise FactsError(f"{where}: no clause {row['clause_id']!r}; correct the id")
        span = bare[clause.id].find(row["quote"])
        if span is None:
            raise FactsError(
                f"{where}: {row['quote'][:20]!r} is not in {clause.id}; copy the quote from there"
            )
        found.append(Statement(clause.id, *span, (*row["zh"], *row["en"])))
    return tuple(found)


def _row(line: str, where: str) -> dict[str, str]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise FactsError(f"{where}: not JSON ({error})") from error
    if not isinstance(row, dict) or set(row) != _FIELDS:
        raise FactsError(f"{where}: needs exactly the fields {', '.join(sorted(_FIELDS))}")
    asked = [row["zh"], row["en"]]
    if not all(isinstance(q, list) and all(isinstance(t, str) for t in q) for q in asked):
        raise FactsError(f"{where}: zh and en must be lists of texts")
    if not any(asked) or not isinstance(row["quote"], str) or not row["quote"].strip():
        raise FactsError(f"{where}: needs a quote and at least one question")
    return row


class _Unspaced:
    """A text without white space, and where each of its characters stands in the text."""

    def __init__(self, text: str) -> None:
        self._places = [at for at, char in enumerate(text) if not char.isspace()]
        self._text = "".join(text.split())

    def find(self, quote: str) -> tuple[int, int] | None:
        """Find the start and end of a quote in the text, white space apart."""
        wanted = "".join(quote.split())
        at = self._text.find(wanted)
        return (self._places[at], self._places[at + len(wanted) - 1] + 1) if at >= 0 else None
