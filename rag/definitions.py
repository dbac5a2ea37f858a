"""Whether a sentence says what a term consists of: the parts of 三项规程 and 双轮驱动."""

from __future__ import annotations

import re

from index.script import searchable
from ingest.numbering import han_to_int

_OPEN, _CLOSE = r"[“\"「]?", r"[”\"」]?"
_AFTER = r"(?=[，,。；;“”]|措施|制度|机制|管理|的|改革|有机|$)"
_COUNT = re.compile(r"^([一二两三四五六七八九十\d])(?:个|大|项|类|种)([\u4e00-\u9fff]{2,4})$")
_ONLY_DONE = r"(?!落实|执行|贯彻|严格|完善|健全|围绕|推进|坚持|遵守|严守)"


def spells_out(sentence: str, term: str) -> bool:
    """Whether a sentence says what a term consists of, beside it or by naming its parts.

    `修订庭前会议、非法证据排除、法庭调查“三项规程”` spells out 三项规程,
    `政治素质、业务素质和职业道德素质建设，将“三个素质”…` 三个素质; `严格落实“三项规程”` none.
    """
    plain, said = searchable(sentence), searchable(term)
    word = re.escape(said)
    quoted = rf"{_OPEN}{word}{_CLOSE}"
    patterns = (
        rf"、[^，,。；;、“”]+等?{quoted}{_AFTER}",
        rf"[\u4e00-\u9fff]{{2,}}(?:和|与){_ONLY_DONE}[\u4e00-\u9fff]{{2,10}}{quoted}{_AFTER}",
        rf"{word}{_CLOSE}(?:是指|即|包括|:)[^，,。；;]*",
    )
    return any(re.search(pattern, plain) for pattern in patterns) or _counted(plain, said)


def _counted(plain: str, term: str) -> bool:
    """Whether as many things of the kind are named besides: three 素质 for 三个素质."""
    match = _COUNT.match(term)
    if match is None:
        return False
    rest = plain.replace(term, "")
    return rest.count(match[2]) >= han_to_int(match[1].replace("两", "二"))
