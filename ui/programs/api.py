"""Offer `ui.programs.queries` to other programs of this machine as Gradio API endpoints."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI

from ingest.errors import TiaoliError
from ui.pages import frame, site
from ui.programs.door import PATH
from ui.programs.queries import PARAMETERS, Queries
from ui.programs.records import Record

if TYPE_CHECKING:
    import gradio as gr


def mount(app: FastAPI, queries: Queries, port: int) -> None:
    """Mount the endpoints on `app` under `/api`, with all that calls out shut off."""
    import gradio as gr

    gr.mount_gradio_app(app, build(queries), path=PATH, **site.shut(port))


def build(queries: Queries) -> gr.Blocks:
    """Build Blocks of endpoints alone: `/ask`, `/clause` and `/compare`, numbered in this order.

    All of them wait in one queue of their own, so that programs cannot fill that of the pages.
    """
    import gradio as gr
    from gradio import events

    blocks = gr.Blocks(title="tiaoli", analytics_enabled=False)
    with blocks:
        for name in PARAMETERS:
            query = getattr(queries, name)
            events.api(
                _told(query),
                api_name=name,
                api_description=inspect.getdoc(query),
                concurrency_limit=frame.AT_ONCE,
                concurrency_id="queries",
            )
    blocks.queue(max_size=site.MOST_WAITING, api_open=False)
    return blocks


def _told(query: Callable[..., Record]) -> Callable[..., Record]:
    """Let an error of ours reach the caller as its sentence alone."""
    import gradio as gr

    @functools.wraps(query)
    def told(*values: object) -> Record:
        try:
            return query(*values)
        except TiaoliError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told
