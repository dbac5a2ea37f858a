"""How the page looks: colours and fonts for Gradio, and the styles and scripts of the page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ui.words import script_words

if TYPE_CHECKING:
    import gradio as gr

_SANS = (
    "system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei UI",
    "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
    "sans-serif",
)  # fmt: skip
_ICON = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 '
    "viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%223%22 "
    "fill=%22%231F4E79%22/%3E%3Cpath d=%22M4 5h8M4 8h5M4 11h8%22 stroke=%22%23fff%22 "
    'stroke-width=%221.5%22/%3E%3C/svg%3E">'
)
SIGNED_IN = '<meta name="tiaoli-people">'
"""By this the scripts know that people sign in; it stands before them."""
_COLOURS = {
    "body_background_fill": "bg",
    "background_fill_primary": "surface",
    "background_fill_secondary": "bg",
    "block_background_fill": "surface",
    "body_text_color": "ink",
    "body_text_color_subdued": "ink2",
    "block_label_text_color": "ink2",
    "block_info_text_color": "ink2",
    "block_title_text_color": "ink",
    "border_color_primary": "line",
    "block_border_color": "line",
    "input_background_fill": "surface",
    "input_border_color": "line-strong",
    "input_placeholder_color": "ink2",
    "link_text_color": "accent",
    "link_text_color_hover": "accent",
    "link_text_color_visited": "accent",
    "link_text_color_active": "accent",
    "color_accent": "accent",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent",
    "button_primary_text_color": "on-accent",
    "button_secondary_background_fill": "surface",
    "button_secondary_text_color": "ink",
    "checkbox_background_color_selected": "accent",
    "checkbox_border_color": "line-strong",
    "checkbox_label_background_fill": "surface",
    "checkbox_label_background_fill_selected": "accent-soft",
    "checkbox_label_text_color": "ink",
    "checkbox_label_text_color_selected": "ink",
}


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the colours of `assets/tokens.css` and the system's fonts."""
    from gradio import themes

    light = {name: f"var(--tl-{token})" for name, token in _COLOURS.items()}
    dark = {f"{name}_dark": value for name, value in light.items()}
    plain = themes.Base(font=list(_SANS), font_mono=["monospace"])
    known = {name: value for name, value in (light | dark).items() if hasattr(plain, name)}
    return plain.set(block_shadow="none", **known)


@cache
def head(language: str) -> str:
    """What goes into the page's head: its styles, its words for the scripts, its scripts."""
    assets = sorted(files("ui").joinpath("assets").iterdir(), key=lambda file: file.name)
    styles = "".join(f.read_text("utf-8") for f in assets if f.name.endswith(".css"))
    scripts = "".join(f.read_text("utf-8") for f in assets if f.name.endswith(".js"))
    words = script_words(language).replace("<", "\\u003c")
    return (
        f'<meta name="referrer" content="no-referrer">{_ICON}<style>{styles}</style>'
        f"<script>window.tiaoli={{language:'{language}',words:{words}}};\n{scripts}</script>"
    )
