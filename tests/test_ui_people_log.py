"""The audit log: every change of it is found, a crash loses one record at most, old days go."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.commands import process
from ui.guarding import entries
from ui.guarding.entries import Event, Person, Text
from ui.guarding.log import LEAST_DAYS, Log, LogError
from ui.guarding.reading import Wish, as_csv, found
from ui.guarding.settings import SettingError, guarding_from
from ui.guarding.verify import Wrong, verify

WANG = Person("王法官", "judge", "10.1.2.3")
CHINA = timezone(timedelta(hours=8))
START = datetime(2026, 3, 1, 9, 0, tzinfo=CHINA)


class Now:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def log(tmp_path, now):
    """Six records over three days."""
    log = Log(tmp_path / "audit", now=now)
    for day in range(3):
        now.at = START + timedelta(days=day)
        log.write(Event.OPEN, WANG, path="/zh/")
        log.write(Event.ASK, WANG, **log.question(f"问题{day}"), clauses=["gd-2021-key-points/3"])
    return log


def lines_of(log):
    return [(file, file.read_text("utf-8").splitlines(keepends=True)) for file in log.files()]


def rewrite(log, number, change):
    """Change the line of a record by `change`, which gives lines."""
    at = 0
    for file, lines in lines_of(log):
        for place, line in enumerate(lines):
            at += 1
            if at == number:
                lines[place : place + 1] = change(line)
                file.write_text("".join(lines), "utf-8")
                return


def forged(line):
    """A record written anew with a fitting hash of its own."""
    fields = json.loads(line)
    fields["user"] = "somebody else"
    fields["hash"] = entries.digest_of(fields)
    return [json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"]


def test_a_record_says_who_did_what_when_and_is_readable_by_its_owner_alone(log):
    file = log.files()[0]
    opened = json.loads(file.read_text("utf-8").splitlines()[0])
    assert opened["seq"] == 1
    assert opened["at"] == START.astimezone().isoformat(timespec="milliseconds")
    assert opened["prev"] == "0" * 64
    assert {k: opened[k] for k in ("user", "role", "address", "event", "success", "path")} == {
        "user": "王法官", "role": "judge", "address": "10.1.2.3", "event": "open",
        "success": True, "path": "/zh/",
    }  # fmt: skip
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((log.folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(log.folder.stat().st_mode) == 0o700


def test_the_chain_goes_over_the_days(log):
    assert [file.name for file in log.files()] == [f"2026-03-0{n}.jsonl" for n in (1, 2, 3)]
    assert verify(log) == verify(Log(log.folder))
    assert (verify(log).records, verify(log).wrong) == (6, None)


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda line: [line.replace("王法官", "李法官")], Wrong.CHANGED),
        (lambda line: [line.replace('"success":true', '"success":false')], Wrong.CHANGED),
        (lambda line: ["no record\n"], Wrong.CHANGED),
        (lambda line: ["\n"], Wrong.CHANGED),
        (forged, Wrong.CHANGED),
        (lambda line: [], Wrong.REMOVED),
    ],
)
def test_a_record_that_was_changed_or_removed_is_named(log, number, change, wrong):
    if wrong is Wrong.REMOVED and number == 6:
        wrong = Wrong.TRUNCATED
    rewrite(log, number, change)
    verdict = verify(log)
    assert (verdict.wrong, verdict.number) == (wrong, number)


@pytest.mark.parametrize("first", range(1, 6))
def test_records_in_another_order_are_named(log, first):
    whole = [line for _, lines in lines_of(log) for line in lines]
    rewrite(log, first, lambda _: [whole[first]])
    rewrite(log, first + 1, lambda _: [whole[first - 1]])
    assert (verify(log).wrong, verify(log).number) == (Wrong.REORDERED, first)


def test_a_record_put_in_twice_is_named(log):
    rewrite(log, 3, lambda line: [line, line])
    assert (verify(log).wrong, verify(log).number) == (Wrong.REORDERED, 4)


def test_a_day_that_is_gone_is_named(log):
    log.files()[1].unlink()
    assert (verify(log).wrong, verify(log).number) == (Wrong.REMOVED, 3)


@pytest.mark.parametrize("cut", [1, 5, 100])
def test_a_tail_that_is_cut_off_is_named(log, cut):
    file = log.files()[-1]
    file.write_bytes(file.read_bytes()[:-cut])
    assert (verify(log).wrong, verify(log).number) == (Wrong.TRUNCATED, 6)


def test_a_gap_is_still_seen_after_more_was_written(log):
    rewrite(log, 6, lambda _: [])
    again = Log(log.folder, now=log._now)
    again.write(Event.OPEN, WANG)
    assert (verify(again).wrong, verify(again).number) == (Wrong.REMOVED, 6)
    for file in again.files():
        file.unlink()
    again.write(Event.OPEN, WANG)
    assert (verify(again).wrong, verify(again).number) == (Wrong.REMOVED, 1)


def test_half_a_record_of_a_crash_is_cut_off_and_the_log_goes_on(log):
    file = log.files()[-1]
    with file.open("a", encoding="utf-8") as lines:
        lines.write('{"seq":7,"at":"2026')
    assert verify(log).wrong is Wrong.TRUNCATED
    Log(log.folder, now=log._now).write(Event.OPEN, WANG)
    assert (verify(log).records, verify(log).wrong) == (7, None)


def test_old_days_are_deleted_and_the_rest_still_holds(log, now):
    now.at = START + timedelta(days=LEAST_DAYS + 1)
    log.write(Event.OPEN, WANG)
    assert log.delete_old(LEAST_DAYS) == 1
    assert next(file.name for file in log.files()) == "2026-03-02.jsonl"
    assert verify(log).wrong is None
    assert next(iter(found(log, Wish(event="log_deleted"))))["files"] == ["2026-03-01.jsonl"]
    log.files()[0].unlink()
    assert (verify(log).wrong, verify(log).number) == (Wrong.REMOVED, 3)


def test_a_day_of_180_days_ago_is_kept(log, now):
    now.at = START + timedelta(days=LEAST_DAYS)
    log.write(Event.OPEN, WANG)
    assert log.delete_old(LEAST_DAYS) == 0


@pytest.mark.parametrize("days", ["0", "1", "179", "-180", "x", "1e3"])
def test_a_shorter_time_is_refused(tmp_path, days):
    settings = {"TIAOLI_AUDIT": "on", "TIAOLI_AUDIT_DAYS": days}
    with pytest.raises(SettingError, match="180"):
        guarding_from(tmp_path, "127.0.0.1", settings)


def test_a_clock_that_goes_back_keeps_the_order(log, now):
    now.at = START
    log.write(Event.OPEN, WANG)
    assert verify(log).wrong is None
    assert log.files()[-1].name == "2026-03-03.jsonl"


@pytest.mark.parametrize(
    ("text", "kept"),
    [(Text.FULL, {"question": " 四类案件 "}), (Text.NONE, {}), (Text.HASHED, None)],
)
def test_of_a_question_so_much_is_kept_as_is_set(tmp_path, text, kept):
    log = Log(tmp_path, text)
    said = log.question(" 四类案件 ")
    if kept is not None:
        assert said == kept
        return
    assert "四类案件" not in json.dumps(said, ensure_ascii=False)
    assert said == Log(tmp_path, text).question("四类案件")
    assert said != Log(tmp_path / "other", text).question("四类案件")


@pytest.mark.parametrize("text", list(Text))
def test_a_question_is_found_again(tmp_path, text):
    log = Log(tmp_path, text)
    for asked in ("四类案件", "法官惩戒"):
        log.write(Event.ASK, WANG, **log.question(asked))
    numbers = [one["seq"] for one in found(log, Wish(question="法官惩戒 "))]
    assert numbers == ([] if text is Text.NONE else [2])


HOSTILE = ["\ud800", '"},{"seq":9', "a\nb", "\x00", "\u2028", "=1+1", "x" * 3000, "<script>", "𠮷"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(tmp_path, words):
    log = Log(tmp_path, Text.FULL)
    log.write(Event.ASK, Person(words, "judge", words), **log.question(words))
    log.write(Event.OPEN, WANG)
    assert (verify(log).records, verify(log).wrong) == (2, None)
    assert verify(Log(tmp_path)).wrong is None


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1"])
def test_no_cell_of_the_export_is_a_formula(tmp_path, cell):
    log = Log(tmp_path)
    log.write(Event.ASK, Person(cell, cell, cell), question=cell)
    text = as_csv(found(log, Wish()))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["seq", "at", "user"]
    assert not [one for one in rows[1] if one.lstrip()[:1] in tuple("=+-@\t\r＝＋－＠")]


def test_a_log_that_cannot_be_written_says_so_and_then_goes_on(log, monkeypatch):
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(LogError, match="disk full"):
        log.write(Event.OPEN, WANG)
    assert log.failed
    with pytest.raises(LogError):
        log.ready()
    monkeypatch.setattr(os, "fsync", real)
    log.ready()
    assert not log.failed
    assert verify(log).wrong is None
    assert next(found(log, Wish()))["event"] == "log_resumed"


def test_every_record_is_forced_to_the_disk(log, monkeypatch):
    forced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (forced.append(handle), real(handle)))
    log.write(Event.OPEN, WANG)
    assert len(forced) == 1


def test_threads_and_other_writers_share_one_chain(tmp_path):
    logs = [Log(tmp_path), Log(tmp_path), Log(tmp_path)]

    def write(log):
        for _ in range(10):
            log.write(Event.OPEN, WANG)

    threads = [threading.Thread(target=write, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (verify(logs[0]).records, verify(logs[0]).wrong) == (30, None)


WRITER = """
import sys
from pathlib import Path
from ui.guarding.entries import Event, Person
from ui.guarding.log import Log
log = Log(Path(sys.argv[1]))
while True:
    print(log.write(Event.OPEN, Person("a", "judge", "x")), flush=True)
