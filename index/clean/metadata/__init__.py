"""Headline, byline, outlet, agency and date of an article, each with its source."""
