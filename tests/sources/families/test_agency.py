"""What agencies send, what test collections hold, what libraries digitise."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.sources.helpers import both, one, reasons, tarred, written

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<nitf baselang="en-GB"><head><title>Slipway</title>
<docdata><doc-id id-string="SN.77"/><date.issue norm="20240305T183000+0100"/>
<doc.copyright holder="Skerry Wire"/></docdata>
<pubdata name="Skerry News" position.section="Local"/></head>
<body><body.head><hedline><hl1>Slipway &amp; pier closed</hl1><hl2>Two cracks</hl2></hedline>
<byline>By Ada Brook<byttl>Harbour Writer</byttl></byline><dateline>BRANNOCK, March 5 -</dateline></body.head>
<body.content><media><media-caption>The slip</media-caption></media>
<p>The harbour master closed the <org>Brannock</org> slipway on Friday.</p>
<p>It is as wide as the agency breaks its lines at some forty-six<br/>characters of text.</p>
<table><tr><td>Cracks</td><td>2</td></tr></table></body.content></body></nitf>"""

G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-03-05T18:31:00Z</sent></header><itemSet>
<packageItem guid="urn:p"><itemMeta/></packageItem>
<newsItem guid="urn:newsml:s.example:1" xml:lang="de"><itemMeta><itemClass qcode="ninat:text"/>
<provider qcode="nprov:SW"><name>Skerry Wire</name></provider><versionCreated>2024-03-06T09:00:00Z</versionCreated>
<firstCreated>2024-03-05T18:30:00Z</firstCreated></itemMeta><contentMeta><creator><name>Ada Brook</name></creator>
<creator literal="AB"><name>ABK</name></creator><headline>Slip gesperrt</headline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>
<header><h1>Slip gesperrt</h1></header><p>Der Slip ist gesperrt.</p><p>Zwei Risse.</p></body></html></inlineXML>
</contentSet></newsItem>
<newsItem guid="urn:newsml:s.example:2"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>
<contentMeta><headline>Pier open</headline></contentMeta><contentSet><inlineData contenttype="text/plain">  The pier
is open.
  It was closed.</inlineData></contentSet></newsItem>
<newsItem guid="urn:newsml:s.example:3"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>
</itemSet></newsMessage>"""

ONE = """<?xml version="1.0"?><NewsML><NewsEnvelope/><NewsItem xml:lang="en"><Identification><NewsIdentifier>
<ProviderId>s.example</ProviderId><PublicIdentifier>urn:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20240305T183000+0000</FirstCreated></NewsManagement><NewsComponent>
<NewsLines><HeadLine>Slipway closed</HeadLine><DateLine>BRANNOCK, March 5, 2024 (SW) -</DateLine></NewsLines>
<ContentItem><MediaType FormalName="Text"/><DataContent><p>The slipway is closed.</p><p>Two cracks.</p></DataContent>
</ContentItem></NewsComponent></NewsItem></NewsML>"""

RCV1 = """<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="77" id="root" date="1996-08-20" xml:lang="en"><title>SKERRY: Slipway closed.</title>
<headline>Slipway closed.</headline><byline>Ada Brook</byline><dateline>BRANNOCK 1996-08-20</dateline>
<text><p>The slipway is closed.</p><p>Two cracks.</p></text><copyright>(c) Skerry Wire</copyright>
<metadata><dc element="dc.source" value="Skerry Wire"/></metadata></newsitem>"""

REUTERS = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" OLDID="1" NEWID="77"><DATE>26-FEB-1987 15:01:01.79</DATE><TOPICS><D>boats</D></TOPICS>
<UNKNOWN>&#5;f1</UNKNOWN><TEXT>&#2;<TITLE>SLIPWAY &lt;SLP> CLOSED</TITLE><DATELINE>    BRANNOCK, Feb 26 - </DATELINE>
<BODY>The slipway is closed &amp; the pier
is too.
    Two cracks were found.
 Reuter
&#3;</BODY></TEXT></REUTERS>
<REUTERS TOPICS="NO" NEWID="78"><DATE>26-FEB-1987</DATE><TEXT TYPE="BRIEF"><TITLE>PIER OPEN</TITLE>******<BODY></BODY>
</TEXT></REUTERS>
<REUTERS NEWID="79"><DATE>27-FEB-1987</DATE><TEXT TYPE="UNPROC">&#2;SKERRY RATES
one 2
&#3;</TEXT></REUTERS>"""

