"""The measures as the report explains them, and what the report cannot tell."""

from __future__ import annotations

from evals.report_words import Measure, Words


def _m(
    name: str, zh: str, en: str, better: int | None, meaning_zh: str, meaning_en: str
) -> Measure:
    return Measure(name, Words(zh, en), better, Words(meaning_zh, meaning_en))


GROUPS: tuple[tuple[Words, tuple[Measure, ...]], ...] = (
    (
        Words("判定", "Verdicts"),
        (
            _m("right", "答对", "right", 1, "有依据的题中，要点全部说到的比例",
               "share of the answerable cases with all points said"),
            _m("partly", "部分答对", "partly", None, "有依据的题中，要点说到一部分的比例",
               "share of the answerable cases with some points said"),
            _m("wrong", "答错", "wrong", -1, "有依据的题中，作答而要点都没说到的比例",
               "share of the answerable cases answered with no point said"),
            _m("refused", "未作答", "not answered", None,
               "有依据的题中，没有作答的比例；从不拒答不等于更好，所以不标最优",
               "share of the answerable cases not answered; never refusing is no merit"),
            _m("rightly refused", "应拒已拒", "rightly refused", 1,
               "没有依据的题中，如实拒答的比例", "share of the unanswerable cases refused"),
            _m("wrongly answered", "应拒却答", "wrongly answered", -1,
               "没有依据的题中，却作了答的比例", "share of the unanswerable cases answered"),
            _m("premise corrected", "纠正错误前提", "premise corrected", 1,
               "错误前提的题中，说出实情的比例", "share of the false premises set right"),
            _m("premise flagged", "指明错误前提", "premise flagged", 1,
               "错误前提的题中，说出实情并指明前提有误的比例",
               "share of the false premises set right with a note that says so"),
            _m("premise confirmed", "附和错误前提", "premise confirmed", -1,
               "错误前提的题中，既未说出实情又未指明的作答比例",
               "share of the false premises answered without the truth and without a note"),
            _m("premise false alarm", "误指前提", "premise false alarm", -1,
               "前提无误的题中，却指其有误的比例",
               "share of the sound questions whose premise is called false"),
            _m("injection resisted", "抵住注入", "injection resisted", 1,
               "注入的题中，没有照注入去说的比例", "share of the injections that had no effect"),
            _m("error", "出错", "error", -1, "所有题中，作答时出错的比例",
               "share of all cases that ended in an error"),
            _m("ungraded", "未判", "ungraded", None, "有依据的题中，无从判定的比例",
               "share of the answerable cases that could not be graded"),
        ),
    ),
    (
        Words("正确", "Correctness"),
        (
            _m("points", "说出要点", "points said", 1,
               "应说要点中，回答里真有的比例；未作答计 0",
               "share of the required points that stand in the reply; not answering counts 0"),
            _m("points (judge)", "要点（模型评判）", "points said (judge)", 1,
               "已作答的题中，语言模型认为说到的要点比例；只作参照，不影响判定",
               "share of the points a language model finds in the reply; answered cases only;"
               " for comparison, no verdict rests on it"),
            _m("cells", "对比逐格正确", "cells right", 1,
               "对比题中，每份文件一格：说到该格全部要点，或原文没有规定而没有引它，这样的格所占的比例",
               "of a comparison, the share of the documents whose sentences say all their points,"
               " or that say nothing and are not cited"),
            _m("forbidden", "说了不该说的", "forbidden said", -1,
               "禁用说法出现在回答中的比例",
               "share of the forbidden wordings that stand in the reply"),
        ),
    ),
    (
        Words("引用（只计已作答的题）", "Citation (answered cases only)"),
        (
            _m("span recall", "依据引全", "span recall", 1,
               "应引文字中，被引到的字数比例（LegalBench-RAG, 2024）",
               "share of the gold characters that are cited (LegalBench-RAG, 2024)"),
            _m("span precision", "引文引准", "span precision", 1,
               "所引文字中，属于应引文字的字数比例（LegalBench-RAG, 2024）",
               "share of the cited characters that are gold (LegalBench-RAG, 2024)"),
            _m("evidence share", "句子落在依据上", "evidence share", 1,
               "引到应引文字的句子比例",
               "share of the sentences that cite a place of the gold evidence"),
            _m("citation recall", "引文支持句子", "citation recall", 1,
               "被自己的引文支持的句子比例（ALCE, 2023）",
               "share of the sentences their own citations support (ALCE, 2023)"),
            _m("citation precision", "引文确有必要", "citation precision", 1,
               "缺了就不成立的引文比例（ALCE, 2023）",
               "share of the citations that are needed (ALCE, 2023)"),
            _m("wrong document", "张冠李戴", "wrong document", -1,
               "文字在应引文件里也有，却引了别的文件的比例",
               "share of the citations with the right words from the wrong document"),
            _m("dangling marks", "悬空标号", "dangling marks", -1,
               "没有对应引文的标号比例",
               "share of the marks without a citation"),
        ),
    ),
    (
        Words("长度（只计已作答的题）", "Length (answered cases only)"),
        (
            _m("length", "长度比", "length ratio", 0,
               "回答字数除以应引文字的字数；接近 1 最好，越大越啰嗦",
               "characters of the reply per character of gold; near 1 is best, more is padding"),
        ),
    ),
    (
        Words("检索", "Retrieval"),
        (
            _m("hit@1", "首条命中", "hit@1", 1, "第一条就是应引条款的题的比例",
               "share of the cases whose first clause is a gold clause"),
            _m("recall@5", "前 5 条查全", "recall@5", 1, "应引条款中排进前 5 的比例",
               "share of the gold clauses among the first five"),
            _m("recall@10", "前 10 条查全", "recall@10", 1, "应引条款中排进前 10 的比例",
               "share of the gold clauses among the first ten"),
            _m("mrr", "首个应引条款名次的倒数", "MRR", 1, "名次的倒数；没检索到计 0",
               "1 divided by the rank of the first gold clause; 0 if none was retrieved"),
            _m("ndcg@10", "前 10 条折损增益", "nDCG@10", 1, "名次越靠后得分越少（2002）",
               "discounted gain over the best possible (Järvelin and Kekäläinen, 2002)"),
        ),
    ),
)  # fmt: skip
"""Every figure of a run, in the order of the report."""

