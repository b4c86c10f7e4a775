"""The articles of a random archive with their stories, told the plain way: what each article is, and what it counts."""

from __future__ import annotations

from collections.abc import Sequence

from morgue.core.article import Article, Membership, Role
from morgue.core.partial_date import parse_when
from morgue.search.periods import bucket_of_period, is_unit
from morgue.search.request import Count, FacetBucket, Hit
from tests.oracle.archives import Built

ROLE_OF_PLACE: tuple[Role, ...] = ("copy", "excerpt", "version")


class PlainArchive:
    """The live articles and what is known of each."""

    def __init__(self, built: Built) -> None:
        stories = [[i for i in s if i not in built.deleted] for s in built.stories]
        self.stories = {s[0]: s for s in stories if s}
        self.every = [a for s in built.segments for a in s]
        self.live = built.live
        self.by_id = {a.id: a for a in self.live}
        self._story = {i: s[0] for s in self.stories.values() for i in s}

    def story_of(self, id: str) -> str:
        return self._story.get(id, id)

    def members(self, story: str) -> list[Article]:
        return [self.by_id[i] for i in self.stories.get(story, [story])]

    def count(self, found: Sequence[Article]) -> Count:
        return Count(len(found), len({self.story_of(a.id) for a in found}))

    def bucket(self, value: str, articles: Sequence[Article]) -> FacetBucket:
        count = self.count(articles)
        return FacetBucket(value, count.articles, count.stories)

    def membership(self, article: Article) -> Membership:
        story = self.story_of(article.id)
        members = self.members(story)
        roles: list[Role] = ["original", *(ROLE_OF_PLACE[n % 3] for n in range(len(members)))][: len(members)]
        at = members.index(article)
        outlets = {m.outlet for m in members if m.outlet}
        return Membership(
            id=story,
            role=roles[at],
            of=None if not at else members[0].id,
            kept=None if not at else 0.5,
            articles=len(members),
            copies=sum(r in ("copy", "excerpt") for r in roles),
            versions=roles.count("version"),
            outlets=max(1, len(outlets)),
            day=self._day(article, members),
        )

    def _day(self, article: Article, members: Sequence[Article]) -> str | None:
        """The date of the story's first dated member, for one that has none."""
        dated = [(w.first, self.every.index(m), m.date) for m in members if (w := parse_when(m.date or ""))]
        return None if parse_when(article.date or "") or not dated else min(dated)[2]

    def also(self, article: Article) -> tuple[str, ...]:
        """The other outlets of its story, the earliest first."""
        members = sorted(self.members(self.story_of(article.id)), key=earliest)
        if len({m.outlet for m in members if m.outlet}) < 2:
            return ()
        return tuple(dict.fromkeys(m.outlet for m in members if m.outlet and m.outlet != article.outlet))

    def hit(self, id: str, rank: int, score: float) -> Hit:
        a = self.by_id[id]
        return Hit(
            rank=rank,
            score=score,
            id=id,
            title=a.title,
            outlet=a.outlet,
            agency=a.agency,
            date=a.date,
            authors=a.authors,
            url=a.url,
            language=a.language,
            story=self.membership(a),
            also=self.also(a),
        )

    def values(self, article: Article, name: str) -> tuple[str, ...]:
        """Its values of a facet or dimension."""
        if name == "byline":
            return tuple(dict.fromkeys(article.authors))
        if name == "role":
            return (self.membership(article).role,)
        if is_unit(name):
            when = parse_when(article.date or "")
            found = when and bucket_of_period(when.first, when.last, name)
        else:
            found = getattr(article, name)
        return (found,) if found else ()


def earliest(article: Article) -> tuple[bool, float, str]:
    """The key of the order by date, the undated last."""
    when = parse_when(article.date or "")
    return when is None, when.instant if when else 0, article.id
