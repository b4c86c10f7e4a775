"""Commands for work with what was found: lines, samples, tags, rates, words, receipts, files for other programs."""
