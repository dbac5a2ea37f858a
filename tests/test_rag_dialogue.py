"""From a turn of a dialogue to a question that stands alone."""

from __future__ import annotations

import time

import pytest

from rag.dialogue.followup import Kind, read_followup
from rag.dialogue.turns import standalone

BANKRUPTCY = (
    "广东要点对个人破产怎么规定？",
    "广东要点第5条：支持深圳试行个人破产制度，建立个人破产制度司法实施协调保障机制。[1]",
)
CLAUSE_16 = ("广东要点第16条讲什么？", "第16条是深化人员分类管理改革。")
DISCIPLINE = (
    "广东要点怎么规定法官惩戒？",
    "出台法官惩戒工作规程，强化惩戒工作与绩效考核、员额退出、纪检监察等工作的配套衔接。[1]",
)
DISCIPLINE_JL = (
    "吉林呢？",
    "建立法官惩戒委员会专业审查前置机制,完善案件质量评查、审判绩效考核、违纪违法查处、法官员额退出与法官惩戒程序衔接机制。[1]",
)
CORRUPTION = (
    "2020年全国法院审结了多少贪污贿赂、渎职案件？",
    "据最高人民法院工作报告，审结贪污贿赂、渎职等案件2.2万件2.6万人。",
)
RECEIVED = (
    "2020年最高人民法院受理了多少案件？",
    "工作报告：最高人民法院受理案件39347件，审结35773件。",
)
PATENTS = (
    "工作报告里一审知识产权案件有多少？",
    "审结一审知识产权案件46.6万件，同比上升11.7%。[1]",
)
HAINAN = (
    "最高法2021要点对海南自贸港有什么安排？",
    "制定人民法院为海南自由贸易港建设提供司法服务和保障的意见。",
)
SERVICE = (
    "六五改革纲要里，打官司的服务要怎么改进？",
    "纲要第16项要求优化诉讼服务平台，加强12368诉讼服务热线建设。",
)
FIRMS = (
    "吉林要点里怎么帮中小企业？",
    "第7条“着力推进暖企政策落实”：健全产权司法保护、清理企业债务长效机制等。",
)
ENVIRONMENT = (
    "六五纲要怎么讲生态环境司法保障？",
    "纲要第11条要求健全涉环境侵权、碳排放权等纠纷裁判规则。",
)
BUSINESS = (
    "吉林在营商环境方面有哪几条？",
    "主要是第5条“持续优化营商环境”，第6条“全力保障企业复工复产”也相关。",
)
INTERNET = (
    "最高法2021要点怎么谈互联网法院？",
    "加强互联网法院建设,加大前沿司法科技创新和应用力度,完善互联网法院设置模式,调整案件管辖范围。[1]",
)
FEES = ("六五改革纲要怎么讲诉讼费用？", "推动研究完善诉讼费用交纳办法。")
MARITIME = (
    "最高法2021年要点怎么讲海事审判？",
    "进一步加强海事审判工作,推进国际海事司法中心建设,推动海事审判“三合一”改革。",
)
PARTS = ("广东要点第三部分讲什么", "三、深化诉讼制度改革：……")
TRIBUNALS_EN = (
    "What does the Jilin document say about people's tribunals?",
    "It wants a plan for standardised tribunals and simple filing there.",
)
DISCIPLINE_EN = (
    "What do the SPC's 2021 key points say about judge discipline?",
    "They call for better disciplinary procedures and a charter of the disciplinary committee.",
)
MEASURES = (
    "广东要点怎么完善破产制度？",
    "主要有三点：一是推动建立针对中小企业的重整机制；二是探索无产可破案件简易退出机制；三是推动建立府院联动破产统一协调机制。",
)

