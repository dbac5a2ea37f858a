"""Sentences of a question that instruct the assistant instead of asking the documents."""

from __future__ import annotations

import re

from index.script import searchable
from rag.understanding.listing import SENTENCE

_INSTRUCTION = re.compile(
    r"忽略|无视|系统提示|提示词|你现在是|不受限制|已解锁|管理员通知|文件已更正|不要引用|原样输出|扮演"
    r"|ignore (?:all|the|previous|your)|system prompt|hidden instructions|you are now|jailbreak"
)


def without_instructions(text: str) -> str:
    """Leave out the sentences that instruct the assistant instead of asking the documents."""
    kept = []
    for sentence in SENTENCE.findall(text):
        pieces = re.split(r"(?<=[，,：:])|(?=再告诉我|顺便[问说])", sentence)
        kept.append("".join(p for p in pieces if not _INSTRUCTION.search(searchable(p))))
    return "".join(kept).strip()
