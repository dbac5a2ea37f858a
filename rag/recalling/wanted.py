"""What kind of particular a turn asks for in passing, and whether a sentence has such a one.

Looser than `rag.understanding.details`: it only makes one sentence likelier than another, and
refuses nothing. `点名说了谁？` wants a name, `涨了几个点？` a share.
"""

from __future__ import annotations

import re

from index.script import searchable
from rag.understanding.question import Question

_WANTED = tuple(
    (re.compile(asked), re.compile(stated))
    for asked, stated in (
        (
            r"多少|几(?!乎|个方面)|数(?:字|目|据|量)|是个啥数|总数|规模"
            r"|how (?:many|much)|total|figure|number|amount",
            r"\d|百分之|[一二三四五六七八九十百千万两]+(?:个|件|起|人|名|家|批|年|月|天|类|项|级|倍|次|份|所|处)",
        ),
        (
            r"[涨升降减增少多](?:了|没|多少|幅|长|加)|同比|[比跟][上前去往]一?年|几成|几个点|百分|比率|比例|占比|份额|幅度|growth|grew|rate|percent|share|compared",
            r"\d%|百分之|\d倍|\d/\d|分之",
        ),
        (
            r"钱|金额|债权|款|身家|亏|赔|追回|要回|claims?\b|money|assets|worth|yuan|payout|cost",
            r"元",
        ),
        (
            r"谁|哪个(?:部门|单位|机构)|哪家|跟哪|同哪|与哪|点名|牵头|\bwho|partner",
            r"法院|部门|[公司教民财科]\w?部|委员会|总工会|检察|公安|机关|联合会|协会|办|院长|庭长",
        ),
        (
            r"什么时候|何时|哪[一]?[年天月]|几月|多久|期限|落款|日期|年头|when|date|deadline",
            r"\d+年|\d+月|\d+日|年底|年内",
        ),
        (
            r"哪里|哪儿|哪个地方|哪些地方|哪个省|哪座|哪个市|什么地方"
            r"|where|which (?:province|city|region)",
            r"北京|上海|广[州东]|深圳|海南|新疆|江[苏西]|云南|浙江|四川|重庆|[\u4e00-\u9fff]{2}(?:省|市|县|区)",
        ),
        (
            r"哪[几两三四五些]|分别|which|各自|几[样种类项]",
            r"、",
        ),
    )
)


def fits(asked: Question, sentence: str) -> float:
    """Say whether a sentence states what is asked for, -1 (nothing of it) to 1; 0 if nothing is."""
    question, plain = searchable(asked.standalone), searchable(sentence)
    wanted = [stated.search(plain) is not None for ask, stated in _WANTED if ask.search(question)]
    if asked.details:
        wanted.append(asked.states(sentence))
    return 2 * sum(wanted) / len(wanted) - 1 if wanted else 0.0
