"""The commands, one module a noun. Each reads its options, asks one door, and hands the answer to the output."""
