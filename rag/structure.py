"""Checking what is said of a document's build: how many clauses and parts, which headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.library import Library
from index.script import searchable
from ingest.numbering import read_marker
from ingest.types import ClauseKind, Parsed
from rag.normal import normal
from rag.types import Sentence
from rag.years import years_of

_COUNTED = re.compile(r"共(\d+)(项|段)")
_PARTS = re.compile(r"分(\d+)个部分")
_REACH = re.compile(r"第?(\d+)[项条]?至第?(\d+)[项条]?")
COURSE = "提法"
"""How the line begins that tells how a reform changed (`rag.stages`)."""
_STEP = re.compile(r"((?:19|20)\d\d)年(?:[（(][^)）]*[)）])?([^→]+)")
_FIGURE = re.compile(r"\d+")


def told_rightly(sentence: Sentence, library: Library) -> bool:
    """Whether every heading and number of a sentence about structure is the document's.

    The sentence must cite a clause of the document. Example: `《…》（广东）共24项，分五个部分` is
    counted again; of `三、…（第11项至第15项）` the heading must be there, and both clauses.
    """
    if sentence.text.startswith(COURSE):
        return _told_change(sentence, library)
    cited = dict.fromkeys(citation.clause.document_id for citation in sentence.citations)
    parsed = [one for one in library.parsed() if one.document.id in cited]
    return bool(parsed) and all(_right(normal(sentence.text), one) for one in parsed)


def _told_change(sentence: Sentence, library: Library) -> bool:
    """Whether a line of a change names, for each document it cites, its year and printed verbs."""
    line = re.sub(rf"^{COURSE}(?:（[^）]*）)?：", "", sentence.text)
    cited = "\n".join(searchable(citation.quote) for citation in sentence.citations)
    facts = [library.documents[c.clause.document_id].facts for c in sentence.citations]
    years = {str(year) for one in facts for year in years_of(one)}
    steps = [_STEP.fullmatch(searchable(step)) for step in line.split(" → ")]
    return all(
        step is not None and step[1] in years and all(verb in cited for verb in step[2].split("、"))
        for step in steps
    )


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
