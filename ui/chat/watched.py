"""Who is told of every question, before it is answered and after: nobody, unless a log is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what came of it; `trouble` is the sentence that stands in place of an answer.

    `kind` is `ask`, `clause` or `compare`; of a clause that is read, `question` is its id.
    `clauses` are the ids of those that are cited.
    """

    question: str
    kind: str = "ask"
    trouble: str = ""
    status: str = ""
    reason: str = ""
    mode: str = ""
    clauses: tuple[str, ...] = ()

    @classmethod
    def of_answer(cls, question: str, answer: Answer | None, trouble: str) -> Asked:
        """A question of a page."""
        if answer is None:
            return cls(question, trouble=trouble)
        cited = dict.fromkeys(citation.clause.id for citation in answer.citations)
        status, mode = answer.status.value, answer.mode.value
        return cls(question, "ask", trouble, status, answer.reason or "", mode, tuple(cited))

    @classmethod
    def of_record(cls, question: str, kind: str, record: Mapping[str, Any]) -> Asked:
        """A question of another program, by the record that it is given."""
        cells = [cell for row in record.get("rows", []) for cell in row["cells"]]
        cited = [*record.get("citations", []), *(one for cell in cells for one in cell["quotes"])]
        named = [record["clause_id"]] if "clause_id" in record else []
        clauses = dict.fromkeys([*named, *(one["clause_id"] for one in cited)])
        status, reason, mode = (str(record.get(k) or "") for k in ("status", "reason", "mode"))
        return cls(question, kind, "", status, reason, mode, tuple(clauses))


Told = Callable[[Asked], None]
Watch = Callable[[str], Told]
"""Called with the language before a question is answered, where it is asked; gives whom to tell.

Both raise TiaoliError, in words of this language, where the question may not be answered.
"""


def nobody(language: str) -> Told:  # noqa: ARG001
    """Tell nobody."""
    return lambda asked: None  # noqa: ARG005
