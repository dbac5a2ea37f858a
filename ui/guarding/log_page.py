"""The page of the audit log: filter, list, export and verification, without a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from html import escape
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from ui.guarding import plain
from ui.guarding.entries import Event, Fields, Person
from ui.guarding.log import Log, LogError
from ui.guarding.reading import Wish, as_csv, found, rest_of, wish_of
from ui.guarding.replies import Reply
from ui.guarding.roles import Role
from ui.guarding.verify import verify
from ui.words import LANGUAGES, WORDS, say

MOST = 100
"""Records on a page."""
MOST_EXPORTED = 200_000
"""Records of one export; a longer time is exported in parts."""


def log_page(log: Log, language: str, query: str, who: Person) -> Reply:
    """The page for a query of the address bar."""
    values = dict(parse_qsl(query))
    wish = wish_of(values)
    try:
        shown = list(islice(found(log, wish), MOST + 1))
    except (LogError, OSError):
        return Reply(_whole(language, query, who, _told(language, "audit.broken", bad=True)), 500)
    body = (
        f"<main><h1>{say(language, 'audit')}</h1>"
        f"{_verdict(log, language) if 'verify' in values else ''}{_filter(language, wish)}"
        f"{_table(language, shown[:MOST])}{_ways(language, wish, shown)}</main>"
    )
    return Reply(_whole(language, query, who, body), event=Event.LOG_READ, more=_asked(wish))


def log_file(log: Log, query: str) -> Reply:
    """The records of a query as a CSV file."""
    wish = wish_of(dict(parse_qsl(query)))
    try:
        text = as_csv(islice(found(log, wish), MOST_EXPORTED))
    except (LogError, OSError):
        return Reply("The log cannot be read; run tiaoli audit verify.\n", 500, kind="text/plain")
    name = (("content-disposition", 'attachment; filename="tiaoli-audit.csv"'),)
    more = {"form": "csv", **_asked(wish)}
    return Reply(text, 200, name, "text/csv; charset=utf-8", Event.LOG_READ, True, more)


def _asked(wish: Wish) -> Fields:
    """What a record says of a look into the log; a question looked for is not written down."""
    asked = {key: value for key, value in asdict(wish).items() if value and key != "question"}
    return {"filter": asked} if asked else {}


def _whole(language: str, query: str, who: Person, body: str) -> str:
    other = next(name for name in LANGUAGES if name != language)
    return plain.page(
        language,
        say(language, "audit"),
        body,
        tools=plain.sign_out(language, who.name, who.role) if who.name else "",
        switch=f"/{other}/audit" + (f"?{query}" if query else ""),
    )


def _told(language: str, key: str, *, bad: bool, **places: object) -> str:
    kind, role = ("bad", "alert") if bad else ("good", "status")
    return f'<p class="{kind}" role="{role}">{escape(say(language, key, **places))}</p>'


def _verdict(log: Log, language: str) -> str:
    verdict = verify(log)
    if verdict.wrong is None:
        return _told(language, "audit.whole", bad=False, n=f"{verdict.records:,}")
    key = f"audit.bad.{verdict.wrong.value}"
    return _told(language, key, bad=True, n=verdict.number, place=verdict.place)


def _filter(language: str, wish: Wish) -> str:
    chosen = "".join(
        f'<option value="{event.value}"{" selected" if event == wish.event else ""}>'
        f"{say(language, f'audit.event.{event.value}')}</option>"
        for event in Event
    )
    days = "".join(
        f'<label>{say(language, key)}<input type="date" name="{name}" value="{value}"></label>'
        for key, name, value in (("audit.from", "from", wish.first), ("audit.to", "to", wish.last))
    )
    return (
        f'<form class="filter" method="get" action="/{language}/audit">{days}'
        f'<label>{say(language, "audit.user")}<input name="user" maxlength="40" '
        f'value="{escape(wish.user)}"></label><label>{say(language, "audit.event")}'
        f'<select name="event"><option value="">{say(language, "audit.any")}</option>{chosen}'
        f'</select></label><button class="main">{say(language, "audit.show")}</button>'
        f'<button name="verify" value="1">{say(language, "audit.verify")}</button>'
        f'<a class="button" href="/{language}/audit.csv{_query(wish)}">{say(language, "audit.csv")}'
        "</a></form>"
    )


def _query(wish: Wish, **other: object) -> str:
    named = {"from": wish.first, "to": wish.last, "user": wish.user, "event": wish.event, **other}
    query = urlencode({key: value for key, value in named.items() if value})
    return escape(f"?{query}" if query else "")


def _table(language: str, shown: list[Fields]) -> str:
    if not shown:
        return (
            f'<p>{say(language, "audit.none")} <a href="/{language}/audit">'
            f"{say(language, 'audit.clear')}</a></p>"
        )
    heads = ("seq", "at", "user", "role", "address", "event", "success", "more")
    top = "".join(f'<th scope="col">{say(language, f"audit.{head}")}</th>' for head in heads)
    rows = "".join(_row(language, one) for one in shown)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{say(language, "audit")}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(language: str, one: Fields) -> str:
    role, event, well = str(one.get("role", "")), str(one.get("event", "")), one.get("success")
    cells = (
        str(one["seq"]),
        str(one.get("at", ""))[:19].replace("T", " "),
        str(one.get("user", "")),
        say(language, f"role.{role}") if role in list(Role) else role,
        str(one.get("address", "")),
        say(language, f"audit.event.{event}") if event in list(Event) else event,
        say(language, "audit.yes" if well else "audit.no"),
    )
    plain_cells = "".join(f'<td class="one">{escape(cell)}</td>' for cell in cells)
    more = " · ".join(f"{_key(language, k)}: {_shown(v)}" for k, v in rest_of(one).items())
    kind = "" if well else ' class="no"'
    return f'<tr{kind}>{plain_cells}<td class="more">{escape(more)}</td></tr>'


def _key(language: str, key: str) -> str:
    """The name of a field; that of another release stands as it is."""
    named = f"audit.key.{key}"
    return say(language, named) if named in WORDS else f"{say(language, 'audit.key')} {key}"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={one}" for key, one in value.items())
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{shown[:12]}…" if re.fullmatch(r"[0-9a-f]{64}", shown) else shown


def _ways(language: str, wish: Wish, shown: list[Fields]) -> str:
    older = shown[MOST - 1]["seq"] if len(shown) > MOST else 0
    links = []
    if wish.before:
        newest = _query(replace(wish, before=0))
        links.append(f'<a href="/{language}/audit{newest}">{say(language, "audit.newest")}</a>')
    if older:
        query = _query(wish, before=older)
        links.append(f'<a href="/{language}/audit{query}">{say(language, "audit.older")}</a>')
    return f"<nav>{''.join(links)}</nav>" if links else ""
