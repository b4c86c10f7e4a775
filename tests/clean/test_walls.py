"""What is no article: walls and error pages, in several languages, and news about them that is."""

from __future__ import annotations

import hashlib

import pytest

from morgue.core.article import Article, Given, RawItem, Rejected
from morgue.index.clean import clean
from morgue.index.clean.walls import wall

WALLS = [
    "Please enable JavaScript and cookies in your browser to continue.",
    "You don't have permission to access this resource. Reference #18.4f3e",
    "Verify you are human by completing the action below. Ray ID: 86a1b2c3",
    "Sorry, the page you requested could not be found. It may have been moved or deleted.",
    "We and our 211 partners store information on your device, such as cookies. You can change your choices.",
    "Bitte aktivieren Sie JavaScript in Ihrem Browser.",
    "Die Seite wurde nicht gefunden. Zurück zur Startseite",
    "Cette page n'existe pas ou n'est plus disponible.",
    "La página que busca no existe o ha sido movida.",
    "Подтвердите, что вы не робот.",
    "お探しのページは見つかりません。",
    "This content is not available in your region.",
]
NEWS = [
    "A court ruled on Tuesday that websites must ask for consent before they set cookies. A consumer group had sued.",
    "Hackers got around the captcha of the ticket shop in minutes. Police are looking into the matter.",
    "Reporters were denied access to the council meeting on Monday. The hall was full, the chairwoman said.",
    "The company said 404 jobs would go. The plant will close in June, and unions called for a strike.",
    "A robot was mayor of Harrow Bay for a day. Children had voted for it at the fair of the harbour.",
]


@pytest.mark.parametrize("text", WALLS)
def test_a_wall_is_no_article(text: str) -> None:
    assert wall(text) is not None
    data = f"<html><head><meta charset=utf-8><title>Harrow Bay</title></head><body><p>{text}</p></body></html>".encode()
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Rejected)


@pytest.mark.parametrize("text", NEWS)
def test_news_about_them_is_one(text: str) -> None:
    assert wall(text, text.split(".")[0]) is None


@pytest.mark.parametrize("text", WALLS)
def test_a_record_keeps_its_headline_and_says_so(text: str) -> None:
    item = RawItem("r.jsonl", "jsonl", "text", text.encode(), "0" * 64, given=Given(title="Ferry to run twice a day"))
    found = clean(item)
    assert isinstance(found, Article)
    assert (found.title, found.body) == ("Ferry to run twice a day", "")
    assert "title only" in found.provenance.notes


def test_a_page_without_a_text_is_no_article() -> None:
    data = b"<html><head><title>Ferry to Gull Island</title></head><body><h1>Ferry to Gull Island</h1></body></html>"
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Rejected)
    assert found.reason == "no text"
