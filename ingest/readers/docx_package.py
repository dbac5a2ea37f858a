"""Whether a Word file is safe to unpack: its size, its entries, its XML."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import Final

from ingest.errors import SourceError
from ingest.readers.limits import (
    DOCX_RATIO_FROM_BYTES,
    MAX_DOCX_BYTES,
    MAX_DOCX_ENTRIES,
    MAX_DOCX_RATIO,
    MAX_DOCX_XML_BYTES,
)

_LOCKED: Final = 0x1
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
)
_STRICT: Final = b"http://purl.oclc.org/ooxml/"


def check_package(data: bytes, name: str) -> None:
    """Raise `SourceError` where a Word file would unpack to too much, or its XML is not plain.

    The sizes are those the file declares; Python's `zipfile` never reads past them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_entries(entries, name)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(package.read(entry), entry.filename, name)
    except _DAMAGE as error:
        raise SourceError(f"{name}: is a damaged Word file; replace it with a good copy") from error


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_DOCX_ENTRIES:
        raise SourceError(
            f"{name}: holds {len(entries):,} parts, the limit is {MAX_DOCX_ENTRIES:,}; save the "
            "text alone as a new .docx"
        )
    total = sum(entry.file_size for entry in entries)
    of_xml = sum(entry.file_size for entry in entries if entry.filename.lower().endswith(".xml"))
    for size, limit in ((total, MAX_DOCX_BYTES), (of_xml, MAX_DOCX_XML_BYTES)):
        if size > limit:
            raise SourceError(
                f"{name}: unpacks to {size:,} bytes, the limit is {limit:,}; remove its pictures "
                "or split it"
            )
    for entry in entries:
        if entry.flag_bits & _LOCKED:
            raise SourceError(f"{name}: is locked with a password; save it without the password")
        packed = max(entry.compress_size, 1)
        if entry.file_size > max(DOCX_RATIO_FROM_BYTES, packed * MAX_DOCX_RATIO):
            raise SourceError(
                f"{name}: its part {entry.filename!r} unpacks to {entry.file_size // packed} times "
                f"its size, the limit is {MAX_DOCX_RATIO}; open it in Word and save it again"
            )


def _check_xml(xml: bytes, part: str, name: str) -> None:
    plain = xml.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise SourceError(
            f"{name}: its part {part!r} declares entities, which Word never writes; do not trust "
            "this file, get it again from its issuer"
        )
    if _STRICT in plain[:4096]:
        raise SourceError(
            f"{name}: is saved as Strict Open XML; save it in Word as a plain Word document (.docx)"
        )
