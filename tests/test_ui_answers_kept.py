"""An answer that is kept comes back as it stood; what no longer stands is not cited any more."""

from __future__ import annotations

import copy
import json
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.types import PREMISE, SILENT, Mode, Status, Verification
from tests.browser.fake import GUANGDONG, JILIN, OUTLINE, FakeAssistant, library
from ui.chat import answers, kept
from ui.chat.desk import Desk
from ui.chat.kept import FORM, KeptThreads, read_turn, turn_record
from ui.chat.threads import Turn
from ui.keeping.answers import written
from ui.keeping.answers_read import DamagedError, Reader
from ui.keeping.store import FILE, Store
from ui.keeping.talks import KeptTurn
from ui.safe import safe
from ui.words import LANGUAGES, say

LIBRARY = library()
REAL = (
    "广东和吉林对法官惩戒制度的安排有什么不同？",
    "个人破产制度的提法历年怎么变化？",
    "食堂几点开门？",
    "六五改革纲要一共多少条？",
    "广东要点第14项讲什么？",
    "2020年最高人民法院受理和审结了多少案件？",
    "哪些文件提到了个人破产？",
    "六五改革綱要對審判權力運行監督怎麼規定？",
    "How do the Jilin courts supervise the “four types of cases”?",
    "吉林要点为什么规定每个月要评查一百起案件？",
    "吉林发院怎样加强“四类案件”监督管理？",
    "个人破产从哪一年开始试点？",
    "对比五份文件关于个人破产的规定",
)
FOLLOWING = "那广东呢？"


def again(answer, held, now=None):
    """An answer after the way through JSON, read by what the library holds `now`."""
    return Reader(now or held).answer(json.loads(json.dumps(written(answer, held))))


@pytest.mark.parametrize("question", REAL)
def test_a_real_answer_is_the_same_after_json(assistant, question):
    answer = assistant.ask(question)
    assert again(answer, assistant.library) == answer


def test_the_real_answers_are_of_many_kinds(assistant):
    made = [assistant.ask(question) for question in REAL]
    tables = [answer.table for answer in made if answer.table]
    assert {table.in_time for table in tables} == {True, False}
    assert {answer.status for answer in made} == set(Status)
    assert any(answer.nearest for answer in made if answer.status is Status.ABSTAINED)
    assert {PREMISE, SILENT} <= {note.kind for answer in made for note in answer.notes}
    found = {s.verification for answer in made for s in answer.sentences}
    assert {Verification.VERBATIM, Verification.STRUCTURE} <= found


def test_a_real_conversation_is_shown_byte_for_byte_after_a_new_start(assistant, tmp_path):
    """Also what is asked next is understood as before: it is given the same dialogue."""
    held = assistant.library
    first = Store(tmp_path / FILE)
    threads = KeptThreads(first, held)
    before = {name: Desk(assistant, name, threads, pace=0) for name in LANGUAGES}
    name = ""
    for question in (*REAL, FOLLOWING, "问" * 2001):
        *_, (_, name, _) = before["zh"].ask(question, name, ())
    list(before["zh"].again("again-0-all", name))
    asking = before["zh"].ask(REAL[0], name, ())
    for _ in range(4):
        next(asking)
    before["zh"].halt(name)
    assert list(asking) == []
    shown = {tongue: desk.restored(name) for tongue, desk in before.items()}
    first.tidy()
    shutil.copy(tmp_path / FILE, tmp_path / "again")

    second = KeptThreads(Store(tmp_path / "again"), held)
    after = {tongue: Desk(assistant, tongue, second, pace=0) for tongue in LANGUAGES}
    assert {tongue: desk.restored(name) for tongue, desk in after.items()} == shown
    assert second.find(name).history() == threads.find(name).history()
    for command in ("again-0-all", f"again-{len(REAL) - 1}-typed"):
        old, new = (list(desk.again(command, name))[-1] for desk in (before["zh"], after["zh"]))
        assert new == old
    *_, told = before["zh"].ask("吉林呢？", name, ())
    *_, retold = after["zh"].ask("吉林呢？", name, ())
    assert retold == told


HOSTILE = "<script>alert(1)</script>](javascript:x)`*_\x00\n\r‮"


@given(
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
    st.text(alphabet=st.characters(codec="utf-8")) | st.just(HOSTILE),
    st.sampled_from(["四类案件", "XSS", "食堂"]),
    st.sampled_from(list(Mode)),
)
@settings(deadline=None)
def test_a_turn_is_shown_byte_for_byte_whatever_its_words(shown, halted, alone, text, asked, mode):
    answer = replace(
        FakeAssistant(LIBRARY).ask(asked),
        question=text,
        understood_as=text,
        message=text,
        mode=mode,
    )
    turn = Turn(text, answer, shown, halted, alone=alone, place=3)
    record = kept._line(turn_record(turn, LIBRARY))
    back = read_turn(KeptTurn(3, "", text, "", record), LIBRARY)
    assert (back.answer, back.place, back.kept, back.damaged) == (answer, 3, True, False)
    for tongue in LANGUAGES:
        html = answers.reply(tongue, turn, 3, LIBRARY.documents)
        assert answers.reply(tongue, back, 3, LIBRARY.documents) == html


