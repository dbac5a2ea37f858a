"""Whether a question speaks of several sources, so that a region beside a document's name is one.

In `六五纲要、广东各怎么讲` both are meant; in `广东要点对深圳有何支持` one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SUPREME = r"最高人民法院|最高法院?|supreme people'?s court|\bspc\b"
"""How the Supreme People's Court is called."""
_SEVERAL = re.compile(
    r"各|分别|比较|对比|不同|区别|又|和|与|跟|谁|[两三四五]家|之后|both|compare|differ"
)


def lists_several(text: str, regions: Iterable[str]) -> bool:
    """Whether a text in searchable form sets sources side by side.

    `、` does so before one of the `regions` or the Supreme People's Court.
    """
    sources = "|".join((SUPREME, *sorted(regions)))
    return bool(_SEVERAL.search(text) or re.search(rf"、(?:{sources})", text))
