"""Everybody can use the pages: axe-core finds nothing serious, in both languages and schemes."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ask
from ui.pages.site import PAGES
from ui.words import LANGUAGES

SERIOUS = ("serious", "critical")

TABBED = ("study", "eval")
"""Pages with tabs: Gradio draws the header first, then the tabs, then the panel of the chosen."""

PANELS_STAND = """(tabbed) => {
    const chosen = [...document.querySelectorAll('[role=tab][aria-selected=true]')];
    return (chosen.length || !tabbed)
        && chosen.every((tab) => document.getElementById(tab.getAttribute('aria-controls')));
}"""
"""A page is judged when it stands whole."""

COLOURS_STAND = """() => document.getAnimations().every(
    (one) => one.effect.getTiming().iterations === Infinity || one.playState !== 'running')"""
"""Buttons pass from colour to colour for 0.2 s; what is read is the colour at the end."""


def findings(page):
    page.evaluate("new Promise(requestAnimationFrame)")
    page.wait_for_function(COLOURS_STAND)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        (one["id"], node["target"], node["failureSummary"][:300])
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.path or "chat")
def test_axe_finds_nothing_serious(visit, place, language, scheme):
    page = visit(place.address(language), wait="#tl-header h1", color_scheme=scheme)
    page.wait_for_selector("#tl-toast", state="attached")
    page.wait_for_selector("#tl-main" if place.path else "#box")
    page.evaluate("document.fonts.ready")
    page.wait_for_function(PANELS_STAND, arg=place.path in TABBED)
    if scheme == "dark":
        page.evaluate("document.body.classList.add('dark')")
    assert findings(page) == []


@pytest.mark.parametrize("width", [390, 1366])
def test_axe_finds_nothing_serious_in_an_answer(visit, width):
    page = visit(width=width)
    ask(page, "四类案件怎么监管？")
    assert findings(page) == []


def test_what_nobody_could_use_would_be_found(visit):
    page = visit()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button>')")
    assert [rule for rule, *_ in findings(page)] == ["button-name"]
