"""Reading files: formats told apart, nothing lost, every refusal in one clear line."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from ingest import read
from ingest.errors import SourceError
from ingest.read import read_source, read_sources
from ingest.readers.characters import clean
from ingest.readers.encoding import decode
from ingest.types import Line

CORPUS = sorted((Path(__file__).parents[1] / "ingest" / "corpus").glob("*.txt"))
SIMPLIFIED = [path for path in CORPUS if "outline" not in path.name]
OUTLINE = next(path for path in CORPUS if "outline" in path.name)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(path: Path) -> list[str]:
    return [line.text for line in read_source(path).lines]


def refusal(path: Path) -> str:
    """The message that a file is refused with, checked to be one line that names the file."""
    with pytest.raises(SourceError) as caught:
        read_source(path)
    message = str(caught.value)
    assert "\n" not in message
    assert path.name in message
    assert "; " in message, "the message does not say what to do"
    return message


def zipped(**parts: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def expected_lines(text: str) -> list[tuple[int, str]]:
    """What a plain reading of the text gives, by the rule of an editor."""
    return [(at, row.rstrip()) for at, row in enumerate(text.split("\n"), 1) if row.strip()]


# Plain text and its encodings


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus_lines_keep_their_text_and_number(path: Path) -> None:
    source = read_source(path)
    assert [(line.number, line.text) for line in source.lines] == expected_lines(path.read_text())
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.name == path.name


@pytest.mark.parametrize("path", SIMPLIFIED, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_simplified_text_reads_back_from(path: Path, encoding: str, tmp_path: Path) -> None:
    whole = path.read_text()
    paragraph = next(row for row in whole.splitlines() if len(row) > 18)
    for text in (whole, paragraph, paragraph[:20]):
        copy = write(tmp_path, "要点.txt", text.encode(encoding))
        assert [(line.number, line.text) for line in read_source(copy).lines] == expected_lines(
            text
        )


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_traditional_text_reads_back_from(encoding: str, tmp_path: Path) -> None:
    near = OUTLINE.read_text().replace("凈", "淨").replace("“", "「").replace("”", "」")
    whole = near.encode(encoding, "ignore").decode(encoding)
    assert len(whole) > 0.98 * len(near)
    for text in (whole, *(row for row in whole.splitlines() if row)):
        copy = write(tmp_path, "綱要.txt", text.encode(encoding))
        assert [(line.number, line.text) for line in read_source(copy).lines] == expected_lines(
            text
        )


@pytest.mark.parametrize("path", SIMPLIFIED, ids=lambda path: path.stem)
def test_no_line_in_gb18030_is_read_as_something_else(path: Path) -> None:
    for row in path.read_text().splitlines():
        try:
            found = decode(row.encode("gb18030"), "x.txt")
        except SourceError:
            assert len(row) < 15  # too short to tell; refused, not guessed
            continue
        assert found == row


def test_line_numbers_follow_every_kind_of_line_end(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "一\r\n\r\n二\r三\n\x0c四\u2028五")
    assert read_source(path).lines == (
        Line("一", 1),
        Line("二", 3),
        Line("三", 4),
        Line("四 五", 5),
    )


def test_indents_stay_and_invisible_characters_go(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "\ufeff　　一、总\u200b体\x00 要　求\U000e0041 　\t\n")
    assert texts(path) == ["　　一、总体 要　求"]


def test_every_format_character_goes_and_nothing_else() -> None:
    for code in range(0x110000):
        char = chr(code)
        kind = unicodedata.category(char)
        if kind != "Cn":  # not yet assigned in this Python's tables
            gone = clean(f"甲{char}乙") == "甲乙"
            assert gone == (kind in ("Cf", "Cc") and char != "\t"), hex(code)


# Markdown


def test_markdown_headings_get_their_level(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.md",
        "---\ntitle: 要点\n---\n# 要点 #\n\n##**一、总体要求**\n- **深化**改革\n1\\. 健全__机制__\n"
        "#1 不是标题\nfoo__bar__baz\n第一章\n===\n***\n```\n# 注释\n```\n- 项\n---\n",
    )
    assert [(line.number, line.heading, line.text) for line in read_source(path).lines] == [
        (4, 1, "要点"),
        (6, 2, "一、总体要求"),
        (7, 0, "- 深化改革"),
        (8, 0, "1. 健全机制"),
        (9, 0, "#1 不是标题"),
        (10, 0, "foo__bar__baz"),
        (11, 1, "第一章"),
        (15, 0, "# 注释"),
        (17, 0, "- 项"),
    ]


def test_plain_text_is_left_verbatim(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "# 要点\n**一、总体要求**\n1\\. 健全\n---\n")
    assert texts(path) == ["# 要点", "**一、总体要求**", "1\\. 健全", "---"]


# HTML

PAGE = """<!DOCTYPE html><html><head><title>网站</title><meta charset="{charset}">
<style>p {{}}</style></head><body><nav>首页</nav><header>站名</header><!-- 注 -->
<form><input value="x"><label>搜索</label></form><aside>广告</aside>
<article><header><h1>改革要点</h1></header>
<p>　　一、完善<b>审判</b>权
力制约<br>监督体系&nbsp;</p><h2>二、<span>总体</span>要求</h2>
<table><tr><th>序号</th><th>任务</th></tr><tr><td>1</td><td></td><td><p>立案</p><p>登记</p></td></tr></table>
<table><tr><td><p>三、第一段</p><p>第二段</p></td></tr></table>
<p style="display: none">藏</p><div hidden>藏<p>藏</p></div><script>var a = "藏";</script>
<pre>四、甲
  乙</pre><div>五、没有<p>闭合<li>六、列表</div></article><footer>版权</footer></body></html>"""
PAGE_LINES = [
    (1, "改革要点"),
    (0, "　　一、完善审判权力制约"),
    (0, "监督体系"),
    (2, "二、总体要求"),
    (0, "序号\t任务"),
    (0, "1\t\t立案 登记"),
    (0, "三、第一段"),
    (0, "第二段"),
    (0, "四、甲"),
    (0, "  乙"),
    (0, "五、没有"),
    (0, "闭合"),
    (0, "六、列表"),
]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5"])
def test_html_gives_its_visible_blocks(charset: str, tmp_path: Path) -> None:
    def near(text: str) -> str:  # simplified characters that Big5 lacks
        pairs = ("审審", "权權", "监監", "体體", "总總", "务務", "号號", "标標", "关關", "没沒")
        for old, new in (*pairs, "闭閉", "记記", "点點", "团團", "网網", "页頁", "广廣", "战戰"):
            text = text.replace(old, new) if charset == "big5" else text
        return text

    page = near(PAGE.format(charset=charset)).encode(charset, "ignore")
    path = write(tmp_path, "a.html", page)
    found = [(line.heading, line.text) for line in read_source(path).lines]
    want = [
        (level, near(text).encode(charset, "ignore").decode(charset)) for level, text in PAGE_LINES
    ]
    assert found == want


def test_html_declared_charset_decides_where_bytes_do_not(tmp_path: Path) -> None:
    page = '<meta http-equiv=content-type content="text/html; charset=shift_jis"><p>司法改革</p>'
    assert texts(write(tmp_path, "a.htm", page.encode("shift_jis"))) == ["司法改革"]


def test_html_wrapped_in_one_form_keeps_its_text(tmp_path: Path) -> None:
    assert texts(write(tmp_path, "a.html", "<form><p>要点</p>内</form>")) == ["要点", "内"]


def test_hundred_thousand_nested_divs_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", "<div>" * 100_000 + "深处" + "</div>" * 100_000 + "<p>后</p>")
    assert texts(path) == ["深处", "后"]


def test_html_resolves_no_entity_of_its_own(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>甲&x;乙</p>'
    assert texts(write(tmp_path, "a.html", page))[-1] == "甲&x;乙"


# What a file is, told from its content

PDF_START = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n%%EOF"
MISTAKEN = [
    ("a.txt", PDF_START, "is a PDF file, not plain text as .txt says; rename it to .pdf"),
    ("a.pdf", b"MZ\x90\x00\x03" + bytes(60), "is a Windows program, not a PDF file"),
    ("a.txt", b"\x7fELF\x02", "is a Linux program"),
    ("a.docx", "<!DOCTYPE html><p>要点", "is an HTML page, not a Word document"),
    ("a.docx", "要点", "is plain text, not a Word document as .docx says; rename it to .txt"),
    ("a.pdf", "要点", "is plain text, not a PDF file"),
    ("a.html", "要点", "is plain text, not an HTML page"),
    ("a.txt", "\n<!-- x --><HTML><p>要点", "is an HTML page, not plain text"),
    ("a.txt", "\ufeff<html>".encode("utf-16-le"), "is an HTML page, not plain text"),
    ("a.md", b"{\\rtf1 x}", "is an RTF file, not plain text as .md says; save it as .docx"),
    ("a.pdf", b"\x89PNG\r\n", "is a PNG picture, not a PDF file as .pdf says; run text recog"),
    ("a.pdf", b"\xff\xd8\xff\xe0", "is a JPEG picture"),
    ("a.docx", zipped(**{"xl/workbook.xml": "x"}), "is an Excel workbook, not a Word document"),
    ("a.docx", zipped(**{"OFD.xml": "x"}), "is an OFD document"),
    ("a.docx", zipped(a="x"), "is a ZIP archive, not a Word document as .docx says; unpack it"),
    ("a.docx", b"PK\x03\x04 cut", "is a damaged ZIP or Word file"),
    ("a.pdf", zipped(**{"word/document.xml": "x"}), "is a Word document, not a PDF file"),
    (
        "a.docx",
        bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"),
        "is an old Word document (.doc), not a Word document as .docx says; save it as .docx",
    ),
    (
        "a.docx",
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "is a document locked with a password",
    ),
    ("a.docx", b"\x00\x01\x02\x03", "is of an unknown kind, not a Word document"),
]


@pytest.mark.parametrize(("name", "content", "message"), MISTAKEN)
def test_extension_against_content_is_refused(
    name: str, content: str | bytes, message: str, tmp_path: Path
) -> None:
    assert message in refusal(write(tmp_path, name, content))


def test_other_refusals_say_what_to_do(tmp_path: Path) -> None:
    assert "is empty; replace it" in refusal(write(tmp_path, "a.txt", b""))
    assert "holds no text; give" in refusal(write(tmp_path, "b.txt", "\n 　\n"))
    assert "not of a kind that can be read; save it as" in refusal(write(tmp_path, "a.xyz", "要"))
    assert "does not exist; check the path" in refusal(tmp_path / "无.txt")
    assert "is a folder; name a file" in refusal(tmp_path)
    latin = write(tmp_path, "c.txt", "déjà vu à Genève".encode("latin-1") * 9)
    assert "not readable text in UTF-8, GB18030 or Big5; save it again" in refusal(latin)
    noise = bytes(struct.unpack("B", bytes([n * 73 % 251]))[0] for n in range(5000))
    assert "save it again as UTF-8" in refusal(write(tmp_path, "d.txt", noise))
    broken = OUTLINE.read_bytes()[:9000] + b"\n\xe4\xb8\n" + OUTLINE.read_bytes()[9000:]
    assert "is UTF-8 text but has broken bytes in line" in refusal(write(tmp_path, "e.txt", broken))
    half = b"\xff\xfe" + "要点".encode("utf-16-le") + b"\x00\xd8"
    assert "begins as UTF-16 text but holds bytes" in refusal(write(tmp_path, "f.txt", half))
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is a pipe or device; name a file" in refusal(tmp_path / "pipe.txt")


def test_limits_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = write(tmp_path, "a.html", "<html>" + "<b>" * 300_001)
    assert "has 300,002 tags, the limit is 300,000; split the page" in refusal(tags)
    path = write(tmp_path, "a.txt", "要点" * 50)
    monkeypatch.setattr(read, "MAX_CHARACTERS", 99)
    assert "has 100 characters, the limit is 99; split it" in refusal(path)
    monkeypatch.setattr(read, "MAX_FILE_BYTES", 100)
    assert "is larger than 0 MB, the limit; split it" in refusal(path)


def test_a_name_with_line_ends_still_gives_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(tmp_path / "a\nb\x1b[31m.txt")
    assert "a?b?[31m.txt: does not exist" in str(caught.value)


# Many files


def test_one_broken_file_leaves_the_others(tmp_path: Path) -> None:
    good = write(tmp_path, "好.txt", "一、要点")
    bad = write(tmp_path, "坏.pdf", b"MZ\x00\x00")
    sources, errors = read_sources([bad, tmp_path / "无.txt", good])
    assert [source.name for source in sources] == ["好.txt"]
    assert [str(error).split(": ")[0] for error in errors] == [str(bad), str(tmp_path / "无.txt")]


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/B.TXT", ".git/x.txt", ".h.txt", "~$b.txt", "c.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path, name, f"要点 {name}")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    sources, errors = read_sources([tmp_path, tmp_path / "b.txt", tmp_path / "a"])
    assert [source.name for source in sources] == ["B.TXT", "z.md", "b.txt"]
    assert errors == []


def test_folder_without_files_is_an_error(tmp_path: Path) -> None:
    sources, errors = read_sources([tmp_path])
    assert sources == []
    assert "is a folder without a file to read; put files with one of .txt" in str(errors[0])


def test_importing_read_loads_no_format_library() -> None:
    program = (
        "import sys, ingest.read; bad = {'docx', 'pdfplumber', 'pypdfium2', 'bs4', 'lxml', "
        "'charset_normalizer', 'subprocess'} & set(sys.modules); sys.exit(str(bad) if bad else 0)"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
