"""What a turn of a dialogue asks for, read from its words alone: small tables, tried in order.

`read_followup("那吉林呢？", …)` is of kind `SOURCE`: the same matter, asked of another document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.script import searchable
from ingest.types import Document
from rag.dialogue import followup_words as words
from rag.understanding.naming import Naming, read_naming
from rag.understanding.pointers import read_pointers


class Kind(StrEnum):
    """How a turn leans on what was said before it.

    `RETURN` 回到刚才的个人破产; `STEP` 下一条呢; `ORDINAL` 第一点具体怎么做; `PLACE` 第15条呢;
    `SOURCE` 那吉林呢; `COMPARE` 它和广东的有什么不同; `MORE` 具体有哪些措施; `INSIDE` 其中北京多少;
    `BESIDE` 那受疫情影响的企业呢; `UNMARKED` shows no sign of leaning; `NEW` stands alone.
    """

    RETURN = "return"
    STEP = "step"
    ORDINAL = "ordinal"
    PLACE = "place"
    SOURCE = "source"
    COMPARE = "compare"
    MORE = "more"
    INSIDE = "inside"
    BESIDE = "beside"
    UNMARKED = "unmarked"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Followup:
    """A turn as read.

    `own` are the words by which it names something itself, `aspect` those that only say what is
    asked of the matter (谁负责, 同比增长多少); both are empty for 具体怎么做. `by` is how far a
    step goes, or which point is meant; `back` is what a return goes back to and `rest` what it then
    asks. `alike` says that the same matter is asked of another document (类似, 这方面).
    """

    kind: Kind
    asked: str
    naming: Naming
    own: str = ""
    aspect: str = ""
    by: int = 0
    back: str = ""
    rest: str = ""
    alike: bool = False

    @property
    def english(self) -> bool:
        """Whether it is in English."""
        return re.search("[\u3400-\u9fff]", self.asked) is None

    @property
    def stripped(self) -> str:
        """The words without the 那 or "and" they begin with."""
        rest = words.LINK.sub("", self.asked)
        return rest if len(rest) > 2 else self.asked


LONGEST = 28
"""Han characters beyond which a turn stands alone, unless it says 其中 or 它."""
LONGEST_ENGLISH = 14
"""The same in English words."""
UNMARKED = 22
"""Han characters beyond which a turn stands alone that shows no sign of leaning."""
UNMARKED_ENGLISH = 9
"""The same in English words."""
VERB = 2
"""Characters of its own words up to which a turn like 怎么监管 has no subject."""
FEW = 5
"""Characters of a turn's own words up to which 类似 makes them a detail of the same matter."""


def read_followup(asked: str, documents: Mapping[str, Document]) -> Followup:
    """Read how a turn leans on the dialogue; there must have been a question before it."""
    asked = asked.strip()
    plain = searchable(asked)
    naming = read_naming(asked, documents)
    if not plain or words.COURTESY.fullmatch(plain) or words.ANOTHER.match(plain):
        return Followup(Kind.NEW, asked, naming)
    if back := words.RETURN.match(plain) or words.RETURN_ENGLISH.match(plain):
        rest = asked[slice(*back.span("rest"))].strip()
        return Followup(Kind.RETURN, asked, naming, back=back["back"].strip(), rest=rest)
    pointers, around = read_pointers(_without(plain, (*naming.spans, *naming.hints)))
    around = words.YEAR.sub(" ", around) if naming.timely else around
    own, aspect = _own_words(around)
    sourced = bool(naming.named or naming.suggested)
    generic = len(words.GENERIC.sub("", own)) < 2 <= len(own)
    if generic and (words.LINKED.match(plain) or not sourced):
        own, aspect = "", aspect + own
    kind, by = _kind(plain, naming, own, pointed=bool(pointers))
    alike = words.ALIKE.search(plain) is not None
    return Followup(kind, asked, naming, own=own, aspect=aspect, by=by, alike=alike)


