"""The process that parses one PDF: bytes on standard input, one JSON object a line on output.

It stands alone so that a hostile file can only stop this process. A page gives
`{"page": 1, "lines": ["…"]}`; the last line is `{"done": pages}` or `{"error": word, "detail": …}`
with a word that `pdf.py` explains: `encrypted`, `damaged`, `scanned`, `unmapped`, `pages`,
`characters`, `memory`.

PDFium reads the characters with their places, and the lines are joined here: its own lines drop
indents, and pdfminer (pdfplumber) finds no characters in fonts with a character map of their own,
which fpdf2 writes. The figures are in docs/decisions/0002-pdf-text.md.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, TextIO

from pypdfium2 import PdfDocument, raw

_SAME_LINE: Final = 0.45
"""Baselines this share of the character size apart are one line: holds raised note marks, and is
less than the distance of lines set solid (1.0)."""
_SPACE_BETWEEN_CHINESE: Final = 0.6
_SPACE: Final = 0.2
"""Gaps this share of the character size wide print as a space: letters keep about 0.25, while the
Chinese of justified lines drifts apart without meaning one."""
_OVERPRINT: Final = 0.1
"""The same character again within this share of its size is one character printed bold."""
_MOST_INDENT: Final = 40
_SLANT: Final = 0.05
"""Characters turned by more than this share of a quarter turn from upright are slanted."""
_SOFT_HYPHEN: Final = 2
"""What PDFium puts for a hyphen at the end of a line."""
_PICTURE_SHARE: Final = 0.5
_FEW_CHARACTERS: Final = 40
"""A page whose pictures cover this share of it and that has fewer characters is a scanned page."""


class Letter(NamedTuple):
    """A printed character: its text, ends and baseline along its direction, size, direction.

    Lengths are in points; `turn` counts quarter turns to the left, None for slanted characters.
    """

    text: str
    start: float
    end: float
    baseline: float
    size: float
    turn: int | None


def main() -> None:
    """Read the limits from the arguments and the PDF from standard input, write its lines."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", type=int, required=True)
    arguments.add_argument("--characters", type=int, required=True)
    arguments.add_argument("--memory", type=int, required=True)
    arguments.add_argument("--seconds", type=int, required=True)
    limits = arguments.parse_args()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr  # nothing a library prints may mix with the answer
    _limit_resources(limits.memory, limits.seconds)
    with output:
        try:
            last = _read(sys.stdin.buffer.read(), limits.pages, limits.characters, output)
        except MemoryError:
            last = {"error": "memory"}
        except Exception as error:
            locked = "password" in str(error).lower() or "security" in str(error).lower()
            last = {"error": "encrypted" if locked else "damaged"}
        print(json.dumps(last), file=output)


def _limit_resources(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds
        return
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        resource.setrlimit(limit, (value, value))


def _read(data: bytes, most_pages: int, most_characters: int, output: TextIO) -> dict[str, Any]:
    characters = unmapped = 0
    scanned: list[int] = []
    document = PdfDocument(data)
    count = len(document)
    if count > most_pages:
        return {"error": "pages", "detail": count}
    for number in range(1, count + 1):
        page = document[number - 1]
        lines = page_lines(list(_letters(page)))
        found = sum(len(line) - line.count("\u3000") for line in lines)
        if found < _FEW_CHARACTERS and _is_picture(page, found):
            scanned.append(number)
        characters += found
        unmapped += sum(line.count("\ufffd") for line in lines)
        if characters > most_characters:
            return {"error": "characters"}
        print(json.dumps({"page": number, "lines": lines}), file=output)
        page.close()
    if characters == 0 or len(scanned) * 2 > count:
        return {"error": "scanned", "detail": len(scanned)}
    if unmapped * 5 > characters:
        return {"error": "unmapped"}
    return {"done": count}


def _is_picture(page: Any, found: int) -> bool:  # noqa: ANN401 (pypdfium2 has no types)
    """Tell whether a page with `found` characters shows its text as a picture or as outlines."""
    covered = 0.0
    for shape in page.get_objects(max_depth=2):
        if shape.type == raw.FPDF_PAGEOBJ_PATH and found == 0:
            return True
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_bounds()
            covered += (right - left) * (top - bottom)
    return bool(covered >= _PICTURE_SHARE * page.get_width() * page.get_height())


def _letters(page: Any) -> Iterator[Letter]:  # noqa: ANN401
    """Yield the characters that the page itself prints, in its order."""
    text = page.get_textpage()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    pending = ""
    for place in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, place) == 1:  # spaces and line ends PDFium adds
            continue
        code = raw.FPDFText_GetUnicode(text, place)
        if 0xD800 <= code < 0xDC00:  # first half of a rare character
            pending = chr(code)
            continue
        letter, pending = pending + _character(text, place, code), ""
        raw.FPDFText_GetLooseCharBox(text, place, box)
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        raw.FPDFText_GetMatrix(text, place, matrix)
        size = raw.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
        quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < _SLANT else None
        ends, baseline = _along(turn or 0, box, x.value, y.value)
        yield Letter(letter, *ends, baseline, abs(size) or 1.0, turn)


