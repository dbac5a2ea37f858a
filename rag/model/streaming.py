"""A language model's text as it comes: piece by piece, bounded in time and length, stopped at once.

`rag.model.generate` reads it; what it does not let through is never shown.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ingest.errors import TiaoliError
from rag.model.endpoint import Endpoint, Messages, talking, trouble

MOST_CHARACTERS = 8_000
"""Characters of a reply that are read; an answer has a tenth of them."""
LOOK = 0.05
"""Seconds between two looks at whether the reader has stopped."""
CLOSING = 1.0
"""Seconds the connection gets to close."""


class WritingFault(TiaoliError):  # noqa: N818
    """The model's text did not come, or broke off. `kind` is a machine word."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Writer(Protocol):
    """Whoever can word an answer."""

    @property
    def name(self) -> str:
        """Name the model, as a reader may see it."""
        ...

    def write(self, messages: Messages, stop: threading.Event) -> Iterator[str]:
        """Give the text piece by piece; end when `stop` is set. Raises WritingFault."""
        ...


@dataclass(frozen=True, slots=True)
class EndpointWriter:
    """A writer behind an endpoint; `endpoint.limit` are the seconds a whole text may take.

    A request that is refused, or fails before the first word, is made once more after a pause.
    """

    endpoint: Endpoint

    @property
    def name(self) -> str:
        """Name the model."""
        return self.endpoint.model

    def write(self, messages: Messages, stop: threading.Event) -> Iterator[str]:
        """Give the text piece by piece.

        The connection is closed within a second when `stop` is set or the reader goes away. Raises
        WritingFault: `silent` after the limit, `unreachable` before the first word, `broken` after
        it, `too_long` beyond `MOST_CHARACTERS`.
        """
        talk = _Talk(self.endpoint, messages)
        end, count = time.monotonic() + self.endpoint.limit, 0
        try:
            while not stop.is_set():
                if time.monotonic() > end:
                    raise WritingFault("silent", f"no end within {self.endpoint.limit:g} seconds")
                piece = talk.next(LOOK)
                if piece is None:
                    return
                count += len(piece)
                if count > MOST_CHARACTERS:
                    raise WritingFault("too_long", f"more than {MOST_CHARACTERS} characters")
                if piece:
                    yield piece
        finally:
            talk.close()


class _Talk:
    """One request on a thread of its own, where an event loop runs that can be cancelled."""

    def __init__(self, endpoint: Endpoint, messages: Messages) -> None:
        self._pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] = self._loop.create_task(self._run(endpoint, messages))
        self._thread = threading.Thread(target=self._work, name="tiaoli-writer", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _run(self, endpoint: Endpoint, messages: Messages) -> None:
        """Put the pieces, then what went wrong or None."""
        begun = ended = False
        try:
            async with talking(endpoint) as model:
                async for part in model.astream(messages):
                    text = part.content
                    ended = ended or bool(part.response_metadata.get("finish_reason"))
                    if isinstance(text, str) and text:
                        begun = True
                        self._pieces.put(text)
            self._pieces.put(None if ended else WritingFault("broken", "no end came"))
        except Exception as error:  # whatever an endpoint does, the user gets an answer
            kind = "broken" if begun else "unreachable"
            self._pieces.put(WritingFault(kind, trouble(error)))

    def next(self, seconds: float) -> str | None:
        """Give the next piece, an empty one if none came in time, None at the end."""
        try:
            found = self._pieces.get(timeout=seconds)
        except queue.Empty:
            return ""
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        """Cancel the request, which closes its connection; again where a library swallows it."""
        end = time.monotonic() + CLOSING
        while self._thread.is_alive() and time.monotonic() < end:
            with contextlib.suppress(RuntimeError):  # it has just ended
                self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(LOOK)
