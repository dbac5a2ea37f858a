"""The runs of the home folder, those of the command line too: listed, found by name, opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock

from evals.conduct import UNFINISHED
from evals.report_places import Places
from evals.results import NAME, Results, ResultsError, load
from evals.run import Outcome
from evals.statistics import Estimate, estimate
from evals.summary import by_type, values
from evals.types import Verdict
from index.script import searchable

HELD = "held"
"""The split whose cases are only scored: the page shows its numbers and nothing else."""
MOST_LISTED = 40
"""The newest runs that the pickers offer."""
MOST_OPEN = 4
"""Runs kept in memory: one of 1,600 cases takes about 40 MB."""
NOT_JUDGED = (Verdict.ERROR, Verdict.UNGRADED)
"""What is neither right nor wrong."""
_NAMED = re.compile(r"[\w-][\w.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A run as the pickers show it; `passed` of `judged` cases came out well, of `n` asked.

    `unfinished` is empty, or how far the run had come (`3/50`).
    """

    name: str
    made: str
    source: str
    passed: int
    judged: int
    n: int
    unfinished: str


class Run:
    """A run that is open: `results` with what the page shows of them, each worked out once."""

    def __init__(self, name: str, results: Results) -> None:
        self.name = name
        self.results = results

    @cached_property
    def own(self) -> tuple[Outcome, ...]:
        """The outcomes of the examined answerer: Tiaoli's."""
        return self.results.of(self.results.subject)

    @cached_property
    def held(self) -> bool:
        """Whether held cases are among them, so that only numbers may be shown."""
        return any(one.case.split == HELD for one in self.own)

    @cached_property
    def by_id(self) -> dict[str, Outcome]:
        """Outcomes by case, none of a run with held cases."""
        return {} if self.held else {one.case.id: one for one in self.own}

    @cached_property
    def by_type(self) -> dict[str, tuple[Outcome, ...]]:
        """Outcomes by the type of their case."""
        return by_type(self.own)

    @cached_property
    def places(self) -> Places:
        """Where the citations stand in the clauses."""
        return Places(self.results)

    @cached_property
    def searched(self) -> dict[str, str]:
        """What a search looks through, by case: question, answer, points, quotes."""
        return {
            id_: searchable("\n".join((id_, one.reply.text, *_words(one)))).lower()
            for id_, one in self.by_id.items()
        }

    @cached_property
    def entry(self) -> Entry:
        """The run as the pickers show it."""
        judged = [one for one in self.own if one.verdict not in NOT_JUDGED]
        selection = dict(self.results.setting.selection)
        asked = selection.get("set") or selection.get("split") or ()
        return Entry(
            self.name,
            self.results.made,
            ", ".join(asked),
            sum(one.right for one in judged),
            len(judged),
            len(self.own),
            ", ".join(selection.get(UNFINISHED, ())),
        )

    def figure(self, name: str) -> Estimate:
        """Estimate a figure of `evals.summary`: `run.figure("points").mean`."""
        return estimate(values(self.own, name), self.results.setting.seed)


def _words(one: Outcome) -> tuple[str, ...]:
    case = one.case
    return (case.question, case.answer, *case.points, *(gold.quote for gold in case.gold))


def passed(outcomes: Sequence[Outcome], seed: int = 0) -> Estimate:
    """Estimate the share that came out well; errors and what was not judged are left out."""
    return estimate(
        [None if one.verdict in NOT_JUDGED else float(one.right) for one in outcomes], seed
    )


def local_time(made: str) -> str:
    """Give the time of a run on this machine's clock, to the minute: `11-27 17:30`."""
    try:
        return datetime.fromisoformat(made).astimezone().strftime("%m-%d %H:%M")
    except ValueError:
        return made


class Runs:
    """The runs of a folder. A name from outside is only ever looked up among those listed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._open: dict[tuple[str, int], Run] = {}
        self._entries: dict[tuple[str, int], Entry | None] = {}

    def names(self) -> list[str]:
        """Names of all runs, the one written last first."""
        return [name for name, _ in self._stamped()]

    def entries(self) -> list[Entry]:
        """The newest runs that can be read, newest first; each is read once."""
        found = []
        for name, stamp in self._stamped()[:MOST_LISTED]:
            if (name, stamp) not in self._entries:
                try:
                    self._entries[name, stamp] = self._opened(name, stamp).entry
                except ResultsError:
                    self._entries[name, stamp] = None
            if entry := self._entries[name, stamp]:
                found.append(entry)
        return sorted(found, key=lambda entry: (entry.made, entry.name), reverse=True)

    def find(self, name: str) -> Run | None:
        """Open a run; None where there is none of this name. Raises ResultsError if damaged."""
        stamp = dict(self._stamped()).get(name)
        return None if stamp is None else self._opened(name, stamp)

    def _opened(self, name: str, stamp: int) -> Run:
        with self._lock:
            if (name, stamp) not in self._open:
                run = Run(name, load(self._folder / name))
                while len(self._open) >= MOST_OPEN:
                    del self._open[next(iter(self._open))]
                self._open[name, stamp] = run
            return self._open[name, stamp]

    def _stamped(self) -> list[tuple[str, int]]:
        files = [f for f in self._folder.glob(f"*/{NAME}") if _NAMED.fullmatch(f.parent.name)]
        stamps = []
        for file in files:
            try:
                stamps.append((file.parent.name, file.stat().st_mtime_ns))
            except OSError:  # removed meanwhile
                continue
        return sorted(stamps, key=lambda one: (-one[1], one[0]))
