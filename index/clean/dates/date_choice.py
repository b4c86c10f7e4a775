"""Decides when an article was published: reads every piece of evidence, chooses one, notes conflicts. Pure.

Order of evidence: the input's own field, structured data, meta tags, a visible byline line, the dateline, other text,
the URL. The capture is only the latest bound, never a date, and this machine's clock is none: the same input gives the
same day on every machine. A date is never invented: what is not read stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from morgue.core.partial_date import parse_when
from morgue.index.clean.dates.date_parser import from_url, read_date
from morgue.index.clean.extraction import Candidate

#: Years before and after which a date in a page is a placeholder, or of another calendar.
_EARLIEST, _LATEST = 1800, 2050
#: Where a page states a day for machines.
STATED = ("jsonld", "microdata", "meta")
_DAY, _MINUTE = len("2025-02-27"), len("2025-02-27T10:30")
_FARTHEST_ZONE = timedelta(hours=14)
#: Sources that may state a day of their own against each other; the order is the order of trust.
ORDER = ("input", "jsonld", "microdata", "meta", "byline", "dateline", "text", "url", "change")


@dataclass(frozen=True, slots=True)
class Dated:
    """The chosen date as the archive writes it, where it came from, and remarks on what spoke against it."""

    date: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    text: str
    source: str
    ambiguous: str | None = None  # the other reading of 02/03
    preferred: bool = False  # whether `text` is how the language reads it


def choose(
    candidates: Iterable[Candidate],
    *,
    latest: date | None,
    month_first: bool | None = None,
    language: str | None = None,
    changes: Sequence[Candidate] = (),
) -> Dated:
    """The first candidate of the best source that can be read and is no placeholder.

    latest       the last day on which it can have been published, where the capture is known: a later
                 day is left out, but for one that the input itself states, which is kept with a note
    month_first  how 02/03/2021 is read here, unless another candidate says otherwise; None leaves it open: then
                 another candidate decides, or only the month both readings share (or the year) is kept
    language     ISO 639-1, where known
    changes      the times of changes that the page states: they tell its zone
    """
    notes: list[str] = []
    read = _readable(candidates, latest, month_first, language, notes)
    if not read:
        return Dated(notes=tuple(dict.fromkeys(notes)))
    chosen = _settled(_sharpened(read), read, latest)
    if (seen := _seen(chosen, read)) is not None:
        chosen = seen
    if (own := _own_day(chosen, read) or _in_zone(chosen, changes)) is not None:
        notes.append(f"{chosen.text} ({chosen.source}) is {own.text[:10]} in the page's own zone")
        chosen = own
    if chosen.source == "change":
        notes.append("the only day that the page gives is that of a change")
        chosen = _Read(chosen.text, "byline")
    notes += _conflicts(chosen, read)
    return Dated(chosen.text, chosen.source, tuple(dict.fromkeys(notes)))


def _readable(
    candidates: Iterable[Candidate],
    latest: date | None,
    month_first: bool | None,
    language: str | None,
    notes: list[str],
) -> list[_Read]:
    """The candidates that give a day, the best source first; what is left out is told in `notes`."""
    read: list[_Read] = []
    for candidate in sorted(candidates, key=lambda c: _order(c.source)):
        found = _reading(candidate, month_first, language)
        day = parse_when(found.text) if found else None
        if found is None:
            continue
        late = latest is not None and (day is None or day.first > latest.toordinal() + 1) and found.ambiguous is None
        if late:
            notes.append(f"date {found.text} ({found.source}) is after the capture")
        if _placeholder(found):
            notes.append(f"date {found.text} ({found.source}) is a placeholder")
        elif day is not None and (not late or found.source == "input"):
            read.append(found)
    return read


def _order(source: str) -> int:
    return ORDER.index(source) if source in ORDER else len(ORDER)


def _placeholder(found: _Read) -> bool:
    year = int(found.text[:4])
    if found.source == "input":
        return found.text.startswith(("0", "1970-01-01T00:00:00"))
    return not _EARLIEST <= year <= _LATEST or found.text.startswith(("1970-01-01", "1969-12-31"))


def _reading(candidate: Candidate, month_first: bool | None, language: str | None) -> _Read | None:
    if candidate.source == "url":
        text = from_url(candidate.text)
        return _Read(text, "url") if text else None
    found = read_date(candidate.text, language)
    if found is None:
        return None
    text, other = found
    if other is None:
        return _Read(text, candidate.source)
    if month_first:
        text, other = other, text
    return _Read(text, candidate.source, other, month_first is not None)


def _sharpened(read: Sequence[_Read]) -> _Read:
    """The best source's date, with the time of day another candidate states for that same day."""
    best = read[0]
    if len(best.text) < 10 or best.ambiguous:
        finer = [r for r in read if r.text.startswith(best.text) and len(r.text) >= 10 and r.source != "url"]
        return finer[0] if finer and not best.ambiguous else best
    if len(best.text) == 10:
        for other in read:
            if len(other.text) > 10 and other.text[:10] == best.text and _order(other.source) <= _order("meta"):
                return _Read(other.text, best.source)
    return best


