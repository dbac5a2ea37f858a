"""From a turn of a dialogue to a question that stands alone.

`那吉林呢？` after `广东要点对个人破产怎么规定？` becomes `吉林要点：对个人破产怎么规定？`. A
complete question is left alone. `rag.dialogue.followup` reads how a turn leans on the dialogue,
`rag.dialogue.about` what the dialogue is about, `rag.dialogue.completion` writes the question that
stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.script import searchable
from index.thesaurus import official_terms
from index.types import Scope
from rag.dialogue.about import Turn, names_of, without
from rag.dialogue.completion import completed
from rag.dialogue.followup import Followup, Kind, read_followup
from rag.dialogue.spoken_of import REPLIES, Spoken
from rag.dialogue.wording import Completed
from rag.finding.retrieve import retrieve
from rag.understanding.naming import read_naming
from rag.understanding.question import understand
from rag.words.evidence import Evidence
from rag.words.sentences import terms_of

LONGEST = 2000
"""A question of more characters was refused, and is not looked back on."""
REMEMBERED = 20
"""Questions of the user that are looked back on."""
_NTH = re.compile("第(?P<n>[一二三四五])个?$")
NEAR = 3
"""Rank up to which a clause that was cited shows the turn that a user goes back to."""
SAME_MATTER = 0.5
"""Share of the rare words of what a user goes back to that an earlier turn must have."""


def standalone(question: str, history: Sequence[tuple[str, str]], library: Library) -> str:
    """Complete a question from the dialogue before it.

    `history` holds (role, text) pairs, oldest first; what the assistant said is read for the
    clauses it cites. A question that leans on nothing is left as it is.
    """
    return Dialogue(history, library).completed(question.strip())


class Dialogue:
    """The turns so far, each completed from the one before it, when that is needed.

    Example: `Dialogue(history, library).spoken("手机上能不能弄？")` gives the last three turns with
    the clauses of their replies, and how the question leans on them.
    """

    def __init__(self, history: Sequence[tuple[str, str]], library: Library) -> None:
        self._library = library
        self._spoken = _spoken(history)[-REMEMBERED:]
        self._turns: dict[int, Turn] = {}

    def completed(self, asked: str) -> str:
        """Complete what is asked after all turns."""
        return self._completed(asked, len(self._spoken)).question

    def spoken(self, asked: str) -> tuple[Spoken, Followup]:
        """Give what was spoken of, newest or gone back to first, and the turn as it leans on it."""
        place = len(self._spoken)
        followup = read_followup(asked, self._library.documents)
        turns = [self._turn(p) for p in range(place - 1, max(place - 1 - REPLIES, -1), -1)]
        if followup.kind is Kind.RETURN and (earlier := self._earlier(followup, place)):
            followup = read_followup(followup.rest, self._library.documents)
            turns = [earlier, *(turn for turn in turns if turn is not earlier)]
        return Spoken(tuple(turns), self._library), followup

    def _turn(self, place: int) -> Turn:
        if place not in self._turns:
            asked, reply = self._spoken[place]
            question, matter = self._completed(asked, place)
            self._turns[place] = Turn(question, reply, self._library, matter)
        return self._turns[place]

    def _completed(self, asked: str, place: int) -> Completed:
        """Complete what is asked after the first `place` turns."""
        if not place or not asked:
            return Completed(asked)
        followup = read_followup(asked, self._library.documents)
        if followup.kind is Kind.RETURN:
            return self._returned(followup, place)
        if followup.kind is Kind.NEW:
            return Completed(asked)
        return completed(followup, self._turn(place - 1), self._compared(followup, place))

    def _compared(self, followup: Followup, place: int) -> tuple[str, ...]:
        """The documents that a comparison without names is about: the last two spoken of."""
        found = dict.fromkeys(followup.naming.named or followup.naming.suggested)
        if followup.kind is Kind.COMPARE and len(found) < 2:
            for earlier in range(place - 1, -1, -1):
                found = dict.fromkeys((*self._turn(earlier).documents, *found))
                if len(found) > 1:
                    break
        return tuple(found)

    def _returned(self, followup: Followup, place: int) -> Completed:
        """Go back to an earlier turn, and complete from it what is then asked."""
        earlier = self._earlier(followup, place)
        rest = followup.rest
        if earlier is None:
            return Completed(followup.asked)
        if not rest:
            return Completed(earlier.question, earlier.matter)
        further = read_followup(rest, self._library.documents)
        if further.kind in (Kind.NEW, Kind.RETURN):
            return Completed(rest)
        found = completed(further, _about(followup.back, earlier), earlier.documents)
        if found.question == rest and earlier.documents:
            return Completed(f"{names_of(earlier.documents, self._library)}：{rest}")
        return found

    def _earlier(self, followup: Followup, place: int) -> Turn | None:
        """Find the turn a user goes back to: by its words, else by its document."""
        if nth := _NTH.match(followup.back):
            return self._turn(min("一二三四五".index(nth["n"]), place - 1))
        if not followup.back:
            return self._turn(max(place - 2, 0))
        wanted = {*followup.naming.named, *followup.naming.suggested}
        if wanted and not self._words(followup.back):
            of = (t for p in range(place - 1, -1, -1) if wanted & {*(t := self._turn(p)).documents})
            return next(of, None)
        evidence = Evidence.of(followup.back, self._library)
        likeness = {
            earlier: evidence.coverage(terms_of(" ".join(self._spoken[earlier])))
            for earlier in range(place)
        }
        best = max(likeness, key=lambda earlier: (likeness[earlier], earlier))
        if likeness[best] >= SAME_MATTER:
            return self._turn(best)
        found = retrieve(understand(followup.back, self._library.documents), self._library, Scope())
        near = {hit.clause for hit in found[:NEAR]}
        turns = (self._turn(earlier) for earlier in range(place - 1, -1, -1))
        return next((turn for turn in turns if near & {*turn.clauses}), None)

    def _words(self, text: str) -> str:
        """The words of a text that are no names of documents."""
        return without(text, read_naming(text, self._library.documents)).strip()


def _about(back: str, earlier: Turn) -> Turn:
    """The earlier turn, with what the user calls its matter where that says it otherwise."""
    clause = earlier.clause
    if not back or back in searchable(earlier.question) or clause is None:
        return earlier
    terms = [back, *official_terms(back)]
    matter = next((term for term in terms if term in searchable(clause.text)), "")
    return replace(earlier, matter=matter) if matter else earlier


def _spoken(history: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pair what the user asked with what was replied; what is empty or too long is left out."""
    pairs: list[tuple[str, str]] = []
    for role, text in history:
        if role == "user" and text.strip() and len(text) <= LONGEST:
            pairs.append((text.strip(), ""))
        elif role == "assistant" and pairs and not pairs[-1][1]:
            pairs[-1] = pairs[-1][0], text[:LONGEST]
    return pairs
