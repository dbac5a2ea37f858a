"""Passwords: which are long enough, and how they are kept and checked (argon2id)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ingest.errors import TiaoliError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 256
"""Characters of a password; a longer one would only make the check slow."""


class PasswordError(TiaoliError):
    """A password that cannot be taken; the message says why and never shows it."""


def hashed(password: str, name: str) -> str:
    """What is kept of a password of `name`: a hash in argon2's own writing, with its salt.

    Raises PasswordError where it is too short, too long, or the name itself.
    """
    if len(password) < SHORTEST:
        raise PasswordError(f"the password is too short; take at least {SHORTEST} characters")
    if len(password) > LONGEST:
        raise PasswordError(f"the password is too long; take at most {LONGEST} characters")
    if len(set(password)) < 4 or password.casefold() == name.casefold():
        raise PasswordError("the password is too plain; take other characters")
    return _hasher().hash(password)


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one kept; the work is the same where there is none to compare.

    `kept` is empty for an unknown name and for somebody who has no password.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept or _nobodys(), password[: LONGEST + 1]) and bool(kept)
    except (InvalidHashError, VerificationError):
        return False


@cache
def _hasher() -> PasswordHasher:
    """The parameters of RFC 9106 for little memory: 64 MiB, 3 passes, 4 lanes; about 0.1 s."""
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("a password that nobody has")
