"""The subject of a question: its words without those that only ask."""

from __future__ import annotations

import re

_ASKING = (
    r"什么样的|什么样|什么|甚么|哪些|哪几(?:家|个|项|份|种)?|哪个|哪家|哪份|哪里|哪方面|哪|怎么样|怎么|怎样|如何|多少|何"
    r"|是否|有没有|有无|是不是|能不能|会不会|可不可以|为什么|为何"
)
_SUBJECT = (
    r"规定|要求|内容|措施|安排|方面|提法|做法|任务|材料|工作|说法|部署|举措|情况"
    r"|变化|区别|不同|差异|异同|说|讲"
)
_EMPTY_SUBJECT = re.compile(
    rf"(?:{_ASKING}|了|有|的|新)(?:的|新|具体|主要)*(?:{_SUBJECT})(?:的)?"
    rf"|(?:具体|主要|相关|有关)?(?:的)?(?:{_SUBJECT})(?=\W|$|是|有|吗|呢|上|如|怎)"
)
_FILLER = re.compile(
    r"(?:一个?字|只字)(?:都|也)?(?:没有?|未|不)提|(?:并?没有?|未|不)(?:提到?|提及|写到?|涉及|包含|出现)(?:过)?"
    r"|(?:这个?|该)(?:说法|提法|表述|概念|词)|出现(?:过|在)?|分别放在|出自"
    rf"|请列出|请问|请|查一下|查询|帮我|告诉我|我想知道|一下|关于|对于|按照|按|根据|依据|里面|里头|那份文件|这份文件|文件|原文|{_ASKING}"
    r"|讲了|讲的|讲|说了|说的|规定了|规定的|提出了|提出|提到|具体|打算|准备|分别|各自|各|一共|总共|全部|主要|有关|相关|以及|还有"
    r"|那么|那边|那|呢|吗|吧|啊|了(?!解)|的|是|(?<![所国占享])有(?![效限序关力机])|在(?![线押])"
    r"|同样|类似|点名|一类|列出|顺便问|再告诉我|比较|年度(?=\W|$)"
    r"|和(?![解谐平])|(?<!参)与|对(?![外接象口比策])|从(?![业严宽])|到(?![期位庭])|把(?![关握])|被(?![告害执申])"
    r"|让|给|将|就(?![业地近])|也|都|要求|要(?![素件])|(?<![线网])上(?![诉访级市])|(?<!线)下(?![级降沉移])"
    r"|(?<!集)中(?![级小国央心])|里|这|个(?![人案体别性])|几"
)
_ENGLISH_FILLER = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|much|many|long|often|does|do|did|done|is|are"
    r"|was|were|be|been|being|the|a|an|of|in|on|at|to|for|from|by|with|under|about|and|or|its|their"
    r"|it|they|that|this|these|those|there|say|says|said|mention|mentions|mentioned|according|plan"
    r"|plans|planned|intend|any|some|will|would|should|can|could|may|have|has|had|as|into|than|tell"
    r"|me|i|you|we|please|if|so|not|no|exactly|actually|kind|document|documents|outline|report)\b"
)


def subject_words(sentence: str, terms: tuple[str, ...]) -> str:
    """Leave out question words and empty subjects; keep the terms whole.

    `对法官惩戒制度的安排` gives `法官惩戒制度`.
    """
    pieces = (
        re.split("(" + "|".join(map(re.escape, terms)) + ")", sentence) if terms else [sentence]
    )
    pieces = [p if p in terms else _ENGLISH_FILLER.sub(" ", p) for p in pieces]
    kept = [p if p in terms else _FILLER.sub(" ", _EMPTY_SUBJECT.sub(" ", p)) for p in pieces]
    return " ".join(re.findall(r"[\w%+.·-]+", " ".join(kept)))
