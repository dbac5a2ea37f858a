"""Offer the queries as tools of an MCP server; off unless asked for with `tiaoli chat --mcp`.

Gradio would call a queued tool by HTTP through the proxy that the environment names. So the tools
are Blocks of their own without Gradio's queue, and what it would do is done here: some at once,
some waiting, one more refused in words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI

from ingest.errors import TiaoliError
from ui.pages import frame, site
from ui.programs.door import FULL
from ui.programs.queries import Queries
from ui.programs.records import to_line

PATH = "/mcp"
ADDRESS = f"{PATH}/gradio_api/mcp/"
"""Where a client of MCP connects, by streamable HTTP."""
_MISSING = "--mcp needs the package `mcp`; install it with: pip install 'tiaoli[mcp]'"


def check_installed() -> None:
    """Raise TiaoliError, naming the extra, when the package that speaks MCP is missing."""
    if find_spec("mcp") is None:
        raise TiaoliError(_MISSING)


def mount(app: FastAPI, queries: Queries, port: int) -> None:
    """Mount the tools on `app` under `/mcp`; raises TiaoliError where Gradio cannot serve them."""
    import gradio as gr

    check_installed()
    blocks = gr.Blocks(title="tiaoli", analytics_enabled=False)
    with blocks:
        add_tools(queries)
    gr.mount_gradio_app(app, blocks, path=PATH, **site.shut(port) | {"mcp_server": True})
    if fault := blocks.mcp_error:
        raise TiaoliError(f"{fault}; {_MISSING}")


def add_tools(queries: Queries) -> None:
    """Add the tools to the Blocks that are being built; each gives its record as JSON."""
    from gradio import events

    through = _Gate().through

    async def ask(question: str, documents: list[str] | None = None) -> str:
        """Answer a question about Chinese court-reform policy by quotations with their clauses.

        The answer says abstained where the documents are silent: do not answer in their place.

        Args:
            question: one question in Chinese or English, at most 2,000 characters
            documents: ids of the documents to look in; none for all
        """
        return await through(queries.ask, question, documents)

    async def clause(clause_id: str) -> str:
        """Give the whole text of a clause and its formal reference.

        Args:
            clause_id: as it stands in a citation, for example gd-2021-key-points/14
        """
        return await through(queries.clause, clause_id)

    async def compare(question: str, documents: list[str] | None = None) -> str:
        """Compare what the documents say of a topic, or how a reform changed, cell by cell.

        Args:
            question: a question that compares, or only the topic
            documents: ids of two or more documents; none for all
        """
        return await through(queries.compare, question, documents)

    for tool in (ask, clause, compare):
        events.api(tool, queue=False)


class _Gate:
    """Lets `frame.AT_ONCE` queries work at the same time and `site.MOST_WAITING` wait."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(frame.AT_ONCE)
        self._inside = 0

    async def through(self, query: Callable[..., dict[str, Any]], *values: object) -> str:
        if self._inside >= frame.AT_ONCE + site.MOST_WAITING:
            raise TiaoliError(FULL)
        self._inside += 1
        try:
            async with self._free:
                return to_line(await asyncio.to_thread(query, *values))
        finally:
            self._inside -= 1
