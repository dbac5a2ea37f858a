"""Who does something, what leads and what is denied: told the other way round in a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.checking.pieces import ALIKE, Piece

_IN_CHARGE = re.compile(r"由([\u4e00-\u9fff]{2,14}?)(?:统筹|负责|牵头|主管|组织|协调)")
_CHARGED = re.compile(r"([\u4e00-\u9fff]{2,16}?)(?:负责|牵头|统筹)")
_ASKING = re.compile("[谁哪何]|什么")
_DOING = re.compile(r"由([\u4e00-\u9fff]{2,12}?)(?:直接|统一|亲自)([\u4e00-\u9fff]{2})")
"""Who does something himself: `由院长直接听证化解`."""
_LEFT_TO = (
    "(?:由|交给|归|让|叫|(?<![不还])是(?![不否]))([\\u4e00-\\u9fff]{2,9}?)"
    "(?:直接|统一|亲自|出面|来|去)?"
)
"""Before the word for what is done: to whom a question leaves it."""
_LEADING = re.compile(r"([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{0,4})为主、([\u4e00-\u9fff]{2})\2为辅")
_DENIED = re.compile("(?:(?<![成首])都不|不再)([\u4e00-\u9fff]{2})(?![吗么])")
_OWN = re.compile("我的|我们|俺")
_AGAIN = re.compile("(?:不再?|别|不能)(?:是)?以?$")
"""What denies that something leads, before it."""


def swapped(
    asked: str, near: Sequence[Piece], pieces: Sequence[Piece], whole: str
) -> Iterator[tuple[str, str, str]]:
    """Find who or what a question puts in the place of another, and what it denies.

    Gives the words, those that are printed, and the part of the sentence that has them. Example:
    `纸质档案为主` is the other way round in `电子档案为主、纸质档案为辅`.
    """
    if near:
        yield from _charges(asked, pieces, whole)
    yield from _doers(asked, near, whole)
    yield from _leading(asked, pieces)
    for match in _DENIED.finditer("" if _OWN.search(asked) else asked):
        for piece in near:
            denied = re.search(f"(?:[不未无免非]|禁止?)[^,]{{0,4}}{match[1]}", piece.text)
            if match[1] in piece.text and not denied:
                yield match[0], match[1], piece.printed
                break


def _charges(asked: str, pieces: Sequence[Piece], whole: str) -> Iterator[tuple[str, str, str]]:
    for match in _IN_CHARGE.finditer(asked):
        if match[1] in whole or _ASKING.search(match[1]):
            continue
        for piece in pieces:
            if charged := _CHARGED.search(piece.text):
                yield match[1], charged[1], piece.printed
                break


def _doers(asked: str, near: Sequence[Piece], whole: str) -> Iterator[tuple[str, str, str]]:
    for piece in near:
        for doer, deed in _DOING.findall(piece.text) if piece.shared >= ALIKE else ():
            left = re.search(_LEFT_TO + deed, asked)
            plain = left and re.fullmatch("[不是否都由要得应该须]*" + re.escape(doer), left[1])
            if left and not plain and left[1] not in whole and not _ASKING.search(left[1]):
                yield left[1], doer, piece.printed


def _leading(asked: str, pieces: Sequence[Piece]) -> Iterator[tuple[str, str, str]]:
    for piece in pieces:
        for first, what, second in _LEADING.findall(piece.text):
            both = re.search(f"{first[0]}[^,、]{{0,5}}为主", asked)
            said = re.search(f"{second[0]}[^,、]{{0,5}}为主", asked)
            if said and not both and not _AGAIN.search(asked[: said.start()]):
                yield said[0], f"{first}{what}为主", piece.printed
