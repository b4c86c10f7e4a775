"""What is quoted, by whom, and where else."""
