"""Saved pages through the public door: the whole article, and nothing else."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace

import pytest

from morgue.core.article import Article, Given, RawItem, Rejected
from morgue.index.clean import clean

PARAGRAPHS = [
    "The council of Harrow Bay voted on Monday to rebuild the old pier, which was closed after the storm last winter.",
    "Work is to begin in the spring and will cost about four million, the mayor said after the vote, which was close.",
    "“We have waited long enough,” said Ida Marsh, who has sold ice there for thirty years. “Now it must be done.”",
    "Three members voted against the plan because, they said, the money had been promised to the school up town.",
]
LD = """<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Harrow Bay votes to rebuild its pier","datePublished":"2024-03-04T18:30:00+01:00",
"dateModified":"2024-03-05T09:00:00+01:00","articleSection":"Local","author":[{"@type":"Person","name":"Jane Roe"},
{"@type":"Person","name":"Sam Poe"}],"publisher":{"@type":"Organization","name":"Harrow Bay Courier"}}</script>"""

NOTHING_GIVEN = Given()


def page(body: str, head: str = "", lang: str = "en") -> bytes:
    """A page with the furniture that pages have."""
    teasers = "".join(
        f'<div class="card"><a href="/{i}">Another story about the harbour number {i}</a><span>2 h</span></div>'
        for i in range(5)
    )
    return f"""<!doctype html><html lang="{lang}"><head>
