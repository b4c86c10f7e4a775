"""What is told of plain words without the large pattern is what the pattern finds."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date

import pytest

from morgue.core.analyzer import holds_a_surface, plain_surface, surface_pattern, surface_terms, terms
from morgue.search.highlight.matches import Finder
from morgue.search.language.lexical.lexer import tokenize
from morgue.search.request import Marking

_CHARACTERS = [*"abcS's's.,;:!?()[]<>\"'-+#$%_1é’ \n\t", "bank", "\u200c", "\u00ad", "銀", "ё", "…"]


def pieces(count: int) -> list[str]:
    chance = random.Random(7)
    return ["".join(chance.choices(_CHARACTERS, k=chance.randint(0, 9))) for _ in range(count)]


def test_a_plain_surface_is_the_only_one_that_the_pattern_finds() -> None:
    told = 0
    for piece in (p for text in pieces(60_000) for p in text.replace("\n", " ").split(" ")):
        for before, after in (("", ""), ("a ", " b"), ("銀\n", "\nx")):
            text = before + piece + after
            start, end = len(before), len(before) + len(piece)
            plain = plain_surface(text, start, end)
            if plain is not None:
                told += 1
                found = [(m.start(), m.group()) for m in surface_pattern(text, start, end).finditer(text, start, end)]
                assert found == [plain], (text, start, end)
    assert told > 3_000


def test_the_terms_of_a_plain_word_are_those_of_its_surface() -> None:
    for text in ("bank", "Bank", "US", "a", "", "Banks", "ab" * 200, "IBM", "e-mail", "bank's", "é", "ab1"):
        surfaces = surface_pattern(text).findall(text)
        assert terms(text) == [term for each in surfaces for term in surface_terms(each)]


def test_whether_a_text_holds_a_surface_is_what_the_pattern_says() -> None:
    told = [(text, holds_a_surface(text)) for text in pieces(60_000)]
    for text, holds in told:
        assert holds == (surface_pattern(text).search(text) is not None), text
    assert {holds for _, holds in told} == {True, False}


@pytest.mark.parametrize("word", ["bank's", "Bank", "(bank)", "bank-led", "non-bank", "BANK'S", "bank.", "b.a.n.k"])
def test_words_are_marked_alike_whatever_stands_around(word: str) -> None:
    finder = Finder(Marking(frozenset({"bank"}), ()))
    text = f"A loan of {word} fell"
    spans = [text[m.start : m.end] for m in finder.matches(text)]
    assert spans == (
        []
        if word == "b.a.n.k"
        else ["BANK" if word == "BANK'S" else word.strip("().")[:4]]
        if word != "non-bank"
        else ["bank"]
    )


def test_a_plain_question_compiles_no_pattern_of_dates_and_surfaces() -> None:
    """Each costs a search one to eight milliseconds; what they are for is told by a character first."""
    program = (
        "import re\n"
        "from datetime import date\n"
        "real, seen = re.compile, []\n"
        "re.compile = lambda pattern, flags=0: (seen.append(str(pattern)), real(pattern, flags))[1]\n"
        "from morgue.search.language.lexical.lexer import tokenize\n"
        "from morgue.core.han_variants import han_variants\n"
        "from morgue.search.language.parse import read\n"
        "seen.clear()\n"
        "tokenize('bank strike', date(2026, 1, 1)), han_variants('bank'), read('bank', today=date(2026, 1, 1))\n"
        "print(len(seen)); print(*seen, sep='\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    count, *patterns = done.stdout.splitlines()
    assert int(count) <= 8 and not any("date" in p or "jan" in p or "$€£¥" in p for p in patterns), patterns


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("date aft 2013", ["query"]),
        ("PD bef 2013", ["query"]),
        ("a w/5 b", ["word", "near", "word"]),
        ("a /5 b", ["word", "near", "word"]),
        ("a w5 b", ["word", "near", "word"]),
        ("a SAME b", ["word", "near", "word"]),
        ("a || b", ["word", "or", "word"]),
        ("a & b", ["word", "and", "word"]),
        ("a^2", ["word", "boost"]),
        ("a~", ["word", "tilde"]),
        ("–a", ["minus", "word"]),
        ("strik$2", ["word"]),
        ("atleast5(a)", ["atleast", "(", "word", ")"]),
        ("a AROUND(5) b", ["word", "near", "word"]),
        ("length > 500", ["query"]),
        ("title = ferry", ["field", "word"]),
        ("https://a.b/c", ["query"]),
        ('צה"ל', ["word"]),
        ("- ... a", ["word"]),
        ("銀行", ["word"]),
    ],
)
def test_what_the_characters_let_pass_is_read_as_before(text: str, kinds: list[str]) -> None:
    tokens, _ = tokenize(text, date(2026, 1, 1))
    assert [t.kind for t in tokens] == [*kinds, "end"]
