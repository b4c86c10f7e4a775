"""Cuts texts at white space, many at once, and looks the pieces up thousands at a time: for words and for stories."""
