"""The optional reranker: a cross-encoder on this machine, asked about the best hits only."""

from __future__ import annotations

import subprocess
import sys

import pytest

from index.errors import IndexFault
from index.reranker import CrossEncoderReranker, load_reranker
from index.types import Scope
from rag.assistant import Assistant
from rag.finding.retrieve import RERANKED, TOP, reranked, retrieve
from rag.understanding.question import understand

TEXTS = ["切实解决执行难。", "完善在线诉讼规则。"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A cross-encoder of one small layer with random weights."""
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    characters = sorted(set("".join(TEXTS) + "怎么办"))
    vocabulary = {w: n for n, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    base = tmp_path_factory.mktemp("cross")
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )
    fast.save_pretrained(base / "base")
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(vocabulary), intermediate_size=32, num_labels=1, **size)
    BertForSequenceClassification(config).save_pretrained(base / "base")
    CrossEncoder(str(base / "base"), device="cpu", local_files_only=True).save_pretrained(
        str(base / "tiny")
    )
    return base / "tiny"


class Fond:
    """A reranker that is fond of one word."""

    def __init__(self, word):
        self.word, self.asked = word, []

    def scores(self, question, texts):
        self.asked.append((question, len(texts)))
        return [float(self.word in text) for text in texts]


def test_it_scores_each_text_between_0_and_1_the_same_every_time(folder):
    reranker = CrossEncoderReranker(str(folder))
    scores = reranker.scores("执行难怎么办", TEXTS)
    assert len(scores) == 2
    assert all(0 < score < 1 for score in scores)
    assert reranker.scores("執行難怎麼辦", TEXTS) == pytest.approx(scores)


def test_naming_it_loads_nothing_and_none_is_none(folder):
    assert load_reranker("") is None
    code = f"import sys; from index.reranker import *; load_reranker({str(folder)!r})"
    code += "; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_a_model_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(IndexFault, match="no model") as fault:
        load_reranker("nobody/no-such-model")
    assert "\n" not in str(fault.value)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(IndexFault, match="cannot be loaded"):
        CrossEncoderReranker(str(tmp_path)).scores("执行难", TEXTS)


def test_its_score_is_added_and_shown(library):
    question = understand("老赖不还钱怎么办", library.documents)
    hits = retrieve(question, library, Scope())
    word = hits[4].clause.text[-8:]
    fond = Fond(word)
    again = reranked(question, hits, fond)
    assert fond.asked == [("老赖不还钱怎么办", TOP)]
    assert again[0].clause.id == hits[4].clause.id
    assert again[0].score == pytest.approx(hits[4].score + RERANKED)
    assert ("reranker", RERANKED) in again[0].why
    assert [hit.rank for hit in again] == list(range(1, TOP + 1))
    assert {hit.clause.id for hit in again} == {hit.clause.id for hit in hits}
    assert reranked(question, hits, None) is hits
    assert reranked(question, (), fond) == ()


def test_the_assistant_asks_it_for_everyday_questions_and_still_cites(library):
    fond = Fond("失信")
    answer = Assistant(library, reranker=fond).ask("老赖不还钱怎么办")
    assert fond.asked
    assert answer.hits[0].clause.text.count("失信")
    assert all(citation.quote in citation.clause.text for citation in answer.citations)