TREC = """<DOC>
<DOCNO> AP880212-0001 </DOCNO>
<FILEID>AP-NR-02-12-88</FILEID>
<HEAD>Slipway Closed</HEAD>
<HEAD>Eds: repeats</HEAD>
<BYLINE>By ADA BROOK</BYLINE>
<DATELINE>BRANNOCK (AP) </DATELINE>
<TEXT>
   The slipway is closed, ``for now,'' the
master said.
   Two cracks were found.
</TEXT>
</DOC>
<DOC>
<DOCNO>LA010290-0003</DOCNO>
<DATE><P>January 2, 1990, Tuesday, Home Edition</P></DATE>
<HEADLINE><P>PIER OPEN</P></HEADLINE><SECTION><P>Metro; Part B</P></SECTION>
<TEXT><P>The pier is open.</P><P>It was closed.</P></TEXT>
</DOC>
<DOC id="APW_ENG_19980213.1380" type="story">
<HEADLINE>Boats out</HEADLINE><TEXT><P>Boats are out.</P></TEXT></DOC>
<DOC><DOCNO>WSJ870324-0001</DOCNO><HL>Boats</HL><DD> 03/24/87</DD><SO> WALL STREET JOURNAL (J)</SO>
<TEXT>Boats are out.</TEXT></DOC>
"""

ALTO = """<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Layout>
<Page ID="P3" PHYSICAL_IMG_NR="1" PRINTED_IMG_NR="s ?mm"><PrintSpace><ComposedBlock><TextBlock ID="b1"><TextLine>
<String CONTENT="The"/><SP/><String CONTENT="slip" SUBS_TYPE="HypPart1"
 SUBS_CONTENT="slipway"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="way" SUBS_TYPE="HypPart2"
 SUBS_CONTENT="slipway"/><SP/><String CONTENT="is"/><SP/><String CONTENT="clo"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="sed."/></TextLine></TextBlock></ComposedBlock>
<TextBlock ID="b2"><TextLine><String CONTENT="Two"/><SP/><String CONTENT="cracks."/></TextLine></TextBlock></PrintSpace>
</Page></Layout></alto>"""
METS = """<?xml version="1.0"?><mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:mods="http://www.loc.gov/mods/v3">
<mets:dmdSec><mods:mods><mods:titleInfo><mods:nonSort>The</mods:nonSort>
<mods:title>Skerry News.</mods:title></mods:titleInfo><mods:originInfo>
<mods:dateIssued>1824-02-17</mods:dateIssued></mods:originInfo></mods:mods></mets:dmdSec></mets:mets>"""


def text(data: bytes) -> str:
    return data.decode()


def test_nitf(tmp_path: Path) -> None:
    item = one(tmp_path / "a.xml", NITF.encode())
    given = item.given
    assert (item.format, given.id, given.title, given.outlet) == (
        "nitf",
        "SN.77",
        "Slipway & pier closed",
        "Skerry News",
    )
    assert (given.date, given.authors, given.section) == ("20240305T183000+0100", ("By Ada Brook",), "Local")
    assert text(item.data).split("\n\n") == [
        "BRANNOCK, March 5 - The harbour master closed the Brannock slipway on Friday.",
        "It is as wide as the agency breaks its lines at some forty-six characters of text.",
        "Cracks 2",
    ]


def test_newsml_g2_gives_each_text_of_a_message(tmp_path: Path) -> None:
    items, rejected = both(written(tmp_path / "a.xml", G2.encode()))
    assert rejected == []
    first, second = items
    assert (first.given.id, first.given.title, first.given.outlet) == (
        "urn:newsml:s.example:1",
        "Slip gesperrt",
        "Skerry Wire",
    )
    assert (first.given.date, first.given.modified) == ("2024-03-05T18:30:00Z", "2024-03-06T09:00:00Z")
    assert (first.given.authors, first.given.language) == (("Ada Brook",), "de")
    assert text(first.data) == "Der Slip ist gesperrt.\n\nZwei Risse."
    assert text(second.data) == "The pier is open.\n\nIt was closed."


def test_newsml_g2_without_a_text_is_one_reject_that_says_what_it_holds(tmp_path: Path) -> None:
    start, end = G2.index("<newsItem"), G2.rindex("<newsItem")
    _, rejected = both(written(tmp_path / "a.xml", (G2[:start] + G2[end:]).encode()))
    assert [(r.reason, "picture" in r.detail, "packageitem" in r.detail) for r in rejected] == [
        ("not a text", True, True)
    ]


def test_newsml_one(tmp_path: Path) -> None:
    item = one(tmp_path / "a.xml", ONE.encode())
    assert (item.format, item.given.id, item.given.title) == ("newsml", "urn:1", "Slipway closed")
    assert text(item.data) == "BRANNOCK, March 5, 2024 (SW) - The slipway is closed.\n\nTwo cracks."


