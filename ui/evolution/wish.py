"""What the page is asked for, read from its address and written into it.

`?topic=个人破产&d=gd-2021-key-points&d=jl-2022-key-points&view=side` asks for a topic in two
documents, side by side. Whatever else stands in an address is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from ingest.types import Document, Facts
from rag.comparing.columns import first_year
from ui.evolution.types import Years

LONGEST_TOPIC = 100
"""Characters of a topic; a longer one is a question for the chat page."""
MOST_PARTS = 200
"""Parts of an address that are read."""
TIME, SIDE = "time", "side"
VIEWS = (TIME, SIDE)
NATIONAL, PROVINCIAL = "national", "provincial"
LEVELS = (NATIONAL, PROVINCIAL)


@dataclass(frozen=True, slots=True)
class Wish:
    """A topic, the documents ticked (none for all), the view, and which levels and years.

    `left` and `right` are the ids of two clauses to set beside each other, or empty.
    """

    topic: str = ""
    documents: tuple[str, ...] = ()
    view: str = TIME
    levels: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    left: str = ""
    right: str = ""

    @property
    def pair(self) -> bool:
        """Whether two clauses are asked for."""
        return bool(self.left or self.right)


def read(query: str) -> Wish:
    """Read the part of an address behind `?`; what makes no sense is passed over.

    `read("topic=a&view=x")` is a wish for `a` in time.
    """
    try:
        parts = parse_qs(query.removeprefix("?"), max_num_fields=MOST_PARTS, errors="replace")
    except ValueError:
        parts = {}

    def one(name: str) -> str:
        return " ".join(_printable(parts.get(name, [""])[0]).split())

    view = one("view")
    return Wish(
        topic=one("topic"),
        documents=tuple(dict.fromkeys(_printable(name) for name in parts.get("d", ()))),
        view=view if view in VIEWS else TIME,
        levels=tuple(level for level in LEVELS if level in parts.get("level", ())),
        first=_year(one("from")),
        last=_year(one("to")),
        left=one("a"),
        right=one("b"),
    )


def written(wish: Wish) -> str:
    """Write a wish as the part of an address behind `?`: `read(written(wish)) == wish`."""
    parts: list[tuple[str, str]] = [("a", wish.left), ("b", wish.right), ("topic", wish.topic)]
    parts += [("d", name) for name in wish.documents]
    parts += [("view", wish.view if wish.view != TIME else "")]
    parts += [("level", level) for level in wish.levels]
    parts += [("from", str(wish.first or "")), ("to", str(wish.last or ""))]
    return urlencode([(name, value) for name, value in parts if value])


def link(language: str, wish: Wish, kind: str = "") -> str:
    """The address of the page for a wish, or of its file of a kind: `/zh/compare.docx?topic=…`."""
    query = written(wish)
    ending = f".{kind}" if kind else ""
    return f"/{language}/compare{ending}" + (f"?{query}" if query else "")


def years_of(facts: Facts) -> Years | None:
    """The years that a document speaks of, else that of its issue; None if nobody knows."""
    first = first_year(facts)
    if first is None:
        return None
    digits = "".join(char if char.isascii() and char.isdigit() else " " for char in facts.period)
    named = [int(run) for run in digits.split() if len(run) == 4]
    return first, max([*named, first])


def chosen(wish: Wish, documents: Mapping[str, Document]) -> Sequence[str]:
    """The ids of the documents that a wish admits, in the order of the library."""
    ticked = [name for name in wish.documents if name in documents] or list(documents)
    return [name for name in documents if name in ticked and _fits(wish, documents[name].facts)]


def _fits(wish: Wish, facts: Facts) -> bool:
    level = NATIONAL if facts.level == "supreme" else PROVINCIAL
    if wish.levels and level not in wish.levels:
        return False
    years = years_of(facts)
    if years is None:
        return wish.first is None and wish.last is None
    return (wish.last is None or years[0] <= wish.last) and (
        wish.first is None or years[1] >= wish.first
    )


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _printable(text: str) -> str:
    """Leave out what no page, file or index can hold: control characters and half characters."""
    return "".join(char for char in text if char.isprintable())
