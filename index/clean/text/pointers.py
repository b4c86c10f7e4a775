"""Finds the pointer that feeds leave at the end of a teaser: "… Read more", "Continue reading Headline"."""

from __future__ import annotations

from morgue.index.clean import phrases

#: Words of the longest pointer with a headline in it.
_MOST_WORDS = 40
#: How text ends before a pointer.
_BEFORE = (".", "…", "!", "?", "]", "”", '"', "»", ")", "。", "→", "|", "-", "–", "—")


def without_pointer(body: str, title: str) -> str:
    """A body without the pointer to the whole article at its end; what stands before it must end as text does."""
    start = body.rfind("\n") + 1
    words = body[start:].split(" ")
    headline = phrases.folded(title)
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        if count < len(words) and not words[-count - 1].endswith(_BEFORE):
            continue
        pointer = phrases.folded(" ".join(words[-count:]))
        if phrases.points_on(pointer) or (headline and pointer.endswith(headline) and _headed(pointer, headline)):
            return (body[:start] + " ".join(words[:-count])).rstrip("\n |→-–—") or body
    return body


def _headed(pointer: str, headline: str) -> bool:
    """Whether a pointer is "Continue reading" and the headline."""
    before = phrases.folded(pointer.removesuffix(headline))
    return phrases.points_on(before) or phrases.points_on(f"{before} this")
