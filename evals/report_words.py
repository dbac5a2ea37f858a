"""What the report calls things, in Chinese and in English, and how a text becomes safe HTML.

Everything that comes from a case, an answer or a document passes through `safe` or the JSON of the
page; nothing else is ever put between tags.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from evals.statistics import Estimate
from evals.types import Verdict


class Words(NamedTuple):
    """One wording in both languages of the report."""

    zh: str
    en: str


class Measure(NamedTuple):
    """A figure as the report shows it.

    `better` is +1 (high), -1 (low), 0 (near 1 is best) or None: nothing is marked best.
    """

    name: str
    words: Words
    better: int | None
    meaning: Words


TYPES = {
    "fact": Words("事实", "fact"),
    "number": Words("数字", "number"),
    "clause_lookup": Words("查条款", "clause lookup"),
    "list": Words("列举", "list"),
    "compare": Words("对比", "compare"),
    "definition": Words("定义", "definition"),
    "followup": Words("追问", "follow-up"),
    "colloquial": Words("口语", "everyday words"),
    "english": Words("英文", "English"),
    "traditional": Words("繁体", "traditional"),
    "unanswerable": Words("无答案", "unanswerable"),
    "false_premise": Words("错误前提", "false premise"),
    "injection": Words("注入", "injection"),
}
SPLITS = {
    "dev": Words("开发集 dev", "dev"),
    "held": Words("留出集 held", "held"),
    "": Words("未分", "no split"),
}
VERDICTS = {
    Verdict.RIGHT: Words("答对", "right"),
    Verdict.PARTLY: Words("部分答对", "partly"),
    Verdict.WRONG: Words("答错", "wrong"),
    Verdict.REFUSED: Words("未作答", "not answered"),
    Verdict.RIGHTLY_REFUSED: Words("应拒已拒", "rightly refused"),
    Verdict.WRONGLY_ANSWERED: Words("应拒却答", "wrongly answered"),
    Verdict.ERROR: Words("出错", "error"),
    Verdict.UNGRADED: Words("未判", "ungraded"),
}
ANSWERERS = {
    "tiaoli": Words("条理", "Tiaoli"),
    "bm25": Words("照抄 BM25 首条", "BM25, top clause"),
    "vectors": Words("照抄向量首条", "vectors, top clause"),
    "langchain": Words("LangChain 四段", "plain LangChain"),
    "top clause": Words("照抄检索首条", "our top clause"),
}
STAGES = {
    "understand": Words("理解问题", "understand"),
    "retrieve": Words("检索", "retrieve"),
    "answer": Words("作答", "answer"),
    "all": Words("合计", "all"),
}
REASONS = {
    "not_covered": Words("没有找到依据", "found no evidence"),
    "no_such_document": Words("认为本库没有收录所问文件", "took the source for one not held"),
    "out_of_scope": Words("所问文件不在所选范围", "the document is out of scope"),
    "unclear": Words("没有看懂问题", "did not understand the question"),
    "empty": Words("认为没有问题", "saw no question"),
    "too_long": Words("问题太长", "question too long"),
    "not_stated": Words("认为文件没有写明", "took the documents for silent on it"),
    "no_such_clause": Words("认为没有这一条", "took the clause for one that does not exist"),
    "not_of_documents": Words("认为问的是评价、预测或代写", "took it for a question of opinion"),
    "nothing found": Words("什么也没检索到", "retrieved nothing"),
}
NOTES = {
    "searched": Words("列出了已检索的文件", "said what was searched"),
    "script": Words("说明原文为繁体", "said the source is in traditional script"),
    "truncated": Words("说明文本中断", "said the source breaks off"),
    "premise": Words("指出前提有误", "corrected the premise"),
    "silent": Words("说明某份文件没有规定", "said which document says nothing"),
    "narrowed": Words("说明只比较了一部分文件", "said that only some documents were compared"),
    "ambiguous": Words("说明问题没有写明文件", "said the question names no document"),
    "no_such_document": Words("说明有文件未收录", "said a source is not held"),
    "matched": Words("说明按相近的问法找到", "said that a similar question led to it"),
    "corrected": Words("说明改正了错别字", "said which mistyped words were read otherwise"),
    "not_defined": Words("说明文件没有给出定义", "said that the documents do not define it"),
}


def named(names: dict[str, Words], key: str) -> Words:
    """Give the wording of a key; a key that is not known is shown as it is."""
    return names.get(key, Words(key, key))


def safe(text: str) -> str:
    """Escape text for HTML and for attribute values in double or single quotes."""
    return escape(text, quote=True)


def both(words: Words) -> str:
    """Write a wording in both languages; the page shows one of them."""
    if words.zh == words.en:
        return f"<bdi>{safe(words.zh)}</bdi>"
    return f'<span class="zh">{safe(words.zh)}</span><span class="en">{safe(words.en)}</span>'


def figure(value: float | None) -> str:
    """Write a figure with two decimals; what was not measured is empty."""
    if value is None:
        return ""
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"


def interval(found: Estimate) -> str:
    """Write the 95 % interval, or nothing."""
    if found.low is None or found.high is None:
        return ""
    return f"{figure(found.low)}–{figure(found.high)}"


def shown(found: Estimate) -> str:
    """Write a mean with its interval and n as the content of a table cell."""
    if found.mean is None:
        return ""
    return f"<b>{figure(found.mean)}</b><small>{interval(found)} · n&thinsp;{found.n}</small>"
