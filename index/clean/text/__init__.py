"""Turns plain text with page debris into the paragraphs of its article."""
