"""What the address of the page says: `?run=…&base=…&tab=cases&q=…`, read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

TABS = ("overview", "cases", "changes", "remarks", "limits")
"""The tabs of the page in their order; the first needs no name in the address."""
LONGEST = 200
"""Characters of a value that are read."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which run is shown, beside which base, on which tab, and which case or remark is open.

    `common` asks for a comparison of the questions that both runs have. `page` counts from 1.
    """

    run: str = ""
    base: str = ""
    tab: str = TABS[0]
    open: str = ""
    page: int = 1
    common: bool = False


def read(query: str) -> Address:
    """Read the part of an address after `?`; what makes no sense is as if it were not there.

    `read("?run=a&tab=cases&q=n1")` is `Address("a", tab="cases", open="n1")`.
    """
    try:
        pairs = parse_qsl(query.removeprefix("?"), max_num_fields=30)
    except ValueError:
        pairs = []
    given = {name: value[:LONGEST] for name, value in pairs}
    page = given.get("p", "")
    return Address(
        run=given.get("run", ""),
        base=given.get("base", ""),
        tab=given["tab"] if given.get("tab") in TABS else TABS[0],
        open=given.get("q", ""),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
        common=given.get("common") == "1",
    )


def link(language: str, here: Address, **changes: str | int | bool) -> str:
    """Write an address that differs from `here`: `link("zh", here, tab="cases", open="n1")`.

    A case, a remark or a page is kept only where it is named.
    """
    there = replace(here, **{"open": "", "page": 1, **changes})  # type: ignore[arg-type]
    values = {
        "run": there.run,
        "base": there.base,
        "tab": "" if there.tab == TABS[0] else there.tab,
        "q": there.open,
        "p": str(there.page) if there.page > 1 else "",
        "common": "1" if there.common else "",
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"/{language}/eval?{query}"


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """Write the parameters of a request as they stood in its address."""
    return urlencode(list(pairs))
