"""Read files into sources: find them, check them, hand them to the reader of their format."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from ingest.errors import SourceError
from ingest.readers.limits import MAX_CHARACTERS, MAX_FILE_BYTES
from ingest.readers.signature import EXPECTED, check_extension
from ingest.types import Line, Source

Reader: TypeAlias = Callable[[bytes, str], tuple[Line, ...]]

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def read_source(path: Path) -> Source:
    """Read one file into its name, the SHA-256 of its bytes and its lines.

    Example: `read_source(Path("ingest/corpus/gd-2021-key-points.txt")).lines[0]` is
    `Line("广东省高级人民法院", 3)`.
    Raises `SourceError`, naming the file and what to do, where it cannot be read as a document.
    """
    name = _printable(path)
    suffix = path.suffix.lower()
    data = _read_bytes(path, name)
    if suffix not in EXPECTED:
        raise SourceError(
            f"{name}: is not of a kind that can be read; save it as one of {', '.join(EXPECTED)}"
        )
    check_extension(data, suffix, name)
    lines = _reader(suffix)(data, name)
    if not lines:
        raise SourceError(f"{name}: holds no text; give a file with text or leave it out")
    characters = sum(len(line.text) for line in lines)
    if characters > MAX_CHARACTERS:
        raise SourceError(
            f"{name}: has {characters:,} characters, the limit is {MAX_CHARACTERS:,}; split it"
        )
    return Source(path.name, hashlib.sha256(data).hexdigest(), lines)


def read_sources(paths: Sequence[Path]) -> tuple[list[Source], list[SourceError]]:
    """Read files and folders, each file once, and collect one error for each that fails.

    Folders are walked in sorted order for the known extensions (keys of `EXPECTED`); hidden files
    and the lock files of Word (`~$...`) in them are skipped. Sources and errors come in the order
    of the paths.
    """
    sources: list[Source] = []
    errors: list[SourceError] = []
    seen: set[Path] = set()
    for path in paths:
        try:
            files = _files(path)
        except SourceError as error:
            errors.append(error)
            continue
        for file in files:
            place = Path(os.path.realpath(file))
            if place in seen:
                continue
            seen.add(place)
            try:
                sources.append(read_source(file))
            except SourceError as error:
                errors.append(error)
    return sources, errors


def _files(path: Path) -> list[Path]:
    """List the file itself, or the readable files below a folder in sorted order."""
    if not path.is_dir():
        return [path]
    files = sorted(_walk(path))
    if not files:
        raise SourceError(
            f"{_printable(path)}: is a folder without a file to read; put files with one of "
            f"{', '.join(EXPECTED)} in it"
        )
    return files


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        where = _printable(Path(error.filename or folder))
        raise SourceError(f"{where}: cannot be opened ({error.strerror}); check its permissions")

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in EXPECTED:
                yield Path(root, name)


def _read_bytes(path: Path, name: str) -> bytes:
    """Read a regular file of allowed size; pipes and devices are refused without opening them."""
    try:
        if path.is_dir():
            raise SourceError(f"{name}: is a folder; name a file in it")
        if path.exists() and not path.is_file():
            raise SourceError(f"{name}: is a pipe or device; name a file")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise SourceError(f"{name}: does not exist; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{name}: cannot be opened ({reason}); check its permissions") from error
    if len(data) > MAX_FILE_BYTES:
        raise SourceError(
            f"{name}: is larger than {MAX_FILE_BYTES // 1_000_000} MB, the limit; split it or "
            "remove its pictures"
        )
    if not data:
        raise SourceError(f"{name}: is empty; replace it with a good copy")
    return data


def _reader(suffix: str) -> Reader:
    """Find the reader of an extension; its libraries load only now."""
    match suffix:
        case ".pdf":
            from ingest.readers.pdf import read_lines
        case ".docx":
            from ingest.readers.docx import read_lines
        case ".html" | ".htm":
            from ingest.readers.html import read_lines
        case ".md":
            from ingest.readers.markdown import read_lines
        case _:
            from ingest.readers.plain import read_lines
    return read_lines


def _printable(path: Path) -> str:
    """Write the path on one line, whatever characters its name holds."""
    return _UNPRINTABLE.sub("?", str(path))
