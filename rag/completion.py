"""Writing the question that stands alone: one function for each kind of follow-up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from index.script import searchable
from index.types import Scope
from ingest.types import Clause
from rag import places
from rag.about import Turn, names_of, title_of, without
from rag.followup import Followup, Kind
from rag.question import Intent, understand
from rag.retrieve import retrieve

NEAR = 3
"""Rank up to which a clause last cited is taken to be the one a turn that says 其中 is about."""
OWN = 0.5
"""Share of its rare words by which a turn finds a clause without the help of its title."""
ELSEWHERE = 0.7
"""Share of a turn's rare words by which a clause of another document shows its subject is new."""

_TO = re.compile(r"对[^,，。?？、]{1,20}?(?=(?:有|是)?(?:什么|哪些|何)|怎么|怎样|如何|提|做|作)")
_TO_ANOTHER = re.compile(r"^\W*(?:那么?)?(?P<to>对[^,，。?？]{1,16}?)呢\W*$")
_DONE = re.compile(
    r"审结|受理|办理|办结|执结|结案|立案|判处|判决|签发|发出|发放|发布|追回|追缴|挽回|调解|化解|救助|赔偿|培训|处理|宣告|改判|设立|聘请"
)
_UNIT = re.compile(r"(?:多少|几)(?:个|件|名|人|家|份|起|亿元|次)?(?:案件|案)?")
_ISSUE = re.compile(
    r"在(?P<issue>[^，。？?]{2,20}?)(?:上|方面|中|里|问题上|这块)|对(?P<to>[^，。？?]{2,20}?)(?:的|有|是)"
)
_KINDS = {"outline": "纲要", "report": "报告", "points": "要点"}
"""English words for the kind of a document, and what its title then has."""


class Completed(NamedTuple):
    """The question that stands alone, and the topic it asks a detail of, if it does."""

    question: str
    matter: str = ""


