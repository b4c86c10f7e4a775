"""From plain text with page debris to the paragraphs of its article."""
