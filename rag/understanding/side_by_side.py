"""Whether a question sets documents side by side, or asks how they changed in time.

`两省对诉源治理分别怎么规定` compares without naming a document; `个人破产的提法怎么变化` follows a
topic from one document to the next.
"""

from __future__ import annotations

import re

_SIDE_BY_SIDE = re.compile(
    r"比较|对比|区别|不同|异同|差异|差别|分别|各自|各(?=怎|要|是|有|如|讲|说|写|提)|怎么|如何|怎样"
    r"|谁|是不是|逐[份个省]|都[讲说提写]|更|呢|compare|differ|\beach\b|\bboth\b"
)
_TOGETHER = re.compile(
    r"[两二三各]个?省|[两各]地(?!人民)|[两各][家个](?:省)?高院|中央[和与跟]地方|最高(?:人民)?法院?[和与跟]"
    r"|(?:各|诸|这些|这?几|这?[两二三四五]|所有|全部|每)(?:份|个|篇)?(?:改革)?(?:文件|要点)"
    r"|[两二三四五六七八每各逐](?:份|个文件)|provinces|documents"
)
_EVOLUTION = re.compile(
    r"(?:怎么|如何|怎样|有何|什么|哪些|何|的)(?:新|大)?变化|变化[?？。]?$|演变|演进|变迁|沿革|历[年次](?!来)"
    r"|逐年|一步步|时间(?:顺序|线)|脉络|先后(?=有|怎|如|提|是|出)|(?:怎么|如何|怎样)(?:变|发展)"
    r"|(?:以来|[到至].*).*(?:怎么|如何|怎样)(?:变|推进)|发展(?:过程|历程)"
    r"|how (?:has|have|did|does|do|is|was|were)\b.*\b(?:changed?|changes|evol|develop)"
    r"|\btrace\b|evolution"
    r"|over the years"
)
_WHICH_OF = re.compile(
    r"(?:哪[几些]?[一两]?(?:份|个|篇)?|谁|有没有)(?:都|也|没|有|又|就|还)*[提写讲说谈及]|只字"
)
_WHICH = re.compile(r"哪.{0,3}文件|which documents?")
_FROM_TO = re.compile(r"从.{1,24}?[到至]|(?<=[年告点])[到至]|以来|\bfrom\b.+\bto\b|since")


def follows(plain: str, documents: int) -> bool:
    """Whether a question, in searchable form, asks how something changed from one to another.

    `documents` are those it names or suggests. Change within one document is no such question,
    unless that is where the change ends (`到六五纲要`).
    """
    if "多少" in plain or _WHICH.search(plain) or not _EVOLUTION.search(plain):
        return False
    return documents != 1 or _FROM_TO.search(plain) is not None


def sets_side_by_side(plain: str, documents: int) -> bool:
    """Whether a question compares documents that it does not name one by one."""
    if documents > 1 or "多少" in plain:
        return False
    if _TOGETHER.search(plain) and _WHICH_OF.search(plain):
        return True
    return bool("哪" not in plain and _TOGETHER.search(plain) and _SIDE_BY_SIDE.search(plain))
