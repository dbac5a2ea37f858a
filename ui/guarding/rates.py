"""How often something may happen: questions a minute, wrong passwords in a quarter of an hour."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

QUESTIONS = 20
"""Questions a minute and person; one that is read takes longer than three seconds."""
WRONG = 5
LOCK_MINUTES = 15
"""Wrong passwords, and within how many minutes, and for how many the name and the address wait."""
REFUSALS = 60
"""Refusals a minute and address that are written down one by one."""
MOST_NAMES = 10_000
"""Names of whom it is known how often; the one seen longest ago goes first."""


class Rate:
    """At most `most` times in `seconds` for each name."""

    def __init__(
        self, most: int, seconds: float = 60.0, clock: Callable[[], float] | None = None
    ) -> None:
        """`most` is what is allowed, `seconds` the time that moves along with the clock."""
        self._most = most
        self._seconds = seconds
        self._clock = clock or time.monotonic
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._times)

    def take(self, name: str) -> float:
        """Count one more, and give 0; where it is too many, count nothing and give the wait.

        The wait is in seconds.
        """
        with self._lock:
            times = self._recent(name)
            if len(times) >= self._most:
                return max(0.001, times[0] + self._seconds - self._clock())
            times.append(self._clock())
            return 0.0

    def full(self, name: str) -> bool:
        """Whether one more would be too many; counts nothing."""
        with self._lock:
            return name in self._times and len(self._recent(name)) >= self._most

    def forget(self, name: str) -> None:
        """Begin anew with a name."""
        with self._lock:
            self._times.pop(name, None)

    def _recent(self, name: str) -> deque[float]:
        times = self._times.setdefault(name, deque())
        self._times.move_to_end(name)
        while len(self._times) > MOST_NAMES:
            self._times.popitem(last=False)
        while times and times[0] <= self._clock() - self._seconds:
            times.popleft()
        return times


class Locks:
    """Five wrong passwords shut a name, and an address, for a quarter of an hour."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        """`clock` gives seconds; a test moves its own."""
        self._wrong = Rate(WRONG, LOCK_MINUTES * 60, clock)
        self._shut = Rate(1, LOCK_MINUTES * 60, clock)

    def shut(self, *names: str) -> bool:
        """Whether one of these names may not try."""
        return any(self._shut.full(name) for name in names)

    def wrong(self, *names: str) -> None:
        """Count a wrong password for each name."""
        for name in names:
            self._wrong.take(name)
            if self._wrong.full(name):
                self._shut.take(name)

    def right(self, name: str) -> None:
        """Forget the wrong passwords of a name that has signed in."""
        self._wrong.forget(name)
