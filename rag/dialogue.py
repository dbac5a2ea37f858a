"""From a turn of a dialogue to a question that stands alone.

`那吉林呢？` after `广东要点对个人破产怎么规定？` becomes `吉林要点：对个人破产怎么规定？`. A
complete question is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.script import searchable
from ingest.numbering import han_to_int
from ingest.types import Document
from rag.naming import read_naming
from rag.pointers import read_pointers

_STEP = re.compile(r"(上|下|前|后)一?(?:条|项|点|段|部分|个)|(next|previous)")
_LEANS = re.compile(
    r"^(?:那么?|它|他们|其|这|里面|其中|对|此外|还有|而|and |what about|how about)"
    r"|呢[？?]?$|类似|同样|上述|前面|刚才"
)
_EMPTY = re.compile(
    r"那么?|具体|详细|哪些|呢|吗|有没有|有什么|有何|有|什么|怎么样?|如何|类似|同样|的|要求|安排|规定|做法|措施|这方面|方面|那边|这边|对|里面|是|情况"
    r"|and|what|how|about|in|the|[\s，。？?！!、,.]"
)
_N = r"(\d{1,4}|[一二三四五六七八九十百]{1,5})"
_NUMBER = re.compile(
    rf"(第\s*[（(]?\s*){_N}(\s*[）)]?\s*(?:条|项|点|段|部分))"
    rf"|((?:clause|item|point|article) ?){_N}()"
)
_REMEMBERED = 20
"""Questions of the user that are looked back on."""
LONGEST = 2000
"""A question of more characters was refused, and is not looked back on."""
_LEANING_LENGTH = 24
"""A question of more characters stands alone, even if it begins with 那."""


def standalone(
    question: str, history: Sequence[tuple[str, str]], documents: Mapping[str, Document]
) -> str:
    """Complete a question from what the user asked before it.

    `history` holds (role, text) pairs, oldest first. The next clause, another document and a
    further detail are understood; anything else is left as it is.
    """
    asked = question.strip()
    before = [text for role, text in history if role == "user" and text.strip()]
    earlier = ""
    for text in before[-_REMEMBERED:]:
        if len(text) <= LONGEST:
            earlier = _completed(text.strip(), earlier, documents)
    return _completed(asked, earlier, documents)


def _completed(asked: str, earlier: str, documents: Mapping[str, Document]) -> str:
    """Complete a question from the one asked before it, which stands alone."""
    if not earlier:
        return asked
    plain = searchable(asked)
    step = _STEP.search(plain)
    if step and len(asked) <= _LEANING_LENGTH:
        moved = _moved(earlier, 1 if step[1] in ("下", "后") or step[2] == "next" else -1)
        return moved or asked
    if asked and not _EMPTY.sub("", plain):
        return f"{earlier.rstrip('？?。')}：{asked}"
    naming = read_naming(asked, documents)
    if len(asked) > _LEANING_LENGTH or not (
        _LEANS.search(plain) or naming.named or naming.suggested or read_pointers(plain)[0]
    ):
        return asked
    rest = _without(plain, (*naming.spans, *naming.hints))
    if (naming.named or naming.suggested) and not _EMPTY.sub("", rest):
        old = read_naming(earlier, documents)
        topic = _without(searchable(earlier), (*old.spans, *old.hints))
        names = "和".join(documents[d].facts.short_title for d in naming.named or naming.suggested)
        return f"{names}：{topic.strip()}"
    pointers, around = read_pointers(plain)
    alone = not naming.named and not _EMPTY.sub("", around)
    if alone if pointers else _LEANS.search(plain):
        return f"{_scope_words(earlier, documents)}{asked}"
    return asked


def _moved(question: str, by: int) -> str:
    """The question with its clause number moved by one, or empty if it has none."""
    match = _NUMBER.search(question)
    if not match:
        return ""
    ahead, number, behind = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    return question.replace(match[0], f"{ahead}{han_to_int(number) + by}{behind}", 1)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _scope_words(earlier: str, documents: Mapping[str, Document]) -> str:
    """The document names of the earlier question, to be put before a further detail."""
    naming = read_naming(earlier, documents)
    names = "".join(earlier[start:end] + " " for start, end in naming.spans)
    return names or "".join(earlier[start:end] + " " for start, end in naming.hints)
