"""An answer that a language model words: made on a thread, shown as it grows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

from rag.model.generate import Said
from rag.types import Sentence
from ui.chat.threads import Turn

LOOK = 0.1
"""Seconds between two looks at whether the reader has turned away."""
Work = Callable[[Said], object]


def growing(turn: Turn, work: Work) -> Iterator[None]:
    """Do the work on a thread; step whenever the turn has grown, end when the work is done.

    `work` is given whom to tell all sentences so far. Whoever stops reading ends it: `turn.stop`
    is set, which closes the connection to the model.
    """
    told: SimpleQueue[tuple[Sentence, ...] | None] = SimpleQueue()

    def run() -> None:
        try:
            work(told.put)
        finally:
            told.put(None)

    threading.Thread(target=run, name="tiaoli-worded", daemon=True).start()
    try:
        while not turn.left:
            try:
                found = told.get(timeout=LOOK)
            except Empty:
                continue
            if found is None:
                return
            turn.growing = found
            yield
    finally:
        turn.stop.set()
