"""Of a visit no more is kept than what answers it, and only so many visits are known."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.browser.fake import FakeAssistant
from ui.chat.desk import Desk
from ui.keeping.store import Store
from ui.pages import site, visits
from ui.pages.frame import Site


@pytest.fixture
def mounted(monkeypatch):
    monkeypatch.setattr(visits, "MOST_VISITS", 3)
    app = FastAPI()
    app.add_api_route("/zh", lambda: None)
    site.mount(app, Site(Desk(FakeAssistant(), "zh", pace=0.0), Store()), 7860)
    gradio = next(
        one.app for one in app.routes if one.path == "/zh" and "get_blocks" in dir(one.app)
    )
    with TestClient(app) as client:
        yield client, gradio


def ask(client: TestClient, visit: str) -> bool:
    """Put a question as the page does; whether it was answered."""
    config = client.get("/zh/config").json()
    action = next(d for d in config["dependencies"] if any(e == "submit" for _, e in d["targets"]))
    groups = [[] for _ in action["inputs"][2:]]
    body = {"data": ["什么是四类案件", "", *groups], "fn_index": action["id"]}
    client.post("/zh/gradio_api/queue/join", json={**body, "session_hash": visit})
    with client.stream("GET", f"/zh/gradio_api/queue/data?session_hash={visit}") as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and "process_completed" in line:
                return json.loads(line[5:])["success"]
    return False


def test_an_answer_leaves_no_description_of_the_pages_behind(mounted):
    client, gradio = mounted
    assert ask(client, "one")
    holder = gradio.state_holder
    assert gradio.get_blocks().state_holder is holder
    assert not holder.session_data["one"].config_values
    assert ask(client, "one")


def test_the_visit_unused_for_longest_goes_first_and_may_come_back(mounted):
    client, gradio = mounted
    assert all(ask(client, visit) for visit in ("a", "b", "a", "c", "d"))
    assert list(gradio.state_holder.session_data) == ["a", "c", "d"]
    assert ask(client, "b")
