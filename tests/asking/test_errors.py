"""A query that cannot be understood: one line, a caret in the right place, at once."""

from __future__ import annotations

import pytest

from morgue.search.language.parse import QueryError, parse
from tests.counting import calls, counting

from .strategies import TODAY

PLACED = [
    # query, what is under the caret, a piece of the message, a piece of the hint
    ("ferry outlt:Hill", "outlt:", 'unknown field "outlt" at column 7', "did you mean outlet?"),
    ("ferry zzzqqq:Hill", "zzzqqq:", "unknown field", "help query"),
    ("ferry AND", "AND", "nothing after AND at column 7", "expected"),
    ("ferry OR", "OR", "nothing after OR", "expected"),
    ("AND ferry", "AND", "nothing before AND", "expected"),
    ("ferry AND OR boat", "OR", "nothing between operators before OR", "expected"),
    ("ferry NOT", "NOT", "nothing after NOT at column 7", "expected"),
    ("ferry w/5", "w/5", "nothing after w/5", "expected"),
    ("w/5 ferry", "w/5", "nothing before w/5", "quotes"),
    ("a (ferry strike", "(", "not closed at column 3", "closing parenthesis"),
    ("ferry) strike", ")", "without an opening one", ""),
    ("ferry ()", "(", "nothing between the parentheses", ""),
    ('a "ferry strike', '"', "not closed at column 3", "closing quote"),
    ('"', '"', "not closed", "closing quote"),
    ("“ferry", "“", "not closed", "closing quote"),
    ('""', '""', "nothing between the quotes", ""),
    ("date:2025-02-30", "2025-02-30", "not a day of the calendar at column 6", ""),
    ("date:2025-13", "2025-13", "not a month", ""),
    ("date:2025-03..2025-02", "2025-03..2025-02", "ends before it begins", "earlier"),
    ("date:[2025-03 TO 2025-02]", "[2025-03 TO 2025-02]", "ends before it begins", "earlier"),
    ("date:1/2/2025", "1/2/2025", "may be two days", "2025-01-02 or 2025-02-01?"),
    ("date:ferry", "ferry", '"ferry" is no date', "2025-02"),
    ("date:2025-02-27x", "2025-02-27x", "is no date", ""),
    ("date:", "date:", "needs a value", ""),
    ("words:5..2", "5..2", "ends before it begins", "lower"),
    ("words:many", "many", "not a number", "words:500"),
    ("words:1x", "1x", "not a number", ""),
    ("role:orignal", "orignal", 'no value "orignal"', "did you mean original?"),
    ("is:red", "red", "no value", "did you mean read?"),
    ("lang:klingon", "klingon", "no language", "code"),
    ("ferry~3", "~3", "out of range", "~1 or ~2"),
    ('"ferry"~3', "~3", "several words", ""),
    ("ferry^0", "^0", "out of range", "weight"),
    ("a ^2 b", "^2", "nothing before it", "directly"),
    ("a*b*c*d*e*f*g*h*i*j", "a*b*c*d*e*f*g*h*i*j", "more than 8 wildcards", ""),
    ("ferry **", "**", "needs a letter", ""),
    ("ferry w/0 strike", "w/0", "out of range", "1 to 1000"),
    ("ferry w/5 (a b)", "w/5", "cannot take words joined by AND", "(a OR b)"),
    ("ferry w/5 date:2025", "w/5", "cannot take a filter", ""),
    ("title:ferry w/5 body:strike", "w/5", "words of one field", "title:("),
    ("-ferry w/5 strike", "-", "a - before w/5", "-(a w/5 b)"),
    ("atleast5(a b)", "atleast5", "cannot take", ""),
    ("body:/x+/", "/x+/", "takes no /pattern/", "title, byline"),
    ("/x+/", "/x+/", "without a field", "title:/pattern/"),
    ("title:/a(/", "/a(/", "not a pattern", ""),
    ("title:/(a+)+b/", "/(a+)+b/", "repeats", ""),
    ("title:/x", "/", "not closed", "closing /"),
    ("ferry @mnie", "@mnie", "no saved query", "did you mean @mine?"),
    ("ferry @loop", "@loop", "refers to itself", ""),
    ("ferry @broken", "@broken", "saved query @broken: nothing after AND", ""),
    ("ferry XOR boat", "XOR", "not offered", "AND NOT"),
    ("title:-ferry", "-", "a sign inside title:", "-title:"),
    ("水?火", "水?火", "without spaces", ""),
]  # fmt: skip

