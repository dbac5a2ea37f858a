"""Where the reading of a document stands: its open headings, open numbers and open clause.

Here it is decided whether a number goes on from the last one at its level, and which headings a new
heading or clause closes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.numbering import Marker, Style
from ingest.parts import Part

_LARGEST_GAP = 20
"""Articles that may be missing before an article still counts as the next one."""


@dataclass(slots=True)
class Walk:
    """Where the reading of a document stands: open headings, open numbers, open clause."""

    parts: list[Part] = field(default_factory=list)
    headings: list[Part] = field(default_factory=list)
    numbers: dict[Style, tuple[int, int]] = field(default_factory=dict)
    last: dict[Style, tuple[int, int]] = field(default_factory=dict)
    clause: Part | None = None

    def continues(self, marker: Marker) -> bool:
        """Whether a number is the next one at its level, or opens a new level with 1."""
        here = (marker.value, marker.sub)
        for known in (self.numbers.get(marker.style), self.last.get(marker.style)):
            if known and here in ((known[0] + 1, 0), (known[0], known[1] + 1)):
                return True
        return here == (1, 0) and marker.style not in self.numbers

    def resumes(self, marker: Marker, spaced: bool) -> bool:
        """Whether an article follows a gap: excerpts begin late, repealed articles are left out.

        Only a number set off by a space counts; in running text 第十条规定 is a reference.
        """
        if marker.style is not Style.ARTICLE or not spaced:
            return False
        last = self.last.get(Style.ARTICLE)
        return last is None or 0 < marker.value - last[0] <= _LARGEST_GAP

    def take(self, marker: Marker) -> None:
        """Remember a number and close every level inside it."""
        self.numbers = {s: v for s, v in self.numbers.items() if s < marker.style}
        self.numbers[marker.style] = self.last[marker.style] = (marker.value, marker.sub)

    def open_heading(self, part: Part) -> None:
        """Close the headings at its level and below, and the open clause."""
        while self.headings and _closes(part, self.headings):
            self.headings.pop()
        part.level = len(self.headings) + 1
        part.section = tuple(self.headings)
        self.headings.append(part)
        self.parts.append(part)
        self.clause = None
        if part.marker is None:
            open_styles = {h.marker.style for h in self.headings if h.marker}
            self.numbers = {s: v for s, v in self.numbers.items() if s in open_styles}

    def close_numbered(self) -> None:
        """Close the numbered headings: `附　则` after the last book stands beside the books."""
        while self.headings and self.headings[-1].marker:
            self.headings.pop()

    def begin_annex(self, part: Part) -> None:
        """Close everything: an annex counts from 1 again."""
        self.headings.clear()
        self.last.clear()
        self.open_heading(part)

    def sign_off(self, part: Part) -> None:
        """Close a document; one that is attached below may count from 1 again."""
        self.headings.clear()
        self.numbers.clear()
        self.parts.append(part)
        self.clause = None

    def open_clause(self, part: Part) -> None:
        """Put a clause under the headings that are still open for its number."""
        numbered = part.marker and part.marker.style is not Style.ARTICLE
        while numbered and self.headings and _closes(part, self.headings):
            self.headings.pop()
        part.section = tuple(self.headings)
        self.parts.append(part)
        self.clause = part


def _closes(part: Part, headings: list[Part]) -> bool:
    """Whether a new heading or clause ends the innermost open heading."""
    top = headings[-1]
    if part.markup and top.markup:
        return top.markup >= part.markup
    if part.marker is None:
        return top.marker is None or any(h.marker is None for h in headings)
    if top.marker is None:
        return any(h.marker and h.marker.style >= part.marker.style for h in headings)
    return top.marker.style >= part.marker.style
