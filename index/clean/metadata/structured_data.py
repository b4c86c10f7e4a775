"""Reads what a page states for machines: JSON-LD, microdata, OpenGraph and other meta tags. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Schema.org types that are an article, best first; others of the family end in "NewsArticle" or "Posting".
ARTICLES = ("NewsArticle", "Article", "Report", "BlogPosting", "LiveBlogPosting", "Posting", "CreativeWork")
_LISTS = frozenset({"ItemList", "CollectionPage", "SearchResultsPage"})
#: Properties below which an article is another one.
_OTHERS = frozenset(
    {
        "itemListElement",
        "mentions",
        "hasPart",
        "liveBlogUpdate",
        "relatedLink",
        "citation",
        "video",
        "comment",
        "isRelatedTo",
        "blogPost",
    }
)
_LONGEST_SCRIPT = 3_000_000
_MOST_NODES = 20_000
#: Values kept of one meta tag, and characters of each.
_MOST_VALUES, _LONGEST_META = 20, 2_000


@dataclass(frozen=True, slots=True)
class Stated:
    """An article's own statements, as written: every field is empty where the page says nothing."""

    types: tuple[str, ...] = ()
    headline: str = ""
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    publisher: str = ""
    body: str = ""
    description: str = ""
    section: str = ""
    language: str = ""
    url: str = ""
    listing: bool = False


@dataclass(frozen=True, slots=True)
class Metas:
    """The page's meta tags by lower-cased name or property, each with all its values in order."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first value that is not empty, names in order of preference."""
        for name in names:
            for value in self.values.get(name, ()):
                if value:
                    return value
        return ""

    def all(self, *names: str) -> tuple[str, ...]:
        """Every value of these names."""
        return tuple(value for name in names for value in self.values.get(name, ()) if value)


def metas(tree: HtmlElement) -> Metas:
    """All meta tags of a page that carry a name and a value.

    Some tools that save pages write `value` for `content`; the titles of these are not taken, since their headline is
    that of the page.
    """
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content") or (None if "title" in (name or "") else element.get("value"))
        if name and content:
            values = found.setdefault(name.strip().lower(), [])
            if len(values) < _MOST_VALUES:
                values.append(plain(content[:_LONGEST_META]))
    return Metas({name: tuple(values) for name, values in found.items()})


def plain(value: str) -> str:
    """A value without entities, tags and surplus white space."""
    text = unescape(unescape(value)) if "&" in value else value
    if "<" in text:
        text = re.sub(r"<[a-zA-Z/][^<>]*>", " ", text)
    return " ".join(text.split())


def linked_data(tree: HtmlElement) -> Stated:
    """The article that the page's JSON-LD describes: the first of the best type, filled from its like."""
    nodes: list[tuple[dict[str, Any], bool]] = []
    by_id: dict[str, dict[str, Any]] = {}
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            for node, other in _walk(_load(script.text)):
                nodes.append((node, other))
                if isinstance(key := node.get("@id"), str) and len(node) > 2:
                    by_id.setdefault(key, node)
    articles = [n for n, other in nodes if not other and _rank(n) < len(ARTICLES)]
    listing = any(_types(n) & _LISTS for n, other in nodes if not other)
    if not articles:
        pages = [n for n, other in nodes if not other and n.get("datePublished")]
        page = _stated(pages[0], by_id, listing) if pages else Stated()
        return Stated(
            published=page.published, modified=page.modified, headline="", authors=page.authors, listing=listing
        )
    articles.sort(key=lambda n: (_rank(n), not n.get("datePublished")))
    main = _stated(articles[0], by_id, listing)
    for node in articles[1:]:
        more = _stated(node, by_id, listing)
        if not main.headline or not more.headline or more.headline[:40] == main.headline[:40]:
            main = _filled(main, more)
    return main


def _filled(main: Stated, other: Stated) -> Stated:
    return Stated(*(getattr(main, name) or getattr(other, name) for name in Stated.__slots__))


def _stated(node: dict[str, Any], by_id: dict[str, dict[str, Any]], listing: bool) -> Stated:
    people, organisations = _names(node.get("author") or node.get("creator"), by_id)
    publisher = _names(node.get("publisher") or node.get("sourceOrganization"), by_id)
    return Stated(
        types=tuple(sorted(_types(node))),
        headline=_text(node.get("headline")) or _text(node.get("name")),
        published=tuple(filter(None, (_text(node.get(k)) for k in ("datePublished", "dateCreated", "uploadDate")))),
        modified=tuple(filter(None, (_text(node.get("dateModified")),))),
        authors=tuple(people),
        organisations=tuple(organisations),
        publisher=next(iter(publisher[0] + publisher[1]), ""),
        body=_body(node.get("articleBody") or node.get("text")),
        description=_text(node.get("description")),
        section=_section(node.get("articleSection")),
        language=_language(node.get("inLanguage")),
        url=_url(node),
        listing=listing,
    )


