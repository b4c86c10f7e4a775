"""Declares what a press database's exports are like: where records part, and which label means which field. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from morgue.index.clean.dates.months import fold
from morgue.index.sources.press.lines import Line
from morgue.index.sources.press.names import Order

#: Headings are no longer.
_HEADING = 30

#: Fields of a record. What is read and left out of the article is "skip"; "tail" ends the body too.
FIELDS = frozenset(
    "title subtitle outlet date time authors section page edition language id url copyright lead body skip tail".split()
)


@dataclass(slots=True)
class Record:
    """An article as its export states it: values by field, the paragraphs of its body, and remarks."""

    values: dict[str, list[str]] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The values of a field as one line."""
        return " ".join(" ".join(self.values.get(name, ())).split())

    def add(self, name: str, value: str) -> None:
        """One more value of a field; nothing when it is empty."""
        if value.strip():
            self.values.setdefault(name, []).append(value.strip())


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of export.

    name     the format as provenance names it
    label    parts a line into `label` and `value`; what it gives is a label only when `fields` has it
    fields   folded label to field; the labels of all languages of the database's pages. A key that begins with "=" is
             a heading: a line of its own, whose field takes the lines after it
    head     reads the lines that have no label and stand before the body: puts values into the record, gives the
             number of lines that it took; what it leaves is body
    opens    a line that begins a record, itself no part of it (the mark between two)
    closes   a line that ends one; a group `id` in it is the document's number
    carries  whether lines without label belong to the field of the label before them
    unique   fields of which a record has one: a second begins the next record
    debris   lines inside records that are the database's own
    start    where the first record begins, in lines that may hold a cover page
    ends     whether each record must end with `closes`; one that does not was cut off
    inner    what a label must be like that stands after paragraphs of the body; None for any
    number   a pattern whose group `id` finds the document's number in the value of `id`
    foot     takes off what the database wrote below a body
    order    how it writes the names of authors
    """

    name: str
    label: re.Pattern[str]
    fields: Mapping[str, str]
    head: Callable[[Sequence[Line], Record], int]
    opens: re.Pattern[str] | None = None
    closes: re.Pattern[str] | None = None
    carries: bool = False
    unique: frozenset[str] = frozenset()
    debris: re.Pattern[str] | None = None
    start: Callable[[Sequence[Line]], int] | None = None
    ends: bool = False
    inner: re.Pattern[str] | None = None
    number: re.Pattern[str] | None = None
    foot: Callable[[Record], None] | None = None
    order: Order = "signed"

    def labelled(self, text: str) -> tuple[str, str] | None:
        """The field and the value of a line that begins with a known label."""
        m = self.label.match(text)
        if m is not None and (found := self.fields.get(key(m["label"]))):
            return found, (m["value"] or "").strip()
        if len(text) < _HEADING and (found := self.fields.get("=" + key(text))):
            return found, ""
        return None


@lru_cache(maxsize=20_000)
def key(label: str) -> str:
    """A label as it is looked up: folded, hyphens and spaces alike.

    >>> key("LÄNGE "), key("Publication-Type"), key("publication type")
    ('lange', 'publication type', 'publication type')
    """
    return re.sub(r"[\s_\xa0-]+", " ", fold(label)).strip(" :.")


def table(**fields: str) -> dict[str, str]:
    """Labels to fields, from one text a field with the labels of all languages, separated by bars or new lines."""
    if unknown := set(fields) - FIELDS:
        raise ValueError(f"no such field: {unknown}")
    return {
        key(label): name for name, labels in fields.items() for label in re.split(r"[|\n]", labels) if label.strip()
    }
