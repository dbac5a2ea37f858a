"""Mistyped words of a question: read as the library's own words of the same sound or characters.

`法院的执星难题` is read as `法院的执行难题`. Only where neighbouring characters form no pair that
the library or general Chinese has is anything tried, and only what leaves fewer such pairs is
taken: 权利 and 权力, 期限 and 权限 are never exchanged. Limits were set on three seeds of
the changes in `evals.perturb` and on 1,543 questions of STARD: 12 of these are changed, 4 rightly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.script import searchable
from rag.spelling.vocabulary import HAN, Vocabulary

MOST = 4
"""Corrections of one question."""
LEAST_GAIN = 3.0
"""What familiarity must rise by, over the pairs that change."""
LEAST_OWN = 3
"""How often the library must have one of the new pairs."""
_LOOSE = 2.0
"""Familiarity of the pair beside a gap under which a character may have been dropped there."""
_DOUBLED = 9.0
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶魏苏吕丁沈"
    "姚卢姜崔钟谭陆范廖贾韦邹熊孟秦阎薛侯雷龙段郝孔邵史毛顾赖武康贺严钱"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What stood in the question and what it is read as; `added` says that both are searched."""

    wrong: str
    right: str
    added: bool = False


@dataclass(frozen=True, slots=True)
class _Edit:
    """One way to read a run of characters: `run[start:end]` is `right`; gain: higher is better."""

    start: int
    end: int
    right: str
    kind: str
    gain: float = 0.0

    def of(self, run: str) -> str:
        """Give the run as it is read."""
        return run[: self.start] + self.right + run[self.end :]


