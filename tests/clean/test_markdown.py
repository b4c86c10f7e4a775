"""Notes and clippings in Markdown: the words that readers see, the headline apart, no marks."""

from __future__ import annotations

from morgue.core.article import Article, Given, RawItem
from morgue.index.clean import clean

NOTE = """# Harbour board orders *second* survey

The **harbour board** ordered a second survey of the [old pier](https://harrowbay.example/pier) on Tuesday,
after divers found that two of its pillars had been eaten away.

![A diver](diver.jpg)

## What was found

- Two pillars of oak, below the water line.
- A `brass lamp` of 1840.

> We shall not open it before we know, said Ida Marsh.

The market moves to the fish hall.<br>It begins there at noon.
"""


def note(text: str, given: Given | None = None) -> Article:
    found = clean(RawItem("a.md", "markdown", "text", text.encode(), "0" * 64, given=given or Given()))
    assert isinstance(found, Article)
    return found


def test_marks_are_no_part_of_headline_and_text() -> None:
    found = note(NOTE)
    assert found.title == "Harbour board orders second survey"
    assert found.body.splitlines() == [
        "The harbour board ordered a second survey of the old pier on Tuesday, after divers found that two of its "
        "pillars had been eaten away.",
        "What was found",
        "Two pillars of oak, below the water line.",
        "A brass lamp of 1840.",
        "We shall not open it before we know, said Ida Marsh.",
        "The market moves to the fish hall.",
        "It begins there at noon.",
    ]


def test_the_front_matters_headline_comes_first() -> None:
    assert note(NOTE, Given(title="Second survey")).title == "Second survey"


def test_a_heading_alone_is_a_headline_without_text() -> None:
    assert (note("# Ferry sinks").title, note("# Ferry sinks").body) == ("Ferry sinks", "")


def test_nested_quotes_and_brackets_without_end_are_survived() -> None:
    for part in (">", "[", "*", "- ", "`", "|a|b|\n|-|-|\n", "<div>", "![x]("):
        assert isinstance(clean(RawItem("a.md", "markdown", "text", (part * 2_000 + "x").encode(), "0" * 64)), Article)
