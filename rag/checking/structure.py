"""Checking what is said of a document's build, and of how its words changed.

How many clauses and parts, which headings; in which year which verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.library import Library
from index.script import searchable
from ingest.numbering import read_marker
from ingest.types import ClauseKind, Parsed
from rag.comparing.columns import when_of
from rag.types import Sentence
from rag.words.normal import normal

_COUNTED = re.compile(r"共(\d+)(项|段)")
_PARTS = re.compile(r"分(\d+)个部分")
_REACH = re.compile(r"第?(\d+)[项条]?至第?(\d+)[项条]?")
_COURSE = re.compile(r"提法(?:（[^：]*）)?：(.+)")
_FIGURE = re.compile(r"\d+")


def told_rightly(sentence: Sentence, library: Library) -> bool:
    """Whether every heading and number of a sentence about structure is the document's.

    The sentence must cite a clause of the document. Example: `《…》（广东）共24项，分五个部分` is
    counted again; of `三、…（第11项至第15项）` the heading must be there, and both clauses.
    """
    if told := _COURSE.fullmatch(sentence.text):
        return _course_told(told[1].split(" → "), sentence, library)
    cited = dict.fromkeys(citation.clause.document_id for citation in sentence.citations)
    parsed = [one for one in library.parsed() if one.document.id in cited]
    return bool(parsed) and all(_right(normal(sentence.text), one) for one in parsed)


def _course_told(steps: Sequence[str], sentence: Sentence, library: Library) -> bool:
    """Whether each step has the year of the document cited for it, and verbs of that citation."""
    if len(steps) != len(sentence.citations):
        return False
    for step, citation in zip(steps, sentence.citations, strict=True):
        facts = library.documents[citation.clause.document_id].facts
        when = when_of(facts)
        verbs = step.removeprefix(when).split("、")
        words = searchable(citation.quote)
        if not step.startswith(when) or not all(verb and verb in words for verb in verbs):
            return False
    return True


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
