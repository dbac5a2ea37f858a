"""Answer on the page: take a question, show its answer sentence by sentence, keep the thread.

Handlers take and give plain values (strings and message lists); the components that they fill
are in `ui.pages.chat`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.types import Scope
from ingest.errors import TiaoliError
from rag.types import Status
from rag.understood import in_document
from ui.chat import again, answers
from ui.chat.growing import growing
from ui.chat.suggested import Suggestions
from ui.chat.threads import Thread, Threads, Turn
from ui.words import say

if TYPE_CHECKING:
    from rag.model.generate import Said
    from ui.types import Assistant

LONGEST_QUESTION = 2_000
"""Longest question in characters."""
PACE_SECONDS = 0.04
"""Pause between two sentences, so that a reader sees the answer grow in its order."""

Message = dict[str, str]
Messages = list[Message]
Grown = Iterator[tuple[Messages, str, str]]
"""A conversation as it grows: messages, thread id, what stays in the question box."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What a question is asked with."""

    scope: Scope
    history: tuple[tuple[str, str], ...] = ()
    as_typed: bool = False


@dataclass(slots=True)
class Desk:
    """The conversation of one page in one language, over threads that both languages share."""

    assistant: Assistant
    language: str
    threads: Threads = field(default_factory=Threads)
    pace: float = PACE_SECONDS
    suggestions: Suggestions = field(init=False)

    def __post_init__(self) -> None:
        self.suggestions = Suggestions(self.assistant, self.language)

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

    @property
    def model(self) -> str:
        """The name of the language model that can word answers, or nothing."""
        return self.assistant.writer.name if self.assistant.writer else ""

    def ask(
        self,
        question: str,
        thread_id: str,
        documents: Sequence[str] | None,
        *,
        worded: bool = False,
    ) -> Grown:
        """Answer, yielding (messages, thread id, what stays in the question box) as it grows.

        No `documents` are all of them, None that what was chosen leaves none. `worded` asks for an
        answer in a language model's words, where one is configured.
        """
        question = question.strip()
        if not question:
            yield (*self.restored(thread_id), "")
            return
        thread = self.threads.open(thread_id)
        if len(question) > LONGEST_QUESTION or documents is None:
            long = len(question) > LONGEST_QUESTION
            trouble = self._too_long(question) if long else say(self.language, "err.scope")
            thread.add(Turn(f"{question[:60]}…" if long else question, trouble=trouble))
            yield self.messages(thread), thread.id, question
            return
        turn = Turn(question, worded=worded and bool(self.model))
        asking = _Asking(Scope(documents=tuple(documents)), tuple(self._history(thread)))
        yield from self._asked(thread, turn, asking)

    def again(self, command: str, thread_id: str) -> Grown:
        """Ask a question of the conversation again, of another document or as it was typed."""
        wish, thread = again.read(command), self.threads.find(thread_id)
        turns = thread.turns if thread else []
        answer = turns[wish.turn].answer if wish and wish.turn < len(turns) else None
        if thread is None or wish is None or answer is None:
            yield (*self.restored(thread_id), "")
            return
        documents = self.assistant.library.documents
        wanted = wish.document if wish.document in documents else ""
        if wish.as_typed:
            turn, asking = Turn(answer.question), _Asking(Scope(), as_typed=True)
        else:
            text = answer.understood_as or answer.question
            text = in_document(text, wanted, documents, answer.understanding)
            turn, asking = (
                Turn(text[:LONGEST_QUESTION]),
                _Asking(Scope(documents=(wanted,) if wanted else ())),
            )
        yield from self._asked(thread, turn, asking)

    def _asked(self, thread: Thread, turn: Turn, asking: _Asking) -> Grown:
        thread.add(turn)
        yield self.messages(thread), thread.id, ""
        if not turn.worded:
            self._answer(turn, asking)
            yield from self._told(thread, turn)
            yield from self._suggested(thread, turn)
            return
        for _ in growing(turn, lambda said: self._answer(turn, asking, said)):
            yield self.messages(thread), thread.id, ""
        if not turn.left:
            turn.halted = False  # the answer says itself that it was stopped
            turn.shown = len(turn.answer.sentences) if turn.answer else 0
            yield self.messages(thread), thread.id, ""
            yield from self._suggested(thread, turn)

    def can_answer(self, question: str) -> bool:
        """Whether the documents answer a question, asked outside any conversation."""
        try:
            return self.assistant.ask(question).status is Status.ANSWERED
        except TiaoliError:
            return False

    def halt(self, thread_id: str, *, leave: bool = False) -> Messages:
        """Keep the last answer as far as it had come, and say that it was stopped.

        With `leave` the reader has turned away: nothing more of it is shown.
        """
        thread = self.threads.find(thread_id)
        if thread and thread.turns:
            turn = thread.turns[-1]
            whole = turn.answer is not None and turn.shown >= len(turn.answer.sentences)
            turn.halted = not whole and not turn.trouble
            turn.left = leave
            turn.stop.set()
        return self.messages(thread)

    def _told(self, thread: Thread, turn: Turn) -> Grown:
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

    def _suggested(self, thread: Thread, turn: Turn) -> Grown:
        """Offer questions to go on with, once the answer stands."""
        if turn.answer is None or turn.halted or turn.left:
            return
        turn.suggested = self.suggestions.after(turn.answer, [t.question for t in thread.turns])
        if turn.suggested:
            yield self.messages(thread), thread.id, ""

    def _answer(self, turn: Turn, asking: _Asking, said: Said | None = None) -> None:
        ask, more = self.assistant.ask, dict[str, Any]()
        if asking.as_typed:
            more["as_typed"] = True
        if said is not None:
            more |= {"generate": True, "said": said, "stop": turn.stop}
        try:
            turn.answer = ask(turn.question, asking.scope, asking.history, **more)
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
