"""Write a person's progress: numbers, answers by day, what comes due, weak topics, paused cards."""

from __future__ import annotations

from datetime import date, datetime
from html import escape

from ui.browsing.topics import topics
from ui.study import progress
from ui.study.card_html import button
from ui.study.clause_html import clause_link
from ui.study.desk import StudyDesk
from ui.study.path_html import path_link
from ui.study.statistics import Figures, Weak, figures
from ui.words import say

SHORTEST_BAR = 2
"""Per cent of the width that one answer takes at least, so that it is seen."""


def measured(desk: StudyDesk, person: str, now: datetime) -> Figures:
    """The figures of a person in this library."""
    named = {topic.name: topic.clause_ids for topic in topics(desk.library)}
    known = progress.known(desk.store, person).values()
    return figures(known, progress.reviews(desk.store, person), named, now)


def page(language: str, desk: StudyDesk, person: str, now: datetime) -> str:
    """The whole section; where nothing was answered yet, a sentence that says where to begin."""
    found = measured(desk, person, now)
    if found.answers:
        body = _numbers(language, found) + _charts(language, found) + weakest(language, found.weak)
    else:
        body = f'<p class="st-empty">{say(language, "study.fig.none")}</p>'
    return body + _set_aside(language, desk, person) + _taken_along(language, desk)


def _numbers(language: str, found: Figures) -> str:
    recall = say(language, "study.fig.norecall")
    if found.reviewed:
        share = round(100 * found.recalled / found.reviewed)
        recall = say(language, "study.fig.of", share=share, n=found.reviewed)
    shown = (
        (say(language, "study.fig.cards"), str(found.cards)),
        (say(language, "study.fig.answers"), str(found.answers)),
        (say(language, "study.fig.recall"), recall),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in shown)
    return f'<dl class="st-numbers">{cells}</dl>'


def _charts(language: str, found: Figures) -> str:
    back = [
        (day, n, say(language, "study.fig.right", n=n, right=right) if n else "0")
        for day, n, right in found.by_day
    ]
    ahead = [(day, n, str(n)) for day, n in found.ahead]
    return (
        '<div class="st-charts">'
        + _bars(language, say(language, "study.fig.back"), back)
        + _bars(language, say(language, "study.fig.ahead"), ahead)
        + "</div>"
    )


def _bars(language: str, caption: str, rows: list[tuple[date, int, str]]) -> str:
    """A table whose bars grow from nought, with the number beside each."""
    most = max([n for _, n, _ in rows] + [1])
    body = "".join(_bar(day, n / most, words) for day, n, words in rows)
    head = (
        f'<tr><th scope="col">{say(language, "study.fig.day")}</th><td></td>'
        f'<th scope="col">{say(language, "study.fig.count")}</th></tr>'
    )
    return (
        f'<table class="st-chart"><caption>{caption}</caption><thead>{head}</thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _bar(day: date, share: float, words: str) -> str:
    width = max(round(100 * share), SHORTEST_BAR) if share else 0
    return (
        f'<tr><th scope="row">{day.month}-{day.day:02}</th>'
        f'<td><span class="st-bar" style="width:{width}%"></span></td><td>{words}</td></tr>'
    )


def weakest(language: str, weak: tuple[Weak, ...]) -> str:
    """The topics with most wrong answers, each with its path."""
    head = f"<h2>{say(language, 'study.weak')}</h2>"
    if not weak:
        return f"{head}<p>{say(language, 'study.weak.none')}</p>"
    rows = "".join(
        f'<li><a href="{escape(path_link(language, one.topic))}">'
        f"{escape(say(language, 'study.weak.one', name=one.topic, n=one.answers, wrong=one.wrong))}"
        "</a></li>"
        for one in weak
    )
    return f"{head}<ul>{rows}</ul>"


def _set_aside(language: str, desk: StudyDesk, person: str) -> str:
    """Paused cards, each with the way to go on, and the cards that this person reported."""
    clauses = desk.library.clauses
    parts: list[str] = []
    for one in desk.paused(person):
        clause = clauses.get(one.known.clause)
        key = "study.paused" if one.card or clause is None else "study.paused.gone"
        link = clause_link(language, clause) if clause else ""
        resume = button("study.resume", language, f"resume:{one.known.card}") if one.card else ""
        parts.append(f"<li>{escape(one.known.clause)} · {say(language, key)} {link} {resume}</li>")
    mine = [
        f"<li>{escape(one.clause)} "
        f"{button('study.withdraw', language, f'withdraw:{one.card}')}</li>"
        for one in progress.reports(desk.store)
        if one.person == person and one.state == "new"
    ]
    reports = f"<h2>{say(language, 'study.reports')}</h2><ul>{''.join(mine)}</ul>" if mine else ""
    return (f'<ul class="st-paused">{"".join(parts)}</ul>' if parts else "") + reports


def _taken_along(language: str, desk: StudyDesk) -> str:
    name = desk.store.file_name
    where = say(language, "study.kept", file=name) if name else say(language, "study.unkept")
    links = " ".join(
        f'<a href="/{language}/study.{kind}" download>{kind.upper()}</a>'
        for kind in ("json", "csv")
    )
    return f'<p class="st-export">{say(language, "study.export")}{links}</p><p>{escape(where)}</p>'
