"""Escape words for a message of the conversation, and write its links to clauses.

Gradio reads a message as Markdown and sanitises it in the browser; it keeps `class`, `title`,
`id`, `lang`, `role`, `hidden` and `href="#…"`. Everything that comes from a person, a document or
a language model is escaped here, for HTML and for Markdown, so that it can only ever be words.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rag.types import Citation, Sentence

_ACTIVE = {ord(char): f"&#{ord(char)};" for char in "<>&\"'\\`*_{}[]()#+!|~$:\n\r\t"}


def safe(text: str) -> str:
    """Escape text so that neither HTML nor Markdown finds anything in it, not even a new line."""
    return text.translate(_ACTIVE)


def block(sentence: Sentence) -> tuple[bool, str]:
    """Sentences of one clause run on in a paragraph; entries of a list stand each alone."""
    clause_id = sentence.citations[0].clause.id if sentence.citations else ""
    return sentence.item, "" if sentence.item else clause_id


def blocks(sentences: Iterable[Sentence]) -> Iterable[tuple[bool, list[Sentence]]]:
    """Give the paragraphs and lists of an answer: whether it is a list, and its sentences."""
    for (item, _), run in groupby(sentences, key=block):
        yield item, list(run)


def cited(shown: Iterable[Sentence]) -> list[Citation]:
    """The citations of these sentences, each mark once, in order."""
    marks = {c.mark: c for sentence in shown for c in sentence.citations}
    return [marks[mark] for mark in sorted(marks)]
