"""The files that the pages offer: made on the server from what it holds, by ids and never by paths.

Which addresses there are stands in `ui.serving.edge` as well: it lets no other through.
"""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from ingest.errors import TiaoliError
from ui.keeping.people import person_of
from ui.words import say

if TYPE_CHECKING:
    from ui.chat.kept import KeptThreads
    from ui.keeping.store import Store
    from ui.types import Assistant, Library

MOST_FILES = 2
"""Comparisons that are made for a download at the same time; others wait."""


def add_downloads(app: FastAPI, assistant: Assistant, store: Store, threads: KeptThreads) -> None:
    """Add all of them to `app`."""
    _add_paper(app, assistant.library)
    _add_talks(app, threads, assistant.library)
    _add_evolution(app, assistant)
    _add_progress(app, store)
    _add_evaluation(app)


def _add_paper(app: FastAPI, library: Library) -> None:
    """A working paper, sent by the page as ids and notes."""
    from ui.paper.content import PaperError
    from ui.paper.file import exported

    @app.post("/{language}/paper.{kind}")
    async def paper(language: str, kind: str, request: Request) -> Response:
        body = await request.body()
        try:
            file = await asyncio.to_thread(exported, language, kind, body, library, date.today())
        except PaperError as error:
            return PlainTextResponse(str(error), 422)
        return Response(file.content, headers=file.headers)


def _add_talks(app: FastAPI, threads: KeptThreads, library: Library) -> None:
    """A conversation, for the person whose it is."""
    from ui.chat.export import exported

    @app.get("/{language}/talks/{name}.{kind}")
    def talk(language: str, name: str, kind: str, request: Request) -> Response:
        whole = threads.whole(person_of(request.scope), name)
        if whole is None:
            return PlainTextResponse(say(language, "talks.nothing"), 404)
        file = exported(language, kind, whole, library, date.today())
        return Response(file.content, headers=file.headers)


def _add_evolution(app: FastAPI, assistant: Assistant) -> None:
    """A comparison or timeline, made of the library and the address alone."""
    from ui.evolution.file import KINDS, exported

    turns = asyncio.Semaphore(MOST_FILES)

    @app.get("/{language}/compare.{kind}")
    async def evolution(language: str, kind: str, request: Request) -> Response:
        if kind not in KINDS:
            return PlainTextResponse("There is nothing here.", 404)
        wanted = (language, kind, request.url.query, assistant, date.today())
        try:
            async with turns:
                file = await asyncio.to_thread(exported, *wanted)
        except TiaoliError as error:
            return PlainTextResponse(str(error), 422)
        return Response(file.content, headers=file.headers)


def _add_progress(app: FastAPI, store: Store) -> None:
    """What a person has studied."""
    from ui.study import clock
    from ui.study.export import exported

    @app.get("/{language}/study.{kind}")
    def progress(kind: str, request: Request) -> Response:
        file = exported(store, person_of(request.scope), kind, clock.now())
        return Response(file.content, headers=file.headers)


def _add_evaluation(app: FastAPI) -> None:
    """Runs and sets; a name is looked up among those that are listed."""
    from ui.evaluation.downloads import run_file, set_file
    from ui.settings import home_from

    @app.get("/{language}/eval/run/{name}.{kind}")
    def run(name: str, kind: str) -> Response:
        file = run_file(home_from(), name, kind)
        return Response(file.content, headers=file.headers) if file else Response(status_code=404)

    @app.get("/{language}/eval/set/{name}")
    def own_set(name: str) -> Response:
        file = set_file(home_from(), name)
        return Response(file.content, headers=file.headers) if file else Response(status_code=404)