def corrected(question: str, vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    """Read the Chinese words of a question; what is not corrected stays as it was typed.

    Example: `法院怎么解决执星难` gives `法院怎么解决执行难` and `Correction("执星", "执行")`. A
    word that is known but strange where it stands is kept, the other put behind it in brackets.
    """
    plain, found = searchable(question), list[Correction]()
    pieces, at = [], 0
    for run in HAN.finditer(plain):
        read, corrections = _read(run[0], vocabulary, MOST - len(found))
        pieces += [
            question[at : run.start()],
            read if corrections else question[slice(*run.span())],
        ]
        found.extend(corrections)
        at = run.end()
    return "".join((*pieces, question[at:])), tuple(found)


def _read(run: str, known: Vocabulary, most: int) -> tuple[str, list[Correction]]:
    """Take the best edit as long as there is one; what stands around an added word, by itself."""
    found: list[Correction] = []
    while len(found) < most:
        best = max(_edits(run, known), key=lambda edit: (edit.gain, edit.right), default=None)
        if best is None or best.gain < LEAST_GAIN:
            break
        wrong = run[best.start : best.end]
        added = best.kind == "sound" and not known.weak(wrong) and not _fits(run, best, known)
        found.append(Correction(*_shown(run, best, known), added))
        if added:
            left, before = _read(run[: best.start], known, most - len(found))
            right, after = _read(run[best.end :], known, most - len(found) - len(before))
            return f"{left}{wrong}（{best.right}）{right}", [*found, *before, *after]
        run = best.of(run)
    return run, found


def _shown(run: str, edit: _Edit, known: Vocabulary) -> tuple[str, str]:
    """Give what is said to be read as what: a word, or else with a character on either side."""
    if edit.right in known.words:
        return run[edit.start : edit.end], edit.right
    before, after = run[max(0, edit.start - 1) : edit.start], run[edit.end : edit.end + 1]
    return f"{before}{run[edit.start : edit.end]}{after}", f"{before}{edit.right}{after}"


def _fits(run: str, edit: _Edit, known: Vocabulary) -> bool:
    """Whether the word read fits its neighbours so well that the one written cannot be meant.

    Both neighbours are strange beside what is written, or the library has one beside what is read.
    """
    sides = (run[max(0, edit.start - 1) : edit.start + 1], run[edit.end - 1 : edit.end + 1])
    read = edit.of(run)[max(0, edit.start - 1) : edit.end + 1]
    threes = (read[i : i + 3] for i in range(len(read) - 2))
    alone = all(known.weak(side) for side in sides if len(side) == 2)
    return alone or any(known.threes[three] > 1 for three in threes)


def _edits(run: str, known: Vocabulary) -> Iterator[_Edit]:
    """Give the readings that make a run more familiar."""
    strange = [known.weak(run[i : i + 2]) for i in range(len(run) - 1)]
    if not any(strange):
        return
    named = {j for i, odd in enumerate(strange) if odd and run[i] in _SURNAMES for j in (i, i + 1)}
    for i in range(len(strange)):
        if any(strange[max(0, i - 1) : i + 2]) and i not in named:
            for edit in _tried(run, i, known):
                if gain := _gain(run, edit, known):
                    yield _Edit(edit.start, edit.end, edit.right, edit.kind, gain)


def _tried(run: str, i: int, known: Vocabulary) -> Iterator[_Edit]:
    """Give what two characters may have been meant as."""
    pair, before, after = run[i : i + 2], run[max(0, i - 1) : i + 1], run[i + 1 : i + 3]
    odd = known.weak(pair)
    if pair[0] == pair[1]:
        if any(
            len(set(two)) == 1 for two in (run[max(0, i - 2) : i], run[i + 2 : i + 4]) if two[1:]
        ):
            return  # 进进出出, 高高兴兴
        ours = before in known.own or after in known.own
        if odd and ours and (known.weak(before) or known.weak(after)):
            yield _Edit(i, i + 2, pair[0], "doubled")
        return
    if pair not in known.own and not known.asked(pair):
        for other in known.alike(pair):
            if other[0] != pair[0] or before not in known.words:
                yield _Edit(i, i + 2, other, "sound")
    if odd:
        yield _Edit(i, i + 2, pair[::-1], "swapped")
        if min(known.familiarity(before), known.familiarity(after)) < _LOOSE:
            for three in known.between.get(pair, ()):
                yield _Edit(i, i + 2, three, "dropped")


def _gain(run: str, edit: _Edit, known: Vocabulary) -> float:
    """What familiarity rises by; 0 where strange pairs do not become fewer or none is ours."""
    if edit.kind == "doubled":
        return _DOUBLED
    old = _touched(run, edit.start, edit.end)
    new = _touched(edit.of(run), edit.start, edit.start + len(edit.right))
    lost, won = [p for p in old if p not in new], [p for p in new if p not in old]
    odd, was_odd = sum(map(known.weak, won)), sum(map(known.weak, lost))
    if odd >= was_odd or (odd and not _sure(run[edit.start : edit.end], edit, known)):
        return 0.0
    if max((known.own[pair] for pair in won if _worded(pair, edit, known)), default=0) < LEAST_OWN:
        return 0.0
    rise = sum(map(known.familiarity, won)) - sum(map(known.familiarity, lost))
    return rise - LEAST_GAIN * (len(won) - len(lost))


def _sure(wrong: str, edit: _Edit, known: Vocabulary) -> bool:
    """Whether a word is found even if it stays strange beside its neighbours."""
    if edit.kind == "swapped":
        return True
    alike = edit.kind == "sound" and (wrong[0] == edit.right[0] or wrong[1] == edit.right[1])
    return alike and known.weak(wrong)


def _worded(pair: str, edit: _Edit, known: Vocabulary) -> bool:
    """Whether a pair counts as found: characters that change places must give a word."""
    return edit.kind != "swapped" or pair in known.words


def _touched(run: str, start: int, end: int) -> list[str]:
    """Give the pairs of a run in which a character from start to end stands."""
    first, last = max(0, start - 1), min(len(run), end + 1)
    return [run[i : i + 2] for i in range(first, last - 1)]
