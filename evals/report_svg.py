"""Small pieces of SVG: texts in both languages, lines, marks that differ in shape, and axes."""

from __future__ import annotations

from collections.abc import Iterable

from evals.report_words import Words, both, safe

SHAPES = ("circle", "square", "triangle", "diamond", "cross")
"""The mark of each answerer in its order, so that colour is never needed to tell them apart."""


def drawing(width: int, height: int, name: Words, parts: Iterable[str]) -> str:
    """Wrap parts as a drawing with a name; it scrolls sideways where it does not fit."""
    return (
        f'<div class="scroll plot" role="region" tabindex="0" aria-label="{safe(name.zh)}">'
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{safe(name.zh)} / {safe(name.en)}">{"".join(parts)}</svg></div>'
    )


def label(x: float, y: float, words: Words | str, kind: str = "", anchor: str = "start") -> str:
    """Write a text at a place; `kind` is its class."""
    end = f'text-anchor="{anchor}"'
    if isinstance(words, str):
        return f'<text x="{x:.1f}" y="{y:.1f}" {end} class="{kind}">{safe(words)}</text>'
    if words.zh == words.en:
        return label(x, y, words.zh, kind, anchor)
    return "".join(
        f'<text x="{x:.1f}" y="{y:.1f}" {end} class="{kind} {tongue}">{safe(text)}</text>'
        for tongue, text in (("zh", words.zh), ("en", words.en))
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" class="{kind}"/>'


def box(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> str:
    """Draw a rectangle; the title is shown when it is pointed at."""
    tip = f"<title>{safe(title)}</title>" if title else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
        f'class="{kind}">{tip}</rect>'
    )


def mark(x: float, y: float, position: int, title: str = "", size: float = 5) -> str:
    """Draw the mark of the answerer at a position of the order."""
    tip = f"<title>{safe(title)}</title>" if title else ""
    shape, s = SHAPES[position % len(SHAPES)], size
    paths = {
        "circle": f"M{x - s:.1f} {y:.1f}a{s} {s} 0 1 0 {2 * s} 0a{s} {s} 0 1 0 {-2 * s} 0z",
        "square": f"M{x - s:.1f} {y - s:.1f}h{2 * s}v{2 * s}h{-2 * s}z",
        "triangle": f"M{x:.1f} {y - s:.1f}l{s} {2 * s}h{-2 * s}z",
        "diamond": f"M{x:.1f} {y - s:.1f}l{s} {s}l{-s} {s}l{-s} {-s}z",
        "cross": f"M{x - s:.1f} {y - s:.1f}l{2 * s} {2 * s}m0 {-2 * s}l{-2 * s} {2 * s}",
    }
    return f'<path d="{paths[shape]}" class="who{position % len(SHAPES)}">{tip}</path>'


def legend(names: Iterable[Words]) -> str:
    """Name the mark of each answerer, as a line of text above a drawing."""
    entries = "".join(
        f'<span><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{mark(8, 8, at)}'
        f"</svg>{both(words)}</span>"
        for at, words in enumerate(names)
    )
    return f'<p class="legend">{entries}</p>'
