"""Why a case came out as it did, in words: the first line of every case."""

from __future__ import annotations

from evals.report_places import Places
from evals.report_words import REASONS, Words, named
from evals.run import Outcome
from evals.types import Verdict
from rag.words.normal import normal

SHORT = 24
"""Characters of a point or wording that are quoted in the line."""


def missed(outcome: Outcome) -> tuple[str, ...]:
    """Give the points that the reply does not say."""
    said = "" if outcome.reply.refused else normal(outcome.reply.text)
    return tuple(point for point in outcome.case.points if normal(point) not in said)


def forbidden(outcome: Outcome) -> tuple[str, ...]:
    """Give the forbidden wordings that the reply says."""
    said = normal(outcome.reply.text)
    return tuple(wording for wording in outcome.case.must_not if normal(wording) in said)


def why(outcome: Outcome, places: Places) -> Words:
    """Say what went wrong with an outcome, the weightiest first, or that nothing did."""
    faults = [*_answering(outcome), *_saying(outcome), *_citing(outcome, places)]
    if not faults:
        return _well(outcome)
    if outcome.right and outcome.verdict is Verdict.RIGHT:
        faults.insert(0, Words("要点齐全", "all points said"))
    return Words("；".join(f.zh for f in faults), "; ".join(f.en for f in faults))


def _answering(outcome: Outcome) -> list[Words]:
    reply = outcome.reply
    if outcome.verdict is Verdict.ERROR:
        what = (reply.reason or "").removeprefix("error:").strip()
        return [Words(f"出错：{what}", f"error: {what}")]
    if outcome.verdict is Verdict.REFUSED:
        reason = named(REASONS, reply.reason or "?")
        return [Words(f"拒答：{reason.zh}", f"not answered: {reason.en}"), *_retrieving(outcome)]
    if outcome.verdict is Verdict.WRONGLY_ANSWERED:
        return [Words("文件中没有依据，应当拒答却答了", "answered although nothing supports it")]
    return []


def _retrieving(outcome: Outcome) -> list[Words]:
    gold, ranked = outcome.evidence.clauses, outcome.reply.retrieved
    if not gold:
        return []
    ranks = [rank for rank, clause in enumerate(ranked, start=1) if clause in gold]
    if not ranks:
        return [Words(f"未检索到应引条款 {_ids(gold)}", f"did not retrieve {_ids(gold)}")]
    return [
        Words(f"应引条款检索到了，排第 {ranks[0]}", f"the gold clause was retrieved: {ranks[0]}")
    ]


def _saying(outcome: Outcome) -> list[Words]:
    found = []
    if outcome.verdict in (Verdict.PARTLY, Verdict.WRONG) and (lost := missed(outcome)):
        found.append(Words(f"少说了{_list(lost, '“”')}", f"missed {_list(lost, '“”')}"))
    if said := forbidden(outcome):
        found.append(Words(f"说了不该说的{_list(said, '“”')}", f"said {_list(said, '“”')}"))
    return found


def _citing(outcome: Outcome, places: Places) -> list[Words]:
    """Say so when nothing of the gold evidence is cited, and whether it had been retrieved."""
    gold = outcome.evidence.clauses
    if not gold or outcome.reply.refused or outcome.verdict is Verdict.ERROR:
        return []
    if outcome.scores.get("span recall"):
        return []
    cited = [s.clause for said in outcome.reply.sentences for p in said.cites
             for s in places.spans(p)]  # fmt: skip
    there = _ids(tuple(dict.fromkeys(cited)))
    if set(cited) & set(gold):
        found = [
            Words(f"引了 {_ids(gold)}，但不是应引的文字", f"cited other words of {_ids(gold)}")
        ]
    elif there:
        found = [
            Words(f"引到 {there}，应为 {_ids(gold)}", f"cited {there} instead of {_ids(gold)}")
        ]
    else:
        found = [Words(f"没有引文，应引 {_ids(gold)}", f"cited nothing; {_ids(gold)} was due")]
    if not set(outcome.reply.retrieved) & set(gold):
        found.append(Words("未检索到应引条款", "the gold clause was not retrieved"))
    return found


def _well(outcome: Outcome) -> Words:
    return {
        Verdict.RIGHT: Words("要点齐全，引到依据", "all points said, evidence cited"),
        Verdict.RIGHTLY_REFUSED: Words("没有依据，如实拒答", "nothing supports an answer; refused"),
        Verdict.PARTLY: Words("引到部分依据", "part of the evidence cited"),
        Verdict.UNGRADED: Words("题目没有可判的要点", "the case names nothing to grade by"),
    }.get(outcome.verdict, Words("", ""))


def _ids(clauses: tuple[str, ...]) -> str:
    more = "…" if len(clauses) > 3 else ""
    return "、".join(clauses[:3]) + more


def _list(texts: tuple[str, ...], quotes: str) -> str:
    return "".join(f"{quotes[0]}{t[:SHORT]}{'…' * (len(t) > SHORT)}{quotes[1]}" for t in texts)