def completed(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> Completed:
    """Complete a follow-up from the turn before it; `compared` are the documents of a comparison."""
    found = _WRITERS[followup.kind](followup, turn, compared)
    return found if found.question else Completed(followup.asked)


def _step(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    return Completed(places.step(followup, turn))


def _place(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    return Completed(places.place(followup, turn))


def _point(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """One point of the last reply, else the clause of that number."""
    point, asked = places.point(followup, turn)
    return Completed(f"{point}：{asked}") if point else _place(followup, turn, _)


def _source(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """The same matter, asked of other documents."""
    wanted = _sources(followup, turn)
    if followup.own and not followup.naming.named and {*turn.documents} <= {*wanted}:
        return _inside(followup, turn, ())
    names = _names(wanted, followup, turn)
    if followup.own or followup.aspect:
        asked = without(searchable(followup.asked), followup.naming)
        asked = re.sub(r"^\W*(?:那么?)?|\s+", " ", asked).strip(" ,，、的里")
        return Completed(f"{names}{_and(turn.subject, asked, followup)}", turn.subject)
    if turn.placed and not followup.alike:
        return Completed(f"{names}{turn.phrase}{_mark(followup)}")
    matter = turn.phrase if turn.official else turn.subject
    return Completed(f"{names}{matter}{_mark(followup)}", turn.subject)


def _sources(followup: Followup, turn: Turn) -> tuple[str, ...]:
    """The documents asked about; of several of one year those of the same level as before."""
    naming, documents = followup.naming, turn.library.documents
    found = naming.named or naming.suggested
    said = [kind for word, kind in _KINDS.items() if word in searchable(followup.asked)]
    found = (
        tuple(d for d in found if any(k in searchable(documents[d].facts.title) for k in said))
        or found
    )
    if naming.named or not naming.years or not turn.documents:
        return found
    before = {documents[d].facts.level for d in turn.documents}
    return tuple(d for d in found if documents[d].facts.level in before) or found


def _compare(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> Completed:
    """A comparison of the documents last spoken of, or of one of them with another."""
    if len(compared) < 2:
        return _more(followup, turn, ())
    issue = _ISSUE.search(searchable(followup.asked))
    own = (issue["issue"] or issue["to"]) if issue else followup.own
    matter = own if len(followup.own) > 1 else turn.subject
    if followup.english:
        names = names_of(compared, turn.library, english=True)
        return Completed(f"{names}: how do they differ on {matter}?", matter)
    names = names_of(compared, turn.library)
    return Completed(f"{names}在{matter}方面有什么不同？", matter)


def _more(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """More of the same matter: the clause last cited, with the words it was found by."""
    asked, clause = followup.stripped, turn.clause
    if clause is None or turn.understood.intent in (Intent.COUNT, Intent.PARTS):
        return Completed(f"{turn.question.rstrip('？?。')}：{asked}", turn.topic)
    several = len({c.document_id for c in turn.clauses}) > 1
    if several or (followup.aspect and turn.official):
        names = _names(turn.documents, followup, turn)
        return Completed(f"{names}{_and(turn.subject, asked, followup)}", turn.subject)
    narrower = turn.official and turn.topic not in searchable(title_of(clause))
    asked = _and(turn.topic, asked, followup) if narrower else asked
    return _of_clause(clause, asked, followup, turn)


def _inside(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """A detail of the same matter, or of the same document where that speaks of it elsewhere."""
    asked, names = followup.stripped, _names(turn.documents, followup, turn)
    hits = _found(followup, turn, turn.documents)[:NEAR]
    clause = next((hit for hit in hits if hit in turn.clauses), None)
    if (clause and turn.coverage(followup.own, clause) < OWN) or not hits:
        return _of_clause(clause or turn.clause, asked, followup, turn)
    if clause is None and turn.coverage(followup.own, hits[0]) >= OWN:
        return Completed(f"{names}{asked}")
    if clause and not turn.official:
        return _of_clause(clause, asked, followup, turn)
    return Completed(f"{names}{_and(turn.subject, asked, followup)}", turn.subject)


def _beside(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """Another subject in the same document, unless only another document speaks of it."""
    names, asked = _names(turn.documents, followup, turn), followup.stripped
    if turn.understood.intent is Intent.NUMBER and not followup.aspect:
        question = searchable(turn.question)
        done, unit = _DONE.search(question), _UNIT.search(question)
        verb, unit_said = done[0] if done else "有", unit[0] if unit else "多少"
        return Completed(f"{names}{asked.rstrip('？?呢')}{verb}{unit_said}？")
    if not names or _is_elsewhere(followup, turn):
        return Completed("")
    another = _TO_ANOTHER.match(searchable(followup.asked))
    if another and (frame := _TO.search(turn.phrase)):
        named = names_of(turn.documents, turn.library)
        return Completed(f"{named}{turn.phrase.replace(frame[0], another['to'], 1)}？")
    best = _found(followup, turn, turn.documents)[:1]
    if best and best[0] in turn.clauses and turn.coverage(followup.own, best[0]) < OWN:
        return _of_clause(best[0], asked, followup, turn)
    return Completed(f"{names}{asked}")


def _unmarked(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """What shows no sign of leaning: completed if its words find, yet hardly say, what was cited."""
    best = _found(followup, turn, ())[:1]
    if not best or best[0] not in turn.clauses or turn.coverage(followup.own, best[0]) >= OWN:
        return Completed("")
    return _of_clause(best[0], followup.asked, followup, turn)


def _of_clause(clause: Clause | None, asked: str, followup: Followup, turn: Turn) -> Completed:
    """Ask something of one clause: `广东要点关于健全解决执行难长效机制：具体怎么做？`."""
    title = title_of(clause) if clause else ""
    if clause is None or not title:
        names = _names(turn.documents, followup, turn)
        return Completed(f"{names}{_and(turn.topic, asked, followup)}", turn.topic)
    name = names_of((clause.document_id,), turn.library, english=followup.english)
    about = f"{name}, {title}: " if followup.english else f"{name}关于{title}："
    return Completed(f"{about}{asked}", turn.topic if turn.official else title)


def _found(followup: Followup, turn: Turn, among: tuple[str, ...]) -> list[Clause]:
    """The clauses that the follow-up's own words find, best first."""
    words = understand(followup.asked, turn.library.documents)
    return [hit.clause for hit in retrieve(words, turn.library, Scope(documents=among))]


def _is_elsewhere(followup: Followup, turn: Turn) -> bool:
    """Whether another document says what is asked, and those of the dialogue much less of it."""
    words = understand(followup.asked, turn.library.documents).words
    best, own = (
        max((turn.coverage(words, clause) for clause in _found(followup, turn, among)), default=0.0)
        for among in ((), turn.documents)
    )
    return best >= ELSEWHERE and own < ELSEWHERE * best


def _names(ids: tuple[str, ...], followup: Followup, turn: Turn) -> str:
    """The names of documents with their colon, in the language of the follow-up."""
    names = names_of(ids, turn.library, english=followup.english)
    return f"{names}{': ' if followup.english else '：'}" if names else ""


def _and(matter: str, asked: str, followup: Followup) -> str:
    """A matter, then what is asked of it: `个人破产，谁负责？`."""
    return f"{matter}{', ' if followup.english else '，'}{asked}" if matter else asked


def _mark(followup: Followup) -> str:
    return "?" if followup.english else "？"


_WRITERS: dict[Kind, Callable[[Followup, Turn, tuple[str, ...]], Completed]] = {
    Kind.STEP: _step,
    Kind.ORDINAL: _point,
    Kind.PLACE: _place,
    Kind.SOURCE: _source,
    Kind.COMPARE: _compare,
    Kind.MORE: _more,
    Kind.INSIDE: _inside,
    Kind.BESIDE: _beside,
    Kind.UNMARKED: _unmarked,
}
