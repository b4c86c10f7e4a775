"""What people bring from other systems, and what it means here: each query with its normal form, or with the error.

The habits are those that the manuals of these systems teach; the words are ours. Today is Saturday, 21 November 2026.
"""

from __future__ import annotations

import pytest

from morgue.search.language.parse import QueryError, parse
from morgue.search.language.printing import print_query

from .strategies import TODAY

NEXIS = [
    ("ferry AND strike", "ferry AND strike"),
    ("ferry OR boat OR launch", "ferry OR boat OR launch"),
    ("ferry AND NOT cruise", "ferry AND NOT cruise"),
    ("strik!", "strik*"),
    ("wom?n", "wom?n"),
    ("bank w/5 loan", "bank w/5 loan"),
    ("bank W/5 loan", "bank w/5 loan"),
    ("harbour pre/3 master", "harbour pre/3 master"),
    ("ferry w/s strike", "ferry w/s strike"),
    ("ferry w/p strike", "ferry w/p strike"),
    ("ferry w/sent strike", "ferry w/s strike"),
    ("ferry w/para strike", "ferry w/p strike"),
    ("(ferry OR boat) w/10 (strike OR walkout)", "(ferry OR boat) w/10 (strike OR walkout)"),
    ("ferr! w/5 strik!", "ferr* w/5 strik*"),
    ('"night shift" w/5 talks', '"night shift" w/5 talks'),
    ("a w/5 b w/10 c", "(a w/5 b) w/10 c"),
    ("atleast5(ferry)", "atleast5(ferry)"),
    ("ATLEAST10(ferry OR boat)", "atleast10(ferry OR boat)"),
    ("HEADLINE(ferry strike)", "title:ferry AND title:strike"),
    ("headline(ferry w/3 strike)", "title:ferry w/3 title:strike"),
    ("HLEAD(ferry OR boat)", "hlead:ferry OR hlead:boat"),
    ("LEAD(ferry)", "lead:ferry"),
    ("BODY(ferry)", "body:ferry"),
    ("BYLINE(brook)", "byline:brook"),
    ('PUBLICATION("Hill Gazette")', 'outlet:"Hill Gazette"'),
    ("DATELINE(moscow)", "place:moscow"),
    ("SECTION(business)", "section:business"),
    ("LENGTH > 500 AND ferry", "words:501.. AND ferry"),
    ("LENGTH(>500)", "words:501.."),
    ("length>500", "words:501.."),
    ("DATE(2025)", "date:2025"),
    ("ferry AND date aft 2025", "ferry AND date:2026-01-01.."),
    ("ferry AND date bef 2025-02-10", "ferry AND date:..2025-02-09"),
    ("date > 2025-02", "date:2025-03-01.."),
    ("ferry NOT w/5 strike", QueryError),
    ("ferry w/seg strike", QueryError),
    ("ALLCAPS(ACT)", QueryError),
    ("PLURAL(ferry)", QueryError),
]

FACTIVA = [
    ("hd=ferry", "title:ferry"),
    ("hlp=(ferry or boat)", "hlead:ferry AND hlead:or AND hlead:boat"),
    ("hlp=(ferry OR boat)", "hlead:ferry OR hlead:boat"),
    ("lp=ferry", "lead:ferry"),
    ("by=brook", "byline:brook"),
    ('sn="Hill Gazette"', 'outlet:"Hill Gazette"'),
    ("la=en", "lang:en"),
    ("la=german", "lang:de"),
    ("wc>1000", "words:1001.."),
    ("wc<500", "words:..499"),
    ("ferry near5 strike", "ferry w/5 strike"),
    ("ferry adj5 strike", "ferry pre/5 strike"),
    ("ferry w/10 strike", "ferry w/10 strike"),
    ("ferry SAME strike", "ferry w/p strike"),
    ("atleast3 ferry", "atleast3(ferry)"),
    ("(ferry OR boat) NOT cruise", "(ferry OR boat) AND NOT cruise"),
    ("pd=20250227", "date:2025-02-27"),
    ("ferry and date:20250201", "ferry AND and AND date:2025-02-01"),
    ("strik*", "strik*"),
    ("labo?r", "labo?r"),
]

PROQUEST = [
    ("TI(ferry)", "title:ferry"),
    ("ti(ferry OR boat) AND au(brook)", "(title:ferry OR title:boat) AND byline:brook"),
    ("PUB(gazette)", "outlet:gazette"),
    ("LA(french)", "lang:fr"),
    ("PD(20250227)", "date:2025-02-27"),
    ("YR(2025)", "date:2025"),
    ("YR(2019-2021)", "date:2019..2021"),
    ("ferry NEAR/3 strike", "ferry w/3 strike"),
    ("ferry N/3 strike", "ferry w/3 strike"),
    ("ferry PRE/3 strike", "ferry pre/3 strike"),
    ("ferry P/3 strike", "ferry pre/3 strike"),
    ("nurse?", "nurse?"),
    ("sm?th", "sm?th"),
    ("colo*r", "colo*r"),
    ("farm*", "farm*"),
    ("*old", "*old"),
    ('"night shift" AND crews NOT pilots', '"night shift" AND crews AND NOT pilots'),
    ("ferry AND (strike OR walkout) NOT cruise", "ferry AND (strike OR walkout) AND NOT cruise"),
    ("=ferry", "=ferry"),
]

