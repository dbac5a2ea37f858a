"""What a question asks: its documents, the clauses it points to, its kind, and its words.

Transparent rules, in the order a reader would apply them. `understand("广东要点第14条讲什么", …)`
names the Guangdong points, points to clause 14 and asks for a whole clause.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from index.script import searchable
from ingest.types import Document
from rag.understanding.asked_details import details_of, without_indefinite
from rag.understanding.definitions import asks_meaning
from rag.understanding.details import Detail
from rag.understanding.instructions import without_instructions
from rag.understanding.listing import SENTENCE, SUPREME_CHINESE
from rag.understanding.naming import Naming, read_naming
from rag.understanding.pointers import Pointer, Unit, read_pointers
from rag.understanding.side_by_side import follows, sets_side_by_side
from rag.understanding.subject import subject_words
from rag.words.particulars import REGIONS

LONGEST = 2000
"""Characters of a question that are read; a longer one is refused, not cut."""
MOST_PARTS = 8
"""Questions that are answered one by one; more sentences than these are taken as one question."""


class Intent(StrEnum):
    """The kind of answer a question wants."""

    CLAUSE = "clause"
    PART = "part"
    PARTS = "parts"
    COUNT = "count"
    NUMBER = "number"
    LIST = "list"
    MENTIONS = "mentions"
    COMPARE = "compare"
    EVOLUTION = "evolution"
    FACT = "fact"


_PARTS = re.compile(
    r"(?:分[为成]|包[括含]|围绕|共有?|由).{0,12}?(?:哪|几|多少).{0,4}?(?:部分|板块|章)"
    r"|(?:哪|几)[一二三四五六七八九十几]?(?:大|个)?(?:部分|板块|方面(?:的)?(?:工作|任务))"
    r"|哪些大?(?:部分|板块)|(?:结构|目录|框架|提纲)(?:是|有|怎)"
    r"|what (?:are the )?(?:parts|sections)"
)
_COUNT = re.compile(
    r"(?:一共|总共|共有?|有)(?:多少|几)(?:条|项|点|个部分|款)|(?<!第)(?:多少|几)条\W*$"
    r"|how many (?:clauses|items|articles)"
)
_MENTIONS = re.compile(
    r"(?:哪|几|各|[二三四五]|这些|这几)(?:几|一)?(?:份|个|些)(?:改革)?文件"
    r"|which (?:of [^?]{1,20})?documents?"
)
_WHETHER_MENTIONED = re.compile(r"文件(?:里|中|都)*(?:有没有|有无|是否)(?:提|写|说|讲)到?")
_COMPARE = re.compile(
    r"比较|对比|相比|区别|不同|异同|差异|差别|有何变化|变化|分别(?:怎么|如何|是什么)|各(?:自|要|怎么|有|是)|同样|(?:一样|一致|相同)[吗么]|compare|differ"
)
_NUMBER = re.compile(
    r"多少|百分之几|第几(?!条|项|点|段|部分|章|款)|多久|多长时间|(?<![好哪这那近没前十百千过第])几(?!个方面|方面|项任务|分|乎|[十百千])[一-鿿]|幅度|升幅|降幅|比例(?:是|为|定)"
    r"|哪(?:一)?天|how (?:many|much)|what (?:percentage|share)"
)
_UNIT = re.compile(
    r"(?:多少|(?<![好哪这那近没前十百千过])几)(?:个)?(?:案)?(件|人|名|家|页|号|天|元|亿|省|国|项|次|份|所|批|类|位|场|亩|个月|年)"
)
_LIST = re.compile(r"哪些|哪几|有什么|列出|列举|一一|都有|都查|包括什么|what are|list")
_LOCATING = re.compile(
    r"第几(?:条|项|点|段)|哪一?个?(?:条|项|点|段|部分)(?!件|例|线)"
    r"|which (?:clause|item|point|paragraph)"
)
COUNTING = re.compile(
    r"(?![一1](?:站|网|体|号|把|老))[一二两双三四五六七八九十\d]"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten) "
)
_ENUMERATED = re.compile(r"哪[几两二三四五六七八九十]|哪些")
_BARE = re.compile(r"\W*(?:art(?:icle)?\.?|第)?\s*(\d{1,3})\W*")
_ASKED_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}年?")
_ACTOR = re.compile(SUPREME_CHINESE)
_QUOTED = re.compile(r"[“\"「『《〈]([^”\"」』》〉]{2,40})[”\"」』》〉]")
_IN_MARKS = re.compile(r"[“\"「『]\s*[^”\"」』\s][^”\"」』]{1,40}[”\"」』]")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_OWN_FIGURE = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d+(?:\.\d+)?")
_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `words` are what is searched for, in simplified script, without names and question words;
    `parts` are the same for each of several questions asked at once; `quoted` are terms in
    quotation marks, which must stand in the clause as they are; `defines` says that it asks what
    such a term consists of; `unit` is what a figure is asked in (`多少名法官`: 名); `details` are
    the particulars that an answer must state, one of them at least; `locates` says that it asks in
    which clause something stands.
    """

    text: str
    standalone: str
    words: str
    parts: tuple[str, ...]
    naming: Naming
    pointers: tuple[Pointer, ...]
    quoted: tuple[str, ...]
    intent: Intent
    english: bool
    defines: bool = False
    enumerates: bool = False
    unit: str = ""
    details: tuple[Detail, ...] = ()
    locates: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures it names, years apart."""
        return tuple(_OWN_FIGURE.findall(self.words))

    @property
    def spelled_out(self) -> bool:
        """Whether only the parts of a term answer: those that a number announces, as 三个规定."""
        counted = any(COUNTING.match(term) for term in self.quoted)
        return self.defines and (self.enumerates or counted)

    def states(self, text: str) -> bool:
        """Whether a text states one of the particulars asked for, if any is, anew.

        Asked `人均办225件，那前一年是多少`, a sentence whose only figure is 225 states none.
        """
        new = self.new_in(text) if self.details else text
        return not self.details or any(detail.is_stated(new) for detail in self.details)

    def new_in(self, text: str) -> str:
        """Leave out of a text, in searchable form, what the question has of particulars.

        These are figures, quoted terms and places.
        """
        plain, asked = searchable(text), searchable(self.standalone)
        for place in REGIONS:
            plain = plain.replace(place, " ") if place in asked else plain
        for term in self.quoted:
            plain = plain.replace(searchable(term), " ")
        known = {figure.replace(",", "") for figure in _FIGURE.findall(asked)}
        return _FIGURE.sub(lambda match: " " if match[0] in known else match[0], plain)


def understand(
    text: str, documents: Mapping[str, Document], slogans: Collection[str] = ()
) -> Question:
    """Understand a standalone question over the documents of a library.

    `slogans` are the terms the documents themselves put in quotation marks (`三个规定`): they are
    kept whole and looked for as they are.
    """
    asked = without_instructions(text)
    plain = searchable(asked)
    naming = read_naming(asked, documents)
    pointers, blanked = read_pointers(_blank(plain, naming.spans + naming.hints))
    pointers = pointers or _bare_pointer(blanked, naming)
    definite = without_indefinite(plain)
    quotations = [term for term in _QUOTED.findall(blanked) if term.strip()]
    intent = _intent(definite, pointers, naming, quoting=_IN_MARKS.search(blanked) is not None)
    if intent is Intent.NUMBER:
        blanked = blanked if naming.named else _keeping_issuer(plain, blanked)
        blanked = _ASKED_YEAR.sub(" ", blanked)
    terms = _terms(blanked, slogans)
    parts = tuple(
        dict.fromkeys(p for s in SENTENCE.findall(blanked) if (p := subject_words(s, terms)))
    )
    if len(parts) > MOST_PARTS:
        parts = (" ".join(parts),)
    quoted = tuple(dict.fromkeys((*quotations, *terms)))
    latin = sum(len(w) for w in _LATIN.findall(plain))
    return Question(
        text=text,
        standalone=asked.strip(),
        words=" ".join(parts),
        parts=parts,
        naming=naming,
        pointers=pointers,
        quoted=quoted,
        intent=intent,
        english=latin > 2 * len(_HAN.findall(plain)),
        unit=(_UNIT.search(definite) or ("", ""))[1],
        defines=asks_meaning(plain, quoted),
        enumerates=_ENUMERATED.search(plain) is not None,
        details=details_of(asked),
        locates=_LOCATING.search(plain) is not None,
    )


def _bare_pointer(rest: str, naming: Naming) -> tuple[Pointer, ...]:
    """Read a number alone beside a document's name as a clause: `广东要点14`, `纲要 art. 27`."""
    bare = _BARE.fullmatch(rest)
    return (Pointer(Unit.ITEM, int(bare[1])),) if bare and naming.named else ()


