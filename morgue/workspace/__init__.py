"""What a person keeps beside an archive: saved searches, reading lists. It belongs to a location, wherever that is."""
