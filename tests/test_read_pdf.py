"""PDF: every character of the text layer in order, and files that must be refused."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from ingest.errors import SourceError
from ingest.parse import parse
from ingest.read import read_source
from ingest.readers import pdf as reader
from ingest.readers.pdf_child import Letter, page_lines
from ingest.types import Document, Parsed

CORPUS = Path(__file__).parents[1] / "ingest" / "corpus"


@pytest.fixture(scope="session")
def font() -> str:
    """A font of this machine that prints Chinese."""
    try:
        found = subprocess.run(
            ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, timeout=30, check=True
        ).stdout.split("\n")
    except (OSError, subprocess.SubprocessError):
        found = []
    files = sorted(name.strip().rstrip(":") for name in found if "ttc" in name or "ttf" in name)
    if not files:
        pytest.skip("no font with Chinese characters is installed (fc-list :lang=zh)")
    return next((name for name in files if "Serif" in name and "Regular" in name), files[0])


def blank(font: str) -> FPDF:
    document = FPDF()
    document.add_font("song", fname=font)
    return document


def save(document: FPDF, folder: Path) -> Path:
    path = folder / "要点.pdf"
    document.output(str(path))
    return path


def reads_or_refuses(path: Path) -> bool:
    try:
        return bool(read_source(path).lines)
    except SourceError as error:
        return "\n" not in str(error) and path.name in str(error)


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_source(path)
    message = str(caught.value)
    assert "\n" not in message
    assert path.name in message
    assert "; " in message
    return message


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "name", ["gd-2021-key-points", "spc-2021-key-points", "jl-2022-key-points"]
)
def test_paragraphs_on_three_pages_read_back_in_order(name: str, font: str, tmp_path: Path) -> None:
    rows = (CORPUS / f"{name}.txt").read_text().splitlines()
    paragraphs = [row for row in rows if len(row) > 100][:3]
    document = blank(font)
    for number, paragraph in enumerate(paragraphs, 1):
        document.add_page()
        document.set_font("song", size=16)
        document.multi_cell(0, 10, "　　" + paragraph, align="L", wrapmode="CHAR")
        document.cell(0, 10, f"— {number} —", align="C")
    lines = read_source(save(document, tmp_path)).lines
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for number, paragraph in enumerate(paragraphs, 1):
        printed = [line.text for line in lines if line.page == number]
        assert printed[0].startswith("　　")
        assert bare("".join(printed[:-1])) == bare(paragraph)
        assert printed[-1].strip() == f"— {number} —"
        assert not any(text.startswith("　") for text in printed[1:-1])


def test_indent_of_position_becomes_full_width_spaces(font: str, tmp_path: Path) -> None:
    document = blank(font)
    document.add_page()
    document.set_font("song", size=16)
    width = 16 / document.k  # one character
    for row, (indent, text) in enumerate(
        [(2, "一、总体要求"), (0, "改革 abc def 工作"), (9, "要 点")]
    ):
        document.text(20 + indent * width, 40 + 12 * row, text)
    assert [line.text for line in read_source(save(document, tmp_path)).lines] == [
        "　　一、总体要求",
        "改革 abc def 工作",
        "　　　　　　　　　要 点",
    ]


PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —" } }
body { font: 16pt/28.9pt "Noto Serif CJK SC", serif; margin: 0; text-align: justify }
p { margin: 0; text-indent: 2em } p.heading { font-family: "Noto Sans CJK SC", sans-serif }
</style>"""


def printed_by_chromium(document: Document, font: str, folder: Path) -> Path:
    """The document as a browser prints it: justified, two fonts, page numbers at the foot."""
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine to print the PDF with")
    headings = {heading.start for heading in document.headings}
    page, at = PAGE, 0
    for row in document.text.split("\n"):
        style = "heading" if at in headings else "body"
        page += f'<p class="{style}">{html.escape(row)}</p>'
        at += len(row) + 1
    (folder / "page.html").write_text(page, encoding="utf-8")
    path = folder / "chromium.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    flags += [f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer"]
    command = [chromium, *flags, f"--print-to-pdf={path}", str(folder / "page.html")]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=90)
    return path


class Numbered(FPDF):
    def footer(self) -> None:
        self.set_y(-20)
        self.set_font("song", size=12)
        self.cell(0, 10, f"- {self.page_no()} -", align="C")


