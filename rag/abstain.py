"""When the documents do not answer: how that is decided, and what the user reads then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.script import searchable
from index.types import Hit
from ingest.types import Clause, Document
from rag.finding.extract import Choice
from rag.types import Answer, Note, Status
from rag.understanding.question import Question

LEAST_COVERAGE = 0.42
"""A sentence answers if it and its headings say at least this share of the question's rare words;
docs/decisions/0004 names the run."""
LEAST_WITHIN = 0.35
"""The same for a question that names the part to look in."""

_OPINION = re.compile(
    r"你(?:个人|自己|本人)?(?:觉得|认为|看好|猜|预测|预计|的看法|的意见)|帮我写(?:一|首|个|篇|份)|写一?首|讲个笑话|推荐(?:几|一|个|下|家)"
    r"|(?:哪个|谁)\S{0,3}(?:更|比较)(?:好|强|合理|公平|厉害)(?=[些点]?[呢吗啊]?\W*$)"
    r"|天气|下雨|下雪|do you think|your opinion|recommend (?:a|me|some)|write (?:me )?a|the weather"
)
_MEANINGFUL = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered: a machine word, and the sentence for the user."""

    reason: str
    message: str
    english: str = ""


def unreadable(question: str, longest: int) -> Refusal | None:
    """Refuse what is no question: empty, without any word, or too long to be one."""
    if not question.strip():
        return Refusal("empty", "请输入问题。", "Please type a question.")
    if len(question) > longest:
        return Refusal(
            "too_long",
            f"问题有{len(question)}字，最多{longest}字；请只留下要问的内容。",
            f"The question has {len(question)} characters; at most {longest} are read.",
        )
    if not _MEANINGFUL.search(question):
        return Refusal(
            "unclear",
            "没有看懂问题：里面没有文字。请用一句话说明要问什么。",
            "There are no words in the question.",
        )
    return None


def nothing_asked() -> Refusal:
    """Refuse a question that names no subject."""
    return Refusal(
        "unclear",
        "没有看出要问的内容。请写明要问的制度、工作或条款，例如“广东要点怎么规定破产制度”。",
        "The question names no subject. Say which reform, duty or clause you mean.",
    )


def unheld(source: str) -> Refusal:
    """Refuse a question about a source that the library does not hold."""
    return Refusal(
        "no_such_document",
        f"本库没有收录“{source}”，不能回答；所收录的文件见下。",
        f"The library does not hold “{source}”.",
    )


def out_of_scope() -> Refusal:
    """Refuse a question that names a document the user's choice leaves out."""
    return Refusal(
        "out_of_scope",
        "问题指明的文件不在所选范围内。请改选文件，或去掉问题里的文件名。",
        "The document the question names is not among those chosen. Choose it, or leave it out.",
    )


def asks_opinion(question: str) -> bool:
    """Whether a question asks for a judgement, a forecast, advice on persons, or a composition."""
    return _OPINION.search(searchable(question)) is not None


def opinion() -> Refusal:
    """Refuse what no document can say: opinions, forecasts, recommendations, compositions."""
    return Refusal(
        "not_of_documents",
        "只回答文件写了什么；不作评价、预测、推荐，也不代写。请改问文件的规定或数据。",
        "Only what the documents say is answered; no opinions, forecasts or recommendations.",
    )


def not_stated(question: Question) -> Refusal:
    """Refuse a particular that the text which speaks of the subject does not state."""
    if question.spelled_out:
        terms = "、".join(f"“{term}”" for term in question.quoted)
        return Refusal(
            "not_stated",
            f"原文提到{terms}，但未载明其具体所指；最接近的条文如下。",
            "The text uses the term without saying what it stands for.",
        )
    names = "、".join(dict.fromkeys(detail.name for detail in question.details))
    english = ", ".join(dict.fromkeys(detail.english for detail in question.details))
    return Refusal(
        "not_stated",
        f"原文未载明{names}；最接近的条文如下。",
        f"The text does not state {english}; the nearest clauses are below.",
    )


def not_covered() -> Refusal:
    """Refuse a question whose words no sentence covers."""
    return Refusal(
        "not_covered",
        "本库条文中没有找到可以回答这个问题的依据。",
        "The documents here do not answer this question.",
    )


def covers(choice: Choice, *, within: bool = False) -> bool:
    """Whether the best sentence says enough of the question to answer it.

    `within` a part that the question names, less is enough; single characters never are.
    """
    least = LEAST_WITHIN if within else LEAST_COVERAGE
    return choice.coverage >= least and any(len(term) > 1 for term in choice.said)


def answer(
    question: str,
    understood_as: str,
    refusal: Refusal,
    nearest: tuple[Clause, ...],
    hits: tuple[Hit, ...],
    timings: tuple[tuple[str, float], ...],
    searched: Sequence[Document] = (),
    *,
    english: bool = False,
) -> Answer:
    """Make the answer that abstains: the reason, what was searched, and the nearest clauses."""
    notes: tuple[Note, ...] = ()
    if searched:
        names = "、".join(f"《{document.facts.title}》" for document in searched)
        notes = (Note("searched", f"已检索：{names}", f"Searched: {names}"),)
    return Answer(
        question=question,
        understood_as=understood_as,
        status=Status.ABSTAINED,
        reason=refusal.reason,
        message=refusal.english if english and refusal.english else refusal.message,
        notes=notes,
        nearest=nearest,
        hits=hits,
        timings=timings,
    )
