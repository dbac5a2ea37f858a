"""Users: names, passwords, the file, the commands."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from tests.commands import process
from ui.guarding import passwords, settings
from ui.guarding.entries import Text
from ui.guarding.log import DAYS, Log
from ui.guarding.passwords import PasswordError, fits, hashed
from ui.guarding.rates import QUESTIONS
from ui.guarding.sessions import IDLE_MINUTES
from ui.guarding.users import LONGEST_NAME, UserError, Users
from ui.guarding.verify import verify

PASSWORD = "four words of mine"


@pytest.fixture
def users(tmp_path):
    return Users(tmp_path / "users.json")


@pytest.mark.parametrize("name", ["wang.li", "王法官", "Li_Si-2", "𠮷田", "a" * LONGEST_NAME])
def test_a_name_of_letters_digits_and_chinese_is_taken(users, name):
    users.add(name, "judge", "")
    assert users.find(name).name == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a/b", "a\n", "<b>", "a" * (LONGEST_NAME + 1), "а", "wang，li", "=1+1", "a;b"],
)
def test_another_name_is_refused(users, name):
    with pytest.raises(UserError):
        users.add(name, "judge", "")
    assert not users.file.exists()


def test_a_name_is_one_whatever_its_case(users):
    users.add("Wang", "judge", "")
    with pytest.raises(UserError, match="already"):
        users.add("wANG", "admin", "")
    assert users.find("WANG").role == "judge"
    users.remove("wang")
    assert list(users) == []


@pytest.mark.parametrize("role", ["", "root", "Judge", "judge "])
def test_an_unknown_role_is_refused(users, role):
    with pytest.raises(UserError, match="role"):
        users.add("wang", role, "")


def test_the_file_is_its_owners_alone_and_holds_no_password(users):
    users.add("wang", "judge", hashed(PASSWORD, "wang"))
    token = users.add_token("wang")
    text = users.file.read_text("utf-8")
    assert stat.S_IMODE(users.file.stat().st_mode) == 0o600
    assert PASSWORD not in text
    assert token not in text
    assert "$argon2id$" in text
    assert users.find_by_token(token).name == "wang"
    assert users.find_by_token(token[:-1]) is None


def test_what_a_newer_release_added_stays(users):
    whole = {"users": [{"name": "wang", "role": "judge", "court": "一庭"}], "version": 9}
    users.file.write_text(json.dumps(whole), "utf-8")
    users.set_role("wang", "admin")
    users.add("li", "judge", "")
    kept = json.loads(users.file.read_text("utf-8"))
    assert kept["version"] == 9
    assert kept["users"][0] == {"name": "wang", "role": "admin", "court": "一庭"}


def test_what_another_process_changed_is_seen(users):
    users.add("wang", "judge", "")
    assert users.find("wang")
    Users(users.file).set_role("wang", "auditor")
    assert users.find("wang").role == "auditor"
    Users(users.file).remove("wang")
    assert users.find("wang") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"users": 1}', '{"users": [1]}', "\udcff"])
def test_a_broken_file_is_told_and_not_overwritten(users, text):
    raw = text.encode("utf-8", "surrogateescape")
    users.file.write_bytes(raw)
    for act in (lambda: users.find("a"), lambda: users.add("a", "judge", "")):
        with pytest.raises(UserError, match="users"):
            act()
    assert users.file.read_bytes() == raw


def test_a_write_that_fails_leaves_the_old_file(users, monkeypatch):
    users.add("wang", "judge", "")
    before = users.file.read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(UserError, match="full"):
        users.add("li", "judge", "")
    assert users.file.read_bytes() == before


@pytest.mark.parametrize("password", ["", "sh0rt", "aaaaaaaaaaaa", "wang.fa.guan", "x" * 257])
def test_a_weak_password_is_refused_without_being_shown(password):
    with pytest.raises(PasswordError) as told:
        hashed(password, "Wang.Fa.Guan")
    assert not password or password not in str(told.value)


def test_only_the_password_itself_fits():
    kept = hashed("条理分明 四个词的口令", "wang")
    assert fits(kept, "条理分明 四个词的口令")
    for wrong in ("条理分明 四个词的口號", "", "条理分明 四个词的口令 ", passwords._nobodys()):
        assert not fits(kept, wrong)
    assert not fits("", "a password that nobody has")
    assert not fits("not a hash", "x")


def test_an_unknown_name_costs_the_same_work(monkeypatch):
    asked = []

    class Hasher:
        def verify(self, kept, given):
            asked.append(kept)
            return True

    monkeypatch.setattr(passwords, "_hasher", Hasher)
    monkeypatch.setattr(passwords, "_nobodys", lambda: "the hash of nobody")
    assert not fits("", "x")
    assert fits("a hash", "x")
    assert asked == ["the hash of nobody", "a hash"]


def test_the_commands_change_the_file_and_write_it_down(tmp_path):
    def tiaoli(*words, given=""):
        return process(tmp_path, *words, input=given.encode())

    assert (
        tiaoli("user", "add", "王", "--role", "judge", "--password-stdin", given=PASSWORD).code == 0
    )
    assert tiaoli("user", "add", "sso", "--role", "admin", "--no-password").code == 0
    assert tiaoli("user", "list").out == "sso\tadmin\tproxy only\n王\tjudge\tpassword\n"
    assert tiaoli("user", "role", "sso", "auditor").code == 0
    stamp = Users(tmp_path / "users.json").find("王").stamp
    assert tiaoli("user", "password", "王", "--password-stdin", given=PASSWORD).code == 0
    assert Users(tmp_path / "users.json").find("王").stamp != stamp
    token = tiaoli("user", "token", "王").out.strip()
    assert Users(tmp_path / "users.json").find_by_token(token).name == "王"
    assert tiaoli("user", "remove", "王").code == 0
    log = Log(tmp_path / "audit")
    what = [one["what"] for _, _, one in log.lines(log.files())]
    assert what == ["added", "added", "role", "password", "token", "removed"]
    assert verify(log).records == 6
    assert PASSWORD not in "".join(file.read_text("utf-8") for file in log.files())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "王", "--role", "judge"), "--password-stdin"),
        (("add", "a b", "--role", "judge", "--no-password"), "letters"),
        (("add", "王", "--role", "king", "--no-password"), "king"),
        (("add", "王", "--role", "judge", "--password-stdin"), "too short"),
        (("remove", "王"), "no user"),
        (("role", "王", "judge"), "no user"),
        (("password", "王", "--password-stdin"), "no user"),
        (("token", "王"), "no user"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path, words, said):
    ran = process(tmp_path, "user", *words, input=b"sh0rt\n")
    assert ran.code == 2
    assert said in ran.complaint
    assert not (tmp_path / "users.json").exists()


@pytest.mark.parametrize(
    ("settings", "words", "said"),
    [
        ({}, ("--host", "10.1.2.3"), "tiaoli user add"),
        ({}, ("--host", "0.0.0.0"), "tiaoli user add"),
        ({"TIAOLI_ORIGIN": "https://tiaoli.court.example"}, (), "tiaoli user add"),
        ({"TIAOLI_USERS": "/nowhere/users.json"}, (), "tiaoli user add"),
        ({"TIAOLI_ORIGIN": "tiaoli.court.example"}, (), "TIAOLI_ORIGIN"),
        ({"TIAOLI_ORIGIN": "https://*.court.example"}, (), "TIAOLI_ORIGIN"),
        ({"TIAOLI_AUDIT": "on", "TIAOLI_AUDIT_DAYS": "179"}, (), "from 180"),
        ({"TIAOLI_AUDIT": "perhaps"}, (), "on or off"),
        ({"TIAOLI_AUDIT": "on", "TIAOLI_AUDIT_TEXT": "some"}, (), "full, hashed, none"),
        ({"TIAOLI_RATE": "-1"}, (), "TIAOLI_RATE"),
        ({"TIAOLI_RATE": "5", "TIAOLI_SSO_HEADER": "X-User"}, (), "TIAOLI_PROXY"),
        ({"TIAOLI_RATE": "5", "TIAOLI_PROXY": "proxy.court"}, (), "TIAOLI_PROXY"),
    ],
)
def test_a_server_that_nobody_guards_does_not_start(tmp_path, settings, words, said):
    ran = process(tmp_path, "chat", *words, env=settings)
    assert ran.code == 2
    assert said in ran.complaint


def test_every_test_that_the_page_on_security_names_is_there():
    folder = Path(__file__).parent
    text = (folder.parent / "docs" / "security.md").read_text("utf-8")
    source = "".join(file.read_text("utf-8") for file in folder.rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", text))
    assert len(named) > 10
    assert [name for name in named if f"def {name}(" not in source] == []
    for file in re.findall(r"`(tests/[\w/.]+)`", text):
        assert (folder.parent / file).is_file()


def test_the_page_on_security_names_every_setting_with_its_default():
    text = (Path(__file__).parents[1] / "docs" / "security.md").read_text("utf-8")
    for key in settings._KEYS:
        assert f"| `TIAOLI_{key}` |" in text
    for key, default in (
        *(("IDLE_MINUTES", IDLE_MINUTES), ("AUDIT_DAYS", DAYS)),
        ("AUDIT_TEXT", f"`{Text.HASHED}`"),
    ):
        assert re.search(rf"\| `TIAOLI_{key}` \|.*\| {default} \|", text)
    assert re.search(rf"`TIAOLI_RATE` .*\| {QUESTIONS};", text)
