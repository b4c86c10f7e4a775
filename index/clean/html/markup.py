"""Parses HTML text to one tree, safely: refuses or mends beforehand what a parser would choke on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Bytes of one page; saved pages with inlined pictures reach tens of MB, an article's markup never does.
MOST_BYTES = 64_000_000
#: Characters left once inlined pictures, comments, styles, scripts and drawings are out. A long book has two million.
MOST_MARKUP = 4_000_000
#: Elements of one page. The largest news pages (live blogs, all comments open) have some 30,000.
MOST_TAGS = 60_000
#: Tags opened and still open at once. Real pages stay under 100; libxml2 gives up at 256 without its huge mode.
MOST_DEPTH = 2_000

#: Beyond this libxml2 gives up without its huge mode (its limit is 256 elements of any kind).
_PARSED_DEPTH = 100
#: A tag with thousands of attributes; the parser compares each with all others.
_LONG_TAG = re.compile(r"<[a-zA-Z](?:[^<>=]{0,200}=){3000}")
_DATA_URI = re.compile(r"data:[\w./+-]+;[\w=;-]*,?[A-Za-z0-9+/=%_-]{200,}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_NUMERIC = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));?")
_NESTING = frozenset(
    [
        "div",
        "span",
        "section",
        "article",
        "ul",
        "ol",
        "table",
        "tbody",
        "tr",
        "td",
        "b",
        "i",
        "em",
        "strong",
        "font",
        "a",
        "blockquote",
        "center",
    ]
)
_BALLAST = re.compile(r"<!--|<(svg|script|style)\b[^<>]*>", re.I)
#: An end tag may have white space and more before its `>` (HTML standard, "script data end tag name state").
_CLOSING = {name: re.compile(rf"</{name}(?:[\s/][^>]{{0,400}})?>", re.I) for name in ("svg", "script", "style")}
_CLOSING["!"] = re.compile("-->")
#: Browsers show what comes after these all the same (HTML standard, the "after after body" insertion mode).
_END_TAGS = re.compile(r"</(?:html|body)\s*>", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unreadable(ValueError):
    """The page is refused; the message is a short reason that can be counted."""


#: Ids of what a browser's translator adds to a page before it is saved, a headline "Original text" among it.
_TRANSLATOR = "goog-gt-"


def check_bytes(data: bytes) -> None:
    """Raises Unreadable for a page too large to be one article."""
    if len(data) > MOST_BYTES:
        raise Unreadable("page too large")


def parse(text: str) -> HtmlElement:
    """The page's tree, without comments and processing instructions. Raises Unreadable."""
    from lxml.etree import ElementDefaultClassLookup, ParserError
    from lxml.html import HtmlElement, HTMLParser, document_fromstring

    text = mend(text)
    deepest = _check(text)
    deep = deepest > _PARSED_DEPTH
    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", collect_ids=False, huge_tree=deep)
    # lxml.html's own look-up runs in Python for each element
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError):
        raise Unreadable("no text") from None
    _as_shown(tree, text)
    if _TRANSLATOR in text:
        for element in tree.xpath(f"//*[starts-with(@id, '{_TRANSLATOR}')]"):
            element.drop_tree()
    return tree


def _as_shown(tree: HtmlElement, text: str) -> None:
    """Makes of shadow roots the elements that browsers show, and takes out the readings over ideographs."""
    if "<template" in text:
        for element in tree.xpath("//template[@shadowrootmode or @shadowroot or @shadowmode]"):
            element.tag = "div"
    if "<rt" in text or "<rp" in text:
        for element in tree.xpath("//rt | //rp | //rtc"):
            element.drop_tree()
        for element in tree.xpath("//ruby | //rb"):
            element.drop_tag()  # so that the sentence is one piece of text again


def mend(text: str) -> str:
    """Drops inlined pictures, control characters and the page's end tags; makes numeric references characters."""
    if "data:" in text:
        text = _DATA_URI.sub("data:,", text)
    text = _without_ballast(text)
    return _NUMERIC.sub(_character, _CONTROL.sub(" ", _END_TAGS.sub("", text)))


def _without_ballast(text: str) -> str:
    """Cuts comments, styles, scripts but JSON-LD, and drawings: the parser would nest the page in a drawing's paths."""
    kept: list[str] = []
    here = 0
    endless: set[str] = set()
    for opening in _BALLAST.finditer(text):
        name = (opening[1] or "!").lower()
        if opening.start() < here or name in endless or "ld+json" in opening.group():
            continue
        closing = (
            opening if name == "svg" and opening.group().endswith("/>") else _CLOSING[name].search(text, opening.end())
        )
        if closing is None:
            endless.add(name)
            continue
        kept.append(text[here : opening.start()])
        here = closing.end()
    return "".join(kept) + text[here:] if kept else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    if (
        0x80 <= number <= 0x9F
    ):  # the web means Windows-1252 by these (HTML standard, numeric character reference end state)
        return bytes([number]).decode("cp1252", "replace")
    if number < 32 and number not in (9, 10, 13):
        return " "
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    character = chr(number)
    return match[0] if character in "<>&\"'" else character


def _check(text: str) -> int:
    """The depth of a page's nesting. Raises Unreadable for what no article needs."""
    if len(text) > MOST_MARKUP:
        raise Unreadable("page too large")
    if _LONG_TAG.search(text):
        raise Unreadable("too many attributes")
    tags = depth = deepest = 0
    for closing, name in _TAG.findall(text):
        tags += 1
        if name.lower() in _NESTING:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
            if depth > MOST_DEPTH:
                raise Unreadable("too deeply nested")
    if tags > 2 * MOST_TAGS:
        raise Unreadable("too many tags")
    return deepest
