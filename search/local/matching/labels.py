"""Writes a leaf of a query as a person would. Pure."""

from __future__ import annotations

from morgue.search.query import Exact, Fuzzy, Near, Or, Phrase, Prefix, Query, Wildcard, Word


def label(query: Query) -> str:
    """A leaf as a person would write it, for explanations and notes."""
    field = getattr(query, "field", None)
    before = f"{field}:" if field else ""
    match query:
        case Word(text):
            return before + text
        case Exact(text):
            return f"{before}={text}" if query.strict else f'{before}"{text}"'
        case Prefix(text):
            return f"{before}{text}*"
        case Wildcard(pattern):
            return before + pattern
        case Fuzzy(text, edits):
            return f"{before}{text}~{edits}"
        case Phrase(words, _, slop):
            return f'{before}{"=" if query.strict else ""}"{" ".join(words)}"' + (f"~{slop}" if slop else "")
        case Near(left, right, distance, ordered, unit):
            kind = "pre" if ordered else "w"
            return f"({label(left)} {kind}/{distance if unit == 'word' else unit[0]} {label(right)})"
        case Or(parts):
            return "(" + " OR ".join(label(p) for p in parts) + ")"
        case _:
            return type(query).__name__.lower()
