"""The guard before the pages: signing in, roles, single sign-on, rates, one record a request."""

from __future__ import annotations

import concurrent.futures
import json
import re
import threading

import pytest
from starlette.testclient import TestClient

from tests.people import HASH, HERE, HOME, PASSWORD, Clock, Guarded, enter, signed_in
from ui.guarding.front import FrontError, front, read_origin
from ui.guarding.guard import Guard
from ui.guarding.rates import MOST_NAMES, Locks, Rate
from ui.guarding.roles import RIGHTS, Right, Role, may, right_of
from ui.guarding.sessions import LONGEST_HOURS, MOST_EACH, Sessions
from ui.guarding.settings import Guarding, guarding_from
from ui.guarding.sign_in import way_in
from ui.guarding.verify import verify
from ui.words import say


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    return Guarded(tmp_path_factory.mktemp("guarded"))


@pytest.fixture(scope="module")
def client(guarded):
    with guarded.client() as client:
        yield client


@pytest.fixture
def fresh(tmp_path):
    return Guarded(tmp_path)


# Roles and routes


J, T, E, A, L = Role.JUDGE, Role.TRAINEE, Role.EVALUATOR, Role.ADMIN, Role.AUDITOR
MATRIX = [
    ("/favicon.ico", {J, T, E, A, L}),
    ("/zh/sign-in", {J, T, E, A, L}),
    ("/zh/sign-out", {J, T, E, A, L}),
    ("/en/me", {J, T, E, A, L}),
    ("/zh/", {J, T, E, A}),
    ("/en/doc", {J, T, E, A}),
    ("/zh/compare", {J, T, E, A}),
    ("/zh/study", {J, T, E, A}),
    ("/zh/paper.docx", {J, T, E, A}),
    ("/zh/config", {J, T, E, A}),
    ("/zh/gradio_api/queue/join", {J, T, E, A}),
    ("/api/gradio_api/call/v2/ask", {J, T, E, A}),
    ("/mcp/gradio_api/mcp/", {J, T, E, A}),
    ("/zh/eval", {E, A}),
    ("/en/eval", {E, A}),
    ("/zh/eval/run.csv", {E, A}),
    ("/zh/settings", {A}),
    ("/zh/users", {A}),
    ("/zh/upload", {A}),
    ("/zh/audit", {L}),
    ("/en/audit.csv", {L}),
    ("/zh/nothing", set()),
    ("/zh/evaluation", set()),
    ("/zh/audit/x", set()),
    ("/zh/../audit", set()),
]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("path", "roles"), MATRIX)
def test_a_role_opens_what_the_table_says_and_nothing_else(path, roles, role):
    assert may(role, path) == (role in roles)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "path", ["/zh/", "/zh/doc", "/zh/study", "/zh/eval", "/zh/audit", "/en/audit.csv", "/zh/me"]
)
def test_the_server_shuts_what_the_table_shuts(client, role, path):
    with signed_in(client, role.value) as person:
        status = person.get(path).status_code
    if may(role, path):
        assert status in (200, 404)  # 404: a page that this release has not
    else:
        assert status == 403 or (path == "/zh/" and status == 303)


def test_who_reads_the_log_changes_nothing_and_the_other_way_round():
    assert [role for role in Role if Right.LOG in RIGHTS[role]] == [Role.AUDITOR]
    assert not RIGHTS[Role.AUDITOR] & {Right.ASK, Right.EVALUATE, Right.SETTINGS}
    assert all(Right.NOBODY not in rights for rights in RIGHTS.values())


def test_every_path_that_the_edge_lets_in_has_a_right():
    from ui.serving import edge

    source = "".join(p.pattern for p in (edge._PAGES, edge._PARTS, edge._PEOPLE))
    words = set(re.findall(r"[a-z]+", source)) - {"zh", "en", "w", "ico", "docx", "md", "d"}
    assert "doc" in words
    for path in ("/zh/doc", "/zh/theme.css", "/zh/assets/a.js", "/zh/gradio_api/queue/data"):
        assert right_of(path) is not Right.NOBODY


