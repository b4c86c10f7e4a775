"""Sets a list of stories, a paragraph each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morgue.cli.render.search import INDENT
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import apart, clip, line_width
from morgue.render.labels import joined
from morgue.render.spans import Line, Look, faint, line, strong
from morgue.search.request import Story


def stories_lines(stories: Iterable[Story], look: Look) -> Iterator[Line]:
    """A list of stories, an empty line between two."""
    for i, story in enumerate(stories):
        if i:
            yield ()
        yield from story_lines(story, look)


def story_lines(story: Story, look: Look) -> Iterator[Line]:
    """Headline and period of a story, its outlets and its id."""
    first = story.members[0]
    shown = stand_in.headline(first.article.title, first.article.body)
    title = strong(shown)
    right = line(faint(joined([quantity(len(story.members), "article", "articles"), period(story)])))
    head = apart((title,), right, look)
    if head:
        yield head
    else:
        yield line(strong(clip(shown, look.width)))
        yield line(INDENT, *right)
    id_part = line(faint("id "), look.brief(story.id))
    room = look.width - len(INDENT) - line_width(id_part, look) - 2
    left = line(INDENT, faint(clip(", ".join(outlets(story)), max(0, room))))
    yield apart(left, id_part, look) or line(INDENT, *id_part)


def outlets(story: Story) -> list[str]:
    """The outlets that ran it, each once, in the order of the members."""
    return list(dict.fromkeys(filed.article.outlet or "unknown outlet" for filed in story.members))


def period(story: Story) -> str:
    """From the first to the last day on which it ran."""
    days = sorted(filed.article.date for filed in story.members if filed.article.date)
    return dates.period(days[0][:10], days[-1][:10]) if days else "no date"
