"""Finds the documents with a field's value: outlet, byline, date, address and the rest."""
