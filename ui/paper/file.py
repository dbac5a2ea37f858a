"""A working paper as a file to download: made in memory, named after its title."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from ui.paper import content as paper
from ui.paper import markdown as paper_markdown
from ui.types import Library, Paper
from ui.words import say

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
"""Endings of file names and the media types behind them."""
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')
_LONGEST_NAME = 50
"""Characters of a title in a file name: of four bytes each, they fit in a name of 255."""


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to download and the headers that they are sent with."""

    content: bytes
    headers: dict[str, str]


def exported(language: str, kind: str, body: bytes, library: Library, day: date) -> File:
    """Make the file that a request asks for; `kind` is one of `KINDS`.

    Raises `PaperError` where the request is wrong.
    """
    made = paper.drawn_up(language, body, library, day)
    if kind == "docx":
        from ui.paper import docx_file as paper_docx

        content = paper_docx.write(made)
    else:
        content = paper_markdown.write(made)
    return File(content, _headers(made, kind))


def file_name(made: Paper, kind: str) -> str:
    """Name a file after its title and day: `工作文稿-2026-11-27.docx`."""
    kept = "".join(
        char
        for char in made.title
        if char not in _NOT_IN_NAMES and not unicodedata.category(char).startswith("C")
    )
    name = kept.strip(" .")[:_LONGEST_NAME].strip(" .") or say(made.language, "paper")
    return f"{name}-{made.day.isoformat()}.{kind}"


def _headers(made: Paper, kind: str) -> dict[str, str]:
    """The name in both forms of RFC 6266: plain, and as RFC 5987 writes other letters."""
    plain = f"tiaoli-{made.day.isoformat()}.{kind}"
    full = quote(file_name(made, kind), safe="")
    return {
        "content-type": KINDS[kind],
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}",
        "cache-control": "no-store",
    }