"""


@pytest.mark.parametrize("records", [1, 20, 61])
def test_a_kill_loses_no_record_that_was_acknowledged(tmp_path, records):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(records):
            writer.stdout.readline()
    finally:
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
        writer.wait()
    told = records + rest.count("\n")
    log = Log(tmp_path)
    log.write(Event.OPEN, WANG)
    verdict = verify(log)
    assert verdict.wrong is None
    assert verdict.records in (told + 1, told + 2)


def test_the_commands_read_export_and_verify(tmp_path):
    log = Log(tmp_path / "audit")
    for name in ("王法官", "=cmd", "王法官"):
        log.write(Event.ASK, Person(name, "judge", "10.1.2.3"), clauses=["a/1"])
    shown = process(tmp_path, "audit", "list", "--user", "王法官")
    assert [line.split()[0] for line in shown.out.splitlines()] == ["3", "1"]
    lines = process(tmp_path, "audit", "list", "--json", "--event", "log_read").out.splitlines()
    assert [json.loads(line)["filter"] for line in lines] == [{"user": "王法官"}]
    assert process(tmp_path, "audit", "export", str(tmp_path / "out.csv")).code == 0
    assert "'=cmd" in (tmp_path / "out.csv").read_text("utf-8")
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    whole = process(tmp_path, "audit", "verify")
    assert (whole.code, whole.out) == (0, "6 records, all as written\n")
    rewrite(log, 2, lambda line: [line.replace("=cmd", "cmd")])
    broken = process(tmp_path, "audit", "verify")
    assert broken.code == 1
    assert broken.out.startswith("record 2: changed (")
    for words in (("list", "--from", "yesterday"), ("list", "--event", "x"), ("export", "/no/x")):
        assert process(tmp_path, "audit", *words).code == 2
