"""A chat completions endpoint of the tests' own, on this machine, that says what it is told to."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sk-very-secret-4711"


@dataclass
class Stream:
    """A reply of these bytes as they are, with pauses where a number of seconds stands.

    `closed` says when the one who asked had gone, in seconds of `time.monotonic`.
    """

    parts: Iterable[bytes | float]
    kind: str = "text/event-stream"
    closed: float = 0.0


def events(text: str, size: int = 7) -> list[bytes]:
    """A text as a language model streams it, `size` characters at a time."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    done = event({}, finish_reason="stop")
    return [*(event({"content": piece}) for piece in pieces), done, b"data: [DONE]\n\n"]


def event(delta: dict, **more: object) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": None} | more
    made = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps({**made, "choices": [choice]}).encode() + b"\n\n"


@dataclass
class Endpoint:
    """What was asked of the server, and how it replies.

    A text, a status, seconds of silence, or bytes of its own. A text is streamed if that is asked.
    """

    url: str = ""
    reply: Callable[[dict], str | int | float | Stream] = lambda body: ""
    drip: float = 0
    """Seconds between the bytes of a reply."""
    usage: dict | None = None
    """The tokens that every reply says it took."""
    asked: list[tuple[str, dict, dict]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.url.split("/")[2]


def data(body: dict) -> dict:
    """What stands between the fences; there is one line of it, whatever the data says."""
    fence, line, end = body["messages"][1]["content"].split("\n")
    assert (fence, end) == ("```json", "```")
    return json.loads(line)


class Handler(BaseHTTPRequestHandler):
    endpoint: Endpoint

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.endpoint.asked.append((self.path, headers, body))
        reply = self.endpoint.reply(body)
        if isinstance(reply, float):
            time.sleep(reply)
            reply = 500
        if isinstance(reply, str) and body.get("stream"):
            reply = Stream(events(reply))
        if isinstance(reply, Stream):
            self.send_stream(reply)
            return
        status, record = (reply, {"error": {"message": f"no {KEY}"}})
        if isinstance(reply, str):
            message = {"role": "assistant", "content": reply}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            given = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
            status, record = 200, {**given, "choices": [choice]}
            record |= {"usage": self.endpoint.usage} if self.endpoint.usage else {}
        written = json.dumps(record).encode()
        with contextlib.suppress(OSError):  # who asked may have gone
            self.send_response(status)
            if status == 307:
                self.send_header("Location", self.path + "/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            for at in range(len(written) if self.endpoint.drip else 0):
                self.wfile.write(written[at : at + 1])
                time.sleep(self.endpoint.drip)
            self.wfile.write(b"" if self.endpoint.drip else written)

    def send_stream(self, stream: Stream) -> None:
        """Send bytes as they come, until all are sent or nobody listens any more."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Type", stream.kind)
            self.send_header("Connection", "close")
            self.end_headers()
            for part in stream.parts:
                if isinstance(part, bytes):
                    self.wfile.write(part)
                elif self.gone(part):
                    break
        stream.closed = time.monotonic()

    def gone(self, seconds: float) -> bool:
        """Wait; whether the one who asked hung up meanwhile."""
        ready, _, _ = select.select([self.connection], [], [], seconds)
        return bool(ready) and not self.connection.recv(1, socket.MSG_PEEK)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving() -> Iterator[Endpoint]:
    """Serve on a free port until the block ends."""
    found = Endpoint()
    handler = type("Bound", (Handler,), {"endpoint": found})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
