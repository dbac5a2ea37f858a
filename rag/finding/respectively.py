"""Lists that belong together: `未结案件数、长期未结诉讼案件数分别下降17.5%和24.9%`.

Asked by how much the second fell, a reader wants 24.9% and not to count commas. The sentence is
taken apart into one statement for each thing named, in the document's own words and order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.words.evidence import Evidence
from rag.words.sentences import terms_of

_FIGURE = r"\d+(?:\.\d+)?(?:万亿|[万亿])?(?:%|[件人个家元名起次份])?"
_LIST = re.compile(
    rf"(?P<of>(?:，|,)?(?:同比)?)分别(?P<verb>[\u4e00-\u9fff]{{1,3}}?)(?P<figures>{_FIGURE}(?:[、和及与]{_FIGURE})+)"
)
_COMMA = re.compile("[，,]")
_AND = re.compile("[、和及与]")
_YEARLY = re.compile("逐年|每年|历年")
_CHANGE = re.compile(
    "[升降增减涨跌幅]|同比|上一?年比|百分|%|percent|rise|rose|f[ae]ll|drop|grow|grew|increase"
)
_EACH = re.compile("各|分别|都|both|each|respectively")
NAMED = 0.15
"""Share of a question from which on it names a thing."""


class Paired(NamedTuple):
    """One thing named, and what is said of it alone: (`未结案件数`, `未结案件数下降17.5%。`)."""

    thing: str
    statement: str


def paired(sentence: str) -> tuple[Paired, ...]:
    """Take a sentence apart that says several figures `分别`; empty if it does not.

    Example: `paired("涉诉信访、涉诉进京上访同比分别下降12.9%和71.8%。")[1].statement` is
    `涉诉进京上访同比下降71.8%。`.
    """
    match = _LIST.search(sentence)
    if match is None:
        return ()
    figures = _AND.split(match["figures"])
    things = _things(sentence[: match.start()], len(figures))
    said = f"{match['of']}{match['verb']}"
    return tuple(Paired(t, f"{t}{said}{f}。") for t, f in zip(things, figures, strict=False))


def _things(before: str, count: int) -> Sequence[str]:
    """The last things named before the figures: in one list, else in as many parts."""
    parts = [part.strip() for part in _COMMA.split(before.rstrip("，, "))]
    listed = [thing.strip() for thing in _AND.split(parts[-1])]
    if len(listed) == count:
        return listed
    return parts[-count:] if len(parts) >= count and not _YEARLY.search(before) else ()


def asked_of(sentence: str, question: str, evidence: Evidence) -> str:
    """Give the one statement that a question for a figure asks for; empty if that is not clear.

    `question` is in searchable form; `evidence` weighs its words.
    """
    found = paired(sentence)
    if _EACH.search(question):
        return ""
    own = all(re.search(r"\d", re.sub(r"(?:19|20)\d\d年", "", one.thing)) for one in found)
    if not found or (own and not _CHANGE.search(question)):
        return ""
    shares = [(evidence.coverage(terms_of(one.thing)), one.statement) for one in found]
    (best, statement), (second, _) = sorted(shares, key=lambda s: -s[0])[:2]
    return statement if best > second and best >= NAMED else ""
