"""How far a reform has come, by the verbs of its sentences: 试点, 探索建立, 推广, 健全完善.

The verbs are read from the quoted sentence next to the topic, never chosen by the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.script import searchable

_HOW = (
    "全面|深入|加快|持续|进一步|积极|继续|严格|基本|普遍|着力|扎实|认真|稳妥|不断|大力|高质量|强力|研究"
    "|有效|切实"
)
_VERB = (
    "试点(?!法院|地区|范围)|试行|探索|推广|推行|推动|推进|建立|设立|构建|制定|出台|完善|健全|改进|优化|规范|加强|强化|深化|落实"
    "|实施|实行|巩固|提升|拓展|扩大|开展|支持|总结|修订|修改|启动|建成|实现|确立|细化|创新|执行|贯彻|开放|构建|建成|助力"
)
_RUN = re.compile(rf"(?:(?:{_HOW})*(?:{_VERB})[和与、]?)+")
_AFTER = re.compile(r"试点|推广|推行")
CLAUSE = re.compile(r"[，,；;。:：]")
"""What divides a sentence into its parts."""


def verbs_of(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the verbs that a sentence says of a topic, from where it stands nearest.

    Example: `verbs_of("支持深圳试行个人破产制度", ["个人破产"]) == ("支持", "试行")`. Those before
    the name in its part of the sentence count, else those after it, else those of an earlier part;
    试点, 推广 and 推行 after the name count as well.
    """
    parts = CLAUSE.split(searchable(text))
    wanted = tuple(names)
    for place, part in enumerate(parts):
        at = min((part.find(name) for name in wanted if name in part), default=-1)
        if at >= 0:
            before, after = _runs(part[:at]), tuple(_AFTER.findall(part[at:]))[:1]
            earlier = (runs for one in reversed(parts[:place]) if (runs := _runs(one)))
            found = before or _runs(part[at:])[:1] or next(earlier, ())
            return tuple(dict.fromkeys((*found, *after)))
    return _runs(parts[0])[:1]


def _runs(part: str) -> tuple[str, ...]:
    return tuple(run.group().strip("和与、") for run in _RUN.finditer(part))


def course(steps: Sequence[tuple[str, Sequence[str]]], topic: str = "") -> str:
    """Put the steps of a reform in one line: `提法：2021年推动建立 → 2024年探索建立`.

    `topic` is named where there are several.
    """
    return (f"提法（{topic}）：" if topic else "提法：") + " → ".join(
        f"{when}{'、'.join(verbs)}" for when, verbs in steps
    )
