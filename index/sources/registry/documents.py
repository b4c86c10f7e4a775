"""Lists the readers of office documents, e-books, PDF and mailboxes, entries of the table. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from morgue.index.sources.mail import mbox
from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head

_CONTENT_TYPES = "[Content_Types].xml"
_APPLE = re.compile(rb"\d{1,9} *\r?\n(?=[A-Za-z][\w-]*: )")
#: A PDF may begin after so many bytes of something else.
_LEAD = 1024


def _office(folder: str) -> Callable[[Head], bool]:
    return lambda head: _CONTENT_TYPES in head.members and any(name.startswith(folder) for name in head.members)


READERS = {
    Format.PDF: Reader(
        "PDF",
        "pages with text, as papers and agencies send them; not scans",
        "ferry-strike.pdf",
        "binary",
        lambda head: b"%PDF-" in head.data[:_LEAD],
        "documents.pdf:read_pdf",
    ),
    Format.RTF: Reader(
        "RTF",
        "a text, or the articles of a Nexis or Factiva export",
        "Factiva-20240305-1130.rtf",
        "binary",
        lambda head: head.data.lstrip().startswith(b"{\\rtf"),
        "documents.reader:read_rtf",
    ),
    Format.DOCX: Reader(
        "DOCX",
        "a text of Word, or the articles of a Nexis Uni or Lexis+ export",
        "Files (100).DOCX",
        "package",
        _office("word/"),
        "documents.reader:read_docx",
    ),
    Format.ODT: Reader(
        "ODT",
        "a text of LibreOffice",
        "ferry-strike.odt",
        "package",
        lambda head: {"mimetype", "content.xml"} <= head.members,
        "documents.reader:read_odt",
    ),
    Format.EPUB: Reader(
        "EPUB",
        "a book, or the articles of an issue",
        "harbour-times-2024-03-05.epub",
        "package",
        lambda head: "META-INF/container.xml" in head.members and "mimetype" in head.members,
        "documents.reader:read_epub",
    ),
    Format.XLSX: Reader(
        "XLSX",
        "sheets with a header; an article a row",
        "results.xlsx",
        "package",
        _office("xl/"),
        "documents.sheets:read_xlsx",
    ),
    Format.MBOX: Reader(
        "Mailbox",
        "many mails in one file: Gmail's Takeout, Thunderbird, Apple Mail",
        "Newsletters.mbox",
        "text",
        lambda head: mbox.is_mbox(head.text),
        "readers.mails:read_mbox",
    ),
    Format.EMLX: Reader(
        "Apple mail",
        "single mails as Apple Mail keeps them",
        "1234.emlx",
        "text",
        lambda head: head.ending == "emlx" and _APPLE.match(head.text) is not None,
        "readers.mails:read_apple_mail",
    ),
}
