"""Articles as references for other programs: sentences, BibTeX, RIS and CSL-JSON."""
