"""Serve the chat page to this machine's browsers and programs, and to nobody else."""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from ingest.errors import TiaoliError
from ui.serving.edge import Edge
from ui.words import LANGUAGES, say

if TYPE_CHECKING:
    from ui.guarding.settings import Guarding
    from ui.keeping.store import Store
    from ui.types import Assistant

ADDRESS = "127.0.0.1"
MOST_PORTS = 20
"""How many ports are tried, counting from the one asked for."""


class PortError(TiaoliError):
    """No port of this machine is free for the page."""


def preferred_language(accept: str) -> str:
    """Choose `zh` or `en` from an Accept-Language header; `zh` where neither is asked for.

    `preferred_language("fr, en;q=0.8, zh;q=0.5")` is `"en"`.
    """
    wishes: list[tuple[float, int, str]] = []
    for place, entry in enumerate(accept.split(",")):
        tag, _, weight = entry.partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        language = tag.strip().lower().split("-")[0]
        if language in LANGUAGES and quality > 0:
            wishes.append((-quality, place, language))
    return min(wishes)[2] if wishes else LANGUAGES[0]


def create_app(
    assistant: Assistant,
    port: int,
    pace: float | None = None,
    *,
    store: Store | None = None,
    mcp: bool = False,
    guarding: Guarding | None = None,
    host: str = ADDRESS,
) -> Edge:
    """Build the whole application: pages and the interface for programs, behind `ui.serving.edge`.

    `port` is the one it will be served on; `pace` the seconds between two sentences of an answer;
    `store` keeps what people leave, in memory where none is given; `mcp` adds the tools of
    `ui.programs.mcp`, which raises TiaoliError where they cannot be had. `guarding` says who may
    come in and what is written down, `host` what it is bound to.
    """
    from ui.chat.desk import PACE_SECONDS, Desk
    from ui.chat.kept import KeptThreads
    from ui.keeping.store import Store
    from ui.pages import site
    from ui.pages.frame import Site
    from ui.programs import api
    from ui.programs.door import Door
    from ui.programs.queries import Queries
    from ui.serving.downloads import add_downloads
    from ui.serving.watches import Watches

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    kept = store or Store()
    threads = KeptThreads(kept, assistant.library)
    watches = Watches(guarding, kept)
    _add_front(app)
    add_downloads(app, assistant, kept, threads)
    pages = {}
    for language in LANGUAGES:
        desk = Desk(assistant, language, threads, PACE_SECONDS if pace is None else pace)
        desk.watch = watches.page
        pages[language] = site.mount(app, Site(desk, kept), port, people=watches.people)
    queries = Queries(assistant, watches.program)
    api.mount(app, queries, port)
    if mcp:
        from ui.programs import mcp as tools

        tools.mount(app, queries, port)
    return watches.before(Door(app, queries), pages, port, host, mcp=mcp)


def _add_front(app: FastAPI) -> None:
    """Add what stands before the two pages: the choice of language, and two small files."""

    @app.get("/")
    def front(request: Request) -> Response:
        language = preferred_language(request.headers.get("accept-language", ""))
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{language}/{query}", headers={"vary": "accept-language"})

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status_code=204)

    @app.get("/{language}/manifest.json")
    def manifest(language: str) -> Response:
        tongue = language if language in LANGUAGES else LANGUAGES[0]
        return JSONResponse({"name": say(tongue, "brand"), "start_url": f"/{tongue}/"})

    for language in LANGUAGES:
        app.add_api_route(f"/{language}", lambda to=language: RedirectResponse(f"/{to}/"))


def free_socket(port: int, host: str = ADDRESS) -> socket.socket:
    """Bind the first free port of an address of this machine from `port` on.

    Raises `PortError` where none of `MOST_PORTS` is free.
    """
    for candidate in range(port, min(port + MOST_PORTS, 65_536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return listener
    last = min(port + MOST_PORTS, 65_536) - 1
    raise PortError(f"port {port} to {last}: none is free to use; choose another with --port")


def serve(
    assistant: Assistant,
    port: int = 7860,
    open_browser: bool = False,
    tell: Callable[[str], object] | None = None,
    *,
    store: Store | None = None,
    mcp: bool = False,
    guarding: Guarding | None = None,
    host: str = ADDRESS,
) -> None:
    """Serve until Ctrl-C. `tell` is given one line with the address once the page is ready.

    Where `port` is taken, the next free one is used and the line says so; `tell` defaults to
    standard output. With `mcp` the line names the address of the tools too. Raises `PortError`
    where no port is free. `guarding` and `host` are those of `create_app`.
    """
    import uvicorn

    listener = free_socket(port, host)
    taken = listener.getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{taken}/"
    tools = f"  MCP: {address}mcp/gradio_api/mcp/" if mcp else ""

    def ready() -> None:
        moved = f" (port {port} is taken)" if taken != port else ""
        (tell or _to_stdout)(f"{address}{moved}{tools}  Ctrl-C stops")
        if open_browser:
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    config = uvicorn.Config(
        create_app(assistant, taken, store=store, mcp=mcp, guarding=guarding, host=host),
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    with listener, suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])


def _to_stdout(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
