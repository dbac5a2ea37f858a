"""Requests for a working paper as the page sends them, for tests.

`python -m tests.papers` writes tests/golden/paper.md anew.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from ingest.founding import founding_documents
from tests.browser.fake import FakeLibrary
from ui.paper import content as paper
from ui.paper import file as paper_file

GOLDEN = Path(__file__).parent / "golden" / "paper.md"
DAY = date(2026, 11, 27)
HOSTILE = (
    "</w:t><script>alert(1)</script>\x00\x0b\ufffe]]>&amp;\r\n# 𠮷𪚥\n\n"
    "1. [x](javascript:x) `a` *b*"
)
HOSTILE_LINES = [
    "</w:t><script>alert(1)</script>]]>&amp;",
    "# 𠮷𪚥",
    "1. [x](javascript:x) `a` *b*",
]
"""What is left of it: everything but the characters that XML cannot hold."""


def founding_library() -> FakeLibrary:
    """The five documents, without an index."""
    parsed = founding_documents()
    return FakeLibrary(
        {one.document.id: one.document for one in parsed},
        {clause.id: clause for one in parsed for clause in one.clauses},
    )


def pin(library, clause_id, *words, note=""):
    """An entry that quotes these words of a clause, or all of it."""
    clause = library.clauses[clause_id]
    spans = [[clause.text.index(w), clause.text.index(w) + len(w)] for w in words]
    return {
        "clause": clause_id,
        "edition": paper.edition(clause),
        "spans": spans,
        "note": note,
    }


def body(*entries, title=""):
    return json.dumps({"title": title, "entries": entries}).encode()


def example(library):
    """A paper of four entries: sentences, a whole clause, traditional script, a hostile note."""
    first, *_, last = library.clauses["gd-2021-key-points/9"].text.split("。")[:-1]
    return body(
        pin(library, "gd-2021-key-points/9", f"{last}。", f"{first}。", note="两处之间有省略。"),
        pin(library, "spc-2024-2028-outline/12"),
        pin(library, "jl-2022-key-points/15", note=HOSTILE),
        pin(library, "spc-2021-key-points/4.2"),
        title="法官惩戒制度的比较",
    )


def write() -> None:
    library = founding_library()
    file = paper_file.exported("zh", "md", example(library), library, DAY)
    GOLDEN.write_bytes(file.content)


if __name__ == "__main__":
    write()
