"""Finds series of numbered pictures ("1/50 …", "2/50 …") in an article, whose captions are not its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.clean.html.blocks import Block, sentence_like
from morgue.index.clean.html.masses import weight

_ITEM = re.compile(r"\A(\d{1,3})\s?(?:/|of|von|sur|de|di)\s?(\d{1,3})\b")
#: A series has this many pictures at least, numbered without a gap.
_LEAST = 3
#: Prose outside the series, in characters, without which the series is the article.
_ARTICLE = 600
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])


def without_series(found: Sequence[Block]) -> list[Block]:
    """The blocks without a numbered series of pictures, headings and captions, where an article stands beside it."""
    numbered = [(i, m) for i, b in enumerate(found) if b.text[:1].isdigit() and (m := _ITEM.match(b.text))]
    run = _run([(i, int(m[1]), int(m[2])) for i, m in numbered])
    if not run:
        return list(found)
    start, last = run[0], run[-1]
    while start and found[start - 1].tag in _HEADINGS:
        start -= 1
    end = last + 2 if last + 1 < len(found) and found[last + 1].tag not in _HEADINGS else last + 1
    rest = [*found[:start], *found[end:]]
    prose = sum(len(b.text) for b in rest if weight(b.text) > 100 and sentence_like(b.text))
    return rest if prose >= _ARTICLE else list(found)


def _run(items: Sequence[tuple[int, int, int]]) -> list[int]:
    """The places of the first pictures numbered 1, 2, 3 … of the same total; none when they are too few."""
    run: list[int] = []
    total = 0
    for place, number, of in items:
        if number == len(run) + 1 and (not run or of == total):
            run.append(place)
            total = of
    return run if len(run) >= _LEAST and total >= len(run) else []
