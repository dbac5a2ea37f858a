"""Writing the trained table as a sentence-transformers model directory."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from tokenizers import Tokenizer

from index.durable import replace_file

MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "0_StaticEmbedding",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]
SETTINGS: dict[str, object] = {
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def export(table: NDArray[np.float32], tokenizer: Tokenizer, folder: Path) -> None:
    """Write table and tokenizer so that `SentenceTransformer(folder)` loads them.

    The figures are rounded to half precision and kept as float32: they pack to half the size, and
    every reader computes with the same ones.
    """
    rounded = table.astype(np.float16).astype(np.float32)
    (folder / "0_StaticEmbedding").mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    files = {
        "modules.json": json.dumps(MODULES, indent=2).encode(),
        "config_sentence_transformers.json": json.dumps(SETTINGS, indent=2).encode(),
        "0_StaticEmbedding/tokenizer.json": tokenizer.to_str().encode(),
        "0_StaticEmbedding/model.safetensors": save({"embedding.weight": rounded}),
        "1_Normalize/config.json": b"{}",
    }
    for name, data in files.items():
        replace_file(folder / name, data)
