"""How an answer is written for programs: JSON, JSON Lines, CSV, a template, chosen fields. Pure: values in, text out.

Whatever the form, a control or bidirectional character never goes out raw: JSON escapes it (no meaning is lost), the
other forms show it as `morgue.render.sanitize` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from morgue.core.errors import MorgueError
from morgue.core.json import Document, Json
from morgue.render.sanitize import escaped, safe, safe_line

Kind = Literal["text", "json", "jsonl", "csv", "template", "fields"]

# A spreadsheet runs cells that begin so; the wide forms are read as their narrow ones in some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SLOT = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_ESCAPES = {r"\t": "\t", r"\n": "\n", r"\0": "\0", r"\\": "\\"}
_ESCAPE = re.compile(r"\\[tn0\\]")


class FormError(MorgueError):
    """The options for the form of the answer contradict each other or name a field that is not there."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the options chose.

    template  for kind "template": text with {field} slots
    fields    the fields to print, in order; empty for the usual ones
    end       what follows each record of a template or of fields: a newline, or NUL for -0
    """

    kind: Kind = "text"
    template: str = ""
    fields: tuple[str, ...] = ()
    end: str = "\n"


def choose(
    *,
    json: bool = False,
    jsonl: bool = False,
    csv: bool = False,
    template: str | None = None,
    fields: str | None = None,
    nul: bool = False,
) -> Form:
    """The form that the options ask for; FormError when they name two."""
    said: dict[Kind, bool] = {"json": json, "jsonl": jsonl, "csv": csv, "template": template is not None}
    asked = [kind for kind, wanted in said.items() if wanted]
    if len(asked) > 1:
        raise FormError(f"--{asked[0]} and --{asked[1]} cannot both be had".replace("template", "format"), "choose one")
    names = tuple(name.strip() for name in (fields or "").split(",") if name.strip())
    if fields is not None and not names:
        raise FormError("--fields names no field", "--fields date,outlet,title")
    if template is not None and names:
        raise FormError("--format and --fields cannot both be had", "name the fields in the template: '{date} {title}'")
    end = "\0" if nul else "\n"
    if nul and asked and asked[0] != "template":
        raise FormError(f"-0 does not go with --{asked[0]}", "it ends the records of --format and --fields")
    if asked:
        return Form(asked[0], template or "", names, end)
    if names or nul:
        return Form("fields", "", names or ("id",), end)
    return Form()


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


def check_fields(names: Iterable[str], known: Sequence[str]) -> None:
    """FormError for a field that these rows do not have."""
    for name in names:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise FormError(f'no field "{name}" here', hint)


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


def narrowed(document: Document, fields: Sequence[str]) -> Document:
    """Only these fields, in this order (all when none are named), the schema number staying in front."""
    if not fields:
        return document
    chosen: Document = {"schema": document["schema"]} if "schema" in document else {}
    return {**chosen, **{name: value_of(document, name) for name in fields}}


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


def field_rows(documents: Iterable[Document], fields: Sequence[str]) -> Iterator[str]:
    """The fields of each row with tabs between."""
    for document in documents:
        yield "\t".join(safe_line(cell(value_of(document, name))) for name in fields)


def plain(text: str) -> str:
    """A text of our own making that holds text of others: safe, its line breaks (CR LF too) kept."""
    return "\r\n".join(map(safe, text.split("\r\n")))


def slots(template: str) -> tuple[str, ...]:
    """The fields that a template names; FormError for a brace that does not belong."""
    names = []
    for match in _SLOT.finditer(template):
        if match.group() in "{}":
            raise FormError(f'a lone "{match.group()}" in --format', "write {{ or }} for a brace, {title} for a field")
        if match.group(1) is not None:
            names.append(match.group(1).strip())
    return tuple(names)


def template_rows(documents: Iterable[Document], template: str) -> Iterator[str]:
    """The template filled in for each row; \\t, \\n and \\0 in it are a tab, a newline and NUL."""
    shape = _ESCAPE.sub(lambda match: _ESCAPES[match.group()], template)
    for document in documents:
        yield _SLOT.sub(lambda match, row=document: _filled(match, row), shape)  # type: ignore[misc]  # bound at once


def _filled(match: re.Match[str], document: Document) -> str:
    if match.group(1) is None:
        return match.group()[0]
    return safe_line(cell(value_of(document, match.group(1).strip())))
