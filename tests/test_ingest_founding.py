"""What must hold on the five founding documents, clause by clause."""

from __future__ import annotations

import difflib
import re
import shutil
import tomllib
from collections import Counter
from hashlib import sha256

import pytest

from ingest import founding as founding_module
from ingest.errors import FactsError
from ingest.founding import CORPUS, MANIFEST, founding_documents
from ingest.types import ClauseKind, Script
from tests.golden import FOLDER, golden

IDS = (
    "spc-2021-key-points",
    "gd-2021-key-points",
    "spc-2024-2028-outline",
    "spc-2021-work-report",
    "jl-2022-key-points",
)
GD = "《2021年全省法院司法改革工作要点》（粤高法明传〔2021〕73号）"
SPC = "《2021年人民法院司法改革工作要点》"
OUTLINE = "《人民法院第六个五年改革纲要（2024—2028年）》"
REPORT = "《最高人民法院工作报告》"
JL = "《2022年全省法院司法改革工作要点》"


def source_lines(document_id: str) -> list[str]:
    return (CORPUS / f"{document_id}.txt").read_text(encoding="utf-8").split("\n")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_five_come_in_the_order_of_the_manifest(founding):
    assert tuple(founding) == IDS


@pytest.mark.parametrize("document_id", IDS)
def test_the_shipped_file_is_byte_for_byte_the_one_in_the_manifest(document_id, founding):
    rows = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["document"]
    known = {row["id"]: row["sha256"] for row in rows}
    found = sha256((CORPUS / f"{document_id}.txt").read_bytes()).hexdigest()
    assert known[document_id] == found == founding[document_id].document.sha256


def test_a_changed_file_is_refused(tmp_path, monkeypatch):
    copy = shutil.copytree(CORPUS, tmp_path / "corpus")
    monkeypatch.setattr(founding_module, "CORPUS", copy)
    assert len(founding_documents()) == 5
    changed = copy / "gd-2021-key-points.txt"
    changed.write_bytes(changed.read_bytes().replace("专项".encode(), "专题".encode(), 1) + b"\n")
    with pytest.raises(FactsError, match=r"gd-2021-key-points\.txt: was changed"):
        founding_documents()


@pytest.mark.parametrize(
    ("document_id", "numbered"),
    [("gd-2021-key-points", 24), ("spc-2024-2028-outline", 45), ("jl-2022-key-points", 28)],
)
def test_numbered_clauses_run_from_one_without_a_gap(document_id, numbered, founding):
    clauses = founding[document_id].clauses
    found = [c for c in clauses if c.kind is ClauseKind.NUMBERED]
    assert [c.number for c in found] == [str(n) for n in range(1, numbered + 1)]
    assert [c.id for c in found] == [f"{document_id}/{n}" for n in range(1, numbered + 1)]
    assert all(c.text.startswith(f"{c.number}.") for c in found)


@pytest.mark.parametrize(
    ("document_id", "per_section"),
    [
        ("spc-2021-key-points", [3, 5, 5, 4, 4, 4, 4, 4]),
        ("spc-2021-work-report", [1, 8, 13, 8, 5, 6, 2]),
    ],
)
def test_without_numbers_there_is_a_clause_per_topic_sentence(document_id, per_section, founding):
    clauses = [c for c in founding[document_id].clauses if c.kind is ClauseKind.PARAGRAPH]
    assert list(Counter(c.path[-1] for c in clauses).values()) == per_section
    assert all(c.number is None and "\n" not in c.text for c in clauses)
    topic = [c for c in clauses if c.text.startswith(c.title + "。")]
    assert len(topic) >= len(clauses) - 7


def test_each_indented_line_of_the_work_report_begins_a_paragraph_or_a_heading(founding):
    parsed = founding["spc-2021-work-report"]
    indented = [
        number
        for number, line in enumerate(source_lines("spc-2021-work-report"), start=1)
        if line.startswith("\u3000\u3000")
    ]
    document = parsed.document
    starts = [c.lines[0] for c in parsed.clauses if c.kind is ClauseKind.PARAGRAPH]
    starts += [document.lines(h.start, h.end)[0] for h in document.headings if h.level > 1]
    assert set(indented) - set(starts) == {3}, "line 3 goes on from the salutation"


