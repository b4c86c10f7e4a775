"""Splits an export into groups of lines, one an article, and each group into the fields of a record. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from morgue.index.sources.press import kinds
from morgue.index.sources.press.family import Family, Record
from morgue.index.sources.press.lines import Line

#: A label that no table has is still one when so large a share of the records, and so many, have it.
_SHARED, _RECORDS = 0.5, 3
_UNKNOWN = re.compile(r"(?P<label>[^\W\d_a-zß-ÿ][\w' -]{2,28}):\s")
#: Lines of a record beyond which nobody looks for labels that no table has.
_HEAD_LINES = 14
#: Paragraphs without label that a head has at most, after which labels are doubted.
_HEAD_PARAGRAPHS = 6
#: What an export states of an article; one of these at least.
_STATED = ("title", "outlet", "date", "id", "authors")
#: Between the head and the heading of the body stand editions and notices; what is longer is text.
_NOTICE = 100


def split(lines: Sequence[Line], family: Family) -> Iterator[Record]:
    """The records of an export in their order; what stands before the first and after the last is left off.

    A record that the export breaks off is given with a note. What follows the last mark of an end and states nothing is
    no record: Factiva sums up the search there.
    """
    groups = list(_groups(lines, family))
    unknown = _shared_labels(groups, family)
    ended = any(closing is not None for _, closing in groups)
    for group, closing in groups:
        record = _record(group, family, unknown)
        if group is groups[-1][0] and closing is None and ended and not any(map(record.one, _STATED)):
            continue
        if closing is not None:
            _number(record, closing)
        elif family.ends:
            record.notes.append("the export breaks off within this article")
        if record.body or (record.values.get("title") and any(map(record.one, _STATED[1:]))):
            yield record


def _groups(lines: Sequence[Line], family: Family) -> Iterator[tuple[list[Line], re.Match[str] | None]]:
    """The lines of each record, and the line that closes it."""
    if family.start is not None:
        lines = lines[family.start(lines) :]
    marked = any(line.opens for line in lines)
    by_mark = any(_opens(line, family, marked) for line in lines)
    group: list[Line] = []
    seen: set[str] = set()
    inside = not by_mark
    for line in lines:
        if _opens(line, family, marked):
            if inside and group:
                yield group, None
            group, seen, inside = ([line] if line.opens and line.text else []), set(), True
            if group:
                _note(line, family, seen)
            continue
        if not inside:
            continue
        closing = family.closes.match(line.text) if family.closes is not None and not line.field else None
        if closing is not None:
            if group:
                yield group, closing
            group, seen, inside = [], set(), not by_mark
            continue
        if not marked and _note(line, family, seen) and group:
            cut = _start_of_next(group, family)
            yield group[:cut], None
            group, seen = group[cut:], set()
            for held in (*group, line):
                _note(held, family, seen)
        group.append(line)
    if inside and group:
        yield group, None


def _opens(line: Line, family: Family, marked: bool) -> bool:
    """Whether a record begins: where the markup says so, or where it never does, at the mark of the family."""
    return line.opens if marked else family.opens is not None and family.opens.match(line.text) is not None


def _note(line: Line, family: Family, seen: set[str]) -> bool:
    """Remembers a field that a record has only once; True when the record has it already."""
    if not family.unique:
        return False
    found = family.labelled(line.text)
    if found is None or found[0] not in family.unique:
        return False
    if found[0] in seen:
        return True
    seen.add(found[0])
    return False


def _start_of_next(group: Sequence[Line], family: Family) -> int:
    """Where the record begins whose second unique field was met: after the last line of the one before it."""
    for at in range(len(group) - 1, -1, -1):
        found = family.labelled(group[at].text)
        if found is not None and found[0] == "id":
            return at + 1
    return len(group)


def _shared_labels(groups: Sequence[tuple[list[Line], object]], family: Family) -> frozenset[str]:
    """Labels that no table has, in a language or of an edition not known here: most records have them in their head."""
    if len(groups) < _RECORDS or family.carries:
        return frozenset()
    counted: Counter[str] = Counter()
    for group, _ in groups:
        counted.update(
            {m["label"] for line in (*group[:_HEAD_LINES], *group[-_HEAD_LINES:]) if (m := _UNKNOWN.match(line.text))}
        )
    least = max(_RECORDS, _SHARED * len(groups))
    return frozenset(label for label, count in counted.items() if count >= least)


def _field(line: Line, family: Family, unknown: frozenset[str]) -> tuple[str, str] | None:
    if line.field:
        return line.field, line.text
    found = family.labelled(line.text)
    if found is None and unknown and (m := _UNKNOWN.match(line.text)) and m["label"] in unknown:
        return "skip", ""
    return found


def _record(group: Sequence[Line], family: Family, unknown: frozenset[str]) -> Record:
    sorter = _Sorter(group, family, unknown)
    for at, line in enumerate(group):
        if family.debris is None or not family.debris.match(line.text):
            sorter.take(at, line)
    return sorter.finished()


class _Sorter:
    """Puts the lines of one article where they belong: labels' values, the head, the body."""

    def __init__(self, group: Sequence[Line], family: Family, unknown: frozenset[str]) -> None:
        self._group, self._family, self._unknown = group, family, unknown
        self._end = _end_of_body(group, family, unknown)
        self._headed = not family.carries and any(
            line.text and family.labelled(line.text) == ("body", "") for line in group
        )
        self._record = Record()
        self._bare: list[Line] = []
        self._told: list[str] = []  # what labels say is body
        self._current = ""
        self._in_body = False

    def take(self, at: int, line: Line) -> None:
        """One more line, the `at`-th of the group."""
        found = _field(line, self._family, self._unknown)
        if found is not None and at < self._end and self._doubted(line):
            found = None
        if found is not None:
            self._labelled(at, line, *found)
        elif self._current and self._current not in ("body", "lead"):
            self._record.add(self._current, line.text)
        elif at >= self._end or (self._in_body and _foreign(line, self._group, at)):
            return
        elif self._in_body or self._current:
            self._told += _paragraphs(line.text)
        else:
            self._bare.append(line)

    def _doubted(self, line: Line) -> bool:
        """Whether a label stands among paragraphs of the body and is not of the kind that may."""
        begun = bool(self._told) if self._headed else len(self._told) + len(self._bare) > _HEAD_PARAGRAPHS
        inner = self._family.inner
        return begun and inner is not None and not inner.match(line.text)

    def _labelled(self, at: int, line: Line, field: str, value: str) -> None:
        carried = self._family.carries or not value
        self._current = field
        if field in ("body", "lead"):
            self._in_body = True
            self._told += _paragraphs(value)
        elif at < self._end or field in _LAST or not self._record.values.get(field):
            self._record.add(field, value)
        if line.field or not carried:
            self._current = "body" if self._in_body else ""

    def finished(self) -> Record:
        """The record, once all lines were taken."""
        record, family = self._record, self._family
        taken = family.head(self._bare, record)
        left = (line.text for line in self._bare[taken:] if not _said_elsewhere(line.text))
        rest = [p for text in left if not self._headed or len(text) > _NOTICE for p in _paragraphs(text)]
        record.body = [*rest, *self._told]
        if family.foot is not None:
            family.foot(record)
        if (stated := record.one("id")) and family.number is not None:
            m = family.number.search(stated)
            record.values["id"] = [m["id"]] if m else []
        return record


