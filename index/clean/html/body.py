"""Cuts the body of an article out of a page's blocks: finds where it begins and ends, and what interrupts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.index.clean import phrases
from morgue.index.clean.extraction import HARDLY_AGREE, SECOND_ALONE
from morgue.index.clean.html.blocks import Block, grams, region, sentence_like, with_opening
from morgue.index.clean.html.edges import HEADINGS, address, prose, trim_end, trim_start, without_bare_headings
from morgue.index.clean.html.masses import weight
from morgue.index.clean.html.series import without_series
from morgue.index.clean.html.witness.block_verdict import DOUBTFUL, decide
from morgue.index.clean.html.witness.second_witness import spoken

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: A JSON-LD articleBody shorter than this is a teaser, not the article.
_WHOLE = 400
_GRAM = 4
_NO_WORD = re.compile(r"[\W_]+")
#: A paragraph of this many letters that says again what stood before is a copy of the whole text.
_WHOLE_COPY = 2_000
_MANY_BLOCKS = 400
#: Markup that a page shows as text, and data: several names with values, one at least every so many characters.
_MARKUP = ("<img ", "<iframe ")
_DATA, _FIELDS, _FIELD, _SAMPLE = re.compile(r'"[\w-]{1,40}"\s*:'), 5, 80, 20_000


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
    found = trim_end(trim_start(without_series(found), description))
    found = without_bare_headings(found)
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
    before: set[tuple[str, ...]] = set()
    out = []
    for block in found:
        if weight(block.text) > 60:
            key = _NO_WORD.sub("", block.text.casefold())
            own = grams(block.text, _GRAM) if len(key) > _WHOLE_COPY else before
            if key in seen or (own is not before and len(own & before) > 0.8 * len(own)):
                continue
            seen.add(key)
        if len(found) < _MANY_BLOCKS:
            before |= grams(block.text, _GRAM)
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
    if text.startswith(_MARKUP) or _data(text[:_SAMPLE]):
        return True
    if phrases.inside(text) or (phrases.caption(text) and not text.endswith(("”", '"', "»"))):
        return True
    if (
        block.density > 0.9
        and not address(text)
        and ((len(text) < 200 and not text.endswith((".", "!", "?"))) or phrases.leads_elsewhere(text))
    ):
        return block.tag not in ("td", "th", "li") or (len(text) > 25 and phrases.folded(text) not in said)
    return phrases.leads_elsewhere(text) and (len(text) < 160 or block.density > 0.2)


def _has(found: Sequence[Block], text: str) -> bool:
    asked = grams(text, _GRAM)
    mine: set[tuple[str, ...]] = set().union(*(grams(b.text, _GRAM) for b in found[:20]))
    return not asked or len(asked & mine) > 0.5 * len(asked)


def _data(text: str) -> bool:
    """Whether a text is data for a program, such as JSON."""
    named = len(_DATA.findall(text))
    return named >= _FIELDS and named * _FIELD > len(text)


def _guided(found: list[Block], stated: str) -> list[Block] | None:
    """Of the page's blocks those the stated body has too, from its first to its last; None when they do not agree."""
    known = grams(stated, _GRAM)
    share = []
    for block in found:
        own = grams(block.text, _GRAM)
        share.append(len(own & known) / len(own) if own else -1.0)
    inside = [i for i, s in enumerate(share) if s >= 0.5]
    covered = sum(len(found[i].text) for i in inside)
    if covered < 0.7 * len(stated) or covered < 0.5 * sum(len(b.text) for b in found if prose(b)):
        return None
    first, last = inside[0], inside[-1]
    out = []
    for i, block in enumerate(found[: last + 1]):
        if (
            share[i] >= 0.5
            or (i < first and len(block.text) > 80)
            or (first < i < last and _keptwithout_bare_headings(block, share[i]))
        ):
            out.append(block)
    return out


def _keptwithout_bare_headings(block: Block, share: float) -> bool:
    return block.tag in HEADINGS or (share < 0 and len(block.text) > 3)
