"""The page for study: cards that come when they are due, paths by topic, and a person's progress.

Gradio's components choose what is studied; a card, a path and the figures are our own HTML, whose
buttons send commands of `ui.study.steps` in a field that is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.browsing.topics import topics
from ui.citing import references
from ui.pages.asker import asker_name
from ui.pages.frame import BARE, QUIET, Site
from ui.study import clock, figures_html, path_html, progress, steps
from ui.study.clause_html import short_title
from ui.study.desk import StudyDesk
from ui.study.progress import MOST_NEW_A_DAY, Settings
from ui.study.sitting import Mode, Scope, Sitting
from ui.study.steps import Person
from ui.words import say

TABS = ("practice", "paths", "figures")
_ONE: dict[str, Any] = {"concurrency_limit": None, "queue": False, **QUIET}
"""How a command runs: at once, behind no question that is being answered."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that are filled or read; `command` is not seen."""

    tabs: gr.Tabs
    today: gr.HTML
    mode: gr.Radio
    scope: gr.Dropdown
    stage: gr.HTML
    number: gr.Slider
    grades: gr.Checkbox
    paths: gr.HTML
    figures: gr.HTML
    command: gr.Textbox
    sitting: gr.State


def lay_out(page: gr.Blocks, site: Site) -> None:
    """Lay out the page over the site's library and store."""
    language = site.language
    desk = StudyDesk(site.desk.assistant.library, site.store)
    with gr.Column(elem_id="tl-main", elem_classes="st-page"):
        with gr.Tabs(elem_id="study-tabs") as tabs:
            with gr.Tab(
                say(language, "study.tab.practice"), id="practice", elem_id="study-tab-practice"
            ):
                today = gr.HTML("", elem_id="study-today", **BARE)
                with gr.Row(elem_id="study-choice"):
                    mode = _mode(language)
                    scope = _scope(desk, language)
                stage = gr.HTML("", elem_id="study-stage", **BARE)
                with gr.Accordion(say(language, "study.settings"), open=False):
                    number = gr.Slider(
                        0, MOST_NEW_A_DAY, 10, step=1, label=say(language, "study.newaday")
                    )
                    grades = gr.Checkbox(False, label=say(language, "study.fourgrades"))
            with gr.Tab(say(language, "study.tab.paths"), id="paths", elem_id="study-tab-paths"):
                paths = gr.HTML("", elem_id="study-paths", **BARE)
            with gr.Tab(
                say(language, "study.tab.figures"), id="figures", elem_id="study-tab-figures"
            ):
                figures = gr.HTML("", elem_id="study-figures", **BARE)
        command = gr.Textbox(visible="hidden", elem_id="study-command", label="c")
    sitting = gr.State(Sitting())
    parts = _Parts(
        *(tabs, today, mode, scope, stage, number, grades, paths, figures, command, sitting)
    )
    _connect(page, desk, language, parts)


def _mode(language: str) -> gr.Radio:
    return gr.Radio(
        [(say(language, f"study.mode.{mode.value}"), mode.value) for mode in Mode],
        value=Mode.QUIZ.value,
        label=say(language, "study.mode"),
        elem_id="study-mode",
        min_width=240,
    )


def _choices(desk: StudyDesk, language: str, clause_id: str = "") -> list[tuple[str, str]]:
    """Everything, documents, topics, and the clause of an address: `d:ID`, `t:NAME`, `c:ID`."""
    choices = [(say(language, "study.scope.all"), "")]
    for name, document in desk.library.documents.items():
        title = short_title(document)
        choices.append((say(language, "study.scope.document", name=title), f"d:{name}"))
    for topic in topics(desk.library):
        words = say(language, "study.scope.topic", name=topic.name)
        choices.append((words, f"t:{topic.name}"))
    if clause := desk.library.clauses.get(clause_id):
        document = desk.library.documents[clause.document_id]
        place = f"{short_title(document)} {references.pinpoint(document, clause)}"
        choices.append((say(language, "study.scope.clause", name=place), f"c:{clause_id}"))
    return choices


