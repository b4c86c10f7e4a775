"""Reads XLSX: an article a row, from each sheet whose header names a text or a title."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from morgue.index.sources import records
from morgue.index.sources.documents.packages import Parts
from morgue.index.sources.fields.synonyms import TEXTUAL, norm
from morgue.index.sources.limits import SHEET_BLANKS, SHEET_COLUMNS
from morgue.index.sources.location import Broken, Found, Place

if TYPE_CHECKING:
    from lxml.etree import _Element

    from morgue.index.sources.readers.archives import Package

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ROWS = (f"{_MAIN}row", f"{_STRICT}row")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z", re.I)
_NUMBER = re.compile(r"(\d+)")
#: A number of a row, a text or a style; `isdigit` would take a superscript, and `int` takes 4,300 digits at most.
_WHOLE = re.compile(r"[0-9]{1,18}\Z")
#: A header stands among so many rows; cover lines may come before it.
_HEADER_ROWS = 30
#: Number formats of Excel's own that show a day.
_DAYS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DAY_CODE = re.compile(r"[dy]|mm", re.I)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(package: Package, place: Place) -> Iterator[Found]:
    """The rows of all sheets that have a header; rejects the whole when none has."""
    parts = Parts(package)
    book = _Book(parts)
    seen: list[str] = []
    any_found = False
    for name in sorted(filter(_SHEET.match, parts.names), key=_natural):
        for found in _sheet(book.rows(name), place, _sheet_name(name), seen):
            any_found = True
            yield found
    if not any_found:
        told = f"the columns are: {', '.join(dict.fromkeys(seen))[:300]} (name the one of the text: --map body=COLUMN)"
        yield place.reject("no text column", told, format="xlsx")


def _names_a_text(header: list[str], place: Place) -> bool:
    """Whether a row names two columns or more, one of them that of the text."""
    wanted = TEXTUAL | {norm(name) for _, name in place.columns}
    return sum(map(bool, header)) > 1 and not wanted.isdisjoint(map(norm, header))


def first_sheet(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of the rows of a workbook's first sheet; Broken when it is none."""
    from morgue.index.sources.decoding.streams import Meter
    from morgue.index.sources.readers.archives import Package
    from morgue.index.sources.registry.descend import Descend
    from morgue.index.sources.registry.ledger import Ledger

    with Package(file, Descend(lambda raw, place: iter(()), Meter(None), Ledger())) as package:
        parts = Parts(package)
        names = sorted(filter(_SHEET.match, parts.names), key=_natural)
        if names:
            yield from _Book(parts).rows(names[0])


def _sheet(rows: Iterator[tuple[int, list[str]]], place: Place, sheet: str, seen: list[str]) -> Iterator[Found]:
    names: list[str] = []
    for number, cells in rows:
        if not names:
            header = [cell.strip() for cell in cells]
            if _names_a_text(header, place):
                names = header
            elif number > _HEADER_ROWS:
                return
            else:
                seen += [] if seen else [cell for cell in header if cell][:12]
            continue
        if any(cell.strip() for cell in cells):
            stated = {name: cell for name, cell in zip(names, cells, strict=False) if name}
            source = "\t".join(cells).encode("utf-8", "replace")
            yield records.item(stated, source, place, f"{sheet} row {number}", None, "xlsx")


def _natural(name: str) -> list[int | str]:
    return [int(part[:300]) if part.isdigit() else part for part in _NUMBER.split(name)]


def _sheet_name(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".xml")


class _Book:
    """What the sheets of a workbook share: its texts, and which styles show days."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._blanks = SHEET_BLANKS
        self._texts = [_text(si) for si in _elements(parts, "xl/sharedStrings.xml", ("{*}si",), recover=True)]
        self._days = self._day_styles()
        book = parts.xml("xl/workbook.xml")
        settings = book.find("{*}workbookPr") if book is not None else None
        later = settings is not None and settings.get("date1904") in ("1", "true")
        self._epoch = datetime(1904, 1, 1) if later else datetime(1899, 12, 30)

    def rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row that has any."""
        number, cells = 0, list[str]()
        for element in _elements(self._parts, name, (*_ROWS, "{*}c"), recover=False):
            if element.tag not in _ROWS:
                self._place(element, cells)
                continue
            stated = element.get("r") or ""
            number = int(stated) if _WHOLE.match(stated) else number + 1
            yield number, cells
            cells = []

    def _place(self, cell: _Element, cells: list[str]) -> None:
        """Puts a cell behind those that its row has so far, and blanks between."""
        at = _column(cell.get("r") or "", len(cells))
        if at >= SHEET_COLUMNS:
            return
        self._blanks -= max(0, at - len(cells))
        if self._blanks < 0:
            raise Broken("too large", f"more than {SHEET_BLANKS:,} blank cells")
        cells += [""] * (at - len(cells))
        cells.append(self._value(cell))

    def _value(self, cell: _Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _text(cell)
        stated = cell.findtext("{*}v") or ""
        if kind == "s":
            return self._texts[int(stated)] if _WHOLE.match(stated) and int(stated) < len(self._texts) else ""
        if kind == "e":
            return ""
        return self._day(stated) if kind == "n" and cell.get("s") in self._days else stated

    def _day(self, stated: str) -> str:
        try:
            moment = self._epoch + timedelta(days=float(stated))
        except (ValueError, OverflowError):
            return stated
        whole = moment.hour == moment.minute == 0
        return moment.date().isoformat() if whole else moment.replace(microsecond=0).isoformat()

    def _day_styles(self) -> frozenset[str]:
        root = self._parts.xml("xl/styles.xml")
        if root is None:
            return frozenset()
        own = {f.get("numFmtId"): _QUOTED.sub("", f.get("formatCode") or "") for f in root.iter("{*}numFmt")}
        formats = root.find("{*}cellXfs")
        found = []
        for number, style in enumerate(formats if formats is not None else ()):
            stated = style.get("numFmtId") or "0"
            if (_WHOLE.match(stated) and int(stated) in _DAYS) or _DAY_CODE.search(own.get(stated, "")):
                found.append(str(number))
        return frozenset(found)


def _elements(parts: Parts, name: str, tags: tuple[str, ...], recover: bool) -> Iterator[_Element]:
    """The elements of a part one after another, of which only one is held; Broken where it is no XML.

    A tree of a hundred megabytes of short ones takes gigabytes.
    """
    from lxml import etree

    data = parts.read(name)
    if data is None:
        return
    events = etree.iterparse(
        io.BytesIO(data),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            yield element
            element.clear()
            above = element.getparent()
            while above is not None and element.getprevious() is not None:
                del above[0]
    except etree.XMLSyntaxError as e:
        raise Broken("unreadable", f"{name}: {e}"[:300]) from None


def _text(element: _Element) -> str:
    """The runs of a text, without how it is pronounced."""
    return "".join(t.text or "" for t in element.iter("{*}t") if next(t.iterancestors("{*}rPh"), None) is None)


def _column(reference: str, otherwise: int) -> int:
    """`C7` is 2."""
    at = 0
    for letter in reference:
        if not letter.isalpha():
            break
        at = at * 26 + ord(letter.upper()) - 64
    return at - 1 if at else otherwise
