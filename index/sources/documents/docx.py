"""DOCX: its paragraphs in their order, with the bookmarks at which exports begin an article, and who wrote it when."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def lines(package: Parts) -> list[Line]:
    """The paragraphs of the document's body. Text that was deleted under review is left out, inserted text kept."""
    root = package.xml(_main(package))
    if root is None:
        raise Broken("unreadable", "a DOCX without its document")
    w = _STRICT if root.tag.startswith(_STRICT) else _W
    out: list[Line] = []
    gap, opens = True, False
    for paragraph in root.iter(f"{w}p"):
        if next(paragraph.iterancestors(f"{w}txbxContent", _FALLBACK), None) is not None:
            continue
        text, marked = _text(paragraph, w)
        opens |= marked
        rows = [row for row in (" ".join(part.split()) for part in text.split("\n")) if row]
        if not rows:
            gap = True
            continue
        out.append(Line("\n".join(rows), gap, opens=False) if not opens else Line("\n".join(rows), gap, opens=True))
        gap = opens = False
    return out


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _main(package: Parts) -> str:
    """The name of the part that holds the text, from the package's own relations."""
    if "word/document.xml" in package.names:
        return "word/document.xml"
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith(_RELATION):
            return str(relation.get("Target", "")).lstrip("/")
    return ""


def _text(paragraph: _Element, w: str) -> tuple[str, bool]:
    """The text of a paragraph, breaks as newlines, and whether an article begins in it."""
    parts: list[str] = []
    marked = False
    for node in paragraph.iter(f"{w}t", f"{w}br", f"{w}tab", f"{w}cr", f"{w}noBreakHyphen", f"{w}bookmarkStart"):
        tag = node.tag[len(w) :]
        if tag == "t":
            parts.append(node.text or "")
        elif tag == "bookmarkStart":
            marked |= _BOOKMARK.match(node.get(f"{w}name") or "") is not None
        else:
            parts.append({"tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n"))
    return "".join(parts), marked


def headings(package: Parts) -> Iterator[str]:
    """Texts of the paragraphs set as title or heading, first to last."""
    root = package.xml(_main(package))
    if root is None:
        return
    w = _STRICT if root.tag.startswith(_STRICT) else _W
    for style in root.iter(f"{w}pStyle"):
        name = (style.get(f"{w}val") or "").lower()
        if re.match(r"(?:title|titel|titre|título|titolo|heading ?1|berschrift1|überschrift1|titre1)\Z", name):
            paragraph = next(style.iterancestors(f"{w}p"), None)
            if paragraph is not None and (text := " ".join(_text(paragraph, w)[0].split())):
                yield text


def meta(package: Parts) -> Meta:
    """What the document says of itself."""
    core = package.xml("docProps/core.xml")
    return Meta() if core is None else Meta.of_dublin_core(core)
