"""A working paper quotes the library letter for letter, and takes nothing else from the browser."""

from __future__ import annotations

import json
import sys
from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ingest.types import Script
from rag.types import Answer, Status
from tests.browser.fake import FakeAssistant
from tests.papers import DAY, GOLDEN, HOSTILE, HOSTILE_LINES, body, example, founding_library, pin
from ui.citing import references
from ui.paper import content as paper
from ui.paper import file as paper_file
from ui.paper import markdown as paper_markdown
from ui.paper.content import LONGEST_NOTE, LONGEST_TITLE, MOST_ENTRIES, PaperError
from ui.serving.app import create_app
from ui.serving.edge import MOST_BYTES
from ui.types import Paper
from ui.words import say

LIBRARY = founding_library()
GD9, OUTLINE = "gd-2021-key-points/9", "spc-2024-2028-outline/12"
HOME = "http://127.0.0.1:7860"


class Silent(FakeAssistant):
    """The five documents, and nobody who answers."""

    def ask(self, question, scope=None, history=()):
        return Answer(question, question, Status.ABSTAINED, ())


def drawn(*entries, title="", language="zh"):
    return paper.drawn_up(language, body(*entries, title=title), LIBRARY, DAY)


def quotation(clause_id, *spans):
    return paper.quotation(LIBRARY.clauses[clause_id], spans)


def changed(**changes):
    return {**pin(LIBRARY, GD9), **changes}


def test_an_entry_is_quoted_from_the_library_with_its_formal_reference():
    words = "完善域外法查明機制。"
    entry = drawn(pin(LIBRARY, OUTLINE, words, note=" 域外法 ")).entries[0]
    clause, document = LIBRARY.clauses[OUTLINE], LIBRARY.documents["spc-2024-2028-outline"]
    assert entry.quotation == words
    assert entry.footnote == references.footnote(document, clause)
    assert (entry.note, entry.script) == ("域外法", Script.TRADITIONAL)


def test_without_a_sentence_the_whole_clause_is_quoted():
    assert drawn(pin(LIBRARY, GD9)).entries[0].quotation == LIBRARY.clauses[GD9].text


def test_sentences_side_by_side_run_on_and_what_is_left_out_is_marked():
    text = LIBRARY.clauses[GD9].text
    assert quotation(GD9, (10, 20), (0, 10)) == text[:20]
    assert quotation(GD9, (0, 10), (5, 20), (6, 7)) == text[:20]
    assert quotation(GD9, (0, 10), (12, 20)) == f"{text[:10]}……{text[12:20]}"


def test_a_line_break_between_two_sentences_is_kept_and_not_marked():
    clause = next(c for c in LIBRARY.clauses.values() if "\n" in c.text)
    cut = clause.text.index("\n")
    assert paper.quotation(clause, [(0, cut), (cut + 1, cut + 4)]) == clause.text[: cut + 4]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("asked", "key", "places"),
    [
        (b"", "err.paperform", {}),
        (b"\xff\xfe", "err.paperform", {}),
        (b"[" * 100_000, "err.paperform", {}),
        (b"[]", "err.paperform", {}),
        (b'{"title": 1, "entries": []}', "err.paperform", {}),
        (b'{"title": "", "entries": {}}', "err.paperform", {}),
        (b'{"title": "", "entries": ["gd-2021-key-points/9"]}', "err.paperform", {}),
        (body(), "err.paperempty", {}),
        (body(*[{}] * (MOST_ENTRIES + 1)), "err.papermany", {"n": 101, "limit": 100}),
        (body(title="题" * 101), "err.papertitle", {"n": 101, "limit": LONGEST_TITLE}),
        (body(changed(clause=9)), "err.paperform", {}),
        (body(changed(note=None)), "err.paperform", {}),
        (body(changed(spans="0-3")), "err.paperform", {}),
        (body(changed(clause="gd-2021/99")), "err.paperclause", {"n": 1, "id": "gd-2021/99"}),
        (body(changed(clause="\x00" + "x" * 99)), "err.paperclause", {"n": 1, "id": "x" * 80}),
        (body(changed(), changed(edition="")), "err.paperold", {"n": 2}),
        (body(changed(note="字" * 801)), "err.papernote", {"n": 1, "m": 801, "limit": 800}),
        *(
            (body(changed(spans=[span])), "err.paperspan", {"n": 1})
            for span in ([0, 0], [5, 3], [-3, 4], [0, 10**9], [0.0, 3], [True, 3], [1], "ab", None)
        ),
    ],
)  # fmt: skip
def test_a_wrong_request_gets_one_clear_sentence(language, asked, key, places):
    with pytest.raises(PaperError) as raised:
        paper.drawn_up(language, asked, LIBRARY, DAY)
    assert str(raised.value) == say(language, key, **places)


