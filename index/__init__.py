"""What goes into the archive: reading sources, cleaning articles, finding stories, keeping them."""
