"""Numbers as Word prints them in automatic lists: 1, 一, 十二, ①, 甲, iv."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ("", "十", "百", "千")
_FORMAL: Final = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL: Final = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def chinese(number: int, *, formal: bool = False) -> str:
    """Write a number from 0 to 9999 in Chinese: 10 is 十 (`formal`: 一十), 105 is 一百零五."""
    if not 0 < number < 10_000:
        return _DIGITS[0] if number == 0 else str(number)
    written, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return written.removeprefix("一") if written.startswith("一十") and not formal else written


def printed(number: int, style: str) -> str | None:
    """Write a list number in a Word number style (`w:numFmt`), None for bullets and no number.

    Example: `printed(12, "chineseCountingThousand")` is `"十二"`. A style that is not known is
    written with Arabic digits.
    """
    if style in ("bullet", "none"):
        return None
    write = _STYLES.get(style)
    return write(number) if write else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _from(first: str, last: int) -> Callable[[int], str]:
    """Write with the run of characters that starts at `first`, digits beyond number `last`."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _letters(first: str) -> Callable[[int], str]:
    return lambda number: (
        chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)
        if 0 < number <= 780
        else str(number)
    )


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


_CHINESE_STYLES: Final = (
    *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "japaneseCounting", "koreanCounting"),
)
_STYLES: Final[dict[str, Callable[[int], str]]] = {
    **dict.fromkeys(_CHINESE_STYLES, chinese),
    "chineseLegalSimplified": lambda number: chinese(number, formal=True).translate(_FORMAL),
    "ideographLegalTraditional": lambda number: chinese(number, formal=True).translate(
        _FORMAL_TRADITIONAL
    ),
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