#: Fields that labels below the body state first.
_LAST = ("language", "id", "url", "skip", "tail")


def _end_of_body(group: Sequence[Line], family: Family, unknown: frozenset[str]) -> int:
    """The number of lines before the labels and notices at the end, when one of these is a label that ends bodies."""
    at, closed = len(group), False
    while at:
        found = _field(group[at - 1], family, unknown)
        if found is None and not kinds.is_copyright(group[at - 1].text.split("\n", 1)[0]):
            break
        closed |= found is not None and found[0] == "tail"
        at -= 1
    return at if closed else len(group)


def _said_elsewhere(text: str) -> bool:
    """Whether a line tells whose the article is or how long, where no label says so."""
    return kinds.is_copyright(text) or kinds.is_length(text)


def _foreign(line: Line, group: Sequence[Line], at: int) -> bool:
    """Whether a line in or below the body is the publisher's: a copyright, or a last line that alone is unmarked."""
    if kinds.is_copyright(line.text):
        return True
    last = at == len(group) - 1 and len(line.text) < _NAME
    return last and any(other.field == "body" for other in group)


#: Names of publishers below an article are shorter.
_NAME = 90


def _paragraphs(text: str) -> list[str]:
    return [row for row in (" ".join(part.split()) for part in text.split("\n")) if row]


def _number(record: Record, closing: re.Match[str]) -> None:
    stated = closing.groupdict().get("id")
    if stated and not record.values.get("id"):
        record.values["id"] = [stated]
