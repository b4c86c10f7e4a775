"""Works out what a change alters in the cluster: places in stories, ties, other ids of stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from morgue.core.analyzer import fold
from morgue.index.cluster.document import signed
from morgue.index.cluster.filing.batch import unsigned_of
from morgue.index.cluster.filing.neighbourhood import Arrival, Known, Missing, Numbered, Tie
from morgue.index.cluster.filing.rows import Row, Rows
from morgue.index.cluster.filing.worked import Worked, kept_of
from morgue.index.stories.similarity.candidates import LEADERS

_SPLIT = ("band", "sample")
#: Of a tie: what of each text is in the other, where the shorter lies in the longer, whether they are versions.
Shares = tuple[float, float, float, float, bool]


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit alters.

    new      each arrival with its place, and by channel the keys that it does not lead
    moved    articles whose place in a story is another now
    removed  ids that go
    led      by each and channel keys that an article leads now, since others went
    tied     ties that are new, with their shares; parted: ties that are no more
    aliases  other ids that lead to a story now
    born     the last number given to a story
    """

    new: tuple[tuple[Arrival, Row, dict[str, list[int]]], ...] = ()
    moved: tuple[Row, ...] = ()
    removed: tuple[str, ...] = ()
    led: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    tied: dict[Tie, tuple[float, float, float, float, bool]] = field(default_factory=dict)
    parted: tuple[Tie, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    born: int = 0


def file(rows: Rows, arrivals: Sequence[Arrival], removed: Iterable[str], born: int, gen: int, epoch: int) -> Change:
    """Works a change out. An arrival that is filed `again` takes the place of the article that has its each."""
    known = Known(rows)
    gone = frozenset(removed) | {a.id for a in arrivals if a.again}
    wanted = _near(known, arrivals, gone)
    while True:
        try:
            worked, wanted = _round(known, wanted, arrivals, gone)
        except Missing as missing:
            if missing.ids <= wanted:  # or it would go on for ever
                raise KeyError(f"asked for what was given: {sorted(missing.ids)[:3]}") from None
            known.load(missing.ids)
            wanted = wanted | (missing.ids & known.rows.keys())
            if not missing.ids <= known.rows.keys():
                raise KeyError(f"not in the archive: {sorted(missing.ids - known.rows.keys())[:3]}") from None
            if missing.reached:  # or each further round would ask for the next ones beside them
                wanted |= known.mates(missing.ids)
            continue
        return _change(worked, born, gen, epoch)


def _near(known: Known, arrivals: Sequence[Arrival], gone: frozenset[str]) -> set[str]:
    """What is sure to be asked for: holders of the arrivals' keys, and all that stands near what goes."""
    wanted: set[str] = set(gone)
    for channel in ("text", "link", "band", "sample"):
        keys = {k for a in arrivals for k in signed(getattr(a.prepared.keys, channel))}
        held = known.holders(channel, sorted(keys))
        wanted.update(each for k in keys for each in held.get(k, ()))
    # A story may be called as an article that comes again, and another as that article's own story then would be.
    wanted |= known.grouped("story", (name for a in arrivals for name in (a.id, f"{a.id}~")))
    if gone:
        known.load(gone)
        wanted |= known.mates(gone)
    return wanted


def _round(
    known: Known, wanted: set[str], arrivals: Sequence[Arrival], gone: frozenset[str]
) -> tuple[Worked, set[str]]:
    """The change over what is wanted; Missing, by an exception, as long as that is too little."""
    old = sorted(wanted, key=lambda each: known.rows[each].seq)
    known.load_ties({known.rows[each].name for each in old})
    stories = sorted({known.rows[each].story for each in old})
    ids = sorted({*old, *(a.id for a in arrivals)})
    aliases = dict(known.source.aliases("story", stories)) | dict(known.source.aliases("alias", ids))
    if lacking := known.grouped("story", aliases.values()) - wanted:
        raise Missing(lacking)
    worked = Worked(Numbered(known, old, arrivals, gone), aliases)
    worked.run()
    reached = set(signed(worked.book.reached))
    need = known.grouped("name", reached)
    need |= known.grouped("story", {known.rows[each].story for each in old if known.rows[each].name in reached})
    ends = known.load_ties(reached)
    need |= known.grouped("name", ends & reached)
    if lacking := need - wanted:
        raise Missing(lacking, reached=True)
    return worked, wanted


def _change(worked: Worked, born: int, gen: int, epoch: int) -> Change:
    numbered, columns, known = worked.numbered, worked.book.columns, worked.numbered.known
    names: dict[int, str] = {}

    def story_of(doc: int) -> str:
        ordinal = int(columns.story[doc])
        if ordinal not in names:
            names[ordinal] = columns.id_of(ordinal, numbered.id)
        return names[ordinal]

    members: dict[str, list[int]] = defaultdict(list)
    for doc in range(len(numbered)):
        if columns.story[doc] >= 0:
            members[story_of(doc)].append(doc)
    touched = _touched(worked, members)
    age, born = _ages(worked, touched, born)
    docs = [d for story in touched for d in members[story]]
    changed = _changed(numbered, docs, columns)
    rows = {}
    for d in docs:
        several = len(members[story_of(d)]) > 1
        rows[d] = _row(worked, d, story_of(d), age, several, changed.get(d, ()), gen, epoch)
    old = len(numbered.old)
    tied, parted = _ties(worked)
    called = {alias: columns.id_of(o, numbered.id) for alias, o in columns.aliases.items()}
    return Change(
        new=tuple((a, rows[numbered.new[a.id]], unled) for a, unled in _unled_keys(numbered)),
        moved=tuple(row for d, row in sorted(rows.items()) if d < old and row != known.rows[numbered.old[d]]),
        removed=tuple(sorted(numbered.removed - numbered.new.keys())),
        led=_led(numbered) if numbered.removed else {},
        tied=tied,
        parted=parted,
        aliases={alias: story for alias, story in called.items() if worked.aliases.get(alias) != story},
        born=born,
    )


def _touched(worked: Worked, members: dict[str, list[int]]) -> list[str]:
    """The stories in which something was filed, in their order."""
    numbered, reached = worked.numbered, set(signed(worked.book.reached))
    old = len(numbered.old)
    found = [s for s, docs in members.items() if any(d >= old or numbered.name(d) in reached for d in docs)]
    return sorted(found, key=lambda s: int(worked.book.columns.story[members[s][0]]))


def _ages(worked: Worked, touched: Sequence[str], born: int) -> tuple[dict[str, int], int]:
    """The number of each story, new ones numbered on from `born`; and the last number given."""
    age: dict[str, int] = {}
    for row in (worked.numbered.known.rows[each] for each in worked.numbered.old):
        age[row.story] = min(row.born, age.get(row.story, row.born))
    for story in touched:
        if story not in age:
            born += 1
            age[story] = born
    return age, born


def _ties(worked: Worked) -> tuple[dict[Tie, Shares], tuple[Tie, ...]]:
    """The ties that are new or have other shares, and those that are no more."""
    numbered, before = worked.numbered, worked.numbered.known.ties
    ties: dict[Tie, Shares] = {
        (a, b, bool(linked)): (float(ab), float(ba), float(s), float(e), bool(v))
        for a, b, ab, ba, s, e, v, linked in _tie_rows(worked)
    }
    near = {numbered.name(d) for d in range(len(numbered.old))}
    gone = tuple(t for t in before if t not in ties and (t[0] in near or t[1] in near))
    return {t: s for t, s in ties.items() if before.get(t) != s}, gone


def _tie_rows(worked: Worked) -> Iterable[tuple[Any, ...]]:
    e = worked.book.edges
    columns = (signed(e.a), signed(e.b), e.kept_ab, e.kept_ba, e.start, e.end, e.version, e.linked)
    return zip(*columns, strict=True)


def _row(
    worked: Worked,
    doc: int,
    story: str,
    age: dict[str, int],
    company: bool,
    changed: tuple[str, ...],
    gen: int,
    epoch: int,
) -> Row:
    numbered, columns, texts = worked.numbered, worked.book.columns, worked.book.texts
    of, kept = int(columns.of[doc]), kept_of(columns.kept[doc])
    if doc < len(numbered.old):
        held = numbered.known.rows[numbered.old[doc]]
    else:
        a = numbered.arrivals[doc - len(numbered.old)]
        name, tie, marks = (signed(np.array([c[doc]], np.uint64))[0] for c in (texts.name, texts.tie, texts.title))
        if a.again:  # it came with an earlier commit, and stays of that one
            gen, epoch = numbered.known.rows[a.id].gen, numbered.known.rows[a.id].epoch
        held = Row(a.id, a.seq, name, tie, marks, a.words, story, 0, None, None, 0, gen, epoch, False)
    return replace(
        held,
        story=story,
        role=int(columns.role[doc]),
        of=None if of < 0 else numbered.id(of),
        kept=kept,
        born=age[story],
        company=company,
        changed=changed,
    )


def _changed(numbered: Numbered, docs: Sequence[int], columns: Any) -> dict[int, tuple[str, ...]]:
    """In what each article differs from the one that it derives from: its title, its text."""
    derived = [d for d in docs if columns.of[d] >= 0]
    sources = [int(columns.of[d]) for d in derived]
    titles = [a.title or "" for a in numbered.headers([*derived, *sources])]
    found = {}
    for i, doc in enumerate(derived):
        same = _plain(titles[i]) == _plain(titles[len(derived) + i])
        found[doc] = tuple(name for name, differs in (("text", columns.kept[doc] < 1), ("title", not same)) if differs)
    return found


def _plain(text: str) -> str:
    return fold(" ".join(text.casefold().split()))


def _unled_keys(numbered: Numbered) -> Iterable[tuple[Arrival, dict[str, list[int]]]]:
    """Each arrival with those of its keys that so many texts with smaller names hold that it leads none of them."""
    held = {channel: numbered.known.holders(channel, ()) for channel in _SPLIT}
    crowded = {channel: numbered.batch(channel).crowded(held[channel]) for channel in _SPLIT}
    for arrival in numbered.arrivals:
        own = unsigned_of(numbered.name(numbered.new[arrival.id]))
        found: dict[str, list[int]] = {}
        for channel in _SPLIT:
            keys = [k for k in signed(getattr(arrival.prepared.keys, channel)) if k in crowded[channel]]
            found[channel] = [k for k in keys if not _may_lead(numbered, channel, k, own)]
        yield arrival, found


def _may_lead(numbered: Numbered, channel: str, key: int, own: int) -> bool:
    """Whether a text of this name is among those that lead a key."""
    there = [
        numbered.known.rows[i].name
        for i in numbered.known.holders(channel, ()).get(key, ())
        if i not in numbered.removed
    ]
    there += [numbered.name(d) for d in numbered.batch(channel).of(key)]
    return len({n for n in map(unsigned_of, there) if n < own}) < LEADERS


def _led(numbered: Numbered) -> dict[str, dict[str, list[int]]]:
    """What leads a key, now that others went, and is not yet found by it."""
    known = numbered.known
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    going = known.keys(sorted(numbered.removed))
    for channel in _SPLIT:
        every = {k for each in numbered.removed for c in (channel, f"{channel}_rest") for k in going[each].get(c, ())}
        known.holders(channel, sorted(every))
        known.holders(f"{channel}_rest", sorted(every))
    for each in numbered.removed:
        keys = going[each]
        for channel in _SPLIT:
            rest = f"{channel}_rest"
            for key in {*keys.get(channel, ()), *keys.get(rest, ())}:
                listed = known.holders(channel, [key]).get(key, ())
                unled = [i for i in known.holders(rest, [key]).get(key, ()) if i not in numbered.removed]
                if not unled:
                    continue
                there = {unsigned_of(known.rows[i].name) for i in (*listed, *unled) if i not in numbered.removed}
                first = set(sorted(there)[:LEADERS])
                for i in unled:
                    if unsigned_of(known.rows[i].name) in first and key not in found[i][channel]:
                        found[i][channel].append(key)
    return {each: dict(channels) for each, channels in found.items()}
