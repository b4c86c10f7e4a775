"""Shows a recogniser a source: its first bytes, its name, and what these tell at a glance. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from morgue.index.sources.decoding import charsets

_LEAD_IN = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_MAIL_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)


@dataclass(frozen=True)
class Head:
    """The beginning of one source.

    data     its first bytes, already decompressed
    name     its file name, without the endings of compressions
    members  of a zip: the names in its table of contents; of a folder: the names in it; else empty
    """

    data: bytes
    name: str
    members: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def ending(self) -> str:
        """The last ending of the name, in lower case, without its dot."""
        return ending(self.name)

    @cached_property
    def decoded(self) -> bytes | None:
        """The data as UTF-8 without a byte order mark; None for what is no text."""
        return as_utf8(self.data)

    @property
    def text(self) -> bytes:
        """The data as UTF-8 without a byte order mark; empty for what is no text."""
        return self.decoded or b""

    @cached_property
    def start(self) -> bytes:
        """The text from its first character that is no white space."""
        return self.text.lstrip()

    @cached_property
    def lead_in(self) -> bytes:
        """Declarations, comments and white space before the first tag."""
        at = 0
        while m := _LEAD_IN.match(self.text, at):
            at = m.end()
        return self.text[:at]

    @cached_property
    def markup(self) -> bytes:
        """The text after the lead-in."""
        return self.text[len(self.lead_in) :]

    @cached_property
    def root(self) -> bytes:
        """The name of the first tag, in lower case, without its namespace; nothing where there is none."""
        m = _ROOT.match(self.markup)
        return m.group(2).lower() if m else b""

    @cached_property
    def headers(self) -> dict[bytes, bytes]:
        """Lines `Name: value` at the very beginning, names in lower case; of several with one name the last."""
        block = _MAIL_HEADER.match(self.text.replace(b"\r\n", b"\n"))
        lines = re.sub(rb"\n[ \t]+", b" ", block.group()).splitlines() if block else []
        pairs = (line.partition(b":") for line in lines)
        return {name.lower(): value.strip() for name, _, value in pairs}


def ending(name: str) -> str:
    """The last ending of a file name, in lower case, without its dot."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[-1].lower() if "." in base else ""


def as_utf8(head: bytes) -> bytes | None:
    """The bytes with any UTF-16 or UTF-32 turned into UTF-8 and the byte order mark off; None for what is no text."""
    wide = charsets.wide(head)
    if wide is not None:
        unit = 4 if "32" in wide else 2
        return head[: len(head) // unit * unit].decode(wide, "ignore").lstrip("\ufeff").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    # Control characters that no text has: a few may be strays, one in fifty are not. (ESC is in ISO-2022 text.)
    odd = len(head.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\b\x0b\x0e\x0f\x1a\x1b"))
    return None if odd * 50 > len(head) else head
