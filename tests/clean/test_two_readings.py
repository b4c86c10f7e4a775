"""Two readings of a page: what both have stays, what one alone has is weighed, little agreement is noted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from unittest.mock import patch

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean
from morgue.index.clean.extraction import DOUBTS, SECOND_ALONE
from morgue.index.clean.html.blocks import Block
from morgue.index.clean.html.witness.block_verdict import DOUBTFUL, decide

PROSE = [
    "The ferry to Gull Island will run twice a day from May, the harbour office of Harrow Bay said on Thursday.",
    "It has made one crossing since the old boat was damaged in January, and the islanders had asked for more.",
    "“It is not enough, but it is something,” said Peer Lund, who keeps the island's only shop and its post office.",
    "The new timetable was agreed after three meetings in which, people said, nobody raised their voice even once.",
    "A return ticket will cost nine, two more than last year, and children under twelve will travel free of charge.",
]
STRAYS = [f"Harrow Bay {i}" for i in range(60)]


def page(inner: str) -> Article:
    data = f"<html><head><title>Ferry</title></head><body><h1>Ferry to run</h1>{inner}</body></html>".encode()
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Article)
    return found


def paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


def blocks(texts: Sequence[str], tag: str = "p", form: str = "text", link: float = 0) -> list[Block]:
    return [Block(t, tag, round(link * len(t)), form) for t in texts]


def test_what_both_readings_have_stays() -> None:
    verdict = decide(blocks(PROSE), PROSE)
    assert verdict.kept == (True,) * len(PROSE)
    assert verdict.agreement == 1.0


def test_without_a_second_reading_everything_stays() -> None:
    found = blocks(PROSE) + blocks(STRAYS, "div", "x")
    assert all(decide(found, ()).kept)
    assert decide((), PROSE).kept == ()


def test_strays_after_the_text_that_the_other_reading_lacks_go() -> None:
    verdict = decide(blocks(PROSE) + blocks(STRAYS, "div", "stray", 0.9), PROSE)
    assert verdict.kept == (True,) * len(PROSE) + (False,) * len(STRAYS)
    assert verdict.agreement < 0.7


@pytest.mark.parametrize("missing", range(1, 4))
def test_a_paragraph_among_the_others_stays_though_the_other_reading_lacks_it(missing: int) -> None:
    assert all(decide(blocks(PROSE), [p for i, p in enumerate(PROSE) if i != missing]).kept)


@pytest.mark.parametrize("witness", [PROSE[:1], PROSE[:2], ["A quite other text, of which nothing stands here."]])
def test_running_text_stays_however_little_of_it_the_other_reading_has(witness: list[str]) -> None:
    assert all(decide(blocks(PROSE), witness).kept)


def test_readings_that_hardly_agree_are_noted() -> None:
    assert DOUBTS.isdisjoint(page(paragraphs(PROSE)).provenance.notes)
    other = tuple(f"Another text that no reader of this page has ever seen, number {i}." for i in range(30))
    with patch("morgue.index.clean.html.witness.second_witness.paragraphs", return_value=other):
        found = page(paragraphs(PROSE))
    assert not DOUBTS.isdisjoint(found.provenance.notes)
    assert found.body.split("\n") == PROSE
    assert 0 < DOUBTFUL < 1


def test_a_text_that_only_the_second_reading_has_is_kept_and_noted() -> None:
    with patch("morgue.index.clean.html.witness.second_witness.paragraphs", return_value=tuple(PROSE)):
        found = page("")
    assert found.body.split("\n") == PROSE
    assert SECOND_ALONE in found.provenance.notes


def test_a_second_reader_that_fails_is_no_matter() -> None:
    with patch("trafilatura.bare_extraction", side_effect=RuntimeError("markup from hell")):
        assert page(paragraphs(PROSE)).body.split("\n") == PROSE


def test_a_list_of_links_that_both_readings_have_is_text() -> None:
    days = [
        f", which the harbour office sent to the islanders on day {i} of their long wait for a boat"
        for i in range(1, 7)
    ]
    reports = [f"The report on Gull Island{day}" for day in days]
    listed = "".join(f'<li><a href="/r/{i}">The report on Gull Island</a>{day}</li>' for i, day in enumerate(days))
    whole = f"<article>{paragraphs(PROSE[:3])}<ul>{listed}</ul>{paragraphs(PROSE[3:])}</article>"
    assert page(whole).body == "\n".join([*PROSE[:3], *reports, *PROSE[3:]])
    apart = f'<article>{paragraphs(PROSE)}</article><div class="related"><ul>{listed}</ul></div>'
    assert page(apart).body == "\n".join(PROSE)


@pytest.mark.parametrize(
    ("shown", "authors"),
    [
        ('<div class="byline">By Jane Roe and Sam Poe</div>', ("Jane Roe", "Sam Poe")),
        (
            '<a rel="author" href="mailto:roe@harbour.example">Jane Roe</a> '
            '<a rel="author" href="mailto:poe@harbour.example">Sam Poe</a>',
            ("Jane Roe", "Sam Poe"),
        ),
        (
            '<a rel="author" href="/a/roe">Jane Roe</a> Reviewed by <a rel="author" href="/a/poe">Sam Poe</a>',
            ("Jane Roe",),
        ),
        ('<div class="byline">By Sam Poe and Ida Marsh</div>', ("Jane Roe",)),
    ],
)
def test_a_byline_of_several_names_outdoes_a_statement_of_one_of_them(shown: str, authors: tuple[str, ...]) -> None:
    stated = '{"@type":"NewsArticle","headline":"Ferry to run","author":{"@type":"Person","name":"Jane Roe"}}'
    found = page(f'<script type="application/ld+json">{stated}</script>{shown}{paragraphs(PROSE)}')
    assert found.authors == authors


READERS = "".join(
    f"<div class=entry>I took that boat in {1950 + i} and it was late, as everything is late on this coast, and nobody"
    f" said a word about it then or now, nor will they in {2050 + i} when we are all gone.</div>"
    for i in range(20)
)


@pytest.mark.parametrize("tag", ["footer", "noscript"])
def test_what_stands_beside_a_text_goes_however_long_where_the_other_reading_has_the_text(tag: str) -> None:
    found = page(f"<main>{paragraphs(PROSE)}</main><{tag}>{READERS}</{tag}>")
    assert found.body.split("\n") == PROSE


def test_a_text_in_a_footer_alone_is_the_text() -> None:
    assert page(f"<footer>{paragraphs(PROSE)}</footer>").body.split("\n") == PROSE


def test_what_readers_may_open_is_text_and_what_is_hidden_is_none() -> None:
    opened = f'<h3>When does it sail?</h3><div role="region" style="display:none">{paragraphs(PROSE[3:4])}</div>'
    hidden = f'<div style="display:none"><p>{STRAYS[0]}, which no reader of this page has ever been shown.</p></div>'
    found = page(f"<article>{paragraphs(PROSE[:3])}{opened}{hidden}{paragraphs(PROSE[4:])}</article>")
    assert found.body.split("\n") == [*PROSE[:3], "When does it sail?", *PROSE[3:]]


def test_a_text_after_the_end_of_the_page_is_read() -> None:
    assert (
        page(f"<p>Menu</p></body></html><article>{paragraphs(PROSE)}</article></body></html>").body.split("\n") == PROSE
    )