@pytest.mark.parametrize(
    ("document_id", "kinds"),
    [
        ("spc-2021-key-points", {"preamble": 1, "paragraph": 33, "closing": 2}),
        ("gd-2021-key-points", {"cover": 2, "preamble": 2, "numbered": 24, "closing": 1}),
        ("spc-2024-2028-outline", {"preamble": 1, "paragraph": 5, "numbered": 45}),
        ("spc-2021-work-report", {"preamble": 1, "paragraph": 43}),
        ("jl-2022-key-points", {"preamble": 2, "numbered": 28}),
    ],
)
def test_preambles_and_closings_are_clauses_labelled_as_such(document_id, kinds, founding):
    clauses = founding[document_id].clauses
    assert Counter(c.kind.value for c in clauses) == kinds
    named = {"cover": "文件头", "preamble": "序言", "closing": "结尾部分"}
    for clause in clauses:
        if word := named.get(clause.kind.value):
            assert word in clause.label


@pytest.mark.parametrize(
    ("clause_id", "label", "path", "opening"),
    [
        (
            "gd-2021-key-points/14",
            f"{GD}第三部分第14项",
            ("三、深化诉讼制度改革",),
            "14.健全解决执行难长效机制。",
        ),
        (
            "gd-2021-key-points/1",
            f"{GD}第一部分第1项",
            ("一、完善服务中心大局工作机制",),
            "1.完善服务保障“双区”建设工作机制。",
        ),
        (
            "gd-2021-key-points/24",
            f"{GD}第五部分第24项",
            ("五、加强改革组织实施",),
            "24.激发基层创新活力。",
        ),
        ("gd-2021-key-points/0.4", f"{GD}序言第2段", (), "2021 年，全省法院司法改革工作总体要求"),
        ("gd-2021-key-points/end.1", f"{GD}结尾部分", (), "省法院司法改革领导小组负责"),
        (
            "spc-2021-key-points/4.2",
            f"{SPC}“健全以司法责任制为核心的审判权力运行体系”部分第2段",
            ("四、健全以司法责任制为核心的审判权力运行体系",),
            "完善统一法律适用机制。",
        ),
        (
            "spc-2021-key-points/8.4",
            f"{SPC}“全面加强智慧法院建设”部分第4段",
            ("八、全面加强智慧法院建设",),
            "完善司法大数据管理和应用机制。",
        ),
        (
            "spc-2024-2028-outline/21",
            f"{OUTLINE}第二部分（四）第21项",
            ("二、主要任務", "(四)健全完善訴訟制度機制"),
            "21.深化執行體制改革。",
        ),
        (
            "spc-2024-2028-outline/45",
            f"{OUTLINE}第二部分（九）第45项",
            ("二、主要任務", "(九)完善數字法院建設體系"),
            "45.完善數字技術智能應用機制。",
        ),
        (
            "spc-2024-2028-outline/3.2",
            f"{OUTLINE}“組織實施”部分第2段",
            ("三、組織實施",),
            "各級人民法院黨組要落實改革主體責任",
        ),
        (
            "spc-2021-work-report/2.3",
            f"{REPORT}“积极服务高质量发展”部分第3段",
            ("2020年工作回顾", "二、积极服务高质量发展"),
            "优化营商环境。",
        ),
        (
            "spc-2021-work-report/h1.1",
            f"{REPORT}“2020年工作回顾”部分第1段",
            ("2020年工作回顾",),
            "2020年是新中国历史上极不平凡的一年。",
        ),
        ("spc-2021-work-report/0.1", f"{REPORT}序言", (), "各位代表："),
        (
            "jl-2022-key-points/20",
            f"{JL}第四部分第20项",
            ("四、健全完善公正高效的诉讼制度体系",),
            "20. 深化行政诉讼制度改革。",
        ),
    ],
)
def test_a_clause_has_this_id_label_and_path(clause_id, label, path, opening, founding):
    parsed = founding[clause_id.split("/")[0]]
    clause = next(c for c in parsed.clauses if c.id == clause_id)
    assert (clause.label, clause.path) == (label, path)
    assert clause.text.startswith(opening)


