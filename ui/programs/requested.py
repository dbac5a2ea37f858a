"""Read what another program asks: a question, its dialogue so far, the documents to look in.

A line of a batch and a call of the programming interface are read by the same rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.errors import TiaoliError
from ui.programs.records import Record

_SHOWN = 80
"""Characters of an unknown id that a message repeats."""


class RequestError(TiaoliError):
    """What is wrong with a request, in one sentence; `part` is the parameter it is about."""

    def __init__(self, part: str, words: str) -> None:
        super().__init__(words)
        self.part = part


@dataclass(frozen=True, slots=True)
class Request:
    """A question, the earlier (role, text) pairs, and the ids of documents (none for all)."""

    question: str
    history: tuple[tuple[str, str], ...] = ()
    documents: tuple[str, ...] = ()


def read_request(value: Record, known: Collection[str]) -> Request:
    """Read `{"question", "history"?, "documents"?}`; `known` are the ids there are.

    Fields that are not named here are passed over. Raises RequestError.
    """
    question = value.get("question")
    if not isinstance(question, str):
        raise RequestError("question", "question is missing or not text")
    documents = value.get("documents") or []
    if not isinstance(documents, list) or not all(isinstance(d, str) for d in documents):
        raise RequestError("documents", "documents must be a list of document ids")
    if unknown := [d for d in documents if d not in known]:
        named = shortened(unknown[0])
        words = f"unknown document {named!r}; known: {', '.join(known)}"
        raise RequestError("documents", words)
    return Request(question, tuple(_turns(value)), tuple(documents))


def shortened(text: str) -> str:
    """Cut what a message repeats: an id may be of any length."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _turns(value: Record) -> Iterator[tuple[str, str]]:
    history = value.get("history") or []
    if not isinstance(history, list):
        raise RequestError("history", "history must be a list of {role, content}")
    for turn in history:
        role = turn.get("role") if isinstance(turn, dict) else None
        content = turn.get("content") if isinstance(turn, dict) else None
        if role not in ("user", "assistant") or not isinstance(content, str):
            words = "history: each turn needs role user or assistant, and content"
            raise RequestError("history", words)
        yield str(role), content
