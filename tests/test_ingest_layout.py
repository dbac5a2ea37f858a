"""From printed lines to paragraphs, with the way back to every line and page."""

from __future__ import annotations

import pytest

from ingest.layout import Layout, ends_sentence, is_date, lay_out
from ingest.types import Line, Source
from tests.sources import source

COLUMNS = """\
2020年工作回顾
　　2020年是新中国历史上极不平凡的一
年。面对世纪疫情和百年变局交织的复杂局
面，以习近平同志为核心的党中央团结带领
全党全国各族人民攻坚克难、化危为机，砥砺
奋进、开拓创新，疫情防控取得重大战略成果
万件，执行到位金额1.9万亿元，同比分别上升
1.7%、4.3%和8.1%。
　　六、锻造忠诚干净担当的过硬法院队伍
　　认真贯彻习近平总书记提出的“五个过
硬”要求，加快推进人民法院队伍革命化、正规
化、专业化、职业化建设，共有458个集体、
下转第五版"""


def paragraphs(layout: Layout) -> list[str]:
    return [layout.text[p.start : p.end] for p in layout.paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            COLUMNS,
            [
                "2020年工作回顾",
                "2020年是新中国历史上极不平凡的一年。面对世纪疫情和百年变局交织的复杂局面，"
                "以习近平同志为核心的党中央团结带领全党全国各族人民攻坚克难、化危为机，砥砺"
                "奋进、开拓创新，疫情防控取得重大战略成果万件，执行到位金额1.9万亿元，同比分别上升"
                "1.7%、4.3%和8.1%。",
                "六、锻造忠诚干净担当的过硬法院队伍",
                "认真贯彻习近平总书记提出的“五个过硬”要求，加快推进人民法院队伍革命化、正规"
                "化、专业化、职业化建设，共有458个集体、",
            ],
            id="newspaper columns become paragraphs, a figure at a line's head is no clause",
        ),
        pytest.param(
            "2.完善金融审判机制。指导深圳中院集中管辖\n\n涉创业板改革案件。\n3.完善知识产权机制。",
            ["2.完善金融审判机制。指导深圳中院集中管辖涉创业板改革案件。", "3.完善知识产权机制。"],
            id="a sentence broken at a page end is mended",
        ),
        pytest.param(
            "1.完善机制。全年受理案件2\n10件，同比上升1.\n7%。\n2.完善机制。",
            ["1.完善机制。全年受理案件210件，同比上升1.7%。", "2.完善机制。"],
            id="a number split over lines is one number",
        ),
        pytest.param(
            "一、完善工作机制\n1.完善金融审判机制。\n二、深化改革",
            ["一、完善工作机制", "1.完善金融审判机制。", "二、深化改革"],
            id="headings stay apart though they end without a full stop",
        ),
        pytest.param(
            "**关于印发《要点》的通知**\n** 一、总体要求 **",
            ["关于印发《要点》的通知", "一、总体要求"],
            id="leftover markup is taken off",
        ),
        pytest.param("第一条　为了\n\n\n", ["第一条　为了"], id="blank lines are no paragraphs"),
        pytest.param("\n \n\u3000\n", [], id="a file of blanks has none"),
        pytest.param(
            "The Supreme People's Court shall ensure, under law\nand policy, open trials.",
            ["The Supreme People's Court shall ensure, under law", "and policy, open trials."],
            id="a line of Latin text that ends without mark is not joined outside columns",
        ),
        pytest.param(
            "The courts shall,\nunder law, be open.",
            ["The courts shall, under law, be open."],
            id="a comma joins, with the blank that the line break stood for",
        ),
        pytest.param(
            "1.推廣ODR,\n優化流程。", ["1.推廣ODR,優化流程。"], id="half-width commas take no blank"
        ),
    ],
)
def test_lines_become_paragraphs(text, expected):
    assert paragraphs(lay_out(source(text))) == expected


PAGED = """\
粤高法明传〔2021〕73号
1.完善金融审判机制。指导深圳中院集中管辖
— 1 —
\f
粤高法明传〔2021〕73号
涉创业板改革案件。
2.完善知识产权机制。
— 2 —
\f
粤高法明传〔2021〕73号
3.完善环境保护机制。
第 3 页 共 3 页"""


def test_page_numbers_and_running_heads_are_recorded_not_read():
    layout = lay_out(source(PAGED))
    assert paragraphs(layout) == [
        "1.完善金融审判机制。指导深圳中院集中管辖涉创业板改革案件。",
        "2.完善知识产权机制。",
        "3.完善环境保护机制。",
    ]
    assert [(f.line, f.text, f.reason) for f in layout.furniture] == [
        (1, "粤高法明传〔2021〕73号", "running head"),
        (3, "— 1 —", "page number"),
        (5, "粤高法明传〔2021〕73号", "running head"),
        (8, "— 2 —", "page number"),
        (10, "粤高法明传〔2021〕73号", "running head"),
        (12, "第 3 页 共 3 页", "page number"),
    ]


