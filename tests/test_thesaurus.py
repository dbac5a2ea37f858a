"""The thesaurus: whole, supported by the documents, and found in a question however it is asked."""

from __future__ import annotations

import re

import pytest

from index.errors import IndexFault
from index.passages import clause_text
from index.script import searchable, to_simplified
from index.thesaurus import (
    COLUMNS,
    FILE,
    official_terms,
    parse_thesaurus,
    read_thesaurus,
    unsupported,
)

HEAD = "\t".join(COLUMNS)
LEAST = 600


def test_it_is_large_enough_and_every_concept_has_english():
    concepts = read_thesaurus()
    assert len(concepts) >= LEAST
    assert all(concept.english for concept in concepts)
    assert sum(bool(concept.lay) for concept in concepts) >= LEAST
    assert sum(bool(concept.source) for concept in concepts) >= LEAST


def test_official_terms_stand_in_the_clause_they_name(founding):
    texts = {
        clause.id: searchable(clause_text(clause))
        for parsed in founding.values()
        for clause in parsed.clauses
    }
    concepts = read_thesaurus()
    assert {concept.source for concept in concepts} - {""} <= set(texts)
    assert unsupported(concepts, texts) == []
    assert unsupported(concepts[:1], {}) == [concepts[0].official]


def test_it_is_in_simplified_script_without_markup():
    text = FILE.read_text(encoding="utf-8")
    assert not re.search(r"[<>{}|]|https?:", text)
    for concept in read_thesaurus():
        for word in (concept.official, *concept.other, *concept.lay):
            assert to_simplified(word) == word


@pytest.mark.parametrize("slogan", ["五庭一院", "三个规定", "四类案件", "六五纲要"])
def test_slogans_and_abbreviations_lead_to_a_concept(slogan):
    concepts = read_thesaurus()
    assert any(slogan in (concept.official, *concept.other) for concept in concepts)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("老赖不还钱怎么办", "失信被执行人"),
        ("老賴不還錢怎麼辦", "失信被执行人"),
        ("What happens to deadbeat debtors?", "失信被执行人"),
        ("How are Deadbeat Debtor cases handled", "失信被执行人"),
    ],
)
def test_a_question_gives_the_official_term(question, term):
    assert term in official_terms(question)


@pytest.mark.parametrize("question", ["", "失信被执行人", "今天天气怎么样", "☃", "debt" * 500])
def test_other_questions_give_nothing(question):
    assert "失信被执行人" not in official_terms(question)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("法院\t\t打官司的地方\tcourt", "4 columns"),
        ("\t\t打官司的地方\tcourt\t", "official term"),
        ("法院\t审判机关\t\t\t", "everyday or English"),
        ("法院\t\t庭\tcourt\t", "too short"),
        ("法院\t\t\tcourt\t\n法院\t\t\ttribunal\t", "stands twice"),
        ("法院\t\t\tcourt\t\n法庭\t\t\tcourt\t\n审判\t\t\tcourt\t", "more than 2"),
    ],
)
def test_a_wrong_line_is_named(line, fault):
    with pytest.raises(IndexFault, match=f"line [234]: .*{fault}"):
        parse_thesaurus(f"{HEAD}\n{line}\n")


def test_a_file_without_its_columns_is_refused():
    with pytest.raises(IndexFault, match="line 1"):
        parse_thesaurus("法院\t\t\tcourt\t\n")
