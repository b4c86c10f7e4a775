"""Writes the parts of every picture in SVG: the opening tag, a white ground, and texts, each safe and escaped. Pure."""

from __future__ import annotations

from html import escape

from morgue.render.sanitize import safe_line

INK = "#333333"


def opening(width: float, height: float) -> str:
    """The opening tag of a picture of so many units, and its ground."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    )


def text(x: float, y: float, words: str, anchor: str, more: str = "") -> str:
    """A text at a place; `anchor` is start, middle or end, `more` further attributes."""
    space = " " if more else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{space}{more}>{escape(safe_line(words))}</text>'
