"""Other whole articles on an article's page, as pages have them that go on with the next one where the first ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from morgue.index.clean.html.body import same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def without_others(tree: HtmlElement, stated: Sequence[str]) -> None:
    """Takes out, in place, each `article` with an h1 of its own that comes after the one whose h1 the page states.

    stated: the headlines that the page gives for itself outside its text.
    """
    headed = [(article, h1) for article in tree.iter("article") if (h1 := _own_h1(article)) is not None]
    own = next((i for i, (_, h1) in enumerate(headed) if any(same_line(h1, title) for title in stated)), None)
    if own is None:
        return
    kept = headed[own][0]
    for article, h1 in headed[own + 1 :]:
        if kept not in article.iterancestors() and not any(same_line(h1, title) for title in stated):
            article.drop_tree()


def _own_h1(article: HtmlElement) -> str | None:
    """The text of the first h1 of an article that is in no article within it."""
    for h1 in article.iter("h1"):
        if next(h1.iterancestors("article"), None) is article:
            return " ".join(" ".join(h1.itertext()).split()) or None
    return None
