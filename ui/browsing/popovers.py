"""What the page needs to explain a term where it stands in a clause, as JSON."""

from __future__ import annotations

import json

from ui.browsing.glossary import terms
from ui.browsing.shown import short, when
from ui.types import Library


def popovers(library: Library) -> str:
    """Give every term: as looked for, as written, in English, its clauses, its first document.

    The page looks for a term in the simplified text of a line, which has the length of the printed.
    """
    firsts = {
        name: f"{short(document)}（{when(document)}）" if when(document) else short(document)
        for name, document in library.documents.items()
    }
    rows = [
        (one.plain, one.word, one.english, len(one.clause_ids), firsts[one.first])
        for one in terms(library)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
