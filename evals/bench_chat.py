"""Measure the chat server as a browser meets it: over HTTP, on this machine's own address.

Speaks what the page's own script speaks: the page, its configuration, and Gradio's queue.
"""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.bench_process import ROOT, BenchFault

ADDRESS = "127.0.0.1"
PATIENCE = 180.0
"""Seconds a start or an answer may take before the benchmark gives up."""
PAGE = "/zh/"
"""The page that is opened."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A server measured once: seconds, milliseconds of every answer, and memory in MB.

    Seconds count from the start of the process; `start_mb` and `end_mb` are held when the first
    page came, and after the last answer.
    """

    page_seconds: float
    first_answer_seconds: float
    answers_ms: tuple[float, ...]
    start_mb: float
    end_mb: float


@dataclass(frozen=True, slots=True)
class Asking:
    """The action that asks: its number, and how many groups the scope can be chosen from."""

    action: int
    groups: int

    def body(self, question: str, session: str) -> dict[str, object]:
        """What is sent for a question in a new conversation, asked of all documents."""
        data = [question, "", *([] for _ in range(self.groups))]
        return {"data": data, "fn_index": self.action, "session_hash": session}


def measure_chat(questions: Sequence[str], env: Mapping[str, str]) -> Chat:
    """Start `tiaoli chat`, open the page, put the questions one after another, stop it.

    Raises BenchFault when the server does not start or does not answer.
    """
    start = time.perf_counter()
    with served(env) as (pid, port):
        get(port, PAGE)
        page_seconds = time.perf_counter() - start
        start_mb = resident_mb(pid)
        asked = asking(json.loads(get(port, f"{PAGE}config")))
        answers: list[float] = []
        for number, question in enumerate(questions):
            before = time.perf_counter()
            _put(port, asked, question, f"bench{number}")
            answers.append((time.perf_counter() - before) * 1000)
            if number == 0:
                first_answer_seconds = time.perf_counter() - start
        return Chat(page_seconds, first_answer_seconds, tuple(answers), start_mb, resident_mb(pid))


def resident_mb(pid: int) -> float:
    """Memory that a running process holds now, in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        kilobytes = next(line.split()[1] for line in status.splitlines() if "VmRSS" in line)
    except OSError:
        kilobytes = subprocess.run(  # noqa: S603
            ["ps", "-o", "rss=", "-p", str(pid)],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return int(kilobytes) / 1024


@contextmanager
def served(env: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Run the server on a free port; give its process id and the port once it listens."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as out:
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "ui.cli", "chat", "--port", str(port)],
            cwd=ROOT,
            env=dict(env),
            stdout=out,
            stderr=out,
        )
        try:
            _await_listening(server, port)
            yield server.pid, port
        finally:
            server.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                server.wait(20)
            if server.returncode is None:
                server.kill()
                server.wait()


def _await_listening(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if server.poll() is not None:
            raise BenchFault(f"`tiaoli chat` ended with {server.returncode} before it listened")
        with suppress(OSError), socket.create_connection((ADDRESS, port), timeout=1):
            return
        time.sleep(0.02)
    raise BenchFault(f"`tiaoli chat` did not listen within {PATIENCE:.0f} seconds")


def request(port: int, method: str, path: str, body: object = None) -> http.client.HTTPResponse:
    """Send a request past any proxy; raises BenchFault unless the answer is 200."""
    link = http.client.HTTPConnection(ADDRESS, port, timeout=PATIENCE)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    link.request(method, path, None if body is None else json.dumps(body), headers)
    response = link.getresponse()
    if response.status != http.HTTPStatus.OK:
        raise BenchFault(f"the chat server answered {response.status} to {method} {path}")
    return response


def get(port: int, path: str) -> bytes:
    """Give the body of what stands at a path."""
    with request(port, "GET", path) as response:
        return response.read()


def asking(config: Mapping[str, Any]) -> Asking:
    """Find the action that sending the question box starts."""
    for action in config["dependencies"]:
        if any(event == "submit" for _, event in action["targets"]):
            return Asking(int(action["id"]), len(action["inputs"]) - 2)
    raise BenchFault("the page has no action for sending a question")


def _put(port: int, asked: Asking, question: str, session: str) -> None:
    """Put one question in a new conversation and read its answer to the end."""
    body = asked.body(question, session)
    queue = f"{PAGE}gradio_api/queue"
    with request(port, "POST", f"{queue}/join", body) as response:
        response.read()
    with request(port, "GET", f"{queue}/data?session_hash={session}") as stream:
        for line in stream:
            if not line.startswith(b"data:"):
                continue
            message = json.loads(line[5:])
            if message.get("msg") == "process_completed":
                if not message.get("success"):
                    raise BenchFault(f"the chat server could not answer {question!r}")
                return
    raise BenchFault(f"the chat server broke off its answer to {question!r}")
