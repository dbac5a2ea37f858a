"""A guarded server for the tests: one user of each role, a log, a clock that is moved by hand."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from starlette.testclient import TestClient

from tests.browser.fake import FakeAssistant
from ui.guarding import reading
from ui.guarding.log import Log
from ui.guarding.passwords import hashed
from ui.guarding.reading import Wish
from ui.guarding.roles import Role
from ui.guarding.settings import Guarding
from ui.guarding.users import Users
from ui.serving.app import create_app

HOME = "http://127.0.0.1:7860"
PASSWORD = "four words of mine"
HASH = hashed(PASSWORD, "nobody")
HERE = "127.0.0.1"


@dataclass
class Clock:
    """Seconds that pass only when they are told to."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Guarded:
    """A folder with users and a log, and servers over them."""

    folder: Path
    users: Users = field(init=False)
    log: Log = field(init=False)

    def __post_init__(self) -> None:
        self.users = Users(self.folder / "users.json")
        for role in Role:
            self.users.add(role.value, role.value, HASH)
        self.log = Log(self.folder / "audit")

    @contextlib.contextmanager
    def client(self, peer: str = HERE, home: str = HOME, mcp: bool = False, **settings):
        guarding = Guarding(self.users, self.log, **settings)
        app = create_app(FakeAssistant(), 7860, pace=0.0, guarding=guarding, mcp=mcp)
        with TestClient(app, home, follow_redirects=False, client=(peer, 50_000)) as client:
            client.guard = app._app
            yield client

    def records(self, event: str = "") -> list[dict]:
        """The records, oldest first."""
        return list(reading.found(self.log, Wish(event=event)))[::-1]


def enter(client, name: str, password: str = PASSWORD, **more):
    """Sign in as a person does, with a form."""
    return client.post("/zh/sign-in", data={"name": name, "password": password, **more})


@contextlib.contextmanager
def signed_in(client, name: str):
    """A client signed in as somebody, and out again."""
    client.cookies.clear()
    assert enter(client, name).status_code == 303
    yield client
    client.post("/zh/sign-out")
    client.cookies.clear()
