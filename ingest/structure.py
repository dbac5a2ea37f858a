"""From paragraphs to clauses: which numbers open something, which lines are headings.

A number opens a clause or heading only if it continues the sequence at its level: 14 after 13, or
1 for a new level. Headings close a clause and never enter it. What is not numbered is one clause
per paragraph. `outline(layout, title)` keeps the order of the document and accounts for all of it.
"""

from __future__ import annotations

from ingest.closing import sign_off_end, split_closing, title_end
from ingest.layout import Layout
from ingest.numbering import HEADING_STYLES, Marker, Style
from ingest.parts import Part, Text
from ingest.types import ClauseKind
from ingest.walk import Walk


def outline(layout: Layout, title: str = "") -> list[Part]:
    """Divide a document into headings and clauses, in order.

    `title` is the document's title as far as known: the lines that print it are a heading of
    level 0, and what stands before the last of them is the cover sheet or a transmittal notice.
    """
    text = Text(layout)
    walk = Walk()
    place = _read_front(text, title, walk)
    place = _read_preamble(text, place, walk)
    while place < len(text):
        place = _read_paragraph(text, place, walk)
    return split_closing(walk.parts, text)


def _read_front(text: Text, title: str, walk: Walk) -> int:
    """Read the cover sheet, notice and title; return the place where the body begins."""
    titles = text.title_places(title)
    end = max(titles) + 1 if titles else 0
    while titles and end < len(text) and text.is_cover_line(end):
        end += 1
    if end == len(text):
        return 0
    for place in range(end):
        last = walk.parts[-1] if walk.parts else None
        body = text.is_body(place) or text.is_salutation(place)
        kind = ClauseKind.PREAMBLE if body else ClauseKind.COVER
        if place in titles:
            if last and last.heading and place - 1 in titles and text.continues_title(place, title):
                text.extend(last, place)
            else:
                walk.parts.append(text.part(place, heading=True))
        elif last and not last.heading and last.kind is kind and (not body or text.opens(last)):
            text.extend(last, place)
        else:
            walk.parts.append(text.part(place, kind=kind))
    return end


def _read_preamble(text: Text, place: int, walk: Walk) -> int:
    """Read the paragraphs before the first number or heading, if there is one at all."""
    end = place
    while end < len(text) and not text.marker(end) and not text.is_plain_heading(end):
        signed = sign_off_end(text, end)
        if signed == len(text):
            return place
        if signed > end:
            break
        end += 1
    if end == len(text):
        return place
    for here in range(place, end):
        last = walk.parts[-1] if walk.parts else None
        if here > place and last and text.opens(last):
            text.extend(last, here)
        else:
            walk.parts.append(text.part(here, kind=ClauseKind.PREAMBLE))
    return end


def _read_paragraph(text: Text, place: int, walk: Walk) -> int:
    """Read one paragraph into the walk; return the next place."""
    marker = text.marker(place)
    clause = walk.clause
    in_article = bool(clause and clause.marker and clause.marker.style is Style.ARTICLE)
    if marker and _opens(text, place, marker, walk):
        return _read_numbered(text, place, marker, walk)
    signed = sign_off_end(text, place)
    if signed > place:
        return _read_sign_off(text, place, signed, walk)
    plain = text.is_plain_heading(place)
    if text.is_annex(place):
        part = text.part(place, heading=True)
        walk.begin_annex(part)
        return _read_title(text, part, title_end(text, place + 1))
    if plain and (not in_article or text.markup(place) or text.is_statute_heading(place)):
        if text.is_statute_heading(place):
            walk.close_numbered()
        walk.open_heading(text.part(place, heading=True))
    elif (
        clause
        and (clause.marker or text.opens(clause) or text.is_list_entry(place))
        and not (text[place].startswith("各位代表"))
    ):
        text.extend(clause, place)
    else:
        walk.open_clause(text.part(place))
    return place + 1


def _read_sign_off(text: Text, place: int, end: int, walk: Walk) -> int:
    """Read a sign-off, and the title of the document attached below it, if there is one."""
    part = text.part(place, kind=ClauseKind.CLOSING)
    walk.sign_off(part)
    _read_title(text, part, end)
    titled = title_end(text, end)
    if titled == end:
        return end
    title = text.part(end, heading=True)
    walk.open_heading(title)
    return _read_title(text, title, titled)


def _read_title(text: Text, part: Part, end: int) -> int:
    """Add the paragraphs up to `end` to a part; return the next place."""
    for place in range(part.last + 1, end):
        text.extend(part, place)
    return part.last + 1


def _opens(text: Text, place: int, marker: Marker, walk: Walk) -> bool:
    """Whether a paragraph's number opens a heading or a clause here."""
    clause = walk.clause
    if clause and clause.marker and marker.style > clause.marker.style:
        inside_article = clause.marker.style is Style.ARTICLE
        if inside_article:
            return walk.continues(marker) and _heads_articles(text, place, walk)
        if text.announces(clause):
            return False
    if marker.style in HEADING_STYLES:
        return text.is_line(place) or _heads_articles(text, place, walk)
    return walk.continues(marker) or walk.resumes(marker, text.is_spaced(place))


def _heads_articles(text: Text, place: int, walk: Walk) -> bool:
    """Whether a short line stands right above the next article of a statute: `二、民事公益诉讼`."""
    below = text.marker(place + 1) if place + 1 < len(text) else None
    short = text.is_line(place) or text.is_short_sentence(place)
    return bool(short and below and below.style is Style.ARTICLE and walk.continues(below))


def _read_numbered(text: Text, place: int, marker: Marker, walk: Walk) -> int:
    heading = marker.style in HEADING_STYLES or _heads(text, place, marker, walk)
    part = text.part(place, heading=heading, kind=ClauseKind.NUMBERED)
    walk.take(marker)
    if not heading:
        walk.open_clause(part)
        return place + 1
    bare = len(text[place]) == marker.end
    if bare and place + 1 < len(text) and text.is_line(place + 1) and not text.marker(place + 1):
        place += 1
        text.extend(part, place)
    walk.open_heading(part)
    return place + 1


def _heads(text: Text, place: int, marker: Marker, walk: Walk) -> bool:
    """Whether a numbered line is a heading: no sentence in it, and something stands below it."""
    below = place + 1
    if marker.style is Style.ARTICLE or below >= len(text) or marker.end == len(text[place]):
        return False
    deeper = text.marker(below)
    if deeper is None:
        sibling = walk.clause.marker.style if walk.clause and walk.clause.marker else None
        ends = text.is_date(below) or text.is_annex(below) or sign_off_end(text, below) > below
        return text.is_line(place) and sibling is not marker.style and not ends
    inside = deeper.style > marker.style or deeper.style is Style.ARTICLE
    last = walk.last.get(deeper.style)
    first = deeper.value == 1 or (last is not None and deeper.value == last[0] + 1)
    sentence = first and text.is_short_sentence(place) and text[place][-1] not in "：:"
    return inside and (text.is_line(place) or sentence)
