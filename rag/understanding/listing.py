"""Whether a question speaks of several sources, so that a region beside a document's name is one.

In `六五纲要、广东各怎么讲` both are meant; in `广东要点对深圳有何支持` one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SUPREME_CHINESE = "最高人民法院|最高法院?|最高院"
SUPREME = rf"{SUPREME_CHINESE}|supreme people'?s court|\bspc\b"
"""How the Supreme People's Court is called."""
SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s|$))+[。！？!?；;.]?")
"""A sentence of a question, with its mark."""
# fmt: off
SHORT_REGIONS = {
    "京": "北京", "津": "天津", "冀": "河北", "晋": "山西", "蒙": "内蒙古", "辽": "辽宁",
    "吉": "吉林", "沪": "上海", "苏": "江苏", "浙": "浙江", "皖": "安徽", "闽": "福建",
    "赣": "江西", "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南", "粤": "广东",
    "桂": "广西", "琼": "海南", "渝": "重庆", "川": "四川", "黔": "贵州", "滇": "云南",
    "藏": "西藏", "陕": "陕西", "陇": "甘肃",
}
# fmt: on
"""Regions by their one character, but those that are words besides (新, 黑, 青, 云, 贵, 甘, 宁)."""
_SHORT = f"[{''.join(SHORT_REGIONS)}]"
SHORT_REGION = re.compile(
    rf"{_SHORT}(?={_SHORT}[两各])|(?<={_SHORT}){_SHORT}(?=[两各])"
    rf"|(?<![\u4e00-\u9fff]){_SHORT}(?=[那这]份|[、和与跟]|高院|高法)"
    rf"|(?<=[、和与跟]){_SHORT}(?=[那这]份|[、和与跟两，,？?）)]|高院|高法)"
)
"""A region by its one character, where sources are told: `粤、吉两家`, `粤那份`."""
_SEVERAL = re.compile(
    r"各|分别|比较|对比|不同|区别|又|和|与|跟|谁|还是|[两三四五][家处份]|之后|both|compare|differ|\beach\b"
    r"|, and (?:what|how)\b"
)


def lists_several(text: str, regions: Iterable[str]) -> bool:
    """Whether a text in searchable form sets sources side by side.

    `、` does so before one of the `regions` or the Supreme People's Court; so does a region's one
    character.
    """
    sources = "|".join((SUPREME, *sorted(regions)))
    if _SEVERAL.search(text) or SHORT_REGION.search(text):
        return True
    return re.search(rf"、(?:{sources})", text) is not None
