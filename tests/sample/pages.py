"""How the sample's outlets dress their articles: a template of a page each. All of it invented."""

# Templates keep the long lines that real pages have.
# ruff: noqa: E501

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from tests.sample.parts import day, json_ld, paragraphs, related

if TYPE_CHECKING:
    from tests.sample.build import Story


def page(story: Story, everything: list[Story]) -> str:
    """The article as its outlet's web page."""
    makers = {
        "Hill Gazette": _hill,
        "Valley Post": _valley,
        "The Quayside": _quayside,
        "Küstenkurier": _foreign,
        "Le Courrier du Détroit": _foreign,
    }
    return makers.get(story.outlet, _harbour)(story, everything)


def _harbour(story: Story, everything: list[Story]) -> str:
    links = "\n".join(
        f'<li><a href="{s.url}"><img src="/thumb/{s.slug}.jpg" alt=""> {escape(s.title, quote=False)}</a></li>'
        for s in related(story, everything, 4)
    )
    advert = (
        '<aside class="ad-slot" data-slot="mid"><span>Advertisement</span>'
        "<p>Lindgren's Chandlery: oilskins, rope and paint, 20% off until Sunday.</p></aside>"
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(story.title, quote=False)} | Harbour Times</title>
<link rel="canonical" href="{story.url}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:site_name" content="Harbour Times">
<meta property="article:published_time" content="{story.date}">
<meta property="article:section" content="{story.section}">
<meta name="author" content="{escape(story.by)}">
<script type="application/ld+json">{json_ld(story)}</script>
<link rel="stylesheet" href="/static/ht.css">
</head>
<body class="article">
<div id="cookie-banner" role="dialog"><p>We use cookies to keep the lights on in the tower. By continuing you accept \
our use of cookies.</p><button>Accept all</button><button>Manage choices</button></div>
<header class="masthead"><a href="/">Harbour Times</a><p class="motto">Every tide, every day, since 1874</p>
<nav><ul><li><a href="/news">News</a></li><li><a href="/transport">Transport</a></li><li><a href="/council">Council</a>\
</li><li><a href="/courts">Courts</a></li><li><a href="/sport">Sport</a></li><li><a href="/subscribe">Subscribe</a></li>\
</ul></nav></header>
<main>
<article>
<p class="kicker">{story.section}</p>
<h1>{escape(story.title, quote=False)}</h1>
<div class="byline">By <a rel="author" href="/staff">{escape(story.by, quote=False)}</a></div>
<time datetime="{story.date}">{day(story.date)}</time>
<div class="share"><a href="#">Share</a> <a href="#">Post</a> <a href="#">Copy link</a> <a href="#">Print</a></div>
<div class="story-body">
{paragraphs(story, {1: advert})}
</div>
</article>
<section class="newsletter"><h3>The morning tide</h3><p>Sign up for our newsletter and get the day's news before the \
first ferry.</p><form><input type="email" placeholder="Your e-mail"><button>Sign up</button></form></section>
<section class="related"><h2>More from the Harbour Times</h2><ul>
{links}
</ul></section>
</main>
<footer><p>© Harbour Times, Pier Street, Harrow Bay. All rights reserved.</p>
<p><a href="/terms">Terms</a> · <a href="/privacy">Privacy</a> · <a href="/contact">Contact the newsroom</a></p></footer>
<script>window.ht = {{"page": "{story.slug}"}};</script>
</body>
</html>
"""


def _hill(story: Story, everything: list[Story]) -> str:
    links = "".join(
        f'<div class="card"><a href="{s.url}">{escape(s.title, quote=False)}</a></div>\n'
        for s in related(story, everything, 3)
    )
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>Hill Gazette - {escape(story.title, quote=False)}</title>
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:url" content="{story.url}">
<meta property="og:site_name" content="Hill Gazette">
<meta name="description" content="{escape(story.paragraphs[0][:120])}">
</head>
<body>
<div class="top"><a href="/"><img src="/logo.png" alt="Hill Gazette"></a>
<ul class="menu"><li>Region</li><li>Farming</li><li>Opinion</li><li>Courts</li><li>Weather: 7°, rain from the west</li></ul>
</div>
<div class="columns">
<div class="main" itemscope itemtype="https://schema.org/NewsArticle">
<h1 itemprop="headline">{escape(story.title, quote=False)}</h1>
<div class="meta"><span itemprop="author">{escape(story.by, quote=False)}</span> | \
<span itemprop="datePublished" content="{story.date}">{day(story.date)}</span> | {story.section}</div>
<div itemprop="articleBody">
{paragraphs(story, {2: '<div class="read-also">Read also: <a href="/region/weather">Snow on the tops by Friday</a></div>'})}
</div>
<p class="tip">Do you know more about this story? Write to newsdesk@hillgazette.example.</p>
</div>
<div class="side"><h4>Most read</h4>
{links}<h4>Classified</h4><p>For sale: hay, dry, delivered. Ring Upper Hallow 214.</p></div>
</div>
<div class="foot">Hill Gazette is published by Upland Press. Registered at Upper Hallow.</div>
</body>
</html>
"""


