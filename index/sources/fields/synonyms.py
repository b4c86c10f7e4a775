"""Lists the names under which the fields of records go, in one table. Pure.

Names are compared by `norm`: `Publication Date`, `publication_date` and `publicationDate` are one. A name with dots
leads into the objects within a record; lists on the way are entered. Which program or service uses which is told in
docs/formats.md.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: What a record can say, in the words of `--map`, each with the names it goes by in order of preference.
_TABLE = """
id: id, _id, guid, uuid, docid, docno, documentid, articleid, article_id, newsid, storyid, stories_id
id: item_id, uri
url: url, link, permalink, web_url, webUrl, article_url, articleurl, requested_url, responded_url
url: resolved_url, canonical_url, canonical, canonical.href, alternate.href, given_url, source_url
url: original_url, page_url, url_used, story_url, news_url, final_url, href, adresse, direccion, enlace
url: lien, indirizzo, endereco, weblink, shareUrl, mainEntityOfPage, mainEntityOfPage.@id, sourceUrl
url: externalUrl, content.url
url: tautan, havola, lienket, посилання, 链接, 網址, リンク, پیوند
outlet: outlet, source.name, source.title, source, source_name, sourceName, publisher.name, publisher
outlet: publication, publication_name, publicationTitle, pubtitle, sitename, site_name, siteName, source-hostname
outlet: media_name, mediaName, medium, newspaper, newspaper_title, journal, feed_title, feedTitle
outlet: feed.title, origin.title, thread.site_title, provider.name, provider, copyrightholder
outlet: isPartOf.name, newspaper_name, paper, news_source, newsSource, quelle, zeitung, titulo de la fuente
outlet: fuente, medio, periodico, diario, fonte, jornal, veiculo, testata, giornale, journal_name, krant
outlet: bron, kilde, avis, kalla, tidning, lahde, zrodlo, gazeta, kaynak, noviny, zdroj, источник, издание
outlet: 来源, 媒体, 来源媒体, 媒體, 報紙, 新聞社, 媒体名, 매체, 언론사, الصحيفة, المصدر
outlet: sumber, nguon, bao, manba, sursa, ziar, forras, lap, джерело, видання, πηγη
outlet: εφημεριδα, מקור, עיתון, منبع, روزنامه
site: domain, source_domain, hostname, domain_name, thread.site, site, site_full, thread.site_full
site: media_url, host, source.domain, source.uri, website, webseite, sitio, site_web
title: title, headline, headline.main, headlines.main, headline.print_headline, fields.headline, webTitle
title: headlines, article_title, articletitle, news_title, newsTitle, story_title, resolved_title
title: given_title, title_page, page_title, display_title, headline_main, headlines.value, heading, hl
title: headline_text, title_text, name_of_article, titel, uberschrift, schlagzeile, titre, titular, titulo
title: titolo, manchete, encabezado, otsikko, rubrik, overskrift, tytul, baslik, kop, nadpis, заголовок
title: 标题, 標題, タイトル, 見出し, 제목, العنوان
title: judul, tajuk, tiêu đề, sarlavha, titlu, cim, naslov, tittel, заглавие, τιτλος, כותרת, عنوان, शीर्षक
date: date, published, published_at, date_published, publishedAt, datePublished, pubdate, pub_date
date: date_publish, publish_date, published_date, publishDate, publication_date, publicationdate
date: published_on, published_time, publishTime, publish_time, published_datetime, webPublicationDate
date: dateTimePub, dateTime, firstPublished, first_publication_date, first_published
date: firstPublicationDate, displayDate, display_date, original_date, date_gmt, post_date, article_date
date: articledate, news_date, newsdate, posted_at, posted, issued, issue_date, versioncreated
date: versionCreated, firstcreated, firstCreated, date_time, datetime, pubDateTime, date_of_publication
date: date_unixtime, published_utc, published_parsed, providerPublishTime, releaseDate, timestamp, time
date: day, datum, erscheinungsdatum, veroffentlicht, publikationsdatum, date de publication
date: date de parution, publie, fecha, fecha de publicacion, publicado, data, data di pubblicazione
date: data de publicacao, pubblicato, publicatiedatum, dato, paivamaara, дата, дата публикации, 日期, 发布时间
date: 發布時間, 出版日期, 日付, 掲載日, 날짜, 일자, التاريخ
date: tanggal, tarikh, ngay, ngày đăng, sana, tarih, datum objave, data publicarii, datum vydani, dátum, ημερομηνια
date: תאריך, تاریخ, दिनांक, data publikacji, дата публікації
modified: modified, updated, updated_at, date_modified, dateModified, date_modify, modified_at, last_modified
modified: lastModified, lastModificationDate, update_date, updatedAt, modified_gmt, updateTime, lastUpdated
modified: contentModified
authors: authors, author, byline, author_name, authorName, author.name, byline.original, byline.person
authors: bylines, by, fields.byline, creator, creators, dc:creator, written_by, published_by, reporter
authors: reporters, journalist, journalists, writer, writers, contributor, contributors
authors: _embedded.author.name, author_names, author_list, autor, autoren, autor/in, verfasser, verfasserin
authors: auteur, auteurs, autores, autora, autore, autori, auteur(s), kirjoittaja, forfatter, forfattare
authors: autorzy, yazar, автор, 作者, 记者, 記者, 著者, 기자, الكاتب
authors: penulis, wartawan, tac gia, muallif, szerzo, συντακτης, συγγραφεας, מחבר, כתב, نویسنده, लेखक
body: body, text, maintext, main_text, articleBody, article_body, fulltext, full_text, plain_text
body: plaintext, story_text, content, content_text, body_text, bodyText, fields.bodyText, fields.body
body: article_text, articletext, text_content, textContent, cleaned_text, clean_text, article_content
body: news_text, news_content, full_content, fullContent, body.text, content.text, content.body, contents
body: bodies, bodies.value, paragraphs, story, article, transcript, ocr, ocr_text, document_text
body: page_text, selftext, txt, main_content, mainContent, content.content, summary.content, volltext
body: inhalt, artikel, texte, texte integral, contenu, corps, corps du texte, article complet, texto
body: texto completo, cuerpo, contenido, contenuto, corpo, corpo do texto, testo, testo completo
body: conteudo, noticia, artikeltext, brodtext, tekst, tresc, teksti, metin, icerik, текст, содержание
body: 正文, 内容, 全文, 本文, 본문, 내용, النص
body: isi, isi berita, konten, teks, noi dung, matn, szoveg, tartalom, sadrzaj, obsah, зміст, κειμενο, περιεχομενο
body: תוכן, טקסט, متن, पाठ
html: html, content_html, body_html, bodyHtml, body_xhtml, article_html, html_content, raw_html, rawHtml
html: cleaned_html, content_encoded, content:encoded, page_html, html_body, source_html
raw: raw_text, raw_content, raw_body, rawcontent
teaser: lead_paragraph, lead, abstract, description, summary, excerpt, snippet, teaser, subheadline
teaser: standfirst, trail_text, fields.trailText, description_text, description_html, dek, kurzfassung
teaser: zusammenfassung, vorspann, resume, chapo, resumen, descripcion, entradilla, sommario, descrizione
teaser: riassunto, resumo, descricao, 摘要, 要約, ملخص, descriptions.value
section: section, section.name, section_name, sectionName, category, categories.name, categories, news_desk
section: desk, rubric, topic, channel, department, ressort, rubrik, rubrique, seccion, sezione, secao
section: categoria, categorie, kategorie, рубрика, 版块, 栏目, 分类
section: kategori, danh muc, chuyen muc, rovat, rubrika, kategoria, категорія, ενοτητα, מדור
language: language, lang, language_code, languageCode, langue, sprache, idioma, lingua, taal, jezyk, язык, 语言
language: 언어
language: bahasa, ngon ngu, til, dil, nyelv, limba, мова, γλωσσα, שפה, زبان
captured: date_download, crawl_date, crawled_at, seendate, warc_date, filedate, retrieved, scraped_at
captured: download_date, date_downloaded, crawled, fetched_at, crawl_time, retrieved_at, access_date
captured: date_crawled, scrape_date
"""


@lru_cache(maxsize=4096)
def norm(name: str) -> str:
    """A field's name for comparison: letters and digits alone, no case, no accents; `Author(s)` as `authors`."""
    text = unicodedata.normalize("NFKD", name.strip().lstrip("\ufeff"))
    return "".join(c for c in text.casefold() if c.isalnum())


