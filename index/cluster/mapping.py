"""Declares the indices of an archive in a cluster and their fields. Versioned; nothing is ever changed in place.

The program's own analyzer makes the terms. The client sends streams of finished tokens, one place each, and the cluster
splits them by stock parts: `ferry|<p|<s strike|s>` has ferry and two marks at place 0, strike and one at place 1;
`ferry|14 strike|6` gives frequencies.

`_source` holds the article alone, so that the cluster could not make a document anew by itself: `_update`, `_reindex`
and `_update_by_query` would lose the text. A change of a document sends the whole of it again, made from its article.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from morgue.core.analyzer import ANALYZER_VERSION

#: Bumped whenever documents would be written otherwise.
FORMAT = 1
#: What must agree between all who write to an archive and read it: equal text must give equal terms.
FINGERPRINT = f"{ANALYZER_VERSION}.{unicodedata.unidata_version}"
MAKER = "morgue"

_KEYWORD: dict[str, Any] = {"type": "keyword"}
#: Values longer than Lucene takes are not searched; the article itself has them whole.
_LONG_KEYWORD: dict[str, Any] = {"type": "keyword", "ignore_above": 8_000}
_LONG: dict[str, Any] = {"type": "long"}
_INTEGER: dict[str, Any] = {"type": "integer"}
_SHOWN: dict[str, Any] = {"index": False}
_SETTINGS: dict[str, Any] = {
    "refresh_interval": "-1",
    "codec": "best_compression",
    "max_terms_count": 65_536,
    "max_regex_length": 4_000,
    "mapping": {"coerce": False},
}


def articles(shards: int, replicas: int) -> dict[str, Any]:
    """The index of articles. A later split may double the shards, up to 64 of them or as many as there are."""
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "number_of_routing_shards": max(64 // shards, 1) * shards,
                "write.wait_for_active_shards": min(2, replicas + 1),
                # Or else what is forgotten would stay on the disk where it is less than a tenth of a segment.
                "merge.policy.expunge_deletes_allowed": 0,
                **_SETTINGS,
                "similarity": {
                    "ranked": {"type": "BM25", "k1": 4.0, "b": 0.75},
                    "flat": {"type": "BM25", "k1": 2.0, "b": 0.0},
                    "body": {"type": "BM25", "k1": 2.0, "b": 0.75},
                },
            },
            "analysis": {
                "tokenizer": {"blank": {"type": "whitespace", "max_token_length": 8_000}},
                "filter": {
                    "stack": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]},
                    "count": {"type": "delimited_term_freq", "delimiter": "|"},
                },
                "analyzer": {
                    "stream": {"tokenizer": "blank", "filter": ["stack"]},
                    "counted": {"tokenizer": "blank", "filter": ["count"]},
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["a"]},
            "_meta": {"maker": MAKER, "format": FORMAT, "fingerprint": FINGERPRINT},
            "properties": {**_text(), **_values(), **_story()},
        },
    }


def _text() -> dict[str, Any]:
    """The article as it is; its title, lead and body as streams; title, lead and body in one to be ranked by."""
    stream = {"type": "text", "analyzer": "stream"}
    return {
        "a": {"type": "object", "enabled": False},
        "t": {**stream, "similarity": "flat"},
        "l": {**stream, "similarity": "flat"},
        "b": {**stream, "similarity": "body"},
        "r": {
            "type": "text",
            "analyzer": "counted",
            "search_analyzer": "stream",
            "index_options": "freqs",
            "similarity": "ranked",
        },
    }


def _values() -> dict[str, Any]:
    names = ("outlet", "agency", "place", "section", "byline", "site", "url", "title")
    return {
        "id": _KEYWORD,
        **dict.fromkeys(names, _LONG_KEYWORD),
        **dict.fromkeys(("language", "year", "month", "day", "week", "flags", "changed"), _KEYWORD),
        "date": {**_KEYWORD, **_SHOWN},
        **dict.fromkeys(("words", "first", "last"), _INTEGER),
        "instant": _LONG,
    }


def _story() -> dict[str, Any]:
    """Where the article stands in its story, and the keys by which its relatives are found.

    seq      its place in the archive's order; born: the place of its story
    gen      the commit that brought it, written under the lease of an epoch
    company  its story has other members
    *_rest   keys of the channel that so many texts before it hold that it leads none who come later
    """
    return {
        "story": _KEYWORD,
        "role": _KEYWORD,
        "of": _KEYWORD,
        "company": {"type": "boolean"},
        "kept": {"type": "float", **_SHOWN},
        "born": _LONG,
        "seq": _LONG,
        "gen": _LONG,
        "epoch": _LONG,
        "name": _LONG,
        "tie": {**_LONG, **_SHOWN},
        "marks": {**_LONG, **_SHOWN},
        **dict.fromkeys(("band", "band_rest", "sample", "sample_rest", "text", "link"), _LONG),
        "lines": {**_LONG, **_SHOWN},
    }


def forms(shards: int, replicas: int) -> dict[str, Any]:
    """The lexicon: a document for each form and language that it was seen in (empty for another)."""
    return {
        "settings": {"index": {"number_of_shards": 1, "number_of_replicas": replicas, **_SETTINGS}},
        "mappings": {
            "dynamic": "strict",
            "properties": dict.fromkeys(("form", "key", "language", "stem", "base"), _KEYWORD),
        },
    }


def state(shards: int, replicas: int) -> dict[str, Any]:
    """Everything else: the archive's own record, ties between texts, other ids of stories, what was forgotten."""
    return {
        "settings": {"index": {"number_of_shards": 1, "number_of_replicas": replicas, **_SETTINGS}},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "kind": _KEYWORD,
                "a": _LONG,
                "b": _LONG,
                "alias": _KEYWORD,
                "story": _KEYWORD,
                "data": {"type": "object", "enabled": False},
            },
        },
    }


#: What an index's name ends in, and what is in it.
INDICES = {"articles": articles, "forms": forms, "state": state}
