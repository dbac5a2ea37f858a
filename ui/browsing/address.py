"""What the address of the page says: a document, a clause, and what the list shows.

`?d=DOC&c=CLAUSE&q=SEARCH&term=…&topic=…`; `term` or `topic` given but empty ask for the whole list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

LONGEST = 200
"""Characters of any value in an address that are looked at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is to show: hits of a search, a term, a topic; None where not asked for.

    `documents` are the ids that the filters leave, None where there is no filter.
    """

    query: str = ""
    term: str | None = None
    topic: str | None = None
    documents: tuple[str, ...] | None = None


def asked(values: Mapping[str, object]) -> Asked:
    """Read what is asked from the values of an address, or of a message of the page."""
    documents = values.get("docs")
    return Asked(
        query=_text(values.get("q")) or "",
        term=_text(values.get("term")),
        topic=_text(values.get("topic")),
        documents=tuple(map(str, documents)) if isinstance(documents, list) else None,
    )


def message(text: str) -> Asked:
    """Read what is asked from a message of the page, in JSON; nothing where it is none."""
    try:
        values = json.loads(text)
    except ValueError:
        return Asked()
    return asked(values) if isinstance(values, dict) else Asked()


def to(**values: str) -> str:
    """Write the address of something on this page: `to(term="双区")` is `?term=%E5%8F%8C…`."""
    return f"?{urlencode(values)}"


def _text(value: object) -> str | None:
    return value.strip()[:LONGEST] if isinstance(value, str) else None