def _settled(chosen: _Read, read: Sequence[_Read], latest: date | None) -> _Read:
    """An ambiguous numeric date by the page's other dates, by the capture, by the language, else as far as is sure."""
    if chosen.ambiguous is None:
        return chosen
    both = (chosen.text, chosen.ambiguous)
    possible = [
        t for t in both if (w := parse_when(t)) is not None and (latest is None or w.first <= latest.toordinal() + 1)
    ]
    if len(possible) == 1:
        return _Read(possible[0], chosen.source)
    for other in read:
        if other.ambiguous is None and other.text[:10] in {t[:10] for t in both}:
            return _Read(next(t for t in both if t[:10] == other.text[:10]), chosen.source)
    if chosen.preferred:
        return _Read(chosen.text, chosen.source)
    shared = chosen.text[:7] if chosen.text[:7] == chosen.ambiguous[:7] else chosen.text[:4]
    return _Read(shared, chosen.source, chosen.ambiguous)


def _own_day(chosen: _Read, read: Sequence[_Read]) -> _Read | None:
    """The day before or after a moment in UTC, when two sources without a zone agree on it and none is against it.

    It is the day the page shows its readers; with the time of day where one of them states it. One source is enough
    that gives the same moment by its own clock: the same minute of another hour.
    """
    if chosen.source not in STATED or not chosen.text.endswith("Z"):
        return None
    both = [way for r in read for way in (r, *([_Read(r.ambiguous, r.source)] if r.ambiguous else ()))]
    if (same := next((r for r in both if _same_moment(chosen.text, r)), None)) is not None:
        return _Read(same.text, same.source)
    local = [r for r in read if r.source != "dateline" and len(r.text) >= 10 and not _zoned(r.text) and not r.ambiguous]
    days = {r.text[:10] for r in local}
    if len(days) != 1 or len({r.source for r in local}) < 2:
        return None
    utc, own = parse_when(chosen.text[:10]), parse_when(local[0].text[:10])
    if utc is None or own is None or abs(utc.first - own.first) != 1:
        return None
    return max(local, key=lambda r: len(r.text))


def _in_zone(chosen: _Read, changes: Sequence[Candidate]) -> _Read | None:
    """The day of a moment in UTC by the clock of the zone in which the page states its changes, where it is another."""
    if chosen.source not in STATED or not chosen.text.endswith("Z") or len(chosen.text) < _MINUTE:
        return None
    written = (found[0] for c in changes if (found := read_date(c.text)))
    zones = {zone for text in written if len(text) > _MINUTE and (zone := datetime.fromisoformat(text).utcoffset())}
    if len(zones) != 1:
        return None
    own = datetime.fromisoformat(chosen.text).astimezone(timezone(zones.pop())).isoformat()
    return _Read(own, chosen.source) if own[:_DAY] != chosen.text[:_DAY] else None


def _same_moment(utc: str, other: _Read) -> bool:
    """Whether another source writes a moment in UTC as the clock of a zone has it on another day."""
    if len(other.text) < _MINUTE or other.text.endswith("Z") or other.text[:10] == utc[:10]:
        return False
    try:
        mine, theirs = (datetime.fromisoformat(t[:_MINUTE]) for t in (utc, other.text))
        zone = datetime.fromisoformat(other.text).utcoffset()
    except ValueError:
        return False
    ahead = theirs - mine
    return (zone is None or zone == ahead) and abs(ahead) <= _FARTHEST_ZONE and not ahead % timedelta(minutes=30)


def _seen(chosen: _Read, read: Sequence[_Read]) -> _Read | None:
    """The one day that readers see, against a statement that stands alone.

    It holds where another statement agrees with it, and where it is more than a day earlier: texts that were moved to
    another system, or saved anew, state the day of that.
    """
    days = {r.text[:10] for r in read if r.source == "byline" and len(r.text) >= _DAY and not r.ambiguous}
    if chosen.source not in STATED or len(days) != 1 or chosen.text[:10] in days or len(_kinds(chosen.text, read)) > 1:
        return None
    (day,) = days
    stated, shown = parse_when(chosen.text[:10]), parse_when(day)
    if stated is None or shown is None or not (_kinds(day, read) or stated.first - shown.last > 1):
        return None
    return max((r for r in read if r.text[:10] == day and r.source != "dateline"), key=lambda r: len(r.text))


def _kinds(text: str, read: Sequence[_Read]) -> set[str]:
    """The kinds of statement that give a day."""
    return {r.source for r in read if r.text[:10] == text[:10] and r.source in STATED}


def _zoned(text: str) -> bool:
    return text.endswith("Z") or re.search(r"T.*[+-]\d\d:\d\d\Z", text) is not None


def _conflicts(chosen: _Read, read: Sequence[_Read]) -> list[str]:
    notes = []
    if chosen.ambiguous is not None:
        notes.append(f"day and month of the date are ambiguous; only {chosen.text} is certain")
    mine = parse_when(chosen.text)
    for other in read:
        theirs = parse_when(other.text)
        if mine is None or theirs is None or other.ambiguous is not None:
            continue
        if theirs.first > mine.last + 1 or theirs.last < mine.first - 1:
            notes.append(f"date {other.text[:10]} ({other.source}) differs from {chosen.text[:10]} ({chosen.source})")
    return notes[:4]


def latest_day(captured: str | None) -> date | None:
    """The last day an article can have been published on: the day after its capture (zones), where that is known."""
    when = parse_when(captured[:10]) if captured else None
    return date.fromordinal(when.first + 1) if when else None
