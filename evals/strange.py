"""Questions about what no document speaks of, for fitting when a comparison is answered."""

from __future__ import annotations

STRANGE = (
    *("人造卫星发射", "核电站选址", "疫苗审批", "高速铁路票价", "彩票发行", "殡葬服务", "宠物登记"),
    *("电影分级", "游戏版号", "奥运会筹备", "渔船休渔", "森林防火", "地震预警", "稀土出口"),
    *("粮食收储", "药品集中采购", "公务员考试", "驾驶证考试", "房屋限购", "城市地铁规划"),
    *("居民用电价格", "义务教育学区", "职称外语考试", "博物馆门票", "天然气管道", "乳粉配方"),
    *("烟花爆竹燃放", "海关关税", "外汇管制", "军人转业安置", "satellite launches", "film ratings"),
    *("nuclear power plants", "lottery tickets", "fishing quotas", "school admissions"),
    *("pet registration", "earthquake warnings", "museum tickets", "electricity prices"),
    *("customs tariffs", "vaccine trials"),
)
"""Topics that no document speaks of; each is asked about in one of the frames."""
FRAMES = ("五份文件对{}分别怎么说", "从2020年到六五纲要，{}有什么变化", "{}，五份文件里谁提了？")
ENGLISH_FRAMES = ("How do the five documents speak of {}?", "Which of the documents mention {}?")


def strange_questions() -> list[str]:
    """Ask about each strange topic in one of the frames."""
    asked = []
    for n, topic in enumerate(STRANGE):
        frames = ENGLISH_FRAMES if topic.isascii() else FRAMES
        asked.append(frames[n % len(frames)].format(topic))
    return asked
