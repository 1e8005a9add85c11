"""案件: what tickets and grid issues share."""
