"""Words that both faces and the errors of all rooms share: counts with their nouns, stand-ins for what is missing."""
