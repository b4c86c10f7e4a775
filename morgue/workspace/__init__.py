"""What a person keeps beside an archive: saved searches, tags, notes. It belongs to a location, wherever that is."""
