"""Cleans a `RawItem` to the `Article` as its reporters wrote it, or to a `Rejected`. Pure; runs in workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.core.article import Article, RawItem, Rejected

if TYPE_CHECKING:
    from morgue.index.clean.metadata.outlets import Outlets

__all__ = ["clean"]


def clean(item: RawItem, outlets: Outlets | None = None) -> Article | Rejected:
    """The article in one source item, or why there is none. Heavy libraries are imported at the first call only.

    outlets: the table of outlet names; the bundled one when None. Never invents a value: an unknown date, author,
    outlet or title stays None.
    """
    from morgue.index.clean.assemble import assemble, title_only
    from morgue.index.clean.html.html_page import read_page
    from morgue.index.clean.metadata.outlets import bundled
    from morgue.index.clean.text.plaintext import read_body, read_document, read_text

    table = outlets or bundled()
    item = _without_placeholder(_of_the_page(item))
    if item.content == "none":
        return title_only(item, table)
    if item.content == "pdf":
        from morgue.index.clean.text.pdf_text import given_of, read_pdf

        printed = read_pdf(item)
        if isinstance(printed, Rejected):
            return printed
        item = given_of(item, printed)
    if item.content == "body":
        return assemble(item, read_body(item), table)
    if item.content == "document":
        return assemble(item, read_document(item, table), table)
    reading = read_page(item, table) if item.content == "page" else read_text(item, table)
    return reading if isinstance(reading, Rejected) else assemble(item, reading, table)


def _without_placeholder(item: RawItem) -> RawItem:
    """The item without a title that only says that there is none."""
    from dataclasses import replace

    from morgue.index.clean.metadata.placeholders import is_placeholder

    if item.given.title is None or not is_placeholder(item.given.title, item.given.url):
        return item
    return replace(item, given=replace(item.given, title=None), notes=tuple(n for n in item.notes if n != "title only"))


def _of_the_page(item: RawItem) -> RawItem:
    """The item with the address of the page itself, where it states that of a copy in an archive or a cache.

    When the copy was made is the capture.
    """
    from dataclasses import replace

    from morgue.index.clean.metadata.page_address import original

    if not item.given.url:
        return item
    page = original(item.given.url)
    if page.url == item.given.url:
        return item
    captured = min(filter(None, (item.captured, page.captured)), default=None)
    return replace(item, given=replace(item.given, url=page.url), captured=captured)
