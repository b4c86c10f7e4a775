"""Says how the numbers of a stream are kept in fewer bytes than they have."""
