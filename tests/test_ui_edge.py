"""The way in is shut to every host, origin, path and size but the page's own."""

from __future__ import annotations

import asyncio
import os
import time

import pytest
from starlette.testclient import TestClient

from tests.browser.fake import FakeAssistant
from ui.serving.app import create_app, preferred_language
from ui.serving.edge import MOST_BYTES, Edge

HOME = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(FakeAssistant(), 7860), HOME, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200),
        ("localhost:7860", 200),
        ("LOCALHOST:7860", 200),
        ("[::1]:7860", 200),
        ("127.0.0.1:7861", 400),
        ("127.0.0.1", 400),
        ("127.0.0.1.evil.example:7860", 400),
        ("evil.example", 400),
        ("evil.example:7860", 400),
        ("127.0.0.1:7860@evil.example", 400),
        ("0.0.0.0:7860", 400),
        ("", 400),
    ],
)
def test_only_the_names_of_this_machine_are_served(client, host, status):
    assert client.get("/zh/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.example", "http://127.0.0.1:7861", "https://127.0.0.1:7860",
     "http://localhost.evil.example:7860", "http://127.0.0.1"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_another_origin_is_refused_and_gets_no_leave(client, origin, method):
    path = "/zh/gradio_api/queue/join"
    answer = client.request(method, path, headers={"origin": origin}, content=b"{}")
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_pages_own_origin_is_served_without_cors(client):
    answer = client.get("/zh/config", headers={"origin": HOME})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "name", ["x-forwarded-host", "X-Forwarded-Proto", "forwarded", "x-forwarded-prefix",
             "x-forwarded-for", "x-original-url", "x-rewrite-url"],
)  # fmt: skip
def test_a_forwarded_host_is_not_believed(client, name):
    value = "host=evil.example" if name == "forwarded" else "evil.example"
    answer = client.get("/zh/config", headers={name: value})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/zh/", "/en/", "/", "/nothing", "/zh/theme.css", "/zh/config"])
def test_every_response_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


def test_a_question_of_42_megabytes_is_refused_at_once(client):
    began = time.perf_counter()
    body = b'{"data":["' + b"x" * 42_000_000 + b'"]}'
    answer = client.post("/zh/gradio_api/queue/join", content=body)
    assert answer.status_code == 413
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("length", [None, "10"])
def test_a_body_that_grows_past_the_limit_is_cut_off(client, length):
    sent = []

    def body():
        for _ in range(100):
            sent.append(1)
            yield b" " * (MOST_BYTES // 10)

    headers = {"content-type": "application/json"} | ({"content-length": length} if length else {})
    answer = client.post("/zh/gradio_api/queue/join", content=body(), headers=headers)
    assert answer.status_code == 413


def test_a_body_past_the_limit_is_not_read_to_its_end():
    read = []

    async def greedy(scope, receive, send):
        while (await receive())["more_body"]:
            read.append(1)

    async def endless():
        return {"type": "http.request", "body": b" " * 10_000, "more_body": len(read) < 500}

    async def deaf(message):
        said.append(message)

    said = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/zh/gradio_api/queue/join",
        "headers": [(b"host", b"127.0.0.1:7860")],
    }
    asyncio.run(Edge(greedy, 7860)(scope, endless, deaf))
    assert len(read) <= MOST_BYTES // 10_000
    assert said[0]["status"] == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "99999999999999999999"])
def test_a_false_length_is_refused(client, length):
    headers = {"content-length": length}
    assert client.get("/zh/", headers=headers).status_code == 413


READS = [
    "file=/etc/passwd", "file=../../../etc/passwd", "file=..%2f..%2fetc%2fpasswd",
    "file=//evil.example/x", "file=https://evil.example/x", "file=pyproject.toml",
    "file/etc/passwd",
    "proxy=http://127.0.0.1:22", "proxy=http://169.254.169.254/", "upload", "upload_progress",
    "component_server", "runs", "openapi.json", "process_recording", "custom_component/1/x/y/z.py",
    "dev/reload", "vibe-edit", "deep_link", "run-history/buckets", "profiling/traces", "token",
    "stream/abc", "call/ask", "api/predict", "run/ask",
]  # fmt: skip


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_paths_the_page_does_not_use_are_not_there(client, path, method):
    answer = client.request(method, f"/zh/gradio_api/{path}", content=b"{}")
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/zh/monitoring", "/zh/monitoring/summary", "/zh/login", "/zh/logout?_target_url=////evil",
     "/openapi.json", "/docs", "/redoc", "/zh/docs", "/zh/openapi.json", "/monitoring",
     "/zh/file=/etc/passwd", "/zh/../etc/passwd", "/zh/assets/..%2f..%2fconfig", "/fr/",
     "/zh//evil.example/", "/zh/robots.txt", "/zh/pwa_icon"],
)  # fmt: skip
def test_pages_that_nobody_needs_are_not_there(client, path):
    assert client.get(path).status_code == 404


def test_files_cannot_be_read_through_the_folders_of_assets(client):
    for folder in ("assets", "static", "svelte"):
        for name in ("%2e%2e/%2e%2e/routes.py", "....//routes.py", "%2fetc%2fpasswd"):
            answer = client.get(f"/zh/{folder}/{name}")
            assert answer.status_code in (403, 404), (folder, name)


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "zh"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-US,en;q=0.9", "en"),
        ("zh-TW", "zh"), ("fr, en;q=0.8, zh;q=0.5", "en"), ("de", "zh"), ("en;q=0,zh;q=0.1", "zh"),
        ("en;q=x", "zh"), ("*", "zh"), ("en;q=0.3, zh-HK;q=0.4", "zh"),
    ],
)  # fmt: skip
def test_the_language_follows_the_browser(accept, language):
    assert preferred_language(accept) == language


def test_the_root_leads_to_a_language_and_keeps_the_permalink(client):
    answer = client.get("/?c=a%2F1", headers={"accept-language": "en"})
    assert answer.headers["location"] == "/en/?c=a%2F1"
    assert client.get("/zh").headers["location"] == "/zh/"


def test_gradio_does_not_call_home(client):
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    config = client.get("/zh/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert config["run_history"] is False
