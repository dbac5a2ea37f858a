"""What a file is, told from its first bytes and not from its name."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from ingest.errors import SourceError

_PDF: Final = "a PDF file"
_DOCX: Final = "a Word document"
_HTML: Final = "an HTML page"
_TEXT: Final = "plain text"
_AS_DOCX: Final = "save it as .docx and read that"
_AS_PDF: Final = "save it as PDF and read that"
_AS_TEXT: Final = "run text recognition (OCR) and read the text that it gives"
_REMOVE: Final = "it is not a document, leave it out"

EXPECTED: Final = {
    ".txt": _TEXT,
    ".md": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".docx": _DOCX,
    ".pdf": _PDF,
}
"""Which content each extension that can be read stands for."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is in words, and what a person can do where it cannot be read as it is."""

    words: str
    advice: str


_READABLE: Final = {
    _PDF: Content(_PDF, "rename it to .pdf"),
    _DOCX: Content(_DOCX, "rename it to .docx"),
    _HTML: Content(_HTML, "rename it to .html"),
    _TEXT: Content(_TEXT, "rename it to .txt"),
}
_PREFIXES: Final = (
    (b"{\\rtf", Content("an RTF file", _AS_DOCX)),
    (b"\x7fELF", Content("a Linux program", _REMOVE)),
    (b"\x89PNG", Content("a PNG picture", _AS_TEXT)),
    (b"\xff\xd8\xff", Content("a JPEG picture", _AS_TEXT)),
    (b"GIF8", Content("a GIF picture", _AS_TEXT)),
    (b"II*\x00", Content("a TIFF picture", _AS_TEXT)),
    (b"MM\x00*", Content("a TIFF picture", _AS_TEXT)),
    (b"Rar!", Content("a RAR archive", "unpack it and read what is inside")),
    (b"7z\xbc\xaf\x27\x1c", Content("a 7z archive", "unpack it and read what is inside")),
    (b"\x1f\x8b", Content("a gzip archive", "unpack it and read what is inside")),
    (b"SQLite format 3", Content("a database", _REMOVE)),
)
_ZIPS: Final = (
    ("word/document.xml", _READABLE[_DOCX]),
    ("xl/", Content("an Excel workbook", _AS_PDF)),
    ("ppt/", Content("a PowerPoint file", _AS_PDF)),
    ("OFD.xml", Content("an OFD document", _AS_PDF)),
    ("META-INF/container.xml", Content("an EPUB book", _AS_PDF)),
    ("content.xml", Content("an OpenDocument file", _AS_DOCX)),
)
_OLES: Final = (
    (
        "EncryptedPackage",
        Content("a document locked with a password", "remove the password in Word"),
    ),
    ("WordDocument", Content("an old Word document (.doc)", _AS_DOCX)),
    ("Workbook", Content("an old Excel workbook (.xls)", _AS_PDF)),
    ("PowerPoint Document", Content("an old PowerPoint file (.ppt)", _AS_PDF)),
)
_OLE_MARK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_HEAD_BYTES: Final = 4096
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    rb"</?(?:html|head|body|p|br|div|span|h[1-6]|ul|ol|li|table|section|article|meta)\b",
    re.IGNORECASE,
)


def identify(data: bytes) -> Content:
    """Tell what the bytes of a file are; bytes with no signature count as plain text.

    Example: `identify(b"%PDF-1.7 ...").words` is `"a PDF file"`.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _identify_zip(data)
    if data.startswith(_OLE_MARK):
        return _identify_ole(data)
    for prefix, content in _PREFIXES:
        if data.startswith(prefix):
            return content
    head = data[:_HEAD_BYTES]
    if head.startswith(b"MZ") and b"\0" in head:
        return Content("a Windows program", _REMOVE)
    letters = re.sub(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)", b"", head).replace(b"\0", b"")
    if letters.lstrip().startswith(b"%PDF-"):
        return _READABLE[_PDF]
    if letters.lstrip().startswith(b"MIME-Version:"):
        return Content("a saved web page (.mht)", "save it as .html and read that")
    if b"<?mso-application" in letters:
        return Content("a Word 2003 XML file", _AS_DOCX)
    return _READABLE[_HTML if _HTML_START.match(letters) else _TEXT]


def check_extension(data: bytes, suffix: str, name: str) -> None:
    """Raise `SourceError` where the content of a file is not what its extension stands for.

    `suffix` is a key of `EXPECTED`. A `.html` file may do without `<html>` but not without tags;
    a `.pdf` file may have other bytes before its mark, as readers of PDF allow.
    """
    expected, found = EXPECTED[suffix], identify(data)
    if found.words == expected:
        return
    if expected == _HTML and found.words == _TEXT and _HTML_TAG.search(data.replace(b"\0", b"")):
        return
    if expected == _PDF and found.words == _TEXT and b"%PDF-" in data[:1024]:
        return
    words, advice = found.words, found.advice
    if words == _TEXT and b"\0" in data[:_HEAD_BYTES]:
        words, advice = "of an unknown kind", "replace it with a good copy"
    raise SourceError(f"{name}: is {words}, not {expected} as {suffix} says; {advice}")


def _identify_zip(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Content("a damaged ZIP or Word file", "replace it with a good copy")
    for start, content in _ZIPS:
        if any(member.startswith(start) for member in names):
            return content
    return Content("a ZIP archive", "unpack it and read what is inside")


def _identify_ole(data: bytes) -> Content:
    for stream, content in _OLES:
        if stream.encode("utf-16-le") in data:
            return content
    return Content("an old Office file", _AS_DOCX)
