"""The other side of the benchmark: plain LangChain over the same five documents.

RecursiveCharacterTextSplitter (500 characters, 50 of overlap), an embeddings object and the FAISS
wrapper, as tutorials put them together. `python -m evals.bench_langchain STEP KIND FOLDER`, where
KIND is `same` (our embedded encoder as LangChain embeddings) or `transformer` (a
sentence-transformers model from disk) and STEP is `model`, `build`, `warm` or `ask`. Each writes
one line of JSON; `ask` writes the four texts found.

The model is a BERT of 4 layers and 256 dimensions with random weights, made here because nothing
is downloaded: its speed is that of such a model, and its answers mean nothing.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench_tiaoli import QUESTION, WARM_UP, asked

if TYPE_CHECKING:
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings

SIZE, OVERLAP, NEAREST = 500, 50, 4


def model(folder: Path) -> dict[str, float]:
    """Make the small random model and save it under `folder`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(0)
    bare = folder / "bare"
    bare.mkdir(parents=True)
    characters = sorted({c for text in _texts() for c in text if not c.isspace()})
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    (bare / "vocab.txt").write_text("\n".join([*special, *characters]) + "\n", encoding="utf-8")
    BertTokenizer(str(bare / "vocab.txt"), model_max_length=512).save_pretrained(str(bare))
    config = BertConfig(
        vocab_size=len(special) + len(characters),
        hidden_size=256,
        num_hidden_layers=4,
        num_attention_heads=4,
        intermediate_size=1024,
    )
    BertModel(config).save_pretrained(str(bare))
    transformer = Transformer(str(bare), max_seq_length=512)
    made = SentenceTransformer(modules=[transformer, Pooling(256)], device="cpu")
    made.save_pretrained(str(folder / "model"))
    return {"parameters": float(sum(p.numel() for p in made.parameters()))}


def build(kind: str, folder: Path) -> dict[str, float]:
    """Split, embed, index and save the five documents, and load them again; seconds by step."""
    from langchain_community.vectorstores import FAISS

    embeddings = _embeddings(kind, folder)
    times = [time.perf_counter()]
    parts = _split()
    times.append(time.perf_counter())
    store = FAISS.from_documents(parts, embeddings)
    times.append(time.perf_counter())
    store.save_local(str(folder / kind))
    times.append(time.perf_counter())
    _load(kind, folder, embeddings)
    times.append(time.perf_counter())
    steps = [after - before for before, after in pairwise(times)]
    read, encode, saved, reload = steps
    return {"read": read, "index": encode, "save": saved, "reload": reload, "parts": len(parts)}


def warm(kind: str, folder: Path) -> dict[str, list[float]]:
    """Search for every question once, after a few that are not counted; milliseconds."""
    store = _load(kind, folder, _embeddings(kind, folder))
    for question in WARM_UP:
        store.similarity_search(question, k=NEAREST)
    found: list[float] = []
    for question, _ in asked():
        start = time.perf_counter()
        store.similarity_search(question, k=NEAREST)
        found.append((time.perf_counter() - start) * 1000)
    return {"answer": found}


def ask(kind: str, folder: Path) -> list[str]:
    """Load the index and give the four texts nearest to the question."""
    store = _load(kind, folder, _embeddings(kind, folder))
    return [found.page_content for found in store.similarity_search(QUESTION, k=NEAREST)]


def _texts() -> list[str]:
    corpus = Path(str(files("ingest.corpus")))
    return [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt"))]


def _split() -> list[Document]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    return splitter.create_documents(_texts())


def _embeddings(kind: str, folder: Path) -> Embeddings:
    """Load the embeddings from disk."""
    if kind == "transformer":
        from langchain_community.embeddings import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(model_name=str(folder / "model"))
    from index.encoder import load_encoder
    from index.langchain_embeddings import EncoderEmbeddings

    return EncoderEmbeddings(load_encoder())


def _load(kind: str, folder: Path, embeddings: Embeddings) -> FAISS:
    from langchain_community.vectorstores import FAISS

    # The wrapper keeps its texts as a pickle; this one was written a moment ago, by us.
    return FAISS.load_local(str(folder / kind), embeddings, allow_dangerous_deserialization=True)


def main(arguments: list[str]) -> int:
    """Run one step and write what it measured."""
    warnings.simplefilter("ignore")
    step, kind, folder = arguments
    measured: object
    if step == "model":
        measured = model(Path(folder))
    else:
        measured = {"build": build, "warm": warm, "ask": ask}[step](kind, Path(folder))
    sys.stdout.write(json.dumps(measured, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
