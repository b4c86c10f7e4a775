"""Sets a sample on a screen: the sizes of its strata, then what was drawn. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import apart, clip, pad, pad_left, width
from morgue.render.spans import Line, Look, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.samples.sampling import Sample

#: Strata that are listed; of more the first are.
_MOST = 60


def sample_lines(told: Sample, look: Look) -> Iterator[Line]:
    """Strata and articles."""
    yield from strata_lines(told, look)
    digits = len(str(len(told.draw.ids)))
    for number, filed in enumerate(told, 1):
        article = filed.article
        where = faint(f"{article.outlet or 'unknown outlet'} · {dates.day(article.date)}   {look.brief(article.id)}")
        title = stand_in.headline(article.title, article.body)
        head = line(f"{number:>{digits}}  ")
        room = look.width - width(where.text) - digits - 4
        yield apart((*head, strong(clip(title, max(20, room)))), (where,), look) or (
            *head,
            strong(clip(title, look.width)),
        )


def strata_lines(told: Sample, look: Look) -> Iterator[Line]:
    """What was drawn from what: a head, and one line for each stratum where there are several."""
    draw, ask = told.draw, told.ask
    of = quantity(draw.articles, "article", "articles")
    if ask.one_per_story:
        of = f"{quantity(draw.stories, 'story', 'stories')}, one article each"
    head = line(strong(" ".join(ask.text.split())), faint(f"   {len(draw.ids):,} drawn of {of} · seed {ask.seed}"))
    yield from wrap(head, look.width, look, rest="    ")
    yield ()
    if not ask.by:
        return
    names = [" · ".join(value or "none" for value in stratum.values) for stratum in draw.strata]
    label = min(max(map(width, names), default=0), look.width // 2)
    for name, stratum in list(zip(names, draw.strata, strict=True))[:_MOST]:
        yield line("    ", pad(name, label), pad_left(f"{stratum.drawn:,}", 8), faint(f"  of {stratum.size:,}"))
    if len(names) > _MOST:
        yield line(faint(f"    and {len(names) - _MOST:,} more"))
    yield ()