def _keeping_issuer(plain: str, blanked: str) -> str:
    """Keep the Supreme People's Court in a question for a figure: it may be the one who acted."""
    for match in reversed(list(_ACTOR.finditer(plain))):
        blanked = blanked[: match.start()] + "最高人民法院" + blanked[match.end() :]
    return blanked


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _terms(text: str, slogans: Collection[str]) -> tuple[str, ...]:
    """Find the slogans a question uses, the longest first, none inside another."""
    found: list[str] = []
    for slogan in sorted((s for s in slogans if s in text), key=lambda s: (-len(s), s)):
        if not any(slogan in longer for longer in found):
            found.append(slogan)
    return tuple(found)


def _intent(
    plain: str, pointers: tuple[Pointer, ...], naming: Naming, *, quoting: bool = False
) -> Intent:
    documents = len(naming.named) or len(naming.suggested)
    if any(p.clause for p in pointers):
        return Intent.CLAUSE
    if pointers:
        return Intent.PART
    if follows(plain, documents):
        return Intent.EVOLUTION
    if sets_side_by_side(plain, documents) and not _WHETHER_MENTIONED.search(plain):
        return Intent.COMPARE
    if _MENTIONS.search(plain) and documents < 2:
        return Intent.MENTIONS
    if _COUNT.search(plain) and documents:
        return Intent.COUNT
    if _PARTS.search(plain) and documents and not quoting:
        return Intent.PARTS
    if _COMPARE.search(plain) and documents > 1:
        return Intent.COMPARE
    if _NUMBER.search(plain):
        return Intent.NUMBER
    return Intent.LIST if _LIST.search(plain) else Intent.FACT
