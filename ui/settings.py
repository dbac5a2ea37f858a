"""The few settings, read from the environment in one place.

`TIAOLI_HOME`: the folder of the index. `TIAOLI_ENCODER`: `embedded`, or a sentence-transformers
model directory or name.
"""

from __future__ import annotations

import os
from pathlib import Path

from index.encoder import EMBEDDED
from index.home import Home


def home_from(environment: dict[str, str] | None = None) -> Home:
    """Read the home folder and encoder: the user's data folder and the embedded one by default."""
    values = dict(os.environ) if environment is None else environment
    named = values.get("TIAOLI_HOME", "").strip()
    return Home(
        folder=Path(named).expanduser() if named else _data_folder(),
        encoder=values.get("TIAOLI_ENCODER", "").strip() or EMBEDDED,
    )


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("tiaoli", appauthor=False)
