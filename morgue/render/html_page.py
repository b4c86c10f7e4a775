"""Frames a page that needs no other file: its own style, no script, nothing fetched, every text escaped. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from morgue.render.sanitize import safe_line

#: What the page may do: show its own style and its own pictures, nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light; --ink: #1d1c1a; --soft: #6a675f; --rule: #dcd8cf; --mark: #f6e3a1; --bar: #b03a2e; }
body { font: 17px/1.5 Georgia, "Times New Roman", serif; color: var(--ink); background: #fffdf9; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-top: 2px solid var(--ink); padding-top: .4rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .1rem; overflow-wrap: anywhere; }
p { margin: .2rem 0 .6rem; overflow-wrap: anywhere; }
a { color: inherit; }
mark { background: var(--mark); color: inherit; }
.about, table, footer { font: 14px/1.45 system-ui, sans-serif; color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .15rem .6rem .15rem 0; vertical-align: top; border-bottom: 1px solid var(--rule); }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.bar { display: inline-block; height: .7em; background: var(--bar); }
svg { max-width: 100%; height: auto; }
footer { margin: 3rem 0 1rem; border-top: 1px solid var(--rule); padding-top: .6rem; overflow-wrap: anywhere; }
@media print { body { margin: 0; } h2 { break-after: avoid; } article { break-inside: avoid; } }
"""


def text(value: str) -> str:
    """A text as it stands in a page: on one line, safe, escaped."""
    return escape(safe_line(value))


def link(url: str | None, shown: str) -> str:
    """Escaped text as a link, where the address is one of the web; a visit does not say from where."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return shown
    return f'<a href="{text(url)}" rel="noreferrer noopener">{shown}</a>'


def page(title: str, language: str, body: Iterable[str]) -> str:
    """The whole document; `body` is markup made by this module's callers out of escaped texts."""
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{text(language)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<link rel="icon" href="data:,">',
            f"<title>{text(title)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body>",
            *body,
            "</body></html>",
            "",
        ]
    )
