"""The page for questions: the conversation, and beside it the reader and the working paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from index.script import to_simplified
from ui.chat import front
from ui.chat.desk import Desk, Grown, Messages
from ui.chat.scope import admitted, choices
from ui.pages import talks
from ui.pages.asker import asker_name
from ui.pages.frame import AT_ONCE, BARE, QUIET, Site
from ui.paper import panel as paper_panel
from ui.reading import reader
from ui.words import say

_AFTER = "async (question, ...rest) => [question, ...(await window.tiaoli.inOrder(rest))]"
"""What is asked waits until the conversation of the address is there, and is asked in it."""
_AFTER_ALONE = "async (...given) => window.tiaoli.inOrder(given)"


def lay_out(page: gr.Blocks, site: Site) -> None:
    """Lay out the page that puts questions to the site's desk."""
    desk = site.desk
    language, library = desk.language, desk.assistant.library
    with gr.Row(elem_id="tl-main", equal_height=False):
        with gr.Column(scale=5, min_width=320, elem_id="chatcol"):
            parts = _chat_column(desk)
        with gr.Column(scale=4, min_width=320, elem_id="readercol"):
            talks.form(site, parts.thread)
            gr.HTML(
                reader.reader(language, library.documents, library.clauses, to_simplified),
                elem_id="reader",
                js_on_load="",
                **BARE,
            )
        gr.HTML(paper_panel.panel(language), elem_id="paper", js_on_load="", **BARE)
        talks.panel(site)
    _connect(page, desk, parts)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the talk that are filled or read; `worded` only where a model can write.

    `thread` holds the name of the conversation, `again` a command of `ui.chat.again`, `fresh` is
    pressed for a new conversation; they are not seen.
    """

    chat: gr.Chatbot
    box: gr.Textbox
    scope: Mapping[str, gr.CheckboxGroup]
    thread: gr.Textbox
    again: gr.Textbox
    fresh: gr.Button
    worded: gr.Checkbox | None


def _chat_column(desk: Desk) -> _Parts:
    language = desk.language
    chat = _conversation(desk)
    box = gr.Textbox(
        elem_id="box",
        label=say(language, "ask.label"),
        show_label=False,
        placeholder=say(language, "ask.place"),
        lines=1,
        max_lines=6,
        submit_btn=say(language, "ask"),
        stop_btn=False,
        container=False,
    )
    worded = _switch(desk) if desk.model else None
    scope = _scope(desk)
    gr.HTML(f'<p class="tl-notice" role="note">{say(language, "notice")}</p>', **BARE)
    thread = gr.Textbox(visible="hidden", elem_id="thread", label="t")
    again = gr.Textbox(visible="hidden", elem_id="again", label="a")
    fresh = gr.Button("new", visible="hidden", elem_id="new")
    return _Parts(chat, box, scope, thread, again, fresh, worded)


def _conversation(desk: Desk) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=say(desk.language, "chat.label"),
        show_label=False,
        container=False,
        buttons=[],
        layout="panel",
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=None,
        group_consecutive_messages=False,
        autoscroll=False,
        placeholder=front.welcome(desk),
        height=None,
    )


def _switch(desk: Desk) -> gr.Checkbox:
    return gr.Checkbox(
        value=False,
        label=say(desk.language, "generate"),
        info=say(desk.language, "generate.info", model=desk.model),
        container=False,
        elem_id="worded",
    )


def _scope(desk: Desk) -> Mapping[str, gr.CheckboxGroup]:
    """The groups of choices by name; what is chosen stays visible in the line that opens them."""
    language, documents = desk.language, desk.assistant.library.documents
    with gr.Accordion(say(language, "scope"), open=False, elem_id="scopebox"):
        return {
            group.name: gr.CheckboxGroup(
                list(group.options),
                label=say(language, f"scope.{group.name}"),
                container=True,
                elem_id=f"scope-{group.name}",
                elem_classes="tl-scope",
            )
            for group in choices(language, documents)
        }


def _connect(page: gr.Blocks, desk: Desk, parts: _Parts) -> None:
    """Say what happens on opening, asking, asking again, stopping and beginning anew."""
    asking: dict[str, Any] = {"submit_btn": False, "stop_btn": say(desk.language, "stop")}
    ready_parts: dict[str, Any] = {"submit_btn": say(desk.language, "ask"), "stop_btn": False}
    ready = gr.update(**ready_parts)
    box, thread = parts.box, parts.thread
    switch = [parts.worded] if parts.worded else []

    def shown(grown: Grown, person: str, *, keep: bool) -> Iterator[tuple[object, ...]]:
        off = [gr.update(value=False)] * len(switch)
        messages, name = list[dict[str, str]](), ""
        for step, (messages, name, kept) in enumerate(grown):
            # The box is emptied once, so that what is typed meanwhile stays.
            told = gr.update(**(asking if keep else {"value": kept, **asking}))
            yield messages, name, told if step == 0 else gr.skip(), *_only(off, step == 0)
        last = (gr.skip(), gr.skip()) if _left(desk, name, person) else (messages, name)
        yield *last, ready, *_only(off, False)

    def asked(
        question: str, thread_id: str, request: gr.Request, *rest: list[str] | bool
    ) -> Iterator[tuple[object, ...]]:
        groups = [part for part in rest if isinstance(part, list)]
        chosen = dict(zip(parts.scope, groups, strict=True))
        documents = admitted(desk.assistant.library.documents, chosen)
        person, worded = asker_name(request), True in rest
        grown = desk.ask(question, thread_id, documents, worded=worded, person=person)
        yield from shown(grown, person, keep=False)

    def asked_again(wish: str, name: str, request: gr.Request) -> Iterator[tuple[object, ...]]:
        person = asker_name(request)
        yield from shown(desk.again(wish.split(" ")[0], name, person), person, keep=True)

    def stopped(thread_id: str, request: gr.Request) -> tuple[Messages, object]:
        return desk.halt(thread_id, asker_name(request)), ready

    def begun(thread_id: str, request: gr.Request) -> tuple[Messages, str, object]:
        desk.halt(thread_id, asker_name(request), leave=True)
        return [], "", gr.update(value="", **ready_parts)

    # An answer that was stopped ends by itself (`Desk.halt`), so nothing is cancelled by Gradio.
    busy: dict[str, Any] = {"concurrency_limit": AT_ONCE, **QUIET}
    emptied = [parts.chat, thread, box]
    filled, given = [*emptied, *switch], [box, thread, *parts.scope.values(), *switch]
    _restore(page, desk, parts)
    box.submit(asked, given, filled, js=_AFTER, **busy)
    parts.again.change(asked_again, [parts.again, thread], filled, **busy)
    box.stop(stopped, [thread], [parts.chat, box], queue=False, **QUIET)
    parts.fresh.click(begun, [thread], emptied, js=_AFTER_ALONE, queue=False, **QUIET)
    thread.change(None, [thread], None, js="(id) => window.tiaoli.named(id)")


def _restore(page: gr.Blocks, desk: Desk, parts: _Parts) -> None:
    """Bring back the conversation that the address names; the page then asks what waited for it."""

    def opened(request: gr.Request) -> tuple[object, object, object]:
        given = request.query_params
        restored = _restored(desk, str(given.get("t", "")), asker_name(request))
        return *restored, _begun_with(str(given.get("q", "")), restored[1])

    filled = [parts.chat, parts.thread, parts.box]
    restored = page.load(opened, None, filled, queue=False, **QUIET)
    restored.then(None, None, None, js="() => window.tiaoli.restored()")


def _left(desk: Desk, thread_id: str, person: str) -> bool:
    """Whether the reader has turned away from a conversation, so that it may not come back.

    Else it is given once more at the end, not skipped: for every part of a page that is skipped
    Gradio keeps one more copy of it in the session.
    """
    thread = desk.threads.find(thread_id, person)
    return thread is None or bool(thread.turns and thread.turns[-1].left)


def _restored(desk: Desk, thread_id: str, person: str) -> tuple[object, object]:
    """Give a conversation and its id; where there is none, leave what was asked meanwhile."""
    messages, name = desk.restored(thread_id, person)
    return (messages, name) if name else (gr.skip(), gr.skip())


def _begun_with(question: str, thread: object) -> object:
    """Put the question that an address brings (`?q=`) into the box of a new conversation."""
    known = isinstance(thread, str) and bool(thread)
    return gr.skip() if known or not question.strip() else gr.update(value=question)


def _only(updates: list[Any], now: bool) -> list[Any]:
    return updates if now else [gr.skip() for _ in updates]
