"""Saved web pages: the tree is parsed once; metadata are read first, then it is pruned and its text taken."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from morgue.core.article import RawItem, Rejected
from morgue.index.clean.extraction import Candidate, Reading
from morgue.index.clean.html import index_pages, standfirst
from morgue.index.clean.html.body import Body, body
from morgue.index.clean.html.markup import Unreadable, check_bytes, parse
from morgue.index.clean.html.prune import prune
from morgue.index.clean.metadata import bylines, visible_metadata
from morgue.index.clean.metadata.agencies import agencies_in
from morgue.index.clean.metadata.date_parser import from_url, read_date
from morgue.index.clean.metadata.headline import headline, news_headline, own_titles
from morgue.index.clean.metadata.masthead import Masthead, masthead
from morgue.index.clean.metadata.outlets import Outlets, domain_label, host, normal
from morgue.index.clean.metadata.structured_data import Metas, Stated, linked_data, metas, microdata
from morgue.index.sources.decoding.charsets import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|SingleFile\s+url:\s*(\S+)|mirrored from (\S+) by HTTrack", re.I)

_DATE_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publish-date",
    "publish_date", "publication_date", "pubdate", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date",
    "dc.date.created", "citation_publication_date", "citation_date", "originalpublicationdate", "article.published",
    "publicationdate", "rnews:datepublished", "displaydate", "ptime", "date", "article_date_original", "createdate",
    "created", "sailthru_date", "last-modified-date-original", "shareaholic:article_published_time", "bt:pubdate",
    "prism.publicationdate", "vr:published_time", "publishdate", "dateposted",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified",
    "dcterms.modified", "dc.date.modified", "article:updated", "lastmod", "revised",
)  # fmt: skip
_AUTHOR_METAS = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "cxenseparse:author", "citation_author", "article:author_name", "authors",
    "article.author", "vr:author", "rbauthors", "twitter:data1", "articleauthor", "twitter:misc:written by",
)  # fmt: skip
#: What a site calls itself is no headline unless it has this many words.
_HEADLINE_WORDS = 5
_MOTTO = re.compile(r"\s+[|–—-]\s+")
_RIGHTS = re.compile(r"copyright|©|\(c\)|all rights reserved", re.I)
_YEARS = re.compile(r"\b(?:18|19|20)\d\d\b(?:\s*[-–]\s*(?:\d{4}|present))?(?:\s+by\b)?", re.I)
_SITE_METAS = (
    "og:site_name", "application-name", "al:iphone:app_name", "dc.publisher", "dcterms.publisher", "publisher",
    "article:publisher_name", "cxenseparse:publisher", "apple-mobile-web-app-title", "copyright",
)  # fmt: skip


def read_page(item: RawItem, table: Outlets) -> Reading | Rejected:
    """The article on a page, or why there is none."""
    try:
        check_bytes(item.data)
        text = decode(item.data, item.charset).text
        tree = parse(text)
    except Unreadable as error:
        return Rejected(item.path, str(error), item.member, item.sha256, item.format)
    return _read(item, text, tree, table)


def _read(item: RawItem, text: str, tree: HtmlElement, table: Outlets) -> Reading | Rejected:
    meta, stated, micro = metas(tree), linked_data(tree), microdata(tree)
    url = item.given.url or _url(text, tree, meta, stated)
    told = tree.find(".//h1") is not None and (stated.publisher or meta.first("og:site_name"))
    shared = None if told else masthead(tree)
    outlets = _outlets(meta, stated, url, table, _title_tag(tree), shared.site if shared else "")
    site = [c.text for c in outlets] + [domain_label(url or "")]
    titles = _titles(tree, meta, stated, micro, shared)
    head = visible_metadata.headline(tree, shared.element if shared else None)
    dates, modified = _dates(tree, meta, stated, micro, url, visible_metadata.date_texts(tree, head))
    named, credit_lines = _authors(meta, stated, micro, site, visible_metadata.bylines(tree, head))
    description = meta.first("og:description", "description", "twitter:description") or stated.description
    lead = standfirst.standfirst(tree, description)
    languages = (tree.get("lang") or "", stated.language, meta.first("content-language", "og:locale"))
    teasers = index_pages.teasers(tree)
    prune(tree)
    found = body(tree, own_titles(titles), description, stated.body, lead)
    if index_pages.index_page(meta, stated, url, bool(dates and dates[0].source != "url"), teasers, found.text):
        return Rejected(item.path, "index page", item.member, item.sha256, item.format, f"{teasers} headlines")
    news = any("News" in t or t == "LiveBlogPosting" for t in stated.types) or table.by_domain(url or "") is not None
    best = (news_headline if news else headline)(titles, site)
    return Reading(
        body=found.text,
        extractor=found.extractor,
        titles=(best,) if best else (),
        dates=dates,
        modified=modified,
        authors=named,
        credits=credit_lines,
        outlets=outlets,
        languages=tuple(filter(None, languages)),
        url=url,
        section=_section(meta, stated, micro),
        notes=found.notes + _kind(stated, found, text, url),
    )


def _url(text: str, tree: HtmlElement, meta: Metas, stated: Stated) -> str | None:
    if m := _SAVED_FROM.search(text[:4000]):
        found = str(next(filter(None, m.groups())))
        if found.startswith("http"):
            return found
    links = [e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    for candidate in (*links, meta.first("og:url"), stated.url, meta.first("twitter:url", "parsely-link")):
        if candidate.startswith(("http://", "https://")) and host(candidate):
            return candidate.strip()
    return None


def _outlets(
    meta: Metas, stated: Stated, url: str | None, table: Outlets, title: str, site: str
) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    label = domain_label(url or "")
    own = {normal(stated.headline), normal(meta.first("og:title")), normal(title)}
    names = [Candidate(stated.publisher, "jsonld"), *(Candidate(_site(meta.first(m)), "meta") for m in _SITE_METAS)]
    names = [c for c in names if 1 < len(c.text) < 60 and "http" not in c.text and not c.text.startswith("@")]
    names = [c for c in names if len(c.text.split()) < _HEADLINE_WORDS or normal(c.text) not in own]
    known = table.by_domain(url or "")
    named = normal(meta.first("og:site_name"))
    if stated.publisher and normal(stated.publisher) == named and table.fold(stated.publisher) != known:
        found.append(Candidate(stated.publisher, "jsonld"))
    if known:
        found.append(Candidate(known, "domain"))
    found += [c for c in names if table.knows(c.text)] + [c for c in names if c.source == "jsonld"] + names
    if (
        site
        and normal(site) not in own
        and (not label or not normal(site).isascii() or label in normal(site) or normal(site) in label)
    ):
        found.append(Candidate(site, "text"))
    if label:
        found.append(Candidate(host(url or ""), "domain"))
    return tuple(dict.fromkeys(found))


def _site(text: str) -> str:
    """A site's name as a meta tag has it, without its motto and what says whose rights they are since when."""
    if _RIGHTS.search(text):
        text = _YEARS.sub(" ", _RIGHTS.sub(" ", text))
    name, *motto = _MOTTO.split(text, maxsplit=1)
    if motto and len(name) > 2 and len(motto[0].split()) > 1:
        text = name
    return " ".join(text.split()).strip(" .,;:-–—|") if any(map(str.isalpha, text)) else ""


