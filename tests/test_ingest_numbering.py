"""Which characters at the head of a paragraph are its number, and which are not."""

from __future__ import annotations

import pytest

from ingest.numbering import Marker, Style, han_to_int, int_to_han, read_marker


def test_every_numeral_to_9999_reads_back():
    assert [han_to_int(int_to_han(n)) for n in range(1, 10_000)] == list(range(1, 10_000))


def test_no_two_numbers_are_written_alike():
    assert len({int_to_han(n) for n in range(1, 10_000)}) == 9_999


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百一十", 110),
        ("一百二十", 120),
        ("两百", 200),
        ("一千二百六十", 1260),
        ("一千零一", 1001),
        ("二〇二一", 2021),
        ("一二〇", 120),
        ("14", 14),
        ("１４", 14),
        ("１4", 14),
    ],
)
def test_numerals_as_documents_print_them(numeral, value):
    assert han_to_int(numeral) == value


@pytest.mark.parametrize(
    ("value", "numeral"),
    [
        (5, "五"),
        (10, "十"),
        (14, "十四"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(value, numeral):
    assert int_to_han(value) == numeral


@pytest.mark.parametrize("numeral", ["", "甲", "十甲", "1.5", "一、"])
def test_what_is_no_numeral_is_refused(numeral):
    with pytest.raises(ValueError):  # noqa: PT011
        han_to_int(numeral)


@pytest.mark.parametrize(
    ("text", "style", "value", "sub", "printed", "words"),
    [
        ("第一编　总则", Style.BOOK, 1, 0, "第一编", "总则"),
        ("第二編 物權", Style.BOOK, 2, 0, "第二編", "物權"),
        ("第一分编　通则", Style.BOOK, 1, 0, "第一分编", "通则"),
        ("第三部分 组织实施", Style.PART, 3, 0, "第三部分", "组织实施"),
        ("第三章　审判", Style.CHAPTER, 3, 0, "第三章", "审判"),
        ("第 三 章　审判", Style.CHAPTER, 3, 0, "第 三 章", "审判"),
        ("第十二节 简易程序", Style.SECTION, 12, 0, "第十二节", "简易程序"),
        ("第十二節 簡易程序", Style.SECTION, 12, 0, "第十二節", "簡易程序"),
        ("第十四条　人民法院", Style.ARTICLE, 14, 0, "第十四条", "人民法院"),
        ("第十四條：人民法院", Style.ARTICLE, 14, 0, "第十四條", "人民法院"),
        ("第14条 人民法院", Style.ARTICLE, 14, 0, "第14条", "人民法院"),
        ("第１４条 人民法院", Style.ARTICLE, 14, 0, "第１４条", "人民法院"),
        ("第一百二十条之一　资助", Style.ARTICLE, 120, 1, "第一百二十条之一", "资助"),
        ("第一百二十条之十一", Style.ARTICLE, 120, 11, "第一百二十条之十一", ""),
        ("笫五十四条　清算组", Style.ARTICLE, 54, 0, "笫五十四条", "清算组"),
        ("三、深化诉讼制度改革", Style.HAN, 3, 0, "三", "深化诉讼制度改革"),
        ("十二、组织实施", Style.HAN, 12, 0, "十二", "组织实施"),
        ("（三）加强监督", Style.HAN_PAREN, 3, 0, "（三）", "加强监督"),
        ("(三)加強監督", Style.HAN_PAREN, 3, 0, "(三)", "加強監督"),
        ("（十一）、加强监督", Style.HAN_PAREN, 11, 0, "（十一）", "加强监督"),
        ("㈢加强监督", Style.HAN_PAREN, 3, 0, "㈢", "加强监督"),
        ("14.健全机制", Style.DIGIT, 14, 0, "14", "健全机制"),
        ("14．健全机制", Style.DIGIT, 14, 0, "14", "健全机制"),
        ("１４．健全机制", Style.DIGIT, 14, 0, "１４", "健全机制"),
        ("14、健全机制", Style.DIGIT, 14, 0, "14", "健全机制"),
        ("14 . 健全机制", Style.DIGIT, 14, 0, "14", "健全机制"),
        ("⒊健全机制", Style.DIGIT, 3, 0, "⒊", "健全机制"),
        ("（2）网上立案", Style.DIGIT_PAREN, 2, 0, "（2）", "网上立案"),
        ("(2)网上立案", Style.DIGIT_PAREN, 2, 0, "(2)", "网上立案"),
        ("（２）网上立案", Style.DIGIT_PAREN, 2, 0, "（２）", "网上立案"),
        ("2）网上立案", Style.DIGIT_PAREN, 2, 0, "2）", "网上立案"),
        ("⑵网上立案", Style.DIGIT_PAREN, 2, 0, "⑵", "网上立案"),
        ("①网上立案", Style.CIRCLED, 1, 0, "①", "网上立案"),
        ("⑳、网上立案", Style.CIRCLED, 20, 0, "⑳", "网上立案"),
        ("14.", Style.DIGIT, 14, 0, "14", ""),
        ("第十四条", Style.ARTICLE, 14, 0, "第十四条", ""),
    ],
)
def test_a_number_is_read_with_its_style_and_its_words(text, style, value, sub, printed, words):
    marker = read_marker(text)
    assert marker == Marker(style, value, sub, printed, len(text) - len(words))


@pytest.mark.parametrize(
    "text",
    [
        "1.7%、4.3%和8.1%。",
        "１．７%、4.3%",
        "12368热线",
        "2021年是实施“十四五”规划的第一年",
        "2021.",
        "1.2.1　国家级",
        "3　预警监测",
        "二〇二一年三月",
        "一审判决",
        "一是完善制度",
        "第一，完善制度",
        "第一审程序",
        "第三人",
        "十四五规划",
        "（试行）",
        "（2021年3月1日通过）",
        "人民法院第14条",
        "“三、”",
        "",
        " ",
    ],
)
def test_a_figure_or_word_is_not_a_number(text):
    assert read_marker(text) is None


def test_styles_are_ordered_from_book_to_circled_item():
    order = [
        "第一编",
        "第一部分",
        "第一章",
        "第一节",
        "第一条",
        "一、",
        "（一）",
        "1.",
        "（1）",
        "①",
    ]
    styles = [marker.style for text in order if (marker := read_marker(text))]
    assert styles == sorted(styles) == list(Style)
