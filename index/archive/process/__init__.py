"""What a writer asks of processes: memory given back, Ctrl-C held back, segments written by a second one."""
