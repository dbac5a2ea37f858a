"""`tiaoli ingest`: read files, make clauses of them, put them into the index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.home import Home
from ingest.errors import TiaoliError
from ingest.facts import guess_facts, read_manifest
from ingest.founding import founding_facts
from ingest.layout import lay_out
from ingest.parse import parse
from ingest.read import read_sources
from ingest.types import Facts, Parsed, Source
from ui.commands.progress import progress

Tell = Callable[[str], object]


def take_in(home: Home, paths: list[Path], remove: list[str], tell: Tell) -> int:
    """Add the documents at `paths` and remove those named; give the exit code.

    With neither, the index is built anew from the shipped documents. A file that cannot be read is
    named with the reason, and the others are taken in; the code is then 2. Facts stand in a
    `manifest.toml` beside the files, else they are read off the text.
    """
    if not paths and not remove:
        library = home.build(())
        tell(f"{len(library.documents)} documents, {len(library.clauses)} clauses in {home.index}")
        return 0
    remove_named(home, remove, tell)
    return put_in(home, *read_documents(paths, tell), tell)


def remove_named(home: Home, remove: list[str], tell: Tell) -> None:
    """Remove documents from the index; raises TiaoliError for one that is not there or shipped."""
    shipped = {facts.id for facts, _ in founding_facts()}
    for document_id in remove:
        if document_id in shipped:
            raise TiaoliError(
                f"{document_id}: is shipped and always in the index; name others with --doc"
            )
        if not home.remove(document_id):
            raise TiaoliError(f"no document {document_id!r} in the index; see `tiaoli clauses`")
        tell(f"removed {document_id}")


def put_in(home: Home, parsed: list[Parsed], faults: list[TiaoliError], tell: Tell) -> int:
    """Add documents and name the files that could not be read; give the exit code."""
    if parsed:
        library = home.add(tuple(parsed), tell)
        for one in parsed:
            facts = one.document.facts
            tell(f"added {facts.id}: 《{facts.title}》, {len(one.clauses)} clauses")
        tell(f"{len(library.documents)} documents, {len(library.clauses)} clauses in {home.index}")
    for fault in faults:
        tell(f"tiaoli: {fault}")
    return 2 if faults else 0


def read_documents(paths: list[Path], tell: Tell) -> tuple[list[Parsed], list[TiaoliError]]:
    """Read the files; a shipped document is passed over, and no other may take its id."""
    shipped = {facts.id: sha256 for facts, sha256 in founding_facts()}
    sources, unreadable = read_sources(paths)
    faults: list[TiaoliError] = list(unreadable)
    facts = _written_facts(paths, faults)
    parsed: dict[str, Parsed] = {}
    with progress("reading") as step:
        for done, source in enumerate(sources, start=1):
            if source.sha256 in shipped.values():
                tell(f"{source.name}: is shipped, and in the index already")
                continue
            try:
                one = _parse(source, facts)
            except TiaoliError as error:
                faults.append(error)
                continue
            if one.document.id in shipped:
                faults.append(
                    TiaoliError(f"{source.name}: a shipped document has its id; rename the file")
                )
                continue
            if one.document.id in parsed:
                name = one.document.source
                faults.append(TiaoliError(f"{name}: two files give the id {one.document.id!r}"))
                continue
            parsed[one.document.id] = one
            step(done, len(sources))
    return list(parsed.values()), faults


def _written_facts(paths: list[Path], faults: list[TiaoliError]) -> dict[str, Facts]:
    """Read the facts of every `manifest.toml` that stands in a folder named or beside a file."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    found: dict[str, Facts] = {}
    for folder in folders:
        manifest = folder / "manifest.toml"
        if manifest.is_file():
            try:
                rows = read_manifest(manifest)
            except TiaoliError as error:
                faults.append(error)
                continue
            found |= {name: facts for name, (facts, _) in rows.items()}
    return found


def _parse(source: Source, facts: dict[str, Facts]) -> Parsed:
    layout = lay_out(source)
    known = facts.get(source.name)
    return parse(source, known or guess_facts(source, layout), layout)
