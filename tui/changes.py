"""What one text changed against another, set for reading: as one marked text, or the two side by side. Pure.

Cuts and additions are told apart by sign and role both: `{-cut-}`, `{+added+}`, − and + before whole paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tui.lines import Line, Piece, Role, said, width, wrap

if TYPE_CHECKING:
    from index.stories.diff import Change, Diff

#: Texts of more words than this are not laid word on word: the whole old and the whole new are shown.
MOST_WORDS = 1_500

_WORD = re.compile(r"\S+\s*")
_SIGNS: dict[str, tuple[str, Role]] = {
    "equal": ("  ", "plain"),
    "cut": ("− ", "cut"),
    "added": ("+ ", "added"),
    "moved": ("↕ ", "moved"),
    "reworded": ("~ ", "plain"),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines, and on which of them each change begins."""

    lines: tuple[Line, ...]
    places: tuple[int, ...]


def as_one(diff: Diff, cells: int) -> Changes:
    """One text, what is cut and added marked in it."""
    lines: list[Line] = []
    places: list[int] = []
    for change in diff.changes:
        number = -1
        if change.op != "equal":
            number = len(places)
            places.append(len(lines))
        sign, role = _SIGNS[change.op]
        for i, line in enumerate(wrap(_one(change, role, number), max(10, cells - 2))):
            lines.append((Piece(sign if i == 0 else "  ", role, number), *line))
        lines.append(())
    return Changes(tuple(lines), tuple(places))


def _one(change: Change, role: Role, number: int) -> list[Piece]:
    if change.op == "reworded":
        return [piece for piece in _reworded(change.a or "", change.b or "", number) if piece.text]
    words = {"cut": "cut: ", "moved": "moved here: "}.get(change.op, "")
    head = [Piece(words, "strong", number)] if words else []
    return [*head, said((change.a if change.op == "cut" else change.b) or "", role, number)]


def _reworded(a: str, b: str, number: int) -> Iterator[Piece]:
    for kept, old, new in word_changes(a, b):
        yield said(kept, "plain", number)
        if old:
            yield said("{-" + old.rstrip() + "-}", "cut", number)
        if new:
            yield said("{+" + new.rstrip() + "+}", "added", number)
        if (old or new)[-1:].isspace():
            yield Piece(" ")


def word_changes(a: str, b: str) -> list[tuple[str, str, str]]:
    """Stretches of (kept, then cut, then added) that make up both texts, in words."""
    old, new = _WORD.findall(a), _WORD.findall(b)
    if max(len(old), len(new)) > MOST_WORDS:
        return [("", a, b)]
    bare = [w.strip() for w in old], [w.strip() for w in new]
    out: list[tuple[str, str, str]] = []
    kept = ""
    for op, i, j, k, m in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if op == "equal":
            kept = "".join(new[k:m])
            continue
        out.append((kept, "".join(old[i:j]), "".join(new[k:m])))
        kept = ""
    return [*out, (kept, "", "")] if kept else out


def side_by_side(diff: Diff, cells: int) -> Changes:
    """The two texts in two columns, what belongs together on one height."""
    half = max(10, (cells - 3) // 2)
    lines: list[Line] = []
    places: list[int] = []
    for change in diff.changes:
        number = -1
        if change.op != "equal":
            number = len(places)
            places.append(len(lines))
        left, right = _sides(change, number)
        lines += _beside(wrap(left, half) if left else [], wrap(right, half) if right else [], half)
        lines.append(())
    return Changes(tuple(lines), tuple(places))


def _sides(change: Change, number: int) -> tuple[list[Piece], list[Piece]]:
    a, b = change.a or "", change.b or ""
    if change.op == "reworded":
        left: list[Piece] = []
        right: list[Piece] = []
        for kept, old, new in word_changes(a, b):
            left += [said(kept, "plain", number), said(old, "cut", number)]
            right += [said(kept, "plain", number), said(new, "added", number)]
        return [p for p in left if p.text], [p for p in right if p.text]
    sign, role = _SIGNS[change.op]
    mark = [Piece(sign, role, number)] if change.op != "equal" else []
    left = [*mark, said(a, role, number)] if a and change.op != "added" else []
    right = [*mark, said(b, role, number)] if b and change.op != "cut" else []
    return left, right


def _beside(left: Sequence[Line], right: Sequence[Line], half: int) -> Iterator[Line]:
    for i in range(max(len(left), len(right))):
        one = left[i] if i < len(left) else ()
        other = right[i] if i < len(right) else ()
        yield (*one, Piece(" " * (half - width(one))), Piece(" │ ", "faint"), *other)
