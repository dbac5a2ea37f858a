"""Words of which a matter has only one: what rose did not fall, what is tried out is not done."""

from __future__ import annotations

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
