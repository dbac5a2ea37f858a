"""Take a person's progress along: as JSON, whole, or as CSV, one answer a line."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

from evals.export import safe_cell
from ui.keeping.store import Store
from ui.study import progress
from ui.types import File

COLUMNS = ("at", "card", "clause", "kind", "mode", "rating", "first")


def exported(store: Store, person: str, kind: str, now: datetime) -> File:
    """Write a person's progress as `json` or `csv`."""
    text = _json(store, person, now) if kind == "json" else _csv(store, person)
    media = "application/json" if kind == "json" else "text/csv"
    name = f"tiaoli-study-{now:%Y%m%d}.{kind}"
    headers = {
        "content-type": f"{media}; charset=utf-8",
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return File(text.encode("utf-8", "backslashreplace"), headers)


def _json(store: Store, person: str, now: datetime) -> str:
    chosen = progress.settings(store, person)
    held = {
        "exported": now.isoformat(timespec="seconds"),
        "settings": {"new_a_day": chosen.new_a_day, "four_grades": chosen.four_grades},
        "cards": [
            {"card": k.card, "clause": k.clause, "digest": k.digest, "memory": k.memory.to_dict()}
            for k in progress.known(store, person).values()
        ],
        "reviews": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(store, person)],
    }
    return json.dumps(held, ensure_ascii=False, indent=1)


def _csv(store: Store, person: str) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([safe_cell(str(cell)) for cell in row] for row in _rows(store, person))
    return "\ufeff" + out.getvalue()


def _rows(store: Store, person: str) -> list[tuple[str | int | bool, ...]]:
    return [
        (one.at.isoformat(), one.card, one.clause, one.kind, one.mode, one.rating, one.first)
        for one in progress.reviews(store, person)
    ]
