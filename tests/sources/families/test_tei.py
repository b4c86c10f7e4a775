"""TEI: issues with marked articles, corpora, single articles, and what is no running text."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.article import Rejected
from morgue.index.clean import clean
from tests.sources.helpers import both, one, reasons, written

NAMES = 'xmlns="http://www.tei-c.org/ns/1.0"'

ISSUE = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="https://s.example/tei_all.rng"?>
<TEI {NAMES} xml:lang="en"><teiHeader xml:lang="de"><fileDesc>
<titleStmt><title>The Skerry News, 17 February 1824: an edition</title><author>Jo Tern</author></titleStmt>
<publicationStmt><publisher>Brannock Library</publisher><date when="2019-04-01">2019</date></publicationStmt>
<sourceDesc><bibl>A private letter</bibl><biblStruct><monogr>
<title level="j" xml:lang="gd">Naidheachd na Sgeir</title><title level="j" type="sub">a weekly</title>
<title level="j" xml:lang="en">The Skerry News</title><editor>Ada Brook</editor><imprint>
<publisher>Larch and Sons</publisher><date calendar="#hijri" when-custom="1239-06-16">16 Jumada</date>
<date when="1824-02-17">17 Feb.</date></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<facsimile><surface><desc>page one</desc></surface></facsimile>
<text><front><p>Price threepence</p></front><body>
<pb n="1"/><fw>THE SKERRY NEWS</fw>
<div type="section"><head>Harbour</head>
<div type="article" xml:id="a1"><head><hi rend="caps">S</hi>lipway<lb/>closed</head><head type="sub">Two cracks</head>
<byline>By <persName>Ada Brook</persName></byline>
<p>The har¬
<lb/>bour master closed the slip-<lb/>way, the only way of the Brannock-<lb/>Leith boats, on Fri<pb n="2"/><lb
 break="no"/>day, as a <choice><sic>noticce</sic><corr>notice</corr></choice> says<note>Sic.</note>.</p>
<div type="column"><div type="article"><p>It goes on in the next <del>page</del> column.</p></div></div>
</div></div>
<div type="item" subtype="article"><p>Ein- <lb/>und Ausfuhr: <list><item>two boats</item><item>no nets</item></list></p>
<table><row><cell>Cracks</cell><cell>2</cell></row></table></div>
<div type="advertisement"><p>Nets, cheap.</p></div>
</body></text></TEI>"""

CORPUS = f"""<?xml version="1.0"?><t:teiCorpus {NAMES.replace("xmlns", "xmlns:t")}><t:teiHeader><t:fileDesc>
<t:titleStmt><t:title>Papers</t:title></t:titleStmt><t:sourceDesc><t:bibl><t:title level="j">Pier Post</t:title>
</t:bibl></t:sourceDesc></t:fileDesc></t:teiHeader>
<t:TEI xml:id="pp1"><t:teiHeader><t:fileDesc><t:titleStmt><t:title><t:bibl><t:title level="a">Boats out</t:title>,
<t:date when="1913-05">May</t:date></t:bibl></t:title></t:titleStmt></t:fileDesc></t:teiHeader>
<t:text><t:body><t:p>Boats are out.</t:p></t:body></t:text></t:TEI>
<t:TEI><t:teiHeader><t:fileDesc><t:sourceDesc><t:biblStruct><t:analytic><t:title>Pier open</t:title><t:author>
<t:persName>Obi Larch</t:persName></t:author></t:analytic><t:monogr><t:title>Hill Gazette</t:title><t:idno>https://s.example/hg</t:idno><t:imprint>
<t:date>12 March 1914</t:date></t:imprint></t:monogr></t:biblStruct></t:sourceDesc></t:fileDesc><t:profileDesc>
<t:langUsage><t:language ident="en">English</t:language></t:langUsage></t:profileDesc></t:teiHeader>
<t:text><t:body><t:div><t:head>PIER OPEN</t:head><t:p><t:w>The</t:w> <t:w join="right">pier</t:w>
<t:pc>.</t:pc></t:p></t:div></t:body></t:text></t:TEI></t:teiCorpus>"""


def tei(body: str, header: str = "") -> bytes:
    """A document without articles that are marked."""
    return f"<TEI {NAMES}><teiHeader>{header}</teiHeader><text><body>{body}</body></text></TEI>".encode()


def paragraphs(data: bytes) -> list[str]:
    return data.decode().split("\n\n")


def test_an_issue_gives_each_marked_article(tmp_path: Path) -> None:
    items, rejected = both(written(tmp_path / "1824.xml", ISSUE.encode()))
    first, second = items
    assert (first.format, first.content, first.member, first.notes) == ("tei", "body", "a1", ())
    assert (first.given.title, first.given.authors, first.given.section) == (
        "Slipway closed",
        ("Ada Brook",),
        "Harbour",
    )
    assert paragraphs(first.data) == [
        "Two cracks",
        "The harbour master closed the slipway, the only way of the Brannock-Leith boats, on Friday, as a notice says.",
        "It goes on in the next column.",
    ]
    assert (second.member, second.given.title, second.given.authors) == ("article 2", None, ())
    assert paragraphs(second.data) == ["Ein- und Ausfuhr:", "two boats", "no nets", "Cracks 2"]
    for item in items:
        assert (item.given.outlet, item.given.date, item.given.language) == ("The Skerry News", "1824-02-17", "en")
        assert (item.given.id, item.given.url) == (None, None)
    assert [(r.reason, r.detail) for r in rejected] == [
        ("not an article", "outside the marked articles: advertisement (1)")
    ]


