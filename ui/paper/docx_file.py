"""Write a working paper as a Word document with footnotes of Word's own."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from ui.paper.content import clean, dated
from ui.paper.docx_notes import Footnotes, in_chinese
from ui.types import Entry, Paper

LATIN = "Times New Roman"
SONG, HEI, KAI = "宋体", "黑体", "楷体"
"""The faces of official papers, for text, titles and quotations."""
_IDLE = (
    RT.THUMBNAIL,
    RT.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
"""Parts of the library's template that a paper has no use for."""


def write(paper: Paper) -> bytes:
    """Write a paper as the bytes of a `.docx` file; entry `n` has footnote `n`."""
    word = begun(paper.title, paper.day)
    notes = Footnotes(word)
    word.add_paragraph(clean(paper.title), style="Title")
    centred = word.add_paragraph(dated(paper))
    centred.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for entry in paper.entries:
        _add(word, entry, notes)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def begun(title: str, day: date) -> Word:
    """Begin an empty document with the page, the styles and the properties of a paper."""
    word = Document()
    _strip(word)
    _set_up_page(word)
    _set_up_styles(word)
    _describe(word, title, day)
    return word


def _add(word: Word, entry: Entry, notes: Footnotes) -> None:
    """Add a quotation, a paragraph for each line, and the note below it."""
    lines = [line for line in clean(entry.quotation).split("\n") if line.strip()]
    for number, line in enumerate(lines, start=1):
        paragraph = word.add_paragraph(style="Quote")
        in_chinese(paragraph.add_run(line)._r.get_or_add_rPr(), entry.script)
        layout = paragraph.paragraph_format
        layout.space_before = None if number == 1 else Pt(0)
        layout.keep_with_next = None if number == len(lines) else True
        if number == len(lines):
            notes.add(paragraph, clean(entry.footnote))
    for line in clean(entry.note).split("\n"):
        if line.strip():
            paragraph = word.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(24)
            in_chinese(paragraph.add_run(line)._r.get_or_add_rPr())


def _set_up_page(word: Word) -> None:
    """A4 with the margins of official papers (GB/T 9704-2012)."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _set_up_styles(word: Word) -> None:
    normal = _style(word, "Normal", SONG, 12)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(6)
    title = _style(word, "Title", HEI, 18)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(6)
    for line in title.element.xpath("w:pPr/w:pBdr"):  # the template draws a blue line below
        line.getparent().remove(line)
    quote = _style(word, "Quote", KAI, 12)
    quote.paragraph_format.left_indent, quote.paragraph_format.right_indent = Pt(36), Pt(24)
    quote.paragraph_format.space_before = Pt(12)
    quote.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _style(word: Word, name: str, chinese: str, size: int) -> ParagraphStyle:
    """Give a style of the template black upright letters; sizes are in points."""
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    style.font.name, style.font.size = LATIN, Pt(size)
    properties.rFonts.set(qn("w:eastAsia"), chinese)
    in_chinese(properties)
    return style


def _describe(word: Word, title: str, day: date) -> None:
    """The file's own properties: the title and the day, and nobody's name."""
    facts = word.core_properties
    facts.title, facts.author, facts.comments = clean(title), "", ""
    facts.created = facts.modified = datetime.combine(day, time())
    facts.language = "zh-CN"


def _strip(word: Word) -> None:
    """Take out of the template what is not wanted; it is Japanese, and of Word 2010."""
    settings = word.settings.element
    for theme in settings.iter(qn("w:themeFontLang")):
        theme.set(qn("w:eastAsia"), "zh-CN")
    for mode in settings.xpath('.//w:compatSetting[@w:name="compatibilityMode"]'):
        mode.set(qn("w:val"), "15")
    package = word.part.package
    for relations in (package.rels, word.part.rels):
        for key in [key for key, one in relations.items() if one.reltype in _IDLE]:
            del relations[key]
