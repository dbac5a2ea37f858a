"""Search as one types: in either script, in English, in everyday words, by place."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import pytest

from index.home import written_questions
from index.script import searchable
from ingest.founding import founding_documents
from tests.browser.fake import FakeLibrary, library
from ui.browsing.search import LONGEST_QUERY, MOST_HITS, search


@dataclass(frozen=True)
class Written(FakeLibrary):
    """A library that also holds the questions written for its clauses."""

    questions: dict[str, str]

    def field(self, name):
        return self.questions if name == "expansions" else {}


@pytest.fixture(scope="module")
def founding():
    parsed = founding_documents()
    clauses = {clause.id: clause for one in parsed for clause in one.clauses}
    documents = {one.document.id: one.document for one in parsed}
    return Written(documents, clauses, written_questions(clauses))


def ids(found):
    return [hit.clause_id for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("诉源治理", "jl-2022-key-points/16"),
        ("訴源治理", "jl-2022-key-points/16"),
        ("專業法官會議", "gd-2021-key-points/8"),
        ("广东 四类案件", "gd-2021-key-points/7"),
        ("“四类案件” 吉林", "jl-2022-key-points/12"),
        ("plea leniency", "gd-2021-key-points/11"),
        ("SMALL CLAIMS", "spc-2021-key-points/6.2"),
        ("small cla", "spc-2021-key-points/6.2"),
        ("punish judges", "spc-2021-key-points/4.4"),
        ("着作权", "spc-2021-work-report/2.5"),
    ],
)
def test_what_is_typed_leads_to_its_clause(founding, typed, first):
    found = search(founding, typed)
    assert first in ids(found)[:3]
    assert found.total == len(found.hits) <= MOST_HITS


def test_both_scripts_find_the_same(founding):
    for one, other in (("诉讼费用", "訴訟費用"), ("著作权", "着作权"), ("网上立案", "網上立案")):
        assert ids(search(founding, one)) == ids(search(founding, other)) != []


@pytest.mark.parametrize(
    ("everyday", "clause"),
    [
        ("老赖", "spc-2024-2028-outline/21"),
        ("老赖", "jl-2022-key-points/21"),
        ("手机上告状", "spc-2024-2028-outline/16"),
        ("告状难", "spc-2021-work-report/4.1"),
    ],
)
def test_everyday_words_find_the_clauses_that_are_asked_about_so(founding, everyday, clause):
    assert clause in ids(search(founding, everyday))[:6]


def test_a_hit_marks_the_words_in_its_sentence_letter_for_letter(founding):
    for hit in search(founding, "四類案件").hits:
        text = founding.clauses[hit.clause_id].text
        assert hit.marks
        assert {searchable(text[a:b]) for a, b in hit.marks} == {"四类案件"}
        assert hit.start <= hit.marks[0][0] < hit.marks[0][1] <= hit.end
        assert hit.asked == ""


def test_a_hit_by_a_question_says_which_and_where(founding):
    hit = search(founding, "small claims").hits[0]
    words = [hit.asked[a:b].lower() for a, b in hit.asked_marks]
    assert {"small", "claims"} <= set(words)


def test_a_number_finds_the_clauses_of_that_number(founding):
    assert ids(search(founding, "第14项"))[:3] == [
        "gd-2021-key-points/14",
        "jl-2022-key-points/14",
        "spc-2024-2028-outline/14",
    ]


def test_the_filters_narrow_the_search(founding):
    among = ["gd-2021-key-points"]
    assert ids(search(founding, "四类案件", among)) == ["gd-2021-key-points/7"]
    assert search(founding, "四类案件", []).total == 0


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "？！",
        "“”",
        "食堂菜单",
        "xyzzy",
        "a",
        "\x00",
        "[",
        "(.*)",
        "\\",
        "<script>",
        "💥",
    ],
)
def test_nothing_is_found_by_nothing_and_nothing_breaks(founding, typed):
    assert search(founding, typed).total == 0


def test_a_text_without_end_is_cut(founding):
    assert search(founding, "四类案件" + " " * LONGEST_QUERY + "食堂").total == 6
    assert search(founding, "司法" * 100_000).total < 10


def test_a_library_without_written_questions_is_searched_too():
    found = search(library(), "類案檢索")
    assert ids(found) == ["spc-2024-2028-outline/1"]


def test_some_thousand_clauses_are_looked_through_at_once(founding):
    copies = {
        f"{id_}-{n}": replace(clause, id=f"{id_}-{n}")
        for n in range(27)
        for id_, clause in founding.clauses.items()
    }
    many = FakeLibrary(founding.documents, copies)
    assert len(copies) > 5_000
    search(many, "第一次")
    began = time.process_time()
    found = search(many, "訴源治理")
    spent = time.process_time() - began
    assert found.total == 54
    assert len(found.hits) == MOST_HITS
    assert spent < 1, "0.02 s on a free machine"
