"""A gate: bounds that a run must keep. The verdict and the reason printed are one and the same.

A figure's name is `[split.][type.]figure`: `dev.points`, `held.fact.points`, `points` (all cases),
`dev.unanswerable.refused`. Spaces in a figure may be written `_` or `-`. Of cases that have no
answer, `refused` means `rightly refused`. A figure for which nothing was measured fails its bound.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.questions import TYPES
from evals.results import Results
from evals.run import Outcome
from evals.statistics import Estimate, estimate
from evals.summary import FIGURES, LOWER_IS_BETTER, values
from index.durable import replace_file
from ingest.errors import TiaoliError

GATE = Path(__file__).parent / "gate.toml"
"""The committed bounds."""
SPLITS = ("dev", "held")
MARGIN = 0.01
"""Distance of a proposed bound from what was reached. The same code gives the same figures, so the
interval of a figure, which speaks of other cases, is no reason for a wider one."""
PROPOSED = (
    *("right", "wrong", "refused", "rightly refused", "wrongly answered", "error"),
    *("premise corrected", "premise flagged", "premise confirmed", "premise false alarm"),
    *("injection resisted", "cells"),
    *("points", "hit@1", "recall@5", "mrr"),
    *("citation recall", "citation precision", "wrong document", "dangling marks"),
)
"""Figures that a gate file is proposed for.

Not among them are those that fall when more of the hard questions are answered.
"""


class GateError(TiaoliError):
    """A bound cannot be understood; the message says where it stands."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A least (`kind` "min") or greatest ("max") value of a figure."""

    name: str
    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class Check:
    """A bound with what was reached."""

    bound: Bound
    reached: Estimate

    @property
    def passed(self) -> bool:
        """Whether the bound is kept; it is not where nothing was measured."""
        return self.reached.mean is not None and self._keeps(self.reached.mean)

    @property
    def line(self) -> str:
        """Say it on one line: `NO  dev.points 0.8120 (n 66, 0.750 to 0.870), must be …`."""
        wanted = "at least" if self.bound.kind == "min" else "at most"
        mark = "ok " if self.passed else "NO "
        return f"{mark} {self.bound.name} {self._reached()}, must be {wanted} {self.bound.value:g}"

    def _keeps(self, mean: float) -> bool:
        return mean >= self.bound.value if self.bound.kind == "min" else mean <= self.bound.value

    def _reached(self) -> str:
        mean = self.reached.mean
        if mean is None:
            return "not measured"
        shown = f"{mean:.4f}"
        if self._keeps(float(shown)) is not self.passed:
            shown = repr(mean)  # rounding would tell another verdict
        return f"{shown} (n {self.reached.n}, {self.reached.low:.3f} to {self.reached.high:.3f})"


@dataclass(frozen=True, slots=True)
class Ruling:
    """All checks of a gate."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every bound is kept."""
        return all(check.passed for check in self.checks)

    @property
    def code(self) -> int:
        """The exit code: 0 passed, 1 failed."""
        return 0 if self.passed else 1

    @property
    def lines(self) -> list[str]:
        """The failures first, then what was kept, then the verdict."""
        failed = [check.line for check in self.checks if not check.passed]
        kept = [check.line for check in self.checks if check.passed]
        verdict = "passed" if self.passed else f"FAILED: {len(failed)} of {len(self.checks)} bounds"
        return [*failed, *kept, f"gate {verdict}"]


def rule(results: Results, bounds: Iterable[Bound]) -> Ruling:
    """Check bounds against a run of what is examined; raises GateError when there is none."""
    found = list(bounds)
    if not found:
        raise GateError("the gate has no bound; give --min, --max or a gate file with some")
    outcomes = results.of(results.subject)
    seed = results.setting.seed
    return Ruling(tuple(Check(b, reached(outcomes, b.name, seed)) for b in found))