def test_an_event_of_a_page_is_kept_to_the_roles_of_the_page(guarded):
    from ui.guarding.events import PageEvents

    events = PageEvents({"zh": {0: ("", "asked"), 7: ("eval", "begun")}, "en": {0: ("", "asked")}})
    path = "/zh/gradio_api/queue/join"

    def allowed(number, role, session="s", name="wang"):
        body = json.dumps({"fn_index": number, "session_hash": session}).encode()
        return events.allowed(path, "", body, role, name)

    assert allowed(0, J)
    assert not allowed(7, J)
    assert allowed(7, E)
    assert [allowed(n, A) for n in (9, -1, None, True, "0", [0], 0.0)] == [False] * 7
    assert not allowed(0, J, session="s", name="li"), "another one's session"
    for stream in ("queue/data", "heartbeat/s"):
        at, query = f"/zh/gradio_api/{stream}", "session_hash=s" if "data" in stream else ""
        assert events.allowed(at, query, b"", J, "wang")
        assert not events.allowed(at, query, b"", J, "li")
    assert not events.allowed("/zh/config", "", b"", J, "wang"), "it holds the page of evaluators"
    assert events.allowed("/zh/config", "page=", b"", J, "wang")
    assert not events.allowed("/zh/config", "page=eval", b"", J, "wang")
    assert events.allowed("/zh/config", "", b"", E, "wang")
    assert events.pressed(path, b'{"fn_index": 7}') == "begun"
    for body in (b'{"fn_index": 0}', b'{"fn_index": 9}', b"[]", b"{", b'{"fn_index": [7]}'):
        assert events.pressed(path, body) == ""


def test_what_is_pressed_on_the_page_of_evaluators_is_written_down(fresh):
    async def app(scope, receive, send):
        assert (await receive())["body"] == body
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    body = b'{"fn_index": 7, "session_hash": "s"}'
    pages = {"zh": {7: ("eval", "begun")}, "en": {}}
    guard = Guard(app, Guarding(fresh.users, fresh.log), pages)
    client = TestClient(guard, HOME, follow_redirects=False, client=(HERE, 1))
    for name in ("judge", "evaluator"):
        with signed_in(client, name):
            client.post("/zh/gradio_api/queue/join", content=body)
    (kept,) = fresh.records("evaluation")
    assert (kept["user"], kept["what"]) == ("evaluator", "begun")
    assert [one["user"] for one in fresh.records("refused")] == ["judge"]


# Signing in


@pytest.mark.parametrize(
    "path", ["/zh/", "/en/doc?c=gd-2021-key-points/3", "/zh/audit", "/zh/eval"]
)
def test_who_is_not_signed_in_is_sent_to_the_form(client, path):
    client.cookies.clear()
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{path[:3]}/sign-in")


@pytest.mark.parametrize(
    "path", ["/zh/config", "/zh/me", "/zh/theme.css", "/zh/gradio_api/info", "/zh/assets/x.js",
             "/api/gradio_api/info", "/zh/gradio_api/queue/data?session_hash=a"],
)  # fmt: skip
def test_nothing_else_is_given_to_who_is_not_signed_in(client, path):
    client.cookies.clear()
    assert client.get(path).status_code == 401


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/zh",
     "/zh/sign-out", "/zh/sign-in?next=/zh/", "/zh//evil", "/api/x", "/zh/\r\nx: y", "/zh/../x/"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(client, wanted):
    client.cookies.clear()
    assert enter(client, "judge", next=wanted).headers["location"] == "/zh/"
    assert "next" not in way_in("zh", wanted, "")


def test_signing_in_leads_back_to_where_one_was(client):
    client.cookies.clear()
    sent = client.get("/en/doc?c=gd-2021-key-points%2F3").headers["location"]
    form = client.get(sent).text
    wanted = re.search(r'name="next" value="([^"]*)"', form)[1]
    assert enter(client, "judge", next=wanted).headers["location"] == wanted
    assert wanted == "/en/doc?c=gd-2021-key-points%2F3"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_is_in_the_language_of_its_address(client, language):
    client.cookies.clear()
    text = client.get(f"/{language}/sign-in").text
    assert f"<h1>{say(language, 'sign.in')}</h1>" in text
    assert "<script" not in text
    assert 'name="referrer" content="same-origin"' in text


