"""Sets of cases that users add: JSONL, CSV or XLSX, checked line by line.

JSONL is the format of the committed cases; an entry of `gold` may also be `{"clause": id}`, which
stands for the whole clause. CSV and XLSX (first sheet) have a row of column names, then a case a
row: `id`, `type`, `question`, `answer`, and where there is something to say `points`, `must_not`,
`doc`, `quote`, `clause`, `history`, `cells`. Several entries are divided by `|` or a line break;
`doc` is one for all quotes or as many as they are; `history` has lines `user: …`, `assistant: …`;
`cells` has a line for each document that is compared: `doc | quote | point | point`, or `doc` alone
for one that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from evals.questions import Case, CaseError, Record, checked_case, json_lines, json_object, unspaced
from evals.tables import rows
from ingest.types import Clause, Document

NEEDED = ("id", "type", "question", "answer")
COLUMNS = (*NEEDED, "points", "must_not", "doc", "quote", "clause", "history", "cells")
SUFFIXES = (".jsonl", ".csv", ".xlsx")

_TURN = re.compile(r"(user|assistant|用户|助手)\s*[:：]\s*(.+)", re.DOTALL)
_ROLES = {"用户": "user", "助手": "assistant"}


class Library(Protocol):
    """What a set is checked against: `index.library.Library`, or what the page shows of it."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id."""
        ...

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """Clauses by id."""
        ...


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
        for where, read in _entries(path):
            try:
                case = checked_case(_with_quotes(read(), library, where), where, texts)
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


def _entries(path: Path) -> Iterator[tuple[str, Callable[[], Record]]]:
    """Give the place of each case and the function that reads it, which may raise CaseError."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise CaseError(f"{path.name}: is none of {', '.join(SUFFIXES)}; save it as one of them")
    if suffix == ".jsonl":
        for where, line in json_lines(path):
            yield where, partial(json_object, line, where)
        return
    table = rows(path)
    where, header = next(table, ("", ()))
    names = _header(header, where or path.name)
    for where, cells in table:
        yield where, partial(_record, names, cells, where)


def _header(cells: Sequence[str], where: str) -> tuple[str, ...]:
    names = tuple(cell.strip().lower() for cell in cells)
    for name in NEEDED:
        if name not in names:
            raise CaseError(f"{where}: the column {name!r} is missing; add it")
    for place, name in enumerate(names):
        if name not in COLUMNS:
            raise CaseError(f"{where}: unknown column {name!r}; use {', '.join(COLUMNS)}")
        if name in names[:place]:
            raise CaseError(f"{where}: the column {name!r} is there twice; remove one")
    return names


def _record(names: Sequence[str], cells: Sequence[str], where: str) -> Record:
    if len(cells) > len(names) and any(cells[len(names) :]):
        raise CaseError(
            f"{where}: has {len(cells)} cells for {len(names)} columns; put text with commas in"
            " quotation marks"
        )
    cell = dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=False))
    return {
        **{name: cell[name] for name in NEEDED},
        "points": _several(cell["points"]),
        "must_not": _several(cell["must_not"]),
        "gold": [*_quotes(cell["doc"], cell["quote"], where), *_clauses(cell["clause"])],
        "history": [turn(line, where) for line in cell["history"].splitlines() if line.strip()],
        "cells": [_cell(line) for line in cell["cells"].splitlines() if line.strip()],
    }


def _cell(line: str) -> dict[str, object]:
    document, *words = (part.strip() for part in line.split("|"))
    return {"doc": document, "quote": words[0] if words else None, "points": words[1:]}


def _several(cell: str) -> list[str]:
    return [entry.strip() for entry in re.split(r"[|\n]", cell) if entry.strip()]


def _quotes(doc: str, quote: str, where: str) -> list[dict[str, str]]:
    documents, quotes = _several(doc), _several(quote)
    if len(documents) == 1:
        documents *= len(quotes)
    if len(documents) != len(quotes) or (doc.strip() and not quotes):
        raise CaseError(
            f"{where}: doc has {len(_several(doc))} entries and quote {len(quotes)}; write one doc"
            " for all quotes or one for each"
        )
    return [{"doc": d, "quote": q} for d, q in zip(documents, quotes, strict=True)]


def _clauses(cell: str) -> list[dict[str, str]]:
    return [{"clause": id_} for id_ in _several(cell)]


def turn(line: str, where: str) -> dict[str, str]:
    """Read one turn before a question, `user: …` or `助手：…`; raises CaseError for another."""
    found = _TURN.fullmatch(line.strip())
    if not found:
        raise CaseError(f"{where}: history: write each turn as user: … or assistant: …")
    return {"role": _ROLES.get(found[1], found[1]), "content": found[2]}


def _with_quotes(record: Record, library: Library, where: str) -> Record:
    """Put the words of a clause where an entry of the gold names it by id."""
    gold = record.get("gold")
    if not isinstance(gold, list):
        return record
    return {**record, "gold": [_quoted(entry, library, where) for entry in gold]}


def _quoted(entry: object, library: Library, where: str) -> object:
    if not isinstance(entry, dict) or set(entry) != {"clause"}:
        return entry
    clause = library.clauses.get(entry["clause"]) if isinstance(entry["clause"], str) else None
    if clause is None:
        raise CaseError(
            f"{where}: unknown clause {entry['clause']!r}; `tiaoli clauses` shows the ids"
        )
    return {"doc": clause.document_id, "quote": clause.text}
