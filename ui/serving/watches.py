"""Put the guard of `ui.guarding` before the pages, and tell it of the questions they answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.chat.watched import Watch, nobody
from ui.guarding.entries import Event, Person
from ui.guarding.front import front
from ui.guarding.guard import Guard
from ui.guarding.log import LogError
from ui.guarding.rates import Rate
from ui.guarding.settings import Guarding
from ui.guarding.watch import Watcher
from ui.pages.asker import asker
from ui.serving.edge import Edge

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from ui.guarding.events import Pages
    from ui.keeping.store import Store


class Watches:
    """What watches over one server: `page` and `program` over questions, where that is set."""

    def __init__(self, guarding: Guarding | None, store: Store) -> None:
        """Take the settings, and the store that tells what people leave."""
        self._guarding = guarding
        self.page: Watch = nobody
        self.program: Watch = nobody
        self._rate: Rate | None = None
        if guarding is None:
            return
        self._rate = Rate(guarding.questions) if guarding.questions else None
        self.page = Watcher(guarding.log, asker, self._rate, guarding.questions)
        self.program = Watcher(guarding.log, asker)
        store.told = self._left

    @property
    def people(self) -> bool:
        """Whether people sign in."""
        return self._guarding is not None and self._guarding.users is not None

    def before(self, app: ASGIApp, pages: Pages, port: int, host: str, *, mcp: bool) -> Edge:
        """Put the guard, if there is one, and the edge before the application."""
        guarding = self._guarding
        if guarding is None:
            return Edge(app, port, mcp=mcp, named=front(port, host))
        guard = Guard(app, guarding, pages, self._rate)
        named = front(port, host, guarding.origin, guarding.proxies)
        if guarding.log:
            guarding.log.write(Event.STARTED, Person(), host=host, origin=guarding.origin)
        return Edge(guard, port, mcp=mcp, named=named, refused=guard.refused, people=self.people)

    def _left(self, event: str, person: str, clauses: Sequence[str]) -> None:
        """Write down what somebody left; reading goes on where the log cannot be written."""
        who = asker()
        log = self._guarding.log if self._guarding else None
        try:
            if log:
                named = Person(person or who.name, who.role, who.address)
                log.write(Event(event), named, clauses=list(clauses))
        except LogError:
            pass
