"""References: well-formed whatever the article holds, and nothing in them that it does not say."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from morgue.core.article import Article, Provenance
from morgue.render.references.citations import bibtex, ris

PROVENANCE = Provenance(path="a.html", sha256="0" * 64, format="html")
ARTICLE = Article(
    id="k7f2",
    body="Text.",
    provenance=PROVENANCE,
    url="https://example.test/a_b?c=1%20&d={e}",
    outlet="Hill & Bay Gazette",
    title="Crews win 4% — “#1 in {Harrow} Bay”",
    authors=("Ada van Brook", "Hale and Sons", "Desk"),
    agency="Reuters",
    place="HARROW BAY",
    date="2025-02-27T23:30:00-05:00",
    language="en",
    section="Business",
)


def test_bibtex() -> None:
    assert bibtex(ARTICLE) == (
        "@article{hill-bay-gazette-2025-k7f2,\n"
        "  author = {Ada van Brook and {Hale and Sons} and {Desk}},\n"
        "  title = {{Crews win 4\\% — “\\#1 in \\{Harrow\\} Bay”}},\n"
        "  journal = {Hill \\& Bay Gazette},\n"
        "  date = {2025-02-27},\n"
        "  year = {2025},\n"
        "  month = feb,\n"
        "  url = {https://example.test/a_b?c=1\\%20&d=\\%7Be\\%7D},\n"
        "  langid = {en},\n"
        "  location = {HARROW BAY},\n"
        "  note = {Reuters},\n"
        "}\n"
    )


def test_ris() -> None:
    assert ris(ARTICLE).split("\r\n") == [
        "TY  - NEWS",
        "ID  - k7f2",
        "AU  - van Brook, Ada",
        "AU  - Hale and Sons",
        "AU  - Desk",
        "TI  - Crews win 4% — “#1 in {Harrow} Bay”",
        "T2  - Hill & Bay Gazette",
        "PY  - 2025",
        "DA  - 2025/02/27/",
        "SE  - Business",
        "CY  - HARROW BAY",
        "LA  - en",
        "UR  - https://example.test/a_b?c=1%20&d={e}",
        "N1  - Reuters",
        "ER  - ",
        "",
    ]


def test_what_is_unknown_is_left_out() -> None:
    bare = Article(id="x/1", body="", provenance=PROVENANCE)
    assert bibtex(bare) == "@article{x-1,\n}\n"
    assert ris(bare) == "TY  - NEWS\r\nID  - x/1\r\nER  - \r\n"
    month = Article(id="x", body="", provenance=PROVENANCE, date="2025-02", agency="AP")
    assert "date = {2025-02},\n  year = {2025},\n  month = feb" in bibtex(month)
    assert "DA  - 2025/02//\r\n" in ris(month)
    assert "journal = {AP}" in bibtex(month) and "note" not in bibtex(month)


hostile = st.text(
    alphabet=st.one_of(st.sampled_from('{}\\%$#&_~^,\n\r\t\x00\x1b\u2028@"é東 a'), st.characters()), max_size=30
)


@given(hostile, hostile, hostile, st.lists(hostile, max_size=3))
def test_hostile_text_cannot_break_out(title: str, outlet: str, url: str, authors: list[str]) -> None:
    article = Article(
        id=title or "x", body="", provenance=PROVENANCE, title=title, outlet=outlet, url=url, authors=tuple(authors)
    )
    entry = bibtex(article)
    lines = entry.split("\n")
    assert re.fullmatch(r"@article\{[a-z0-9-]+,", lines[0])
    assert lines[-2:] == ["}", ""]
    for line in lines[1:-2]:
        m = re.fullmatch(r"  [a-z]+ = \{(.*)\},", line)
        assert m is not None
        depth = 0
        for sign in re.findall(r"\\.|[{}]", m[1]):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0
        assert depth == 0
        assert not re.search(r"(?<!\\)%", m[1])
    record = ris(article)
    assert record.startswith("TY  - NEWS\r\n") and record.endswith("\r\nER  - \r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in record[:-2].split("\r\n"))
    assert record.count("\n") == record.count("\r\n") == len(record.split("\r\n")) - 1
