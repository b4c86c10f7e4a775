"""Who a page shows as its authors: by a link to an author's page, a label, a byline, and by nothing less."""

from __future__ import annotations

import hashlib

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean

TEXT = [
    "The council of Harrow Bay voted on Monday to rebuild the old pier, which was closed after the storm last winter.",
    "Work is to begin in the spring and will cost about four million, the mayor said after the vote, which was close.",
    "Three members voted against the plan because, they said, the money had been promised to the school up town.",
]
AUTHOR_META = '<meta property="article:author" content="https://harrowbay.example/editors/jane-roe">'


def authors_of(body: str, head: str = "") -> tuple[str, ...]:
    text = f"<p>{' '.join(TEXT)}</p>"
    page = f"<html><head><title>x</title>{head}</head><body>{body.replace('TEXT', text)}</body></html>".encode()
    found = clean(RawItem("p.html", "html", "page", page, hashlib.sha256(page).hexdigest()))
    assert isinstance(found, Article)
    return found.authors


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ('<h1>Pier</h1>TEXT<a href="/about/jane-roe/">Jane Roe</a>', ("Jane Roe",)),
        ('<h1>Pier</h1>TEXT<a href="/about/jane-roe/">More from Jane Roe</a>', ()),
        ('<h1>Pier</h1>TEXT<a href="/about/sam-poe/">Sam Poe</a>', ()),
    ],
)
def test_a_stated_address_names_its_author_by_the_link_to_it(body: str, want: tuple[str, ...]) -> None:
    assert authors_of(body, AUTHOR_META) == want


def test_a_name_below_its_label_anywhere_on_the_page() -> None:
    label = "<aside><p>Published</p><p>August 30, 2024</p><p>Author</p><p>Jane Roe</p></aside>"
    assert authors_of(f"<h1>Pier</h1>TEXT{label}") == ("Jane Roe",)
    assert authors_of(f"<h1>Pier</h1>TEXT{label}{label.replace('Jane Roe', 'Sam Poe')}") == ()
    assert authors_of("<h1>Pier</h1>TEXT<p>Place</p><p>Jane Roe</p>") == ()


def test_a_place_beside_a_date_is_nobody() -> None:
    assert authors_of("<h1>Pier</h1><p>New York</p><p>4 March 2024</p>TEXT") == ()
    assert authors_of("<h1>Pier</h1><p>New York, 4 March 2024</p>TEXT") == ()


def test_a_byline_of_a_date_alone_names_nobody_and_others_nearby_are_others() -> None:
    line = '<p class="byline">Published on Monday, 4 March 2024 at 9:30</p>'
    assert authors_of(f"<h1>Pier</h1>{line}<p>By Sam Poe</p>TEXT") == ()
    about = "Author information: has written about piers and ports for us since the year of the great flood"
    info = f'<div class="field-author">{about}</div>'
    assert authors_of(f"<h1>Pier</h1><p>By Jane Roe</p>TEXT{info}") == ("Jane Roe",)


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("<div class=info>Ein Artikel von <strong>Jane Roe</strong> | 27.01.2022 - 12:45</div>", ("Jane Roe",)),
        ("<div class=byline>Sat, 20 Dec, 2025 - 06:36</div>", ()),
        ("<div class=byline>Quelle:</div>", ()),
    ],
)
def test_a_line_under_the_headline_signs_where_it_names_somebody(line: str, want: tuple[str, ...]) -> None:
    assert authors_of(f"<h1>Pier to rise again</h1>{line}TEXT") == want


def test_words_that_say_who_wrote_it_sign_in_several_languages_and_between_bars() -> None:
    for line, name in (
        ("Posted by Jane Roe on 4 March 2024", "Jane Roe"),
        ("Erstellt von Jane Roe am Dienstag, 4. März 2024", "Jane Roe"),
        ("Écrit par Jeanne Roë", "Jeanne Roë"),
        ("4 March 2024 | By Jane Roe | 3 comments", "Jane Roe"),
        ("4.3.2024 - <span>Redaktion: Jane Roe (press office)</span>", "Jane Roe"),
    ):
        assert authors_of(f"<h1>Pier to rise again</h1><p>{line}</p>TEXT") == (name,), line
    for line in ("Posted by", "Written by hand in the year of the flood", "Redaktion Harrow Bay und Umgebung"):
        assert authors_of(f"<h1>Pier to rise again</h1><p>{line}</p>TEXT") == (), line


