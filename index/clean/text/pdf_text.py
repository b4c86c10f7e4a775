"""Reads the text of a PDF: parts columns, drops recurring heads and page numbers, joins words parted at line ends.

Runs in a worker with a time limit, since a page may be crafted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from morgue.core.article import Given, RawItem, Rejected
from morgue.index.sources.documents.meta import Meta
from morgue.index.sources.press.manyfold import several

#: Pages of one PDF that are read; what follows is noted.
PAGES = 400
#: A page with fewer words is a picture.
_WORDS = 4
#: A line at the edge of so large a share of the pages, and so many, recurs.
_RECURS, _LEAST = 0.4, 3
#: Lines at the top and at the bottom of a page that may be its head or foot.
_EDGE = 2
_HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe", "\x02")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\A\W*(?:page|seite|p\.|s\.|página|pagina|pág\.?)?\W*\d{1,4}(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,4})?\W*\Z", re.I
)
_ENDS = '.!?:…"”»’)'


@dataclass(frozen=True, slots=True)
class Row:
    """One line of print: its text, its box in points from the page's lower left, its page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int = 0

    @property
    def height(self) -> float:
        """The height of its letters in points."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF says: paragraphs, the largest print on its first page, what it states, pages read and in all."""

    paragraphs: tuple[str, ...]
    headline: str
    meta: Meta
    read: int
    pages: int


def read_pdf(item: RawItem) -> Printed | Rejected:
    """The text of a PDF; a rejection for one that is locked, damaged, or a scan without text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(item.data)
    except pypdfium2.PdfiumError as e:
        locked = "password" in str(e).lower()
        return _reject(item, "encrypted" if locked else "unreadable", "the PDF needs a password" if locked else str(e))
    try:
        count = len(document)
        pages = [list(_rows(document[number], number)) for number in range(min(count, PAGES))]
        stated = document.get_metadata_dict()
    finally:
        document.close()
    words = sum(len(row.text.split()) for page in pages for row in page)
    if not pages or words < _WORDS * min(len(pages), 3):
        return _reject(item, "no text", "its pages are pictures: a scan; make its text readable first (OCR)")
    body = _without_edges(pages)
    ordered = [row for page in body for row in reading_order(page)]
    texts = tuple(paragraphs(ordered))
    if (seen := several(texts)) is not None:
        return _reject(item, "several articles in one file", seen)
    title = _headline(body[0] if body else [])
    meta = Meta.of(title=stated.get("Title"), author=stated.get("Author"), created=stated.get("CreationDate"))
    return Printed(texts, title, meta, len(pages), count)


def given_of(item: RawItem, printed: Printed) -> RawItem:
    """The item as a plain text with what the PDF states."""
    notes = item.notes
    if printed.read < printed.pages:
        notes = (*notes, f"the first {printed.read} of {printed.pages} pages were read")
    title = printed.headline or printed.meta.title
    return replace(
        item,
        content="document",
        data="\n\n".join(printed.paragraphs).encode("utf-8", "replace"),
        charset="utf-8",
        given=Given(title=title, authors=(printed.meta.author,) if printed.meta.author else ()),
        notes=notes,
    )


def _reject(item: RawItem, reason: str, detail: str) -> Rejected:
    return Rejected(item.path, reason, item.member, item.sha256, item.format, detail[:300])


def _rows(page: Any, number: int) -> Iterator[Row]:
    """The lines of print of a page, in the order in which they were written to it."""
    text_page = page.get_textpage()
    held: Row | None = None
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        text = text_page.get_text_bounded(left, bottom, right, top)
        text = " ".join(text.replace("\r", " ").replace("\n", " ").split())
        if not text:
            continue
        row = Row(text, left, bottom, right, top, number)
        if held is not None and _same_line(held, row):
            space = "" if row.left - held.right < 0.12 * max(held.height, 1) else " "
            held = Row(
                f"{held.text}{space}{row.text}",
                held.left,
                min(held.bottom, row.bottom),
                row.right,
                max(held.top, row.top),
                number,
            )
            continue
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held
    text_page.close()


def _same_line(a: Row, b: Row) -> bool:
    overlap = min(a.top, b.top) - max(a.bottom, b.bottom)
    return overlap > 0.5 * min(a.height, b.height) and -1 <= b.left - a.right < 1.2 * max(a.height, b.height)


def _without_edges(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The pages without page numbers and without the lines that recur at their upper and lower edges."""
    edges: list[list[Row]] = []
    counted: Counter[str] = Counter()
    for page in pages:
        by_height = sorted(page, key=lambda r: -r.top)
        edge = [*_apart(by_height), *_apart(by_height[::-1])]
        edges.append(edge)
        counted.update({_shape(row) for row in edge})
    least = max(_LEAST, _RECURS * len(pages))
    out = []
    for page, edge in zip(pages, edges, strict=True):
        gone = {row for row in edge if _NUMBER.match(row.text) or counted[_shape(row)] >= least}
        out.append([row for row in page if row not in gone])
    return out


