"""Plain text: every line of the file as it stands."""

from __future__ import annotations

from ingest.readers.characters import number_lines, split_lines
from ingest.readers.encoding import decode
from ingest.types import Line


def read_lines(data: bytes, name: str) -> tuple[Line, ...]:
    """Read the lines of a text file; `number` is the line in the file, blank lines are left out.

    Raises `SourceError` where the encoding cannot be told.
    """
    return number_lines(((text, 0) for text in split_lines(decode(data, name))), blanks_count=True)
