"""What the list beside the document shows: hits of a search, topics, terms, one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from html import escape
from urllib.parse import quote

from index.script import searchable
from ui.browsing.address import Asked, to
from ui.browsing.asked import english_title, is_english
from ui.browsing.glossary import Term, terms
from ui.browsing.search import Hit, search
from ui.browsing.shown import by_document, link, marked, place, short, tongue, when
from ui.browsing.topics import Topic, topics
from ui.types import Library
from ui.words import say

NEAR = 5
"""Names that are offered where an address has none that is known."""


def panel(language: str, library: Library, wanted: Asked) -> str:
    """Write what is asked for; nothing where the address asks for the tree."""
    if wanted.query:
        return _hits(language, library, wanted)
    if wanted.term is not None:
        return _term(language, library, wanted.term) if wanted.term else _terms(language, library)
    if wanted.topic is not None:
        name = wanted.topic
        return _topic(language, library, name) if name else _topics(language, library)
    return ""


def _hits(language: str, library: Library, wanted: Asked) -> str:
    found = search(library, wanted.query, wanted.documents)
    if not found.total:
        return _nothing(language, wanted)
    key = "doc.found" if found.total == len(found.hits) else "doc.found.most"
    told = say(language, key, n=found.total, m=len(found.hits))
    hits = "".join(_hit(language, library, hit) for hit in found.hits)
    return (
        f'<p class="dc-told" role="status">{told}</p><ul id="dc-hits" '
        f'data-q="{escape(wanted.query)}" aria-label="{say(language, "doc.hits")}">{hits}</ul>'
    )


def _nothing(language: str, wanted: Asked) -> str:
    """Say that nothing was found, and where to go from there."""
    told = escape(say(language, "doc.none", q=wanted.query))
    ways = [f'<a href="/{language}/?q={quote(wanted.query)}">{say(language, "doc.ask.this")}</a>']
    if wanted.documents is not None:
        every = f'<button type="button" data-act="all">{say(language, "doc.none.all")}</button>'
        ways.insert(0, every)
    return f'<p class="dc-told" role="status">{told}</p><p class="dc-way">{" ".join(ways)}</p>'


def _hit(language: str, library: Library, hit: Hit) -> str:
    clause = library.clauses[hit.clause_id]
    document = library.documents[clause.document_id]
    lit = [span for span in hit.marks if hit.start <= span[0] and span[1] <= hit.end]
    words = marked(clause.text, hit.start, hit.end, lit)
    asked = ""
    if hit.asked:
        of = "en" if is_english(hit.asked) else "zh-Hans"
        words_of = marked(hit.asked, 0, len(hit.asked), hit.asked_marks)
        asked = f'<span class="dc-asked" lang="{of}">{words_of}</span>'
    elif language == "en" and (title := english_title(library, clause.id)):
        asked = f'<span class="dc-en" lang="en">{escape(title)}</span>'
    return (
        f"<li>{link(clause, lit)}"
        f'<span class="dc-where" lang="zh-Hans">{escape(short(document))} '
        f"{place(document, clause)}</span>"
        f'<span class="dc-words" lang="{tongue(document)}">{words}</span>{asked}</a></li>'
    )


def _topics(language: str, library: Library) -> str:
    found = topics(library)
    if not found:
        return f'<p class="dc-told">{say(language, "doc.topics.none")}</p>'
    items = "".join(_topic_line(language, library, topic) for topic in found)
    told = say(language, "doc.topics.told", n=len(found))
    return f'<p class="dc-told">{told}</p>{_sift(language)}<ul class="dc-names">{items}</ul>'


def _topic_line(language: str, library: Library, topic: Topic) -> str:
    documents = {library.clauses[id_].document_id for id_ in topic.clause_ids}
    count = say(language, "doc.spread", n=len(topic.clause_ids), m=len(documents))
    return _named(language, to(topic=topic.name), topic.name, topic.english, count)


def _named(language: str, address: str, word: str, english: str, count: str) -> str:
    """One name of a list as a link, with its English on the English page."""
    also = f'<span class="dc-en" lang="en">{escape(english)}</span>' if english else ""
    return (
        f'<li><a href="{escape(address)}" data-go><span lang="zh-Hans">{escape(word)}</span>'
        f"{also if language == 'en' else ''}<small>{count}</small></a></li>"
    )


def _topic(language: str, library: Library, name: str) -> str:
    plain = searchable(name)
    topic = next((one for one in topics(library) if searchable(one.name) == plain), None)
    back = _back(language, "topic", "doc.topics.all")
    if topic is None:
        near = _near(name, [one.name for one in topics(library)])
        return back + _unknown(language, "doc.topic.bad", "topic", name, near)
    documents = {library.clauses[id_].document_id for id_ in topic.clause_ids}
    told = say(language, "doc.spread", n=len(topic.clause_ids), m=len(documents))
    term = (
        f'<a href="{escape(to(term=topic.name))}" data-go>{say(language, "doc.to.term")}</a>'
        if any(one.word == topic.name for one in terms(library))
        else ""
    )
    return (
        f'{back}{_head(topic.name, topic.english)}<p class="dc-told">{told} {term}</p>'
        f'<p class="dc-note">{say(language, "doc.topic.note")}</p>'
        f"{by_document(library, topic.clause_ids, searchable(topic.name), language)}"
    )


def _terms(language: str, library: Library) -> str:
    found = terms(library)
    if not found:
        return f'<p class="dc-told">{say(language, "doc.terms.none")}</p>'
    told = say(language, "doc.terms.told", n=len(found))
    parts = [f'<p class="dc-told">{told}</p>{_sift(language)}']
    for key, quoted in (("doc.slogans", True), ("doc.words", False)):
        some = [one for one in found if one.quoted is quoted]
        if some:
            items = "".join(_term_line(language, one) for one in some)
            head = say(language, key, n=len(some))
            parts.append(f'<h3>{head}</h3><ul class="dc-names">{items}</ul>')
    return "".join(parts)


def _term_line(language: str, term: Term) -> str:
    count = say(language, "doc.clauses", n=len(term.clause_ids))
    return _named(language, to(term=term.word), term.word, term.english, count)


def _term(language: str, library: Library, word: str) -> str:
    plain = searchable(word)
    term = next((one for one in terms(library) if one.plain == plain), None)
    back = _back(language, "term", "doc.terms.all")
    if term is None:
        near = _near(word, [one.word for one in terms(library)])
        return back + _unknown(language, "doc.term.bad", "term", word, near)
    documents = {library.clauses[id_].document_id for id_ in term.clause_ids}
    told = say(language, "doc.spread", n=len(term.clause_ids), m=len(documents))
    first = library.documents[term.first]
    year = f"（{when(first)}）" if when(first) else ""
    topic = (
        f'<a href="{escape(to(topic=term.word))}" data-go>{say(language, "doc.to.topic")}</a>'
        if any(one.name == term.word for one in topics(library))
        else ""
    )
    since = say(language, "doc.first", what=f"{short(first)}{year}")
    return (
        f"{back}{_head(term.word, term.english)}"
        f'<p class="dc-told"><span lang="zh-Hans">{escape(since)}</span><br>{told} {topic}</p>'
        f"{by_document(library, term.clause_ids, term.plain, language)}"
    )


def _head(word: str, english: str) -> str:
    also = f'<p class="dc-en" lang="en">{escape(english)}</p>' if english else ""
    return f'<h2 class="dc-word" lang="zh-Hans">{escape(word)}</h2>{also}'


def _back(language: str, kind: str, key: str) -> str:
    return f'<p class="dc-back"><a href="?{kind}=" data-go>‹ {say(language, key)}</a></p>'


def _sift(language: str) -> str:
    label = say(language, "doc.sift")
    return f'<input type="search" class="dc-sift" placeholder="{label}" aria-label="{label}">'


def _near(name: str, known: Sequence[str]) -> list[str]:
    within = [one for one in known if name and (name in one or one in name)]
    return list(dict.fromkeys((*within, *get_close_matches(name, known, NEAR, 0.4))))[:NEAR]


def _unknown(language: str, key: str, kind: str, name: str, near: Iterable[str]) -> str:
    """Say that a name is not known, with those that are like it and a search for it."""
    links = " ".join(
        f'<a href="{escape(to(**{kind: one}))}" data-go lang="zh-Hans">{escape(one)}</a>'
        for one in near
    )
    look = f'<a href="{escape(to(q=name))}" data-go>{say(language, "doc.search.this")}</a>'
    told = escape(say(language, key, name=name))
    return f'<p class="dc-told" role="alert">{told}</p><p class="dc-way">{links} {look}</p>'
