"""Pinned floors on small pages of the project's own, and the gate's own arithmetic."""

from __future__ import annotations

import hashlib

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean
from tests.quality import gate, report
from tests.quality.folds import fold, site

STORY = [
    "The ferry to Gull Island will run twice a day from May, the harbour office of Harrow Bay said on Thursday.",
    "It has made one crossing since the old boat was damaged in January, and the islanders had asked for more.",
    "“It is not enough, but it is something,” said Peer Lund, who keeps the island's only shop and its post office.",
    "The new timetable was agreed after three meetings in which, people said, nobody raised their voice even once.",
    "A return ticket will cost nine, two more than last year, and children under twelve will travel free of charge.",
]
TEASERS = [f"Harrow Bay story number {i} that has nothing to do with ferries" for i in range(8)]


def links(tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/s/{i}">{t}</a></{tag}>' for i, t in enumerate(TEASERS))


def paragraphs(join: str = "") -> str:
    return join.join(f"<p>{p}</p>" for p in STORY)


H1 = "<h1>Ferry to Gull Island to run twice a day</h1>"
SHOP = "<p>Read more: <a href=/x>Shop on Gull Island burgled</a></p>"
COMMENT = "<div class=comment><p>I took the boat in 1990 and it was late, as it always is, alas, number {}.</p></div>"
TEASER = '<div class=y><a href="/x">{}</a> What was said about it and what was not, in short.</div>'
FIRST = "".join(f"<p>{p}</p>" for p in STORY[:2])
SECOND = "".join(f"<p>{p}</p>" for p in STORY[2:])
ADVERT = "<div class=ad>Advertisement</div>"
LAYOUTS = {
    "article": f"<nav><ul>{links()}</ul></nav><article>{H1}{paragraphs()}</article><aside>{links('div')}</aside>",
    "table": f"<table><tr><td>{links('div')}</td><td>{H1}{paragraphs()}</td><td>{links('div')}</td></tr></table>",
    "breaks": f"<div><ul>{links()}</ul>{H1}<font size=2>{'<br><br>'.join(STORY)}</font><hr>{links('div')}</div>",
    "split": f"<div class=p>{H1}<div class=a>{FIRST}</div>{ADVERT}<div class=b>{SECOND}</div></div><ul>{links()}</ul>",
    "comments": f"<article>{H1}{paragraphs()}</article><div id=comments><h3>Comments</h3>"
    f"{''.join(COMMENT.format(i) for i in range(20))}</div>",
    "inserts": f"<article>{H1}{paragraphs(SHOP)}<p>Sign up for our newsletter to get the tides every morning.</p>"
    "<p>© 2024 Harrow Bay Courier</p></article>",
    "teasers": f"<div>{H1}{paragraphs()}<div class=x>{''.join(TEASER.format(t) for t in TEASERS)}</div></div>",
}  # fmt: skip


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whole_article_and_nothing_else(layout: str) -> None:
    head = "<html><head><title>Ferry to Gull Island to run twice a day</title></head>"
    data = f"{head}<body>{LAYOUTS[layout]}</body></html>".encode()
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Article)
    truth, got = words("\n".join(STORY)), words(found.body)
    recall = sum(w in got for w in truth) / len(truth)
    precision = sum(w in truth for w in got) / len(got)
    assert recall >= 0.99
    assert precision >= 0.97
    assert found.title == "Ferry to Gull Island to run twice a day"


def test_the_gate_refuses_what_is_below_or_above_and_only_tightens() -> None:
    found = {"all": {"body": {"F1": 0.95, "below_half": 9}}}
    assert gate.shortfalls(found, {"all.body.F1": 0.94}, {"all.body.below_half": 9}) == []
    assert len(gate.shortfalls(found, {"all.body.F1": 0.96, "all.body.P": 0.1}, {"all.body.below_half": 8})) == 3
    text = '"all.body.F1" = 0.940\n"all.body.below_half" = 12\n'
    tight = gate.raised(text, found, {"all.body.F1": 0.94}, {"all.body.below_half": 12})
    assert tight == '"all.body.F1" = 0.948\n"all.body.below_half" = 9\n'
    worse = {"all": {"body": {"F1": 0.90, "below_half": 20}}}
    assert gate.raised(text, worse, {"all.body.F1": 0.94}, {"all.body.below_half": 12}) == text


def page(i: int, domain: str) -> dict[str, object]:
    return {"id": str(i), "source": "x", "domain": domain}


def test_pages_of_one_registered_domain_share_a_fold() -> None:
    assert site(page(1, "sport.example.co.uk")) == site(page(2, "www.example.co.uk")) == "example.co.uk"
    assert {fold(page(i, f"paper{i}.example{i}.com")) for i in range(60)} == set(range(5))


def test_a_lead_that_fold_0_does_not_have_is_seen() -> None:
    pages = [page(i, f"paper{i}.com") for i in range(400)]
    theirs = {str(p["id"]): {"tok": (0.0, 0.0, 0.8)} for p in pages}
    ours = {str(p["id"]): {"tok": (0.0, 0.0, 0.8 if fold(p) == 0 else 0.9)} for p in pages}
    found = report.lead(pages, ours, theirs)["body"]
    assert (found["folds_1_4"], found["fold_0"], found["difference"]) == (0.1, 0.0, 0.1)
    assert found["low"] <= 0.1 <= found["high"]
    even = report.lead(pages, ours, ours)["body"]
    assert even["low"] == even["high"] == 0.0
