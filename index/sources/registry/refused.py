"""Recognises sources that hold no article, by their first bytes or their name, and says why. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from morgue.index.sources.registry.head import Head


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing in a source can be an article: a reason to be counted, and a detail for people."""

    reason: str
    detail: str = ""


#: Beginnings of files that hold no text of articles, with what they are.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM\x36", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\0\0\0\x18ftyp", "a film"),
    (b"\0\0\0\x20ftyp", "a film"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "a database of no feed reader that is known"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an office document"),
    (b"{\\rtf", "an office document"),
    (b"%!PS", "a PostScript document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"OTTO", "a font"),
    (b"\0\0\1\0", "an icon"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x9d", "a .Z archive"),
    (b"\x04\x22\x4d\x18", "an LZ4 archive"),
    (b"\x80\x04\x95", "a Python pickle"),
)

#: Endings of texts that are parts of a saved page or of a program, never an article.
_NOT_ARTICLES = frozenset(
    "css js mjs cjs ts map svg ico woff woff2 ttf otf eot py c h java rb go"
    " rs sh bat ini cfg toml yaml yml lock log".split()
)

_BIBTEX = "BibTeX"
#: A line of EndNote's tagged form, and what may stand before the next: further lines of its value, blank ones.
_TAGGED, _MORE = r"%(?:[A-Z]|[0-9@!>&*$~#^+()\[\]<](?= )) ?[ \t]\S[^\n]{0,4000}\n", r"(?:(?!%)[^\n]{0,4000}\n){0,40}?"
#: Beginnings of texts that are lists for programs, with what they are and what to do.
_LISTS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (rb"(?:%[^\n]*\n|\s)*@(?:comment|string|preamble|[a-z]{4,20})\s*\{[^{}=\n]{0,200}[,{]\s*[\w-]+\s*=", _BIBTEX),
        # values may go on in further lines, and refer(1) has no line of the type
        (rf"(?-i:{_TAGGED}(?:{_MORE}{_TAGGED}){{2}})".encode(), "EndNote's tagged records"),
        (rb"Reference Type: +\S[^\n]*\n(?:[A-Z][\w .-]{2,30}: [^\n]*\n\s*){2}", "EndNote's records"),
        (rb"(?-i:RT [A-Z][^\n]{2,40}\n(?:[A-Z][A-Z0-9] [^\n]*\n\s*){2})", "records of RefWorks"),
        (rb"(?:FN [^\n]{1,200}\n)?(?:VR 1\.0\s*\n)PT [A-Z]\s*\n|PT [A-Z]\r?\nA[UF] ", "records of the Web of Science"),
        (rb"PMID- ?\d+\s*\n[A-Z]{2,4} *- ", "records of MEDLINE"),
    )
)
#: Bookmarks as browsers and read-later programs write them: links with the moment of saving, no texts.
_BOOKMARKS = re.compile(
    rb"<!DOCTYPE NETSCAPE-Bookmark-file|<!DOCTYPE html>\s*<html>.{0,900}?<li>\s*<a [^<>]{0,2000}\btime_added=\"?\d",
    re.IGNORECASE | re.DOTALL,
)
#: The index beside captures: an address turned about, a moment of fourteen digits, then JSON or columns.
_CDX = re.compile(rb"(?: CDX(?: [A-Za-z]){3,}|!meta \{[^\n]*|[^\s{}]+\)\S* \d{14} [{\S][^\n]*)\r?\n")

#: Members that office documents and e-books have, by which a zip is known as one.
_OFFICE = frozenset(("mimetype", "[Content_Types].xml"))


def before_text(head: Head) -> Refused | None:
    """What no reader of binary formats knew and what is no text either."""
    if head.data.startswith(b"PK\x05\x06"):
        return Refused("empty file", "an archive without members")
    if not head.data.strip(b"\0"):
        return Refused("binary", "only NUL bytes")
    for magic, what in _FOREIGN:
        if head.data.startswith(magic):
            return Refused("not a text", what)
    if head.ending in _NOT_ARTICLES:
        return Refused("not a text", f".{head.ending} file")
    if head.decoded is None:
        return Refused("binary")
    return _list(head) if head.start else Refused("no text", "only white space")


def _list(head: Head) -> Refused | None:
    """Records of references that no reader takes apart, and indexes of captures."""
    if _CDX.match(head.text):
        return Refused("not a text", "an index of captures; the pages are in the WARC files beside it")
    if _BOOKMARKS.match(head.start):
        return Refused("not a text", "a list of bookmarks, which are addresses and no texts; save the pages themselves")
    for pattern, what in _LISTS:
        if pattern.match(head.start) or (what == _BIBTEX and head.ending == "bib"):
            return Refused("not a text", f"{what}, from a reference manager; export them as RIS")
    return None


def strange_markup(head: Head) -> Refused | None:
    """XML that no reader knew."""
    if not head.root and head.markup[:9].upper() == b"<!DOCTYPE":
        return Refused("not a text", "XML whose document type does not end")
    if head.root == b"svg":
        return Refused("not a text", "an image")
    if head.root == b"opml":
        return Refused("not a text", "a list of feeds, which are addresses and no texts; save the feeds themselves")
    if head.root == b"tei.2":
        return Refused("not a text", "TEI P4, which is not read; save it as P5")
    if head.root and head.start.startswith(b"<?xml"):
        return Refused(
            "not a text", f"XML of an unknown kind, its first tag is <{head.root.decode('ascii', 'replace')[:40]}>"
        )
    return None


def office(members: frozenset[str]) -> Refused | None:
    """A zip that is a document."""
    return None if _OFFICE.isdisjoint(members) else Refused("not a text", "an office document or e-book")
