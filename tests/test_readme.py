"""What the two README files tell a reader to type, and what they show, is true."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from ui import cli

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
READMES = (ENGLISH, CHINESE)

FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(
    r"^<!-- answer: tiaoli (?P<command>.+?) -->\n```\w*\n(?P<shown>.*?)^```\n<!-- end -->$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:ingest|index|rag|evals|ui)\.[a-z_]+\.\w+)`")
FILES = re.compile(r"`((?:tests|docs|ingest|index|rag|evals|ui)/[\w./*-]*)`")


def text_of(name: str) -> str:
    path = ROOT / name
    assert path.is_file(), f"{name} is missing: write it, or leave it out of READMES"
    return path.read_text(encoding="utf-8")


def commands(text: str, program: str) -> list[str]:
    """The lines of fenced blocks that call a program, without remarks."""
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return [
        shlex.join(shlex.split(line, comments=True))
        for line in lines
        if line.split(" ")[0] == program
    ]


def targets(makefile: str) -> set[str]:
    """The targets a person can make: words before a colon at the start of a line."""
    lines = re.findall(r"^([a-z][\w-]*(?: [a-z][\w-]*)*)\s*:(?!=)", makefile, re.MULTILINE)
    return {target for line in lines for target in line.split()}


def unknown_targets(text: str, makefile: str) -> list[str]:
    """`make` commands of a text whose targets the Makefile does not have."""
    known = targets(makefile)
    named = [(line, shlex.split(line)[1:]) for line in commands(text, "make")]
    return [
        line
        for line, words in named
        if not {w for w in words if "=" not in w and w[0] != "-"} <= known
    ]


def unparsed(line: str) -> str:
    """Why the command line does not take a command, or nothing."""
    try:
        cli._parser().parse_args(shlex.split(line)[1:])
    except SystemExit as left:
        return f"exit {left.code}" if left.code else ""
    return ""


@pytest.mark.parametrize("name", READMES)
def test_every_make_command_names_a_target(name):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert commands(text_of(name), "make")
    assert unknown_targets(text_of(name), makefile) == []


@pytest.mark.parametrize("name", READMES)
def test_every_tiaoli_command_is_one_the_program_takes(name):
    lines = commands(text_of(name), "tiaoli")
    assert len(lines) >= 3
    assert {line: why for line in lines if (why := unparsed(line))} == {}


def test_the_examples_of_the_help_are_ones_the_program_takes():
    lines = re.findall(r"^  (tiaoli .+)$", cli._EXAMPLES, re.MULTILINE)
    assert lines
    assert {line: why for line in lines if (why := unparsed(line))} == {}


def test_the_help_of_the_makefile_names_its_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = re.findall(r"@echo 'make (\w+)", makefile)
    assert told
    assert set(told) <= targets(makefile)


def test_both_languages_have_the_same_commands_and_pictures():
    english, chinese = text_of(ENGLISH), text_of(CHINESE)
    for program in ("make", "tiaoli"):
        assert commands(english, program) == commands(chinese, program)
    assert sorted(set(LINK.findall(english))) == sorted(set(LINK.findall(chinese)))
    assert [m["command"] for m in ANSWER.finditer(english)] == [
        m["command"] for m in ANSWER.finditer(chinese)
    ]


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """What `tiaoli ask …` prints now, in a home of its own; each command is run once."""
    home = tmp_path_factory.mktemp("home")
    known: dict[str, str] = {}

    def ask(command: str) -> str:
        if command not in known:
            run = subprocess.run(
                [sys.executable, "-m", "ui.cli", *shlex.split(command)],
                cwd=ROOT,
                env={**os.environ, "TIAOLI_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                encoding="utf-8",
                timeout=120,
            )
            assert run.returncode == 0, run.stderr
            known[command] = run.stdout
        return known[command]

    return ask


@pytest.mark.parametrize("name", READMES)
def test_the_answer_shown_is_what_the_program_says(name, answered):
    shown = list(ANSWER.finditer(text_of(name)))
    assert shown, (
        f"{name} shows no answer between `<!-- answer: tiaoli ask … -->` and `<!-- end -->`"
    )
    assert len(shown) == text_of(name).count("<!-- answer:")
    for match in shown:
        assert match["shown"].rstrip() == answered(match["command"]).rstrip()


@pytest.mark.parametrize("name", READMES)
def test_what_is_linked_or_named_exists(name):
    text = text_of(name)
    local = [link.split("#")[0] for link in LINK.findall(text) if "://" not in link]
    wanted = [*filter(None, local), *FILES.findall(text)]
    assert [one for one in wanted if not any(ROOT.glob(one.rstrip("/")))] == []
    assert local, "no picture and no link"


@pytest.mark.parametrize("name", READMES)
def test_the_names_in_the_code_exist(name):
    for dotted in NAMED.findall(text_of(name)):
        module, _, attribute = dotted.rpartition(".")
        assert hasattr(import_module(module), attribute), dotted


@pytest.mark.parametrize("name", READMES)
def test_the_documents_listed_are_the_founding_ones(name, founding):
    listed = re.findall(r"^\| `([\w-]+)` \|", text_of(name), re.MULTILINE)
    assert sorted(listed) == sorted(founding)


@pytest.mark.parametrize("name", READMES)
def test_the_clauses_are_counted_rightly(name, founding):
    for document_id, cell in re.findall(
        r"^\| `([\w-]+)` \|.*\| ([^|]+) \|$", text_of(name), re.MULTILINE
    ):
        clauses = founding[document_id].clauses
        numbers = [int(c.number) for c in clauses if c.number]
        said = [int(number) for number in re.findall(r"\d+", cell)]
        if numbers:
            assert said == [numbers[0], numbers[-1]], document_id
        else:
            assert len(clauses) in said, document_id


def test_a_wrong_command_would_be_found():
    makefile = "PYTHON ?= python3\nA := b\n.PHONY: x\nchat ask: .venv\n\trun: it\nlong-one:\n"
    assert targets(makefile) == {"chat", "ask", "long-one"}
    block = '```sh\nmake chat  # opens\nmake ask Q="x y"\nmake coffee\n```\nmake tea\n'
    assert unknown_targets(block, makefile) == ["make coffee"]
    assert commands('```\ntiaoli ask "a b"   # remark\n```', "tiaoli") == ["tiaoli ask 'a b'"]


@pytest.mark.parametrize(
    "line", ["tiaoli frobnicate", "tiaoli ask --colour red x", "tiaoli chat --port x", "tiaoli"]
)
def test_a_command_that_does_not_exist_would_be_found(line, capsys):
    assert unparsed(line) == "exit 2"
    assert unparsed('tiaoli ask "x" --json') == ""
    assert capsys.readouterr().out == ""


def test_an_answer_block_is_read_whole():
    block = '<!-- answer: tiaoli ask "x" -->\n```\na\n\nb\n```\n<!-- end -->'
    assert ANSWER.search(block)["shown"] == "a\n\nb\n"
    assert ANSWER.search(block)["command"] == 'ask "x"'
