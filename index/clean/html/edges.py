"""Finds where an article begins and ends among a page's blocks, and drops what stands before and after it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from morgue.index.clean import phrases
from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.months import fold
from morgue.index.clean.html.blocks import Block, sentence_like
from morgue.index.clean.html.masses import weight

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LISTS = frozenset(["li", "td", "th", "dd", "dt", "pre"])
_ROWS = 4
#: Headings of sections, of which so many more show that the first one is a section's too.
_SECTIONS, _MORE_SECTIONS, _LINKED = frozenset(["h2", "h3", "h4"]), 2, 0.5
_HOUR = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|Uhr|GMT|[A-Z]{2,4}))?", re.I)
#: Words of the shortest sentence that opens a text.
_SENTENCE = 4
#: Characters of prose after which two marks of an end, close together, are believed.
_SAID = 300
#: A day with an hour, by which those who post below an article are signed; how many make a row; characters of a
#: subject, and of the text above the first.
_POSTED = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}[ -][^\W\d_]{3,10}[ -]\d{4})\W{1,3}"
    r"\d{1,2}:\d\d(?::\d\d)?\W*\Z"
    r"|\A\d{1,2}:\d\d (?:\d{1,2}[ -.][^\W\d_]{3,10}[ -.]\d{4}|\d{1,2}\.\d{1,2}\.\d{4})\W*\Z"
)
_POSTINGS, _SUBJECT, _TEXT = 3, 60, 150
#: Shorter blocks are a line.
_LINE = 100
#: A line about rights ends the text where this share of the prose, or less, follows.
_LAST = 0.15
#: Before the headline of another article at least this share of the prose stands.
_OWN = 0.2
#: After the heading of a list such as "Related", at most this share of the prose may follow for the cut to be safe.
_AFTERWORD = 0.35


def address(text: str) -> bool:
    """Whether a text is a written-out address."""
    return text.startswith(("http://", "https://"))


def prose(block: Block) -> bool:
    """Whether a block reads as running text: long enough, and no row of links."""
    size = weight(block.text)
    return block.density < 0.5 and (size >= 80 or (size >= 40 and sentence_like(block.text)))


def trim_start(found: list[Block], description: str) -> list[Block]:
    """Drops bylines, dates and buttons before the first paragraph."""
    opening = fold(description)[:40]
    for i, block in enumerate(found):
        if opening and len(opening) > 20 and fold(block.text).startswith(opening):
            return found[i:]
        if prose(block) and not phrases.heads(block.text) and (len(block.text) > 150 or not _dated(block)):
            start = _section_head(found, i)
            while start and _opens(found[start - 1], block):
                start -= 1
            return found[start:]
    return found


def _section_head(found: Sequence[Block], first: int) -> int:
    """Where the text begins, with the heading of its first section (an entry of a live blog) and the hour above it.

    A heading before the first paragraph belongs to the text where others of its kind follow.
    """
    if not first or found[first - 1].tag not in _SECTIONS or found[first - 1].density > _LINKED:
        return first
    head = found[first - 1]
    if sum(b.tag == head.tag for b in found[first:]) < _MORE_SECTIONS or phrases.heads(head.text):
        return first
    start = first - 1
    return start - 1 if start and _HOUR.fullmatch(found[start - 1].text) else start


def _opens(block: Block, following: Block) -> bool:
    """Whether a line before the first paragraph is a short sentence of the text ("It is a hoax.")."""
    return (
        block.tag == following.tag == "p"
        and block.link == 0
        and len(block.text.split()) >= _SENTENCE
        and block.text.rstrip("\"'”»’)").endswith((".", "!", "?", "…"))
        and not phrases.heads(block.text)
        and not phrases.leads_elsewhere(block.text)
        and not _dated(block)
    )


def _dated(block: Block) -> bool:
    return len(block.text) < 80 and read_date(block.text) is not None


def trim_end(found: list[Block]) -> list[Block]:
    """Cuts at the heading of a list after the article, and drops what is no prose at the end."""
    found = found[: _first_posting(found)]
    rights = _rights_forms(found)
    mass = [len(b.text) if prose(b) and b.form not in rights and not phrases.legal(b.text) else 0 for b in found]
    total = sum(mass)
    rest = total
    h1s = sum(b.tag == "h1" for b in found)
    for i, block in enumerate(found):
        last = _AFTERWORD if block.form in rights else _LAST
        if (
            (phrases.ends(block.text) and rest <= _AFTERWORD * total and not _resumes(found, i))
            or (phrases.opens_comments(block.text) and rest < 0.8 * total)
            or (phrases.legal(block.text) and rest <= last * total)
            or (total - rest > _SAID and _closes(found[i : i + 4]))
        ):
            found = found[:i]
            break
        pointed = i > 0 and phrases.inside(found[i - 1].text) and _resumes(found, i - 1)
        if (
            block.tag == "h1"
            and h1s == 1
            and not pointed
            and len(block.text) < 250
            and max(300, _OWN * total) < total - rest < 0.9 * total
            and not (block.density > 0.9 and rest < 0.5 * total)
        ):
            found = found[:i]
            break
        rest -= mass[i]
    end = len(found)
    while end > 1 and _trails(found[end - 1]) and not _listing(found[max(0, end - _ROWS) : end]):
        end -= 1
    return found[:end] if any(prose(b) for b in found[:end]) else found


def _rights_forms(found: Sequence[Block]) -> frozenset[str]:
    """The forms of blocks most of which, and two at least, speak of rights: the others of them do too."""
    every = Counter(b.form for b in found)
    legal = Counter(b.form for b in found if phrases.legal(b.text))
    return frozenset(form for form, n in legal.items() if n > 1 and 2 * n > every[form])


def _first_posting(found: Sequence[Block]) -> int:
    """Where readers' postings begin below a text: at the first of several lines with a name, a day and an hour.

    The lines stand in blocks of one form, each over a posting; what is short right above the first is its subject.
    """
    lines = [(i, b.form) for i, b in enumerate(found) if len(b.text) < _LINE and _POSTED.search(b.text)]
    forms = [form for form, n in Counter(form for _, form in lines).items() if n >= _POSTINGS]
    start = next((i for i, form in lines if form in forms), None)
    if start is None or sum(len(b.text) for b in found[:start] if prose(b)) < _TEXT:
        return len(found)
    while start and len(found[start - 1].text) < _SUBJECT and not sentence_like(found[start - 1].text):
        start -= 1
    return start


def _closes(found: Sequence[Block]) -> bool:
    """Whether a mark of an article's end, and within three blocks another one, stand here: lists, rights, comments."""
    return bool(found) and _marks_end(found[0]) and any(map(_marks_end, found[1:]))


