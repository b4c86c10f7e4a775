"""Turns an HTML page into the paragraphs of its article."""
