"""Answer on the page: take a question, show its answer sentence by sentence, keep the thread.

Handlers take and give plain values (strings and message lists); the components that they fill
are in `ui.pages.chat`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.types import Scope
from ingest.errors import TiaoliError
from rag.types import Status
from rag.understood import in_document
from ui.chat import again, answers
from ui.chat.growing import growing
from ui.chat.suggested import Suggestions
from ui.chat.threads import Thread, Threads, Turn
from ui.chat.watched import Asked, Told, Watch, nobody
from ui.keeping.people import HERE
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
    told: Told | None = None


@dataclass(slots=True)
class Desk:
    """The conversation of one page in one language, over threads that both languages share."""

    assistant: Assistant
    language: str
    threads: Threads = field(default_factory=Threads)
    pace: float = PACE_SECONDS
    watch: Watch = nobody
    suggestions: Suggestions = field(init=False)

    def __post_init__(self) -> None:
        self.suggestions = Suggestions(self.assistant, self.language)

    def messages(self, thread: Thread | None) -> Messages:
        """A whole conversation as Gradio takes it."""
        documents = self.assistant.library.documents
        shown: Messages = []
        for number, turn in enumerate(thread.turns if thread else ()):
            reply = answers.reply(self.language, turn, number, documents)
            reply += answers.unkept(self.language) if turn.unkept else ""
            shown.append({"role": "user", "content": answers.question(turn.question)})
            shown.append({"role": "assistant", "content": reply})
        return shown

    def restored(self, thread_id: str, person: str = HERE) -> tuple[Messages, str]:
        """A person's conversation under an id and the id, or nothing where it is not known."""
        thread = self.threads.find(thread_id, person)
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
        person: str = HERE,
    ) -> Grown:
        """Answer, yielding (messages, thread id, what stays in the question box) as it grows.

        No `documents` are all of them, None that what was chosen leaves none. `worded` asks for an
        answer in a language model's words, where one is configured.
        """
        question = question.strip()
        if not question:
            yield (*self.restored(thread_id, person), "")
            return
        thread = self.threads.open(thread_id, person)
        if len(question) > LONGEST_QUESTION or documents is None:
            long = len(question) > LONGEST_QUESTION
            trouble = self._too_long(question) if long else say(self.language, "err.scope")
            refused = Turn(f"{question[:60]}…" if long else question, trouble=trouble)
            thread.add(refused)
            self.threads.keep(thread, refused)
            self._tell(self._watched(refused), refused)
            yield self.messages(thread), thread.id, question
            return
        turn = Turn(question, worded=worded and bool(self.model))
        asking = _Asking(Scope(documents=tuple(documents)), tuple(thread.history()))
        yield from self._asked(thread, turn, asking)

    def again(self, command: str, thread_id: str, person: str = HERE) -> Grown:
        """Ask a question of the conversation again, of another document or as it was typed."""
        wish, thread = again.read(command), self.threads.find(thread_id, person)
        turns = thread.turns if thread else []
        answer = turns[wish.turn].answer if wish and wish.turn < len(turns) else None
        if thread is None or wish is None or answer is None:
            yield (*self.restored(thread_id, person), "")
            return
        documents = self.assistant.library.documents
        wanted = wish.document if wish.document in documents else ""
        if wish.as_typed:
            turn, asking = Turn(answer.question, alone=True), _Asking(Scope(), as_typed=True)
        else:
            text = answer.understood_as or answer.question
            text = in_document(text, wanted, documents, answer.understanding)
            turn, asking = (
                Turn(text[:LONGEST_QUESTION], alone=True),
                _Asking(Scope(documents=(wanted,) if wanted else ())),
            )
        yield from self._asked(thread, turn, asking)

    def _asked(self, thread: Thread, turn: Turn, asking: _Asking) -> Grown:
        thread.add(turn)
        asking = replace(asking, told=self._watched(turn))
        yield self.messages(thread), thread.id, "" if asking.told else turn.question
        if asking.told is None:
            return
        try:
            if turn.worded:
                yield from self._worded(thread, turn, asking)
            else:
                self._answer(turn, asking)
                yield from self._told(thread, turn)
            self._suggest(thread, turn)
        finally:  # also where the reader hung up in the middle
            self._finish(thread, turn)
        if turn.unkept or turn.suggested or (turn.worded and not turn.left):
            yield self.messages(thread), thread.id, ""

    def _worded(self, thread: Thread, turn: Turn, asking: _Asking) -> Grown:
        def work(said: Said) -> None:
            self._answer(turn, asking, said)
            if turn.left:  # nobody waits for it any more
                self._finish(thread, turn)

        for _ in growing(turn, work):
            yield self.messages(thread), thread.id, ""

    def _finish(self, thread: Thread, turn: Turn) -> None:
        """Keep a turn; what a model wrote says itself that it was stopped."""
        if turn.worded or not turn.halted:
            turn.halted = turn.halted and turn.answer is None
            turn.shown = len(turn.answer.sentences) if turn.answer else 0
        self.threads.keep(thread, turn)

    def can_answer(self, question: str) -> bool:
        """Whether the documents answer a question, asked outside any conversation."""
        try:
            return self.assistant.ask(question).status is Status.ANSWERED
        except TiaoliError:
            return False

    def halt(self, thread_id: str, person: str = HERE, *, leave: bool = False) -> Messages:
        """Keep the last answer as far as it had come, and say that it was stopped.

        With `leave` the reader has turned away: nothing more of it is shown.
        """
        thread = self.threads.find(thread_id, person)
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

    def _suggest(self, thread: Thread, turn: Turn) -> None:
        """Offer questions to go on with, once the answer stands."""
        if turn.answer is not None and not turn.halted and not turn.left:
            asked = [earlier.question for earlier in thread.turns]
            turn.suggested = self.suggestions.after(turn.answer, asked)

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
        self._tell(asking.told, turn)

    def _watched(self, turn: Turn) -> Told | None:
        """Say that a question is asked, and give whom to tell; None where it is refused."""
        try:
            return self.watch(self.language)
        except TiaoliError as error:
            turn.trouble = str(error)
            return None

    def _tell(self, told: Told | None, turn: Turn) -> None:
        """Tell what came of it; an answer that nobody can be told of is not given."""
        try:
            if told:
                told(Asked.of_answer(turn.question, turn.answer, turn.trouble))
        except TiaoliError as error:
            turn.answer, turn.growing, turn.trouble = None, (), str(error)

    def _too_long(self, question: str) -> str:
        limit = f"{LONGEST_QUESTION:,}"
        return say(self.language, "err.long", n=f"{len(question):,}", limit=limit)
