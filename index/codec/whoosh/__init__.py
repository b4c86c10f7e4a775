"""The classes by which stock Whoosh opens our segments."""