NOTMUCH = [
    ("ferry strike", "ferry AND strike"),
    ("ferry and strike", "ferry AND and AND strike"),
    ("ferry -cruise", "ferry AND NOT cruise"),
    ("NOT cruise", "NOT cruise"),
    ("subject:ferry", "title:ferry"),
    ('subject:"night shift"', 'title:"night shift"'),
    ("subject:(ferry strike)", "title:ferry AND title:strike"),
    ("id:k7f2", "id:k7f2"),
    ("thread:k7f2", "story:k7f2"),
    ("ferry ADJ/4 strike", "ferry pre/4 strike"),
    ("ferry NEAR/4 strike", "ferry w/4 strike"),
    ("ferry NEAR strike", "ferry AND near AND strike"),
    ("date:2025..", "date:2025-01-01.."),
    ("date:..2025-02", "date:..2025-02-28"),
    ("date:2025-02..2025-03", "date:2025-02-01..2025-03-31"),
    ("date:2025..2026", "date:2025..2026"),
    ("date:yesterday", "date:2026-11-20"),
    ("date:today", "date:2026-11-21"),
    ("date:yesterday..today", "date:2026-11-20..2026-11-21"),
    ("date:this_week", "date:2026-11-16..2026-11-22"),
    ("date:last_month", "date:2026-10"),
    ("date:february..march 2025", "date:2025-02-01..2025-03-31"),
    ("date:2weeks..", "date:2026-11-07.."),
    ("date:monday", "date:2026-11-16"),
    ("tag:inbox", QueryError),
    ("*", "*"),
    ("(ferry OR boat) AND NOT subject:cruise", "(ferry OR boat) AND NOT title:cruise"),
    ("ferr*", "ferr*"),
]

RECOLL = [
    ("author:brook", "byline:brook"),
    ('title:"night shift"', 'title:"night shift"'),
    ('"night shift crews"o3', '"night shift crews"~3'),
    ('"ferry strike"p5', "ferry w/6 strike"),
    ("date:2025-02-10/2025-02-20", "date:2025-02-10..2025-02-20"),
    ("date:2025-02-10/", "date:2025-02-10.."),
    ("date:/2025", "date:..2025-12-31"),
    ("date:2025-02-10/P1M", "date:2025-02-10..2025-03-09"),
    ("date:2025-02", "date:2025-02"),
    ("date:P2W/", "date:2026-11-07.."),
    ("ferry OR boat", "ferry OR boat"),
    ("ferry -title:cruise", "ferry AND NOT title:cruise"),
    ("dir:news", QueryError),
]

LUCENE = [
    ("ferry AND strike", "ferry AND strike"),
    ("ferry && strike", "ferry AND strike"),
    ("ferry || boat", "ferry OR boat"),
    ("+ferry -cruise", "ferry AND NOT cruise"),
    ("ferry !cruise", "ferry AND NOT cruise"),
    ("!cruise", "NOT cruise"),
    ("title:ferry", "title:ferry"),
    ("title:(+ferry +strike)", "title:ferry AND title:strike"),
    ("title:(ferry OR boat)^2 strike", "(title:ferry OR title:boat)^2 AND strike"),
    ("ferry~", "ferry~"),
    ("ferry~1", "ferry~"),
    ("ferry~2", "ferry~2"),
    ("ferry~0.8", QueryError),
    ('"ferry strike"~5', '"ferry strike"~5'),
    ("ferry^4 strike", "ferry^4 AND strike"),
    ('"night shift"^0.5', '"night shift"^0.5'),
    ("te?t", "te?t"),
    ("test*", "test*"),
    ("te*t", "te*t"),
    ("date:[2025-02-10 TO 2025-02-20]", "date:2025-02-10..2025-02-20"),
    ("date:{2025-02-10 TO 2025-02-20}", "date:2025-02-11..2025-02-19"),
    ("date:[2025-02-10 TO 2025-02-20}", "date:2025-02-10..2025-02-19"),
    ("date:[2025 TO *]", "date:2025-01-01.."),
    ("date:[* TO 2025-02]", "date:..2025-02-28"),
    ("words:[100 TO 500]", "words:100..500"),
    ("words:{100 TO 500}", "words:101..499"),
    ("words:>=100", "words:100.."),
    ("title:/str[iu]ck/", "title:/str[iu]ck/"),
    ("url:*", "url:*"),
    ("* -agency:*", "* AND NOT agency:*"),
    ("\\(ferry\\)", "ferry"),
    ("AT\\&T", '"at t"'),
]

