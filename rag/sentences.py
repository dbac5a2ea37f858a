"""The sentences of a clause with their places: what an extractive answer is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.numbering import read_marker
from ingest.types import Clause

_END = re.compile(r"[。！？!?]+[”’」』）)】]*|\n+")
_SEMICOLON = re.compile(r"[；;]")
_LONG = 70
"""A sentence of more characters is divided at its semicolons."""


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence of a clause: `clause.text[start:end]`, in the clause's own script.

    `topic` says that it is the clause's first, short sentence, which names its subject.
    """

    clause: Clause
    start: int
    end: int
    topic: bool

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.clause.text[self.start : self.end]


def spans(clause: Clause) -> list[Span]:
    """Divide a clause into sentences; its printed number belongs to none of them.

    `14.健全解决执行难长效机制。深入推进……` gives the topic `健全解决执行难长效机制。` first.
    """
    marker = read_marker(clause.text) if clause.number else None
    at = marker.end if marker else 0
    cuts = [m.end() for m in _END.finditer(clause.text, at)] + [len(clause.text)]
    found: list[Span] = []
    for cut in cuts:
        for start, end in _divided(clause.text, at, cut):
            body = clause.text[start:end]
            left = start + len(body) - len(body.lstrip())
            right = start + len(body.rstrip())
            if right > left:
                topic = not found and clause.text[left:right].rstrip("。：:；") == clause.title
                found.append(Span(clause, left, right, topic and len(cuts) > 2))
        at = max(at, cut)
    return found


def _divided(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= _LONG:
        return [(start, end)]
    marks = [m.end() for m in _SEMICOLON.finditer(text, start, end)]
    edges = [start, *[m for m in marks if m < end], end]
    return list(zip(edges, edges[1:], strict=False))
