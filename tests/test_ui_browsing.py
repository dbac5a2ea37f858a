"""Terms and topics of a library, found by rule, and the order they stand in."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from index.script import searchable
from ingest.founding import founding_documents
from ingest.types import Clause, Document
from rag.comparing.columns import in_time
from tests.browser.fake import GUANGDONG, JILIN, library
from ui.browsing.aside import within
from ui.browsing.glossary import terms
from ui.browsing.kept import kept
from ui.browsing.recurring import recurring
from ui.browsing.sentences import LONGEST, places, sentence
from ui.browsing.shelf import shelf
from ui.browsing.topics import topics
from ui.browsing.wording import core, wording


@dataclass(frozen=True)
class Held:
    documents: dict[str, Document]
    clauses: dict[str, Clause]


@pytest.fixture(scope="module")
def founding():
    parsed = founding_documents()
    return Held(
        {one.document.id: one.document for one in parsed},
        {clause.id: clause for one in parsed for clause in one.clauses},
    )


def term(library, word):
    return next(one for one in terms(library) if one.word == word)


@pytest.mark.parametrize(
    ("word", "english", "first", "clauses"),
    [
        ("四类案件", "four categories of cases", "spc-2021-work-report", 6),
        ("司法责任制", "judicial responsibility system", "spc-2021-work-report", 5),
        ("双区", "", "gd-2021-key-points", 1),
        ("未成年人", "", "spc-2021-work-report", 5),
        ("枫桥经验", "Fengqiao experience", "spc-2021-work-report", 3),
    ],
)
def test_a_term_knows_its_english_where_it_is_first_and_its_clauses(
    founding, word, english, first, clauses
):
    found = term(founding, word)
    assert (found.english, found.first, len(found.clause_ids)) == (english, first, clauses)


def test_every_clause_of_a_term_says_it_and_they_stand_in_the_order_of_time(founding):
    order = [one.clause.id for one in shelf(founding)]
    for one in terms(founding):
        texts = [searchable(founding.clauses[id_].text) for id_ in one.clause_ids]
        assert texts
        assert all(one.plain in text for text in texts)
        assert list(one.clause_ids) == sorted(one.clause_ids, key=order.index)
        assert one.first == founding.clauses[one.clause_ids[0]].document_id


def test_the_shelf_stands_in_the_order_of_time(founding):
    held = shelf(founding)
    assert [one.clause.id for one in held[:1]] == ["spc-2021-work-report/0.1"]
    facts = [in_time(one.document.facts) for one in held]
    assert facts == sorted(facts)
    assert all(len(one.plain) == len(one.clause.text) for one in held)


@pytest.mark.parametrize(
    "piece",
    [
        "级人民法院",
        "化建设",
        "事诉讼",
        "理机制",
        "判规则",
        "工作机制",
        "完善司法",
        "万亿元",
        "的工作",
    ],
)
def test_pieces_of_words_and_words_that_say_nothing_are_no_terms(founding, piece):
    assert piece not in {one.word for one in terms(founding)}


def test_what_stands_everywhere_is_no_term(founding):
    used = {one.word: len(one.clause_ids) for one in terms(founding)}
    assert "人民法院" not in used
    assert max(used.values()) <= 0.15 * len(founding.clauses)


def test_a_word_across_another_is_not_that_word(founding):
    """`知识产权司法保护` is not about 产权."""
    assert "知识产权司法保护" in founding.clauses["gd-2021-key-points/3"].text
    assert "gd-2021-key-points/3" not in term(founding, "产权司法保护").clause_ids


@pytest.mark.parametrize(
    "name", ["四类案件", "人民法庭", "繁简分流", "执行难", "专业法官会议", "营商环境", "涉诉信访"]
)
def test_what_several_documents_speak_of_is_a_topic(founding, name):
    found = next(one for one in topics(founding) if one.name == name)
    documents = [founding.clauses[id_].document_id for id_ in found.clause_ids]
    assert len(set(documents)) >= 3
    moments = [in_time(founding.documents[id_].facts) for id_ in documents]
    assert moments == sorted(moments)


def test_every_topic_crosses_documents_and_none_is_the_subject_of_all(founding):
    found = topics(founding)
    assert 50 < len(found) < 200
    for one in found:
        assert len({founding.clauses[id_].document_id for id_ in one.clause_ids}) >= 2
        assert len(one.clause_ids) <= 0.08 * len(founding.clauses)
    names = {one.name for one in found}
    assert not names & {"司法改革", "最高人民法院", "双重", "常态化机制", "总结评估", "工作机制"}
    assert not names & {"人民群众", "执行案件"}
    assert max(Counter(one.name for one in found).values()) == 1


def test_a_small_library_has_its_own_topics_and_a_single_document_none():
    assert [one.name for one in topics(library(GUANGDONG, JILIN))] == ["四类案件"]
    assert topics(library(GUANGDONG)) == ()
    assert terms(library(GUANGDONG))
    empty = Held({}, {})
    assert topics(empty) == ()
    assert terms(empty) == ()


def test_both_take_well_under_a_second(founding):
    fresh = Held(dict(founding.documents), dict(founding.clauses))
    began = time.process_time()
    terms(fresh)
    topics(fresh)
    assert time.process_time() - began < 3, "0.4 s on a free machine"
    began = time.process_time()
    terms(fresh)
    topics(fresh)
    assert time.process_time() - began < 0.1


def test_what_is_kept_is_made_anew_when_a_text_changes():
    held = library(GUANGDONG)
    made = []
    for _ in range(2):
        kept("test", held, lambda one: made.append(1) or len(one.clauses))
    assert made == [1]
    clause = next(iter(held.clauses.values()))
    held.clauses[clause.id] = replace(clause, text=clause.text + "改。")
    kept("test", held, lambda one: made.append(1) or len(one.clauses))
    assert made == [1, 1]


def test_a_word_recurs_where_it_stands_free():
    texts = [f"完善{name}，深化{name}。" for name in ("认罪认罚从宽",) * 3] + [
        "推进认罪认罚从宽制度。"
    ]
    assert list(recurring(texts)) == ["认罪认罚从宽"]
    assert recurring([]) == {}
    assert recurring(["完善认罪认罚从宽。"] * 2) == {}


def test_what_joins_with_everything_is_left_out_of_a_word(founding):
    known = wording([one.plain for one in shelf(founding)])
    assert core("环境资源案件", known) == "环境资源"
    assert core("认罪认罚从宽", known) == "认罪认罚从宽"
    assert len(core("工作机制", known)) == 2


def test_the_terms_in_a_clause_come_in_its_order_each_once(founding):
    clause = founding.clauses["gd-2021-key-points/7"]
    words = [one.word for one in within(founding, clause)]
    assert words[0] == "四类案件"
    assert "一盘棋" in words
    assert len(words) == len(set(words))
    places_ = [searchable(clause.text).index(searchable(word)) for word in words]
    assert places_ == sorted(places_)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("甲。乙丙！丁", 3, "乙丙！"),
        ("甲。乙丙！丁", 5, "丁"),
        ("  甲乙。", 0, "甲乙。"),
        ("", 0, ""),
        ("甲\n乙", 2, "乙"),
    ],
)
def test_the_sentence_round_a_place(text, place, words):
    start, end = sentence(text, place)
    assert text[start:end] == words


def test_a_long_sentence_is_cut_behind_a_pause_and_keeps_the_place():
    text = "健全机制，" * 30
    start, end = sentence(text, 100)
    assert end - start <= LONGEST
    assert start <= 100 < end
    assert text[start - 1] == "，"


def test_of_words_that_overlap_the_first_and_longest_is_marked():
    assert places("知识产权司法保护", ["产权司法保护", "知识产权", "知识"]) == ((0, 4),)
    assert places("a.b", ["."]) == ((1, 2),)
    assert places("甲", []) == ()