def test_the_day_of_an_old_issue_reaches_the_article(tmp_path: Path) -> None:
    items, _ = both(written(tmp_path / "1824.xml", ISSUE.encode()))
    article = clean(items[0])
    assert not isinstance(article, Rejected)
    assert (article.date, article.outlet, article.authors) == ("1824-02-17", "The Skerry News", ("Ada Brook",))
    assert article.provenance.date_source == article.provenance.outlet_source == "input"


@pytest.mark.parametrize(
    ("signature", "authors"),
    [
        ("<byline>From our own correspondent</byline>", ("From our own correspondent",)),
        ("<byline>By <docAuthor>Miss <persName>Ada Brook</persName></docAuthor></byline>", ("Ada Brook",)),
        ("<docAuthor>Miss Ada Brook</docAuthor>", ("Miss Ada Brook",)),
        ("<closer><byline><persName>A. <persName>B.</persName></persName></byline></closer>", ("A. B.",)),
        ('<byline><title level="j">Pier Post</title></byline>', ()),
    ],
)
def test_who_signed_an_article(tmp_path: Path, signature: str, authors: tuple[str, ...]) -> None:
    article = f'<div type="article"><p>Boats are out.</p>{signature}</div>'
    item = one(tmp_path / "a.xml", tei(article))
    assert item.given.authors == authors
    assert paragraphs(item.data)[1:] == ([] if authors else ["Pier Post"])


def test_a_group_of_texts_is_searched_for_articles(tmp_path: Path) -> None:
    body = '<body><div1 type="Article"><head>N{0}</head><p>Out.</p></div1></body>'
    text = f"<text><front><p>No. {{0}}</p></front>{body}</text>"
    group = f"<group>{text.format(1)}{text.format(2)}</group>"
    whole = f"<TEI {NAMES}><teiHeader/><text>{group}</text></TEI>"
    items, _ = both(written(tmp_path / "a.xml", whole.encode()))
    assert [i.given.title for i in items] == ["N1", "N2"]


def test_a_corpus_gives_its_documents_under_its_own_header(tmp_path: Path) -> None:
    items, rejected = both(written(tmp_path / "papers.xml", CORPUS.encode()))
    assert rejected == []
    assert [(i.member, i.given.title, i.given.outlet, i.given.date) for i in items] == [
        ("pp1", "Boats out", "Pier Post", "1913-05"),
        ("text 2", "Pier open", "Hill Gazette", "12 March 1914"),
    ]
    assert (items[1].given.authors, items[1].given.language, items[1].given.url) == (("Obi Larch",), "en", None)
    assert paragraphs(items[1].data) == ["The pier."]
    assert [CORPUS.encode()[i.offset or 0 :].startswith(b"<t:TEI") for i in items] == [True, True]


@pytest.mark.parametrize("chunk", [7, 64, 300])
def test_where_the_reading_stops_to_take_breath_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    path = written(tmp_path / "papers.xml", CORPUS.encode())
    whole, _ = both(path)
    monkeypatch.setattr("morgue.index.sources.agency.tei._CHUNK", chunk)
    assert both(path) == (whole, [])


def test_an_end_without_a_beginning_begins_nothing(tmp_path: Path) -> None:
    whole, _ = both(written(tmp_path / "papers.xml", CORPUS.encode()))
    strayed = CORPUS.replace("</t:TEI>", "</t:TEI></t:TEI>")
    items, rejected = both(written(tmp_path / "papers.xml", strayed.encode()))
    assert ([i.data for i in items], rejected) == ([i.data for i in whole], [])


def test_a_corpus_in_utf_16(tmp_path: Path) -> None:
    whole = CORPUS.replace("Boats are", "Café boats are").replace('"1.0"?', '"1.0" encoding="UTF-16"?')
    items, rejected = both(written(tmp_path / "papers.xml", whole.encode("utf-16")))
    assert ([paragraphs(i.data)[0] for i in items], rejected) == (["Café boats are out.", "The pier."], [])


