"""走访: logging a visit on the phone, the list of visits, what was found and what became of it."""
