"""Wraps long lines: plain text into rows, and spans without losing the role of each piece. Pure.

Every character is looked at a bounded number of times, however many matches a text has, and a row is made when it is
asked for: the first page of a long text costs no more than that of a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from morgue.core.patterns import compiled
from morgue.render.cells import line_width, reach, width
from morgue.render.sanitize import safe_line
from morgue.render.spans import COLOURED, Line, Look, Span

# Scripts in which a row may end between any two characters, and what of them may not begin or end one.
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1780-\u17ff"
_NOT_FIRST = (
    "、。〉》」』】〕〗〙〛！），．：；？］｝～ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ\u0e30-\u0e3a\u0e45-\u0e4e"
    "\u17b4-\u17d3’”…,.;:!?)%\\]\u00a0"
)
_NOT_LAST = "〈《「『【〔〖〘〚（［｛‘“(\\[\u0e40-\u0e44\u00a0"
_BETWEEN = compiled(f"(?![{_NOT_LAST}])(?:[{_WIDE}](?=.)|.(?=[{_WIDE}]))(?![{_NOT_FIRST}])")


def _may_be_wide(char: str) -> bool:
    """Whether it is not one of the signs of Western writing, which the pattern need not be asked about."""
    return not "\u1800" <= char < "\u2e80"


_SPACES = compiled(" *")
# A dot between two things stays with the first of them.
_DOT = compiled(" ·(?= |$)")
_HELD_DOT = "\u00a0·"
_OPEN, _CLOSE = "▸", "◂"
_LEAST = 4
#: So many characters of a word at most are given up to end a row before it; more of them would be no word.
_LONGEST_TAIL = 24


def fold(text: str, cells: int, first: int | None = None) -> Iterator[tuple[int, int]]:
    """(start, end) of each row of a safe text, broken at spaces; a word longer than a row is broken inside.

    `first` is how many cells the first row has, where it has others. At least one row, empty for a text of spaces.
    """
    room = cells if first is None else first
    at = _past(text, 0)
    if at == len(text):
        yield 0, 0
    while at < len(text):
        stop = max(reach(text, at, room), reach(text, at, 2))
        if stop < len(text):
            stop = _break(text, at, stop)
        end = stop
        while text[end - 1] == " ":
            end -= 1
        yield at, end
        at = _past(text, stop)
        room = cells


def _past(text: str, at: int) -> int:
    """The place after the spaces at a place."""
    found = _SPACES.match(text, at)
    return found.end() if found else at


def _break(text: str, at: int, stop: int) -> int:
    """Where a row that begins at `at` and has room up to `stop` ends."""
    space = text.rfind(" ", at + 1, stop + 1)
    if text.isascii():
        return space if space > at else _in_word(text, at, stop)
    first = max(space, at)
    wide = any(char >= "\u0e00" and _may_be_wide(char) for char in text[first : stop + 1])
    for place in range(stop, first, -1) if wide else ():
        if _BETWEEN.match(text, place - 1):
            return _outside(text, at, place)
    return space if space > at else _outside(text, at, _in_word(text, at, stop))


def _in_word(text: str, at: int, stop: int) -> int:
    """Where a word longer than a row is broken: after a stroke in its second half, as addresses and paths have them."""
    stroke = text.rfind("/", (at + stop) // 2, stop)
    return stroke + 1 if stroke >= 0 else stop


def _outside(text: str, at: int, place: int) -> int:
    """The place, or the beginning of the mark with signs that it is in."""
    opened = text.rfind(_OPEN, at + 1, place)
    closed = text.find(_CLOSE, place, place + 2 * (place - at))
    return opened if opened > text.rfind(_CLOSE, at, place) and closed >= 0 else place


def wrapped(
    spans: Iterable[Span], cells: int, look: Look = COLOURED, *, first: str = "", rest: str = ""
) -> Iterator[Line]:
    """Rows of at most `cells` cells, broken at white space (or inside a word longer than a row) but never before a dot.

    `first` stands before the first row, `rest` before the others; both count towards the cells. A no-break space
    holds its neighbours together and comes out as a space. Where marks get signs, each stays whole if it fits a row.
    """
    room = [max(min(_LEAST, cells), cells - width(safe_line(indent))) for indent in (first, rest)]
    pieces = list(_pieces(spans, min(room), look))
    text = "".join([piece.text for piece in pieces])
    if "·" in text:
        text = _DOT.sub(_HELD_DOT, text)
    number = at = 0
    indent = first
    for start, end in fold(text, room[1], room[0]):
        row = [Span(indent)] if indent else []
        while number < len(pieces):
            piece = pieces[number]
            low, high = max(start, at), min(end, at + len(piece.text))
            if low < high and piece.target != _SIGN:
                kept = text[low:high].replace("\u00a0", " ")
                row.append(Span(kept, piece.role, piece.match, piece.target))
            if at + len(piece.text) > end:
                break
            at += len(piece.text)
            number += 1
        yield tuple(row)
        indent = rest


#: The target of a piece that only takes the place of a sign that the output will write.
_SIGN = "\x00sign"


def _pieces(spans: Iterable[Span], cells: int, look: Look) -> Iterator[Span]:
    """Spans made safe; marks that will get signs with these, whole or in parts that each fit a row."""
    for span in spans:
        text = safe_line(span.text)
        if span.role != "mark" or look.colour:
            yield span if text == span.text else Span(text, span.role, span.match, span.target)
            continue
        for number, (start, end) in enumerate(fold(text, cells - 2)):
            if number:  # a row may end here
                yield Span(" ", target="" if text[start - 1] == " " else _SIGN)
            yield Span(_OPEN, "mark", target=_SIGN)
            yield Span(text[start:end].replace(" ", "\u00a0"), "mark", span.match, span.target)
            yield Span(_CLOSE, "mark", target=_SIGN)


def wrap(spans: Iterable[Span], cells: int, look: Look = COLOURED, *, first: str = "", rest: str = "") -> list[Line]:
    """All the rows."""
    return list(wrapped(spans, cells, look, first=first, rest=rest))


def wrap_text(text: str, cells: int, indent: str = "") -> list[Line]:
    """Rows of a plain text, all indented."""
    return wrap([Span(text)], cells, Look(), first=indent, rest=indent)


def limited(made: Iterable[Line], count: int, cells: int, look: Look = COLOURED) -> list[Line]:
    """At most so many of the rows; the last one ends with … when there were more."""
    kept: list[Line] = []
    for row in made:
        if len(kept) == count:
            return [*kept[:-1], _cut_short(kept[-1], cells, look)] if kept else []
        kept.append(row)
    return kept


def _cut_short(row: Line, cells: int, look: Look) -> Line:
    """The row with … at its end, and as many words less as that needs."""
    kept = list(row)
    while kept:
        over = line_width(kept, look) + 2 - cells
        if over <= 0:
            break
        last = kept.pop()
        text = safe_line(last.text)
        room = width(text) - over
        if (last.role != "mark" or look.colour) and room > 1:
            kept.append(Span(_words(text, room), last.role, last.match, last.target))
    if kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        kept.append(Span(last.text.rstrip(" "), last.role, last.match, last.target))
    return (*kept, Span(" …", "faint" if kept and kept[-1].role == "faint" else "plain"))


def _words(text: str, cells: int) -> str:
    """The words of a text that have room in so many cells; letters, where there is no space to end at."""
    cut = text[: reach(text, 0, cells)]
    space = cut.rfind(" ")
    inside = len(cut) < len(text) and text[len(cut)] != " " and cut[-1:].isalnum() and width(cut[-1:]) == 1
    return cut[:space] if inside and len(cut) - space <= _LONGEST_TAIL and cut[:space].strip() else cut


def indented(lines: Sequence[Line], cells: int) -> list[Line]:
    """Every line moved to the right."""
    return [(Span(" " * cells), *line) if line else () for line in lines]
