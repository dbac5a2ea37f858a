"""Train the shipped encoder, or score it on statutes; see `python -m index.training --help`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.static import MODEL, StaticEncoder
from index.training import given, sources, vocabulary
from index.training.export import export
from index.training.train import Model, Plan, Texts, Words, rarity_weights, train


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data")
    parser.add_argument("--words", type=Path, help="synonyms/data of the package synonyms 3.10.2")
    parser.add_argument("--english", type=Path, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the model is written")
    parser.add_argument("--without", default="", metavar="ID", help="a document left out")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--dimension", type=int, default=Plan().dimension)
    parser.add_argument("--score", action="store_true", help="do not train: score --out on STARD")
    asked = parser.parse_args(arguments)
    if asked.score:
        return _score(asked.data, asked.out)
    if not (asked.words and asked.english):
        parser.error("training needs --words and --english")
    plan = Plan(steps=asked.steps, dimension=asked.dimension)
    build(asked.data, asked.words, asked.english, asked.out, plan, asked.without)
    return 0


def build(data: Path, words: Path, english: Path, out: Path, plan: Plan, without: str = "") -> None:
    """Read, choose the vocabulary, train, and write the model to `out`."""
    start = time.perf_counter()

    def tell(line: str) -> None:
        sys.stderr.write(f"{time.perf_counter() - start:6.0f} s  {line}\n")

    pairs = sources.all_pairs(data, plan.seed, without)
    tell(", ".join(f"{name}: {len(found)}" for name, found in pairs.items()))
    places = _places(pair for found in pairs.values() for pair in found)
    frequencies = vocabulary.word_frequencies(words / "vocab.txt")
    bert = vocabulary.english_words(english / "vocab.txt")
    tokenizer = vocabulary.learn(list(places), frequencies, bert)
    entries = vocabulary.words_of(tokenizer)
    tell(f"{len(entries)} words, {len(places)} texts")
    texts = vocabulary.word_numbers(tokenizer, list(places))
    chinese = given.chinese_vectors(words / "words.vector", entries)
    known = np.concatenate([chinese, given.english_vectors(english, entries)], axis=1)
    model = Model(known, rarity_weights(texts, len(entries), plan.rare), plan)
    tell("training")
    train(model, Texts(texts, plan.longest), _rows(pairs, places, texts), plan, tell)
    export(model.table(), tokenizer, out)
    tell(f"written to {out}")


def _places(pairs: Iterable[sources.Pair]) -> dict[str, int]:
    """Number the distinct texts of all pairs."""
    places: dict[str, int] = {}
    for pair in pairs:
        places.setdefault(pair.left, len(places))
        places.setdefault(pair.right, len(places))
    return places


def _rows(
    pairs: Mapping[str, Sequence[sources.Pair]], places: Mapping[str, int], texts: Sequence[Words]
) -> dict[str, Words]:
    """Write pairs as rows (left text, right text, group or -1), without texts of no known word."""
    names = sorted({pair.group for found in pairs.values() for pair in found} - {""})
    groups = {name: number for number, name in enumerate(names)} | {"": -1}
    return {
        name: np.array(
            [
                (places[pair.left], places[pair.right], groups[pair.group])
                for pair in found
                if len(texts[places[pair.left]]) and len(texts[places[pair.right]])
            ],
            np.int64,
        ).reshape(-1, 3)
        for name, found in pairs.items()
    }


def _score(data: Path, folder: Path) -> int:
    from index.lexical import LexicalIndex
    from index.training.stard import read_statutes, recalls, table

    statutes = read_statutes(data)
    encoder = StaticEncoder(folder)
    start = time.perf_counter()
    encoder.encode_clauses(list(statutes.articles.values()))
    speed = len(statutes.articles) / (time.perf_counter() - start)
    lexical = LexicalIndex.build(list(statutes.articles.items()))
    sys.stdout.write(f"{table(recalls(statutes, encoder, lexical))}\n\n")
    sys.stdout.write(f"{speed:.0f} articles a second encoded\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
