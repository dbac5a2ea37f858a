"""Words of which a matter has only one: what rose did not fall, what is tried out is not done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.checking.pieces import ALIKE, Piece, kind_of, stands

_UP = "上升 增长 增加 提高 上涨 又涨 rise rises rose increase increased grew"
_DOWN = "下降 减少 降低 下跌 下滑 回落 掉了 fall fell drop dropped declined decreased"
ENDED = (
    "取消 废除 停止 停掉 停了 撤销 撤掉 撤了 给撤 终止 不再 禁止 不准 改回 降成"
    " abolish abolished scrapped banned"
)
_KEPT = (
    "建立 设立 制定 加强 完善 健全 推进 推行 推动 常态化 深化 坚持 继续 巩固 鼓励 支持 落实 为辅"
)
DONE = (
    "全面推行 全面实行 全面实施 全面建立 铺开 已经规定 已经确立 已经建立 已经建成 已经实行 已经实施"
    " 已经全面 强制实行 确立成"
)
_TRIED = "试点 探索 推动 试行 研究 支持"
EXCLUSIVE: tuple[tuple[bool, tuple[str, ...]], ...] = (
    (False, (_UP, _DOWN)),
    (False, ("上调 调高", "下调 调低")),
    (False, ("扩大 放宽 放开", "缩小 收紧 收窄 限缩")),
    (True, ("一半 部分退 少量", "全额 全部")),
    (False, ("死缓", "死刑", "无期徒刑")),
    (False, ("特急", "加急", "平急")),
    (False, ("每月 每个月 月度", "每季 季度", "每年 年度", "每周")),
    (True, (ENDED, _KEPT)),
    (True, (DONE, _TRIED)),
    (True, ("只在 只设 只针对 只对 仅在 仅限 仅对", "普遍 各级 全面 全员 全体 所有")),
)
"""Groups of words of which a matter has one. One way: only the first is held against the others."""
_ALREADY = re.compile(
    r"(?:早已|业已|已经?|早就)[^,;。?的怎如何吗谁哪]{0,14}?"
    r"(?:建成|确立|建立|修订|修改|完成|完毕|实行|推行|实施|成立|设立|出台|制定|健全)"
)
"""What a question says is done, whatever stands between: `已在2021年由最高法修订完毕`."""


def opposed(asked: str, near: Sequence[Piece], whole: str) -> Iterator[tuple[str, str, str]]:
    """Find words of a question of which the matter has another one: 上调 where the text has 下调.

    Gives the word, the one that is printed, and the part of the sentence that has it. The part
    nearest to the question tells, and one with its figure; where the clauses nowhere have the
    word, every part that shares a run of its characters does.
    """
    best = max(near, key=lambda piece: piece.shared, default=None)
    if best is None:
        return
    counted = [one for one in near if any(_same_count(f, asked) for f in one.figures)]
    wider = sorted((p for p in near if p.shared >= ALIKE), key=lambda p: -p.shared)
    for one_way, rows in EXCLUSIVE:
        groups = [row.split() for row in rows]
        for group in groups[:1] if one_way else groups:
            said = _said(group, asked)
            others = [word for other in groups if other is not group for word in other]
            if said is None or any(word in asked for word in others):
                continue
            absent = not any(word in whole for word in group)
            for piece in dict.fromkeys((best, *counted, *(wider if absent else ()))):
                printed = next((word for word in others if word in piece.text), None)
                if printed and not any(word in piece.text for word in group):
                    yield said, printed, piece.printed
                    break


def _said(group: Sequence[str], asked: str) -> str | None:
    """Give the first word of a group that a question has, or how it says that a thing is done."""
    if word := next((word for word in group if _has(asked, word)), None):
        return word
    if group == DONE.split() and (already := _ALREADY.search(asked)):
        return already[0]
    return None


def _has(text: str, word: str) -> bool:
    """Whether a text has a word; an English one stands alone in it."""
    return word in text and (not word.isascii() or re.search(rf"\b{word}\b", text) is not None)


def _same_count(figure: re.Match[str], asked: str) -> bool:
    return kind_of(figure) != "year" and stands(figure, asked)
