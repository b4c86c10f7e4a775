"""Office documents, e-books and PDF as paragraphs, within limits, without network and without entities."""
