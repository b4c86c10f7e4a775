"""Finds other whole articles on an article's page, where the site goes on with the next one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from morgue.index.clean.html.body import same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Headlines looked at.
_MOST = 100


def without_others(tree: HtmlElement, stated: Sequence[str]) -> None:
    """Takes out, in place, each `article` with an h1 of its own that comes after the one whose h1 the page states.

    stated: the headlines that the page gives for itself outside its text.
    """
    headed = _headed(tree)
    own = next((i for i, (_, h1) in enumerate(headed) if any(same_line(h1, title) for title in stated)), None)
    if own is None:
        return
    kept = headed[own][0]
    for article, h1 in headed[own + 1 :]:
        if kept not in article.iterancestors() and not any(same_line(h1, title) for title in stated):
            article.drop_tree()


def _headed(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """The page's articles that have an h1 in no article within them, each with the first of these, in their order."""
    found: dict[HtmlElement, str] = {}
    for h1 in islice(tree.iter("h1"), _MOST):
        article = next(h1.iterancestors("article"), None)
        text = " ".join(" ".join(h1.itertext()).split())
        if article is not None and text:
            found.setdefault(article, text)
    return list(found.items())
