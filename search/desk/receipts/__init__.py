"""Records what was asked of which archive and what came out, to be kept and checked."""
