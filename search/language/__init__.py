"""Reads the query language: what was typed becomes values of `morgue.search.query`, which print in a normal form."""
