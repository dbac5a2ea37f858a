"""Questions to go on with: from the neighbours, tried, never one that was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.expansions import Expansion
from ingest.founding import founding_documents
from rag.types import Answer, Cell, Row, Status, Table
from rag.understood import Understanding
from tests.browser.fake import FakeAssistant, library, quote
from ui.chat.answers import reply
from ui.chat.desk import Desk
from ui.chat.suggested import MOST, Suggestions
from ui.chat.threads import Turn

LIBRARY = library()
TWO = "广东要点第2项“完善金融审判创新工作机制”讲什么？"


class Answers(FakeAssistant):
    """Answers a question by the clause whose number or written question it holds."""

    def ask(self, question, scope=None, history=()):
        self.heard.append(question)
        for name, id_ in (("广东要点第", "gd-2021-key-points"), ("吉林要点第", "jl_2022")):
            for clause in self.library.clauses.values():
                if clause.document_id == id_ and f"{name}{clause.number}项" in question:
                    return answered(clause.id)
        return Answer(question, question, Status.ABSTAINED)


def answered(*ids):
    clauses = [LIBRARY.clauses[id_] for id_ in ids]
    sentences = tuple(quote(c, c.text, n) for n, c in enumerate(clauses, start=1))
    return Answer("问", "问", Status.ANSWERED, sentences)


def suggestions(language="zh", written=None):
    return Suggestions(Answers(LIBRARY), language, lambda: written or {})


def test_the_clause_after_and_before_is_offered_and_only_under_the_same_heading():
    assert suggestions().after(answered("gd-2021-key-points/1"), ()) == (TWO,)
    assert "第1项" in suggestions().after(answered("gd-2021-key-points/2"), ())[0]
    assert suggestions().after(answered("gd-2021-key-points/3"), ()) == ()


def test_what_was_asked_or_is_cited_already_is_not_offered():
    assert suggestions().after(answered("gd-2021-key-points/1"), (TWO,)) == ()
    assert suggestions().after(answered("gd-2021-key-points/1", "gd-2021-key-points/2"), ()) == ()


def test_each_question_is_tried_once_and_one_that_fails_is_never_offered():
    offered = suggestions()
    for _ in range(3):
        offered.after(answered("gd-2021-key-points/1"), ())
    assert offered.assistant.heard == [TWO]
    outline = replace(answered("spc-2024-2028-outline/1"))
    assert offered.after(outline, ()) == ()
    assert len(offered.assistant.heard) > 1


def test_what_came_near_is_offered_where_nothing_was_answered():
    near = (LIBRARY.clauses["jl_2022/12"], LIBRARY.clauses["gd-2021-key-points/2"])
    refused = Answer("问", "问", Status.ABSTAINED, nearest=near)
    found = suggestions().after(refused, ())
    assert len(found) == 2
    assert found[1] == TWO


def test_english_is_asked_in_written_words_where_there_are_some():
    words = Expansion("gd-2021-key-points/2", False, "", (), (), ("What of 广东要点第2项?",))
    offered = suggestions("en", {words.clause_id: words})
    assert offered.after(answered("gd-2021-key-points/1"), ()) == ("What of 广东要点第2项?",)


class Compares(Answers):
    """Answers a comparison with a table in which so many documents speak."""

    speaking = 2

    def ask(self, question, scope=None, history=()):
        if "不同" not in question:
            return super().ask(question, scope, history)
        self.heard.append(question)
        said = answered("gd-2021-key-points/1").sentences
        cells = [Cell(name, said if n < self.speaking else ()) for n, name in enumerate("ab")]
        table = Table(("a", "b"), (Row("双区", tuple(cells)),))
        return Answer(question, question, Status.ANSWERED, said, table=table)


@pytest.mark.parametrize(
    ("speaking", "topics", "cited", "offered"),
    [
        (2, ("双区",), ("gd-2021-key-points/3",), True),
        (1, ("双区",), ("gd-2021-key-points/3",), False),
        (2, ("双区", "监管"), ("gd-2021-key-points/3",), False),
        (2, ("双区 监管",), ("gd-2021-key-points/3",), False),
        (2, ("双区",), ("gd-2021-key-points/3", "jl_2022/12"), False),
    ],
)
def test_a_comparison_is_offered_of_one_topic_of_one_document(speaking, topics, cited, offered):
    compares = Compares(LIBRARY)
    compares.speaking = speaking
    given = replace(answered(*cited), understanding=Understanding("fact", topics=topics))
    found = Suggestions(compares, "zh", dict).after(given, ())
    assert ("各份文件关于“双区”的规定有什么不同？" in found) == offered


def test_the_page_shows_them_as_text():
    turn = Turn("问", answered("gd-2021-key-points/1"), shown=1, suggested=("<img src=x>？",))
    html = reply("zh", turn, 0, LIBRARY.documents)
    assert '<a href="#ask" role="button">&#60;img src=x&#62;？</a>' in html
    assert "tl-next" not in reply("zh", replace(turn, suggested=()), 0, LIBRARY.documents)


def test_a_stopped_answer_offers_nothing():
    desk = Desk(Answers(LIBRARY), "zh", pace=0)
    *_, (messages, thread, _) = desk.ask("广东要点第1项", "", ())
    assert "tl-next" in messages[-1]["content"]
    for _, name, _ in desk.ask("吉林要点第12项", thread, ()):
        desk.halt(name)
    assert "tl-next" not in desk.messages(desk.threads.find(thread))[-1]["content"]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    from index.home import Home
    from rag.assistant import Assistant

    return Assistant(Home(tmp_path_factory.mktemp("home")).open(lambda _: None))


def test_of_the_founding_documents_every_offer_is_answered_from_its_clause(assistant):
    """A sample of clauses of each document: what is offered is answered, and is not the same."""
    offered = 0
    for parsed in founding_documents():
        for clause in parsed.clauses[:: max(1, len(parsed.clauses) // 3)]:
            cited = assistant.library.clauses[clause.id]
            span = (quote(cited, cited.text, 1),)
            given = Answer("问", "问", Status.ANSWERED, span)
            found = Suggestions(assistant, "zh").after(given, ())
            offered += bool(found)
            for question in found:
                answer = assistant.ask(question)
                assert answer.status is Status.ANSWERED, question
                ids = {citation.clause.id for citation in answer.citations}
                assert ids != {clause.id}, question
                assert len(found) <= MOST
    assert offered >= 10