def test_a_clause_over_a_page_end_knows_both_pages():
    layout = lay_out(source(PAGED))
    assert [(p.line, p.page) for p in layout.pieces] == [(2, 1), (6, 2), (7, 2), (11, 3)]


def test_a_line_repeated_on_two_pages_is_no_running_head():
    text = "完善机制。\n1.甲。\n\f\n完善机制。\n2.乙。"
    assert lay_out(source(text)).furniture == ()


@pytest.mark.parametrize("number", ["- 3 -", "—3—", "－ 12 －", "· 7 ·", "–３–"])
def test_a_dashed_page_number_is_furniture_without_pages_too(number):
    layout = lay_out(source(f"1.完善机制。\n{number}\n2.深化改革。"))
    assert paragraphs(layout) == ["1.完善机制。", "2.深化改革。"]
    assert [(f.line, f.text, f.reason) for f in layout.furniture] == [(2, number, "page number")]


def test_a_bare_figure_is_kept_where_no_page_ends():
    assert paragraphs(lay_out(source("合计\n1445\n江苏。"))) == ["合计", "1445", "江苏。"]


def test_a_table_of_contents_is_recorded_up_to_where_its_first_entry_comes_again():
    contents = "目　录\n一、总体要求……1\n二、主要任务……3"
    text = f"工作要点\n{contents}\n一、总体要求\n坚持改革。\n二、主要任务\n完善机制。"
    layout = lay_out(source(text))
    assert paragraphs(layout) == [
        "工作要点",
        "一、总体要求",
        "坚持改革。",
        "二、主要任务",
        "完善机制。",
    ]
    assert [(f.line, f.reason) for f in layout.furniture] == [
        (2, "table of contents"),
        (3, "table of contents"),
        (4, "table of contents"),
    ]


def test_contents_that_are_not_repeated_are_text():
    text = "目录\n一、总体要求\n二、主要任务"
    assert paragraphs(lay_out(source(text))) == ["目录", "一、总体要求", "二、主要任务"]


@pytest.mark.parametrize(
    ("text", "truncated"),
    [
        ("共有458个集体、\n下转第五版", True),
        ("共有458个集体、（下转第5版）", True),
        ("（上接第一版）共有458个集体。", False),
        ("共有458个集体。", False),
    ],
)
def test_a_text_that_goes_on_elsewhere_says_so(text, truncated):
    layout = lay_out(source(text))
    assert layout.truncated is truncated
    assert "版" not in layout.text


@pytest.mark.parametrize("text", [COLUMNS, PAGED, "**一、** 总则\n　甲　**乙**　丙\n\n1.7%。"])
def test_every_piece_of_the_text_maps_back_to_its_line(text):
    made = source(text)
    layout = lay_out(made)
    lines = {line.number: line for line in made.lines}
    covered = ""
    for piece in layout.pieces:
        words = layout.text[piece.start : piece.start + piece.length]
        line = lines[piece.line]
        assert words == line.text[piece.column : piece.column + piece.length]
        assert piece.page == line.page
        covered += words
    assert covered == "".join(paragraphs(layout))


def test_headings_marked_in_the_file_keep_their_level_and_are_never_joined():
    lines = (
        Line("人民法院的改革任务、", 1, heading=1),
        Line("审判机制", 2, heading=2),
        Line("完善机制。", 3),
    )
    layout = lay_out(Source("a.md", "0" * 64, lines))
    assert [(p.heading, t) for p, t in zip(layout.paragraphs, paragraphs(layout), strict=True)] == [
        (1, "人民法院的改革任务、"),
        (2, "审判机制"),
        (0, "完善机制。"),
    ]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("提供新动力。", True),
        ("提供“新动力”", True),
        ("（提供新动力。）", True),
        ("工作如下：", True),
        ("集中管辖", False),
        ("机制、", False),
        ("", False),
    ],
)
def test_a_sentence_ends_with_its_mark(text, ends):
    assert ends_sentence(text) is ends


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021 年 3 月 1 日", True),
        ("二〇二一年三月一日", True),
        ("一九九六年二月五日", True),
        ("2021年3月", True),
        ("2021年3月1日起施行。", False),
        ("截至2021年3月1日", False),
        ("2021年", False),
    ],
)
def test_a_date_line_is_a_date_and_nothing_else(text, date):
    assert is_date(text) is date
