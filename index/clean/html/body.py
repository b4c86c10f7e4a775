"""The body of an article from a page's blocks: where it begins, where it ends, and what interrupts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.index.clean import phrases
from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.months import fold
from morgue.index.clean.extraction import HARDLY_AGREE, SECOND_ALONE
from morgue.index.clean.html.block_verdict import DOUBTFUL, decide
from morgue.index.clean.html.blocks import Block, region, sentence_like, weight, with_opening
from morgue.index.clean.html.second_witness import spoken
from morgue.index.clean.html.series import without_series

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: A JSON-LD articleBody shorter than this is a teaser, not the article.
_WHOLE = 400
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LISTS = frozenset(["li", "td", "th", "dd", "dt", "pre"])
_GRAM = 4
_ROWS = 4
#: Headings of sections, of which so many more show that the first one is a section's too.
_SECTIONS, _MORE_SECTIONS, _LINKED = frozenset(["h2", "h3", "h4"]), 2, 0.5
_HOUR = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|Uhr|GMT|[A-Z]{2,4}))?", re.I)
_NO_WORD = re.compile(r"[\W_]+")
#: Words of the shortest sentence that opens a text.
_SENTENCE = 4
#: A paragraph of this many letters that says again what stood before is a copy of the whole text.
_WHOLE_COPY = 2_000
_MANY_BLOCKS = 400
#: Characters of prose after which two marks of an end, close together, are believed.
_SAID = 300
#: Markup that a page shows as text.
_MARKUP = ("<img ", "<iframe ")
#: Shorter blocks are a line.
_LINE = 100
#: Before the headline of another article at least this share of the prose stands.
_OWN = 0.2
#: After the heading of a list such as "Related", at most this share of the prose may follow for the cut to be safe.
_AFTERWORD = 0.35


@dataclass(frozen=True, slots=True)
class Body:
    """The text, and remarks on how it was found."""

    text: str
    extractor: str
    notes: tuple[str, ...] = ()


def body(
    pruned: HtmlElement,
    titles: Sequence[str],
    description: str,
    stated: str,
    lead: str = "",
    witness: Sequence[str] = (),
) -> Body:
    """The article's paragraphs out of a pruned tree.

    titles       headline candidates: a line that repeats one is not text
    description  the page's own summary: a standfirst that stands on the page is kept
    lead         the standfirst, put first when the text does not have it
    stated       the JSON-LD articleBody, which decides when it is whole and agrees with the page
    witness      the paragraphs of the second reading, by which blocks are weighed that nothing else supports
    """
    found = _unique(with_opening(region(pruned)))
    found = _from_headline(found, titles)
    said = spoken(witness)
    found = [b for b in found if not _interrupts(b, said)]
    found = _trim_end(_trim_start(without_series(found), description))
    found = _between(found)
    if lead and not _has(found, lead) and not any(same_line(lead, t) for t in titles):
        found.insert(0, Block(lead, "p", 0))
    if len(stated) >= _WHOLE and not stated.rstrip().endswith(("…", "...", "[…]")):
        guided = _guided(found, stated)
        if guided is None and len(stated) > 1.3 * sum(len(b.text) for b in found):
            return Body(stated, "jsonld", ("text from structured data",))
        found = guided or found
    if not found:
        alone = [line for line in witness if not any(same_line(line, t) for t in titles)]
        return Body("\n".join(alone), "trafilatura", (SECOND_ALONE,) if alone else ())
    verdict = decide(found, witness)
    kept = [b.text for b, stays in zip(found, verdict.kept, strict=True) if stays]
    return Body("\n".join(kept), "blocks", (HARDLY_AGREE,) if verdict.agreement < DOUBTFUL else ())


def _unique(found: Sequence[Block]) -> list[Block]:
    """Drops long paragraphs that were there before: pages hold copies for wide and narrow screens, or all in one."""
    seen: set[str] = set()
    grams: set[tuple[str, ...]] = set()
    out = []
    for block in found:
        if weight(block.text) > 60:
            key = _NO_WORD.sub("", block.text.casefold())
            if key in seen or (
                len(key) > _WHOLE_COPY and len(_grams(block.text) & grams) > 0.8 * len(_grams(block.text))
            ):
                continue
            seen.add(key)
        if len(found) < _MANY_BLOCKS:
            grams |= _grams(block.text)
        out.append(block)
    return out


def same_line(line: str, title: str) -> bool:
    """Whether a line repeats a headline, but for punctuation and a site's name."""
    a, b = phrases.folded(line), phrases.folded(title)
    return bool(a) and (a == b or (len(a) > 20 and (b.startswith(a) or (a.startswith(b) and len(a) < 1.3 * len(b)))))


def _from_headline(found: list[Block], titles: Sequence[str]) -> list[Block]:
    """What follows the headline, when it stands before most of the text; repeats of it go everywhere."""
    total = sum(len(b.text) for b in found)
    before = 0
    start = 0
    for i, block in enumerate(found):
        if before > 0.3 * total:
            break
        if any(same_line(block.text, t) for t in titles):
            start = i + 1
        before += len(block.text)
    head = [b for b in found[:start] if len(b.text) > 150 and sentence_like(b.text) and b.density < 0.3]
    return head + [b for b in found[start:] if not any(same_line(b.text, t) for t in titles)]


