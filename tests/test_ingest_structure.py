"""Small documents of every style: which clauses they have, of which kind, under which headings."""

from __future__ import annotations

import pytest

from ingest.layout import lay_out
from ingest.parse import parse
from ingest.types import Facts, Line, Source
from tests.sources import read

STATUTE = """\
第一编 总则
第一章 基本规定
第一条 为了保护民事主体的合法权益，制定本法。
第二条 民法调整下列关系：
（一）人身关系；
（二）财产关系。
前款规定以外的，依照其规定。
第一节 自然人
第三条 自然人的权利受法律保护。
第三条之一 自然人的住所依照第一条确定。
第二编 物权
第四条 物权受法律保护。
附　则
第五条 本法自2021年1月1日起施行。"""

TRADITIONAL = """\
第一編 總則
第一章 基本規定
第一條 為了保護權益,制定本法。
第二節 住所
第二條 自然人的權利受法律保護。"""

OUTLINE = """\
坚持改革方向，制定本纲要。
一、总体要求
坚持党的领导。始终如此。
坚持以人民为中心。始终如此。
二、主要任务
（一）完善制度机制
1.完善学习机制。深入学习。
2.完善落实机制。抓好落实。
（二）加强纠纷化解
3.加强源头预防。抓早抓小。
三、组织实施
各级法院要落实责任。确保到位。"""

HALF_WIDTH = """\
一、總體要求
(一)完善制度機制
1.完善學習機制。深入學習。
2.完善落實機制。抓好落實。
(二)加強糾紛化解
3.加強源頭預防。抓早抓小。"""

ITEMS = """\
一、重点任务
（一）完善机制。主要工作如下：
1.网上立案。
①全时立案；
②跨域立案。
2.网上开庭。
（二）深化改革。抓好落实。"""

ALONE = """\
第一章
总则
第一条
为了完善机制，制定本规定。
第二条
本规定适用于各级法院。"""

DEEP = """\
一、重点任务
（一）完善机制
1.立案改革
（1）推行网上立案。全时办理。
①跨域立案。就近办理。
②自助立案。随到随办。
（2）推行当场立案。当日办结。
2.审判改革
（1）推行繁简分流。简案快审。"""


def shape(text: str, title: str = "要点") -> list[tuple[str, str, str]]:
    """Per clause: its id without the document, its kind, the headings above it."""
    return [
        (c.id.removeprefix("x/"), c.kind.value, " > ".join(c.path))
        for c in read(text, title).clauses
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            STATUTE,
            [
                ("1", "numbered", "第一编 总则 > 第一章 基本规定"),
                ("2", "numbered", "第一编 总则 > 第一章 基本规定"),
                ("3", "numbered", "第一编 总则 > 第一章 基本规定 > 第一节 自然人"),
                ("3-1", "numbered", "第一编 总则 > 第一章 基本规定 > 第一节 自然人"),
                ("4", "numbered", "第二编 物权"),
                ("5", "numbered", "附　则"),
            ],
            id="a statute with books, chapters, sections, 之一 and a heading without number",
        ),
        pytest.param(
            TRADITIONAL,
            [
                ("1", "numbered", "第一編 總則 > 第一章 基本規定"),
                ("2", "numbered", "第一編 總則 > 第一章 基本規定 > 第二節 住所"),
            ],
            id="編, 節 and 條 in traditional script",
        ),
        pytest.param(
            OUTLINE,
            [
                ("0.1", "preamble", ""),
                ("1.1", "paragraph", "一、总体要求"),
                ("1.2", "paragraph", "一、总体要求"),
                ("1", "numbered", "二、主要任务 > （一）完善制度机制"),
                ("2", "numbered", "二、主要任务 > （一）完善制度机制"),
                ("3", "numbered", "二、主要任务 > （二）加强纠纷化解"),
                ("3.1", "paragraph", "三、组织实施"),
            ],
            id="sections of numbered and of plain paragraphs in one outline",
        ),
        pytest.param(
            HALF_WIDTH,
            [
                ("1", "numbered", "一、總體要求 > (一)完善制度機制"),
                ("2", "numbered", "一、總體要求 > (一)完善制度機制"),
                ("3", "numbered", "一、總體要求 > (二)加強糾紛化解"),
            ],
            id="half-width brackets",
        ),
        pytest.param(
            ITEMS,
            [("1", "numbered", "一、重点任务"), ("2", "numbered", "一、重点任务")],
            id="items announced by 如下： stay in their clause",
        ),
        pytest.param(
            ALONE,
            [("1", "numbered", "第一章 总则"), ("2", "numbered", "第一章 总则")],
            id="numbers alone on their lines",
        ),
        pytest.param(
            DEEP,
            [
                ("1.1.1.1", "numbered", "一、重点任务 > （一）完善机制 > 1.立案改革"),
                ("1.1.1.1-2", "numbered", "一、重点任务 > （一）完善机制 > 1.立案改革"),
                ("1.1.1.2", "numbered", "一、重点任务 > （一）完善机制 > 1.立案改革"),
                ("1.1.1.2-2", "numbered", "一、重点任务 > （一）完善机制 > 1.立案改革"),
                ("1.1.2.1", "numbered", "一、重点任务 > （一）完善机制 > 2.审判改革"),
            ],
            id="five levels",
        ),
    ],
)
def test_clauses_kinds_and_headings(text, expected):
    assert shape(text) == expected


