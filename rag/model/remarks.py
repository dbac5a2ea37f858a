"""What the user reads about a language model's words: whose they are, and what was left out."""

from __future__ import annotations

from rag.model.gate import Gate
from rag.types import LABELLED, Note

LABEL = Note(
    LABELLED, "内容由人工智能生成，仅供参考", "Worded by a language model; for reference only"
)
HALTED = Note(
    "halted", "已停止生成，以上不是完整答案。", "Stopped; the answer above is not complete."
)
_WHY = {
    "unreachable": (
        "语言模型没有应答（{detail}）",
        "The language model did not answer ({detail})",
    ),
    "silent": ("语言模型没有在时限内写完", "The language model did not finish in time"),
    "broken": (
        "语言模型的文字中途断开（{detail}）",
        "The language model's text broke off ({detail})",
    ),
    "too_long": ("语言模型写得过长", "The language model wrote too much"),
    "stopped": ("已停止生成", "Stopped"),
    "refused": (
        "语言模型认为所给条文没有回答这个问题",
        "The language model holds that these clauses do not answer the question",
    ),
    "nothing": (
        "语言模型没有写出引用条文的句子",
        "The language model wrote no sentence that cites a clause",
    ),
    "turned_away": (
        "语言模型的{total}句中有{away}句没有通过核验",
        "{away} of the language model's {total} sentences did not pass the checks",
    ),
    "no_writer": ("没有配置语言模型", "No language model is configured"),
    "no_material": (
        "没有可供语言模型使用的条文",
        "There are no clauses for the language model to use",
    ),
    "structure": (
        "条目统计由程序得出，未交语言模型",
        "Clauses are counted by the program, not by the language model",
    ),
}
_AWAY = {
    "markup": ("含有链接、标记或代码", "with links, marks or code"),
    "unknown_key": ("引用了未提供的条文", "citing a clause that was not given"),
    "uncited": ("没有引用", "citing nothing"),
    "prompt": ("复述写作要求", "repeating what the model was told"),
    "order": ("是写给程序的指令", "instructing a program"),
    "broken": ("不完整", "incomplete"),
    "not_found": ("在所引条文中没有依据", "without ground in the clause cited"),
    "misattributed": ("出自另一份文件", "from another document"),
    "many": ("超出篇幅", "beyond the length"),
}


def named(model: str) -> Note:
    """Say which model worded an answer."""
    return Note("model", f"语言模型：{model}", f"Language model: {model}")


def fallback(kind: str, **about: object) -> Note:
    """Say why the quoted answer is shown instead; `about` fills the sentence."""
    why, english = (one.format(**about) for one in _WHY[kind])
    return Note("fallback", f"{why}，以上为原文摘录。", f"{english}; what stands above is quoted.")


def account(gate: Gate) -> tuple[Note, ...]:
    """Say how many sentences were left out and why, and which keys were made up."""
    notes = []
    if gate.turned_away:
        away = sorted(gate.turned_away.items())
        parts = "、".join(f"{n}句{_AWAY[kind][0]}" for kind, n in away)
        english = ", ".join(f"{n} {_AWAY[kind][1]}" for kind, n in away)
        total = sum(gate.turned_away.values())
        text = f"核验未通过，略去{total}句：{parts}。"
        notes.append(Note("turned_away", text, f"Sentences left out: {total} ({english})."))
    if gate.unknown:
        keys, count = "、".join(gate.unknown[:5]), len(gate.unknown)
        text = f"语言模型写了{count}个不存在的引用：{keys}。"
        english = f"Citations the language model made up: {count} ({keys})."
        notes.append(Note("unknown_keys", text, english))
    return tuple(notes)
