"""What a dialogue has spoken of: the clauses of its replies, and what stands near them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from index.library import Library
from index.types import Scope
from ingest.types import Clause, Parsed
from rag.dialogue.about import Turn

REPLIES = 3
"""Replies whose clauses may answer what is asked next."""
ALIKE = 60
"""Clauses, in any document, whose likeness to the last one is known."""
FIRST = 2
"""Clauses of the last reply whose matter is looked for elsewhere."""


@dataclass(frozen=True)
class Spoken:
    """The last turns of a dialogue, newest first, before what is asked next.

    Everything is looked up when it is needed.
    """

    turns: tuple[Turn, ...]
    library: Library

    @cached_property
    def last(self) -> tuple[Clause, ...]:
        """The clauses that the last reply stands on."""
        return self.turns[0].clauses if self.turns else ()

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The documents of these clauses, else those the last question is about."""
        cited = tuple(dict.fromkeys(c.document_id for c in self.last))
        return cited or (self.turns[0].documents if self.turns else ())

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The documents of the turns before the last."""
        return tuple(dict.fromkeys(d for turn in self.turns[1:] for d in turn.documents))

    @cached_property
    def earlier(self) -> tuple[Clause, ...]:
        """Those of the replies before it."""
        cited = dict.fromkeys(c for turn in self.turns[1:REPLIES] for c in turn.clauses)
        return tuple(c for c in cited if c not in self.last)

    @cached_property
    def beside(self) -> tuple[Clause, ...]:
        """The clauses before and after those last cited, under the same heading."""
        owners = {c.document_id for c in self.last}
        pairs = (
            pair for p in self.library.parsed() if p.document.id in owners for pair in _pairs(p)
        )
        near = (
            b if a in self.last else a for a, b in pairs if (a in self.last) != (b in self.last)
        )
        return tuple(dict.fromkeys(near))

    def alike(self, scope: Scope) -> dict[str, float]:
        """Give the clauses of the same matter, by their id, with their cosine; 1 for the last."""
        found: dict[str, float] = {}
        for clause in self.last[:FIRST]:
            for id_, cosine in self.library.semantic(clause.text, ALIKE, scope):
                found[id_] = max(found.get(id_, 0.0), cosine)
        return found | {c.id: 1.0 for c in self.last}


def _pairs(parsed: Parsed) -> list[tuple[Clause, Clause]]:
    """The clauses that follow each other under the same heading."""
    pairs = zip(parsed.clauses, parsed.clauses[1:], strict=False)
    return [(a, b) for a, b in pairs if a.path == b.path]