SAVED = {"mine": "a OR b", "loop": "x @loop2", "loop2": "@loop", "broken": "a AND"}


@pytest.mark.parametrize(("query", "under", "what", "hint"), PLACED, ids=[p[0] for p in PLACED])
def test_place_and_words(query: str, under: str, what: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, today=TODAY, saved=SAVED)
    error = caught.value
    assert error.column is not None
    assert query[error.column : error.column + error.width] == under
    assert what in error.what
    assert hint in error.hint
    pointer = error.pointer()
    assert pointer is not None
    assert pointer[1].index("^") == len(pointer[0][: pointer[0].index(under)]) or query.index(under) != error.column


WHOLE = {
    "100 KB": "ferry " * 17_000,
    "2,000 parentheses": "(" * 2_000,
    "2,000 closed": "(" * 2_000 + "a" + ")" * 2_000,
    "NOT NOT NOT": "NOT NOT NOT",
    "2,000 NOTs": "NOT " * 2_000 + "a",
    "50 stars": "*" * 50,
    "50 stars apart": "* " * 50,
    "4,000 quotes": '"' * 8_001,
    "4,000 opening quotes": "“" * 8_001,
    "1,500 words": "a " * 1_500,
    "1,500 alternatives": "a OR " * 1_500 + "a",
    "1,000 proximities": "a w/5 " * 1_000 + "b",
    "long word": "a" * 257,
    "long word in quotes": f'"{"a" * 257}"',
    "growing saved queries": "@a @a @a @a @a",
    "200 groups in a pattern": "title:/" + "(" * 190 + "/",
    "long number": "words:" + "9" * 8_000,
    "long period": "date:P999999D",
    "many fields": "date:[" * 1_300,
    "empty": "",
    "blank": "  \n",
    "punctuation": "... , - ;",
    "deep fields": "title:(" * 500 + "a",
    "deep minus": "-(" * 500 + "a",
}


@pytest.mark.parametrize("name", WHOLE)
def test_hopeless_queries_are_refused_at_once(name: str) -> None:
    saved = {k: f"@{chr(ord(k) + 1)} " * 12 for k in "abcdef"} | {"g": "x y z"}
    with counting() as work, pytest.raises(QueryError) as caught:
        parse(WHOLE[name], today=TODAY, saved=saved)
    assert work.calls < 250_000  # some 0.1 s
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "piece",
    [
        "ferry ",
        "a OR b ",
        "title:(ferry) ",
        '"pier two" ',
        "(a b) ",
        "date:(2013) ",
        "2010..2012 ",
        "a w/5 b AND ",
        "-a ",
        "outlet:fox ",
        "-date:2013 ",
        "a UND ",
        "atl5(ferry) ",
        "fer* ",
        "fery~1 ",
        "date>2013 ",
    ],
)
def test_work_grows_with_the_query_and_not_with_its_square(piece: str) -> None:
    def read(times: int) -> None:
        parse(piece * times + "ferry", today=TODAY)

    read(2)  # what is compiled at its first use
    assert calls(lambda: read(400)) < 2.3 * calls(lambda: read(200))


def test_a_pointer_shows_only_the_neighbourhood_of_the_fault() -> None:
    with pytest.raises(QueryError) as caught:
        parse("ferry " * 300 + "outlt:x " + "strike " * 300, today=TODAY)
    pointer = caught.value.pointer()
    assert pointer is not None
    line, carets = pointer
    assert len(line) <= 74
    assert line[carets.index("^") : carets.rindex("^") + 1] == "outlt:"


def test_the_caret_stands_under_wide_characters_too() -> None:
    with pytest.raises(QueryError) as caught:
        parse("東京 outlt:x", today=TODAY)
    assert caught.value.pointer() == ("東京 outlt:x", "     ^^^^^^")


def test_limits_let_the_long_but_sane_through() -> None:
    assert parse(" OR ".join(f"ferry{n}" for n in range(600)), today=TODAY)
    assert parse("(" * 50 + "a" + ")" * 50, today=TODAY)
    assert parse("a" * 256, today=TODAY)
