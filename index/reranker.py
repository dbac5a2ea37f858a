"""An optional second look at the best hits by a cross-encoder on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from index.errors import IndexFault
from index.script import to_simplified
from index.transformer import model_folder, refuse_unsafe_weights

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16


class CrossEncoderReranker:
    """A cross-encoder of a model folder, or of a model's name in the local cache of the hub.

    The model (and torch) is loaded at the first question; nothing is ever downloaded. Example:
    `CrossEncoderReranker("models/bge-reranker-v2-m3").scores("执行难怎么办", ["解决执行难。"])`.

    Raises `IndexFault` when there is no such model, or its weights are not safetensors.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._folder = model_folder(name)
        self._lock = Lock()
        refuse_unsafe_weights(name, self._folder)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Say how well each text answers a question, 0 to 1, higher is better."""
        pairs = [(to_simplified(question), to_simplified(text)) for text in texts]
        with self._lock:
            found = self._model.predict(
                pairs, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True
            )
        return [float(score) for score in found]

    @cached_property
    def _model(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder
        from torch.nn import Sigmoid

        try:
            model = CrossEncoder(
                str(self._folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                activation_fn=Sigmoid(),
            )
        except Exception as error:
            raise IndexFault(
                f"the reranker {self._name} cannot be loaded ({error}): check the folder"
            ) from error
        if model.num_labels != 1:
            raise IndexFault(
                f"the model {self._name} gives {model.num_labels} scores, a reranker gives one:"
                " name a cross-encoder that was trained to rank"
            )
        loaded: CrossEncoder = model
        return loaded


def load_reranker(setting: str) -> CrossEncoderReranker | None:
    """Give the reranker a setting names; none for an empty one."""
    return CrossEncoderReranker(setting) if setting else None
