"""Which forms of a word belong together: stems, endings, what is written on to a word."""
