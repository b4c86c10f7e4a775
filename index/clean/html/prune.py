"""Takes out of a page's tree what surrounds an article: navigation, teasers, shares, comments, adverts, captions.

An element goes when its name, its class or its links say it is furniture, and never when it holds a large share of the
page's running text: class names lie, text does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from morgue.index.clean import phrases
from morgue.index.clean.html.masses import NEVER, Mass, weigh
from morgue.index.clean.html.witness.second_witness import spoken

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that seldom do; an unclosed button can hold the whole page.
_SELDOM = frozenset([
    "nav", "footer", "aside", "form", "figure", "figcaption", "menu", "address", "fieldset", "header", "noscript",
    "svg", "button", "select", "label", "video", "object", "dialog", "math",
])  # fmt: skip
#: Elements whose text is no article's where the witness has another, however long.
_ASIDE = frozenset(["footer", "noscript"])
#: Roles of what is hidden until readers open it.
_PANELS = frozenset(["region", "tabpanel"])
_BLOCKS = frozenset([
    "div", "section", "ul", "ol", "li", "table", "tr", "td", "p", "aside", "dl", "dd", "article", "center", "span",
    "h2", "h3", "h4", "h5", "h6", "strong", "details", "main",
])  # fmt: skip

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
#: Single words of a class or id that name furniture.
_FURNITURE = frozenset(
    """related recommended recommendation recommendations recirc recirculation newsletter newsletters subscribe
    subscription signup promo promos promotion promoted sponsored sponsor advert adverts advertisement
    advertising advertorial ad ads adslot adbox adunit dfp gpt outbrain taboola share shares sharing sharebar
    socials social addthis comments comment commentlist disqus respond replies sidebar rail breadcrumb
    breadcrumbs footer foot nav navigation navbar menu subnav popular trending mostread carousel slider swiper
    caption captions figcaption credits byline bylines authorbox authorbio bio tags tag taglist topics keywords
    cookie cookies consent gdpr paywall modal popup overlay tooltip toolbar login signin register registration
    poll pagination pager copyright imprint masthead topbar ticker teaser teasers onward readmore readnext
    upnext morefrom whatsapp telegram facebook twitter instagram follow rating vote shop affiliate donate
    donation feedback survey banner reklama werbung anzeige anzeigen publicite publicidad pubblicita kommentare
    kommentar komentarze comentarios commentaires newsticker hinweis jp-relatedposts sharedaddy noprint
    printonly sr srOnly screenreader timestamp dateline pubdate factbox infobox
    faktenbox infokasten lightbox toc player videoplayer weather stocks quotes horoscope""".split()
)  # fmt: skip
_PAIRS = re.compile(
    r"(?:more|also|other|latest|next|top|most|read|see|related|further|similar|recent|editor)[-_]?(?:on|news|stories|articles|posts|picks|read|viewed|like|reading|content|links|also|more|this)\b"
    r"|(?:author|article|post|entry)[-_]{0,2}(?:bio|info|meta|tags|tools|actions|share|footer|nav|navigation|author|byline|date|details)\b|sr-only|visually-?hidden|screen-?reader|screen-reader-text|"
    r"call-?to-?action|\bcta\b|(?:^|\s)(?:is-|u-)?(?:hidden|hide)(?:\s|$)|in-?article-?(?:ad|promo)|inline-?(?:ad|promo|related|newsletter)|back-?to-?top|opt-?in|mc4wp|sign-?up|log-?in|most-?(?:read|popular|viewed)",
    re.I,
)
#: Furniture that may hold much text of its own.
_LONG_FURNITURE = frozenset([
    "comments", "comment", "commentlist", "disqus", "respond", "kommentare", "komentarze", "comentarios",
    "commentaires", "footer", "cookie", "consent", "gdpr",
])  # fmt: skip

_INLINE = frozenset(["a", "b", "strong", "em", "i", "mark", "span"])
#: Elements that are furniture alone and words of a sentence within one.
_WORDLIKE = frozenset(["button", "label", "math"])
_PARAGRAPHS = frozenset(["p", "li", "blockquote", "td", "dd"])

#: Teasers come in threes at least, in these elements.
_ITEMS = 3
_ITEM_TAGS = frozenset([
    "div", "li", "tr", "section", "article", "td", "dd", "dl", "table", "ul",
])  # fmt: skip
#: Attributes that name an element.
_NAMES = ("class", "id", "role", "data-component", "data-testid")
#: Of a page's running text, an element with more than this is not taken out for its name.
_SHARE = 0.25
_LONG_SHARE = 0.6
#: What may be a line of its own, which the witness has too; so many of a list's must be.
_LINES, _ATTESTED = frozenset(["li", "p", "ul", "ol"]), 0.8
#: Letters of a witness's text that is one, and of a line that is looked up in it.
_WITNESSED, _RUNNING_LINE = 400, 60
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@lru_cache(maxsize=50_000)
def named_furniture(names: str) -> int:
    """0 for an innocent class or id, 1 for furniture, 2 for furniture that may be long."""
    words = {w.lower() for w in _WORDS.findall(names)}
    if words & _LONG_FURNITURE:
        return 2
    if words & _FURNITURE or _PAIRS.search(names):
        return 1
    return 0


def prune(tree: HtmlElement, witness: Sequence[str] = ()) -> None:
    """Takes the furniture out of a tree, in place. A list of links that the witness reads as text too stays."""
    said = spoken(witness)
    masses = weigh(tree)
    body = tree.find(".//body")
    total = max(1, masses[tree if body is None else body].running)
    for element in _standing(tree):
        if element.tag in ("body", "html") or _in_a_sentence(element, masses):
            continue
        if element.tag in NEVER or _goes(element, masses[element], total, said):
            _drop(element)
        elif len(element) >= _ITEMS:
            for item in _teasers(element, masses, total):
                if not _attested(item, said):
                    _drop(item)


def _standing(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Every element below the root that is still in the tree when its turn comes, in document order."""
    elements, at = list(tree.iter("*")), 1
    while at < len(elements):
        element = elements[at]
        at += 1
        if element.getparent() is not None:
            yield element
        if element.getparent() is None:
            at += sum(1 for _ in element.iterdescendants("*"))


