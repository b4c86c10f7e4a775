"""The embedded backend through its door: languages, order, facets, limits, deadlines, similar stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.errors import MorgueError
from morgue.index.archive.snapshot import Snapshot
from morgue.search.deadline import Deadline
from morgue.search.local.backend import LocalBackend
from morgue.search.local.matching import term_expansion
from morgue.search.query import (  # fmt: skip
    All,
    And,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Word,
)
from morgue.search.request import SearchRequest, Sort
from tests.local.build import article, snapshot


@pytest.fixture
def bay(tmp_path: Path) -> Snapshot:
    first = [
        article(1, "The ferry strike enters a third week. Crews said no.\nThe café closed.", "Ferry strike goes on",
                outlet="Harbour Times", date="2021-03-04", language="en", authors=("Ann Bell",),
                url="https://harbour.example/news/ferry-strike"),
        article(2, "Ferries stay in port as ministers step in. The strike may last.", "Ministers step in",
                outlet="Valley Post", date="2021-03-09", language="en"),
        article(3, "A quiet harbour and a mild storm of leaves.", outlet="Harbour Times", language="en"),
    ]  # fmt: skip
    second = [
        article(4, "Les grèves continuent. Le bateau reste au port.", "Grève", outlet="Le Quai", language="fr",
                date="2021-02"),
        article(5, "Crews of the ferry vote again; another strike follows in Harrow Bay.", outlet="Valley Post",
                date="2021-03-20T08:00:00Z", language="en"),
        article(6, "ferry strike withdrawn", language="en", date="2021-03-21"),
    ]  # fmt: skip
    return snapshot(tmp_path, [first, second], deleted=["a006"], stories=[["a001", "a002"]])


def ids(snap: Snapshot, query: Query, sort: Sort = "relevance") -> list[str]:
    request = SearchRequest(query, sort=sort, collapse=False)
    return [h.id for h in LocalBackend(snap).run(request).hits]


def test_a_word_stands_for_its_stem_mates_and_accents(bay: Snapshot) -> None:
    assert set(ids(bay, Word("ferries"))) == {"a001", "a002", "a005"}
    assert ids(bay, Word("cafe")) == ["a001"]
    assert ids(bay, Word("greve")) == ["a004"]
    assert set(ids(bay, Exact("ferries"))) == {"a002"}


def test_a_stem_of_another_language_is_left_alone(tmp_path: Path) -> None:
    # "pony" does not occur in French here, and English is the main language: French stems do not apply to it
    english = [article(n, "pony ponies", language="en") for n in range(1, 4)]
    french = [article(9, "chats", language="fr"), article(10, "un chat et ponies", language="fr")]
    snap = snapshot(tmp_path, [english, french])
    assert set(ids(snap, Word("pony"))) == {"a001", "a002", "a003", "a010"}
    assert set(ids(snap, Word("chats"))) == {"a009", "a010"}
    assert ids(snap, And((Word("ponies"), Keyword("lang", "fr")))) == ["a010"]


def test_order_is_by_date_then_id_and_undated_last_both_ways(bay: Snapshot) -> None:
    assert ids(bay, All(), sort="newest") == ["a005", "a002", "a001", "a004", "a003"]
    assert ids(bay, All(), sort="oldest") == ["a004", "a001", "a002", "a005", "a003"]
    assert ids(bay, Keyword("lang", "en"), sort="relevance") == ["a005", "a002", "a001", "a003"]


def test_recent_halves_a_score_every_thirty_days_and_puts_undated_last(bay: Snapshot) -> None:
    query = Or((Word("harbour"), Word("ferry")))
    backend = LocalBackend(bay)
    plain = {h.id: h.score for h in backend.run(SearchRequest(query, collapse=False)).hits}
    recent = {h.id: h.score for h in backend.run(SearchRequest(query, collapse=False, sort="recent")).hits}
    assert list(recent)[-1] == "a003"
    assert recent["a003"] == 0
    days = {"a001": 17, "a002": 12}  # before the newest date in the archive
    for name, count in days.items():
        assert recent[name] == pytest.approx(plain[name] * 0.5 ** (count / 30), rel=1e-4)


def test_conditions(bay: Snapshot) -> None:
    assert set(ids(bay, Keyword("outlet", "harbour"))) == {"a001", "a003"}
    assert ids(bay, Keyword("outlet", "Harbour", whole=True)) == []
    assert set(ids(bay, Keyword("outlet", "harbour times", whole=True))) == {"a001", "a003"}
    assert set(ids(bay, Keyword("outlet", "val* post"))) == {"a002", "a005"}
    assert ids(bay, Keyword("byline", "bell")) == ["a001"]
    assert ids(bay, Keyword("url", "harbour example")) == ["a001"]
    assert ids(bay, Keyword("id", "a004")) == ["a004"]
    assert set(ids(bay, Keyword("id", "a00*"))) == {"a001", "a002", "a003", "a004", "a005"}
    assert set(ids(bay, Keyword("story", "a002"))) == {"a001", "a002"}
    assert ids(bay, Keyword("role", "copy")) == ["a002"]
    assert ids(bay, Keyword("is", "undated")) == ["a003"]
    assert ids(bay, Keyword("changed", "title")) == ["a002"]
    assert set(ids(bay, NumberRange("copies", 1, None))) == {"a001", "a002"}
    march = DateRange(737850, 737880)
    assert set(ids(bay, march)) == {"a001", "a002", "a005"}
    assert set(ids(bay, And((march, Not(Word("ministers")), Word("crews"))))) == {"a001", "a005"}


def test_regular_expressions_on_short_fields(bay: Snapshot) -> None:
    assert ids(bay, Regex("^ferry", "title")) == ["a001"]
    assert ids(bay, Regex("b.ll$", "byline")) == ["a001"]
    assert ids(bay, Regex("news/.*strike", "url")) == ["a001"]
    with pytest.raises(MorgueError):
        ids(bay, Regex("(", "title"))


def test_a_pattern_without_end_is_given_up(tmp_path: Path) -> None:
    snap = snapshot(tmp_path, [[article(1, "x", "a" * 60 + "!"), article(2, "x", "aaa")]])
    found = LocalBackend(snap).run(SearchRequest(Regex(r"^(a|aa)+$", "title")), Deadline(120_000))
    assert [h.id for h in found.hits] == ["a002"]
    assert found.partial is not None and "takes too long on some values" in found.partial
    assert "stopped after" not in found.partial  # one value was given up, not the question


def test_a_prefix_past_the_limit_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_expansion, "MOST_FORMS", 3)
    words = " ".join(f"bay{i}" for i in range(8))
    snap = snapshot(tmp_path, [[article(1, words), article(2, "bay1 bay2 bay3"), article(3, "bay7")]])
    found = LocalBackend(snap).run(SearchRequest(Prefix("bay")))
    assert found.partial is not None
    assert "3" in found.partial
    assert {h.id for h in found.hits} >= {"a001", "a002"}


def test_no_time_is_said_and_not_an_error(bay: Snapshot) -> None:
    found = LocalBackend(bay).run(SearchRequest(Near(Word("ferry"), Word("strike"), 3)), Deadline(0))
    assert found.partial is not None


def test_explanations_add_up(bay: Snapshot) -> None:
    query = Or((Boost(Word("ferry"), 2.0), Word("strike"), Phrase(("third", "week"))))
    for hit in LocalBackend(bay).run(SearchRequest(query, explain=True)).hits:
        assert hit.explanation is not None
        assert sum(p.value for p in hit.explanation.parts) == pytest.approx(hit.score, rel=1e-3)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_by_date_there_is_no_score_to_explain(bay: Snapshot, sort: Sort) -> None:
    for hit in LocalBackend(bay).run(SearchRequest(Word("ferry"), sort=sort, explain=True)).hits:
        assert hit.score == 0 and hit.explanation is not None
        assert (hit.explanation.value, hit.explanation.parts) == (0, ())


def test_a_question_of_many_words_says_what_the_first_results_lent(bay: Snapshot) -> None:
    query = Or((Word("ferry"), Word("strike"), Word("harbour"), Word("crews"), Word("week")))
    found = LocalBackend(bay).run(SearchRequest(query, explain=True)).hits
    lent = [
        p for h in found if h.explanation for p in h.explanation.parts if p.label.startswith("words that the first")
    ]
    assert lent
    for part in lent:
        assert sum(p.value for p in part.parts) == pytest.approx(part.value)
    for hit in found:
        assert hit.explanation is not None
        assert sum(p.value for p in hit.explanation.parts) == pytest.approx(hit.score, rel=1e-3)


def test_marking_names_forms_and_phrases(bay: Snapshot) -> None:
    found = LocalBackend(bay).run(SearchRequest(And((Word("ferries"), Phrase(("third", "week")), Not(Word("port"))))))
    assert found.marking.terms == {"ferry", "ferries"}
    assert found.marking.phrases == (
        (frozenset({"ferry", "ferries"}),),
        (frozenset({"third"}), frozenset({"week"})),
    )


def test_similar_gives_other_stories_and_shared_words(bay: Snapshot) -> None:
    found = LocalBackend(bay).similar("a001").hits
    assert [s.hit.id for s in found] == ["a005"]
    assert "crews" in found[0].shared
    assert LocalBackend(bay).similar("nothing").hits == ()


def test_words_shared_by_chance_tie_nothing(tmp_path: Path) -> None:
    rows = [
        article(
            1, "The ferry strike on Pier Two began at dawn, and crews of the ferry burned crates.", "Ferry strike on"
        ),
        article(2, "Crews of the ferry ended their strike on Pier Two; the last crates burned.", "Ferry strike ends"),
        article(3, "A cat was found on the roof, and the last of its kittens slept there till dawn.", "Cat found"),
        *(article(n, f"And at noon on day {n} a wind of {n * 7} was on the mole; tide {n}.") for n in range(4, 30)),
    ]
    backend = LocalBackend(snapshot(tmp_path, [rows]))
    (found,) = backend.similar("a001").hits
    assert found.hit.id == "a002" and {"ferry", "strike", "crews"} <= set(found.shared)
    assert backend.similar("a003").hits == ()


def test_suggestions_and_completion(bay: Snapshot) -> None:
    backend = LocalBackend(bay)
    assert backend.suggest("ferrry")[0] == "ferry"
    assert backend.complete("outlet", "va") == ("Valley Post",)
    assert backend.complete("id", "a00", 2) == ("a001", "a002")
    assert "strike" in backend.complete("", "str")


def test_timeline_counts_matches_beside_holdings(bay: Snapshot) -> None:
    found = LocalBackend(bay).histogram(Word("ferry"), "month")
    assert [(b.start, b.articles, b.stories, b.holdings) for b in found.bins] == [
        ("2021-02", 0, 0, 1),
        ("2021-03", 3, 2, 3),
    ]
    assert found.undated == 0
    weeks = LocalBackend(bay).histogram(All(), "week")
    assert [b.start for b in weeks.bins] == ["2021-03-01", "2021-03-08", "2021-03-15"]
    assert weeks.undated == 2


def test_articles_and_stories_by_id(bay: Snapshot) -> None:
    backend = LocalBackend(bay)
    assert backend.fetch("a006") is None
    assert [f.article.id for f in backend.fetch_many(("a005", "zz", "a001"))] == ["a005", "a001"]
    assert len(list(backend.stream(All()))) == 5
    story = backend.story("a002")
    assert story is not None
    assert [m.article.id for m in story.members] == ["a001", "a002"]
    assert [s.id for s in backend.stories(All(), 1)] == ["a001", "a003", "a004", "a005"]
    assert [s.id for s in backend.stories(All(), 2)] == ["a001"]
    counts = backend.clause_counts([Word("ferry"), Fuzzy("fery"), Word("zeppelin")])
    assert [c and c.articles for c in counts.counts] == [3, 3, 0]
    assert backend.clause_counts([Word("ferry")], Deadline(0)).counts == (None,)


def test_an_empty_archive_answers(tmp_path: Path) -> None:
    backend = LocalBackend(snapshot(tmp_path, []))
    found = backend.run(SearchRequest(Word("ferry"), facets=("outlet", "month", "byline")))
    assert (found.articles, found.stories, found.hits) == (0, 0, ())
    assert backend.suggest("ferry") == ()
