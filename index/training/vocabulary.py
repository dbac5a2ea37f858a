"""Which words the encoder knows, and the tokenizer that finds them in a text.

Chinese is divided into words by a unigram model: of all divisions into known words the likeliest.
Candidates and their first counts come from a word list with frequencies (`vocab.txt` of the package
synonyms 3.10.2); which of them stay is decided by the training texts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from index.script import to_simplified

UNKNOWN = "<unk>"
LONGEST = 6
"""Characters of the longest Chinese word."""
LEAST_USES = 4
"""Uses in the training texts from which on a word stays."""
FURTHER = 8_000
"""Common words of each language that stay though the training texts hardly use them."""
LEAST_FREQUENCY = 3
SMALLEST = 1e-8

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[a-z]{2,}")
_BATCH = 20_000


def word_frequencies(path: Path) -> Counter[str]:
    """Read `word frequency …` lines; the counts of both scripts are added up."""
    found: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        count = rest.split(" ")[0]
        if _CHINESE.fullmatch(word) and len(word) <= LONGEST and count.isdigit():
            found[to_simplified(word)] += int(count)
    return found


def english_words(path: Path) -> list[str]:
    """Read the whole words of a BERT vocabulary, the most frequent first."""
    return [word for word in path.read_text().split() if _ENGLISH.fullmatch(word)]


def tokenizer(chances: Mapping[str, float]) -> Tokenizer:
    """Make the tokenizer of these words with their chances; the unknown is number 0."""
    entries = [(UNKNOWN, 0.0), *((word, math.log(chance)) for word, chance in chances.items())]
    made = Tokenizer(models.Unigram(entries, unk_id=0, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=False)]
    )
    return made


def learn(texts: Sequence[str], frequencies: Counter[str], english: Sequence[str]) -> Tokenizer:
    """Choose the words that stay by what the training texts use, and weigh them anew."""
    known = {
        word: count
        for word, count in frequencies.items()
        if count >= LEAST_FREQUENCY or len(word) == 1
    }
    everywhere = sum(known.values())
    first = {word: max(count, 0.5) / everywhere for word, count in known.items()}
    used = _counts(tokenizer(first | _english_chances(english)), texts)
    total = sum(used.values())
    single = [w for w in known if len(w) == 1 and (used[w] or known[w] >= 20)]
    staying = [w for w in known if len(w) > 1 and used[w] >= LEAST_USES]
    rare = [w for w in known if 1 < len(w) <= 4 and used[w] < LEAST_USES]
    further = sorted(rare, key=lambda w: (-known[w], w))[:FURTHER]
    chances = {
        word: 0.5 * used[word] / total + 0.5 * known[word] / everywhere + SMALLEST
        for word in (*single, *staying, *further)
    }
    kept = [word for place, word in enumerate(english) if used[word] or place < FURTHER]
    return tokenizer(chances | _english_chances(kept))


def _english_chances(english: Sequence[str]) -> dict[str, float]:
    """Give English words a chance by their place in the list, and digits one: both stay whole."""
    chances = {word: 0.05 / (50 + place) for place, word in enumerate(english)}
    return chances | dict.fromkeys("0123456789", 0.0001)


def _counts(made: Tokenizer, texts: Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for encoding in _encodings(made, texts):
        found.update(encoding)
    return found


def _encodings(made: Tokenizer, texts: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(texts), _BATCH):
        batch = made.encode_batch(list(texts[start : start + _BATCH]), add_special_tokens=False)
        yield from (encoding.tokens for encoding in batch)


def word_numbers(made: Tokenizer, texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """Give each text as the numbers of its words; the unknown one, 0, is left out."""
    found: list[NDArray[np.int64]] = []
    for start in range(0, len(texts), _BATCH):
        batch = made.encode_batch(list(texts[start : start + _BATCH]), add_special_tokens=False)
        found += [np.array([n for n in encoding.ids if n], np.int64) for encoding in batch]
    return found


def words_of(made: Tokenizer) -> list[str]:
    """List the words of a tokenizer by their numbers."""
    return sorted(made.get_vocab(), key=made.get_vocab().__getitem__)
