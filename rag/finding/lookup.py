"""Questions about places: a clause by its number, a part, how many clauses, which parts."""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Library
from index.script import to_simplified
from ingest.numbering import Style, int_to_han, read_marker
from ingest.types import Clause, ClauseKind, Document, Heading, Parsed
from rag.finding.compose import Composer
from rag.understanding.pointers import LAST, Pointer, Unit
from rag.understanding.question import Question
from rag.words.sentences import spans


@dataclass(frozen=True, slots=True)
class Missing:
    """A place that a document does not have, in words for the user, and the clauses nearest."""

    message: str
    nearest: tuple[Clause, ...]


def clauses_at(
    pointers: tuple[Pointer, ...], parsed: Parsed, *, several: bool = False
) -> tuple[Clause, ...]:
    """Find the clauses that pointers name in one document.

    `第14条` is the clause numbered 14; `第三部分第2段` the second paragraph under 三. Empty if
    there is none. Where `several` documents are looked in, only a printed number is a clause's
    number.
    """
    within = parsed.clauses
    for pointer in pointers:
        if pointer.unit is Unit.PART or (
            pointer.unit is Unit.BRACKETED and not is_item(pointer, parsed)
        ):
            heading = heading_at(pointer, parsed)
            within = under(heading, parsed) if heading else ()
    found: list[Clause] = []
    for pointer in (p for p in pointers if p.clause or is_item(p, parsed)):
        if pointer.unit is Unit.PARAGRAPH:
            found.extend(_nth(within, pointer.number))
        elif pointer.number < 0:
            found.extend(_nth(tuple(c for c in within if c.number) or within, pointer.number))
        else:
            numbered = [c for c in within if _value(c) == pointer.number]
            found.extend(numbered or _unnumbered(pointer, within, parsed, several=several))
    return tuple(found)


def _nth(clauses: tuple[Clause, ...], number: int) -> tuple[Clause, ...]:
    place = number - 1 if number > 0 else len(clauses) + number
    return clauses[place : place + 1] if number and place >= 0 else ()


def is_item(pointer: Pointer, parsed: Parsed) -> bool:
    """Whether `（14）` means clause 14, because no heading of the document is numbered so."""
    return pointer.unit is Unit.BRACKETED and not _headings(pointer, parsed)


def _unnumbered(
    pointer: Pointer, within: tuple[Clause, ...], parsed: Parsed, *, several: bool
) -> tuple[Clause, ...]:
    """Give what `第3条` means where no clause has that number: in a part, its third one."""
    if len(within) < len(parsed.clauses):
        return _nth(within, pointer.number)
    return () if several else _bracketed(pointer, parsed)


def _bracketed(pointer: Pointer, parsed: Parsed) -> tuple[Clause, ...]:
    """Give an unnumbered document's clauses under the heading of that number.

    `工作报告第五条` can only mean its fifth part.
    """
    if any(c.number for c in parsed.clauses):
        return ()
    heading = heading_at(Pointer(Unit.PART, pointer.number), parsed)
    return under(heading, parsed) if heading else ()


def _value(clause: Clause) -> int | None:
    marker = read_marker(clause.text) if clause.number else None
    return marker.value if marker and not marker.sub else None


def heading_at(pointer: Pointer, parsed: Parsed) -> Heading | None:
    """Find the heading a pointer names: `第三部分` is 三、, `第（七）项` is （七）."""
    headings = _headings(pointer, parsed)
    if pointer.number < 0:
        return headings[pointer.number][1] if -pointer.number <= len(headings) else None
    return next((heading for value, heading in headings if value == pointer.number), None)


def _headings(pointer: Pointer, parsed: Parsed) -> list[tuple[int, Heading]]:
    """The headings of the style a pointer counts, with their numbers."""
    wanted = (
        {Style.HAN_PAREN}
        if pointer.unit is Unit.BRACKETED
        else {Style.HAN, Style.PART, Style.CHAPTER, Style.SECTION, Style.BOOK}
    )
    return [
        (marker.value, heading)
        for heading in parsed.document.headings
        if (marker := read_marker(heading.text)) and marker.style in wanted
    ]


def under(heading: Heading, parsed: Parsed) -> tuple[Clause, ...]:
    """All clauses below a heading, at any depth."""
    later = [
        h.start
        for h in parsed.document.headings
        if h.start > heading.start and h.level <= heading.level
    ]
    end = min(later, default=len(parsed.document.text))
    closing = ClauseKind.CLOSING
    return tuple(
        c for c in parsed.clauses if heading.end <= c.start < end and c.kind is not closing
    )


def add_clauses(composer: Composer, clauses: tuple[Clause, ...], group: str) -> None:
    """Add whole clauses, sentence by sentence."""
    for clause in clauses:
        for span in spans(clause):
            composer.quote(span, group=group)


