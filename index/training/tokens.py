"""Making the table by which tokens are counted: byte pairs learned from the founding documents.

`python -m index.training.tokens rag/model/tokens.txt` writes it, the same file from the same
documents. A line is a piece of bytes in base64 and its rank, as tiktoken reads them.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

SIZE = 1_500
"""Pieces. More pieces learned from so few texts would count fewer tokens than a model does."""
PATTERN = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def learn(texts: Iterable[str], size: int = SIZE) -> dict[bytes, int]:
    """Learn byte pairs; gives the bytes of every piece and its rank, the 256 bytes first."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=alphabet, special_tokens=[], show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    of = _bytes_by_character()
    return {bytes(of[c] for c in piece): rank for piece, rank in made.get_vocab().items()}


def _bytes_by_character() -> dict[str, int]:
    """Give the byte that each character of the byte-level alphabet stands for."""
    plain = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + n): byte for n, byte in enumerate(rest)}


def main() -> int:
    """Write the table to the file that is named."""
    from ingest.founding import founding_documents

    found = learn(parsed.document.text for parsed in founding_documents())
    lines = (
        f"{base64.b64encode(piece).decode()} {rank}"
        for piece, rank in sorted(found.items(), key=lambda pair: pair[1])
    )
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", encoding="ascii")
    sys.stdout.write(f"{len(found)} pieces\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
