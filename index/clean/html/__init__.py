"""From an HTML page to the paragraphs of its article."""
