"""Groups articles into stories, and tells who ran each first and what the others changed.

signature   an article to the keys under which its relatives are looked up
align       two articles to what ties them, if anything
partition   related articles to stories, roles and derivation
book        the running state: what a commit adds, joins and parts
diff, card  what changed, for people
"""
