"""Sets of cases that users add: JSONL, CSV or XLSX, checked line by line.

JSONL is the format of the committed cases; an entry of `gold` may also be `{"clause": id}`, which
stands for the whole clause. CSV and XLSX (first sheet) have a row of column names, then a case a
row: `id`, `type`, `question`, `answer`, and where there is something to say `points`, `must_not`,
`doc`, `quote`, `clause`, `history`. Several entries of a cell are divided by `|` or a line break;
`doc` is one for all quotes or as many as they are; `history` has lines `user: …`, `assistant: …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.questions import Case, CaseError, Record, checked_case, json_records, unspaced
from evals.tables import rows
from index.library import Library
from ingest.types import Clause

NEEDED = ("id", "type", "question", "answer")
COLUMNS = (*NEEDED, "points", "must_not", "doc", "quote", "clause", "history")
SUFFIXES = (".jsonl", ".csv", ".xlsx")

_TURN = re.compile(r"(user|assistant|用户|助手)\s*[:：]\s*(.+)", re.DOTALL)
_ROLES = {"用户": "user", "助手": "assistant"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A set as read: its good cases, and what is wrong with the others, in the order of lines."""

    cases: tuple[Case, ...]
    faults: tuple[str, ...]


def check_set(path: Path, library: Library, taken: Iterable[str] = ()) -> Checked:
    """Read a set and check every case against the documents of a library.

    `taken` are ids that may not be used. Every fault is one line that names file, line, and what to
    do; a file that cannot be read at all is one fault.
    """
    texts = unspaced(library.documents)
    seen = dict.fromkeys(taken, "another file")
    cases: list[Case] = []
    faults: list[str] = []
    try:
        for where, record in _entries(path):
            try:
                case = checked_case(_with_quotes(_record(record, where), library, where), where, texts)
                if case.id in seen:
                    raise CaseError(f"{where}: the id {case.id!r} is used in {seen[case.id]} too")
            except CaseError as error:
                faults.append(str(error))
            else:
                seen[case.id] = where
                cases.append(case)
    except CaseError as error:
        faults.append(str(error))
    if not cases and not faults:
        faults.append(f"{path.name}: has no case; write one a line below the column names")
    return Checked(tuple(cases), tuple(faults))


def read_sets(paths: Sequence[Path], library: Library) -> tuple[Case, ...]:
    """Read sets that must be right; raises CaseError with the first fault and their number."""
    cases: list[Case] = []
    for path in paths:
        found = check_set(path, library, [case.id for case in cases])
        if found.faults:
            more = len(found.faults) - 1
            rest = f" (and {more} more; see `tiaoli eval check {path}`)" if more else ""
            raise CaseError(found.faults[0] + rest)
        cases.extend(found.cases)
    return tuple(cases)