def _apart(rows: Sequence[Row]) -> Sequence[Row]:
    """The lines at the edge where the rows begin that white space sets apart from the text."""
    for at, (row, after) in enumerate(pairwise(rows[: _EDGE + 1]), 1):
        space = max(row.bottom - after.top, after.bottom - row.top)
        if space > _APART * row.height:
            return rows[:at]
    return rows if len(rows) <= _EDGE else ()


#: White space between a page's head and its text, in heights of its letters.
_APART = 0.8


def _shape(row: Row) -> str:
    return _DIGITS.sub("0", row.text.lower())


def reading_order(rows: Sequence[Row]) -> list[Row]:
    """The lines of a page as they are read: column after column, in bands that are parted by what spans the columns."""
    if len(rows) < 6:
        return sorted(rows, key=lambda r: (-round(r.top), r.left))
    gutter = _gutter(rows)
    if gutter is None:
        return sorted(rows, key=lambda r: (-round(r.top / 2), r.left))
    out: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in sorted(rows, key=lambda r: -r.top):
        if row.left < gutter < row.right:
            out += [*reading_order(left), *reading_order(right), row]
            left, right = [], []
        else:
            (left if row.right <= gutter else right).append(row)
    return [*out, *reading_order(left), *reading_order(right)]


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where white space runs down between columns that have a good part of the lines each; None for one column."""
    first, last = min(r.left for r in rows), max(r.right for r in rows)
    best: tuple[int, float] | None = None
    edges = sorted({round(r.left, 1) for r in rows if r.left > first + 0.15 * (last - first)})
    for edge in edges:
        place = edge - 0.5
        crossing = sum(r.left < place < r.right for r in rows)
        before = sum(r.right <= place for r in rows)
        after = len(rows) - before - crossing
        if min(before, after) >= 0.2 * len(rows) and crossing <= 0.25 * len(rows):
            best = min(best or (crossing, place), (crossing, place))
    return best[1] if best else None


def paragraphs(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of print as paragraphs: parted by space, indents, another size, or a short line that ends a sentence."""
    if not rows:
        return
    size = median(r.height for r in rows)
    usual = median(
        [a.bottom - b.bottom for a, b in pairwise(rows) if 0 < a.bottom - b.bottom < 4 * size] or [size * 1.2]
    )
    held = [rows[0]]
    for row in rows[1:]:
        if _parts(held, row, usual):
            yield _joined(held)
            held = []
        held.append(row)
    yield _joined(held)


def _parts(held: Sequence[Row], row: Row, usual: float) -> bool:
    last = held[-1]
    drop = last.bottom - row.bottom
    ends = last.text[-1:] in _ENDS
    if abs(last.height - row.height) > 0.25 * max(last.height, row.height):
        return not (last.text.endswith(_HYPHENS) and row.text[:1].islower())
    if drop <= 0 or row.page != last.page:  # another column or page
        return ends and not row.text[:1].islower()
    if drop > 1.45 * usual:
        return True
    left = min(r.left for r in held)
    width = max(r.right for r in held) - left
    if ends and row.left > left + 0.6 * row.height and len(held) > 1:
        return True
    return ends and last.right < left + 0.8 * max(width, 1) and len(held) > 1


def _joined(rows: Sequence[Row]) -> str:
    out = ""
    for row in rows:
        if out.endswith(_HYPHENS) and row.text[:1].islower():
            out = out[:-1] + row.text
        else:
            out = f"{out} {row.text}" if out else row.text
    return re.sub("[\ufffe\x02\u00ad]", "", out)


def _headline(rows: Sequence[Row]) -> str:
    """The largest print on the first page, where it is much larger than the text and no longer than a headline."""
    if not rows:
        return ""
    size = median(r.height for r in rows)
    largest = max(r.height for r in rows)
    if largest < 1.3 * size:
        return ""
    top = [r for r in sorted(rows, key=lambda r: (-r.top, r.left)) if r.height > 0.9 * largest]
    text = " ".join(r.text for r in top[:4])
    return text if 3 <= len(text) <= 200 and len(text.split()) > 1 else ""
