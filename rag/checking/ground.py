"""What a sentence may say: the words it cites, and how their documents and places are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.library import Library
from index.script import searchable
from ingest.numbering import read_marker
from ingest.types import Document
from rag.types import Citation
from rag.words.normal import normal

_SENTENCE = re.compile(r"[。！？!?；;\n]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Ground:
    """The words a sentence stands on.

    `quotes` are cited, without the numbers of their clauses; `called` are the titles, issuers and
    numbers of their documents; `frame` are these and the labels, headings and topics of the
    clauses, which may be named but give no figures.
    """

    quotes: tuple[str, ...]
    called: tuple[str, ...]
    frame: tuple[str, ...]

    @property
    def words(self) -> str:
        """Quotes and frame in the form of `normal`, a line each."""
        return "\n".join(normal(text) for text in (*self.quotes, *self.frame))

    @property
    def headings(self) -> str:
        """The labels, headings and topics in the form of `normal`, a line each."""
        return "\n".join(normal(text) for text in self.frame[len(self.called) :])

    @property
    def windows(self) -> list[str]:
        """Every two neighbouring sentences of a quote, in the form of `normal`."""
        found = []
        for quote in self.quotes:
            said = [normal(one) for one in _SENTENCE.split(quote) if normal(one)]
            found += [f"{one}\n{after}" for one, after in zip(said, [*said[1:], ""], strict=False)]
        return found

    @property
    def text(self) -> str:
        """Quotes and frame as they are, a line each."""
        return "\n".join((*self.quotes, *self.frame))

    def without_names(self, text: str) -> str:
        """Take out what the cited documents are called, so that 六五纲要 counts nothing."""
        plain = searchable(text)
        known = {searchable(name) for name in self.called if _HAN.search(name)}
        for name in sorted(known, key=len, reverse=True):
            plain = plain.replace(name, "，")
        return plain


def ground_of(citations: Sequence[Citation], library: Library) -> Ground:
    """Collect what a sentence with these citations may say."""
    clauses = {citation.clause.id: citation.clause for citation in citations}.values()
    cited = dict.fromkeys(clause.document_id for clause in clauses)
    documents = [library.documents[id_] for id_ in cited if id_ in library.documents]
    called = tuple(name for document in documents for name in _called(document) if name)
    placed = (text for c in clauses for text in (c.label, c.title, *c.path))
    return Ground(tuple(map(_unnumbered, citations)), called, (*called, *placed))


def _unnumbered(citation: Citation) -> str:
    """Give the words cited without the number of their clause, which counts nothing."""
    clause = citation.clause
    whole = clause.number and citation.start == clause.start
    marker = read_marker(citation.quote) if whole else None
    return citation.quote[marker.end :] if marker else citation.quote


def _called(document: Document) -> Iterable[str]:
    facts = document.facts
    region = (facts.region, f"{facts.region}高院", f"{facts.region}省高级人民法院")
    yield from (facts.title, facts.short_title, facts.issuer, facts.number, facts.period)
    yield from (*facts.names, *(region if facts.region else ()))
    if facts.level == "supreme":
        yield from ("最高人民法院", "最高法院", "最高法")
