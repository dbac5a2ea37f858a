"""The same matter asked of other documents, and comparisons of documents."""

from __future__ import annotations

import re
from dataclasses import replace

from index.script import searchable
from rag.dialogue.about import Turn, names_of, without
from rag.dialogue.followup import Followup, Kind
from rag.dialogue.wording import Completed, joined, mark, names_before

_ISSUE = re.compile(
    r"在(?P<issue>[^，。？?]{2,20}?)(?:上|方面|中|里|问题上|这块)|对(?P<to>[^，。？?]{2,20}?)(?:的|有|是)"
)
_WHICH = re.compile(r"(?P<former>前者|\bthe former\b)|后者|\bthe latter\b")
_KINDS = {"outline": "纲要", "report": "报告", "points": "要点"}
"""English words for the kind of a document, and what its title then has."""


def of_source(followup: Followup, turn: Turn) -> Completed | None:
    """The same matter, asked of other documents."""
    wanted = _sources(followup, turn)
    if followup.own and not followup.naming.named and {*turn.documents} <= {*wanted}:
        return None
    names = names_before(wanted, followup, turn)
    if followup.own or followup.aspect:
        asked = without(searchable(followup.asked), followup.naming)
        asked = re.sub(r"^\W*(?:那么?)?|\s+", " ", asked).strip(" ,，、的里")
        return Completed(f"{names}{joined(turn.subject, asked, followup)}", turn.subject)
    if turn.placed and not followup.alike:
        return Completed(f"{names}{turn.phrase}{mark(followup)}")
    matter = turn.phrase if turn.official else turn.subject
    return Completed(f"{names}{matter}{mark(followup)}", turn.subject)


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


def compare(followup: Followup, turn: Turn, compared: tuple[str, ...]) -> Completed:
    """A comparison of the documents last spoken of, or of one of them with another."""
    issue = _ISSUE.search(searchable(followup.asked))
    own = (issue["issue"] or issue["to"]) if issue else followup.own
    matter = own if len(followup.own) > 1 else turn.subject
    if followup.english:
        names = names_of(compared, turn.library, english=True)
        return Completed(f"{names}: how do they differ on {matter}?", matter)
    names = names_of(compared, turn.library)
    return Completed(f"{names}在{matter}方面有什么不同？", matter)


def one_of_several(followup: Followup, turn: Turn) -> Followup:
    """Read 前者 and 后者 as the first and the last of the documents that were compared."""
    which = _WHICH.search(searchable(followup.asked))
    if which is None or len(turn.documents) < 2:
        return followup
    document_id = turn.documents[0 if which["former"] else -1]
    naming = replace(followup.naming, named=(document_id,))
    asked = _WHICH.sub("", searchable(followup.asked)).strip(" 的")
    return replace(followup, kind=Kind.SOURCE, naming=naming, asked=asked)
