"""Rows of a CSV file or of the first sheet of an XLSX file, each with its place, as text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from evals.questions import CaseError

LARGEST = 50_000_000
"""Bytes of a file, packed and unpacked, beyond which it is not read."""
_ENCODINGS = ("utf-8-sig", "gb18030")
"""UTF-8, and what Excel writes in China."""

Row = tuple[str, tuple[str, ...]]
"""The place of a row (`set.csv, line 3`) and its cells."""


def rows(path: Path) -> Iterator[Row]:
    """Read the rows of a file, by its suffix; empty ones are passed over.

    Raises CaseError, naming the file and where it can the line, for what cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    if len(data) > LARGEST:
        raise CaseError(f"{path.name}: has more than {LARGEST:,} bytes; divide it")
    found = _xlsx(path.name, data) if path.suffix.lower() == ".xlsx" else _csv(path.name, data)
    for where, cells in found:
        if any(cells):
            yield where, cells


def _csv(name: str, data: bytes) -> Iterator[Row]:
    text = _decoded(name, data)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield f"{name}, line {line}", tuple(cell.strip() for cell in cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise CaseError(f"{name}, line {line}: not CSV ({error}); save it as CSV again") from error


def _decoded(name: str, data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CaseError(f"{name}: is neither UTF-8 nor GB 18030; save it as UTF-8")


def _xlsx(name: str, data: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > LARGEST:
                raise CaseError(f"{name}: unpacks to more than {LARGEST:,} bytes; divide it")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield f"{name}, line {number}", _texts(cells)
    except (*broken, IndexError, TypeError, AttributeError) as error:
        raise CaseError(f"{name}: is not an XLSX file ({error}); save it as XLSX again") from error


def _texts(cells: Sequence[object]) -> tuple[str, ...]:
    found = [_text(cell) for cell in cells]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()
