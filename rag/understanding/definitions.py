"""What a term consists of: whether a question asks it and a sentence says it, as of 三项规程."""

from __future__ import annotations

import re

from index.script import searchable
from ingest.numbering import han_to_int

_OPEN, _CLOSE = r"[“\"「]?", r"[”\"」]?"
_AFTER = r"(?=[，,。；;“”]|措施|制度|机制|管理|的|改革|有机|$)"
_COUNT = re.compile(r"^([一二两三四五六七八九十\d])(?:个|大|项|类|种)?([\u4e00-\u9fff]{2,4})$")
_ONLY_DONE = r"(?!落实|执行|贯彻|严格|完善|健全|围绕|推进|坚持|遵守|严守)"
_DEFINES = re.compile(
    r"(?:指|代表)(?:的是|了?什么|哪)|什么意思|什么(?:是|叫)|何谓|何为|(?:具体)?(?:是|由|都是|包括|查)哪[几两二三四五六七八九十]"
    r"|[”\"」』]\S{0,2}(?:到底|究竟|具体)?是(?:什么|啥)\W*$|是(?:什么|啥)(?:平台|基地)|都有(?:啥|哪[几两三四五六七八九十])"
    r"|stands? for|make up|what (?:does|do) .{0,40}mean"
)


def asks_meaning(plain: str, quoted: tuple[str, ...]) -> bool:
    """Whether a question asks what one of its terms consists of: `5511是什么`."""
    if not quoted:
        return False
    named = "|".join(re.escape(searchable(term)) for term in quoted)
    return (
        _DEFINES.search(plain) is not None
        or re.search(rf"(?:{named})(?:到底|究竟|具体)?是(?:什么|啥)\W*$", plain) is not None
    )


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
