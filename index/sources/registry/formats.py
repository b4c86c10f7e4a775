"""Names the formats that are read, and declares what the table says of each. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any, Literal

from morgue.index.sources.registry.head import Head


class Format(StrEnum):
    """Every format, in the order in which a source is asked whether it is one: the particular before the general.

    The value is what `RawItem.format` and the report of a dry run say. Every member needs its entry in the table
    (table.py), which is checked when the table is imported.
    """

    WARC = "warc"
    ARC = "arc"
    WEBARCHIVE = "webarchive"
    WACZ = "wacz"
    PARQUET = "parquet"
    ARROW = "arrow"
    READER_DATABASE = "feed-reader"
    PDF = "pdf"
    RTF = "rtf"
    DOCX = "docx"
    ODT = "odt"
    EPUB = "epub"
    XLSX = "xlsx"
    ZIP = "zip"
    TAR = "tar"
    FACTIVA_HTML = "factiva-html"
    NEXIS_HTML = "nexis-html"
    EUROPRESSE_HTML = "europresse-html"
    PROQUEST_HTML = "proquest-html"
    NITF = "nitf"
    RCV1 = "rcv1"
    NEWSML_G2 = "newsml-g2"
    NEWSML = "newsml"
    REUTERS = "reuters-21578"
    TREC = "trec"
    ISSUE = "issue"
    SNAPSHOT = "archivebox-snapshot"
    ARCHIVEBOX = "archivebox"
    MIRROR = "httrack"
    ALTO = "alto"
    METS = "mets"
    TEI = "tei"
    FEED = "feed"
    SITEMAP = "sitemap"
    ENEX = "enex"
    HTML = "html"
    MHTML = "mhtml"
    MBOX = "mbox"
    EMLX = "emlx"
    MAIL = "mail"
    NEXIS = "nexis"
    FACTIVA = "factiva"
    PROQUEST = "proquest"
    RIS = "ris"
    CSL = "csl-json"
    HAR = "har"
    TELEGRAM = "telegram"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    TEXT = "text"


#: What a recogniser looks at, and so when it is asked.
#: binary   the first bytes of a file, before anything is known of them
#: archive  likewise; its members are read as files
#: package  a zip, by the names of its members
#: folder   a folder, by the names in it
#: markup   a text that begins with a tag
#: text     any other text
Kind = Literal["binary", "archive", "package", "folder", "markup", "text"]


@dataclass(frozen=True, slots=True)
class Reader:
    """What the table says of a format.

    name       what people call it
    takes      which files these are, and where people get them
    example    a name that such a file may have
    kind       when it is asked
    recognise  whether a source is one, by its first bytes and name (for a package: by its members' names)
    where      "module:function" below index/sources, imported when a source is read. The function takes what its kind
               says: a package's (Package, Place), an archive's (Buffered, Place, Descend), a folder's (Listing), any
               other's (Buffered, Place). All give the items and rejects of one source, but a folder's gives `Pick`s or
               a `Refusal`
    utf8       the function works on lines or tokens of UTF-8; wider text is turned into it on the way
    """

    name: str
    takes: str
    example: str
    kind: Kind
    recognise: Callable[[Head], bool]
    where: str
    utf8: bool = False

    def load(self) -> Callable[..., Any]:
        """The function that reads it."""
        module, function = self.where.split(":")
        found: Callable[..., Any] = getattr(import_module(f"{_SOURCES}.{module}"), function)
        return found


_SOURCES = __package__.rpartition(".")[0]
