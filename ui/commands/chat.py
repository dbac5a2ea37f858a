"""`tiaoli chat`: the pages, on this machine or, with users, for others."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.settings import home_from, page_writer_from

if TYPE_CHECKING:
    from rag.assistant import Assistant

_PLAIN = "tiaoli: passwords cross the network unencrypted; put a proxy with https before it"


def chat(
    options: argparse.Namespace, opened: Callable[[], Assistant], tell: Callable[[str], object]
) -> int:
    """Serve until Ctrl-C; what is wrong with a setting is told before anything is loaded."""
    from ui.guarding.front import front, is_loopback
    from ui.guarding.settings import guarding_from

    home = home_from()
    guarding = guarding_from(home.folder, options.host, os.environ)
    if guarding:
        front(options.port, options.host, guarding.origin, guarding.proxies)
        if not is_loopback(options.host) and not guarding.origin.startswith("https:"):
            tell(_PLAIN)
    if options.mcp:
        from ui.programs.mcp import check_installed

        check_installed()
    assistant = opened()
    assistant.writer = page_writer_from(tell)
    tell("正在启动网页… / starting the page")
    from ui.keeping.store import FILE, Store
    from ui.serving.app import serve

    store = Store(home.folder / FILE)
    serve(
        assistant,
        options.port,
        options.open,
        store=store,
        mcp=options.mcp,
        guarding=guarding,
        host=options.host,
    )
    return 0
