"""The known questions: cases of one JSON object a line, checked when they are read.

A case names its evidence by document and verbatim quote, so it stays valid when clauses change. The
committed ones are divided: `dev` may be looked at while building, `held` is only scored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from evals.types import GoldCell
from index.script import searchable
from ingest.errors import TiaoliError
from ingest.types import Document

CASES = Path(__file__).parent / "cases"
"""Where the committed cases are: a folder for each split."""

TYPES = frozenset(
    {
        "fact",
        "number",
        "clause_lookup",
        "list",
        "compare",
        "definition",
        "followup",
        "colloquial",
        "english",
        "traditional",
        "unanswerable",
        "false_premise",
        "injection",
    }
)
"""What a case may test."""

_NEEDED = ("id", "type", "question", "gold", "points", "answer")
_KNOWN = frozenset((*_NEEDED, "history", "must_not", "cells"))
_WITHOUT_EVIDENCE = frozenset({"unanswerable", "injection"})

Record: TypeAlias = Mapping[str, object]


class CaseError(TiaoliError):
    """A case is not as the format asks; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Evidence: words that stand in a document, line breaks apart."""

    document_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a good answer rests on and says.

    `history` holds (role, content) pairs, oldest first; `points` are the words an answer must have,
    `must_not` those it must not have; `answer` is a model answer. No gold means: abstain. `split`
    is `dev` or `held`, and empty for a set that a user added. `cells` are for each document that is
    compared what it says.
    """

    id: str
    type: str
    question: str
    gold: tuple[Gold, ...]
    points: tuple[str, ...]
    answer: str
    history: tuple[tuple[str, str], ...] = ()
    must_not: tuple[str, ...] = ()
    split: str = ""
    cells: tuple[GoldCell, ...] = ()


def read_cases(folder: Path, documents: Mapping[str, Document]) -> tuple[Case, ...]:
    """Read every `*.jsonl` file of a folder and of those in it, in the order of the names.

    A folder in the folder is a split: the cases in `held/c.jsonl` have the split `held`.

    Example: `read_cases(CASES, library.documents)[0].question`. Raises CaseError, naming file and
    line, for what is not JSON, a field that is missing, unknown or of a wrong kind, an unknown type
    or document, an id used before, and a quote that the document does not have (white space apart).
    """
    texts = unspaced(documents)
    cases: dict[str, Case] = {}
    for path in (*sorted(folder.glob("*.jsonl")), *sorted(folder.glob("*/*.jsonl"))):
        split = "" if path.parent == folder else path.parent.name
        for where, line in json_lines(path):
            case = checked_case(json_object(line, where), where, texts, split)
            if case.id in cases:
                raise CaseError(f"{where}: the id {case.id!r} was used before; choose another")
            cases[case.id] = case
    if not cases:
        raise CaseError(f"{folder}: has no case; put a *.jsonl file in it")
    return tuple(cases.values())


def says(text: str, point: str) -> bool:
    """Whether a text has the words of a point: script, width, spaces and stops do not count.

    Example: `says("探索建立個人破產制度。", "探索建立个人破产制度")`.
    """
    return _bare(point) in _bare(text)


def _bare(text: str) -> str:
    return re.sub(r"[\s,，。、；;：:]", "", searchable(text))


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def unspaced(documents: Mapping[str, Document]) -> dict[str, str]:
    """Give the texts of documents by id, without white space."""
    return {id_: _unspaced(document.text) for id_, document in documents.items()}


def json_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Read the lines of a file that are not empty, each with its place (`c.jsonl, line 3`).

    Raises CaseError for what cannot be read as UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path.name}: cannot be read as UTF-8 ({error})") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path.name}, line {number}", line


