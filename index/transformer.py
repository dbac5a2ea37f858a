"""Vectors from a sentence-transformers model on this machine; nothing is ever downloaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexFault
from index.script import to_simplified
from index.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
_UNSAFE = {".bin", ".pt", ".pth", ".pkl", ".ckpt"}
_UNREAD = {"README.md", ".gitattributes"}


class SentenceTransformerEncoder:
    """An encoder made of a model folder, or of a model's name in the local cache of the hub.

    The model (and torch, which takes seconds to import) is loaded when the first text is encoded.
    The model's own prompts are used: `query` for questions, the first of `document`, `passage` and
    `corpus` that is not empty for clauses. Texts are simplified first. Clauses take long, so a
    terminal is shown a bar. Example:
    `SentenceTransformerEncoder("models/bge-small-zh-v1.5").encode_queries(["执行难"])`.

    Raises `IndexFault` when there is no such model, or its weights are not safetensors.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._folder = model_folder(name)
        self._lock = Lock()
        refuse_unsafe_weights(name, self._folder)

    @property
    def name(self) -> str:
        """The setting: folder or hub name."""
        return self._name

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hex over the name of the model and every file of it."""
        digest = sha256(Path(self._name).name.encode())
        for path in _files(self._folder):
            digest.update(path.relative_to(self._folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(file_digest(file, "sha256").digest())
        return digest.hexdigest()

    @cached_property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        return int(self.encode_queries(["维"]).shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of questions, shape (n, d)."""
        return self._encode(texts, question=True)

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of clauses or their sentences, shape (n, d)."""
        return self._encode(texts, question=False)

    def _encode(self, texts: Sequence[str], *, question: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._lock:
            model = self._model
            encode = model.encode_query if question else model.encode_document
            names = ("query",) if question else ("document", "passage", "corpus")
            # A saved model has an empty "document" prompt that would hide its "passage" prompt.
            prompts = [model.prompts[name] for name in names if model.prompts.get(name)]
            vectors: NDArray[np.float32] = encode(
                [to_simplified(text) for text in texts],
                prompt=prompts[0] if prompts else None,
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=not question and sys.stderr.isatty(),
            )
        return np.nan_to_num(vectors.astype(np.float32), posinf=0, neginf=0)

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(
                str(self._folder), device="cpu", trust_remote_code=False, local_files_only=True
            )
        except Exception as error:
            raise IndexFault(
                f"the model {self._name} cannot be loaded ({error}): check that the folder is whole"
            ) from error


def model_folder(name: str) -> Path:
    """Find the folder of a model: the name itself, or its snapshot in the hub's local cache."""
    if name and Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise IndexFault(
            f"there is no model {name}: it is neither a folder nor in the local cache of the model"
            " hub; copy its folder to this machine and name that, or use the setting `embedded`"
        ) from error


def _files(folder: Path) -> list[Path]:
    """List the files of a model in order of name, remarks and hidden ones left out."""
    inside = (p for p in folder.rglob("*") if p.is_file() and p.name not in _UNREAD)
    shown = [p for p in inside if not any(x.startswith(".") for x in p.relative_to(folder).parts)]
    return sorted(shown, key=lambda path: path.relative_to(folder).as_posix())


def refuse_unsafe_weights(name: str, folder: Path) -> None:
    """Raise `IndexFault` where weights are only there in a format that can run code."""
    for path in _files(folder):
        if path.suffix in _UNSAFE and not any(path.parent.glob("*.safetensors")):
            raise IndexFault(
                f"the model {name} has weights that can run code ({path.name}) and no safetensors"
                " beside them: convert it to safetensors or use another model"
            )
