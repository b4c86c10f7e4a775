"""Which articles' furniture changed, after a run: lines counted anew for the outlets that the run touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from morgue.core.article import Article
from morgue.index.clean.boilerplate import LineCounts, spans
from morgue.index.cluster.document import Spans, furniture, restored
from morgue.index.cluster.rows import Rows

#: Articles whose texts are read at a time.
_AT_ONCE = 200


def refurnished(rows: Rows, outlets: Iterable[str]) -> Iterator[tuple[Article, Spans]]:
    """The articles of some outlets whose furniture is not what it was, as they were extracted, with what it is now."""
    for outlet in outlets:
        lines: dict[str, np.ndarray] = {}
        furnished: set[str] = set()
        for hit in rows.hits({"term": {"outlet": outlet}}, ("id", "lines", "flags")):
            each = hit["fields"]["id"][0]
            lines[each] = np.unique(np.array(hit["fields"].get("lines", ()), np.uint32))
            if "furnished" in hit["fields"].get("flags", ()):
                furnished.add(each)
        table = LineCounts.of(len(lines), list(lines.values()))
        recurring = table.recurring()
        concerned = [each for each, keys in lines.items() if each in furnished or np.isin(keys, recurring).any()]
        for at in range(0, len(concerned), _AT_ONCE):
            part = concerned[at : at + _AT_ONCE]
            sources = rows.sources(part)
            for each in part:
                article = restored(sources[each])
                found = spans(article.body, table)
                if found != furniture(sources[each]):
                    yield article, found
