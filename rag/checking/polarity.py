"""Whether a sentence says yes where its source says no, or more than it: negation and strength.

`应当公开` and `不得公开` share most of their words. So the words that turn a sentence round are
compared on their own, part by part: none may be added, and none left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from index.script import searchable
from rag.words.particulars import figures, in_order

_HARMLESS = re.compile(
    r"不断|不动产|不仅|不但|不同|不良|不正当|不正之风|不法|不当|不平衡|不充分|不忘|不懈|不限于|非诉讼|非诉|非法|非公有|非银行"
    r"|无纸化|无障碍|无论|无缝|未成年|未来|未检|非常|无罪|非羁押|非监禁|不起诉|不诉不理"
)
"""Words with 不, 无, 未 or 非 in them that deny nothing."""
_DENYING = re.compile(
    r"不得|不能|不准|不许|不应|不予|不再|不可|不须|不需|无须|无需|严禁|禁止|没有|杜绝|除外|以外|免予|免除|不|未|无|非|勿|否"
)
_TURNING_WORDS = """
废止 废除 取消 撤销 停止 暂停 中止 终止 推迟 延期 放弃 拒绝 反对 否定 失败 无效 违法 有效 生效
失效 合法 应当 必须 务必 可以 有权 允许 许可 强制 自愿 一律 全部 所有 全面 仅 只能 唯一 首次
已经 完成 建成 原则上 鼓励 试点 试行 推广 探索 研究 逐步 上升 下降 增长 减少 增加 提高 降低
扩大 缩小 加强 削弱 弱化 放宽 严格 以上 以下 以内 超过 不足 高于 低于 多于 少于 提前 公开 保密
"""
_TURNING = tuple(_TURNING_WORDS.split())
"""Words that tell how strong a rule is, how far a reform has come, or which way a figure went."""
_KEPT = ("试点", "试行", "探索", "研究", "可以", "鼓励", "原则上", "逐步", "除外", "争取", "力争")
"""Words that weaken a sentence: what stands under one may not be said without it."""
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CUT = re.compile(r"[,;。:!?\n\s]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ALIKE = 0.5
"""Share of a part's pairs of characters that a part of the source must have to be its source."""
_RELATED = 0.35
"""The same for a part of the source to be one of several that were joined."""


@lru_cache(maxsize=4_096)
def parts(text: str) -> tuple[str, ...]:
    """Divide a text at commas and stops, in searchable form; a list with 、 stays whole."""
    return tuple(part for part in _CUT.split(_GROUPED.sub("", searchable(text))) if part)


@lru_cache(maxsize=4_096)
def pieces(text: str) -> tuple[str, ...]:
    """Divide a text as `parts` does, and its lists at 、 too."""
    return tuple(piece for part in parts(text) for piece in part.split("、") if piece)


@lru_cache(maxsize=8_192)
def turning_words(piece: str) -> Counter[str]:
    """Count the words of a piece that deny, weaken, strengthen or give a direction."""
    rest = _HARMLESS.sub("，", piece)
    found = Counter(_DENYING.findall(rest))
    return found + Counter(word for word in _TURNING if word in rest)


def turned(text: str, sources: Sequence[str]) -> str:
    """Give the first word by which a text turns its sources round, or nothing.

    A turning word must stand in a piece of the sources that is like the text's piece; and what
    denies or weakens the piece most like it must stand in the text too. Example:
    `turned("案件不得公开", ["案件应当公开"])` is `不得`.
    """
    known = [piece for source in sources for piece in pieces(source)]
    whole = [part for source in sources for part in parts(source)]
    said = {word for piece in pieces(text) for word in turning_words(piece)}
    for piece in pieces(text):
        wanted = figures(piece)
        having = [one for one in whole if wanted and in_order(wanted, figures(one))] or known
        shares = [(one, likeness(piece, one)) for one in having]
        most = max((share for _, share in shares), default=0.0)
        there: Counter[str] = Counter()
        for one, share in shares:
            if share >= min(_RELATED, most) > 0:
                there |= turning_words(one)
        if added := sorted(turning_words(piece) - there, key=lambda word: (-len(word), word)):
            return added[0]
        best = [_keeping(one) for one, share in shares if share == most]
        if most >= _ALIKE and (lost := frozenset.intersection(*best) - said):
            return sorted(lost)[0]
    return ""


@lru_cache(maxsize=8_192)
def _keeping(piece: str) -> frozenset[str]:
    """Give the words of a piece that deny or weaken it."""
    words = turning_words(piece)
    return frozenset(w for w in words if _DENYING.fullmatch(w) or w in _KEPT)


def likeness(part: str, source: str) -> float:
    """Share of a part's pairs of characters that a part of a source has, 0 to 1."""
    wanted = pairs(part)
    return len(wanted & pairs(source)) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=8_192)
def pairs(part: str) -> frozenset[str]:
    """Give the pairs of neighbouring Chinese characters, turning words and figures left out."""
    rest = _DENYING.sub("，", _HARMLESS.sub("，", part))
    for word in _TURNING:
        rest = rest.replace(word, "，")
    found = (rest[i : i + 2] for i in range(len(rest) - 1))
    return frozenset(pair for pair in found if len(_HAN.findall(pair)) == 2)


def opens_turned(before: str) -> bool:
    """Whether words that were cut off before a quotation denied or weakened it: 不得｜干预司法."""
    last = (parts(before + "|") or ("",))[-1].removesuffix("|")[-4:]
    rest = _HARMLESS.sub("，", last)
    return any(rest.endswith(word) for word in (*_DENYING.findall(rest), *_KEPT))


def ends_turned(after: str) -> bool:
    """Whether words that were cut off behind a quotation denied or weakened it: 制度｜试点."""
    return searchable(after[:6]).startswith(("试点", "试行", "的除外", "除外", "的探索"))
