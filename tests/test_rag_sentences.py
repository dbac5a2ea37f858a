"""The sentences of a clause: every character in one of them, and none of them changed."""

from __future__ import annotations

import pytest

from index.script import searchable
from ingest.numbering import read_marker
from rag.understanding.definitions import spells_out
from rag.words.evidence import Evidence
from rag.words.sentences import Sentences, slogans, spans, terms_of


def texts(clause):
    return [span.text for span in spans(clause)]


def test_a_clause_is_divided_into_its_sentences(library):
    assert texts(library.clauses["gd-2021-key-points/14"]) == [
        "健全解决执行难长效机制。",
        "深入推进综合治理源头治理，推动执行联动工作机制常态化运行。",
        "深化执行体制机制改革，指导惠州法院开展“双重”管理执行体制改革试点，适时评估改革成效，总结推广改革经验。",
        "加强执行规范化建设，完善执行权监督制约制度体系。",
    ]


def test_every_character_of_every_clause_stands_in_a_sentence(library):
    for clause in library.clauses.values():
        marker = read_marker(clause.text) if clause.number else None
        at = marker.end if marker else 0
        for span in spans(clause):
            assert clause.text[at : span.start].strip() == "", clause.id
            assert clause.text[span.start : span.end] == span.text == span.text.strip()
            at = span.end
        assert clause.text[at:].strip() == "", clause.id


def test_the_printed_number_belongs_to_no_sentence(library):
    for clause in library.clauses.values():
        if clause.number:
            assert not spans(clause)[0].text.startswith(clause.number), clause.id


def test_figures_are_never_divided(library):
    clause = library.clauses["spc-2021-work-report/h1.1"]
    assert texts(clause)[-1].endswith("审结、执结2870.5万件，结案标的额7.1万亿元。")


def test_only_the_first_short_sentence_is_the_topic(library):
    for clause in library.clauses.values():
        topics = [number for number, span in enumerate(spans(clause)) if span.topic]
        assert topics in ([], [0]), clause.id
    assert spans(library.clauses["gd-2021-key-points/14"])[0].topic
    assert not any(s.topic for s in spans(library.clauses["spc-2024-2028-outline/0.1"]))


def test_a_long_sentence_is_divided_at_its_semicolons(library):
    long = [s for c in library.clauses.values() for s in spans(c) if len(s.text) > 70]
    assert not [s.text for s in long if "；" in s.text[:-1]]


def test_a_clause_is_divided_once(library):
    sentences, clause = Sentences(), library.clauses["gd-2021-key-points/14"]
    assert sentences.of(clause) is sentences.of(clause)
    assert terms_of(clause.title) <= sentences.of(clause).named


def test_the_documents_own_slogans_are_collected_in_one_script(library):
    found = slogans(library.clauses.values())
    assert {"三个规定", "四类案件", "枫桥经验", "双城联动", "三必查"} <= found
    assert all(searchable(term) == term for term in found)


@pytest.mark.parametrize(
    ("sentence", "term", "expected"),
    [
        ("修订庭前会议、非法证据排除、法庭调查“三项规程”。", "三项规程", True),
        ("严格落实“三项规程”。", "三项规程", False),
        ("“三必查”包括法信、裁判文书网。", "三必查", True),
        ("", "三必查", False),
        ("括号(没有", "(没有", False),
    ],
)
def test_a_term_is_spelled_out_only_where_its_parts_are_named(sentence, term, expected):
    assert spells_out(sentence, term) is expected


def test_rare_words_weigh_more_and_all_weights_are_one(library):
    evidence = Evidence.of("惠州法院执行", library)
    assert sum(evidence.weights.values()) == pytest.approx(1)
    assert evidence.weights["惠州"] > evidence.weights["法院"]
    assert evidence.coverage(frozenset(evidence.weights)) == pytest.approx(1)
    assert evidence.coverage(frozenset()) == 0


def test_no_words_have_no_weight(library):
    assert Evidence.of("", library).coverage(frozenset({"执行"})) == 0
