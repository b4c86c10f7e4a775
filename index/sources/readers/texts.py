"""Reads plain text and Markdown, a file an item; Markdown's front matter states writer, day and headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.core.article import Given
from morgue.index.sources import press, records
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.location import Found, Place

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.{0,20000}?\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w-]*)[ \t]*[:=][ \t]*(.*)\Z")


def read_text(stream: Buffered, place: Place) -> Iterator[Found]:
    """The whole file as one text, or the articles of an export that is one."""
    data = whole(stream)
    if press.looks_labelled(data):
        found = press.read_text(charsets.decode(data).text, place)
        if found is not None:
            yield from found
            return
    yield place.item("text", "text", data)


def read_markdown(stream: Buffered, place: Place) -> Iterator[Found]:
    """The whole file as one text, what its front matter states taken off and given beside it."""
    data = whole(stream)
    text = charsets.decode(data).text.replace("\r\n", "\n")
    m = _FRONT.match(text) or _TOML.match(text)
    stated = front_matter(m.group(1)) if m else {}
    given = records.given(stated) if stated else Given()
    body = text[m.end() :] if m else text
    if body.strip():
        yield place.item("markdown", "text", body, source=data, given=given)
    elif given.title is not None:
        yield place.item("markdown", "none", body, source=data, given=given, notes=("title only",))
    else:
        yield place.reject("no text", format="markdown")


def front_matter(block: str) -> dict[str, object]:
    """The simple pairs of a YAML or TOML front matter: texts, and lists written in brackets or as dashes."""
    stated: dict[str, object] = {}
    key = ""
    for line in block.split("\n"):
        dash = re.match(r"[ \t]*-[ \t]+(.*)", line)
        if dash and key:
            listed = stated.get(key)
            stated[key] = [*(listed if isinstance(listed, list) else []), _bare(dash.group(1))]
            continue
        m = _PAIR.match(line)
        if m is None:
            continue
        key, value = m.group(1).lower(), m.group(2).strip()
        if value.startswith("[") and value.endswith("]"):
            stated[key] = [_bare(part) for part in value[1:-1].split(",") if part.strip()]
        else:
            stated[key] = _bare(value)
    return stated


def _bare(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return re.sub(r"\s+#.*\Z", "", value)
