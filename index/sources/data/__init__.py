"""Data sets and databases: tables of Parquet and Arrow, databases of feed readers, exports of messengers."""
