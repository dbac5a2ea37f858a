"""Write what was found as HTML: the picture and the steps in time, or the table side by side.

Links to clauses (`#c-…@from-to`) open the reader beside; links that begin with `?` are other
addresses of this page. `assets/9-evolution.js` follows both without a reload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from ingest.types import Clause, Script
from ui.browsing.topics import Topic
from ui.evolution import said
from ui.evolution.timeline import picture, when_of
from ui.evolution.types import Column, Course, Entry, Evolution, Quote
from ui.evolution.wish import SIDE, TIME, VIEWS, Wish, link, written
from ui.reading import reader
from ui.words import say

KINDS = ("docx", "md", "csv", "svg")
"""Files that a table can be had as."""


def start(language: str, wish: Wish, topics: Sequence[Topic]) -> str:
    """What the page shows before a topic is chosen."""
    words = f'<p class="ev-lead">{say(language, "ev.start")}</p>'
    return words + suggested(language, wish, topics)


def suggested(language: str, wish: Wish, topics: Sequence[Topic]) -> str:
    """Topics to choose from, as links that keep the scope of a wish."""
    if not topics:
        return ""
    links = "".join(
        f"<li>{_go(replace(wish, topic=topic.name), _called(language, topic))}</li>"
        for topic in topics
    )
    return f'<h3 class="ev-sub">{say(language, "ev.try")}</h3><ul class="ev-topics">{links}</ul>'


def _called(language: str, topic: Topic) -> str:
    """A topic by its name, on an English page by its English name as well where it has one."""
    name = f'<span lang="zh-Hans">{escape(topic.name)}</span>'
    return f"{escape(topic.english)} {name}" if language == "en" and topic.english else name


def trouble(language: str, wish: Wish, found: Evolution, topics: Sequence[Topic]) -> str:
    """Why there is no table, with ways out: the nearest clauses, a wider scope, other topics."""
    near = "".join(f"<li>{_near(clause)}</li>" for clause in found.nearest)
    parts = [f'<p class="ev-trouble" role="alert">{escape(found.trouble)}</p>']
    if near:
        parts.append(
            f'<h3 class="ev-sub">{say(language, "near")}</h3><ul class="ev-near">{near}</ul>'
        )
    if wish.documents or wish.levels or wish.first or wish.last:
        parts.append(f"<p>{_go(Wish(wish.topic, view=wish.view), say(language, 'ev.wide'))}</p>")
    parts.append(suggested(language, wish, topics))
    return "".join(parts)


def table(language: str, wish: Wish, found: Evolution) -> str:
    """Write a table in the view of a wish."""
    names = said.names_of(found)
    notes = "".join(f'<p class="ev-note">{escape(note)}</p>' for note in found.notes)
    laid = _side if wish.view == SIDE else _times
    return (
        f'<h2 class="ev-title" tabindex="-1">{escape(found.topic)}</h2>'
        f"{_controls(language, wish)}{notes}{laid(language, wish, found, names)}"
        f'<p class="ev-note">{say(language, "ev.about")}</p>{_picker(language, found)}'
        f'<p class="ev-note">{say(language, "mode.extractive")}</p>'
    )


def _controls(language: str, wish: Wish) -> str:
    """The two views, and the files to take along."""
    views = "".join(
        _go(
            replace(wish, view=view),
            say(language, f"ev.view.{view}"),
            ' aria-current="true"' if view == wish.view else "",
        )
        for view in VIEWS
    )
    kinds = KINDS if wish.view == TIME else KINDS[:-1]
    files = "".join(
        f'<a href="{escape(link(language, wish, kind))}" download>'
        f"{say(language, f'ev.kind.{kind}')}</a>"
        for kind in kinds
    )
    return (
        f'<div class="ev-controls"><nav class="ev-views" aria-label="{say(language, "ev.view")}">'
        f'{views}</nav><p class="ev-files"><span>{say(language, "ev.export")}</span>{files}'
        f'<button type="button" id="ev-print">{say(language, "ev.print")}</button></p></div>'
    )


def _times(language: str, wish: Wish, found: Evolution, names: Mapping[str, str]) -> str:
    """For each topic the picture, and below it the same as a table, one document a line."""
    heads = "".join(
        f'<th scope="col">{say(language, key)}</th>'
        for key in ("ev.when", "ev.which", "ev.what", "ev.how")
    )
    parts = []
    for number, course in enumerate(found.courses):
        rows = "".join(_step(language, wish, course, entry, names) for entry in course.entries)
        line = say(language, "ev.pic.line")
        parts.append(
            f'<section class="ev-course">{_heading(language, course, found)}'
            f'<figure class="ev-pic" tabindex="0">{picture(language, course, number)}'
            f"<figcaption>{line}</figcaption></figure>"
            f'<table class="ev-steps"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></section>"
        )
    return "".join(parts)


def _heading(language: str, course: Course, found: Evolution) -> str:
    """The topic where there are several, and how many documents speak of it."""
    topic = f'<h3 lang="zh-Hans">{escape(course.topic)}</h3>' if len(found.courses) > 1 else ""
    return f'{topic}<p class="ev-summary">{said.summary(language, course)}</p>'


def _step(language: str, wish: Wish, course: Course, entry: Entry, names: Mapping[str, str]) -> str:
    column = entry.column
    quiet = "" if entry.quotes else ' class="ev-silent"'
    who = f"{escape(column.name)}<small>{escape(said.level(language, column))}</small>"
    return (
        f'<tr{quiet}><td class="ev-when">{escape(when_of(language, column))}</td>'
        f'<th scope="row">{who}</th><td>{_quotes(language, entry)}</td>'
        f"<td>{_judged(language, wish, course, entry, names)}</td></tr>"
    )


def _side(language: str, wish: Wish, found: Evolution, names: Mapping[str, str]) -> str:
    heads = "".join(f'<th scope="col">{_head(language, column)}</th>' for column in found.columns)
    rows = []
    for course in found.courses:
        cells = "".join(
            f"<td{'' if entry.quotes else ' class=ev-silent'}>"
            f'<p class="ev-who">{_head(language, entry.column)}</p>{_quotes(language, entry)}'
            f"{_judged(language, wish, course, entry, names)}</td>"
            for entry in course.entries
        )
        rows.append(f'<tr><th scope="row">{escape(course.topic)}</th>{cells}</tr>')
    summaries = "".join(
        f'<p class="ev-summary">{said.summary(language, course)}</p>'
        for course in found.courses[:1]
    )
    return (
        f'{summaries}<div class="ev-wide" tabindex="0"><table class="ev-side"><thead><tr>'
        f'<th scope="col">{say(language, "ev.topic")}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _head(language: str, column: Column) -> str:
    told = f"{when_of(language, column)} · {said.level(language, column)}"
    return f"{escape(column.name)}<small>{escape(told)}</small>"


def _quotes(language: str, entry: Entry) -> str:
    """The words of a document, each with its mark; else that it says nothing, and how so."""
    if not entry.quotes:
        remark = f"<small>{escape(entry.remark)}</small>" if entry.remark else ""
        return f'<p class="ev-none">{say(language, "table.silent")}{remark}</p>'
    traditional = entry.column.script is Script.TRADITIONAL
    tongue = "zh-Hant" if traditional else "zh-Hans"
    return "".join(
        f'<p class="ev-quote"><span lang="{tongue}">{escape(quote.text)}</span>{_cite(quote)}</p>'
        for quote in entry.quotes
    )


def _cite(quote: Quote) -> str:
    where = reader.link(quote.clause, quote.start, quote.end)
    return (
        f'<a class="ev-cite" href="{where}" title="{escape(quote.clause.label)}">'
        f'<b>{quote.mark}</b> <span lang="zh-Hans">{escape(quote.where)}</span></a>'
    )


def _near(clause: Clause) -> str:
    return (
        f'<a href="{reader.link(clause)}">{escape(clause.label)}</a>'
        f" <span>{escape(clause.title)}</span>"
    )


def _judged(
    language: str, wish: Wish, course: Course, entry: Entry, names: Mapping[str, str]
) -> str:
    told = "".join(
        f'<p class="ev-judged"><b>{said.relation(language, one)}</b> '
        f"<span>{escape(said.ground(language, one, names))}</span></p>"
        for one in entry.judgements
    )
    other = said.before(entry, course) if entry.quotes else None
    if other is None or not other.quotes:
        return told
    pair = Wish(
        wish.topic, wish.documents, wish.view, wish.levels, wish.first, wish.last,
        other.quotes[0].clause.id, entry.quotes[0].clause.id,
    )  # fmt: skip
    words = say(language, "ev.between")
    beside = f" aria-label='{escape(f'{words}: {other.column.name}, {entry.column.name}')}'"
    return f'{told}<p class="ev-more">{_go(pair, words, beside)}</p>'


def _picker(language: str, found: Evolution) -> str:
    """Two lists of the clauses quoted, to set any two beside each other."""
    clauses = {
        quote.clause.id: f"{entry.column.name} {quote.where}"
        for course in found.courses
        for entry in course.entries
        for quote in entry.quotes
    }
    if len(clauses) < 2:
        return ""

    def choice(name: str, label: str, at: int) -> str:
        options = "".join(
            f'<option value="{escape(one)}"{" selected" if n == at else ""}>{escape(text)}</option>'
            for n, (one, text) in enumerate(clauses.items())
        )
        return f'<label>{label}<select name="{name}">{options}</select></label>'

    left, right = say(language, "ev.pair.left"), say(language, "ev.pair.right")
    return (
        f'<form class="ev-pick" method="get" action="/{language}/compare">'
        f"<h3>{say(language, 'ev.pair.pick')}</h3>{choice('a', left, 0)}{choice('b', right, 1)}"
        f'<input type="hidden" name="topic" value="{escape(found.topic)}">'
        f'<button type="submit">{say(language, "ev.pair.go")}</button></form>'
    )


def _go(wish: Wish, words: str, more: str = "") -> str:
    """A link to another address of this page."""
    return f'<a class="ev-go" href="?{escape(written(wish))}"{more}>{words}</a>'
