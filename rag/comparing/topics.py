"""What a comparing question compares: its topics, each with all the names the thesaurus knows.

`对比广东和吉林在诉源治理和人民法庭建设上的做法` has two topics, each a row of the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.holdings import TEXT
from index.home import EXPANSION_FIELD
from index.library import Library
from index.script import searchable
from index.thesaurus import Concept, concepts_in
from ingest.types import Clause
from rag.understanding.question import Question
from rag.understanding.subject import subject_words
from rag.words.sentences import terms_of

SHORTEST = 4
"""Characters of an everyday word that stands for an official term."""
MOST_TOPICS = 4
"""Rows of a table."""
LEAST_THEIRS = 0.75
"""Share of the pairs of characters of a word that a clause must have for it to be one of theirs."""
_COMPARING = re.compile(
    r"请?(?:对比|比较)(?:一下)?|相比(?:之下|较)?|异同|区别|差异|差别|不同(?:之处)?|相同|同样讲"
    r"|演变|演进|变迁|沿革|(?:怎么|如何|怎样|是)?(?:一步步)?变化|历[年次]|逐[年步]|一步步|(?:这|近)几?年来?|以来|先后|之后"
    r"|(?:按|依)?时间顺序|时间线|脉络|(?:怎么|如何|怎样)(?:一步步)?(?:发展|变|推进)|写(?=的|到|[\W]|$)|由?谁|这件事|这一?(?:制度|工作)|(?<=的)发展(?=[\W有]|$)"
    r"|(?:这|近)些年来?|多年来|发展(?:历程|过程)|是?一样(?:吗|么)?|是?一致(?:吗|么)"
    r"|提法|说法|做法|态度|表述|定位(?=\W|$)|(?:领域|方面|问题)(?=\W|的|$)|(?:的|之)(?:运用|适用)(?=\W|$)"
    r"|[两三四五各]家|双方|[两三四五各]者|又(?=怎|打|如|是|说|要)|已经|做(?=了|什|些)|打算"
    r"|(?:这|那)?(?:各|几|[两二三四五]|所有|全部|每)(?:份|个|篇)(?:不同)?(?:的)?(?:改革)?(?:文件|要点)|[各诸]文件|这些文件"
    r"|(?:这)?[两二三各]个?省|[两各]地(?!人民)|中央|国家层面|地方(?=[\W对在的各怎如有之和与]|$)"
    r"|(?:19|20)\d{2}年?|最高人民法院|最高法院?|最高院"
    r"|工作报告|(?:报告|改革要点|要点|改革纲要|纲要)(?=\W|$|[到至里中和与的又各也])|从试点(?=[到至])|牵头"
    r"|\b(?:differ|compar|chang|evol|trace|treat)\w*|\b(?:between|over the years|over time|since)\b"
)
_JOINED = re.compile(r"、|以及|和(?![解谐平])|(?<!参)与|及(?!时)|跟")
_SEGMENT = re.compile(r"[，,。；;？?！!：:()（）\n]|包括")
_GENERIC = re.compile(r"改革|工作|建设|机制|制度|体系|体制|措施|政策|规定|安排")
_ENDING = re.compile(r"(?:改革|工作|建设|机制|制度|体系|体制)$")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Named:
    """A part of a topic that has a name: as it was asked, and all its names, searchable."""

    asked: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: how it is shown, the words it is searched by, and its parts with names."""

    text: str
    words: str
    named: tuple[Named, ...] = ()


def topics_of(question: Question, clauses: Sequence[Clause], library: Library) -> tuple[Topic, ...]:
    """Find the topics of a question, in its order; empty where it names none.

    Words joined by 和 are two topics where the clauses have each of them, nowhere both together.
    Words of the clauses count before what stands around them: of `案子办得好不好（案件评查）` it is
    案件评查.
    """
    plain = _COMPARING.sub(" ", _without_names(question))
    whole: list[str] = []
    divided: tuple[str, ...] = ()
    for segment in _SEGMENT.split(plain):
        parts = _coordinate(segment, question, clauses)
        if len(parts) > 1 and not divided:
            divided = parts
        elif words := subject_words(segment, question.quoted):
            whole.append(words)
    whole = _in_their_words(whole, clauses, library)
    around = _without_repeats(_in_chinese(whole))
    if divided:
        return tuple(_topic(" ".join((part, *around))) for part in divided[:MOST_TOPICS])
    if not around or not any(_HAN.search(words) for words in around):
        return ()
    return (_topic(" ".join(_without_generic(around)), whole, question.quoted),)


def _in_their_words(
    segments: Sequence[str], clauses: Sequence[Clause], library: Library
) -> list[str]:
    """Keep the segments with a word that clauses or the thesaurus have, where there are any.

    A word none of whose pairs of characters anybody knows is kept: it may be what is asked for.
    """
    held = [searchable(clause.text) for clause in clauses]
    words = {one: [word for word in one.split(" ") if len(word) > 1] for one in segments}
    theirs = [
        segment
        for segment, own in words.items()
        if any(not _GENERIC.fullmatch(word) and _is_theirs(word, held) for word in own)
    ]
    if not theirs:
        return list(segments)
    kept = (
        own if segment in theirs else [word for word in own if not _is_known(word, library)]
        for segment, own in words.items()
    )
    return [" ".join(own) for own in kept if own]


