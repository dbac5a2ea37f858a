"""Which words of a sentence are said of which document.

In `广东要点要求甲，吉林要点要求乙` what is said under a name must stand in what is cited of that
document. Without this, the right words could be given to the wrong one as long as both are cited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index.library import Library
from index.script import searchable
from ingest.types import Facts
from rag.types import Citation

SHORTEST = 4
"""Characters of a document's name; 纲要 alone may be any."""

_EMPTY = re.compile(
    r"[\W_]|和|与|及|以及|或|、|都|均|也|的|对|在|中|省|院|高|法院|高级人民法院|提出|要求|规定|文件|分别|比较|相比|同样|一样"
)

Said = tuple[str, tuple[Citation, ...]]
"""Words of a sentence, and the citations they must stand in."""


def attributed(text: str, citations: Sequence[Citation], library: Library) -> list[Said]:
    """Divide a sentence by the documents it names.

    Names that stand in the cited words themselves name nothing. A name without words of its own
    shares those that follow: 广东和吉林都要求甲 is 甲 of both.

    Example: of `广东要点要求甲，吉林要点要求乙` the first half comes with the citations of the one
    document, the second with those of the other.
    """
    said = searchable(text)
    quoted = searchable("\n".join(citation.quote for citation in citations))
    names = {n: ids for n, ids in _names(library).items() if n in said and n not in quoted}
    if not names:
        return [(text, tuple(citations))]
    longest = sorted(names, key=lambda name: (-len(name), name))
    found = list(re.finditer("|".join(map(re.escape, longest)), said))
    starts = [0, *(m.start() for m in found[1:])]
    ends = [*(m.start() for m in found[1:]), len(text)]
    parts: list[Said] = []
    waiting: list[tuple[Citation, ...]] = []
    for match, start, end in zip(found, starts, ends, strict=True):
        own = tuple(c for c in citations if c.clause.document_id in names[match[0]])
        rest = said[start : match.start()] + said[match.end() : end]
        if not _EMPTY.sub("", rest):
            waiting.append(own)
            continue
        parts += [(text[start:end], cited) for cited in (own, *waiting)]
        waiting = []
    return parts or [(text, own)]


def _names(library: Library) -> Mapping[str, frozenset[str]]:
    return _names_of(tuple(document.facts for document in library.documents.values()))


@lru_cache(maxsize=4)
def _names_of(facts: tuple[Facts, ...]) -> Mapping[str, frozenset[str]]:
    """Map what documents are called, in searchable form, to their ids."""
    found: dict[str, set[str]] = {}
    for one in facts:
        names = {searchable(name) for name in (one.title, one.short_title, *one.names)}
        names = {name for name in names if len(name) >= SHORTEST and not name.isascii()}
        for name in names | ({searchable(one.region)} if one.region else set()):
            found.setdefault(name, set()).add(one.id)
    return {name: frozenset(ids) for name, ids in found.items()}
