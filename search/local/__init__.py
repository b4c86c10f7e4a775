"""The embedded backend: queries executed over an archive's segments, vectorised."""
