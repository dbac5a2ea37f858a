"""Choices that come out the same every time: drawn from a seed and a text."""

from __future__ import annotations

from hashlib import sha256


class Dice:
    """Choices that depend on a seed and a text only: `Dice(0, "执行难").below(3)`."""

    def __init__(self, seed: int, text: str) -> None:
        self._text, self._thrown = f"{seed}\0{text}", 0

    def below(self, limit: int) -> int:
        """Give a number from 0 up to a limit."""
        self._thrown += 1
        drawn = sha256(f"{self._text}\0{self._thrown}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") % limit