def json_object(line: str, where: str) -> Record:
    """Read one line; raises CaseError for what is not a JSON object."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{where}: not JSON ({error}); write one object a line") from error
    if not isinstance(record, dict):
        raise CaseError(f"{where}: not a JSON object; write one object a line")
    return record


def checked_case(record: Record, where: str, texts: Mapping[str, str], split: str = "") -> Case:
    """Make a case of a record and check it; `texts` are the documents as `unspaced` gives them.

    Raises CaseError, beginning with `where`.
    """
    case = _case(record, where, split)
    _check_evidence(case, texts, where)
    return case


def _case(record: Record, where: str, split: str) -> Case:
    for name in _NEEDED:
        if name not in record:
            raise CaseError(f"{where}: the field {name!r} is missing; add it")
    if unknown := sorted(set(record) - _KNOWN):
        raise CaseError(f"{where}: unknown field {unknown[0]!r}; remove or rename it")
    case = Case(
        id=_text(record["id"], "id", where),
        type=_text(record["type"], "type", where),
        question=_text(record["question"], "question", where),
        gold=tuple(_gold(record["gold"], where)),
        points=_texts(record["points"], "points", where),
        answer=_text(record["answer"], "answer", where),
        history=tuple(_turns(record.get("history", []), where)),
        must_not=_texts(record.get("must_not", []), "must_not", where),
        split=split,
        cells=tuple(_cells(record.get("cells", []), where)),
    )
    if case.id.split() != [case.id]:
        raise CaseError(f"{where}: the id {case.id!r} has a space in it; write it without")
    if case.type not in TYPES:
        raise CaseError(f"{where}: unknown type {case.type!r}; one of {', '.join(sorted(TYPES))}")
    if not case.gold and case.type not in _WITHOUT_EVIDENCE:
        raise CaseError(
            f"{where}: a case of type {case.type} needs gold; add the quote it rests on"
        )
    return case


def _gold(value: object, where: str) -> Iterator[Gold]:
    for row in _rows(value, "gold", ("doc", "quote"), where):
        yield Gold(row["doc"], row["quote"])


def _cells(value: object, where: str) -> Iterator[GoldCell]:
    for row in value if isinstance(value, list) else [value]:
        if not isinstance(row, dict) or set(row) != {"doc", "quote", "points"}:
            raise CaseError(f"{where}: cells: each entry needs doc, quote and points, no more")
        quote = None if row["quote"] is None else _text(row["quote"], "cells.quote", where)
        points = _texts(row["points"], "cells.points", where)
        if points and quote is None:
            raise CaseError(f"{where}: cells: points without a quote; add the quote")
        yield GoldCell(_text(row["doc"], "cells.doc", where), quote, points)


def _turns(value: object, where: str) -> Iterator[tuple[str, str]]:
    for row in _rows(value, "history", ("role", "content"), where):
        if row["role"] not in ("user", "assistant"):
            raise CaseError(
                f"{where}: history: role must be user or assistant, not {row['role']!r}"
            )
        yield row["role"], row["content"]


def _rows(
    value: object, name: str, fields: tuple[str, ...], where: str
) -> Iterator[dict[str, str]]:
    if not isinstance(value, list):
        raise CaseError(f"{where}: {name} must be a list of {{{', '.join(fields)}}}")
    for row in value:
        if not isinstance(row, dict) or set(row) != set(fields):
            raise CaseError(f"{where}: {name}: each entry needs {' and '.join(fields)}, no more")
        yield {field: _text(row[field], f"{name}.{field}", where) for field in fields}


def _text(value: object, name: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CaseError(f"{where}: {name} must be text and not empty")
    return value


def _texts(value: object, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise CaseError(f"{where}: {name} must be a list of texts")
    return tuple(_text(entry, name, where) for entry in value)


def _check_evidence(case: Case, texts: Mapping[str, str], where: str) -> None:
    quoted = (Gold(cell.document_id, cell.quote or "") for cell in case.cells)
    for gold in (*case.gold, *quoted):
        if gold.document_id not in texts:
            known = ", ".join(texts)
            raise CaseError(f"{where}: unknown document {gold.document_id!r}; one of {known}")
        if _unspaced(gold.quote) not in texts[gold.document_id]:
            raise CaseError(
                f"{where}: the quote {gold.quote[:30]!r} is not in {gold.document_id};"
                " copy it from the document"
            )