def printed_by_fpdf(document: Document, font: str, folder: Path) -> Path:
    """The document set ragged, one font, page numbers at the foot."""
    pages = Numbered()
    pages.add_font("song", fname=font)
    pages.add_page()
    for row in document.text.split("\n"):
        pages.set_font("song", size=16)
        row = "　　" + row
        pages.multi_cell(0, 10, row, align="L", wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT")
    return save(pages, folder)


PRINTERS = [
    pytest.param(printed_by_chromium, id="chromium"),
    pytest.param(printed_by_fpdf, id="fpdf2"),
]


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("name", ["gd-2021-key-points", "spc-2024-2028-outline"])
def test_printed_document_keeps_every_character_and_every_clause(
    name: str,
    printer: Callable[[Document, str, Path], Path],
    founding: dict[str, Parsed],
    font: str,
    tmp_path: Path,
) -> None:
    original = founding[name]
    source = read_source(printer(original.document, font, tmp_path))
    body = [line for line in source.lines if not re.fullmatch(r"\s*[—-] \d+ [—-]", line.text)]
    last = source.lines[-1].page
    assert last is not None
    assert last > 3
    assert len(source.lines) - len(body) == last
    assert bare("".join(line.text for line in body)) == bare(original.document.text)

    found = parse(source, original.document.facts)
    assert [(c.number, bare(c.text)) for c in found.clauses] == [
        (c.number, bare(c.text)) for c in original.clauses
    ]
    assert [f.reason for f in found.document.furniture] == ["page number"] * last
    pages = [found.document.pages(clause.start, clause.end) for clause in found.clauses]
    assert all(page is not None for page in pages)
    assert pages == sorted(pages, key=lambda page: page or (0, 0))
    assert [page[1] for page in pages if page][-1] == last
    assert any(page[0] < page[1] for page in pages if page)


def letters(text: str, x: float, y: float, size: float = 10.0, gap: float = 0.0) -> list[Letter]:
    step = size + gap
    return [Letter(c, x + i * step, x + i * step + size, y, size, 0) for i, c in enumerate(text)]


def test_overprinted_bold_counts_once_and_doubled_words_twice() -> None:
    twice = [*letters("天天向上", 0, 0), *letters("天天向上", 0.5, 0)]
    assert page_lines(twice) == ["天天向上"]


def test_justified_chinese_gets_no_spaces_and_spread_titles_do() -> None:
    assert page_lines(letters("司法改革", 0, 0, gap=4)) == ["司法改革"]
    assert page_lines(letters("明传", 0, 0, gap=20)) == ["明 传"]


def test_raised_marks_stay_in_their_line_and_close_lines_stay_apart() -> None:
    found = page_lines(
        [*letters("改革", 0, 0), *letters("1", 20, 4, size=5), *letters("要", 0, -10)]
    )
    assert found == ["改革1", "要"]


def test_slanted_watermark_does_not_break_into_lines() -> None:
    mark = [Letter("密", 5, 15, 0, 10, None)]
    assert page_lines([*mark, *letters("改革要点", 0, 0)]) == ["改革要点", "密"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_page_turned_on_its_side_is_read(angle: int, font: str, tmp_path: Path) -> None:
    document = blank(font)
    document.add_page()
    document.set_font("song", size=12)
    with document.rotation(angle, 100, 150):
        document.text(60, 140, "一、完善审判权力")
        document.text(60, 150, "制约监督体系")
    found = [line.text.strip() for line in read_source(save(document, tmp_path)).lines]
    assert found == ["一、完善审判权力", "制约监督体系"]


def test_signs_for_parts_of_characters_become_characters() -> None:
    assert reader._whole_characters("⼈⺠法院⻓期⽴案⻅⻔") == "人民法院长期立案见门"
    assert reader._whole_characters("⼾籍、⻑江") == "户籍、長江"
    assert reader._whole_characters("①１") == "①１"
    assert len(reader._whole_characters("⼀⺠")) == 2


def test_pages_without_text_are_a_scan(font: str, tmp_path: Path) -> None:
    from PIL import Image

    document = blank(font)
    for page in range(3):
        document.add_page()
        document.image(Image.new("RGB", (200, 280), "white"), x=0, y=0, w=210, h=297)
        document.set_font("song", size=10)
        document.text(20, 20, f"扫描第{page}页")  # the mark a scanner prints
    assert "is a scan: its pages are pictures without text; run text recogn" in refusal(
        save(document, tmp_path)
    )
    empty = FPDF()
    empty.add_page()
    assert "is a scan" in refusal(save(empty, tmp_path))


def test_text_is_read_where_some_pages_are_pictures(font: str, tmp_path: Path) -> None:
    from PIL import Image

    document = blank(font)
    for page in range(4):
        document.add_page()
        document.set_font("song", size=12)
        if page in (0, 2):
            document.image(Image.new("RGB", (200, 280), "white"), x=0, y=0, w=210, h=297)
        else:
            document.multi_cell(0, 8, "完善审判权力制约监督体系。" * 5)
    lines = read_source(save(document, tmp_path)).lines
    assert sorted({line.page for line in lines}) == [2, 4]
    assert bare("".join(line.text for line in lines)) == "完善审判权力制约监督体系。" * 10


def test_locked_pdf_is_refused_and_print_protected_one_is_read(font: str, tmp_path: Path) -> None:
    for password in ("secret", None):
        document = blank(font)
        document.set_encryption("owner", password, permissions=AccessPermission.none())
        document.add_page()
        document.set_font("song", size=12)
        document.text(20, 20, "要点")
        path = save(document, tmp_path)
        if password:
            assert "is locked with a password; save it without" in refusal(path)
        else:
            assert [line.text for line in read_source(path).lines] == ["要点"]


@pytest.fixture
def good(font: str, tmp_path: Path) -> Path:
    document = blank(font)
    for _ in range(3):
        document.add_page()
        document.set_font("song", size=12)
        document.multi_cell(0, 8, "完善审判权力制约监督体系。" * 20)
    return save(document, tmp_path)


def test_damaged_pdf_is_refused(good: Path) -> None:
    data = good.read_bytes()
    good.write_bytes(data[: len(data) // 2])
    assert "breaks off before its end; get a whole copy" in refusal(good)
    good.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\nstartxref\n0\n%%EOF")
    assert "is a damaged PDF; replace it" in refusal(good)


def test_limits_of_pdf_are_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reader, "MAX_PDF_PAGES", 2)
        assert "pages; split it" in refusal(good)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "MAX_CHARACTERS", 100)
        assert "characters; split it" in refusal(good)


def test_endless_parsing_is_stopped(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    command = [reader._command()[0], str(endless)]
    monkeypatch.setattr(reader, "_command", lambda: command)
    monkeypatch.setattr(reader, "MAX_PDF_SECONDS", 1.0)
    started = time.monotonic()
    assert "takes longer than 1 seconds to parse; split it" in refusal(good)
    assert time.monotonic() - started < 10


def test_parser_that_dies_or_cannot_start_is_reported(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "dies.py"
    command = [reader._command()[0], str(program)]
    monkeypatch.setattr(reader, "_command", lambda: command)
    program.write_text('import os; print(\'{"page": 1, "lines": ["x"]}\', flush=True); os.abort()')
    assert "is a damaged PDF; replace it" in refusal(good)
    program.write_text("import no_such_library")
    assert "the PDF parser cannot start; install pypdfium2" in refusal(good)


def test_memory_of_the_parser_is_capped(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("resource", reason="this system has no memory limits")
    program = tmp_path / "greedy.py"
    program.write_text(
        f"import sys; sys.path.insert(0, {str(CORPUS.parents[1])!r})\n"
        "from ingest.readers import pdf_child\n"
        "pdf_child._read = lambda *found: bytearray(reader_limit * 2)\n"
        f"reader_limit = {reader.MAX_PDF_MEMORY_BYTES}\npdf_child.main()\n"
    )
    command = [reader._command()[0], str(program), *reader._command()[3:]]
    monkeypatch.setattr(reader, "_command", lambda: command)
    assert "needs more than 2,000 MB to parse; split it" in refusal(good)


def test_no_byte_flip_gives_anything_but_text_or_a_clear_error(good: Path) -> None:
    data = good.read_bytes()
    for at in range(0, len(data), max(len(data) // 25, 1)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        good.write_bytes(broken)
        assert reads_or_refuses(good)
