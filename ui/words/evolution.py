"""The words of the page on how a reform changed, in Chinese and English."""

from __future__ import annotations

EVOLUTION: dict[str, tuple[str, str]] = {
    "way.compare": ("沿革", "Evolution"),
    "ev.topic": ("主题", "Topic"),
    "ev.place": ("例如：个人破产制度", "e.g. personal bankruptcy"),
    "ev.go": ("查看", "Show"),
    "ev.scope": ("范围：文件、层级、年份", "Scope: documents, levels, years"),
    "ev.documents": ("文件（不选即全部）", "Documents (none ticked means all)"),
    "ev.levels": ("层级（不选即全部）", "Levels (none ticked means all)"),
    "ev.national": ("全国", "National"),
    "ev.provincial": ("省级", "Provincial"),
    "ev.from": ("起始年份", "From year"),
    "ev.to": ("截止年份", "To year"),
    "ev.anyyear": ("不限", "Any"),
    "ev.view": ("视图", "View"),
    "ev.view.time": ("时间线", "Timeline"),
    "ev.view.side": ("并排", "Side by side"),
    "ev.start": (
        "输入一个主题，看每份文件怎么说、先后有什么变化。",
        "Type a topic to see what each document says of it, and how that changed.",
    ),
    "ev.try": ("可选的主题", "Topics to choose from"),
    "ev.summary": (
        "对照{n}份文件：{m}份有规定，{k}份未规定。",
        "{n} documents compared; speaking of it: {m}; silent: {k}.",
    ),
    "ev.meant": (
        "有的句子没有主题的原词，是按意思找到的，请核对。",
        "Some sentences do not print the topic; they were found by their meaning: please check.",
    ),
    "ev.alone": (
        "所选文件中只有一份提到“{topic}”：{name}。",
        "Only one of these documents speaks of “{topic}”: {name}.",
    ),
    "ev.none": (
        "所选文件都没有规定“{topic}”。可以换个说法，或选下面的主题。",
        "None of these documents speaks of “{topic}”. Try other words, or one of the topics below.",
    ),
    "ev.few": (
        "要对照至少需要两份文件，现在的范围里有{n}份。请放宽文件、层级或年份。",
        "It takes two documents to compare; the scope holds {n}. Widen documents, levels or years.",
    ),
    "ev.wide": ("看全部文件", "Show all documents"),
    "ev.long": (
        "主题有{n}个字，超过{limit}字的上限。请缩短，或到“问答”里提问。",
        "The topic has {n} characters; the limit is {limit}. Shorten it, or ask on the first page.",
    ),
    "ev.failed": (
        "这次没有查成：系统内部出错，已记入本机日志。请再试一次，或换个主题。",
        "Nothing was looked up: an internal error, noted in the local log. Try again, or another "
        "topic.",
    ),
    "ev.known": ("这次没有查成：{what}", "Nothing was looked up: {what}"),
    "ev.export": ("导出", "Export"),
    "ev.kind.docx": ("Word 文档", "Word"),
    "ev.kind.md": ("Markdown 文本", "Markdown"),
    "ev.kind.csv": ("CSV 表格", "CSV"),
    "ev.kind.svg": ("SVG 图", "SVG picture"),
    "ev.print": ("打印", "Print"),
    "ev.pic.title": ("“{topic}”的时间线", "Timeline of “{topic}”"),
    "ev.pic.line": (
        "连线表示同一主题，不表示修订关系；空心表示未规定。",
        "The line joins the same topic, not amendments; hollow means not provided for.",
    ),
    "ev.noyear": ("年份：来源未标注", "Year: not stated by the source"),
    "ev.when": ("时间", "When"),
    "ev.which": ("文件", "Document"),
    "ev.level": ("层级", "Level"),
    "ev.what": ("原文", "Original text"),
    "ev.how": ("与此前文件相比", "Beside earlier documents"),
    "ev.reference": ("出处", "Reference"),
    "ev.relation": ("系统判断", "Judgement"),
    "ev.ground": ("依据", "Ground"),
    "ev.nojudgement": ("不作判断", "No judgement"),
    "ev.about": (
        "各份是不同的文件，不是同一文本的版本。判断由程序按规则得出，依据写在旁边；"
        "依据不足的不作判断。",
        "These are different documents, not versions of one text. Judgements are made by rules and "
        "show their ground; where the ground is weak there is none.",
    ),
    "ev.change.same": ("延续", "Continued"),
    "ev.change.finer": ("细化", "Made specific"),
    "ev.change.new": ("新提", "New"),
    "ev.change.wider": ("扩大", "Extended"),
    "ev.change.gone": (
        "未再提及（不等于废止）",
        "Not mentioned again (not the same as repealed)",
    ),
    "ev.change.revised": ("修订（文件自述）", "Revised (its own words)"),
    "ev.change.repealed": ("废止（文件自述）", "Repealed (its own words)"),
    "ev.ground.words": ("与{name}共同词句{words}", "phrases shared with {name}: {words}"),
    "ev.ground.verbs": ("与{name}相比，提法{words}", "beside {name}, its verbs: {words}"),
    "ev.ground.silence": ("{name}未规定", "{name} does not provide for it"),
    "ev.ground.before": (
        "{name}有规定，本文件逐条核对未见",
        "{name} provides for it; every clause of this one was looked at in vain",
    ),
    "ev.ground.own": ("原文{words}", "it says {words}"),
    "ev.between": ("两条对照", "Compare the clauses"),
    "ev.pair": ("两条对照", "Two clauses side by side"),
    "ev.pair.pick": ("任选两条对照", "Compare any two of these clauses"),
    "ev.pair.left": ("左条", "Left clause"),
    "ev.pair.right": ("右条", "Right clause"),
    "ev.pair.go": ("对照", "Compare"),
    "ev.pair.missing": (
        "本库没有编号为“{id}”的条文。可以回到主题重新选。",
        "There is no clause numbered “{id}” here. Go back to the topic and choose again.",
    ),
    "ev.pair.shared": ("相同的词句占{n}%。", "Shared phrases make up {n}%."),
    "ev.pair.letters": (
        "下划线为相同，删除线加“仅左”只在左条，双下划线加“仅右”只在右条。",
        "Underlined: the same. Struck through with “left only”: only left. Doubly underlined with "
        "“right only”: only right.",
    ),
    "ev.pair.phrases": (
        "相同的不到四成，不逐字比较，只标出共同词句（下划线）。",
        "Less than two fifths are shared, so nothing is compared letter by letter; shared phrases "
        "are underlined.",
    ),
    "ev.pair.nothing": ("没有四个字以上的共同词句。", "They share no phrase of four characters."),
    "ev.pair.common": ("共同词句：", "Shared phrases: "),
    "ev.diff.same": ("相同", "same"),
    "ev.diff.left": ("仅左", "left only"),
    "ev.diff.right": ("仅右", "right only"),
    "ev.back": ("‹ 回到主题", "‹ Back to the topic"),
    "ev.open": ("在沿革页打开", "Open as timeline"),
    "ev.title": ("沿革", "Evolution"),
    "err.evnothing": (
        "没有可以导出的内容：{why}",
        "There is nothing to export: {why}",
    ),
    "err.evtopic": ("还没有填写主题。", "No topic is given."),
}
