"""Who is signed in: sessions kept in memory, found by a random name that only a cookie holds."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from ui.guarding.users import User, Users, key_of

IDLE_MINUTES = 30
LONGEST_HOURS = 12
"""A session ends after a working day, however busy it is."""
MOST = 2_000
MOST_EACH = 10
"""Sessions in all and of one person; the one begun first goes."""


@dataclass(slots=True)
class _Session:
    key: str
    stamp: str
    begun: float
    used: float


class Sessions:
    """The sessions of one server; a restart ends all of them."""

    def __init__(
        self,
        users: Users,
        idle: float = IDLE_MINUTES * 60,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """`idle` is in seconds, after which a session that nothing was asked in has ended."""
        self._users = users
        self._idle = idle
        self._clock = clock or time.monotonic
        self._sessions: OrderedDict[str, _Session] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._sessions)

    def begin(self, user: User) -> str:
        """Begin a session and give its name: 256 random bits, of which only a hash stays here."""
        name, now = secrets.token_urlsafe(32), self._clock()
        session = _Session(key_of(user.name), user.stamp, now, now)
        with self._lock:
            own = [n for n, one in self._sessions.items() if one.key == session.key]
            for old in own[: max(0, len(own) - MOST_EACH + 1)]:
                del self._sessions[old]
            self._sessions[_digest(name)] = session
            while len(self._sessions) > MOST:
                self._sessions.popitem(last=False)
        return name

    def user(self, name: str) -> User | None:
        """Who is signed in under this name: as the users stand now, and None once it has ended."""
        digest, now = _digest(name), self._clock()
        with self._lock:
            session = self._sessions.get(digest)
            if session is None:
                return None
            user = self._users.find(session.key)
            old = now - session.used > self._idle or now - session.begun > LONGEST_HOURS * 3600
            if old or user is None or user.stamp != session.stamp:
                del self._sessions[digest]
                return None
            session.used = now
            return user

    def end(self, name: str) -> None:
        """End a session; the cookie that names it is worth nothing from now on."""
        with self._lock:
            self._sessions.pop(_digest(name), None)


def _digest(name: str) -> str:
    return sha256(name.encode("utf-8", "backslashreplace")).hexdigest()
