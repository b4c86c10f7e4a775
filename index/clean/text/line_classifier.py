"""Tells what a short line beside an article says: a date, its writer, a picture's credit, when it was fetched. Pure."""

from __future__ import annotations

import re

from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.publication_lines import date_line

#: The day on which a page was fetched or printed, not the article's.
_FETCHED = re.compile(
    r"^\W*(?:today|heute|hoy|oggi|сегодня|aujourd'hui|date|current date|last visited|accessed|printed|saved)\b\s*:?",
    re.I,
)
#: `date 2025-02-27 The text goes on`.
DATE_HEAD = re.compile(
    r"^\s*(?:date|published|posted|datum|fecha|data|дата)\s*:?\s+(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?)\s*(.*)$",
    re.I | re.S,
)
#: `Harrow Bay Courier13-02-2025`.
STAMP = re.compile(r"^(\D{2,40}?)\s?((?:\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2})(?:[ T]\d{1,2}:\d{2}\S*)?)$")
#: `Harrow Bay Courier, 16 November 2020`.
IMPRINT = re.compile(r"^(\D{3,40}?)\s*[,|·•–—-]\s*((?=.*\d{4}).{6,40})$")
BY = re.compile(r"^(?i:by|von|par|por|di|door|av|af|przez|от|από)(?::\s*|\s+)(?=[^\W\d_a-zà-ÿ])")
VIA = re.compile(r"\b(?:via|photo|photograph|picture|image|foto|bild|getty|shutterstock|handout)\b", re.I)
AGO = re.compile(
    r"^\W*(?:time)?\s*\d+\s*(?:minutes?|mins?|hours?|hrs?|days?|minuten|stunden|heures?|horas?)\s*(?:ago)?\W*$"
    r"|^\W*(?:il y a|hace|vor|há)\s+\d+\s+\w+\W*$",
    re.I,
)
#: Characters of a whole line with a date.
_LONGEST = 120
_DAY = len("2025-02-27")


def fetched(text: str) -> bool:
    """Whether a line says on which day the page was fetched or printed: a label and a date, and no sentence."""
    return len(text) <= _LONGEST and _FETCHED.match(text) is not None and read_date(text) is not None


def gives_day(text: str) -> bool:
    """Whether a line is a date line that says the day and not the month or the year alone, as menus do."""
    found = read_date(text) if len(text) <= _LONGEST else None
    return found is not None and len(found[0]) >= _DAY and date_line(text)