def _valley(story: Story, everything: list[Story]) -> str:
    links = "<br>\n".join(
        f"<a href='{s.url}'>{escape(s.title, quote=False)}</a>" for s in related(story, everything, 3)
    )
    by = f"<b>By {escape(story.by, quote=False)}</b><br>" if story.by else ""
    return f"""<html>
<head><title>{escape(story.title, quote=False)} - Valley Post</title></head>
<body bgcolor="#ffffff">
<!-- generated by PostPress 2.1 -->
<table width="960"><tr><td colspan="2">
<font size="6">Valley Post</font> <a href="index.html">Home</a> | <a href="sport.html">Sport</a> | \
<a href="farm.html">Farm</a> | <a href="deaths.html">Deaths</a> | <a href="small.html">Small ads</a>
</td></tr>
<tr><td valign="top" width="680">
<h2>{escape(story.title, quote=False)}</h2>
{by}
<i>{day(story.date)}</i>
{paragraphs(story)}
<p><a href="mailto:editor@valleypost.example">Write to the editor</a> | <a href="javascript:print()">Print this page</a></p>
</td><td valign="top">
<b>Also in the Post</b><br>
{links}
<p><b>Rain gauge</b><br>Lowmoor 11 mm<br>Upper Hallow 19 mm</p>
</td></tr></table>
<p><small>Copyright Valley Post. Printed at Lowmoor every morning but Sunday.</small></p>
</body></html>
"""


def _quayside(story: Story, everything: list[Story]) -> str:
    stamp = f'"datePublished": "{story.date}", ' if story.date else ""
    graph = (
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "The Quayside"}}, '
        f'{{"@type": "Article", {stamp}"headline": {json.dumps(story.title)}, '
        f'"author": {{"@type": "Person", "name": {json.dumps(story.by or "The Quayside")}}}}}]}}'
    )
    links = "\n".join(
        f'<a class="tile" href="{s.url}">{escape(s.title, quote=False)}</a>' for s in related(story, everything, 3)
    )
    shown = f'<span class="date">{day(story.date)}</span>' if story.date else ""
    by = f'<span class="by">Words: {escape(story.by, quote=False)}</span>' if story.by else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<title>{escape(story.title, quote=False)} — The Quayside</title>
<script type="application/ld+json">{graph}</script>
</head>
<body>
<div id="skip"><a href="#content">Skip to content</a></div>
<div id="nav"><a href="/">The Quayside</a> <a href="/long">Long reads</a> <a href="/lore">Harbour lore</a> \
<a href="/briefs">Briefs</a> <a href="/join">Become a member</a></div>
<div id="content">
<h1>{escape(story.title, quote=False)}</h1>
<div class="standfirst">{by} {shown}</div>
{paragraphs(story)}
<div class="support"><p>The Quayside has no owner and no adverts. If you liked this piece, become a member for two \
crowns a week.</p></div>
</div>
<div id="more"><h3>Keep reading</h3>
{links}
</div>
<div id="foot"><p>The Quayside is written in a shed on Pier One. Corrections: corrections@thequayside.example</p></div>
</body>
</html>
"""


def _foreign(story: Story, everything: list[Story]) -> str:
    german = story.fields["lang"] == "de"
    menu = "Startseite Politik Ausland Wirtschaft Sport" if german else "Accueil France Monde Économie Culture"
    notice = (
        "Wir verwenden Cookies, um unsere Seiten zu verbessern."
        if german
        else "Nous utilisons des cookies pour améliorer votre visite."
    )
    share = "Artikel teilen · Drucken · Merken" if german else "Partager l'article · Imprimer · Enregistrer"
    more = "Das könnte Sie auch interessieren" if german else "À lire aussi"
    others = (
        ("Hummer wird knapp", "Warum der Leuchtturm umzieht")
        if german
        else ("Le homard se fait rare", "Pourquoi le phare déménage")
    )
    items = "".join(f"<li><a href='#'>{menu_item}</a></li>" for menu_item in menu.split())
    return f"""<!DOCTYPE html>
<html lang="{story.fields["lang"]}">
<head>
<meta charset="utf-8">
<title>{escape(story.title, quote=False)} | {story.outlet}</title>
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:site_name" content="{story.outlet}">
<meta property="article:published_time" content="{story.date}">
<script type="application/ld+json">{json_ld(story)}</script>
</head>
<body>
<div class="consent">{notice}</div>
<nav><ul>{items}</ul></nav>
<article>
<h1>{escape(story.title, quote=False)}</h1>
<p class="author">{story.by}</p>
{paragraphs(story)}
</article>
<div class="tools">{share}</div>
<aside><h3>{more}</h3><ul><li>{others[0]}</li><li>{others[1]}</li></ul></aside>
<footer>© {story.outlet}</footer>
</body>
</html>
"""
