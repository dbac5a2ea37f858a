"""Counting tokens without a network, by a table of our own that comes with the code.

Every model counts in its own way; this count only keeps what is sent within a bound. tiktoken's own
tables are downloaded at first use, without a time limit, so none of them is named here.
`python -m index.training.tokens rag/model/tokens.txt` makes the table.
"""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import TiaoliError

if TYPE_CHECKING:
    from tiktoken import Encoding

FILE = Path(__file__).parent / "tokens.txt"
SHA256 = "14aeb73fb79045d543c52a9859c7413cbbc7e213b07c9a54582d2078092b312c"
PATTERN = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


class TokensFault(TiaoliError):  # noqa: N818
    """The table of tokens is damaged."""


def count_tokens(text: str) -> int:
    """Count the tokens of a text, about one for each Chinese character or English word.

    Raises TokensFault where the table is not the one that belongs to the code. Example:
    `count_tokens("健全解决执行难长效机制。")` is 8.
    """
    return len(_encoding().encode_ordinary(text.encode("utf-8", "replace").decode()))


@cache
def _encoding() -> Encoding:
    from tiktoken import Encoding

    data = FILE.read_bytes()
    if sha256(data).hexdigest() != SHA256:
        raise TokensFault(f"{FILE.name}: is not the file that belongs here; install tiaoli again")
    ranks = {
        base64.b64decode(piece): int(rank)
        for piece, rank in (line.split(b" ") for line in data.splitlines())
    }
    return Encoding("tiaoli", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
