"""What the benchmark measures, step by step: each in a fresh process, the sides taking turns."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from evals.bench_machine import load
from evals.bench_process import Run, environment, run
from evals.bench_table import Row, percentile
from evals.bench_tiaoli import QUESTION, asked

PARTS = ("cold", "build", "warm", "chat")
CHAT_QUESTIONS = 20
LIMITS = {
    "cold ask": 0.8,
    "cold ask, peak memory": 150.0,
    "warm answer, p50": 20.0,
    "warm answer, p95": 50.0,
    "build: all": 3.0,
    "chat: memory after 20 questions": 600.0,
}
"""The most that a median may be, in the unit of its row."""

_STEPS = ("read", "index", "save")
TIAOLI, SAME, TRANSFORMER = "tiaoli", "same", "transformer"
SIDES = (TIAOLI, SAME, TRANSFORMER)
"""Ours; LangChain with our vectors; LangChain with a sentence-transformers model."""

Measured: TypeAlias = dict[str, dict[str, list[float]]]
"""Row name to side to the figures of its runs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: which parts, how often, against which sides."""

    parts: tuple[str, ...]
    sides: tuple[str, ...]
    rounds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """The benchmark under way: a scratch folder, and what was measured so far."""

    folder: Path
    plan: Plan
    units: dict[str, str] = field(default_factory=dict)
    found: Measured = field(default_factory=dict)

    def note(self, measure: str, unit: str, side: str, value: float) -> None:
        """Keep one figure."""
        self.units[measure] = unit
        self.found.setdefault(measure, {}).setdefault(side, []).append(value)

    def child(self, side: str, step: str) -> Run:
        """Run one step of one side in a fresh process."""
        env = environment(self.folder / "home")
        if side != TIAOLI:
            rest = [step, side, str(self.folder / "langchain")]
            return run(["-m", "evals.bench_langchain", *rest], env)
        if step == "ask":
            return run(["-m", "ui.cli", "ask", QUESTION], env)
        return run(["-m", "evals.bench_tiaoli", step, str(self.folder / "home")], env)

    def rows(self) -> list[Row]:
        """Give what was measured as rows of the table, in the order it was first measured."""
        return [
            Row(
                measure,
                self.units[measure],
                tuple(sides.get(TIAOLI, ())),
                LIMITS.get(measure),
                tuple(sides.get(SAME, ())),
                tuple(sides.get(TRANSFORMER, ())),
            )
            for measure, sides in self.found.items()
        ]


def measure_cold(bench: Bench, side: str) -> None:
    """Ask one question in a fresh process that loads the saved index."""
    found = bench.child(side, "ask")
    bench.note("cold ask", "s", side, found.seconds)
    bench.note("cold ask, CPU time", "s", side, found.cpu_seconds)
    bench.note("cold ask, peak memory", "MB", side, found.peak_mb)


def measure_build(bench: Bench, side: str) -> None:
    """Build the index of the five documents from their files."""
    found = bench.child(side, "build")
    steps = _last_line(found)
    bench.note("build: all", "s", side, sum(steps[step] for step in _STEPS))
    for step in (*_STEPS, "reload"):
        bench.note(f"build: {step}", "s", side, steps[step])
    bench.note("build: whole process", "s", side, found.seconds)
    bench.note("build: peak memory", "MB", side, found.peak_mb)


def measure_warm(bench: Bench, side: str) -> None:
    """Put the questions of all cases to one process."""
    found = bench.child(side, "warm")
    for name, values in _last_line(found).items():
        for share in (0.5, 0.95):
            measure = f"warm {name}, p{share * 100:.0f}"
            bench.note(measure, "ms", side, percentile(values, share))
    bench.note("warm: peak memory", "MB", side, found.peak_mb)


def measure_chat_page(bench: Bench, side: str) -> None:
    """Start the chat server and put questions to it over HTTP; only ours has one."""
    from evals.bench_chat import measure_chat

    step = max(len(asked()) // CHAT_QUESTIONS, 1)
    questions = [question for question, _ in asked()[::step]][:CHAT_QUESTIONS]
    found = measure_chat(questions, environment(bench.folder / "home"))
    bench.note("chat: start to first page", "s", side, found.page_seconds)
    bench.note("chat: start to first answer", "s", side, found.first_answer_seconds)
    bench.note("chat: answer over HTTP, p50", "ms", side, percentile(found.answers_ms, 0.5))
    bench.note("chat: memory after start", "MB", side, found.start_mb)
    bench.note(f"chat: memory after {CHAT_QUESTIONS} questions", "MB", side, found.end_mb)


_MEASURES: Mapping[str, Callable[[Bench, str], None]] = {
    "cold": measure_cold,
    "build": measure_build,
    "warm": measure_warm,
    "chat": measure_chat_page,
}


def measure(bench: Bench, tell: Callable[[str], object]) -> list[Row]:
    """Measure everything planned, the sides taking turns, each first in its turn; give the rows.

    Every side is built and asked once before anything counts, so that files are in memory and
    compiled. Raises BenchFault when a process fails.
    """
    plan = bench.plan
    if TRANSFORMER in plan.sides:
        bench.child(TRANSFORMER, "model")
    for side in plan.sides:
        tell(f"warming up: {side}")
        bench.child(side, "build")
        bench.child(side, "ask")
    for part in plan.parts:
        for number in range(plan.rounds[part]):
            for side in _turn(plan.sides, number) if part != "chat" else (TIAOLI,):
                tell(f"{part} {number + 1}/{plan.rounds[part]}: {side} (load {load()})")
                _MEASURES[part](bench, side)
    return bench.rows()


def _turn(sides: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Give the sides in the order of a round.

    What one leaves behind, such as a disk still writing, is then not always met by the same next.
    """
    first = number % len(sides)
    return sides[first:] + sides[:first]


def _last_line(found: Run) -> dict[str, Any]:
    measured: dict[str, Any] = json.loads(found.output.strip().splitlines()[-1])
    return measured
