"""The sentences of a clause with their places: what an extractive answer is made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.script import searchable
from index.terms import terms
from index.types import Encoder, Vectors
from ingest.numbering import read_marker
from ingest.types import Clause, Parsed

_END = re.compile(r"[。！？!?]+[”’」』）)】]*|\n+")
_SEMICOLON = re.compile(r"[；;]")
_SLOGAN = re.compile(r"“([\u4e00-\u9fff0-9+]{2,10})”")
_LONG = 70
"""A sentence of more characters is divided at its semicolons."""


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence of a clause: `clause.text[start:end]`, in the clause's own script.

    `topic` says that it is the clause's first, short sentence, which names its subject; `terms`
    are the terms it is searched by.
    """

    clause: Clause
    start: int
    end: int
    topic: bool
    terms: frozenset[str]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.clause.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Divided:
    """A clause divided into sentences; `named` are the terms of its headings, `title` its own."""

    spans: tuple[Span, ...]
    title: frozenset[str]
    named: frozenset[str]


@dataclass(frozen=True)
class Sheet:
    """Every sentence of a document, in the order of the text.

    `plain` are the sentences in searchable form, `vectors` theirs, shape (sentences, d), `rows` the
    numbers of those that have a term, `of_clause` those of a clause, by its id, `titles` the terms
    of the titles of the clauses.
    """

    parsed: Parsed
    spans: tuple[Span, ...]
    plain: tuple[str, ...]
    vectors: Vectors
    rows: Mapping[str, Sequence[int]]
    of_clause: Mapping[str, range]
    titles: Mapping[str, frozenset[str]]

    def coverage(self, weights: Mapping[str, float]) -> list[float]:
        """Give the share of weighted terms that each sentence says, 0 to 1."""
        found = [0.0] * len(self.spans)
        for term, weight in weights.items():
            for row in self.rows.get(term, ()):
                found[row] += weight
        return found

    def likeness(self, vector: Vectors) -> list[float]:
        """Give the cosine of each sentence with a vector of shape (d,)."""
        found: list[float] = (self.vectors @ vector).tolist()
        return found


class Sentences:
    """Divides clauses into sentences and lays documents out, each once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Clause, Divided]] = {}
        self._vectors: dict[str, tuple[Divided, str, Vectors]] = {}
        self._sheets: dict[str, tuple[Sheet, str]] = {}

    def of(self, clause: Clause) -> Divided:
        """Give the sentences of a clause in order."""
        known = self._known.get(clause.id)
        if known is None or known[0] is not clause:
            title = terms_of(clause.title)
            above = terms_of("\n".join(clause.path))
            known = clause, Divided(tuple(spans(clause)), title, title | above)
            self._known[clause.id] = known
        return known[1]

    def vectors(self, clause: Clause, encoder: Encoder) -> Vectors:
        """Give the vectors of the sentences of a clause, shape (n, d), each clause once."""
        divided = self.of(clause)
        known = self._vectors.get(clause.id)
        if known is None or known[0] is not divided or known[1] != encoder.fingerprint:
            found = encoder.encode_clauses([span.text for span in divided.spans])
            known = divided, encoder.fingerprint, found
            self._vectors[clause.id] = known
        return known[2]

    def sheet(self, parsed: Parsed, encoder: Encoder) -> Sheet:
        """Lay a document out, once as long as it and the encoder stay the same."""
        known = self._sheets.get(parsed.document.id)
        if known is None or known[0].parsed is not parsed or known[1] != encoder.fingerprint:
            known = self._laid_out(parsed, encoder), encoder.fingerprint
            self._sheets[parsed.document.id] = known
        return known[0]

    def _laid_out(self, parsed: Parsed, encoder: Encoder) -> Sheet:
        spans: list[Span] = []
        of_clause: dict[str, range] = {}
        for clause in parsed.clauses:
            own = self.of(clause).spans
            of_clause[clause.id] = range(len(spans), len(spans) + len(own))
            spans += own
        rows: dict[str, list[int]] = defaultdict(list)
        for row, span in enumerate(spans):
            for term in span.terms:
                rows[term].append(row)
        return Sheet(
            parsed,
            tuple(spans),
            tuple(searchable(span.text) for span in spans),
            encoder.encode_clauses([span.text for span in spans]),
            rows,
            of_clause,
            {clause.id: self.of(clause).title for clause in parsed.clauses},
        )


def slogans(clauses: Iterable[Clause]) -> frozenset[str]:
    """Collect what the clauses put in quotation marks, in searchable form: 三个规定, 四类案件."""
    found = (m for clause in clauses for m in _SLOGAN.findall(clause.text))
    return frozenset(searchable(term) for term in found)


def terms_of(text: str) -> frozenset[str]:
    """The distinct terms of a text."""
    return frozenset(terms(text))


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
                words = clause.text[left:right]
                topic = not found and words.rstrip("。：:；") == clause.title and len(cuts) > 2
                found.append(Span(clause, left, right, topic, terms_of(words)))
        at = max(at, cut)
    return found


def _divided(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= _LONG:
        return [(start, end)]
    marks = [m.end() for m in _SEMICOLON.finditer(text, start, end)]
    edges = [start, *[m for m in marks if m < end], end]
    return list(pairwise(edges))
