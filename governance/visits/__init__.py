"""四百 visits: planned, made or missed, with what was found at the door."""
