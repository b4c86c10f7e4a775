"""Works out what a commit alters in a cluster, from the articles near it, and carries it out by a journal."""
