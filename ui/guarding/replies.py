"""What is answered without the pages, and how it is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from starlette.types import Send

from ui.guarding.entries import Event, Fields


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, and what the log says of it: an event, whether it succeeded, more fields.

    Without an event the log says what it says of any request.
    """

    body: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "text/html; charset=utf-8"
    event: Event | None = None
    success: bool = True
    more: Fields = field(default_factory=dict)


def sent_to(address: str, *headers: tuple[str, str], event: Event | None = None) -> Reply:
    """Send a browser to another address, to be fetched with GET."""
    return Reply("", 303, (("location", address), *headers), event=event)


def in_words(status: int, words: str) -> Reply:
    """One plain line."""
    return Reply(f"{words}\n", status, kind="text/plain; charset=utf-8")


def in_json(status: int, value: Fields, *more: tuple[str, str]) -> Reply:
    """An object for a program, with more headers."""
    return Reply(json.dumps(value, ensure_ascii=False), status, more, "application/json")


async def send_reply(send: Send, reply: Reply) -> None:
    """Send it."""
    body = reply.body.encode("utf-8", "backslashreplace")
    said = (("content-type", reply.kind), ("content-length", str(len(body))), *reply.headers)
    headed = [(name.encode(), value.encode("latin-1", "replace")) for name, value in said]
    await send({"type": "http.response.start", "status": reply.status, "headers": headed})
    await send({"type": "http.response.body", "body": body})
