"""What a question takes for granted of a document's issue: by whom and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.script import searchable
from ingest.types import Facts

_ISSUED = "(?:印发|发布|出台)"
_OTHER = (
    "(?![^，,。?？]{0,12}的?[^,，。?？]{1,20}(?:办法|意见|规定|方案|制度|机制|解释)|.{0,4}还是)"
)
"""Behind it: what was issued is another text, or the asker offers a choice."""
_WHEN = re.compile(rf"(?:(\d{{4}})年)?(\d{{1,2}})月(?:(\d{{1,2}})[日号])?{_ISSUED}{_OTHER}")
_WHETHER = re.compile("是不是|是否")
_BY = re.compile(
    rf"(?<![不还说])[是由]((?:(?![是由不还])[\u4e00-\u9fff]){{1,10}}?"
    rf"(?:委|办|厅|局|部|政府|检察院|人大|党委|人民法院)){_ISSUED}{_OTHER}"
)


def misissued(question: str, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Find what a question says of the issue of a document that its facts have otherwise.

    Only what the text itself prints is held against it. Gives the field, the words of the question
    and what is printed. Example: `4月1号印发` is wrong of a notice of 2021-03-01.
    """
    asked = re.sub(r"\s", "", searchable(question))
    date = [int(part) for part in facts.date.split("-") if part.isdigit()]
    if len(date) == 3 and "date" not in facts.outside:
        for match in _WHEN.finditer(asked):
            if any(one and int(one) != own for one, own in zip(match.groups(), date, strict=True)):
                yield "date", match[0], f"{date[0]}年{date[1]}月{date[2]}日"
    if facts.issuer and "issuer" not in facts.outside:
        for match in _BY.finditer(asked):
            if (
                not _WHETHER.search(asked)
                and not re.search("[谁哪何]", match[1])
                and match[1] not in facts.issuer
            ):
                yield "issuer", match[1], facts.issuer
