"""Reads Parquet and Arrow, an article a row; needs pyarrow, the extra morgue[parquet]."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from typing import IO, Any

from morgue.index.sources import records
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.fields.lists import has_headline, is_article
from morgue.index.sources.limits import NESTED_ZIP_BYTES, ROW_GROUP_BYTES
from morgue.index.sources.location import Broken, Found, Place

#: Rows that are turned into records at once.
_ROWS = 200


def read_parquet(stream: Buffered, place: Place) -> Iterator[Found]:
    """The rows of a Parquet file, a group of them in memory at a time."""
    file = _seekable(stream, place)
    _arrow()
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(file)
        _check(table.schema_arrow.names, place)
        sizes = (table.metadata.row_group(group).total_byte_size for group in range(table.metadata.num_row_groups))
        if (largest := max(sizes, default=0)) > ROW_GROUP_BYTES:
            raise Broken("too large", f"a group of rows of {largest >> 20} MiB")
        yield from _rows(map(_validated, table.iter_batches(batch_size=_ROWS)), place, "parquet")
    except (ArrowException, OSError, ValueError) as e:
        raise Broken("unreadable", str(e)[:300]) from None


def read_arrow(stream: Buffered, place: Place) -> Iterator[Found]:
    """The rows of an Arrow file or stream, a batch in memory at a time."""
    _arrow()
    from pyarrow import ArrowException, ipc

    try:
        if stream.peek(6)[:6] == b"ARROW1":
            opened = ipc.open_file(_seekable(stream, place))
            batches = (opened.get_batch(number) for number in range(opened.num_record_batches))
        else:
            opened = ipc.open_stream(stream)
            batches = iter(opened)
        _check(opened.schema.names, place)
        whole_ones = map(_validated, batches)
        parts = (batch.slice(at, _ROWS) for batch in whole_ones for at in range(0, batch.num_rows, _ROWS))
        yield from _rows(parts, place, "arrow")
    except (ArrowException, OSError, ValueError) as e:
        raise Broken("unreadable", str(e)[:300]) from None


def _arrow() -> None:
    if find_spec("pyarrow") is None:
        raise Broken("needs an extra", "Parquet and Arrow are read with pyarrow: pip install 'morgue[parquet]'")


def _seekable(stream: Buffered, place: Place) -> IO[bytes]:
    """The file itself; what lies compressed or in an archive is held in memory, up to a limit."""
    if place.depth == 0 and stream.seekable():
        return stream
    return io.BytesIO(whole(stream, NESTED_ZIP_BYTES))


def _check(names: list[str], place: Place) -> None:
    """Broken where no column can be a text or a headline, whatever is in the rows."""
    probe = dict.fromkeys(names, "a text of several words here")
    if not is_article(probe, place.columns) and not has_headline(probe, place.columns):
        told = ", ".join(name[:40] for name in names[:20])
        raise Broken("no text column", f"the columns are: {told} (name the one of the text: --map body=COLUMN)")


def _validated(batch: Any) -> Any:
    """The batch, if lengths and offsets fit its buffers: Arrow trusts them, and a false one ends the process."""
    batch.validate(full=True)
    return batch


def _rows(batches: Iterator[Any], place: Place, form: str) -> Iterator[Found]:
    number = 0
    for batch in batches:
        for row in batch.to_pylist():
            number += 1
            record = {key: _plain(value) for key, value in row.items()}
            source = json.dumps(record, sort_keys=True, default=str).encode()
            yield records.item(record, source, place, f"row {number}", None, form)


def _plain(value: object) -> object:
    """A value as JSON has it: moments as ISO 8601, bytes left out."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal | datetime.time | datetime.timedelta):
        return str(value)
    return None if isinstance(value, bytes) else value
