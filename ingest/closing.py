"""How documents end: sign-offs with their dates, closing paragraphs, and what is attached after.

Example: `国务院办公厅` / `2018年12月18日` / `（此件公开发布）` is one closing clause, and the title
of the attached document that may follow is a heading.
"""

from __future__ import annotations

from ingest.numbering import Style
from ingest.parts import Part, Text, first_sentence
from ingest.types import ClauseKind

_TOPIC_LENGTH = 28
"""Topic sentences of the founding documents run to 26 characters; closings begin with 32."""
_SIGNERS, _ANNEX_LINES, _TRAILERS = 4, 10, 8
"""Most lines of issuers above a date, of annexes named above them, of notes at the very end."""
_TITLE_LINES = 3


def sign_off_end(text: Text, place: int) -> int:
    """Where the sign-off that begins at a place ends; the place itself if none begins there.

    A sign-off is a few short lines and a date below them; `附件：…` may stand above, a remark such
    as `（此件公开发布）` below. At the end of a document all short lines that follow belong to it.
    """
    end, annexes = place, text.is_annex(place) or text[place].startswith(("附件：", "附件:"))
    while end < len(text) and not text.is_date(end):
        short = text.is_line(end) and not text.is_body(end) and not text.markup(end)
        if end - place >= (_ANNEX_LINES if annexes else _SIGNERS) or not short:
            return place
        if text.marker(end) and not annexes:
            return place
        end += 1
    if end == len(text):
        return place
    end += 1
    while end < len(text) and text.is_remark(end):
        end += 1
    rest = range(end, len(text))
    if len(rest) <= _TRAILERS and all(_is_trailer(text, here) for here in rest):
        return len(text)
    return end


def _is_trailer(text: Text, place: int) -> bool:
    running = text.is_body(place) or text.marker(place) or text.is_annex(place)
    return text.is_line(place) and not running


def title_end(text: Text, place: int) -> int:
    """Where the title of an attached document ends: up to three short lines above its text."""
    end = place
    while end < len(text) and end - place <= _TITLE_LINES:
        if text.is_body(end) or text.marker(end) or not text.is_line(end):
            return end
        if text.is_date(end) or text.is_annex(end) or text.is_entry(end):
            return place
        end += 1
    return place


def split_closing(parts: list[Part], text: Text) -> list[Part]:
    """Set apart what closes a document: a sign-off with its date, and closing paragraphs.

    Where every other numbered clause is a single paragraph, paragraphs after the last one close
    the document. Where every paragraph has a short topic sentence, the last ones without do.
    """
    if not parts or parts[-1].heading:
        return parts
    if parts[-1].kind is not ClauseKind.CLOSING:
        parts = _split_sign_off(parts, text)
    clauses = [p for p in parts if not p.heading]
    numbered = [p for p in clauses if p.kind is ClauseKind.NUMBERED and p.marker]
    last = next((p for p in reversed(clauses) if p.kind is not ClauseKind.CLOSING), None)
    if last is None:
        return parts
    if numbered and last is numbered[-1] and last.marker and last.marker.style is not Style.ARTICLE:
        single = all(p.first == p.last for p in numbered[:-1])
        if single and len(numbered) > 3 and last.last > last.first and not text.announces(last):
            return _cut(parts, last, last.first + 1, text, one_each=True)
    elif not numbered:
        _mark_unlike_topics([p for p in clauses if p.kind is ClauseKind.PARAGRAPH], text)
    return parts


def _split_sign_off(parts: list[Part], text: Text) -> list[Part]:
    """Cut off the short lines at the end of the last clause if a date is among them."""
    last = parts[-1]
    first = last.last + 1
    while first - 1 > last.first and not text.is_body(first - 1) and text.is_line(first - 1):
        first -= 1
    if not any(text.is_date(place) for place in range(first, last.last + 1)):
        return parts
    return _cut(parts, last, first, text, one_each=False)


def _cut(parts: list[Part], part: Part, first: int, text: Text, *, one_each: bool) -> list[Part]:
    """Cut the paragraphs from `first` on off a part, as one closing clause or one each."""
    closing: list[Part] = []
    for place in range(first, part.last + 1):
        if closing and not one_each:
            text.extend(closing[-1], place)
        else:
            closing.append(text.part(place, kind=ClauseKind.CLOSING))
    place = parts.index(part)
    text.extend(part, first - 1)
    return parts[: place + 1] + closing + parts[place + 1 :]


def _mark_unlike_topics(paragraphs: list[Part], text: Text) -> None:
    """Mark the last paragraphs as closing if they alone lack a short topic sentence."""
    short = [len(first_sentence(text[p.first])) <= _TOPIC_LENGTH for p in paragraphs]
    closing = len(short) - len("".join("y" if s else "n" for s in short).rstrip("n"))
    if 0 < closing <= 3 and len(paragraphs) > 5 and all(short[: len(short) - closing]):
        for part in paragraphs[-closing:]:
            part.kind, part.section = ClauseKind.CLOSING, ()
