"""Reads data sets and databases: Parquet and Arrow tables, databases of feed readers, exports of messengers."""