@pytest.mark.parametrize(("home", "secure"), [(HOME, False), ("http://tiaoli.court.example", True)])
def test_the_cookie_is_out_of_reach(fresh, home, secure):
    with fresh.client(home=home, origin="https://tiaoli.court.example") as client:
        cookie = enter(client, "judge").headers["set-cookie"]
    parts = cookie.split("; ")
    assert {"Path=/", "HttpOnly", "SameSite=Strict"} <= set(parts)
    assert ("Secure" in parts) == secure
    assert parts[0].startswith("__Host-tiaoli=" if secure else "tiaoli=")
    assert len(parts[0].partition("=")[2]) >= 43  # 256 bits


def test_behind_https_the_page_names_itself_so(fresh):
    with fresh.client(
        home="http://tiaoli.court.example", origin="https://tiaoli.court.example"
    ) as c:
        cookie = enter(c, "judge").headers["set-cookie"].split(";")[0]
        config = c.get("/zh/config?page=", headers={"cookie": cookie}).text
    assert "https://tiaoli.court.example/zh" in config
    assert "http://tiaoli.court.example" not in config


def test_signing_out_ends_the_session_for_who_kept_the_cookie(client):
    client.cookies.clear()
    enter(client, "judge")
    kept = {"cookie": f"tiaoli={client.cookies['tiaoli']}"}
    assert client.get("/zh/me").status_code == 200
    assert client.get("/zh/sign-out").status_code == 405
    assert client.get("/zh/me").status_code == 200
    assert client.post("/zh/sign-out").headers["location"] == "/zh/sign-in?out=1"
    client.cookies.clear()
    assert client.get("/zh/me", headers=kept).status_code == 401


def test_signing_in_anew_ends_the_session_before(client):
    client.cookies.clear()
    enter(client, "judge")
    old = {"cookie": f"tiaoli={client.cookies['tiaoli']}"}
    enter(client, "trainee")
    client.cookies.clear()
    assert client.get("/zh/me", headers=old).status_code == 401


@pytest.mark.parametrize(
    "cookie", ["tiaoli=", "tiaoli=x", "tiaoli=\xff", "tiaoli=a; tiaoli=b", "__Host-tiaoli=a"]
)
def test_a_made_up_cookie_is_nobody(client, cookie):
    client.cookies.clear()
    assert client.get("/zh/me", headers={"cookie": cookie.encode("latin-1")}).status_code == 401


def test_a_session_nobody_uses_ends_after_the_time_that_is_set(fresh):
    clock = Clock()
    sessions = Sessions(fresh.users, idle=1800, clock=clock)
    name = sessions.begin(fresh.users.find("judge"))
    for _ in range(5):
        clock.seconds += 1799
        assert sessions.user(name).name == "judge"
    clock.seconds += 1801
    assert sessions.user(name) is None
    clock.seconds -= 1801
    assert sessions.user(name) is None, "it has ended for good"


def test_a_session_ends_after_a_day_of_work_and_with_its_user(fresh):
    clock = Clock()
    sessions = Sessions(fresh.users, idle=1800, clock=clock)
    name = sessions.begin(fresh.users.find("judge"))
    for _ in range(LONGEST_HOURS * 3):
        clock.seconds += 1200
        sessions.user(name)
    clock.seconds += 1
    assert sessions.user(name) is None
    names = [sessions.begin(fresh.users.find("judge")) for _ in range(MOST_EACH + 1)]
    assert sessions.user(names[0]) is None
    assert sessions.user(names[1])
    fresh.users.set_role("judge", "auditor")
    assert sessions.user(names[1]).role is Role.AUDITOR
    fresh.users.set_password("judge", "another hash")
    assert sessions.user(names[1]) is None
    fresh.users.remove("trainee")


# Wrong passwords


def test_five_wrong_passwords_shut_the_name_even_for_the_right_one(fresh):
    with fresh.client() as client:
        statuses = [enter(client, "judge", f"wrong number {n}").status_code for n in range(5)]
        assert statuses == [401] * 5
        assert enter(client, "judge").status_code == 401
        assert enter(client, "trainee").status_code == 401, "the address is shut too"
    with fresh.client() as other:
        assert enter(other, "judge").status_code == 303, "a restart forgets"
    events = [one["event"] for one in fresh.records() if one["event"].startswith("sign_in")]
    assert events == ["sign_in_failed"] * 5 + ["sign_in_locked"] * 2 + ["sign_in"]


