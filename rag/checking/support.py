"""Whether cited words say a sentence in other words: its particulars, its words, and its sense."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.script import searchable
from rag.checking.ground import Ground
from rag.checking.polarity import likeness, parts, pieces, turned
from rag.words.normal import in_digits, normal
from rag.words.particulars import (
    document_numbers,
    figures,
    in_order,
    names,
    places,
    slogans,
    titles,
    without_places,
)

SUPPORT = 0.8
"""Share of a sentence's characters that must stand in pairs in the words it cites; docs/llm.md."""
PART = 0.6
"""The same for every part between commas, in two neighbouring sentences of what is cited."""
STRANGE = 2
"""Characters in a row that may stand nowhere in them, beside the words of `_GLUE`."""
WHOLE = 0.7
"""Share of a part's pairs of characters at which one part of the cited words is its source."""

_FIGURED = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|\d[\d.+/]*%?)[年月日号条类人名件家所次份天个页批位宗元倍起]?起?"
)
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_GLUE = re.compile(
    r"提出了?|要求|规定|明确|强调|指出|部署|安排|包括|以及|其中|并且|同时|此外|另外|通过|根据|按照|对于|关于|有关|相关|方面|进行"
    r"|主要|具体|分别|各自|需要|即|和|与|及|或|并|的|了|在|对|将|把|也|还|是|为|以|由|从|到|等|中|上|于|向|被|要|其|该|这|此|则|而"
    r"|文件|要点|报告|纲要|高院|省高院|法院|我国|全国|工作"
)


def missing(text: str, ground: Ground) -> tuple[str, ...]:
    """List what a sentence says in particular that its ground does not have, each once."""
    words = ground.words
    everything = ground.text
    numbers = document_numbers(everything)
    said = searchable(everything)
    bare = ground.without_names(text)
    known = places(everything)
    found = [place for place in places(bare) if place not in known]
    found += figures_missing(without_places(bare), ground.quotes)
    found += [
        f"{issuer}〔{year}〕{number}号"
        for issuer, year, number in document_numbers(text)
        if not any(issuer.endswith(i) and (year, number) == (y, n) for i, y, n in numbers)
    ]
    known_titles = {*titles(everything), *map(normal, ground.called)}
    found += [title for title in titles(text) if title not in known_titles]
    found += [slogan for slogan in slogans(text) if slogan not in words]
    found += [same[0] for same in names(text) if not any(name in said for name in same)]
    return tuple(dict.fromkeys(found))


def figures_missing(text: str, quotes: Sequence[str]) -> list[str]:
    """List the figures of a text that the quotes do not have as often as it does."""
    left = [figure for quote in quotes for figure in figures(quote)]
    found = []
    for figure in figures(text):
        same = next((known for known in left if known.same(figure)), None)
        if same is None:
            found.append(figure.text)
        else:
            left.remove(same)
    return found


def supported(text: str, ground: Ground) -> bool:
    """Whether the ground says, in its own words, what a sentence says.

    Every part of the sentence must stand in two neighbouring sentences of what is cited, so that
    none is put together from words all over a clause.
    """
    bare = without_places(ground.without_names(text))
    return (
        _words_stand([normal(_unfigured(piece)) for piece in pieces(bare)], ground)
        and not turned(bare, (*ground.quotes, *ground.frame))
        and all(_in_company(part, ground.quotes) for part in parts(bare))
    )


def _unfigured(piece: str) -> str:
    return in_digits(_FIGURED.sub(" ", in_digits(piece)))


def _words_stand(said: Sequence[str], ground: Ground) -> bool:
    """Whether enough of each part's pairs of characters stand together, and of all parts'."""
    windows = [f"{window}\n{ground.headings}" for window in ground.windows]
    known = total = 0
    for part in said:
        if len("".join(_HAN_RUN.findall(part))) < 2:  # 有，… or the 减 of 缓、减、免
            continue
        counts = [count for window in windows if (count := _counted(part, window))]
        if not counts:
            return False
        best = max(counts)
        if best[0] < PART * best[1]:
            return False
        known, total = known + best[0], total + best[1]
    return total > 0 and known >= SUPPORT * total


def _counted(part: str, words: str) -> tuple[int, int] | None:
    """Count the characters of a part that stand in pairs in some words, and all of them.

    What only joins others, and figures, do not count; None if too much in a row stands nowhere.
    """
    known = total = 0
    for run in _HAN_RUN.findall(part):
        stands, glue = _standing(run, words), _glued(run)
        known += sum(one and not joins for one, joins in zip(stands, glue, strict=True))
        total += len(run) - sum(glue)
        kept = zip(run, stands, glue, strict=True)
        strange = "".join("，" if one or joins else c for c, one, joins in kept)
        if any(len(rest) > STRANGE for rest in strange.split("，")):
            return None
    return known, total


def _standing(run: str, words: str) -> list[bool]:
    """Say of each character whether it stands in a pair of the words."""
    stands = [False] * len(run)
    for at in range(len(run) - 1):
        if run[at : at + 2] in words:
            stands[at] = stands[at + 1] = True
    return stands


def _glued(run: str) -> list[bool]:
    """Say of each character whether it only joins others."""
    glued = [False] * len(run)
    for glue in _GLUE.finditer(run):
        glued[glue.start() : glue.end()] = [True] * (glue.end() - glue.start())
    return glued


def _in_company(part: str, quotes: Sequence[str]) -> bool:
    """Whether the figures of a part stand, in this order, in what is most like the part."""
    wanted = figures(part)
    if not wanted:
        return True
    known = [(figures(one), likeness(part, one)) for quote in quotes for one in parts(quote)]
    most = max((alike for _, alike in known), default=0.0)
    if most >= WHOLE or any(in_order(wanted, there) for there, _ in known):
        return any(in_order(wanted, there) and alike == most for there, alike in known)
    return all(
        max((alike for there, alike in known if in_order([one], there)), default=0.0)
        >= max((alike for there, alike in known if not in_order([one], there)), default=0.0)
        for one in wanted
    )
