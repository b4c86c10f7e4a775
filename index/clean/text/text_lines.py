"""Tells lines of prose from boilerplate in a plain text, by length, sentence end and function words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from morgue.index.clean.dates.months import fold
from morgue.index.clean.html.blocks import sentence_like
from morgue.index.clean.html.masses import weight
from morgue.index.clean.metadata.headline import words
from morgue.index.clean.text.line_classifier import gives_day

#: Function words of the languages news is written in: prose has many, lists of headlines few.
_STOP_WORDS = frozenset(
    """the a of to in and that for on with is was by as at from it he his has be had are said not this but they who
    have an were which or their its der die das und in den von zu mit sich des auf für ist im dem nicht ein eine
    als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über de la le et les
    des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ont été el los las del
    que y en un una por con no para su al lo como más pero sus le o este di e il che la in un per del è una sono
    con non da si i le della nel al alla più ha dei o os as do da em um uma para com não por mais dos que se na
    no ao van het een op te dat met voor zijn niet aan er ook bij als og att det som på är av för med till den
    om i en har de inte i w na z do nie się że jest o to jak za od po przez ale dla co są oraz и в на с не что
    по как из за от это для его к о но а у он она они был было και το να του η της στο με για από που τα ο οι
    την των τον δεν είναι ve bir bu da de için ile olarak çok daha gibi olan""".split()
)  # fmt: skip
_STOPS = frozenset(".!?。！？")
_CLOSERS = "\"”»’')]"
#: How headlines and teasers end, and prose seldom does.
_TEASING = ("...", "…", "?", ":", "!")
#: How items of a list and quotations begin, and headlines do not.
_ITEM = ("-", "•", "–", "“", '"', "'")

#: A row of a table has so many numbers, and so large a share of digits.
_NUMBERS, _DIGITS = 2, 0.12
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
#: A line of so many words that ends with a full stop is a sentence.
_SENTENCE = 14
#: Letters of a word that say what it is about; its endings differ.
_STEM = 5
#: From this length on a line that ends in "?", "!" or "…" is a paragraph and no headline.
_QUESTION = 140
_INNER_END = re.compile(r"[.!?…][\"”»’')\]]* +[^\W\da-zß-ÿ]")
#: A line broken within a sentence is so long at least; from a length on, nothing is joined or counted.
_BROKEN, _LONGEST = 25, 4_000


@dataclass(frozen=True)
class Line:
    """One line of the text, white space already folded; what is known of it is found out when it is first asked for."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Lower case without accents, to be compared."""
        return fold(self.text)

    @cached_property
    def prose(self) -> bool:
        """Whether it reads as running text."""
        return _prose(self.text)

    @cached_property
    def closed(self) -> bool:
        """Whether it ends as a sentence or a quotation does."""
        return closed(self.text)

    @cached_property
    def heading(self) -> bool:
        """Whether it could be one of a list of headlines."""
        return not (self.prose and self.closed) and not self.text.startswith(_ITEM) and weight(self.text) > 25

    @cached_property
    def figures(self) -> bool:
        """Whether it is a row of a table: figures for a good part."""
        return _figures(self.text)

    @property
    def teasing(self) -> bool:
        """Whether it ends as headlines and teasers do."""
        return self.text.endswith(_TEASING)


def closed(text: str) -> bool:
    """Whether a text ends as a sentence or a quotation does."""
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


def lines(text: str) -> Iterator[Line]:
    """The lines of a mended text that are not empty; what was broken within a sentence is one line again."""
    held = last = ""
    for raw in text.split("\n"):
        # nothing but a space is white and printable: most lines need no cutting
        line = raw.strip(" ") if raw.isprintable() and "  " not in raw else " ".join(raw.split())
        if held and line and len(held) < _LONGEST and _broken(last, line):
            held = f"{held} {line}"
            last = line
            continue
        if held:
            yield Line(held)
        held = last = line
    if held:
        yield Line(held)


def _broken(line: str, after: str) -> bool:
    """Whether a sentence goes on in the next line: that begins in lower case, or this one ends with a function word."""
    if not _BROKEN <= len(line) < _LONGEST or not (line[-1].isalnum() or line[-1] in ",;"):
        return False
    if not after[0].islower():
        return line[line.rfind(" ") + 1 :] in _STOP_WORDS
    return after[-1] in _STOPS or not gives_day(after)  # "by Jane Roe | March 4, 2021"


def _figures(text: str) -> bool:
    """Whether there are two numbers or more, and a good part of the line is digits."""
    if len(text) > _LONGEST:
        return False
    return len(_NUMBER.findall(text)) >= _NUMBERS and sum(map(str.isdigit, text)) >= _DIGITS * len(text)


def _prose(text: str) -> bool:
    if len(text) >= 300:
        return True
    size = weight(text)
    if size < 60:
        return False
    if size >= 300:
        return True
    if not sentence_like(text) or (text.endswith(_TEASING) and not _paragraph(text, size)):
        return False
    found = words(text)
    bare = text.rstrip(_CLOSERS)
    if len(found) >= _SENTENCE and bare[-1:] in _STOPS and not bare.endswith("..."):
        return True  # whatever language it is in
    dense = function_words(found)
    return (dense >= 0.2 or size > len(text)) and (size >= 90 or dense >= 0.3)


def _paragraph(text: str, size: int) -> bool:
    """Whether what ends as a teaser is too long for one: several sentences, or a long question or call."""
    return size >= _QUESTION and not text.endswith(":") and (text[-1] in "?!" or _INNER_END.search(text) is not None)


def function_words(found: Sequence[str]) -> float:
    """The share of function words among words."""
    return sum(w in _STOP_WORDS for w in found) / max(1, len(found))


def telling(text: str) -> set[str]:
    """The words of a text that say what it is about, cut to their stems' usual length."""
    return {w[:_STEM] for w in words(text) if w not in _STOP_WORDS and (len(w) > 2 or not w.isascii())}
