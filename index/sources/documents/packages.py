"""Gives the parts of a document that is a zip (DOCX, ODT, EPUB, XLSX) by name, within a budget, without entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.index.sources.limits import PART_BYTES, PARTS_BYTES
from morgue.index.sources.location import Broken

if TYPE_CHECKING:
    from lxml.etree import _Element

    from morgue.index.sources.readers.archives import Package


class Parts:
    """A document's parts, each by its name, all that are read within a budget of bytes; Broken beyond it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = PARTS_BYTES
        self.names = package.names

    def read(self, name: str) -> bytes | None:
        """A part's bytes; None when there is none of that name."""
        data = self._package.read(name, min(PART_BYTES, self._left))
        self._left -= len(data or b"")
        return data

    def xml(self, name: str) -> _Element | None:
        """The root of a part; None when there is none of that name; Broken("unreadable") when it is no XML."""
        data = self.read(name)
        return None if data is None else parsed(data, name)


def parsed(data: bytes, name: str = "") -> _Element:
    """The root of an XML document, no entity resolved, nothing loaded; Broken("unreadable") when it is none."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise Broken("unreadable", f"{name}: {e}"[:300]) from None
    if root is None:
        raise Broken("unreadable", f"{name}: no XML")
    return root
