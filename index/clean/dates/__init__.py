"""The day of publication: the evidence for it, how it is read, and which evidence holds."""