def test_text_that_the_browser_adds_is_not_used():
    entry = {**pin(LIBRARY, GD9), "text": "伪造", "quotation": "伪造", "footnote": "伪造"}
    for kind in paper_file.KINDS:
        file = paper_file.exported("zh", kind, body(entry), LIBRARY, DAY)
        assert "伪造".encode() not in file.content
    assert drawn(entry).entries[0].quotation == LIBRARY.clauses[GD9].text


def test_what_xml_cannot_hold_is_taken_out_of_notes_and_titles():
    made = drawn(pin(LIBRARY, GD9, note=HOSTILE), title="甲\x00\n  乙\u2028\ufffe𠮷")
    assert [line for line in made.entries[0].note.split("\n") if line] == HOSTILE_LINES
    assert made.title == "甲 乙 𠮷"
    lone = b'{"title": "\\ud800x", "entries": [%s]}' % json.dumps(pin(LIBRARY, GD9)).encode()
    assert paper.drawn_up("zh", lone, LIBRARY, DAY).title == "x"


@given(st.text())
def test_clean_text_holds_only_what_xml_may(text):
    from lxml import etree

    made = paper.clean(text)
    etree.Element("t").text = made
    assert "\r" not in made
    assert paper.clean(made) == made


def test_a_paper_without_a_title_is_named_in_the_language_of_the_page():
    assert drawn(pin(LIBRARY, GD9)).title == "工作文稿"
    assert drawn(pin(LIBRARY, GD9), language="en", title=" \n").title == "Working paper"


def test_the_markdown_is_the_golden_file():
    file = paper_file.exported("zh", "md", example(LIBRARY), LIBRARY, DAY)
    known = GOLDEN.read_bytes()
    assert file.content == known, "if this is right: python -m tests.papers"


def rendered(markdown):
    """The text of each paragraph as a reader of Markdown shows it."""
    markdown_it = pytest.importorskip("markdown_it")
    tokens = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    kinds = {token.type for token in tokens} | {
        part.type for token in tokens for part in token.children or ()
    }
    texts = [
        "".join(part.content for part in token.children)
        for token in tokens
        if token.type == "inline"
    ]
    return kinds, texts


PLAIN = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
    *("blockquote_open", "blockquote_close", "text_special", "softbreak"),
}


def test_a_reader_of_markdown_shows_every_letter_and_finds_no_markup_in_it():
    made = drawn(*(pin(LIBRARY, name, note=HOSTILE) for name in list(LIBRARY.clauses)[:100]))
    written, definitions = paper_markdown.write(made).decode().split("\n\n[^1]: ")
    kinds, texts = rendered(written)  # this reader knows no footnotes
    assert kinds <= PLAIN
    shown = "\n".join(rendered(f"[^1]\\: {definitions}")[1])
    for number, entry in enumerate(made.entries, start=1):
        lines = [line.strip() for line in entry.quotation.split("\n") if line.strip()]
        lines[-1] += f"[^{number}]"
        assert all(line in texts for line in lines)
        assert f"[^{number}]: {entry.footnote}" in shown
    assert texts.count(HOSTILE_LINES[0]) == 100


