"""Write a card as HTML: the question, and once it is answered the answer on its clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from html import escape

from fsrs import Rating

from ui.study.cards import BLANK, OF_DOCUMENTS, Card, Kind
from ui.study.clause_html import dated, placed, short_title
from ui.study.sitting import Mode, Sitting
from ui.study.waits import wait_words
from ui.types import Library
from ui.words import say


def asked(language: str, library: Library, sitting: Sitting, card: Card) -> str:
    """The question, with its options or the button that shows the answer."""
    if sitting.mode is Mode.CARDS:
        below = button("study.show", language, f"show:{card.id}", main=True)
    else:
        below = _options(language, library, card)
    return _framed(language, sitting, card, _question(language, library, card) + below)


def told(
    language: str,
    library: Library,
    sitting: Sitting,
    card: Card,
    wait: timedelta | Mapping[Rating, timedelta],
) -> str:
    """The answer: whether it was right, what is right, the clause; then the way on.

    `wait` is the time until the card comes again, or for a flashcard that time by rating.
    """
    question = _question(language, library, card)
    if isinstance(wait, timedelta):
        verdict = _verdict(language, sitting, card) + _options(language, library, card, sitting)
        on = (
            f"<span>{escape(say(language, 'study.again', wait=wait_words(language, wait)))}</span>"
            + button("study.next", language, f"next:{card.id}", main=True)
        )
    else:
        answer = say(language, "study.answer", what=_right_words(language, library, card))
        verdict = f'<p id="st-verdict" class="st-verdict" tabindex="-1">{escape(answer)}</p>'
        on = "".join(_rate(language, card, rating, time) for rating, time in wait.items())
    source = "".join(placed(language, library, p, _year(library, p.clause_id)) for p in card.places)
    below = f'{verdict}{_swap(language, library, card)}<div class="st-on">{on}</div>{source}'
    return _framed(language, sitting, card, question + below)


def button(key: str, language: str, command: str, *, main: bool = False) -> str:
    """A button that sends a command; the space bar presses the main one."""
    kind = ' class="st-main"' if main else ""
    words = escape(say(language, key))
    return f'<button type="button"{kind} data-study="{escape(command)}">{words}</button>'


def _framed(language: str, sitting: Sitting, card: Card, body: str) -> str:
    k, n = sitting.place + 1, len(sitting.queue)
    state = f"{card.id}-{k}-{len(sitting.results)}-{sitting.told}"
    return (
        f'<section class="st-card" data-card="{card.id}" data-kind="{card.kind.value}" '
        f'data-state="{state}">'
        f'<p class="st-count"><span>{say(language, "study.place", k=k, n=n)}</span>'
        f'<progress max="{n}" value="{k}" aria-hidden="true"></progress></p>{body}'
        f'<p class="st-foot"><span>{say(language, "study.plain")}</span>'
        f"{button('study.bad', language, f'report:{card.id}')}"
        f"{button('study.undo', language, 'undo')}</p></section>"
    )


def _question(language: str, library: Library, card: Card) -> str:
    ask = f'<h2 id="st-ask" tabindex="-1">{say(language, f"study.kind.{card.kind.value}")}</h2>'
    source = ""
    if card.kind not in OF_DOCUMENTS and card.kind is not Kind.ORDER:
        document = library.documents[library.clauses[card.clause_id].document_id]
        title = escape(short_title(document).strip("《》"))
        source = f'<p class="st-from" lang="zh-Hans">《{title}》</p>'
    if card.kind is Kind.ORDER:
        topic = escape(say(language, "study.scope.topic", name=card.passage))
        return f'{ask}<p class="st-from">{topic}</p>'
    blank = f'<span class="st-blank">{BLANK}</span>'
    passage = escape(card.passage).replace(BLANK, blank)
    shown = f'<blockquote class="st-passage" lang="zh-Hans">{passage}</blockquote>'
    return ask + source + shown


def option_words(language: str, library: Library, card: Card) -> list[str]:
    """The options as they are read: documents by their short titles, claims in words."""
    if card.kind in OF_DOCUMENTS:
        return [short_title(library.documents[name]) for name in card.options]
    if card.kind is Kind.CLAIM:
        return [say(language, f"study.claim.{option}") for option in card.options]
    return list(card.options)


def _options(language: str, library: Library, card: Card, answered: Sitting | None = None) -> str:
    parts: list[str] = []
    tongue = language if card.kind is Kind.CLAIM else "zh-Hans"
    order = card.kind is Kind.ORDER
    for number, words in enumerate(option_words(language, library, card)):
        shown = f'<span lang="{tongue}">{escape(words)}</span>'
        if answered is not None:
            parts.append(_answered(language, card, answered, number, shown))
            continue
        what = f'data-pick="{number}"' if order else f'data-study="choose:{card.id}:{number}"'
        pressed = f'<button type="button" {what}><kbd>{number + 1}</kbd>{shown}</button>'
        parts.append(f"<li>{pressed}</li>")
    pick = f' data-order="choose:{card.id}:"' if order else ""
    return f'<ol class="st-options" aria-labelledby="st-ask"{pick}>{"".join(parts)}</ol>'


def _answered(language: str, card: Card, sitting: Sitting, number: int, words: str) -> str:
    """An option after the answer, with what it was in words and not by colour alone."""
    if card.kind is Kind.ORDER:
        right, mine = card.right.index(number) + 1, sitting.chosen.index(number) + 1
        kind = "ok" if right == mine else "no"
        where = say(language, f"study.placed.{kind}", right=right, mine=mine)
        return f'<li class="{kind}">{words}<i>{where}</i></li>'
    marks: list[str] = []
    if number in card.right:
        marks.append(say(language, "study.correct"))
    if number in sitting.chosen:
        marks.append(say(language, "study.yours"))
    kind = "ok" if number in card.right else "no" if number in sitting.chosen else ""
    return f'<li class="{kind}">{words}<i>{escape(" · ".join(marks))}</i></li>'


def _verdict(language: str, sitting: Sitting, card: Card) -> str:
    right = sitting.chosen == card.right
    words = say(language, "study.right" if right else "study.wrong")
    mark = "✓" if right else "✗"
    return (
        f'<p id="st-verdict" class="st-verdict {"ok" if right else "no"}" tabindex="-1">'
        f"{mark} {words}</p>"
    )


def _right_words(language: str, library: Library, card: Card) -> str:
    words = option_words(language, library, card)
    return " → ".join(words[number] for number in card.right)


def _swap(language: str, library: Library, card: Card) -> str:
    """What a false claim changed, as printed and as shown."""
    if not card.swapped:
        return ""
    start, end = card.places[0].marks[0]
    printed = library.clauses[card.clause_id].text[start:end]
    words = say(language, "study.swapped", printed=printed, shown=card.swapped)
    return f'<p class="st-swap">{escape(words)}</p>'


def _year(library: Library, clause_id: str) -> str:
    document = library.documents[library.clauses[clause_id].document_id]
    year = dated(document)
    return f'<span class="st-year">{escape(year)}</span>' if year else ""


def _rate(language: str, card: Card, rating: Rating, wait: timedelta) -> str:
    words = say(language, f"study.rate.{int(rating)}", wait=wait_words(language, wait))
    return (
        f'<button type="button" data-study="rate:{card.id}:{int(rating)}" class="st-rate-'
        f'{int(rating)}">{escape(words)}</button>'
    )
