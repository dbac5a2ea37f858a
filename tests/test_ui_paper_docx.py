"""The Word file has footnotes of Word's own, and every letter of the library in it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from ingest.readers.docx import read_lines
from tests.papers import DAY, HOSTILE, HOSTILE_LINES, body, example, founding_library, pin
from ui.paper import content as paper
from ui.paper import docx_file as paper_docx

LIBRARY = founding_library()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def drawn(*entries, language="zh", title=""):
    return paper.drawn_up(language, body(*entries, title=title), LIBRARY, DAY)


def xml(content, name):
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return etree.fromstring(package.read(name))


def words(element):
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


@pytest.fixture(scope="module")
def made():
    return paper.drawn_up("zh", example(LIBRARY), LIBRARY, DAY)


@pytest.fixture(scope="module")
def content(made):
    return paper_docx.write(made)


def test_every_quotation_is_there_as_printed_with_its_note_below(made, content):
    paragraphs = Document(BytesIO(content)).paragraphs
    assert (paragraphs[0].text, paragraphs[0].style.name) == ("法官惩戒制度的比较", "Title")
    assert paragraphs[1].text == "2026年11月27日"
    quoted = [p.text for p in paragraphs if p.style.name == "Quote"]
    lines = [line for e in made.entries for line in e.quotation.split("\n") if line.strip()]
    assert quoted == lines
    shown = [p.text for p in paragraphs]
    place = shown.index(made.entries[0].quotation)
    assert shown[place + 1] == "两处之间有省略。"


@pytest.mark.parametrize("document_id", list(LIBRARY.documents))
def test_every_clause_of_the_library_survives_letter_for_letter(document_id):
    clauses = [c for c in LIBRARY.clauses.values() if c.document_id == document_id]
    content = paper_docx.write(drawn(*(pin(LIBRARY, clause.id) for clause in clauses)))
    quoted = [p.text for p in Document(BytesIO(content)).paragraphs if p.style.name == "Quote"]
    assert "\n".join(quoted) == "\n".join(clause.text for clause in clauses)


def test_each_mark_has_its_footnote_and_each_footnote_its_mark(made, content):
    body_marks = [
        int(mark.get(f"{W}id"))
        for mark in xml(content, "word/document.xml").iter(f"{W}footnoteReference")
    ]
    notes = {int(n.get(f"{W}id")): n for n in xml(content, "word/footnotes.xml")}
    assert body_marks == [1, 2, 3, 4]
    assert list(notes) == [-1, 0, 1, 2, 3, 4]
    assert [notes[n].get(f"{W}type") for n in (-1, 0)] == ["separator", "continuationSeparator"]
    for number, entry in enumerate(made.entries, start=1):
        assert notes[number].get(f"{W}type") is None
        assert words(notes[number]) == f" {entry.footnote}"
        assert len(list(notes[number].iter(f"{W}footnoteRef"))) == 1


def test_a_mark_stands_at_the_end_of_its_own_quotation(made, content):
    ends = [
        words(mark.getparent().getparent())
        for mark in xml(content, "word/document.xml").iter(f"{W}footnoteReference")
    ]
    assert ends == [entry.quotation.split("\n")[-1] for entry in made.entries]


def test_word_is_told_of_the_footnotes_where_it_looks_for_them(content):
    types = xml(content, "[Content_Types].xml")
    kinds = {part.get("PartName"): part.get("ContentType") for part in types}
    assert kinds["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    relations = xml(content, "word/_rels/document.xml.rels")
    assert [r.get("Target") for r in relations if r.get("Type").endswith("/footnotes")] == [
        "footnotes.xml"
    ]
    tags = [etree.QName(node).localname for node in xml(content, "word/settings.xml")]
    assert tags.index("footnotePr") == tags.index("compat") - 1
    styles = {s.get(f"{W}styleId"): s for s in xml(content, "word/styles.xml").iter(f"{W}style")}
    assert styles["FootnoteText"].get(f"{W}type") == "paragraph"
    assert styles["FootnoteReference"].find(f"{W}rPr/{W}vertAlign").get(f"{W}val") == "superscript"


def test_nothing_in_the_file_points_outside_or_computes(content):
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert not re.search(
        "TargetMode|instrText|fldSimple|altChunk|oleObject", "".join(parts.values())
    )
    assert not [name for name in parts if name.startswith(("customXml", "docProps/thumb"))]
    facts = Document(BytesIO(content)).core_properties
    assert (facts.author, facts.comments, facts.last_modified_by) == ("", "", "")
    assert facts.title == "法官惩戒制度的比较"
    assert facts.created.date() == DAY


def test_a_hostile_note_is_only_words():
    content = paper_docx.write(
        drawn(pin(LIBRARY, "gd-2021-key-points/9", note=HOSTILE), title="<w:p/>&")
    )
    shown = [p.text for p in Document(BytesIO(content)).paragraphs]
    assert shown[0] == "<w:p/>&"
    assert shown[-len(HOSTILE_LINES) :] == HOSTILE_LINES
    tags = {etree.QName(node).localname for node in xml(content, "word/document.xml").iter()}
    assert "script" not in tags


def test_traditional_words_are_marked_as_traditional():
    made = drawn(pin(LIBRARY, "spc-2024-2028-outline/12"), pin(LIBRARY, "gd-2021-key-points/9"))
    tongues = [
        paragraph.runs[0]._r.rPr.find(f"{W}lang").get(f"{W}eastAsia")
        for paragraph in Document(BytesIO(paper_docx.write(made))).paragraphs
        if paragraph.style.name == "Quote"
    ]
    assert tongues == ["zh-TW", "zh-CN"]


def test_no_letter_of_the_paper_slants_or_is_coloured():
    document = Document(BytesIO(paper_docx.write(drawn(pin(LIBRARY, "gd-2021-key-points/9")))))
    for name in ("Normal", "Title", "Quote", "footnote text"):
        font = document.styles[name].font
        assert not font.italic
        assert font.color.rgb is None


def test_a_character_of_a_document_that_xml_cannot_hold_does_not_stop_the_export():
    entry = paper.drawn_up("zh", example(LIBRARY), LIBRARY, DAY).entries[0]
    import dataclasses

    odd = dataclasses.replace(entry, quotation="甲\x0c乙", footnote="丙\x00丁", note="戊\x01")
    content = paper_docx.write(
        dataclasses.replace(drawn(pin(LIBRARY, "gd-2021-key-points/9")), entries=(odd,))
    )
    assert "甲乙" in [p.text for p in Document(BytesIO(content)).paragraphs]


def test_the_reader_of_word_files_finds_the_quotations_and_the_footnotes(made, content):
    lines = [line.text.strip() for line in read_lines(content, "paper.docx")]
    assert [entry.footnote for entry in made.entries] == lines[-4:]
    assert all(entry.quotation in lines for entry in made.entries if "\n" not in entry.quotation)
