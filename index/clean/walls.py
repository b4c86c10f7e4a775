"""Recognises texts that stand in an article's place: requests for cookies or scripts, robot checks, errors. Pure.

Such a text speaks to the visitor of his browser or of the page itself. One is told by its sentences: most of a short
text must say such things, so that news about captchas or cookies, which also says other things, is none.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from morgue.index.clean.dates.months import fold

#: Scripts whose letters folding takes apart: the table has them as they are written.
_TAKEN_APART = re.compile(r"[\u0900-\u0dff\u3040-\u30ff\uac00-\ud7a3]+")
#: What walls say, by kind; searched sentence by sentence.
_PATTERNS = {
    kind: re.compile(_TAKEN_APART.sub(lambda m: fold(m[0]), "|".join(patterns)))
    for kind, patterns in tomllib.loads(Path(__file__).with_name("walls.toml").read_text(encoding="utf-8")).items()
}
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n")
#: No wall is longer, in characters; so large a share of it speaks as walls do, less beneath such a headline.
_LONGEST, _MOST, _HEADED = 2_000, 0.6, 0.35
#: The headline of a wall has no more words.
_FEW_WORDS = 7
#: A sentence longer than this is news, whatever it also says.
_LONG = 400


def wall(text: str, title: str = "") -> str | None:
    """What a text asks of the visitor or tells him of the page, instead of news; None for anything else."""
    if not text or len(text) > _LONGEST:
        return None
    said: dict[str, int] = {}
    total = 0
    for sentence in _SENTENCE.split(text):
        folded = fold(sentence).strip()
        if not any(map(str.isalnum, folded)):
            continue
        total += len(folded)
        if kind := _kind(folded):
            said[kind] = said.get(kind, 0) + len(folded)
    headed = len(title.split()) <= _FEW_WORDS and _kind(fold(title).strip()) is not None
    if not said or sum(said.values()) < (_HEADED if headed else _MOST) * total:
        return None
    return max(said, key=lambda kind: said[kind])


def _kind(folded: str) -> str | None:
    if not folded or len(folded) > _LONG:
        return None
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(folded)), None)
