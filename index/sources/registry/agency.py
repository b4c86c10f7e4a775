"""Lists the readers of the formats of agencies, test collections and libraries, entries of the table. Pure."""

from __future__ import annotations

import re

from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head

_TREC = re.compile(
    rb"\s*<DOC(?:\s[^>]{0,300})?>\s*(?:<DOCNO>|<DOCID>|<DOCTYPE|<HEADLINE>|<DATELINE>|<TEXT>|<DATE_TIME>)", re.I
)
_RCV1 = re.compile(rb"<newsitem\s[^>]*\bitemid\s*=", re.I)


def _g2(head: Head) -> bool:
    items = (
        b"newsmessage",
        b"newsitem",
        b"packageitem",
        b"conceptitem",
        b"knowledgeitem",
        b"planningitem",
        b"catalogitem",
    )
    return head.root in items and not _rcv1(head)


def _rcv1(head: Head) -> bool:
    return head.root == b"newsitem" and _RCV1.match(head.markup) is not None


def _reuters(head: Head) -> bool:
    return head.root == b"reuters" and b"NEWID=" in head.markup[:2000].upper()


def _mets_folder(head: Head) -> bool:
    return any(name.lower().endswith("mets.xml") for name in head.members)


READERS = {
    Format.NITF: Reader(
        "NITF", "texts of news agencies; the New York Times' corpus", "1987-01-01-0000001.xml", "markup",
        lambda head: head.root == b"nitf", "agency.nitf:read_nitf",
    ),
    Format.NEWSML_G2: Reader(
        "NewsML-G2", "messages of AFP, dpa, Reuters, STT, ANSA", "urn-newsml-20210304.xml", "markup",
        _g2, "agency.newsml:read_g2",
    ),
    Format.NEWSML: Reader(
        "NewsML 1", "the same before 2008", "afp-20140829.xml", "markup",
        lambda head: head.root == b"newsml", "agency.newsml:read_one",
    ),
    Format.RCV1: Reader(
        "RCV1", "Reuters Corpus Volumes 1 and 2", "2286newsML.xml", "markup", _rcv1, "agency.rcv1:read_rcv1"
    ),
    Format.REUTERS: Reader(
        "Reuters-21578", "the test collection, a thousand articles a file", "reut2-000.sgm", "markup",
        _reuters, "agency.sgml:read_reuters",
    ),
    Format.TREC: Reader(
        "TREC", "newspapers of the TREC disks, Gigaword, TDT", "ap880212.gz", "markup",
        lambda head: _TREC.match(head.text) is not None, "agency.sgml:read_trec",
    ),
    Format.ALTO: Reader(
        "ALTO", "pages of digitised newspapers, as libraries give them", "0002647_18240217_0001.xml", "markup",
        lambda head: head.root == b"alto", "agency.alto:read_alto",
    ),
    Format.METS: Reader(
        "METS", "the table of a digitised issue", "0002647_18240217_mets.xml", "markup",
        lambda head: head.root == b"mets", "agency.alto:refuse_mets",
    ),
    Format.TEI: Reader(
        "TEI", "newspapers and press corpora, as scholars and libraries encode them", "1914-12-31.xml", "markup",
        lambda head: head.root in (b"tei", b"teicorpus"), "agency.tei:read_tei", utf8=True,
    ),
    Format.ISSUE: Reader(
        "Digitised issue", "a folder with a METS file and the ALTO of its pages", "0002647/1824/0217/", "folder",
        _mets_folder, "agency.alto:read_mets",
    ),
}  # fmt: skip