def test_rcv1_in_a_tgz(tmp_path: Path) -> None:
    item = one(tmp_path / "a.tgz", gzip.compress(tarred({"77newsML.xml": RCV1.encode()})))
    assert (item.format, item.given.id, item.given.title, item.given.date) == (
        "rcv1",
        "77",
        "Slipway closed.",
        "1996-08-20",
    )
    assert (item.given.outlet, item.given.authors) == ("Skerry Wire", ("Ada Brook",))
    assert text(item.data) == "The slipway is closed.\n\nTwo cracks."


def test_reuters_21578(tmp_path: Path) -> None:
    items, rejected = both(written(tmp_path / "a.sgm", REUTERS.encode("latin-1")))
    assert ([i.given.id for i in items], rejected) == (["77", "78", "79"], [])
    assert items[0].given.title == "SLIPWAY <SLP> CLOSED"
    assert items[0].given.date == "26-FEB-1987 15:01:01"
    assert (
        text(items[0].data) == "BRANNOCK, Feb 26 - The slipway is closed & the pier is too.\n\nTwo cracks were found."
    )
    assert (items[1].content, items[1].given.title) == ("none", "PIER OPEN")
    assert text(items[2].data) == "SKERRY RATES one 2"


def test_trec(tmp_path: Path) -> None:
    items, rejected = both(written(tmp_path / "ap", TREC.encode()))
    assert rejected == []
    assert [(i.given.id, i.given.title, i.given.outlet, i.given.date) for i in items] == [
        ("AP880212-0001", "Slipway Closed", "Associated Press", "1988-02-12"),
        ("LA010290-0003", "PIER OPEN", "Los Angeles Times", "January 2, 1990, Tuesday, Home Edition"),
        ("APW_ENG_19980213.1380", "Boats out", "Associated Press", "1998-02-13"),
        ("WSJ870324-0001", "Boats", "WALL STREET JOURNAL", "1987-03-24"),
    ]
    assert text(items[0].data) == "The slipway is closed, ``for now,'' the master said.\n\nTwo cracks were found."
    assert text(items[1].data) == "The pier is open.\n\nIt was closed."
    assert TREC.encode()[items[1].offset :].startswith(b"<DOC>\n<DOCNO>LA010290")


def test_alto_with_the_mets_of_its_issue(tmp_path: Path) -> None:
    (tmp_path / "0217").mkdir()
    (tmp_path / "0217" / "p_0003.xml").write_text(ALTO)
    (tmp_path / "0217" / "p_mets.xml").write_text(METS)
    (item,), rejected = both(tmp_path)
    assert (item.format, item.given.title, item.given.outlet) == ("alto", "The Skerry News, page 3", "The Skerry News")
    assert (item.given.date, item.given.section) == ("1824-02-17", "page 3")
    assert text(item.data) == "The slipway is closed.\n\nTwo cracks."
    assert rejected == []
    assert one(tmp_path / "0217" / "p_0003.xml").given.title == "page 3"
    assert reasons(tmp_path / "0217" / "p_mets.xml") == ["no text"]


@pytest.mark.parametrize("whole", [NITF, G2, ONE, RCV1, REUTERS, TREC, ALTO])
def test_what_is_cut_or_made_to_cost_is_borne(tmp_path: Path, whole: str) -> None:
    for share in (0.3, 0.7, 0.95):
        items, rejected = both(written(tmp_path / "a.xml", whole[: int(len(whole) * share)].encode()))
        assert items or rejected
    bomb = '<!DOCTYPE x [<!ENTITY a "boat">' + "".join(f'<!ENTITY a{n} "&a;&a;&a;&a;">' for n in range(9)) + "]>"
    body = whole.split("?>", 1)[-1].lstrip()
    if not body.startswith("<!DOCTYPE"):
        items, rejected = both(written(tmp_path / "b.xml", ("<?xml version='1.0'?>" + bomb + body).encode()))
        assert sum(len(i.data) for i in items) < 5000 and (items or rejected)


def test_a_document_without_an_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morgue.index.sources.agency.sgml.ITEM_BYTES", 100_000)
    items, rejected = both(written(tmp_path / "ap", TREC.encode() + b"<DOC><DOCNO>X</DOCNO><TEXT>" + b"x " * 3_000_000))
    assert (len(items), [r.reason for r in rejected]) == (4, ["too large"])


def test_deep_trees_are_borne(tmp_path: Path) -> None:
    deep = NITF.replace("<p>It is", "<p>" + "<em>" * 230 + "deep" + "</em>" * 230 + "</p><p>It is")
    item = one(tmp_path / "a.xml", deep.encode())
    assert "It is as wide" in text(item.data)
