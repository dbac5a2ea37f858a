"""A finished run: what is saved, loaded, compared, gated, exported and drawn.

`save` writes a run's folder, `load` reads it back. Two runs with the same seed, code, cases and
library have the same `digest`: it covers all but times and the number of processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.questions import Case
from evals.records import (
    FORMAT,
    case_record,
    number,
    outcome_record,
    read_case,
    read_outcome,
    text,
    to_json,
)
from evals.run import Outcome
from index.durable import discard, replace_file
from index.parts import read_json
from ingest.errors import TiaoliError

NAME, PAGE = "results.json", "report.html"
"""The two files of a run's folder."""


class ResultsError(TiaoliError):
    """A run cannot be read or written; the message names the file."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it stood when the run was made."""

    id: str
    document_id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run was made from, exactly.

    `cases`, `library` and `code` are SHA-256 in hex. `versions` pairs a library with its version,
    `weights` a figure of retrieving or choosing with its value, `selection` a part of the command
    (split, type, doc, set; of a judge its model and host) with its values. `jobs` is the number of
    processes: it changes times only.
    """

    cases: str
    library: str
    code: str
    encoder: str
    seed: int
    jobs: int
    versions: tuple[tuple[str, str], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    selection: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """Every outcome of a run.

    `made` is the time in UTC, `2026-01-31T09:30:00Z`. The first of `answerers` is Tiaoli, the
    others are the baselines; `absent` pairs a baseline that could not be run with the reason.
    `documents` gives titles by id, `clauses` the whole library as it was.
    """

    made: str
    setting: Setting
    answerers: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    documents: Mapping[str, str]
    clauses: Mapping[str, Passage]
    absent: tuple[tuple[str, str], ...] = field(default=())

    @property
    def subject(self) -> str:
        """The answerer that is examined: the first."""
        return self.answerers[0]

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases in the order they were asked."""
        return tuple({one.case.id: one.case for one in self.outcomes}.values())

    def of(self, answerer: str) -> tuple[Outcome, ...]:
        """Give the outcomes of one answerer in the order of the cases."""
        return tuple(one for one in self.outcomes if one.answerer == answerer)

    @property
    def digest(self) -> str:
        """SHA-256 in hex over everything but times and the number of processes."""
        return sha256(to_json(_record(self, timed=False)).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The name of the run's folder: `20260131T093000Z-1f2e3d4c`."""
        return f"{self.made.replace('-', '').replace(':', '')}-{self.digest[:8]}"


def save(results: Results, folder: Path) -> Path:
    """Write `results.json` into a run's folder, at once; give the path of the file.

    Raises ResultsError when it cannot be written.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, (to_json(_record(results, timed=True)) + "\n").encode())
    except OSError as error:
        discard(path.with_name(f".tmp-{NAME}"))
        raise ResultsError(
            f"{path}: cannot be written ({error.strerror or error}); name another folder by --out"
        ) from error
    return path


def load(place: Path) -> Results:
    """Read a run from its folder or from the file itself.

    Example: `load(home / "evals" / "20260131T093000Z-1f2e3d4c").of("tiaoli")`. Raises ResultsError
    for what is not there, damaged, or written in another format.
    """
    path = place / NAME if place.is_dir() else place
    try:
        record = read_json(path.read_bytes())
    except OSError as error:
        raise ResultsError(
            f"{path}: cannot be read ({error.strerror}); name the folder of a run"
        ) from error
    except (ValueError, RecursionError) as error:
        raise ResultsError(f"{path}: is not JSON ({error}); run `tiaoli eval` again") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ResultsError(f"{path}: is not a run of format {FORMAT}; run `tiaoli eval` again")
    try:
        return _read(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResultsError(f"{path}: is damaged ({error!r}); run `tiaoli eval` again") from error


def _record(results: Results, *, timed: bool) -> dict[str, Any]:
    setting = results.setting
    return {
        "format": FORMAT,
        "made": results.made if timed else "",
        "setting": {
            "cases": setting.cases,
            "library": setting.library,
            "code": setting.code,
            "encoder": setting.encoder,
            "seed": setting.seed,
            "jobs": setting.jobs if timed else 0,
            "versions": dict(setting.versions),
            "weights": dict(setting.weights),
            "selection": {name: list(values) for name, values in setting.selection},
        },
        "answerers": list(results.answerers),
        "absent": dict(results.absent),
        "documents": dict(results.documents),
        "clauses": [[p.id, p.document_id, p.label, p.text] for p in results.clauses.values()],
        "cases": [case_record(case) for case in results.cases],
        "outcomes": [outcome_record(one, timed=timed) for one in results.outcomes],
    }


def _read(record: dict[str, Any]) -> Results:
    cases = {case.id: case for case in map(read_case, record["cases"])}
    if not record["answerers"]:
        raise ValueError("nobody answered")
    return Results(
        made=text(record["made"]),
        setting=_read_setting(record["setting"]),
        answerers=tuple(map(text, record["answerers"])),
        outcomes=tuple(read_outcome(one, cases) for one in record["outcomes"]),
        documents={text(id_): text(title) for id_, title in record["documents"].items()},
        clauses={row[0]: Passage(*map(text, row)) for row in record["clauses"]},
        absent=tuple((text(name), text(why)) for name, why in record["absent"].items()),
    )


def _read_setting(record: dict[str, Any]) -> Setting:
    selection = record["selection"].items()
    return Setting(
        cases=text(record["cases"]),
        library=text(record["library"]),
        code=text(record["code"]),
        encoder=text(record["encoder"]),
        seed=int(record["seed"]),
        jobs=int(record["jobs"]),
        versions=tuple((text(n), text(v)) for n, v in record["versions"].items()),
        weights=tuple((text(n), number(v)) for n, v in record["weights"].items()),
        selection=tuple((text(n), tuple(map(text, values))) for n, values in selection),
    )