def test_the_lock_opens_after_a_quarter_of_an_hour():
    clock = Clock()
    locks = Locks(clock)
    for _ in range(5):
        assert not locks.shut("name wang", "address a")
        locks.wrong("name wang", "address a")
        clock.seconds += 60
    assert locks.shut("name wang", "address b")
    assert locks.shut("name li", "address a")
    assert not locks.shut("name li", "address b")
    clock.seconds += 15 * 60 - 61
    assert locks.shut("name wang")
    clock.seconds += 2
    assert not locks.shut("name wang", "address a")


def test_four_wrong_ones_and_a_right_one_begin_anew():
    locks = Locks(Clock())
    for _ in range(3):
        for _ in range(4):
            locks.wrong("name wang")
        locks.right("name wang")
    assert not locks.shut("name wang")


def test_wrong_passwords_all_at_once_are_counted_one_by_one(fresh, monkeypatch):
    checked = []
    monkeypatch.setattr(
        "ui.guarding.passwords.fits", lambda kept, given: checked.append(given) or False
    )
    with fresh.client() as client:
        gate = threading.Barrier(8)

        def attempt(n):
            gate.wait()
            return client.guard._desk.enter({"headers": []}, "zh", b"name=judge&password=x", "a")

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            assert {reply.status for reply in pool.map(attempt, range(8))} == {401}
    assert len(checked) == 5


@pytest.mark.parametrize(
    "form",
    [{}, {"name": "judge"}, {"password": PASSWORD}, {"name": "", "password": ""},
     {"name": "judge", "password": PASSWORD + " "}, {"name": "judge' OR 1=1", "password": "x"},
     {"name": "<script>alert(1)</script>", "password": "x"}, {"name": "x" * 9000, "password": "x"},
     {"name": ["judge", "judge"], "password": PASSWORD}],
)  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(tmp_path, form):
    with Guarded(tmp_path).client() as client:
        known = enter(client, "judge", "wrong")
        answer = client.post("/zh/sign-in", data=form)
    assert (answer.status_code, answer.text) == (known.status_code, known.text)
    assert "set-cookie" not in answer.headers


def test_a_name_nobody_has_is_not_written_down(fresh):
    with fresh.client() as client:
        enter(client, "my secret password", "x")
        enter(client, "Judge", "x")
    assert [one["user"] for one in fresh.records("sign_in_failed")] == ["", "judge"]
    assert "my secret password" not in fresh.log.files()[0].read_text("utf-8")


def test_another_site_cannot_sign_anybody_in_or_out(client):
    client.cookies.clear()
    enter(client, "judge")
    for origin in ("https://evil.example", "null"):
        for path in ("sign-in", "sign-out"):
            answer = client.post(f"/zh/{path}", headers={"origin": origin})
            assert answer.status_code == 403
    assert client.get("/zh/me").status_code == 200


# Single sign-on and proxies


SSO = {"sso_header": "x-court-user", "proxies": frozenset({"10.9.9.9"})}


def test_the_name_that_a_proxy_gives_is_believed(fresh):
    fresh.users.add("王法官", "judge", "")
    with fresh.client(peer="10.9.9.9", **SSO) as client:
        said = {"x-court-user": "王法官".encode(), "x-forwarded-for": "1.2.3.4, 10.1.1.1"}
        assert client.get("/zh/me", headers=said).json()["name"] == "王法官"
        assert client.get("/zh/doc", headers=said).status_code in (200, 404)
        assert client.get("/zh/me", headers={"x-court-user": "nobody"}).status_code == 401
        twice = [("x-court-user", "judge"), ("X-Court-User", "admin")]
        assert client.get("/zh/me", headers=twice).status_code == 401
        assert client.get("/zh/me").status_code == 401
    (first,) = fresh.records("sign_in")
    assert (first["user"], first["address"], first["by"]) == ("王法官", "10.1.1.1", "proxy")


@pytest.mark.parametrize("peer", [HERE, "10.9.9.8", "10.9.9.90"])
def test_from_any_other_address_it_is_a_forgery_whatever_comes_with_it(fresh, peer):
    with fresh.client(peer=peer, **SSO) as client:
        said = {"x-court-user": "admin", "x-forwarded-for": "10.9.9.9"}
        assert client.get("/zh/", headers=said).status_code == 401
        enter(client, "judge")
        assert client.get("/zh/me").status_code == 200
        assert client.get("/zh/me", headers=said).status_code == 401
    assert {one["address"] for one in fresh.records("refused")} == {peer}


