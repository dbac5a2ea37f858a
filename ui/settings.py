"""The few settings, read from the environment in one place.

`TIAOLI_HOME`: the folder of the index. `TIAOLI_ENCODER`: `embedded`, or a sentence-transformers
model directory or name. `TIAOLI_RERANKER`: a cross-encoder, likewise; none by default.
`TIAOLI_JUDGE_URL`, `TIAOLI_JUDGE_MODEL`, `TIAOLI_JUDGE_KEY`: the language model that `tiaoli eval
run --judge` asks. `TIAOLI_LLM_URL`, `TIAOLI_LLM_MODEL`, `TIAOLI_LLM_KEY`: the one that `tiaoli
ingest --expand` and `tiaoli ask --llm` ask, the latter for `TIAOLI_LLM_LIMIT` seconds at most.
`TIAOLI_GENERATE=1` words every answer so, as if `--llm` stood on every command line.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.home import Home
from index.static import EMBEDDED

if TYPE_CHECKING:
    from evals.judge import Judge
    from rag.model.endpoint import Endpoint
    from rag.model.streaming import Writer

TRACING = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING")
"""Variables, also with `_V2`, by which LangChain sends what it does to a service of its own."""
WRITING_LIMIT = 120.0
"""Seconds that a request for search expansions may take: some forty lines are written."""
LONGEST_LIMIT = 600
"""Seconds that an answer may take at most, whatever is set."""
WRITING_RETRIES = 3
"""How often such a request is made again if it fails."""


def home_from(environment: dict[str, str] | None = None) -> Home:
    """Read the home folder and encoder: the user's data folder and the embedded one by default."""
    values = dict(os.environ) if environment is None else environment
    named = values.get("TIAOLI_HOME", "").strip()
    return Home(
        folder=Path(named).expanduser() if named else _data_folder(),
        encoder=values.get("TIAOLI_ENCODER", "").strip() or EMBEDDED,
        reranker=values.get("TIAOLI_RERANKER", "").strip(),
    )


def judge_from(environment: dict[str, str] | None = None) -> Judge:
    """Read whom to ask as the judge; raises as `_endpoint` does."""
    from evals.judge import Judge

    return Judge(*_endpoint("JUDGE", "--judge", environment))


def writer_from(environment: dict[str, str] | None = None) -> Endpoint:
    """Read who writes search expansions; raises as `_endpoint` does."""
    from rag.model.endpoint import Endpoint

    url, model, key = _endpoint("LLM", "--expand", environment)
    return Endpoint(url, model, key, limit=WRITING_LIMIT, retries=WRITING_RETRIES)


def generates(environment: dict[str, str] | None = None) -> bool:
    """Read whether answers are worded by the language model; an address alone does not say so."""
    values = dict(os.environ) if environment is None else environment
    return values.get("TIAOLI_GENERATE", "").strip().lower() in ("1", "true", "yes", "on")


def answer_writer_from(environment: dict[str, str] | None = None) -> Writer:
    """Read who words answers; raises as `_endpoint` does, and for a limit that is no number."""
    from rag.model.endpoint import LIMIT, Endpoint, EndpointError
    from rag.model.streaming import EndpointWriter

    url, model, key = _endpoint("LLM", "--llm", environment)
    values = dict(os.environ) if environment is None else environment
    named = values.get("TIAOLI_LLM_LIMIT", "").strip() or str(LIMIT)
    try:
        limit = float(named)
    except ValueError:
        limit = 0.0
    if not 0 < limit <= LONGEST_LIMIT:
        raise EndpointError(
            f"TIAOLI_LLM_LIMIT must be seconds, above 0 and at most {LONGEST_LIMIT}"
        )
    return EndpointWriter(Endpoint(url, model, key, limit=limit))


def page_writer_from(
    tell: Callable[[str], object], environment: dict[str, str] | None = None
) -> Writer | None:
    """Read who may word answers on the page: nobody where no address and model are set.

    What is wrong with a setting is told in one line, and the page does without.
    """
    values = dict(os.environ) if environment is None else environment
    if not any(values.get(f"TIAOLI_LLM_{part}", "").strip() for part in ("URL", "MODEL")):
        return None
    from rag.model.endpoint import EndpointError

    try:
        return answer_writer_from(environment)
    except EndpointError as error:
        tell(f"tiaoli: {error}; the page is without it")
        return None


def _endpoint(
    name: str, option: str, environment: dict[str, str] | None = None
) -> tuple[str, str, str]:
    """Read address, model and key from `TIAOLI_{name}_URL` and so on, for an option.

    Raises EndpointError, which never shows a value, for what is wrong, not set or not installed.
    """
    from rag.model.endpoint import EndpointError, check_installed

    values = dict(os.environ) if environment is None else environment
    start = f"TIAOLI_{name}_"
    url, model, key = (values.get(start + part, "").strip() for part in ("URL", "MODEL", "KEY"))
    given = {f"{start}URL": url, f"{start}MODEL": model}
    if missing := [variable for variable, value in given.items() if not value]:
        raise EndpointError(f"{option} has nobody to ask; set {' and '.join(missing)}")
    if not _is_base_url(url):
        raise EndpointError(
            f"{start}URL is no base URL; write it as in `http://127.0.0.1:8000/v1`, without a"
            " user, `?` or `#`"
        )
    for variable in (f"{tracing}{tail}" for tracing in TRACING for tail in ("", "_V2")):
        if values.get(variable, "").strip().lower() == "true":
            raise EndpointError(
                f"{variable} would send the requests of {option} elsewhere too; unset it"
            )
    check_installed(option)
    return url, model, key


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
