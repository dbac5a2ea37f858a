"""Which documents a question names, suggests, or names in vain."""

from __future__ import annotations

import pytest

from rag.understanding.naming import read_naming

GD, JL = "gd-2021-key-points", "jl-2022-key-points"
SPC, OUTLINE, REPORT = "spc-2021-key-points", "spc-2024-2028-outline", "spc-2021-work-report"


@pytest.fixture(scope="module")
def documents(founding):
    return {id_: parsed.document for id_, parsed in founding.items()}


NAMED = [
    ("广东要点第14条讲什么？", [GD]),
    ("廣東要點第十四條", [GD]),
    ("《2021年全省法院司法改革工作要点》", [GD]),
    ("粤高法明传〔2021〕73号第14项", [GD]),
    ("粤高法明传（2021）73号第14项", [GD]),
    ("粤高法明传[2021]73号", [GD]),
    ("广东2021要点", [GD]),
    ("广东省高级人民法院2021年要点", [GD]),
    ("广东高院这份要点的明传是多少号？", [GD]),
    ("clause 12 of the Guangdong points", [GD]),
    ("吉林要点", [JL]),
    ("吉林省高院2022年的改革要点", [JL]),
    ("the Jilin key points", [JL]),
    ("《2022年全省法院司法改革工作要点》", [JL]),
    ("最高法2021要点", [SPC]),
    ("最高人民法院2021年司法改革要点", [SPC]),
    ("2021年改革要点又打算做什么", [SPC]),
    ("the 2021 key points of the Supreme People's Court", [SPC]),
    ("六五改革纲要", [OUTLINE]),
    ("改革綱要第10條", [OUTLINE]),
    ("2024-2028年改革纲要", [OUTLINE]),
    ("《人民法院第六个五年改革纲要（2024—2028年）》", [OUTLINE]),
    ("人民法院第六个五年改革纲要(2024—2028年)", [OUTLINE]),
    ("最高法工作报告", [REPORT]),
    ("工作报告第五部分", [REPORT]),
    ("the SPC work report", [REPORT]),
    ("比较广东要点与吉林要点", [GD, JL]),
    ("吉林要点与广东要点", [GD, JL]),
    ("最高法2021年改革要点和六五改革纲要", [SPC, OUTLINE]),
    ("the Guangdong 2021 key points", [GD]),
    ("六五里怎么写的", [OUTLINE]),
    ("新纲要对此有何要求", [OUTLINE]),
    ("粤那份和六五纲要", [GD, OUTLINE]),
    ("粤、吉、六五纲要三家", [GD, JL, OUTLINE]),
    ("（工作报告、最高法要点、粤、吉、六五）", [REPORT, SPC, GD, JL, OUTLINE]),
    ("吉林写得具体还是新纲要具体？", [JL, OUTLINE]),
    ("广东、最高法2021、六五三处", [GD, SPC, OUTLINE]),
    ("Guangdong and the sixth outline: what does each say?", [GD, OUTLINE]),
    ("what does Jilin say, and what did the SPC plan in its 2021 key points?", [JL, SPC]),
]


@pytest.mark.parametrize(("question", "expected"), NAMED)
def test_a_document_is_known_by_its_names(documents, question, expected):
    naming = read_naming(question, documents)
    assert set(naming.named) == set(expected)
    assert not naming.unheld


@pytest.mark.parametrize(
    ("question", "suggested", "region"),
    [
        ("广东法院怎么做诉讼服务", [GD], True),
        ("吉林那边呢", [JL], True),
        ("What about Jilin?", [JL], True),
        ("广东和吉林有什么不同", [GD, JL], True),
        ("最高法怎么说", [SPC, OUTLINE, REPORT], False),
        ("最高法2021年那份文件", [SPC], False),
        ("2022年有什么安排", [JL], False),
        ("粤那份呢", [GD], True),
        ("粤吉两家", [GD, JL], True),
        ("最高法2021年要做什么，吉林2022年又做什么", [SPC, JL], True),
        ("粤港澳大湾区怎么合作", [], False),
        ("大吉大利，吉人天相", [], False),
        ("第六五号文件", [], False),
    ],
)
def test_region_issuer_and_year_only_suggest(documents, question, suggested, region):
    naming = read_naming(question, documents)
    assert naming.named == ()
    assert set(naming.suggested) == set(suggested)
    assert naming.region is region


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("上海高院2021年的司法改革要点有哪些举措", "上海高院2021年的司法改革要点"),
        ("《北京法院纲要》怎么说", "北京法院纲要"),
        ("广东2022年要点", "广东2022年要点"),
        ("吉林2021年要点第3条", "吉林2021年要点"),
        ("广东省高级人民法院工作报告", "广东省高级人民法院工作报告"),
        ("政府工作报告", "政府工作报告"),
        ("最高人民检察院工作报告", "最高人民检察院工作报告"),
        ("第五个五年改革纲要第3条", "第五个五年改革纲要"),
        ("五五改革纲要怎么说", "五五改革纲要"),
    ],
)
def test_a_source_that_is_not_held_is_never_taken_for_one_that_is(documents, question, source):
    naming = read_naming(question, documents)
    assert naming.unheld == source
    assert naming.named == ()


def test_names_are_not_asked_of_the_sentences(documents):
    question = "请问广东要点对个人破产怎么规定"
    (start, end) = read_naming(question, documents).spans[0]
    assert question[start:end] == "广东要点"
    question = "广东法院对个人破产怎么规定"
    (start, end) = read_naming(question, documents).hints[0]
    assert question[start:end] == "广东法院"


def test_a_longer_name_is_not_split_into_shorter_ones(documents):
    naming = read_naming("人民法院第六个五年改革纲要（2024—2028年）", documents)
    assert len(naming.spans) == 1


@pytest.mark.parametrize("question", ["", "执行难", "\ud800", "\x00", "（" * 500, "要点", "2019年"])
def test_nothing_is_named_by_other_words(documents, question):
    naming = read_naming(question, documents)
    assert (naming.named, naming.suggested, naming.unheld) == ((), (), "")


def test_no_document_is_named_in_an_empty_library():
    assert read_naming("广东要点", {}).named == ()