def _character(text: Any, place: int, code: int) -> str:  # noqa: ANN401
    """Give the character, or U+FFFD where the PDF's font does not say which one it is."""
    if code in (0, 0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(text, place) == 1:
        return "-" if raw.FPDFText_IsHyphen(text, place) == 1 else "\ufffd"
    return "-" if code == _SOFT_HYPHEN else chr(code)


def _along(turn: int, box: Any, x: float, y: float) -> tuple[tuple[float, float], float]:  # noqa: ANN401
    """Measure a character's ends along its direction of writing, and its baseline across it."""
    match turn:
        case 0:
            return (box.left, box.right), y
        case 1:
            return (box.bottom, box.top), -x
        case 2:
            return (-box.right, -box.left), -y
        case _:
            return (-box.top, -box.bottom), x


def page_lines(letters: Sequence[Letter]) -> list[str]:
    """Join the characters of a page into printed lines from top to bottom.

    A line that begins right of the page's left edge gets one full-width space for each character
    of indent. The direction most characters have is upright; the others (watermarks, notes at the
    margin) come last, so that they do not break into lines.
    """
    turns = Counter(letter.turn for letter in letters if letter.turn is not None)
    upright = turns.most_common(1)[0][0] if turns else None
    rows = [_in_order(row) for row in _rows(each for each in letters if each.turn == upright)]
    rows = [row for row in rows if any(letter.text.strip() for letter in row)]
    edge = min((row[0].start for row in rows), default=0.0)
    lines = []
    for row in rows:
        indent = round((row[0].start - edge) / max(letter.size for letter in row))
        lines.append("\u3000" * min(indent, _MOST_INDENT) + _joined(row))
    others = "".join(letter.text for letter in letters if letter.turn != upright)
    return [*lines, others] if others.strip() else lines


def _rows(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Group characters by baseline; the largest character of a row speaks for it."""
    rows: list[list[Letter]] = []
    baseline = size = 0.0
    for letter in sorted(letters, key=lambda each: -each.baseline):
        if rows and abs(baseline - letter.baseline) <= _SAME_LINE * max(size, letter.size):
            rows[-1].append(letter)
            if letter.size > size:
                baseline, size = letter.baseline, letter.size
        else:
            rows.append([letter])
            baseline, size = letter.baseline, letter.size
    return rows


def _in_order(row: list[Letter]) -> list[Letter]:
    """Sort a row from left to right and drop characters printed twice to look bold."""
    kept: list[Letter] = []
    for letter in sorted(row, key=lambda each: each.start):
        near = _OVERPRINT * letter.size
        if not any(
            other.text == letter.text and abs(other.start - letter.start) < near
            for other in kept[-3:]
        ):
            kept.append(letter)
    return kept


def _joined(row: list[Letter]) -> str:
    text, end = "", row[0].start
    for letter in row:
        chinese = text[-1:] > "\u2e7f" and letter.text > "\u2e7f"
        wide = _SPACE_BETWEEN_CHINESE if chinese else _SPACE
        apart = letter.start - end > wide * letter.size
        if apart and text[-1:].strip() and letter.text.strip():
            text += " "
        text += letter.text
        end = max(end, letter.end)
    return text


if __name__ == "__main__":
    main()
