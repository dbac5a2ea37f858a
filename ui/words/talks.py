"""The words of kept conversations and of feedback, in Chinese and English."""

from __future__ import annotations

TALKS: dict[str, tuple[str, str]] = {
    "badge.changed": ("条文已变", "clause changed"),
    "why.changed": (
        "作答之后，所引条文在本库已改动或移除，这里只留文字；请勿直接引用。",
        "Since this answer the clause cited was changed or removed; only the words are left; do "
        "not quote them.",
    ),
    "count.changed": ("所引条文已变", "with a changed clause"),
    "err.damaged": (
        "这一轮的答案读不出来：存下的内容已损坏，或由别的版本写成。请把问题再问一次。",
        "The answer of this turn cannot be read: what was kept is damaged or was written by "
        "another release. Please ask the question again.",
    ),
    "talks": ("历史对话", "Past conversations"),
    "talks.open": ("历史", "History"),
    "talks.find": ("在问题和答案里搜索", "Search questions and answers"),
    "talks.place": ("例如：四类案件", "e.g. four types of cases"),
    "talks.empty": (
        "还没有对话。问过的问题会留在这里，重新启动后也找得到。",
        "No conversations yet. What you ask is kept here, also over a restart.",
    ),
    "talks.none": (
        "没有含“{words}”的对话。换个词，或清空搜索框看全部。",
        "No conversation has “{words}”. Try another word, or empty the search box to see all.",
    ),
    "talks.most": (
        "只列最近的{n}个，更早的请用搜索。",
        "Only the newest {n} are listed; search for older ones.",
    ),
    "talks.export": ("导出：", "Export: "),
    "talks.export.md": ("Markdown 文件", "Markdown"),
    "talks.export.jsonl": ("JSON Lines 文件", "JSON Lines"),
    "talks.act.drop": ("删除", "Delete"),
    "talks.ask.drop": ("删除后不能恢复。", "This cannot be undone."),
    "talks.sure.drop": ("确定删除", "Delete it"),
    "talks.act.clear": ("全部删除", "Delete all"),
    "talks.ask.clear": (
        "全部对话都会删除，不能恢复。",
        "All conversations will be deleted for good.",
    ),
    "talks.sure.clear": ("确定全部删除", "Delete them all"),
    "talks.cancel": ("取消", "Cancel"),
    "talks.dropped": ("已删除{n}个对话。", "Deleted: {n}."),
    "talks.where": (
        "对话存在本机；删除即从文件中抹去。已提交的反馈另存，不随之删除。",
        "Kept on this machine; deleting erases them from the file. Feedback that was sent is kept "
        "apart and stays.",
    ),
    "talks.unkept": (
        "这一轮没有存下（原因见本机日志），服务停止后会丢失。",
        "This turn could not be kept (see the local log) and is lost when the server stops.",
    ),
    "talks.lost": (
        "作答之后，本库的这些条文已改动或移除：{what}。有关的句子只留文字，请重新提问后再引用。",
        "Since this answer these clauses were changed or removed: {what}. Of what they bore out "
        "only the words are left; ask again before quoting.",
    ),
    "talks.older": (
        "作答之后，本库的文件有增减或改动；要按现有文件作答，请重新提问。",
        "Since this answer documents were added, changed or removed; ask again to have it from "
        "what is held now.",
    ),
    "talks.exported": ("导出于{day}", "Exported on {day}"),
    "talks.nothing": (
        "没有这个对话，可能已经删除。",
        "There is no such conversation; it may have been deleted.",
    ),
    "wrong": ("有误", "Something wrong?"),
    "wrong.head": ("这个答案有什么问题", "What is wrong with this answer"),
    "wrong.kind": ("问题", "Problem"),
    "wrong.citation": ("引错条文", "Wrong clause cited"),
    "wrong.incomplete": ("漏了内容", "Something is missing"),
    "wrong.statement": ("说法不对", "Wrong statement"),
    "wrong.should_refuse": ("应当拒答", "Should have declined"),
    "wrong.should_answer": ("应当作答", "Should have answered"),
    "wrong.clause": ("正确的条文（可不填）", "The right clause (optional)"),
    "wrong.clause.place": (
        "在下面的原文里点一条，或写编号，如 {id}",
        "Press a clause below, or write its id, e.g. {id}",
    ),
    "wrong.clause.take": ("用正在看的条文", "Take the clause shown"),
    "wrong.clause.none": ("不选条文", "Remove"),
    "wrong.remark": ("说明（可不填，最多{n}字）", "Remark (optional, at most {n} characters)"),
    "wrong.send": ("提交", "Send"),
    "wrong.kept": (
        "已记下（第{n}条），连同问题、答案和所引条文，留待评测人员核查。",
        "Kept as no. {n}, with the question, the answer and the clauses cited, for an evaluator to "
        "check.",
    ),
    "wrong.err.kind": ("请先选是哪一种问题。", "Please choose the kind of problem first."),
    "wrong.err.clause": (
        "本库没有编号为“{id}”的条文，请在原文里点选。",
        "There is no clause “{id}” in this library; press one in the text instead.",
    ),
    "wrong.err.long": (
        "说明有{n}个字，超过{limit}字的上限，请缩短。",
        "The remark has {n} characters; the limit is {limit}. Please shorten it.",
    ),
    "wrong.err.turn": (
        "找不到这个答案，可能对话已删除；没有记下。",
        "This answer was not found; the conversation may have been deleted. Nothing was kept.",
    ),
    "wrong.err.store": (
        "没有存下：{what}",
        "Not kept: {what}",
    ),
    "js.wrongclause": ("本库没有“{id}”", "“{id}” is not in this library"),
    "js.wrongnone": ("先在原文里打开一条", "Open a clause in the text first"),
}
