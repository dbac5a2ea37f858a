"""How much a file may hold before it is refused. Sizes are in bytes, times in seconds.

Set by hand, well above any policy document (the five founding texts have 40,000 characters
together) and low enough that a hostile file cannot fill the memory of a small machine.
"""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 50_000_000
MAX_CHARACTERS: Final = 5_000_000

MAX_HTML_TAGS: Final = 300_000

MAX_DOCX_ENTRIES: Final = 2_000
MAX_DOCX_BYTES: Final = 100_000_000
MAX_DOCX_XML_BYTES: Final = 50_000_000
MAX_DOCX_RATIO: Final = 100
DOCX_RATIO_FROM_BYTES: Final = 1_000_000
"""Members smaller than this may be packed tighter than `MAX_DOCX_RATIO`: they cannot hurt."""

MAX_PDF_PAGES: Final = 2_000
MAX_PDF_SECONDS: Final = 60.0
MAX_PDF_MEMORY_BYTES: Final = 2_000_000_000