@pytest.mark.parametrize("document_id", IDS)
class TestEveryDocument:
    def test_ids_and_labels_name_one_clause_each(self, document_id, founding):
        clauses = founding[document_id].clauses
        assert len({c.id for c in clauses}) == len(clauses)
        assert len({c.label for c in clauses}) == len(clauses)

    def test_a_clause_is_the_text_between_its_ends(self, document_id, founding):
        parsed = founding[document_id]
        for clause in parsed.clauses:
            assert parsed.document.text[clause.start : clause.end] == clause.text
            assert clause.text == clause.text.strip() != ""

    def test_the_first_and_last_words_stand_on_the_lines_named(self, document_id, founding):
        lines = source_lines(document_id)
        for clause in founding[document_id].clauses:
            first, last = clause.lines
            assert clause.text[:4] in lines[first - 1]
            assert clause.text[-2:] in lines[last - 1]

    def test_every_character_stands_where_its_piece_says(self, document_id, founding):
        lines = source_lines(document_id)
        document = founding[document_id].document
        for piece in document.pieces:
            words = document.text[piece.start : piece.start + piece.length]
            assert lines[piece.line - 1][piece.column :].startswith(words)

    def test_clauses_headings_and_furniture_are_the_whole_file(self, document_id, founding):
        parsed = founding[document_id]
        parts = [(h.start, h.text) for h in parsed.document.headings]
        parts += [(c.start, c.text) for c in parsed.clauses]
        read = squeezed("".join(text for _, text in sorted(parts)))
        lines = source_lines(document_id)
        for item in reversed(parsed.document.furniture):
            line = lines[item.line - 1]
            assert line[item.column :].startswith(item.text)
            lines[item.line - 1] = line[: item.column] + line[item.column + len(item.text) :]
        assert read == squeezed("".join(lines))

    def test_no_clause_contains_a_heading(self, document_id, founding):
        parsed = founding[document_id]
        headings = {squeezed(h.text) for h in parsed.document.headings}
        for clause in parsed.clauses:
            assert not headings & {squeezed(line) for line in clause.text.split("\n")}
            assert not re.search(
                r"^[一二三四五六七八九]、|^[（(][一二三四五六七八九][）)]", clause.text
            )

    def test_the_path_is_the_open_headings_above(self, document_id, founding):
        parsed = founding[document_id]
        for clause in parsed.clauses:
            open_headings: list[tuple[int, str]] = []
            for heading in parsed.document.headings:
                if heading.start < clause.start:
                    open_headings = [h for h in open_headings if h[0] < heading.level]
                    open_headings.append((heading.level, heading.text))
            if clause.kind in (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH):
                assert clause.path == tuple(text for level, text in open_headings if level > 0)
                assert clause.path
            else:
                assert clause.path == ()

    def test_the_golden_file_holds(self, document_id, founding):
        now = golden(founding[document_id])
        path = FOLDER / f"{document_id}.txt"
        known = path.read_text(encoding="utf-8")
        differences = difflib.unified_diff(
            known.splitlines(), now.splitlines(), path.name, "as parsed now", lineterm="", n=2
        )
        shown = "\n".join(list(differences)[:80])
        assert known == now, f"{shown}\nif this is right: python -m tests.golden"


def test_no_sentence_is_broken_at_a_page_end(founding):
    broken = [
        clause.id
        for parsed in founding.values()
        for clause in parsed.clauses
        if clause.kind is not ClauseKind.COVER and not re.search("[。：”]$", clause.text)
    ]
    assert broken == ["spc-2021-work-report/6.2"], "only where the text itself breaks off"


def test_numbers_split_over_lines_are_whole_again(founding):
    report = founding["spc-2021-work-report"].document.text
    for figure in ("同比分别上升1.7%、4.3%和8.1%", "执结995.8万件", "“五个过硬”"):
        assert figure in report
    assert "指导深圳中院集中管辖涉创业板改革" in founding["gd-2021-key-points"].document.text


def test_the_work_report_says_that_it_breaks_off(founding):
    assert [i for i, p in founding.items() if p.document.truncated] == ["spc-2021-work-report"]
    assert "下转" not in founding["spc-2021-work-report"].document.text


def test_the_cover_sheet_keeps_its_facts(founding):
    cover = founding["gd-2021-key-points"].clauses[0]
    assert cover.kind is ClauseKind.COVER
    assert "粤高法明传（2021）73号" in cover.text
    assert founding["gd-2021-key-points"].document.facts.number == "粤高法明传〔2021〕73号"


def test_only_the_outline_is_in_traditional_script(founding):
    scripts = {i: p.document.facts.script for i, p in founding.items()}
    assert [i for i, s in scripts.items() if s is Script.TRADITIONAL] == ["spc-2024-2028-outline"]


def test_facts_that_are_not_printed_are_named_as_such(founding):
    for parsed in founding.values():
        facts, text = parsed.document.facts, squeezed(parsed.document.text)
        assert (squeezed(facts.title) in text) is ("title" not in facts.outside)
        if "issuer" not in facts.outside:
            assert facts.issuer in text
        assert not (facts.date and facts.date[:4] not in text)
