"""The clauses that the assistant's last words stand on, though these are only text.

They are found by the numbers it states (第13条), else by the sentences it quotes, else by asking
the library with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.library import Library
from index.script import searchable
from index.types import Scope
from ingest.types import Clause, Parsed
from rag.finding.lookup import clauses_at, heading_at, under
from rag.finding.retrieve import retrieve
from rag.understanding.naming import Naming
from rag.understanding.pointers import Pointer, read_pointers
from rag.understanding.question import Question

SHORTEST = 8
"""Characters a sentence must have to tell a clause."""
TELLING = 20
"""Characters of a sentence by which its clause is looked up."""
MOST = 5
"""Sentences that are looked up."""

_MARK = re.compile(r"\[\d+\]")
_SOURCES = re.compile(r"\n\s*(?:依据|来源|sources?)[:：][\s\S]*$", re.IGNORECASE)
_CUT = re.compile(r"[。！？!?；;\n]")
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_REFUSED = re.compile(
    r"^\W*(?:没有找到|没有看[懂出]|本库没有收录|本库条文中没有|问题指明|只能引证|请输入|…+\W*$"
    r"|The documents here|There are no words|The question names|The library does not)"
)


def cited_clauses(
    reply: str, told: Naming, asked: Question, library: Library
) -> tuple[Clause, ...]:
    """Find the clauses of a reply to what was asked; `told` are the names in the reply.

    Example: `第7条“着力推进暖企政策落实”：……` in reply to a question about the Jilin points is
    `jl-2022-key-points/7`.
    """
    among = asked.naming.named or told.named or asked.naming.suggested
    text = _SOURCES.sub("", reply)
    if not text.strip() or _REFUSED.match(text):
        placed = _at(asked.pointers, library, among)
        return placed if placed or text.strip() else _searched(asked, library, among)
    blanked = _without(searchable(text), (*told.spans, *told.hints))
    pointers, _ = read_pointers(_MARK.sub("", blanked))
    found = _at(pointers, library, told.named or among) or _at(asked.pointers, library, among)
    found = found or tuple(dict.fromkeys(_quoted(_MARK.sub("", text), library, among)))
    if found:
        return found
    if not _HAN.search(text):
        return _searched(asked, library, among)
    best = library.lexical(f"{text} {asked.words}", 1, Scope(documents=among))
    return tuple(library.clauses[clause_id] for clause_id, _ in best)


def _at(
    pointers: tuple[Pointer, ...], library: Library, among: tuple[str, ...]
) -> tuple[Clause, ...]:
    """Find the clauses that are pointed to in some documents, or all of the parts pointed to."""
    if not pointers or not among:
        return ()
    parsed = [p for p in library.parsed() if p.document.id in among]
    return tuple(dict.fromkeys(c for one in parsed for c in _in(pointers, one)))


def _in(pointers: tuple[Pointer, ...], parsed: Parsed) -> tuple[Clause, ...]:
    if found := clauses_at(pointers, parsed):
        return found
    headings = (heading_at(p, parsed) for p in pointers if not p.clause)
    return tuple(c for heading in headings if heading for c in under(heading, parsed))


def _quoted(text: str, library: Library, among: tuple[str, ...]) -> Iterator[Clause]:
    """Find the clauses that have a sentence of the text as it is."""
    sentences = [s for one in _CUT.split(text) if len(s := _plain(one)) >= SHORTEST]
    for sentence in sentences[:MOST]:
        for clause_id, _ in library.lexical(sentence[:TELLING], 2, Scope(documents=among)):
            clause = library.clauses[clause_id]
            if sentence in _plain(clause.text):
                yield clause
                break


def _searched(asked: Question, library: Library, among: tuple[str, ...]) -> tuple[Clause, ...]:
    """Ask the question again: the best clause."""
    if not asked.parts:
        return ()
    return tuple(hit.clause for hit in retrieve(asked, library, Scope(documents=among))[:1])


def _plain(text: str) -> str:
    return re.sub(r"\s", "", searchable(text))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