def _titles(
    tree: HtmlElement, meta: Metas, stated: Stated, micro: Stated, shared: Masthead | None
) -> tuple[Candidate, ...]:
    found = [Candidate(stated.headline, "jsonld")]
    found += [Candidate(" ".join(" ".join(h.itertext()).split()), "h1") for h in list(tree.iter("h1"))[:6]]
    found += [Candidate(meta.first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"), "og")]
    found += [Candidate(micro.headline, "h1")]
    if shared and not any(c.source == "h1" and c.text for c in found):
        found.append(Candidate(shared.headline, "h1"))
    found.append(Candidate(_title_tag(tree), "title"))
    return tuple(c for c in found if c.text)


def _title_tag(tree: HtmlElement) -> str:
    element = tree.find(".//title")
    return " ".join((element.text or "").split()) if element is not None else ""


def _dates(
    tree: HtmlElement, meta: Metas, stated: Stated, micro: Stated, url: str | None, shown: list[tuple[str, bool]]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    dates = [Candidate(d, "jsonld") for d in stated.published]
    dates += [Candidate(d, "microdata") for d in micro.published]
    dates += [Candidate(d, "meta") for d in meta.all(*_DATE_METAS)]
    dates += [Candidate(d, "byline") for d, updated in shown if not updated]
    modified = [Candidate(d, "jsonld") for d in stated.modified] + [Candidate(d, "microdata") for d in micro.modified]
    modified += [Candidate(d, "meta") for d in meta.all(*_MODIFIED_METAS)]
    modified += [Candidate(d, "byline") for d, updated in shown if updated]
    searched: list[Candidate] = []
    if not dates:
        named = visible_metadata.named_dates(tree)
        alike = len({(read_date(d) or ("",))[0][:10] for d in named}) == 1
        searched = [] if alike else _searched(tree, set())
        dates += [Candidate(d, "byline") for d in named] if alike else searched
    if url:
        dates.append(Candidate(url, "url"))
    if not searched and not any(_day(d) for d in dates):
        dates += _searched(tree, {(read_date(m.text) or ("",))[0][:10] for m in modified})
    return tuple(dates), tuple(modified)


def _day(candidate: Candidate) -> bool:
    """Whether a candidate states at least a day."""
    if candidate.source == "url":
        return len(from_url(candidate.text) or "") >= len("2025-02-27")
    return read_date(candidate.text) is not None


def _searched(tree: HtmlElement, changed: set[str]) -> list[Candidate]:
    """What htmldate finds in the rest of the markup, where nothing else states a day; never the day of a change."""
    from htmldate import find_date

    found = find_date(deepcopy(tree), original_date=True, extensive_search=False)
    return [Candidate(found, "text")] if found and found not in changed else []


def _authors(
    meta: Metas, stated: Stated, micro: Stated, site: list[str], shown: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people who signed, else the house that did; and every raw credit."""
    names = [a for a in meta.all(*_AUTHOR_METAS) if not a.startswith("http")]
    house_signs = bool(stated.organisations) or any(agencies_in(a) for a in stated.authors)
    groups = (list(stated.authors), shown) if house_signs else (list(stated.authors), names, list(micro.authors), shown)
    raw = tuple(dict.fromkeys(a for g in (stated.organisations, *groups, names) for a in g if len(a) < 200))
    seen = bylines.authors(shown, site)
    for group in groups:
        if people := bylines.authors(group, site):
            single = all(" " not in p for p in people) and bool(seen) and all(" " in s for s in seen)
            return (seen if single else people), raw
    own = {normal(s) for s in site}
    foreign = [o for o in (*stated.organisations, *stated.authors) if normal(o) not in own]
    if not any(normal(n) in own for n in names):
        foreign += names
    for group in (foreign, stated.organisations, *groups, names):
        if house := bylines.organisation(group):
            return house, raw
    return (), raw


def _section(meta: Metas, stated: Stated, micro: Stated) -> str | None:
    found = (
        stated.section
        or meta.first("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:taxonomy")
        or micro.section
    )
    return found[:80] or None


def _kind(stated: Stated, found: Body, text: str, url: str | None) -> tuple[str, ...]:
    notes = []
    if "LiveBlogPosting" in stated.types:
        notes.append("live blog")
    if index_pages.gallery(text, url):
        notes.append("gallery")
    if re.search(r'"isAccessibleForFree"\s*:\s*"?false', text, re.I) and len(found.text) < 1500:
        notes.append("paywall stub")
    return tuple(notes)