def test_items_and_paragraphs_of_an_article_belong_to_it():
    clause = read(STATUTE).clauses[1]
    assert clause.number == "第二条"
    assert clause.text.splitlines() == [
        "第二条 民法调整下列关系：",
        "（一）人身关系；",
        "（二）财产关系。",
        "前款规定以外的，依照其规定。",
    ]


def test_announced_items_with_their_own_items_belong_to_the_clause():
    assert read(ITEMS).clauses[0].text.count("\n") == 4


def test_a_number_alone_on_its_line_takes_the_text_below():
    first = read(ALONE).clauses[0]
    assert (first.number, first.title) == ("第一条", "为了完善机制，制定本规定")
    assert first.text == "第一条\n为了完善机制，制定本规定。"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param(
            "一、任务\n1.甲机制。完善。\n3.乙机制。完善。\n2.丙机制。完善。",
            ["1", "2"],
            id="a number that skips one opens nothing",
        ),
        pytest.param(
            "一、任务\n1.甲机制。完善。\n1.乙机制。完善。\n2.丙机制。完善。",
            ["1", "2"],
            id="the same number again opens nothing",
        ),
        pytest.param(
            "一、任务\n2.甲机制。完善。\n1.乙机制。完善。",
            ["1"],
            id="a document does not begin with 2",
        ),
        pytest.param(
            "一、任务\n1.甲机制。完善。\n二、措施\n1.乙机制。完善。\n2.丙机制。完善。",
            ["1", "1", "2"],
            id="numbers may begin again below the next heading",
        ),
        pytest.param(
            "一、任务\n1.甲机制。完善。\n二、措施\n2.乙机制。完善。\n3.丙机制。完善。",
            ["1", "2", "3"],
            id="and may run on below it",
        ),
        pytest.param(
            "第一条　甲。\n第二条　乙。\n第五条　丙。",
            ["第一条", "第二条", "第五条"],
            id="articles may be left out",
        ),
        pytest.param(
            "第一条　甲。\n第三条规定的情形除外。\n第二条　乙。",
            ["第一条", "第二条"],
            id="a reference at a line's head is no article",
        ),
        pytest.param("第八条　甲。\n第九条　乙。", ["第八条", "第九条"], id="excerpts begin late"),
        pytest.param(
            "1.甲机制。完善。\n1.7%的案件调解结案。\n2.乙机制。完善。",
            ["1", "2"],
            id="a figure opens nothing",
        ),
    ],
)
def test_a_number_opens_a_clause_only_if_it_continues_the_sequence(text, numbers):
    assert [c.number for c in read(text).clauses if c.kind == "numbered"] == numbers


def test_what_a_skipped_number_heads_stays_in_the_clause_before():
    clauses = read("一、任务\n1.甲机制。完善。\n3.乙机制。完善。\n2.丙机制。完善。").clauses
    assert clauses[0].text == "1.甲机制。完善。\n3.乙机制。完善。"


def test_the_last_of_several_short_items_is_no_heading_for_what_follows():
    text = "一、任务\n1.立案改革\n2.审判改革\n3.执行改革\n以上任务由各级法院落实。按期完成。"
    assert [h.text for h in read(text).document.headings] == ["一、任务"]
    assert [c.number for c in read(text).clauses] == ["1", "2", "3"]