OURS = [
    ("“night shift”", '"night shift"'),
    ("„night shift“", '"night shift"'),
    ("« night shift »", '"night shift"'),
    ("»night shift«", '"night shift"'),
    ("「東京都」", '"東京都"'),
    ('"ferries"', "=ferries"),
    ("=ferries", "=ferries"),
    ("U.S.-led raid", '"us led" AND raid'),
    ("l'eau", '"l eau"'),
    ("東京都", '"東京都"'),
    ("水", "水* OR ?水"),
    ("1,250.5", "1,250.5"),
    ("Putin's", "putin"),
    ('"crews of the ferr*"', '"crews of the" pre/1 ferr*'),
    ('"crews * ferry"', "=crews pre/2 =ferry"),
    ("title: ferry", "title:ferry"),
    ("TITLE:Ferry", "title:ferry"),
    ("author(s) of 24/7", 'author AND s AND of AND "24 7"'),
    ("COVID-19 w/o 9/11", '"covid 19" AND "w o" AND "9 11"'),
    ("View from Harrow Bay: ferries stop", "view AND from AND harrow AND bay AND ferries AND stop"),
    ("ferry - strike", "ferry AND strike"),
    ("is it over?", "is AND it AND over"),
    ("at 10:30, ferry!", 'at AND "10 30" AND ferry*'),
    ("https://example.test/news/a-b(1).html", 'url:"https://example.test/news/a-b(1).html"'),
    ("url:/2025/02/", 'url:"/2025/02/"'),
    ("url:example.test/news/", 'url:"example.test/news/"'),
    ("url:/ferr(y|ies)/", "url:/ferr(y|ies)/"),
    ("site:example.test", "url:example.test"),
    ("source:reuters", "outlet:reuters"),
    ("outlet:H*", "outlet:H*"),
    ('outlet:="The Post"', 'outlet:="The Post"'),
    ('outlet:("Hill Gazette" OR Post)', 'outlet:"Hill Gazette" OR outlet:Post'),
    ("lang:English", "lang:en"),
    ("language:en-GB", "lang:en"),
    ("role:Original", "role:original"),
    ("is:undated", "is:undated"),
    ("changed:title", "changed:title"),
    ("copies:>3", "copies:4.."),
    ("versions:>1", "versions:2.."),
    ("words:1,000..2,000", "words:1000..2000"),
    ("date:2025-02-10..2025-02-20", "date:2025-02-10..2025-02-20"),
    ("date:2025-02-10...2025-02-20", "date:2025-02-10..2025-02-20"),
    ("date:2025-02-10:2025-02-20", "date:2025-02-10..2025-02-20"),
    ("after:2025-02-09 before:2025-02-21", "date:2025-02-10.. AND date:..2025-02-20"),
    ("since:2025-02-10 until:2025-02-20", "date:2025-02-10.. AND date:..2025-02-20"),
    ("from:2025-02-10 to:2025-02-20", "date:2025-02-10.. AND date:..2025-02-20"),
    ("after:2025", "date:2026-01-01.."),
    ("before:2025-02", "date:..2025-01-31"),
    ("on:2025-02-27", "date:2025-02-27"),
    ("date>=2025-02", "date:2025-02-01.."),
    ("date:<2025", "date:..2024-12-31"),
    ("date:feb 2025", "date:2025-02"),
    ("date:27 february 2025", "date:2025-02-27"),
    ('date:"Feb 27, 2025"', "date:2025-02-27"),
    ("date:27.2.2025", "date:2025-02-27"),
    ("date:2/27/2025", "date:2025-02-27"),
    ("date:last week", "date:2026-11-09..2026-11-15"),
    ("date:this month", "date:2026-11"),
    ("date:last year", "date:2025"),
    ("date:7d", "date:2026-11-14..2026-11-21"),
    ("date:P1M ferry", "date:2026-10-21..2026-11-21 AND ferry"),
    ("since:3w", "date:2026-10-31.."),
    ("date:2025.. ferry", "date:2025-01-01.. AND ferry"),
    ("date:(2024 OR 2025-03)", "date:2024 OR date:2025-03"),
    ("@strikes -cruise", "(strike OR walkout) AND NOT cruise"),
    ("near5", QueryError),
    ("title:near5", "title:\\{near5}"),
]

ALL = [
    pytest.param(query, meaning, id=f"{system}: {query}")
    for system, table in (
        ("Nexis", NEXIS),
        ("Factiva", FACTIVA),
        ("ProQuest", PROQUEST),
        ("notmuch", NOTMUCH),
        ("Recoll", RECOLL),
        ("Lucene", LUCENE),
        ("here", OURS),
    )
    for query, meaning in table
]


@pytest.mark.parametrize(("query", "meaning"), ALL)
def test_what_it_means_here(query: str, meaning: str | type[QueryError]) -> None:
    saved = {"strikes": "strike OR walkout"}
    if isinstance(meaning, str):
        assert print_query(parse(query, today=TODAY, saved=saved)) == meaning
    else:
        with pytest.raises(meaning):
            parse(query, today=TODAY, saved=saved)


def test_the_table_is_long_enough() -> None:
    assert len({p.values[0] for p in ALL}) >= 200
