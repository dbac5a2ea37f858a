"""Stand before the pages: nobody comes in who is not signed in, and every request is written down.

`ui.serving.edge` stands before it and has checked host, origin, path and size.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.bodies import Given, whole
from ui.guarding import log_page, plain, sign_in
from ui.guarding.entries import Event, Fields, Person
from ui.guarding.events import PRESSED, PageEvents, Pages, event_of, is_question, reads_body
from ui.guarding.front import PEER
from ui.guarding.identity import PROGRAMS, Identity, Visitor, headers
from ui.guarding.log import LogError
from ui.guarding.rates import REFUSALS, Locks, Rate
from ui.guarding.replies import Reply, in_json, in_words, send_reply, sent_to
from ui.guarding.roles import RIGHTS, Right, home, may_open_page, right_of
from ui.guarding.sessions import Sessions
from ui.guarding.settings import Guarding
from ui.guarding.users import User, UserError
from ui.guarding.watch import wait_words
from ui.keeping.people import PERSON, ROLE
from ui.words import LANGUAGES, say

CURRENT: ContextVar[Scope | None] = ContextVar("tiaoli_request", default=None)
"""The request that is being served, for what is answered in its own context."""
_log = logging.getLogger(__name__)


class Guard:
    """The guard as an ASGI application around `app`."""

    def __init__(
        self,
        app: ASGIApp,
        guarding: Guarding,
        pages: Pages,
        rate: Rate | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """`pages` is the page of each event of Gradio, `rate` what programs may ask."""
        self._app = app
        self._guarding = guarding
        self._events = PageEvents(pages)
        self._shown = list(dict.fromkeys(p for known in pages.values() for p, _ in known.values()))
        self._rate = rate
        self._refusals = Rate(REFUSALS, clock=clock)
        self._by_proxy = Rate(1, guarding.idle, clock)
        if guarding.users is not None:
            sessions = Sessions(guarding.users, guarding.idle, clock)
            self._identity = Identity(guarding, sessions)
            self._desk = sign_in.Desk(guarding.users, sessions, Locks(clock))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of somebody known, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visitor, headed = Visitor(_address(scope)), scope["headers"]
        body, reply = None, None
        if self._guarding.users is not None:
            try:
                visitor = self._identity.of(scope, str(scope.get(PEER, _address(scope))))
                headed = self._identity.without_header(scope)
            except UserError:
                _log.exception("the file of users cannot be read")
                reply = in_words(503, "Nobody can sign in now; an administrator must look.")
        scope = {**scope, "headers": headed, PERSON: visitor.person.name, ROLE: visitor.person.role}
        CURRENT.set(scope)
        if reads_body(scope["method"], scope["path"]) or _is_form(scope):
            body = await whole(receive)
            if body is None:
                return
        reply = reply or await self._answered_here(scope, visitor, body or b"")
        if body and not reply:
            scope[PRESSED] = self._events.pressed(scope["path"], body)
        noting = _Noting(self, send, scope, visitor.person, reply)
        if reply:
            await send_reply(noting, reply)
        else:
            await self._app(scope, receive if body is None else Given(body, receive), noting)

    async def _answered_here(self, scope: Scope, visitor: Visitor, body: bytes) -> Reply | None:
        path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
        user = visitor.user
        if self._guarding.users is not None:
            if visitor.forged:
                return in_words(401, "This request does not say truly who sends it.")
            if path.endswith(f"/{sign_in.PATH}"):
                return await self._entered(scope, visitor, query, body)
            right = right_of(path)
            if user is None:
                return None if right is Right.ANYBODY else _not_signed_in(scope, query)
            if visitor.by == "proxy" and not self._by_proxy.take(f"{user.name} {visitor.address}"):
                await self._write(Event.SIGN_IN, visitor.person, True, {"by": "proxy"})
            if refused := self._refused(scope, user, right, query, body):
                return refused
            if own := await self._own(scope, visitor, user, query):
                return own
        if self._rate is not None and is_question(scope["method"], path, body):
            wait = self._rate.take(visitor.person.name or visitor.address)
            if wait:
                words = {"error": wait_words("en", self._guarding.questions, wait)}
                return in_json(429, words, ("retry-after", str(int(wait) + 1)))
        return None

    async def _entered(self, scope: Scope, visitor: Visitor, query: str, body: bytes) -> Reply:
        language = scope["path"][1:3]
        if scope["method"] == "POST":
            enter = self._desk.enter
            return await asyncio.to_thread(enter, scope, language, body, visitor.address)
        return self._desk.form(language, query)

    def _refused(
        self, scope: Scope, user: User, right: Right, query: str, body: bytes
    ) -> Reply | None:
        """Why this user may not, or where to go instead; None where they may."""
        path, language = scope["path"], _language(scope)
        begins = home(user.role, language)
        if right not in RIGHTS[user.role]:
            if path.rstrip("/") == f"/{language}":
                return sent_to(begins)
            if _wants_page(scope):
                return Reply(plain.shut(language, user.role.value, begins), 403)
            return in_words(403, "This role may not do that.")
        if not self._events.allowed(path, query, body, user.role, user.name):
            return in_words(403, "This role may not do that.")
        return None

    async def _own(self, scope: Scope, visitor: Visitor, user: User, query: str) -> Reply | None:
        """The few addresses that are served here to who is signed in."""
        language, name = _language(scope), scope["path"].rpartition("/")[2]
        log = self._guarding.log
        if name == "sign-out":
            if scope["method"] != "POST":
                return in_words(405, "Sign out with POST.")
            return self._desk.leave(scope, language, visitor)
        if name == "me":
            pages = [page for page in self._shown if may_open_page(user.role, page)]
            role = say(language, f"role.{user.role.value}")
            said = {"name": user.name, "role": role, "pages": pages, "out": bool(visitor.session)}
            return in_json(200, said)
        if right_of(scope["path"]) is not Right.LOG:
            return None
        if log is None:
            return in_words(404, "No audit log is kept here.")
        if name == "audit.csv":
            return await asyncio.to_thread(log_page.log_file, log, query)
        return await asyncio.to_thread(log_page.log_page, log, language, query, visitor.person)

    async def note(self, scope: Scope, who: Person, status: int, reply: Reply | None) -> None:
        """Write down a request that is about to be answered so: one record at most."""
        path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
        if reply and reply.event:
            more = {k: v for k, v in reply.more.items() if k != "name"}
            named = Person(reply.more.get("name", who.name), self._role(reply, who), who.address)
            await self._write(reply.event, named, reply.success, more)
        elif status >= 400:
            if who.name or not self._refusals.take(who.address):
                await self._write(Event.REFUSED, who, False, {"path": path, "code": status})
        elif scope.get(PRESSED):
            await self._write(Event.EVALUATION, who, True, {"what": scope[PRESSED]})
        elif (
            200 <= status < 300 and not reply and (found := event_of(scope["method"], path, query))
        ):
            await self._write(found[0], who, True, found[1])

    async def refused(self, scope: Scope, status: int) -> None:
        """Write down what the edge refused."""
        visitor = Visitor(_address(scope))
        if self._guarding.users is not None:
            with suppress(UserError):
                visitor = self._identity.of(scope, str(scope.get(PEER, "")))
        await self.note(scope, visitor.person, status, None)

    async def _write(self, event: Event, who: Person, well: bool, more: Fields) -> None:
        log = self._guarding.log
        if log is None:
            return
        try:
            await asyncio.to_thread(lambda: log.write(event, who, success=well, **more))
        except LogError:  # reading goes on; asking stops by itself, see `ui.guarding.watch`
            _log.exception("the audit log cannot be written")

    def _role(self, reply: Reply, who: Person) -> str:
        users, name = self._guarding.users, reply.more.get("name", "")
        user = users.find(name) if users and name else None
        return user.role.value if user else who.role


class _Noting:
    """A response that is written down before its first byte leaves, and kept by no cache."""

    def __init__(
        self, guard: Guard, send: Send, scope: Scope, who: Person, reply: Reply | None
    ) -> None:
        self._guard, self._send, self._scope = guard, send, scope
        self._who, self._reply = who, reply

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._guard.note(self._scope, self._who, message["status"], self._reply)
            if self._who.name and not _is_asset(self._scope["path"]):
                kept = [(k, v) for k, v in message["headers"] if k.lower() != b"cache-control"]
                message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
        await self._send(message)


def _not_signed_in(scope: Scope, query: str) -> Reply:
    if scope["path"].startswith(PROGRAMS):
        words = {"error": "sign in: send `Authorization: Bearer TOKEN`, of `tiaoli user token`"}
        return in_json(401, words, ("www-authenticate", "Bearer"))
    if _wants_page(scope):
        expired = "tiaoli=" in "".join(headers(scope, b"cookie"))
        there = sign_in.way_in(_language(scope), scope["path"], query, expired=expired)
        return sent_to(there)
    return in_words(401, "Please sign in.")


def _wants_page(scope: Scope) -> bool:
    """Whether a browser asks for a page to show, by its path: no part of one, no call."""
    name = scope["path"].partition("/")[2].partition("/")[2]
    part = bool(set(name) & {"/", "."}) or name in ("me", "config")
    return scope["method"] in ("GET", "HEAD") and not part


def _is_form(scope: Scope) -> bool:
    return scope["method"] == "POST" and str(scope["path"]).endswith(f"/{sign_in.PATH}")


def _is_asset(path: str) -> bool:
    return path[3:].startswith(("/assets/", "/static/", "/svelte/"))


def _language(scope: Scope) -> str:
    named = scope["path"][1:3]
    return named if named in LANGUAGES and scope["path"][3:4] in ("", "/") else LANGUAGES[0]


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])