def test_sections_above_articles_are_headings():
    text = (
        "一、民事公益诉讼\n第一条　甲。\n第二条　乙。\n"
        "二、行政公益诉讼\n第三条　丙。\n三、附则\n第四条　丁。"
    )
    assert shape(text, "规定") == [
        ("1", "numbered", "一、民事公益诉讼"),
        ("2", "numbered", "一、民事公益诉讼"),
        ("3", "numbered", "二、行政公益诉讼"),
        ("4", "numbered", "三、附则"),
    ]


def test_a_short_sentence_heads_numbers_that_run_on():
    text = (
        "一、任务\n（一）统筹两个市场，打造制造中心。\n1.拓展市场。甲。\n2.释放产能。乙。\n"
        "（二）推动创新，打造研发中心。\n3.促进研发。丙。\n4.建设高地。丁。"
    )
    assert shape(text) == [
        ("1", "numbered", "一、任务 > （一）统筹两个市场，打造制造中心。"),
        ("2", "numbered", "一、任务 > （一）统筹两个市场，打造制造中心。"),
        ("3", "numbered", "一、任务 > （二）推动创新，打造研发中心。"),
        ("4", "numbered", "一、任务 > （二）推动创新，打造研发中心。"),
    ]


def test_a_sentence_that_announces_its_items_is_a_clause_not_a_heading():
    text = "一、任务\n（一）应当具备：\n1.人员；\n2.场所。\n（二）应当备案。按期办理。"
    assert [(c.number, c.text.count("\n")) for c in read(text).clauses] == [
        ("（一）", 2),
        ("（二）", 0),
    ]


ANNEXED = """\
一、加强领导。落实责任。
二、抓好宣传。营造氛围。
附件：1.任务清单
2.考核办法
国务院办公厅
2019年1月16日
（此件公开发布）
附件1
任务清单
一、立案任务。完成立案。
二、审判任务。完成审判。
附件2
考核办法
第一条　为了考核，制定本办法。"""


def test_an_annex_counts_from_one_again_and_its_title_is_a_heading():
    assert shape(ANNEXED, "通知") == [
        ("0.1", "numbered", ""),
        ("0.2", "numbered", ""),
        ("end.1", "closing", ""),
        ("h1.1", "numbered", "附件1 任务清单"),
        ("h1.2", "numbered", "附件1 任务清单"),
        ("h2.1", "numbered", "附件2 考核办法"),
    ]


def test_annexes_named_above_the_signature_belong_to_the_sign_off():
    closing = read(ANNEXED, "通知").clauses[2]
    assert closing.text.splitlines() == [
        "附件：1.任务清单",
        "2.考核办法",
        "国务院办公厅",
        "2019年1月16日",
        "（此件公开发布）",
    ]


NOTICE = """\
关于印发《司法改革工作方案》的通知
粤高法〔2021〕7号
全省各中级人民法院：
现将《司法改革工作方案》印发给你们，请认真贯彻执行。
广东省高级人民法院
二〇二一年三月一日
司法改革工作方案
为了完善机制，制定本方案。
一、任务
（一）完善立案机制。全时立案。
（二）完善审判机制。繁简分流。"""


def test_a_notice_is_preamble_its_sign_off_closing_and_the_attached_title_a_heading():
    assert shape(NOTICE, "关于印发《司法改革工作方案》的通知") == [
        ("0.1", "cover", ""),
        ("0.2", "preamble", ""),
        ("end.1", "closing", ""),
        ("h1.1", "paragraph", "司法改革工作方案"),
        ("1", "numbered", "司法改革工作方案 > 一、任务"),
        ("2", "numbered", "司法改革工作方案 > 一、任务"),
    ]


def test_the_title_of_what_is_attached_may_be_the_document_s_title():
    parsed = read(NOTICE, "司法改革工作方案")
    assert [(h.level, h.text) for h in parsed.document.headings] == [
        (0, "关于印发《司法改革工作方案》的通知"),
        (0, "司法改革工作方案"),
        (1, "一、任务"),
    ]
    assert [c.kind.value for c in parsed.clauses] == [
        "cover",
        "preamble",
        "cover",
        "preamble",
        "numbered",
        "numbered",
    ]


