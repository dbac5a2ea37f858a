"""What Gradio keeps of a visit: little, and of few.

For each visit Gradio describes every component of the site, so that a link to its state can be
made. No page here makes such links, and describing all pages holds up the loop that serves
everybody for 25 ms and leaves 0.4 MB behind. So it is left out; what people leave is in
`ui.keeping`.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from gradio.state_holder import SessionState, StateHolder

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from gradio.routes import App

MOST_VISITS = 2_000
"""Visits that are known at a time; the one unused for longest goes first. What it asks then is a
new visit's: the conversation is kept elsewhere, a card that was shown must be drawn again."""


def keep_little(app: FastAPI, path: str) -> None:
    """Let what Gradio mounted on `app` keep of its visits no more than what answers them."""
    there = (getattr(one, "app", None) for one in app.routes if getattr(one, "path", "") == path)
    mounted = cast("App", next(one for one in there if hasattr(one, "get_blocks")))
    holder, blocks = _Visits(), mounted.get_blocks()
    blocks.state_session_capacity = MOST_VISITS
    mounted.state_holder = holder
    holder.set_blocks(blocks)


class _Visits(StateHolder):
    """The visits by their names, each made when it first asks for something."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = _Visit(self.blocks)
        return super().__getitem__(session_id)


class _Visit(SessionState):
    """The state of a visit without a description of its components."""

    def __init__(self, blocks: gr.Blocks) -> None:
        none = SimpleNamespace(default_config=blocks.default_config, blocks=())
        super().__init__(cast("gr.Blocks", none))

    def __setitem__(self, key: int, value: object) -> None:
        super().__setitem__(key, value)
        self.config_values.clear()

    def _update_config(self, key: int) -> None:
        pass

    def _update_value_in_config(self, key: int, value: object) -> None:
        pass
