"""Lay out the chat page in one language with Gradio.

Gradio's call home and model hub are switched off before it is imported.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI

from index.script import to_simplified
from ui import front, look, paper_panel, reader
from ui.chat import Desk, Grown, Messages
from ui.words import say

AT_ONCE = 4
"""Answers made at the same time: two a core on the smallest machine in use."""
MOST_WAITING = 32
"""Questions that may wait; one more is refused in words."""
_BARE: dict[str, Any] = {"padding": False, "apply_default_css": False}


def mount(app: FastAPI, desk: Desk, port: int) -> None:
    """Mount the page of `desk` on `app`, under its language, with all that calls out shut off."""
    gr.mount_gradio_app(
        app,
        build(desk),
        path=f"/{desk.language}",
        theme=look.theme(),
        head=look.head(desk.language),
        **shut(port),
    )


def shut(port: int) -> dict[str, Any]:
    """How whatever is built with Gradio is mounted: all that calls out or shows more is shut off.

    A new one each time, because Gradio writes into it.
    """
    return {
        "server_name": "127.0.0.1",
        "server_port": port,
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "pwa": False,
        "show_error": False,
        "allowed_paths": [],
        "max_file_size": 1,
        "app_kwargs": {"docs_url": None, "redoc_url": None, "openapi_url": None},
    }


def build(desk: Desk) -> gr.Blocks:
    """Build the page that puts questions to `desk`, in the desk's language."""
    language, library = desk.language, desk.assistant.library
    page = gr.Blocks(title=say(language, "brand"), analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(front.header(desk), elem_id="tl-header", **_BARE)
        with gr.Row(elem_id="tl-main", equal_height=False):
            with gr.Column(scale=5, min_width=320, elem_id="chatcol"):
                parts = _chat_column(desk)
            with gr.Column(scale=4, min_width=320, elem_id="readercol"):
                gr.HTML(
                    reader.reader(language, library.documents, library.clauses, to_simplified),
                    elem_id="reader",
                    js_on_load="",
                    **_BARE,
                )
            gr.HTML(paper_panel.panel(language), elem_id="paper", js_on_load="", **_BARE)
        gr.HTML('<div id="tl-toast" role="status" aria-live="polite"></div>', **_BARE)
        _connect(page, desk, parts)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=MOST_WAITING, api_open=False)
    return page


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the talk that are filled or read; `worded` only where a model can write.

    `thread` holds the name of the conversation, `again` a command of `ui.again`, `fresh` is pressed
    for a new conversation; they are not seen.
    """

    chat: gr.Chatbot
    box: gr.Textbox
    scope: gr.CheckboxGroup
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
    gr.HTML(f'<p class="tl-notice" role="note">{say(language, "notice")}</p>', **_BARE)
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


def _scope(desk: Desk) -> gr.CheckboxGroup:
    language, documents = desk.language, desk.assistant.library.documents
    with gr.Accordion(say(language, "scope"), open=False, elem_id="scopebox"):
        return gr.CheckboxGroup(
            [(d.facts.short_title or d.facts.title, name) for name, d in documents.items()],
            label=say(language, "scope.info"),
            container=False,
            elem_id="scope",
        )


def _connect(page: gr.Blocks, desk: Desk, parts: _Parts) -> None:
    """Say what happens on opening, asking, asking again, stopping and beginning anew."""
    asking: dict[str, Any] = {"submit_btn": False, "stop_btn": say(desk.language, "stop")}
    ready_parts: dict[str, Any] = {"submit_btn": say(desk.language, "ask"), "stop_btn": False}
    ready = gr.update(**ready_parts)
    chat, box, thread = parts.chat, parts.box, parts.thread
    switch = [parts.worded] if parts.worded else []

    def opened(request: gr.Request) -> tuple[object, object]:
        return _restored(desk, str(request.query_params.get("t", "")))

    def shown(grown: Grown, *, keep: bool) -> Iterator[tuple[object, ...]]:
        off = [gr.update(value=False)] * len(switch)
        for step, (messages, name, kept) in enumerate(grown):
            # The box is emptied once, so that what is typed meanwhile stays.
            told = gr.update(**(asking if keep else {"value": kept, **asking}))
            yield messages, name, told if step == 0 else gr.skip(), *_only(off, step == 0)
        yield gr.skip(), gr.skip(), ready, *_only(off, False)

    def asked(
        question: str, thread_id: str, documents: list[str], worded: bool = False
    ) -> Iterator[tuple[object, ...]]:
        yield from shown(desk.ask(question, thread_id, documents, worded=worded), keep=False)

    def asked_again(command: str, thread_id: str) -> Iterator[tuple[object, ...]]:
        yield from shown(desk.again(command.split(" ")[0], thread_id), keep=True)

    def stopped(thread_id: str) -> tuple[Messages, object]:
        return desk.halt(thread_id), ready

    def begun(thread_id: str) -> tuple[Messages, str, object]:
        desk.halt(thread_id, leave=True)
        return [], "", gr.update(value="", **ready_parts)

    # An answer that was stopped ends by itself (`Desk.halt`), so nothing is cancelled by Gradio.
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "trigger_mode": "multiple",
    }
    busy: dict[str, Any] = {"concurrency_limit": AT_ONCE, **quiet}
    filled = [chat, thread, box, *switch]
    page.load(opened, None, [chat, thread], queue=False, **quiet)
    box.submit(asked, [box, thread, parts.scope, *switch], filled, **busy)
    parts.again.change(asked_again, [parts.again, thread], filled, **busy)
    box.stop(stopped, [thread], [chat, box], queue=False, **quiet)
    parts.fresh.click(begun, [thread], [chat, thread, box], queue=False, **quiet)
    thread.change(None, [thread], None, js="(id) => window.tiaoli.named(id)")


def _restored(desk: Desk, thread_id: str) -> tuple[object, object]:
    """Give a conversation and its id; where there is none, leave what was asked meanwhile."""
    messages, name = desk.restored(thread_id)
    return (messages, name) if name else (gr.skip(), gr.skip())


def _only(updates: list[Any], now: bool) -> list[Any]:
    return updates if now else [gr.skip() for _ in updates]
