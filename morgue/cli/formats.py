"""Writes answers for programs: JSON, JSON Lines, CSV, a template, chosen fields. Pure: values in, text out.

Whatever the form, a control or bidirectional character never goes out raw: JSON escapes it (no meaning is lost), the
other forms show it as `morgue.render.sanitize` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal

from morgue.core.dataclass import dataclass
from morgue.core.errors import MorgueError
from morgue.core.json import Document
from morgue.core.patterns import compiled
from morgue.render.records import cell, csv_rows, encode, plain, value_of
from morgue.render.sanitize import safe_line

__all__ = [
    "Form", "FormError", "Kind", "cell", "check_fields", "choose", "csv_rows", "encode", "field_rows", "narrowed",
    "plain", "slots", "template_rows", "value_of",
]  # fmt: skip

Kind = Literal["text", "json", "jsonl", "csv", "template", "fields"]

_SLOT = compiled(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_ESCAPES = {r"\t": "\t", r"\n": "\n", r"\0": "\0", r"\\": "\\"}
_ESCAPE = compiled(r"\\[tn0\\]")


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


def check_fields(names: Iterable[str], known: Sequence[str]) -> None:
    """FormError for a field that these rows do not have; for `help` it lists all, whatever name is near."""
    for name in names:
        if name not in known:
            from difflib import get_close_matches

            near = [] if name == "help" else get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise FormError(f'no field "{name}" here', hint)


def narrowed(document: Document, fields: Sequence[str]) -> Document:
    """Only these fields, in this order (all when none are named), the schema number staying in front."""
    if not fields:
        return document
    chosen: Document = {"schema": document["schema"]} if "schema" in document else {}
    return {**chosen, **{name: value_of(document, name) for name in fields}}


def field_rows(documents: Iterable[Document], fields: Sequence[str]) -> Iterator[str]:
    """The fields of each row with tabs between."""
    for document in documents:
        yield "\t".join(safe_line(cell(value_of(document, name))) for name in fields)


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
        yield _SLOT.sub(partial(_filled, document), shape)


def _filled(document: Document, match: re.Match[str]) -> str:
    if match.group(1) is None:
        return match.group()[0]
    return safe_line(cell(value_of(document, match.group(1).strip())))
