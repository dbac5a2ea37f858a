"""Who sends a request: by the cookie of a session, a program's token, or the name a proxy gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ui.guarding.entries import Person
from ui.guarding.sessions import Sessions
from ui.guarding.settings import Guarding
from ui.guarding.users import User

COOKIE = "tiaoli"
"""The name of the cookie; behind https it is `__Host-tiaoli`, which no other host can set."""
_TOKEN = re.compile(r"bearer ([\w~+/.-]+=*)", re.IGNORECASE)
PROGRAMS = ("/api/", "/mcp/")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request: nobody known, or a user and by what; `forged` where it was pretended."""

    address: str
    user: User | None = None
    by: str = ""
    session: str = ""
    forged: bool = False

    @property
    def person(self) -> Person:
        """As the log names them."""
        user = self.user
        return (
            Person(user.name, user.role.value, self.address)
            if user
            else Person("", "", self.address)
        )


class Identity:
    """Finds who sends a request, by the settings and the sessions of a server."""

    def __init__(self, guarding: Guarding, sessions: Sessions) -> None:
        """Take the settings and the sessions."""
        self._users = guarding.users
        self._proxies = guarding.proxies
        self._header = guarding.sso_header.encode()
        self._sessions = sessions

    def of(self, scope: Mapping[str, Any], peer: str) -> Visitor:
        """Who sends a request; `peer` is the address at the other end of the connection.

        The name in the header of the single sign-on counts only from a proxy. From anywhere else
        it is a forgery, whatever comes with it.
        """
        address = str((scope.get("client") or ("",))[0])
        if self._users is None:
            return Visitor(address)
        if self._header and (named := headers(scope, self._header)):
            name = _utf8(named[0])
            user = self._users.find(name) if len(named) == 1 and peer in self._proxies else None
            return Visitor(address, user, "proxy" if user else "", forged=user is None)
        if scope["path"].startswith(PROGRAMS):
            found = _TOKEN.fullmatch(" ".join(headers(scope, b"authorization")))
            if found:
                user = self._users.find_by_token(found[1])
                return Visitor(address, user, "token" if user else "", forged=user is None)
        session = cookie(scope)
        user = self._sessions.user(session) if session else None
        return Visitor(address, user, "session" if user else "", session if user else "")

    def without_header(self, scope: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
        """The headers of a request without those by which it says who sends it."""
        told = {self._header, b"authorization"} if self._users else set()
        return [(key, value) for key, value in scope["headers"] if key.lower() not in told]


def headers(scope: Mapping[str, Any], name: bytes) -> list[str]:
    """All values of a header."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def cookie(scope: Mapping[str, Any]) -> str:
    """The session that a request's cookies name; nothing where none or several do."""
    wanted = cookie_name(scope)
    found = [
        value
        for line in headers(scope, b"cookie")
        for name, _, value in _parts(line.split(";"))
        if name == wanted
    ]
    return found[0] if len(found) == 1 else ""


def cookie_name(scope: Mapping[str, Any]) -> str:
    """The name of the cookie for the way that a request came."""
    return f"__Host-{COOKIE}" if scope.get("scheme") == "https" else COOKIE


def set_cookie(scope: Mapping[str, Any], value: str) -> str:
    """The header that sets the cookie, or takes it back where `value` is empty.

    It ends with the browser, goes to no other site and to no script.
    """
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    gone = "" if value else "; Max-Age=0"
    return f"{cookie_name(scope)}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{gone}"


def _parts(pairs: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    return (pair.strip().partition("=") for pair in pairs)


def _utf8(text: str) -> str:
    """A header as its sender meant it: proxies write Chinese names as UTF-8."""
    return text.encode("latin-1").decode("utf-8", "replace").strip()
