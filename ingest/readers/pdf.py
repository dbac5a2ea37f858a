"""PDF files: the printed lines of the text layer, parsed in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ingest.errors import SourceError
from ingest.readers.characters import clean
from ingest.readers.limits import (
    MAX_CHARACTERS,
    MAX_PDF_MEMORY_BYTES,
    MAX_PDF_PAGES,
    MAX_PDF_SECONDS,
)
from ingest.types import Line

_TAIL_BYTES: Final = 8192
_RADICALS = str.maketrans(
    "⺟⺠⺫⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳⼾",
    "母民目虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟户",
)
"""Signs for parts of characters that PDF writers put for the whole character (`⺠` for `民`).

`⼾` stands here because NFKC makes it `戶`, which simplified text never prints.
"""
_KANGXI: Final = range(0x2F00, 0x2FD6)
_REASONS: Final = {
    "encrypted": "is locked with a password; save it without the password and read that",
    "damaged": "is a damaged PDF; replace it with a good copy",
    "scanned": "is a scan: its pages are pictures without text; run text recognition (OCR) on it "
    "first and read the PDF that it gives",
    "unmapped": "has a text layer whose fonts do not say which characters they print; run text "
    "recognition (OCR) on it first, or print it to PDF again",
    "characters": f"has more than {MAX_CHARACTERS:,} characters; split it",
    "pages": f"has more than {MAX_PDF_PAGES:,} pages; split it",
    "memory": f"needs more than {MAX_PDF_MEMORY_BYTES // 1_000_000:,} MB to parse; split it or "
    "print it to PDF again",
}


def read_lines(data: bytes, name: str) -> tuple[Line, ...]:
    """Read the printed lines of a PDF; `number` runs through the file, `page` counts from 1.

    An indented line begins with as many full-width spaces as it is indented by characters.
    Raises `SourceError` where the file is locked, a scan, damaged, too large or too slow.
    """
    if b"%%EOF" not in data[-_TAIL_BYTES:] and b"startxref" not in data[-_TAIL_BYTES:]:
        raise SourceError(f"{name}: is a PDF that breaks off before its end; get a whole copy")
    return tuple(_numbered(_parse(data, name)))


def _numbered(pages: list[dict[str, Any]]) -> Iterator[Line]:
    number = 0
    for page in pages:
        for text in page["lines"]:
            if cleaned := clean(_whole_characters(text)):
                number += 1
                yield Line(cleaned, number, page=page["page"])


def _parse(data: bytes, name: str) -> list[dict[str, Any]]:
    """Run the parsing process over `data` and return its pages."""
    try:
        finished = subprocess.run(  # noqa: S603 (fixed program, the file goes in as bytes)
            _command(),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MAX_PDF_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{name}: takes longer than {MAX_PDF_SECONDS:g} seconds to parse; split it or print it "
            "to PDF again"
        ) from error
    if finished.returncode == 1:
        raise SourceError(f"{name}: the PDF parser cannot start; install pypdfium2 again")
    answers = [json.loads(line) for line in finished.stdout.splitlines() if line.endswith(b"}")]
    last = answers.pop() if answers else {}
    if "done" in last:
        return answers
    reason = _REASONS.get(last.get("error", "damaged"), _REASONS["damaged"])
    raise SourceError(f"{name}: {reason}")


def _command() -> list[str]:
    """Call the parsing process, a script by itself, with nothing of this folder on its path."""
    limits = {
        "--pages": MAX_PDF_PAGES,
        "--characters": MAX_CHARACTERS,
        "--memory": MAX_PDF_MEMORY_BYTES,
        "--seconds": int(MAX_PDF_SECONDS) + 5,
    }
    script = str(Path(__file__).with_name("pdf_child.py"))
    options = [part for option, value in limits.items() for part in (option, str(value))]
    return [sys.executable, "-P", script, *options]


def _whole_characters(text: str) -> str:
    """Put whole characters for the signs of their parts, one for one: `⼈⺠` becomes `人民`."""
    import unicodedata

    if not any("\u2e80" <= char <= "\u2fdf" for char in text):
        return text
    return "".join(
        unicodedata.normalize("NFKC", char) if ord(char) in _KANGXI else char
        for char in text.translate(_RADICALS)
    )
