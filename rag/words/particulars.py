"""What a sentence says in particular: its figures, document numbers, titles, slogans and names.

These are the words that an answer may never get wrong. They are found by rules, in the forms that
`rag.words.normal` brings texts to: `〔2021〕`, `[2021]` and `（２０２１）` are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.script import searchable
from index.thesaurus import read_thesaurus
from rag.words.normal import in_digits, normal

_REGIONS = """
北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 广州 深圳 珠海
汕头 佛山 韶关 惠州 东莞 中山 江门 湛江 茂名 肇庆 梅州 河源 清远 潮州 揭阳 前海 横琴 长春 四平
辽源 通化 白山 松原 白城 延边 杭州 宁波 温州 南京 苏州 武汉 成都 西安 沈阳 大连 哈尔滨 济南
青岛 郑州 合肥 福州 厦门 南昌 长沙 南宁 海口 三亚 贵阳 昆明 拉萨 兰州 西宁 银川 乌鲁木齐
石家庄 太原 呼和浩特 雄安 浦东 京津冀 长三角 粤港澳 大湾区 珠三角 成渝 美国 英国 法国 德国
日本 俄罗斯 新加坡 欧盟 联合国
"""
REGIONS = tuple(_REGIONS.split())
"""Regions and cities that are looked for; a name that is not here still has to share its words."""

_BRACKETS = str.maketrans("〔〕[]【】﹝﹞〘〙", "()()()()()")
_DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,10})\s*\((\d{4})\)\s*(?:第)?0*(\d+)\s*号")
_TITLE = re.compile(r"[《〈]([^《》〈〉]{2,60})[》〉]")
_SLOGAN = re.compile(r"[“「『\"]([^“”「」『』\"]{1,40})[”」』\"]")
_IDIOM = re.compile(
    r"统一|进一步|一体|一律|一定|一些|一致|唯一|一般|一系列|一方面|单一|同一|逐一|一旦|一起|一并|一切"
    r"|一直|一贯|一流|一道|十分|第一时间|一线|一手|划一|归一|合一|万一|千方百计|一个(?=重要|关键)"
)
"""Words with a numeral in them that count nothing."""
_FIGURE = re.compile(r"(\d+(?:\.\d+)?(?:[/+]\d+)*%?)(?=(.?))", re.DOTALL)
_UNITS = "年月日号类人名件家所次份天个页批位宗元倍起场省级审步"
_OTHER = "*"
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])")
_LATIN = re.compile(r"[a-z][a-z0-9]+")
_INSTITUTION = re.compile(r"(?:法院|法庭|检察院|委员会|办公室|中心|专家库|司法部|公安部)$")
_PLACE = re.compile(r"第([〇零一二三四五六七八九十百两\d]{1,5})(部分|条|项|点|段|款)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as `normal` writes it, with % where it is a share, and the unit behind it.

    `unit` is 年, 件, 人 and so on, `_OTHER` for another word, or empty where no word follows.
    """

    number: str
    unit: str = ""

    @property
    def text(self) -> str:
        """The figure as a reader knows it."""
        return self.number + self.unit.removeprefix(_OTHER)

    def same(self, other: Figure) -> bool:
        """Whether two figures agree; a missing unit (`2024—2028年`) agrees with any."""
        units = (self.unit, other.unit)
        return self.number == other.number and (units[0] == units[1] or "" in units)


@lru_cache(maxsize=4_096)
def figures(text: str) -> tuple[Figure, ...]:
    """List the figures of a text in order, those of document numbers and titles left out.

    Example: `figures("2021年3月受理1.2万件，上升百分之五")` has 2021年, 3月, 12000 and 5%.
    """
    rest = _TITLE.sub("，", _bracketed(text))
    rest = _DOCUMENT_NUMBER.sub("，", rest)
    rest = in_digits(_ISO_DATE.sub(r"\1年\2月\3日", _IDIOM.sub("，", rest)))
    return tuple(Figure(_shortest(m[1]), _unit(m[2])) for m in _FIGURE.finditer(rest))


def _unit(character: str) -> str:
    if character in _UNITS:
        return character
    return _OTHER if character.isalpha() and character not in "至到和及或" else ""


def in_order(wanted: Sequence[Figure], there: Sequence[Figure]) -> bool:
    """Whether figures stand among others, in this order."""
    rest = iter(there)
    return all(any(one.same(figure) for one in rest) for figure in wanted)


def _shortest(number: str) -> str:
    """Write 03 as 3, so that 2021-03-01 is 2021年3月1日."""
    return number.lstrip("0") or "0" if "." not in number and "%" not in number else number


def document_numbers(text: str) -> tuple[tuple[str, str, str], ...]:
    """List the numbers of documents: who issued them, the year, the number.

    Example: `document_numbers("法发【２０２１】第01号")` is `(("法发", "2021", "1"),)`. The first
    part may have words before it that do not belong to it.
    """
    found = _DOCUMENT_NUMBER.findall(_bracketed(text))
    return tuple((issuer, year, number) for issuer, year, number in found)


def _bracketed(text: str) -> str:
    return searchable(text).translate(_BRACKETS)


def titles(text: str) -> tuple[str, ...]:
    """List what stands in title marks 《》, in the form of `normal`."""
    return tuple(normal(found) for found in _TITLE.findall(text))


def slogans(text: str) -> tuple[str, ...]:
    """List what stands in quotation marks, in the form of `normal`."""
    return tuple(word for found in _SLOGAN.findall(text) if (word := normal(found)))


def places(text: str) -> tuple[str, ...]:
    """Give the places a text speaks of, in one form: 第14项 for 第十四条, 第3部分 for 第三部分."""
    found = _PLACE.findall(searchable(text))
    return tuple(f"第{in_digits(n)}{'部分' if unit == '部分' else '项'}" for n, unit in found)


def without_places(text: str) -> str:
    """Take such places out: `without_places("第14项受理3件")` is `，受理3件`."""
    return _PLACE.sub("，", searchable(text))


def names(text: str) -> tuple[tuple[str, ...], ...]:
    """List the regions, institutions and foreign words of a text, each with its other names.

    Of names that overlap the longest counts: 广州知识产权法院, not 知识产权法院. Example:
    `names("吉林高院")` has `("吉林",)`.
    """
    plain = searchable(text)
    found: list[tuple[str, ...]] = [(region,) for region in REGIONS if region in plain]
    taken = plain
    for name, same in _institutions():
        if name in taken:
            taken = taken.replace(name, "，")
            found.append(same)
    return (*found, *((word,) for word in _LATIN.findall(plain)))


@cache
def _institutions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every name of an institution in the thesaurus with all names of it, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in read_thesaurus():
        same = tuple(searchable(name) for name in (concept.official, *concept.other))
        for name in same:
            if _INSTITUTION.search(name) and name not in ("法院", "人民法院"):
                found[name] = (name, *(other for other in same if other != name))
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))
