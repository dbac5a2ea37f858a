"""The particular that a question asks for, and whether a sentence states it.

A reform document announces `制定庭审直播实施办法`; asked by when, it is silent, and quoting the
announcement would pretend otherwise. Each kind of particular has the words that ask for it and the
words by which a text would state it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.script import searchable

_N = r"(?:\d+(?:\.\d+)?\s*[万亿]*|[一二两三四五六七八九十百千万]+)\s*(?:多|余|几)?"
_PERSON = "人|名|位|员|法官|干部|专家"
_COUNTED = {
    "件": "件|起|宗|批|案",
    "人": _PERSON,
    "名": _PERSON,
    "位": _PERSON,
    "家": "家|个|所|户",
    "所": "所|个|家",
    "个": "个|家|所|项|类|条|名|份|批|大|人|位",
    "国": "国|个国家",
    "省": "个?省|个省",
    "页": "页",
    "号": "号",
    "天": "天|日|小时",
    "年": "年",
    "元": "元",
    "亩": "亩",
    "次": "次|回|件",
    "批": "批",
    "类": "类|种",
    "项": "项|条|个",
    "份": "份|件|个",
    "场": "场|次",
}
"""What is counted, and the words with which a figure of it may be printed."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A particular: its name in Chinese and English, how it is asked for, how it is stated.

    `asked` and `stated` are searched in texts in searchable form.
    """

    name: str
    english: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]

    def is_stated(self, text: str) -> bool:
        """Whether a text states such a particular."""
        return self.stated.search(searchable(text)) is not None


def _detail(name: str, english: str, asked: str, stated: str) -> Detail:
    return Detail(name, english, re.compile(asked), re.compile(stated))


DETAILS = (
    _detail(
        "时间",
        "when",
        r"(?<!年)哪一?年(?!度)|哪天|哪一天|哪个月|几月几[日号]|几月份|(?:最晚|最迟|截至|截止到?)(?:什么|何|哪)"
        r"|(?:从|自|到|于|在)(?:什么时候|何时|啥时候)|(?:什么时候|何时|啥时候)(?:要|前|之前|开始|结束|出台|完成|建成|实施|生效|起)"
        r"|since when|(?:which|what) (?:year|date|month|day)|by when|on what day|deadline",
        r"(?:19|20)\d\d|\d+月|\d+日|年底|年内|月底|周[一二三四五六日]",
    ),
    _detail(
        "期限",
        "how long",
        r"多久(?!没)|多长时间|(?<![好哪这那近没前十百千过])(?:几|多少)(?:个)?(?:天|日|小时|分钟|月|星期|周|年)(?!几|前|来|以下)|有效期|期限是|隔多"
        r"|how long|how many (?:days|weeks|months|years|hours|minutes)|time limit|validity",
        rf"{_N}\s*(?:天|日|小时|分钟|个月|月|周|年)|季度|每月|每年|每周|年度|按月|定期",
    ),
    _detail(
        "金额",
        "how much money",
        r"多少(?:万|亿)?(?:元|钱|块)|(?:几|多少)(?:块|万)钱?|收费标准|费用是多少|(?:奖金|工资|补贴|罚款|标的)\S{0,6}多少"
        r"|多少\S{0,2}(?:奖金|工资|补贴|罚款|补偿)"
        r"|how much (?:money|does it cost|is the fee)|what fee",
        rf"{_N}\s*(?:元|块)",
    ),
    _detail(
        "比例",
        "what share",
        r"百分之(?:几|多少)|几成|(?:比例|比率|占比|利率|幅度)\S{0,4}(?:是|为|多少|几)|(?:率|上限|下限)(?:是|为|达到?)?多少"
        r"|从多少\S{0,4}到|what (?:percentage|share|proportion)|interest.rate",
        r"\d\s*%|百分之|分之|\d倍|[一二三四五六七八九]成",
    ),
    _detail(
        "任职的人",
        "who holds the post",
        r"(?:主任|院长|庭长|主席|组长|会长|负责人)\S{0,4}(?:是谁|由谁|谁当|谁来当|谁担任)|谁(?:来)?(?:当|担任)\S{0,6}(?:主任|院长|庭长|组长)"
        r"|who (?:is|was|will be) the \S{0,12}(?:president|head|director|chair|chief)"
        r"|who was appointed",
        r"(?:担任|任命|当选|兼任)",
    ),
    _detail(
        "计算方法",
        "how it is calculated",
        r"怎么算(?!数|作)|如何计算|怎样计算|计算(?:公式|方法|方式)|算出来"
        r"|how is .{0,60}calculated|formula",
        r"等于|除以|计算(?:公式|方法|方式)|之比",
    ),
    _detail(
        "处罚",
        "what penalty",
        r"(?:什么|哪些|怎样的|何种|啥)(?:处分|处罚|惩罚|后果|制裁)|罚多少|判几年|判多少年"
        r"|what (?:penalty|punishment|sanction)",
        r"处分|处罚|罚款|追究|判处|追责|问责|惩处",
    ),
    _detail(
        "资格或条件",
        "what qualifications",
        r"(?:什么|哪些|啥)(?:样的)?(?:资格|条件|门槛|材料|证件)|够(?:什么)?条件|条件是什么|需要满足"
        r"|what (?:qualifications|conditions|requirements|documents do)|eligib",
        r"(?:应当|必须|需|须)(?:具备|符合|满足|提交|提供)|条件(?:是|为|包括)|符合条件",
    ),
    _detail(
        "办理的步骤",
        "what steps",
        r"(?:怎么|如何|怎样|在哪儿?|去哪儿?)(?:起诉|报名|报考|挂号|预约|写诉状)|(?:流程|步骤|手续)(?:是|有|怎)|考哪[几些]门|考(?:什么|哪些)科目"
        r"|how (?:do|can|should) i (?:apply|sue|register|file|sign up)",
        r"流程(?:是|为|包括)|步骤(?:是|为|包括)|首先|其次|科目",
    ),
    _detail(
        "年龄",
        "what age",
        r"几岁|多大(?:年纪|岁数|了)|年龄是|多少岁|how old",
        r"\d+\s*(?:周)?岁|[一二三四五六七八九十]+(?:周)?岁",
    ),
    _detail(
        "学校的名称",
        "which universities",
        r"哪[几一]?(?:所|家|个|些)(?:大学|高校|院校|学校)|which universit",
        r"[\u4e00-\u9fff]{2,}大学|[\u4e00-\u9fff]{2,}学院",
    ),
    _detail(
        "办公时间",
        "office hours",
        r"(?:晚上|周末|节假日|几点|下班后)\S{0,8}(?:有人|开门|上班|接电话|办公|值班)|opening hours",
        r"24小时|全天|节假日|周末|\d点",
    ),
)
"""The kinds of particulars, in the order in which a missing one is named."""

_UNIT = re.compile(
    r"(?:多少|(?<![好哪这那近没前十百千过])几)(?:个|家)?(?:案)?(件|人|名|家|页|号|天|元|亿|省|国|项|次|份|所|批|类|位|场|亩|个月|年|个)"
)
_ENGLISH_COUNTED = {
    "cases?": "件|起|宗",
    "courts?": r"(?:个|家|所)\S{0,4}(?:法院|法庭)",
    "tribunals?": r"(?:个|家|所)",
    "judges|people|persons|workers|employees|defendants|officials": _PERSON,
    "experts|mediators|lawyers|jurors|prosecutors": _PERSON,
    "documents|interpretations": "件|个|份",
    "provinces": "个省|省",
    "countries": "国",
    "companies|firms|businesses|enterprises": "家|户",
}


def details_of(question: str) -> tuple[Detail, ...]:
    """Give the particulars a question asks for, none for most.

    Example: `details_of("庭审直播实施办法最晚什么时候要出台")` is that of 时间.
    """
    plain = searchable(question)
    figure = _counted(plain)
    found = [detail for detail in DETAILS if detail.asked.search(plain)]
    return (*found, *([figure] if figure else []))


def _counted(plain: str) -> Detail | None:
    """Give the figure a question asks for, with what it counts: `多少名法官` wants 名, 人 or 位."""
    if match := _UNIT.search(plain):
        units = _COUNTED.get(match[1], re.escape(match[1]))
        return _detail(f"有多少{match[1]}", "how many", "", rf"{_N}\s*\S?(?:{units})")
    for noun, units in _ENGLISH_COUNTED.items():
        if re.search(rf"how many (?:\w+ ){{0,3}}(?:{noun})\b", plain):
            return _detail("数量", "how many", "", rf"{_N}\s*(?:{units})")
    return None
