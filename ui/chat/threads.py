"""Keep conversations on the server, in memory, a bounded number of them.

A conversation is found by an id that cannot be guessed, so that a reload of the page restores
it; nothing is kept in the browser.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Event, Lock

from rag.types import Answer, Sentence

MOST_THREADS = 200
MOST_TURNS = 40


@dataclass(slots=True)
class Turn:
    """One question and what came of it.

    `shown` counts the sentences that reached the page; `halted` says that the reader stopped
    there; `trouble` is a sentence shown in place of an answer. `worded` says that a language model
    words it: `growing` are its sentences so far, `stop` ends it. `left` says that the reader has
    turned away, so that nothing more is shown. `suggested` are questions to go on with.
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
    suggested: tuple[str, ...] = ()


@dataclass(slots=True)
class Thread:
    """A conversation: its id and its turns, oldest first."""

    id: str
    turns: list[Turn] = field(default_factory=list)

    def add(self, turn: Turn) -> None:
        """Append a turn; the oldest goes when there are more than `MOST_TURNS`."""
        self.turns.append(turn)
        del self.turns[:-MOST_TURNS]


class Threads:
    """Conversations by id; the one not used for longest goes first when the store is full."""

    def __init__(self, most: int = MOST_THREADS) -> None:
        self._most = most
        self._threads: OrderedDict[str, Thread] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._threads)

    def find(self, thread_id: str) -> Thread | None:
        """Find a conversation, or None where the id is unknown or has been dropped."""
        with self._lock:
            thread = self._threads.get(thread_id)
            if thread is not None:
                self._threads.move_to_end(thread_id)
            return thread

    def open(self, thread_id: str = "") -> Thread:
        """Find a conversation, or begin a new one under an id of 128 random bits."""
        thread = self.find(thread_id)
        if thread is None:
            thread = Thread(secrets.token_urlsafe(16))
            with self._lock:
                self._threads[thread.id] = thread
                while len(self._threads) > self._most:
                    self._threads.popitem(last=False)
        return thread
