"""Sets what one text changed against another: as one marked text, or the two side by side. Pure.

Sentences that stay, and those reworded, run on in their paragraphs; what is cut, added or moved stands by itself. Cuts
and additions are told apart by sign and role both: `{-cut-}`, `{+added+}`, − and + before whole sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from morgue.index.stories.diff import Change, Diff, WordChange
from morgue.render.cells import line_width
from morgue.render.spans import Line, Role, Span, said
from morgue.render.wrap import wrap

_SIGNS: dict[str, tuple[str, Role]] = {"cut": ("− ", "cut"), "added": ("+ ", "added"), "moved": ("↕ ", "moved")}


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines, and on which of them each change begins."""

    lines: tuple[Line, ...]
    places: tuple[int, ...]


Numbered = tuple[int, Change]


def _blocks(changes: Sequence[Change]) -> Iterator[list[Numbered]]:
    """Runs of sentences that stand in one paragraph; each change has its number, what stays has -1."""
    block: list[Numbered] = []
    number = 0
    for change in changes:
        own = -1 if change.op == "equal" else number
        number += change.op != "equal"
        alone = change.op in _SIGNS
        if block and (alone or block[-1][1].op in _SIGNS or block[-1][1].paragraph != change.paragraph):
            yield block
            block = []
        block.append((own, change))
    if block:
        yield block


def _placed(lines: Sequence[Line]) -> tuple[int, ...]:
    """The line on which each number is first seen; numbers are 0, 1, 2, …"""
    first: dict[int, int] = {}
    for y, line in enumerate(lines):
        for piece in line:
            if piece.match >= 0:
                first.setdefault(piece.match, y)
    return tuple(first[number] for number in sorted(first))


def as_one(diff: Diff, cells: int) -> Changes:
    """One text, what is cut and added marked in it."""
    lines: list[Line] = []
    for block in _blocks(diff.changes):
        sign, pieces = _one(block)
        for i, line in enumerate(wrap(pieces, max(10, cells - 2))):
            lines.append((sign if i == 0 else Span("  "), *line))
        lines.append(())
    return Changes(tuple(lines), _placed(lines))


def _one(block: Sequence[Numbered]) -> tuple[Span, list[Span]]:
    number, change = block[0]
    if change.op in _SIGNS:
        sign, role = _SIGNS[change.op]
        head = {"cut": "cut: ", "moved": "moved here: ", "added": ""}[change.op]
        text = said(change.a if change.op == "cut" else change.b, role, number)
        return Span(sign, role, number), [Span(head, "strong", number), text] if head else [text]
    pieces: list[Span] = []
    for own, part in block:
        if pieces:
            pieces.append(Span(" "))
        pieces += [said(part.b)] if part.op == "equal" else _reworded(part.words, own)
    return Span("  "), pieces


def _reworded(words: Iterable[WordChange], number: int) -> list[Span]:
    out: list[Span] = []
    for word in words:
        if out:
            out.append(Span(" "))
        if word.op == "equal":
            out.append(said(word.b, "plain", number))
            continue
        if word.a:
            out.append(said("{-" + word.a + "-}", "cut", number))
        if word.b:
            out.append(said("{+" + word.b + "+}", "added", number))
    return out


def half(cells: int) -> int:
    """Cells of each of two columns in so many."""
    return max(10, (cells - 3) // 2)


def side_by_side(diff: Diff, cells: int) -> Changes:
    """The two texts in two columns, what belongs together on one height."""
    half_cells = half(cells)
    lines: list[Line] = []
    for block in _blocks(diff.changes):
        left, right = _sides(block)
        lines += _beside(wrap(left, half_cells) if left else [], wrap(right, half_cells) if right else [], half_cells)
        lines.append(())
    return Changes(tuple(lines), _placed(lines))


def _sides(block: Sequence[Numbered]) -> tuple[list[Span], list[Span]]:
    left: list[Span] = []
    right: list[Span] = []
    for number, change in block:
        if change.op in _SIGNS:
            sign, role = _SIGNS[change.op]
            mark = Span(sign, role, number)
            if change.op != "added":
                left += [mark, said(change.a, role, number)]
            if change.op != "cut":
                right += [mark, said(change.b, role, number)]
            continue
        for side, text in ((left, change.a), (right, change.b)):
            if side:
                side.append(Span(" "))
            if change.op == "equal":
                side.append(said(text))
        if change.op == "reworded":
            left += _worded(change.words, number, "cut")
            right += _worded(change.words, number, "added")
    return left, right


def _worded(words: Iterable[WordChange], number: int, role: Role) -> list[Span]:
    out: list[Span] = []
    for word in words:
        text = word.a if role == "cut" else word.b
        if text:
            out += [Span(" ")] if out else []
            out.append(said(text, "plain" if word.op == "equal" else role, number))
    return out


def _beside(left: Sequence[Line], right: Sequence[Line], half: int) -> Iterator[Line]:
    for i in range(max(len(left), len(right))):
        one = left[i] if i < len(left) else ()
        other = right[i] if i < len(right) else ()
        yield (*one, Span(" " * (half - line_width(one))), Span(" │ ", "faint"), *other)
