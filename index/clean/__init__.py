"""A `RawItem` becomes an `Article` or a `Rejected`."""
