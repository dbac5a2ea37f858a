"""Asking the running server as another program does: two plain requests, no library."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What came back: the status of the call, the last event and its data (or the refusal)."""

    status: int
    event: str
    data: object

    @property
    def record(self):
        assert (self.status, self.event) == (200, "complete"), self.data
        (record,) = self.data
        return record

    @property
    def sentence(self) -> str:
        """The one sentence of an error, which is neither a traceback nor a page."""
        words = self.data["error"]
        assert "Traceback" not in words
        assert "\n" not in words
        assert 0 < len(words) < 400
        return words


def opened(request, timeout=60):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(request, timeout=timeout)


def post(address: str, path: str, body: object) -> tuple[int, object]:
    """Send a body as JSON, or as it is if it is bytes; give the status and the JSON answered."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(f"{address}/api/gradio_api/{path}", raw)
    try:
        with opened(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def fetched(address: str, path: str, event_id: str) -> Said:
    """Read the events of a call to the end."""
    with opened(f"{address}/api/gradio_api/{path}/{event_id}") as stream:
        lines = [line for line in stream.read().decode("utf-8").splitlines() if line]
    event, data = lines[-2:]
    return Said(200, event.removeprefix("event: "), json.loads(data.removeprefix("data: ")))


def asked(address: str, path: str, body: object) -> Said:
    """Call `path` and wait for the answer."""
    status, said = post(address, path, body)
    if status != 200:
        return Said(status, "refused", said)
    return fetched(address, path, said["event_id"])


def query(address: str, name: str, **values) -> Said:
    """Ask one query by the names of its parameters."""
    return asked(address, f"call/v2/{name}", values)
