"""Signing in and out: the form, the check of a password, the cookie."""

from __future__ import annotations

import re
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, quote

from ui.guarding import passwords, plain
from ui.guarding.entries import Event
from ui.guarding.identity import Visitor, cookie, set_cookie
from ui.guarding.rates import Locks
from ui.guarding.replies import Reply, sent_to
from ui.guarding.roles import home
from ui.guarding.sessions import Sessions
from ui.guarding.users import LONGEST_NAME, User, Users, key_of
from ui.words import say

PATH = "sign-in"
_NEXT = re.compile(r"/(?:zh|en)/(?!sign-)[\w.-]*(?:\?[\w=&%.~+:,-]*)?")
MOST_BYTES = 8_192
"""Bytes of the form."""


def way_in(language: str, path: str, query: str, *, expired: bool = False) -> str:
    """The address of the form, which leads back to where somebody wanted to go."""
    wanted = f"{path}?{query}" if query else path
    back = f"next={quote(wanted, safe='')}" if _NEXT.fullmatch(wanted) else ""
    said = "&".join(filter(None, (back, "expired=1" if expired else "")))
    return f"/{language}/{PATH}" + (f"?{said}" if said else "")


class Desk:
    """Where people sign in and out, on one server."""

    def __init__(self, users: Users, sessions: Sessions, locks: Locks) -> None:
        """Take who there is, who is signed in, and who must wait."""
        self._users = users
        self._sessions = sessions
        self._locks = locks
        self._one_by_one = Lock()

    def form(self, language: str, query: str) -> Reply:
        """The form, with a word on why it is shown."""
        asked = parse_qs(query)
        told = "sign.out.done" if "out" in asked else "sign.expired" if "expired" in asked else ""
        words = say(language, told) if told else ""
        return Reply(plain.sign_in(language, _wanted(asked), words=words))

    def enter(self, scope: Mapping[str, Any], language: str, body: bytes, address: str) -> Reply:
        """Check a name and a password; whatever is wrong with them, the answer is the same."""
        try:
            sent = parse_qs(body[:MOST_BYTES].decode("utf-8"))
        except (UnicodeDecodeError, ValueError):
            sent = {}
        name, password = _one(sent, "name").strip(), _one(sent, "password")
        user, event = self._checked(name, password, address)
        if user is None or event is not Event.SIGN_IN:
            words = say(language, "sign.bad")
            refused = plain.sign_in(language, _wanted(sent), words=words, bad=True)
            # An unknown name is not written down: it may be a password typed in the wrong field.
            known = {"name": user.name} if user else {"name": ""}
            return Reply(refused, 401, event=event, success=False, more=known)
        if old := cookie(scope):
            self._sessions.end(old)
        given = set_cookie(scope, self._sessions.begin(user))
        wanted = _wanted(sent) or home(user.role, language)
        reply = sent_to(wanted, ("set-cookie", given), event=event)
        return Reply("", reply.status, reply.headers, event=event, more={"name": user.name})

    def leave(self, scope: Mapping[str, Any], language: str, visitor: Visitor) -> Reply:
        """End a session, take the cookie back and say so."""
        if visitor.session:
            self._sessions.end(visitor.session)
        gone = ("set-cookie", set_cookie(scope, ""))
        return sent_to(f"/{language}/{PATH}?out=1", gone, event=Event.SIGN_OUT)

    def _checked(self, name: str, password: str, address: str) -> tuple[User | None, Event]:
        """Who it is where the password fits, and what happened; one attempt after another.

        So many attempts at once cannot overtake the count of wrong ones.
        """
        named, placed = f"name {key_of(name[:LONGEST_NAME])}", f"address {address}"
        with self._one_by_one:
            user = self._users.find(name) if len(name) <= LONGEST_NAME else None
            if self._locks.shut(named, placed):
                return user, Event.SIGN_IN_LOCKED
            right = passwords.fits(user.password if user else "", password)
            if user is not None and right:
                self._locks.right(named)
                return user, Event.SIGN_IN
            self._locks.wrong(named, placed)
            return user, Event.SIGN_IN_FAILED


def _wanted(sent: Mapping[str, list[str]]) -> str:
    """Where to go afterwards: a page of this server or nothing."""
    wanted = _one(sent, "next")
    return wanted if _NEXT.fullmatch(wanted) else ""


def _one(sent: Mapping[str, list[str]], key: str) -> str:
    values = sent.get(key, [])
    return values[0] if len(values) == 1 else ""
