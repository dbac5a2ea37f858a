"""How words stand in these texts: what begins or ends a word, and what joins with everything.

Punctuation tells it: what often stands right behind a comma begins a word, what often stands before
one ends a word. What follows or precedes very many different words (`机制`, `司法`) says little.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

OFTEN = 3
"""Times a pair must stand at a mark of punctuation to count as the beginning or end of a word."""
JOINS_WITH = 0.15
"""Share of the different neighbours of the pair that has most of them, from which a pair joins with
everything. In the founding documents the most is 163 (`司法`), so 25 are enough: `机制`, `规则`."""

LINKS = frozenset("的和与及等对在为以将于并或是了不把向从使让被由其")
"""Characters that link words; a word of a reform neither begins nor ends with one."""
_URGES = """
    完善 健全 推进 推动 加强 深化 强化 优化 落实 坚持 建立 构建 提升 提高 加大 加快 规范 促进
    开展 实现 实施 依法 全面 切实 积极 深入 着力 持续 有效 探索 服务 保障 维护 确保 围绕 贯彻
    做好 抓好 推广 扩大 运用 明确 细化 严格 努力 大力 坚决 不断 充分 及时 统筹 指导 支持 参与
    发挥 制定 出台 研究 形成 打造 注重 突出 继续 更好 各级 各地 全国 全省 有关 相关 通过 根据
    按照 结合 聚焦 严惩 修改 修订 组织 起草 审议 通报 加以 进行 建成 改进 压实 审结 办理 审理
    妥善 方便 防止 防范 融入 发布 配合 引导 鼓励 巩固 畅通 增强 准确 科学 合理 同比 解决 会同
    学习 确立
"""
URGES = frozenset(_URGES.split())
"""Words of two characters that say what is done to something, as policy papers do in every line."""

_RUN = re.compile(r"(?<![0-9a-z.%])[\u3400-\u9fff]+(?![0-9a-z])")
_ANY_RUN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Pairs of characters by how they stand.

    `before_words` and `after_words` stand next to another word, not within one; `follows_all` and
    `precedes_all` join with everything.
    """

    before_words: frozenset[str]
    after_words: frozenset[str]
    follows_all: frozenset[str]
    precedes_all: frozenset[str]


def runs(text: str) -> list[str]:
    """Give the runs of Chinese characters of a text, in order."""
    return _ANY_RUN.findall(text)


def wording(texts: Sequence[str]) -> Wording:
    """Learn from texts (in searchable form) how words stand in them."""
    first, last = Counter[str](), Counter[str]()
    before, after = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for text in texts:
        for run in _RUN.findall(text):
            if len(run) > 1:
                first[run[:2]] += 1
                last[run[-2:]] += 1
            for at in range(len(run) - 1):
                pair = run[at : at + 2]
                before[pair].add(run[max(at - 2, 0) : at])
                after[pair].add(run[at + 2 : at + 4])
    begins = frozenset(pair for pair, times in first.items() if times >= OFTEN)
    ends = frozenset(pair for pair, times in last.items() if times >= OFTEN)
    follows, precedes = _joining(before, ends), _joining(after, begins)
    return Wording(ends | precedes | URGES, begins | follows, follows, precedes)


def core(word: str, known: Wording) -> str:
    """Leave out of a word what joins with everything: of `环境资源案件` 环境资源 stays."""
    while len(word) > 2 and (word[-2:] in known.follows_all or word[:2] in known.precedes_all):
        word = word[:-2] if word[-2:] in known.follows_all else word[2:]
    return word


def _joining(neighbours: dict[str, set[str]], among: frozenset[str]) -> frozenset[str]:
    most = max((len(neighbours[pair]) for pair in among), default=0)
    return frozenset(pair for pair in among if len(neighbours[pair]) >= JOINS_WITH * most)
