"""Training the encoder on a tiny sample: what comes out loads and is the same again."""

from __future__ import annotations

import json
import lzma
import random
import struct
from pathlib import Path

import numpy as np
import pytest

from index.static import StaticEncoder
from index.training import __main__ as training
from index.training import given, sources
from index.training.stard import read_statutes, recalls, table
from index.training.train import Plan
from index.training.vocabulary import learn, word_frequencies, words_of

WORDS = ["法院", "审理", "案件", "执行", "被执行人", "欠钱", "老赖", "离婚", "夫妻", "财产", "分割"]
LAW = {"law": "试验法", "sec": "第一章 总则", "cat": "", "file": "", "art": "第一条", "id": 0}


def lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    texts = [f"人民法院审理第{n}类案件，应当依法进行。当事人可以申请执行。" for n in range(30)]
    lines(folder / "laws/articles.jsonl.xz", [{**LAW, "text": text} for text in texts])
    report = "过去一年，全省经济稳中有进。人民生活水平继续提高。社会大局保持稳定。"
    lines(folder / "gov-reports/reports.jsonl", [{"full_text": report}])
    retrieval = folder / "statute-retrieval"
    articles = [{**LAW, "_id": f"L{n}", "title": "", "text": text} for n, text in enumerate(texts)]
    lines(retrieval / "corpus.jsonl.xz", articles)
    asked = ["法院怎么审案", "怎么申请执行", "离婚财产怎么分"]
    lines(
        retrieval / "stard_queries.jsonl",
        [{"_id": f"S{n}", "text": q} for n, q in enumerate(asked)],
    )
    (retrieval / "stard_qrels.tsv").write_text("S0\tL0\ttrain\nS1\tL1\tdev\nS2\tL0\tdev\n")
    lines(folder / "lecoqa/answers_train.jsonl", [{"_id": "S0", "answer": "由人民法院审理。"}])
    return folder


@pytest.fixture(scope="module")
def words(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    characters = sorted(set("".join(WORDS)))
    frequencies = [*WORDS, *characters]
    (folder / "vocab.txt").write_text("".join(f"{word} 50 n\n" for word in frequencies))
    chance = np.random.default_rng(0)
    data = b"".join(
        word.encode() + b" " + struct.pack("<8f", *chance.normal(size=8)) + b"\n"
        for word in frequencies
    )
    (folder / "words.vector").write_bytes(f"{len(frequencies)} 8\n".encode() + data)
    return folder


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("english")
    (folder / "vocab.txt").write_text("[PAD]\n##s\ncourt\njudge\ndebt\n")
    return folder


def train(data: Path, words: Path, english: Path, out: Path, monkeypatch) -> None:
    few = dict(list(sources.read_expansions(sources.EXPANSIONS, IDS).items())[:9])
    monkeypatch.setattr(sources, "read_expansions", lambda *_: few)
    monkeypatch.setattr(
        given, "english_vectors", lambda _, entries: np.ones((len(entries), 4), "f4")
    )
    plan = Plan(steps=12, batch=64, dimension=16, rate=0.05)
    training.build(data, words, english, out, plan)


IDS = frozenset(clause.id for parsed in sources.founding_documents() for clause in parsed.clauses)


def test_a_tiny_sample_gives_a_model_that_loads_and_is_the_same_again(
    data, words, english, tmp_path, monkeypatch
):
    for name in ("one", "two"):
        train(data, words, english, tmp_path / name, monkeypatch)
    one, two = StaticEncoder(tmp_path / "one"), StaticEncoder(tmp_path / "two")
    assert one.dimension == 16
    assert one.fingerprint == two.fingerprint
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tmp_path / "one"), device="cpu", local_files_only=True)
    texts = ["法院审理案件", "court", "离婚"]
    assert np.abs(model.encode(texts) - one.encode_queries(texts)).max() < 1e-5


def test_only_the_train_split_is_read(data):
    pairs = list(sources.lay_questions(data))
    assert {pair.left for pair in pairs} == {"法院怎么审案", "由人民法院审理。"}


def test_a_document_left_out_gives_no_question():
    chance = random.Random(0)
    everything = {pair.group for pair in sources.written_questions(chance)}
    rest = {pair.group for pair in sources.written_questions(chance, "gd-2021-key-points")}
    assert {id_.split("/")[0] for id_ in everything - rest} == {"gd-2021-key-points"}
    assert not [id_ for id_ in rest if id_.startswith("gd-2021-key-points/")]


def test_the_vocabulary_keeps_what_is_used_and_divides_into_the_likeliest_words(words):
    frequencies = word_frequencies(words / "vocab.txt")
    made = learn(["被执行人欠钱"] * 9 + ["法院court"] * 9, frequencies, ["court", "judge"])
    assert made.encode("被执行人欠钱", add_special_tokens=False).tokens == ["被执行人", "欠钱"]
    assert made.encode("法院Court 12", add_special_tokens=False).tokens == [
        "法院",
        "court",
        "1",
        "2",
    ]
    assert words_of(made)[0] == "<unk>"


def test_words_without_a_vector_take_those_of_the_words_inside_them(words):
    rows = given.chinese_vectors(words / "words.vector", ["<unk>", "法院", "法院案件", "xyz", "☃"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([0, 1, 1, 0, 0], abs=1e-5)
    both = given.chinese_vectors(words / "words.vector", ["法院", "案件"])
    assert rows[2] == pytest.approx(given.unit(both.mean(0, keepdims=True))[0], abs=1e-5)


def test_statutes_are_scored_beside_characters_and_unseen_ones_apart(data):
    from index.lexical import LexicalIndex

    statutes = read_statutes(data)
    assert statutes.unseen == {"S1"}
    lexical = LexicalIndex.build(list(statutes.articles.items()))
    found = recalls(statutes, StaticEncoder(), lexical)
    assert [one.share for one in found] == [0.0, 0.3, 0.5, 1.0]
    assert all(((one.rows >= 0) & (one.rows <= 1)).all() for one in found)
    assert "| unseen (1) | 1.0 |" in table(found)
