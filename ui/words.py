"""Every word the page shows, in Chinese and English, and the example questions.

A key has the same meaning in both languages and the same `{places}`. Keys that begin with `js.`
are also handed to the scripts of the page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

LANGUAGES = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    "brand": ("条理", "Tiaoli"),
    "tag": ("以条文作答，句句可核", "Answers from the clauses, checkable line by line"),
    "corpus": ("本库收录{n}份文件 · {m}条", "{n} documents · {m} clauses"),
    "local": ("全部在本机运行，不联网", "Runs on this machine, no network"),
    "switch": ("EN", "中文"),
    "switch.title": ("Show this page in English", "用中文显示本页"),
    "theme": ("明暗", "Light/dark"),
    "new": ("新对话", "New conversation"),
    "skip": ("跳到提问框", "Skip to the question box"),
    "ask.label": ("问题", "Question"),
    "ask.place": (
        "问一个改革政策问题，例如：“四类案件”怎么监管？",
        "Ask about a reform, e.g. how are the “four types of cases” supervised?",
    ),
    "ask": ("提问", "Ask"),
    "stop": ("停止", "Stop"),
    "scope": ("范围：在哪些文件里找", "Scope: which documents to look in"),
    "scope.info": ("不选即在全部文件里找", "None ticked means all of them"),
    "notice": (
        "本系统提供辅助检索，不代替法官裁判；请核对原文。",
        "This system helps you search; it does not replace a judge's decision. "
        "Check the original text.",
    ),
    "chat.label": ("对话", "Conversation"),
    "empty.docs": ("本库收录", "In this library"),
    "empty.try": ("可以这样问", "Questions to start with"),
    "load": ("正在检索…", "Searching…"),
    "found": ("找到{n}条依据", "{n} supporting clauses found"),
    "restate": ("按此理解检索：", "Searched as: "),
    "edit": ("修改", "Edit"),
    "sources": ("依据", "Sources"),
    "abstain": (
        "本库条文中没有找到可以回答这个问题的依据。",
        "The documents here do not answer this question.",
    ),
    "near": ("最接近的条文（不构成答案）", "Nearest clauses (not an answer)"),
    "mode.extractive": (
        "原文摘录（未使用生成式模型）",
        "Quoted from the documents (no generative model used)",
    ),
    "mode.llm": (
        "内容由人工智能生成，仅供参考",
        "Worded by a language model; for reference only",
    ),
    "halted": ("已停止，以上不是完整答案。", "Stopped; the answer above is not complete."),
    "copy.answer": ("复制答案", "Copy the answer"),
    "copy.clause": ("复制引注", "Copy the reference"),
    "copy.inline": ("正文夹注", "In-text"),
    "copy.foot": ("脚注", "Footnote"),
    "copy.plain": ("纯文本", "Plain text"),
    "copy.link": ("本条链接", "Link"),
    "err.long": (
        "问题有{n}个字，超过{limit}字的上限。请缩短后再问，提问框里的文字没有丢。",
        "The question has {n} characters; the limit is {limit}. "
        "Please shorten it; the text is still in the box.",
    ),
    "err.answer": (
        "这次没有答成：系统内部出错，已记入本机日志。请再问一次，或换个问法。",
        "No answer this time: an internal error, noted in the local log. "
        "Please ask again or rephrase.",
    ),
    "err.known": ("这次没有答成：{what}", "No answer this time: {what}"),
    "reader": ("原文", "Original text"),
    "reader.pick": ("选择文件", "Choose a document"),
    "reader.toc": ("目录", "Contents"),
    "reader.close": ("关闭", "Close"),
    "reader.hint": (
        "点答案里的编号，或点任意一条条文，这里给出它的引注。",
        "Press a number in an answer, or any clause, to get its reference here.",
    ),
    "reader.hant": (
        "原文为繁体，引用以原文为准",
        "The original is in traditional script; quote the original",
    ),
    "reader.cut": (
        "原件到此为止，后文不在本库。",
        "The source stops here; the rest is not in this library.",
    ),
    "reader.nonumber": ("文号：来源未标注", "Document number: not stated by the source"),
    "reader.nodate": ("日期：来源未标注", "Date: not stated by the source"),
    "prev": ("‹ 上一条", "‹ Previous"),
    "next": ("下一条 ›", "Next ›"),
    "back": ("↑ 回到答案", "↑ Back to answer"),
    "js.hant": ("看简体", "Simplified"),
    "js.hans": ("看繁体原文", "Original script"),
    "js.count": ("本答案引用{n}次", "Cited {n}× in this answer"),
    "js.copied": ("已复制（{form}）", "Copied ({form})"),
    "js.nonumber": (
        "已复制（{form}）；来源未标注文号，引注中略去",
        "Copied ({form}); the source gives no document number, so it is left out",
    ),
    "js.copyfail": (
        "浏览器不允许复制，请选中文字后按 Ctrl+C",
        "The browser blocked copying; select the text and press Ctrl+C",
    ),
    "js.link": ("链接", "link"),
    "js.badlink": ("没有编号为“{id}”的条文", "No clause numbered “{id}”"),
    "js.busy": (
        "现在提问的人多，请稍等几秒再问",
        "Many people are asking right now; please try again in a few seconds",
    ),
    "js.lost": (
        "与本机服务的连接断开，请确认服务仍在运行，然后刷新本页",
        "Lost the local server; make sure it is running, then reload the page",
    ),
    "js.failed": ("这一步没有完成，请再试一次", "That did not complete; please try again"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with and the documents that answer it."""

    zh: str
    en: str
    documents: tuple[str, ...]


