from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.render.sanitize import escaped, is_safe, safe, safe_line

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
HOSTILE = st.text(
    st.sampled_from("ab \t\n\r\x00\x07\x1b\x7f\x85\x9b\u00ad\u200b\u200c\u200d\u202e\u2066\ufeff\udc9béع人👩"),
    max_size=30,
)


def test_what_commands_a_terminal_becomes_visible() -> None:
    assert safe("\x1b]0;owned\x07") == "␛]0;owned␇"
    assert safe("a\x9b31m\x7f") == "a<U+009B>31m␡"
    assert safe("bank \u202egnp.exe") == "bank <U+202E>gnp.exe"
    assert safe("one\r\ntwo\tthree") == "one␍\ntwo\tthree"
    assert safe("name\udcff") == "name<U+DCFF>"
    assert safe("pay\u200bpal") == "pay<U+200B>pal"


def test_writing_that_needs_joiners_keeps_them() -> None:
    for text in ("می‌خواهم", "👩‍👩‍👧", "क्‍ष"):
        assert safe(text) == text
    assert safe("pay\u200dpal") == "pay<U+200D>pal"
    assert safe("é\u200d\u200dé") == "é<U+200D><U+200D>é"


def test_a_soft_hyphen_is_left_out() -> None:
    assert safe("har\u00adbour") == "harbour"


def test_one_line() -> None:
    assert safe_line("Ferry\r\n  strike\tenters\x0bweek\u2028three  now") == "Ferry strike enters week three  now"


@settings(max_examples=200, deadline=None)
@given(ANYTHING | HOSTILE)
def test_nothing_unsafe_remains(text: str) -> None:
    shown = safe(text)
    assert is_safe(shown)
    assert safe(shown) == shown
    for char in shown:
        assert char in "\t\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in ("RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI")
    assert not set("\t\n") & set(safe_line(text))


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_escaped_touches_only_what_is_unsafe(text: str) -> None:
    assert escaped(text, lambda char: "") == "".join(c for c in escaped(text, lambda char: ""))
    assert is_safe(text) == (escaped(text, lambda char: "?" + char) == text)
