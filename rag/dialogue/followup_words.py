"""The words by which a follow-up is read, as tables; `rag.dialogue.followup` tries them in order.

All are matched against searchable text: simplified, half width, lower case.
"""

from __future__ import annotations

import re

YEAR = re.compile(r"(?:19|20)\d\d年?(?:[以之]后|度)?")
N = "[一二三四五六七八九十两]"
LINK = re.compile(
    r"^\W*(?:那么|那(?!些|个|种|项|里|边)|另外|至于|(?:and|but|so)\b)[\s,，]*", re.IGNORECASE
)
COURTESY = re.compile(
    r"\W*(?:(?:谢谢|多谢|感谢|好的?|嗯+|明白了?|知道了?|了解了?|懂了|可以了?|行|您?你?好|再见|辛苦|没事"
    r"|ok|okay|thanks?|thank you|hello|hi|bye|great|got it)(?:了|你|您|啊|哦|呀)?\W*)+"
)
ANOTHER = re.compile(
    r"^\W*(?:我?(?:换|再?问)一?(?:个|下)?(?:别的|另一个|新的?)?(?:问题|话题)|另一个问题"
    r"|(?:a )?new question|another question)"
)
RETURN = re.compile(
    r"^\W*(?:那|再|我们|还是|先|请|我想)*"
    r"(?:(?:回到|说回|回头(?:再)?[看说]|回过头(?:来)?[看说]?)(?:刚才|刚刚|前面|之前|上面|最初|一开始|最开始)?"
    r"|(?:再|重新)?[说讲看谈回到]{0,2}(?=第[一二三四五]个?问题)|[上前]一?个(?=问题|话题)|(?:你?(?:刚才|刚刚|前面|之前|最初|一开始|最开始)(?:说|提|问|讲|谈)))"
    r"(?:(?:[说提讲谈]|问(?!题))?(?:到|过)?的?)(?:那个)?(?P<back>[^,。?!:;]*?)(?:的?(?:问题|话题|那里|那儿))?"
    r"(?:$|[,。?!:;]+)(?P<rest>.*)$"
)
RETURN_ENGLISH = re.compile(
    r"^\W*(?:(?:and|now|so|ok|let'?s)\W+)*(?:(?:go(?:ing)?|com(?:e|ing)|get(?:ting)?) )?"
    r"(?:back|return(?:ing)?) to (?P<back>[^,.?!:;]*)(?:$|[,.?!:;]+)(?P<rest>.*)$"
)
STEP = re.compile(
    rf"(?<!最)(?P<way>上|下|前|后)(?:面|来|去)?的?(?:{N}|一?个)?(?:条|项|点|段|部分)(?!件)"
    r"|\b(?P<word>next|previous|preceding|following)\b"
)
ORDINAL = re.compile(
    r"第(?P<n>[一二三四五六七八九十])(?:个|方面|点|类|种)|\b(?P<word>first|second|third|fourth|fifth)\b"
    r"(?: (?:one|point|measure|item))?"
)
WORDS = ("first", "second", "third", "fourth", "fifth")
STRUCTURE = re.compile(
    r"(?:几|多少)(?:条|项|点|款|个?部分|章)(?!功能|职能|指标|权利)|(?:哪些|哪[几一二三四五六七八九十]?个?)大?(?:部分|板块|章)|文号|发文(?:字号|机关)"
    r"|how many (?:clauses|items|articles|parts)"
)
COMPARE = re.compile(
    r"不同|有(?:什么|甚么|何)分别|一致吗?|相符|区别|差[别异]|异同|对比|相比|比较|比起来|一样吗?"
    r"|differ|compar|the same as"
)
WITH = re.compile(r"^\W*(?:那么?)?(?:和|与|跟|同|比起?)")
INSIDE = re.compile(
    r"其中|里[面头边]|当中|这[里其]|^\W*(?:那么?)?这(?!样)|它们?|[他她]们|(?:^|[,。对由给让替])[他她]|其(?=[具主实效目范对适]|$)"
    r"|[两二]者|上述|该(?:制度|机制|项|条|法院|平台|文件|办法|改革|工作)|这(?:个|些|项|种|类|方面|一|条|次|份|几)|此(?:类|项|外)"
    r"|前者|后者|那(?:些|个|种|项)"
    r"|\b(?:its?|they|them|theirs?|those|these|this|that|of which|there|the (?:former|latter))\b"
)
ASKS_IT = re.compile(r"[^,.;]*\b(?:does|do|did|will|would|is|are|has|have|should) (?:it|they)\b")
STRONG = re.compile(r"其中|它们?|上述|前者|后者|\b(?:of (?:them|these|those)|of which)\b")
LINKED = re.compile(r"^\W*(?:那|又|也|还)")
GENERIC = re.compile(
    r"成立|设立|建立|出台|制定|发布|印发|推出|采取|用|机构|文件|办法|意见|平台|方案|机制|制度|规则|规程|政策|试点"
)
"""What a reform is made of: 成立了什么机构 asks it of the matter, and names none."""
LACKS_SUBJECT = re.compile(
    r"^\W*(?:那么?|又|还|再|具体)*(?:怎么|如何|怎样|由?谁|哪|什么|甚么|何时|多少|几|能不能|会不会|要不要|是不是)"
)
"""It begins with what is asked: of the matter, if it hardly names another."""
DEFINES = re.compile(r"^\W*(?:那么?)?(?:什么(?:是|叫)|何谓|何为|所谓|what (?:is|are) )")
BESIDE = re.compile(
    r"^\W*(?:有没有|有无|是否|还)?(?:有)?(?:提|讲|说|写|涉及|规定)(?:到|及|过|了|没)"
    r"|^\W*(?:那|还有|另外|此外|以及|至于|而)|^\W*对.{1,12}呢\W*$|呢(?:\W|$)"
    r"|^\W*(?:(?:and|but)\b|(?:what|how)\b[^?]{0,12}\babout\b)"
)
THIS_DOCUMENT = re.compile(r"[这该][份个]?(?:文件|要点|工作报告|报告|纲要|通知)")
LIKE = re.compile(r"类似|这方面|like (?:that|this|it)|similar")
ALIKE = re.compile(r"类似|同样|这方面|也有|相关|相应|对应|similar|same|comparable")
THAT_MATTER = (
    r"(?:这)?[两几三四]份(?:文件|要点)|[两二]者(?:之间)?|[两二三]地|上面|那[里边儿]|(?:这|那|该|此)(?:个|项|种|些|类|一)?(?:制度|机制|改革|问题|工作|方面|做法|规定|事情?|内容|安排|措施|要求|政策)?"
    r"|它们?的?|他们?的?|上述|前者|后者|其中|里[面头边]|当中|这[里边儿]"
)
MATTER = re.compile(THAT_MATTER)
EMPTY = re.compile(
    r"那么|具体|详细|进一步|展开|主要|大概|到底|究竟|请问|请|能不能|可以|再|继续|接着|分别|各自"
    r"|哪些|哪几[个条项]|呢|吗|吧|啊|呀|有没有|有无|是不是|是否|有什么|有何|什么样|什么|怎么样|怎样|怎么|如何|没有|有|甚么"
    r"|同一?年|[当那]年|后[面来]的?|换成?|到了?|[讲提说管]不[讲提说管]|这?摊事?|份|啥"
    r"|类似|同样|相关|相应|对应|也|还|又|都|别的|其他|其它|更多|的|了|是|要(?!求|点)|会|想|那边|那|搞|改|处理|怎|么|写|单独|已经|为|就|呗|里|应该|应当|准备|打算|需要|在|从|对于?|和|与|跟|关于|方面|上"
    r"|要求|安排|规定|做法|措施|举措|内容|情况|部署|说法|表述|提法|说明|介绍|解释|讲讲|说说|谈谈|讲|说|提到?|做|办|弄|搞|落实|推进|实施|操作|写|文件|要点|一下|一点|点|例子|比如|例如"
    r"|\b(?:and|but|so|then|what|how|about|in|the|a|an|on|of|does|do|did|is|are|was|were|there|any|like|handle|handles|deal|deals|way|anything|has|have|it|its"
    r"|they|them|their|theirs|that|those|these|this|else|more|details?|specifically|exactly|concretely|measures?|arrangements?|rules?|provisions?"
    r"|similar|same|say|says|said|tell|me|can|could|you|give|please|go|be|to|will|would|should|for|s|document|documents|points?|outline|report|also|too|one|ones"
    r"|happens?|happened|explain|elaborate|provide|case|as|well|from|with|by|which|at)\b|[\s\W]"
)
ASPECT = re.compile(
    r"(?:由|归)?(?:谁|哪个?(?:部门|机构|单位|家)|哪家)(?:来)?(?:负责|牵头|管|落实|组织)?|负责|牵头|责任(?:单位|部门)"
    r"|同比|环比|比(?:上年|去年|前一年|往年)|增长|增加|上升|提高|下降|减少|增幅|降幅|升幅|幅度|变化"
    r"|占比|比例|比重|百分之几|多少|几(?:个|家|件|人|名|年|月|份|条|项|种|类|次)?|数量|金额|总数|一共|总共|共"
    r"|(?:件|人|家|名|份|次|钱|个)(?=\W|$)|什么时候|何时|时候|哪[年天]|时间表?|期限|进度|到期|完成"
    r"|为什么|为何|原因|理由|目的|目标|意义|依据|效果|成效|结果|影响|作用|步骤|流程|程序|途径|范围|对象|条件|标准|重点|试点|哪里|哪儿|哪[些个]?(?:地方|法院|省份?|地区|城市)"
    r"|\b(?:who|whose|whom|when|where|why|responsible|charge|lead|leads|increase|increased|decrease|grow|growth|grew|rise|rose|fall|fell"
    r"|many|much|percent(?:age)?|share|year|over|compared|deadline|goals?|purpose|reasons?|results?|scope|number|total|amount|figures?)\b"
)