def add_part(composer: Composer, heading: Heading, parsed: Parsed, name: str) -> None:
    """Add what a part contains: one entry per clause, or its clauses in full if they are few.

    The heading leads the entries.
    """
    clauses = under(heading, parsed)
    group = f"{name}{heading.text}" if name else heading.text
    if len(clauses) <= 2:
        add_clauses(composer, clauses, group)
        return
    for clause in clauses:
        composer.quote(spans(clause)[0], group=group, item=True)


def add_parts(composer: Composer, parsed: Parsed, name: str) -> None:
    """Add the parts of a document: one entry per outermost numbered heading, with its clauses."""
    headings = [h for h in parsed.document.headings if h.level > 0 and read_marker(h.text)]
    top = min((h.level for h in headings), default=0)
    for heading in (h for h in headings if h.level == top):
        clauses = under(heading, parsed)
        if clauses:
            numbers = [c.number for c in clauses if c.number]
            reach = f"（{_ordinal(numbers[0])}至{_ordinal(numbers[-1])}）" if numbers[1:] else ""
            composer.state(f"{heading.text}{reach}", clauses[0], group=name, item=True)


def add_count(composer: Composer, parsed: Parsed, name: str) -> None:
    """Add how many clauses a document has."""
    numbered = [c for c in parsed.clauses if c.kind is ClauseKind.NUMBERED]
    parts = [h for h in parsed.document.headings if h.level == 1 and read_marker(h.text)]
    within = f"，分{int_to_han(len(parts))}个部分" if len(parts) > 1 else ""
    if numbered:
        reach = f"{_ordinal(numbered[0].number)}至{_ordinal(numbered[-1].number)}"
        text = f"{name}共{len(numbered)}项{within}，{reach}。"
        composer.state(text, numbered[0], numbered[-1])
    else:
        body = [c for c in parsed.clauses if c.kind is ClauseKind.PARAGRAPH]
        text = f"{name}没有编号的条款，正文共{len(body)}段{within}。"
        composer.state(text, *body[:1], *body[-1:])


def missing_place(question: Question, library: Library, among: tuple[str, ...]) -> Missing:
    """Say that the documents have no such clause or part, and what they do have."""
    says: list[str] = []
    nearest: list[Clause] = []
    for parsed in (p for p in library.parsed() if p.document.id in among):
        inside = _inside(question.pointers, parsed)
        says.append(_has(question.pointers, parsed, inside))
        near = clauses_at(tuple(p for p in question.pointers if p.unit is Unit.ITEM), parsed)
        nearest.extend(near[:1] or inside[-1:])
    asked = "".join(spoken(p) for p in question.pointers)
    return Missing(f"没有找到{asked}：" + "；".join(filter(None, says)) + "。", tuple(nearest[:3]))


def _inside(pointers: tuple[Pointer, ...], parsed: Parsed) -> tuple[Clause, ...]:
    """The clauses of the part that a missing clause was looked for in, else all of the body."""
    parts = [h for p in pointers if not p.clause and (h := heading_at(p, parsed))]
    within = under(parts[-1], parsed) if parts else parsed.clauses
    numbered = tuple(c for c in within if c.kind is ClauseKind.NUMBERED)
    return numbered or tuple(c for c in within if c.kind is ClauseKind.PARAGRAPH)


def _has(pointers: tuple[Pointer, ...], parsed: Parsed, inside: tuple[Clause, ...]) -> str:
    """Say how many clauses or parts there are: `《…》共24项，编号至第24项`."""
    name = f"《{parsed.document.facts.title}》"
    part = next((p for p in pointers if not p.clause and heading_at(p, parsed)), None)
    where = f"{name}{spoken(part)}" if part else name
    counted = [h for h in parsed.document.headings if h.level > 0 and read_marker(h.text)]
    top = sum(h.level == min(h.level for h in counted) for h in counted)
    parts = f"分{int_to_han(top)}个部分" if counted else "不分部分"
    if not any(p.clause for p in pointers):
        return f"{name}{parts}"
    if inside and inside[0].number:
        return f"{where}共{len(inside)}项，编号至{_ordinal(inside[-1].number)}"
    return f"{where}共{len(inside)}段，没有编号" + ("" if part else f"，{parts}")


def _ordinal(number: str | None) -> str:
    """Write a printed number as a place: 第14项, but 第三条 as it is."""
    printed = number or ""
    return printed if printed.startswith("第") else f"第{printed}项"


def spoken(pointer: Pointer) -> str:
    """Say a place as a person does: `第14项`, `最后一段`."""
    unit = {"item": "项", "bracketed": "项", "part": "部分", "paragraph": "段"}[pointer.unit]
    if pointer.number == LAST:
        return f"最后一{unit}"
    if pointer.number < 0:
        return f"倒数第{-pointer.number}{unit}"
    if pointer.unit is Unit.BRACKETED:
        return f"第（{int_to_han(pointer.number) or 0}）{unit}"
    return f"第{pointer.number}{unit}"


def display_name(document: Document) -> str:
    """The document's name in an answer, simplified: 《2021年全省法院司法改革工作要点》（广东）."""
    facts = document.facts
    return f"《{to_simplified(facts.title)}》" + (
        f"（{facts.region}）" if facts.level == "high" else ""
    )