@given(
    st.text(
        st.characters(exclude_categories=("C", "Z"))
        | st.sampled_from(list("\\`*_[]<>&#+-=1.)(!|~$:@ "))
    )
)
def test_an_escaped_line_is_shown_letter_for_letter(text):
    line = " ".join(text.split()) or "空"
    kinds, texts = rendered(f"甲\n\n{paper_markdown.escaped(line)}\n\n乙")
    assert kinds <= PLAIN
    assert texts == ["甲", line, "乙"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("司法责任制", "司法责任制-2026-11-27.md"),
        ("../../etc/passwd", "etcpasswd-2026-11-27.md"),
        ('a\\b/c:d*e?f"g<h>i|j', "abcdefghij-2026-11-27.md"),
        ("\u202egnp.exe\u200b", "gnp.exe-2026-11-27.md"),
        (" . ", "工作文稿-2026-11-27.md"),
        ("𠮷" * 100, "𠮷" * 50 + "-2026-11-27.md"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_the_title_without_what_no_name_may_hold(title, name):
    made = Paper(title, DAY, "zh", ())
    assert paper_file.file_name(made, "md") == name
    assert len(name.encode()) < 255


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Silent(LIBRARY), 7860), HOME, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("kind", list(paper_file.KINDS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_download_is_an_attachment_behind_the_guard_of_the_page(client, kind, language):
    asked = body(pin(LIBRARY, GD9), title="文稿'\"; filename=x")
    answer = client.post(f"/{language}/paper.{kind}", content=asked)
    headers = answer.headers
    assert answer.status_code == 200
    assert headers["content-type"] == paper_file.KINDS[kind]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    message = Message()
    message["content-disposition"] = headers["content-disposition"]
    assert message.get_content_disposition() == "attachment"
    full = headers["content-disposition"].split("filename*=UTF-8''")[1]
    assert full.isascii()
    assert unquote(full).startswith("文稿'; filename=x-20")


@pytest.mark.parametrize("kind", list(paper_file.KINDS))
def test_a_foreign_page_or_host_gets_no_paper(client, kind):
    asked = body(pin(LIBRARY, GD9))
    for headers, status in (
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "evil.example:7860"}, 400),
    ):
        answer = client.post(f"/zh/paper.{kind}", content=asked, headers=headers)
        assert answer.status_code == status
    assert client.get(f"/zh/paper.{kind}").status_code in (404, 405)


@pytest.mark.parametrize("path", ["/zh/paper.pdf", "/fr/paper.md", "/paper.md", "/zh/paper.md/x"])
def test_there_is_no_other_paper(client, path):
    assert client.post(path, content=body(pin(LIBRARY, GD9))).status_code == 404


def test_a_refused_paper_says_why_as_plain_text(client):
    answer = client.post("/en/paper.docx", content=b'{"entries": 1}')
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == say("en", "err.paperform")


def test_the_largest_paper_fits_into_a_request_and_a_larger_one_is_refused(client):
    names = list(LIBRARY.clauses)[:MOST_ENTRIES]
    pins = [pin(LIBRARY, name, note="字" * LONGEST_NOTE) for name in names]
    asked = {"title": "题" * LONGEST_TITLE, "entries": pins}
    content = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(content) <= MOST_BYTES
    assert client.post("/zh/paper.docx", content=content).status_code == 200
    assert client.post("/zh/paper.docx", content=content * 2).status_code == 413


def test_nothing_is_written_to_disk(client):
    """The audit hook cannot be taken away again, so it is told when to listen."""
    written, listening = [], [True]

    def heard(event, arguments):
        opened = event == "open" and set(str(arguments[1] or "")) & set("wax+")
        if listening and (opened or event in ("os.mkdir", "os.rename", "tempfile.mkstemp")):
            written.append((event, arguments))

    asked = example(LIBRARY)
    client.post("/zh/paper.docx", content=asked)  # what is imported now is not compiled later
    sys.addaudithook(heard)
    for kind in paper_file.KINDS:
        assert client.post(f"/zh/paper.{kind}", content=asked).status_code == 200
    listening.clear()
    assert written == []
