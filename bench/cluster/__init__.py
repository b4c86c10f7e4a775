"""Measuring an archive in a cluster: the same answers as a folder's, the rate of filing, the time of a page."""
