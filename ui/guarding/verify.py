"""Whether the audit log is whole: names the first record that was changed, removed or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ui.guarding import entries
from ui.guarding.log import Log, end_of, start_of


class Wrong(StrEnum):
    """What is wrong with a record."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many records hold, and the first that does not: its number, what is wrong, the place."""

    records: int
    wrong: Wrong | None = None
    number: int = 0
    place: str = ""


def verify(log: Log) -> Verdict:
    """Read the whole log and check every record against the one before.

    Its beginning is held against the note that a deletion of old files leaves, its end against the
    one that every record leaves.
    """
    number, before = start_of(log.folder)
    held = 0
    for place, line in _all_lines(log.files()):
        found = entries.read(line)
        if found is None or not line.endswith("\n"):
            wrong = Wrong.CHANGED if line.endswith("\n") else Wrong.TRUNCATED
            return Verdict(held, wrong, number, place)
        if found["hash"] != entries.digest_of(found):
            return Verdict(held, Wrong.CHANGED, number, place)
        if found["seq"] != number:
            return Verdict(held, _order(log, number, found["seq"]), number, place)
        if found["prev"] != before:
            # This record is as it was written: the one before was written anew, hash and all.
            return Verdict(max(0, held - 1), Wrong.CHANGED, number - bool(held), place)
        number, before, held = number + 1, found["hash"], held + 1
    return _checked_end(log, Verdict(held), number - 1, before)


def _checked_end(log: Log, verdict: Verdict, last: int, digest: str) -> Verdict:
    noted = end_of(log.folder)
    if noted is None:
        lost = verdict.records > 0
        return Verdict(verdict.records, Wrong.TRUNCATED, last + 1, "end") if lost else verdict
    if noted[0] > last:
        return Verdict(verdict.records, Wrong.TRUNCATED, last + 1, "end")
    if noted[0] == last and noted[1] != digest:
        return Verdict(verdict.records - 1, Wrong.CHANGED, last, "end")
    return verdict


def _order(log: Log, wanted: int, found: int) -> Wrong:
    """Whether the record that should be here is elsewhere or nowhere."""
    if found < wanted:
        return Wrong.REORDERED
    elsewhere = any(one["seq"] == wanted for _, _, one in log.lines(log.files()))
    return Wrong.REORDERED if elsewhere else Wrong.REMOVED


def _all_lines(files: list[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                yield f"{file.name}, line {number}", line
