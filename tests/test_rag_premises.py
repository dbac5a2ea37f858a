"""What a question takes for granted is held against what the clauses say."""

import pytest

from rag.checking.issuing import misissued
from rag.checking.premise import contradictions

COURTS = (
    "全面推进深圳法院开展综合改革试点，完善特事特办工作机制。",
    "加强广州、深圳司法“双城联动”。",
)
ARCHIVES = ("制定电子档案为主、纸质档案为辅归档方式的指导意见。",)
PETITIONS = ("加大信访公开听证力度，重大信访案件由院长直接听证化解。",)
FILED = ("网上立案申请超过一审立案申请总量的54%。",)
RETRIALS = ("启动第二批涉产权重大冤错案件再审工作。",)
CLEARED = ("完成对591件司法解释的清理工作，废止116件，修改111件。",)
LENDING = ("修订民间借贷司法解释，大幅下调民间借贷利率司法保护上限。",)
DUMPING = ("江苏法院审理向长江非法排污案，让排污者支付5.2亿元环境修复费用和罚金。",)
HEARINGS = ("切实落实死缓案件二审开庭审理工作，严格执行“三项规程”。",)
INTERNET = ("推动确立互联网法院的专门人民法院地位。",)


@pytest.mark.parametrize(
    ("question", "sentences", "said", "printed"),
    [
        ("综合改革试点是在广州法院全面推进的吧", COURTS, "广州", "深圳"),
        ("归档为什么以纸质档案为主", ARCHIVES, "纸质档案为主", "电子档案为主"),
        ("卷宗为啥以纸的为主、电子的当备份", ARCHIVES, "纸的为主", "电子档案为主"),
        ("重大信访案件交给副院长听证就行吗", PETITIONS, "副院长", "院长"),
        ("网上交状子的都占到九成了", FILED, "90%", "54%"),
        ("涉产权重大冤错案件准备启动第三批，前两批结了吗", RETRIALS, "3批", "2批"),
        ("司法解释废了111件，还剩多少", CLEARED, "111件", "废止116件"),
        ("修订民间借贷司法解释为什么上调利率保护上限", LENDING, "上调", "下调"),
        ("湖北法院判长江排污者赔5.2亿，理由是什么", DUMPING, "湖北", "江苏"),
        ("死缓案件二审都不开庭，为什么", HEARINGS, "都不开庭", "开庭"),
        ("互联网法院的专门人民法院地位早已确立，还提什么", INTERNET, "早已确立", "推动"),
    ],
)
def test_what_is_the_other_way_round_is_said(question, sentences, said, printed):
    found = contradictions(question, sentences)
    assert (said, printed) in [(one.said, one.printed) for one in found]


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("综合改革试点是在深圳法院全面推进的吧", COURTS),
        ("归档是电子为主还是纸质为主", ARCHIVES),
        ("归档以电子档案为主吗", ARCHIVES),
        ("归档不以纸质为主了，电子档案怎么归档", ARCHIVES),
        ("重大信访案件由院长直接听证化解吗", PETITIONS),
        ("重大信访案件由哪位领导听证", PETITIONS),
        ("重大信访案件是不是由院长直接听证化解", PETITIONS),
        ("重大信访案件是否都要院长听证", PETITIONS),
        ("网上立案占一审立案申请总量的54%吗", FILED),
        ("网上立案怎么统一成一套", FILED),
        ("网上立案申请超过五成了吗", FILED),
        ("网上立案申请五成多，剩下的怎么立", FILED),
        ("涉产权重大冤错案件第二批再审，前一批呢", RETRIALS),
        ("司法解释废了116件，改了111件", CLEARED),
        ("修订民间借贷司法解释为什么下调利率保护上限", LENDING),
        ("江苏法院判长江排污者赔5.2亿，理由是什么", DUMPING),
        ("死缓案件二审要不要开庭", HEARINGS),
        ("我们那的死缓案件二审都不开庭", HEARINGS),
        ("涉密案件的裁判文书都不公开吧", ("涉密案件的裁判文书一律非公开。",)),
        ("成都不建设破产法庭吗", ("支持建设成都破产法庭。",)),
        ("已经立案的案件怎么推行民事诉讼程序繁简分流", ("推进民事诉讼程序繁简分流改革试点。",)),
        ("互联网法院的专门人民法院地位确立了吗", INTERNET),
    ],
)
def test_what_is_printed_or_only_asked_is_not_called_wrong(question, sentences):
    assert contradictions(question, sentences) == []


def test_issuer_and_date_are_held_against_what_the_text_prints(assistant):
    documents = assistant.library.documents
    facts = documents["gd-2021-key-points"].facts
    assert list(misissued("4月1号印发的那份", facts)) == [("date", "4月1号印发", "2021年3月1日")]
    assert list(misissued("是省委政法委印发的吧", facts)) == [
        ("issuer", "省委政法委", "广东省高级人民法院")
    ]
    assert [one[1] for one in misissued("由最高人民法院印发的吧", facts)] == ["最高人民法院"]
    for sound in (
        "2021年3月印发的那份",
        "3月4日发出的那份通知",
        "是哪个部印发的",
        "由广东省高级人民法院印发",
        "不是省政府发布的吧",
        "是省高院印发还是省委印发",
        "是不是由省委印发的",
        "怎么落实2020年9月印发的法律适用分歧解决机制实施办法",
        "由省委办公厅印发的双区建设意见怎么对接",
    ):
        assert list(misissued(sound, facts)) == []
    unprinted = documents["jl-2022-key-points"].facts
    assert "issuer" in unprinted.outside
    assert list(misissued("是省委政法委印发的吧，1月2日印发", unprinted)) == []


def test_what_is_put_right_of_an_issue_is_quoted_beside_the_answer(assistant):
    answer = assistant.ask("广东高院4月1号印发的那份改革要点，当时发给了谁？")
    assert [note.kind for note in answer.notes] == ["premise"]
    assert [s.text for s in answer.sentences] == [
        "全省各中级人民法院、本院各部门：",
        "2021 年 3 月 1 日",
    ]
    assert assistant.ask("广东要点发给谁了？").status == "answered"


def test_words_in_quotation_marks_are_found_in_the_document_that_prints_them(assistant):
    answer = assistant.ask("六五改革纲要里“继承发展马锡五审判方式”放在哪一部分？")
    assert "没有这一内容" in answer.notes[0].text
    assert "继承发展“马锡五审判方式”" in answer.text
