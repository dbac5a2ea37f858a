"""How a document stands to an earlier one: 延续, 细化, 新提, 扩大, 未再提及, or nothing.

Rules, not a score, and every judgement names its ground. Where the ground is weak there is no
judgement:

- only documents of earlier years count, and only of the same court or of the Supreme People's
  Court before a province; two provinces, and two documents of one year, are not judged;
- a sentence that was found by its meaning and does not name the topic judges nothing;
- a document whose text stops short, or that prints the topic after all, is never called silent;
- one stage of a reform must be told by each side (`试点` → `推广`), of the topic itself and not
  of a part of it (`确立互联网法院的地位`); `制定健全` tells two stages, so none;
- common phrases count only for what they say besides the topic's name;
- 修订 and 废止 stand only where the document itself says so of a named document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.script import searchable
from rag.comparing.stages import CLAUSE, verbs_of
from ui.evolution.pairs import common_runs, shared
from ui.evolution.types import Change, Ground, Judgement, Years

LONG_PHRASE = 8
"""Characters of one common phrase that ground 延续."""
BESIDES = 5
"""Letters that a phrase says besides the words of the topic: `建立个人破产制度` says four."""
PHRASES = 5
"""Characters of each of several common phrases that ground 延续 together."""
TOGETHER = 0.3
"""Share of both texts that these phrases must be."""
MOST_WORDS = 3
"""Common phrases that a judgement shows."""
HALF = 0.5
"""Share of the earlier text that must return in a later, longer one for it to be 细化."""
LONGER = 1.5
"""How many times longer that one must be."""

PILOT, BEGUN, SPREAD, PERFECTED = "pilot", "begun", "spread", "perfected"
_STAGES = (
    (PILOT, re.compile("试点|试行|探索")),
    (SPREAD, re.compile("推广|推行|推开|拓展|普遍|扩大")),
    (PERFECTED, re.compile("健全|完善|优化|改进|规范|细化|巩固")),
    (BEGUN, re.compile("建立|构建|设立|制定|出台|启动|建成|确立")),
)
_COURT = re.compile("(?:最高)?人民法院")
_NEAREST, _REST = 12, 8
"""Characters between a verb and the topic, and behind the topic, where it is the verb's object."""
_FINER = {(PILOT, PERFECTED), (BEGUN, PERFECTED)}
_OWN = (
    (Change.REPEALED, re.compile("《[^《》]+》[^，。；《》]{0,8}(?:同时|即行|予以)?(?:废止|失效)")),
    (Change.REPEALED, re.compile("(?:决定|予以)?废止[^，。；《》]{0,6}《[^《》]+》")),
    (Change.REVISED, re.compile("(?:已|决定|完成)(?:修订|修改)[^，。；《》]{0,6}《[^《》]+》")),
    (Change.REVISED, re.compile("对《[^《》]+》(?:进行了?|作出|作了)(?:修订|修改)")),
)
_TITLE = re.compile("《[^《》]+》")
_NOT_YET = re.compile("推动|研究|建议|配合|参与|适时|尚未|未|不|拟|如需|是否|探索")


@dataclass(frozen=True, slots=True)
class Step:
    """What a document says of a topic, and whose it is: `court` is `supreme` or a region.

    `texts` are its sentences, none where it is silent; `cut` says that its text stops short,
    `prints` that the topic's words stand somewhere in it.
    """

    document_id: str
    court: str
    years: Years | None
    texts: tuple[str, ...] = ()
    cut: bool = False
    prints: bool = False