def _kind(plain: str, naming: Naming, own: str, *, pointed: bool) -> tuple[Kind, int]:
    """Try the tables in order; give the kind, and how far a step goes or which point is meant."""
    sourced = bool(naming.named or naming.suggested)
    if not _is_long(plain, LONGEST, LONGEST_ENGLISH):
        if not naming.unheld and (step := words.STEP.search(plain)):
            ahead = step["way"] in ("下", "后") or step["word"] in ("next", "following")
            return Kind.STEP, 1 if ahead else -1
        if not sourced and len(own) <= 2 and (point := words.ORDINAL.search(plain)):
            return Kind.ORDINAL, _ordinal(point)
    if naming.unheld or (naming.elsewhere and not own):
        return Kind.NEW, 0
    if _compares(plain, naming, own):
        return Kind.COMPARE, 0
    if pointed or words.STRUCTURE.search(plain):
        return (Kind.NEW if sourced else Kind.PLACE), 0
    if sourced:
        return _of_source(plain, naming, own), 0
    return _of_matter(plain, naming, own), 0


def _compares(plain: str, naming: Naming, own: str) -> bool:
    """Whether it compares what the dialogue is about: it names no topic, or only one side."""
    if not words.COMPARE.search(plain) or _is_long(plain, LONGEST, LONGEST_ENGLISH):
        return False
    sides = len(naming.named or naming.suggested)
    return len(own) < 2 or (sides < 2 and (_leans(plain, naming) or bool(words.WITH.match(plain))))


def _of_source(plain: str, naming: Naming, own: str) -> Kind:
    """A document is named: the same matter asked of it, or a question that stands alone."""
    if len(own) < 2 or (len(own) <= FEW and words.LIKE.search(plain)):
        return Kind.SOURCE
    short = not _is_long(plain, LONGEST, LONGEST_ENGLISH)
    return Kind.SOURCE if short and _leans(words.THIS_DOCUMENT.sub("", plain), naming) else Kind.NEW


def _of_matter(plain: str, naming: Naming, own: str) -> Kind:
    """No document is named: more of the same matter, a detail of it, or something beside it."""
    if not own:
        return Kind.MORE
    short = not _is_long(plain, LONGEST, LONGEST_ENGLISH)
    if _leans(plain, naming) and (short or words.STRONG.search(plain)):
        return Kind.INSIDE
    if len(own) <= VERB and words.LACKS_SUBJECT.match(plain):
        return Kind.INSIDE
    if short and words.BESIDE.search(plain):
        return Kind.NEW if words.DEFINES.match(plain) else Kind.BESIDE
    return Kind.NEW if _is_long(plain, UNMARKED, UNMARKED_ENGLISH) else Kind.UNMARKED


def _leans(plain: str, naming: Naming) -> bool:
    """Whether it has a pronoun that stands for nothing it names itself before it.

    `那他们准备搭什么平台` leans; `给法院寄过信，他们会回我吗` does not.
    """
    found = words.INSIDE.search(plain)
    if found is None or words.ASKS_IT.match(plain):
        return found is not None
    before = _without(plain, (*naming.spans, *naming.hints))[: found.start()]
    return len(_own_words(before)[0]) < 2


def _ordinal(point: re.Match[str]) -> int:
    return (
        "一二三四五六七八九十".index(point["n"]) + 1
        if point["n"]
        else words.WORDS.index(point["word"]) + 1
    )


def _own_words(around: str) -> tuple[str, str]:
    """Give the words that name something, and those that only ask something of it."""
    around = words.MATTER.sub(" ", around)
    aspect = "".join(m[0] for m in words.ASPECT.finditer(around)).strip()
    rest = words.ORDINAL.sub(" ", words.COMPARE.sub(" ", words.ASPECT.sub(" ", around)))
    return words.EMPTY.sub("", rest), aspect


def _is_long(plain: str, most: int, most_english: int) -> bool:
    latin = re.findall(r"[a-z']+", plain)
    rest = len(plain) - sum(map(len, latin)) - len(latin)
    return len(latin) > most_english or rest > most


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
