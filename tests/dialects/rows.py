"""What a row of the lists of queries is.

A row is the query and its normal form, which is what was meant; or the query and the beginning of an error; or,
where another reading stays possible, the query, how it is read, and the beginning of the remark that says so.
"""

from __future__ import annotations

from morgue.search.language.parse import QueryError

Row = tuple[str, str] | tuple[str, str, str] | tuple[str, type[QueryError], str]
