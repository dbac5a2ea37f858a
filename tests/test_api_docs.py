"""What docs/api.md tells a reader to type does what it says, on a running server."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import served
from tests.commands import CONTRACT
from tests.test_offline import beyond_by_event, seen, watched_environment
from ui.pages.frame import AT_ONCE
from ui.pages.site import MOST_WAITING
from ui.programs import mcp
from ui.programs.door import PATH
from ui.programs.queries import LONGEST_QUESTION, PARAMETERS
from ui.serving.edge import MOST_BYTES

TEXT = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"^<!-- shows: (?P<shown>.+?) -->\n```(?P<kind>sh|python)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
EXAMPLES = list(EXAMPLE.finditer(TEXT))
HERE = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def address(assistant):
    with served(assistant) as site:
        yield site.address


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["kind"] for one in EXAMPLES])
def test_an_example_shows_what_it_says_and_calls_nobody_else(address, example, tmp_path):
    if example["kind"] == "sh" and not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    code = example["code"].replace(HERE, address)
    assert address in code
    program = ["bash", "-ec", code] if example["kind"] == "sh" else [sys.executable, "-c", code]
    surroundings = watched_environment(tmp_path) | {"no_proxy": "127.0.0.1"}
    ran = subprocess.run(
        program, env=surroundings, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    shown = ran.stdout.encode().decode("unicode_escape") if "\\u" in ran.stdout else ran.stdout
    assert example["shown"] in shown
    if example["kind"] == "python":
        assert beyond_by_event(seen(tmp_path).events) == []


def test_every_example_is_run():
    assert [one["kind"] for one in EXAMPLES] == ["sh", "sh", "python", "python", "sh"]
    assert TEXT.count("<!-- shows:") == len(EXAMPLES)


def test_the_numbers_and_names_are_those_of_the_program():
    for said in (
        f"more than {MOST_WAITING} queries waiting",
        f"{MOST_WAITING} wait",
        f"more than {LONGEST_QUESTION:,} characters",
        f"more than {MOST_BYTES // 1024} kB",
        f"{HERE}{PATH}",
        f"{HERE}{mcp.ADDRESS}",
    ):
        assert said in TEXT
    assert AT_ONCE == 4
    assert "Four queries" in TEXT
    for name, parameters in PARAMETERS.items():
        taken = ", ".join([f"`{parameters[0]}`", *(f"`{one}`?" for one in parameters[1:])])
        assert f"| `{name}` | {taken} |" in TEXT
    assert {"ask_output", "clause", "comparison"} <= {
        one.name.removesuffix(".schema.json") for one in CONTRACT.iterdir()
    }