def test_without_the_setting_the_header_says_nothing(client):
    client.cookies.clear()
    said = {"x-court-user": "admin", "remote-user": "admin", "x-forwarded-user": "admin"}
    assert client.get("/zh/me", headers=said).status_code == 401


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.9.9.9", "10.1.1.1", "10.1.1.1"),
        ("10.9.9.9", "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        ("10.9.9.9", "10.1.1.1, 10.9.9.9", "10.1.1.1"),
        ("10.9.9.9", "<script>", "10.9.9.9"),
        ("10.9.9.9", "", "10.9.9.9"),
        ("10.2.2.2", "10.1.1.1", "10.2.2.2"),
    ],
)
def test_the_address_is_the_one_that_a_known_proxy_saw(fresh, peer, forwarded, address):
    with fresh.client(peer=peer, proxies=frozenset({"10.9.9.9"})) as client:
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        client.post("/zh/sign-in", data={"name": "judge"}, headers=headers)
    assert fresh.records("sign_in_failed")[0]["address"] == address


@pytest.mark.parametrize(
    ("host", "origin", "hosts"),
    [
        ("127.0.0.1", "", {"127.0.0.1:7860", "localhost:7860", "[::1]:7860"}),
        ("10.1.2.3", "", {"10.1.2.3:7860"}),
        ("fd00::1", "", {"[fd00::1]:7860"}),
        ("0.0.0.0", "https://t.court.example", {"t.court.example"}),
        ("10.1.2.3", "https://t.court.example:8443", {"10.1.2.3:7860", "t.court.example:8443"}),
        ("10.1.2.3", "https://t.court.example:443/", {"10.1.2.3:7860", "t.court.example"}),
    ],
)
def test_only_the_names_that_are_set_are_served(host, origin, hosts):
    made = front(7860, host, origin)
    assert made.hosts == hosts
    assert all(one.partition("://")[2] in hosts for one in made.origins)
    assert made.secure == ({read_origin(origin)[1]} if origin else set())


@pytest.mark.parametrize(
    ("host", "origin", "proxy"),
    [("0.0.0.0", "", ""), ("::", "", ""), ("10.1.2.3", "ftp://x", ""), ("a", "https://", ""),
     ("10.1.2.3", "https://a/b", ""), ("10.1.2.3", "https://u@a", ""), ("a", "https://*.a", ""),
     ("10.1.2.3", "https://a:x", ""), ("10.1.2.3", "null", ""), ("10.1.2.3", "", "10.0.0.0/8")],
)  # fmt: skip
def test_a_name_that_cannot_be_one_is_refused(host, origin, proxy):
    with pytest.raises(FrontError):
        front(7860, host, origin, frozenset({proxy} if proxy else ()))


def test_the_public_name_is_served_and_every_other_refused(fresh):
    with fresh.client(origin="https://tiaoli.court.example") as client:
        for host, status in (("tiaoli.court.example", 200), ("evil.example", 400),
                             ("tiaoli.court.example:7860", 400)):  # fmt: skip
            assert client.get("/zh/sign-in", headers={"host": host}).status_code == status
        for origin, status in (("https://tiaoli.court.example", 401),
                               ("http://tiaoli.court.example", 403),
                               ("https://evil.tiaoli.court.example", 403)):  # fmt: skip
            said = {"host": "tiaoli.court.example", "origin": origin}
            assert client.post("/zh/sign-in", headers=said).status_code == status


# Programs


def call(client, path="call/v2/ask", token="", body=None):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    body = {"question": "“四类案件”怎么监管？"} if body is None else body
    return client.post(f"/api/gradio_api/{path}", json=body, headers=headers)


