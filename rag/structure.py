"""Checking what is said of a document's build: how many clauses and parts, which headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.library import Library
from ingest.numbering import read_marker
from ingest.types import ClauseKind, Parsed
from rag.normal import normal
from rag.types import Sentence

_COUNTED = re.compile(r"共(\d+)(项|段)")
_PARTS = re.compile(r"分(\d+)个部分")
_REACH = re.compile(r"第?(\d+)[项条]?至第?(\d+)[项条]?")
_FIGURE = re.compile(r"\d+")


def told_rightly(sentence: Sentence, library: Library) -> bool:
    """Whether every heading and number of a sentence about structure is the document's.

    The sentence must cite a clause of the document. Example: `《…》（广东）共24项，分五个部分` is
    counted again; of `三、…（第11项至第15项）` the heading must be there, and both clauses.
    """
    cited = dict.fromkeys(citation.clause.document_id for citation in sentence.citations)
    parsed = [one for one in library.parsed() if one.document.id in cited]
    return bool(parsed) and all(_right(normal(sentence.text), one) for one in parsed)


def _right(said: str, parsed: Parsed) -> bool:
    numbered = [c for c in parsed.clauses if c.kind is ClauseKind.NUMBERED]
    body = [c for c in parsed.clauses if c.kind is ClauseKind.PARAGRAPH]
    headings = [h for h in parsed.document.headings if read_marker(h.text)]
    outer = [h for h in headings if h.level == 1]
    for count, unit in _COUNTED.findall(said):
        if int(count) != len(numbered if unit == "项" else body):
            return False
    if any(int(count) != len(outer) for count in _PARTS.findall(said)):
        return False
    numbers = set(_numbers(parsed))
    if any(not numbers.issuperset(ends) for ends in _REACH.findall(said)):
        return False
    rest = _REACH.sub("", _PARTS.sub("", _COUNTED.sub("", said)))
    known = [normal(text) for text in (parsed.document.facts.title, *(h.text for h in headings))]
    for words in sorted(known, key=len, reverse=True):
        rest = rest.replace(words, "")
    return not _FIGURE.search(rest)


def _numbers(parsed: Parsed) -> Iterator[str]:
    for clause in parsed.clauses:
        yield from _FIGURE.findall(normal(clause.number or ""))[:1]