@pytest.mark.parametrize(
    "witness",
    [
        '<aside><a href="/author/jane-roe/">Jane Roe</a></aside>',
        '<img src="/i/7.jpg" alt="Picture of Jane Roe">',
        '<img class="author-avatar" src="/i/7.jpg" alt="Jane Roe">',
        '<button aria-label="All articles by Jane Roe">All</button>',
    ],
)
def test_a_name_alone_under_the_headline_signs_with_a_second_witness(witness: str) -> None:
    page = f"<h1>Pier to rise again</h1><p>Jane Roe</p><p>4 March 2024</p>TEXT{witness}"
    assert authors_of(page) == ("Jane Roe",)
    assert authors_of(page.replace(witness, "")) == ()
    if "author/" not in witness:
        assert authors_of(page.replace("<p>Jane Roe</p>", "")) == ()


def test_neither_a_place_nor_a_person_of_the_news_is_vouched_for_by_a_picture() -> None:
    for name in ("New York", "Ida Marsh"):
        page = f'<h1>Pier to rise again</h1><p>{name}</p><p>4 March 2024</p><img src="/i/7.jpg" alt="{name}">TEXT'
        assert authors_of(page) == ()


def test_the_byline_by_the_headline_comes_before_one_of_another_article() -> None:
    other = '<div class="byline-author"><a href="/author/sam-poe">Sam Poe</a></div>'
    mine = "<p>By <a href='/author/jane-roe'>Jane Roe</a></p>"
    assert authors_of(f"<h1>Pier to rise again</h1>{mine}TEXT{other}") == ("Jane Roe",)
    assert authors_of(f"<div class=box>{other}</div>{'<p></p>' * 60}<h1>Pier to rise again</h1>{mine}TEXT") == (
        "Jane Roe",
    )
    assert authors_of(f"<h1>Pier to rise again</h1>{other}TEXT") == ("Sam Poe",)


def test_page_builders_that_call_everything_a_widget() -> None:
    mine = '<span class="byline-author">Posted by Jane Roe</span>'
    for classes in ("elementor-element elementor-widget elementor-widget-text", "widget Blog"):
        assert authors_of(f'<h1>Pier to rise again</h1><div class="{classes}">{mine}</div>TEXT') == ("Jane Roe",)
    assert authors_of(f'<h1>Pier to rise again</h1>TEXT<div class="widget BlogList">{mine}</div>') == ()


def test_the_head_is_that_of_the_article_and_not_of_the_logo() -> None:
    og = '<meta property="og:title" content="Pier to rise again">'
    menu = "".join(f"<li>Port {n}</li>" for n in range(170))
    for logo in ("<h1></h1>", "<h1>Harrow Bay Notes</h1>"):
        page = f"{logo}<ul>{menu}</ul><h2>Pier to rise again</h2><p>By Jane Roe</p>TEXT"
        assert authors_of(page, og) == ("Jane Roe",), logo


def test_a_byline_with_its_day_and_one_of_two_names_and_the_maker_of_the_template() -> None:
    dated = '<p class="date-author">{}</p>'
    assert authors_of(f"<h1>Pier to rise again</h1>{dated.format('Jane Roe, 01.12.2021')}TEXT") == ("Jane Roe",)
    assert authors_of(f"<h1>Pier to rise again</h1>{dated.format('Yesterday at 5 pm')}TEXT") == ()
    one = '<meta name="author" content="Jane Roe, Sam Poe">'
    one += '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Jane Roe"}}</script>'
    both = '<a rel="author">Jane Roe</a><a rel="author">Sam Poe</a>'
    assert authors_of(f"<h1>Pier to rise again</h1>{both}TEXT", one) == ("Jane Roe", "Sam Poe")
    assert authors_of(f"<h1>Pier to rise again</h1>TEXT{both.replace('Poe', 'Ash')}", one) == ("Jane Roe",)
    maker = '<meta name="author" content="Jo Ash - http://themes.example/jo">'
    own = "<link rel=canonical href='https://themes.example/a'>"
    assert authors_of("<h1>Pier to rise again</h1>TEXT", maker) == ()
    assert authors_of("<h1>Pier to rise again</h1>TEXT", maker + own) == ("Jo Ash",)


def test_the_account_that_a_system_makes_by_itself_is_nobody() -> None:
    for account in ("Super User", "Web Master"):
        assert authors_of("<h1>Pier to rise again</h1>TEXT", f'<meta name="author" content="{account}">') == ()