def test_a_program_needs_a_token(fresh):
    token = fresh.users.add_token("judge")
    with fresh.client() as client:
        assert call(client).status_code == 401
        assert call(client).headers["www-authenticate"] == "Bearer"
        assert call(client, token=token + "x").status_code == 401
        assert call(client, token=HASH).status_code == 401
        event = call(client, token=token)
        assert event.status_code == 200
        said = {"authorization": f"bearer {token}"}
        path = f"/api/gradio_api/call/v2/ask/{event.json()['event_id']}"
        assert "event: complete" in client.get(path, headers=said).text
        assert client.get("/zh/", headers=said).status_code == 303, "a token opens no page"
        auditor = fresh.users.add_token("auditor")
        assert call(client, token=auditor).status_code == 403
        fresh.users.set_password("judge", HASH)
        assert call(client, token=token).status_code == 401
    (asked,) = fresh.records("ask")
    assert (asked["user"], asked["role"], asked["status"]) == ("judge", "judge", "answered")
    assert "gd-2021-key-points/3" in asked["clauses"]
    assert asked["ms"] >= 0


def test_a_program_that_asks_too_often_is_told_when_to_ask_again(fresh):
    token = fresh.users.add_token("judge")
    other = fresh.users.add_token("trainee")
    with fresh.client(questions=3) as client:
        statuses = [call(client, token=token).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        refused = call(client, token=token)
        assert 0 < int(refused.headers["retry-after"]) <= 61
        assert "at most 3 a minute" in refused.json()["error"]
        assert call(client, token=other).status_code == 200


def test_questions_are_counted_by_the_minute_in_bounded_memory():
    clock = Clock()
    rate = Rate(2, 60, clock)
    assert [rate.take("a") for _ in range(3)] == [0, 0, 60]
    clock.seconds += 59
    assert rate.take("a") == pytest.approx(1)
    clock.seconds += 1.5
    assert rate.take("a") == 0
    for n in range(MOST_NAMES + 50):
        rate.take(str(n))
    assert len(rate) == MOST_NAMES
    assert not rate.full("never seen")
    assert len(rate) == MOST_NAMES


# One record for each


ROUTES = [
    ("GET", "/zh/", "open", True),
    ("GET", "/zh/doc?c=gd-2021-key-points/3&t=secret&q=秘密", None, None),
    ("GET", "/zh/eval", "refused", False),
    ("GET", "/zh/audit", "refused", False),
    ("GET", "/zh/audit.csv", "refused", False),
    ("GET", "/zh/nothing", "refused", False),
    ("POST", "/zh/paper.docx", "refused", False),
    ("POST", "/zh/gradio_api/queue/join", "refused", False),
    ("POST", "/api/gradio_api/call/v2/ask", "refused", False),
    ("GET", "/zh/gradio_api/file=/etc/passwd", "refused", False),
    ("GET", "/zh/assets/nothing.js", "refused", False),
]


@pytest.mark.parametrize(("method", "path", "event", "success"), ROUTES)
def test_every_request_leaves_one_record(tmp_path, method, path, event, success):
    guarded = Guarded(tmp_path)
    with guarded.client() as client, signed_in(client, "judge"):
        before = len(guarded.records())
        client.request(method, path, content=b"[]")
        made = guarded.records()[before:]
    assert len(made) == 1
    assert (made[0]["user"], made[0]["role"], made[0]["address"]) == ("judge", "judge", HERE)
    if event:
        assert (made[0]["event"], made[0]["success"]) == (event, success)
    assert "secret" not in json.dumps(made)
    assert "秘密" not in json.dumps(made, ensure_ascii=False)


@pytest.mark.parametrize(
    "path", ["/zh/me", "/zh/theme.css", "/zh/config?page=", "/favicon.ico", "/"]
)
def test_what_a_page_loads_by_itself_leaves_none(fresh, path):
    with fresh.client() as client, signed_in(client, "judge"):
        before = len(fresh.records())
        assert client.get(path).status_code < 400
        assert len(fresh.records()) == before


def test_a_download_a_foreign_origin_and_a_look_into_the_log_are_written_down(fresh):
    entry = {"clause": "gd-2021-key-points/3"}
    with fresh.client() as client:
        with signed_in(client, "judge"):
            client.post("/zh/paper.md", json={"entries": [entry]})
            client.get("/zh/", headers={"origin": "https://evil.example"})
        with signed_in(client, "auditor"):
            client.get("/zh/audit?user=judge&event=ask")
            client.get("/zh/audit.csv")
    kinds = [one["event"] for one in fresh.records()]
    assert kinds[:3] == ["started", "sign_in", kinds[2]]
    assert kinds[2] in ("download", "refused")
    assert kinds[3:] == ["refused", "sign_out", "sign_in", "log_read", "log_read", "sign_out"]
    assert fresh.records("log_read")[0]["filter"] == {"user": "judge", "event": "ask"}
    assert verify(fresh.log).wrong is None


def test_a_flood_of_refusals_does_not_fill_the_disk(fresh):
    with fresh.client() as client:
        for _ in range(100):
            client.get("/zh/theme.css")
    assert len(fresh.records("refused")) == 60


def test_feedback_is_written_down(fresh):
    from ui.keeping import feedback
    from ui.keeping.feedback import Feedback, Wrong
    from ui.keeping.store import Store
    from ui.serving.watches import Watches

    store = Store()

    Watches(Guarding(fresh.users, fresh.log), store)
    one = Feedback("judge", feedback.now(), "问", (), "问", "答", ("a/1",), Wrong.CITATION)
    feedback.add(store, one)
    (kept,) = fresh.records("feedback")
    assert (kept["user"], kept["clauses"]) == ("judge", ["a/1"])


# The page of the log


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_auditor_sees_the_log_and_hostile_words_stay_words(fresh, language):
    from ui.guarding.entries import Event, Person

    fresh.log.write(Event.ASK, Person("<img src=x onerror=alert(1)>", "judge", '"><script>'),
                    question="</td><script>alert(1)</script>")  # fmt: skip
    with fresh.client() as client, signed_in(client, "auditor"):
        text = client.get(f"/{language}/audit?verify=1&user=%22%3E%3Cscript%3E").text
        assert "<script" not in text
        assert say(language, "audit.none") in text
        assert say(language, "audit.whole", n=3) in text
        text = client.get(f"/{language}/audit").text
        assert "&lt;img src=x" in text
        assert "<script" not in text
        export = client.get(f"/{language}/audit.csv?event=ask")
        assert export.headers["content-type"] == "text/csv; charset=utf-8"
        assert export.text.count("\r\n") == 2


@pytest.mark.parametrize(
    "query", ["from=x&to=2026-99-99", "before=-1", "before=99999999999999999999", "event=%00",
              "user=" + "a" * 5000, "verify", "from=2026-01-01&from=2026-02-02"],
)  # fmt: skip
def test_a_query_of_nonsense_shows_the_log(client, query):
    with signed_in(client, "auditor"):
        assert client.get(f"/zh/audit?{query}").status_code == 200


def test_the_log_is_shown_a_hundred_at_a_time(fresh):
    from ui.guarding.entries import Event, Person

    for _ in range(150):
        fresh.log.write(Event.OPEN, Person("judge", "judge", "a"))
    with fresh.client() as client, signed_in(client, "auditor"):
        first = client.get("/zh/audit?user=judge").text
        assert first.count("<tr") == 101
        older = re.search(r'href="(/zh/audit\?[^"]*before=\d+)"', first)[1].replace("&amp;", "&")
        assert client.get(older).text.count("<tr") == 51


# Without users


def test_on_this_machine_alone_nobody_signs_in_and_nothing_is_kept(tmp_path):

    assert guarding_from(tmp_path, "127.0.0.1", {}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_log_alone_is_kept_where_it_is_asked_for(tmp_path):

    from tests.browser.fake import FakeAssistant
    from ui.serving.app import create_app

    guarding = guarding_from(tmp_path, "127.0.0.1", {"TIAOLI_AUDIT": "on"})
    app = create_app(FakeAssistant(), 7860, guarding=guarding)
    with TestClient(app, HOME, follow_redirects=False) as client:
        assert client.get("/zh/").status_code == 200
        assert client.get("/zh/sign-in").status_code == 404
        assert client.get("/zh/audit").status_code == 404
    (file,) = guarding.log.files()
    kinds = [json.loads(line)["event"] for line in file.read_text("utf-8").splitlines()]
    assert kinds == ["started", "open", "refused", "refused"]


def test_a_broken_file_of_users_lets_nobody_in(fresh):
    with fresh.client() as client:
        enter(client, "judge")
        fresh.users.file.write_text("{", "utf-8")
        assert client.get("/zh/").status_code == 503
        assert client.get("/zh/me").status_code == 503
