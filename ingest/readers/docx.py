"""Word documents: paragraphs and tables in order, with the numbers Word prints before them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.errors import SourceError
from ingest.readers.characters import number_lines
from ingest.readers.docx_numbering import Numbering, W, as_number, child_value
from ingest.readers.docx_package import check_package
from ingest.types import Line

_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_WRAPPERS: Final = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_SKIPPED: Final = frozenset(
    W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "rt", "txbxContent", "instrText", "sdtPr")
)
_SIGNS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}


def read_lines(data: bytes, name: str) -> tuple[Line, ...]:
    """Read the lines of a Word document; `number` counts paragraphs, table rows and line breaks.

    A table row is one line with tabs between its cells, merged cells once. Automatic numbers are
    written out. Text boxes follow their paragraph; footnotes and endnotes come last. Tracked
    deletions and hidden text are left out; so are page headers and footers.
    Raises `SourceError` where the file is locked, damaged, hostile or too large.
    """
    check_package(data, name)
    from docx import Document

    try:
        lines = list(_Word(Document(io.BytesIO(data))).lines())
    except Exception as error:
        raise SourceError(
            f"{name}: is a damaged Word file or not a plain .docx; open it in Word and save it "
            "again as .docx"
        ) from error
    return number_lines(lines, blanks_count=True)


class _Word:
    """The body of an opened document and what is needed to read it: its styles and lists."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 (python-docx has no types)
        self._body = document.element.body
        self._part = document.part
        self._styles = {
            style.get(W + "styleId"): style for style in document.styles.element.iter(W + "style")
        }
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1"
            ),
            None,
        )
        self._numbering = Numbering(self._related("numbering"))

    def lines(self) -> Iterator[tuple[str, int]]:
        """Yield (text, heading level) of every line, notes last."""
        yield from self._blocks(self._body)
        for kind in ("footnotes", "endnotes"):
            root = self._related(kind)
            for note in () if root is None else root:
                if note.get(W + "type") in (None, "normal"):
                    yield from self._blocks(note)

    def _related(self, kind: str) -> Any | None:  # noqa: ANN401
        from docx.oxml import parse_xml

        for relation in self._part.rels.values():
            if relation.reltype == _RELATIONS + kind and not relation.is_external:
                return parse_xml(relation.target_part.blob)
        return None

    def _blocks(self, parent: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
        for element in parent:
            if element.tag == W + "p":
                yield from self._paragraph(element)
            elif element.tag == W + "tbl":
                yield from self._table(element)
            elif element.tag in _WRAPPERS:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
        text = "".join(_texts(paragraph))
        heading = self._heading(paragraph)
        if text.strip():
            text = self._number(paragraph) + text
        for line in text.split("\n"):
            yield line, heading
        for box in _boxes(paragraph):
            yield from self._blocks(box)

    def _table(self, table: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
        """Yield a line a row; a row that only lays out the page gives its paragraphs instead."""
        for row in _inside(table, W + "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = list(_inside(row, W + "tc"))
            if len(cells) == 1 or row.find(f".//{W}tbl") is not None:
                for cell in cells:
                    yield from self._blocks(cell)
            else:
                yield "\t".join(self._cell(cell) for cell in cells), 0

    def _cell(self, cell: Any) -> str:  # noqa: ANN401
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(W + "val") != "restart":
            return ""
        texts = (text.replace("\t", " ").strip() for text, _ in self._blocks(cell))
        return " ".join(text for text in texts if text)

    def _heading(self, paragraph: Any) -> int:  # noqa: ANN401
        """Find the heading level in the paragraph's outline level or its style's name or level."""
        outline = child_value(paragraph, "pPr", "outlineLvl")
        if outline is not None:
            return _level_of_outline(outline)
        for style in self._style_chain(paragraph):
            named = _HEADING_NAME.fullmatch((child_value(style, "name") or "").strip())
            if named:
                return int(named[1])
            if (outline := child_value(style, "pPr", "outlineLvl")) is not None:
                return _level_of_outline(outline)
        return 0

    def _number(self, paragraph: Any) -> str:  # noqa: ANN401
        """Count the automatic number before a paragraph, by its own settings or its style's."""
        level = child_value(paragraph, "pPr", "numPr", "ilvl")
        number_id = child_value(paragraph, "pPr", "numPr", "numId")
        style_id = ""
        if number_id is None:
            for style in self._style_chain(paragraph):
                if (number_id := child_value(style, "pPr", "numPr", "numId")) is not None:
                    level = level or child_value(style, "pPr", "numPr", "ilvl")
                    style_id = style.get(W + "styleId", "")
                    break
        if number_id is None or number_id == "0":
            return ""
        tied = self._numbering.level_of_style(number_id, style_id) if style_id else 0
        return self._numbering.next_number(number_id, as_number(level, tied))

    def _style_chain(self, paragraph: Any) -> Iterator[Any]:  # noqa: ANN401
        """Yield the paragraph's style, the style that is based on, and so on."""
        seen: set[str] = set()
        key = child_value(paragraph, "pPr", "pStyle") or self._default
        while key is not None and key not in seen and key in self._styles:
            seen.add(key)
            yield self._styles[key]
            key = child_value(self._styles[key], "basedOn")


def _texts(element: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the visible text below an element, line breaks as LF, without its text boxes."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == _COMPATIBILITY + "Fallback":
            continue
        if child.tag == W + "r" and _is_hidden(child):
            continue
        if child.tag == W + "t":
            yield (child.text or "").replace("\r\n", " ").replace("\n", " ")
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _texts(child)


def _boxes(paragraph: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the text boxes of a paragraph; of two writings of one box only the first."""
    for child in paragraph:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag not in _SKIPPED and child.tag != _COMPATIBILITY + "Fallback":
            yield from _boxes(child)


def _inside(element: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the children with `tag`, also those in content controls and insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _is_hidden(run: Any) -> bool:  # noqa: ANN401
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val") not in ("0", "false", "off")


def _level_of_outline(value: str) -> int:
    level = as_number(value, 9)
    return level + 1 if 0 <= level < 9 else 0
