"""Words from a person or a document are only ever words: nothing in them runs or calls out."""

from __future__ import annotations

import pytest
from docx import Document

from ingest.types import Facts
from tests.browser.conftest import ask
from tests.browser.fake import FakeAssistant, library

pytestmark = pytest.mark.browser

VECTORS = (
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</ScRiPt>",
    "<img src=x onerror=alert(1)>",
    '<img src="http://evil.example/a.png">',
    "<img/src=x/onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x">',
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    '<object data="javascript:alert(1)"></object>',
    '<embed src="http://evil.example/x.swf">',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<style>*{background:url(http://evil.example/c)}</style>",
    '<link rel=stylesheet href="http://evil.example/s.css">',
    '<meta http-equiv="refresh" content="0;url=http://evil.example/">',
    '<base href="http://evil.example/">',
    '<form action="http://evil.example/"><button>x</button></form>',
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</div></section></article><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' tabindex='0",
    "`${alert(1)}`",
    "${alert(1)}",
    "{{constructor.constructor('alert(1)')()}}",
    "{{#with \"s\" as |string|}}{{/with}}",
    "{% debug %}",
    "<!--<img src=\"--><img src=x onerror=alert(1)>\">",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "![x](http://evil.example/i.png)",
    "![x](x \"onerror=alert(1)\")",
    "[x](javascript:alert(1))",
    "[x](http://evil.example/?q=1)",
    "[x]: http://evil.example/r",
    "<http://evil.example/auto>",
    "http://evil.example/bare",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\\unicode{<img src=x onerror=alert(1)>}$$",
    "```mermaid\ngraph TD; A[<img src=x onerror=alert(1)>]\n```",
    "```html\n<img src=x onerror=alert(1)>\n```",
    "# 标题\n\n* 甲\n\n| a | b |\n|---|---|",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\u202e<img src=x onerror=alert(1)>\u0000\u2028",
    "＜script＞alert(1)＜/script＞",
    "<x contenteditable onblur=alert(1)>",
    "file=/etc/passwd <img src=/zh/gradio_api/file=/etc/passwd>",
)  # fmt: skip

HOSTILE = (
    Facts(
        id='bad"><img src=x onerror=alert(2)>',
        title="<img src=x onerror=alert(3)>《{{7*7}}》${alert(4)}",
        short_title="<b>短</b>",
        issuer="<script>alert(5)</script>",
        number='"><svg onload=alert(6)>',
        date="<i>",
    ),
    ("# <img src=x onerror=alert(7)>", *(f"{n}.{v}" for n, v in enumerate(VECTORS, start=1))),
)
ASSISTANT = FakeAssistant(library(HOSTILE))


def letters(text):
    """A text without white space, and without the NUL that no HTML can hold."""
    return "".join(text.replace("\0", "").replace("\ufffd", "").split())


def harmless(page, site):
    """Nothing ran, nothing was fetched, and no element of a vector came to be."""
    page.wait_for_timeout(300)
    assert page.seen.dialogs == []
    assert [u for u in page.seen.requests if not u.startswith(site.address)] == []
    assert [u for u in page.seen.requests if "file=" in u or u.endswith("/x")] == []
    handlers = page.evaluate(
        """() => ['#chat', '#reader', '#tl-header', '#scopebox', '#paper']
        .flatMap(part => [...document.querySelectorAll(part + ' *')])
        .filter(n => [...n.attributes].some(a => /^on/i.test(a.name))
          || /^(IMG|IFRAME|OBJECT|EMBED|VIDEO|AUDIO|MARQUEE|BASE|META|LINK|SCRIPT|STYLE|FORM|X)$/
            .test(n.tagName)
          || /^\\s*(javascript|data|http)/i.test(n.getAttribute('href') ?? ''))
        .filter(n => !n.closest('svg'))
        .map(n => n.outerHTML.slice(0, 200))"""
    )
    assert handlers == []


def test_sixty_vectors_are_on_the_list():
    assert len(set(VECTORS)) >= 60


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_documents_and_answers_are_only_words(visit, site, language):
    page = visit(f"/{language}/")
    ask(page, "XSS " + " ".join(VECTORS[:20]))
    harmless(page, site)
    shown = page.locator("#chat .tl-answer").inner_text()
    for vector in VECTORS[:54]:
        assert vector in shown, vector
    page.locator("#chat a.cite").nth(2).click()
    assert page.locator("#rd-scroll mark").inner_text() == "3.<img src=x onerror=alert(1)>"
    page.click("#rd-toc-open")
    assert page.locator("#rd-toc a").nth(1).inner_text() == "<script>alert(1)</script>"
    page.locator("#rd-toc a").nth(3).click()
    page.click("#scopebox .label-wrap")
    harmless(page, site)


def test_hostile_questions_are_only_words(visit, site):
    page = visit()
    half = len(VECTORS) // 2
    for number, some in enumerate((VECTORS[:half], VECTORS[half:])):
        question = " ".join(some)
        ask(page, question)
        echoed = page.locator("#chat .tl-ask").nth(number).inner_text()
        assert letters(echoed) == letters(question)
    harmless(page, site)


def test_hostile_clauses_and_notes_in_the_working_paper_are_only_words(visit, site):
    page = visit()
    ask(page, "XSS")
    pins = page.locator("#chat .tl-sources a.tl-pin")
    assert pins.count() == len(VECTORS)
    pins.evaluate_all("all => all.forEach(pin => pin.click())")
    page.click("#tl-paper-open")
    page.fill("#pp-title", VECTORS[2])
    page.locator(".pp-note").first.fill(VECTORS[5])
    quoted = page.locator("#pp-list .pp-quote").all_text_contents()
    printed = [f"{n}.{vector}" for n, vector in enumerate(VECTORS, start=1)]
    assert [letters(words) for words in quoted] == [letters(words) for words in printed]
    with page.expect_download() as waiting:
        page.click('#tl-paper [data-paper="docx"]')
    paragraphs = [p.text for p in Document(waiting.value.path()).paragraphs]
    assert paragraphs[0] == VECTORS[2]
    assert paragraphs[2:4] == [printed[0], VECTORS[5]]
    assert all(letters(line) in letters("".join(paragraphs)) for line in printed)
    harmless(page, site)
