"""The questions written for each clause are complete, of the asked-for form, and readable."""

from __future__ import annotations

import json

import pytest

from index.script import searchable
from ingest.errors import FactsError
from ingest.expansions import EXPANSIONS, read_expansions

LEAST_CHINESE, LEAST_ENGLISH = 12, 5
MOST_FOR_BOILERPLATE = 4


@pytest.fixture(scope="module")
def clauses(founding):
    return {clause.id: clause for parsed in founding.values() for clause in parsed.clauses}


@pytest.fixture(scope="module")
def expansions(clauses):
    return read_expansions(EXPANSIONS, clauses)


def test_every_clause_has_its_questions(clauses, expansions) -> None:
    assert set(expansions) == set(clauses)
    for one in expansions.values():
        if one.boilerplate:
            assert len(one.questions_zh) <= MOST_FOR_BOILERPLATE, one.clause_id
        else:
            assert len(one.questions_zh) >= LEAST_CHINESE, one.clause_id
            assert len(one.questions_en) >= LEAST_ENGLISH, one.clause_id
        assert one.title_en, one.clause_id


def test_lay_terms_are_other_words_than_the_clause_has(clauses, expansions) -> None:
    same = {
        one.clause_id: term
        for one in expansions.values()
        for term in one.lay_terms
        if searchable(term) in searchable(clauses[one.clause_id].text)
    }
    assert len(same) <= 5, same


def test_questions_are_short_and_in_their_language(expansions) -> None:
    for one in expansions.values():
        for question in one.questions_zh:
            assert len(question) <= 60, question
            assert any("\u4e00" <= c <= "\u9fff" for c in question), question
        for question in one.questions_en:
            assert len(question) <= 160, question
            assert not any("\u4e00" <= c <= "\u9fff" for c in question), question


def test_boilerplate_is_the_front_and_the_end_of_documents(clauses, expansions) -> None:
    front = {c.id for c in clauses.values() if c.id.split("/")[1].startswith(("0.", "end"))}
    marked = {one.clause_id for one in expansions.values() if one.boilerplate}
    assert len(marked) >= 10
    assert len(marked - front) <= 12


ROW = {
    "clause_id": "d/1",
    "boilerplate": False,
    "title_en": "A title",
    "questions_zh": ["怎么办"],
    "lay_terms": ["俗话"],
    "questions_en": ["How?"],
}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "line 1: not JSON"),
        ([json.dumps({**ROW, "more": 1})], "needs exactly the fields"),
        ([json.dumps({**ROW, "clause_id": "d/9"})], "no clause 'd/9'"),
        ([json.dumps({**ROW, "questions_zh": "怎么办"})], "questions_zh must be a list"),
        ([json.dumps({**ROW, "lay_terms": [" "]})], "lay_terms must be a list"),
        ([json.dumps({**ROW, "boilerplate": "no"})], "boilerplate must be true or false"),
        ([json.dumps(ROW), json.dumps(ROW)], "line 2: d/1 stands twice"),
        ([json.dumps(ROW), json.dumps({**ROW, "clause_id": "d/2"})], "is also asked of d/1"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, lines, message) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FactsError, match=r"x\.jsonl, line") as raised:
        read_expansions(path, {"d/1", "d/2", "e/1"})
    assert message in str(raised.value)


def test_two_documents_may_be_asked_the_same(tmp_path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(ROW) + "\n" + json.dumps({**ROW, "clause_id": "e/1"}), "utf-8")
    assert set(read_expansions(path, {"d/1", "e/1"})) == {"d/1", "e/1"}
