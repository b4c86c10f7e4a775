"""Cuts the passages of an article that answer a query best, with exact marks, in time linear in the text. Pure.

A passage is judged by how many different words and phrases of the query it has, then by how many matches, then how
close together they stand, then how early. It is cut on sentence bounds where a whole sentence fits, else between words
with an ellipsis.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from morgue.core.analyzer import sentences
from morgue.core.dataclass import dataclass
from morgue.search.highlight.matches import Finder, Match, merged
from morgue.search.request import Marking, Snippet

#: A text is read in blocks of so many characters; when all parts of the query have been seen, no further block is read.
BLOCK = 200_000
#: Beyond so many characters any match will do: what is still missing is not worth the wait.
FAR_ENOUGH = 1_000_000
#: Matches kept of one text: enough for any choice, and a bound on the work when a query's word is everywhere.
MOST_MATCHES = 5_000
#: Texts longer than this are read no further (5 MB take under a second).
LONGEST_READ = 8_000_000

_ELLIPSIS = "…"
#: What a part that no passage has shown yet counts against one that is shown: more than all of those together.
_NEW = 2_000
_SPACES = str.maketrans({"\n": " ", "\t": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\u2028": " ", "\u2029": " "})


@dataclass(frozen=True, slots=True)
class _Window:
    """Matches first..last (numbers) standing within one passage's width."""

    parts: int
    count: int
    span: int
    first: int
    last: int

    def better(self, other: _Window | None) -> bool:
        """Whether this window is better than one that begins no later."""
        return other is None or (self.parts, self.count, -self.span) > (other.parts, other.count, -other.span)


def mark(text: str, marking: Marking) -> tuple[tuple[int, int], ...]:
    """All spans of a text to be marked, in order, not overlapping: for titles and for reading a whole article."""
    return merged(_finder(marking).matches(text))


@lru_cache(maxsize=2)
def _finder(marking: Marking) -> Finder:
    """Made once for all hits of a question; that of a wildcard has thousands of words."""
    return Finder(marking)


def snippets(text: str, marking: Marking, count: int = 1, width: int = 240) -> tuple[Snippet, ...]:
    """At most `count` passages of about `width` characters, in the order of the text, not overlapping.

    Only passages with a match are given; a text without any (its title matched, or only filters) gives its opening,
    unmarked. An empty text gives none. Line breaks inside a passage are shown as spaces.
    """
    if count < 1 or not text.strip():
        return ()
    width = max(width, 20)
    found = _read(text, _finder(marking))
    if not found:
        return (_opening(text, width),)
    taken: list[tuple[int, int]] = []
    seen: set[int] = set()
    while len(taken) < count:
        window = _best(_outside(found, taken), width, seen)
        if window is None:
            break
        matches, low, high = window
        taken.append(_cut(text, matches[0].start, max(m.end for m in matches), width, _room(text, taken, low, high)))
        seen.update(m.part for m in found if taken[-1][0] <= m.start and m.end <= taken[-1][1])
    return tuple(_snippet(text, span, found) for span in sorted(taken))


def _read(text: str, finder: Finder) -> list[Match]:
    """The matches of a text by their start, read block by block until every part of the query has been seen."""
    found: list[Match] = []
    seen: set[int] = set()
    start = 0
    while start < min(len(text), LONGEST_READ):
        end = _block_end(text, start + BLOCK)
        for match in finder.matches(text, start, end):
            found.append(match)
            seen.add(match.part)
            if len(found) >= MOST_MATCHES and (len(seen) == finder.parts or len(found) >= 10 * MOST_MATCHES):
                break
        if len(seen) == finder.parts or (found and end >= FAR_ENOUGH):
            break
        start = end
    found.sort(key=lambda m: (m.start, -m.end))
    return found


def _block_end(text: str, end: int) -> int:
    """Where a block may end without parting a phrase: after a line break if one is near, else between words."""
    if end >= len(text):
        return len(text)
    line = text.find("\n", end, end + BLOCK)
    if line >= 0:
        return line + 1
    space = text.find(" ", end, end + BLOCK)
    return space + 1 if space >= 0 else min(len(text), end + BLOCK)


def _outside(found: list[Match], taken: list[tuple[int, int]]) -> list[list[Match]]:
    """The matches before, between and after the passages already taken."""
    stretches: list[list[Match]] = []
    rest = found
    for start, end in sorted(taken):
        stretches.append([m for m in rest if m.end <= start])
        rest = [m for m in rest if m.start >= end]
    return [s for s in (*stretches, rest) if s]


def _best(stretches: list[list[Match]], width: int, seen: set[int]) -> tuple[list[Match], int, int] | None:
    """The matches of the best window; parts of the query that no passage has yet come first."""
    best: tuple[_Window, list[Match]] | None = None
    for matches in stretches:
        window = _best_window(matches, width, seen)
        if best is None or window.better(best[0]):
            best = window, matches
    if best is None:
        return None
    window, matches = best
    chosen = matches[window.first : window.last + 1]
    return chosen, chosen[0].start, chosen[-1].end