def _is_theirs(word: str, held: Sequence[str]) -> bool:
    """Whether the thesaurus names something in a word, or a clause has most of it."""
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    most = max((sum(pair in text for pair in pairs) for text in held), default=0)
    return most >= LEAST_THEIRS * len(pairs) or bool(concepts_in(word))


def _is_known(word: str, library: Library) -> bool:
    """Whether a pair of characters of a word stands in a clause or a question written for one."""
    fields = (TEXT, EXPANSION_FIELD) if library.field(EXPANSION_FIELD) else (TEXT,)
    return any(
        library.rarity(pair, name) < library.rarity("\0", name)
        for name in fields
        for pair in terms_of(word)
        if len(pair) > 1
    )


def everyday_topic(question: Question) -> tuple[Topic, ...]:
    """Give all that a question asks about as one topic, in whatever words or language."""
    rest = _COMPARING.sub(" ", _without_names(question))
    words = subject_words(rest, question.quoted)
    return (Topic(words, words),) if words else ()


def _without_names(question: Question) -> str:
    """Give a question in searchable form without the names of documents, regions and courts."""
    plain = searchable(question.standalone)
    for start, end in (*question.naming.spans, *question.naming.hints):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    return plain


def _coordinate(segment: str, question: Question, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Divide words that are joined by 和 where each stands in the documents, never together."""
    parts = [p for one in _JOINED.split(segment) if (p := subject_words(one, question.quoted))]
    if len(parts) < 2 or any(len(part) < 3 and not concepts_in(part) for part in parts):
        return ()
    held = [searchable(clause.text) for clause in clauses]
    if any(not concepts_in(p) and not any(p in text for text in held) for p in parts):
        return ()
    together = re.compile(rf"{'.{1,2}'.join(map(re.escape, parts))}")
    return () if any(together.search(text) for text in held) else tuple(dict.fromkeys(parts))


def _in_chinese(words: Sequence[str]) -> list[str]:
    """Leave out the English around a term given in Chinese: `plea leniency 认罪认罚从宽`."""
    if not any(_HAN.search(one) and concepts_in(one) for one in words):
        return list(words)
    kept = (" ".join(w for w in one.split(" ") if _HAN.search(w) or w.isdigit()) for one in words)
    return [one for one in kept if one]


def _without_generic(words: Sequence[str]) -> list[str]:
    """Leave out words that say nothing by themselves, as 改革 in `互联网司法 改革`."""
    split = [word for one in words for word in one.split(" ")]
    return [word for word in split if not _GENERIC.fullmatch(word)] or split


def _without_repeats(words: Sequence[str]) -> list[str]:
    """Leave out what another part of the question says with more words."""
    return [
        one
        for place, one in enumerate(words)
        if not any(one in other and (one != other or n < place) for n, other in enumerate(words))
    ]


def _topic(words: str, also: Sequence[str] = (), quoted: Sequence[str] = ()) -> Topic:
    """Make a topic of words; `also` are the words of the question it was made of.

    What the documents put in quotation marks (`quoted`) is a name.
    """
    shorter = tuple(one for one in also if one in words and one not in words.split(" "))
    core = " ".join(_core(word) for word in words.split(" "))
    named = [
        Named(
            name, tuple(dict.fromkeys((name, *_names(concept), *(s for s in shorter if s in name))))
        )
        for name, concept in concepts_in(core)
    ]
    said = [term for term in quoted if term in core]
    named += [Named(t, (t,)) for t in said if not any(t in one.asked for one in named)]
    return Topic("、".join(words.split(" ")), core, _merged(named))


def _core(word: str) -> str:
    """Leave out the general ending of a name, if the thesaurus knows it without.

    `人民法庭建设` is 人民法庭.
    """
    shorter = _ENDING.sub("", word)
    known = len(shorter) > 2 and any(name == shorter for name, _ in concepts_in(shorter))
    return shorter if known else word


def official_topics(question: Question) -> tuple[Topic, ...]:
    """Give a topic for each official term of a question in English or everyday words."""
    found = [
        (name, concept)
        for name, concept in concepts_in(_without_names(question))
        if len(name) >= SHORTEST and not _COMPARING.fullmatch(name)
    ]
    whole = [one for one in found if " " in one[0]] or found
    official = [(searchable(concept.official), concept) for _, concept in whole]
    return tuple(
        Topic(term, term, (Named(term, _names(concept)),))
        for term, concept in dict(official).items()
    )[:MOST_TOPICS]


def _names(concept: Concept) -> tuple[str, ...]:
    return tuple(searchable(name) for name in (concept.official, *concept.other))


def _merged(named: Sequence[Named]) -> tuple[Named, ...]:
    """Join what was asked in one word: an everyday word may stand for two concepts."""
    found: dict[str, tuple[str, ...]] = {}
    for one in named:
        found[one.asked] = (*found.get(one.asked, ()), *one.names)
    return tuple(Named(asked, tuple(dict.fromkeys(names))) for asked, names in found.items())
