"""Bylines, agencies, outlets, languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.errors import MorgueError
from morgue.index.clean.language import detect
from morgue.index.clean.metadata.agencies import agency, credited
from morgue.index.clean.metadata.bylines import authors, organisation
from morgue.index.clean.metadata.outlet_folders import of_folder
from morgue.index.clean.metadata.outlets import Outlets, bundled, host, named_as_newspaper


@pytest.mark.parametrize(
    ("byline", "want"),
    [
        ("By Jane Roe and Sam Poe, Political Correspondents (Reuters)", ("Jane Roe", "Sam Poe")),
        ("Chang W Lee", ("Chang W Lee",)),
        ("CHANG W LEE", ("CHANG W LEE",)),
        ("By Kim In Su and Park Jong In", ("Kim In Su", "Park Jong In")),
        ("BY KIM IN SU AND JANE ROE IN PARIS", ("KIM IN SU", "JANE ROE")),
        ("George W Roe in Paris", ("George W Roe",)),
        ("Jane Roe In Paris", ("Jane Roe",)),
        ("Jan Roe w Warszawie", ("Jan Roe",)),
        ("JAN ROE W WARSZAWIE", ("JAN ROE",)),
        ("Jane Roe for Reuters", ("Jane Roe",)),
        ("Jane Roe reports", ("Jane Roe",)),
        ("Jane Roe Special To The Lantern", ("Jane Roe",)),
        ("Von Max Muster, dpa", ("Max Muster",)),
        ("Roe, Jane", ("Jane Roe",)),
        ("By Jane Roe | Staff Writer | jane@harrowbay.example", ("Jane Roe",)),
        ("Anna van der Meer & João da Silva", ("Anna van der Meer", "João da Silva")),
        ("AP", ()),
        ("By TPN, in News, Travel · 31 Jan 2025", ()),
        ("Jane Roe, in Local News, Travel", ("Jane Roe",)),
        ("Community Development", ()),
        ("Newsroom staff", ()),
        ("@janeroe", ()),
        ("https://harrowbay.example/jane", ()),
        ("By Jane Roe March 11, 2015", ("Jane Roe",)),
        ("By Jane Roe Updated December 19, 2025", ("Jane Roe",)),
        ("Dec 1st 2016 1:01PM", ()),
        ("By April Jones", ("April Jones",)),
        ("Jane Roe (https://harrowbay.example/jane)", ("Jane Roe",)),
        ("By Jane Roe; Illustration by Sam Poe", ("Jane Roe",)),
        ("Jane Roe Edited by Sam Poe", ("Jane Roe",)),
        ("Photos by Jane Roe", ("Jane Roe",)),
        ("Jane Roe, The Harrow Lantern", ("Jane Roe",)),
        ("See All Articles", ()),
        ("View author archive", ()),
        ("著者：後藤大地", ("後藤大地",)),
        ("文/张三", ("张三",)),
        ("作者： Jane Roe 翻訳者 中村 真子", ("Jane Roe",)),
        ("Sat, 20 Dec, 2025 - 06:36", ()),
        ("Bayerische Landesanstalt für Wald", ()),
        ("harrowbay.example, Frankfurt, Germany", ()),
        ("harrowbay.example, Jane Roe", ("Jane Roe",)),
        ("Pressemitteilung von Jana Roh", ("Jana Roh",)),
        ("Hafen GmbH & Co. KG", ()),
        ("By Sam March", ("Sam March",)),
    ],
)
def test_bylines(byline: str, want: tuple[str, ...]) -> None:
    assert authors([byline]) == want


def test_an_outlet_is_no_author_but_may_sign() -> None:
    assert authors(["Harrow Bay Courier"], ["Harrow Bay Courier"]) == ()
    assert organisation(["Redaktion Hafen"]) == ("Redaktion Hafen",)
    assert organisation(["See full bio"]) == organisation(["。"]) == ()
    assert organisation(["admin", "Updated March 3, 2024", "Insights", "4m read"]) == ()
    assert organisation(["Artikel von:", "December 20, 2016", "Posted on"]) == ()
    assert organisation(["marc"]) == ("marc",)
    assert organisation(["By", "Von", "Written by", "Text: "]) == authors(["By", "Von", "Reporting by"]) == ()


def test_agencies() -> None:
    assert (agency("Associated Press"), agency("dpa-infocom"), agency("Jane Roe")) == ("AP", "dpa", None)
    body = "MOSCOW (Reuters) - " + "The council met on Monday and it voted for the pier to be rebuilt. " * 2
    assert credited(body, ()) == "Reuters"
    assert credited("The pier reopens, the paper wrote on Monday, and all were glad of it. (ANI)", ()) == "ANI"
    assert credited("He told Reuters that the pier would open on Monday, and it did.", ()) is None
    assert credited("The pier, photographed for AP, will open on Monday, the council said.", ()) is None


def test_what_is_named_as_an_agency_is_one_where_agencies_are_credited() -> None:
    body = "The council met on Monday and it voted for the pier to be rebuilt. " * 2
    assert credited(f"HARROW BAY (Northern Wire) - {body}", ()) == "Northern Wire"
    assert credited(body, ("By Gull Coast Press Agency",)) == "Gull Coast Press Agency"
    assert credited(body, ("Agencia Bahía",)) == "Agencia Bahía"
    assert credited(f"HARROW BAY (Northern Wire) - {body}", ("By Jane Roe, Reuters",)) == "Reuters"
    assert credited(f"HARROW BAY (Monday) - {body}", ("By Jane Roe", "Jane Roe, Harrow Press")) is None
    assert (authors(["By Northern Wire"]), organisation(["By Northern Wire"])) == ((), ())
    assert organisation(["Associated Press"]) == ("Associated Press",)


@pytest.mark.parametrize(
    ("line", "want"),
    [
        *((n, True) for n in ("Harrow Bay Courier", "Le Courrier du Détroit", "Küstenkurier", "The Hill Gazette")),
        *((n, False) for n in ("Gazette", "Mayor reads the Times", "FISH MARKET", "Hard times on the Post road", "")),
    ],
)
def test_names_such_as_newspapers_have(line: str, want: bool) -> None:
    assert named_as_newspaper(line) is want


def test_outlets_fold_by_name_and_domain() -> None:
    table = bundled()
    assert {table.fold(n) for n in ("Fox News", "Fox Online News", "foxnews.com", "FOX NEWS")} == {"Fox News"}
    assert table.by_domain("https://www.bbc.co.uk/news/1") == "BBC News"
    assert table.by_domain("https://roma.repubblica.it/x") == "La Repubblica"
    assert table.fold("Harrow Bay Courier") == "Harrow Bay Courier"
    assert host("https://www.harrowbay.example:443/x") == "harrowbay.example"


def test_the_user_extends_the_table(tmp_path: Path) -> None:
    extra = tmp_path / "outlets.toml"
    extra.write_text('"Harrow Bay Courier" = ["harrowbay.example", "The Courier", "BBC"]\n', encoding="utf-8")
    table = Outlets.load(extra)
    assert table.by_domain("http://news.harrowbay.example/1") == "Harrow Bay Courier"
    assert (table.fold("the courier"), table.fold("BBC")) == ("Harrow Bay Courier", "Harrow Bay Courier")
    extra.write_text('"Harrow Bay Courier" = 3\n', encoding="utf-8")
    with pytest.raises(MorgueError):
        Outlets.load(extra)
    with pytest.raises(MorgueError):
        Outlets.load(tmp_path / "absent.toml")


@pytest.mark.parametrize(
    ("text", "stated", "want"),
    [
        (
            "The council voted on Monday to rebuild the old pier after the storm of last winter, and all were glad.",
            [],
            "en",
        ),
        ("Der Stadtrat hat am Montag beschlossen, den alten Pier nach dem Sturm wieder aufzubauen.", ["en"], "de"),
        ("Το δημοτικό συμβούλιο ψήφισε τη Δευτέρα.", [], "el"),
        ("市議会は月曜日に古い桟橋を再建することを決めた。", [], "ja"),
        ("Pier", ["fr-FR"], "fr"),
        ("123", [], None),
        ("Pier", ["zxx", "und"], None),
        ("Shr 1.46 dlrs vs 1.41 dlrs", [], None),
        ("Shr 1.46 dlrs vs 1.41 dlrs, net 17.7 mln vs 16.2 mln, sales 92 mln vs 88 mln", ["en"], "en"),
    ],
)
def test_language(text: str, stated: list[str], want: str | None) -> None:
    assert detect(text, stated) == want


@pytest.mark.parametrize(
    ("folder", "want"),
    [
        ("harbour-times", "Harbour Times"),
        ("Harrow Bay Courier", "Harrow Bay Courier"),
        ("fox_online_news", "Fox News"),
        ("foxnews.com", "Fox News"),
        ("harrowbay.example", "harrowbay.example"),
        *((name, None) for name in ("2024", "2024-03-01", "March 2024", "html", "saved_pages", "Ferry_files", "v1.2")),
    ],
)
def test_the_outlet_a_folder_is_named_for(folder: str, want: str | None) -> None:
    assert of_folder(folder, bundled()) == want