STEPS = [
    ([CLAUSE_16], "那下一条呢？", "广东要点第17条讲什么？"),
    ([CLAUSE_16], "上一条", "广东要点第15条讲什么？"),
    ([("广东要点第十六项", "")], "后一项呢", "广东要点第17项"),
    ([("clause 16 of the Guangdong points", "")], "下一条", "clause 17 of the Guangdong points"),
    (
        [("clause 16 of the Guangdong points", "")],
        "and the next one?",
        "clause 17 of the Guangdong points",
    ),
    ([PARTS], "下一部分呢", "广东要点第4部分讲什么"),
    ([("六五纲要第（七）项", "")], "下一项呢", "六五纲要第（8）项"),
    ([CLAUSE_16, ("下一条呢？", "")], "再下一条呢？", "广东要点第18条讲什么？"),
    ([CLAUSE_16, ("下一条呢？", ""), ("下一条", "")], "上一条呢？", "广东要点第17条讲什么？"),
    ([("廣東要點第22條講甚麼？", "")], "下一條呢？", "廣東要點第23條講甚麼？"),
    ([FEES], "下一条呢", "六五改革纲要第25项讲什么？"),
    ([FEES], "上一條", "六五改革纲要第23项讲什么？"),
    ([MARITIME], "接下来一段讲什么", "最高法2021要点第二部分第5段讲什么？"),
    ([MARITIME], "上一段呢", "最高法2021要点第二部分第3段讲什么？"),
    ([CLAUSE_16], "第15条呢？", "广东要点第15条呢？"),
    ([CLAUSE_16], "最后一条又是什么", "广东要点最后一条又是什么"),
    ([("六五改革纲要一共多少条？", "")], "分成哪些部分？", "六五改革纲要分成哪些部分？"),
    ([BUSINESS], "第一点具体怎么做？", "吉林要点关于持续优化营商环境：具体怎么做?"),
    ([BUSINESS], "第二点呢", "吉林要点关于全力保障企业复工复产：呢"),
    (
        [MEASURES],
        "第二点具体怎么做",
        "广东要点关于探索无产可破案件简易退出机制：具体怎么做",
    ),
]

SOURCES = [
    ([BANKRUPTCY], "那吉林呢？", "吉林要点：对个人破产怎么规定？"),
    ([BANKRUPTCY], "What about Jilin?", "Jilin 2022 points: 对个人破产怎么规定?"),
    ([BANKRUPTCY], "吉林有没有类似的要求？", "吉林要点：对个人破产怎么规定？"),
    ([BANKRUPTCY], "最高法的纲要呢？", "六五改革纲要：对个人破产怎么规定？"),
    ([BANKRUPTCY], "六五纲要是怎么写的？", "六五改革纲要：对个人破产怎么规定？"),
    ([INTERNET], "广东那边有什么类似的安排？", "广东要点：怎么谈互联网法院？"),
    ([INTERNET], "廣東那邊呢？", "广东要点：怎么谈互联网法院？"),
    ([BANKRUPTCY], "2024年呢？", "六五改革纲要：对个人破产怎么规定？"),
    ([SERVICE], "吉林呢？", "吉林要点：加强诉讼服务建设？"),
    ([FIRMS], "广东呢", "广东要点：着力推进暖企政策落实？"),
    (
        [("吉林要点第24条讲什么", ""), ("它的建设目标是什么", "")],
        "广东呢",
        "广东要点：深入推进人民法庭建设？",
    ),
    ([BANKRUPTCY], "那吉林谁负责？", "吉林要点：个人破产，谁负责?"),
    (
        [ENVIRONMENT],
        "吉林这方面有什么协作机制？",
        "吉林要点：生态环境司法保障，这方面有什么协作机制?",
    ),
    ([CLAUSE_16], "吉林有没有类似规定？", "吉林要点：深化人员分类管理改革？"),
    ([TRIBUNALS_EN], "and in Guangdong?", "Guangdong 2021 points: 人民法庭?"),
    (
        [(TRIBUNALS_EN[0], "The documents here do not answer this question.")],
        "and in Guangdong?",
        "Guangdong 2021 points: 人民法庭?",
    ),
    ([DISCIPLINE_EN], "And in Guangdong?", "Guangdong 2021 points: 法官惩戒?"),
    (
        [TRIBUNALS_EN],
        "what about that in 2024?",
        "Sixth Five-Year Reform Outline (2024-2028): 人民法庭?",
    ),
    (
        [BANKRUPTCY],
        "这个制度最高法怎么说的",
        "最高法2021要点、六五改革纲要和最高法2021年工作报告：对个人破产怎么规定？",
    ),
    (
        [ENVIRONMENT],
        "它和广东的有什么不同",
        "六五改革纲要和广东要点在生态环境司法保障方面有什么不同？",
    ),
    ([DISCIPLINE, DISCIPLINE_JL], "有什么区别", "广东要点和吉林要点在法官惩戒方面有什么不同？"),
    ([DISCIPLINE, DISCIPLINE_JL], "兩者有甚麼分別", "广东要点和吉林要点在法官惩戒方面有什么不同？"),
    ([DISCIPLINE], "跟吉林比有什么不同？", "广东要点和吉林要点在法官惩戒方面有什么不同？"),
    ([DISCIPLINE], "它和六五綱要有甚麼不同？", "广东要点和六五改革纲要在法官惩戒方面有什么不同？"),
    (
        [DISCIPLINE],
        "它和吉林在案件质量评查上有什么不同",
        "广东要点和吉林要点在案件质量评查方面有什么不同？",
    ),
    (
        [TRIBUNALS_EN],
        "How does it differ from Guangdong's?",
        "Jilin 2022 points and Guangdong 2021 points: how do they differ on 人民法庭?",
    ),
    (
        [DISCIPLINE, DISCIPLINE_JL, ("有什么区别", "")],
        "前者呢",
        "广东要点：法官惩戒？",
    ),
    (
        [DISCIPLINE, DISCIPLINE_JL, ("有什么区别", "")],
        "后者谁负责",
        "吉林要点：法官惩戒，谁负责",
    ),
]

