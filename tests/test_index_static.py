"""The shipped encoder: equal to sentence-transformers, whole, quick, and without torch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from index.encoder import load_encoder
from index.errors import IndexFault
from index.script import searchable
from index.static import EMBEDDED, MODEL, StaticEncoder

TEXTS = [
    "执行难怎么办",
    "欠债的公司还不起钱了能不能走破产",
    "What is a people's tribunal supposed to do in the villages?",
    "2020年受理执行案件1059.2万件，执结995.8万件。",
    "健全完善人民法院机构职能体系",
    "ＡＩ法官 … “三个规定”",
    "法",
    "，。",
    "☃",
    "",
    "执行" * 3_000,
]
MOST_MEGABYTES = 40


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder()


def test_it_gives_the_vectors_of_sentence_transformers(encoder):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL), device="cpu", local_files_only=True)
    expected = model.encode([searchable(text) for text in TEXTS], convert_to_numpy=True)
    assert np.abs(encoder.encode_queries(TEXTS) - expected).max() < 1e-5
    assert np.abs(encoder.encode_clauses(TEXTS) - expected).max() < 1e-5


def test_vectors_have_unit_length_or_none(encoder):
    vectors = encoder.encode_queries(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    known = [0.0 if text in ("，。", "☃", "") else 1.0 for text in TEXTS]
    lengths = np.linalg.norm(vectors, axis=1)
    assert [lengths[n] for n in (0, 1, 2, 8, 9)] == pytest.approx([1, 1, 1, 0, 0], abs=1e-5)
    assert lengths[3:7] == pytest.approx(known[3:7], abs=1e-5)


def test_both_scripts_give_the_same_vector(encoder):
    one, other = encoder.encode_queries(["完善执行权监督制约", "完善執行權監督制約"])
    assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("欠钱不还的人怎么治", "健全失信被执行人信用惩戒机制", "加强法官职业培训"),
        ("上网打官司", "完善在线诉讼规则", "深化执行体制改革"),
        ("How do courts collect a judgment debt?", "健全执行工作长效机制", "完善少年审判工作"),
        ("village court", "加强人民法庭建设", "完善知识产权案件管辖"),
    ],
)
def test_everyday_and_english_words_lie_near_official_ones(encoder, question, right, wrong):
    asked = encoder.encode_queries([question])[0]
    near, far = encoder.encode_clauses([right, wrong]) @ asked
    assert near > far + 0.1


def test_it_is_read_without_torch_and_named_by_the_setting():
    program = (
        "import sys; from index.encoder import load_encoder; e = load_encoder('embedded');"
        "e.encode_queries(['执行难']); print('torch' in sys.modules, e.name)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", EMBEDDED]
    assert load_encoder() is load_encoder(EMBEDDED)


def test_a_damaged_or_missing_model_is_said_in_one_line(tmp_path):
    with pytest.raises(IndexFault, match="install Tiaoli again"):
        StaticEncoder(tmp_path)
    for name in ("model.safetensors", "tokenizer.json"):
        folder = tmp_path / name
        shutil.copytree(MODEL, folder)
        (folder / "0_StaticEmbedding" / name).write_bytes(b"{")
        with pytest.raises(IndexFault, match="install Tiaoli again") as fault:
            StaticEncoder(folder)
        assert "\n" not in str(fault.value)


def test_the_fingerprint_changes_with_the_weights(tmp_path, encoder):
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    assert StaticEncoder(folder).fingerprint == encoder.fingerprint
    weights = folder / "0_StaticEmbedding/model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert StaticEncoder(folder).fingerprint != encoder.fingerprint


def test_the_model_is_small_and_its_card_tells_where_it_comes_from():
    size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
    assert size < MOST_MEGABYTES * 1e6
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    for word in ("licence", "STARD", "LeCoQA", "synonyms", "MiniLM", "seed", "index.training"):
        assert word in card, word


def test_the_model_names_nothing_that_could_run_code():
    modules = json.loads((MODEL / "modules.json").read_text())
    assert [m["type"].rsplit(".", 1)[1] for m in modules] == ["StaticEmbedding", "Normalize"]
    kinds = {path.suffix for path in MODEL.rglob("*") if path.is_file()}
    assert kinds <= {".json", ".safetensors", ".md"}


def test_thousands_of_articles_are_encoded_in_a_second(encoder):
    article = "人民法院审理民事案件，应当根据自愿和合法的原则进行调解；调解不成的，应当及时判决。"
    articles = [f"第{n}条　{article * 2}" for n in range(4_000)]
    start = time.perf_counter()
    encoder.encode_clauses(articles)
    assert time.perf_counter() - start < 6  # 0.5 s on two quiet cores
