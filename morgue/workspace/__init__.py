"""What a person keeps beside an archive: saved searches and reading lists."""
