from __future__ import annotations

import unicodedata

import pytest
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
    marked = escaped(text, lambda char: f"<{char}>")
    assert marked.replace("<", "").replace(">", "") == text
    assert is_safe(text) == (marked == text)


@pytest.mark.parametrize("char", ["\u3164", "\u115f", "\u1160", "\u2800", "\uffa0"])
def test_a_letter_that_shows_as_nothing_is_seen_on_a_line_too(char: str) -> None:
    """Python counts these among the printable."""
    assert char.isprintable()
    assert safe_line(f"a{char}b") == safe(f"a{char}b") == f"a<U+{ord(char):04X}>b"


def test_what_commands_a_terminal_is_seen_on_a_line_as_it_is_in_a_text() -> None:
    for code in (*range(0x09), *range(0x0E, 0x20)):
        assert safe_line(f"a{chr(code)}b") == safe(f"a{chr(code)}b") == f"a{chr(0x2400 + code)}b"
    assert safe_line("a\x7fb\tc\r\n d") == "a␡b c d" and safe_line("plain ~ text") == "plain ~ text"
