"""Writes documents as JSON, CSV and plain text, safe to print and to open in a spreadsheet. Pure.

Whatever the form, a control or bidirectional character never goes out raw: JSON escapes it (no meaning is lost), the
other forms show it as `morgue.render.sanitize` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from morgue.core.json import Document, Json
from morgue.render.sanitize import escaped, safe

# A spreadsheet runs cells that begin so; the wide forms are read as their narrow ones in some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def encode(document: Document) -> bytes:
    """One JSON document without a line break."""
    import orjson

    try:
        block = orjson.dumps(document)
    except TypeError:
        import json

        # A lone surrogate (a file name that is no UTF-8) is not UTF-8 either: it goes out as an escape.
        return json.dumps(document, separators=(",", ":")).encode()
    if block.isascii() and b"\x7f" not in block:
        return block
    return escaped(block.decode(), _escape).encode()


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def value_of(document: Document, name: str) -> Json:
    """A field of a document; `story.role` looks inside."""
    value: Json = document
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def cell(value: Json) -> str:
    """A value as one text: lists with semicolons, an object by its id or text, nothing for null.

    A list in a list is a range (`3`, `7–9`), an object without id and text a change (`1.2 → 2.1`).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_range(item) if isinstance(item, list) else cell(item) for item in value)
    if isinstance(value, dict):
        named = value.get("id", value.get("text"))
        return cell(named) if named is not None else " → ".join(map(cell, value.values()))
    return str(value)


def _range(ends: list[Json]) -> str:
    return "–".join(dict.fromkeys(map(cell, ends)))


def csv_rows(documents: Iterable[Document], fields: Sequence[str]) -> Iterator[str]:
    """CSV lines without their ends, a heading first; safe to open in a spreadsheet."""
    yield _csv_row(list(fields))
    for document in documents:
        yield _csv_row([_csv_cell(value_of(document, name)) for name in fields])


def _csv_cell(value: Json) -> str:
    text = safe(cell(value))
    plain = isinstance(value, int | float)
    return f"'{text}" if not plain and text.lstrip(" ").startswith(_FORMULA) else text


def _csv_row(cells: list[str]) -> str:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # it quotes the breaks it knows as its own
    return out.getvalue().removesuffix("\r\n")


def plain(text: str) -> str:
    """A text of our own making that holds text of others: safe, its line breaks (CR LF too) kept."""
    return "\r\n".join(map(safe, text.split("\r\n")))
