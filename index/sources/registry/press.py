"""Lists the readers of exports of press databases, entries of the table. Pure."""

from __future__ import annotations

from collections.abc import Callable

from morgue.index.sources import press
from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head


def _page(family: str) -> Callable[[Head], bool]:
    return lambda head: press.page_family(head.data) == family


def _text(family: str) -> Callable[[Head], bool]:
    return lambda head: press.text_family(head.text) == family


READERS = {
    Format.FACTIVA_HTML: Reader(
        "Factiva, HTML",
        "articles saved from Factiva's pages, with field codes or without",
        "Factiva.html",
        "markup",
        _page("factiva"),
        "readers.pages:read_page",
    ),
    Format.NEXIS_HTML: Reader(
        "Nexis, HTML",
        "articles delivered by LexisNexis Academic and Nexis of old",
        "Daily_Mail2010-02-26.HTML",
        "markup",
        _page("nexis"),
        "readers.pages:read_page",
    ),
    Format.EUROPRESSE_HTML: Reader(
        "Europresse, HTML",
        "articles saved from Europresse or Eureka",
        "biblioeuropresse20240305.HTML",
        "markup",
        _page("europresse"),
        "readers.pages:read_page",
    ),
    Format.PROQUEST_HTML: Reader(
        "ProQuest, HTML",
        "articles saved from ProQuest's pages, or mailed by it",
        "ProQuestDocuments-2024-03-05.html",
        "markup",
        _page("proquest"),
        "readers.pages:read_page",
    ),
    Format.NEXIS: Reader(
        "Nexis, text",
        "articles of Nexis Uni, Lexis+ and Nexis of old as text; as DOCX and RTF too, see there",
        "Daily_Mail2010-02-26.TXT",
        "text",
        _text("nexis"),
        "readers.texts:read_text",
    ),
    Format.FACTIVA: Reader(
        "Factiva, text",
        "articles saved from Factiva as text; as RTF too, see there",
        "Factiva-20240305-1130.txt",
        "text",
        _text("factiva"),
        "readers.texts:read_text",
    ),
    Format.PROQUEST: Reader(
        "ProQuest, text",
        "articles saved from ProQuest as text",
        "ProQuestDocuments-2024-03-05.txt",
        "text",
        _text("proquest"),
        "readers.texts:read_text",
    ),
    Format.CSL: Reader(
        "CSL-JSON",
        "records of reference managers: Zotero, Mendeley, pandoc",
        "references.json",
        "text",
        lambda head: press.looks_like_csl(head.start),
        "press.csl:read_csl",
    ),
    Format.RIS: Reader(
        "RIS",
        "records of reference managers and of databases: Zotero, EndNote, ProQuest, Nexis",
        "references.ris",
        "text",
        _text("ris"),
        "readers.texts:read_text",
    ),
}
