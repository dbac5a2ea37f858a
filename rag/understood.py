"""How a question was understood, in words that its asker can check and correct.

`2020年受理了多少执行案件？` is shown as `理解为：查数字 · 优先《最高人民法院工作报告》 · 2020年 ·
受理 执行案件`; `in_document` writes the same question for another document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.types import Document
from rag.dialogue.about import name_of
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name, spoken
from rag.understanding.naming import read_naming
from rag.understanding.question import Intent, Question, understand

DEFINE = "define"
"""The kind of a question that asks what a term means or consists of."""
_KINDS = {
    Intent.CLAUSE.value: ("查条文", "a clause"),
    Intent.PART.value: ("查一个部分", "a part"),
    Intent.PARTS.value: ("看结构", "the structure"),
    Intent.COUNT.value: ("数条目", "a count of clauses"),
    Intent.NUMBER.value: ("查数字", "a figure"),
    Intent.LIST.value: ("列举", "a list"),
    Intent.MENTIONS.value: ("找提到的文件", "which documents mention it"),
    Intent.COMPARE.value: ("对比", "a comparison"),
    Intent.EVOLUTION.value: ("看变化", "a change over time"),
    Intent.FACT.value: ("查规定", "a rule"),
    DEFINE: ("查含义", "a meaning"),
}
_OF_ALL = (Intent.COUNT.value, Intent.PARTS.value, Intent.CLAUSE.value, Intent.PART.value)
"""Kinds that are answered from the document as a whole or a place in it, whatever the topic."""
_COMPARING = (Intent.COMPARE.value, Intent.EVOLUTION.value)
_A_YEAR = re.compile(r"\s*(?:19|20)\d{2}年?\s*")
_COURT = re.compile(r"(?i)court|\bspc\b")
_GAPS = re.compile(" {2,}")
_EVERY = "对比各份文件关于{}的规定"
_LEADING = re.compile(r"^(?:[\s,，:：、]|[的里中在和与跟及](?![谐解平]))+")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question was taken to ask, and of what.

    `kind` is a machine word (`number`, `compare`, `define`); `documents` are the ids it is asked
    of, none for all, and only those answer if `limited`, else they go first; `topics` are what is
    looked for, `place` a number in the document; `years` and `regions` are those it names;
    `particulars` are what an answer must state, in Chinese and English.
    """

    kind: str
    documents: tuple[str, ...] = ()
    limited: bool = False
    topics: tuple[str, ...] = ()
    place: str = ""
    years: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    particulars: tuple[tuple[str, str], ...] = ()
    english: bool = False

    def line(self, documents: Mapping[str, Document], *, english: bool = False) -> str:
        """Say it in one line: `理解为：对比 · 《…》（广东）、《…》（吉林） · 法官惩戒`."""
        parts = [_KINDS[self.kind][english], self._of(documents, english=english)]
        parts += [year if english else f"{year}年" for year in self.years]
        here = {documents[d].facts.region for d in self.documents if d in documents}
        parts += [region for region in self.regions if region not in here]
        parts += [self.place, *self.topics, *(names[english] for names in self.particulars)]
        return ("Understood as: " if english else "理解为：") + " · ".join(p for p in parts if p)

    def _of(self, documents: Mapping[str, Document], *, english: bool) -> str:
        known = [documents[d] for d in self.documents if d in documents]
        if not known:
            return f"all {len(documents)} documents" if english else f"全部{len(documents)}份文件"
        if english:
            names = ", ".join(name_of(one, english=True) for one in known)
            return names if self.limited else f"first {names}"
        names = "、".join(display_name(one) for one in known)
        return names if self.limited else f"优先{names}"


def understood(inquiry: Inquiry) -> Understanding:
    """Say how the question of an inquiry was understood."""
    question, naming, table = inquiry.question, inquiry.question.naming, inquiry.table
    given = inquiry.given.documents
    named = tuple(d for d in naming.named if not given or d in given)
    held = inquiry.library.documents
    here = [held[d].facts.region for d in naming.suggested if d in held] if naming.region else []
    kind = DEFINE if question.defines and not question.pointers else question.intent.value
    return Understanding(
        kind=kind,
        documents=table.documents if table else named or given or naming.suggested,
        limited=bool(table or named or given),
        topics=tuple(row.topic for row in table.rows) if table else _topics(question, kind),
        place="".join(spoken(pointer) for pointer in question.pointers),
        years=naming.years,
        regions=tuple(dict.fromkeys((*here, *naming.elsewhere))),
        particulars=tuple((one.name, one.english) for one in question.details),
        english=question.english,
    )


def _topics(question: Question, kind: str) -> tuple[str, ...]:
    """Give what is looked for, without the years, which are said by themselves."""
    if kind in _OF_ALL:
        return ()
    years = "|".join(question.naming.years)
    parts = (re.sub(rf"(?:{years})年?", "", p) if years else p for p in question.parts)
    return tuple(dict.fromkeys(topic for part in parts if (topic := " ".join(part.split()))))


def in_document(
    text: str,
    wanted: str,
    documents: Mapping[str, Document],
    of: Understanding | None = None,
) -> str:
    """Write a question for another document than it names, or for all where none is `wanted`.

    `in_document("广东要点对个人破产怎么规定？", "jl-2022-key-points", documents)` is
    `吉林要点：对个人破产怎么规定？`. A comparison becomes the question after its topics; `of` is
    how the question was understood.
    """
    asked = understand(text, documents)
    name = name_of(documents[wanted], english=asked.english) if wanted else ""
    before = f"{name}{': ' if asked.english else '：'}" if name else ""
    if of and of.kind in _COMPARING and of.topics:
        topics = (", " if asked.english else "、").join(of.topics)
        if not wanted:
            return f"Compare all documents on {topics}" if asked.english else _EVERY.format(topics)
        return f"{before}{topics}" + ("?" if asked.english else "怎么规定？")
    return before + _LEADING.sub("", _unnamed(asked, documents))


def _unnamed(asked: Question, documents: Mapping[str, Document]) -> str:
    """Leave out names of documents, courts and years; the year of a figure stays."""
    text = asked.standalone
    naming = read_naming(text, documents)
    for start, end in (*naming.spans, *naming.hints):
        words = text[start:end]
        year = asked.intent is Intent.NUMBER and _A_YEAR.fullmatch(words)
        if not (year or (asked.english and _COURT.search(words))):
            text = text[:start] + " " * len(words) + text[end:]
    return _GAPS.sub(" ", text).strip() if asked.english else re.sub(" +", "", text)
