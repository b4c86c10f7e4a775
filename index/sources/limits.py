"""Limits what a source may cost, in bytes: real news passes with room, and a hostile file stays cheap."""

from __future__ import annotations

#: One page, text, or line of JSON. The largest real pages are a few megabytes; a worker may hold several of these.
ITEM_BYTES = 32 << 20

#: One cell of a table, in characters, of which the csv module holds four bytes each.
CELL_CHARACTERS = 8 << 20

#: Brackets within brackets in JSON; orjson stops at 1024 by itself.
JSON_DEPTH = 1000

#: Bad elements after which an array is given up; lines can be told apart for certain, elements cannot.
BAD_ELEMENTS = 1000

#: One entry of a feed: its bytes and its tags. Above BATCH_BYTES a feed is parsed a few entries at a time.
ENTRY_BYTES = 4 << 20
ENTRY_TAGS = 50_000
BATCH_BYTES = 512 << 10

#: A line longer than an item is skipped; when it runs on beyond this the rest of the file is given up.
RUNAWAY_LINE = 256 << 20

#: A document that has to be held whole to be understood: a feed, a sitemap, a JSON object over many lines, a mail.
DOCUMENT_BYTES = 48 << 20

#: Objects of a property list, each of which costs some dozen bytes before it is read; a saved page has a few hundred.
WEBARCHIVE_OBJECTS = 200_000

#: A zip inside another archive is held in memory, since archives are never unpacked to disk.
NESTED_ZIP_BYTES = 48 << 20

#: Members of a zip; its table of contents is held in memory at about 1 KB each.
ZIP_MEMBERS = 500_000

#: Archives and compressions around one another: a zip in a tar in a gzip is the last that is opened.
DEPTH = 4

#: Decompressed bytes allowed for each byte on disk, counted once more than RATIO_FREE have come out. Deflate cannot
#: pass 1032; text of any language stays under 100 with every codec at its best.
RATIO = 1000
RATIO_FREE = 64 << 20

#: What is looked at to tell one format from another.
HEAD_BYTES = 64 << 10

#: Header bytes that a tar may spend between two members (long names, extended attributes).
TAR_HEADER_BYTES = 4 << 20

#: Folders below a named folder.
FOLDER_DEPTH = 100

#: One part of a document that is a zip (DOCX, ODT, EPUB, XLSX), and all its parts that are read. Exports of 500
#: articles have some 15 MiB of text.
PART_BYTES = 96 << 20
PARTS_BYTES = 192 << 20

#: Groups within one another in RTF; real documents have a dozen.
RTF_DEPTH = 500

#: A file in which a program notes what it knows of its captures, beside them.
SIDECAR_BYTES = 8 << 20

#: Columns of a sheet, as Excel has them.
SHEET_COLUMNS = 16_384

#: Cells that a workbook's rows leave out, before one they have: each takes no byte of the file, and a place in a list.
SHEET_BLANKS = 200_000_000

#: A group of rows of a Parquet table, which is decompressed at once.
ROW_GROUP_BYTES = 1 << 30

#: A feed reader's database, which is copied to disk while it is read.
DATABASE_BYTES = 4 << 30
