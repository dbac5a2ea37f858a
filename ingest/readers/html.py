"""HTML pages: the text a reader sees, one line for each block, table row or `<br>`."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.errors import SourceError
from ingest.readers.characters import number_lines
from ingest.readers.encoding import decode
from ingest.readers.limits import MAX_HTML_TAGS
from ingest.types import Line

if TYPE_CHECKING:
    from bs4 import Tag

_DROPPED: Final = frozenset(
    (
        *("head", "script", "style", "nav", "aside", "iframe", "object", "embed", "svg"),
        *("math", "template", "noscript", "canvas", "audio", "video", "button", "select"),
        *("textarea", "input", "datalist", "dialog"),
    )
)
_BLOCKS: Final = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center"),
        *("dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
        *("legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    )
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_WRITING: Final = ["p", "article", "main", "table", *_HEADINGS]
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHINESE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
_WRAPPED = re.compile(f"(?<=[{_CHINESE}])[ \t]*\n[ \t\n]*(?=[{_CHINESE}])")
_BLANKS = re.compile("[ \t\n]+")


def read_lines(data: bytes, name: str) -> tuple[Line, ...]:
    """Read the visible text of a page; `number` counts its lines that have text.

    `<h2>一、总体要求</h2>` becomes a line with heading 2, a table row one line with tabs between
    its cells. Menus, forms, scripts and hidden elements are left out.
    Raises `SourceError` where the encoding cannot be told or the page has too many tags.
    """
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    if (tags := data.count(b"<")) > MAX_HTML_TAGS:
        raise SourceError(
            f"{name}: has {tags:,} tags, the limit is {MAX_HTML_TAGS:,}; split the page or save it "
            "as .txt"
        )
    declared = _DECLARED.search(data[:4096])
    text = decode(data, name, declared[1].decode("ascii") if declared else None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            page = BeautifulSoup(text.replace("\0", ""), "lxml")
        lines = _Page().read(page)
    except (RecursionError, AssertionError, ValueError) as error:
        raise SourceError(
            f"{name}: is an HTML page too tangled to read; save it as .txt and read that"
        ) from error
    return number_lines(lines, blanks_count=False)


class _Page:
    """Walk a page in reading order without recursion, gathering its text into lines."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, int]] = []
        self.current: list[str] = []
        self.headings: list[int] = []
        self.rows = 0
        self.cells = 0
        self.verbatim = 0

    def read(self, page: Tag) -> list[tuple[str, int]]:
        """Return the (text, heading level) lines of `page`."""
        from bs4 import Tag
        from bs4.element import CData, NavigableString, PreformattedString

        for entering, item in _walk(page):
            if isinstance(item, Tag):
                self._enter(item) if entering else self._leave(item)
            elif isinstance(item, CData) or (
                isinstance(item, NavigableString) and not isinstance(item, PreformattedString)
            ):
                self._add(str(item))
        self._end_line()
        return self.lines

    def _enter(self, tag: Tag) -> None:
        if tag.name == "br":
            self.current.append(" ") if self.rows else self._end_line()
        elif self.rows:
            self._enter_in_row(tag)
        elif tag.name in _BLOCKS:
            self._end_line()
            self.rows, self.cells = int(_is_row(tag)), 0
        self.verbatim += tag.name == "pre"
        if tag.name in _HEADINGS:
            self.headings.append(_HEADINGS[tag.name])

    def _enter_in_row(self, tag: Tag) -> None:
        self.rows += tag.name == "tr"
        if tag.name in ("td", "th"):
            self.current.append("\t" if self.cells else "")
            self.cells += 1
        elif tag.name in _BLOCKS:
            self.current.append(" ")

    def _leave(self, tag: Tag) -> None:
        if self.rows:
            self.rows -= tag.name == "tr"
            if not self.rows:
                self._end_line()
        elif tag.name in _BLOCKS:
            self._end_line()
        self.verbatim -= tag.name == "pre"
        if tag.name in _HEADINGS:
            self.headings.pop()

    def _add(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not self.verbatim or self.rows:
            self.current.append(text.replace("\t", " ").replace("\f", " "))
            return
        first, *others = text.split("\n")
        self.current.append(first)
        for other in others:
            self._end_line()
            self.current.append(other)

    def _end_line(self) -> None:
        text = "".join(self.current)
        self.current.clear()
        if not self.verbatim:
            cells = (_BLANKS.sub(" ", _WRAPPED.sub("", cell)) for cell in text.split("\t"))
            text = "\t".join(cell.strip(" ") for cell in cells)
        if text.strip():
            self.lines.append((text, self.headings[-1] if self.headings else 0))


def _walk(page: Tag) -> Iterator[tuple[bool, object]]:
    """Yield (True, item) on entering and (False, item) on leaving each visible item of a page."""
    from bs4 import Tag

    waiting: list[tuple[bool, object]] = [(True, page)]
    within: Counter[str] = Counter()
    while waiting:
        entering, item = waiting.pop()
        if not isinstance(item, Tag):
            yield entering, item
        elif not entering:
            within[item.name] -= 1
            yield False, item
        elif not _is_dropped(item, within):
            within[item.name] += 1
            yield True, item
            waiting.append((False, item))
            waiting.extend((True, child) for child in reversed(item.contents))


def _is_dropped(tag: Tag, within: Counter[str]) -> bool:
    """Tell whether a tag is not part of what the page says. `within` counts the tags around it."""
    if tag.name in _DROPPED or tag.has_attr("hidden"):
        return True
    if _HIDING_STYLE.search(str(tag.get("style") or "")):
        return True
    if tag.name == "header":
        return not (within["article"] or within["main"])
    if tag.name == "form":  # some sites wrap the whole page in one form
        return not within["form"] and tag.find(_WRITING) is None
    return tag.name == "footer"


def _is_row(tag: Tag) -> bool:
    """Tell whether a tag is a row of a real table, not one that only lays out the page."""
    if tag.name != "tr" or tag.find("table") is not None:
        return False
    cells = [
        cell for cell in tag.find_all(["td", "th"], recursive=False) if cell.get_text().strip()
    ]
    return len(cells) > 1
