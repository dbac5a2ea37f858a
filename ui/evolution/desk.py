"""What the page shows for an address: the start, a table, two clauses, or what went wrong."""

from __future__ import annotations

import logging

from ingest.errors import TiaoliError
from ui.browsing.topics import topics
from ui.evolution import shown, shown_pair
from ui.evolution.tables import drawn_up
from ui.evolution.types import Evolution
from ui.evolution.wish import Wish
from ui.types import Assistant
from ui.words import say

MOST_TOPICS = 24
"""Topics that are offered at the start."""
_log = logging.getLogger(__name__)


def page(language: str, wish: Wish, assistant: Assistant, turn: int = 0) -> str:
    """Write what a wish asks for as HTML; whatever happens is said in words.

    `turn` counts what a page asked for, so that its script knows when the answer is there.
    """
    return f'<div class="ev" data-turn="{turn}">{_inner(language, wish, assistant)}</div>'


def _inner(language: str, wish: Wish, assistant: Assistant) -> str:
    library = assistant.library
    if wish.pair:
        return shown_pair.pair(language, wish, library)
    offered = topics(library)[:MOST_TOPICS]
    if not wish.topic:
        return shown.start(language, wish, offered)
    found = _found(language, wish, assistant)
    if found.courses:
        return shown.table(language, wish, found)
    return shown.trouble(language, wish, found, offered)


def _found(language: str, wish: Wish, assistant: Assistant) -> Evolution:
    try:
        return drawn_up(language, wish, assistant)
    except TiaoliError as error:
        return Evolution(wish.topic, trouble=say(language, "ev.known", what=str(error)))
    except Exception:  # the page must say so in words, whatever it was
        _log.exception("a topic could not be followed")
        return Evolution(wish.topic, trouble=say(language, "ev.failed"))
