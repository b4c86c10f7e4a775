"""Stories: which articles are one report, who ran it first, and what the others changed.

signature   an article to the keys under which its relatives are looked up
align       two articles to what ties them, if anything
partition   related articles to stories, roles and derivation
book        the running state: what a commit adds, joins and parts
diff, card  what changed, for people
"""
