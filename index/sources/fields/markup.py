"""Tells whether the text of a record is HTML, and makes a page of such a fragment. Pure."""

from __future__ import annotations

import html
import re

TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_PAIRED = (
    "p|div|a|b|i|em|strong|span|ul|ol|li|h[1-6]|blockquote|table|tr|td|section|article|figure|figcaption|u|s|small"
)
_OPENED = re.compile(rf"<({_PAIRED}|cite|q|sup|sub|pre|code|font|center|html|body|header|footer|main|time|abbr)"
                     r"((?:\s[^<>]*)?)>", re.IGNORECASE)  # fmt: skip
_VOID = re.compile(r"<(?:br|hr|img|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_WHOLE = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_CDATA = re.compile(r"\A\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.DOTALL)
#: So many of a tag without an end are no mention of it.
_MANY = 3


def looks_html(text: str) -> bool:
    """Whether a text is marked up, and does not only speak of a tag.

    Marked up is a text with a tag that opens and closes, or breaks lines, close to its words; a tag that is spoken of
    stands between spaces like a word.
    """
    if "<" not in text:
        return False
    lowered = text.lower()
    opened = (m for m in _some(_OPENED, text) if not _alone(text, m))
    if any(lowered.find(f"</{m.group(1).lower()}>", m.end()) >= 0 for m in opened):
        return True
    void = list(_some(_VOID, text))
    return len(void) >= _MANY or any(not _alone(text, m) for m in void)


def _some(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The first matches: whoever does not show markup in these does not show it later."""
    found: list[re.Match[str]] = []
    for m in pattern.finditer(text, 0, 200_000):
        found.append(m)
        if len(found) == 20:
            break
    return found


def _alone(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag stands between spaces, as a word that is spoken of does."""
    before, after = text[: tag.start()][-1:], text[tag.end() :][:1]
    quoted = (before, after) in (('"', '"'), ("'", "'"), ("`", "`"), ("“", "”"), ("(", ")"))
    return quoted or (before == " " and after in (" ", ",", ".", ";", ":"))


def characters(text: str) -> str:
    """A plain text with its entities as the characters that they stand for: what was left when tags were taken out."""
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def plain_or_html(text: str) -> tuple[str, bool]:
    """A record's text with escapes undone, and whether it is HTML.

    Escaped tags are tags when the whole is escaped (`&lt;p&gt;…`); entities in a text without tags are characters.
    """
    text = _CDATA.sub(r"\1", text)
    if looks_html(text):
        return text, True
    undone = characters(text)
    if undone == text or "<" in text:
        return undone, False
    if "&lt;" in undone and looks_html(twice := html.unescape(undone)):
        return twice, True  # escaped once more on the way
    return undone, looks_html(undone)


def page(fragment: str) -> str:
    """A fragment as a page of its own; a whole page as it is."""
    if _WHOLE.search(fragment[:4096]):
        return fragment
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>{fragment}</article></body></html>'
