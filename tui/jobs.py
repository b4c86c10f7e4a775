"""Makes the jobs of the worker, each of which makes one message. Runs in the worker thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from morgue.core.article import Filed
from morgue.core.errors import MorgueError
from morgue.search.answer import NotFound, SearchQuery, TimeBucket, Timeline, Unit
from morgue.search.language.completion import completions
from morgue.search.request import Facet, FacetName, Hit, Marking
from morgue.search.searcher import Searcher
from morgue.tui import messages
from morgue.tui.state import COUNTED, TAG, Browsing, ask_of, with_open_end
from morgue.tui.view.calendar import days_of, months_between
from morgue.tui.view.page import Manner, Page, lead_of, set_article, set_more
from morgue.tui.worker import Job
from morgue.workspace.saved_searches import SavedSearches
from morgue.workspace.workspace import Workspace

#: Hits that a jump to another day looks through at most, and how many at once.
FARTHEST_JUMP, JUMP_STEP = 20_000, 500
#: Stories of a saved search that are looked through for unseen ones.
MOST_UNSEEN = 1_000
#: Ways to go on that are offered for what is being typed.
MOST_OFFERED = 12
#: With so few months the histogram shows days.
FEW_MONTHS = 3


def search(state: Browsing, limit: int, unfinished: bool = False) -> Job:
    """The first hits of a state. What else is to be counted comes after them: see `facets`.

    While a query is `unfinished` its last word may be the beginning of one: where no article has the word itself,
    those with words that begin so are the answer.
    """

    def job(searcher: Searcher, number: int) -> messages.Answered:
        # The query by itself first: an error's column is then a column of what was typed.
        searcher.parse(state.text, state.match)
        answer = searcher.answer(ask_of(state, limit))
        longer = with_open_end(state.text) if unfinished else None
        if longer is not None and not answer.result.articles and not answer.result.partial:
            longer_state = replace(state, text=longer)
            found = searcher.answer(ask_of(longer_state, limit))
            if found.result.articles:
                return messages.Answered(number, found, longer_state)
        return messages.Answered(number, answer, state)

    return job


def advice(state: Browsing, question: int) -> Job:
    """What to try instead, where `question` found nothing."""

    def job(searcher: Searcher, number: int) -> messages.Advised:
        return messages.Advised(question, searcher.advice(ask_of(state, 0)))

    return job


def facets(state: Browsing, question: int, tags: bool = False) -> Job:
    """The facets of the answer to `question`; with the tags where there are any."""

    def job(searcher: Searcher, number: int) -> messages.FacetsCounted:
        counted = (*COUNTED, TAG) if tags else COUNTED
        return messages.FacetsCounted(question, _widened(searcher, state, counted))

    return job


def _widened(searcher: Searcher, state: Browsing, counted: tuple[FacetName, ...]) -> tuple[Facet, ...]:
    """Each facet counted as if nothing were chosen in it, so that a second value can be chosen too."""
    wider = list(_counted(searcher, state, counted))
    for name in dict.fromkeys(name for name, _ in state.include):
        if not searcher.wanted():
            break
        include = tuple(pair for pair in state.include if pair[0] != name)
        wider += _counted(searcher, replace(state, include=include), (name,))
    if state.when is not None:
        wider += _counted(searcher, replace(state, when=None), ("month",))
    found = {facet.name: facet for facet in wider}
    months = found.get("month")
    if months is not None and months.buckets and _span(months) <= FEW_MONTHS:
        found |= {f.name: f for f in _counted(searcher, replace(state, when=None), ("day",))}
    return tuple(found.values())


def _span(months: Facet) -> int:
    values = [bucket.value for bucket in months.buckets]
    return len(months_between(min(values), max(values)))


def _counted(searcher: Searcher, state: Browsing, facets: tuple[FacetName, ...]) -> tuple[Facet, ...]:
    ask = replace(ask_of(state, 0, facets=facets), snippets=0)
    return searcher.answer(ask).result.facets


def complete(typed: str, workspace: Workspace) -> Job:
    """The ways in which a query that is being typed may go on."""

    def job(searcher: Searcher, number: int) -> messages.Completed:
        def look_up(field: str, beginning: str) -> Iterable[str]:
            if field == "tag":
                return [name for name in workspace.tags.names() if name.startswith(beginning)]
            return searcher.complete(field, beginning, MOST_OFFERED)

        saved = list(workspace.saved.usable()[0]) if "@" in typed else []
        found = islice(completions(typed, look_up, saved), MOST_OFFERED)
        return messages.Completed(number, typed, tuple(found))

    return job


def pages(state: Browsing, question: int, offset: int, count: int) -> Job:
    """Hits further down in the answer of `question`."""

    def job(searcher: Searcher, number: int) -> messages.PagesRead:
        found = searcher.answer(ask_of(state, count, offset))
        return messages.PagesRead(question, offset, found.result.hits)

    return job


def article(id: str, marking: Marking, manner: Manner) -> Job:
    """An article's first page; a short one as a whole."""

    def job(searcher: Searcher, number: int) -> messages.ArticleSet:
        filed = searcher.show(id)
        return messages.ArticleSet(number, set_article(filed, marking, replace(manner, lead=_lead(searcher, filed))))

    return job


