"""The library on disk: whole generations, checked before they are read.

    DIRECTORY/CURRENT        gen-7 and the SHA-256 of its manifest
    DIRECTORY/gen-7/         manifest.json, documents.jsonl, clauses.jsonl, lexical0.*, ...
    DIRECTORY/LOCK           held by the one who writes

A generation is never changed. A crash at any moment leaves CURRENT naming a whole generation.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.durable import discard, replace_file, sole_writer, write_directory
from index.encoder import load_encoder
from index.errors import IndexFault, OutdatedIndex
from index.holdings import TEXT, Holdings
from index.lexical import LexicalIndex
from index.library import Library, MakeStore
from index.parts import Parts, json_bytes, read_json
from index.records import read_parsed, write_parsed
from index.statements import StatementIndex
from index.static import EMBEDDED
from index.store import FaissStore
from index.types import Encoder

FORMAT = 1
"""Number of the layout; another number is refused."""

_CURRENT = re.compile(rb"(gen-[0-9]+) ([0-9a-f]{64})\n")
_GENERATION = re.compile(r"gen-([0-9]+)")
_ATTEMPTS = 20


def save(library: Library, directory: Path) -> None:
    """Write a library as a new generation of `directory` and make it the current one.

    Leftovers of earlier saves are removed first, the current generation never. Raises `IndexFault`
    when another process is writing, or when a step fails (disk full, no permission); what was
    saved before then stays readable.
    """
    parts = _parts(library)
    manifest = json_bytes(
        {
            "format": FORMAT,
            "fingerprint": library.fingerprint,
            "encoder": {"name": library.encoder.name, "fingerprint": library.encoder.fingerprint},
            "fields": list(library.holdings.fields),
            "files": {name: sha256(data).hexdigest() for name, data in parts.items()},
        }
    )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with sole_writer(directory):
            _clean(directory)
            generation = directory / f"gen-{_last(directory) + 1}"
            write_directory(generation, {**parts, "manifest.json": manifest})
            pointer = f"{generation.name} {sha256(manifest).hexdigest()}\n"
            replace_file(directory / "CURRENT", pointer.encode())
    except OSError as error:
        raise IndexFault(
            f"the index cannot be written to {directory} ({error.strerror or error}):"
            " the index saved before is unchanged; make room or choose another directory"
        ) from error


def load(
    directory: Path, encoder: str | Encoder = EMBEDDED, store: MakeStore | None = None
) -> Library:
    """Read the current library of `directory`, every byte checked before it is used.

    `encoder` is a setting as for `load_encoder`, or an encoder. `store` gives the store that holds
    the vectors when they were saved in another one than FAISS.

    Raises `IndexFault` when there is no index, when a file is damaged or missing, and when the
    index was made with another version or another encoder; `OutdatedIndex` when it was made with
    the encoder that an earlier release shipped, for which `renewed` is the cure.
    """
    manifest, parts = _read_current(directory)
    if "statements.statements.json" not in parts:
        raise OutdatedIndex(f"the index in {directory} was made by an earlier release")
    try:
        chosen = _encoder(directory, manifest, encoder)
        holdings = _holdings(manifest, parts, chosen, store, directory)
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise _fault(directory, f"is not readable ({error})") from error
    return Library(holdings, store or FaissStore)


def renewed(directory: Path) -> Library:
    """Make the library of `directory` anew with the shipped encoder, from its own documents.

    Nothing is written. Raises `IndexFault` as `load` does for damaged files.
    """
    _, parts = _read_current(directory)
    try:
        return Library.build(
            read_parsed(parts), load_encoder(), fields=read_json(parts["fields.json"])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _fault(directory, f"is not readable ({error})") from error


def saved(directory: Path) -> bool:
    """Whether `directory` has an index, whole or not."""
    return (directory / "CURRENT").exists()


def _fault(directory: Path, trouble: str) -> IndexFault:
    return IndexFault(
        f"the index in {directory} {trouble}: run `tiaoli ingest` without a path to make it anew,"
        " then add your own documents again"
    )


def _parts(library: Library) -> Parts:
    """Give all of a library as files, named by what they belong to."""
    holdings = library.holdings
    parts = write_parsed(library.parsed())
    parts["fields.json"] = json_bytes(holdings.fields)
    groups: dict[str, Parts] = {}
    for number, name in enumerate([TEXT, *holdings.fields]):
        groups[f"lexical{number}"] = holdings.lexical[name].parts()
    groups["statements"] = holdings.statements.parts()
    if isinstance(holdings.store, FaissStore):
        groups["vectors"] = holdings.store.parts()
    for group, files in groups.items():
        parts |= {f"{group}.{name}": data for name, data in files.items()}
    return parts


def _group(parts: Parts, group: str) -> Parts:
    """Give the files of one group under their own names."""
    start = f"{group}."
    return {name.removeprefix(start): d for name, d in parts.items() if name.startswith(start)}


def _last(directory: Path) -> int:
    """Highest number of a generation, finished or not; 0 when there is none."""
    found = [_GENERATION.fullmatch(path.name) for path in directory.iterdir()]
    return max((int(match[1]) for match in found if match), default=0)


def _clean(directory: Path) -> None:
    """Remove unfinished generations and all but the current one; none if that is not clear."""
    match = None
    if saved(directory):
        match = _CURRENT.fullmatch((directory / "CURRENT").read_bytes())
    for path in directory.iterdir():
        old = match and _GENERATION.fullmatch(path.name) and path.name != match[1].decode()
        if path.name.startswith(".tmp-") or old:
            discard(path)


def _read_current(directory: Path) -> tuple[Any, Parts]:
    """Read manifest and files of the current generation and compare every checksum.

    A save that finishes meanwhile may take the generation away: then the new one is read.
    """
    pointer = b""
    for _ in range(_ATTEMPTS):
        try:
            before, pointer = pointer, (directory / "CURRENT").read_bytes()
        except OSError as error:
            raise _fault(directory, f"cannot be found ({error.strerror})") from error
        try:
            return _read_generation(directory, pointer)
        except OSError as error:
            if pointer == before:
                raise _fault(directory, f"lacks a file ({error})") from error
    raise _fault(directory, "is being replaced all the time")


def _read_generation(directory: Path, pointer: bytes) -> tuple[Any, Parts]:
    match = _CURRENT.fullmatch(pointer)
    if not match:
        raise _fault(directory, "is damaged (CURRENT)")
    generation = directory / match[1].decode()
    data = (generation / "manifest.json").read_bytes()
    if sha256(data).hexdigest() != match[2].decode():
        raise _fault(directory, "is damaged (manifest.json)")
    try:
        manifest = read_json(data)
        version, files = manifest["format"], dict(manifest["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise _fault(directory, "is damaged (manifest.json)") from error
    if version != FORMAT:
        raise _fault(directory, f"has format {version}, and this version reads {FORMAT}")
    parts: Parts = {}
    for name, checksum in files.items():
        if Path(name).name != name:
            raise _fault(directory, "names a file outside of itself")
        parts[name] = (generation / name).read_bytes()
        if sha256(parts[name]).hexdigest() != checksum:
            raise _fault(directory, f"is damaged ({name})")
    return manifest, parts


def _encoder(directory: Path, manifest: Any, encoder: str | Encoder) -> Encoder:  # noqa: ANN401
    """Give the encoder asked for; raises `IndexFault` unless the index was made with it."""
    made = manifest["encoder"]
    name = encoder if isinstance(encoder, str) else encoder.name
    if (name == EMBEDDED) != (made["name"] == EMBEDDED):
        raise _fault(directory, f"was made with the encoder {made['name']}, not {name}")
    chosen = load_encoder(encoder) if isinstance(encoder, str) else encoder
    if chosen.fingerprint != made["fingerprint"] and name == EMBEDDED:
        raise OutdatedIndex(f"the index in {directory} was made with an earlier release's encoder")
    if chosen.fingerprint != made["fingerprint"]:
        raise _fault(
            directory, f"was made with the encoder {made['name']}, which is not the same as {name}"
        )
    return chosen


def _holdings(
    manifest: Any,  # noqa: ANN401
    parts: Parts,
    encoder: Encoder,
    store: MakeStore | None,
    directory: Path,
) -> Holdings:
    """Make the holdings again; raises `ValueError` or `KeyError` when the files do not fit."""
    vectors = _group(parts, "vectors")
    if not vectors and store is None:
        raise _fault(directory, "keeps its vectors in another store, which was not given")
    fields = read_json(parts["fields.json"])
    lexical = {
        name: LexicalIndex.read(_group(parts, f"lexical{number}"))
        for number, name in enumerate([TEXT, *manifest["fields"]])
    }
    return Holdings(
        parsed={parsed.document.id: parsed for parsed in read_parsed(parts)},
        fields={name: fields[name] for name in manifest["fields"]},
        lexical=lexical,
        encoder=encoder,
        store=FaissStore.read(vectors) if store is None else store(encoder.dimension),
        statements=StatementIndex.read(_group(parts, "statements")),
    )
