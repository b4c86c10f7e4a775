"""Reads the paragraphs and the metadata of an ODT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.index.sources.documents.meta import Meta
from morgue.index.sources.documents.packages import Parts
from morgue.index.sources.location import Broken
from morgue.index.sources.press.lines import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
#: What is in a document and not in its text.
_ASIDE = frozenset(
    [
        f"{_TEXT}note",
        f"{_TEXT}tracked-changes",
        f"{_OFFICE}annotation",
        f"{_TEXT}table-of-content",
        f"{_TEXT}sequence-decls",
    ]
)
#: Elements that stand for one character.
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
#: Spaces that one element may stand for.
_SPACES = 200


def lines(package: Parts) -> tuple[list[Line], str]:
    """The paragraphs of the document, and its first heading (or ""), without notes and changes."""
    root = package.xml("content.xml")
    body = root.find(f".//{_OFFICE}text") if root is not None else None
    if body is None:
        raise Broken("not a text", "an OpenDocument file that is no text")
    out: list[Line] = []
    heading, gap = "", True
    for paragraph in body.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if any(up.tag in _ASIDE or up.tag in (f"{_TEXT}p", f"{_TEXT}h") for up in paragraph.iterancestors()):
            continue
        rows = [r for r in (" ".join(part.split()) for part in "".join(_pieces(paragraph)).split("\n")) if r]
        if rows:
            out.append(Line("\n".join(rows), gap))
            titled = "title" in (paragraph.get(f"{_TEXT}style-name") or "").lower()
            if not heading and (paragraph.tag == f"{_TEXT}h" or titled) and len(out) <= 3:
                heading = " ".join(rows)
        gap = not rows
    return out, heading


def _pieces(element: _Element) -> list[str]:
    out = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            out.append(" " * min(_SPACES, int(count) if count.isdigit() else 1))
        elif child.tag in _SIGNS:
            out.append(_SIGNS[child.tag])
        elif child.tag not in _ASIDE:
            out += _pieces(child)
        out.append(child.tail or "")
    return out


def meta(package: Parts) -> Meta:
    """What the document says of itself."""
    root = package.xml("meta.xml")
    return Meta() if root is None else Meta.of_dublin_core(root)
