"""The few settings, read from the environment in one place.

`TIAOLI_HOME`: the folder of the index. `TIAOLI_ENCODER`: `embedded`, or a sentence-transformers
model directory or name. `TIAOLI_JUDGE_URL`, `TIAOLI_JUDGE_MODEL`, `TIAOLI_JUDGE_KEY`: the language
model that `tiaoli eval run --judge` asks.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.home import Home
from index.static import EMBEDDED

if TYPE_CHECKING:
    from evals.judge import Judge

TRACING = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING")
"""Variables, also with `_V2`, by which LangChain sends what it does to a service of its own."""


def home_from(environment: dict[str, str] | None = None) -> Home:
    """Read the home folder and encoder: the user's data folder and the embedded one by default."""
    values = dict(os.environ) if environment is None else environment
    named = values.get("TIAOLI_HOME", "").strip()
    return Home(
        folder=Path(named).expanduser() if named else _data_folder(),
        encoder=values.get("TIAOLI_ENCODER", "").strip() or EMBEDDED,
    )


def judge_from(environment: dict[str, str] | None = None) -> Judge:
    """Read whom to ask as the judge.

    Raises JudgeError, which never shows a value, for what is wrong, not set or not installed.
    """
    from evals.judge import Judge, JudgeError, check_installed

    values = dict(os.environ) if environment is None else environment
    url, model, key = (
        values.get(f"TIAOLI_JUDGE_{part}", "").strip() for part in ("URL", "MODEL", "KEY")
    )
    given = {"TIAOLI_JUDGE_URL": url, "TIAOLI_JUDGE_MODEL": model}
    if missing := [name for name, value in given.items() if not value]:
        raise JudgeError(f"--judge has nobody to ask; set {' and '.join(missing)}")
    if not _is_base_url(url):
        raise JudgeError(
            "TIAOLI_JUDGE_URL is no base URL; write it as in `http://127.0.0.1:8000/v1`, without a"
            " user, `?` or `#`"
        )
    for name in (f"{name}{tail}" for name in TRACING for tail in ("", "_V2")):
        if values.get(name, "").strip().lower() == "true":
            raise JudgeError(f"{name} would send the judge's requests elsewhere too; unset it")
    check_installed()
    return Judge(url, model, key)


def _is_base_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        named = bool(url.hostname) and url.port != 0
    except ValueError:  # no such port, or no such address
        return False
    return named and url.scheme in ("http", "https") and not set(text) & set("@?#")


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("tiaoli", appauthor=False)
