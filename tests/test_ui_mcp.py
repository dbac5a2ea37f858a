"""The tools of the MCP server, asked by the real client of MCP; and what is said without it."""

from __future__ import annotations

import asyncio
import json
import sys
from importlib.util import find_spec

import httpx
import pytest

from ingest.errors import TiaoliError
from tests.browser.fake import FakeAssistant
from tests.commands import run, schema
from tests.test_offline import beyond_by_event, seen, server, watched_environment
from ui.pages import frame, site
from ui.programs import mcp
from ui.programs.door import FULL
from ui.programs.queries import Queries
from ui.serving.app import create_app

with_mcp = pytest.mark.skipif(find_spec("mcp") is None, reason="the extra `mcp` is not installed")
TEMPTING = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy"), "http://127.0.0.1:9"),
    "GRADIO_ANALYTICS_ENABLED": "True",
    "HF_HUB_OFFLINE": "0",
}


def test_without_the_extra_one_line_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setattr(mcp, "find_spec", lambda _: None)
    ran = run(capsys, "chat", "--mcp")
    assert ran.code == 2
    assert ran.complaint == (
        "tiaoli: --mcp needs the package `mcp`; install it with: pip install 'tiaoli[mcp]'"
    )
    with pytest.raises(TiaoliError, match=r"tiaoli\[mcp\]"):
        create_app(FakeAssistant(), 7860, mcp=True)


def test_a_package_that_gradio_cannot_use_is_told_too(monkeypatch):
    """Gradio goes on without a word where the package is too new for it."""
    monkeypatch.setattr(mcp, "find_spec", lambda _: True)
    monkeypatch.setattr("gradio.mcp.GradioMCPServer.create_mcp_server", lambda _: 1 / 0)
    monkeypatch.setitem(sys.modules, "mcp", sys)
    with pytest.raises(TiaoliError, match=r"division by zero; .*tiaoli\[mcp\]"):
        create_app(FakeAssistant(), 7860, mcp=True)


def test_no_more_wait_for_the_tools_than_may(monkeypatch):
    monkeypatch.setattr(frame, "AT_ONCE", 1)
    monkeypatch.setattr(site, "MOST_WAITING", 2)

    async def crowd():
        gate = mcp._Gate()
        calls = [gate.through(lambda n=n: {"n": n}) for n in range(5)]
        return await asyncio.gather(*calls, return_exceptions=True)

    done = asyncio.run(crowd())
    assert [json.loads(one) for one in done[:3]] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert [str(one) for one in done[3:]] == [FULL, FULL]


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """`tiaoli chat --mcp` under the watch, with proxies set that would tempt it to call out."""
    folder = tmp_path_factory.mktemp("mcp")
    surroundings = watched_environment(folder) | TEMPTING
    with server(folder / "home", surroundings, options=("--mcp",)) as address:
        yield address, folder


def tools(address, work):
    """Do `work` in a session of the real client."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    def quiet(headers=None, timeout=None, auth=None):
        return httpx.AsyncClient(headers=headers, timeout=60, trust_env=False)

    async def session():
        where = f"{address}{mcp.ADDRESS}"
        async with (
            streamablehttp_client(where, httpx_client_factory=quiet) as (read, write, _),
            ClientSession(read, write) as client,
        ):
            await client.initialize()
            return await work(client)

    return asyncio.run(session())


def called(address, name, **values):
    result = tools(address, lambda client: client.call_tool(name, values))
    (content,) = result.content
    return result.isError, content.text


@with_mcp
def test_the_tools_are_three_and_described(watched):
    found = tools(watched[0], lambda client: client.list_tools()).tools
    assert [tool.name for tool in found] == ["ask", "clause", "compare"]
    for tool in found:
        assert tool.description
        assert all(part["description"] for part in tool.inputSchema["properties"].values())


@with_mcp
@pytest.mark.parametrize(
    ("name", "form", "values"),
    [
        ("ask", "ask_output", {"question": "法官惩戒有什么安排"}),
        ("ask", "ask_output", {"question": "<img>火星上有几个法院\x00"}),
        ("clause", "clause", {"clause_id": "gd-2021-key-points/14"}),
        ("compare", "comparison", {"question": "法官惩戒", "documents": None}),
    ],
)
def test_a_tool_gives_the_record_of_the_query(watched, assistant, name, form, values):
    failed, text = called(watched[0], name, **values)
    record = json.loads(text)
    schema(form).validate(record)
    wanted = getattr(Queries(assistant), name)(**values)
    assert not failed
    assert {**record, "elapsed_ms": 0} == {**wanted, "elapsed_ms": 0}


@with_mcp
@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("ask", {"question": "法" * 2001}, "question has 2,001 characters; at most 2,000 are read"),
        ("ask", {"question": 3}, "3 is not of type 'string'"),
        ("ask", {}, "'question' is a required property"),
        ("ask", {"question": "x", "more": 1}, "`more` is not a valid key-word argument"),
        ("ask", {"question": "x", "documents": ["nope"]}, "unknown document 'nope'; known: "),
        ("ask", {"question": "x", "documents": [{"path": "/etc/passwd"}]}, "not of type 'string'"),
        ("clause", {"clause_id": "x/1"}, "no clause of document 'x'; known: "),
        ("compare", {"question": "x", "documents": ["jl-2022-key-points"]}, "name two or more"),
        ("nothing", {}, "Unknown tool"),
    ],
)
def test_a_bad_call_of_a_tool_is_an_error_in_words(watched, name, values, words):
    failed, text = called(watched[0], name, **values)
    assert failed
    assert words in text
    assert "Traceback" not in text


@with_mcp
def test_twenty_calls_at_once_get_each_its_own_answer(watched):
    ids = [f"gd-2021-key-points/{number}" for number in range(1, 21)]

    async def crowd(client):
        calls = [client.call_tool("clause", {"clause_id": one}) for one in ids]
        return await asyncio.gather(*calls)

    found = tools(watched[0], crowd)
    assert [json.loads(one.content[0].text)["clause_id"] for one in found] == ids


@with_mcp
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/mcp/gradio_api/mcp/", {"host": "evil.example"}, 400),
        ("/mcp/gradio_api/mcp/", {"origin": "http://evil.example"}, 403),
        ("/mcp/gradio_api/mcp/sse", {}, 404),
        ("/mcp/gradio_api/mcp/schema", {}, 404),
        ("/mcp/gradio_api/call/ask", {}, 404),
        ("/mcp/gradio_api/run/ask", {}, 404),
        ("/mcp/gradio_api/upload", {}, 404),
        ("/mcp/config", {}, 404),
        ("/mcp/", {}, 404),
    ],
)
def test_the_tools_are_behind_the_same_guard(watched, path, headers, status):
    with httpx.Client(trust_env=False) as client:
        for method in ("GET", "POST"):
            assert client.request(method, watched[0] + path, headers=headers).status_code == status


@with_mcp
def test_the_server_of_the_tools_reaches_nothing_and_says_its_address(watched):
    address, folder = watched
    failed, _ = called(address, "ask", question="广东要点第14项讲什么？")
    assert not failed
    events = seen(folder).events
    assert beyond_by_event(events) == []
    assert [
        event for event in events if event[0] in ("socket.connect", "http.client.connect")
    ] == []
    log = (folder / "home" / "server.log").read_text()
    assert f"MCP: {address}{mcp.ADDRESS}" in log
    assert "Traceback" not in log
