"""Conversations belong to one person, are found by their words, leave as files, and really go."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import date
from html.parser import HTMLParser
from threading import Thread as Worker
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from rag.types import Answer, Mode, Note, Status
from tests.browser.fake import FakeAssistant, library
from ui.chat import export, history, wrong
from ui.chat.desk import Desk
from ui.chat.kept import KeptThreads
from ui.chat.threads import MOST_TURNS, Turn
from ui.keeping import talks
from ui.keeping.feedback import Wrong, listed
from ui.keeping.people import PERSON
from ui.keeping.store import FILE, Store
from ui.serving.app import create_app
from ui.words import say

LIBRARY = library()
QUESTION = "“四类案件”怎么监管？"
HOSTILE = '"><img src=x onerror=alert(1)> [x](javascript:1) <!-- \x00 \ud800'
HOME = "http://127.0.0.1:7860"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / FILE)


def desk(store, language="zh", most=200):
    return Desk(FakeAssistant(LIBRARY), language, KeptThreads(store, LIBRARY, most), pace=0)


def ask(desk, question=QUESTION, thread_id="", person=""):
    *_, (_, name, _) = desk.ask(question, thread_id, (), person=person)
    return name


def bytes_of(folder):
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


# One person's conversations are nobody else's.


def test_nobody_opens_continues_or_deletes_the_conversation_of_another(store):
    page = desk(store)
    name = ask(page, person="wang")
    for fresh in (page, desk(store)):  # in memory, and from the store
        assert fresh.restored(name, "li") == ([], "")
        assert fresh.restored(name) == ([], "")
        assert fresh.halt(name, "li") == []
        assert ask(fresh, thread_id=name, person="li") != name
        assert list(fresh.again("again-0-all", name, "li")) == [([], "", "")]
        assert fresh.threads.drop("li", name) == 0
        assert fresh.threads.whole("li", name) is None
        assert len(fresh.restored(name, "wang")[0]) == 2


def test_lists_and_searches_hold_only_ones_own(store):
    page = desk(store)
    mine, other = ask(page, person="wang"), ask(page, person="li")
    for words in ("", "四类案件", "%", "' OR 1=1 --"):
        found = {one.id for one in talks.listed(store, "wang", words)}
        assert other not in found
        assert (mine in found) is (words in ("", "四类案件"))
    assert page.threads.clear("wang") == 1
    assert [one.id for one in talks.listed(store, "li")] == [other]


def test_feedback_is_given_only_on_ones_own_conversation(store):
    page = desk(store)
    name = ask(page, person="wang")
    with pytest.raises(wrong.RemarkError, match=say("zh", "wrong.err.turn")[:6]):
        remark(page, store, name, person="li")
    assert listed(store) == []


def test_downloads_are_for_the_person_whose_conversation_it_is(store):
    """The name of a person comes with the request; nobody signs in here, so that it is empty."""
    name, foreign = ask(desk(store)), ask(desk(store), person="wang")
    edge = create_app(FakeAssistant(LIBRARY), 7860, store=store)
    with TestClient(edge, HOME) as client:
        assert client.get(f"/zh/talks/{name}.md").status_code == 200
        lost = client.get(f"/zh/talks/{foreign}.md")
        assert (lost.status_code, lost.text) == (404, say("zh", "talks.nothing"))
        for path in (f"{name}.exe", "..%2f..%2fpeople.sqlite3", f"{name}.md/x", "a" * 65 + ".md"):
            assert client.get(f"/zh/talks/{path}").status_code == 404

    async def signed_in(scope, receive, send):
        await edge({**scope, PERSON: "wang"}, receive, send)

    with TestClient(signed_in, HOME) as client:
        assert client.get(f"/en/talks/{foreign}.jsonl").status_code == 200
        assert client.get(f"/en/talks/{name}.jsonl").status_code == 404


# Found again.


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("四类案件", True),
        ("四類案件", True),
        ("完善类案检索", True),
        ("完善類案檢索", True),
        ("制度。健全流程", True),
        ("粤高法明传〔2021〕73号", True),
        ("四类案件 检索制度", True),
        ("四类案件 没有的词", False),
        ("四%案件", False),
        ("四_案件", False),
        ("  ", True),
        ("ITEM 3", True),
    ],
)
def test_a_conversation_is_found_by_words_of_its_questions_and_answers(store, words, found):
    page = desk(store)
    name = ask(page, "吉林怎么说 item 3")
    ask(page, "食堂几点开门？", name)
    ask(page, QUESTION, name)
    assert [one.id for one in talks.listed(store, "", words)] == [name] * found


def test_the_conversation_that_was_used_last_comes_first_whatever_the_clock_says(
    store, monkeypatch
):
    page = desk(store)
    times = iter(f"2026-11-27T09:30:0{9 - n}+08:00" for n in range(9))
    monkeypatch.setattr("ui.chat.kept.now", lambda: next(times))
    first, second = ask(page), ask(page)
    assert [one.id for one in talks.listed(store, "")] == [second, first]
    ask(page, "食堂？", first)
    assert [one.id for one in talks.listed(store, "")] == [first, second]
    assert talks.find(store, "", first).title == QUESTION


def test_memory_is_bounded_and_the_store_is_not(store):
    page = desk(store, most=2)
    names = [ask(page) for _ in range(5)]
    assert len(page.threads) == 2
    assert all(len(page.restored(name)[0]) == 2 for name in names)
    assert len(page.threads) == 2
    for n in range(MOST_TURNS + 3):
        ask(page, f"四类案件{n}", names[0])
    _, turns = page.threads.whole("", names[0])
    assert len(turns) == MOST_TURNS + 4
    assert len(page.threads.find(names[0]).turns) == MOST_TURNS
    before = page.restored(names[0])
    assert desk(store).restored(names[0]) == before


def test_a_row_that_is_damaged_leaves_the_rest_of_the_conversation(store):
    page = desk(store)
    name = ask(page)
    ask(page, "食堂？", name)
    with store.write() as rows:
        rows.execute(
            "UPDATE turns SET record = 'x', question = CAST(x'ff41' AS TEXT) WHERE number = 0"
        )
        rows.execute("INSERT INTO talks VALUES ('foreign', '', CAST(x'fe' AS TEXT), '', 99)")
    messages, _ = desk(store).restored(name)
    assert say("zh", "err.damaged") in messages[1]["content"]
    assert "本库条文没有回答这个问题。" in messages[3]["content"]
    assert [one.id for one in talks.listed(store, "")] == ["foreign", name]
    fresh = desk(store)
    ask(fresh, QUESTION, name)
    told = [told for _, _, told in fresh.assistant.heard if told]
    assert told[-1][0] == ("user", "食堂？")
    assert (
        "导出"
        in export.exported(
            "zh", "md", fresh.threads.whole("", name), LIBRARY, date.today()
        ).content.decode()
    )


def test_a_turn_that_cannot_be_kept_is_shown_and_says_so(store):
    page = desk(store)
    name = ask(page)
    store._rows.execute("PRAGMA query_only=ON")
    *_, (messages, _, _) = page.ask("食堂？", name, ())
    assert "本库条文没有回答这个问题。" in messages[-1]["content"]
    assert say("zh", "talks.unkept") in messages[-1]["content"]
    assert say("zh", "talks.unkept") not in messages[1]["content"]
    store._rows.execute("PRAGMA query_only=OFF")
    assert len(desk(store).restored(name)[0]) == 2


def test_whoever_hangs_up_in_the_middle_finds_the_whole_answer_again(store):
    page = desk(store)
    asking = page.ask(QUESTION, "", ())
    for _ in range(3):
        _, name, _ = next(asking)
    asking.close()
    messages, _ = desk(store).restored(name)
    assert messages == page.restored(name)[0]
    assert "完善類案檢索制度" in messages[-1]["content"]


def test_two_servers_on_one_store_lose_no_turn(store, tmp_path):
    one, two = desk(store), desk(Store(tmp_path / FILE))
    name = ask(one)
    two.restored(name)
    ask(one, "食堂一？", name)
    ask(two, "食堂二？", name)
    _, turns = one.threads.whole("", name)
    assert [turn.question for _, turn in turns] == [QUESTION, "食堂一？", "食堂二？"]


# Deleted is gone.


def test_what_is_deleted_leaves_no_byte_in_the_file(store, tmp_path):
    page, dice = desk(store), random.Random(7)
    words = [f"机密{n:04}".encode() for n in range(60)]
    names = []
    for n, word in enumerate(words):
        name = ask(page, f"{word.decode()}四类案件" + "填" * dice.randrange(1, 1500))
        for _ in range(dice.randrange(4)):
            ask(page, f"{word.decode()}XSS" + "充" * dice.randrange(1, 1500), name)
        names.append(name)
        if n % 3 == 0 and n:
            page.threads.drop("", names[n - 1])
    gone = {n - 1 for n in range(3, 60, 3)}
    left = bytes_of(tmp_path)
    assert [n for n, word in enumerate(words) if (word in left) is (n in gone)] == []
    assert page.threads.clear("") == 60 - len(gone)
    left = bytes_of(tmp_path)
    assert [word for word in (*words, "机密".encode(), "四类案件".encode()) if word in left] == []
    assert talks.listed(store, "") == []
    assert page.restored(names[-1]) == ([], "")


def test_an_answer_that_comes_after_the_deletion_is_not_kept(store):
    page = desk(store)
    name = ask(page)
    asking = page.ask("食堂？", name, ())
    next(asking)
    page.threads.drop("", name)
    list(asking)
    first = page.ask(QUESTION, "", ())
    next(first)
    page.threads.clear("")
    list(first)
    assert talks.listed(store, "") == []
    assert store.read("SELECT * FROM turns") == []


def test_deleting_while_many_ask_leaves_no_turn_without_its_conversation(store):
    page = desk(store)
    names = [ask(page) for _ in range(4)]
    workers = [
        Worker(target=lambda name=name: [ask(page, "食堂？", name) for _ in range(10)])
        for name in names
    ]
    for worker in workers:
        worker.start()
    for name in names:
        page.threads.drop("", name)
    for worker in workers:
        worker.join()
    kept = {one.id for one in talks.listed(store, "")}
    assert not kept & set(names)
    assert {row["talk"] for row in store.read("SELECT talk FROM turns")} == kept


def test_an_empty_name_deletes_nothing(store):
    page = desk(store)
    ask(page)
    assert page.threads.drop("", "") == 0
    assert len(talks.listed(store, "")) == 1


# The list and the files.


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_hostile_question_is_words_in_the_list_and_in_both_files(store):
    page = desk(store)
    name = ask(page, HOSTILE + "四类案件")
    html = history.listed("zh", talks.listed(store, ""), HOSTILE)
    tags = Elements(html).found
    assert {tag for tag, _ in tags} <= {"p", "ol", "li", "a", "time", "span", "button", "div"}
    assert not [k for _, attributes in tags for k in attributes if k.startswith("on")]
    assert not [a for _, a in tags if "javascript" in (a.get("href") or "")]
    text = exported(page, name, "md").content.decode()
    assert r"\<img src=x" in text
    assert "\x00" not in text
    line = json.loads(exported(page, name, "jsonl").content)
    assert line["question"].startswith('"><img src=x')


def exported(page, name, kind, language="zh"):
    whole = page.threads.whole("", name)
    return export.exported(language, kind, whole, LIBRARY, date(2026, 11, 27))


def test_a_conversation_is_exported_with_marks_references_and_its_label(store):
    page = desk(store)
    name = ask(page)
    ask(page, "食堂几点开门？", name)
    ask(page, "出错", name)
    text = exported(page, name, "md").content.decode()
    assert text.startswith("# “四类案件”怎么监管？\n\n导出于2026年11月27日\n\n## 1. “四类案件”")
    assert r"完善“四类案件”识别监管机制。\[1\]加强院庭长监督。\[2\]" in text
    assert r"- \[1\]\[2\] 《2021年全省法院司法改革工作要点》，粤高法明传〔2021〕73号" in text
    assert text.count("（原文摘录（未使用生成式模型））") == 2
    assert "最接近的条文（不构成答案）" in text
    assert "内部出错" in text
    lines = [json.loads(line) for line in exported(page, name, "jsonl").content.splitlines()]
    assert [line["turn"] for line in lines] == [1, 2, 3]
    assert lines[0]["answer"]["citations"][0]["clause_id"] == "gd-2021-key-points/3"
    assert lines[0]["label"] == "原文摘录（未使用生成式模型）"
    assert lines[2]["answer"] is None
    header = exported(page, name, "md").headers["content-disposition"]
    assert unquote(header.split("''")[1]) == "“四类案件”怎么监管？-2026-11-27.md"


def test_what_a_model_worded_says_so_in_every_file(store):
    class Worded(FakeAssistant):
        def ask(self, question, scope=None, history=()):
            notes = (Note("ai_label", "由模型归纳"),)
            return Answer(question, "", Status.ANSWERED, mode=Mode.LLM, notes=notes)

    page = Desk(Worded(LIBRARY), "zh", KeptThreads(store, LIBRARY), pace=0)
    name = ask(page)
    for language in ("zh", "en"):
        assert say("zh", "mode.llm") in exported(page, name, "md", language).content.decode()
    assert json.loads(exported(page, name, "jsonl").content)["label"] == say("zh", "mode.llm")


def test_a_stopped_answer_is_exported_as_far_as_it_had_come(store):
    page = desk(store)
    asking = page.ask(QUESTION, "", ())
    for _ in range(3):
        _, name, _ = next(asking)
    page.halt(name)
    list(asking)
    text = exported(page, name, "md").content.decode()
    assert "加强院庭长监督" not in text
    assert say("zh", "halted") in text
    line = json.loads(exported(page, name, "jsonl").content)
    assert line["halted"]
    assert "加强院庭长监督" not in line["answer"]["answer"]


def test_an_empty_list_and_a_search_in_vain_say_what_to_do():
    assert say("zh", "talks.empty") in history.listed("zh", [])
    assert "没有含“&lt;b&gt;”的对话" in history.listed("zh", [], " <b> ")
    assert "已删除2个对话。" in history.listed("zh", [], "", 2)
    many = [talks.Talk(str(n), "", "问", "2026-11-27T09:30:00+08:00") for n in range(100)]
    assert "只列最近的100个" in history.listed("zh", many)
    assert "2026-11-27 09:30" in history.listed("en", many[:1])


# What is wrong with an answer.


def remark(page, store, name, **given):
    about = {"person": "", "turn": "0", "kind": "citation", "clause": "", "remark": ""}
    return wrong.keep("zh", store, page.threads, LIBRARY, thread_id=name, **{**about, **given})


def test_a_remark_is_kept_with_all_that_an_evaluator_needs(store, tmp_path):
    page = desk(store)
    name = ask(page)
    ask(page, "那吉林的“四类案件”呢？", name)
    told = remark(page, store, name, turn="1", clause=" jl_2022/13 ", remark=HOSTILE)
    assert told == say("zh", "wrong.kept", n=1)
    store.close()
    (one,) = listed(Store(tmp_path / FILE))
    assert one.question == "那吉林的“四类案件”呢？"
    assert one.history[0] == ("user", QUESTION)
    assert one.understood_as == "“四类案件”监管"
    assert "[5]" in one.answer
    assert one.cited[0] == "gd-2021-key-points/3"
    assert len(one.cited) == len(set(one.cited)) == 4
    assert (one.wrong, one.right_clause) == (Wrong.CITATION, "jl_2022/13")
    assert one.remark == HOSTILE.replace("\ud800", "?").strip()


def test_a_question_that_was_asked_again_is_told_without_the_dialogue(store):
    page = desk(store)
    name = ask(page)
    list(page.again("again-0-all", name))
    remark(page, store, name, turn="1", kind="should_refuse")
    assert listed(store)[0].history == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": None}, "请先选"),
        ({"kind": "nonsense"}, "请先选"),
        ({"clause": "gd-2021-key-points/99"}, "没有编号为“gd-2021-key-points/99”的条文"),
        ({"clause": "\ud800" * 9_000}, "没有编号为“?"),
        ({"remark": "长" * 1_001}, "1,001"),
        ({"turn": "1"}, "找不到这个答案"),
        ({"turn": "-1"}, "找不到这个答案"),
        ({"turn": ""}, "找不到这个答案"),
        ({"turn": "９"}, "找不到这个答案"),
        ({"turn": "0" * 5_000}, "找不到这个答案"),
    ],
)
def test_what_cannot_be_kept_says_what_to_mend(store, given, words):
    page = desk(store)
    name = ask(page)
    with pytest.raises(wrong.RemarkError) as raised:
        remark(page, store, name, **given)
    assert words in str(raised.value)
    assert len(str(raised.value)) < 200
    assert listed(store) == []


def test_a_turn_without_an_answer_has_nothing_to_remark_on(store):
    page = desk(store)
    name = ask(page, "出错")
    assert "#wrong-" not in page.restored(name)[0][1]["content"]
    with pytest.raises(wrong.RemarkError):
        remark(page, store, name)


def test_a_refusal_can_be_remarked_on_too(store):
    page = desk(store)
    name = ask(page, "食堂？")
    assert 'href="#wrong-0"' in page.restored(name)[0][1]["content"]
    remark(page, store, name, kind="should_answer")
    assert (listed(store)[0].cited, listed(store)[0].wrong) == ((), Wrong.SHOULD_ANSWER)


def test_a_full_disk_is_told_and_nothing_is_said_to_be_kept(store):
    page = desk(store)
    name = ask(page)
    store._rows.execute("PRAGMA query_only=ON")
    with pytest.raises(wrong.RemarkError, match="没有存下"):
        remark(page, store, name)


def test_an_older_file_gets_the_tables_and_keeps_what_it_holds(tmp_path):
    from ui.keeping.store import schema

    rows = sqlite3.connect(tmp_path / FILE)
    rows.executescript(schema()[1])
    rows.execute(
        "INSERT INTO feedback (person, at, question, history, understood_as, answer, cited, wrong,"
        " right_clause, remark) VALUES ('', '', '问', '[]', '', '', '[]', 'citation', '', '')"
    )
    rows.execute("PRAGMA user_version=1")
    rows.commit()
    rows.close()
    store = Store(tmp_path / FILE)
    assert listed(store)[0].question == "问"
    assert ask(desk(store))
    assert Turn("问").place == 0
