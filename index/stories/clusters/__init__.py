"""Which articles are one story: keys, candidates, partition and roles."""
