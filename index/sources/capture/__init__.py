"""Reads what programs that capture the web keep, beside WARC: other containers, and folders."""
