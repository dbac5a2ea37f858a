"""Follow-ups that point: the next clause, one point of the last reply, another clause by number."""

from __future__ import annotations

import re

from index.script import searchable
from ingest.numbering import han_to_int, int_to_han, read_marker
from ingest.types import Clause
from rag.dialogue.about import Turn, names_of, title_of
from rag.dialogue.followup import Followup

_NUMBER = re.compile(
    r"第\s*[（(]?\s*(\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[）)]?\s*(?:条|项|点|段|部分|款|章|节)"
    r"|(?:clause|item|point|article|part|section) ?(\d{1,4})"
)
_PART = re.compile(r"部分|章|节|\b(?:part|section)\b")
_POINT = re.compile(
    r"第[一二三四五六七八九十](?:个方面|方面|个|点|类|种)"
    r"|\b(?:the )?(?:first|second|third|fourth|fifth)\b(?: (?:one|point|measure|item))?"
)
_ENUMERATED = re.compile(
    r"[一二三四五六七八九]是|第[一二三四五六七八九]、?[,，]|[①-⑨]|(?<![\d.])[1-9][.、](?!\d)|[(（][1-9一二三四五][)）]"
)
_NAMED = 30
"""Characters by which a point of a list is named."""


def step(followup: Followup, turn: Turn) -> str:
    """The next clause or part: the number moved by one, else the neighbour of the clause cited."""
    part = _PART.search(searchable(followup.asked)) is not None
    numbers = list(_NUMBER.finditer(searchable(turn.question)))
    number = next((n for n in reversed(numbers) if bool(_PART.search(n[0])) is part), None)
    if number and (turn.placed or part):
        start, end = number.span(1) if number[1] else number.span(2)
        try:
            moved = max(han_to_int(searchable(turn.question)[start:end]) + followup.by, 0)
        except ValueError:
            return ""
        named = "" if turn.naming.named else names_of(turn.documents, turn.library)
        return f"{named}{turn.question[:start]}{moved}{turn.question[end:]}"
    if not turn.clauses:
        return ""
    return _neighbour(turn.clauses[-1 if followup.by > 0 else 0], followup.by, turn)


def _neighbour(clause: Clause, by: int, turn: Turn) -> str:
    """Name the clause after or before another: by its number, else by its place in its part."""
    name = names_of((clause.document_id,), turn.library)
    if clause.number and clause.number.isdecimal():
        return f"{name}第{int(clause.number) + by}项讲什么？"
    parsed = next(p for p in turn.library.parsed() if p.document.id == clause.document_id)
    at = parsed.clauses.index(clause) + by
    if not 0 <= at < len(parsed.clauses):
        return ""
    other = parsed.clauses[at]
    marker = read_marker(other.path[-1]) if other.path else None
    if marker is None or other.number:
        return f"{name}关于{title_of(other) or other.title}讲什么？"
    place = [c for c in parsed.clauses if c.path == other.path].index(other) + 1
    return f"{name}第{int_to_han(marker.value)}部分第{place}段讲什么？"


def point(followup: Followup, turn: Turn) -> tuple[str, str]:
    """One point of the last reply, and what is asked of it; empty if the reply has no points.

    The point is a clause where the reply cites several, else what it lists there.
    """
    rest = _POINT.sub("", searchable(followup.asked)).strip(" ,，、的")
    if 1 < len(turn.clauses) >= followup.by:
        clause = turn.clauses[followup.by - 1]
        return f"{names_of((clause.document_id,), turn.library)}关于{title_of(clause)}", rest
    points = _points(turn.reply)
    if not 0 < followup.by <= len(points) > 1:
        return "", rest
    name = re.split(r"[，,。：:]", points[followup.by - 1])[0][:_NAMED]
    return f"{names_of(turn.documents, turn.library)}关于{name}", rest


def _points(reply: str) -> list[str]:
    """Divide what a reply lists: 一是…二是…, else what its semicolons, lines or 、 divide."""
    marks = list(_ENUMERATED.finditer(reply))
    if len(marks) > 1:
        ends = [*(m.start() for m in marks[1:]), len(reply)]
        return [
            reply[m.end() : end].strip(" ；;，,。\n") for m, end in zip(marks, ends, strict=True)
        ]
    body = re.split("[:：]", reply, maxsplit=1)[-1]
    for divider in ("\n", "；;", "、，,"):
        points = [p.strip(" 。") for p in re.split(f"[{divider}]", body) if len(p.strip()) > 3]
        if len(points) > 1:
            return points
    return []


def place(followup: Followup, turn: Turn) -> str:
    """Another place of the same documents: `广东要点第15条呢？`."""
    names = names_of(turn.documents, turn.library)
    return f"{names}{followup.stripped}" if names else ""
