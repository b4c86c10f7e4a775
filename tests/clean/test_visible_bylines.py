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
