"""What people leave is kept: written whole or not at all, found again after a new start."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from threading import Thread

import pytest

from ui.keeping.feedback import Feedback, State, Wrong, add, decide, listed, now
from ui.keeping.people import PERSON, person_of
from ui.keeping.store import FILE, Store, StoreError, schema

REMARK = Feedback(
    person="",
    at="2026-11-27T09:30:00+08:00",
    question="“四类案件”怎么监管？",
    history=(("user", "吉林呢？"), ("assistant", "……[1]")),
    understood_as="吉林的“四类案件”怎么监管？",
    answer="认真落实监督管理的指导意见。[1]",
    cited=("jl-2022-key-points/12",),
    wrong=Wrong.CITATION,
    right_clause="jl-2022-key-points/13",
    remark="'; DROP TABLE feedback; -- <b>引错</b>\n第二行",
)


def test_a_remark_is_found_again_after_a_new_start(tmp_path):
    first = Store(tmp_path / "new" / FILE)
    given = add(first, REMARK)
    first.close()
    assert listed(Store(tmp_path / "new" / FILE)) == [replace(REMARK, id=given)]


def test_the_newest_remark_comes_first_and_a_decision_stays():
    store = Store()
    older, newer = add(store, REMARK), add(store, replace(REMARK, wrong=Wrong.INCOMPLETE))
    assert [one.id for one in listed(store)] == [newer, older]
    assert decide(store, older, State.ACCEPTED, "from-readers-1")
    assert [one.id for one in listed(store, State.NEW)] == [newer]
    assert listed(store, State.ACCEPTED)[0].case_id == "from-readers-1"
    assert not decide(store, 999, State.DECLINED)


def test_a_transaction_that_fails_leaves_nothing(tmp_path):
    store = Store(tmp_path / FILE)
    kept = replace(REMARK, id=add(store, REMARK))

    def fail():
        with store.write() as rows:
            rows.execute("DELETE FROM feedback")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert listed(store) == [kept]
    with pytest.raises(StoreError, match="nothing was changed"), store.write() as rows:
        rows.execute("INSERT INTO feedback (person) VALUES (NULL)")
    add(store, REMARK)  # and the store can still be used


def test_many_threads_write_one_after_another(tmp_path):
    store = Store(tmp_path / FILE)
    threads = [Thread(target=lambda: [add(store, REMARK) for _ in range(20)]) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.id for one in listed(store)}) == 100


def test_a_file_that_is_none_of_ours_is_refused_in_one_line_and_left_alone(tmp_path):
    (tmp_path / FILE).write_text("not a database, " * 100)
    with pytest.raises(StoreError, match=r"people\.sqlite3: .*move the file away") as raised:
        Store(tmp_path / FILE)
    assert "\n" not in str(raised.value)
    assert (tmp_path / FILE).read_text().startswith("not a database")


def test_a_file_of_a_newer_release_is_refused(tmp_path):
    store = Store(tmp_path / FILE)
    with store.write() as rows:
        rows.execute("PRAGMA user_version=999")
    store.close()
    with pytest.raises(StoreError, match="newer release"):
        Store(tmp_path / FILE)


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes")
def test_only_its_owner_may_read_the_file(tmp_path):
    Store(tmp_path / FILE)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_steps_of_the_schema_have_no_gap():
    assert sorted(schema()) == list(range(1, len(schema()) + 1))


def test_nobody_signs_in_on_a_machine_that_serves_itself():
    assert person_of({"type": "http"}) == ""
    assert person_of({PERSON: "wang"}) == "wang"
    assert now()[-6] in "+-"
