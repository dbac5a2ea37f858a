"""Draw up a working paper: the clauses that a judge has pinned, quoted from the library.

The browser names clauses by id and sentences by offsets; only the title and the notes are its own
words. Everything quoted is taken from the library here, so that what is exported is what is
printed, whatever the browser sends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from ingest.errors import TiaoliError
from ingest.types import Clause
from ui.citing import references
from ui.types import Entry, Library, Paper
from ui.words import say

MOST_ENTRIES = 100
"""Clauses in a paper; with a full note each they stay within a request of `ui.serving.edge`."""
LONGEST_NOTE = 800
"""Longest note in characters."""
LONGEST_TITLE = 100
"""Longest title in characters; Word keeps 255 in a file's properties."""

OMITTED = "……"
"""Stands in a quotation where words of the clause between two cited sentences are left out."""
_NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Span = tuple[int, int]


class PaperError(TiaoliError):
    """A paper cannot be drawn up; the message says in the page's language what to mend."""


def clean(text: str) -> str:
    r"""Take out the characters that XML cannot hold; lines end with `\n`.

    `clean("甲\x00\r\n乙")` is `"甲\n乙"`.
    """
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def edition(clause: Clause) -> str:
    """Name the wording of a clause, so that a quotation is not taken from a later one."""
    return sha256(clause.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def quotation(clause: Clause, spans: Iterable[Span]) -> str:
    """Quote `spans` of a clause (characters within its text), or all of it where there are none.

    What stands side by side runs on; where words are left out between two spans stands `……`.
    """
    runs: list[Span] = []
    for start, end in sorted(spans):
        if runs and not clause.text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return OMITTED.join(clause.text[start:end] for start, end in runs) or clause.text


def dated(paper: Paper) -> str:
    """The date of a paper: `2026年11月27日`, or `2026-11-27` in English."""
    iso = paper.day.isoformat()
    return references.printed_date(iso) if paper.language == "zh" else iso


def drawn_up(language: str, body: bytes, library: Library, day: date) -> Paper:
    """Draw up the paper that a request asks for, dated `day`.

    `body` is JSON: `{"title": "…", "entries": [{"clause": "gd-2021-key-points/14", "edition":
    "0f…", "spans": [[17, 32]], "note": "…"}]}`. Raises `PaperError` for whatever is wrong with it.
    """
    title, pins = _read(language, body)
    if not pins:
        raise PaperError(say(language, "err.paperempty"))
    if len(pins) > MOST_ENTRIES:
        raise PaperError(say(language, "err.papermany", n=len(pins), limit=MOST_ENTRIES))
    entries = (_entry(language, n, pin, library) for n, pin in enumerate(pins, start=1))
    return Paper(title or say(language, "paper"), day, language, tuple(entries))


def _read(language: str, body: bytes) -> tuple[str, list[object]]:
    """The title and what is said to be entries."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        asked = None
    match asked:
        case {"title": str(title), "entries": list(pins)}:
            line = " ".join(clean(title).split())
        case _:
            raise PaperError(say(language, "err.paperform"))
    if len(line) > LONGEST_TITLE:
        raise PaperError(say(language, "err.papertitle", n=len(line), limit=LONGEST_TITLE))
    return line, pins


def _entry(language: str, n: int, pin: object, library: Library) -> Entry:
    """Entry `n` of a paper, counted from 1."""
    match pin:
        case {"clause": str(name), "edition": str(known), "spans": list(spans), "note": str(note)}:
            clause = library.clauses.get(name)
        case _:
            raise PaperError(say(language, "err.paperform"))
    document = library.documents.get(clause.document_id) if clause else None
    if clause is None or document is None:
        raise PaperError(say(language, "err.paperclause", n=n, id=clean(name)[:80]))
    if known != edition(clause):
        raise PaperError(say(language, "err.paperold", n=n))
    note = clean(note).strip()
    if len(note) > LONGEST_NOTE:
        raise PaperError(say(language, "err.papernote", n=n, m=len(note), limit=LONGEST_NOTE))
    return Entry(
        quotation=quotation(clause, _spans(language, n, spans, clause)),
        footnote=references.footnote(document, clause),
        note=note,
        script=document.facts.script,
    )


def _spans(language: str, n: int, spans: list[object], clause: Clause) -> list[Span]:
    length = len(clause.text)
    found: list[Span] = []
    for span in spans:
        match span:
            case [int(start), int(end)] if type(start) is type(end) is int:
                fits = 0 <= start < end <= length
            case _:
                fits = False
        if not fits:
            raise PaperError(say(language, "err.paperspan", n=n))
        found.append((start, end))
    return found
