"""A small library made by hand and an assistant that quotes from it, for the tests of the page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from index.types import Scope
from ingest.errors import TiaoliError
from ingest.types import Clause, ClauseKind, Document, Facts, Heading, Script
from rag.types import Answer, Citation, Note, Sentence, Status

EVERYWHERE = Scope()
GUANGDONG = (
    Facts(
        id="gd-2021-key-points",
        title="2021年全省法院司法改革工作要点",
        short_title="广东要点",
        issuer="广东省高级人民法院",
        year=2021,
        date="2021-03-01",
        number="粤高法明传〔2021〕73号",
    ),
    (
        "# 一、完善服务中心大局工作机制",
        "1.完善服务保障“双区”建设工作机制。加强广州、深圳司法“双城联动”。健全协作机制。",
        "2.完善金融审判创新工作机制。推动证券纠纷代表人诉讼机制落地实施。",
        "# 二、完善司法责任制",
        "3.提升监督管理规范化精细化水平。完善“四类案件”识别监管机制。加强院庭长监督。",
    ),
)
JILIN = (
    Facts(id="jl_2022", title="2022年全省法院司法改革工作要点", short_title="吉林要点", year=2022),
    (
        "# 二、健全司法责任体系",
        "12. 强化监管责任。认真落实“四类案件”监督管理的指导意见。",
        "13. 完善督责机制。构建涵盖“四类案件”监管的𠮷制度。\n健全流程节点管控。",
    ),
)
OUTLINE = (
    Facts(
        id="spc-2024-2028-outline",
        title="人民法院第六个五年改革纲要（2024—2028年）",
        short_title="六五改革纲要",
        issuer="最高人民法院",
        period="2024—2028",
        script=Script.TRADITIONAL,
    ),
    (
        "# 二、主要任務",
        "## (一)健全審判權力運行機制",
        "1.加強審判權力運行監督。健全院庭長監督管理機制。\n完善類案檢索制度。",
        *(
            f"{n}.健全第{n}項審判管理機制,完善工作銜接。" + "加強組織領導。" * 12
            for n in range(2, 30)
        ),
    ),
)


def parsed(facts: Facts, lines: tuple[str, ...]) -> tuple[Document, tuple[Clause, ...]]:
    """Make a document of its lines: `#` begins a heading, every other line is a clause."""
    text, headings, clauses = "", [], []
    path: list[str] = []
    reference = f"《{facts.title}》" + (f"（{facts.number}）" if facts.number else "")
    for line in lines:
        level = len(line) - len(line.lstrip("#"))
        words = line[level:].strip() if level else line
        start, end = len(text), len(text) + len(words)
        text += words + "\n"
        if level:
            path = [*path[: level - 1], words]
            headings.append(Heading(words, level, start, end))
            continue
        number = words.split(".")[0]
        clauses.append(
            Clause(
                id=f"{facts.id}/{number}",
                document_id=facts.id,
                number=number,
                label=f"{reference}第{number}项",
                path=tuple(path),
                title=words.split(".", 1)[-1].split("。")[0].strip(),
                text=words,
                start=start,
                end=end,
                kind=ClauseKind.NUMBERED,
                lines=(1, 1),
            )
        )
    document = Document(facts, f"{facts.id}.txt", "0" * 64, text, (), tuple(headings))
    return document, tuple(clauses)


@dataclass(frozen=True)
class FakeLibrary:
    documents: dict[str, Document]
    clauses: dict[str, Clause]


def library(*sources: tuple[Facts, tuple[str, ...]]) -> FakeLibrary:
    """Make a library of hand-written documents."""
    made = [parsed(*source) for source in sources or (GUANGDONG, JILIN, OUTLINE)]
    return FakeLibrary(
        {document.id: document for document, _ in made},
        {clause.id: clause for _, clauses in made for clause in clauses},
    )


def quote(clause: Clause, words: str, mark: int, group: str = "", item: bool = False) -> Sentence:
    """Cite words of a clause; raises ValueError where the clause does not hold them."""
    start = clause.start + clause.text.index(words)
    return Sentence(
        words, (Citation(mark, clause, words, start, start + len(words)),), group=group, item=item
    )


@dataclass
class FakeAssistant:
    """Answers what the tests ask; every question and scope is kept in `heard`."""

    library: FakeLibrary = field(default_factory=library)
    heard: list[tuple[str, Scope, tuple[tuple[str, str], ...]]] = field(default_factory=list)

    writer = None

    def ask(self, question, scope=EVERYWHERE, history=()):
        self.heard.append((question, scope, tuple(history)))
        if "出错" in question:
            raise RuntimeError("secret /srv/path division by zero")
        if "词太短" in question:
            raise TiaoliError("问题里没有可查的词。")
        if "慢" in question:
            time.sleep(1)
        clauses = self.library.clauses
        if not any(word in question for word in ("四类案件", "XSS", "广东要点第3条", "item 3")):
            near = tuple(clauses.values())[:3]
            message = "本库条文没有回答这个问题。"
            return Answer(question, question, Status.ABSTAINED, (), "absent", message, nearest=near)
        sentences = self._sentences(question)
        notes = (Note("truncated", question),) if "XSS" in question else ()
        understood = "“四类案件”监管" if question.startswith("那") else question
        return Answer(question, understood, Status.ANSWERED, sentences, notes=notes)

    def _sentences(self, question):
        clauses = self.library.clauses
        if "XSS" in question:
            return tuple(
                quote(clause, clause.text, mark, group=clause.label, item=mark % 2 == 0)
                for mark, clause in enumerate(clauses.values(), start=1)
            )
        return (
            quote(clauses["gd-2021-key-points/3"], "完善“四类案件”识别监管机制。", 1, "广东要点"),
            quote(clauses["gd-2021-key-points/3"], "加强院庭长监督。", 2, "广东要点"),
            quote(clauses["jl_2022/13"], "制度。\n健全流程", 3, "吉林要点", True),
            quote(
                clauses["jl_2022/12"], "认真落实“四类案件”监督管理的指导意见。", 4, "吉林要点", True
            ),
            quote(clauses["spc-2024-2028-outline/1"], "完善類案檢索制度。", 5, "六五改革纲要"),
        )
