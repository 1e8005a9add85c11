"""案件: lists and pages of tickets and grid issues, and what may be done with each."""
