"""The particular that a question asks for, and whether a sentence states it.

A reform document announces `制定庭审直播实施办法`; asked by when, it is silent, and quoting the
announcement would pretend otherwise. Each kind of particular has the words that ask for it and the
words by which a text would state it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.script import searchable
from rag.words.particulars import REGIONS

NUMBER = (
    r"(?<![第\d.])(?!(?:19|20)\d\d年)(?:\d+(?:\.\d+)?\s*[万亿]*|[一二两三四五六七八九十百千万]+)"
    r"\s*(?:多|余|几)?"
)


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


def detail(name: str, english: str, asked: str, stated: str) -> Detail:
    """Make a particular of two patterns."""
    return Detail(name, english, re.compile(asked), re.compile(stated))


_WHICH = r"(?:哪|什么|啥)(?:样的)?(?:几|些)?(?:个|家|所|位|座|种|份|名|项)?"
_NOT_ABLE = r"(?!(?:才|就)?(?:能|会|可以|轮|熬))"

DETAILS = (
    detail(
        "时间",
        "when",
        rf"(?<!年)哪一?年(?!度)|哪天|哪一天|哪个月|几月几[日号]|几月份|(?:最晚|最迟|截至|截止到?)(?:什么|何|哪)"
        rf"|(?:什么时候|何时|啥时候|什么时间){_NOT_ABLE}|几号|多会儿|哪一?(?:年度|季度)"
        r"|since when|(?:which|what) (?:year|date|month|day)|by when|on what day|deadline"
        r"|\ba date\b|(?:日期|时间)(?:是|为)(?:何|哪|几|什么)"
        r"|(?:具体|挂牌|施行|生效|截止|发布|成立)的?日期"
        r"|\bwhen (?:exactly |precisely )?(?:was|were|is|are|did|does|do|will)\b",
        r"(?:19|20)\d\d|\d+月|\d+日|年底|年内|月底|周[一二三四五六日]",
    ),
    detail(
        "期限",
        "how long",
        r"多久(?!没)|多长时间|(?<![好哪这那近没前十百千过])(?:几|多少)(?:个)?(?:天|日|小时|钟头|分钟|月|星期|周|(?<![往今]后几)年)(?!几|前|来|以下)"
        r"|[要得须满需]过(?:几|多少)个?(?:年|月|天)(?!几|前|来|以下)"
        r"|有效期|期限是|隔多|多长(?!$)|一次还是"
        r"|how long|how often (?:is|are|do|does|must|should|will|can|may|has|have)\b"
        r"|how many (?:days|weeks|months|years|hours|minutes)"
        r"|(?:what|which)\b[^,;]{0,20}time limit|time limit (?:is|of)|validity",
        rf"{NUMBER}\s*(?:天|日|小时|分钟|个月|月|周|年)|季度|每月|每年|每周|年度|按月",
    ),
    detail(
        "金额",
        "how much money",
        r"多少(?:万|亿)?(?:元|钱|块)|(?<![好哪这那前十百千上们])(?:几|多少)(?:块|万)(?!块?钱?的|块?以[上下])钱?|[赔罚贪骗][了过][^，,。？?件个起家人涨升增降减]{0,3}多少(?:钱)?\W*$|收费标准|费用是多少|(?:奖金|工资|补贴|罚款|标的|预算|经费)\S{0,6}多少"
        r"|(?:金额|数额|总额)[^增升降涨减多少，,]{0,5}多少"
        r"|多少\S{0,2}(?:奖金|工资|补贴|罚款|补偿|经费)|双倍工资|价钱|定价"
        r"|(?:maximum|minimum|highest|lowest|what|which) amount"
        r"|what (?:will|does|do) [\w ]{1,12} charge\b"
        r"|how much (?:money|does it cost|is the fee|will it cost)|what fees?\b|budget|salary",
        rf"{NUMBER}\s*(?:元|块)",
    ),
    detail(
        "比例",
        "what share",
        r"百分之(?:几|多少)|几成|(?<![好哪])几倍|多大比例|占(?:了)?多少|(?:几|多少)个(?:百分)?点|(?:比例|比率|占比|利率|税率|幅度)\S{0,4}(?:是|为|多少|几)"
        r"|(?:率|上限|下限)(?:是|为|达到?)?多少|从多少\S{0,4}到"
        r"|what (?:percentage|share|proportion|percent)|(?:interest|tax|vat).rate",
        r"\d\s*%|百分之|分之|\d倍|[一二三四五六七八九]成",
    ),
    detail(
        "任职的人",
        "who holds the post",
        r"(?:主任|院长|庭长|主席|组长|会长|负责人)\S{0,4}(?:[是为](?:谁|何人)|由谁|谁当|谁来当|谁担任)"
        r"|谁(?:来)?(?:当|担任)\S{0,6}(?:主任|院长|庭长|组长)"
        r"|who (?:is|was|will be|has been) (?:the |appointed )?\S{0,12} ?"
        r"(?:president|head|director|chair|chief)"
        r"|who (?:was|has been|will be) appointed",
        r"(?:担任|任命|当选|兼任)",
    ),
    detail(
        "姓名或名称",
        "what name",
        r"叫(?:什么|啥)(?:名字?|名儿)?\W*$|叫(?:什么|啥)名|什么名字|what is .{0,30}called",
        r"[《“]|[\u4e00-\u9fff]{2,4}(?:中心|委员会|办公室|学院|法院|平台)",
    ),
    detail(
        "人员姓名",
        "which persons",
        r"哪[几些]位|哪一?位(?!领导|院领导)|哪几个人|哪些人(?!员|能|可以|会|都|有权|来)|姓什么|姓名|(?:专家|法官|人)\S{0,6}叫什么|(?<![黑赖信])名单"
        r"|which (?:persons|people|experts|judges)|who (?:are|were) the|names of",
        r"(?:对|如|员|记者|代表)[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})*(?:等人|等[\u4e00-\u9fff]{2,8}|依法|判)|名单如下",
    ),
    detail(
        "哪家公司",
        "which company",
        rf"{_WHICH}\S{{0,4}}(?:公司|企业|银行|厂家|厂商|网站)"
        r"|(?:公司|企业|银行|开发商|平台)是(?:谁家|哪家)"
        r"|(?:公司|企业|银行|厂家?|商家|店|平台|网站)[\s，,]?(?:到底|究竟)?(?:叫|是)(?:什么|啥)名"
        r"|which (?:company|companies|firm|vendor|bank)\b|which (?:site|website) was (?:it|that)\b",
        r"(?:^|[，、对])(?!某)[\u4e00-\u9fff]{2,8}(?:集团|机床|股份|公司|银行|系企业)",
    ),
    detail(
        "各自的名称",
        "which ones by name",
        r"分别(?:都)?是(?:哪|谁)|具体(?:都)?是哪[几些]|(?:都|各)是哪[几些]|(?<![黑赖信])名单|(?:名字|名称)\S{0,3}(?:列|一一|逐一|都)"
        r"|(?:name|list) (?:them|each|all of them)",
        r"[^，,。；;、]{2,}、[^，,。；;、]{2,}|[^，,。；;、]{2,}(?:和|与|及)[^，,。；;、]{2,}",
    ),
    detail(
        "地点",
        "where",
        rf"{_WHICH}(?:省(?!内|级)|市|县|区(?![域别分])|城市|国家|州)|哪[几些]个?\S{{0,4}}城市|哪(?:几|些|个|家)?(?!\S{{0,2}}(?:[类种项]|[一几]级|人(?!民)))\S{{0,4}}(?:中院|法院)(?!会|都)|在哪个(?:县|市|省|城)"
        r"|在哪(?:儿|里)?(?:开|举行|召开|举办|设立)的|(?<![建公怎])[开设建办]在哪(?![些个]?(?:方面|环节|步))|(?:地方|城市|省份|省区市)的?(?:名字|名称|名单)"
        r"|which (?:provinces?|cit(?:y|ies)|count(?:y|ies|ry|ries)|courts?)\b",
        rf"(?:{'|'.join(REGIONS)})(?!大学|学院)",
    ),
    detail(
        "计算方法",
        "how it is calculated",
        r"怎么算(?!数|作)|(?<![罪败极识力义])分子(?=[是为和与、]|分母)|分母(?=[是为各])|如何计算|怎样计算|计算(?:公式|方法|方式|比例)|算出来|怎么(?:测|打分|评分)"
        r"|how is .{0,60}(?:calculated|computed|measured)"
        r"|(?:what is|by what|which) (?:the )?formula",
        r"等于|除以|计算(?:公式|方法|方式)|之比|评分标准",
    ),
    detail(
        "处罚",
        "what penalty",
        r"(?:什么|哪些|怎样的|何种|啥)\S{0,2}(?:处分|处罚|惩罚|后果|制裁|罪名)|罚多少|判几年|判多少年|吊销|开除"
        r"|what (?:\w+ )?(?:penalty|punishment|sanction)",
        r"处分|处罚|罚款|判处|顶格|开除|降级|警告|吊销|违法审判责任|死刑|死缓",
    ),
    detail(
        "资格或条件",
        "what qualifications",
        r"(?:什么|哪些|啥|哪几[样种份个])(?:样的)?\S{0,4}(?:资格|条件|门槛|材料|证件|学历)|够(?:什么)?条件|条件是什么|需要满足|学历|本科|带什么"
        r"|what (?:qualifications|conditions|requirements|documents do|materials)|eligib",
        r"(?:应当|必须|需|须)(?:具备|符合|满足|提交|提供)|条件(?:是|为|包括)|符合条件|学历",
    ),
    detail(
        "办理的步骤",
        "what steps",
        r"(?:怎么|如何|怎样|在哪儿?|去哪儿?)(?:起诉|注册|登录|报名|报考|挂号|预约|写诉状|续签|办证)|(?:流程|步骤|手续)(?:是|有|怎)"
        r"|考哪[几些]门|考(?:什么|哪些)科目|哪个窗口|走哪几步|走什么(?:程序|流程)"
        r"|how (?:do|can|should) i |step by step",
        r"流程(?:是|为|包括)|步骤(?:是|为|包括)|首先|其次|科目",
    ),
    detail(
        "年龄",
        "what age",
        r"几岁|多大(?:年纪|岁数|了)|(?:孩子|儿子|女儿)\S{0,4}多大\W*$|年龄|多少岁"
        r"|how old|(?:what|which)(?: is the)? (?:\w+ )?age\b",
        r"\d+\s*(?:周)?岁|[一二三四五六七八九十]+(?:周)?岁|年龄",
    ),
    detail(
        "学校的名称",
        "which universities",
        rf"{_WHICH}(?:高等)?(?:大学|高校|院校|学校)|(?:大学|高校|院校|学校)的?(?:名字|名称|名单)"
        r"|which universit",
        r"[\u4e00-\u9fff]{2,}大学|[\u4e00-\u9fff]{2,}学院",
    ),
    detail(
        "办公时间",
        "office hours",
        r"(?:晚上|周末|节假日|几点|下班后)\S{0,8}(?:有人|开门|上班|接电话|办公|值班)|opening hours",
        r"24小时|全天|节假日|周末|\d点",
    ),
    detail(
        "出处或联系方式",
        "where to find it",
        r"哪(?:儿|里)(?:能|可以)?(?:下载|买到|看到|查到)|下载|网址|(?:电话|邮箱|地址)(?:是|号码)"
        r"|(?<!查)(?<!查.)(?<!查..)(?<!查...)的(?:联系)?(?:电话|邮箱)(?:有吗|吗|呢|\W*$)"
        r"|where can (?:i|one) (?:download|read|find|buy)",
        r"网址|下载|https?:|(?:电话|热线)\d|\d热线",
    ),
    detail(
        "法律条文",
        "which article of a law",
        r"哪(?:部|条|一条)法律?(?!院)|(?:法典|法|条例|解释)的?第几条|(?:第几|哪一?)条法"
        r"|which (?:article|law|statute)\b",
        r"第[\d一二三四五六七八九十百]+条|《[^》]*(?:法|条例|解释)》",
    ),
    detail(
        "原因",
        "why",
        r"为什么(?:偏偏|单单|只|选|是|要选|不)|凭什么|什么原因|原因是|\bwhy (?:not|only|was|were) ",
        r"因为|由于|鉴于|针对|原因",
    ),
    detail(
        "个案的结果",
        "how a case of one's own would end",
        r"(?:会不会|真?会)(?:被[^，,。？?]{0,4}?)?去?(?:坐牢|判刑|蹲监狱|留案底)(?:吗|不|么|呢|\W*$)"
        r"|判给[我他她谁][^，,。？?]{0,4}(?:把握|机会|希望|可能)|[会能]判给[我他她谁]"
        r"|[打告][不得]赢|能不能[打告]?赢|(?:官司|案子)[^，,。？?]{0,8}(?:胜算|赢面)|把握有?多大"
        r"|[能会](?:不能|不会|被)?(?:认定|算)[是为]?工伤(?:吗|不|么|\W*$)|算不算是?工伤"
        r"|(?:房子|遗产|家产|存款)(?:(?!案|纠纷|管理)[^，,。？?]){0,6}(?:怎么|如何|咋)分(?=[呢啊呀吧]?\W*$)"
        r"|(?:^|[.?!] ?|\bor )should (?:i|my \w+)\b|\bmy chances\b|what are \w+ odds\b"
        r"|(?<!how )\b(?:can i (?:break|sue|refuse|force)|do i get (?:my|a|any|paid))\b",
        "(?!)",
    ),
    detail(
        "机关或部门",
        "which body",
        rf"{_WHICH}(?:单位|部门|机关|机构)|归谁管"
        r"|which (?:department|agency|agencies|authority|authorities|office|body)",
        r"单位|部门|机关|机构|法院|[检司党]|院|委|局|部|办|中心|小组|协会|联|组织|所|处",
    ),
)
"""The kinds of particulars, in the order in which a missing one is named."""
