"""Sets the agreement of coders, precision and recall on a screen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morgue.core.wording.quantities import quantity
from morgue.render.cells import clip
from morgue.render.spans import Line, Look, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.samples.agreement import Agreement
from morgue.search.desk.samples.recall import Estimate, Recall

#: Disagreements that are listed.
_MOST = 20
_INDENT = "    "


def agreement_lines(told: Iterable[Agreement], look: Look) -> Iterator[Line]:
    """For each variable its figures, then on what coders differ."""
    for number, each in enumerate(told):
        if number:
            yield ()
        yield from _figures(each, look) if each.units else _nothing(each, look)


def _nothing(each: Agreement, look: Look) -> Iterator[Line]:
    """Why there is no figure."""
    who = f"only {', '.join(each.coders)} filled it in" if each.coders else "nobody has filled it in"
    head = line(strong(each.variable), faint(f"   no article is coded by two coders: {who}"))
    yield from wrap(head, look.width, look, rest=_INDENT)


def _figures(each: Agreement, look: Look) -> Iterator[Line]:
    units = quantity(each.units, "article", "articles")
    about = f"   {units} coded by two or more · {', '.join(each.coders)} · {each.level}"
    yield from wrap(line(strong(each.variable), faint(about)), look.width, look, rest=_INDENT)
    pairs = faint(" mean of all pairs" if len(each.coders) > 2 else "")
    interval = "" if each.alpha_low is None else f"  {each.alpha_low:.3f} to {each.alpha_high:.3f}"
    yield line(_INDENT, f"{'agreement':22}", _share(each.percent))
    yield line(_INDENT, f"{'Cohen’s kappa':22}", _figure(each.cohen), pairs)
    yield line(_INDENT, f"{'Fleiss’ kappa':22}", _figure(each.fleiss))
    yield line(_INDENT, f"{'Krippendorff’s alpha':22}", _figure(each.alpha), faint(interval))
    if each.alpha is None:
        yield line(_INDENT, faint("all values are one and the same: nothing could have differed by chance"))
    yield from _differences(each, look)


def _differences(each: Agreement, look: Look) -> Iterator[Line]:
    if not each.disagreements:
        return
    yield line(_INDENT, faint(f"they differ on {quantity(len(each.disagreements), 'article', 'articles')}:"))
    for one in each.disagreements[:_MOST]:
        said = " · ".join(f"{coder} {value}" for coder, value in one.values)
        yield line(_INDENT * 2, clip(f"{one.unit}   {said}", look.width - 2 * len(_INDENT)))
    if len(each.disagreements) > _MOST:
        yield line(_INDENT * 2, faint(f"and {len(each.disagreements) - _MOST:,} more (--json has them all)"))


def recall_lines(query: str, told: Recall, look: Look) -> Iterator[Line]:
    """Precision and recall with their intervals, and what they stand on."""
    head = line(strong(" ".join(query.split())), faint(f"   {quantity(told.coded, 'coded article', 'coded articles')}"))
    yield from wrap(head, look.width, look, rest=_INDENT)
    found = faint(f"  {told.both:,} of {told.found:,} found are relevant")
    relevant = faint(f"  {told.both:,} of {told.relevant:,} relevant are found")
    yield line(_INDENT, f"{'precision':12}", _estimate(told.precision), found)
    yield line(_INDENT, f"{'recall':12}", _estimate(told.recall), relevant)
    yield line(_INDENT, f"{'F1':12}", _figure(told.f1))


def _estimate(told: Estimate) -> str:
    return f"{_figure(told.value)}  {told.low:.3f} to {told.high:.3f}"


def _figure(value: float | None) -> str:
    return f"{value:6.3f}" if value is not None else "     –"


def _share(value: float | None) -> str:
    return f"{value:6.1%}" if value is not None else "     –"
