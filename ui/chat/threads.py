"""Conversations of people on the server, in memory, a bounded number of them.

A conversation is found by an id that cannot be guessed, and by nobody but its person, so that a
reload of the page restores it; nothing is kept in the browser. `ui.chat.kept` keeps them.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from rag.types import Answer, Sentence
from ui.keeping.people import HERE

MOST_THREADS = 200
MOST_TURNS = 40


@dataclass(slots=True)
class Turn:
    """One question and what came of it.

    `shown` counts the sentences that reached the page; `halted` says that the reader stopped
    there; `trouble` is a sentence shown in place of an answer. `worded` says that a language model
    words it: `growing` are its sentences so far, `stop` ends it. `left` says that the reader has
    turned away, so that nothing more is shown. `alone` says that it was asked without the turns
    before it. `place` counts the turns of the conversation from 0; `kept` says that it was written
    to the store, `unkept` that it could not be, `damaged` that it could not be read there.
    `suggested` are questions to go on with.
    """

    question: str
    answer: Answer | None = None
    shown: int = 0
    halted: bool = False
    trouble: str = ""
    worded: bool = False
    growing: tuple[Sentence, ...] = ()
    stop: Event = field(default_factory=Event)
    left: bool = False
    alone: bool = False
    place: int = 0
    kept: bool = False
    unkept: bool = False
    damaged: bool = False
    suggested: tuple[str, ...] = ()


@dataclass(slots=True)
class Thread:
    """A conversation of a person: its id and its turns, oldest first.

    `asked` counts the turns it ever had. `begun` says that the store knows it, `gone` that it was
    deleted, so that nothing more of it is kept.
    """

    id: str
    person: str = HERE
    turns: list[Turn] = field(default_factory=list)
    asked: int = 0
    begun: bool = False
    gone: bool = False

    def add(self, turn: Turn) -> None:
        """Append a turn; the oldest goes when there are more than `MOST_TURNS`."""
        turn.place = self.asked
        self.asked += 1
        self.turns.append(turn)
        del self.turns[:-MOST_TURNS]

    def history(self, before: int | None = None) -> list[tuple[str, str]]:
        """The answered turns as (role, text) pairs, oldest first; only those `before` a turn."""
        pairs: list[tuple[str, str]] = []
        for turn in self.turns[:before]:
            if turn.answer is not None:
                pairs.append(("user", turn.question))
                pairs.append(("assistant", turn.answer.text))
        return pairs


class Threads:
    """Conversations by id; the one not used for longest goes first when there are too many."""

    def __init__(self, most: int = MOST_THREADS) -> None:
        self._most = most
        self._threads: OrderedDict[str, Thread] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._threads)

    def find(self, thread_id: str, person: str = HERE) -> Thread | None:
        """Find a conversation of a person, or None where the id is unknown or another's."""
        with self._lock:
            thread = self._threads.get(thread_id)
            if thread is None or thread.person != person:
                return None
            self._threads.move_to_end(thread_id)
            return thread

    def open(self, thread_id: str = "", person: str = HERE) -> Thread:
        """Find a conversation, or begin a new one under an id of 128 random bits."""
        found = self.find(thread_id, person)
        return found or self._hold(Thread(secrets.token_urlsafe(16), person))

    def keep(self, thread: Thread, turn: Turn) -> None:
        """Keep a turn that is finished; memory alone keeps it as it is."""

    def drop(self, person: str, thread_id: str) -> int:
        """Delete a conversation of a person; what is being answered in it is stopped."""
        return self._drop(person, lambda thread: thread.id == thread_id)

    def clear(self, person: str) -> int:
        """Delete all conversations of a person."""
        return self._drop(person, lambda _: True)

    def _hold(self, thread: Thread) -> Thread:
        """Take a conversation in, unless it is there already; give the one that is there."""
        with self._lock:
            held = self._threads.setdefault(thread.id, thread)
            while len(self._threads) > self._most:
                self._threads.popitem(last=False)
        return held

    def _drop(self, person: str, which: Callable[[Thread], bool]) -> int:
        with self._lock:
            some = [t for t in self._threads.values() if t.person == person and which(t)]
            for thread in some:
                thread.gone = True
                del self._threads[thread.id]
        for turn in (turn for thread in some for turn in thread.turns):
            turn.stop.set()
        return len(some)