SUPREME = "supreme"


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic by its own words, and by all names that are known of it; both searchable."""

    words: tuple[str, ...]
    names: tuple[str, ...]


def judged(step: Step, others: Sequence[Step], subject: Subject) -> tuple[Judgement, ...]:
    """Say how a step stands to those of earlier years, and what it says of itself.

    At most one relation, after its own statements.
    """
    own = tuple(found for text in step.texts for found in _own(text))
    earlier = [one for one in others if _before(one, step)]
    bearing = [one for one in earlier if _bears_on(one, step)]
    if step.texts:
        relation = _relation(step, bearing, subject) or _new(step, earlier, subject)
    else:
        relation = _gone(step, bearing, subject)
    return (*own, *((relation,) if relation else ()))


def _own(text: str) -> list[Judgement]:
    """What a sentence says of another document: that it is revised or repealed."""
    found = []
    for change, pattern in _OWN:
        for match in pattern.finditer(searchable(text)):
            part = CLAUSE.split(searchable(text)[: match.start()])[-1]
            if not _NOT_YET.search(part + _TITLE.sub("", match.group())):
                words = text[match.start() : match.end()]
                found.append(Judgement(change, Ground.OWN, words=(words,)))
    return found[:1]


def _before(earlier: Step, later: Step) -> bool:
    return bool(earlier.years and later.years and earlier.years[1] < later.years[0])


def _bears_on(earlier: Step, later: Step) -> bool:
    return earlier.court == later.court or (earlier.court == SUPREME and earlier is not later)


def _relation(step: Step, earlier: Sequence[Step], subject: Subject) -> Judgement | None:
    spoken = [one for one in earlier if one.texts]
    for rule in (_by_verbs, _by_words):
        found = [judgement for one in reversed(spoken) if (judgement := rule(one, step, subject))]
        if found:
            return found[0]
    return None


def _new(step: Step, earlier: Sequence[Step], subject: Subject) -> Judgement | None:
    """新提, where nobody spoke of it in earlier years and the same court had the occasion to."""
    whole = [one for one in earlier if one.court == step.court and not one.cut]
    if not whole or any(one.texts or one.prints for one in earlier):
        return None
    if not _named(step, subject.words):
        return None
    return Judgement(Change.NEW, Ground.SILENCE, whole[-1].document_id)


def _gone(step: Step, earlier: Sequence[Step], subject: Subject) -> Judgement | None:
    own = [one for one in earlier if one.court == step.court and _named(one, subject.words)]
    if not own or step.cut or step.prints:
        return None
    return Judgement(Change.GONE, Ground.SILENCE, own[-1].document_id)


def _by_verbs(earlier: Step, later: Step, subject: Subject) -> Judgement | None:
    """扩大 or 细化 by the verbs of which the topic is the object: each side must tell one stage."""
    before, after = _stage(earlier, subject), _stage(later, subject)
    if before is None or after is None:
        return None
    words = (before[1], after[1])
    if before[0] in (PILOT, BEGUN) and after[0] == SPREAD:
        return Judgement(Change.WIDER, Ground.VERBS, earlier.document_id, words)
    if (before[0], after[0]) in _FINER:
        return Judgement(Change.FINER, Ground.VERBS, earlier.document_id, words)
    return None


def _stage(step: Step, subject: Subject) -> tuple[str, str] | None:
    """The one stage that the sentences of a document tell of the topic, and its verb as printed."""
    found: dict[str, str] = {}
    for text in step.texts:
        for verb in _verbs(text, subject):
            for stage in (stage for stage, pattern in _STAGES if pattern.search(verb)):
                at = searchable(text).index(verb)
                found.setdefault(stage, text[at : at + len(verb)])
    return next(iter(found.items())) if len(found) == 1 else None


def _verbs(text: str, subject: Subject) -> list[str]:
    """The verbs whose object is the topic itself, searchable: those near before it, 试点 behind."""
    found: list[str] = []
    for part in CLAUSE.split(searchable(text)):
        for word in subject.words:
            before, name, after = part.partition(word)
            if not name or len(after) > _REST or "的" in after:
                continue
            for verb in verbs_of(part, [word]):
                gap = before[before.rfind(verb) + len(verb) :] if verb in before else ""
                if "的" not in gap and len(gap) <= _NEAREST:
                    found.append(verb)
    widened = any("扩大" in verb for verb in found)  # 扩大……试点: a pilot no longer
    return [verb for verb in found if not (widened and verb == "试点")]


def _by_words(earlier: Step, later: Step, subject: Subject) -> Judgement | None:
    """延续 or 细化 by the phrases that both print, for what they say besides the topic's name."""
    if not (_named(earlier, subject.names) and _named(later, subject.names)):
        return None
    before, after = "\n".join(earlier.texts), "\n".join(later.texts)
    runs = [
        run
        for run in common_runs(after, before, PHRASES)
        if _besides(after[run.left : run.left + run.length], subject.words) >= BESIDES
    ]
    long = [run for run in runs if run.length >= LONG_PHRASE]
    if not long and not (len(runs) > 1 and shared(after, before, runs) >= TOGETHER):
        return None
    phrases = dict.fromkeys(after[run.left : run.left + run.length] for run in long or runs)
    shown = tuple(sorted(phrases, key=len, reverse=True)[:MOST_WORDS])
    returned = sum(run.length for run in runs) / max(1, len(before))
    finer = returned >= HALF and len(after) >= LONGER * len(before)
    change = Change.FINER if finer else Change.SAME
    return Judgement(change, Ground.WORDS, earlier.document_id, shown)


def _besides(phrase: str, words: Sequence[str]) -> int:
    """Letters of a phrase besides the longest word of the topic in it; 0 if it is part of one.

    The name of a court says nothing of a topic and does not count either.
    """
    plain = _COURT.sub("", searchable(phrase))
    if any(plain in word for word in words):
        return 0
    longest = max((len(word) for word in words if word in plain), default=0)
    return sum(map(str.isalnum, plain)) - longest


def _named(step: Step, names: Sequence[str]) -> bool:
    return any(name in searchable(text) for text in step.texts for name in names)
