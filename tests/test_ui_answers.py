"""Turns become safe HTML, references become exact strings, threads stay bounded."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Citation, Mode, Sentence, Status, Verification
from tests.browser.fake import GUANGDONG, FakeAssistant, library, parsed
from ui.chat import answers
from ui.chat.desk import LONGEST_QUESTION, Desk
from ui.chat.threads import MOST_TURNS, Threads, Turn
from ui.citing import copies, references
from ui.reading import reader
from ui.safe import safe

LIBRARY = library()


@given(st.text(min_size=1))
def test_an_address_leads_back_to_its_clause(clause_id):
    address = reader.anchor(clause_id)
    assert reader.clause_of(address) == clause_id
    assert address.removeprefix("c-").isascii()
    assert not set(address) & set("<>\"'&#@% /")


@given(st.text(alphabet="<>&\"'`*_[](){}$\\#!|~:\n甲a1."))
def test_safe_text_holds_nothing_for_html_or_markdown(text):
    import html

    made = safe(text)
    assert html.unescape(made) == text
    assert not set(made) & set("<>\"'`*_[](){}$\\!|~:\n")


@pytest.mark.parametrize(
    ("changes", "inline", "foot"),
    [
        ({}, "《2021年全省法院司法改革工作要点》（粤高法明传〔2021〕73号）第3项",
         "《2021年全省法院司法改革工作要点》，粤高法明传〔2021〕73号，2021年3月1日发布，第3项。"),
        ({"number": ""}, "《2021年全省法院司法改革工作要点》第3项",
         "《2021年全省法院司法改革工作要点》，2021年3月1日发布，第3项。"),
        ({"number": "", "date": ""}, "《2021年全省法院司法改革工作要点》第3项",
         "《2021年全省法院司法改革工作要点》，第3项。"),
        ({"date": "2021-12"}, "《2021年全省法院司法改革工作要点》（粤高法明传〔2021〕73号）第3项",
         "《2021年全省法院司法改革工作要点》，粤高法明传〔2021〕73号，2021年12月发布，第3项。"),
        ({"title": "关于印发《要点》的通知", "number": ""}, "《关于印发〈要点〉的通知》第3项",
         "《关于印发〈要点〉的通知》，2021年3月1日发布，第3项。"),
    ],
)  # fmt: skip
def test_a_reference_says_only_what_is_known(changes, inline, foot):
    facts = dataclasses.replace(GUANGDONG[0], **changes)
    document, clauses = parsed(facts, GUANGDONG[1])
    assert references.reference(document, clauses[2]) == inline
    assert references.footnote(document, clauses[2]) == foot


def test_the_reader_holds_every_letter_of_every_clause():
    from bs4 import BeautifulSoup

    page = BeautifulSoup(reader.reader("zh", LIBRARY.documents, LIBRARY.clauses, None), "lxml")
    for clause in LIBRARY.clauses.values():
        section = page.find(id=reader.anchor(clause.id))
        assert section.get_text() == clause.text
        assert section["data-clause"] == clause.id


def test_text_between_clauses_is_not_lost():
    from bs4 import BeautifulSoup

    document, clauses = parsed(*GUANGDONG)
    few = {clause.id: clause for clause in clauses[:1]}
    page = BeautifulSoup(reader.reader("zh", {document.id: document}, few, None), "lxml")
    shown = "".join(page.article.get_text().split())
    assert "".join(document.text.split()) in shown


def test_a_model_s_answer_says_so_on_the_page_and_in_every_copy():
    answer = FakeAssistant(LIBRARY).ask("四类案件")
    by_model = dataclasses.replace(answer, mode=Mode.LLM)
    for made, said in ((answer, False), (by_model, True)):
        turn = Turn("问", made, shown=len(made.sentences))
        html = answers.reply("zh", turn, 0, LIBRARY.documents)
        assert html.count("内容由人工智能生成，仅供参考") == (4 if said else 0)
        assert ("原文摘录（未使用生成式模型）" in html) is not said


def test_an_abstention_without_nearest_clauses_has_no_empty_list():
    answer = Answer("问", "问", Status.ABSTAINED, message="没有依据。")
    html = answers.reply("en", Turn("问", answer), 0, LIBRARY.documents)
    assert "没有依据。" in html
    assert "<ul>" not in html


def test_threads_are_bounded_and_the_least_used_goes_first():
    threads = Threads(most=3)
    first, second, *_ = [threads.open() for _ in range(3)]
    threads.find(first.id)
    fourth = threads.open()
    assert len(threads) == 3
    assert threads.find(second.id) is None
    assert threads.find(first.id) is first
    assert threads.find(fourth.id) is fourth
    for number in range(MOST_TURNS + 5):
        first.add(Turn(str(number)))
    assert [turn.question for turn in first.turns][:1] == ["5"]


def test_a_thread_cannot_be_named_by_its_reader():
    threads = Threads()
    made = threads.open("my-own-name")
    assert made.id != "my-own-name"
    assert len(made.id) >= 22


def test_sentences_appear_one_by_one():
    desk = Desk(FakeAssistant(LIBRARY), "zh", pace=0)
    growth = [m[-1]["content"].count('class="cite"') for m, _, _ in desk.ask("四类案件", "", ())]
    assert growth == [0, 0, 1, 2, 3, 4, 10]


def test_a_question_at_the_limit_is_asked_and_one_past_it_is_not():
    assistant = FakeAssistant(LIBRARY)
    desk = Desk(assistant, "zh", pace=0)
    list(desk.ask("问" * LONGEST_QUESTION, "", ()))
    assert [asked for asked, *_ in assistant.heard].count("问" * LONGEST_QUESTION) == 1
    *_, (messages, _, kept) = desk.ask("问" * (LONGEST_QUESTION + 1), "", ())
    assert not [asked for asked, *_ in assistant.heard if len(asked) > LONGEST_QUESTION]
    assert len(kept) == LONGEST_QUESTION + 1
    assert "2,001" in messages[-1]["content"]


def test_an_empty_question_changes_nothing():
    desk = Desk(FakeAssistant(LIBRARY), "zh", pace=0)
    assert list(desk.ask("  \n ", "", ())) == [([], "", "")]
    assert len(desk.threads) == 0


def test_a_stopped_answer_stays_stopped_when_it_is_restored():
    desk = Desk(FakeAssistant(LIBRARY), "zh", pace=0)
    asking = desk.ask("四类案件", "", ())
    for _ in range(4):
        messages, thread_id, _ = next(asking)
    desk.halt(thread_id)
    assert list(asking) == []
    restored, _ = desk.restored(thread_id)
    assert "已停止" in restored[-1]["content"]
    assert restored[-1]["content"].count("加强院庭长监督") == messages[-1]["content"].count(
        "加强院庭长监督"
    ) + 3 * ("加强院庭长监督" in messages[-1]["content"])


def test_a_finished_answer_cannot_be_stopped_any_more():
    desk = Desk(FakeAssistant(LIBRARY), "zh", pace=0)
    *_, (_, thread_id, _) = desk.ask("四类案件", "", ())
    assert "已停止" not in desk.halt(thread_id)[-1]["content"]


def test_only_examples_that_are_answered_are_shown():
    from ui.keeping.store import Store
    from ui.pages.frame import Site
    from ui.pages.site import build

    class Mute(FakeAssistant):
        def ask(self, question, scope=None, history=()):
            return Answer(question, question, Status.ABSTAINED)

    welcome = {
        type(assistant): next(
            block.placeholder
            for block in build(Site(Desk(assistant, "en"), Store())).blocks.values()
            if hasattr(block, "placeholder") and "tl-welcome" in (block.placeholder or "")
        )
        for assistant in (FakeAssistant(LIBRARY), Mute(LIBRARY))
    }
    assert "What does item 3 of the Guangdong points" in welcome[FakeAssistant]
    assert "#ask" not in welcome[Mute]
    assert "广东省高级人民法院" in welcome[Mute]


def test_only_what_is_printed_gets_quotation_marks_when_it_is_copied():
    clause = next(iter(LIBRARY.clauses.values()))
    cited = (Citation(1, clause, clause.text, clause.start, clause.end),)
    printed = Sentence(clause.text, cited)
    told = Sentence("另一种说法。", cited, Verification.SUPPORTED)
    assert copies.copy_text("inline", [printed], LIBRARY.documents).startswith("“")
    assert copies.copy_text("inline", [told], LIBRARY.documents).startswith("另一种说法。（")
