"""Where the index lives on a machine, and how it is opened: built when missing, mended when old.

The home folder holds `index/` with the saved library. The founding documents are always in it;
documents that a user added stay when the founding ones change with a new release.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.disk import load, save, saved
from index.encoder import EMBEDDED, load_encoder
from index.library import Library
from ingest.founding import founding_documents, founding_facts
from ingest.types import Parsed

Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Home:
    """A folder for the index and the name of the encoder its vectors are made with."""

    folder: Path
    encoder: str = EMBEDDED

    @property
    def index(self) -> Path:
        """The folder of the saved library."""
        return self.folder / "index"

    def open(self, tell: Tell = lambda _: None) -> Library:
        """Load the library, or build it from the founding documents if there is none.

        `tell` is given one line when something takes time. Raises IndexFault when the saved index
        is damaged or was made with another encoder.
        """
        if not saved(self.index):
            tell("正在建立索引（首次运行）… / building the index (first run)")
            return self.build(())
        library = load(self.index, self.encoder)
        held = {d: (one.facts, one.sha256) for d, one in library.documents.items()}
        if any(held.get(facts.id) != (facts, sha256) for facts, sha256 in founding_facts()):
            tell("随附文件有更新，正在更新索引… / the shipped documents changed, updating")
            library.add(founding_documents())
            save(library, self.index)
        return library

    def build(self, added: tuple[Parsed, ...]) -> Library:
        """Make the library anew from the founding documents and `added`, and save it."""
        encoder = load_encoder(self.encoder)
        library = Library.build((*founding_documents(), *added), encoder)
        save(library, self.index)
        return library

    def add(self, parsed: tuple[Parsed, ...], tell: Tell = lambda _: None) -> Library:
        """Add documents to the saved library; those that did not change are not encoded again."""
        library = self.open(tell)
        library.add(parsed)
        save(library, self.index)
        return library

    def remove(self, document_id: str) -> bool:
        """Remove a document from the saved library; says whether it was there."""
        library = self.open()
        if not library.remove(document_id):
            return False
        save(library, self.index)
        return True
