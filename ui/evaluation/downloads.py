"""What can be taken along: a run's results and report, a set. Found by name, never by path."""

from __future__ import annotations

from functools import cache
from html import escape
from urllib.parse import quote

from evals.export import table
from evals.records import case_record, outcome_record, to_json
from evals.report import report
from index.home import Home
from ingest.errors import TiaoliError
from ui.evaluation.running import runs_folder
from ui.evaluation.runs import Run, Runs
from ui.evaluation.sets import FOLDER, SetError, Sets
from ui.types import File
from ui.words import say

KINDS = {
    "jsonl": "application/x-ndjson; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
"""Endings of a run's files and their media types."""
SET_KINDS = {
    "jsonl": KINDS["jsonl"],
    "csv": KINDS["csv"],
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Those of a set."""


@cache
def runs_of(home: Home) -> Runs:
    """Give the runs of a home folder, for all pages and downloads: each is read once."""
    return Runs(runs_folder(home))


def run_file(home: Home, name: str, kind: str) -> File | None:
    """Give a run as a file of one of `KINDS`; None for a run that is not there or is held.

    `jsonl` has a line for each case with its outcome; `csv` is that of `tiaoli eval export`, in
    which no cell can be a formula; `html` is the report.
    """
    try:
        run = runs_of(home).find(name) if kind in KINDS else None
    except TiaoliError:
        return None
    if run is None or run.held:
        return None
    return _file(
        _content(run, kind).encode("utf-8", "backslashreplace"), f"{name}.{kind}", KINDS[kind]
    )


def _content(run: Run, kind: str) -> str:
    if kind == "html":
        return report(run.results)
    if kind == "csv":
        return next(iter(table(run.results).values()))
    return "".join(
        to_json({**outcome_record(one, timed=True), "case": case_record(one.case)}) + "\n"
        for one in run.results.outcomes
    )


def set_file(home: Home, name: str) -> File | None:
    """Give a set of the home folder as it stands; None where there is none of this name."""
    try:
        path = Sets(home.folder / FOLDER).path(name)
        content = path.read_bytes()
    except (SetError, OSError):
        return None
    return _file(content, name, SET_KINDS[path.suffix.lstrip(".")])


def _file(content: bytes, name: str, kind: str) -> File:
    plain = name if name.isascii() else f"tiaoli.{name.rsplit('.', 1)[-1]}"
    full = quote(name, safe="")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
    return File(
        content,
        {"content-type": kind, "content-disposition": disposition, "cache-control": "no-store"},
    )


def run_links(language: str, run: Run | None) -> str:
    """Draw the ways to a run's files; a run with held cases has none, and says so."""
    if run is None:
        return ""
    if run.held:
        return f'<p class="ev-files">{say(language, "eval.heldfiles")}</p>'
    links = "".join(
        f'<a class="ev-button" download href="/{language}/eval/run/{quote(run.name)}.{kind}">'
        f"{say(language, f'eval.file.{kind}')}</a>"
        for kind in KINDS
    )
    return f'<p class="ev-files"><span>{say(language, "eval.files")}</span>{links}</p>'


def set_links(language: str, names: list[str]) -> str:
    """Draw the ways to the sets of the home folder."""
    if not names:
        return f'<p class="ev-files">{say(language, "eval.nosets", folder=FOLDER)}</p>'
    links = "".join(
        f'<a class="ev-button" download href="/{language}/eval/set/{quote(name)}">'
        f"{escape(name)}</a>"
        for name in names
    )
    return f'<p class="ev-files"><span>{say(language, "eval.sets")}</span>{links}</p>'
