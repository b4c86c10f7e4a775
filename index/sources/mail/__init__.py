"""Mail: single messages, mailboxes of many, and what a letter says without the furniture around it."""
