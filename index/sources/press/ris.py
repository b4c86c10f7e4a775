"""Declares RIS, the records of reference managers, Nexis, ProQuest, EBSCO and libraries. Data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.sources.press.family import Family, Record, table
from morgue.index.sources.press.lines import Line

FIELDS = table(
    title="TI|T1",
    subtitle="ST_",
    outlet="T2|JF|JO|JA|BT|PB_",
    authors="AU|A1|A2",
    date="DA|Y1|PY",
    section="SE",
    page="SP",
    edition="ET",
    language="LA",
    id="AN|ID",
    url="UR|L2|LK",
    lead="AB",
    body="N2|NO_",
    skip="TY|ER|KW|VL|IS|EP|SN|CY|PB|DB|DP|N1|M1|M2|M3|C1|C2|C3|C4|C5|C6|C7|C8|J1|J2|JP|L1|L3|L4|RP|RI|ST|Y2|DO|AD|AV|CA"
    "|CN|CP|OP|PP|TA|TT|U1|U2|U3|U4|U5|UN|A3|A4|ED|CR|CL|LB|NV|SO|T3|RN|WT|WV|YR|H1|H2",
)


def _head(lines: Sequence[Line], record: Record) -> int:
    """Of several names of the outlet the first, of several dates the most exact; nothing stands without a tag."""
    for name in ("outlet", "title", "id", "url", "section", "language"):
        record.values[name] = record.values.get(name, [])[:1]
    dates = [_day(value) for value in record.values.get("date", [])]
    record.values["date"] = [max(dates, key=len)] if dates else []
    return len(lines)


def _day(stated: str) -> str:
    """`2024/03/05/` as ISO 8601; anything else as it is written."""
    m = re.match(r"(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?)?/*(?:[^/\d].*)?\Z", stated)
    if m is None:
        return stated
    return "-".join([m[1], *(f"{int(part):02d}" for part in m.groups()[1:] if part)])


RIS = Family(
    name="ris",
    label=re.compile(r"(?P<label>[A-Z][A-Z0-9])[ \t]{1,3}-(?:\s+(?P<value>.*)|\Z)", re.DOTALL),
    fields=FIELDS,
    head=_head,
    closes=re.compile(r"\AER[ \t]{1,3}-"),
    carries=True,
    unique=frozenset(),
    order="surname first",
)
