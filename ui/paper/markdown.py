"""Write a working paper as Markdown with footnotes.

Every character that Markdown or HTML could find a meaning in is escaped, so that a quotation and a
note are shown letter for letter wherever the file is opened.
"""

from __future__ import annotations

import re

from ui.paper.content import dated
from ui.types import Entry, Paper

_ACTIVE = re.compile(r"([\\`*_\[\]<>&|~$@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_LIST = re.compile(r"^(\d+)([.)])(?=[ \t]|$)")
_MARKS = re.compile(r"^([#+=-])")


def write(paper: Paper) -> bytes:
    """Write a paper as UTF-8; entry `n` has footnote `[^n]`."""
    parts = [f"# {escaped(paper.title)}", dated(paper)]
    for number, entry in enumerate(paper.entries, start=1):
        parts.append(_quotation(entry, number))
        parts += [escaped(line) for line in entry.note.split("\n") if line.strip()]
    parts.append("\n".join(_footnotes(paper)))
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def escaped(line: str) -> str:
    r"""Escape one line: `escaped("12. <b>")` is `"12\\. \\<b\\>"`."""
    text = _ACTIVE.sub(r"\\\1", line.expandtabs(1))
    text = _MARKS.sub(r"\\\1", _LIST.sub(r"\1\\\2", text))
    # White space at either end would be taken away, or make a block of code.
    inner = text.strip(" ")
    before = len(text) - len(text.lstrip(" "))
    return "&#32;" * before + inner + "&#32;" * (len(text) - before - len(inner))


def _quotation(entry: Entry, number: int) -> str:
    """A block quotation, a paragraph for each line, the mark of the footnote at its end."""
    lines = [escaped(line) for line in entry.quotation.split("\n") if line.strip()]
    return "\n>\n".join(f"> {line}" for line in lines) + f"[^{number}]"


def _footnotes(paper: Paper) -> list[str]:
    return [
        f"[^{number}]: {escaped(' '.join(entry.footnote.split()))}"
        for number, entry in enumerate(paper.entries, start=1)
    ]
