"""The paragraphs of a document as the structure reads them, and the parts it makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.layout import Layout, ends_sentence, is_date
from ingest.numbering import Marker, read_marker
from ingest.types import ClauseKind

_LINE = 60
"""A line of up to this many characters without 。 or ； may be a heading."""
_PLAIN_HEADING = 30
"""A heading without number is at most this long."""
_SHORT_SENTENCE = 40
_ANNEX = re.compile(
    r"附\s*(?:件|录|錄|表)\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:]?[^。；]{0,40}"
)
_STATUTE_HEADINGS = frozenset({"总则", "總則", "分则", "分則", "附则", "附則", "序言"})
_SPEAKER = re.compile(
    r".{0,30}(?:长|長|主任|总理|總理)[\s　]+[\u4e00-\u9fff·]{1,4}[\s　]?[\u4e00-\u9fff·]{1,8}"
)
_NUMBER = re.compile(r"[^。；]{1,15}[〔\[（(【][12][0-9]{3}[〕\]）)】]\s*第?\s*[0-9]+\s*号")
_CAPTION = re.compile(r"[图圖表]\s*[0-9０-９一二三四五六七八九十]")
_FIRST_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]?")


@dataclass(slots=True)
class Part:
    """A heading or clause in the making: whole paragraphs `first` to `last`, `text[start:end]`.

    `level` counts headings from 1 (0: the document's title); `markup` is the level the file's own
    markup gives; `section` holds the headings it stands under, outermost first.
    """

    first: int
    last: int
    start: int
    end: int
    heading: bool
    marker: Marker | None
    kind: ClauseKind
    markup: int = 0
    level: int = 0
    section: tuple[Part, ...] = ()


def first_sentence(text: str) -> str:
    """The first sentence of a text with its mark: `健全……机制。` is the topic of clause 14."""
    match = _FIRST_SENTENCE.match(text)
    return match[0] if match else text


class Text:
    """The paragraphs of a layout, and what each of them looks like."""

    def __init__(self, layout: Layout) -> None:
        self._paragraphs = layout.paragraphs
        self._texts = [layout.text[p.start : p.end] for p in layout.paragraphs]
        self._markers = [read_marker(t) for t in self._texts]

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> str:
        return self._texts[place]

    def marker(self, place: int) -> Marker | None:
        """Read the number a paragraph begins with."""
        return self._markers[place]

    def markup(self, place: int) -> int:
        """Say which heading level the file's own markup gives a paragraph."""
        return self._paragraphs[place].heading

    def part(
        self, place: int, *, heading: bool = False, kind: ClauseKind = ClauseKind.PARAGRAPH
    ) -> Part:
        """Begin a part with one paragraph."""
        paragraph = self._paragraphs[place]
        numbered = heading or kind is ClauseKind.NUMBERED
        marker = self._markers[place] if numbered else None
        return Part(
            place, place, paragraph.start, paragraph.end, heading, marker, kind, paragraph.heading
        )

    def extend(self, part: Part, place: int) -> None:
        """Add the next paragraph to a part."""
        part.last, part.end = place, self._paragraphs[place].end

    def is_line(self, place: int) -> bool:
        """Whether a paragraph has no sentence in it: a heading, title or cover line."""
        text = self._texts[place]
        if self.markup(place) and not ends_sentence(text):
            return True
        return len(text) <= _LINE and not ends_sentence(text) and not re.search("[。；;]", text)

    def is_body(self, place: int) -> bool:
        """Whether a paragraph is running text: sentences, not a line of a cover sheet."""
        text = self._texts[place]
        return "。" in text or (len(text) > _LINE and not self.markup(place))

    def is_salutation(self, place: int) -> bool:
        """Whether a paragraph addresses somebody: `各位代表：`, `全省各中级人民法院：`."""
        ends = self._texts[place][-1] in "：:" and not self.marker(place)
        return ends and place + 1 < len(self) and self.is_body(place + 1)

    def is_cover_line(self, place: int) -> bool:
        """Whether a line right below the title belongs to it: number, date, addressee, speaker."""
        running = self.marker(place) or self.is_body(place) or self.is_salutation(place)
        if running or self.markup(place):
            return False
        known = any(p.fullmatch(self._texts[place]) for p in (_SPEAKER, _NUMBER))
        return known or not self.is_plain_heading(place)

    def is_plain_heading(self, place: int) -> bool:
        """Whether a paragraph without number heads what follows: `2020年工作回顾`."""
        if not self.is_line(place) or self.marker(place) or self.is_date(place):
            return False
        if self.markup(place):
            return True
        text = self._texts[place]
        below = place + 1
        if len(text) > _PLAIN_HEADING or below >= len(self) or self.is_list_entry(place):
            return False
        if re.search("[，,\t|]", text) or text[0] in "（(" or self.is_entry(place):
            return False
        return self.is_body(below) or self.marker(below) is not None

    def is_statute_heading(self, place: int) -> bool:
        """Whether a paragraph is one of the headings statutes leave without number: `附　则`."""
        return _squeeze(self._texts[place]) in _STATUTE_HEADINGS

    def is_date(self, place: int) -> bool:
        """Whether a paragraph is a date line: `2021 年 3 月 1 日`."""
        return is_date(self._texts[place])

    def is_spaced(self, place: int) -> bool:
        """Whether a paragraph's number is set off from its words by a space or a line end."""
        marker, text = self._markers[place], self._texts[place]
        return (
            marker is not None and text[len(marker.printed) : len(marker.printed) + 1].strip() == ""
        )

    def is_annex(self, place: int) -> bool:
        """Whether a paragraph opens an annex: `附件1：…`."""
        return _ANNEX.fullmatch(self._texts[place]) is not None

    def is_entry(self, place: int) -> bool:
        """Whether a line is a cell, caption or name in a list: `12`, `图1　…`, `马　健　　主任`."""
        text = self._texts[place]
        if _CAPTION.match(text) or not re.search(r"[^\W\d_]{2}", _squeeze(text)):
            return True
        return "　　" in text and not self.is_statute_heading(place)

    def is_remark(self, place: int) -> bool:
        """Whether a line is a remark in brackets below a date: `（此件公开发布）`."""
        text = self._texts[place]
        return text[0] in "（(" and text[-1] in "）)" and not self._markers[place]

    def is_list_entry(self, place: int) -> bool:
        """Whether a paragraph is an entry of a list without numbers: `——坚持…`."""
        return self._texts[place].startswith(("——", "—", "●", "·", "•", "- "))

    def is_short_sentence(self, place: int) -> bool:
        """Whether a paragraph is one short sentence, which may head what is below it."""
        text = self._texts[place]
        return len(text) <= _SHORT_SENTENCE and first_sentence(text) == text

    def announces(self, part: Part) -> bool:
        """Whether a clause ends by announcing its items: `……工作如下：`."""
        return self._texts[part.last][-1] in "：:" or self._announced(part)

    def _announced(self, part: Part) -> bool:
        """Whether a clause already holds items announced by its own first paragraphs."""
        texts = self._texts[part.first : part.last]
        return any(t[-1] in "：:" for t in texts)

    def opens(self, part: Part) -> bool:
        """Whether an unnumbered paragraph ends with a colon and so goes on in the next one."""
        return self._texts[part.last][-1] in "：:"

    def title_places(self, title: str) -> set[int]:
        """The places of the lines that print the title: alone, in a notice, over several lines."""
        known = _squeeze(title)
        places: set[int] = set()
        for place in range(min(len(self), 80)):
            if not known or not self.is_line(place):
                continue
            here = _squeeze(self._texts[place])
            if known in here and len(here) <= len(known) + 20:
                places.add(place)
                continue
            for lines in (2, 3):
                joined = "".join(_squeeze(t) for t in self._texts[place : place + lines])
                if joined == known:
                    places.update(range(place, place + lines))
        return places

    def continues_title(self, place: int, title: str) -> bool:
        """Whether a title line is only a part of the title and goes on from the line before."""
        here = _squeeze(self._texts[place])
        return len(here) < len(_squeeze(title)) and not _squeeze(title).startswith(here)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
