"""Turns a text into paragraphs, and joins lines that were wrapped at a margin. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Lines are taken as wrapped at a margin when of the longer ones hardly any passes so many characters.
_MARGIN = 100
#: So large a share of the lines keeps within the margin of a wrapped text; tables and addresses may stick out.
_WITHIN = 0.97
#: Capitals before wide space: a field code, which the space tells from a word.
_CODE = re.compile(r"\s*([A-Z]{2,3})(?:\t|[ \xa0]{2,})\s*(?=\S)")
#: A wrapped text has paragraphs of several lines: so many lines that come within a long word of the margin.
_FULL_LINES, _FULL = 0.25, 12


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of an export.

    text   without white space at its ends; a break that its writer meant is a newline inside
    gap    whether empty lines (or the markup's own space) stand before it
    field  what the markup says it is, a key of families' fields; "" where the markup says nothing
    opens  whether the markup begins an article here
    """

    text: str
    gap: bool = False
    field: str = ""
    opens: bool = False


def of_text(text: str) -> list[Line]:
    """The lines of a plain text.

    >>> [line.text for line in of_text("HEAD\\n\\nfirst\\nsecond")]
    ['HEAD', 'first', 'second']
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").lstrip("\ufeff").split("\n")
    margin = _margin(rows)
    out: list[Line] = []
    for gap, block in _blocks(rows):
        if margin is None:
            out += [Line(row, gap and not i) for i, row in enumerate(block)]
        else:
            out.append(Line("\n".join(_unwrapped(block, margin)), gap))
    return out


def of_paragraphs(paragraphs: Sequence[str]) -> list[Line]:
    """The paragraphs of a document; empty ones are gaps."""
    out: list[Line] = []
    gap = True
    for paragraph in paragraphs:
        text = "\n".join(" ".join(row.split()) for row in paragraph.split("\n") if row.strip())
        if text:
            out.append(Line(text, gap))
        gap = not text
    return out


def _blocks(rows: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of rows without an empty one between, each with whether an empty row stands before it.

    A row set far in (a centred mark between articles) is a block of its own.
    """
    block: list[str] = []
    gap = True
    for row in rows:
        bare = " ".join(_CODE.sub(r"\1\t", row).split(" ")).strip() if _CODE.match(row) else " ".join(row.split())
        if not bare.strip():
            if block:
                yield gap, block
                block = []
            gap = True
        else:
            block.append(bare)
    if block:
        yield gap, block


def _margin(rows: Sequence[str]) -> int | None:
    """The width at which a text was wrapped, or None when its lines are paragraphs."""
    lengths = sorted(len(row.rstrip()) for row in rows if len(row.strip()) > 40)
    if len(lengths) < 4:
        return None
    width = lengths[int((len(lengths) - 1) * _WITHIN)]
    full = sum(width - _FULL <= n <= width for n in lengths)
    return width if width <= _MARGIN and full >= _FULL_LINES * len(lengths) else None


def _unwrapped(block: Sequence[str], margin: int) -> list[str]:
    """The rows of a block with those joined that end only because the next word would have passed the margin."""
    out: list[list[str]] = [[block[0]]]
    last = block[0]
    for row in block[1:]:
        if len(last) + 1 + len(row.split(" ", 1)[0]) > margin - 2:
            out[-1].append(row)
        else:
            out.append([row])
        last = row
    return [" ".join(rows) for rows in out]
