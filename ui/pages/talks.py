"""Beside the chat: the panel of past conversations, and the form for what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.chat import history, wrong
from ui.keeping import talks
from ui.keeping.feedback import Wrong
from ui.pages.asker import asker_name
from ui.pages.frame import BARE, QUIET, Site
from ui.words import say

_ONCE: dict[str, Any] = {**QUIET, "trigger_mode": "once"}
_LAST: dict[str, Any] = {**QUIET, "trigger_mode": "always_last"}


def panel(site: Site) -> None:
    """Lay out the panel of past conversations; the script opens it and sends its commands.

    A command is `list`, `drop ID` or `clear`, with a number behind it so that each is a change.
    """
    language, store, threads = site.language, site.store, site.desk.threads
    with gr.Column(elem_id="talks", min_width=0):
        gr.HTML(history.head(language), js_on_load="", **BARE)
        find = gr.Textbox(
            elem_id="talks-find",
            label=say(language, "talks.find"),
            placeholder=say(language, "talks.place"),
            lines=1,
            max_lines=1,
            max_length=talks.LONGEST_SEARCH,
        )
        found = gr.HTML("", elem_id="talks-list", js_on_load="", **BARE)
        command = gr.Textbox(visible="hidden", elem_id="talks-command", label="c")

    def listed(person: str, words: str, dropped: int = 0) -> str:
        return history.listed(language, talks.listed(store, person, words), words, dropped)

    def searched(words: str, request: gr.Request) -> str:
        return listed(asker_name(request), words)

    def commanded(asked: str, words: str, request: gr.Request) -> str:
        person, gone = asker_name(request), 0
        match asked.split(" "):
            case ["drop", str(name), _]:
                gone = threads.drop(person, name)
            case ["clear", _]:
                gone = threads.clear(person)
        return listed(person, words, gone)

    find.change(searched, [find], [found], queue=False, **_LAST)
    done = command.change(commanded, [command, find], [found], queue=False, **QUIET)
    done.then(None, None, None, js="() => window.tiaoli.talksListed()")


def form(site: Site, thread: gr.Textbox) -> None:
    """Lay out the form above the reader; the script opens it and tells it the turn."""
    language, library = site.language, site.desk.assistant.library
    with gr.Column(elem_id="wrong", min_width=0):
        gr.HTML(wrong.head(language), elem_id="wrong-head", js_on_load="", **BARE)
        kind = gr.Radio(
            [(say(language, f"wrong.{one.value}"), one.value) for one in Wrong],
            label=say(language, "wrong.kind"),
            elem_id="wrong-kind",
        )
        clause = gr.Textbox(
            label=say(language, "wrong.clause"),
            placeholder=say(language, "wrong.clause.place", id=next(iter(library.clauses), "")),
            lines=1,
            max_lines=1,
            max_length=wrong.LONGEST_ID,
            elem_id="wrong-clause",
        )
        gr.HTML(wrong.picked(language), elem_id="wrong-picked", js_on_load="", **BARE)
        remark = gr.Textbox(
            label=say(language, "wrong.remark", n=f"{wrong.LONGEST_REMARK:,}"),
            lines=2,
            max_lines=4,
            max_length=wrong.LONGEST_REMARK,
            elem_id="wrong-remark",
        )
        send = gr.Button(say(language, "wrong.send"), variant="primary", elem_id="wrong-send")
        said = gr.HTML("", elem_id="wrong-said", js_on_load="", **BARE)
        turn = gr.Textbox(visible="hidden", elem_id="wrong-turn", label="n")
    turn.change(None, None, [kind, clause, remark, said], js="() => [null, '', '', '']")
    given = [kind, clause, remark, turn, thread]
    done = send.click(_keeping(site), given, [said], queue=False, **_ONCE)
    done.then(None, None, None, js="() => window.tiaoli.wrongSent()")


def _keeping(site: Site) -> Callable[..., str]:
    """What is done with a form that was sent."""

    def sent(
        which: str | None,
        name: str,
        words: str,
        number: str,
        thread_id: str,
        request: gr.Request,
    ) -> str:
        try:
            told = wrong.keep(
                site.language,
                site.store,
                site.desk.threads,
                site.desk.assistant.library,
                person=asker_name(request),
                thread_id=thread_id,
                turn=number.split(" ")[0],
                kind=which,
                clause=name,
                remark=words,
            )
        except wrong.RemarkError as error:
            return wrong.said(str(error), kept=False)
        return wrong.said(told, kept=True)

    return sent