def test_a_sign_off_with_its_date_closes_the_document():
    parsed = read(
        "一、任务\n1.甲机制。完善。\n2.乙机制。完善。\n吉林省高级人民法院\n2022年3月1日", "要点"
    )
    closing = parsed.clauses[-1]
    assert (closing.kind, closing.id, closing.path) == ("closing", "x/end.1", ())
    assert closing.text == "吉林省高级人民法院\n2022年3月1日"
    assert closing.label == "《要点》结尾部分"


REPORT = """\
最高人民法院工作报告
——2021年3月8日在第十三届全国人民代表大会第四次会议上
最高人民法院院长 周　强
各位代表：
现在，我向大会报告工作，请予审议。
2020年工作回顾
一、维护国家安全
坚决维护政治安全。依法惩治犯罪。
各位代表，成绩来之不易。谨致感谢。"""


def test_a_speech_has_cover_salutation_and_plain_headings():
    parsed = read(REPORT, "最高人民法院工作报告")
    assert [(c.kind.value, c.text.split("\n")[0]) for c in parsed.clauses] == [
        ("cover", "——2021年3月8日在第十三届全国人民代表大会第四次会议上"),
        ("preamble", "各位代表："),
        ("paragraph", "坚决维护政治安全。依法惩治犯罪。"),
        ("paragraph", "各位代表，成绩来之不易。谨致感谢。"),
    ]
    assert parsed.clauses[0].text.endswith("最高人民法院院长 周　强")
    assert parsed.clauses[2].path == ("2020年工作回顾", "一、维护国家安全")


def test_number_and_speaker_below_the_title_are_cover_even_right_above_the_text():
    text = "要点\n粤高法〔2021〕7号\n院长 周强\n为了完善机制，制定本要点。\n一、任务\n完善。到位。"
    parsed = read(text)
    assert [h.text for h in parsed.document.headings] == ["要点", "一、任务"]
    assert [(c.kind.value, c.text) for c in parsed.clauses[:2]] == [
        ("cover", "粤高法〔2021〕7号\n院长 周强"),
        ("preamble", "为了完善机制，制定本要点。"),
    ]


def test_a_numbered_line_above_a_date_does_not_sign():
    clauses = read("一、任务\n1.甲机制。完善。\n5.丙机制\n2021年3月1日").clauses
    assert [c.text for c in clauses] == ["1.甲机制。完善。\n5.丙机制", "2021年3月1日"]


def test_at_most_four_lines_sign_above_a_date():
    text = (
        "一、任务\n1.甲机制。完善。\n单位\n人数\n江苏\n最高法\n最高检\n公安部\n司法部\n2021年3月1日"
    )
    closing = read(text).clauses[-1]
    assert closing.text == "最高法\n最高检\n公安部\n司法部\n2021年3月1日"


def test_short_lines_below_the_last_sign_off_belong_to_it():
    text = (
        "一、任务\n1.甲机制。完善。\n国务院\n2019年1月12日\n（此件公开发布）\n扫一扫打开当前页\n-->"
    )
    assert [c.text.count("\n") for c in read(text).clauses] == [0, 4]


def test_words_to_the_delegates_end_a_numbered_clause():
    text = (
        "一、任务\n（一）甲机制。完善。\n（二）乙机制。完善。\n各位代表！让我们奋斗。\n"
        "二、措施\n落实责任。到位。"
    )
    assert [(c.kind.value, c.text[:4]) for c in read(text).clauses] == [
        ("numbered", "（一）甲"),
        ("numbered", "（二）乙"),
        ("paragraph", "各位代表"),
        ("paragraph", "落实责任"),
    ]


def test_a_document_without_numbers_has_a_clause_per_paragraph_titled_by_its_topic_sentence():
    parsed = read(
        "完善立案机制。全时立案，跨域立案。\n完善审判机制。繁简分流。\n完善执行机制。善意执行。"
    )
    assert [(c.id, c.number, c.title, c.label) for c in parsed.clauses] == [
        ("x/0.1", None, "完善立案机制", "《要点》第1段"),
        ("x/0.2", None, "完善审判机制", "《要点》第2段"),
        ("x/0.3", None, "完善执行机制", "《要点》第3段"),
    ]


def test_closing_paragraphs_are_those_without_a_topic_sentence():
    topics = [f"完善第{n}种机制。落实责任，抓好推进，确保到位。" for n in "甲乙丙丁戊己"]
    closing = "最高人民法院司法改革领导小组负责对各项改革工作任务进行统筹协调和督促检查落实到位。"
    kinds = [c.kind.value for c in read("\n".join([*topics, closing])).clauses]
    assert kinds == ["paragraph"] * 6 + ["closing"]


