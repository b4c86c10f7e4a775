"""Clusters articles into stories: candidates, relations, partition and roles."""