def test_an_issue_in_which_nothing_is_marked_is_one_text_and_says_so(tmp_path: Path) -> None:
    source = '<sourceDesc><bibl><title level="j">Pier Post</title><date when="1914-03-12"/>'
    source += '<idno type="URI">https://s.example/pp</idno></bibl></sourceDesc>'
    header = f"<fileDesc><titleStmt><title>Pier Post, 12 March</title></titleStmt>{source}</fileDesc>"
    item = one(tmp_path / "a.xml", tei("<head>News</head><p>Boats are out.</p>", header))
    assert (item.given.title, item.given.outlet, item.given.date) == ("Pier Post, 12 March", "Pier Post", "1914-03-12")
    assert (item.given.url, item.notes) == ("https://s.example/pp", ("no articles are marked in it",))
    assert paragraphs(item.data) == ["News", "Boats are out."]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<opener><salute>Dear Ada,</salute></opener><p>Boats are out.</p>", ["Dear Ada,", "Boats are out."]),
        ("<sp><speaker>ADA</speaker><l>Boats,</l><l>ho.</l></sp>", ["ADA", "Boats,", "ho."]),
    ],
    ids=["letter", "play"],
)
def test_another_running_text_is_read_without_an_invented_outlet_or_day(
    tmp_path: Path, body: str, lines: list[str]
) -> None:
    header = (
        "<fileDesc><titleStmt><title>Works</title></titleStmt><publicationStmt><date when='2019'/></publicationStmt>"
    )
    header += "<sourceDesc><bibl><title>Works, vol. 2</title><date>1936-1941</date></bibl></sourceDesc></fileDesc>"
    item = one(tmp_path / "a.xml", tei(body, header))
    assert (item.given.title, item.given.outlet, item.given.date) == ("Works", None, None)
    assert item.notes == ("no articles are marked in it",)
    assert paragraphs(item.data) == lines


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("<entry><form><orth>boat</orth></form><sense><def>A vessel.</def></sense></entry>", "entry"),
        ("<listPerson><person><p>Ada Brook</p></person></listPerson>", "listperson"),
        ('<pb n="1"/>', "pb"),
    ],
    ids=["dictionary", "register", "pages without text"],
)
def test_what_is_no_running_text_is_one_reject_that_says_what_it_holds(tmp_path: Path, body: str, held: str) -> None:
    items, rejected = both(written(tmp_path / "a.xml", tei(body)))
    assert (items, [r.reason for r in rejected]) == ([], ["no text"])
    assert held in rejected[0].detail


def test_a_corpus_of_references_says_that_its_texts_are_elsewhere(tmp_path: Path) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    path = written(tmp_path / "a.xml", f"<teiCorpus {NAMES}><teiHeader/>{include}</teiCorpus>".encode())
    items, rejected = both(path)
    assert (items, [(r.reason, "other files" in r.detail) for r in rejected]) == ([], [("no text", True)])


def test_a_broken_file_keeps_what_came_before_and_says_so(tmp_path: Path) -> None:
    cut = ISSUE[: ISSUE.index("column.</p>")]
    item = one(tmp_path / "a.xml", cut.encode())
    assert (item.given.title, item.notes) == ("Slipway closed", ("the file breaks off within this text",))
    items, rejected = both(written(tmp_path / "b.xml", CORPUS[: CORPUS.index("<t:pc>")].encode()))
    assert [i.notes for i in items] == [(), ("the file breaks off within this text",)]
    assert (paragraphs(items[1].data), rejected) == (["The pier"], [])
    assert reasons(tmp_path / "c.xml", ISSUE[: ISSUE.index("<text>")].encode()) == ["no text"]


@pytest.mark.parametrize("run", [" ", "<lb/> ", "-<lb/>", "a-<lb/>", '<lb break="no"/>', "¬", '<w join="right"/> '])
def test_a_paragraph_of_nothing_but_breaks_comes_to_an_end(tmp_path: Path, run: str) -> None:
    # Were each break to look at all the others, this would take hours.
    item = one(tmp_path / "a.xml", tei(f"<p>x{run * 200_000}y</p>"))
    assert (item.data[:1], item.data[-1:]) == (b"x", b"y")


def test_a_hostile_file_expands_fetches_and_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = written(tmp_path / "secret.txt", b"the secret")
    bomb = f'<!DOCTYPE TEI [<!ENTITY s SYSTEM "{secret}"><!ENTITY a "boat">'
    bomb += "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 9}">' for n in range(1, 12)) + "]>"
    body = "<div type='article'><head>Boats&a11;&s;</head><p>Boats &#27;[31m&a11;&s; out.</p></div>"
    for root in ("TEI", "teiCorpus"):
        inner = tei(body).decode()
        whole = bomb + (inner if root == "TEI" else f"<teiCorpus {NAMES}>{inner}</teiCorpus>")
        items, _ = both(written(tmp_path / "a.xml", whole.encode()))
        assert [i.given.title for i in items] == ["Boats"]
        assert all(b"secret" not in i.data and b"\x1b" not in i.data and len(i.data) < 100 for i in items)
    deep = "<div>" * 5000 + "<div type='article'><p>x</p></div>" + "</div>" * 5000
    items, rejected = both(written(tmp_path / "b.xml", tei(deep)))
    assert items or rejected
    monkeypatch.setattr("morgue.index.sources.agency.tei.ITEM_BYTES", 100_000)
    monkeypatch.setattr("morgue.index.sources.agency.tei._CHUNK", 10_000)
    endless = CORPUS[: CORPUS.rindex("<t:TEI>")] + "<t:TEI><t:text>" + "x " * 200_000
    items, rejected = both(written(tmp_path / "c.xml", endless.encode()))
    assert ([i.given.title for i in items], [r.reason for r in rejected]) == (["Boats out"], ["too large"])
