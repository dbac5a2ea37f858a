"""The example questions of an empty conversation, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with and the documents that answer it."""

    zh: str
    en: str
    documents: tuple[str, ...]


EXAMPLES: tuple[tuple[tuple[str, str], tuple[Example, ...]], ...] = (
    (
        ("查规定", "Find a rule"),
        (
            Example(
                "吉林法院怎样加强“四类案件”监督管理？",
                "How do the Jilin courts supervise the “four types of cases”?",
                ("jl-2022-key-points",),
            ),
            Example(
                "广东要点第3条对知识产权司法保护怎么规定？",
                "What does item 3 of the Guangdong points say on intellectual property?",
                ("gd-2021-key-points",),
            ),
        ),
    ),
    (
        ("看变化", "See a change"),
        (
            Example(
                "对比广东要点和吉林要点关于繁简分流的规定",
                "Compare Guangdong and Jilin on separating simple from complex cases",
                ("gd-2021-key-points", "jl-2022-key-points"),
            ),
            Example(
                "个人破产制度的提法历年怎么变化？",
                "How has personal bankruptcy changed over the years?",
                ("spc-2021-key-points", "gd-2021-key-points", "spc-2024-2028-outline"),
            ),
        ),
    ),
    (
        ("找数字", "Find a figure"),
        (
            Example(
                "2020年最高人民法院受理和审结了多少案件？",
                "How many cases did the Supreme People's Court accept and close in 2020?",
                ("spc-2021-work-report",),
            ),
            Example(
                "2020年审结国家赔偿案件多少件？",
                "How many state compensation cases were closed in 2020?",
                ("spc-2021-work-report",),
            ),
        ),
    ),
)
