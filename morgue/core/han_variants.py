"""Writes a Chinese term in the other script: 记者 of one paper is 記者 in another. Pure.

The table is OpenCC's of single characters. A character of one script may stand for several of the other (`发` is `發`
and `髮`), so a term has several spellings, most of which are no word: the archive has to say which it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from math import prod
from pathlib import Path

from morgue.core.patterns import compiled

_HAN = compiled("[\u3400-\u4dbf\u4e00-\u9fff]")
#: A term with more spellings than this has none here; a pair of characters has 36 at most.
_MOST = 64


@cache
def _classes() -> dict[str, str]:
    """By each character the ones it may be written as, itself among them. Read with the first Chinese word."""
    found: dict[str, str] = {}
    for line in Path(__file__).with_name("han_variants.txt").read_text(encoding="utf-8").splitlines()[1:]:
        for character in line:
            found[character] = "".join(dict.fromkeys(found.get(character, "") + line))
    return found


@lru_cache(maxsize=4_096)
def han_variants(term: str) -> tuple[str, ...]:
    """The other spellings of a term in traditional and simplified characters; none of a term without such."""
    if term.isascii() or not _HAN.search(term):
        return ()
    return tuple(_others(term, [_classes().get(c, c) for c in term]))


def _others(term: str, choices: list[str]) -> Iterator[str]:
    if prod(map(len, choices)) <= _MOST:
        yield from (other for each in product(*choices) if (other := "".join(each)) != term)
