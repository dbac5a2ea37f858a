"""Questions about a document itself: number, issuer, date, addressees, as printed or recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.script import searchable
from ingest.types import ClauseKind, Parsed
from rag.abstain import Refusal
from rag.checking.issuing import misissued
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name
from rag.words.sentences import Span

_BRACKETS = str.maketrans("〔〕[]【】﹝﹞", "()()()()")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact of documents: how it is asked for, what it is called, how it is printed."""

    asked: re.Pattern[str]
    name: str
    field: str


_ADDRESSED = "addressed"
"""What is printed only: it is no field of the facts recorded."""

_FACTS = (
    _Fact(re.compile(r"文号|发文字号|文件编?号|document number"), "文号", "number"),
    _Fact(
        re.compile(
            r"(?:谁|哪个?(?:单位|机关|部门|法院))(?:印发|发布|制定|发(?!给)|出台|[作做](?=的))的?"
            r"|发布机关|发文(?:机关|单位)|who (?:issued|published|released|drew up)"
        ),
        "发布机关",
        "issuer",
    ),
    _Fact(
        re.compile(
            r"(?:哪一?[天日]|什么时候|何时|几月几[日号])(?:印发|发布|发|出台|下发)|(?:印发|发布|成文)(?:的)?(?:日期|时间)"
            r"|when (?:was|were) .{0,60}(?:issued|published|released)\b|date of issue"
        ),
        "日期",
        "date",
    ),
    _Fact(
        re.compile(
            r"(?:发|送)(?:往|给)了?(?:谁|哪[些个几]\S{0,2}|什么人)[的了过]?\W*$|主送|抬头|收文(?:机关|单位)"
            r"|(?:addressed|sent) to whom|whom? (?:is|was|were) .{0,60}(?:addressed|sent) to"
        ),
        "主送机关",
        _ADDRESSED,
    ),
)
_KIND = re.compile("[那这该]份(?!.*[那这该]份)[^,，;；。]{0,8}(?:要点|纲要|报告|通知|文件)")
"""A document that is pointed to beside its region: `广东高院4月印发的那份改革要点`."""
_OPENING = (ClauseKind.COVER, ClauseKind.PREAMBLE)
_SALUTATION = re.compile(r"[^,，。;；\n]{2,60}[:：](?=\n)")
"""The line on which a notice or a speech names whom it speaks to."""


def answer_facts(inquiry: Inquiry) -> Refusal | None:
    """Answer what a named document's number, issuer or date is, from where it is printed.

    Adds the sentences to the answer; gives a refusal where the text does not print it; None where
    the question is no such question.
    """
    plain = searchable(inquiry.question.standalone)
    fact = next((f for f in _FACTS if f.asked.search(plain)), None)
    naming = inquiry.question.naming
    meant = naming.named or (naming.suggested if _KIND.search(plain) else ())
    if fact is None or len(meant) != 1 or inquiry.question.pointers:
        return None
    parsed = next((p for p in inquiry.parsed if p.document.id in meant), None)
    if parsed is None:
        return None
    facts = parsed.document.facts
    value = "" if fact.field == _ADDRESSED else str(getattr(facts, fact.field))
    if fact.field == _ADDRESSED:
        quoted = _quote_salutation(inquiry, parsed)
    else:
        printed = value and fact.field not in facts.outside
        quoted = bool(printed) and _quote_printed(inquiry, parsed, fact.field, value)
    if not quoted:
        return _not_printed(parsed, fact, value)
    for field, _, _ in misissued(plain, facts):  # what is put right is quoted too
        if field != fact.field:
            _quote_printed(inquiry, parsed, field, str(getattr(facts, field)))
    return None


def _quote_printed(inquiry: Inquiry, parsed: Parsed, field: str, value: str) -> bool:
    """Quote the first sentence that prints a fact; whether there is one.

    The issuer is named as such only on a cover sheet or in a preamble.
    """
    wanted = _printed(field, value)
    issuer = field == "issuer"
    for clause in (c for c in parsed.clauses if c.kind in _OPENING or not issuer):
        for span in inquiry.sentences.of(clause).spans:
            if wanted in _squeezed(span.text):
                inquiry.composer.quote(span)
                return True
    return False


def _quote_salutation(inquiry: Inquiry, parsed: Parsed) -> bool:
    """Quote the line that names to whom a document goes; whether there is one."""
    for clause in (c for c in parsed.clauses if c.kind in _OPENING):
        if line := _SALUTATION.match(clause.text):
            inquiry.composer.quote(Span(clause, 0, line.end(), False, frozenset()))
            return True
    return False


def _printed(field: str, value: str) -> str:
    """The form in which a fact is printed: 2021-03-01 is 2021年3月1日."""
    if field != "date":
        return _squeezed(value)
    year, month, day = (int(part) for part in value.split("-"))
    return f"{year}年{month}月{day}日"


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", searchable(text)).translate(_BRACKETS)


def _not_printed(parsed: Parsed, fact: _Fact, value: str) -> Refusal:
    known = f"著录为“{value}”，但不在文本中。" if value else "本库也没有这一信息。"
    return Refusal(
        "not_printed",
        f"{display_name(parsed.document)}的文本没有载明{fact.name}；{known}",
        "The text does not state it" + (f"; recorded as {value}." if value else "."),
    )
