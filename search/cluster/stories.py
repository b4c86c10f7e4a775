"""Makes places in stories, hits and whole stories from the cluster's documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from morgue.core.analyzer import fold, terms
from morgue.core.article import Article, Filed, Membership, Role
from morgue.index.archive.snapshot import unfurnished
from morgue.index.cluster.document import furniture, restored
from morgue.search.cluster.session import Session
from morgue.search.deadline import Deadline
from morgue.search.query import NumberRange
from morgue.search.request import Explanation, Hit, Story

Json = dict[str, Any]

#: Characters of an article without a headline that are shown in its place, and outlets named beside a hit.
_LEAD, _ALSO = 320, 12
#: What is read of a hit beside the article itself.
PLACE = ("id", "story", "role", "of", "kept", "company", "first", "words")
_MATE = ("id", "story", "role", "outlet", "instant", "first", "date", "seq")
#: Stories asked for at once, and articles read at once.
_STORIES, _ARTICLES = 1_000, 100
_NEVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Mate:
    """A member of a story as its mates see it; instant is None where the date is unknown."""

    id: str
    role: str
    outlet: str | None
    instant: int | None
    first: int
    date: str | None
    seq: int


def fields_of(hit: Json) -> Json:
    """The first value of each field of a hit."""
    return {name: values[0] for name, values in hit.get("fields", {}).items()}


class Stories:
    """Reads stories at one point in time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def mates(self, stories: Iterable[str]) -> dict[str, list[Mate]]:
        """All members of some stories, in the archive's order."""
        found: dict[str, list[Mate]] = {s: [] for s in stories}
        wanted = list(found)
        for at in range(0, len(wanted), _STORIES):
            for hit in self._session.rows({"terms": {"story": wanted[at : at + _STORIES]}}, _MATE):
                f = fields_of(hit)
                mate = Mate(
                    f["id"], f["role"], f.get("outlet"), f.get("instant"), f.get("first", 0), f.get("date"), f["seq"]
                )
                found[f["story"]].append(mate)
        return found

    def hits(
        self, found: Sequence[Json], first: int, scored: bool, explanations: Sequence[Explanation | None] = ()
    ) -> tuple[Hit, ...]:
        """Hits of a search, whose sources hold the article, as they are shown."""
        if not found:
            return ()
        places = [fields_of(hit) for hit in found]
        mates = self.mates({p["story"] for p in places if p.get("company")})
        bare = [p["id"] for p, hit in zip(places, found, strict=True) if not hit["_source"]["a"].get("title")]
        leads = {f.article.id: f.article.body[:_LEAD] for f in self.filed(bare, mates)}
        hits = []
        for i, (place, hit) in enumerate(zip(places, found, strict=True)):
            article = restored(hit["_source"]["a"])
            story = _membership(place, mates.get(place["story"]))
            hits.append(
                Hit(
                    rank=first + i,
                    score=float(hit.get("_score") or 0.0) if scored else 0.0,
                    id=article.id,
                    title=article.title,
                    outlet=article.outlet,
                    agency=article.agency,
                    date=article.date,
                    authors=article.authors,
                    url=article.url,
                    language=article.language,
                    story=story,
                    also=_also(article, mates[place["story"]]) if story.outlets > 1 else (),
                    explanation=explanations[i] if explanations else None,
                    lead=leads.get(article.id, ""),
                )
            )
        return tuple(hits)

    def filed(self, ids: Sequence[str], mates: dict[str, list[Mate]] | None = None) -> tuple[Filed, ...]:
        """Those of the articles that exist, in the order asked."""
        found: dict[str, Filed] = {}
        for at in range(0, len(ids), _ARTICLES):
            part = list(ids[at : at + _ARTICLES])
            hits = list(self._session.rows({"terms": {"id": part}}, PLACE, size=len(part), _source={"includes": ["a"]}))
            found.update((f.article.id, f) for f in self.read(hits, mates))
        return tuple(found[i] for i in ids if i in found)

    def read(self, hits: Sequence[Json], mates: dict[str, list[Mate]] | None = None) -> Iterator[Filed]:
        """Articles whose bodies and places were read, their furniture left out."""
        places = [fields_of(hit) for hit in hits]
        known = dict(mates or {})
        known |= self.mates({p["story"] for p in places if p.get("company")} - known.keys())
        for place, hit in zip(places, hits, strict=True):
            kept = hit["_source"]["a"]
            article = unfurnished(restored(kept), furniture(kept))
            yield Filed(article, _membership(place, known.get(place["story"])), int(place.get("words", 0)))

    def story(self, id: str) -> Story:
        """A story by its id, which must be one: the original first, then by date, then by id; undated ones last."""
        mates = self.mates([id])
        ordered = sorted(mates[id], key=lambda m: (m.role != "original", m.instant is None, m.instant or 0, m.id))
        return Story(id, self.filed([m.id for m in ordered], mates))

    def find(self, id: str) -> str | None:
        """The id of a story by this id, by another that leads to it, or by the id of any member."""
        if self._session.count({"term": {"story": id}}):
            return id
        other = self._session.alias(id)
        if other is not None and self._session.count({"term": {"story": other}}):
            return other
        hit = next(iter(self._session.rows({"term": {"id": id}}, ("story",), size=1)), None)
        return None if hit is None else str(fields_of(hit)["story"])

    def sized(self, query: NumberRange, deadline: Deadline) -> tuple[bool, list[str]]:
        """Stories with so many copies or versions: (True, those that have), or (False, those that have not).

        An article alone in its story has none of either.
        """
        roles = ["copy", "excerpt"] if query.field == "copies" else ["version"]
        low = query.low or 0
        having: dict[str, int] = {}
        among = {"bool": {"filter": [{"term": {"company": True}}, {"terms": {"role": roles}}]}}
        for (story,), count in self._session.composite(among, ("story",), deadline):
            having[story] = count

        def fits(count: int) -> bool:
            return count >= low and (query.high is None or count <= query.high)

        if fits(0):
            return False, sorted(s for s, n in having.items() if not fits(n))
        return True, sorted(s for s, n in having.items() if fits(n))


def _membership(place: Json, mates: Sequence[Mate] | None) -> Membership:
    kept = place.get("kept")
    role: Role = place["role"]
    base = Membership(place["story"], role, place.get("of"), None if kept is None else round(float(kept), 4))
    if not mates:
        return base
    outlets = {" ".join(fold(t) for t in terms(m.outlet)) for m in mates if m.outlet}
    day = None
    if not place.get("first"):
        dated = [(m.first, m.seq, m.date) for m in mates if m.first]
        day = min(dated)[2] if dated else None
    return Membership(
        base.id,
        base.role,
        base.of,
        base.kept,
        articles=len(mates),
        copies=sum(m.role in ("copy", "excerpt") for m in mates),
        versions=sum(m.role == "version" for m in mates),
        outlets=max(1, len(outlets)),
        day=day,
    )


def _also(article: Article, mates: Sequence[Mate]) -> tuple[str, ...]:
    """The other outlets that ran the story, the earliest first."""
    ordered = sorted(mates, key=lambda m: (_NEVER if m.instant is None else m.instant, m.id))
    return tuple(dict.fromkeys(m.outlet for m in ordered if m.outlet and m.outlet != article.outlet))[:_ALSO]