def test_a_turn_without_an_answer_is_not_waited_for():
    for turn in (Turn("问", trouble="没有答成"), Turn("问", halted=True), Turn("问")):
        record = json.dumps(turn_record(turn, LIBRARY))
        back = read_turn(KeptTurn(0, "", "问", "", record), LIBRARY)
        html = answers.reply("zh", back, 0, LIBRARY.documents)
        assert say("zh", "load") not in html
        assert (turn.trouble or say("zh", "halted")) in html


def test_what_a_model_had_written_until_the_reader_left_comes_back():
    said = FakeAssistant(LIBRARY).ask("四类案件").sentences[:2]
    turn = Turn("问", halted=True, worded=True, growing=said)
    back = read_turn(KeptTurn(0, "", "问", "", json.dumps(turn_record(turn, LIBRARY))), LIBRARY)
    assert back.growing == said
    html = [answers.reply("zh", one, 0, LIBRARY.documents) for one in (turn, back)]
    assert html[0] == html[1]


# What the library does not hold any more.

WORDS = "完善“四类案件”识别监管机制。"


def shifted(lines):
    """The same clauses behind a longer first one: every offset is another."""
    return (lines[0], lines[1] + "增加一句。", *lines[2:])


CHANGES = {
    "another wording": (GUANGDONG[0], tuple(s.replace("识别监管", "甄别") for s in GUANGDONG[1])),
    "other places": (GUANGDONG[0], shifted(GUANGDONG[1])),
    "the clause is gone": (GUANGDONG[0], GUANGDONG[1][:-1]),
    "the document is gone": None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_quotation_that_is_gone_is_words_with_a_remark_and_no_citation(change):
    answer = FakeAssistant(LIBRARY).ask("四类案件")
    sources = [source for source in (CHANGES[change], JILIN, OUTLINE) if source]
    now = library(*sources)
    back = again(answer, LIBRARY, now)
    old = back.sentences[0]
    assert (old.text, old.citations, old.verification) == (WORDS, (), Verification.CHANGED)
    assert [c.mark for c in back.citations][-3:] == [3, 4, 5]
    html = answers.reply("zh", Turn("问", back, shown=5), 0, now.documents)
    assert "c-gd-2021-key-points_2f3@17-32" not in html
    assert "完善“四类案件”识别监管机制。" in html
    assert say("zh", "badge.changed") in html
    label = LIBRARY.clauses["gd-2021-key-points/3"].label
    named = label if "gd-2021-key-points/3" in now.clauses else "gd-2021-key-points/3"
    assert named in back.notes[-1].text
    copied = html.split('id="copy-0-inline"')[1].split("</span>")[0]
    assert "“完善‘四类案件’" not in copied  # never in quotation marks, as what is printed is


def test_a_nearest_clause_that_is_gone_is_named_and_not_linked():
    answer = FakeAssistant(LIBRARY).ask("食堂")
    back = again(answer, LIBRARY, library(JILIN, OUTLINE))
    assert back.nearest == ()
    assert "gd-2021-key-points/2" in back.notes[-1].english


def test_an_answer_from_other_documents_says_so_even_where_its_quotations_stand():
    answer = FakeAssistant(LIBRARY).ask("四类案件")
    more = library(GUANGDONG, JILIN, OUTLINE, (replace(JILIN[0], id="new"), JILIN[1]))
    back = again(answer, LIBRARY, more)
    assert back.citations == answer.citations
    assert [note.text for note in back.notes] == [say("zh", "talks.older")]


# Damaged and foreign rows.


class Tags(HTMLParser):
    """The tags of a page and the attributes that could run something."""

    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.seen |= {name for name, value in attrs if name.startswith("on")}
        self.seen |= {"script" for _, value in attrs if (value or "").startswith("javascript")}


def places(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, step))


EXAMPLES = [
    json.loads(json.dumps(turn_record(Turn("问", answer, shown=9), LIBRARY)))
    for answer in map(FakeAssistant(LIBRARY).ask, ("四类案件", "XSS", "食堂"))
]
STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.just(HOSTILE), st.just("\ud800"),
    st.just([]), st.just({}), st.just([[HOSTILE] * 5]), st.just("define"),
)  # fmt: skip


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_a_damaged_row_is_said_and_never_breaks_or_opens_the_page(data):
    record = copy.deepcopy(data.draw(st.sampled_from(EXAMPLES)))
    path = data.draw(st.sampled_from(list(places(record))))
    value = data.draw(STRANGE)
    if not path:
        record = value
    else:
        inner = record
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
    turn = read_turn(KeptTurn(0, "", "问", "", json.dumps(record)), LIBRARY)
    for tongue in LANGUAGES:
        html = answers.reply(tongue, turn, 0, LIBRARY.documents)
        html.encode()
        tags = Tags()
        tags.feed(html)
        assert not tags.seen & {"script", "img", "iframe"}
        assert turn.damaged == (safe(say(tongue, "err.damaged")) in html)


@pytest.mark.parametrize(
    "row", ["", "null", "{}", "[" * 100_000, '{"form": 2}', "not json", '{"form": true}', "\x00"]
)
def test_a_foreign_row_is_a_turn_that_says_so(row):
    turn = read_turn(KeptTurn(7, "", "问", "", row), LIBRARY)
    assert (turn.question, turn.damaged, turn.place) == ("问", True, 7)


def test_a_record_of_another_form_is_not_guessed_at():
    record = {**EXAMPLES[0], "form": FORM + 1}
    assert read_turn(KeptTurn(0, "", "问", "", json.dumps(record)), LIBRARY).damaged
    with pytest.raises(DamagedError, match="no answer"):
        Reader(LIBRARY).answer({})