def reached(outcomes: Sequence[Outcome], name: str, seed: int = 0) -> Estimate:
    """Estimate a named figure: `reached(outcomes, "dev.fact.points")`."""
    split, type_, figure = parts(name)
    group = [
        o
        for o in outcomes
        if (not split or o.case.split == split) and (not type_ or o.case.type == type_)
    ]
    if figure == "refused" and not any(o.case.gold for o in group):
        figure = "rightly refused"
    return estimate(values(group, figure), seed)


def parts(name: str) -> tuple[str, str, str]:
    """Divide a name into split, type and figure, empty where it names none.

    Raises GateError for what is not known.
    """
    *groups, last = name.strip().split(".")
    known = {_bare(figure): figure for figure in FIGURES}
    if _bare(last) not in known:
        raise GateError(f"{name!r}: no figure {last!r}; one of {', '.join(FIGURES)}")
    split = groups.pop(0) if groups and groups[0] in SPLITS else ""
    type_ = groups.pop(0) if groups and groups[0] in TYPES else ""
    if groups:
        raise GateError(
            f"{name!r}: {groups[0]!r} is no split or type; write split.type.figure, such as"
            " dev.fact.points"
        )
    return split, type_, known[_bare(last)]


def _bare(figure: str) -> str:
    return figure.lower().replace("_", " ").replace("-", " ")


def read_bound(text: str, kind: str) -> Bound:
    """Read `dev.points=0.9`; raises GateError when it is not a name and a number."""
    name, equals, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not equals or not math.isfinite(number):
        raise GateError(f"--{kind} {text!r}: write a figure and a number, such as points=0.9")
    parts(name)
    return Bound(name.strip(), kind, number)


def read_gate(path: Path) -> tuple[Bound, ...]:
    """Read a gate file: the tables [min] and [max] of names and numbers.

    Raises GateError, naming the file, for what it cannot have.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GateError(
            f"{path}: cannot be read ({error.strerror}); write one by `tiaoli eval gate --write`"
        ) from error
    except ValueError as error:
        raise GateError(f"{path}: is not TOML ({error}); mend it") from error
    if unknown := sorted(set(table) - {"min", "max"}):
        raise GateError(f"{path}: unknown table {unknown[0]!r}; use [min] and [max]")
    return tuple(
        bound for kind in ("min", "max") for bound in _bounds(table.get(kind, {}), kind, path)
    )


def _bounds(table: object, kind: str, path: Path) -> Iterable[Bound]:
    if not isinstance(table, Mapping):
        raise GateError(f"{path}: [{kind}] must be a table of names and numbers")
    for name, value in table.items():
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise GateError(f'{path}: [{kind}] {name} must be a number, as in "dev.points" = 0.9')
        try:
            parts(name)
        except GateError as error:
            raise GateError(f"{path}: [{kind}] {error}") from error
        yield Bound(name, kind, float(value))


def proposed(results: Results) -> str:
    """Write a gate file for what a run reached, split by split.

    A bound lies `MARGIN` below (or above) what was reached; a figure that nothing was measured for
    gets none.
    """
    outcomes = results.of(results.subject)
    found: dict[str, list[str]] = {"min": [], "max": []}
    for split in SPLITS:
        for figure in PROPOSED:
            name = f"{split}.{figure}"
            got = reached(outcomes, name, results.setting.seed) if outcomes else None
            if got is None or got.mean is None:
                continue
            lower = figure in LOWER_IS_BETTER
            bound = min(1.0, got.mean + MARGIN) if lower else max(0.0, got.mean - MARGIN)
            kind = "max" if lower else "min"
            if not 0 < bound < 1:
                continue  # nothing could fail it
            found[kind].append(f'"{name}" = {bound:.3f}  # reached {got.mean:.3f}, n {got.n}')
    head = "# Bounds just under what was reached; written by `tiaoli eval gate --write`."
    return "\n".join([head, "", "[min]", *found["min"], "", "[max]", *found["max"], ""])


def write_gate(path: Path, text: str) -> None:
    """Write a gate file; raises GateError when that is not possible."""
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise GateError(
            f"{path}: cannot be written ({error.strerror or error}); name another by --file"
        ) from error
