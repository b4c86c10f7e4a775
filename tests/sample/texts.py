"""The sample's articles as texts: clean, copied off a page with its debris, and the weekly market report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sample.parts import day, related

if TYPE_CHECKING:
    from tests.sample.build import Story


def plain(story: Story) -> str:
    """A clean text file: headline, byline, text."""
    head = [story.title, f"By {story.by}" if story.by and not story.by.startswith("From") else story.by]
    if story.date > "2000":
        head.append(f"{story.outlet}, {day(story.date)}")
    return "\n\n".join([*head, *story.paragraphs]) + "\n"


def debris(story: Story, everything: list[Story]) -> str:
    """What select-all and copy makes of a page: menu, captions and adverts among the paragraphs."""
    first, *rest = story.paragraphs
    links = [s.title for s in related(story, everything, 3)]
    parts = [
        "Harbour Times\nNews Transport Council Courts Sport Subscribe\nLog in",
        f"{story.title}\n{story.title}",
        f"By {story.by}\nPublished {day(story.date)}\nShare Post Copy link Print",
        "A man holds his hat on Pier Street on Wednesday night. Photograph: Harbour Times",
        first,
        "Advertisement",
        *rest,
        "Sign up for our newsletter and get the day's news before the first ferry.",
        "Most read\n" + "\n".join(f"{n}. {title}" for n, title in enumerate(links, 1)),
        "© Harbour Times. Terms Privacy Contact the newsroom",
    ]
    return "\n\n".join(parts) + "\n"


def fish(story: Story) -> str:
    """The weekly market report: the same form each week, other figures."""
    landed, before, cod, haddock, sole, herring, boats, sea = story.fields["numbers"].split()
    return f"""FISH MARKET

Harbour Times
Week to {day(story.date)}

Landings at Harrow Bay came to {landed} tonnes this week, against {before} tonnes the week before. {boats} boats sold \
at the auction. The sea was {sea}.

Cod fetched {cod} crowns a kilo and haddock {haddock}. Sole stood at {sole} crowns. Herring for smoking went at \
{herring} crowns by the box.

Prices are averages of the Monday and Thursday auctions, before the market fee. Weights are as landed.
"""
