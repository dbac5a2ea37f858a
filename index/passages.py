"""What of a clause is searched: its words with the headings above them, and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Clause

LONG = 200
"""Characters from which on a clause is also searched by sentence."""
SHORTEST = 6
"""Characters below which a sentence says too little to be searched alone."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


def clause_text(clause: Clause) -> str:
    """Give the text a clause is found by: headings, topic sentence and words, a line each."""
    return "\n".join(part for part in (*clause.path, clause.title, clause.text) if part)


def passages(clause: Clause) -> Iterator[tuple[str, str]]:
    """Give key and text of everything of a clause that gets a vector.

    The clause itself goes by its id; the sentences of a clause longer than 200 characters go by
    `id#0`, `id#1` and so on.
    """
    yield clause.id, clause_text(clause)
    if len(clause.text) <= LONG:
        return
    sentences = (found.group().strip() for found in _SENTENCE.finditer(clause.text))
    for number, sentence in enumerate(s for s in sentences if len(s) >= SHORTEST):
        yield f"{clause.id}#{number}", sentence
