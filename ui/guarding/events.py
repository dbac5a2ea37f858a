"""What of a request goes into the log, and to which page an event of Gradio belongs."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import parse_qs, parse_qsl

from ui.guarding.entries import Event, Fields
from ui.guarding.roles import Right, Role, may_open_page, right_of

Pages = Mapping[str, Mapping[int, tuple[str, str]]]
"""For each language and event of Gradio by its number: the page it is on (the first has no name),
and what is done by it where something is pressed."""
PRESSED = "tiaoli.pressed"
"""Where a request carries what is pressed on the page of evaluators."""
MOST_SESSIONS = 10_000
"""Gradio's sessions of which it is known whose they are."""
_PARTS = re.compile(
    r"/(?:zh|en)/(?:assets|static|svelte)/.*|/(?:zh|en)/(?:theme\.css|manifest\.json|favicon\.ico"
    r"|config/?|me|gradio_api/.*)|/favicon\.ico|/(?:api|mcp)/.*"
)
"""What a page loads by itself, and calls whose record is written where they are answered."""
_FILE = re.compile(r"\.(?:docx|md|csv|svg|json|jsonl|xlsx|html)$|/eval/(?:run|set)/")
"""What is taken along: the endings of the files that pages offer."""
_EVENT = re.compile(r"/(?P<language>zh|en)/gradio_api/(?:queue/join|run/predict)/?")
_STREAM = re.compile(r"/(?:zh|en)/gradio_api/(?:queue/data|heartbeat/(?P<session>[\w-]+))/?")
_CLAUSE = re.compile(r"[\w-]{1,80}/[\w.~-]{1,40}")
_CALL = re.compile(r"/api/gradio_api/(?:queue/join|call/(?:v2/)?\w+)/?")


def event_of(method: str, path: str, query: str) -> tuple[Event, Fields] | None:
    """What a request that succeeded is in the log; None where it has no record of its own.

    Of the query only ids of clauses are kept: it may hold a question, or name a conversation.
    """
    if _PARTS.fullmatch(path):
        return None
    clauses = [value for _, value in parse_qsl(query) if _CLAUSE.fullmatch(value)]
    if method == "POST" or "." in path:
        return Event.DOWNLOAD, {"path": path}
    return Event.OPEN, {"path": path, "clauses": clauses}


def is_question(method: str, path: str, body: bytes) -> bool:
    """Whether a program asks something: a call at `/api`, or of a tool at `/mcp`."""
    if method != "POST":
        return False
    return bool(_CALL.fullmatch(path)) or (path.startswith("/mcp/") and b"tools/call" in body)


def reads_body(method: str, path: str) -> bool:
    """Whether a request can only be judged by its body."""
    return method == "POST" and (bool(_EVENT.fullmatch(path)) or path.startswith("/mcp/"))


class PageEvents:
    """Keeps each event of a page to the roles that may open it, and each session to one user."""

    def __init__(self, pages: Pages) -> None:
        """Take the page of each event."""
        self._pages = pages
        self._owners: OrderedDict[str, str] = OrderedDict()

    def allowed(self, path: str, query: str, body: bytes, role: Role, name: str) -> bool:
        """Whether a role may send this event, or follow this stream, as this user."""
        if event := _EVENT.fullmatch(path):
            try:
                sent = json.loads(body)
            except (ValueError, RecursionError):
                return True  # `ui.programs.door` says what is wrong with it
            number = sent.get("fn_index") if isinstance(sent, dict) else None
            known = self._pages[event["language"]]
            page = known[number][0] if type(number) is int and number in known else None
            session = sent.get("session_hash") if isinstance(sent, dict) else None
            return page is not None and may_open_page(role, page) and self._owns(session, name)
        if stream := _STREAM.fullmatch(path):
            named = stream["session"] or next(iter(parse_qs(query).get("session_hash", [])), None)
            return self._owns(named, name)
        if path.rstrip("/").endswith("/config"):
            asked = dict(parse_qsl(query)).get("page", "")
            shown = {page for pages in self._pages.values() for page, _ in pages.values()}
            wanted = {asked} if asked in shown and "page=" in query else shown
            return all(may_open_page(role, page) for page in wanted)
        return True

    def pressed(self, path: str, body: bytes) -> str:
        """What is pressed by an event, which `allowed` let in, on the page of evaluators."""
        event = _EVENT.fullmatch(path)
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            if event:
                page, name = self._pages[event["language"]][json.loads(body)["fn_index"]]
                return name if right_of(f"/zh/{page}") is Right.EVALUATE else ""
        return ""

    def _owns(self, session: object, name: str) -> bool:
        """Whether a session of Gradio is this user's; one that nobody has used becomes theirs."""
        if not isinstance(session, str):
            return session is None
        owner = self._owners.setdefault(session[:200], name)
        self._owners.move_to_end(session[:200])
        while len(self._owners) > MOST_SESSIONS:
            self._owners.popitem(last=False)
        return owner == name
