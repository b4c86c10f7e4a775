"""Opens our segments for stock Whoosh."""
