"""Reads office documents, e-books and PDF, within limits, without network and without entities."""