<meta charset="utf-8"><title>Harrow Bay votes to rebuild its pier | Harrow Bay Courier</title>
{head}</head>
<body><nav><a href="/">Home</a><a href="/s">Sport</a></nav>
<div class="cookie-consent">We use cookies to make this site better for you, as everybody does. Accept?</div>
{body}<aside class="related"><h3>Related stories</h3>{teasers}</aside>
<footer>© 2024 Harrow Bay Courier. All rights reserved.</footer></body></html>""".encode()


def item(data: bytes, given: Given = NOTHING_GIVEN) -> RawItem:
    return RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest(), given=given)


def article(data: bytes, given: Given = NOTHING_GIVEN) -> Article:
    found = clean(item(data, given))
    assert isinstance(found, Article), found
    return found


def plain(paragraphs: list[str] = PARAGRAPHS) -> str:
    return (
        "<article><h1>Harrow Bay votes to rebuild its pier</h1>"
        + "".join(f"<p>{p}</p>" for p in paragraphs)
        + "</article>"
    )


def test_whole_article_and_its_fields() -> None:
    found = article(page(plain(), LD))
    assert found.body.split("\n") == PARAGRAPHS
    assert found.title == "Harrow Bay votes to rebuild its pier"
    assert found.authors == ("Jane Roe", "Sam Poe")
    assert (found.date, found.modified) == ("2024-03-04T18:30:00+01:00", "2024-03-05T09:00:00+01:00")
    assert (found.outlet, found.section, found.language) == ("Harrow Bay Courier", "Local", "en")
    assert found.provenance.date_source == "jsonld"
    assert found.id == item(page(plain(), LD)).id


def test_nothing_is_invented() -> None:
    found = article(page(plain()).replace(b" | Harrow Bay Courier", b"").replace(b"\n", b" "))
    assert (found.date, found.authors, found.agency, found.outlet) == (None, (), None, None)


def test_what_the_input_states_comes_first() -> None:
    given = Given(title="Pier vote", date="2024-03-06", outlet="Fox Online News", id="a-1")
    found = article(page(plain(), LD), given)
    assert (found.title, found.date, found.outlet, found.id) == ("Pier vote", "2024-03-06", "Fox News", "a-1")
    assert found.provenance.outlet_source == "input"
    assert any("differs" in note for note in found.provenance.notes)


def test_the_folder_names_the_outlet_where_nothing_else_does() -> None:
    bare = page(plain()).replace(b" | Harrow Bay Courier", b"")
    found = clean(replace(item(bare), folder="harbour-times"))
    assert isinstance(found, Article)
    assert (found.outlet, found.provenance.outlet_source) == ("Harbour Times", "folder")
    found = clean(replace(item(page(plain(), LD)), folder="harbour-times"))
    assert isinstance(found, Article)
    assert (found.outlet, found.provenance.outlet_source) == ("Harrow Bay Courier", "jsonld")
    found = clean(replace(item(bare), folder="2024-03"))
    assert isinstance(found, Article)
    assert (found.outlet, found.provenance.outlet_source) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        "<div><h1>Harrow Bay votes to rebuild its pier</h1>" + "<br><br>".join(PARAGRAPHS) + "</div>",
        "<div>" * 1000 + plain() + "</div>" * 1000,
        plain([PARAGRAPHS[0] + " &#xFFFFFFF; &#0; &#128;", *PARAGRAPHS[1:]]),
        plain([PARAGRAPHS[0], "Advertisement", *PARAGRAPHS[1:]]),
        plain().replace("</h1>", "</h1><p class='byline'>By Jane Roe</p><figure><figcaption>Pier</figcaption>"),
        "<svg><path d='x'/><symbol id=a><g>" + "</svg>" + plain(),
        "<script src=x></script\n\n<!-- widget -->" + plain() + "<script>let y = 1;</script>",
    ],
)  # fmt: skip
def test_odd_markup_does_not_lose_the_article(body: str) -> None:
    text = article(page(body)).body
    for paragraph in PARAGRAPHS:
        assert paragraph in text
    assert "Advertisement" not in text
    assert "Another story" not in text


def test_article_of_another_headline_below_is_cut() -> None:
    other = (
        "<article><h1>Ferry to Gull Island delayed again</h1>"
        + "<p>The ferry was late once more, and the crew blamed the tide for it, as it did.</p>" * 3
        + "</article>"
    )
    assert "ferry" not in article(page(plain() + other)).body.lower()


def test_old_encodings() -> None:
    text = "Совет города проголосовал в понедельник за восстановление старого пирса, закрытого после зимней бури. " * 3
    head = '<html><head><meta charset="windows-1251"></head>'
    data = f"{head}<body><h1>Пирс восстановят</h1><p>{text}</p></body></html>".encode("cp1251")
    found = article(data)
    assert found.body == text.strip()
    assert found.language == "ru"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<p>word </p>" * 9_000_000, "page too large"),
        (b"<html><body>" + b"<div>" * 500_000, "too deeply nested"),
        (b"<html><body>" + b"<xx>" * 500_000, "too many tags"),
        (b"<html><body><div " + b" ".join(b'a%d="x"' % i for i in range(100_000)) + b">", "too many attributes"),
        (b"<h1>Pier votes again</h1>" * 150_000, "too many tags"),
        (b"<html><head>" + b'<meta name="author" content="Jane Roe">' * 150_000, "page too large"),
        (b"\x00" * 100_000, "no text"),
        (b"", "no text"),
    ],
)
def test_hostile_pages_are_refused_with_a_reason(data: bytes, reason: str) -> None:
    found = clean(item(data))
    assert isinstance(found, Rejected)
    assert found.reason == reason


def test_deep_linked_data_is_survived() -> None:
    deep = '<script type="application/ld+json">' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "</script>"
    assert PARAGRAPHS[0] in article(page(plain(), deep)).body


def test_both_ends_pickle() -> None:
    raw = item(page(plain(), LD))
    assert pickle.loads(pickle.dumps(clean(pickle.loads(pickle.dumps(raw))))) == clean(raw)


def test_title_only() -> None:
    raw = RawItem("a.jsonl", "jsonl", "none", b"{}", "0" * 64, member="line 1", given=Given(title="Pier reopens"))
    found = clean(raw)
    assert isinstance(found, Article)
    assert (found.title, found.body, found.provenance.notes) == ("Pier reopens", "", ("title only",))
    assert isinstance(clean(RawItem("a.jsonl", "jsonl", "none", b"{}", "0" * 64)), Rejected)


def test_an_index_page_is_no_article() -> None:
    head = '<meta property="og:url" content="https://harrowbay.example/local-news">'
    cards = "".join(
        f'<div class="c"><h3><a href="/news/{i}">Story number {i} of the harbour and the town</a></h3>'
        f"<p>What was said about it on the quay, and what was not, in a line or two.</p></div>"
        for i in range(30)
    )
    found = clean(item(page(f"<h1>Local news</h1>{cards}", head)))
    assert isinstance(found, Rejected)
    assert found.reason == "index page"
    assert article(page(plain() + cards, LD)).title == "Harrow Bay votes to rebuild its pier"
    long = plain([p + " " + PARAGRAPHS[0] * 4 for p in PARAGRAPHS])
    assert "four million" in article(page(long + cards, head)).body


def test_a_gallery_is_marked() -> None:
    head = '<meta property="og:url" content="https://harrowbay.example/photo-gallery/pier-votes-2024">'
    assert "gallery" in article(page(plain(), head)).provenance.notes
    assert "gallery" not in article(page(plain(), LD)).provenance.notes


def test_a_linked_word_in_a_sentence_stays_whatever_its_class() -> None:
    linked = [p.replace("pier", '<a class="keyword tags" href="/t">pier</a>') for p in PARAGRAPHS]
    assert article(page(plain(linked))).body.split("\n") == PARAGRAPHS


def test_the_article_goes_on_after_a_pointer() -> None:
    pointer = '</p><p>Read also</p><p><a href="/x">Ferry to Gull Island delayed again</a>'
    found = article(page(plain([*PARAGRAPHS[:3], PARAGRAPHS[3] + pointer, PARAGRAPHS[1] + " " + PARAGRAPHS[0]])))
    assert found.body.split("\n")[-1].startswith(PARAGRAPHS[1])
    assert "Gull Island" not in found.body


def test_the_day_the_page_shows_is_its_day() -> None:
    head = LD.replace("2024-03-04T18:30:00+01:00", "2024-03-05T00:30:00Z")
    head += '<meta property="og:url" content="https://harrowbay.example/2024/03/04/pier">'
    shown = plain().replace("</h1>", "</h1><span>March 4, 2024 at 7:30 pm</span>")
    found = article(page(shown, head))
    assert (found.date, found.provenance.date_source) == ("2024-03-04T19:30:00", "byline")
    assert any("own zone" in note for note in found.provenance.notes)
    assert article(page(plain(), head)).date == "2024-03-05T00:30:00Z"


LONG_NOTICE = (
    "All rights reserved. No part of this paper may be copied, kept or read aloud without leave in writing. " * 4
)
LATER = "".join(f"<p>The ferry of day number {i} left the harbour late, and nobody was sorry.</p>" for i in range(9))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f'<div class="gdpr"><p>{"We use cookies because everybody does, and are sorry about it. " * 12}</p></div>'
            f'<div class="sidebar-content">{plain()}</div>',
            id="text beside a sidebar",
        ),
        pytest.param(f"{plain()}<p>{LONG_NOTICE}</p>", id="a house notice nearly as long"),
        pytest.param(f"{plain()}<p>More on this topic</p><p>Latest news</p>{LATER}", id="two headings of lists"),
    ],
)
def test_the_article_is_all_and_nothing_else_is_it(body: str) -> None:
    assert article(page(body)).body.split("\n") == PARAGRAPHS


def test_what_stands_within_the_text_stays() -> None:
    address, post = (
        "https://harrowbay.example/pier",
        "I have seen the plans for the pier and I am glad of them all. — Ida",
    )
    inside = (
        f'</p><h2>What it costs</h2><p><a href="{address}">{address}</a></p><blockquote class="twitter-tweet">{post}'
    )
    inside += f"</blockquote><p>{PARAGRAPHS[0]} Again!"
    body = article(page(plain([*PARAGRAPHS, PARAGRAPHS[1] + " And then?" + inside]))).body.split("\n")
    assert body[-4:] == ["What it costs", address, post, PARAGRAPHS[0] + " Again!"]


def test_what_an_input_states_is_mended_as_its_text_is() -> None:
    twice = "Boehner’s plan fails".encode().decode("cp1252")
    given = Given(title=twice, authors=("JosÃ© PÃ©rez",), section="PolÃ­tica", outlet="La NaciÃ³n")
    raw = RawItem("a.jsonl", "jsonl", "body", PARAGRAPHS[0].encode(), "0" * 64, member="line 1", given=given)
    found = clean(raw)
    assert isinstance(found, Article)
    assert (found.title, found.authors) == ("Boehner’s plan fails", ("José Pérez",))
    assert (found.section, found.outlet) == ("Política", "La Nación")
