"""Names whose words stand apart, and names that stand only in a list.

`法官常态化增补和跨地域遴选` speaks of 法官遴选; `选任、法官遴选、考核评价等` only lists it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.library import Library
from rag.stages import CLAUSE

LEAST_RARE = 1.0
"""Rarity of the two-character words of a name that also count where other words part them:
`法官常态化增补和跨地域遴选` names 法官遴选, but `人民法院巡回法庭` not 人民法庭."""


def words_of_name(name: str, library: Library) -> tuple[str, ...]:
    """Divide a name into words of two characters, if all are rare enough to mean it together."""
    words = tuple(name[at : at + 2] for at in range(0, len(name), 2))
    rare = all(len(w) == 2 and library.rarity(w) >= LEAST_RARE for w in words)
    return words if rare and len(words) > 1 else ()


def only_listed(name: str, plain: str) -> bool:
    """Whether a name stands in a text only within lists."""
    found = plain.count(name)
    return found > 0 and found == len(re.findall(rf"、{re.escape(name)}(?=、|等)", plain))


def together(words: Sequence[str], plain: str) -> bool:
    """Whether one part of a sentence has all the words."""
    if not words or not all(word in plain for word in words):
        return False
    return any(all(word in part for word in words) for part in CLAUSE.split(plain))
