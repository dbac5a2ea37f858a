"""Read what a program asks before Gradio does, and hand on nothing but what was understood.

Gradio takes any JSON for an argument and looks into it for files to fetch; a call that does not fit
ends there in a traceback. So the body of every call is read here by the rules of
`ui.programs.queries` and written anew: plain text, ids and turns. What does not fit is answered
with one sentence, in the form from which Gradio's own client raises its ValidationError. An event
of a page passes unless it names a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.bodies import Given, whole
from ui.programs.queries import PARAMETERS, Queries
from ui.programs.records import Record
from ui.programs.requested import RequestError

PATH = "/api"
"""Where the programming interface is mounted."""
FULL = "Too many queries are waiting; ask again in a moment."
UNKNOWN = "No such query is waiting; its answer may have been fetched already."
_LOST = f"event: error\ndata: {json.dumps({'error': UNKNOWN})}\n\n".encode()
MOST_REMEMBERED = 4_000
"""Queries of which it is known that their answer was fetched; Gradio keeps 2,000."""
_CALL = re.compile(rf"{PATH}/gradio_api/(?:queue/join|call/(?P<named>v2/)?(?P<name>\w+))/?")
_PAGE = re.compile(r"/(?:zh|en)/gradio_api/(?:queue/join|run/predict)/?")
_ANSWER = re.compile(rf"{PATH}/gradio_api/call/(?:v2/)?\w+/([0-9a-f]{{32}})")
_SESSION = re.compile(r"[\w-]{1,64}")


class Door:
    """The reader of calls as an ASGI application around `app`; other requests pass untouched."""

    def __init__(self, app: ASGIApp, queries: Queries) -> None:
        self._app = app
        self._queries = queries
        self._fetched: dict[str, None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a call that does not fit is refused with status 422."""
        path = scope["path"] if scope["type"] == "http" else ""
        call = _CALL.fullmatch(path)
        if answer := _ANSWER.fullmatch(path):
            if answer[1] in self._fetched:
                await _Events(send).fetched_before()
                return
            self._fetched[answer[1]] = None
            if len(self._fetched) > MOST_REMEMBERED:
                del self._fetched[next(iter(self._fetched))]
            await _Events(send).of(self._app, scope, receive)
        elif _PAGE.fullmatch(path) and scope["method"] == "POST":
            await self._on_a_page(scope, receive, send)
        elif call is None or scope["method"] != "POST":
            await self._app(scope, receive, send)
        else:
            await self._called(call, scope, receive, send)

    async def _on_a_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an event of a page pass as it is, unless Gradio would copy or fetch a file for it."""
        body = await whole(receive)
        if body is None:
            return
        try:
            json.loads(body, object_hook=_no_file)
        except RequestError as error:
            await _refuse(send, 422, str(error), error.part)
            return
        except (ValueError, RecursionError):
            await _refuse(send, 422, "the body is not JSON; send one object", "body")
            return
        await self._app(scope, Given(body, receive), send)

    async def _called(
        self, call: re.Match[str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        body = await whole(receive)
        if body is None:
            return
        try:
            read = json.dumps(self._read(call, body)).encode()
        except RequestError as error:
            await _refuse(send, 422, str(error), error.part)
            return
        kept = [(k, v) for k, v in scope["headers"] if k.lower() not in _OF_THE_BODY]
        headers = [
            *kept,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(read)).encode()),
        ]
        await self._app({**scope, "headers": headers}, Given(read, receive), _Full(send))

    def _read(self, call: re.Match[str], body: bytes) -> Record:
        """Give the body that Gradio is to see; raises RequestError."""
        value = _object(body)
        if call["named"]:
            name = call["name"]
            return dict(zip(PARAMETERS[name], self._queries.read(name, value), strict=True))
        if call["name"]:
            return {"data": self._listed(call["name"], value)}
        number, session = value.get("fn_index"), value.get("session_hash")
        if not isinstance(number, int) or not 0 <= number < len(PARAMETERS):
            raise RequestError("fn_index", f"there is no query of the number {number!s:.20}")
        if not isinstance(session, str) or not _SESSION.fullmatch(session):
            raise RequestError("session_hash", "session_hash must be 1 to 64 letters and digits")
        data = self._listed(list(PARAMETERS)[number], value)
        return {"data": data, "fn_index": number, "session_hash": session}

    def _listed(self, name: str, value: Mapping[str, Any]) -> list[Any]:
        """Read arguments that are given in their order."""
        data, parameters = value.get("data"), PARAMETERS[name]
        if not isinstance(data, list) or len(data) > len(parameters):
            words = f"data must be a list of what {name} takes: {', '.join(parameters)}"
            raise RequestError("data", words)
        return self._queries.read(name, dict(zip(parameters, data, strict=False)))


_OF_THE_BODY = (b"content-length", b"content-type", b"transfer-encoding", b"content-encoding")


class _Full:
    """A response in which Gradio's refusal of a full queue (503) is said in our words."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._full = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 503:
            self._full = True
            await _refuse(self._send, 503, FULL)
        elif not self._full:
            await self._send(message)


class _Events:
    """The events of one query. Gradio breaks the stream off where it knows no such query."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lost = False

    async def of(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Serve them, and end the stream in words where Gradio breaks it off."""
        try:
            await app(scope, receive, self)
        except Exception:
            if not self._lost:
                raise
            await self._send({"type": "http.response.body", "body": b""})

    async def fetched_before(self) -> None:
        """Say so in a stream of one event: Gradio would keep the caller waiting for ever."""
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._send({"type": "http.response.body", "body": _LOST})

    async def __call__(self, message: Message) -> None:
        if message.get("body", b"").startswith(b'event: error\ndata: "404'):
            self._lost = True
            message = {**message, "body": _LOST}
        await self._send(message)


def _no_file(found: Record) -> Record:
    if "meta" in found and ("path" in found or "url" in found):
        raise RequestError("data", "the page takes no files")
    return found


def _object(body: bytes) -> Record:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError("body", "the body is not JSON; send one object") from error
    if not isinstance(value, dict):
        raise RequestError("body", "the body is not an object of JSON; send one")
    return value


async def _refuse(send: Send, status: int, words: str, part: str = "") -> None:
    detail = {"__type__": "validate", "is_valid": False, "parameter_name": part, "message": words}
    said: Record = {"error": words} | ({"detail": [detail]} if part else {})
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace")
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
