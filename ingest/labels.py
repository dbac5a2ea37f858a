"""What a clause is called: its id for machines and links, its label for a paper.

Both follow the document's own numbering. `gd-2021-key-points/14` is labelled
《2021年全省法院司法改革工作要点》（粤高法明传〔2021〕73号）第三部分第14项; a paragraph without
number in section 四 is `spc-2021-key-points/4.2`, labelled by the heading it stands under:
“健全以司法责任制为核心的审判权力运行体系”部分第2段.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from ingest.numbering import Style, int_to_han
from ingest.parts import Part, first_sentence
from ingest.types import ClauseKind, Facts

_TITLE_LENGTH = 40
"""Longest clause title in characters; a longer topic sentence is cut at its last comma."""
_UNIT = {
    Style.BOOK: "编",
    Style.PART: "部分",
    Style.CHAPTER: "章",
    Style.SECTION: "节",
}
_FRONT_LABELS = {
    ClauseKind.COVER: "文件头",
    ClauseKind.PREAMBLE: "序言",
    ClauseKind.CLOSING: "结尾部分",
}


def reference(facts: Facts) -> str:
    """The document as a person cites it: 《title》（number）. Without a number the brackets go."""
    return f"《{facts.title}》" + (f"（{facts.number}）" if facts.number else "")


def clause_title(text: str, part: Part) -> str:
    """The topic sentence of a clause, without its number and final mark."""
    body = text[part.start + (part.marker.end if part.marker else 0) : part.end].lstrip()
    title = first_sentence(body).rstrip("。；：:！？!?; ")
    if len(title) <= _TITLE_LENGTH:
        return title
    cut = max(title.rfind(mark, 8, _TITLE_LENGTH) for mark in "，,、：:")
    return title[:cut] if cut > 0 else title[:_TITLE_LENGTH]


def clause_ids(facts: Facts, parts: list[Part]) -> list[str]:
    """One id per clause part, in order, unique in the document.

    The printed number alone where it is unique (`14`, `120-1`), else section and number (`2.3`);
    section and ordinal where there is no number (`4.2`), section 0 before the first heading, `end`
    for the closing.
    """
    clauses = [p for p in parts if not p.heading]
    numbers = Counter(_number(p) for p in clauses if p.kind is ClauseKind.NUMBERED)
    unique = all(count == 1 for count in numbers.values())
    ordinals: defaultdict[str, int] = defaultdict(int)
    taken: Counter[str] = Counter()
    ids = []
    for part in clauses:
        section = _section_key(part, parts)
        if part.kind is ClauseKind.NUMBERED:
            key = _number(part) if unique else f"{section}.{_number(part)}"
        else:
            ordinals[section] += 1
            prefix = section if unique or part.kind is not ClauseKind.PARAGRAPH else f"{section}.p"
            key = f"{prefix}.{ordinals[section]}".replace(".p.", ".p")
        ids.append(f"{facts.id}/{_free(key, taken)}")
    return ids


def _free(key: str, taken: Counter[str]) -> str:
    """The key itself the first time, `3-2` the second time, never one that is taken."""
    taken[key] += 1
    free = key
    while taken[key] > 1:
        free = f"{key}-{taken[key]}"
        if free not in taken:
            taken[free] = 1
            break
        taken[key] += 1
    return free


def clause_labels(facts: Facts, parts: list[Part], text: str) -> list[str]:
    """One label per clause part, in order: the document's reference and the place in it."""
    clauses = [p for p in parts if not p.heading]
    siblings = Counter(_group(p) for p in clauses)
    ordinals: Counter[tuple[object, ...]] = Counter()
    labels = []
    for part in clauses:
        group = _group(part)
        ordinals[group] += 1
        place = _place(part, text, ordinals[group], siblings[group])
        labels.append(reference(facts) + place)
    return labels


def _number(part: Part) -> str:
    marker = part.marker
    if marker is None:
        return ""
    return str(marker.value) + (f"-{marker.sub}" if marker.sub else "")


def _group(part: Part) -> tuple[object, ...]:
    """What unnumbered clauses are counted within: their kind and their innermost heading."""
    return (part.kind, part.section[-1].start if part.section else -1)


def _section_key(part: Part, parts: list[Part]) -> str:
    """`4` for section 四, `2.1` for （一） in section 二, `0` before all, `end` for the closing.

    Headings without number count among themselves, marked `h`, where no numbered heading stands.
    """
    if part.kind is ClauseKind.CLOSING:
        return "end"
    if part.kind in (ClauseKind.COVER, ClauseKind.PREAMBLE) or not part.section:
        return "0"
    numbered = [_number(h) for h in part.section if h.marker]
    if numbered:
        plain = [h for h in part.section if not h.marker and h is not part.section[0]]
        return ".".join(numbered) + (f".h{_ordinal(plain[-1], parts)}" if plain else "")
    return f"h{_ordinal(part.section[-1], parts)}"


def _ordinal(heading: Part, parts: list[Part]) -> int:
    plain = [p for p in parts if p.heading and p.level > 0 and not p.marker]
    return next(i for i, p in enumerate(plain, start=1) if p is heading)


def _place(part: Part, text: str, ordinal: int, of: int) -> str:
    marker = part.marker
    if part.kind in _FRONT_LABELS:
        return _FRONT_LABELS[part.kind] + (f"第{ordinal}段" if of > 1 else "")
    if part.kind is ClauseKind.NUMBERED and marker:
        if marker.style is Style.ARTICLE:
            return "".join(marker.printed.split()).replace("笫", "第")
        if marker.style is Style.HAN:
            return f"第{int_to_han(marker.value)}部分"
        above = "".join(_heading_place(h) for h in part.section)
        return f"{above}第{marker.printed}项"
    if not part.section:
        return f"第{ordinal}段"
    heading = part.section[-1]
    words = text[heading.start + (heading.marker.end if heading.marker else 0) : heading.end]
    return f"“{words.strip()}”部分第{ordinal}段"


def _heading_place(heading: Part) -> str:
    marker = heading.marker
    if marker is None:
        return ""
    if marker.style in _UNIT:
        return f"第{int_to_han(marker.value)}{_UNIT[marker.style]}"
    if marker.style is Style.HAN:
        return f"第{int_to_han(marker.value)}部分"
    if marker.style is Style.HAN_PAREN:
        return f"（{int_to_han(marker.value)}）"
    return f"第{marker.printed}项"
