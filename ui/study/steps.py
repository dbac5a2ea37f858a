"""What a person does on the page, one command at a time, and what is shown then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from fsrs import Rating

from ui.study import progress, schedule, sitting
from ui.study.card_html import asked, button, told
from ui.study.cards import Card
from ui.study.desk import StudyDesk
from ui.study.figures_html import measured, weakest
from ui.study.sitting import EVERYTHING, Mode, Scope, Sitting
from ui.words import say


@dataclass(frozen=True, slots=True)
class Person:
    """Who studies, and in which language the page speaks."""

    name: str
    language: str


def step(
    desk: StudyDesk, person: Person, now_at: Sitting, command: str, now: datetime
) -> tuple[Sitting, str]:
    """Do what a command says; give the sitting after it, and a line that says what was done.

    Commands are `begin`, `undo`, `path:TOPIC`, and of a card `show:ID`, `choose:ID:1` (an order
    `choose:ID:1,0,2`), `rate:ID:3`, `next:ID`, `report:ID`, `resume:ID`, `withdraw:ID`. One about a
    card that is not the current one does nothing: it was pressed twice, or on an old page.
    """
    verb, _, rest = command.partition(":")
    name, _, value = rest.partition(":")
    if verb == "begin":
        return desk.sit(person.name, now_at.scope, now_at.mode, now), ""
    if verb == "path":
        return desk.practise(person.name, Scope(topic=rest), now), ""
    if verb == "undo":
        return _undo(desk, person, now_at)
    if verb in ("resume", "withdraw"):
        return _taken_up(desk, person, now_at, verb, name)
    card = desk.deck.cards.get(name)
    if card is None or card.id != now_at.card:
        return now_at, say(person.language, "study.stale")
    return _on_card(desk, person, now_at, (verb, value), card, now)


def _on_card(
    desk: StudyDesk,
    person: Person,
    now_at: Sitting,
    done: tuple[str, str],
    card: Card,
    now: datetime,
) -> tuple[Sitting, str]:
    verb, value = done
    if verb == "report":
        progress.report(desk.store, person.name, card, now)
        return sitting.dropped(now_at), say(person.language, "study.reported")
    if verb == "next" and now_at.told and now_at.mode is not Mode.CARDS:
        return sitting.onward(now_at), ""
    if verb == "show" and now_at.mode is Mode.CARDS:
        return sitting.shown(now_at), ""
    rating: Rating | None = None
    after = now_at
    if verb == "choose" and not now_at.told and now_at.mode is not Mode.CARDS:
        options = _options(value, card)
        if options:
            after, rating = sitting.chosen(now_at, card, options)
    if verb == "rate" and now_at.told and now_at.mode is Mode.CARDS and value in "1234" and value:
        rating = Rating(int(value))
        after = sitting.rated(now_at, rating)
    if rating is None:
        return now_at, ""
    progress.answer(desk.store, person.name, card, rating, now_at.mode.value, now)
    return after, ""


def _options(value: str, card: Card) -> tuple[int, ...]:
    """The options that a command names; none where they do not fit the card."""
    if not all(part.isdecimal() and len(part) < 3 for part in value.split(",")):
        return ()
    options = tuple(int(part) for part in value.split(","))
    fits = len(options) == len(card.right) == len(set(options))
    return options if fits and max(options) < len(card.options) else ()


def _undo(desk: StudyDesk, person: Person, now_at: Sitting) -> tuple[Sitting, str]:
    name = progress.undo(desk.store, person.name)
    if not name:
        return now_at, ""
    words = say(person.language, "study.undone")
    if name not in desk.deck.cards:
        return now_at, words
    return sitting.undone(now_at, name), words


def _taken_up(
    desk: StudyDesk, person: Person, now_at: Sitting, verb: str, name: str
) -> tuple[Sitting, str]:
    card = desk.deck.cards.get(name)
    if verb == "resume" and card is not None:
        progress.confirm(desk.store, person.name, card)
    if verb == "withdraw":
        progress.withdraw(desk.store, person.name, name)
    return now_at, ""


def shown(desk: StudyDesk, person: Person, now_at: Sitting, now: datetime) -> str:
    """What stands in the middle of the page: a question, its answer, or that there is none."""
    language, card = person.language, desk.deck.cards.get(now_at.card)
    if card is None:
        return _end(desk, person, now_at, now)
    if not now_at.told:
        return asked(language, desk.library, now_at, card)
    held = progress.known(desk.store, person.name).get(card.id)
    if now_at.mode is not Mode.CARDS:
        memory = held.memory if held else schedule.new(now)
        return told(language, desk.library, now_at, card, memory.due - now)
    waits = schedule.waits(held.memory if held else schedule.new(now), now)
    four = progress.settings(desk.store, person.name).four_grades
    grades = schedule.GRADES if four else schedule.TWO_GRADES
    return told(language, desk.library, now_at, card, {grade: waits[grade] for grade in grades})


def counted(desk: StudyDesk, person: Person, now_at: Sitting, now: datetime) -> str:
    """The line of today: cards in this scope and mode that are due and new, days in a row."""
    today = desk.today(person.name, now_at.scope, now_at.mode, now)
    words = say(
        person.language,
        "study.today",
        n=today.due + today.new,
        due=today.due,
        new=today.new,
        streak=today.streak,
    )
    more = ""
    if desk.deck.left_out:
        asked_of = len(desk.library.clauses) - desk.deck.left_out
        more = say(person.language, "study.leftout", n=asked_of, m=desk.deck.left_out)
    return f'<p class="st-today">{words}</p>' + (f"<p>{more}</p>" if more else "")


def _end(desk: StudyDesk, person: Person, now_at: Sitting, now: datetime) -> str:
    language = person.language
    if now_at.results:
        right = sum(good for _, good in now_at.results)
        wrong = len(now_at.results) - right
        done = say(language, "study.done", n=len(now_at.results), right=right)
        soon = say(language, "study.soon", n=wrong) if wrong else ""
        more = button("study.more", language, "begin", main=True)
        undo = button("study.undo", language, "undo")
        body = (
            f'<h2 id="st-ask" tabindex="-1">{done}</h2><p>{soon}</p>'
            f'<p class="st-on">{more}{undo}</p>'
        )
        weak = weakest(language, measured(desk, person.name, now).weak)
        return f'<section class="st-card" data-state="end">{body}{weak}</section>'
    words, out = _why_empty(desk, language, now_at)
    everything = f'<a href="/{language}/study">{say(language, "study.all")}</a>'
    link = "" if now_at.scope == EVERYTHING else f'<p class="st-on">{everything}</p>'
    return (
        f'<section class="st-card" data-state="none"><h2 id="st-ask" tabindex="-1">'
        f"{escape(words)}</h2><p>{out}</p>{link}</section>"
    )


def _why_empty(desk: StudyDesk, language: str, now_at: Sitting) -> tuple[str, str]:
    scope = now_at.scope
    if scope.clause and scope.clause not in desk.library.clauses:
        return say(language, "study.noclause", id=scope.clause[:80]), ""
    if scope.clause:
        return say(language, "study.nocards.clause"), ""
    fit = [c for c in desk.cards(scope) if c.kind in sitting.KINDS[now_at.mode]]
    if not fit:
        return say(language, "study.nocards"), say(language, "study.none.out")
    return say(language, "study.none"), say(language, "study.none.out")


def opened(desk: StudyDesk, person: Person, mode: str, scope: Scope, now: datetime) -> Sitting:
    """Begin as an address says; an unknown mode is the quiz, a clause is practised at once."""
    chosen = Mode(mode) if mode in list(Mode) else Mode.QUIZ
    if scope.clause:
        return desk.practise(person.name, scope, now)
    if scope.document and scope.document not in desk.library.documents:
        scope = EVERYTHING
    return desk.sit(person.name, scope, chosen, now)
