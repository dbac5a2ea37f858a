"""Study: when cards come again, what is kept of a person, and what the page shows of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from fsrs import Rating

from evals.export import safe_cell
from tests.browser.fake import GUANGDONG, JILIN, OUTLINE, library
from tests.test_ui_study_cards import LIBRARY
from ui.browsing.topics import topics
from ui.keeping.store import FILE, Store
from ui.study import progress, schedule, steps
from ui.study.cards import Kind
from ui.study.desk import StudyDesk
from ui.study.export import exported
from ui.study.figures_html import page
from ui.study.path_html import path, paths
from ui.study.progress import Settings
from ui.study.sitting import EVERYTHING, Mode, Scope, Sitting
from ui.study.statistics import figures
from ui.study.steps import Person
from ui.study.waits import wait_words

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
WANG = Person("wang", "zh")
CLAUSE = "gd-2021-key-points/7"


@pytest.fixture
def desk():
    return StudyDesk(LIBRARY, Store())


def begun(desk, mode="quiz", scope=EVERYTHING, now=NOW, who=WANG):
    return steps.opened(desk, who, mode, scope, now)


def do(desk, sitting, command, now=NOW, who=WANG):
    return steps.step(desk, who, sitting, command, now)[0]


def card_of(desk, sitting):
    return desk.deck.cards[sitting.card]


def right(card):
    return ",".join(map(str, card.right))


def answered(desk, sitting, good, now=NOW):
    card = card_of(desk, sitting)
    options = right(card) if good else str((card.right[0] + 1) % len(card.options))
    return do(desk, sitting, f"choose:{card.id}:{options}", now)


def known(desk, card_id, who="wang"):
    return progress.known(desk.store, who).get(card_id)


def test_a_new_card_comes_in_ten_minutes_or_in_days():
    waits = schedule.waits(schedule.new(NOW), NOW)
    assert waits[Rating.Again] == timedelta(minutes=10)
    assert waits[Rating.Good] == 2 * DAY
    assert waits[Rating.Again] < waits[Rating.Hard] < waits[Rating.Good] < waits[Rating.Easy]


def test_what_a_button_says_is_what_comes():
    memory = schedule.rated(schedule.new(NOW), Rating.Good, NOW)
    for rating, wait in schedule.waits(memory, NOW + 3 * DAY).items():
        after = schedule.rated(memory, rating, NOW + 3 * DAY)
        assert after.due - (NOW + 3 * DAY) == wait


def test_a_card_is_due_from_the_morning_of_its_day_by_the_persons_clock():
    memory = schedule.rated(schedule.new(NOW), Rating.Good, NOW)
    assert not schedule.due(memory, NOW + DAY)
    assert schedule.due(memory, datetime(2026, 11, 29, 0, 1, tzinfo=ZONE))
    assert not schedule.due(memory, datetime(2026, 11, 28, 23, 59, tzinfo=ZONE))


def test_a_card_that_was_forgotten_is_due_to_the_minute():
    memory = schedule.rated(schedule.new(NOW), Rating.Again, NOW)
    assert not schedule.due(memory, NOW + timedelta(minutes=9))
    assert schedule.due(memory, NOW + timedelta(minutes=10))


def test_waits_grow_and_never_pass_a_year():
    memory, now, before = schedule.new(NOW), NOW, timedelta()
    for _ in range(12):
        memory = schedule.rated(memory, Rating.Good, now)
        assert before <= memory.due - now <= timedelta(days=schedule.FARTHEST_DAYS)
        before, now = memory.due - now, memory.due.astimezone(ZONE)


@pytest.mark.parametrize(
    ("days", "length"),
    [((), 0), ((27,), 1), ((26,), 1), ((25,), 0), ((24, 25, 26, 27), 4), ((24, 26, 27), 2)],
)
def test_days_in_a_row_end_today_or_yesterday(days, length):
    assert schedule.streak({date(2026, 11, day) for day in days}, date(2026, 11, 27)) == length


@pytest.mark.parametrize(
    ("wait", "zh", "en"),
    [
        (timedelta(minutes=10), "10分钟", "10 min"),
        (timedelta(seconds=-5), "1分钟", "1 min"),
        (timedelta(hours=5), "5小时", "5 h"),
        (timedelta(days=4), "4天", "4 d"),
    ],
)
def test_a_wait_is_said_in_whole_units(wait, zh, en):
    assert (wait_words("zh", wait), wait_words("en", wait)) == (zh, en)


def test_a_wrong_answer_is_due_soon_and_a_right_one_in_days(desk):
    sitting = begun(desk)
    first, second = sitting.queue[:2]
    sitting = answered(desk, sitting, good=False)
    assert (sitting.told, sitting.results) == (True, ((first, False),))
    sitting = answered(desk, do(desk, sitting, f"next:{first}"), good=True)
    assert known(desk, first).memory.due == NOW + timedelta(minutes=10)
    assert known(desk, second).memory.due == NOW + 2 * DAY
    assert [one.rating for one in progress.reviews(desk.store, "wang")] == [1, 3]


def test_the_answer_is_shown_on_its_clause_with_the_words_marked(desk):
    sitting = answered(desk, begun(desk, scope=Scope(clause=CLAUSE)), good=False)
    card, shown = card_of(desk, sitting), steps.shown(desk, WANG, sitting, NOW)
    start, end = card.places[0].marks[0]
    assert f"<mark>{LIBRARY.clauses[CLAUSE].text[start:end]}</mark>" in shown
    assert "《2021年全省法院司法改革工作要点》（粤高法明传〔2021〕73号）第二部分第7项" in shown
    assert 'href="/zh/doc?c=gd-2021-key-points%2F7"' in shown
    assert "答错了" in shown
    assert "下次：10分钟后" in shown


def test_new_cards_stop_at_the_number_of_the_day_and_come_again_tomorrow(desk):
    progress.choose(desk.store, "wang", Settings(new_a_day=3))
    sitting = begun(desk)
    assert len(sitting.queue) == 3
    for name in sitting.queue:
        sitting = do(desk, answered(desk, sitting, good=True), f"next:{name}")
    assert sitting.card == ""
    assert begun(desk).queue == ()
    assert "今天没有到期的题" in steps.shown(desk, WANG, begun(desk), NOW)
    tomorrow = begun(desk, now=NOW + DAY)
    assert len(tomorrow.queue) == 3
    assert not set(tomorrow.queue) & set(sitting.queue)
    assert set(begun(desk, now=NOW + 2 * DAY).queue[:3]) == set(sitting.queue)
    assert desk.today("wang", Scope(), Mode.QUIZ, NOW + 2 * DAY).due == 3
    assert desk.today("wang", Scope(), Mode.QUIZ, NOW + DAY).streak == 1


def test_two_people_do_not_share_progress(desk):
    sitting = begun(desk)
    answered(desk, sitting, good=True)
    assert known(desk, sitting.card, "li") is None
    assert begun(desk, who=Person("li", "zh")).queue == sitting.queue


def test_undo_takes_back_the_answer_and_nothing_else(desk):
    sitting = begun(desk)
    first = sitting.card
    done = do(desk, answered(desk, sitting, good=False), f"next:{first}")
    second = done.card
    back = do(desk, answered(desk, done, good=True), "undo")
    assert (back.card, back.told, back.results) == (second, False, ((first, False),))
    assert known(desk, second) is None
    assert known(desk, first) is not None
    again = do(desk, back, "undo")
    assert (again.card, again.results) == (first, ())
    assert progress.reviews(desk.store, "wang") == []
    assert do(desk, again, "undo") == again


def test_undo_of_a_review_gives_the_earlier_memory_back(desk):
    sitting = begun(desk)
    name = sitting.card
    answered(desk, sitting, good=True)
    before = known(desk, name)
    later = begun(desk, now=NOW + 2 * DAY)
    assert later.card == name
    answered(desk, later, good=False, now=NOW + 2 * DAY)
    assert known(desk, name) != before
    do(desk, later, "undo")
    assert known(desk, name) == before


@pytest.mark.parametrize(
    "command",
    [
        "choose:nothing:0",
        "choose:{card}:9",
        "choose:{card}:-1",
        "choose:{card}:²",
        "choose:{card}:0,1",
        "choose:{card}:",
        "choose:{card}",
        "rate:{card}:3",
        "next:{card}",
        "show:{card}",
        "'; DROP TABLE study_card",
        "",
    ],
)
def test_a_command_that_does_not_fit_changes_nothing(desk, command):
    sitting = begun(desk)
    assert do(desk, sitting, command.format(card=sitting.card)) == sitting
    assert progress.reviews(desk.store, "wang") == []


def test_a_button_pressed_twice_counts_once(desk):
    sitting = answered(desk, begun(desk), good=True)
    assert answered(desk, sitting, good=False) == sitting
    assert len(progress.reviews(desk.store, "wang")) == 1


def test_a_flashcard_hides_its_options_and_is_rated_by_recall(desk):
    sitting = begun(desk, "cards")
    name = sitting.card
    asked = steps.shown(desk, WANG, sitting, NOW)
    assert "st-options" not in asked
    assert "显示答案（空格）" in asked
    shown = do(desk, sitting, f"show:{name}")
    told = steps.shown(desk, WANG, shown, NOW)
    assert "没想起 · 10分钟" in told
    assert "想起来了 · 2天" in told
    assert "勉强" not in told
    progress.choose(desk.store, "wang", Settings(four_grades=True))
    assert "勉强 · 15分钟" in steps.shown(desk, WANG, shown, NOW)
    rated = do(desk, shown, f"rate:{name}:4")
    assert rated.results == ((name, True),)
    assert known(desk, name).memory.due == NOW + 8 * DAY


def test_an_order_is_right_only_as_a_whole(desk):
    sitting = begun(desk, "order")
    card = card_of(desk, sitting)
    assert card.kind is Kind.ORDER
    swapped = ",".join(map(str, (card.right[1], card.right[0], card.right[2])))
    assert do(desk, sitting, f"choose:{card.id}:0,0,1") == sitting
    wrong = do(desk, sitting, f"choose:{card.id}:{swapped}")
    assert wrong.results == ((card.id, False),)
    assert "应排第1，你排第2" in steps.shown(desk, WANG, wrong, NOW)
    good = do(desk, do(desk, wrong, "undo"), f"choose:{card.id}:{right(card)}")
    assert good.results == ((card.id, True),)


def test_a_card_found_wrong_is_kept_for_the_evaluator_and_not_asked_again(desk):
    sitting = begun(desk)
    name = sitting.card
    after = do(desk, sitting, f"report:{name}")
    assert name not in after.queue
    assert name not in begun(desk).queue
    (report,) = progress.reports(desk.store)
    assert (report.card, report.person, report.state) == (name, "wang", "new")
    assert json.loads(report.card_text)["passage"] == desk.deck.cards[name].passage
    assert name in begun(desk, who=Person("li", "zh")).queue
    assert f"withdraw:{name}" in page("zh", desk, "wang", NOW)
    do(desk, after, f"withdraw:{name}")
    assert name in begun(desk).queue


def test_a_card_whose_text_changed_is_paused_until_it_is_seen(desk):
    sitting = begun(desk)
    card = card_of(desk, sitting)
    progress.answer(desk.store, "wang", replace(card, digest="0" * 16), Rating.Good, "quiz", NOW)
    later = NOW + 9 * DAY
    assert card.id not in begun(desk, now=later).queue
    assert [one.known.card for one in desk.paused("wang")] == [card.id]
    shown = page("zh", desk, "wang", later)
    assert "原文已更新，此题暂停" in shown
    assert f"resume:{card.id}" in shown
    do(desk, sitting, f"resume:{card.id}")
    assert desk.paused("wang") == []
    assert begun(desk, now=later).card == card.id


def test_a_card_that_is_made_no_more_keeps_its_record(desk):
    card = replace(next(iter(desk.deck.cards.values())), id="f" * 16)
    progress.answer(desk.store, "wang", card, Rating.Good, "quiz", NOW)
    assert "这道题不再出，记录保留" in page("zh", desk, "wang", NOW)
    assert do(desk, begun(desk), "undo") is not None


def test_a_clause_and_a_topic_can_be_practised_whether_due_or_not(desk):
    cards = desk.cards(Scope(clause=CLAUSE))
    sitting = begun(desk, scope=Scope(clause=CLAUSE))
    assert set(sitting.queue) == {c.id for c in cards if c.kind is not Kind.ORDER}
    answered(desk, sitting, good=True)
    assert len(begun(desk, scope=Scope(clause=CLAUSE)).queue) == len(sitting.queue)
    topic = next(t for t in topics(LIBRARY) if len(t.clause_ids) > 3)
    quiz = do(desk, Sitting(), f"path:{topic.name}")
    assert 3 <= len(quiz.queue) <= 6
    for name in quiz.queue:
        ends_on = {place.clause_id for place in desk.deck.cards[name].places}
        assert ends_on & set(topic.clause_ids)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(clause="<b>x"), "没有编号为“&lt;b&gt;x”的条文。"),
        (Scope(clause="gd-2021-key-points/0.1"), "这一条没有可以出的题"),
        (Scope(topic="没有的主题"), "这个范围没有可以出的题"),
    ],
)
def test_where_nothing_can_be_asked_it_is_said_with_a_way_out(desk, scope, words):
    shown = steps.shown(desk, WANG, begun(desk, scope=scope), NOW)
    assert words in shown
    assert 'href="/zh/study"' in shown


def test_an_unknown_document_or_mode_in_the_address_means_everything(desk):
    assert begun(desk, "nonsense", Scope(document="nothing")).queue == begun(desk).queue


def test_a_path_reads_the_clauses_in_the_order_of_time(desk):
    topic = next(t for t in topics(LIBRARY) if t.name == "司法责任制")
    shown = path("zh", desk, topic.name)
    at = [shown.index(f'c={name.replace("/", "%2F")}"') for name in topic.clause_ids]
    assert at == sorted(at)
    assert "<mark>司法责任制</mark>" in shown
    assert f"path:{topic.name}" in shown
    assert "没有名为“&lt;i&gt;”的主题" in path("zh", desk, "<i>")
    assert "司法责任制" in paths("zh", desk)


def test_figures_count_answers_recall_and_what_comes(desk):
    sitting = begun(desk)
    names = sitting.queue[:3]
    for name, good in zip(names, (True, True, False), strict=True):
        sitting = do(desk, answered(desk, sitting, good), f"next:{name}")
    later = NOW + 2 * DAY
    again = begun(desk, now=later)
    for _ in range(2):
        done = answered(desk, again, good=again.card == names[0], now=later)
        again = do(desk, done, f"next:{done.card}", later)
    cards = desk.deck.cards
    named = {"题": [cards[name].clause_id for name in names], "无": []}
    found = figures(
        progress.known(desk.store, "wang").values(),
        progress.reviews(desk.store, "wang"),
        named,
        later,
    )
    assert (found.cards, found.answers, found.reviewed) == (3, 5, 2)
    assert found.recalled == sum(name == names[0] for name in again.queue[:2])
    assert {day: n for day, n, _ in found.by_day}[date(2026, 11, 27)] == 3
    assert found.by_day[-1][:2] == (date(2026, 11, 29), 2)
    assert sum(n for _, n in found.ahead) <= 3
    assert found.weak[0].topic == "题"
    assert found.weak[0].answers == 5


def test_figures_of_nobody_say_where_to_begin(desk):
    assert "还没有答过题" in page("zh", desk, "nobody", NOW)
    assert "No answers yet" in page("en", desk, "nobody", NOW)


def test_it_is_said_where_progress_is_kept(desk, tmp_path):
    assert "只留到服务停止" in page("zh", desk, "wang", NOW)
    on_disk = StudyDesk(LIBRARY, Store(tmp_path / FILE))
    assert "people.sqlite3" in page("zh", on_disk, "wang", NOW)
    assert str(tmp_path) not in page("zh", on_disk, "wang", NOW)


def test_progress_is_found_again_after_a_new_start(tmp_path):
    first = StudyDesk(LIBRARY, Store(tmp_path / FILE))
    name = answered(first, begun(first), good=True).card
    progress.choose(first.store, "wang", Settings(7, True))
    first.store.close()
    second = StudyDesk(LIBRARY, Store(tmp_path / FILE))
    assert known(second, name).memory.due == NOW + 2 * DAY
    assert progress.settings(second.store, "wang") == Settings(7, True)


@pytest.mark.parametrize(("wish", "kept"), [(-4, 0), (0, 0), (30, 30), (10_000, 100)])
def test_the_number_of_new_cards_has_bounds(desk, wish, kept):
    progress.choose(desk.store, "wang", Settings(new_a_day=wish))
    assert progress.settings(desk.store, "wang").new_a_day == kept


def test_exports_hold_the_persons_own_answers_and_nothing_active(desk):
    card = replace(next(iter(desk.deck.cards.values())))
    evil = replace(card, places=(replace(card.places[0], clause_id="=HYPERLINK(1)"),))
    progress.answer(desk.store, "wang", evil, Rating.Good, "quiz", NOW)
    progress.answer(desk.store, "li", card, Rating.Again, "quiz", NOW)
    held = json.loads(exported(desk.store, "wang", "json", NOW).content)
    assert [one["clause"] for one in held["reviews"]] == ["=HYPERLINK(1)"]
    assert held["cards"][0]["memory"]["due"].startswith("2026-11-29")
    file = exported(desk.store, "wang", "csv", NOW)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row["clause"] for row in rows] == ["'=HYPERLINK(1)"]
    assert 'filename="tiaoli-study-20261127.csv"' in file.headers["content-disposition"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r1", "＝1", " =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_safe_cell(cell):
    assert safe_cell(cell) == f"'{cell}"
    assert safe_cell("gd/1") == "gd/1"


def test_hostile_text_is_only_ever_words():
    evil = "<img src=x onerror=alert(1)>"
    sources = []
    for facts, lines in (GUANGDONG, JILIN, OUTLINE):
        more = (
            f"90.落实“{evil[:12]}”。认真推进“{facts.id[:4]}甲{evil[1:4]}”工作,不断完善{evil}"
            f"的管理制度和“{facts.id[:2]}乙丙丁”机制,切实提高{facts.id}的审判质量和效率。",
        )
        sources.append((facts, (*lines, *more)))
    desk = StudyDesk(library(*sources), Store())
    escaped = 0
    for card in desk.deck.cards.values():
        mode = Mode.ORDER if card.kind is Kind.ORDER else Mode.QUIZ
        sitting = Sitting(mode, queue=(card.id,))
        for state in (sitting, replace(sitting, told=True, chosen=card.right)):
            shown = steps.shown(desk, WANG, state, NOW)
            escaped += "&lt;img" in shown
            assert "<img" not in shown
            assert "onerror=alert(1)>" not in shown
    assert escaped > 3


def test_the_line_of_today_is_in_both_languages(desk):
    sitting = begun(desk)
    assert "今日10题 · 到期0 · 新10 · 连续0天" in steps.counted(desk, WANG, sitting, NOW)
    english = steps.counted(desk, Person("wang", "en"), sitting, NOW)
    assert "10 today · 0 due · 10 new · 0 days in a row" in english


def test_every_card_can_be_shown_in_both_languages(desk):
    for card in desk.deck.cards.values():
        sitting = Sitting(queue=(card.id,), told=True, chosen=card.right)
        for language in ("zh", "en"):
            shown = steps.shown(desk, Person("wang", language), sitting, NOW)
            assert "<mark>" in shown
            assert f"/{language}/doc?c=" in shown
