"""Declares ProQuest's exports (TXT, HTML, also mailed), whose labels are in the language of its pages. Data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.sources.press.family import Family, Record, table
from morgue.index.sources.press.lines import Line

FIELDS = table(
    title="title|titel|titre|título|titolo|tytuł|título del documento",
    authors="author|authors|autor|auteur|autores|autore|autoren|verfasser|byline|correspondence author",
    outlet="publication title|titel der publikation|publikationstitel|titre de la publication|título de publicación"
    "|título de la publicación|titolo della pubblicazione|título da publicação|tytuł publikacji|source title",
    date="publication date|veröffentlichungsdatum|erscheinungsdatum|date de publication|fecha de publicación"
    "|data di pubblicazione|data de publicação|data publikacji",
    section="section|column|rubrik|sección|sezione|seção|secção|ressort|columna|colonne",
    page="pages|first page|page|seiten|seite|páginas|página|pagine|start page|erste seite|pages de début",
    edition="edition|ausgabe|édition|edición|edizione|edição",
    language="language of publication|language|publikationssprache|sprache der publikation|langue de la publication"
    "|idioma de la publicación|idioma de publicación|lingua della pubblicazione|idioma da publicação|sprache"
    "|langue|idioma",
    id="proquest document id|proquest-dokument-id|proquest dokument-id|identificateur de document proquest"
    "|id del documento de proquest|id de documento de proquest|id documento proquest|id do documento proquest"
    "|n° de document proquest|dokument-id von proquest|identifiant du document proquest",
    # the address is the database's, often through a library's proxy, and tells nothing of the article
    skip="""document url|dokument-url|url de document|url du document|url del documento|url de documento
        |url do documento
        |url documento|publication info|abstract|links|proquest document link|publikationsangaben|zusammenfassung
        |kurzfassung|résumé|resumen|resumo|riassunto|sommario|enlaces|liens|link zum proquest-dokument
        |enlace de documentos de proquest|información de publicación|informations sur la publication
        |identifier / keyword|subtitle|alternate title|publication-info|datos de publicación""",
    body="full text|fulltext|volltext|texte intégral|texto completo|testo completo|texte complet|testo integrale"
    "|pełny tekst|texto integral",
    tail="""subject|location|people|company / organization|publication year|volume|issue|publisher|place of publication
        |country of publication|publication subject|issn|e-issn|source type|document type|dateline|document feature
        |copyright|last updated|database|credit|company|identifiers|classification|number of pages
        |online publication date
        |supplement|source attribution|accession number|illustration|publication milestone date|publication history
        |publication note|cited reference|thema|schlagwort|schlagwörter|ort|publikationsjahr|erscheinungsjahr|verlag
        |erscheinungsort|erscheinungsland|quellentyp|dokumenttyp|zuletzt aktualisiert|datenbank|band|heft|personen
        |materia|ubicación|lugar|año de publicación|editorial|lugar de publicación|país de publicación|tipo de fuente
        |tipo de documento|última actualización|base de datos|sujet|lieu|année de publication|éditeur
        |lieu de publication|pays de publication|type de source|type de document|dernière mise à jour
        |base de données|soggetto|anno di pubblicazione|editore|luogo di pubblicazione|paese di pubblicazione
        |tipo di fonte|tipo di documento|ultimo aggiornamento|assunto|ano de publicação|editora|banco de dados
        |tipo de documento|local de publicação|data e hora""",
)
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n]{2,44}?)\s?:(?:[ \t\xa0]+|\n|\Z)(?P<value>.*)", re.DOTALL)
_OPENS = re.compile(
    r"\A(?:_{20,}|(?:document|dokument|documento|dokumentu|email)\s+\d+\s+(?:of|von|de|di|sur|z|da)\s+\d+)\s*\Z", re.I
)
_DEBRIS = re.compile(
    r"\A(?:caption:|enlarge this image\.?|html>|proquest document link|link zum proquest-dokument|lien proquest"
    r"|enlace de documentos de proquest|https?://\S+"
    r"|(?:all documents are|alle dokumente werden|todos los documentos se|tous les documents sont)\b.*"
    r"|terms and conditions.*|contact proquest.*|bibliography\Z|database copyright ©.*|citation style:.*"
    r"|copyright of .{1,200} (?:is|are) the property of .*)\Z",
    re.I,
)


def _head(lines: Sequence[Line], record: Record) -> int:
    """The headline, which the labels repeat; a citation may stand below it."""
    if lines and not record.values.get("title"):
        record.add("title", lines[0].text)
    return len(lines) if record.values else min(1, len(lines))


PROQUEST = Family(
    name="proquest",
    label=_LABEL,
    fields=FIELDS,
    head=_head,
    opens=_OPENS,
    carries=True,
    debris=_DEBRIS,
    number=re.compile(r"(?P<id>\d{4,})"),
    order="mixed",
)
