"""What a commit alters in a cluster: looked up near its articles, worked out, carried out by a journal."""
