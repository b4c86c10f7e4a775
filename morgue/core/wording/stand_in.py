"""Gives a marked stand-in for an article's missing headline or day. Pure.

In JSON the title stays null and the date too: a stand-in is for reading only.
"""

from __future__ import annotations

#: Characters of the first words that stand for a headline.
_LONGEST = 72


def headline(title: str | None, text: str) -> str:
    """The headline, or the first words of the text in brackets.

    >>> headline(None, "The ferry to Gull Island will run twice a day.")
    '[The ferry to Gull Island will run twice a day.]'
    """
    if title:
        return title
    words = " ".join(text[: 4 * _LONGEST].split())
    if not words:
        return "[no headline and no text]"
    if len(words) <= _LONGEST:
        return f"[{words}]"
    cut = words[:_LONGEST].rsplit(" ", 1)[0] if " " in words[:_LONGEST] else words[:_LONGEST]
    return f"[{cut.rstrip(' ,;:–—-')} …]"


def day(own: str, of_story: str | None, dated: bool) -> str:
    """The written day of an article; of an undated one, the written day of its story, said to be that."""
    return own if dated or not of_story else f"{of_story} (its story)"
