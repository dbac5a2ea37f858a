"""What both languages of the page rest on: the home folder with its runs and sets, the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from evals.diff import Diff
from index.home import Home
from ingest.errors import TiaoliError
from ui.evaluation import changes, overview
from ui.evaluation.address import Address
from ui.evaluation.downloads import runs_of
from ui.evaluation.running import Runner, runner
from ui.evaluation.runs import Run, Runs
from ui.evaluation.sets import FOLDER, SHIPPED, Sets
from ui.types import Library
from ui.words import say


@dataclass(frozen=True, slots=True)
class Board:
    """The page of one language: `Board(home_from(), "zh", library)`."""

    home: Home
    language: str
    library: Library

    @property
    def runs(self) -> Runs:
        """All runs of the home folder."""
        return runs_of(self.home)

    @property
    def sets(self) -> Sets:
        """All sets of the home folder."""
        return Sets(self.home.folder / FOLDER)

    @property
    def runner(self) -> Runner:
        """Who makes runs, one at a time for both languages."""
        return runner(self.home)

    def choices(self) -> list[tuple[str, str]]:
        """The runs of the pickers with their names, newest first."""
        return [(overview.label(self.language, one), one.name) for one in self.runs.entries()]

    def sources(self) -> list[tuple[str, str]]:
        """What may be run: the shipped splits, then the sets of the home folder."""
        shipped = [(say(self.language, f"run.{name}"), name) for name in SHIPPED]
        return [*shipped, *((name, name) for name in self.sets.names())]

    def at(self, here: Address) -> tuple[Run | None, Run | None, Address]:
        """Open the run and the base of an address; where it names none, the newest run is meant."""
        if not here.run and (newest := self.runs.entries()):
            here = replace(here, run=newest[0].name)
        return self._run(here.run), self._run(here.base), here

    def _run(self, name: str) -> Run | None:
        try:
            return self.runs.find(name) if name else None
        except TiaoliError:
            return None

    def overview(self, run: Run | None, base: Run | None, here: Address) -> str:
        """Draw the numbers of a run, each with its distance from the base where there is one."""
        if run is None:
            return self.missing(here)
        found: Diff | None = changes.usable(changes.compared(base, run), here)
        return overview.overview(self.language, run, found)

    def missing(self, here: Address) -> str:
        """Say why no run is shown, and what to do."""
        if not here.run:
            key = "eval.none"
        else:
            key = "eval.badrun" if here.run in self.runs.names() else "eval.norun"
        words = say(self.language, key, name=escape(here.run))
        return f'<p class="ev-none">{words}</p>'
