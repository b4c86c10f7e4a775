"""Words a receipt as prose, fit for a section on methods, and what its check found. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.wording.quantities import articles_in_stories, quantity
from morgue.render import dates
from morgue.render.spans import Line, Look, faint, line
from morgue.render.wrap import wrap
from morgue.search.desk.receipts.receipt import Receipt
from morgue.search.desk.receipts.receipt_check import Checked

_INDENT = "    "
#: Ids that are listed.
_MOST = 20


def receipt_lines(told: Receipt, look: Look) -> Iterator[Line]:
    """One paragraph, and the digests that tell the archive and the answer from any other."""
    yield from wrap(line(prose(told)), look.width, look)
    yield ()
    for name, digest in (("archive", told.archive.ids), ("sources", told.archive.sources), ("answer", told.found.ids)):
        yield line(f"{name:10}", faint(f"sha256 {digest}"))
    if told.sample is not None:
        yield line(f"{'sample':10}", faint(f"sha256 {told.sample['ids']}"))


def prose(told: Receipt) -> str:
    """What was done in plain sentences."""
    held, found = told.archive, told.found
    span = f", published {dates.period(*told.span)}" if told.span else ""
    outlets = quantity(told.outlets, "outlet", "outlets")
    archive = f"an archive of {articles_in_stories(held.articles, held.stories)} of {outlets}{span}"
    how = "any of the words" if told.match == "any" else "all words"
    read = "" if told.parsed == told.query else f", read as “{told.parsed}”"
    sentences = [
        f"On {dates.day(told.made)} we searched {archive}, with {told.program} (analyzer {told.analyzer}), "
        f"for “{told.query}”{read} ({how}).",
        *(f"There “@{name}” stands for “{text}”." for name, text in (told.saved or {}).items()),
        *(
            f"“{name}” was on {quantity(count, 'article', 'articles')}."
            for name, (count, _) in (told.sets or {}).items()
        ),
        f"{quantity(found.articles, 'article', 'articles')} in {quantity(found.stories, 'story', 'stories')} matched.",
    ]
    if told.sample is not None:
        sentences.append(_drawn(told))
    return " ".join(" ".join(sentences).split())


def _drawn(told: Receipt) -> str:
    part = told.sample or {}
    by = part["by"] if isinstance(part["by"], list) else []
    strata = (
        f", {'as many of each' if part['equal'] else 'in proportion'} by {' and '.join(map(str, by))}" if by else ""
    )
    one = ", at most one article a story" if part["one_per_story"] else ""
    return f"Of these {part['drawn']:,} were drawn by chance (seed {part['seed']}{strata}{one})."


def checked_lines(told: Checked, look: Look) -> Iterator[Line]:
    """Whether the same comes out, and what is otherwise."""
    then, now = told.receipt, told.now
    same = "The same comes out" if told.whole else "Something else comes out"
    articles, stories = (
        quantity(now.found.articles, "article", "articles"),
        quantity(now.found.stories, "story", "stories"),
    )
    said = f"{same} as on {dates.day(then.made)}: {articles} in {stories} for “{then.query}”."
    yield from wrap(line(" ".join(said.split())), look.width, look)
    for change in told.changes:
        yield from wrap(line(change.said), look.width, look, first=_INDENT + "· ", rest=_INDENT + "  ")
    for sign, ids in (("+", told.added), ("-", told.gone)):
        for name in ids[:_MOST]:
            yield line(_INDENT * 2, f"{sign} {name}")
        if len(ids) > _MOST:
            yield line(_INDENT * 2, faint(f"{sign} and {len(ids) - _MOST:,} more (--json has them all)"))