def test_one_line_is_a_document():
    assert shape("完善机制。") == [("0.1", "paragraph", "")]


def test_a_title_alone_is_kept():
    parsed = read("要点")
    assert parsed.document.text == "要点"
    assert len(parsed.clauses) + len(parsed.document.headings) == 1


def test_no_text_has_no_clauses():
    assert read("\n　\n").clauses == ()


MARKED = (
    Line("改革任务", 1, heading=1),
    Line("立案", 2, heading=2),
    Line("完善立案机制。全时立案。", 3),
    Line("网上", 4, heading=3),
    Line("推行网上立案。跨域立案。", 5),
    Line("审判", 6, heading=2),
    Line("完善审判机制。繁简分流。", 7),
)


def test_heading_levels_of_the_file_make_the_tree():
    made = Source("a.md", "0" * 64, MARKED)
    parsed = parse(made, Facts(id="x", title="方案"))
    assert [(h.level, h.text) for h in parsed.document.headings] == [
        (1, "改革任务"),
        (2, "立案"),
        (3, "网上"),
        (2, "审判"),
    ]
    assert [c.path for c in parsed.clauses] == [
        ("改革任务", "立案"),
        ("改革任务", "立案", "网上"),
        ("改革任务", "审判"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "图1　汽车号牌编码规则",
        "表2 任务分工",
        "12",
        "马　健　　空中交通管制办副主任",
        "（此件有删减）",
        "甲，乙",
    ],
)
def test_captions_cells_and_names_are_no_headings(line):
    text = f"一、任务\n1.甲机制。完善。\n{line}\n2.乙机制。完善。"
    assert [h.text for h in read(text).document.headings] == ["一、任务"]


TEXTS = {
    name: text
    for name, text in globals().items()
    if isinstance(text, str) and name.isupper() and "\n" in text
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_clause_stands_where_it_says(text):
    parsed = read(text)
    for clause in parsed.clauses:
        assert parsed.document.text[clause.start : clause.end] == clause.text
        assert clause.lines == parsed.document.lines(clause.start, clause.end)
    assert len({c.id for c in parsed.clauses}) == len(parsed.clauses)
    assert lay_out(Source("a", "0", ())).text == ""


@pytest.mark.parametrize(
    ("text", "place", "label"),
    [
        (STATUTE, 3, "《法》第三条之一"),
        (OUTLINE, 0, "《法》序言"),
        (OUTLINE, 2, "《法》“总体要求”部分第2段"),
        (OUTLINE, 5, "《法》第二部分（二）第3项"),
        (DEEP, 0, "《法》第一部分（一）第1项第（1）项"),
        (ITEMS, 0, "《法》第一部分第（一）项"),
        ("第三 条　甲。\n笫四条　乙。", 0, "《法》第三条"),
        ("第三 条　甲。\n笫四条　乙。", 1, "《法》第四条"),
        ("一、加强领导。落实。\n二、抓好宣传。到位。", 1, "《法》第二部分"),
    ],
)
def test_labels_follow_the_document_s_own_numbering(text, place, label):
    assert read(text, "法").clauses[place].label == label


def test_the_document_number_stands_in_the_label_only_if_known():
    facts = Facts(id="x", title="要点", number="粤高法明传〔2021〕73号")
    made = Source("a.txt", "0" * 64, (Line("1.甲机制。完善。", 1), Line("2.乙机制。完善。", 2)))
    assert parse(made, facts).clauses[1].label == "《要点》（粤高法明传〔2021〕73号）第2项"


def test_no_id_is_given_twice_though_numbers_come_again():
    text = "第二条　甲。\n第二条之一　乙。\n第二条之二　丙。\n国务院\n2019年1月16日\n1.丁。\n2.戊。"
    ids = [c.id for c in read(text).clauses]
    assert ids == ["x/0.2", "x/0.2-1", "x/0.2-2", "x/end.1", "x/0.1", "x/0.2-3"]


def test_an_annex_does_not_run_on_from_the_body():
    text = "1.甲。完善。\n2.乙。完善。\n附件1\n3.丙。完善。\n1.丁。完善。"
    clauses = read(text).clauses
    assert [(c.number, c.text) for c in clauses[2:]] == [
        (None, "3.丙。完善。"),
        ("1", "1.丁。完善。"),
    ]
