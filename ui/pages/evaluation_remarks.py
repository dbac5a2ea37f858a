"""The part of the evaluation page for readers' remarks: read one, make it a case, or decline."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

import gradio as gr

from ui.evaluation import address, remarks
from ui.evaluation.asked import Asked
from ui.evaluation.board import Board
from ui.evaluation.candidates import FIELDS, Draft, draft_of, type_choices
from ui.evaluation.deciding import SET, accept, decline, examined, said
from ui.keeping import feedback
from ui.keeping.store import Store
from ui.pages.evaluation_run import Panel, started
from ui.pages.frame import BARE, QUIET
from ui.words import say

_AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}
_TALL = {"history": 2, "quote": 4, "points": 3, "answer": 2, "must_not": 1, "question": 1}
"""Lines of the fields of text; the others have one."""


_ROWS = (
    ("id", "type"), ("question",), ("history",), ("doc",), ("quote",), ("points", "must_not"),
    ("answer",),
)  # fmt: skip
"""The fields of the form, row by row."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The list, the remark, and the form: a component and a line for its fault for each field."""

    every: gr.Checkbox
    listed: gr.HTML
    opened: gr.HTML
    form: gr.Column
    clause: gr.Dropdown
    fields: dict[str, Any]
    wrongs: dict[str, gr.HTML]
    stem: gr.Dropdown
    told: gr.HTML
    check: gr.Button
    add: gr.Button
    decline: gr.Button
    run: gr.Button
    made: gr.State
    loaded: gr.State

    @property
    def typed(self) -> list[Any]:
        """The components of a draft and of the set's name."""
        return [*self.fields.values(), self.stem]

    @property
    def said(self) -> list[Any]:
        """Where a check says what it found."""
        return [*self.wrongs.values(), self.told]


def lay_out(board: Board) -> Parts:
    """Lay out list, remark and form side by side."""
    language = board.language
    with gr.Row(elem_id="ev-readers", equal_height=False):
        with gr.Column(scale=2, min_width=280, elem_id="ev-inbox"):
            every = gr.Checkbox(label=say(language, "remark.every"), container=False)
            listed = gr.HTML("", elem_id="ev-remarks", **BARE)
        with gr.Column(scale=3, min_width=300, elem_id="ev-remarkcol"):
            opened = gr.HTML("", **BARE)
            with gr.Column(visible=False, elem_id="ev-cand") as form:
                gr.HTML(f"<h3>{say(language, 'cand.title')}</h3>", **BARE)
                clause, fields, wrongs = _form(board)
                stem, wrongs["set"] = _set(board)
                told = gr.HTML("", elem_id="ev-told", **BARE)
                with gr.Row(elem_id="ev-decide"):
                    check = gr.Button(say(language, "cand.check"), elem_id="ev-check")
                    add = gr.Button(say(language, "cand.add"), variant="primary", elem_id="ev-add")
                    no = gr.Button(say(language, "remark.decline"), elem_id="ev-decline")
            run = gr.Button(say(language, "cand.run"), visible=False, elem_id="ev-runone")
    buttons = (check, add, no, run, gr.State(("", "")), gr.State(0))
    return Parts(every, listed, opened, form, clause, fields, wrongs, stem, told, *buttons)


def _form(board: Board) -> tuple[gr.Dropdown, dict[str, Any], dict[str, gr.HTML]]:
    language, fields, wrongs = board.language, dict[str, Any](), dict[str, gr.HTML]()
    titles = [(d.facts.short_title or d.facts.title, i) for i, d in board.library.documents.items()]
    clause = gr.Dropdown([], label=say(language, "cand.clause"), allow_custom_value=True)
    for row in _ROWS:
        with gr.Row(elem_classes="ev-fields"):
            for name in row:
                with gr.Column(min_width=220, elem_classes="ev-field"):
                    fields[name] = _field(language, name, titles)
                    wrongs[name] = gr.HTML("", elem_classes="ev-fault", **BARE)
    return clause, {n: fields[n] for n in FIELDS}, {n: wrongs[n] for n in FIELDS}


def _field(language: str, name: str, titles: list[tuple[str, str]]) -> gr.Textbox | gr.Dropdown:
    shown: dict[str, Any] = {"label": say(language, f"cand.{name}"), "elem_id": f"ev-c-{name}"}
    if name == "type":
        return gr.Dropdown(type_choices(language), **shown)
    if name == "doc":
        return gr.Dropdown([("—", ""), *titles], **shown)
    lines = _TALL.get(name, 1)
    return gr.Textbox(lines=lines, max_lines=max(lines, 8), **shown)


def _set(board: Board) -> tuple[gr.Dropdown, gr.HTML]:
    stem = gr.Dropdown(
        [SET], value=SET, allow_custom_value=True, label=say(board.language, "cand.set"),
        elem_id="ev-stem",
    )  # fmt: skip
    return stem, gr.HTML("", elem_classes="ev-fault", **BARE)


