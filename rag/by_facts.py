"""Questions about a document itself: its number, issuer and date, as printed or as recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.script import searchable
from ingest.types import Document, Parsed
from rag.abstain import Refusal
from rag.inquiry import Inquiry
from rag.lookup import display_name

_BRACKETS = str.maketrans("〔〕[]【】﹝﹞", "()()()()")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact of documents: how it is asked for, what it is called, how it is printed."""

    asked: re.Pattern[str]
    name: str
    field: str


_FACTS = (
    _Fact(re.compile(r"文号|发文字号|文件编?号|document number"), "文号", "number"),
    _Fact(
        re.compile(
            r"(?:谁|哪个?(?:单位|机关|部门|法院))(?:印发|发布|制定|发|出台)的?|发布机关|发文(?:机关|单位)"
        ),
        "发布机关",
        "issuer",
    ),
    _Fact(
        re.compile(
            r"(?:哪一?[天日]|什么时候|何时|几月几[日号])(?:印发|发布|发|出台|下发)|(?:印发|发布|成文)(?:的)?(?:日期|时间)"
        ),
        "日期",
        "date",
    ),
)


def answer_facts(inquiry: Inquiry) -> Refusal | None:
    """Answer what a named document's number, issuer or date is, from where it is printed.

    Adds the sentences to the answer; gives a refusal where the text does not print it; None where
    the question is no such question.
    """
    plain = searchable(inquiry.question.standalone)
    fact = next((f for f in _FACTS if f.asked.search(plain)), None)
    if fact is None or len(inquiry.question.naming.named) != 1 or inquiry.question.pointers:
        return None
    parsed = next(p for p in inquiry.parsed if p.document.id in inquiry.question.naming.named)
    value = str(getattr(parsed.document.facts, fact.field))
    if value and _quote_printed(inquiry, parsed, fact, value):
        return None
    return _not_printed(parsed.document, fact, value)


def _quote_printed(inquiry: Inquiry, parsed: Parsed, fact: _Fact, value: str) -> bool:
    """Quote the first sentence that prints a fact; whether there is one."""
    wanted = _printed(fact, value)
    for clause in parsed.clauses:
        for span in inquiry.sentences.of(clause).spans:
            if wanted in _squeezed(span.text):
                inquiry.composer.quote(span)
                return True
    return False


def _printed(fact: _Fact, value: str) -> str:
    """The form in which a fact is printed: 2021-03-01 is 2021年3月1日."""
    if fact.field != "date":
        return _squeezed(value)
    year, month, day = (int(part) for part in value.split("-"))
    return f"{year}年{month}月{day}日"


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", searchable(text)).translate(_BRACKETS)


def _not_printed(document: Document, fact: _Fact, value: str) -> Refusal:
    known = f"著录为“{value}”，但不在文本中。" if value else "本库也没有这一信息。"
    return Refusal(
        "not_printed",
        f"{display_name(document)}的文本没有载明{fact.name}；{known}",
        "The text does not state it" + (f"; recorded as {value}." if value else "."),
    )
