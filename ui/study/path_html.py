"""Write learning paths: the list of topics, and one topic's clauses in the order of time."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from ui.study.card_html import button
from ui.study.cards import Place
from ui.study.clause_html import dated, placed, short_title
from ui.study.desk import StudyDesk
from ui.study.texts import plain
from ui.words import say


def path_link(language: str, topic: str) -> str:
    """The address of a path."""
    return f"/{language}/study?topic={quote(topic, safe='')}"


def paths(language: str, desk: StudyDesk) -> str:
    """The list of all paths, or a sentence where there are none."""
    found = desk.paths()
    if not found:
        return f'<p class="st-empty">{say(language, "study.paths.none")}</p>'
    rows = "".join(
        f'<li><a href="{escape(path_link(language, name))}" lang="zh-Hans">{escape(name)}</a>'
        f"<span>{say(language, 'study.path.size', n=n, m=m)}</span></li>"
        for name, n, m in found
    )
    return f'<p>{say(language, "study.paths.info")}</p><ul class="st-paths">{rows}</ul>'


def path(language: str, desk: StudyDesk, topic: str) -> str:
    """One path: each clause with its document and year, the topic's name marked, then the quiz."""
    clause_ids = desk.topic(topic)
    back = f'<p><a href="/{language}/study?tab=paths">{say(language, "study.path.all")}</a></p>'
    if not clause_ids:
        words = escape(say(language, "study.notopic", name=topic[:40]))
        return f'<p class="st-empty">{words}</p>{back}'
    steps = "".join(_step(language, desk, name, topic) for name in clause_ids)
    quiz = button("study.path.quiz", language, f"path:{topic}", main=True)
    return (
        f'{back}<h2 lang="zh-Hans">{escape(topic)}</h2>'
        f"<p>{say(language, 'study.path.read', n=len(clause_ids))}</p>"
        f'<ol class="st-steps">{steps}</ol><p class="st-on">{quiz}</p>'
    )


def _step(language: str, desk: StudyDesk, clause_id: str, topic: str) -> str:
    clause = desk.library.clauses[clause_id]
    document = desk.library.documents[clause.document_id]
    head = (
        f'<span class="st-year">{escape(dated(document))}</span>'
        f'<span class="st-doc" lang="zh-Hans">{escape(short_title(document))}</span>'
    )
    at = plain(clause.text).find(topic)
    end = at + len(topic)
    place = Place(clause_id, at, end, ((at, end),)) if at >= 0 else Place(clause_id, 0, 0, ())
    return f"<li>{placed(language, desk.library, place, head)}</li>"
