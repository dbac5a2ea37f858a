"""Write a clause as a formal reference, from facts of its document only.

A document number or date that nobody knows is left out, never invented.
"""

from __future__ import annotations

from ingest.types import Clause, Document

_INNER_MARKS = str.maketrans("“”‘’", "‘’“”")
_INNER_TITLE = str.maketrans("《》", "〈〉")


def cited_title(document: Document) -> str:
    """The title in 《》; a 《》 inside it becomes 〈〉."""
    title = document.facts.title.removeprefix("《").removesuffix("》")
    return f"《{title.translate(_INNER_TITLE)}》"


def pinpoint(document: Document, clause: Clause) -> str:
    """The place within the document: the label without title and document number."""
    rest = clause.label
    for title in (cited_title(document), f"《{document.facts.title}》", document.facts.title):
        rest = rest.removeprefix(title)
    return rest.removeprefix(f"（{document.facts.number}）").strip()


def reference(document: Document, clause: Clause) -> str:
    """The reference in running text: `《…要点》（粤高法明传〔2021〕73号）第三部分第14项`."""
    number = document.facts.number
    return cited_title(document) + (f"（{number}）" if number else "") + pinpoint(document, clause)


def printed_date(iso: str) -> str:
    """An ISO date as papers write it: `2021-03-01` is `2021年3月1日`; parts may be missing."""
    units = zip(iso.split("-"), "年月日", strict=False)
    return "".join(f"{int(part)}{unit}" for part, unit in units if part.isdigit())


def footnote(document: Document, clause: Clause) -> str:
    """The reference of a footnote, without its number.

    `《…要点》，粤高法明传〔2021〕73号，2021年3月1日发布，第三部分第14项。`
    """
    facts = document.facts
    issued = f"{printed_date(facts.date)}发布" if facts.date else ""
    parts = (cited_title(document), facts.number, issued, pinpoint(document, clause))
    return "，".join(part for part in parts if part) + "。"


def in_text(quote: str, where: str) -> str:
    """A quotation with its reference behind it; quotation marks inside it become single ones."""
    return f"“{quote.translate(_INNER_MARKS)}”（{where}）"
