"""Compares a receipt with the archive as it is now, and says what has changed and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from morgue.core.json import Document, headed
from morgue.core.wording.quantities import quantity
from morgue.search.desk.receipts.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise now: of what, and in a sentence."""

    what: str
    said: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A receipt held against the archive as it is. whole: the same matches (and the same sample) come out.

    changes says what is otherwise, whether it matters to the matches or not; added and gone are ids of matches, as far
    as the receipt lists them.
    """

    receipt: Receipt
    now: Receipt
    whole: bool
    changes: tuple[Change, ...]
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """What has changed, and the counts then and now."""
        return headed(
            {
                "whole": self.whole,
                "query": self.receipt.query,
                "made": self.receipt.made,
                "then": {"articles": self.receipt.found.articles, "stories": self.receipt.found.stories},
                "now": {"articles": self.now.found.articles, "stories": self.now.found.stories},
                "changes": [{"what": change.what, "said": change.said} for change in self.changes],
                "added": list(self.added),
                "gone": list(self.gone),
            }
        )


def compare(then: Receipt, again: Receipt, still_there: frozenset[str]) -> Checked:
    """What is otherwise between a receipt and one made anew now of the same question.

    still_there: those of the ids which the first one lists that the archive has now.
    """
    changes = [*_of_program(then, again), *_of_archive(then, again), *_of_question(then, again)]
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same = then.found.ids == again.found.ids
    if not same:
        counts = f"{quantity(then.found.articles, 'article')} then, {again.found.articles:,} now"
        changes.append(Change("found", f"the query matches other articles: {counts}"))
    if not same and then.found.listed is not None:
        before = set(then.found.listed)
        gone = tuple(sorted(before - set(again.found.listed or ()))) if again.found.listed is not None else ()
        added = tuple(sorted(set(again.found.listed or ()) - before))
        changes += _of_matches(gone, added, still_there, again.found.listed is None)
    elif same and then.found.stories != again.found.stories:
        stories = quantity(again.found.stories, "story", "stories")
        said = f"the same articles are {stories} now, {then.found.stories:,} then"
        changes.append(Change("stories", said))
    drawn = then.sample is None or (again.sample is not None and then.sample["ids"] == again.sample["ids"])
    if not drawn:
        changes.append(Change("sample", "the same seed draws other articles"))
    return Checked(then, again, same and drawn and not again.partial, tuple(changes), added, gone)


def _of_program(then: Receipt, again: Receipt) -> Iterable[Change]:
    if then.program != again.program:
        yield Change("program", f"made by {then.program}, checked by {again.program}")
    if then.analyzer != again.analyzer:
        yield Change("analyzer", f"texts became terms by analyzer {then.analyzer}, now by {again.analyzer}")
    if again.partial:
        yield Change("partial", f"the check is not whole: {again.partial}")


def _of_archive(then: Receipt, again: Receipt) -> Iterable[Change]:
    before, after = then.archive, again.archive
    if before.ids != after.ids:
        more = after.articles - before.articles
        grown = (
            f"{quantity(abs(more), 'article')} {'more' if more > 0 else 'fewer'}"
            if more
            else "as many articles, but others"
        )
        yield Change("archive", f"the archive has {grown}: {after.articles:,}, then {before.articles:,}")
    elif before.sources != after.sources:
        yield Change("sources", "some articles of the archive were made from other sources than then")


def _of_question(then: Receipt, again: Receipt) -> Iterable[Change]:
    if then.parsed != again.parsed:
        yield Change("parsed", f"the query is read otherwise: {again.parsed}")
    for name, (count, ids) in (then.sets or {}).items():
        now_count, now_ids = (again.sets or {}).get(name, (0, ""))
        if now_ids != ids:
            yield Change("sets", f"{name} had {quantity(count, 'article')} then, has {now_count:,} now")


def _of_matches(
    gone: tuple[str, ...], added: tuple[str, ...], still_there: frozenset[str], many: bool
) -> Iterable[Change]:
    forgotten = [name for name in gone if name not in still_there]
    if forgotten:
        yield Change("forgotten", f"{len(forgotten):,} of the matches are not in the archive any more")
    if len(gone) > len(forgotten):
        yield Change("unmatched", f"{len(gone) - len(forgotten):,} are there but match no more")
    if added and not many:
        yield Change("added", f"{quantity(len(added), 'match is', 'matches are')} new")
