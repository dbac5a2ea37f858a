"""What a turn of a dialogue asks for, read from its words alone: small tables, tried in order.

`read_followup("那吉林呢？", …)` is of kind `SOURCE`: the same matter, asked of another document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.script import searchable
from ingest.types import Document
from rag.naming import Naming, read_naming
from rag.pointers import read_pointers


class Kind(StrEnum):
    """How a turn leans on what was said before it.

    `RETURN` 回到刚才的个人破产; `STEP` 下一条呢; `ORDINAL` 第一点具体怎么做; `PLACE` 第15条呢;
    `SOURCE` 那吉林呢; `COMPARE` 它和广东的有什么不同; `MORE` 具体有哪些措施; `INSIDE` 其中北京多少;
    `BESIDE` 那受疫情影响的企业呢; `UNMARKED` shows no sign of leaning; `NEW` stands alone.
    """

    RETURN = "return"
    STEP = "step"
    ORDINAL = "ordinal"
    PLACE = "place"
    SOURCE = "source"
    COMPARE = "compare"
    MORE = "more"
    INSIDE = "inside"
    BESIDE = "beside"
    UNMARKED = "unmarked"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Followup:
    """A turn as read.

    `own` are the words by which it names something itself, `aspect` those that only say what is
    asked of the matter (谁负责, 同比增长多少); both are empty for 具体怎么做. `by` is how far a step
    goes, or which point is meant; `back` is what a return goes back to and `rest` what it then
    asks. `alike` says that the same matter is asked of another document (类似, 这方面).
    """

    kind: Kind
    asked: str
    naming: Naming
    own: str = ""
    aspect: str = ""
    by: int = 0
    back: str = ""
    rest: str = ""
    alike: bool = False

    @property
    def english(self) -> bool:
        """Whether it is in English."""
        return re.search("[\u3400-\u9fff]", self.asked) is None

    @property
    def stripped(self) -> str:
        """The words without the 那 or "and" they begin with."""
        rest = _LINK.sub("", self.asked)
        return rest if len(rest) > 2 else self.asked


LONGEST = 28
"""Han characters beyond which a turn stands alone, unless it says 其中 or 它."""
LONGEST_ENGLISH = 14
"""The same in English words."""

_YEAR = re.compile(r"(?:19|20)\d\d年?(?:[以之]后|度)?")
_N = "[一二三四五六七八九十两]"
_LINK = re.compile(
    r"^\W*(?:那么|那(?!些|个|种|项|里|边)|还有|另外|至于|(?:and|but|so)\b)[\s,，]*", re.IGNORECASE
)
_COURTESY = re.compile(
    r"\W*(?:(?:谢谢|多谢|感谢|好的?|嗯+|明白了?|知道了?|了解了?|懂了|可以了?|行|您?你?好|再见|辛苦|没事"
    r"|ok|okay|thanks?|thank you|hello|hi|bye|great|got it)(?:了|你|您|啊|哦|呀)?\W*)+"
)
_ANOTHER = re.compile(
    r"^\W*(?:我?(?:换|再?问)一?(?:个|下)?(?:别的|另一个|新的?)?(?:问题|话题)|另一个问题|new question|another question)"
)
_RETURN = re.compile(
    r"^\W*(?:那|再|我们|还是|先|请|我想)*"
    r"(?:(?:回到|说回|回头(?:再)?[看说]|回过头(?:来)?[看说]?)(?:刚才|刚刚|前面|之前|上面|最初|一开始|最开始)?"
    r"|[上前]一?个(?=问题|话题)|(?:你?(?:刚才|刚刚|前面|之前|最初|一开始|最开始)(?:说|提|问|讲|谈)))"
    r"(?:[说提问讲谈]?(?:到|过)?的?)(?:那个)?(?P<back>[^,。?!:;]*?)(?:的?(?:问题|话题|那里|那儿))?"
    r"(?:$|[,。?!:;]+)(?P<rest>.*)$"
)
_RETURN_ENGLISH = re.compile(
    r"^\W*(?:(?:and|now|so|ok|let'?s)\W+)*(?:(?:go(?:ing)?|com(?:e|ing)|get(?:ting)?) )?"
    r"(?:back|return(?:ing)?) to (?P<back>[^,.?!:;]*)(?:$|[,.?!:;]+)(?P<rest>.*)$"
)
_STEP = re.compile(
    rf"(?<!最)(?P<way>上|下|前|后)(?:面|来|去)?的?(?:{_N}|一?个)?(?:条|项|点|段|部分)(?!件)"
    r"|\b(?P<word>next|previous|preceding|following)\b(?: (?:one|clause|item|point|article|part|section))?"
)
_ORDINAL = re.compile(
    r"第(?P<n>[一二三四五六七八九十])(?:个|方面|点|类|种)|\b(?P<word>first|second|third|fourth|fifth)\b"
    r"(?: (?:one|point|measure|item))?"
)
_WORDS = ("first", "second", "third", "fourth", "fifth")
_STRUCTURE = re.compile(
    r"(?:几|多少)(?:条|项|点|款|个?部分|章)|(?:哪些|哪[几一二三四五六七八九十]?个?)大?(?:部分|板块|章)|文号|发文(?:字号|机关)"
    r"|how many (?:clauses|items|articles|parts)"
)
_COMPARE = re.compile(
    r"不同|区别|差[别异]|异同|对比|相比|比较|比起来|一样吗?|是否一致|differ|compar|the same as"
)
_WITH = re.compile(r"^\W*(?:那么?)?(?:和|与|跟|同|比起?)")
_INSIDE = re.compile(
    r"其中|里[面头边]|当中|这[里其]|它们?|[他她]们|(?:^|[,。对由给让替])[他她]|其(?=[具主实效目范对适]|$)"
    r"|上述|该(?:制度|机制|项|条|法院|平台|文件|办法|改革|工作)|这(?:个|些|项|种|类|方面|一|条|次|份|几)|此(?:类|项|外)"
    r"|前者|后者|那(?:些|个|种|项)|\b(?:its?|they|them|theirs?|those|these|this|that|of which|there|the (?:former|latter))\b"
)
_STRONG = re.compile(r"其中|它们?|上述|前者|后者|\b(?:of (?:them|these|those)|of which)\b")
_BESIDE = re.compile(
    r"^\W*(?:那|还有|另外|此外|以及|至于|而)|^\W*对.{1,12}呢\W*$|呢(?:\W|$)"
    r"|^\W*(?:(?:and|but)\b|(?:what|how)\b[^?]{0,12}\babout\b)"
)
_ALIKE = re.compile(r"类似|同样|这方面|也有|相关|相应|对应|similar|same|comparable")
_THAT_MATTER = (
    r"那[里边儿]|(?:这|那|该|此)(?:个|项|种|些|类|一)?(?:制度|机制|改革|问题|工作|方面|做法|规定|事情?|内容|安排|措施|要求|政策)?"
    r"|它们?的?|他们?的?|上述|前者|后者|其中|里[面头边]|当中|这[里边儿]"
)
_MATTER = re.compile(_THAT_MATTER)
_EMPTY = re.compile(
    r"那么|具体|详细|进一步|展开|主要|大概|到底|究竟|请问|请|能不能|可以|再|继续|接着|分别|各自"
    r"|哪些|哪几[个条项]|呢|吗|吧|啊|呀|有没有|有无|是不是|是否|有什么|有何|什么样|什么|怎么样|怎样|怎么|如何|没有|有"
    r"|类似|同样|相关|相应|对应|也|还|又|都|别的|其他|其它|更多|的|了|是|要|会|想|那边|那|搞|改|处理|怎|么|写|单独|已经|为|就|呗|里|应该|应当|准备|打算|需要|在|从|对于?|和|与|跟|关于|方面|上"
    r"|要求|安排|规定|做法|措施|举措|内容|情况|部署|说法|表述|提法|说明|介绍|解释|讲讲|说说|谈谈|讲|说|提到?|做|办|弄|搞|落实|推进|实施|操作|写|文件|要点|一下|一点|点|例子|比如|例如"
    r"|\b(?:and|but|so|then|what|how|about|in|the|a|an|on|of|does|do|did|is|are|was|were|there|any|like|handle|handles|deal|deals|way|anything|has|have|it|its"
    r"|they|them|their|theirs|that|those|these|this|else|more|details?|specifically|exactly|concretely|measures?|arrangements?|rules?|provisions?"
    r"|similar|same|say|says|said|tell|me|can|could|you|give|please|go|be|to|will|would|should|for|s|document|documents|points?|outline|report|also|too|one|ones"
    r"|happens?|happened|explain|elaborate|provide|case|as|well|from|with|by|which|at)\b|[\s\W]"
)
_ASPECT = re.compile(
    r"(?:由|归)?(?:谁|哪个?(?:部门|机构|单位|家)|哪家)(?:来)?(?:负责|牵头|管|落实|组织)?|负责|牵头|责任(?:单位|部门)"
    r"|同比|环比|比(?:上年|去年|前一年|往年)|增长|增加|上升|提高|下降|减少|增幅|降幅|升幅|幅度|变化"
    r"|占比|比例|比重|百分之几|多少|几(?:个|家|件|人|名|年|月|份|条|项|种|类|次)?|数量|金额|总数|一共|总共|共"
    r"|(?:件|人|家|名|份|次|钱|个)(?=\W|$)|什么时候|何时|时候|哪[年天]|时间表?|期限|进度|到期|完成"
    r"|为什么|为何|原因|理由|目的|目标|意义|依据|效果|成效|结果|影响|作用|步骤|流程|程序|途径|范围|对象|条件|标准|重点|试点|哪里|哪儿|哪[些个]?(?:地方|法院|省份?|地区|城市)"
    r"|\b(?:who|whose|whom|when|where|why|responsible|charge|lead|leads|increase|increased|decrease|grow|growth|grew|rise|rose|fall|fell"
    r"|many|much|percent(?:age)?|share|year|over|compared|deadline|goals?|purpose|reasons?|results?|scope|number|total|amount|figures?)\b"
)


def read_followup(asked: str, documents: Mapping[str, Document]) -> Followup:
    """Read how a turn leans on the dialogue; there must have been a question before it."""
    asked = asked.strip()
    plain = searchable(asked)
    naming = read_naming(asked, documents)
    if not plain or _COURTESY.fullmatch(plain) or _ANOTHER.match(plain):
        return Followup(Kind.NEW, asked, naming)
    if back := _RETURN.match(plain) or _RETURN_ENGLISH.match(plain):
        rest = asked[slice(*back.span("rest"))].strip()
        return Followup(Kind.RETURN, asked, naming, back=back["back"].strip(), rest=rest)
    pointers, around = read_pointers(_without(plain, (*naming.spans, *naming.hints)))
    around = _YEAR.sub(" ", around) if naming.timely else around
    own, aspect = _own_words(around)
    kind, by = _kind(plain, naming, own, pointed=bool(pointers))
    alike = _ALIKE.search(plain) is not None
    return Followup(kind, asked, naming, own=own, aspect=aspect, by=by, alike=alike)


def _kind(plain: str, naming: Naming, own: str, *, pointed: bool) -> tuple[Kind, int]:
    """Try the tables in order; give the kind, and how far a step goes or which point is meant."""
    sourced = bool(naming.named or naming.suggested)
    short = not _is_long(plain)
    if short and not naming.unheld and (step := _STEP.search(plain)):
        ahead = step["way"] in ("下", "后") or step["word"] in ("next", "following")
        return Kind.STEP, 1 if ahead else -1
    if short and not sourced and (point := _ORDINAL.search(plain)) and len(own) <= 2:
        return Kind.ORDINAL, _ordinal(point)
    if naming.unheld or (naming.elsewhere and not own):
        return Kind.NEW, 0
    leaning = _INSIDE.search(plain) is not None
    several = len(naming.named or naming.suggested) > 1
    if short and _COMPARE.search(plain):
        if len(own) < 2 or (not several and (leaning or _WITH.match(plain))):
            return Kind.COMPARE, 0
    if pointed or _STRUCTURE.search(plain):
        return (Kind.NEW if sourced else Kind.PLACE), 0
    if sourced:
        alone = len(own) > 1 and not (short and leaning)
        return (Kind.NEW if alone else Kind.SOURCE), 0
    if not own:
        return Kind.MORE, 0
    if _STRONG.search(plain) or (short and leaning):
        return Kind.INSIDE, 0
    if not short:
        return Kind.NEW, 0
    return (Kind.BESIDE if _BESIDE.search(plain) else Kind.UNMARKED), 0


def _ordinal(point: re.Match[str]) -> int:
    return (
        "一二三四五六七八九十".index(point["n"]) + 1
        if point["n"]
        else _WORDS.index(point["word"]) + 1
    )


def _own_words(around: str) -> tuple[str, str]:
    """Give the words that name something, and those that only ask something of it."""
    around = _MATTER.sub(" ", around)
    aspect = "".join(m[0] for m in _ASPECT.finditer(around)).strip()
    rest = _ORDINAL.sub(" ", _COMPARE.sub(" ", _ASPECT.sub(" ", around)))
    return _EMPTY.sub("", rest), aspect


def _is_long(plain: str) -> bool:
    words = re.findall(r"[a-z']+", plain)
    return len(words) > LONGEST_ENGLISH or len(plain) - sum(map(len, words)) > LONGEST


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
