"""Who there is: names, roles, password hashes and tokens, in one file that an administrator keeps.

The file is JSON, `{"users": [{"name", "role", "password", "tokens"}]}`, readable by its owner
alone. It is written whole or not at all, and what a newer release added to it is kept.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from ingest.errors import TiaoliError
from ui.guarding.files import locked, replace_private
from ui.guarding.roles import Role

FILE = "users.json"
"""Its name in the home folder, where no other is set."""
LONGEST_NAME = 40
"""Characters."""
MOST_TOKENS = 5
"""Tokens of one person; a new one ends the oldest."""
_NAME = re.compile(r"[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff._-]+")
_Row = dict[str, Any]


class UserError(TiaoliError):
    """What is wrong with a name, a role or the file, and what to do."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. `password` is a hash, empty where only a proxy signs them in.

    `stamp` changes with the password: a session that began under another one has ended.
    """

    name: str
    role: Role
    password: str = ""
    tokens: tuple[str, ...] = ()

    @property
    def stamp(self) -> str:
        """What a session remembers of the password; the hash cannot be found from it."""
        return sha256(self.password.encode()).hexdigest()


def key_of(name: str) -> str:
    """By what names are told apart: `key_of("Wang.Li")` and `key_of("wang.li")` are the same."""
    return unicodedata.normalize("NFC", name).casefold()


class Users:
    """The users of a file; what another process changes in it is seen at the next look."""

    def __init__(self, file: Path) -> None:
        """Name the file, which need not be there yet."""
        self.file = file
        self._lock = RLock()
        self._seen: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}
        self._tokens: dict[str, User] = {}

    def __iter__(self) -> Iterator[User]:
        """All of them by name; raises UserError where the file cannot be read."""
        return iter(sorted(self._now().values(), key=lambda user: key_of(user.name)))

    def find(self, name: str) -> User | None:
        """The user of a name, whatever its case; None where there is none."""
        return self._now().get(key_of(name))

    def find_by_token(self, token: str) -> User | None:
        """The user whose token this is."""
        self._now()
        return self._tokens.get(_digest(token))

    def add(self, name: str, role: str, password: str) -> None:
        """Add a user with a password hash, or with none; raises UserError for a name in use."""
        if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
            raise UserError(
                f"no name for a user: {name[:LONGEST_NAME]!r}; take letters, digits, Chinese"
                f" characters, `.`, `_`, `-`, at most {LONGEST_NAME}"
            )
        row: _Row = {"name": name, "role": _role(role).value, "password": password, "tokens": []}

        def added(rows: list[_Row]) -> None:
            if any(key_of(str(one.get("name"))) == key_of(name) for one in rows):
                raise UserError(f"there is a user {name!r} already; see `tiaoli user list`")
            rows.append(row)

        self._change(added)

    def remove(self, name: str) -> None:
        """Remove a user; raises UserError where there is none of the name."""
        self._change(lambda rows: rows.remove(_row(rows, name)))

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password hash; sessions and tokens made before it end."""
        self._change(lambda rows: _row(rows, name).update(password=password, tokens=[]))

    def set_role(self, name: str, role: str) -> None:
        """Give a user another role, from the next request on."""
        chosen = _role(role).value
        self._change(lambda rows: _row(rows, name).update(role=chosen))

    def add_token(self, name: str) -> str:
        """Make a token for the programs of a user and give it, once: only its hash is kept."""
        token = secrets.token_urlsafe(32)

        def added(rows: list[_Row]) -> None:
            row = _row(rows, name)
            row["tokens"] = [*row.get("tokens", []), _digest(token)][-MOST_TOKENS:]

        self._change(added)
        return token

    def _now(self) -> dict[str, User]:
        with self._lock:
            try:
                found = self.file.stat()
            except OSError:
                self._seen, self._users, self._tokens = None, {}, {}
                return self._users
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if seen != self._seen:
                users = [_user(row) for row in self._read()["users"]]
                self._users = {key_of(user.name): user for user in users}
                self._tokens = {token: user for user in users for token in user.tokens}
                self._seen = seen
            return self._users

    def _read(self) -> _Row:
        try:
            whole = json.loads(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return {"users": []}
        except (OSError, ValueError) as error:
            raise UserError(f"{self.file}: cannot be read: {error}") from error
        rows = whole.get("users") if isinstance(whole, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UserError(f"{self.file}: is no file of users; see docs/security.md")
        return dict(whole)

    def _change(self, change: Callable[[list[_Row]], object]) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.file.with_name(f".{self.file.name}.lock")):
                whole = self._read()
                change(whole["users"])
                text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
                replace_private(self.file, text.encode())
        except OSError as error:
            raise UserError(f"{self.file}: cannot be written: {error.strerror}") from error


def _row(rows: list[_Row], name: str) -> _Row:
    for row in rows:
        if key_of(str(row.get("name"))) == key_of(name):
            return row
    raise UserError(f"there is no user {name[:LONGEST_NAME]!r}; see `tiaoli user list`")


def _user(row: _Row) -> User:
    name, tokens = row.get("name"), row.get("tokens") or []
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UserError("the file of users holds a name that cannot be one; mend or remove it")
    return User(name, _role(row.get("role")), str(row.get("password") or ""), tuple(tokens))


def _role(named: object) -> Role:
    try:
        return Role(str(named))
    except ValueError:
        raise UserError(f"no role {named!s:.20}; one of {', '.join(Role)}") from None


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
