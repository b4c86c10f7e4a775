"""Records of JSON under any name: where the articles lie, what their fields mean, what is HTML and what is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from morgue.core.article import RawItem, Rejected
from morgue.index.sources import limits, read
from morgue.index.sources.fields.mapping import MappingError, columns
from tests.sources.helpers import both, one, reasons, written

BODY = "The harbour master of Brannock closed the slipway on Friday after a hull inspection found two cracks. " * 3
TEXT = BODY.strip()


def saved(path: Path, value: object, indent: int | None = None) -> Path:
    return written(path, json.dumps(value, indent=indent).encode())


@pytest.mark.parametrize(
    "envelope",
    [
        lambda rows: {"status": "ok", "articles": rows},
        lambda rows: {"data": {"search": {"edges": [{"node": row} for row in rows]}}},
        lambda rows: {"hits": {"total": 2, "hits": [{"_id": "x", "_source": row} for row in rows]}},
        lambda rows: {"list": {str(number): row for number, row in enumerate(rows)}},
        lambda rows: {"brannock": {"stories": rows[:1]}, "skerry": {"stories": rows[1:]}},
        lambda rows: [{"page": 1, "results": rows[:1]}, {"page": 2, "results": rows[1:]}],
        lambda rows: {"meta": {"images": [{"title": "logo", "url": "u"}]}, "payload": {"unheard_of": rows}},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_lists_of_articles_are_found_wherever_they_stand(
    tmp_path: Path, envelope: Callable[[list[dict[str, str]]], object], indent: int | None
) -> None:
    rows = [{"title": "One", "text": TEXT, "url": "https://b.example/1"}, {"title": "Two", "text": TEXT + " More."}]
    items, rejected = both(saved(tmp_path / "a.json", envelope(rows), indent))
    assert ([i.given.title for i in items], rejected) == (["One", "Two"], [])
    assert items[1].data.decode().endswith("More.")


def test_one_line_and_many_lines_give_the_same_items(tmp_path: Path) -> None:
    value = {"articles": [{"title": "One", "text": TEXT}, {"title": "Two", "text": TEXT}]}
    ids = {tuple(i.id for i in both(saved(tmp_path / f"{n}.json", value, n))[0]) for n in (None, 2)}
    assert len(ids) == 1


@pytest.mark.parametrize("way", [["data"], ["response", "content"], ["result", "data", "post"]])
def test_one_article_in_an_envelope_of_its_own(tmp_path: Path, way: list[str]) -> None:
    value: dict[str, object] = {"title": "One", "text": TEXT, "tags": [{"title": "harbour", "url": "u"}]}
    for name in reversed(way):
        value = {"status": "ok", name: value}
    assert one(saved(tmp_path / "a.json", value)).given.title == "One"


def test_an_empty_page_of_an_answer_is_nothing_to_tell(tmp_path: Path) -> None:
    papers = {"A": {"link": "https://a.example", "articles": []}, "B": {"articles": [{"title": "One", "text": TEXT}]}}
    assert one(saved(tmp_path / "a.json", {"newspapers": papers})).given.title == "One"
    assert [r.reason for r in both(saved(tmp_path / "b.json", {"articles": []}))[1]] == ["no text"]


def test_an_article_with_lists_of_its_own_stays_one(tmp_path: Path) -> None:
    value = {"headline": "One", "body": TEXT, "related": [{"title": "Two", "url": "u"}], "items": [{"title": "x"}]}
    assert one(saved(tmp_path / "a.json", value)).given.title == "One"


def test_an_envelope_says_whose_articles_it_holds(tmp_path: Path) -> None:
    value = {"source": "Skerry News", "language": "de", "articles": [{"title": "One", "text": TEXT}]}
    item = one(saved(tmp_path / "a.json", value))
    assert (item.given.outlet, item.given.language) == ("Skerry News", "de")


def test_an_object_without_articles_is_one_reject_that_names_its_fields(tmp_path: Path) -> None:
    _, rejected = both(saved(tmp_path / "a.json", {"bolts": 3, "nuts": [1, 2]}))
    assert [r.reason for r in rejected] == ["no text"]
    assert "bolts, nuts" in rejected[0].detail and "--map body=" in rejected[0].detail


@pytest.mark.parametrize(
    ("record", "field", "want"),
    [
        ({"headline": {"main": "One", "kicker": None}}, "title", "One"),
        ({"title": {"rendered": "A &#8211; B"}}, "title", "A – B"),
        ({"date": {"$date": "2024-03-05T18:30:00Z"}}, "date", "2024-03-05T18:30:00Z"),
        ({"date": {"$date": {"$numberLong": "1709663400000"}}}, "date", "2024-03-05T18:30:00Z"),
        ({"published": 1709663400}, "date", "2024-03-05T18:30:00Z"),
        ({"date": 2020}, "date", "2020"),
        ({"Veröffentlicht am": "2024-03-05"}, "date", "2024-03-05"),
        ({"first_publication_time": "2024-03-05"}, "date", "2024-03-05"),
        ({"unpublished_at": "2024-03-05"}, "date", None),
        ({"crawl_date": "2024-03-05", "updated_when": "2024-03-06"}, "date", None),
        ({"byline": {"original": "By Ada Brook", "person": []}}, "authors", ("By Ada Brook",)),
        ({"author": [{"firstname": "Ada", "lastname": "Brook"}, 17]}, "authors", ("Ada Brook",)),
        ({"author": 3, "byline": "Ada Brook"}, "authors", ("Ada Brook",)),
        ({"author": ["[[Ada Brook]]", "https://x.example/ada"]}, "authors", ("Ada Brook",)),
        ({"source": {"id": "s", "name": "Skerry News", "url": "https://s.example"}}, "outlet", "Skerry News"),
        ({"source": "https://s.example/n/1"}, "outlet", None),
        ({"source": "https://s.example/n/1"}, "url", "https://s.example/n/1"),
        ({"publisher": "https://www.s.example/"}, "outlet", "s.example"),
        ({"source": "rss"}, "outlet", None),
        ({"source": "www.s.example/n/1"}, "outlet", "s.example"),
        ({"categories": [4, 5]}, "section", None),
        ({"origin": {"title": "Skerry News"}, "canonical": [{"href": "https://s.example/1"}]}, "outlet", "Skerry News"),
    ],
)
def test_what_a_field_says(tmp_path: Path, record: dict[str, object], field: str, want: object) -> None:
    assert getattr(one(saved(tmp_path / "a.jsonl", {"text": TEXT, **record})).given, field) == want


@pytest.mark.parametrize(
    "record",
    [
        {"maintext": TEXT},
        {"fields": {"bodyText": TEXT}},
        {"content": [{"type": "text", "content": TEXT}, {"type": "image", "content": "A picture of the slipway"}]},
        {"summary": "The slipway is closed.", "articleBody": TEXT},
        {"body": "The slipway …", "full_text": TEXT},
        {"bodies": [{"role": "x", "contenttype": "text/plain", "value": TEXT}, {"role": "y", "value": TEXT}]},
        {"paragraphs": [TEXT]},
        {"something_nobody_knows": TEXT, "license": "All rights reserved."},
    ],
)
def test_the_text_is_found_under_many_names(tmp_path: Path, record: dict[str, object]) -> None:
    item = one(saved(tmp_path / "a.jsonl", {"title": "One", "url": "https://b.example/1", **record}))
    assert (item.content, item.data.decode()) == ("text", TEXT)


@pytest.mark.parametrize(
    "record",
    [
        {
            "name": "harbour-site",
            "version": "1.0",
            "description": "The site of the harbour.",
            "dependencies": {"a": "1"},
        },
        {"short_name": "H", "icons": [{"src": "a.png"}], "readme": TEXT},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Brannock"}}]},
    ],
)
def test_settings_of_programs_are_no_articles(tmp_path: Path, record: dict[str, object]) -> None:
    assert reasons(saved(tmp_path / "a.json", record, 1)) == ["no text"]


def test_what_an_agency_plans_is_its_description_or_a_reject(tmp_path: Path) -> None:
    event: dict[str, object] = {
        "uri": "urn:1", "type": "event", "title": "Slipway hearing", "descriptions": [
            {"role": "creditline", "value": "BRANNOCK PRESS"}, {"role": "text", "value": TEXT},
        ],
    }  # fmt: skip
    item = one(saved(tmp_path / "event.json", event))
    assert (item.given.title, item.data.decode(), item.notes) == ("Slipway hearing", TEXT, ("teaser only",))
    named = {"uri": "urn:2", "type": "planning", "headline": "Slipway hearing", "plannedCoverage": [{"type": "video"}]}
    item = one(saved(tmp_path / "named.json", named))
    assert (item.given.title, item.content, item.notes) == ("Slipway hearing", "none", ("title only",))
    coverages: tuple[dict[str, object], ...] = (
        {"plannedCoverage": [{"title": "Hearing", "type": "video"}]},
        {"coverages": [{"planning": {}}]},
    )
    for planned in coverages:
        record = {"uri": "urn:3", "type": "planning", "headline": "", **planned}
        assert reasons(saved(tmp_path / "planned.json", record)) == ["no text"]


def test_when_a_page_was_saved_is_not_when_it_was_published(tmp_path: Path) -> None:
    row = "https://news.test/1,Slipway closed,,Unread,1646092800"
    item = one(written(tmp_path / "a.csv", f"URL,Title,Selection,Folder,Timestamp\n{row}\n".encode()))
    assert (item.given.title, item.given.date) == ("Slipway closed", None)
    pin = {"href": "https://news.test/1", "title": "Slipway closed", "time": "2022-03-01T10:00:00Z", "toread": "yes"}
    assert one(saved(tmp_path / "pin.json", pin)).given.date is None
    post = {"url": "https://news.test/1", "title": "Slipway closed", "timestamp": "2022-03-01T10:00:00Z"}
    assert one(saved(tmp_path / "post.json", post)).given.date == "2022-03-01T10:00:00Z"


def test_an_address_is_no_text(tmp_path: Path) -> None:
    link = {"title": "Slipway closed", "content": {"type": "link", "url": "https://news.test/1"}}
    item = one(saved(tmp_path / "a.json", link))
    assert (item.content, item.given.url, item.notes) == ("none", "https://news.test/1", ("title only",))
    both_told = {"title": "Slipway closed", "content": "https://news.test/1", "body": TEXT}
    assert one(saved(tmp_path / "b.json", both_told)).data.decode() == TEXT


def test_only_a_teaser_says_so(tmp_path: Path) -> None:
    item = one(saved(tmp_path / "a.jsonl", {"title": "One", "description": "The slipway is closed."}))
    assert (item.content, item.notes) == ("text", ("teaser only",))
    cut = one(saved(tmp_path / "b.jsonl", {"title": "One", "content": "The slipway is… [+1934 chars]"}))
    assert (cut.data.decode(), cut.notes) == ("The slipway is", ("teaser only",))


@pytest.mark.parametrize(
    ("body", "content", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "page", "<p>One.</p>"),
        ("One.<br>Two.", "page", "One.<br>Two."),
        ("&lt;p&gt;One.&lt;/p&gt;", "page", "<p>One.</p>"),
        (
            "The tag <p> begins a paragraph and </p> ends it.",
            "text",
            "The tag <p> begins a paragraph and </p> ends it.",
        ),
        ("Write <br> where the line ends, and 3 < 5 > 2.", "text", "Write <br> where the line ends, and 3 < 5 > 2."),
        ("&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;", "page", "<p>One.</p>"),
        ("<![CDATA[<p>One.</p>]]>", "page", "<p>One.</p>"),
        ("It&#8217;s &quot;fair&quot;.", "text", 'It’s "fair".'),
        ("AT&T and Q&A; R&D.", "text", "AT&T and Q&A; R&D."),
    ],
)
def test_html_in_a_text_is_html_and_a_tag_that_is_spoken_of_is_not(
    tmp_path: Path, body: str, content: str, text: str
) -> None:
    item = one(saved(tmp_path / "a.jsonl", {"title": "One", "body": body}))
    assert item.content == content and text in item.data.decode()


def test_the_user_says_what_fields_mean(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.jsonl", {"title": "No", "k": {"t": "One"}, "body": "no", "prose": TEXT, "when": "2024-03-05"}
    )
    (item,) = read([str(path)], columns=columns(["title=k.t,body=prose", "date=when"]))
    assert isinstance(item, RawItem)
    assert (item.given.title, item.given.date, item.data.decode()) == ("One", "2024-03-05", TEXT)


@pytest.mark.parametrize("text", ["body", "=x", "colour=red", "body="])
def test_what_the_user_says_wrongly_is_told(text: str) -> None:
    with pytest.raises(MappingError):
        columns([text])


@pytest.mark.parametrize("newline", ["", "\n"])
def test_a_large_object_is_read_element_by_element(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newline: str
) -> None:
    monkeypatch.setattr("morgue.index.sources.readers.jsons.ITEM_BYTES", 100_000)
    monkeypatch.setattr("morgue.index.sources.readers.jsons.DOCUMENT_BYTES", 100_000)
    rows = [{"title": f"Number {n}", "text": TEXT, "tags": ["a", {"b": "]"}]} for n in range(800)]
    text = json.dumps({"count": 800, "tags": ["x"], "articles": rows, "more": {"deep": [1, [2]]}})
    items, rejected = both(written(tmp_path / "a.json", text.replace("{", "{" + newline, 1).encode()))
    assert ([i.given.title for i in items], rejected) == ([f"Number {n}" for n in range(800)], [])
    item = items[700]
    assert text.replace("{", "{" + newline, 1).encode()[item.offset :].lstrip().startswith(b'{"title": "Number 700"')


def test_a_large_object_that_ends_too_soon_keeps_what_was_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("morgue.index.sources.readers.jsons.ITEM_BYTES", 100_000)
    text = json.dumps({"articles": [{"title": f"Number {n}", "text": TEXT} for n in range(800)]})[:150_000]
    items, rejected = both(written(tmp_path / "a.json", text.encode()))
    assert len(items) > 300
    assert [r.reason for r in rejected] == ["truncated"]


def test_hostile_nesting_costs_nothing(tmp_path: Path) -> None:
    assert reasons(tmp_path / "a.json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000) == ["malformed JSON"]
    deep: object = {"title": "x", "text": TEXT}
    for _ in range(40):
        deep = {"data": deep}
    found = list(read([str(saved(tmp_path / "b.json", deep))]))
    assert len(found) == 1 and isinstance(found[0], Rejected)
    assert limits.JSON_DEPTH > 40


@pytest.mark.parametrize(
    ("said", "outlet"),
    [("News", "News"), ("news", None), ("RSS", None), ("web", None), ("Harbour News", "Harbour News")],
)
def test_a_kind_of_source_is_no_outlet_and_a_name_is(tmp_path: Path, said: str, outlet: str | None) -> None:
    items, _ = both(saved(tmp_path / "a.json", [{"title": "One", "text": TEXT, "source": said}]))
    assert items[0].given.outlet == outlet
