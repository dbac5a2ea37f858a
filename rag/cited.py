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
from rag.lookup import clauses_at, heading_at, under
from rag.naming import read_naming
from rag.pointers import Pointer, read_pointers

SHORTEST = 8
"""Characters a sentence must have to tell a clause."""
TELLING = 20
"""Characters of a sentence by which its clause is looked up."""
MOST = 5
"""Sentences that are looked up."""
_MARK = re.compile(r"\[\d+\]")
_SOURCES = re.compile(r"\n\s*(?:依据|来源|sources?)[:：][\s\S]*$", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_CUT = re.compile(r"[。！？!?；;\n]")
_REFUSED = re.compile(
    r"^\W*(?:没有找到|没有看[懂出]|本库没有收录|本库条文中没有|问题指明|只能引证|请输入|The documents here|There are no words"
    r"|The question names|The library does not|…+\W*$)"
)


def cited_clauses(
    reply: str, asked: str, library: Library, among: tuple[str, ...]
) -> tuple[Clause, ...]:
    """Find the clauses of a reply to what was asked; `among` are documents (all, if none)."""
    text = _MARK.sub("", _SOURCES.sub("", reply)).strip()
    if not text or _REFUSED.match(text):
        return placed_clauses(asked, library, among)
    found = placed_clauses(text, library, among) or placed_clauses(asked, library, among)
    found = found or tuple(dict.fromkeys(_quoted(text, library, among)))
    if found or not _HAN.search(text):
        return found
    best = library.lexical(f"{text} {asked}", 1, Scope(documents=among))
    return tuple(library.clauses[clause_id] for clause_id, _ in best)


def placed_clauses(text: str, library: Library, among: tuple[str, ...]) -> tuple[Clause, ...]:
    """Find the clauses whose numbers a text states, in the documents it names or `among`."""
    naming = read_naming(text, library.documents)
    plain = list(searchable(text))
    for start, end in (*naming.spans, *naming.hints):
        plain[start:end] = " " * (end - start)
    pointers, _ = read_pointers("".join(plain))
    wanted = naming.named or among
    if not pointers or not wanted:
        return ()
    parsed = (p for p in library.parsed() if p.document.id in wanted)
    return tuple(dict.fromkeys(c for one in parsed for c in _at(pointers, one)))


def _at(pointers: tuple[Pointer, ...], parsed: Parsed) -> tuple[Clause, ...]:
    """The clauses pointed to, or all of the parts pointed to."""
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


def _plain(text: str) -> str:
    return re.sub(r"\s", "", searchable(text))
