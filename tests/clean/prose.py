"""Paragraphs of a plain text, and the article that is made of one."""

from __future__ import annotations

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean

PROSE = """HARROW BAY (Reuters) - The council voted on Monday to rebuild the old pier, which a storm had closed.

Work is to begin in the spring and will cost about four million, the mayor said after the vote, which was close.

“We have waited long enough,” said Ida Marsh, who has sold ice cream at the pier for thirty years.
"""
MORE = "Three members voted against the plan, they said, because the old school is to be pulled down for it."


def article(text: str) -> Article:
    found = clean(RawItem("a.txt", "text", "text", text.encode(), "0" * 64))
    assert isinstance(found, Article)
    return found
