"""Gathers a capture file's rejects into one for each reason, which says how many captures it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from morgue.core.article import Rejected
from morgue.core.wording.quantities import quantity
from morgue.index.sources.location import Broken, Found, Place

#: Kinds that one reject names, and kinds that are counted apart at all.
_NAMED, _COUNTED = 5, 1_000


@dataclass(slots=True)
class _Reason:
    first: Rejected
    captures: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def told_once(found: Iterator[Found], place: Place) -> Iterator[Found]:
    """The items as they come, then one reject for each reason; a reject that is the only one of its reason stays as is.

    A file of pictures and scripts has thousands of captures that were never meant to be read. Broken comes after them.
    """
    reasons: dict[str, _Reason] = {}
    broken: Broken | None = None
    try:
        for each in found:
            if isinstance(each, Rejected):
                _count(reasons.setdefault(each.reason, _Reason(each)), each.detail)
            else:
                yield each
    except Broken as e:
        broken = e
    for reason in reasons.values():
        yield (
            reason.first
            if reason.captures == 1
            else replace(reason.first, path=place.path, member=place.member, detail=_told(reason))
        )
    if broken is not None:
        raise broken


def _count(reason: _Reason, kind: str) -> None:
    reason.captures += 1
    if kind in reason.kinds or len(reason.kinds) < _COUNTED:
        reason.kinds[kind] += 1


def _told(reason: _Reason) -> str:
    named = reason.kinds.most_common(_NAMED)
    told = [f"{count:,} {kind}".rstrip() for kind, count in named]
    if others := reason.captures - sum(count for _, count in named):
        told.append(f"{quantity(others, 'other')}")
    return f"{quantity(reason.captures, 'capture')}: {', '.join(told)}; the first is {reason.first.member}"