def _load(text: str) -> object:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = re.sub(r"^//<!\[CDATA\[|//\]\]>$|^<!\[CDATA\[|\]\]>$", "", text).strip().rstrip(";")
    if len(text) > _LONGEST_SCRIPT:
        return None
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text), re.sub(r"}\s*{", "},{", f"[{text}]")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(root: object) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every object below a JSON value, and whether it belongs to a list of other articles."""
    pending: list[tuple[object, bool]] = [(root, False)]
    for _ in range(_MOST_NODES):
        if not pending:
            return
        value, other = pending.pop()
        if isinstance(value, list):
            pending.extend((v, other) for v in reversed(value))
        elif isinstance(value, dict):
            yield value, other
            below = [(v, other or k in _OTHERS) for k, v in value.items() if isinstance(v, dict | list)]
            pending.extend(reversed(below))


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return {v.rsplit("/", 1)[-1] for v in values if isinstance(v, str)}


def _rank(node: dict[str, Any]) -> int:
    ranks = [len(ARTICLES)]
    for kind in _types(node):
        ranks.extend(i for i, name in enumerate(ARTICLES) if kind == name or (len(name) > 6 and kind.endswith(name)))
    return min(ranks)


def _text(value: object) -> str:
    if isinstance(value, list):
        return next((t for v in value if (t := _text(v))), "")
    if isinstance(value, dict):
        return _text(value.get("@value"))
    return plain(value) if isinstance(value, str) else ""


def _body(value: object) -> str:
    if isinstance(value, list):
        value = "\n".join(v for v in value if isinstance(v, str))
    if not isinstance(value, str):
        return ""
    text = re.sub(r"(?i)<(?:br|/p|/div|/h\d)\b[^<>]*>", "\n", unescape(value))
    return "\n".join(filter(None, (plain(line) for line in text.splitlines())))


def _section(value: object) -> str:
    return _text(value).split(",")[0].split("/")[-1].strip()


def _language(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return _text(value)


def _url(node: dict[str, Any]) -> str:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.startswith("http"):
            return value
    return ""


def _names(value: object, by_id: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Names of people, and of organisations."""
    people: list[str] = []
    organisations: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            people.append(plain(entry))
        elif isinstance(entry, dict):
            if isinstance(key := entry.get("@id"), str) and not entry.get("name"):
                entry = by_id.get(key, entry)
            name = entry.get("name") or " ".join(
                filter(None, (_text(entry.get("givenName")), _text(entry.get("familyName"))))
            )
            names = name if isinstance(name, list) else [name]
            target = organisations if any(t.endswith("Organization") for t in _types(entry)) else people
            target.extend(plain(n) for n in names if isinstance(n, str))
    return [p for p in people if p], [o for o in organisations if o]


def microdata(tree: HtmlElement) -> Stated:
    """The article that the page's microdata (itemprop) describes, read in document order."""
    found: dict[str, list[str]] = {}
    for element in tree.iterfind(".//*[@itemprop]"):
        parent = element.getparent()
        if element.tag == "meta" and parent is not None and parent.tag == "head":
            continue
        for name in element.get("itemprop", "").split():
            if name == "author" and _comment(element):
                continue
            if name == "author":
                found.setdefault(name, []).extend(_author_names(element))
            elif name in {"datePublished", "dateCreated", "dateModified", "headline", "articleSection"}:
                found.setdefault(name, []).append(_item_value(element)[:500])
    return Stated(
        headline=next(iter(found.get("headline", ())), ""),
        published=tuple(filter(None, found.get("datePublished", []) + found.get("dateCreated", []))),
        modified=tuple(filter(None, found.get("dateModified", []))),
        authors=tuple(dict.fromkeys(filter(None, found.get("author", [])))),
        section=next(iter(found.get("articleSection", ())), ""),
    )


def _comment(element: HtmlElement) -> bool:
    """Whether an item belongs to a reader's comment or a review."""
    kinds = (
        f"{a.get('itemtype') or ''} {a.get('class') or ''} {a.get('id') or ''}".lower()
        for a in element.iterancestors()
        if a.tag != "body"
    )
    return any("comment" in k or "userreview" in k for k in kinds)


def _author_names(element: HtmlElement) -> list[str]:
    """Every name in an author's item, or its text."""
    names = element.findall(".//*[@itemprop='name']")
    return [_item_value(e)[:200] for e in names or [element]]


def _item_value(element: HtmlElement) -> str:
    return plain(element.get("content") or element.get("datetime") or str(element.text_content()))
