"""Articles, names and commands that would command a terminal, and what of an output a terminal would obey."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from morgue.core.article import Article, Provenance

#: What each would do: colour, clear, title, clipboard, report, hyperlink, C1, bidi, lone surrogate, and the like.
PAYLOADS = (
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b[6n\x1b[c\x1bZ",
    "\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m\x9d0;x\x9c\x90q\x85",
    "\x08\x08\x08rm -rf\r$ \x0c\x0b\x0e\x07",
    "abc\u202egnp.exe\u202c\u2066x\u2069\u061c",
    "zero\u200bwidth\u2060\ufeff\U000e0041\u2028\u2029",
    "half\ud800\udfffpair\udc1b",
    "\x1bP+q544e\x1b\\\x1b_Gi=1\x1b\\\x1b(0lqk\x7f",
)


def hostile(number: int, payload: str) -> Article:
    """An article whose every field has the payload."""
    body = f"Harbour {payload} words of the council {number}.\nAnother paragraph {payload} of the harbour."
    origin = Provenance(
        path=f"news/{payload}.html",
        sha256=sha256(f"{number}".encode()).hexdigest(),
        format="html",
        member=payload,
        extractor=payload,
        notes=(payload,),
    )
    return Article(
        id=f"t{number}{payload}",
        body=body + (f"\nA {number} more." if number else ""),
        provenance=origin,
        url=f"https://harbour.example/{payload}",
        outlet=f"Times {payload}",
        title=f"Harbour {payload} title",
        authors=(f"Ada {payload}",),
        agency=payload,
        place=payload,
        date="2021-03-04",
        language="en",
        section=payload,
    )


Commands = tuple[tuple[str, ...], ...]


def commands(payload: str) -> Commands:
    """Every command, so that it prints what the archive holds, or what was typed; some need what one before made."""
    typed = payload.encode("utf-8", "replace").decode().replace("\0", "")
    return (*finding(typed), *describing(typed), *keeping(typed), *sampling(typed), *looking_after(typed))


def finding(typed: str) -> Commands:
    """Commands that search, read and compare."""
    return (
        ("search", "harbour", "--facets", "outlet,byline,language", "--explain"),
        ("search", "harbour", "--json", "--facets", "outlet,byline"),
        ("search", "harbour", "--jsonl"),
        ("search", "harbour", "--csv"),
        ("search", "harbour", "--format", "{id} {title} {outlet} {url}"),
        ("search", typed),
        ("search", "(" + typed),
        ("search", "harbour", "--facet", f"outlet=Times {typed}"),
        ("search", "nothingthere " + typed),
        ("count", typed),
        ("show", "t0"),
        ("show", "t"),
        ("show", typed),
        ("stories", "--min", "1"),
        ("stories", "--min", "1", "--csv"),
        ("story", "t0"),
        ("story", "t0", "--json"),
        ("diff", "t0", "t1"),
        ("similar", "t0"),
        ("timeline", "harbour", "--outlet-rows", "3"),
        ("why", "t0", "harbour " + typed),
    )


def describing(typed: str) -> Commands:
    """Commands that quote, count and describe what was found."""
    return (
        ("kwic", "harbour", "--copies"),
        ("quotes", "harbour " + typed),
        ("outlets",),
        ("outlets", "harbour", "--csv"),
        ("report", "harbour " + typed, "--out", "report.html"),
        ("export", "harbour", "--csl"),
        ("export", "harbour", "--texts", "texts"),
        ("export", "harbour", "--xlsx", "book.xlsx"),
        ("words", "harbour", "--least", "1"),
        ("words", typed or "x", "--run", "2", "--csv"),
        ("collocates", "harbour " + typed, "--least", "1"),
        ("rates", "harbour", typed or "x", "--by", "outlet"),
        ("rates", "harbour", "--by", "outlet,section", "--csv"),
        ("receipt", "harbour " + typed, "--out", "receipt.json"),
        ("receipt", "--check", "receipt.json"),
        ("receipt", "--check", typed or "x"),
    )


def keeping(typed: str) -> Commands:
    """Commands that keep tags and notes, and find by them."""
    return (
        ("tag", "t0", "mine"),
        ("tag", typed, typed),
        ("tags",),
        ("tags", "mine"),
        ("tags", "--csv"),
        ("tags", "--import", "sheet.csv"),
        ("note", "t0", "a note " + typed),
        ("note", "t0"),
        ("notes",),
        ("show", "t0"),
        ("search", "tag:" + typed),
    )


def sampling(typed: str) -> Commands:
    """Commands that draw samples, read coded sheets, export and save searches."""
    return (
        ("sample", "harbour", "--by", "outlet"),
        ("sample", "harbour", "--json", "--by", "outlet,section"),
        ("sample", "harbour", "--sheet", f"sheet{typed[:9]}.csv".replace("/", "_"), "--coders", "ann,ben"),
        ("agree", "sheet.csv"),
        ("recall", "harbour", "--sheet", "sheet.csv"),
        ("kwic", "harbour " + typed, "--sentence", "--csv"),
        ("export", "harbour"),
        ("export", "harbour", "--bibtex"),
        ("export", "harbour", "--ris"),
        ("save", "mine", "harbour " + typed),
        ("save", typed, "harbour"),
        ("saved",),
        ("new", "mine"),
    )


def looking_after(typed: str) -> Commands:
    """Commands that index, check and change the archive, and those that are typed wrongly."""
    return (
        ("stats",),
        ("formats",),
        ("doctor",),
        ("verify",),
        ("clean", "news"),
        ("index", "news"),
        ("index", typed),
        ("complete", "outlet:"),
        ("complete", "search", "outlet:"),
        ("help", typed),
        (typed or "x",),
        ("search", "harbour", "--" + typed),
        ("stats", "--archive", f"nowhere{typed}"),
        ("forget", typed),
        ("compact",),
        ("reindex",),
        ("copy", "archive", "elsewhere"),
        ("copy", "archive", typed or "x"),
    )


def sheet(payload: str) -> list[tuple[str, int, str]]:
    """Rows of a coded sheet: a heading, then what two coders say."""
    quoted = payload.replace('"', "'")
    return [(quoted, n, coder + quoted) for n in range(2) for coder in ("ann", "ben")]


def raw(text: str) -> list[str]:
    """The characters left in an output that a terminal or a reader's eye would obey."""
    bad = []
    for char in text:
        kind = unicodedata.category(char)
        bidi = unicodedata.bidirectional(char) in ("RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI")
        if (kind in ("Cc", "Cs", "Zl", "Zp") and char not in "\n\t") or bidi:
            bad.append(f"U+{ord(char):04X}")
    return bad
