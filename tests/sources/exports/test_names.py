"""Names of authors that stand surname first, in RIS and in ProQuest's exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.index.sources.press.names import spoken
from tests.sources.helpers import articles

RIS = "TY  - NEWS\nTI  - Tide is late\nT2  - Skerry News\n{}DA  - 2024/03/05\nAB  - The tide is late.\nER  -\n"
PROQUEST = (
    "____________________________________________________________\n\nDocument 1 of 1\n\nTide is late\n\n"
    "Author: {}\n\nPublication title: Skerry News\n\nPublication date: Mar 5, 2024\n\n"
    "ProQuest document ID: 4711471147\n\nFull text: The tide is late in Harrow Bay, and nobody knows why.\n\n"
    "Database: ProQuest\n"
)


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        (["Roe, Jane"], ("Jane Roe",)),
        (["Roe, Jane M."], ("Jane M. Roe",)),
        (["Roe, J. M."], ("J. M. Roe",)),
        (["Roe,Jane"], ("Jane Roe",)),
        (["Roe, Jane", "Tern, Jo L."], ("Jane Roe", "Jo L. Tern")),
        (["van der Larch, Obi"], ("Obi van der Larch",)),
        (["Larch Brook, Ada"], ("Ada Larch Brook",)),
        (["Jane Roe"], ("Jane Roe",)),
    ],
)
def test_ris_always_has_the_surname_first(tmp_path: Path, stated: list[str], authors: tuple[str, ...]) -> None:
    (article,) = articles(tmp_path / "a.ris", RIS.format("".join(f"AU  - {name}\n" for name in stated)))
    assert article.authors == authors


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("Roe, Jane M", ("Jane M Roe",)),
        ("Roe, Jane M; Ada Brook; Larch, Obi", ("Jane M Roe", "Ada Brook", "Obi Larch")),
        ("Roe, Jane Brook", ("Jane Brook Roe",)),
        ("Ada Brook, Jo Tern, Obi Larch", ("Ada Brook", "Jo Tern", "Obi Larch")),
        ("Ada Brook, Harrow Bay", ("Ada Brook",)),
    ],
)
def test_proquest_has_it_where_a_name_was_taken_apart(tmp_path: Path, stated: str, authors: tuple[str, ...]) -> None:
    (article,) = articles(tmp_path / "a.txt", PROQUEST.format(stated))
    assert article.authors[: len(authors)] == authors


@pytest.mark.parametrize(
    ("stated", "turned"),
    [
        ("Palmer, Thomas C, Jr", "Thomas C Palmer Jr"),
        ("Roe, Jane, III", "Jane Roe III"),
        ("Harbour Board,", "Harbour Board"),
        ("Roe, 14 March", "Roe, 14 March"),
        ("Roe, staff", "Roe, staff"),
        ("", ""),
        (",", ""),
    ],
)
def test_what_a_name_is_turned_into(stated: str, turned: str) -> None:
    assert spoken(stated, "surname first") == turned


def test_other_databases_write_names_as_they_are_signed() -> None:
    assert spoken("Jane Roe, Harrow Bay", "signed") == "Jane Roe, Harrow Bay"
