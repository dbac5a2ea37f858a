"""Lay out the chat page in one language with Gradio.

Gradio's call home and model hub are switched off before it is imported.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr
from fastapi import FastAPI

from index.script import to_simplified
from ui import look, reader
from ui.chat import Desk, Messages
from ui.words import EXAMPLES, LANGUAGES, Example, say

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
        server_name="127.0.0.1",
        server_port=port,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        show_error=False,
        allowed_paths=[],
        max_file_size=1,
        theme=look.theme(),
        head=look.head(desk.language),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def build(desk: Desk) -> gr.Blocks:
    """Build the page that puts questions to `desk`, in the desk's language."""
    language, library = desk.language, desk.assistant.library
    page = gr.Blocks(title=say(language, "brand"), analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(_header(desk), elem_id="tl-header", **_BARE)
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
        gr.HTML('<div id="tl-toast" role="status" aria-live="polite"></div>', **_BARE)
        _connect(page, desk, *parts)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=MOST_WAITING, api_open=False)
    return page


def _chat_column(
    desk: Desk,
) -> tuple[gr.Chatbot, gr.Textbox, gr.CheckboxGroup, gr.Textbox, gr.Button]:
    language, documents = desk.language, desk.assistant.library.documents
    chat = gr.Chatbot(
        elem_id="chat",
        label=say(language, "chat.label"),
        show_label=False,
        container=False,
        buttons=[],
        layout="panel",
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=None,
        group_consecutive_messages=False,
        autoscroll=False,
        placeholder=_welcome(desk),
        height=None,
    )
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
    with gr.Accordion(say(language, "scope"), open=False, elem_id="scopebox"):
        scope = gr.CheckboxGroup(
            [(d.facts.short_title or d.facts.title, name) for name, d in documents.items()],
            label=say(language, "scope.info"),
            container=False,
            elem_id="scope",
        )
    gr.HTML(f'<p class="tl-notice">{say(language, "notice")}</p>', **_BARE)
    thread = gr.Textbox(visible="hidden", elem_id="thread", label="t")
    fresh = gr.Button("new", visible="hidden", elem_id="new")
    return chat, box, scope, thread, fresh


def _connect(
    page: gr.Blocks,
    desk: Desk,
    chat: gr.Chatbot,
    box: gr.Textbox,
    scope: gr.CheckboxGroup,
    thread: gr.Textbox,
    fresh: gr.Button,
) -> None:
    """Say what happens on opening, asking, stopping and beginning anew."""
    asking: dict[str, Any] = {"submit_btn": False, "stop_btn": say(desk.language, "stop")}
    ready_parts: dict[str, Any] = {"submit_btn": say(desk.language, "ask"), "stop_btn": False}
    ready = gr.update(**ready_parts)

    def opened(request: gr.Request) -> tuple[Messages, str]:
        return desk.restored(str(request.query_params.get("t", "")))

    def asked(
        question: str, thread_id: str, documents: list[str]
    ) -> Iterator[tuple[object, object, object]]:
        for step, (messages, name, kept) in enumerate(desk.ask(question, thread_id, documents)):
            # The box is emptied once, so that what is typed meanwhile stays.
            box_now = gr.update(value=kept, **asking) if step == 0 else gr.skip()
            yield messages, name, box_now
        yield gr.skip(), gr.skip(), ready

    def stopped(thread_id: str) -> tuple[Messages, object]:
        return desk.halt(thread_id), ready

    def begun(thread_id: str) -> tuple[Messages, str, object]:
        desk.halt(thread_id)
        return [], "", gr.update(value="", **ready_parts)

    # An answer that was stopped ends by itself (`Desk.halt`), so nothing is cancelled by Gradio.
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "trigger_mode": "multiple",
    }
    page.load(opened, None, [chat, thread], queue=False, **quiet)
    box.submit(asked, [box, thread, scope], [chat, thread, box], concurrency_limit=AT_ONCE, **quiet)
    box.stop(stopped, [thread], [chat, box], queue=False, **quiet)
    fresh.click(begun, [thread], [chat, thread, box], queue=False, **quiet)
    thread.change(None, [thread], None, js="(id) => window.tiaoli.named(id)")


def _header(desk: Desk) -> str:
    language, library = desk.language, desk.assistant.library
    other = next(name for name in LANGUAGES if name != language)
    counts = say(language, "corpus", n=len(library.documents), m=len(library.clauses))
    return (
        f'<a class="tl-skip" href="#box">{say(language, "skip")}</a>'
        f'<h1 class="tl-brand">{say(language, "brand")}</h1>'
        f'<span class="tl-tag">{say(language, "tag")}</span>'
        f'<span class="tl-corpus">{counts} · {say(language, "local")}</span>'
        f'<span class="tl-tools"><button type="button" id="tl-new">{say(language, "new")}</button>'
        f'<button type="button" id="tl-theme">{say(language, "theme")}</button>'
        f'<a id="tl-switch" href="/{other}/" lang="{other}" title="'
        f'{say(language, "switch.title")}">{say(language, "switch")}</a></span>'
    )


def _welcome(desk: Desk) -> str:
    """What an empty conversation shows: the documents, and questions that they answer."""
    language, documents = desk.language, desk.assistant.library.documents
    listed = "".join(
        f'<li><a href="#d-{reader.anchor(name)}">{escape(document.facts.title)}</a> '
        f"<span>{escape(document.facts.issuer)}</span></li>"
        for name, document in documents.items()
    )
    groups: list[str] = []
    for names, examples in EXAMPLES:
        fitting = [e for e in examples if all(name in documents for name in e.documents)]
        links = "".join(_example(desk, example) for example in fitting)
        if links:
            name = names[LANGUAGES.index(language)]
            groups.append(f"<section><h3>{name}</h3><ul>{links}</ul></section>")
    tries = f"<h2>{say(language, 'empty.try')}</h2>{''.join(groups)}" if groups else ""
    return (
        f'<div class="tl-welcome"><h2>{say(language, "empty.docs")}</h2><ul class="tl-docs" '
        f'lang="zh-Hans">{listed}</ul>{tries}</div>'
    )


def _example(desk: Desk, example: Example) -> str:
    """One question as a link; in Chinese where only that is answered, nothing where neither is."""
    wordings = {desk.language: getattr(example, desk.language), "zh": example.zh}
    for language, words in wordings.items():
        if desk.can_answer(words):
            tongue = "zh-Hans" if language == "zh" else "en"
            return f'<li><a href="#ask" role="button" lang="{tongue}">{escape(words)}</a></li>'
    return ""