MATTERS = [
    (
        [BANKRUPTCY],
        "具体有哪些措施？",
        "广东要点关于完善市场主体救治和退出机制：个人破产，具体有哪些措施？",
    ),
    (
        [BANKRUPTCY],
        "還有呢",
        "广东要点关于完善市场主体救治和退出机制：个人破产，還有呢",
    ),
    ([SERVICE], "具体怎么做", "六五改革纲要关于加强诉讼服务建设：具体怎么做"),
    (
        [SERVICE],
        "anything else?",
        "Sixth Five-Year Reform Outline (2024-2028), 加强诉讼服务建设: anything else?",
    ),
    ([BANKRUPTCY], "谁负责？", "广东要点：个人破产，谁负责？"),
    ([BANKRUPTCY], "为什么", "广东要点：个人破产，为什么"),
    ([BANKRUPTCY], "什么时候完成？", "广东要点：个人破产，什么时候完成？"),
    ([PATENTS], "同比增长多少？", "最高法2021年工作报告：一审知识产权案件，同比增长多少？"),
    ([CLAUSE_16], "具体有哪些？", "广东要点关于深化人员分类管理改革：具体有哪些？"),
    (
        [BANKRUPTCY],
        "里面深圳要做什么？",
        "广东要点关于完善市场主体救治和退出机制：里面深圳要做什么？",
    ),
    (
        [CORRUPTION],
        "里面原来是中管干部的有几个？",
        "最高法2021年工作报告关于严惩腐败犯罪：里面原来是中管干部的有几个？",
    ),
    (
        [CORRUPTION],
        "里头原先归中央管的大官有几个？",
        "最高法2021年工作报告关于严惩腐败犯罪：里头原先归中央管的大官有几个？",
    ),
    (
        [INTERNET],
        "它们以后主要审什么？",
        "最高法2021要点关于深化互联网司法建设：它们以后主要审什么？",
    ),
    ([HAINAN], "有没有提到邮轮", "最高法2021要点关于服务更高水平对外开放：有没有提到邮轮"),
    ([BANKRUPTCY], "怎么监管", "广东要点：个人破产，怎么监管"),
    ([HAINAN], "对北京呢？", "最高法2021要点对北京有什么安排？"),
    ([FIRMS], "那受疫情影响的企业呢？", "吉林要点：受疫情影响的企业呢？"),
    (
        [SERVICE],
        "那人在境外、回不来的当事人呢？",
        "六五改革纲要：人在境外、回不来的当事人呢？",
    ),
    ([RECEIVED], "地方法院呢？", "最高法2021年工作报告：地方法院受理多少案件？"),
    ([CORRUPTION], "那破产案件呢", "最高法2021年工作报告：破产案件审结多少？"),
    (
        [("How many bankruptcy cases were concluded in 2020?", "10132 cases.")],
        "What about environmental cases?",
        "SPC work report: How many environmental cases were concluded in 2020?",
    ),
    ([MARITIME], "国际商事法庭呢？", "最高法2021要点：国际商事法庭呢？"),
    (
        [DISCIPLINE, ("吉林的人民法庭怎么建设？", "部署开展人民法庭达标创建活动。")],
        "回到刚才的法官惩戒，吉林怎么规定？",
        "吉林要点：怎么规定法官惩戒？",
    ),
    (
        [DISCIPLINE, ("吉林的人民法庭怎么建设？", "部署开展人民法庭达标创建活动。")],
        "回到刚才的法官惩戒",
        "广东要点怎么规定法官惩戒？",
    ),
    (
        [DISCIPLINE, ("吉林的人民法庭怎么建设？", "部署开展人民法庭达标创建活动。")],
        "上一个问题，谁负责？",
        "广东要点：法官惩戒，谁负责？",
    ),
    (
        [DISCIPLINE, FEES, ("吉林的人民法庭怎么建设？", "")],
        "再说说第一个问题，吉林怎么做",
        "吉林要点：怎么规定法官惩戒？",
    ),
    (
        [DISCIPLINE, DISCIPLINE_JL],
        "回到广东，案件评查怎么改？",
        "广东要点：案件评查怎么改？",
    ),
]


