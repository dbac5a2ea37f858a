"""Which numbers a question points to, and which it only mentions."""

from __future__ import annotations

import pytest

from index.script import searchable
from rag.understanding.pointers import LAST, Pointer, Unit, read_pointers

ITEM, BRACKETED, PART, PARAGRAPH = Unit.ITEM, Unit.BRACKETED, Unit.PART, Unit.PARAGRAPH

POINTS = [
    ("第14条讲什么", [(ITEM, 14)]),
    ("第１４條講什麼", [(ITEM, 14)]),
    ("第 14 项", [(ITEM, 14)]),
    ("第十四点", [(ITEM, 14)]),
    ("第一百二十条", [(ITEM, 120)]),
    ("第〇条", [(ITEM, 0)]),
    ("第99999条", [(ITEM, 99999)]),
    ("27条说的是哪方面的事", [(ITEM, 27)]),
    ("14项讲什么", [(ITEM, 14)]),
    ("clause 12 of the points", [(ITEM, 12)]),
    ("What is Item 7?", [(ITEM, 7)]),
    ("article 3", [(ITEM, 3)]),
    ("no. 14", [(ITEM, 14)]),
    ("#14", [(ITEM, 14)]),
    ("the 14th clause", [(ITEM, 14)]),
    ("第三部分", [(PART, 3)]),
    ("第3章第5条", [(PART, 3), (ITEM, 5)]),
    ("section 4", [(PART, 4)]),
    ("part two", [(PART, 2)]),
    ("第（七）项", [(BRACKETED, 7)]),
    ("第(14)项", [(BRACKETED, 14)]),
    ("主要任务（九）", [(BRACKETED, 9)]),
    ("第三部分第2段", [(PART, 3), (PARAGRAPH, 2)]),
    ("最后一条", [(ITEM, LAST)]),
    ("第三部分最后一段", [(PART, 3), (PARAGRAPH, LAST)]),
    ("倒数第二条", [(ITEM, -2)]),
    ("第14条和第15条", [(ITEM, 14), (ITEM, 15)]),
    ("第14、15条", [(ITEM, 14), (ITEM, 15)]),
    ("第三、五、七项", [(ITEM, 3), (ITEM, 5), (ITEM, 7)]),
    ("第14至16条", [(ITEM, 14), (ITEM, 15), (ITEM, 16)]),
    ("第2条到第4条", [(ITEM, 2), (ITEM, 3), (ITEM, 4)]),
    ("第2-3条", [(ITEM, 2), (ITEM, 3)]),
    ("第14条第2款", [(ITEM, 14)]),
    ("第14条、第14条", [(ITEM, 14)]),
]


@pytest.mark.parametrize(("question", "expected"), POINTS)
def test_a_number_with_its_unit_points_to_a_place(question, expected):
    pointers, _ = read_pointers(searchable(question))
    assert pointers == tuple(Pointer(unit, number) for unit, number in expected)


@pytest.mark.parametrize(
    "question",
    [
        "2020年审结了多少案件",
        "五五改革纲要",
        "三个规定具体是哪三份文件",
        "四类案件怎么监管",
        "39347件是什么",
        "3条件",
        "完善3类审判组织",
        "共有24项任务",
        "粤高法明传（2021）73号",
        "<script>alert(1)</script>",
        "第条",
        "第（）项",
        "第²条",
        "第①条",
        "第٣条",
        "",
    ],
)
def test_other_numbers_point_nowhere(question):
    plain = searchable(question)
    assert read_pointers(plain) == ((), plain)


def test_the_rest_of_the_question_is_left_for_searching():
    pointers, rest = read_pointers("广东要点第14条里惠州法院做什么")
    assert pointers == (Pointer(ITEM, 14),)
    assert rest.split() == ["广东要点", "里惠州法院做什么"]


def test_a_range_that_runs_backwards_or_too_far_is_not_spelled_out():
    assert len(read_pointers("第16至14条")[0]) < 3
    assert len(read_pointers("第1至900条")[0]) < 3


@pytest.mark.parametrize("unit", list(Unit))
def test_clauses_are_items_and_paragraphs(unit):
    assert Pointer(unit, 1).clause == (unit in (ITEM, PARAGRAPH))