def _attested(element: HtmlElement, said: frozenset[str]) -> bool:
    """Whether the witness has the item, or most of the list's items, each as a line of its own."""
    if not said or element.tag not in _LINES:
        return False
    items = list(element.iter("li")) if element.tag in ("ul", "ol") else [element]
    lines = [phrases.folded(" ".join(str(item.text_content()).split())) for item in items]
    return bool(lines) and sum(line in said for line in lines) >= _ATTESTED * len(lines)


def _in_a_sentence(element: HtmlElement, masses: dict[HtmlElement, Mass]) -> bool:
    """Whether it is a word or a name linked or set off within a paragraph, whatever its class says."""
    parent = element.getparent()
    if parent is None or not (
        (element.tag in _INLINE and parent.tag == "p") or (element.tag in _WORDLIKE and parent.tag in _PARAGRAPHS)
    ):
        return False
    mass, around = masses[element], masses[parent]
    tail = element.tail
    return 0 < mass.text <= 40 and mass.text * 3 < around.running and tail is not None and not tail.isspace()


def _goes(element: HtmlElement, mass: Mass, total: int, said: frozenset[str]) -> bool:
    tag = element.tag
    share = mass.running / total
    if tag in _SELDOM and share < _SHARE:
        return tag != "header" or mass.running < 80
    if _hidden(element) and element.get("role") not in _PANELS and (share < _SHARE or _told_without(element, said)):
        return True
    if tag in ("article", "main") or element.get("itemprop") == "articleBody":
        return False
    if tag in _ASIDE and share >= _SHARE and _told_without(element, said):
        return True
    return _called_furniture(element, mass, share) or (
        tag in _BLOCKS and not _address(element, mass) and _link_list(tag, mass, share) and not _attested(element, said)
    )


def _called_furniture(element: HtmlElement, mass: Mass, share: float) -> bool:
    """Whether an element's names say that it is furniture, and it is not too long a part of the page to be."""
    names = " ".join(filter(None, map(element.get, _NAMES)))
    if not names or element.tag in ("h1", "blockquote"):
        return False
    kind = named_furniture(names)
    long = share >= (_LONG_SHARE if kind == 2 else _SHARE) or (element.tag in ("p", "span") and mass.running > 200)
    return kind > 0 and not long


def _hidden(element: HtmlElement) -> bool:
    return _HIDDEN.search(element.get("style") or "") is not None or element.get("hidden") is not None


def _told_without(element: HtmlElement, said: frozenset[str]) -> bool:
    """Whether the witness has a text, and no long line of it stands in this element, which readers do not see.

    Pages that show their text by a script hide all of it at first; the witness has none then, or the same.
    """
    if sum(map(len, said)) < _WITNESSED:
        return False
    lines = (phrases.folded(" ".join(text.split())) for text in element.itertext() if len(text) > _RUNNING_LINE)
    return not any(line in said for line in lines)


def _teasers(parent: HtmlElement, masses: dict[HtmlElement, Mass], total: int) -> list[HtmlElement]:
    """The items of a list of other articles: several siblings alike, each short and each with a link of its own."""
    alike: dict[tuple[str, str], list[HtmlElement]] = {}
    for child in parent:
        if child.tag in _ITEM_TAGS:
            alike.setdefault((child.tag, child.get("class") or ""), []).append(child)
    out: list[HtmlElement] = []
    for items in alike.values():
        if len(items) < _ITEMS:
            continue
        mass = [masses[i] for i in items]
        text, link = sum(m.text for m in mass), sum(m.link for m in mass)
        linked = sum(m.link >= 12 for m in mass)
        if (
            linked >= 0.8 * len(items)
            and text < 400 * len(items)
            and link > 0.12 * text
            and sum(m.running for m in mass) < 0.5 * total
        ):
            out.extend(items)
    return out


def _link_list(tag: str, mass: Mass, share: float) -> bool:
    if mass.link == 0 or share > _SHARE:
        return False
    density = mass.link / max(1, mass.text)
    if tag in ("p", "li", "span", "strong", "h2", "h3", "h4", "h5", "h6", "td", "dd"):
        return density > 0.9 and tag in ("p", "li", "h2", "h3", "h4", "h5", "h6") and mass.text > 12
    return density > 0.6 or (density > 0.4 and mass.running < 0.3 * mass.text)


def _address(element: HtmlElement, mass: Mass) -> bool:
    """Whether it holds nothing but a written-out address, which is part of the text around it."""
    return 0 < mass.text < 100 and str(element.text_content()).lstrip().startswith(("http://", "https://"))


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail and not tail.isspace():
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + " " + tail
        else:
            previous.tail = (previous.tail or "") + " " + tail
    parent.remove(element)
