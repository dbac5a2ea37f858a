"""One run at a time, in a process of its own with a low priority, so that answers stay quick."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread

from evals.conduct import UNFINISHED, Plan, conduct
from evals.report import write_report
from evals.results import PAGE, save
from evals.run import Stopped
from index.durable import sole_writer
from index.home import Home
from ingest.errors import TiaoliError
from ui.commands.evaluate import RUNS
from ui.evaluation.asked import Asked, cases_asked
from ui.evaluation.sets import FOLDER, Sets

NICENESS = 10
"""How far the process stands back behind others: see docs/decisions/0017."""
EVERY_SECONDS = 0.2
"""How often progress is told at most."""
STOP = "stop"


@dataclass(frozen=True, slots=True)
class State:
    """How far the run has come.

    `phase` is idle, opening, asking, stopping, done, stopped (with partial results, unless nothing
    was asked yet: then `run` is empty) or failed (`why`, one line). `type` is that of the question
    being asked, `began` a time in seconds of `time.monotonic`.
    """

    phase: str = "idle"
    done: int = 0
    total: int = 0
    type: str = ""
    run: str = ""
    why: str = ""
    began: float = 0.0

    @property
    def running(self) -> bool:
        """Whether a run is on its way."""
        return self.phase in ("opening", "asking", "stopping")


class Runner:
    """Starts runs over a home folder, one after another: `Runner(home).start(Asked("dev"))`."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = Lock()
        self._state = State()
        self._wire: Connection | None = None

    @property
    def state(self) -> State:
        """How far the run has come, or how the last one ended."""
        return self._state

    def start(self, asked: Asked) -> bool:
        """Begin a run; False where one is on its way already."""
        with self._lock:
            if self._state.running:
                return False
            self._state = State("opening", began=time.monotonic())
            spawn = get_context("spawn")
            self._wire, far = spawn.Pipe()
            process = spawn.Process(target=work, args=(far, self._home, asked), daemon=True)
            process.start()
            far.close()
            Thread(target=self._follow, args=(self._wire, process), daemon=True).start()
            return True

    def stop(self) -> None:
        """End the run after the question that is being asked; what was asked is kept."""
        with self._lock, suppress(OSError):
            if self._state.running and self._wire:
                self._state = replace(self._state, phase="stopping")
                self._wire.send(STOP)

    def _follow(self, wire: Connection, process: object) -> None:
        """Take down what the process tells, to its end."""
        try:
            while self._state.running:
                phase, *rest = wire.recv()
                self._told(phase, *rest)
        except (EOFError, OSError):
            self._told("failed", "the process of the run ended early; run it again")
        wire.close()
        process.join()  # type: ignore[attr-defined]

    def _told(self, phase: str, *rest: str | int) -> None:
        with self._lock:
            now = self._state
            if phase == "asking":
                done, total, type_ = rest
                kept = now.phase if now.phase == "stopping" else phase
                self._state = replace(
                    now, phase=kept, done=int(done), total=int(total), type=str(type_)
                )
            elif phase == "failed":
                self._state = replace(now, phase=phase, why=str(rest[0]))
            else:
                self._state = replace(now, phase=phase, run=str(rest[0]))


@cache
def runner(home: Home) -> Runner:
    """Give the one runner of a home folder, for the pages of both languages."""
    return Runner(home)


def work(wire: Connection, home: Home, asked: Asked) -> None:
    """Make a run and save it; the far end of `Runner`, in a process of its own."""
    with suppress(OSError, AttributeError):
        os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this too
    with suppress(OSError, EOFError):
        try:
            wire.send(_made(wire, home, asked))
        except TiaoliError as error:
            wire.send(("failed", str(error)))
        except Exception as error:  # told on the page instead of lost in a process
            wire.send(("failed", repr(error)))


def _made(wire: Connection, home: Home, asked: Asked) -> tuple[str, str]:
    folder = home.folder / RUNS
    folder.mkdir(parents=True, exist_ok=True)
    with sole_writer(folder):  # another page over the same folder may not run meanwhile
        library = home.open()
        cases = cases_asked(asked, library, Sets(home.folder / FOLDER))
        told = 0.0

        def step(done: int, total: int) -> None:
            nonlocal told
            if wire.poll():
                wire.recv()
                raise Stopped
            if time.monotonic() - told > EVERY_SECONDS or done == total:
                told = time.monotonic()
                wire.send(("asking", done, total, cases[min(done, total - 1)].type))

        if wire.poll():
            return "stopped", ""
        wire.send(("asking", 0, len(cases), cases[0].type))
        plan = Plan(cases, baselines=False, jobs=1, selection=asked.selection)
        results = conduct(plan, library, home, step)
        save(results, folder / results.name)
        write_report(folder / results.name / PAGE, results)
    stopped = UNFINISHED in dict(results.setting.selection)
    return "stopped" if stopped else "done", results.name


def runs_folder(home: Home) -> Path:
    """Where the runs of a home folder are, as `tiaoli eval` puts them."""
    return home.folder / RUNS
