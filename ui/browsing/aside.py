"""What there is about the clause at hand: its topics in other documents, its terms, ways on."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from html import escape
from urllib.parse import quote

from index.script import searchable
from ingest.types import Clause, Document
from ui.browsing.address import to
from ui.browsing.asked import is_english, written
from ui.browsing.glossary import Term, terms
from ui.browsing.sentences import places, sentence
from ui.browsing.shown import link, marked, place, short, tongue, when
from ui.browsing.topics import Topic, topics
from ui.citing import references
from ui.types import Library
from ui.words import say

MOST_TOPICS = 6
"""Topics of a clause that are shown, those of fewest clauses first: they say most of it."""
MOST_EACH = 4
"""Clauses of other documents that are shown of a topic; the topic itself has them all."""
FIRST_TOPICS = 16
"""Topics of most documents that are offered where no clause is at hand."""
NEAR = 3
"""Clauses that are offered where an address names one that is not there."""


def aside(language: str, library: Library, clause_id: str) -> str:
    """Write what there is about a clause; where none is at hand, topics to begin with."""
    if not clause_id:
        return _beginning(language, library)
    clause = library.clauses.get(clause_id)
    if clause is None:
        return lost(language, library, clause_id)
    document = library.documents[clause.document_id]
    return (
        _ways(language, library, document, clause)
        + _elsewhere(language, library, clause)
        + _terms(language, library, clause)
    )


def _beginning(language: str, library: Library) -> str:
    found = topics(library)[:FIRST_TOPICS]
    if not found:
        return ""
    chips = "".join(
        f'<a href="{escape(to(topic=one.name))}" data-go lang="zh-Hans">{escape(one.name)}</a>'
        for one in found
    )
    every = f'<a href="?topic=" data-go>{say(language, "doc.topics.all")}</a>'
    return (
        f'<h3>{say(language, "doc.begin")}</h3><p class="dc-chips">{chips}</p>'
        f'<p class="dc-way">{every}</p>'
    )


def lost(language: str, library: Library, clause_id: str) -> str:
    """Say that there is no such clause, with the clauses whose ids are like it."""
    told = escape(say(language, "doc.lost", id=clause_id[:80]))
    near = get_close_matches(clause_id[:80], list(library.clauses), NEAR, 0.6)
    links = "".join(
        f'<li>{link(clause)}<span lang="zh-Hans">{escape(short(document))}</span> '
        f"{place(document, clause)}</a></li>"
        for clause in (library.clauses[id_] for id_ in near)
        if (document := library.documents[clause.document_id])
    )
    also = f"<p>{say(language, 'doc.lost.near')}</p><ul>{links}</ul>" if links else ""
    return f'<p class="dc-lost" role="alert">{told}</p>{also}'


def question(language: str, library: Library, clause: Clause) -> str:
    """Give the question that asks for a clause in the chat: `广东要点第三部分第14项讲了什么？`."""
    document = library.documents[clause.document_id]
    if language == "en":
        name = next((one for one in document.facts.names if one.isascii()), "")
        if name and clause.number:
            return f"What does item {clause.number} of {name} say?"
        for line in written(library).get(clause.id, ()):
            if is_english(line) and line.endswith("?"):
                return line
    return f"{short(document)}{references.pinpoint(document, clause)}讲了什么？"


def _ways(language: str, library: Library, document: Document, clause: Clause) -> str:
    ask = quote(question(language, library, clause))
    own = [one for one in library.clauses.values() if one.document_id == document.id]
    nth = 1 + sorted(one.start for one in own).index(clause.start)
    count = say(language, "doc.nth", n=nth, m=len(own))
    return (
        f'<p class="dc-ways"><span>{count}</span>'
        f'<a href="/{language}/?q={ask}">{say(language, "doc.ask")}</a>'
        f'<a href="/{language}/study?c={quote(clause.id)}">{say(language, "doc.study")}</a></p>'
    )


def _elsewhere(language: str, library: Library, clause: Clause) -> str:
    """The same topics in the other documents, in the order of time."""
    mine = [topic for topic in topics(library) if clause.id in topic.clause_ids]
    others = [(topic, _other(library, topic, clause)) for topic in mine]
    shown = sorted(
        ((topic, ids) for topic, ids in others if ids),
        key=lambda pair: (len(pair[0].clause_ids), -len(pair[0].name)),
    )[:MOST_TOPICS]
    head = f"<h3>{say(language, 'doc.elsewhere')}</h3>"
    if not shown:
        look = f'<a href="{escape(to(q=clause.title))}" data-go>{say(language, "doc.look")}</a>'
        return f'{head}<p class="dc-note">{say(language, "doc.elsewhere.none")} {look}</p>'
    return head + "".join(
        _topic(language, library, topic, ids, opened=n < 2) for n, (topic, ids) in enumerate(shown)
    )


def _other(library: Library, topic: Topic, clause: Clause) -> list[str]:
    return [
        id_ for id_ in topic.clause_ids if library.clauses[id_].document_id != clause.document_id
    ]


def _topic(
    language: str, library: Library, topic: Topic, ids: Sequence[str], *, opened: bool
) -> str:
    items = "".join(_line(library, library.clauses[id_], topic) for id_ in ids[:MOST_EACH])
    english = f' <span class="dc-en" lang="en">{escape(topic.english)}</span>'
    also = english if language == "en" and topic.english else ""
    href = escape(to(topic=topic.name))
    every = say(language, "doc.topic.every", n=len(topic.clause_ids))
    return (
        f'<details{" open" if opened else ""}><summary><span lang="zh-Hans">'
        f"{escape(topic.name)}</span>{also} <small>{len(ids)}</small></summary><ul>{items}</ul>"
        f'<p class="dc-way"><a href="{href}" data-go>{every}</a></p></details>'
    )


def _line(library: Library, clause: Clause, topic: Topic) -> str:
    document = library.documents[clause.document_id]
    marks = places(searchable(clause.text), [searchable(topic.name)])
    start, end = sentence(clause.text, marks[0][0] if marks else 0)
    year = f'<span class="dc-when">{escape(when(document))}</span>' if when(document) else ""
    return (
        f'<li>{link(clause, marks)}<span class="dc-where" lang="zh-Hans">{year}'
        f"{escape(short(document))} {place(document, clause)}</span>"
        f'<span class="dc-words" lang="{tongue(document)}">'
        f"{marked(clause.text, start, end, marks)}</span></a></li>"
    )


def _terms(language: str, library: Library, clause: Clause) -> str:
    """The terms in a clause as links, in the order in which it says them."""
    found = within(library, clause)
    head = f"<h3>{say(language, 'doc.terms.in')}</h3>"
    if not found:
        return f'{head}<p class="dc-note">{say(language, "doc.terms.in.none")}</p>'
    chips = "".join(
        f'<a href="{escape(to(term=term.word))}" data-go data-term="{escape(term.plain)}" '
        f'lang="zh-Hans">{escape(term.word)}</a>'
        for term in found
    )
    return f'{head}<p class="dc-chips">{chips}</p>'


def within(library: Library, clause: Clause) -> list[Term]:
    """Give the terms that a clause says, each once; of terms that overlap the longer."""
    plain = searchable(clause.text)
    known = {one.plain: one for one in terms(library) if clause.id in one.clause_ids}
    said = dict.fromkeys(plain[start:end] for start, end in places(plain, known))
    return [known[word] for word in said]