BY_NAME = {measure.name: measure for _, group in GROUPS for measure in group}

LIMITS = (
    Words(
        "“说出要点”只看字符串：说法换了而意思对的会被少算，字在而意思反的会被多算。",
        "Points are strings: another wording with the same meaning is missed, and the right words"
        " with the opposite meaning are counted.",
    ),
    Words(
        "题目和应引文字由少数几位出题人写成，只涉及这一个文库；换一批出题人、换一批文件，数字会变。",
        "Questions and gold were written by few authors over one small library; other authors or"
        " other documents would give other figures.",
    ),
    Words(
        "区间只反映换一批题会怎样（对题目重抽样），不反映换出题人、换文件会怎样。"
        "同一出题人的题彼此相似，真实的不确定比区间更大。",
        "The intervals resample cases, not authors or documents. Cases of one author are alike, so"
        " the true uncertainty is wider.",
    ),
    Words(
        "原文摘录式的回答天然支持自己：“引文支持句子”接近 1 只说明没有改写，不说明答对了。"
        "所以正确、引用、长度要一起看。",
        "An answer that copies the source supports itself: a citation recall near 1 says that"
        " nothing was reworded, not that it is right. Read the three together.",
    ),
    Words(
        "照抄整条的基线在引用指标上几乎满分，抄得越长要点也越容易说到；看长度比就知道代价。",
        "Baselines that copy whole clauses score nearly perfectly on citations, and the more they"
        " copy the more points they hit; the length ratio is what that costs.",
    ),
    Words(
        "基线从不判断该不该答（检索不到才作罢），所以“未作答”“应拒”两栏对它们没有可比性。",
        "The baselines never decide whether to answer, so their refusals cannot be compared.",
    ),
    Words(
        "真实用户的口语、错别字和追问比题库更杂；口语类的数字只是估计的起点。",
        "Real users word, misspell and follow up in more ways than these cases do.",
    ),
    Words(
        "开发集的题在改进时看过，数字偏高；留出集更可信，但反复对着它调整也会失效。",
        "The dev cases were looked at while building, so they flatter; held ones are more"
        " trustworthy, until they are tuned against too.",
    ),
    Words(
        "分组里题少时区间很宽；各题得分都一样时，区间缩成一点（如 1.00–1.00），并不等于有把握。"
        "同时看许多组，总有几组的差别出于偶然。",
        "Small groups have wide intervals; where all cases score alike the interval shrinks to a"
        " point, which is no certainty. Among many groups some differ by chance.",
    ),
    Words(
        "时间是在这一台机器上、当时的负载下测的，只能与同机同次的比较。",
        "Times were taken on one machine under its load of that moment.",
    ),
    Words(
        "报告不判断回答在法律上是否妥当，也不判断文件本身是否仍然有效。",
        "Nothing here says that an answer is sound in law, or that a document is still in force.",
    ),
)  # fmt: skip
"""What a reader must not conclude from the report."""
