"""A table or a picture as a file to download: made in memory from the library and the address."""

from __future__ import annotations

from datetime import date

from ingest.errors import TiaoliError
from ui.evolution import export_text
from ui.evolution.lines import heading
from ui.evolution.tables import drawn_up
from ui.evolution.timeline import SVG, picture
from ui.evolution.types import Evolution
from ui.evolution.wish import read
from ui.paper.file import as_download
from ui.types import Assistant, File
from ui.words import say

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}
"""Endings of file names and the media types behind them."""


class NothingError(TiaoliError):
    """There is no table to export; the message says so in the page's language."""


def exported(language: str, kind: str, query: str, assistant: Assistant, day: date) -> File:
    """Make the file of a kind (of `KINDS`) that an address asks for.

    Raises NothingError where there is no table, TiaoliError where the assistant does.
    """
    wish = read(query)
    if not wish.topic:
        raise NothingError(say(language, "err.evtopic"))
    found = drawn_up(language, wish, assistant)
    if not found.courses:
        raise NothingError(say(language, "err.evnothing", why=found.trouble))
    if kind == "docx":
        from ui.evolution import docx_table

        content = docx_table.write(language, found, wish.view, day)
    elif kind == "md":
        content = export_text.markdown(language, found, day)
    elif kind == "csv":
        content = export_text.csv_table(language, found, day)
    else:
        content = _pictures(language, found)
    return File(content, as_download(heading(language, found), day, kind, KINDS[kind]))


def _pictures(language: str, found: Evolution) -> bytes:
    """The pictures of all topics, one below the other, in one file."""
    drawn = [picture(language, c, n, alone=True) for n, c in enumerate(found.courses)]
    if len(drawn) == 1:
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn[0]}\n'.encode()
    heights = [float(one.split('height="', 1)[1].split('"', 1)[0]) for one in drawn]
    parts, height = [], 0.0
    for one, own in zip(drawn, heights, strict=True):
        parts.append(one.replace("<svg ", f'<svg y="{height}" ', 1))
        height += own + 24
    whole = f'<svg xmlns="{SVG}" width="960" height="{height}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}{"".join(parts)}</svg>\n'.encode()
