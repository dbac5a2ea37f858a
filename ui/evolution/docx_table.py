"""Write a table as a Word document: a table of Word's own, its references as footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ui.evolution.lines import Line, heading, labels, lines
from ui.evolution.types import Course, Evolution
from ui.evolution.wish import SIDE
from ui.paper.content import clean
from ui.paper.docx_file import begun
from ui.paper.docx_notes import Footnotes, in_chinese
from ui.words import say

_TIMES = (("ev.when", 2.6), ("ev.which", 4.6), ("ev.what", 10.2), ("ev.how", 5.9))
"""Columns of the table in time, and their widths in centimetres."""
_TOPIC, _WHOLE = 2.6, 23.3
"""Widths in centimetres of the topics of a table side by side, and of every table."""
_LETTERS = Pt(10)


def write(language: str, found: Evolution, view: str, day: date) -> bytes:
    """Write a table in a view as the bytes of a `.docx` file; quote `n` has footnote `n`."""
    word = begun(heading(language, found), day)
    _turn(word)
    notes = Footnotes(word)
    word.add_paragraph(clean(heading(language, found)), style="Title")
    for label in (day.isoformat(), *labels(language), *found.notes):
        _add(word.add_paragraph(), label)
    every = list(lines(language, found))
    if view == SIDE:
        _side(language, word, found, every, notes)
    else:
        for course in found.courses:
            _add(word.add_paragraph(), course.topic, bold=True)
            own = [line for line in every if line.topic == course.topic]
            _times(language, word, own, notes)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _times(language: str, word: Word, own: Sequence[Line], notes: Footnotes) -> None:
    """One document a line, in the order of time."""
    table = _table(word, len(own) + 1, [width for _, width in _TIMES])
    _head(table, [say(language, key) for key, _ in _TIMES])
    for row, line in zip(table.rows[1:], own, strict=True):
        when, name, text, told = row.cells
        _fill(when, line.when)
        _fill(name, f"{line.name}\n{line.level}")
        _quote(text, line, notes)
        _fill(told, _told(line))


def _side(
    language: str, word: Word, found: Evolution, every: Sequence[Line], notes: Footnotes
) -> None:
    """One document a column, one topic a line."""
    count = len(found.columns)
    widths = [_TOPIC, *[(_WHOLE - _TOPIC) / count] * count]
    table = _table(word, len(found.courses) + 1, widths)
    first = every[:count]
    names = [f"{line.name}\n{line.when} · {line.level}" for line in first]
    _head(table, [say(language, "ev.topic"), *names])
    for row, course in zip(table.rows[1:], found.courses, strict=True):
        _fill(row.cells[0], course.topic)
        for cell, line in zip(row.cells[1:], _own(every, course), strict=True):
            _quote(cell, line, notes)
            if line.ground:
                _add(cell.add_paragraph(), _told(line))


def _own(every: Sequence[Line], course: Course) -> list[Line]:
    return [line for line in every if line.topic == course.topic]


def _told(line: Line) -> str:
    return "：".join(filter(None, (line.relation, line.ground)))


def _table(word: Word, rows: int, widths: Sequence[float]) -> Table:
    table: Table = word.add_table(rows, len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def _head(table: Table, names: Sequence[str]) -> None:
    """Fill the first row, which Word repeats on every page."""
    row = table.rows[0]
    for cell, name in zip(row.cells, names, strict=True):
        _fill(cell, name, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(repeated)


def _quote(cell: _Cell, line: Line, notes: Footnotes) -> None:
    """The quotations of a document as printed, each with its footnote; else that there are none."""
    if not line.entry.quotes:
        _fill(cell, line.silent)
        return
    script = line.entry.column.script
    for number, quote in enumerate(line.entry.quotes):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        run = paragraph.add_run(clean(quote.text))
        run.font.size = _LETTERS
        _close(paragraph)
        in_chinese(run._r.get_or_add_rPr(), script)
        notes.add(paragraph, clean(quote.footnote))


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    for number, line in enumerate(text.split("\n")):
        _add(cell.add_paragraph() if number else cell.paragraphs[0], line, bold=bold)


def _add(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    _close(paragraph)
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.bold = _LETTERS, bold or None
    in_chinese(run._r.get_or_add_rPr())


def _close(paragraph: Paragraph) -> None:
    """Set the lines of a paragraph closer than those of running text."""
    paragraph.paragraph_format.line_spacing = 1.2
    paragraph.paragraph_format.space_after = Pt(3)


def _turn(word: Word) -> None:
    """Lay the page across: a table of several documents is wide."""
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(3.2)
    section.top_margin = section.bottom_margin = Cm(2.6)
