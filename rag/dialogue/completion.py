"""Writing the question that stands alone: one function for each kind of follow-up."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.script import searchable
from index.types import Scope
from ingest.types import Clause
from rag.dialogue import followup_words as words
from rag.dialogue import other_sources, places
from rag.dialogue.about import Turn, names_of, title_of
from rag.dialogue.followup import VERB, Followup, Kind
from rag.dialogue.wording import Completed, joined, names_before, of_clause
from rag.finding.retrieve import retrieve
from rag.understanding.question import Intent, understand

OWN = 0.5
"""Share of its rare words by which a turn finds a clause without the help of its title."""

_TO = re.compile(r"对[^,，。?？、]{1,20}?(?=(?:有|是)?(?:什么|哪些|何)|怎么|怎样|如何|提|做|作)")
_TO_ANOTHER = re.compile(r"^\W*(?:那么?)?(?P<to>对[^,，。?？]{1,16}?)呢\W*$")
_DONE = re.compile(
    r"审结|受理|办理|办结|执结|结案|立案|判处|判决|签发|发出|发放|发布|追回|追缴|挽回|调解|化解|救助|赔偿|培训|处理|宣告|改判|设立|聘请"
)
_ABOUT = re.compile(r"^\W*(?:and |but )?(?:what|how) about (?P<other>.+?)\W*$", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"(how (?:many|much) )(.+?)(?= (?:were|was|are|is|did|do|does|have|has)\b)", re.IGNORECASE
)
_UNIT = re.compile(r"(?:多少|几)(?:个|件|名|人|家|份|起|亿元|次)?(?!身)(?:案件|案)?")


def completed(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> Completed:
    """Complete a follow-up from the turn before it.

    `compared` are the documents of a comparison. `那吉林呢？` after a question about the Guangdong
    points gives `吉林要点：对个人破产怎么规定？`.
    """
    followup = other_sources.one_of_several(followup, turn)
    found = _WRITERS[followup.kind](followup, turn, compared)
    return found if found.question else Completed(followup.asked)


def _source(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    return other_sources.of_source(followup, turn) or _inside(followup, turn, ())


def _compare(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> Completed:
    if len(compared) < 2:
        return _more(followup, turn, ())
    return other_sources.compare(followup, turn, compared)


def _step(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    return Completed(places.step(followup, turn))


def _place(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    return Completed(places.place(followup, turn))


def _point(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """One point of the last reply, else the clause of that number."""
    point, asked = places.point(followup, turn)
    return Completed(f"{point}：{asked}") if point else _place(followup, turn, _)


def _more(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """More of the same matter: the clause last cited, with the words it was found by."""
    asked, clause = followup.stripped, turn.clause
    if clause is None or turn.understood.intent in (Intent.COUNT, Intent.PARTS):
        colon = ": " if followup.english else "："
        return Completed(f"{turn.question.rstrip('？?。')}{colon}{asked}", turn.subject)
    several = len({c.document_id for c in turn.clauses}) > 1
    if several or (followup.aspect and turn.official):
        names = names_before(turn.documents, followup, turn)
        return Completed(f"{names}{joined(turn.subject, asked, followup)}", turn.subject)
    narrower = turn.official and turn.topic not in searchable(title_of(clause))
    asked = joined(turn.topic, asked, followup) if narrower else asked
    return of_clause(clause, asked, followup, turn)


def _inside(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """A detail of the same matter."""
    asked, names = followup.stripped, names_before(turn.documents, followup, turn)
    if words.LACKS_SUBJECT.match(searchable(asked)) and len(followup.own) <= VERB:
        return Completed(f"{names}{joined(turn.subject, asked, followup)}", turn.subject)
    return of_clause(turn.clause, asked, followup, turn)


def _beside(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """Another subject in the same document."""
    names, asked = names_before(turn.documents, followup, turn), followup.stripped
    counted = turn.understood.intent is Intent.NUMBER and not followup.aspect
    if counted and re.search(r"呢\W*$", followup.asked):
        question = searchable(turn.question)
        done, unit = _DONE.search(question), _UNIT.search(question)
        verb, unit_said = done[0] if done else "有", unit[0] if unit else "多少"
        return Completed(f"{names}{asked.rstrip('？?呢')}{verb}{unit_said}？")
    if (about := _ABOUT.match(followup.asked)) and _HOW_MANY.search(turn.question):
        before = turn.question.split(": ", 1)[-1]
        return Completed(f"{names}{_HOW_MANY.sub(lambda m: m[1] + about['other'], before, 1)}")
    if not names:
        return Completed("")
    another = _TO_ANOTHER.match(searchable(followup.asked))
    if another and (frame := _TO.search(turn.phrase)):
        named = names_of(turn.documents, turn.library)
        return Completed(f"{named}{turn.phrase.replace(frame[0], another['to'], 1)}？")
    best = _found(followup, turn, turn.documents)[:1]
    if best and best[0] in turn.clauses and turn.coverage(followup.own, best[0]) < OWN:
        return of_clause(best[0], asked, followup, turn)
    return Completed(f"{names}{asked}")


def _unmarked(followup: Followup, turn: Turn, _: tuple[str, ...]) -> Completed:
    """Nothing shows that it leans: completed if its words find what was cited."""
    best = _found(followup, turn, ())[:1]
    if not best or best[0] not in turn.clauses:
        return Completed("")
    if turn.coverage(followup.own, best[0]) >= OWN:
        return Completed(f"{names_before((best[0].document_id,), followup, turn)}{followup.asked}")
    return of_clause(best[0], followup.asked, followup, turn)


def _found(followup: Followup, turn: Turn, among: tuple[str, ...]) -> list[Clause]:
    """The clauses that the follow-up's own words find, best first."""
    asked = understand(followup.asked, turn.library.documents)
    return [hit.clause for hit in retrieve(asked, turn.library, Scope(documents=among))]


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
