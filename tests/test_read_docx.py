"""Word documents: order, tables, automatic numbers, and files that must be refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import SourceError
from ingest.read import read_source
from ingest.readers import docx_package
from ingest.readers.numerals import chinese, printed
from ingest.types import Line

LEVELS = [
    ("chineseCountingThousand", "%1、", "nothing", 1),
    ("chineseCounting", "（%2）", "nothing", 1),
    ("decimal", "%3.", "tab", 1),
    ("decimal", "%3.%4", "space", 1),
]
ARTICLES = [
    ("chineseCountingThousand", "第%1条", "space", 1),
    ("ideographDigital", "%2.", "tab", 3),
]


def save(document, folder: Path, name: str = "要点.docx") -> Path:
    document.save(str(folder / name))
    return folder / name


def texts(path: Path) -> list[str]:
    return [line.text for line in read_source(path).lines]


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


def define_list(document, list_id: int, levels, extra: str = "") -> None:
    """Add a list definition with the (style, pattern, suffix, start) of each level."""
    numbering = document.part.numbering_part.element
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (style, pattern, suffix, start) in enumerate(levels)
    )
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{written}</w:abstractNum>'
    )
    numbering.insert(0, definition)
    use_list(document, list_id, list_id, extra)


def use_list(document, number_id: int, list_id: int, extra: str = "") -> None:
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{list_id}"/>'
            f"{extra}</w:num>"
        )
    )


def add_numbered(document, text: str, number_id: int, level: int):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/>'
            "</w:numPr>"
        )
    )
    return paragraph


def test_paragraphs_and_tables_come_in_order_and_merged_cells_once(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("2021年全省法院司法改革工作要点", level=1)
    document.add_paragraph("　　为深入推进  改革")
    document.add_paragraph("")
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "并列"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖列"
    below = table._tbl.tr_lst[2].tc_lst[0]  # Word shows nothing of what is under a merged cell
    below.p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t>藏</w:t></w:r>"))
    document.add_paragraph("表后")
    layout = document.add_table(rows=1, cols=1)
    layout.cell(0, 0).text = "一、框内第一段"
    layout.cell(0, 0).add_paragraph("框内第二段")
    assert read_source(save(document, tmp_path)).lines == (
        Line("2021年全省法院司法改革工作要点", 1, heading=1),
        Line("　　为深入推进  改革", 2),
        Line("并列\t02", 4),
        Line("竖列\t11\t12", 5),
        Line("\t21\t22", 6),
        Line("表后", 7),
        Line("一、框内第一段", 8),
        Line("框内第二段", 9),
    )


def test_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    document = Document()
    define_list(document, 71, LEVELS)
    for text, level in [
        ("加强政治建设", 0),
        ("坚持党的领导", 1),
        ("完善制度", 2),
        ("健全机制", 2),
        ("细化", 3),
        ("深化改革", 1),
        ("推进试点", 2),
        ("完善诉讼制度", 0),
        ("优化", 1),
    ]:
        add_numbered(document, text, 71, level)
    assert texts(save(document, tmp_path)) == [
        "一、加强政治建设",
        "（一）坚持党的领导",
        "1. 完善制度",
        "2. 健全机制",
        "2.1 细化",
        "（二）深化改革",
        "1. 推进试点",
        "二、完善诉讼制度",
        "（一）优化",
    ]


def test_lists_count_on_restart_and_start_where_told(tmp_path: Path) -> None:
    document = Document()
    define_list(document, 72, ARTICLES)
    use_list(document, 73, 72)
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="21"/></w:lvlOverride>'
    use_list(document, 74, 72, override)
    for text, number_id, level in [
        ("甲", 72, 0),
        ("乙", 73, 0),
        ("丙", 74, 0),
        ("丁", 74, 0),
        ("戊", 72, 1),
        ("己", 99, 0),
        ("庚", 72, 7),
        ("辛", 0, 0),
    ]:
        add_numbered(document, text, number_id, level)
    blank = add_numbered(document, "", 72, 0)
    assert blank.text == ""
    add_numbered(document, "壬", 72, 0)
    found = texts(save(document, tmp_path))
    assert found == [
        *("第一条 甲", "第二条 乙", "第二十一条 丙", "第二十二条 丁"),
        *("三. 戊", "己", "庚", "辛", "第二十三条 壬"),
    ]


def test_numbers_of_a_style_and_bullets(tmp_path: Path) -> None:
    document = Document()
    define_list(document, 75, ARTICLES)
    style = document.styles.add_style("条", 1)
    style.base_style = document.styles["Normal"]
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="75"/></w:numPr>')
    )
    child = document.styles.add_style("子条", 1)
    child.base_style = style
    document.add_paragraph("甲", style="条")
    document.add_paragraph("乙", style="子条")
    document.add_paragraph("丙", style="List Bullet")
    assert texts(save(document, tmp_path)) == ["第一条 甲", "第二条 乙", "丙"]


def test_headings_come_from_style_name_and_outline_level(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("甲", style="Heading 3")
    chinese_style = document.styles.add_style("标题 2", 1)
    assert chinese_style.name == "标题 2"
    document.add_paragraph("乙", style="标题 2")
    based = document.styles.add_style("我的标题", 1)
    based.base_style = document.styles["Heading 1"]
    document.add_paragraph("丙", style="我的标题")
    for value in ("3", "9"):
        paragraph = document.add_paragraph(f"丁{value}", style="Heading 1")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{value}"/>')
        )
    lines = read_source(save(document, tmp_path)).lines
    assert [(line.text, line.heading) for line in lines] == [
        *(("甲", 3), ("乙", 2), ("丙", 1), ("丁3", 4), ("丁9", 0)),
    ]


def test_insertions_controls_boxes_and_breaks_are_read_and_deletions_are_not(
    tmp_path: Path,
) -> None:
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>"
            "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"
            "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
            'markup-compatibility/2006"><mc:Choice Requires="wps">'
            + box.format("框内")
            + "</mc:Choice>"
            "<mc:Fallback>" + box.format("框内") + "</mc:Fallback></mc:AlternateContent></w:r>"
            "</w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert texts(save(document, tmp_path)) == ["甲", "乙\t丙增", "框内"]


def test_footnotes_come_last(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("正文")
    path = save(document, tmp_path)
    note = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>脚注文字</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    rewritten(
        path,
        {"word/_rels/document.xml.rels": lambda old: old.replace("</Relationships>", link)},
        {"word/footnotes.xml": note},
    )
    assert texts(path) == ["正文", "脚注文字"]


def rewritten(path: Path, changes, added=()) -> None:
    """Change parts of a saved document and add others."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name].decode()).encode()
    parts.update(added)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    document = Document()
    document.add_paragraph("要点")
    return save(document, tmp_path)


