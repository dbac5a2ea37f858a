"""How many people can ask at once: `python -m evals.bench_load` drives one chat server.

A ladder of people who each ask one question every ten seconds, beginning spread over ten seconds;
then a crowd that asks all at once, and one person after it. Server and people share this machine.
Exit code 1 when a promise is missed; docs/bench.md has the figures.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.bench_chat import ADDRESS, PAGE, Asking, asking, get, resident_mb, served
from evals.bench_machine import load, machine
from evals.bench_process import environment
from evals.bench_table import percentile
from evals.bench_tiaoli import asked
from ingest.errors import TiaoliError

THINK_SECONDS = 10.0
"""How often one person asks."""
RUNGS = ((1, 60), (10, 60), (50, 300), (100, 60))
"""People and seconds of each rung; the third is what is promised."""
CROWD = 200
PATIENCE = 60.0
"""Seconds after which an answer counts as failed."""
PROMISED = 50
LONGEST_P95_MS = 1000.0
MOST_GROWTH_MB = 60.0
"""Memory may grow by so much over the promised rung: the conversations that are kept in memory."""


@dataclass(slots=True)
class Rung:
    """What some people met: milliseconds of answers and of refusals, and what failed.

    `start_mb` and `end_mb` are what the server held before and after.
    """

    people: int
    seconds: float
    answers: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    start_mb: float = 0.0
    end_mb: float = 0.0


@dataclass(frozen=True, slots=True)
class Server:
    """The server that is driven: its process, its port, and the action that asks."""

    pid: int
    port: int
    asking: Asking

    def ask(self, question: str, session: str, rung: Rung) -> None:
        """Put one question and read its answer to the end; what came of it is noted in `rung`."""
        before = time.perf_counter()
        body = self.asking.body(question, session)
        queue = f"{PAGE}gradio_api/queue"
        try:
            status, _ = _exchange(self.port, "POST", f"{queue}/join", body)
            if status == http.HTTPStatus.SERVICE_UNAVAILABLE:
                rung.refusals.append((time.perf_counter() - before) * 1000)
                return
            _, said = _exchange(self.port, "GET", f"{queue}/data?session_hash={session}")
        except (OSError, http.client.HTTPException) as error:
            rung.failures.append(type(error).__name__)
            return
        taken = (time.perf_counter() - before) * 1000
        if said.get("success"):
            rung.answers.append(taken)
        else:
            rung.failures.append(str(said)[:80])


def _exchange(
    port: int, method: str, path: str, body: object = None
) -> tuple[int, dict[str, object]]:
    """Send a request; give its status and, of a stream of events, the one that ends it."""
    link = http.client.HTTPConnection(ADDRESS, port, timeout=PATIENCE)
    try:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        link.request(method, path, None if body is None else json.dumps(body), headers)
        response = link.getresponse()
        if method == "POST":
            response.read()
            return response.status, {}
        for line in response:
            if line.startswith(b"data:") and b'"process_completed"' in line:
                return response.status, json.loads(line[5:])
        return response.status, {}
    finally:
        link.close()


def climb(server: Server, questions: Sequence[str], people: int, seconds: float) -> Rung:
    """Let people ask for a while, each every `THINK_SECONDS`; a late answer delays its person."""
    rung = Rung(people, seconds, start_mb=resident_mb(server.pid))
    until = time.perf_counter() + seconds

    def person(number: int) -> None:
        chosen = random.Random(number)  # noqa: S311 - which question is asked is no secret
        time.sleep(THINK_SECONDS * number / people)
        while (begun := time.perf_counter()) < until:
            server.ask(chosen.choice(questions), f"p{people}x{number}", rung)
            time.sleep(max(0.0, begun + THINK_SECONDS - time.perf_counter()))

    _all_at_once([lambda n=n: person(n) for n in range(people)])  # type: ignore[misc]
    rung.end_mb = resident_mb(server.pid)
    return rung


def crowd(server: Server, questions: Sequence[str], people: int) -> Rung:
    """Let everybody ask one question at the same moment."""
    rung, gate = Rung(people, 0.0, start_mb=resident_mb(server.pid)), threading.Barrier(people)

    def person(number: int) -> None:
        gate.wait()
        server.ask(questions[number % len(questions)], f"crowd{number}", rung)

    begun = time.perf_counter()
    _all_at_once([lambda n=n: person(n) for n in range(people)])  # type: ignore[misc]
    rung.seconds, rung.end_mb = time.perf_counter() - begun, resident_mb(server.pid)
    return rung


def _all_at_once(tasks: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=task, daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def row(name: str, rung: Rung) -> str:
    """One line of the table."""
    answers, refusals = sorted(rung.answers), sorted(rung.refusals)
    p = [f"{percentile(answers, q):,.0f}" if answers else "—" for q in (0.5, 0.95)]
    worst = f"{answers[-1]:,.0f}" if answers else "—"
    refused = f"{len(refusals)} (p95 {percentile(refusals, 0.95):,.0f} ms)" if refusals else "0"
    return (
        f"| {name} | {len(answers)} | {p[0]} | {p[1]} | {worst} | {refused} | "
        f"{len(rung.failures)} | {rung.start_mb:.0f} → {rung.end_mb:.0f} |"
    )


def missed(rungs: Sequence[Rung], spike: Rung, after: Rung) -> list[str]:
    """The promises that were not kept, each in a line."""
    found = [f"{r.people} people: {r.failures[0]}" for r in (*rungs, spike, after) if r.failures]
    for rung in rungs:
        if rung.people != PROMISED:
            continue
        p95 = percentile(sorted(rung.answers), 0.95)
        if p95 > LONGEST_P95_MS:
            found.append(f"{PROMISED} people: p95 is {p95:,.0f} ms, over {LONGEST_P95_MS:,.0f}")
        if rung.refusals:
            found.append(f"{PROMISED} people: {len(rung.refusals)} questions were refused")
        if rung.end_mb - rung.start_mb > MOST_GROWTH_MB:
            found.append(f"{PROMISED} people: memory grew by {rung.end_mb - rung.start_mb:.0f} MB")
    if spike.refusals and percentile(sorted(spike.refusals), 0.95) > LONGEST_P95_MS:
        found.append("the crowd: refusals came late")
    if not after.answers or after.answers[0] > LONGEST_P95_MS:
        found.append("after the crowd: one question was not answered within a second")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Drive a server; give 0, 1 when a promise is missed, 2 when it could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ten seconds for each rung")
    quick = parser.parse_args(arguments).quick
    questions = [question for question, history in asked() if not history]
    before = load()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="tiaoli-load-") as folder,
            served(environment(Path(folder))) as (pid, port),
        ):
            server = Server(pid, port, asking(json.loads(get(port, f"{PAGE}config"))))
            climb(server, questions, 1, THINK_SECONDS)  # the first question loads what is lazy
            rungs = [climb(server, questions, n, 10 if quick else s) for n, s in RUNGS]
            spike = crowd(server, questions, CROWD)
            after = crowd(server, questions, 1)
    except TiaoliError as error:
        sys.stderr.write(f"load: {error}\n")
        return 2
    head = "| people | answers | p50 ms | p95 ms | slowest ms | refused | failed | memory MB |"
    lines = [head, "|---|" + "---|" * 7]
    lines += [row(f"{r.people}, {r.seconds:.0f} s", r) for r in rungs]
    lines += [row(f"{CROWD} at one moment", spike), row("1, right after", after)]
    broken = missed(rungs, spike, after)
    lines += ["", *(f"over the limit: {reason}" for reason in broken)]
    sys.stdout.write(f"{machine()}\nload {before} before, {load()} after\n\n" + "\n".join(lines))
    sys.stdout.write("\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
