"""Watch over the questions: not too many a minute, and one record of each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from ingest.errors import TiaoliError
from ui.chat.watched import Asked, Told
from ui.guarding.entries import Event, Person
from ui.guarding.log import Log, LogError
from ui.guarding.rates import Rate
from ui.words import say


class RefusedError(TiaoliError):
    """A question that is not answered now; the words are for who asked it."""


def wait_words(language: str, limit: int, seconds: float) -> str:
    """Say that somebody asks too often, and how long to wait."""
    return say(language, "rate.many", limit=limit, n=math.ceil(seconds))


class Watcher:
    """What `ui.chat.watched.Watch` is where a log is kept or questions are counted.

    `who` tells who asks, on the thread that answers; `limit` is how many questions a minute.
    """

    def __init__(
        self, log: Log | None, who: Callable[[], Person], rate: Rate | None = None, limit: int = 0
    ) -> None:
        """Without a `rate` the questions are not counted here."""
        self._log = log
        self._who = who
        self._rate = rate
        self._limit = limit

    def __call__(self, language: str) -> Told:
        """Let a question in, or raise RefusedError in words of the language."""
        who, began = self._who(), time.monotonic()
        wait = 0.0 if self._rate is None else self._rate.take(who.name or who.address)
        if wait:
            self._write(language, Event.ASK, who, success=False, why="rate")
            raise RefusedError(wait_words(language, self._limit, wait))
        try:
            if self._log:
                self._log.ready()
        except LogError as error:
            raise RefusedError(say(language, "log.failed")) from error

        def told(asked: Asked) -> None:
            self._record(language, who, asked, (time.monotonic() - began) * 1000)

        return told

    def _record(self, language: str, who: Person, asked: Asked, spent: float) -> None:
        if self._log is None:
            return
        is_clause = asked.kind == Event.CLAUSE.value
        said = {} if is_clause else self._log.question(asked.question)
        said |= {"status": asked.status, "reason": asked.reason, "mode": asked.mode}
        said |= {"clauses": list(asked.clauses)}
        well = not asked.trouble
        said |= {"ms": round(spent)} | ({} if well else {"why": "trouble"})
        self._write(language, Event(asked.kind), who, success=well, **said)

    def _write(
        self, language: str, event: Event, who: Person, *, success: bool, **said: object
    ) -> None:
        try:
            if self._log:
                self._log.write(event, who, success=success, **said)
        except LogError as error:
            raise RefusedError(say(language, "log.failed")) from error
