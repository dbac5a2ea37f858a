"""Every word of the page exists in both languages and is used."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from ingest.founding import founding_documents
from ui.chat.desk import Desk
from ui.chat.examples import EXAMPLES
from ui.words import LANGUAGES, WORDS, say, script_words

UI = Path(__file__).parents[1] / "ui"
PYTHON = "".join(
    file.read_text("utf-8") for file in UI.rglob("*.py") if file.parent.name != "words"
)
SCRIPTS = "".join(file.read_text("utf-8") for file in (UI / "assets").glob("*.js"))


def places(words):
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("key", WORDS)
def test_a_key_has_the_same_places_in_both_languages(key):
    chinese, english = WORDS[key]
    assert chinese.strip()
    assert english.strip()
    assert places(chinese) == places(english)
    assert not re.search(r"[！!]|您|亲|\bAI\b", chinese + english)


@pytest.mark.parametrize("key", [k for k in WORDS if k not in ("switch", "switch.title")])
def test_english_holds_no_chinese_and_chinese_is_chinese(key):
    chinese, english = WORDS[key]
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert re.search(r"[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize("key", WORDS)
def test_no_word_is_idle(key):
    family = key.rsplit(".", 1)[0]
    written = re.search(f"""["']{re.escape(key)}["']""", PYTHON + SCRIPTS)
    assert written or re.search(f"""f["']{family}\\.{{""", PYTHON) or f"`{family}.$" in SCRIPTS


def test_no_key_is_missing():
    asked = set(re.findall(r"""say\(\s*\w*language\w*,\s*["']([\w.]+)["']""", PYTHON))
    asked |= set(re.findall(r"""say\(language, '([\w.]+)'\)""", PYTHON))
    asked |= set(re.findall(r"'(js\.\w+)'", SCRIPTS))
    assert len(asked) > 30
    assert asked <= set(WORDS)


def test_scripts_get_their_words_in_the_language_of_the_page():
    assert json.loads(script_words("en"))["copy.foot"] == "Footnote"
    assert json.loads(script_words("zh"))["js.copied"] == "已复制（{form}）"


def test_every_example_names_documents_of_the_library_in_both_languages():
    known = {parsed.document.id for parsed in founding_documents()}
    for names, examples in EXAMPLES:
        assert len(names) == len(LANGUAGES)
        for example in examples:
            assert set(example.documents) <= known
            assert example.zh
            assert example.en


def test_a_missing_key_is_an_error():
    with pytest.raises(KeyError):
        say("zh", "nothing")


def test_every_example_is_answered_by_the_founding_documents():
    from index.encoder import load_encoder
    from index.library import Library
    from rag.assistant import Assistant

    library = Library.build(founding_documents(), load_encoder("embedded"))
    desk = Desk(Assistant(library), "zh")
    examples = [example for _, some in EXAMPLES for example in some]
    assert [e.zh for e in examples if not desk.can_answer(e.zh)] == []
    for example in examples:
        cited = {c.clause.document_id for c in desk.assistant.ask(example.zh).citations}
        assert set(example.documents) <= cited, example.zh
