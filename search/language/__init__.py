"""The query language: what was typed to the values of `morgue.search.query`, and back to its normal form."""
