"""Adds to the scores of articles in a cluster: for words near each other, and for a word as it was typed."""
