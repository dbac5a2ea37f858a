"""Footnotes of Word's own, which python-docx does not know: their part, styles and marks."""

from __future__ import annotations

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.text.font import CT_RPr
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from ingest.types import Script

TEXT, MARK = "FootnoteText", "FootnoteReference"
"""Ids of the two styles that Word itself uses."""
_SEPARATORS = {-1: "separator", 0: "continuationSeparator"}
"""The two entries that every footnotes part begins with: the lines above the notes of a page."""


class Footnotes:
    """The footnotes of a document; they are numbered from 1 in the order they are added."""

    def __init__(self, word: Word) -> None:
        self._root = OxmlElement("w:footnotes")
        self._count = 0
        for number, kind in _SEPARATORS.items():
            paragraph = OxmlElement("w:p")
            assert isinstance(paragraph, CT_P)
            paragraph.add_r().append(OxmlElement(f"w:{kind}"))
            self._root.append(_footnote(number, paragraph, kind))
        _add_styles(word)
        _announce(word)
        part = XmlPart(
            PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, self._root, word.part.package
        )
        word.part.relate_to(part, RT.FOOTNOTES)

    def add(self, paragraph: Paragraph, text: str) -> int:
        """Set the mark of a new footnote at the end of a paragraph; gives its number."""
        self._count += 1
        note = OxmlElement("w:p")
        assert isinstance(note, CT_P)
        note.style = TEXT
        _mark(note, OxmlElement("w:footnoteRef"))
        run = note.add_r()
        run.text = f" {text}"
        in_chinese(run.get_or_add_rPr())
        self._root.append(_footnote(self._count, note))
        _mark(paragraph._p, _numbered("w:footnoteReference", self._count))
        return self._count


def in_chinese(properties: CT_RPr, script: Script = Script.SIMPLIFIED) -> None:
    """Say that letters are Chinese and in which script, so that Word draws “” and 。 as such."""
    properties.get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-TW" if script is Script.TRADITIONAL else "zh-CN")
    properties.append(language)


def _numbered(tag: str, number: int) -> BaseOxmlElement:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    return element


def _footnote(number: int, paragraph: CT_P, kind: str = "") -> BaseOxmlElement:
    footnote = _numbered("w:footnote", number)
    if kind:
        footnote.set(qn("w:type"), kind)
    footnote.append(paragraph)
    return footnote


def _mark(paragraph: CT_P, sign: BaseOxmlElement) -> None:
    run = paragraph.add_r()
    run.style = MARK
    run.append(sign)


def _add_styles(word: Word) -> None:
    text = word.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.element.set(qn("w:styleId"), TEXT)
    text.base_style = word.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.line_spacing = 1.0
    text.paragraph_format.space_after = Pt(0)
    mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.element.set(qn("w:styleId"), MARK)
    mark.font.superscript = True


def _announce(word: Word) -> None:
    """Name the separators in the settings, in the place that the format gives them."""
    settings = word.settings.element
    announced = OxmlElement("w:footnotePr")
    for number in _SEPARATORS:
        announced.append(_numbered("w:footnote", number))
    settings.find(qn("w:compat")).addprevious(announced)