EXAMPLES: tuple[tuple[tuple[str, str], tuple[Example, ...]], ...] = (
    (
        ("查规定", "Find a rule"),
        (
            Example(
                "吉林法院怎样加强“四类案件”监督管理？",
                "How do the Jilin courts supervise the “four types of cases”?",
                ("jl-2022-key-points",),
            ),
            Example(
                "广东要点第3条对知识产权司法保护怎么规定？",
                "What does item 3 of the Guangdong points say on intellectual property?",
                ("gd-2021-key-points",),
            ),
        ),
    ),
    (
        ("看变化", "See a change"),
        (
            Example(
                "对比广东要点和吉林要点关于繁简分流的规定",
                "Compare Guangdong and Jilin on separating simple from complex cases",
                ("gd-2021-key-points", "jl-2022-key-points"),
            ),
            Example(
                "个人破产制度的提法历年怎么变化？",
                "How has personal bankruptcy changed over the years?",
                ("spc-2021-key-points", "gd-2021-key-points", "spc-2024-2028-outline"),
            ),
        ),
    ),
    (
        ("找数字", "Find a figure"),
        (
            Example(
                "2020年最高人民法院受理和审结了多少案件？",
                "How many cases did the Supreme People's Court accept and close in 2020?",
                ("spc-2021-work-report",),
            ),
            Example(
                "2020年审结国家赔偿案件多少件？",
                "How many state compensation cases were closed in 2020?",
                ("spc-2021-work-report",),
            ),
        ),
    ),
)


def say(language: str, key: str, **places: object) -> str:
    """Give the words of `key` in `language` (`zh` or `en`), its `{places}` filled.

    Raises KeyError for an unknown key. `say("zh", "found", n=4)` is `"找到4条依据"`.
    """
    words = WORDS[key][LANGUAGES.index(language)]
    return words.format(**places) if places else words


def script_words(language: str) -> str:
    """Give the words that the page's scripts use, and the names of copy forms, as JSON."""
    keys = [key for key in WORDS if key.startswith(("js.", "copy."))]
    return json.dumps({key: say(language, key) for key in keys}, ensure_ascii=False)
