"""The words of the working paper, in Chinese and English; `ui.words` joins them to the rest."""

from __future__ import annotations

PAPER: dict[str, tuple[str, str]] = {
    "err.paperform": (
        "文稿的内容读不懂，没有导出。请刷新本页再试。",
        "The paper could not be read and was not exported. Please reload the page and try again.",
    ),
    "err.paperempty": ("文稿里还没有条款。", "There is no clause in the paper yet."),
    "err.papermany": (
        "文稿有{n}条，超过{limit}条的上限。请移除一些再导出。",
        "The paper has {n} entries; the limit is {limit}. Please remove some and export again.",
    ),
    "err.papertitle": (
        "题目有{n}个字，超过{limit}字的上限。",
        "The title has {n} characters; the limit is {limit}.",
    ),
    "err.papernote": (
        "第{n}条的批注有{m}个字，超过{limit}字的上限。",
        "The note of entry {n} has {m} characters; the limit is {limit}.",
    ),
    "err.paperclause": (
        "第{n}条所引的“{id}”不在本库，请移除后再导出。",
        "Entry {n} quotes “{id}”, which is not in this library; remove it and export again.",
    ),
    "err.paperold": (
        "第{n}条的原文在收入之后有改动，请移除后重新收入。",
        "The text of entry {n} has changed since it was added; remove it and add it again.",
    ),
    "err.paperspan": (
        "第{n}条的引文超出了条款的范围，请移除后重新收入。",
        "The quotation of entry {n} lies outside its clause; remove it and add it again.",
    ),
    "paper": ("工作文稿", "Working paper"),
    "paper.open": ("工作文稿", "Paper"),
    "paper.add": ("收入文稿", "Add to paper"),
    "paper.title": ("题目", "Title"),
    "paper.empty": (
        "还没有条款。在答案的“依据”旁，或原文下方，按“收入文稿”。",
        "Nothing here yet. Press “Add to paper” at a source of an answer, or below the original "
        "text.",
    ),
    "paper.word": ("导出 Word", "Export Word"),
    "paper.markdown": ("导出 Markdown", "Export Markdown"),
    "paper.clear": ("清空", "Clear"),
    "paper.undo": ("撤销", "Undo"),
    "paper.where": (
        "文稿只存在这个浏览器里；导出的引文和脚注取自本库原文。",
        "Kept in this browser only; what is exported is quoted from the library.",
    ),
    "js.paperadded": ("已收入文稿，共{n}条", "Added to the paper ({n} in it)"),
    "js.papergone": (
        "已移出文稿，可在“工作文稿”里撤销",
        "Taken out of the paper; “Working paper” has an undo",
    ),
    "js.paperfull": ("文稿最多收{n}条", "A paper holds at most {n} entries"),
    "js.papernote": ("批注（可不填）", "Note (optional)"),
    "js.papernoted": ("第{n}条的批注", "Note of entry {n}"),
    "js.paperup": ("上移第{n}条", "Move entry {n} up"),
    "js.paperdown": ("下移第{n}条", "Move entry {n} down"),
    "js.paperremove": ("移除", "Remove"),
    "js.paperremoved": ("已移除{n}条", "{n} removed"),
    "js.paperfoot": ("脚注：{text}", "Footnote: {text}"),
    "js.paperold": (
        "原文在收入之后有改动，请移除后重新收入",
        "The text has changed since it was added; remove it and add it again",
    ),
    "js.paperlost": ("本库没有“{id}”", "“{id}” is not in this library"),
    "js.papersaved": ("已导出“{name}”", "Exported “{name}”"),
    "js.paperlarge": (
        "文稿太大，没有导出；请缩短批注",
        "The paper is too large and was not exported; please shorten the notes",
    ),
    "js.papernostore": (
        "浏览器不让保存文稿，关闭本页前请先导出",
        "The browser does not let the paper be kept; export it before closing this page",
    ),
}
