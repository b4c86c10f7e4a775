"""Markup of news agencies, of test collections made from them, and of libraries that digitise newspapers."""