def path(name: str) -> tuple[str, ...]:
    """A name with dots as the names to follow."""
    return tuple(part for part in map(norm, re.split(r"\.", name)) if part)


def _table() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for line in _TABLE.strip().splitlines():
        field, _, names = line.partition(":")
        found.setdefault(field, {}).update({path(name): None for name in names.split(",") if path(name)})
    return {field: tuple(paths) for field, paths in found.items()}


#: For each field the ways to it, in order of preference.
PATHS: dict[str, tuple[tuple[str, ...], ...]] = _table()


def _by_first() -> dict[str, tuple[tuple[str, int, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    for field, ways in PATHS.items():
        for rank, way in enumerate(ways):
            found.setdefault(way[0], []).append((field, rank, way[1:]))
    return {name: tuple(ways) for name, ways in found.items()}


#: The same from the other side: what a name may say, with the rank of that way for its field and the rest of the way.
BY_NAME: dict[str, tuple[tuple[str, int, tuple[str, ...]], ...]] = _by_first()

#: What `--map` may name. The others are only ever found.
MAPPABLE = ("id", "url", "outlet", "title", "date", "modified", "authors", "body", "html", "section", "language")

#: Every name of one part.
KNOWN: frozenset[str] = frozenset(way[0] for ways in PATHS.values() for way in ways if len(way) == 1)

#: The names of which a table needs at least one.
TEXTUAL: frozenset[str] = frozenset(
    way[0] for field in ("body", "html", "raw", "title") for way in PATHS[field] if len(way) == 1
)

#: Objects that only wrap the record: of Elasticsearch, the Guardian, JSON:API, CouchDB, GraphQL and others.
WRAPPERS = frozenset("_source fields attributes doc document node article post record item story".split())