def test_hostile_packages_are_refused(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = plain.read_bytes()

    def refused(changes=(), added=()) -> str:
        plain.write_bytes(original)
        rewritten(plain, dict(changes), dict(added))
        return refusal(plain)

    assert "'word/media/a.bin' unpacks to" in refused(
        added={"word/media/a.bin": bytes(5_000_000)}.items()
    )
    for declared in ('<!DOCTYPE w [<!ENTITY a "b">]>', "<!DOCTYPE w>"):
        entity = f"{declared}<w:document "
        assert "'word/document.xml' declares entities" in refused(
            {
                "word/document.xml": lambda old, new=entity: old.replace("<w:document ", new, 1)
            }.items()
        )
    many = {f"word/{n}.bin": b"" for n in range(2000)}
    assert "parts, the limit is 2,000; save" in refused(added=many.items())
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    old_name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert "is saved as Strict Open XML; save it in Word" in refused(
        {"word/document.xml": lambda old: old.replace(old_name, strict)}.items()
    )
    assert "is a damaged Word file or not a plain .docx; open it" in refused(
        {"word/document.xml": lambda old: old[:-300]}.items()
    )
    deep = "<w:tbl><w:tr><w:tc>" * 3000
    assert "is a damaged Word file or not" in refused(
        {"word/document.xml": lambda old: old.replace("<w:body>", "<w:body>" + deep)}.items()
    )
    monkeypatch.setattr(docx_package, "MAX_DOCX_BYTES", 1000)
    assert "bytes, the limit is 1,000; remove its pictures" in refused()


def test_cut_and_locked_packages_are_refused(plain: Path) -> None:
    data = bytearray(plain.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.find(b"[Content_Types].xml", 3000) or None)
    locked = bytearray(data)
    locked[at + 8] |= 1  # the flag of the central directory that says encrypted
    plain.write_bytes(locked)
    assert "is locked with a password; save it without" in refusal(plain)
    flipped = bytearray(data)
    flipped[60:90] = bytes(30)
    plain.write_bytes(flipped)
    assert "is a damaged Word file; replace it" in refusal(plain)
    plain.write_bytes(data[: len(data) // 2])
    assert "is a damaged ZIP or Word file" in refusal(plain)


def test_document_without_text_is_refused(tmp_path: Path) -> None:
    assert "holds no text; give" in refusal(save(Document(), tmp_path))


def test_long_patterns_do_not_multiply_the_text(tmp_path: Path) -> None:
    document = Document()
    define_list(document, 76, [("decimal", "条" * 100_000, "space", 1)])
    for _ in range(50):
        add_numbered(document, "甲", 76, 0)
    assert all(len(text) < 80 for text in texts(save(document, tmp_path)))


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (1, "decimal", "1"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1260, "chineseCountingThousand", "一千二百六十"),
        (1005, "taiwaneseCountingThousand", "一千零五"),
        (21, "ideographDigital", "二一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (5, "somethingNew", "5"),
        (5, "bullet", None),
    ],
)
def test_list_number_prints_as_word_does(number: int, style: str, text: str | None) -> None:
    assert printed(number, style) == text


def test_chinese_numbers_are_all_different_and_ordered_by_value() -> None:
    values = {"零": 0, **{digit: at for at, digit in enumerate("一二三四五六七八九", 1)}}
    units = {"十": 10, "百": 100, "千": 1000}
    for number in range(1, 10_000):
        total, digit = 0, 0
        for sign in chinese(number):
            if sign in units:
                total, digit = total + (digit or 1) * units[sign], 0
            else:
                digit = values[sign]
        assert total + digit == number


def test_no_byte_flip_gives_anything_but_text_or_a_clear_error(plain: Path) -> None:
    data = plain.read_bytes()
    for at in range(0, len(data), max(len(data) // 60, 1)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        plain.write_bytes(broken)
        assert reads_or_refuses(plain)
