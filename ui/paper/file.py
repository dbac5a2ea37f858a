"""A working paper as a file to download: made in memory, named after its title."""

from __future__ import annotations

import unicodedata
from datetime import date
from urllib.parse import quote

from ui.paper import content as paper
from ui.paper import markdown as paper_markdown
from ui.types import File, Library, Paper
from ui.words import say

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
"""Endings of file names and the media types behind them."""
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')
_LONGEST_NAME = 50
"""Characters of a title in a file name: of four bytes each, they fit in a name of 255."""


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
    return _named(made.title, made.day, kind) or _named(say(made.language, "paper"), made.day, kind)


def as_download(title: str, day: date, kind: str, media: str) -> dict[str, str]:
    """Headers of a download; the name in both forms of RFC 6266: plain, and as RFC 5987 writes."""
    plain = f"tiaoli-{day.isoformat()}.{kind}"
    full = quote(_named(title, day, kind) or plain, safe="")
    return {
        "content-type": media,
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}",
        "cache-control": "no-store",
    }


def _named(title: str, day: date, kind: str) -> str:
    """A file's name of what file systems take of its title; nothing where that is nothing."""
    kept = "".join(
        char
        for char in title
        if char not in _NOT_IN_NAMES and not unicodedata.category(char).startswith("C")
    )
    name = kept.strip(" .")[:_LONGEST_NAME].strip(" .")
    return f"{name}-{day.isoformat()}.{kind}" if name else ""


def _headers(made: Paper, kind: str) -> dict[str, str]:
    name = made.title if _named(made.title, made.day, kind) else say(made.language, "paper")
    return as_download(name, made.day, kind, KINDS[kind])
