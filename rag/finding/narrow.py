"""The part of a long sentence that has the figure asked for.

`完成清理工作，废止116件，修改111件，……` is quoted in full for who asks what was done; asked how
many were repealed, its first parts say it. What is quoted is still printed so in the document.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from index.script import searchable
from rag.finding.fitting import WORDED, can_answer, goes_on
from rag.finding.respectively import paired
from rag.understanding.details import NUMBER
from rag.understanding.question import Question
from rag.words.evidence import Evidence
from rag.words.sentences import Span, terms_of

SHORT = 30
"""Characters up to which a sentence is quoted whole."""
_PART = re.compile("[，,；;]")
_COUNT = re.compile(NUMBER)
_DATE = re.compile(r"(?:19|20)\d\d年?(?:\d{1,2}月)?(?:\d{1,2}日)?")
_WITHIN = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")


def narrowed(span: Span, question: Question, evidence: Evidence) -> Span:
    """Give the shortest run of a sentence's parts that states the figure and all that is asked.

    All: the words of the question that the sentence has. A part that goes on (`同比上升1.7%`) keeps
    the one before it. The sentence stays whole if it is short, if it was found by other words
    than the question's, if its figures belong to several things `分别`, or if no run states one.
    """
    worded = evidence.coverage(span.terms) >= WORDED
    if len(span.text) <= SHORT or not worded or paired(span.text):
        return span
    parts = _parts(span)
    needed = evidence.terms_in(span.terms)
    runs = [
        (parts[last][1] - parts[first][0], first, last)
        for first in range(len(parts))
        for last in range(first, len(parts))
        if not (first and goes_on(parts[first][2]))
    ]
    for _, first, last in sorted(runs):
        start, end = parts[first][0], parts[last][1]
        run = replace(span, start=start, end=end, terms=terms_of(span.clause.text[start:end]))
        counted = question.details or _COUNT.search(_DATE.sub("", searchable(run.text)))
        if counted and needed <= run.terms and can_answer(run, question, evidence):
            return run
    return span


def _parts(span: Span) -> list[tuple[int, int, str]]:
    """Divide a sentence at its commas and semicolons outside quotations: start, end, words."""
    text = span.text
    inside = {n for m in _WITHIN.finditer(text) for n in range(m.start(), m.end())}
    cuts = [m.end() for m in _PART.finditer(text) if m.start() not in inside]
    edges = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    found = []
    for start, end in pairwise(edges):
        words = text[start:end]
        left = span.start + start + len(words) - len(words.lstrip())
        found.append((left, span.start + start + len(words.rstrip().rstrip("，,；;")), words))
    last = found[-1]
    found[-1] = (last[0], span.end, last[2])
    return found
