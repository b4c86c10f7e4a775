"""Reads the paragraphs and the metadata of a DOCX, with the bookmarks at which exports begin an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from morgue.index.sources.documents.meta import Meta
from morgue.index.sources.documents.packages import Parts
from morgue.index.sources.location import Broken
from morgue.index.sources.press.lines import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATION = "officeDocument"
#: Bookmarks that press databases set at the beginning of each document.
_BOOKMARK = re.compile(r"Bookmark_\d+\Z|DOC_ID_\d|doc_\d+\Z", re.I)


def lines(package: Parts) -> tuple[list[Line], str]:
    """The paragraphs of the document's body, and the first that is set as title or heading (or "").

    Text that was deleted under review is left out, inserted text kept.
    """
    root = package.xml(_main(package))
    if root is None:
        raise Broken("unreadable", "a DOCX without its document")
    w = _STRICT if str(root.tag).startswith(_STRICT) else _W
    boxed = {p for tag in (f"{w}txbxContent", _FALLBACK) for box in root.iter(tag) for p in box.iter(f"{w}p")}
    pen = _Pen(w)
    for node in root.iter(*(f"{w}{name}" for name in _WANTED)):
        name = str(node.tag)[len(w) :]
        if name == "p":
            pen.paragraph(None if boxed and node in boxed else node)
        elif name == "t":
            pen.text.append(node.text or "")
        elif name == "bookmarkStart":
            pen.opens |= _BOOKMARK.match(node.get(f"{w}name") or "") is not None
        else:
            pen.text.append(_SIGNS[name])
    pen.paragraph(None)
    return pen.lines, pen.heading


_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_WANTED = ("p", "t", "bookmarkStart", *_SIGNS)


class _Pen:
    """Gathers the text of a paragraph until the next begins."""

    def __init__(self, w: str) -> None:
        self.lines: list[Line] = []
        self.text: list[str] = []
        self.heading = ""
        self.opens = False
        self._w = w
        self._gap = True
        self._open: _Element | None = None

    def paragraph(self, begun: _Element | None) -> None:
        """Ends the paragraph that is open; None begins one that is no part of the text."""
        if self._open is not None:
            self._write("".join(self.text), self._open)
        self.text.clear()
        self._open = begun

    def _write(self, text: str, paragraph: _Element) -> None:
        rows = [row for part in text.split("\n") if (row := " ".join(part.split()))] if text else []
        if not rows:
            self._gap = True
            return
        self.lines.append(Line("\n".join(rows), self._gap, opens=self.opens))
        if not self.heading and len(self.lines) <= _HEADING_LINES and _styled(paragraph, self._w):
            self.heading = " ".join(rows)
        self._gap = self.opens = False


#: A headline stands among so many paragraphs from the start.
_HEADING_LINES = 4
_HEADING = re.compile(r"(?:title|titel|titre|título|titolo|heading ?1|(?:b|üb|ub)erschrift1|titre1|ttulo1|kop1)\Z")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _styled(paragraph: _Element, w: str) -> bool:
    """Whether a paragraph is set as title or heading."""
    style = paragraph.find(f"{w}pPr/{w}pStyle")
    return style is not None and _HEADING.match((style.get(f"{w}val") or "").lower()) is not None


def _main(package: Parts) -> str:
    """The name of the part that holds the text, from the package's own relations."""
    if "word/document.xml" in package.names:
        return "word/document.xml"
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith(_RELATION):
            return str(relation.get("Target", "")).lstrip("/")
    return ""


def meta(package: Parts) -> Meta:
    """What the document says of itself."""
    core = package.xml("docProps/core.xml")
    return Meta() if core is None else Meta.of_dublin_core(core)