def asked(turns, question, library):
    history = [
        turn for said, reply in turns for turn in (("user", said), ("assistant", reply or "……[1]"))
    ]
    return standalone(question, history, library)


@pytest.mark.parametrize(("turns", "question", "expected"), STEPS)
def test_a_place_beside_the_last_one_is_found(library, turns, question, expected):
    assert asked(turns, question, library) == expected


@pytest.mark.parametrize(("turns", "question", "expected"), SOURCES)
def test_the_same_matter_is_asked_of_other_documents(library, turns, question, expected):
    assert asked(turns, question, library) == expected


@pytest.mark.parametrize(("turns", "question", "expected"), MATTERS)
def test_a_detail_is_asked_of_the_matter_or_its_document(library, turns, question, expected):
    assert asked(turns, question, library) == expected


ALONE = [
    "六五改革纲要怎么规定法官助理的分层培养？",
    "谢谢",
    "好的，明白了",
    "什么是跨域立案服务？",
    "那么，2020年全国法院审结的知识产权一审案件一共有多少件，判赔金额增长多少？",
    "那什么是跨域立案服务？",
    "吉林要点怎么推进人民法庭建设？",
    "广东和吉林对法官惩戒的安排有什么不同？",
    "换个问题：广东怎么保护律师的权利？",
    "2020年审结了多少环境公益诉讼案件？",
    "人民陪审员的经费怎么保障？",
    "工作报告说跨域立案做到了全覆盖，它一共提供了多少次服务？",
    "给法院寄过信反映问题，总怕石沉大海，他们会回我吗？",
    "“生态技术调查官”这个提法出自哪份文件？",
    "What does the Jilin document say about people's tribunals?",
    "民法典第三条是什么？",
    "上海高院的要点呢？",
    "吉林要點第24條講甚麼？",
    "最高法2021年要点对标的是什么指标",
    "How many trademark cases did courts close in 2020, and what was its share of the total?",
    "",
]


@pytest.mark.parametrize("turns", [[BANKRUPTCY], [CORRUPTION], [CLAUSE_16], [BANKRUPTCY, FEES]])
@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_stands_alone_is_left_as_it_is(library, turns, question):
    assert asked(turns, question, library) == question


