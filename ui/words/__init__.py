"""Every word the pages show, in Chinese and English; each page has a file of its own.

A key has the same meaning in both languages and the same `{places}`. Keys that begin with `js.`
are also handed to the scripts of the page.
"""

from __future__ import annotations

import json

from ui.words.chat import CHAT
from ui.words.documents import DOCUMENTS
from ui.words.evaluation import EVALUATION
from ui.words.evolution import EVOLUTION
from ui.words.paper import PAPER
from ui.words.people import PEOPLE
from ui.words.study import STUDY
from ui.words.talks import TALKS

LANGUAGES = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    **CHAT,
    **DOCUMENTS,
    **EVALUATION,
    **EVOLUTION,
    **PAPER,
    **PEOPLE,
    **STUDY,
    **TALKS,
}


def say(language: str, key: str, **places: object) -> str:
    """Give the words of `key` in `language` (`zh` or `en`), its `{places}` filled.

    Raises KeyError for an unknown key. `say("zh", "found", n=4)` is `"找到4条依据"`.
    """
    words = WORDS[key][LANGUAGES.index(language)]
    return words.format(**places) if places else words


def script_words(language: str) -> str:
    """Give the words that the page's scripts use, and the names of copy forms, as JSON."""
    keys = [key for key in WORDS if key.startswith(("js.", "copy."))]
    return json.dumps({key: say(language, key) for key in keys}, ensure_ascii=False)