def _scope(desk: StudyDesk, language: str) -> gr.Dropdown:
    return gr.Dropdown(
        _choices(desk, language),
        value="",
        label=say(language, "study.scope"),
        elem_id="study-scope",
        allow_custom_value=True,  # a clause of the address is a scope that the list does not have
        min_width=240,
    )


def _connect(page: gr.Blocks, desk: StudyDesk, language: str, parts: _Parts) -> None:
    def person(request: gr.Request) -> Person:
        return Person(asker_name(request), language)

    def seen(who: Person, sitting: Sitting) -> tuple[object, ...]:
        now = clock.now()
        return (
            sitting,
            steps.counted(desk, who, sitting, now),
            steps.shown(desk, who, sitting, now),
            figures_html.page(language, desk, who.name, now),
        )

    def opened(request: gr.Request) -> tuple[object, ...]:
        asked, who = dict(request.query_params), person(request)
        scope = _scope_of(asked)
        sitting = steps.opened(desk, who, asked.get("mode", ""), scope, clock.now())
        kept = progress.settings(desk.store, who.name)
        tab = asked.get("tab", "paths" if scope.topic else "practice")
        path = path_html.path if scope.topic else _every_path
        return (
            *seen(who, sitting),
            gr.update(selected=tab if tab in TABS else "practice"),
            sitting.mode.value,
            gr.update(choices=_choices(desk, language, scope.clause), value=_value(sitting.scope)),
            *(kept.new_a_day, kept.four_grades),
            path(language, desk, scope.topic),
        )

    def told(command: str, sitting: Sitting, request: gr.Request) -> tuple[object, ...]:
        who = person(request)
        words = command.rpartition(" ")[0]
        after, line = steps.step(desk, who, sitting, words, clock.now())
        tab = gr.update(selected="practice") if words.startswith("path:") else gr.skip()
        return *seen(who, after), tab, line

    def chosen(mode: str, scope: str, request: gr.Request) -> tuple[object, ...]:
        who, kind = person(request), (scope or "")[:2]
        read = Scope(**{_KINDS[kind]: scope[2:]}) if kind in _KINDS else Scope()
        return seen(who, steps.opened(desk, who, mode, read, clock.now()))

    def kept(number: int, four: bool, request: gr.Request) -> None:
        progress.choose(desk.store, person(request).name, Settings(int(number), bool(four)))

    _events(page, parts, {"opened": opened, "told": told, "chosen": chosen, "kept": kept})


def _events(page: gr.Blocks, parts: _Parts, do: Mapping[str, Callable[..., object]]) -> None:
    """Say which event does what."""
    seen = [parts.sitting, parts.today, parts.stage, parts.figures]
    chosen = [parts.mode, parts.scope]
    kept = [parts.number, parts.grades]
    line = gr.Textbox(visible="hidden", elem_id="study-line", label="l")
    page.load(do["opened"], None, [*seen, parts.tabs, *chosen, *kept, parts.paths], **_ONE)
    parts.command.change(
        do["told"], [parts.command, parts.sitting], [*seen, parts.tabs, line], **_ONE
    ).then(None, [line], None, js="(line) => window.tiaoli.studied(line)")
    for pressed in (parts.mode.input, parts.scope.input):
        pressed(do["chosen"], chosen, seen, **_ONE).then(
            None, chosen, None, js="(mode, scope) => window.tiaoli.studying(mode, scope)"
        )
    for changed in (parts.number.release, parts.grades.input):
        changed(do["kept"], kept, None, **_ONE)
    parts.tabs.select(None, None, None, js="() => window.tiaoli.studyTab()")


_KINDS = {"d:": "document", "t:": "topic", "c:": "clause"}


def _scope_of(asked: Mapping[str, str]) -> Scope:
    """What an address names: `?c=` a clause, `?topic=` a topic, `?doc=` a document."""
    if asked.get("c"):
        return Scope(clause=asked["c"])
    if asked.get("topic"):
        return Scope(topic=asked["topic"])
    return Scope(document=asked.get("doc", ""))


def _value(scope: Scope) -> str:
    named = {"d:": scope.document, "t:": scope.topic, "c:": scope.clause}
    return next((kind + name for kind, name in named.items() if name), "")


def _every_path(language: str, desk: StudyDesk, topic: str) -> str:  # noqa: ARG001
    return path_html.paths(language, desk)