def _marks_end(block: Block) -> bool:
    text = block.text
    return len(text) < _LINE and (phrases.ends(text) or phrases.opens_comments(text) or phrases.legal(text))


def _resumes(found: Sequence[Block], at: int) -> bool:
    """Whether the article goes on after a pointer such as "Read also" and one or two links."""
    before = next((b for b in reversed(found[:at]) if prose(b)), None)
    after = next((b for b in found[at + 1 : at + 4] if b.density < 0.5), None)
    return (
        before is not None
        and after is not None
        and phrases.inside(found[at].text)
        and after.tag == before.tag
        and after.density < 0.2
        and weight(after.text) > 150
        and sentence_like(after.text)
    )


def _listing(last: Sequence[Block]) -> bool:
    """Whether the last blocks are rows of one list (results, dates of a tour): alike, plain, and several."""
    return (
        len(last) == _ROWS
        and len({b.tag for b in last}) == 1
        and all(
            (b.density < 0.2 or address(b.text))
            and b.tag not in HEADINGS
            and len(b.text) > 8
            and not phrases.leads_elsewhere(b.text)
            for b in last
        )
    )


def _trails(block: Block) -> bool:
    """Whether a last block is a heading without text, a button or a row of links."""
    if prose(block):
        return False
    if block.tag in HEADINGS:
        return True
    if block.density > 0.5:
        return not (block.tag == "p" and block.density < 0.9 and len(block.text) > 80 and block.text.endswith("."))
    return block.tag not in _LISTS and not sentence_like(block.text)


def without_bare_headings(found: list[Block]) -> list[Block]:
    """Drops headings that head nothing."""
    return [b for i, b in enumerate(found) if not (b.tag in HEADINGS and phrases.ends(b.text) and i + 1 >= len(found))]
