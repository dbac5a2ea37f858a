"""Bodies of requests that are read before the application reads them, and handed on."""

from __future__ import annotations

from starlette.types import Message, Receive


async def whole(receive: Receive) -> bytes | None:
    """Read a body to its end, which `ui.serving.edge` keeps small; None if the caller hung up."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


class Given:
    """A body that was read already; after it comes what the connection says."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """Give the body once, then what the connection says."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