class _Inbox:
    """What the events of this part do: each gives values for the components named beside it."""

    def __init__(self, board: Board, store: Store, parts: Parts) -> None:
        self._board, self._store = board, store
        self._names = [*FIELDS, "set"]
        self._unfilled = [gr.skip() for _ in (*parts.typed, parts.clause)]
        self._unsaid = [gr.skip() for _ in parts.said]

    def opened(self, request: gr.Request) -> tuple[object, ...]:
        """Draw what the address shows when the page is opened."""
        return self.shown(address.written(request.query_params.items()), False, 0)

    def shown(self, query: str, every: bool, loaded: int) -> tuple[object, ...]:
        """Draw list and remark, and fill the form anew where another remark is opened."""
        here, known = address.read(query), feedback.listed(self._store)
        language, id_ = self._board.language, remarks.number(here)
        listed = remarks.listed(language, here, known, every=bool(every))
        one = remarks.find(known, id_)
        if one is None:
            key = "remark.gone" if id_ else "remark.pick"
            none = f'<p class="ev-none">{say(language, key)}</p>' if known or id_ else ""
            rest = (gr.update(visible=False), loaded, *self._unfilled, *self._unsaid)
            return listed, none, *rest
        free = one.state is feedback.State.NEW
        anew = id_ != loaded
        filled = self._filled(one) if free and anew else self._unfilled
        said = [""] * len(self._unsaid) if anew else self._unsaid
        drawn = remarks.opened(language, one, self._board.library)
        return listed, drawn, gr.update(visible=free), id_, *filled, *said

    def _filled(self, one: feedback.Feedback) -> list[object]:
        library, stems = self._board.library, [SET, *self._board.sets.stems()]
        draft = draft_of(one, library, say(self._board.language, "cand.refusal"))
        chosen = one.right_clause if one.right_clause in library.clauses else None
        clauses = gr.update(choices=remarks.clause_choices(one, library), value=chosen)
        sets = gr.update(choices=list(dict.fromkeys(stems)), value=SET)
        return [clauses, *astuple(draft), sets]

    def checked(self, *typed: object) -> list[str]:
        """Say what is wrong with the form."""
        draft, stem = _read(typed)
        found = examined(self._board, draft, stem)
        return said(self._board.language, draft, found, self._names)

    def added(self, query: str, every: bool, loaded: int, *typed: object) -> tuple[object, ...]:
        """Add the case where all is well with it, and draw anew."""
        draft, stem = _read(typed)
        found = examined(self._board, draft, stem)
        lines = said(self._board.language, draft, found, self._names)
        run: tuple[object, object] = (gr.skip(), gr.skip())
        if not found:
            id_ = remarks.number(address.read(query))
            lines[-1], made = accept(self._board, self._store, id_, draft, stem)
            run = gr.update(visible=bool(made[0])), made
        drawn = self.shown(query, every, loaded)
        return *drawn[: -len(lines)], *lines, *run

    def declined(self, query: str, every: bool, loaded: int) -> tuple[object, ...]:
        """Note that the remark is not taken up, and draw anew."""
        words = decline(self._board, self._store, remarks.number(address.read(query)))
        return *self.shown(query, every, loaded)[:-1], words

    def quoted(self, id_: str | None) -> tuple[object, object]:
        """Take the evidence from a clause."""
        clause = self._board.library.clauses.get(str(id_ or "").strip())
        return (clause.document_id, clause.text) if clause else (gr.skip(), gr.skip())

    def run(self, made: tuple[str, str]) -> tuple[object, ...]:
        """Run the case that was just added."""
        return started(self._board, Asked(made[0], ids=(made[1],)))


def connect(
    page: gr.Blocks, board: Board, store: Store, at: gr.Textbox, parts: Parts, panel: Panel
) -> None:
    """Say what follows the address, and what the buttons do."""
    inbox = _Inbox(board, store, parts)
    here: list[Any] = [at, parts.every, parts.loaded]
    drawn: list[Any] = [parts.listed, parts.opened, parts.form, parts.loaded, parts.clause]
    drawn += [*parts.typed, *parts.said]
    evidence = [parts.fields["doc"], parts.fields["quote"]]
    page.load(inbox.opened, None, drawn, **_AT_ONCE)
    at.change(inbox.shown, here, drawn, **_AT_ONCE)
    parts.every.change(inbox.shown, here, drawn, **_AT_ONCE)
    parts.clause.input(inbox.quoted, [parts.clause], evidence, **_AT_ONCE)
    parts.check.click(inbox.checked, parts.typed, parts.said, **_AT_ONCE)
    made = [*drawn, parts.run, parts.made]
    parts.add.click(inbox.added, [*here, *parts.typed], made, **_AT_ONCE)
    parts.decline.click(inbox.declined, here, drawn, **_AT_ONCE)
    parts.run.click(inbox.run, [parts.made], panel.shown, **_AT_ONCE)


def _read(typed: tuple[object, ...]) -> tuple[Draft, str]:
    """Read the form: the fields in their order, then the name of the set."""
    *fields, stem = (str(value or "") for value in typed)
    return Draft(*fields), stem.strip().removesuffix(".jsonl")