@pytest.mark.parametrize(
    "history",
    [[], [("assistant", BANKRUPTCY[0])], [("user", "  ")], [("system", BANKRUPTCY[0])]],
)
def test_without_an_earlier_question_nothing_is_added(library, history):
    assert standalone("那吉林呢？", history, library) == "那吉林呢？"


KINDS = [
    ("回到刚才的个人破产，吉林怎么规定？", Kind.RETURN),
    ("back to internet courts: what about Jilin?", Kind.RETURN),
    ("下一條呢", Kind.STEP),
    ("第三个方面呢", Kind.ORDINAL),
    ("第15条呢", Kind.PLACE),
    ("那邊吉林呢", Kind.SOURCE),
    ("How does Jilin handle it?", Kind.SOURCE),
    ("有何區別", Kind.COMPARE),
    ("是什麼原因", Kind.MORE),
    ("who is in charge?", Kind.MORE),
    ("how many of them are there?", Kind.MORE),
    ("其中北京多少", Kind.INSIDE),
    ("Which rights does it protect?", Kind.INSIDE),
    ("那受疫情影响的企业呢？", Kind.BESIDE),
    ("What about dishonest debtors?", Kind.BESIDE),
    ("办案有点小毛病也会当成违法来追究吗？", Kind.UNMARKED),
    ("thank you", Kind.NEW),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_the_kind_of_a_follow_up_is_read_from_its_words(library, question, kind):
    assert read_followup(question, library.documents).kind is kind


def test_the_clause_that_was_cited_is_searched_first(assistant):
    history = [
        ("user", "最高法2021年要出哪些关于法官惩戒的文件？"),
        ("assistant", "要制定《法官惩戒工作程序规定（试行）》。"),
    ]
    answer = assistant.ask("办案有点小毛病也会当成违法来追究吗？", history=history)
    assert {c.clause.id for c in answer.citations} == {"spc-2021-key-points/4.4"}
    assert "严格区分办案质量瑕疵责任与违法审判责任" in answer.text


def test_our_own_answers_are_read_for_the_clauses_they_quote(assistant):
    history: list[tuple[str, str]] = []
    for question in ("广东要点怎么规定执行难？", "吉林呢", "有什么区别"):
        answer = assistant.ask(question, history=history)
        history += [("user", question), ("assistant", answer.text)]
    assert answer.understood_as == "广东要点和吉林要点在执行难方面有什么不同？"


def test_a_refusal_cites_nothing(library):
    refused = ("广东要点对海商法怎么规定？", "本库条文中没有找到可以回答这个问题的依据。")
    assert asked([refused], "那吉林呢？", library).startswith("吉林要点：")


def test_what_the_assistant_said_is_not_taken_for_a_question(library):
    history = [("user", CLAUSE_16[0]), ("assistant", "吉林要点第3条")]
    assert standalone("下一条", history, library) == "广东要点第17条讲什么？"


def test_a_dialogue_of_thousands_of_turns_is_completed(library):
    history = [("user", CLAUSE_16[0]), *[("user", "下一条")] * 3000]
    assert standalone("下一条", history, library)
    history = [*[("user", "下一条")] * 3000, ("user", CLAUSE_16[0])]
    assert standalone("下一条", history, library) == "广东要点第17条讲什么？"


def test_a_refused_question_is_not_looked_back_on(library):
    history = [("user", CLAUSE_16[0]), ("user", "长" * 100_000)]
    assert standalone("下一条", history, library) == "广东要点第17条讲什么？"


def test_a_long_dialogue_is_completed_within_a_moment(library):
    turns = [BANKRUPTCY, FIRMS, ("那吉林呢？", ""), DISCIPLINE, DISCIPLINE_JL] * 2
    asked(turns, "谁负责？", library)
    began = time.perf_counter()
    for _ in range(10):
        asked(turns, "谁负责？", library)
    assert time.perf_counter() - began < 1
