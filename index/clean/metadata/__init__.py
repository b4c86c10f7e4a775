"""Finds headline, byline, outlet and agency of an article, each with its source."""
