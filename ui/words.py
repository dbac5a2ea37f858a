"""Every word the page shows, in Chinese and English.

A key has the same meaning in both languages and the same `{places}`. Keys that begin with `js.`
are also handed to the scripts of the page.
"""

from __future__ import annotations

import json

from ui.words_paper import PAPER

LANGUAGES = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    "brand": ("条理", "Tiaoli"),
    "tag": ("以条文作答，句句可核", "Answers from the clauses, checkable line by line"),
    "corpus": ("本库收录{n}份文件 · {m}条", "{n} documents · {m} clauses"),
    "local": ("全部在本机运行，不联网", "Runs on this machine, no network"),
    "switch": ("EN", "中文"),
    "switch.title": ("Show this page in English", "用中文显示本页"),
    "theme": ("明暗", "Light/dark"),
    "new": ("新对话", "New chat"),
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
        "本系统提供辅助检索，不代替法官裁判；结果仅供参考，由使用者核对原文并负责。",
        "This system helps you search; it does not replace a judge's decision. Results are for "
        "reference only: users check them against the original text and answer for their use.",
    ),
    "chat.label": ("对话", "Conversation"),
    "empty.docs": ("本库收录", "In this library"),
    "empty.try": ("可以这样问", "Questions to start with"),
    "load": ("正在检索…", "Searching…"),
    "write": ("正在由模型归纳，逐句核验…", "The model is writing; each sentence is checked…"),
    "generate": ("由模型归纳", "Worded by the model"),
    "generate.info": (
        "仅对下一个问题：问题与查到的条文会发给“{model}”，写出的每一句核验后才显示",
        "Next question only: sent to “{model}” with the clauses found, every sentence checked",
    ),
    "local.model": (
        "检索在本机；选“由模型归纳”时才把问题与条文发给所配置的模型",
        "Local search; only “Worded by the model” sends text out",
    ),
    "again": ("改问：", "Ask again in: "),
    "again.all": ("全部文件", "all documents"),
    "again.typed": ("按原字查，不纠错", "as typed, uncorrected"),
    "premise": ("请先注意", "Please note first"),
    "checked.all": ("核验：{n}句均{words}", "Checked: all {n} {words}"),
    "checked.some": ("核验：{words}", "Checked: {words}"),
    "count.verbatim": ("为原文", "verbatim"),
    "count.near": ("与原文一致、写法不同", "as printed but for the writing"),
    "count.supported": ("据原文转述", "paraphrased"),
    "count.structure": ("为条目统计", "counted from the headings"),
    "count.misattributed": ("出处有误", "from another source"),
    "count.not_found": ("未核实", "not confirmed"),
    "badge.verbatim": ("原文", "verbatim"),
    "badge.near": ("写法不同", "near-verbatim"),
    "badge.supported": ("转述", "paraphrase"),
    "badge.structure": ("条目统计", "count"),
    "badge.misattributed": ("出处有误", "wrong source"),
    "badge.not_found": ("未核实", "not confirmed"),
    "badge.missing": ("，缺{what}", ", lacks {what}"),
    "why.verbatim": (
        "与所引条文逐字相同。",
        "The clause cited prints it word for word.",
    ),
    "why.near": (
        "与所引条文一致，仅标点、繁简、全半角或数字写法不同。",
        "The clause cited says so but for punctuation, script, width or the writing of numbers.",
    ),
    "why.supported": (
        "用别的话说，其中的数字和名称都见于所引条文。",
        "In other words; every figure and name in it stands in the clause cited.",
    ),
    "why.structure": (
        "由程序按文件的标题和编号得出。",
        "Made by the program from the headings and numbers of the document.",
    ),
    "why.misattributed": (
        "所引文件没有这句话，另一份文件有；请勿直接引用。",
        "Another document says this, not the one cited; do not quote it.",
    ),
    "why.not_found": (
        "所引条文中没有找到这句话的依据；请勿直接引用。",
        "The clause cited does not bear this out; do not quote it.",
    ),
    "found": ("找到{n}条依据", "{n} supporting clauses found"),
    "restate": ("按此理解检索：", "Searched as: "),
    "edit": ("修改", "Edit"),
    "sources": ("依据", "Sources"),
    "abstain": (
        "本库条文中没有找到可以回答这个问题的依据。",
        "The documents here do not answer this question.",
    ),
    "table.compare": ("对比：{what}", "Compared: {what}"),
    "table.matter": ("事项", "Matter"),
    "table.silent": ("未规定", "Not provided for"),
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
    **PAPER,
}


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
