"""Reads a saved web page: parses it once, reads its metadata, prunes the tree, and takes the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from morgue.core.article import RawItem, Rejected
from morgue.core.wording.quantities import quantity
from morgue.index.clean.dates import page_dates, visible_dates
from morgue.index.clean.extraction import Candidate, Reading
from morgue.index.clean.html import archive_toolbars, index_pages, standfirst
from morgue.index.clean.html.body import Body, body
from morgue.index.clean.html.many_articles import many_articles
from morgue.index.clean.html.markup import Unreadable, check_bytes, parse
from morgue.index.clean.html.other_articles import without_others
from morgue.index.clean.html.prune import prune
from morgue.index.clean.html.witness import second_witness
from morgue.index.clean.metadata import page_authors, page_head, visible_bylines
from morgue.index.clean.metadata.headline import headline, news_headline, own_titles
from morgue.index.clean.metadata.masthead import Masthead, masthead
from morgue.index.clean.metadata.outlets import Outlets, domain_label, host, normal
from morgue.index.clean.metadata.page_address import Original, keeper, original
from morgue.index.clean.metadata.structured_data import Metas, Stated, linked_data, metas, microdata
from morgue.index.sources.decoding.charsets import decode
from morgue.index.sources.decoding.mojibake import once

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|SingleFile\s+url:\s*(\S+)|mirrored from (\S+) by HTTrack", re.I)

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
        text = archive_toolbars.without_toolbar(once(decode(item.data, item.charset).text))
        tree = parse(text)
        archive_toolbars.without_frame(tree, text)
    except Unreadable as error:
        return Rejected(item.path, str(error), item.member, item.sha256, item.format)
    if (seen := many_articles(tree)) is not None:
        return Rejected(item.path, "several articles in one file", item.member, item.sha256, item.format, seen)
    return _read(item, text, tree, table)


def _index_page(item: RawItem, teasers: int) -> Rejected:
    return Rejected(item.path, "index page", item.member, item.sha256, item.format, quantity(teasers, "headline"))


def _read(item: RawItem, text: str, tree: HtmlElement, table: Outlets) -> Reading | Rejected:
    _held = list(tree.iter())  # lxml makes an element anew at each visit unless somebody holds it
    meta, stated, micro = metas(tree), linked_data(tree), microdata(tree)
    found_url = _url(text, tree, meta, stated)
    url = item.given.url or (found_url.url if found_url else None)
    told = tree.find(".//h1") is not None and (stated.publisher or meta.first("og:site_name"))
    shared = None if told else masthead(tree)
    outlets = _outlets(meta, stated, url, table, _title_tag(tree), shared.site if shared else "")
    site = [c.text for c in outlets] + [domain_label(url or "")]
    titles = _titles(tree, meta, stated, micro, shared)
    best = (news_headline if table.by_domain(url or "") else headline)(titles, site)
    head = page_head.head(tree, shared.element if shared else None, best.text if best else "")
    dates, modified = page_dates.evidence(tree, meta, stated, micro, url, visible_dates.date_texts(head))
    signed = visible_bylines.bylines(tree, head, page_authors.addresses(meta, stated))
    named, credit_lines = page_authors.authors(meta, stated, micro, site, signed)
    description = meta.first("og:description", "description", "twitter:description") or stated.description
    lead = standfirst.standfirst(tree, description)
    without_others(tree, [c.text for c in titles if c.source != "h1"])
    teasers = index_pages.teasers(tree)
    second = second_witness.paragraphs(tree)
    prune(tree, second)
    found = body(tree, own_titles(titles), description, stated.body, lead, second)
    if index_pages.index_page(meta, stated, url, bool(dates and dates[0].source != "url"), teasers, found.text):
        return _index_page(item, teasers)
    return Reading(
        body=found.text,
        extractor=found.extractor,
        titles=(best,) if best else (),
        dates=dates,
        modified=modified,
        authors=named,
        credits=credit_lines,
        outlets=outlets,
        languages=_languages(tree, meta, stated),
        url=url,
        captured=_captured(found_url, text),
        section=_section(meta, stated, micro),
        notes=found.notes + _kind(stated, found, text, url),
    )


def _languages(tree: HtmlElement, meta: Metas, stated: Stated) -> tuple[str, ...]:
    """What the page says its language is."""
    return tuple(filter(None, (tree.get("lang"), stated.language, meta.first("content-language", "og:locale"))))


def _captured(found: Original | None, text: str) -> str | None:
    """The day on which a web archive made the copy, where its address or its toolbar says so."""
    told = (found.captured if found else None, _day(archive_toolbars.archived_on(text)))
    return min(filter(None, told), default=None)


def _url(text: str, tree: HtmlElement, meta: Metas, stated: Stated) -> Original | None:
    """The page's own address: behind that of an archive's copy, the address of the page within."""
    links = [
        e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() in ("canonical", "bookmark")
    ]
    saved = _SAVED_FROM.search(text[:4000])
    noted = str(next(filter(None, saved.groups()))) if saved else ""
    if saved and saved[3] and "://" not in noted:
        noted = f"http://{noted}"  # HTTrack leaves the scheme out
    for candidate in (noted, *links, meta.first("og:url"), stated.url, meta.first("twitter:url", "parsely-link")):
        if candidate.startswith(("http://", "https://")) and host(candidate):
            found = original(candidate.strip())
            if not keeper(host(found.url)):
                return found
    return None


def _outlets(
    meta: Metas, stated: Stated, url: str | None, table: Outlets, title: str, site: str
) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    label = domain_label(url or "")
    own = {normal(stated.headline), normal(meta.first("og:title")), normal(title)}
    names = [Candidate(stated.publisher, "jsonld"), *(Candidate(_site(meta.first(m)), "meta") for m in _SITE_METAS)]
    names = [c for c in names if 1 < len(c.text) < 60 and "http" not in c.text and not c.text.startswith("@")]
    names = [c for c in names if not keeper(c.text)]
    names = [c for c in names if len(c.text.split()) < _HEADLINE_WORDS or normal(c.text) not in own]
    known = table.by_domain(url or "")
    named = {normal(_site(meta.first(m))) for m in _SITE_METAS}  # a sister's page may have the canonical address
    if stated.publisher and normal(stated.publisher) in named and table.fold(stated.publisher) != known:
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


def _day(text: str | None) -> str | None:
    return page_dates.day(text) or None if text else None


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
    # Where the page has an h1 the microdata speaks for it; where it has none it stands for one.
    found += [Candidate(micro.headline, "microdata" if any(c.source == "h1" and c.text for c in found) else "h1")]
    if shared and not any(c.source == "h1" and c.text for c in found):
        found.append(Candidate(shared.headline, "h1"))
    found.append(Candidate(_title_tag(tree), "title"))
    return tuple(c for c in found if c.text)


def _title_tag(tree: HtmlElement) -> str:
    element = tree.find(".//title")
    return " ".join((element.text or "").split()) if element is not None else ""


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
