"""Answer on the page: take a question, show its answer sentence by sentence, keep the thread.

Handlers take and give plain values (strings and message lists); the components that they fill
are in `ui.page`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index.types import Scope
from ingest.errors import TiaoliError
from ingest.types import Clause, Document
from rag.types import Answer, Status
from ui import answers
from ui.threads import Thread, Threads, Turn
from ui.words import say

LONGEST_QUESTION = 2_000
"""Longest question in characters."""
PACE_SECONDS = 0.04
"""Pause between two sentences, so that a reader sees the answer grow in its order."""

Message = dict[str, str]
Messages = list[Message]
_log = logging.getLogger(__name__)


class Library(Protocol):
    """What the page shows of the documents."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id, in the order to list them."""
        ...

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """Clauses of all documents by id."""
        ...


class Assistant(Protocol):
    """Who answers."""

    @property
    def library(self) -> Library:
        """Where the answers come from."""
        ...

    def ask(
        self,
        question: str,
        scope: Scope = ...,
        history: Sequence[tuple[str, str]] = ...,
    ) -> Answer:
        """Answer a question within a scope, after the earlier (role, text) pairs."""
        ...


@dataclass(slots=True)
class Desk:
    """The conversation of one page in one language, over threads that both languages share."""

    assistant: Assistant
    language: str
    threads: Threads = field(default_factory=Threads)
    pace: float = PACE_SECONDS

    def messages(self, thread: Thread | None) -> Messages:
        """A whole conversation as Gradio takes it."""
        documents = self.assistant.library.documents
        shown: Messages = []
        for number, turn in enumerate(thread.turns if thread else ()):
            reply = answers.reply(self.language, turn, number, documents)
            shown.append({"role": "user", "content": answers.question(turn.question)})
            shown.append({"role": "assistant", "content": reply})
        return shown

    def restored(self, thread_id: str) -> tuple[Messages, str]:
        """The conversation under an id and the id, or nothing where it is not known."""
        thread = self.threads.find(thread_id)
        return self.messages(thread), thread.id if thread else ""

    def ask(
        self, question: str, thread_id: str, documents: Sequence[str]
    ) -> Iterator[tuple[Messages, str, str]]:
        """Answer, yielding (messages, thread id, what stays in the question box) as it grows."""
        question = question.strip()
        if not question:
            yield (*self.restored(thread_id), "")
            return
        thread = self.threads.open(thread_id)
        if len(question) > LONGEST_QUESTION:
            refused = Turn(f"{question[:60]}…", trouble=self._too_long(question))
            thread.add(refused)
            yield self.messages(thread), thread.id, question
            return
        history = self._history(thread)
        turn = Turn(question)
        thread.add(turn)
        yield self.messages(thread), thread.id, ""
        self._answer(turn, Scope(documents=tuple(documents)), history)
        yield from self._told(thread, turn)

    def can_answer(self, question: str) -> bool:
        """Whether the documents answer a question, asked outside any conversation."""
        try:
            return self.assistant.ask(question).status is Status.ANSWERED
        except TiaoliError:
            return False

    def halt(self, thread_id: str) -> Messages:
        """Keep the last answer as far as it had come, and say that it was stopped."""
        thread = self.threads.find(thread_id)
        if thread and thread.turns:
            turn = thread.turns[-1]
            whole = turn.answer is not None and turn.shown >= len(turn.answer.sentences)
            turn.halted = not whole and not turn.trouble
        return self.messages(thread)

    def _told(self, thread: Thread, turn: Turn) -> Iterator[tuple[Messages, str, str]]:
        count = len(turn.answer.sentences) if turn.answer else 0
        for shown in range(count):
            if turn.halted:
                return
            turn.shown = shown
            yield self.messages(thread), thread.id, ""
            time.sleep(self.pace)
        if not turn.halted:
            turn.shown = count
            yield self.messages(thread), thread.id, ""

    def _answer(self, turn: Turn, scope: Scope, history: list[tuple[str, str]]) -> None:
        try:
            turn.answer = self.assistant.ask(turn.question, scope, history)
        except TiaoliError as error:
            turn.trouble = say(self.language, "err.known", what=str(error))
        except Exception:  # the page must say so in words, whatever it was
            _log.exception("a question could not be answered")
            turn.trouble = say(self.language, "err.answer")

    def _history(self, thread: Thread) -> list[tuple[str, str]]:
        """The earlier turns as (role, text) pairs, oldest first."""
        pairs: list[tuple[str, str]] = []
        for turn in thread.turns:
            if turn.answer is not None:
                pairs.append(("user", turn.question))
                pairs.append(("assistant", turn.answer.text))
        return pairs

    def _too_long(self, question: str) -> str:
        limit = f"{LONGEST_QUESTION:,}"
        return say(self.language, "err.long", n=f"{len(question):,}", limit=limit)