def _interrupts(block: Block, said: frozenset[str]) -> bool:
    """Whether a block is no text of the article: markup, a pointer, a caption, a link the witness has not either."""
    text = block.text
    if text.startswith(_MARKUP):
        return True
    if phrases.inside(text) or (phrases.caption(text) and not text.endswith(("”", '"', "»"))):
        return True
    if (
        block.density > 0.9
        and not _address(text)
        and ((len(text) < 200 and not text.endswith((".", "!", "?"))) or phrases.leads_elsewhere(text))
    ):
        return block.tag not in ("td", "th", "li") or (len(text) > 25 and phrases.folded(text) not in said)
    return phrases.leads_elsewhere(text) and (len(text) < 160 or block.density > 0.2)


def _address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _prose(block: Block) -> bool:
    size = weight(block.text)
    return block.density < 0.5 and (size >= 80 or (size >= 40 and sentence_like(block.text)))


def _trim_start(found: list[Block], description: str) -> list[Block]:
    """Drops bylines, dates and buttons before the first paragraph."""
    opening = fold(description)[:40]
    for i, block in enumerate(found):
        if opening and len(opening) > 20 and fold(block.text).startswith(opening):
            return found[i:]
        if _prose(block) and not phrases.heads(block.text) and (len(block.text) > 150 or not _dated(block)):
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


def _trim_end(found: list[Block]) -> list[Block]:
    """Cuts at the heading of a list after the article, and drops what is no prose at the end."""
    prose = [len(b.text) if _prose(b) and not phrases.legal(b.text) else 0 for b in found]
    total = sum(prose)
    rest = total
    h1s = sum(b.tag == "h1" for b in found)
    for i, block in enumerate(found):
        if (phrases.ends(block.text) and rest <= _AFTERWORD * total and not _resumes(found, i)) or (
            phrases.opens_comments(block.text) and rest < 0.8 * total
        ):
            found = found[:i]
            break
        if (rest <= 0.15 * total and phrases.legal(block.text)) or (total - rest > _SAID and _closes(found[i : i + 4])):
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
        rest -= prose[i]
    end = len(found)
    while end > 1 and _trails(found[end - 1]) and not _listing(found[max(0, end - _ROWS) : end]):
        end -= 1
    return found[:end] if any(_prose(b) for b in found[:end]) else found


def _closes(found: Sequence[Block]) -> bool:
    """Whether a mark of an article's end, and within three blocks another one, stand here: lists, rights, comments."""
    return bool(found) and _marks_end(found[0]) and any(map(_marks_end, found[1:]))


def _marks_end(block: Block) -> bool:
    text = block.text
    return len(text) < _LINE and (phrases.ends(text) or phrases.opens_comments(text) or phrases.legal(text))


def _resumes(found: Sequence[Block], at: int) -> bool:
    """Whether the article goes on after a pointer such as "Read also" and one or two links."""
    before = next((b for b in reversed(found[:at]) if _prose(b)), None)
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
            (b.density < 0.2 or _address(b.text))
            and b.tag not in _HEADINGS
            and len(b.text) > 8
            and not phrases.leads_elsewhere(b.text)
            for b in last
        )
    )


def _trails(block: Block) -> bool:
    """Whether a last block is a heading without text, a button or a row of links."""
    if _prose(block):
        return False
    if block.tag in _HEADINGS:
        return True
    if block.density > 0.5:
        return not (block.tag == "p" and block.density < 0.9 and len(block.text) > 80 and block.text.endswith("."))
    return block.tag not in _LISTS and not sentence_like(block.text)


def _between(found: list[Block]) -> list[Block]:
    """Drops headings that head nothing."""
    return [b for i, b in enumerate(found) if not (b.tag in _HEADINGS and phrases.ends(b.text) and i + 1 >= len(found))]


def _has(found: Sequence[Block], text: str) -> bool:
    grams = _grams(text)
    mine: set[tuple[str, ...]] = set().union(*(_grams(b.text) for b in found[:20]))
    return not grams or len(grams & mine) > 0.5 * len(grams)


def _grams(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return set(zip(*(words[i:] for i in range(_GRAM)), strict=False))


def _words(text: str) -> list[str]:
    folded = _NO_WORD.sub(" ", fold(text))
    words = folded.split()
    return list(folded.replace(" ", "")) if len(words) * 12 < len(folded) else words


def _guided(found: list[Block], stated: str) -> list[Block] | None:
    """Of the page's blocks those the stated body has too, from its first to its last; None when they do not agree."""
    known = _grams(stated)
    share = []
    for block in found:
        grams = _grams(block.text)
        share.append(len(grams & known) / len(grams) if grams else -1.0)
    inside = [i for i, s in enumerate(share) if s >= 0.5]
    covered = sum(len(found[i].text) for i in inside)
    if covered < 0.7 * len(stated) or covered < 0.5 * sum(len(b.text) for b in found if _prose(b)):
        return None
    first, last = inside[0], inside[-1]
    out = []
    for i, block in enumerate(found[: last + 1]):
        if (
            share[i] >= 0.5
            or (i < first and len(block.text) > 80)
            or (first < i < last and _kept_between(block, share[i]))
        ):
            out.append(block)
    return out


def _kept_between(block: Block, share: float) -> bool:
    return block.tag in _HEADINGS or (share < 0 and len(block.text) > 3)