def _best_window(matches: list[Match], width: int, seen: set[int]) -> _Window:
    """The best run of matches not wider than a passage, by two pointers; the first match alone if it is wider."""
    best: _Window | None = None
    inside: Counter[int] = Counter()
    parts = 0
    last = -1
    for first, opening in enumerate(matches):
        while last + 1 < len(matches) and (last < first or matches[last + 1].end - opening.start <= width):
            last += 1
            part = matches[last].part
            parts += (1 if part in seen else _NEW) * (not inside[part])
            inside[part] += 1
        window = _Window(parts, last - first + 1, matches[last].end - opening.start, first, last)
        if window.better(best):
            best = window
        inside[opening.part] -= 1
        parts -= (1 if opening.part in seen else _NEW) * (not inside[opening.part])
    assert best is not None  # there is at least one match
    return best


def _room(text: str, taken: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The stretch of text around start..end that no passage has taken."""
    low = max((e for _, e in taken if e <= start), default=0)
    high = min((s for s, _ in taken if s >= end), default=len(text))
    return low, high


def _cut(text: str, start: int, end: int, width: int, room: tuple[int, int]) -> tuple[int, int]:
    """A passage around text[start:end]: whole sentences if they fit, else words."""
    low, high = max(room[0], start - 2 * width), min(room[1], end + 2 * width)
    spans = [(low + a, low + b) for a, b in sentences(text[low:high]) if b > a]
    inside = [n for n, (a, b) in enumerate(spans) if b > start and a < end]
    if not inside:
        return _cut_words(text, start, end, width, (low, high))
    first, last = inside[0], inside[-1]
    whole = (low == 0 or first > 0 or _begins(text, low)) and (high == len(text) or last + 1 < len(spans))
    if not whole or spans[last][1] - spans[first][0] > width:
        return _cut_words(text, start, end, width, (low, high))
    complete = len(spans) if high == len(text) else len(spans) - 1
    while last + 1 < complete and spans[last + 1][1] - spans[first][0] <= width:
        last += 1
    while first > 0 and spans[last][1] - spans[first - 1][0] <= width and (first > 1 or low == 0):
        first -= 1
    return spans[first][0], spans[last][1]


def _begins(text: str, at: int) -> bool:
    """Whether a line begins at this place."""
    return at == 0 or text[at - 1] == "\n"


def _cut_words(text: str, start: int, end: int, width: int, room: tuple[int, int]) -> tuple[int, int]:
    """About `width` characters around start..end, cut between words where there are any."""
    if end - start >= width:
        return start, _back_to_space(text, start + width, start + width // 2)
    spare = width - (end - start)
    left = max(room[0], start - spare // 2)
    right = min(room[1], left + width)
    left = max(room[0], min(left, right - width))
    line = text.rfind("\n", left, start)
    left = line + 1 if line >= 0 and start - line < spare else left
    if left > 0 and not text[left - 1].isspace() and not text[left].isspace():
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 and space - left < 40 else left
    if right < len(text) and not text[right].isspace():
        right = _back_to_space(text, right, max(end, right - 40))
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _back_to_space(text: str, at: int, least: int) -> int:
    """The last space before `at` but not before `least`; `at` itself if there is none."""
    space = text.rfind(" ", least, at + 1)
    return space if space >= least else at


def _opening(text: str, width: int) -> Snippet:
    """The beginning of a text, unmarked."""
    first = len(text) - len(text.lstrip())
    return _snippet(text, _cut(text, first, first + 1, width, (first, len(text))), [])


def _snippet(text: str, span: tuple[int, int], found: list[Match]) -> Snippet:
    """A passage with its marks; only a match longer than the passage is marked in part."""
    start, end = span
    before = _ELLIPSIS if _inside_sentence(text, start) else ""
    after = _ELLIPSIS if end < len(text) and not _ends(text, end) else ""
    shown = before + text[start:end].translate(_SPACES) + after
    shift = len(before) - start
    spans = merged([m for m in found if (m.start >= start and m.end <= end) or (m.start == start and m.end > end)])
    marks = tuple((a + shift, min(b, end) + shift) for a, b in spans)
    return Snippet(shown, marks)


def _inside_sentence(text: str, start: int) -> bool:
    """Whether the text before a passage belongs to its first sentence."""
    before = text[max(0, start - 400) : start].rstrip(" \t")
    return bool(before) and before[-1] not in '.!?…。！？\n"”’»」』)'


def _ends(text: str, end: int) -> bool:
    """Whether a sentence or paragraph ends at this place."""
    return text[end] == "\n" or (end > 0 and text[end - 1] in '.!?…。！？"”’»」』)')
