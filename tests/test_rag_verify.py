"""Checking a sentence against its citations: tables of real text, and every digit changed."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.library import Library
from ingest.founding import founding_documents
from rag.checking.polarity import turned
from rag.checking.verify import verified, verify
from rag.types import Citation, Verification
from rag.words.particulars import document_numbers, figures, names, places
from rag.words.sentences import spans
from tests.fakes import CharacterEncoder, make_parsed

GOOD = {"verbatim", "near", "supported"}

NUMBERED = "法发〔2021〕1号"
CLAUSES = (
    "1.当事人应当公开审理材料。法官不得干预其他法官办案，严禁过问案件。",
    f"2.根据{NUMBERED}《关于深化改革的意见》，2021年3月1日起在广州知识产权法院开展破产制度试点。",
    "3.受理案件1059.2万件，审结985万件，同比上升12.5%；新收案件下降百分之三。",
    "4.探索建立生态技术调查官制度，坚决破除“唯论文”倾向，确保十万余名法官入额。",
)
OTHER = ("1.推进量刑规范化改革，建立量刑建议评估机制。", "2.完善减刑假释程序。")


@pytest.fixture(scope="module")
def small() -> Library:
    documents = [make_parsed("aa", CLAUSES), make_parsed("bb", OTHER, region="吉林", year=2022)]
    return Library.build(documents, CharacterEncoder())


def cite(library: Library, clause_id: str) -> list[Citation]:
    clause = library.clauses[clause_id]
    return [Citation(1, clause, clause.text, clause.start, clause.end)]


@pytest.mark.parametrize(
    ("text", "clause", "found", "missing"),
    [
        ("当事人应当公开审理材料。", 1, "verbatim", ()),
        ("当事人 应当公开\n审理材料。", 1, "verbatim", ()),
        ("當事人應當公開審理材料", 1, "near", ()),
        ("法官不得干预其他法官办案，严禁过问案件", 1, "verbatim", ()),
        ("法官不得干预其他法官办案;严禁过问案件！", 1, "near", ()),
        ("受理案件10592000件，审结9850000件", 3, "near", ()),
        ("受理案件一千零五十九点二万件", 3, "near", ()),
        ("新收案件下降3％", 3, "near", ()),
        ("广东要点要求，法官不得干预其他法官办案。", 1, "supported", ()),
        ("2021年3月1日起，广州知识产权法院开展破产制度试点", 2, "supported", ()),
        ("自2021-03-01起，在广州知识产权法院开展破产制度试点", 2, "supported", ()),
        ("根据法发【２０２１】第01号，在广州知识产权法院开展破产制度试点", 2, "supported", ()),
        ("完善减刑假释程序。", 1, "misattributed", ()),
        ("建立量刑建议评估机制", 1, "misattributed", ()),
        ("火星上设有三个法院。", 1, "not_found", ("3个",)),
        # Turned round.
        ("当事人不得公开审理材料。", 1, "not_found", ()),
        ("当事人应当保密审理材料。", 1, "not_found", ()),
        ("法官应当干预其他法官办案。", 1, "not_found", ()),
        ("法官干预其他法官办案", 1, "not_found", ()),
        ("干预其他法官办案", 1, "not_found", ()),
        ("过问案件。", 1, "not_found", ()),
        ("广州知识产权法院废止破产制度", 2, "not_found", ()),
        ("在广州知识产权法院开展破产制度", 2, "not_found", ()),
        ("同比下降12.5%", 3, "not_found", ()),
        ("新收案件上升百分之三", 3, "not_found", ()),
        ("建立生态技术调查官制度", 4, "not_found", ()),
        ("不破除“唯论文”倾向", 4, "not_found", ()),
        # Figures.
        ("受理案件1059.3万件", 3, "not_found", ("10593000件",)),
        ("受理案件59.2万件", 3, "not_found", ("592000件",)),
        ("受理案件985万件，审结1059.2万件", 3, "not_found", ()),
        ("同比上升12.5", 3, "not_found", ("12.5",)),
        ("确保一百万余名法官入额", 4, "not_found", ("1000000",)),
        # Names, numbers, titles, slogans.
        ("根据法发〔2022〕1号，开展破产制度试点", 2, "not_found", ("根据法发〔2022〕1号",)),
        ("根据法释〔2021〕1号，开展破产制度试点", 2, "not_found", ("根据法释〔2021〕1号",)),
        ("根据《关于完善改革的意见》，开展破产制度试点", 2, "not_found", ("关于完善改革的意见",)),
        ("在上海知识产权法院开展破产制度试点", 2, "not_found", ("上海",)),
        ("在广州互联网法院开展破产制度试点", 2, "not_found", ("广州互联网法院",)),
        ("坚决破除“唯职称”倾向", 4, "not_found", ("唯职称",)),
        ("广东要点第9项：法官不得干预其他法官办案", 1, "not_found", ("第9项",)),
    ],
)
def test_a_sentence_is_what_it_is(small, text, clause, found, missing):
    said, lacks = verify(text, cite(small, f"aa/{clause}"), small)
    assert said.value == found
    if missing:
        assert lacks == missing


def test_no_citation_and_no_words_are_not_found(small):
    assert verify("当事人应当公开审理材料。", [], small)[0] is Verification.MISATTRIBUTED
    assert verify("", cite(small, "aa/1"), small)[0] is Verification.NOT_FOUND
    assert verify("。", cite(small, "aa/1"), small)[0] is Verification.NOT_FOUND


def test_everything_the_documents_print_is_found_in_its_clause(library):
    for clause in library.clauses.values():
        for span in spans(clause):
            cited = Citation(1, clause, span.text, clause.start + span.start, 0)
            assert verify(span.text, [cited], library) == (Verification.VERBATIM, ())


FIGURED = re.compile(r"[0-9]")


PRINTED = [(s.clause, s) for p in founding_documents() for c in p.clauses for s in spans(c)]
DIGITS = [(n, m.start()) for n, (_, s) in enumerate(PRINTED) for m in FIGURED.finditer(s.text)]
"""Every digit of the five documents: the number of its sentence and its place there."""


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_every_changed_digit_is_caught(library, data):
    """In its sentence alone or beside its whole clause, no other digit passes."""
    number, at = data.draw(st.sampled_from(DIGITS), label="place")
    clause, span = PRINTED[number]
    digit = data.draw(st.sampled_from("0123456789"), label="digit")
    changed = span.text[:at] + digit + span.text[at + 1 :]
    if digit == span.text[at]:
        return
    quote = data.draw(st.sampled_from([span.text, clause.text]), label="quote")
    found, _ = verify(changed, [Citation(1, clause, quote, clause.start, 0)], library)
    assert found.value not in GOOD


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_digit_more_or_less_is_caught(library, data):
    """A figure of one digit may be left out, as other words may; none may be cut or grow."""
    number, at = data.draw(st.sampled_from(DIGITS))
    clause, span = PRINTED[number]
    more = span.text[:at] + data.draw(st.sampled_from("123456789")) + span.text[at:]
    less = span.text[:at] + span.text[at + 1 :]
    cited = [Citation(1, clause, span.text, clause.start, 0)]
    assert verify(more, cited, library)[0].value not in GOOD
    longer = FIGURED.search(span.text[max(at - 1, 0) : at] + span.text[at + 1 : at + 2])
    if longer and span.text[at] != "0":
        assert verify(less, cited, library)[0].value not in GOOD


TURNS = [
    *(("应当", "不得"), ("不得", "应当"), ("严禁", "允许"), ("试点", "废止"), ("完善", "取消")),
    *(("推进", "停止"), ("加强", "削弱"), ("上升", "下降"), ("提高", "降低"), ("建立", "撤销")),
    *(("不得", ""), ("严禁", ""), ("健全", "不健全"), ("推动", "禁止"), ("落实", "未落实")),
]


@pytest.mark.parametrize(("word", "other"), TURNS)
def test_a_sentence_turned_round_is_caught_wherever_it_stands(library, word, other):
    for clause in library.clauses.values():
        for span in spans(clause):
            if word in span.text:
                changed = span.text.replace(word, other, 1)
                cited = [Citation(1, clause, span.text, clause.start, 0)]
                assert verify(changed, cited, library)[0].value not in GOOD, changed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2021年3月受理1.2万件，上升百分之五", ["2021年", "3月", "12000件", "5%"]),
        ("二〇二一年三月一日", ["2021年", "3月", "1日"]),
        ("2024—2028年", ["2024", "2028年"]),
        ("采用“1+10”模式，缩短1/4", ["1+10", "1/4"]),
        ("法发〔2021〕1号《2021年要点》", []),
    ],
)
def test_figures_are_read(text, found):
    assert [one.text for one in figures(text)] == found


def test_idioms_count_nothing():
    assert figures("统一、进一步、一体化、一律、十分、万一、千方百计") == ()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "法发〔2021〕1号",
            "法发[2021]1号",
            "法发(2021)1号",
            "法发（2021）1号",
            "法发【2021】1号",
        ),
        *("法发﹝2021﹞1号", "法发〔２０２１〕１号", "法发〔2021〕第1号", "法发〔2021〕第01号"),
        *("法发 〔2021〕 1 号", "法發〔2021〕1號"),
    ],
)
def test_a_document_number_is_one_however_it_is_written(text):
    assert document_numbers(text) == (("法发", "2021", "1"),)


def test_names_and_places_are_read():
    assert ("吉林",) in names("吉林高院")
    assert [same[0] for same in names("广州知识产权法院")] == ["广州", "广州知识产权法院"]
    assert places("第三部分第十四条") == ("第3部分", "第14项")


def test_harmless_words_deny_nothing():
    assert turned("不断完善未成年人非诉讼机制", ["不断完善未成年人非诉讼机制"]) == ""
    assert turned("未来完善机制", ["完善机制"]) == ""


# In an answer


@pytest.mark.parametrize(
    "question",
    ["广东要点第14条讲什么", "法官惩戒有什么安排", "广东要点一共有多少条", "工作报告分为几个部分"],
)
def test_the_sentences_of_an_answer_are_checked(assistant, library, question):
    answer = assistant.ask(question)
    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.verification in (Verification.VERBATIM, Verification.STRUCTURE)
        assert verified(sentence, library) == sentence


@pytest.mark.parametrize(
    ("old", "new"), [("24项", "23项"), ("五个部分", "六个部分"), ("第24项", "第25项")]
)
def test_a_wrong_count_is_no_structure(assistant, library, old, new):
    sentence = assistant.ask("广东要点一共有多少条").sentences[0]
    assert old in sentence.text
    wrong = replace(sentence, text=sentence.text.replace(old, new))
    assert verified(wrong, library).verification is Verification.NOT_FOUND


def test_checking_an_answer_takes_less_than_a_millisecond(assistant, library):
    sentences = assistant.ask("广东和吉林对法官惩戒制度的安排有什么不同？").sentences
    start = time.perf_counter()
    for _ in range(20):
        assert all(verified(one, library) == one for one in sentences)
    assert (time.perf_counter() - start) / 20 < 0.001


# Two documents in one sentence

GD, JL = "gd-2021-key-points/9", "jl-2022-key-points/15"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "广东要点要求出台法官惩戒工作规程，吉林要点要求建立专业审查前置机制",
            "supported",
        ),
        (
            "吉林要点要求出台法官惩戒工作规程，广东要点要求建立专业审查前置机制",
            "not_found",
        ),
        ("吉林要点要求出台法官惩戒工作规程", "not_found"),
        ("广东和吉林都要求出台法官惩戒工作规程", "not_found"),
        ("最高法工作报告要求出台法官惩戒工作规程", "not_found"),
    ],
)
def test_what_is_said_of_a_document_must_stand_in_that_document(library, text, found):
    cited = [*cite(library, GD), *cite(library, JL)]
    assert verify(text, cited, library)[0].value == found


def test_a_sentence_is_not_put_together_from_all_over_a_clause(library):
    """Pairs of characters from ten clauses cited at once are no support."""
    cited = [c for n in range(1, 25) for c in cite(library, f"gd-2021-key-points/{n}")]
    assert verify("完善法官执行前海网上立案破产陪审制度", cited, library)[0].value == "not_found"
