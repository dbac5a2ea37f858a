"""Writing the question that stands alone: one function for each kind of follow-up."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.script import searchable
from index.types import Scope
from ingest.numbering import han_to_int, int_to_han, read_marker
from ingest.types import Clause
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

_LEADING = re.compile(r"^\W*(?:那么|那(?!些|个|种|项)|还有|另外|至于|(?:and|but|so)\b)[\s,，]*", re.IGNORECASE)
_NUMBER = re.compile(
    r"(第\s*[（(]?\s*)(\d{1,4}|[一二三四五六七八九十百]{1,5})(\s*[）)]?\s*(?:条|项|点|段|部分|款|章|节))"
    r"|((?:clause|item|point|article|part|section) ?)(\d{1,4})()"
)
_PART = re.compile(r"部分|章|节|\b(?:part|section)\b")
_LISTED = re.compile(r"[一二三四五六七八九]是|第[一二三四五六七八九]、?[,，]|[①-⑨]|(?<!\d)[1-9][.、](?!\d)|[;；\n]")
_TO = re.compile(r"对[^,，。?？、]{1,20}?(?=(?:有|是)?(?:什么|哪些|何)|怎么|怎样|如何|提|做|作)")
_TO_ANOTHER = re.compile(r"^\W*(?:那么?)?(?P<to>对[^,，。?？]{1,16}?)呢\W*$")
_COUNTED = re.compile(r"[一-鿿]{0,2}了?(?:多少|几)(?:个|件|名|家|份)?(?:案件|人|案)?")
_POINT = re.compile(r"第[一二三四五六七八九十](?:个方面|方面|个|点|类|种)")


def completed(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> str:
    """Complete a follow-up from the turn before it; `compared` are the documents of a comparison."""
    return _WRITERS[followup.kind](followup, turn, compared) or followup.asked


def _step(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """The next clause or part: its number moved by one, else its neighbour in the document."""
    question = searchable(turn.question)
    number = _NUMBER.search(question)
    part = _PART.search(searchable(followup.asked)) is not None
    if number and (turn.placed or part):
        ahead, count, behind = number.group(1, 2, 3) if number[1] else number.group(4, 5, 6)
        moved = f"{ahead}{max(han_to_int(count) + followup.by, 0)}{behind}"
        named = turn.question if turn.naming.named or not turn.documents else ""
        if named:
            return named[: number.start()] + moved + named[number.end() :]
        return f"{names_of(turn.documents, turn.library)}{moved}"
    if not turn.clauses:
        return ""
    last = turn.clauses[-1 if followup.by > 0 else 0]
    return _neighbour(last, followup.by, turn)


def _neighbour(clause: Clause, by: int, turn: Turn) -> str:
    """Name the clause after or before another: by its number, else by its place in its part."""
    name = names_of((clause.document_id,), turn.library)
    if clause.number and clause.number.isdecimal():
        return f"{name}第{int(clause.number) + by}项讲什么？"
    parsed = next(p for p in turn.library.parsed() if p.document.id == clause.document_id)
    at = parsed.clauses.index(clause) + by
    if not 0 <= at < len(parsed.clauses):
        return ""
    other = parsed.clauses[at]
    marker = read_marker(other.path[-1]) if other.path else None
    if marker is None or other.number:
        return f"{name}关于{title_of(other)}讲什么？"
    place = [c for c in parsed.clauses if c.path == other.path].index(other) + 1
    return f"{name}第{int_to_han(marker.value)}部分第{place}段讲什么？"


def _ordinal(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """One point of the last reply: the clause it cites there, else the words it lists there."""
    rest = _POINT.sub("", _stripped(followup.asked)) or followup.asked
    if 1 < len(turn.clauses) >= followup.by:
        return _of_clause(turn.clauses[followup.by - 1], rest, turn)
    listed = [p.strip(" ：:，,。") for p in _LISTED.split(turn.reply)]
    listed = [p for p in listed if len(p) > 3]
    if _LISTED.match(turn.reply) is None and len(listed) > followup.by:
        listed = listed[1:] if re.search(r"一是|第一|①|1[.、]", turn.reply) else listed
    if len(listed) < max(followup.by, 2):
        return _place(followup, turn, ())
    words = re.split("[，,。：:]", listed[followup.by - 1])[0]
    return f"{names_of(turn.documents, turn.library)}关于{words}：{rest}"


def _place(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """Another place of the same documents: `广东要点第15条呢？`."""
    names = names_of(turn.documents, turn.library)
    return f"{names}{_stripped(followup.asked)}" if names else ""


def _source(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """The same matter, asked of other documents."""
    english = turn.understood.english
    names = names_of(_sources(followup, turn), turn.library, english=english)
    clause = turn.clauses[0] if turn.clauses else None
    asked = without(searchable(followup.asked), followup.naming)
    if followup.own or followup.aspect:
        matter = turn.topic if turn.official(clause) else title_of(clause) if clause else turn.topic
        rest = re.sub(r"\s+", " ", _stripped(asked)).strip(" ,，、的")
        return f"{names}：{matter}，{rest}"
    if clause is None or turn.official(clause) or (turn.placed and not followup.alike):
        return f"{names}：{turn.phrase}?"
    return f"{names}：{title_of(clause)}?"


def _sources(followup: Followup, turn: Turn) -> tuple[str, ...]:
    """The documents asked about; of several of one year those of the same issuer as before."""
    naming, documents = followup.naming, turn.library.documents
    found = naming.named or naming.suggested
    if naming.named or not naming.years or not turn.documents:
        return found
    before = {documents[d].facts.level for d in turn.documents}
    return tuple(d for d in found if documents[d].facts.level in before) or found


def _compare(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> str:
    """A comparison of the documents last spoken of, or of one of them with another."""
    if len(compared) < 2:
        return _more(followup, turn, ())
    names = names_of(compared, turn.library, english=turn.understood.english)
    clause = turn.clauses[0] if turn.clauses else None
    if len(followup.own) > 1:
        matter = Turn(_stripped(followup.asked), "", turn.library).topic
    else:
        matter = turn.topic if turn.official(clause) or not clause else title_of(clause)
    if turn.understood.english:
        return f"{names}: how do they differ on {matter}?"
    return f"{names}在{matter}方面有什么不同？"


def _more(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """More of the same matter: the clause last cited, with the words it was found by."""
    clause = turn.clauses[0] if turn.clauses else None
    several = len({c.document_id for c in turn.clauses}) > 1
    counted = turn.understood.intent in (Intent.COUNT, Intent.PARTS)
    asked = _stripped(followup.asked)
    if clause is None or counted:
        return f"{turn.question.rstrip('？?。')}：{asked}"
    names = names_of(turn.documents, turn.library)
    if several or (followup.aspect and turn.official(clause)):
        return f"{names}：{turn.topic}，{asked}"
    narrower = turn.official(clause) and turn.topic not in searchable(title_of(clause))
    return _of_clause(clause, f"{turn.topic}，{asked}" if narrower else asked, turn)


def _inside(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """A detail of the same matter: asked of its topic, or of the clause where that says too little."""
    asked = _stripped(followup.asked)
    clause = _nearest(followup, turn, NEAR) or (turn.clauses[0] if turn.clauses else None)
    names = names_of(turn.documents, turn.library)
    if clause is None or (turn.official(clause) and turn.coverage(followup.own, clause) >= OWN):
        return f"{names}：{turn.topic}，{asked}" if names else f"{turn.topic}，{asked}"
    return _of_clause(clause, asked, turn)


def _beside(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """Another subject in the same document, unless only another document speaks of it."""
    names = names_of(turn.documents, turn.library)
    if not names or _is_elsewhere(followup, turn):
        return ""
    asked = _stripped(followup.asked)
    another = _TO_ANOTHER.match(searchable(followup.asked))
    if another and (frame := _TO.search(turn.phrase)):
        return f"{names}{turn.phrase.replace(frame[0], another['to'], 1)}？"
    clause = _nearest(followup, turn, 1)
    if turn.understood.intent is Intent.NUMBER and not followup.aspect:
        counted = _COUNTED.search(searchable(turn.question))
        return f"{names}：{asked.rstrip('？?呢')}{counted[0] if counted else ''}？"
    if clause and turn.coverage(followup.own, clause) < OWN:
        return _of_clause(clause, asked, turn)
    return f"{names}：{asked}"


def _unmarked(followup: Followup, turn: Turn, _: tuple[str, ...]) -> str:
    """Nothing shows that it leans: completed only if the clause last cited is what its words find."""
    everywhere = retrieve(_understood(followup, turn), turn.library, Scope())
    best = everywhere[0].clause if everywhere else None
    if best not in turn.clauses or best is None or turn.coverage(followup.own, best) >= OWN:
        return ""
    return _of_clause(best, followup.asked, turn)


def _of_clause(clause: Clause, asked: str, turn: Turn) -> str:
    """Ask something of one clause: `广东要点关于健全解决执行难长效机制：具体怎么做？`."""
    return f"{names_of((clause.document_id,), turn.library)}关于{title_of(clause)}：{asked}"


def _nearest(followup: Followup, turn: Turn, within: int) -> Clause | None:
    """The clause last cited that the follow-up's own words find among the first few."""
    scope = Scope(documents=turn.documents)
    hits = retrieve(_understood(followup, turn), turn.library, scope)[:within]
    return next((hit.clause for hit in hits if hit.clause in turn.clauses), None)


def _is_elsewhere(followup: Followup, turn: Turn) -> bool:
    """Whether another document says what is asked, and those of the dialogue much less of it."""
    words = _understood(followup, turn)
    if not words.parts:
        return False
    everywhere = retrieve(words, turn.library, Scope())
    here = retrieve(words, turn.library, Scope(documents=turn.documents))
    best = max((turn.coverage(words.words, h.clause) for h in everywhere), default=0.0)
    own = max((turn.coverage(words.words, h.clause) for h in here), default=0.0)
    return best >= ELSEWHERE and own < ELSEWHERE * best


def _understood(followup: Followup, turn: Turn):  # type: ignore[no-untyped-def]
    return understand(followup.asked, turn.library.documents)


def _stripped(asked: str) -> str:
    return _LEADING.sub("", asked.strip())


_WRITERS: dict[Kind, Callable[[Followup, Turn, tuple[str, ...]], str]] = {
    Kind.STEP: _step,
    Kind.ORDINAL: _ordinal,
    Kind.PLACE: _place,
    Kind.SOURCE: _source,
    Kind.COMPARE: _compare,
    Kind.MORE: _more,
    Kind.INSIDE: _inside,
    Kind.BESIDE: _beside,
    Kind.UNMARKED: _unmarked,
}
