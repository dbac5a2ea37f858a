"""Guard the way in: who may ask, what for, and how much.

`Edge(app, port)` wraps the whole application. A request passes only if its Host is this machine
(or a name that was set), its Origin (where there is one) is this page, its path is one that the
page or a program uses and its body is small. Headers that could make Gradio believe in another
host are dropped, and every response carries the security headers.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.guarding.front import PEER, Front, front

MOST_BYTES = 256 * 1024
"""Largest request body in bytes; a question of 2,000 characters takes about 8 kB."""

MOST_DISCARDED = 16 * 1024 * 1024
"""Bytes of a body too large that are read and thrown away: a caller who is cut off while it still
writes never reads the refusal."""

_TOO_LARGE = "The request is larger than 256 kB."
_PAGES = re.compile(r"/|/(zh|en)(/(doc|compare|study|eval)?)?|/favicon\.ico")
_PARTS = re.compile(
    r"/(zh|en)/("
    r"paper\.(docx|md)|compare\.(docx|md|csv|svg)|study\.(json|csv)|talks/[\w-]{1,64}\.(md|jsonl)"
    r"|eval/(run|set)/[\w.-]+|assets/.*|static/.*|svelte/.*|theme\.css|manifest\.json|favicon\.ico"
    r"|config/?"
    r"|gradio_api/(queue/(join|data)|run/predict|cancel|reset/?|heartbeat/[\w-]+|info/?|startup-events"
    r"|app_id/?|theme\.css))"
)
_CALLS = re.compile(
    r"/api/(config/?|gradio_api/(info/?|queue/(join|data)|cancel|reset/?|heartbeat/[\w-]+"
    r"|call/(v2/)?(ask|clause|compare)(/[0-9a-f]{32})?))"
)
"""What a program needs: Gradio's client, or two plain requests."""
_TOOLS = re.compile(r"/mcp/gradio_api/mcp/?")
"""What a client of MCP needs, where it is asked for."""
_PEOPLE = re.compile(r"/(zh|en)/(sign-in|sign-out|me|audit|audit\.csv)")
"""What people need who sign in (`ui.guarding`)."""
_BELIEVED = re.compile(rb"(x-forwarded-.*|forwarded|x-real-ip|x-original-.*|x-rewrite-url)")
_HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class _TooLarge(Exception):  # noqa: N818
    """The body grew past `MOST_BYTES`; never leaves this file."""


class Edge:
    """The guard as an ASGI application around `app`, serving on `port`; `mcp` lets its path in.

    `named` are the names that are served, by default those of this machine; `refused` is told of
    what may not pass; `people` lets in the paths of those who sign in.
    """

    def __init__(
        self,
        app: ASGIApp,
        port: int,
        *,
        mcp: bool = False,
        named: Front | None = None,
        refused: Callable[[Scope, int], Awaitable[None]] | None = None,
        people: bool = False,
    ) -> None:
        self._app = app
        self._paths = (_PAGES, _PARTS, _CALLS, *((_TOOLS,) if mcp else ()))
        self._paths += (_PEOPLE,) if people else ()
        self._front = named or front(port)
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it in one plain line."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        seen, refusal = self._seen(scope), self._refusal(scope)
        if refusal:
            if self._refused:
                await self._refused(seen, refusal[0])
            if refusal[0] == 413:
                await _discard(receive)
            await _refuse(send, *refusal)
            return
        body = _Measured(receive)
        answer = _Answer(send, body)
        with suppress(_TooLarge):
            await self._app(seen, body, answer)
        if body.too_large and not answer.begun:
            await _refuse(send, 413, _TOO_LARGE)

    def _seen(self, scope: Scope) -> Scope:
        """A request as the application sees it: what a proxy says of it is read here or dropped."""
        peer, client = (scope.get("client") or ("", 0))[0], self._front.client(scope)
        trusted = [(k, v) for k, v in scope["headers"] if not _BELIEVED.fullmatch(k.lower())]
        secure = any(host.lower() in self._front.secure for host in _all(scope, b"host"))
        scheme = {"scheme": "https"} if secure else {}
        return {**scope, "headers": trusted, "client": client, PEER: peer, **scheme}

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Why a request may not pass: status and words, or None."""
        hosts = _all(scope, b"host")
        if len(hosts) != 1 or hosts[0].lower() not in self._front.hosts:
            return 400, "This server answers only on this machine's own address."
        if any(origin.lower() not in self._front.origins for origin in _all(scope, b"origin")):
            return 403, "Another site may not use this server."
        path = scope["path"]
        if ".." in path or not any(used.fullmatch(path) for used in self._paths):
            return 404, "There is nothing here."
        length = _all(scope, b"content-length")
        if any(not size.isdigit() or int(size) > MOST_BYTES for size in length):
            return 413, _TOO_LARGE
        return None


class _Measured:
    """A body that may not grow past the limit, whatever its length header says."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0
        self.too_large = False

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._bytes += len(message.get("body", b""))
            if self._bytes > MOST_BYTES:
                self.too_large = True
                raise _TooLarge
        return message


class _Answer:
    """A response that carries the security headers and no CORS headers.

    What the application says to a body that was cut off is dropped: the guard answers instead.
    """

    def __init__(self, send: Send, body: _Measured) -> None:
        self._send = send
        self._body = body
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if self._body.too_large and not self.begun:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": _secured(message.get("headers", ()))}
        await self._send(message)


def _secured(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
    names = {name for name, _ in ours} | {b"server"}
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in names and not name.lower().startswith(b"access-control-")
    ]
    return kept + ours


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


async def _discard(receive: Receive) -> None:
    read, more = 0, True
    while more and read < MOST_DISCARDED:
        message = await receive()
        read += len(message.get("body", b""))
        more = message.get("more_body", False)


async def _refuse(send: Send, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": _secured(headers)})
    await send({"type": "http.response.body", "body": body})
