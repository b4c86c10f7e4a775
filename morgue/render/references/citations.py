"""Cites articles: as a sentence, as BibTeX (with biblatex's fields) and as RIS. Pure.

Nothing is added that the article does not say: an unknown author or date leaves its line out.
Formats: BibTeX's entry syntax as biblatex reads it; RIS as published by Research Information Systems (type NEWS).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from morgue.core.article import Article
from morgue.core.partial_date import parse_when
from morgue.render import dates

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_LATEX_SIGN = re.compile("[" + re.escape("".join(_LATEX)) + "]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTICLES = frozenset(
    (
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "von",
        "zu",
    )
)
_PERSON = re.compile(r"[^\W\d_]['’.\-\w]*(?: [^\W\d_]['’.\-\w]*){1,4}\Z")


def sentence(article: Article) -> str:
    """An article as a sentence cites it: authors, headline, outlet, day, address. See `joined_sentence`."""
    where = article.url or f"id {article.id}"
    return joined_sentence(article.authors, article.title or "", article.outlet or "", article.date or "", where)


def joined_sentence(authors: Sequence[str], title: str, outlet: str, date: str, where: str) -> str:
    """`Ada Brook, “Ferry strike enters third week”, Harbour Times, 4 Mar 2021, https://…`, on one line."""
    parts = [", ".join(authors), f"“{title}”" if title else "", outlet, dates.day(date) if date else "", where]
    return " ".join(", ".join(part for part in parts if part).split())


def bibtex(article: Article) -> str:
    """One `@article` entry, closed by a newline. The key is made of outlet, year and id and holds only ASCII."""
    lines = [f"@article{{{_key(article)},"]
    lines += [f"  {name} = {value}," for name, value in _bibtex_fields(article)]
    return "\n".join([*lines, "}", ""])


def _bibtex_fields(article: Article) -> list[tuple[str, str]]:
    fields = [
        ("author", " and ".join(_bibtex_name(a) for a in article.authors)),
        ("title", f"{{{_latex(article.title)}}}" if article.title else ""),
        ("journal", _latex(article.outlet or article.agency or "")),
        *_bibtex_date(article.date),
        ("url", re.sub(r"[\s{}\\%]", lambda m: _percent(m.group()), article.url or "")),
        ("langid", _latex(article.language or "")),
        ("location", _latex(article.place or "")),
        ("note", _latex(article.agency or "") if article.outlet else ""),
    ]
    return [(name, value if name == "month" else f"{{{value}}}") for name, value in fields if value]


def _bibtex_date(text: str | None) -> list[tuple[str, str]]:
    """year and month for BibTeX, date for biblatex, as far as the date is known."""
    if text is None or parse_when(text) is None:
        return []
    year, month, _ = (text[:10] + "--").split("-")[:3]
    return [("date", text[:10]), ("year", year), *([("month", _MONTHS[int(month) - 1])] if month else [])]


def _bibtex_name(name: str) -> str:
    """A name as written; braces keep one that is no person's, or has `and` in it, in one piece."""
    plain = _latex(name)
    return plain if _is_person(name) else f"{{{plain}}}"


def _is_person(name: str) -> bool:
    """Whether a name has the shape of one person's: two to five words and none that joins several."""
    words = set(name.casefold().split())
    return bool(_PERSON.match(name)) and not words & {"and", "of", "the", "for", "staff", "news"}


def _key(article: Article) -> str:
    year = (article.date or "")[:4]
    words = " ".join(filter(None, (article.outlet or "", year, article.id)))
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-").lower()[:120] or "article"


def _latex(text: str) -> str:
    """Text on one line with LaTeX's signs escaped."""
    return _LATEX_SIGN.sub(lambda m: _LATEX[m.group()], _line(text))


def _percent(char: str) -> str:
    """A character of an address that would end a BibTeX field, percent-encoded; % itself is escaped for LaTeX."""
    return r"\%" if char == "%" else "".join(rf"\%{byte:02X}" for byte in char.encode())


def ris(article: Article) -> str:
    """One RIS record of type NEWS, from TY to ER, closed by a newline. Lines end in CR LF, as the format asks."""
    when = parse_when(article.date or "")
    day = (article.date or "")[:10].replace("-", "/") if when else ""
    lines = [
        ("TY", "NEWS"),
        ("ID", article.id),
        *(("AU", _ris_name(name)) for name in article.authors),
        ("TI", article.title or ""),
        ("T2", article.outlet or article.agency or ""),
        ("PY", day[:4]),
        ("DA", day + "/" * (3 - day.count("/")) if day else ""),
        ("SE", article.section or ""),
        ("CY", article.place or ""),
        ("LA", article.language or ""),
        ("UR", article.url or ""),
        ("N1", article.agency or "" if article.outlet else ""),
    ]
    body = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if _line(value))
    return body + "ER  - \r\n"


def _ris_name(name: str) -> str:
    """`Ada van Brook` as `van Brook, Ada`; what is no plain personal name stays as written."""
    parted = parted_name(name)
    return name if parted is None else ", ".join(parted)


def parted_name(name: str) -> tuple[str, str] | None:
    """Family and given name, `van Brook` and `Ada`; None for what is no plain personal name."""
    words = _line(name).split(" ")
    if not _is_person(_line(name)) or words[-1].casefold().rstrip(".") in ("jr", "sr", "ii", "iii"):
        return None
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in _PARTICLES:
        cut -= 1
    return " ".join(words[cut:]), " ".join(words[:cut])


def _line(text: str) -> str:
    """Text on one line: white space and control characters become single spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