def _lead(searcher: Searcher, filed: Filed) -> str:
    """What a copy goes back to, in words; empty for an original, and where the other was forgotten meanwhile."""
    if filed.story.role == "original" or not filed.story.of:
        return ""
    try:
        return lead_of(searcher.show(filed.story.of))
    except NotFound:
        return ""


def more(page: Page, whole: bool = False) -> Job:
    """More of a long article, or all of it, as far as nothing else is wanted meanwhile."""

    def job(searcher: Searcher, number: int) -> messages.ArticleSet:
        setting = set_more(page)
        while whole and setting.rest is not None and searcher.wanted():
            setting = set_more(page)
        return messages.ArticleSet(number, setting, further=True)

    return job


def story(id: str) -> Job:
    """A story by its id or a member's."""

    def job(searcher: Searcher, number: int) -> messages.StoryRead:
        from morgue.index.stories.card import card  # only here: it costs as much to import as half the browser

        found = searcher.story(id)
        return messages.StoryRead(number, found, card(found.members))

    return job


def diff(a: str, b: str) -> Job:
    """What b changed against a."""

    def job(searcher: Searcher, number: int) -> messages.DiffMade:
        return messages.DiffMade(number, searcher.show(a), searcher.show(b), searcher.diff(a, b))

    return job


def timelines(queries: Sequence[str], by: Unit | None, within: str = "") -> Job:
    """The curves of up to four queries, all in the unit of the first; days only of one month, `within`."""

    def job(searcher: Searcher, number: int) -> messages.TimelinesCounted:
        found: list[Timeline] = []
        for query in queries:
            unit = found[0].by if found else by
            if unit == "day" and len(within) == 7:
                found.append(_days(searcher, query, within))
            else:
                found.append(searcher.timeline(query, unit))
        return messages.TimelinesCounted(number, tuple(found))

    return job


def _days(searcher: Searcher, query: str, month: str) -> Timeline:
    held = {b.value: b for f in _counted(searcher, Browsing(when=(month, month)), ("day",)) for b in f.buckets}
    state = Browsing(query, when=(month, month))
    found = {b.value: b for f in _counted(searcher, state, ("day",)) for b in f.buckets}
    buckets = tuple(
        TimeBucket(
            day,
            found[day].articles if day in found else 0,
            found[day].stories if day in found else 0,
            held[day].articles if day in held else 0,
        )
        for day in days_of(month)
    )
    return Timeline(searcher.ask(replace(ask_of(Browsing(query), 0), snippets=0)).parsed, "day", buckets, 0)


def similar(id: str, title: str) -> Job:
    """Stories akin to an article."""

    def job(searcher: Searcher, number: int) -> messages.SimilarFound:
        return messages.SimilarFound(number, title, searcher.similar(id, 20))

    return job


def saved(store: SavedSearches) -> Job:
    """The saved searches with the number of stories not seen since each was last looked at."""

    def job(searcher: Searcher, number: int) -> messages.SavedCounted:
        counted = tuple((name, query, _unseen(searcher, store, name, query)) for name, query in store.all().items())
        return messages.SavedCounted(number, counted)

    return job


def _unseen(searcher: Searcher, store: SavedSearches, name: str, query: str) -> int | None:
    try:
        return len(store.unseen(name, story_ids(searcher, query)))
    except MorgueError:
        return None


def story_ids(searcher: Searcher, query: str) -> list[str]:
    """The newest stories of a query."""
    found = searcher.ask(SearchQuery(query, limit=MOST_UNSEEN, sort="newest", snippets=0))
    return [hit.story.id for hit in found.result.hits]


def seen(store: SavedSearches, name: str, query: str) -> Job:
    """Marks what a saved search finds now as seen, then counts all anew."""

    def job(searcher: Searcher, number: int) -> messages.SavedCounted:
        store.mark_seen(name, story_ids(searcher, query))
        message = saved(store)(searcher, number)
        assert isinstance(message, messages.SavedCounted)
        return message

    return job


def jump(state: Browsing, hit: Hit, index: int, unit: Unit, by: int) -> Job:
    """The nearest hit after (or before) `index` whose day or month is another than that of `hit`."""

    def job(searcher: Searcher, number: int) -> messages.JumpFound:
        return messages.JumpFound(number, _jumped(searcher, state, _date(hit, unit), index, unit, by))

    return job


def _date(hit: Hit, unit: Unit) -> str:
    return (hit.date or "")[: 7 if unit == "month" else 10]


def _jumped(searcher: Searcher, state: Browsing, before: str, index: int, unit: Unit, by: int) -> int | None:
    for steps in range(FARTHEST_JUMP // JUMP_STEP):
        low = index + 1 + steps * JUMP_STEP if by > 0 else max(0, index - (steps + 1) * JUMP_STEP)
        count = JUMP_STEP if by > 0 else min(JUMP_STEP, index - steps * JUMP_STEP)
        if count <= 0:
            return None
        found = searcher.ask(replace(ask_of(state, count, low), snippets=0)).result.hits
        ordered = list(enumerate(found, low))
        for place, hit in ordered if by > 0 else reversed(ordered):
            if _date(hit, unit) != before:
                return place
        if not found:
            return None
    return None
