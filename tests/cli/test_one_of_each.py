"""An archive of one article: no command says "1 articles"."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from tests.cli.conftest import Morgue

ONE = {
    "id": "a1", "title": "Ferry strike ends", "outlet": "Harbour Times", "date": "2021-03-04", "language": "en",
    "body": 'The ferry crews ended their strike on Monday. "We are glad that it is over now," said Ada Brook.',
}  # fmt: skip
#: A count of one and a noun in the plural; the unit of a size (`1 kB`) and `1 is` are none.
ONE_OF_MANY = re.compile(r"(?<![\w.,:/-])1 (?!is\b|as\b|has\b)[a-z]{2,}s\b(?<!ss)")

CALLS = """
search ferry --facets outlet,month
show a1
similar a1
why a1 ferry
count ferry
timeline ferry
stories --min 1
story a1
kwic ferry
sample ferry
tag a1 glad
tags
note a1 well
notes
receipt ferry
rates ferry
rates ferry --by outlet
words ferry
collocates ferry
quotes ferry
outlets
save crews ferry
new crews
saved
export ferry --xlsx {out}/a.xlsx
export ferry --texts {out}/texts
report ferry --out {out}/a.html
sample ferry --sheet {out}/sheet.csv
stats
verify
compact
reindex
doctor
copy {archive} {out}/copy
index -
clean -
"""


@pytest.mark.slow
def test_one_is_never_said_to_be_many(morgue: Morgue, tmp_path: object) -> None:
    source = json.dumps(ONE).encode()
    said = [("index", morgue("index", "-", stdin=source))]
    for line in CALLS.strip().splitlines():
        args = shlex.split(line.format(out=tmp_path, archive=morgue.archive))
        said.append((line, morgue(*args, stdin=source)))
    wrong = {line: ONE_OF_MANY.findall(ran.out + ran.err) for line, ran in said}
    assert {line: found for line, found in wrong.items() if found} == {}
    assert [line for line, ran in said if ran.status == 2] == []
