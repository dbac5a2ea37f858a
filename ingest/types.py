"""The nouns of reading: a source file, the document made from it, and its clauses.

`Source` is what a reader found in a file; `Document` is its text with broken lines rejoined;
`Clause` is the unit that answers cite. Example: the line `1.完善服务保障“双区”建设工作机制。…`
of the 2021 Guangdong points becomes the clause `gd-2021-key-points/1`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class Script(StrEnum):
    """The script a document is printed in."""

    SIMPLIFIED = "hans"
    TRADITIONAL = "hant"


class ClauseKind(StrEnum):
    """What a clause is in its document."""

    NUMBERED = "numbered"
    PARAGRAPH = "paragraph"
    PREAMBLE = "preamble"
    CLOSING = "closing"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Line:
    """One line (of text), paragraph (of Word, HTML) or printed line (of PDF) as the file has it.

    `number` counts from 1 in the file; `page` is the PDF page, None elsewhere; `heading` is the
    level a file's own markup gives (`<h2>`, `##`, Word's "Heading 2" are 2), 0 where it gives none.
    """

    text: str
    number: int
    page: int | None = None
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its name, the SHA-256 of its bytes in hex, and its lines in order."""

    name: str
    sha256: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of the document's text and where it stands in the source.

    `document.text[start:start + length]` is `line.text[column:column + length]`.
    """

    start: int
    length: int
    line: int
    column: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Characters of the source that are not in the document's text, and why.

    `reason` is a short word: `page number`, `markup`, `running head`.
    """

    line: int
    column: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its place: `document.text[start:end] == text`. `level` counts from 1."""

    text: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a formal reference needs to know about a document.

    Empty strings and None mean that nobody knows: a date or document number is never invented.
    `outside` names the fields that are not printed in the text. `names` are the short references
    used in speech (`广东要点`). `year` is the year of issue, `period` the years it covers
    (`2024—2028`), `date` ISO (`2021-03-01`), `number` with 〔〕 (`粤高法明传〔2021〕73号`).
    """

    id: str
    title: str
    short_title: str = ""
    issuer: str = ""
    level: str = ""
    region: str = ""
    year: int | None = None
    period: str = ""
    date: str = ""
    number: str = ""
    script: Script = Script.SIMPLIFIED
    names: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    source_note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its facts, its text, and the way back from every character to the source file."""

    facts: Facts
    source: str
    sha256: str
    text: str
    pieces: tuple[Piece, ...]
    headings: tuple[Heading, ...]
    furniture: tuple[Furniture, ...] = ()
    truncated: bool = False

    @property
    def id(self) -> str:
        """The document's id, such as `gd-2021-key-points`."""
        return self.facts.id

    def piece_at(self, offset: int) -> Piece:
        """The piece that holds, or stands next before, the character at `offset`."""
        place = bisect_right(self.pieces, offset, key=lambda piece: piece.start)
        return self.pieces[max(place - 1, 0)]

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """First and last source line of `text[start:end]`, counted from 1."""
        return self.piece_at(start).line, self.piece_at(end - 1).line

    def pages(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last PDF page of `text[start:end]`; None where the source has no pages."""
        first, last = self.piece_at(start).page, self.piece_at(end - 1).page
        return None if first is None or last is None else (first, last)


@dataclass(frozen=True, slots=True)
class Clause:
    """The unit of citation: `document.text[start:end] == text`.

    `number` is as printed (`14`, `第三条`), None where the document prints none; `label` is what a
    person writes in a paper; `path` holds the headings above it, outermost first; `title` is its
    topic sentence; `lines` are its first and last line in the source file.
    """

    id: str
    document_id: str
    number: str | None
    label: str
    path: tuple[str, ...]
    title: str
    text: str
    start: int
    end: int
    kind: ClauseKind
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document together with its clauses in order."""

    document: Document
    clauses: tuple[Clause, ...]
