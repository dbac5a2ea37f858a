"""What a dialogue has spoken of: the clauses of its replies, and the documents a turn means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from index.library import Library
from index.script import searchable
from index.types import Scope
from ingest.types import Clause, Parsed
from rag.about import Turn
from rag.question import Question

REPLIES = 3
"""Replies whose clauses may answer what is asked next."""
ALIKE = 12
"""Clauses of the same matter, in any document, that may answer too."""
FIRST = 2
"""Clauses of the last reply whose matter is looked for elsewhere."""

_PROVINCE = re.compile(r"(?<!个)省(?:里|高院|法院|级)|高院(?!级)|\bprovinc")
_NATIONAL = re.compile(r"全国|中央|国家层面|上头|\bnation(?:al|wide)")
_SAME_YEAR = re.compile(r"(?:同一?|当|那一?)年|同期|\bsame year")
_KINDS = ("报告", "纲要", "要点")


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

    def meant(self, asked: Question) -> tuple[str, ...]:
        """Give the documents a turn means, by its words or beside those last spoken of; or none.

        `省里` is the province of the dialogue, `最高法同年的` the court's document of that year.
        """
        naming, plain = asked.naming, searchable(asked.standalone)
        if naming.named:
            return naming.named
        documents = self.library.documents
        among = naming.suggested or self._of_level(plain)
        kinds = [kind for kind in _KINDS if kind in plain]
        titled = (
            d for d in among or documents if any(k in documents[d].facts.title for k in kinds)
        )
        among = tuple(titled) or among
        if len(among) > 1 and _SAME_YEAR.search(plain):
            years = {documents[c.document_id].facts.year for c in self.last}
            among = tuple(d for d in among if documents[d].facts.year in years) or among
        return among

    def _of_level(self, plain: str) -> tuple[str, ...]:
        """The documents of the province or of the whole country: first the one spoken of."""
        level = "high" if _PROVINCE.search(plain) else "supreme" if _NATIONAL.search(plain) else ""
        documents = self.library.documents
        among = tuple(d for d, one in documents.items() if level and one.facts.level == level)
        told = tuple(d for turn in self.turns for d in turn.documents if d in among)
        return told[:1] or among


def _pairs(parsed: Parsed) -> list[tuple[Clause, Clause]]:
    """The clauses that follow each other under the same heading."""
    pairs = zip(parsed.clauses, parsed.clauses[1:], strict=False)
    return [(a, b) for a, b in pairs if a.path == b.path]
