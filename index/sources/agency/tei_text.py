"""Turns TEI elements into text: joins the lines of the print and the words parted at their ends. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any

from morgue.index.sources.agency.tree import Blocks, local
from morgue.index.sources.fields.values import clean_line

#: Divisions, numbered by their depth or not.
DIVISIONS = frozenset("div div1 div2 div3 div4 div5 div6 div7".split())
#: Elements that stand alone on their lines; whatever else is inside them runs on.
_BLOCKS = DIVISIONS | frozenset(
    "p ab head l lg list item label table row opener closer byline dateline salute signed trailer argument epigraph"
    " postscript sp speaker stage body group text front back floatingtext".split()
)
#: Where a line, a column or a page of the print begins.
BREAKS = frozenset(("lb", "cb", "pb", "gb", "milestone"))
#: What is no running text: pictures, running heads, editors' words, and the entries of lists of words and names.
_LEFT_OUT = frozenset(
    "teiheader facsimile sourcedoc standoff figure figdesc fw note metamark del surplus index interp interpgrp spangrp"
    " linkgrp desc listbibl listperson listplace listorg listevent listobject biblstruct biblfull entry entryfree"
    " superentry taxonomy formula notatedmusic include".split()
)
#: Of two readings of one place the right one is read: what was meant before a misprint, what was printed before what an
#: editor made of it.
_LESSER = {"sic": "corr", "reg": "orig", "expan": "abbr", "rdg": "lem"}
_LINE, _JOINED, _GLUE = "\n", "\r", "\v"
_PLAIN = str.maketrans("\n\r\v\f", "    ")
_SPACE = re.compile(r"\s+")
_WHOLE = re.compile(r"[-\u2010\u00ac\u00ad\u2e17]?\r")
#: Signs that only ever part a word: a line drawn down, an invisible hyphen, and the double one of black letter.
_PARTED = re.compile(r"[\u00ac\u00ad\u2e17]\n")
_HYPHEN = re.compile(r"(?<=[^\W\d])[-\u2010]\n(?=(\w+))")
#: Words before which a hyphen stands for a part of the next word but one: "Ein- und Ausfuhr".
_SHARING = frozenset(("und", "oder", "sowie"))


def told(element: Any) -> str | None:
    """An element's text on one line; None for nothing, and for no element."""
    return None if element is None else clean_line(" ".join(paragraphs(element)))


def paragraphs(element: Any, without: Iterable[Any] = ()) -> list[str]:
    """The text of an element, a paragraph a block, without some of the elements in it."""
    blocks = Blocks(_unbroken)
    _gather(element, blocks, frozenset(each for each in without if each is not None))
    blocks.end()
    return blocks.lines


def _gather(node: Any, blocks: Blocks, without: Container[Any]) -> None:
    """Adds the text of an element and of those in it; no deeper than the parser lets a document be."""
    name = local(node)
    if name in BREAKS:
        blocks.add(_JOINED if node.get("break") == "no" else _LINE)
    if not name or node in without or (name in _LEFT_OUT and node.get("place") != "inline"):
        return
    if name in _BLOCKS:
        blocks.end()
    glue = str(node.get("join") or "") if name in ("w", "pc") else ""
    blocks.add((_GLUE if glue in ("left", "both") else "") + (node.text or "").translate(_PLAIN))
    _gather_children(node, name, blocks, without)
    blocks.add(_GLUE if glue in ("right", "both") else " " if name == "cell" else "")
    if name in _BLOCKS:
        blocks.end()


def _gather_children(node: Any, name: str, blocks: Blocks, without: Container[Any]) -> None:
    """Adds the text of the elements in one, and what stands between them; of two readings the better one alone."""
    names = {local(child) for child in node} if name in ("choice", "app") else ()
    for child in node:
        if _LESSER.get(local(child)) not in names or not names:
            _gather(child, blocks, without)
        blocks.add((child.tail or "").translate(_PLAIN))


def _unbroken(text: str) -> str:
    """Lines of the print joined; a word that was parted at their ends is whole again.

    A hyphen before a small letter parts a word; before a capital or a figure it belongs to it, and stays.
    """
    text = _PARTED.sub("", _WHOLE.sub("", _SPACE.sub(_folded, text)))
    return _HYPHEN.sub(_hyphen, text)


def _folded(space: re.Match[str]) -> str:
    """White space as the one sign that decides what becomes of it."""
    signs = space.group()
    return "" if _GLUE in signs else next((sign for sign in (_JOINED, _LINE) if sign in signs), " ")


def _hyphen(at_end: re.Match[str]) -> str:
    following = at_end.group(1)
    return "- " if following in _SHARING else "" if following[0].islower() else "-"
